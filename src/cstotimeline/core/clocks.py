"""Clocks: how far a timeline looks into what was known and what was recorded."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

import attrs

from cstotimeline.core.events import Event
from cstotimeline.core.moments import Moment, When
from cstotimeline.core.records import Record

_EPOCH_ORDINAL = 719_163
_EPOCH_SECOND = _EPOCH_ORDINAL * 86_400


@attrs.frozen
class Clocks:
    """How far a timeline looks: to what was ``known`` by the end of a day, to what was ``recorded`` by an
    instant (both or none).
    """

    known: Moment | None = None
    recorded: Moment | None = None
    expecting: bool = False

    def narrowed(self, known: Moment | None, recorded: Moment | None) -> Clocks:
        """Return these clocks, turned back further where the new limits lie earlier."""
        return Clocks(
            _earlier(self.known, known, lambda m: m.ordinal),
            _earlier(self.recorded, recorded, last_second),
            self.expecting,
        )

    def show_event(self, event: Event) -> bool:
        """Return whether an event was public by then."""
        return self.known is None or event.known_from.last_ordinal <= self.known.ordinal

    def show(self, record: Record) -> bool:
        """Return whether a record is seen under these clocks."""
        if not self.show_event(record.event):
            return False
        return self.recorded is None or record.recorded.timestamp() < last_second(self.recorded) + 1


@lru_cache(maxsize=64)
def _is_utc(zone: tzinfo | None) -> bool:
    """Return whether a zone is one of the two objects that stand for UTC in nearly every instant."""
    if zone is None or zone is UTC:
        return zone is UTC
    from pendulum import UTC as PENDULUM_UTC

    return zone is PENDULUM_UTC


def second_of(when: When) -> int:
    """Return the last second since 1970 of what ``when`` means: of a day, the last one of that day in UTC."""
    if isinstance(when, datetime):
        if _is_utc(when.tzinfo):
            return (
                when.toordinal() * 86_400 + when.hour * 3_600 + when.minute * 60 + when.second - _EPOCH_SECOND
            )
        if when.utcoffset() is not None:
            return int(datetime.timestamp(when) // 1)
    return last_second(Moment.of(when, name="recorded"))


def last_second(moment: Moment) -> int:
    """Return a moment's last second since 1970: of a day, the last one of that day in UTC."""
    return moment.epoch if moment.epoch is not None else (moment.ordinal - _EPOCH_ORDINAL + 1) * 86_400 - 1


def _earlier(old: Moment | None, new: Moment | None, key: Any) -> Moment | None:
    if old is None or new is None:
        return old or new
    return min(old, new, key=key)
