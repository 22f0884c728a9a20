"""Event lists: the events of some kinds, in the order in which they occurred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, cached_property
from typing import Generic, TypeVar

from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
from cstotimeline.core.events.coverage import Days, periods_of
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.event_filters import EventFilters, Where
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.query.view_methods import ShownInNotebooks
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import date_bounds
from cstotimeline.core.temporal.intervals import Likelihood, Period
from cstotimeline.core.temporal.points import QueryTime, When

E = TypeVar("E", bound=Event)


class EventList(ShownInNotebooks, EventFilters[E], Generic[E]):
    """The events of ``kinds`` that count, sorted by the date on which they occurred: a sequence.

    ``name`` is the aspect under which coverage is declared; ``names`` a text for
    :func:`~cstotimeline.core.late.resolve`: how events name things.

    >>> from cstotimeline import load
    >>> load().summits[-1].place
    'Bishkek'
    """

    def __init__(
        self, scope: Scope, kinds: tuple[type[E], ...], name: str = "events", names: str = ""
    ) -> None:
        vars(self).update(scope=scope, kinds=kinds, name=name, names=names, wheres=())

    scope: Scope
    kinds: tuple[type[E], ...]
    name: str
    names: str
    wheres: tuple[Where, ...]

    @property
    def _found(self) -> tuple[E, ...]:
        return self._chosen[0]

    @cached_property
    def _chosen(self) -> tuple[tuple[E, ...], frozenset[str], tuple[E, ...]]:
        """Return the events chosen, the ids of those whose dates leave that open, and those that may be meant."""
        found: Sequence[E] = self._all
        doubtful: set[str] = set()
        untold: list[E] = []
        for where in self.wheres:
            naming = self.naming
            maybe, _, more = where.split(untold, naming)
            found, open_, lacking = where.split(found, naming)
            doubtful.update(event.id for event in open_)
            untold = [*maybe, *more, *lacking]
        return tuple(found), frozenset(doubtful), tuple(untold)

    @cached_property
    def _all(self) -> tuple[E, ...]:
        if any(issubclass(kind, ABOUT_EXPECTATIONS) or kind is Event for kind in self.kinds):
            resolved = self.scope.everything  # what is to come states no event of its own
        else:
            resolved = self.scope.resolved(_listing(self.kinds))
        found = [event for event in resolved.everything if isinstance(event, self.kinds)]
        return tuple(sorted(found, key=lambda event: (event.occurred.sort_key, event.id)))

    def during(
        self,
        period: str | int | date | PartialDate | Period,
        until: str | date | PartialDate | None = None,
        *,
        surely: bool = False,
    ) -> tuple[E, ...]:
        """Return the events that occurred in a period, or from one date until another, both included; ``surely`` leaves
        out those whose date may lie outside.

        Raises:
            DateError: no period.
        """
        asked = Period.of(period, until)
        wanted = (Likelihood.SURELY,) if surely else (Likelihood.SURELY, Likelihood.POSSIBLY)
        return tuple(event for event in self._found if asked.contains(event.occurred) in wanted)

    def by(self, when: When) -> tuple[E, ...]:
        """Return the events that have surely occurred by the end of a day or by an instant, oldest first.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date.
        """
        moment = QueryTime.of(when)
        return tuple(
            event
            for event in self._found
            if date_bounds(event.occurred, event.zone, moment.granularity)[1] <= moment.at
        )

    @property
    def days(self) -> Days:
        """Return the days for which the list is complete, as ordinals: none of a list by person, state, source or text,
        of which events may say less than happened.
        """
        is_complete = all(where.keeps_coverage for where in self.wheres)
        return self.scope.coverage.days(self.name) if is_complete else ()

    @property
    def coverage(self) -> tuple[Period, ...]:
        """Return the days for which the list is complete, as periods; elsewhere it holds at least what is in it."""
        return periods_of(self.days)

    def counted(self, period: str | int | date | PartialDate | Period) -> tuple[int, int | None]:
        """Return how many events occurred in a period: the fewest, and the most.

        The fewest are those that surely did. The most are None where the list is not complete for the period: then
        there were *at least* so many. Of a list by place those that give none count among the most.
        """
        asked = Period.of(period)
        _, doubtful, untold = self._chosen
        surely = [event for event in self.during(asked, surely=True) if event.id not in doubtful]
        more = [event for event in untold if asked.contains(event.occurred) is not Likelihood.NO]
        possibly = [*self.during(asked), *more]
        first, last = asked.start.first_ordinal, asked.end.last_ordinal
        is_bounded = asked.start.is_date and asked.end.is_date
        complete = is_bounded and any(low <= first and last <= high for low, high in self.days)
        return len(surely), len(possibly) if complete else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EventList) and self._found == other._found

    def __hash__(self) -> int:
        return hash(self._found)

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
