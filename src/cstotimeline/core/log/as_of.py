"""As-of: how far a timeline looks into what was known and what was recorded."""

from __future__ import annotations

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
        limits = [one for one in (self.recorded, recorded) if one is not None]
        return AsOf(_earlier(self.known, known), min(limits, key=last_second, default=None), self.expecting)


def _earlier(old: QueryTime | None, new: QueryTime | None) -> QueryTime | None:
    if old is None or new is None:
        return old or new
    return new if old.is_after(new) else old
