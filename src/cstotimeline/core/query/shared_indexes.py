"""Shared indexes: what was worked out about the events of a log, for all scopes of it.

The log is never searched for a question: the dependency graph tells which events bear on a key. A longer timeline of
the same log takes over the shared indexes of the shorter one, which goes on asking them about its own part.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from threading import RLock
from typing import Any

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.index.dependencies import DependencyGraph
from cstotimeline.core.index.exact_keys import ExactKeyIndex
from cstotimeline.core.index.forks import renewed_in_children
from cstotimeline.core.log.log import Records
from cstotimeline.core.temporal.granularity import Granularity, date_bounds

_RESOLVED_KEPT, _COMPONENTS_KEPT, _INDEXES_KEPT = 256, 1_024, 64

EVERY = object()
"""In place of a key: all keys."""


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
        self.graph = DependencyGraph(events)
        self.lock = RLock()
        self.exact_keys = lru_cache(_INDEXES_KEPT)(self._exact_keys)
        self.component = lru_cache(_COMPONENTS_KEPT)(self._component)
        self.resolved = lru_cache(_RESOLVED_KEPT)(self._resolved)
        self._records = records
        self._instants = array("q")
        self._goes_back = False
        renewed_in_children(self)

    @property
    def events(self) -> Mapping[str, Event]:
        """Return the events of the log as it is now."""
        return self.graph.events

    def grow(self, events: Mapping[str, Event], records: Records) -> None:
        """Take the log as it is now, which begins with the records of before."""
        with self.lock:
            # The last step alone makes the log longer, for threads that ask meanwhile and for a child that is forked in
            # between: no index looks at records beyond the events.
            self._records = records
            self.graph.grow(events)

    def renew_in_child(self) -> None:
        """Replace the lock; the log was made longer or it was not, and instants are read one by one."""
        self.lock = RLock()

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
        if len(self._instants) < len(self.events):
            with self.lock:
                self._read_instants(self._records, len(self.events))
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

    def _read_instants(self, records: Records, length: int) -> None:
        begin = len(self._instants)
        for instant in islice(records.seconds_from(begin), max(length - begin, 0)):
            self._goes_back |= bool(self._instants) and instant < self._instants[-1]
            self._instants.append(instant)
