"""Event lists: the events of some kinds, in the order in which they occurred."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from cstotimeline.core.dates import PartialDate
from cstotimeline.core.events import Event
from cstotimeline.core.moments import When
from cstotimeline.core.periods import Period, Verdict
from cstotimeline.core.questions import position_of, scale_of
from cstotimeline.core.scales import bounds

if TYPE_CHECKING:
    from cstotimeline.core.timeline import Timeline

E = TypeVar("E", bound=Event)


class EventList(Generic[E]):
    """The events of ``kinds`` that count in a timeline, sorted by the date on which they occurred."""

    def __init__(self, timeline: Timeline, kinds: tuple[type[E], ...]) -> None:
        self.timeline = timeline
        self.kinds = kinds

    def _events(self) -> list[E]:
        found = [event for event in self.timeline.world.everything if isinstance(event, self.kinds)]
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
        wanted = (Verdict.SURELY,) if surely else (Verdict.SURELY, Verdict.POSSIBLY)
        return tuple(event for event in self._events() if asked.contains(event.occurred) in wanted)

    def by(self, when: When) -> tuple[E, ...]:
        """Return the events that have surely occurred by the end of a day or by an instant, oldest first.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date.
        """
        moment = self.timeline.moment(when)
        scale, position = scale_of(moment), position_of(moment)
        return tuple(e for e in self._events() if bounds(e.occurred, e.zone, scale)[1] <= position)
