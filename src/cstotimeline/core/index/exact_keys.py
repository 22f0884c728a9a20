"""Glances: bare answers about keys whose events are plain, looked up instead of worked out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations, groupby
from threading import RLock
from typing import Any

import attrs

from cstotimeline.core.events.amendments import (
    AMENDMENTS,
    Amendment,
    EventCorrected,
    amended,
    correction_order,
)
from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import statements_in
from cstotimeline.core.fold.ordering import tie_break_key
from cstotimeline.core.fold.possible_states import FOREVER
from cstotimeline.core.fold.projection import Projection, Value
from cstotimeline.core.index.bitemporal import BitemporalIndex, Version
from cstotimeline.core.index.dependencies import DependencyGraph, appended_since

Entry = tuple[Event, Value | None]
"""An event and, where it decides alone, what stands after it."""

_VERSIONS = 64
"""How often an event may be corrected before what it says next is kept apart."""
_TOLD_KEPT = 4_096
"""How many glances are kept so that equal ones are one object."""
_SAME_DAY = 16
"""How many events of one key and day are looked at for an order among them."""


@attrs.define
class _Course:
    """What an event says and has said: ``said`` now (None where it is withdrawn), by the correction ``latest``.

    While nothing but corrections of the event itself is about it, the latest of them holds and the others need not be
    looked at: it is ``straight``. What it said after very many versions stands in ``later``, by the positions in
    ``since``, and not in the index.
    """

    root: Event
    said: Event | None
    about: list[Amendment] = attrs.field(factory=list)
    latest: EventCorrected | None = None
    straight: bool = True
    versions: int = 1
    since: list[int] = attrs.field(factory=list)
    later: list[Entry | None] = attrs.field(factory=list)

    def at(self, position: int | None) -> Entry | None:
        """Return what it said by a position, if that stands in ``later``."""
        place = (len(self.since) if position is None else bisect_right(self.since, position)) - 1
        return self.later[place] if place >= 0 else None


class ExactKeyIndex:
    """The events of a projection's plain keys in an :class:`BitemporalIndex`, asked under the clocks of day and record.

    A key is plain where each of its events took effect on one certain day, names no event that came before it, is no
    rival of another, and no two of one day must stand in a certain order: then the last event by a day and a record
    that *decides* (:attr:`~cstotimeline.core.fold.projection.Projection.resets_state`), and those after it, give
    the answer.
    A correction or retraction withdraws what an event said, and puts in what it says from then on. Whether a key is
    plain is told of the whole log; what is plain in it is plain in every part of it. The numbers of the index are the
    positions of the records. Several threads may ask, and make longer timelines, at once.
    """

    def __init__(self, projection: Projection[Any], links: DependencyGraph) -> None:
        self.projection = projection
        self._links = links
        self._looked_at = 0
        self._index: BitemporalIndex[Hashable, Entry] = BitemporalIndex(
            rank=lambda entry: tie_break_key(entry[0])
        )
        self._intricate: set[Hashable] = set()
        self._told: dict[Hashable, Value] = {}
        self._courses: dict[str, _Course] = {}
        self._undecided: set[Hashable] = set()
        self._long: dict[Hashable, dict[str, _Course]] = {}
        self._apart: dict[tuple[Hashable, int], list[Event]] = {}
        self._lock = RLock()

    def look(self, events: Mapping[str, Event]) -> None:
        """Take in the events that came since."""
        with self._lock:
            if self._looked_at < len(events):
                self._look(events, self._looked_at)
                self._looked_at = len(events)

    def _look(self, events: Mapping[str, Event], begin: int) -> None:
        facts: list[Version[Hashable, Entry]] = []
        about: list[tuple[int, Amendment]] = []
        spoilt: list[str] = []
        for position, event in enumerate(appended_since(events, begin), begin + 1):
            if event.after or event.claim:
                spoilt.append(event.id)
            elif isinstance(event, AMENDMENTS):
                about.append((position, event))
                if isinstance(event, EventCorrected) and (event.replacement.after or event.replacement.claim):
                    spoilt.append(event.id)
            elif not isinstance(event, ABOUT_EXPECTATIONS):
                fact = self._fact(event, position)
                if fact is not None:
                    facts.append(fact)
        self._index.extend(facts)
        self._spoil(spoilt, events)
        days = {(fact.key, fact.day) for fact in facts} if begin else set(self._index.shared_days())
        roots = {fact.value[0].id: fact.seen for fact in facts} if about else {}
        for position, one in about:
            days.update(self._amend(position, one, events, roots))
        self._part(days)

    def _decided(self, event: Event) -> Value | None:
        if not self.projection.resets_state(event):
            self._undecided.add(self.projection.key_of(event))
            return None
        return self._glance(self.projection.apply(self.projection.initial, event))

    def _glance(self, state: Any) -> Value:
        view = self.projection.view(state)
        found = self._told.get(view)
        if found is None:
            if len(self._told) >= _TOLD_KEPT:
                self._told.clear()
            found = self._told[view] = self.projection.evaluate(state, (view,))
        return found

    def _fact(self, said: Event, position: int) -> Version[Hashable, Entry] | None:
        """Return what an event says as a fact; None where it says nothing here, or nothing plain."""
        key = self.projection.key_of(said)
        if key is None or isinstance(said, ABOUT_EXPECTATIONS):
            return None
        if said.effective.first_ordinal != said.effective.last_ordinal:
            self._intricate.add(key)
            return None
        return Version(key, said.effective.first_ordinal, position, (said, self._decided(said)))

    def _spoil(self, names: list[str], events: Mapping[str, Event]) -> None:
        """Mark all keys of events that are linked otherwise than by corrections, and of those linked with them."""
        for name in self._links.together(names) if names else ():
            for said in statements_in(events[name]):
                key = self.projection.key_of(said)
                if key is not None:
                    self._intricate.add(key)

    def _amend(
        self,
        position: int,
        event: Amendment,
        events: Mapping[str, Event],
        new: Mapping[str, int],
    ) -> list[tuple[Hashable, int]]:
        """Take in a correction or retraction; return the key and day of what is said instead.

        ``new`` tells where the events came that were not there before.
        """
        root: Event | None = event
        while isinstance(root, AMENDMENTS):
            root = events.get(root.target)
        if root is None:
            return []
        if new.get(root.id, 0) > position:
            self._spoil([root.id], events)  # a log holds what is wrong before it is corrected
            return []
        course = self._courses.get(root.id)
        if course is None:
            course = self._courses[root.id] = _Course(root, root)
        course.about.append(event)
        if course.straight and isinstance(event, EventCorrected) and event.target == root.id:
            if course.latest is None or correction_order(event) > correction_order(course.latest):
                course.latest = event
            said: Event | None = course.latest.replacement
        else:
            course.straight = False
            said = amended(root, course.about)
        if said is course.said:
            return []
        if course.said is not None and not course.since:
            self._withdraw(course.said, position)
        course.said, course.versions = said, course.versions + 1
        fact = None if said is None else self._fact(said, position)
        if course.versions > _VERSIONS:
            self._keep_apart(course, position, fact)
        elif fact is not None:
            self._index.add(fact.key, fact.day, fact.seen, fact.value)
        return [] if fact is None else [(fact.key, fact.day)]

    def _withdraw(self, said: Event, position: int) -> None:
        key, day = self.projection.key_of(said), said.effective.first_ordinal
        if key is not None and day == said.effective.last_ordinal:
            self._index.withdraw(key, day, position, lambda entry: entry[0] is said)

    def _keep_apart(self, course: _Course, position: int, fact: Version[Hashable, Entry] | None) -> None:
        course.since.append(position)
        course.later.append(None if fact is None else fact.value)
        if fact is not None:
            self._long.setdefault(fact.key, {})[course.root.id] = course
            self._apart.setdefault((fact.key, fact.day), []).append(fact.value[0])

    def _part(self, days: set[tuple[Hashable, int]]) -> None:
        """Mark the keys with two events of one of the days that may have to stand in a certain order."""
        implied = self.projection.implied
        for key, day in days:
            if key in self._intricate:
                continue
            same = [*self._apart.get((key, day), ()), *(event for event, _ in self._index.on(key, day))]
            if len({event.id for event in same}) > 1 and (
                len(same) > _SAME_DAY
                or any(one.id != other.id and implied([one, other]) for one, other in combinations(same, 2))
            ):
                self._intricate.add(key)

    @property
    def length(self) -> int:
        """Return of how many events it tells."""
        return self._looked_at

    def is_plain(self, key: Hashable) -> bool:
        """Return whether the answers of a key can be looked up."""
        with self._lock:
            if key in self._intricate or key not in self._index:
                return False
            return key not in self._long or key not in self._undecided

    def at(self, key: Hashable, day: int, position: int | None = None) -> Value:
        """Return what stands of a plain key at the end of a day, by the records up to a position (by default all)."""
        with self._lock:
            found = self._index.at(key, day, position)
            if self._long and key in self._long:
                for entry in self._said_apart(key, position):
                    if _day(entry) <= day and (found is None or _place(entry) > _place(found)):
                        found = entry
            if found is None:
                return self._glance(self.projection.initial)
            return found[1] or self._after(key, day, position)

    def every(self, day: int, position: int) -> dict[Hashable, Value]:
        """Return what stands at the end of a day of every plain key of which any event counts by a position."""
        with self._lock:
            return self._every(day, position)

    def _every(self, day: int, position: int) -> dict[Hashable, Value]:
        intricate = self._intricate
        found: dict[Hashable, Value] = {}
        for key, (_, glance) in self._index.state(day, position).items():
            if key not in intricate:
                found[key] = glance or self._after(key, day, position)
        if self._long or len(found) < len(self._index.keys()):
            for key in self._index:
                if (
                    (key not in found or key in self._long)
                    and self.is_plain(key)
                    and self._is_there(key, position)
                ):
                    found[key] = self.at(key, day, position)
        for key in self.left_out:
            found.pop(key, None)
        return found

    @property
    def left_out(self) -> set[Hashable]:
        """Return the keys that are not plain."""
        with self._lock:
            return self._left_out()

    def _left_out(self) -> set[Hashable]:
        return self._intricate | {key for key in self._long if not self.is_plain(key)}

    def _is_there(self, key: Hashable, position: int) -> bool:
        return self._index.at(key, FOREVER, position) is not None or any(self._said_apart(key, position))

    def _said_apart(self, key: Hashable, position: int | None) -> Iterator[Entry]:
        """Yield what the events say of a key that were corrected very often, by a position."""
        for course in self._long.get(key, {}).values():
            entry = course.at(position)
            if entry is not None and self.projection.key_of(entry[0]) == key:
                yield entry

    def _after(self, key: Hashable, day: int, position: int | None) -> Value:
        state: Any = self.projection.initial
        since: list[Event] = []
        for event, decided in self._index.back(key, day, position):
            since.append(event)
            if decided is not None:
                break
        for event in reversed(since):
            state = self.projection.apply(state, event)
        return self._glance(state)

    def turns(self, key: Hashable, since: int = 0) -> Iterator[tuple[int, Value]]:
        """Yield the days on which a plain key has events, from a day on, and what stands at their ends."""
        state: Any = self.projection.initial
        entries: Iterable[Entry] = (fact.value for fact in self._index.of(key))
        if key in self._long:
            entries = sorted([*entries, *self._said_apart(key, None)], key=_place)
        last: Event | None = None
        glance: Value | None = None
        for day, same in groupby(entries, key=_day):
            for event, decided in same:
                if decided is not None:
                    last, glance = event, decided
                else:
                    before = state if last is None else self.projection.apply(self.projection.initial, last)
                    state, last, glance = self.projection.apply(before, event), None, None
            if day >= since:
                yield day, glance or self._glance(state)


def _day(entry: Entry) -> int:
    return entry[0].effective.first_ordinal


def _place(entry: Entry) -> tuple[Any, ...]:
    return (_day(entry), tie_break_key(entry[0]))
