"""Counts of events: how many of a list had occurred by a moment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cstotimeline.core.events.coverage import edges, holds
from cstotimeline.core.query.answers import Answer
from cstotimeline.core.temporal.granularity import Granularity, date_bounds
from cstotimeline.core.temporal.points import QueryTime, When

if TYPE_CHECKING:
    from cstotimeline.core.query.event_list import EventList


class EventCount:
    """How many events of a list had surely occurred by a moment; the alternatives are the greater counts possible.

    >>> from cstotimeline import load
    >>> summits = load().summits
    >>> EventCount(summits).at("2003-01-01").value == len(summits.by("2003-01-01"))
    True
    """

    def __init__(self, events: EventList[Any]) -> None:
        self.events = events
        self.name = events.name

    def at(self, when: When) -> Answer[int]:
        """Return the count at the end of a day, or at an instant; certain where the list is complete on that day."""
        moment = QueryTime.of(when)
        bounds = [date_bounds(one.occurred, one.zone, moment.granularity) for one in self.events]
        surely = sum(high <= moment.at for _, high in bounds)
        possibly = sum(low <= moment.at < high for low, high in bounds)
        covered = holds(self.events.days, moment.ordinal)
        known = self.events.scope.clocks.known
        inside = covered and (known is None or not moment.is_after(known))
        return Answer(
            value=surely,
            certain=inside and not possibly,
            covered=covered,
            alternatives=tuple(range(surely + 1, surely + possibly + 1)),
        )

    @cached_property
    def points(self) -> Sequence[int]:
        """The ordinals of the days on which the answer may differ from that of the day before, sorted."""
        found = {*edges(self.events.days)}
        for one in self.events:
            found.update(date_bounds(one.occurred, one.zone, Granularity.DAY))
        known = self.events.scope.clocks.known
        if known is not None:
            found.update((known.ordinal, known.ordinal + 1))
        return sorted(found)
