"""Scope: the events of a log as the clocks show them, and which days the log covers under them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS, EventAnnounced
from cstotimeline.core.events.coverage import (
    ALL_DAYS,
    EVERYTHING,
    FIRST_DAY,
    Coverage,
    CoverageDeclared,
    Days,
)
from cstotimeline.core.events.disclosure import known_by
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer, default_preference
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.variants import ABOUT_THE_LOG
from cstotimeline.core.index.exact_keys import ExactKeyIndex
from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.log.log import Records
from cstotimeline.core.query.shared_indexes import EVERY, Component, SharedIndexes
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.core.temporal.points import QueryTime, When, last_second, ordinal_of_second

_SCOPES_KEPT, _RESOLVED_KEPT = 64, 256
ALL = AsOf()
"""Clocks that show everything."""


def limits(known: When | None, recorded: When | None) -> tuple[QueryTime | None, QueryTime | None]:
    """Return what the two clocks are to be turned back to, as read; None where one is not."""
    return (
        None if known is None else QueryTime.of(known, name="known"),
        None if recorded is None else QueryTime.of(recorded, name="recorded"),
    )


_COVERAGE: Projection[None] = Projection(
    name="coverage", initial=None, apply=lambda state, _: state, kinds=(CoverageDeclared,)
)


class Scope:
    """The events of a log as the clocks show them.

    Arguments:
        events: the events by id, in the order of their records.
        records: the records; None for bare events, which were never recorded.
        clocks: how far the scope looks.
        prefer: the rule that chooses among rivals.
        through: the ordinal of the last day that the log covers where no coverage is declared; None for the default.
        shared: the indexes of the log, taken over from another scope of it.
    """

    def __init__(
        self,
        events: Mapping[str, Event],
        records: Records | None,
        *,
        clocks: AsOf = ALL,
        prefer: Prefer = default_preference,
        through: int | None = None,
        shared: SharedIndexes | None = None,
    ) -> None:
        self.events = events
        self.records = records
        self.clocks = clocks
        self.prefer = prefer
        self.through = through
        self.shared = shared or SharedIndexes(events, records)
        self._resolved: dict[Any, ResolvedEvents] = {}
        self._scopes: dict[AsOf, Scope] = {clocks: self}
        self.questions: dict[Hashable, Any] = {}  # what was asked, by what tells it apart; keeps its answers

    def at_clocks(self, clocks: AsOf) -> Scope:
        """Return the scope of the same log under other clocks; the same object when asked again soon."""
        found = self._scopes.get(clocks)
        if found is None:
            while len(self._scopes) >= _SCOPES_KEPT:
                oldest = next((one for one in list(self._scopes) if one != ALL), clocks)
                self._scopes.pop(oldest, None)
            found = Scope(
                self.events,
                self.records,
                clocks=clocks,
                prefer=self.prefer,
                through=self.through,
                shared=self.shared,
            )
            found._scopes = self._scopes
            self._scopes[clocks] = found
        return found

    def turned_back(self, known: QueryTime | None, recorded: QueryTime | None) -> Scope:
        """Return the scope with either clock turned back; limits combine, the earlier one holds."""
        return self.at_clocks(self.clocks.narrowed(known, recorded))

    def reach(self) -> int | None:
        """Return how many of the log's first records were recorded by the clock; None where those are not its first."""
        recorded = self.clocks.recorded
        if recorded is None:
            return len(self.events)
        found = self.shared.recorded_by(last_second(recorded))
        return None if found is None else min(found, len(self.events))

    def shown(self, names: Iterable[str]) -> Iterator[Event]:
        """Yield those of the events with these ids that were recorded by then and may have been public."""
        known = self.clocks.known
        for event in self._recorded(names):
            if known is None or known_by(event, known) is not Likelihood.NO:
                yield event

    def _recorded(self, names: Iterable[str]) -> Iterator[Event]:
        recorded, records = self.clocks.recorded, self.records
        last = None if recorded is None or records is None else last_second(recorded)
        for name in names:
            event = self.events.get(name)
            if event is not None and (last is None or self.shared.second_of(name) <= last):
                yield event

    def resolved(self, *projections: Projection[Any], key: Hashable = EVERY) -> ResolvedEvents:
        """Return what the events shown that bear on a key, or on any key, of the projections say together.

        About those keys it says what all events say.
        """
        slot = (projections, key)
        found = self._resolved.get(slot)
        if found is None:
            while len(self._resolved) >= _RESOLVED_KEPT:
                self._resolved.pop(next(iter(list(self._resolved))), None)
            found = self._resolved[slot] = self._resolve_component(projections, key)
        return found

    def _resolve_component(self, projections: tuple[Projection[Any], ...], key: Hashable) -> ResolvedEvents:
        """Return what the events shown say, shared with all clocks that show the same ones for sure."""
        clocks, shared = self.clocks, self.shared
        component = shared.component(projections, key, len(shared.events))
        reach = self.reach()
        if reach is None:
            return self._resolve(self.shown(event.id for event in component.events))
        recorded = component.recorded(reach)
        if clocks.known is None:
            return shared.resolved(component, self.prefer, recorded, None, expecting=clocks.expecting)
        public = component.public_by(clocks.known.ordinal) if clocks.known.epoch is None else None
        if public is None or recorded < len(component.events):
            return self._resolve(self.shown(event.id for event in component.events[:recorded]))
        if public == recorded:
            public = None
        return shared.resolved(component, self.prefer, recorded, public, expecting=clocks.expecting)

    def _resolve(self, events: Iterable[Event], coverage: Coverage = EVERYTHING) -> ResolvedEvents:
        clocks = self.clocks
        return ResolvedEvents(
            events,
            prefer=self.prefer,
            expecting=clocks.expecting,
            known=clocks.known,
            coverage=coverage,
        )

    @cached_property
    def everything(self) -> ResolvedEvents:
        """Return what all events shown say together."""
        return self._resolve(self.shown(self.events), self.coverage)

    @property
    def about_the_world(self) -> Mapping[str, Event]:
        """Return the events that count, by id: those given where none is linked, else what they come to."""
        if self.clocks != ALL or self.shared.graph.has_links or len(self.events) < len(self.shared.events):
            return self.everything.events
        kinds = {kind for kind in set(map(type, self.events.values())) if issubclass(kind, ABOUT_THE_LOG)}
        if not kinds:
            return self.events
        return {name: event for name, event in self.events.items() if type(event) not in kinds}

    @cached_property
    def about_expectations(self) -> dict[str, Event]:
        """Return the announcements shown and what became of them, by id."""
        listed = self.everything.listed
        return {name: event for name, event in listed.items() if isinstance(event, ABOUT_EXPECTATIONS)}

    @cached_property
    def coverage(self) -> Coverage:
        """Return for which days the log claims to have been looked through, as recorded by the clock."""
        clocks = AsOf(recorded=self.clocks.recorded)
        if clocks != self.clocks:
            return self.at_clocks(clocks).coverage
        said = self.resolved(_COVERAGE).listed.values()
        declared = tuple(event for event in said if isinstance(event, CoverageDeclared))
        return Coverage(declared=declared, find_default=lambda: self._default_days)

    @cached_property
    def _coverage_events(self) -> Component:
        return self.shared.component((_COVERAGE,), EVERY, len(self.shared.events))

    def days_by(self, length: int, aspect: str, days: Days) -> Days | None:
        """Return the days covered by the first ``length`` records, of an aspect that covers ``days`` by the clock.

        None where some of what is declared was recorded later, and some not.
        """
        events = self._coverage_events
        count = events.recorded(length)
        if count and count < events.recorded(self.reach() or 0):
            return None
        return days if count and self.coverage.is_declared(aspect) else self._days_without_coverage(length)

    @cached_property
    def _default_days(self) -> Days:
        return self._days_without_coverage(self.reach())

    def _days_without_coverage(self, length: int | None) -> Days:
        if self.through is not None:
            return ((FIRST_DAY, self.through),) if self.through >= FIRST_DAY else ()
        if self.records is None:
            return ALL_DAYS
        if length is None:
            newest = max(
                (self.shared.second_of(event.id) for event in self._recorded(self.events)), default=None
            )
        else:
            newest = self.shared.newest(length)
        return () if newest is None else ((FIRST_DAY, ordinal_of_second(newest)),)

    def exact_keys(self, projection: Projection[Any]) -> tuple[ExactKeyIndex, int, int | None] | None:
        """Return the index of exact keys, and the record and the day up to which to ask it; None where the clocks need
        the fold.
        """
        known = self.clocks.known
        reach = self.reach()
        if reach is None or self.clocks.expecting or (known is not None and known.epoch is not None):
            return None
        index = self.shared.exact_keys(projection)
        index.look()
        return index, reach, None if known is None else known.ordinal

    def exists(self, projection: Projection[Any], key: Hashable) -> bool:
        """Return whether any event of the log has the key, whatever the clocks show."""
        found = self.shared.graph.ids_by_key(projection).get(key, ())
        return any(name in self.events for name in found)

    def all_keys(self, projection: Projection[Any]) -> list[Hashable]:
        """Return the keys that any event of the log has, whatever the clocks show."""
        found = list(self.shared.graph.ids_by_key(projection))
        return (
            found
            if len(self.events) == len(self.shared.events)
            else [k for k in found if self.exists(projection, k)]
        )

    def keys(self, projection: Projection[Any]) -> Iterator[Hashable]:
        """Yield the keys that any event has which counts, or may count, under the clocks."""
        graph, known = self.shared.graph, self.clocks.known
        by_key = graph.ids_by_key(projection)
        in_all = self.clocks.recorded is None and len(self.events) == len(self.shared.events)
        for key in self.all_keys(projection):
            name = by_key[key][0]
            if in_all and known is None and not graph.is_linked(name):
                event = self.events[name]
                if type(event) is not EventAnnounced:
                    yield key  # it has an event that counts as it is
                    continue
            if self.has_key(projection, key):
                yield key

    def has_key(self, projection: Projection[Any], key: Hashable) -> bool:
        """Return whether any event that counts, or may count, under the clocks has the key."""
        graph, known = self.shared.graph, self.clocks.known
        names = graph.ids_by_key(projection).get(key, ())
        for event in self._recorded(name for name in names if not graph.is_linked(name)):
            is_expected = isinstance(event, EventAnnounced) and not self.clocks.expecting
            if not is_expected and known_by(event, known) is not Likelihood.NO:
                return True
        return any(map(graph.is_linked, names)) and any(
            projection.key_of(event) == key
            for variant in self.resolved(projection, key=key).variants
            for event in variant.events.values()
        )

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Scope) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((Scope, len(self.events), self.clocks))

    def _parts(self) -> tuple[Any, ...]:
        events = dict(self.events) if self.records is None else None
        return (self.clocks, self.through, self.prefer, self.records, events)

    def __reduce__(self) -> Any:
        events = dict(self.events) if self.records is None else None
        return _scope, (events, self.records, self.clocks, self.prefer, self.through)

    def __copy__(self) -> Scope:
        return self

    def __deepcopy__(self, _: object) -> Scope:
        return self

    def __repr__(self) -> str:
        return f"<Scope: {len(self.events)} events, {self.clocks}>"


def _scope(
    events: dict[str, Event] | None,
    records: Records | None,
    clocks: AsOf,
    prefer: Prefer,
    through: int | None,
) -> Scope:
    found = records.events if records is not None else events or {}
    return Scope(found, records, clocks=clocks, prefer=prefer, through=through)
