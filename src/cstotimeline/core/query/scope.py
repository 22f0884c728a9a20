"""Scope: the events of a log as the clocks show them, and what questions share about them.

The log is never searched for a question: the dependency graph tells which events bear on a key. A longer timeline of
the same log takes over the shared indexes of the shorter one, which goes on asking them about its own part.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from threading import RLock
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
from cstotimeline.core.index.dependencies import DependencyGraph
from cstotimeline.core.index.exact_keys import ExactKeyIndex
from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.log.log import Records
from cstotimeline.core.temporal.granularity import Granularity, date_bounds
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.core.temporal.points import last_second, ordinal_of_second

_SCOPES_KEPT, _RESOLVED_KEPT, _COMPONENTS_KEPT, _INDEXES_KEPT = 64, 256, 1_024, 64
ALL = AsOf()
"""Clocks that show everything."""

EVERY = object()
"""In place of a key: all keys."""

_COVERAGE: Projection[None] = Projection(
    name="coverage", initial=None, apply=lambda state, _: state, kinds=(CoverageDeclared,)
)


class Component:
    """The events of a log that bear on some keys, with the days from which they were recorded and public.

    Which of them a clock shows changes only from event to event: questions under different clocks that show the same
    events share what these say. ``places`` are those of their records, ascending; bare events have place 0.
    """

    def __init__(self, events: Sequence[Event], places: Sequence[int]) -> None:
        self.events = events
        self.places = places

    def recorded(self, reach: int) -> int:
        """Return how many of them are among the first ``reach`` records."""
        return bisect_left(self.places, reach)

    @cached_property
    def _public(self) -> tuple[list[int], list[int], list[Event]]:
        """Return the first days from which each may be public, the last ones, and the events in the order of these."""
        bounds = [(*date_bounds(one.known_from, one.zone, Granularity.DAY), one) for one in self.events]
        by_last = sorted(bounds, key=lambda found: found[1])
        return sorted(low for low, _, _ in bounds), [last for _, last, _ in by_last], [e for *_, e in by_last]

    def public_by(self, day: int) -> int | None:
        """Return how many of them were public by the end of a day; None where dates leave it open."""
        firsts, lasts, _ = self._public
        found = bisect_right(lasts, day)
        return found if found == bisect_right(firsts, day) else None

    def first_public(self, count: int) -> Sequence[Event]:
        """Return those that were public first."""
        return self._public[2][:count]


class SharedIndexes:
    """The events of a log, with what was worked out about them; shared by all scopes of one log."""

    def __init__(self, events: Mapping[str, Event], records: Records | None) -> None:
        self.events = events
        self.graph = DependencyGraph(events)
        self.lock = RLock()
        self.exact_keys = lru_cache(_INDEXES_KEPT)(self._exact_keys)
        self.component = lru_cache(_COMPONENTS_KEPT)(self._component)
        self.resolved = lru_cache(_RESOLVED_KEPT)(self._resolved)
        self._records = records
        self._instants = array("q")
        self._goes_back = False

    def grow(self, events: Mapping[str, Event], records: Records) -> None:
        """Take the log as it is now, which begins with the records of before."""
        with self.lock:
            self.events, self._records = events, records
            self.graph.grow(events)

    def names(self, projections: tuple[Projection[Any], ...], key: Hashable) -> set[str]:
        """Return the ids of all events that bear on a key, or on any key, of projections."""
        stating: set[str] = set()
        for projection in projections:
            by_key = self.graph.ids_by_key(projection)
            stating.update(*list(by_key.values()) if key is EVERY else [by_key.get(key, ())])
        return self.graph.component(stating)

    def _exact_keys(self, projection: Projection[Any]) -> ExactKeyIndex:
        return ExactKeyIndex(projection, self.graph, self._place_of)

    def _place_of(self, name: str) -> int:
        return 0 if self._records is None else self._records.place_of(name) or 0

    def _component(self, projections: tuple[Projection[Any], ...], key: Hashable, _: int) -> Component:
        """Return the events that bear on keys of projections, in a log of some length."""
        events, records = self.events, self._records
        names = self.names(projections, key)
        if records is None:
            return Component([events[name] for name in sorted(names)], [0] * len(names))
        placed = sorted((place, name) for name in names if (place := records.place_of(name)) is not None)
        return Component([events[name] for _, name in placed], [place for place, _ in placed])

    def _resolved(
        self,
        component: Component,
        prefer: Prefer,
        recorded: int | None,
        public: int | None,
        *,
        expecting: bool,
    ) -> ResolvedEvents:
        """Return what the events say that were recorded first, or that were public first."""
        shown = component.events[:recorded] if public is None else component.first_public(public)
        return ResolvedEvents(shown, prefer=prefer, expecting=expecting)

    def recorded_by(self, second: int) -> int | None:
        """Return how many records there were by a second since 1970; None where their instants go back."""
        if self._records is None:
            return None
        if len(self._instants) < len(self._records):
            with self.lock:
                self._read_instants(self._records)
        return None if self._goes_back else bisect_right(self._instants, second)

    def newest(self, length: int) -> int | None:
        """Return the newest instant among the first records, in seconds since 1970; None where there is none."""
        self.recorded_by(0)
        return (
            max(self._instants[:length])
            if self._goes_back
            else self._instants[length - 1]
            if length
            else None
        )

    def second_of(self, name: str) -> int:
        """Return when an event was recorded, in seconds since 1970."""
        self.recorded_by(0)
        place = None if self._records is None else self._records.place_of(name)
        return 0 if place is None else self._instants[place]

    def _read_instants(self, records: Records) -> None:
        for instant in records.seconds_from(len(self._instants)):
            self._goes_back |= bool(self._instants) and instant < self._instants[-1]
            self._instants.append(instant)


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
    def _default_days(self) -> Days:
        if self.through is not None:
            return ((FIRST_DAY, self.through),) if self.through >= FIRST_DAY else ()
        if self.records is None:
            return ALL_DAYS
        length = self.reach()
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
        index.look(self.shared.events)
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
        """Yield the keys that any event has which counts under the clocks."""
        return (key for key in self.all_keys(projection) if self.has_key(projection, key))

    def has_key(self, projection: Projection[Any], key: Hashable) -> bool:
        """Return whether any event that counts under the clocks has the key."""
        graph = self.shared.graph
        names = graph.ids_by_key(projection).get(key, ())
        known = self.clocks.known
        for event in self._recorded(name for name in names if not graph.is_linked(name)):
            if known_by(event, known) is Likelihood.SURELY and (
                self.clocks.expecting or not isinstance(event, EventAnnounced)
            ):
                return True
        if all(not graph.is_linked(name) for name in names):
            return False
        counting = self.resolved(projection, key=key).events.values()
        return any(projection.key_of(event) == key for event in counting)

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
