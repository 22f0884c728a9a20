"""Event lists: the events of some kinds, in the order in which they occurred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, Generic, NoReturn, TypeVar, overload

from cstotimeline.core.errors import shown
from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
from cstotimeline.core.events.coverage import Days, periods_of
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.query.view_methods import ShownInNotebooks
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import date_bounds
from cstotimeline.core.temporal.intervals import Likelihood, Period
from cstotimeline.core.temporal.points import QueryTime, When

E = TypeVar("E", bound=Event)


class EventList(ShownInNotebooks, Sequence[E], Generic[E]):
    """The events of ``kinds`` that count, sorted by the date on which they occurred: a sequence.

    ``name`` is the aspect under which coverage is declared.

    >>> from cstotimeline import load
    >>> load().summits[-1].place
    'Bishkek'
    """

    def __init__(self, scope: Scope, kinds: tuple[type[E], ...], name: str = "events") -> None:
        vars(self).update(scope=scope, kinds=kinds, name=name)

    scope: Scope
    kinds: tuple[type[E], ...]
    name: str

    @cached_property
    def _events(self) -> tuple[E, ...]:
        if any(issubclass(kind, ABOUT_EXPECTATIONS) or kind is Event for kind in self.kinds):
            resolved = self.scope.everything  # what is to come states no event of its own
        else:
            resolved = self.scope.resolved(_listing(self.kinds))
        found = [event for event in resolved.everything if isinstance(event, self.kinds)]
        return tuple(sorted(found, key=lambda event: (event.occurred.sort_key, event.id)))

    @overload
    def __getitem__(self, index: int) -> E: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[E, ...]: ...
    def __getitem__(self, index: int | slice) -> E | tuple[E, ...]:
        """Return an event by its place, from 0 in the order of occurrence, or a tuple of them."""
        return self._events[index]

    def __len__(self) -> int:
        return len(self._events)

    def during(
        self, period: str | int | date | PartialDate | Period, *, surely: bool = False
    ) -> tuple[E, ...]:
        """Return the events that occurred in a period; ``surely`` leaves out those whose date may lie outside.

        Raises:
            DateError: no period.
        """
        asked = Period.of(period)
        wanted = (Likelihood.SURELY,) if surely else (Likelihood.SURELY, Likelihood.POSSIBLY)
        return tuple(event for event in self._events if asked.contains(event.occurred) in wanted)

    def by(self, when: When) -> tuple[E, ...]:
        """Return the events that have surely occurred by the end of a day or by an instant, oldest first.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date.
        """
        moment = QueryTime.of(when)
        return tuple(
            event
            for event in self._events
            if date_bounds(event.occurred, event.zone, moment.granularity)[1] <= moment.at
        )

    @property
    def days(self) -> Days:
        """Return the days for which the list is complete, as ordinals."""
        return self.scope.coverage.days(self.name)

    @property
    def coverage(self) -> tuple[Period, ...]:
        """Return the days for which the list is complete, as periods; elsewhere it holds at least what is in it."""
        return periods_of(self.days)

    def counted(self, period: str | int | date | PartialDate | Period) -> tuple[int, int | None]:
        """Return how many events occurred in a period: the fewest, and the most.

        The fewest are those that surely did. The most are None where the list is not complete for the period: then
        there were *at least* so many.
        """
        asked = Period.of(period)
        surely, possibly = self.during(asked, surely=True), self.during(asked)
        first, last = asked.start.first_ordinal, asked.end.last_ordinal
        is_bounded = asked.start.is_date and asked.end.is_date
        complete = is_bounded and any(low <= first and last <= high for low, high in self.days)
        return len(surely), len(possibly) if complete else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EventList) and self._events == other._events

    def __hash__(self) -> int:
        return hash(self._events)

    def __reduce__(self) -> Any:
        return EventList, (self.scope, self.kinds, self.name)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a list of events cannot be changed, got {name} = {shown(value)}")

    def __repr__(self) -> str:
        if not self:
            return f"<EventList {self.name}: no events>"
        first, last = self[0], self[-1]
        return f"<EventList {self.name}: {len(self)} events, {first.occurred} to {last.occurred}>"


@cache
def _listing(kinds: tuple[type[Event], ...]) -> Projection[None]:
    """Return a projection of all events of some kinds, by which what bears on them is found, and nothing else read."""
    return Projection(name="events", initial=None, apply=_unchanged, kinds=kinds)


def _unchanged(state: None, event: Event) -> None:
    del state, event
