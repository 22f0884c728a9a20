"""As-of: how far a timeline looks into what was known and what was recorded."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from cstotimeline.core.temporal.points import QueryTime, last_second


@attrs.frozen
class AsOf:
    """How far a timeline looks: to what was ``known`` by a day or an instant, to what was ``recorded`` by an instant;
    None for all of it. With ``expecting`` open announcements come true.
    """

    known: QueryTime | None = None
    recorded: QueryTime | None = None
    expecting: bool = False

    def narrowed(self, known: QueryTime | None, recorded: QueryTime | None) -> AsOf:
        """Return these clocks, turned back further where the new limits lie earlier."""
        return AsOf(
            _earlier(self.known, known, QueryTime.is_after),
            _earlier(self.recorded, recorded, _ends_after),
            self.expecting,
        )


def _ends_after(one: QueryTime, other: QueryTime) -> bool:
    """Return whether a limit of recording ends after another: a day ends in UTC."""
    return last_second(one) > last_second(other)


def _earlier(
    old: QueryTime | None, new: QueryTime | None, is_after: Callable[[QueryTime, QueryTime], bool]
) -> QueryTime | None:
    if old is None or new is None:
        return old or new
    return new if is_after(old, new) else old
