"""Clocks: how far a timeline looks into what was known and what was recorded."""

from __future__ import annotations

from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.points import QueryTime, last_second


@attrs.frozen
class AsOf:
    """How far a timeline looks: to what was ``known`` by the end of a day, to what was ``recorded`` by an
    instant (both or none).
    """

    known: QueryTime | None = None
    recorded: QueryTime | None = None
    expecting: bool = False

    def narrowed(self, known: QueryTime | None, recorded: QueryTime | None) -> AsOf:
        """Return these clocks, turned back further where the new limits lie earlier."""
        return AsOf(
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


def _earlier(old: QueryTime | None, new: QueryTime | None, key: Any) -> QueryTime | None:
    if old is None or new is None:
        return old or new
    return min(old, new, key=key)
