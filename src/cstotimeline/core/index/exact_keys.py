"""Exact keys: the values of keys of which dates and links leave nothing open, looked up instead of folded.

The fold says what holds; this is the one quick way beside it. A key is *exact* where each of its events took effect on
one certain day, is no rival and was not corrected or retracted, comes after what it names by the dates as well, and
where the projection says that folding the events one after another is all there is to it. Other keys are folded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from threading import RLock
from typing import Any

import attrs

from cstotimeline.core.events.amendments import AMENDMENTS
from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
from cstotimeline.core.events.disclosure import takes_effect_when_known
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import references_in, statements_in
from cstotimeline.core.fold.ordering import tie_break_key
from cstotimeline.core.fold.projection import Projection, Value
from cstotimeline.core.index.bitemporal import BitemporalIndex, Version
from cstotimeline.core.index.dependencies import DependencyGraph, appended_since
from cstotimeline.core.index.forks import renewed_in_children
from cstotimeline.core.temporal.granularity import ZONE_DAYS

_VALUES_KEPT = 4_096
"""How many values are kept so that equal ones are one object."""


@attrs.frozen
class _Column:
    """What is known of one exact key.

    ``count`` is how many of its ids were looked at, ``first`` and ``last`` are the places of its first and last record.
    ``public`` is the day of its first event, where each was public on the day on which it took effect. ``values`` are
    there where a value may depend on the events before: the initial one, and those from each of ``days`` on. Else each
    event is a fact of the bitemporal index.
    """

    count: int
    first: int
    last: int
    public: int | None
    days: tuple[int, ...] = ()
    values: tuple[Value, ...] = ()


class ExactKeyIndex:
    """The values of the exact keys of a projection, by day and by number of records; shared by all scopes of a log.

    The values are those on days that the log covers. It looks at a key when that is first asked for, and at what the
    log has grown by; several threads may ask at once. ``place_of`` gives the place of the record of an event id.
    """

    def __init__(
        self, projection: Projection[Any], graph: DependencyGraph, place_of: Callable[[str], int]
    ) -> None:
        self.projection = projection
        self._graph = graph
        self._place_of = place_of
        self._facts: BitemporalIndex[Hashable, Value] = BitemporalIndex()
        self._columns: dict[Hashable, _Column] = {}
        self._inexact: set[Hashable] = set()
        self._values: dict[Hashable, Value] = {}
        self._ids: Mapping[Hashable, Sequence[str]] = {}
        self._length = 0
        self._lock = RLock()
        renewed_in_children(self)

    def renew_in_child(self) -> None:
        """Replace the lock; a key whose facts are half added is folded."""
        self._lock = RLock()

    def look(self) -> None:
        """Take in by which events the log has grown: keys of events that are linked now are no longer exact."""
        events = self._graph.events
        if self._length >= len(events):
            return
        with self._lock:
            new = appended_since(events, self._length) if self._columns else ()
            for event in new:
                component = self._graph.events_of([event.id]) if references_in(event) else {}
                if not _agree(component):
                    stated = (said for one in component.values() for said in statements_in(one))
                    self._inexact.update(self.projection.key_of(said) for said in stated)
            self._ids = self._graph.ids_by_key(self.projection)
            self._length = max(self._length, len(events))

    def is_exact(self, key: Hashable) -> bool:
        """Return whether a key is exact in the whole log, once its new events are looked at."""
        with self._lock:
            events = self._graph.events
            names = self._ids.get(key, ())
            column = self._columns.get(key)
            begin = 0 if column is None else column.count
            if key not in self._inexact and begin < len(names):
                new = _about_the_world(events[name] for name in names[begin:])
                found = self._column(key, column, new, events, len(names)) if new else column
                if found is not None:
                    self._columns[key] = column = found
                elif new:
                    self._inexact.add(key)
            return column is not None and key not in self._inexact

    def at(self, key: Hashable, day: int, length: int, known: int | None = None) -> Value | None:
        """Return the value of a key at the end of a day, by the first ``length`` records, as known by a later day.

        None where that takes a fold: the key is not exact, none of its events is among the records, or not all are and
        its values depend on one another; or some were public on another day than that on which they took effect.
        """
        column = self._columns.get(key)
        if column is None or length <= column.first or key in self._inexact:
            return None
        if known is not None and (
            column.public is None or not column.public <= known >= day or column.last >= length
        ):
            return None
        if column.values:
            return column.values[bisect_right(column.days, day)] if column.last < length else None
        with self._lock:
            return self._facts.at(key, day, length - 1) or self._value(self.projection.initial)

    def changes(self, key: Hashable, length: int) -> Sequence[tuple[Hashable, int, Value]] | None:
        """Return the key with the days from which it has another value, from day 0 on, and the values; None where
        that takes a fold, or not all of its events are among the first ``length`` records.
        """
        column = self._columns.get(key)
        first = self.at(key, 0, length)
        if column is None or first is None or column.last >= length:
            return None
        if column.values:
            return [(key, day, value) for day, value in zip((0, *column.days), column.values, strict=True)]
        with self._lock:
            facts = [(key, fact.day, fact.value) for fact in self._facts.of(key) if fact.seen < length]
        return [(key, 0, first), *facts]

    def _column(
        self,
        key: Hashable,
        before: _Column | None,
        new: Sequence[Event],
        events: Mapping[str, Event],
        count: int,
    ) -> _Column | None:
        """Return what is known of a key with its new events; None where it is not exact."""
        if not self._are_exact(new, key):
            return None
        places = [self._place_of(event.id) for event in new]
        public = min(map(_day, new)) if all(map(takes_effect_when_known, new)) else None
        if before is not None:
            places += [before.first, before.last]
            public = None if public is None or before.public is None else min(public, before.public)
        found = _Column(count, min(places), max(places), public)
        if not (before and before.values) and self._add_facts(key, new, places):
            return found
        every = _about_the_world(events[name] for name in self._ids[key])
        every += self.projection.ends_of(every)
        if not all(map(_is_exact, every)):
            return None
        ordered = sorted(every, key=lambda event: (_day(event), tie_break_key(event)))
        states = None if _may_contradict(ordered) else self.projection.exact_states(ordered)
        if states is None:
            return None
        days = tuple(_day(event) for event in ordered)
        return attrs.evolve(found, days=days, values=tuple(self._value(state) for state in states))

    def _are_exact(self, events: Sequence[Event], key: Hashable) -> bool:
        """Return whether events of a key took effect on certain days, and what they are linked with agrees."""
        if not all(_is_exact(event) and self.projection.key_of(event) == key for event in events):
            return False
        linked = [event.id for event in events if self._graph.is_linked(event.id)]
        return not linked or _agree(self._graph.events_of(linked))

    def _add_facts(self, key: Hashable, events: Sequence[Event], places: Sequence[int]) -> bool:
        """Add events to the bitemporal index, where each by itself decides the state, on a day of its own."""
        projection = self.projection
        days = {_day(event) for event in events}
        if len(days) < len(events) or not all(
            event.effective.clock is None and projection.resets_state(event) for event in events
        ):
            return False
        if key in self._facts and any(self._facts.has(key, day) for day in days):
            return False
        self._inexact.add(key)  # until all are there: an error, or a fork, leaves a key that is folded
        self._facts.extend(
            Version(key, _day(event), place, self._value(projection.applied(projection.initial, event)))
            for event, place in zip(events, places, strict=False)
        )
        self._inexact.remove(key)
        return True

    def _value(self, state: Any) -> Value:
        view = self.projection.seen(state)
        found = self._values.get(view)
        if found is None:
            if len(self._values) >= _VALUES_KEPT:
                self._values.clear()
            found = self._values[view] = self.projection.evaluate(state, (view,))
        return found


def _about_the_world(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if not isinstance(event, ABOUT_EXPECTATIONS)]


def _day(event: Event) -> int:
    return event.effective.first_ordinal


def _is_exact(event: Event) -> bool:
    return event.effective.is_date and event.effective.first_ordinal == event.effective.last_ordinal


def _agree(linked: Mapping[str, Event]) -> bool:
    """Return whether what links events, given by id, is nothing but names of earlier events, all of certain days."""
    return all(
        isinstance(event, ABOUT_EXPECTATIONS)
        or (
            _is_exact(event)
            and not (event.claim or isinstance(event, AMENDMENTS))
            and all(_day(linked[name]) < _day(event) for name in event.after if name in linked)
        )
        for event in linked.values()
    )


def _may_contradict(events: Iterable[Event]) -> bool:
    """Return whether instants, in two zones, may say another order of events than their days, or on one day than the
    rule for ties.
    """
    placed = (event for event in events if event.zone or event.effective.clock is not None)
    return any(
        _day(later) - _day(one) <= ZONE_DAYS
        and (one.zone != later.zone or one.effective.clock is not None or later.effective.clock is not None)
        for one, later in pairwise(placed)
    )
