"""Event lists: the events of some kinds, in the order in which they occurred."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import date_bounds
from cstotimeline.core.temporal.intervals import Likelihood, Period
from cstotimeline.core.temporal.points import When

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline

E = TypeVar("E", bound=Event)


class EventList(Generic[E]):
    """The events of ``kinds`` that count in a timeline, sorted by the date on which they occurred."""

    def __init__(self, timeline: Timeline, kinds: tuple[type[E], ...]) -> None:
        self.timeline = timeline
        self.kinds = kinds

    def _events(self) -> list[E]:
        timeline = self.timeline
        if any(
            issubclass(kind, ABOUT_EXPECTATIONS) for kind in self.kinds
        ):  # which state what is to come alone
            world = timeline.world
        else:
            world = timeline.world_of(_listing(self.kinds))
        found = [event for event in world.everything if isinstance(event, self.kinds)]
        return sorted(found, key=lambda event: (event.occurred.sort_key, event.id))

    def __iter__(self) -> Iterator[E]:
        return iter(self._events())

    def __len__(self) -> int:
        return len(self._events())

    def during(self, period: str | date | PartialDate | Period, *, surely: bool = False) -> tuple[E, ...]:
        """Return the events that occurred in a period; ``surely`` leaves out those whose date may lie outside.

        Raises:
            DateError: no period.
        """
        asked = Period.of(period)
        wanted = (Likelihood.SURELY,) if surely else (Likelihood.SURELY, Likelihood.POSSIBLY)
        return tuple(event for event in self._events() if asked.contains(event.occurred) in wanted)

    def by(self, when: When) -> tuple[E, ...]:
        """Return the events that have surely occurred by the end of a day or by an instant, oldest first.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date.
        """
        moment = self.timeline.moment(when)
        scale, position = moment.granularity, moment.at
        return tuple(e for e in self._events() if date_bounds(e.occurred, e.zone, scale)[1] <= position)


@cache
def _listing(kinds: tuple[type[Event], ...]) -> Projection[None]:
    """Return a projection of all events of some kinds, by which what bears on them is found, and nothing else read."""
    return Projection(name="events", initial=None, apply=lambda state, _: state, kinds=kinds)
