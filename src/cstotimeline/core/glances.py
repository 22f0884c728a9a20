"""Glances: bare answers about keys whose events are plain, looked up instead of worked out."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations, groupby, islice
from operator import attrgetter
from typing import Any

from cstotimeline.core.announcements import EventAnnounced
from cstotimeline.core.events import Event
from cstotimeline.core.index import Fact, Index
from cstotimeline.core.links import Links, stated
from cstotimeline.core.projections import Glance, Projection
from cstotimeline.core.scales import tie

Entry = tuple[Event, Glance | None]
"""An event and, where it decides alone, what stands after it."""


class Glances:
    """The events of a projection's plain keys in an :class:`Index`, asked under the clocks of day and record.

    A key is plain where each of its events took effect on one certain day, is linked with no other, and no two of
    one day must stand in a certain order: then the last event by a day and a record that *decides*
    (:attr:`~cstotimeline.core.projections.Projection.decides`), and those after it, give the answer. Whether a key
    is plain is told of the whole log; what is plain in it is plain in every part of it. The numbers of the index
    are the positions of the records.
    """

    def __init__(self, projection: Projection[Any], links: Links) -> None:
        self.projection = projection
        self._links = links
        self._looked_at = 0
        self._index: Index[Hashable, Entry] = Index(rank=lambda entry: tie(entry[0]))
        self._intricate: set[Hashable] = set()
        self._told: dict[Hashable, Glance] = {}

    def look(self, events: Mapping[str, Event]) -> None:
        """Take in the events that came since."""
        if self._looked_at == len(events):
            return
        begin, self._looked_at = self._looked_at, len(events)
        key_of = self.projection.key_of
        facts: list[Fact[Hashable, Entry]] = []
        days: set[tuple[Hashable, int]] = set()
        doubled: set[tuple[Hashable, int]] = set()
        for position, event in enumerate(islice(events.values(), begin, None), begin + 1):
            linked = self._links.is_linked(event.id)
            if linked and begin:
                self._spoil(event, events)
            if isinstance(event, EventAnnounced):
                continue  # what is expected has not happened
            for said in stated(event):
                key = key_of(said)
                if key is None:
                    continue
                first, last = said.effective.first_ordinal, said.effective.last_ordinal
                if linked or first != last:
                    self._intricate.add(key)
                elif key not in self._intricate:
                    facts.append(Fact(key, first, position, (event, self._decided(event))))
                    (doubled if (key, first) in days else days).add((key, first))
        self._index.extend(facts)
        self._part(days if begin else doubled)

    def _decided(self, event: Event) -> Glance | None:
        if not self.projection.decides(event):
            return None
        return self._glance(self.projection.apply(self.projection.initial, event))

    def _glance(self, state: Any) -> Glance:
        view = self.projection.view(state)
        found = self._told.get(view)
        if found is None:
            found = self._told[view] = self.projection.judged(state, (view,))
        return found

    def _spoil(self, event: Event, events: Mapping[str, Event]) -> None:
        """Take a new event's links into account: what it is linked with is no longer plain."""
        for name in self._links.together([event.id]):
            for said in stated(events[name]):
                key = self.projection.key_of(said)
                if key is not None:
                    self._intricate.add(key)

    def _part(self, days: set[tuple[Hashable, int]]) -> None:
        """Mark the keys with two events of one of the days that may have to stand in a certain order."""
        implied = self.projection.implied
        for key, day in days:
            if key not in self._intricate:
                same = list(self._of_day(key, day))
                if len(same) > 1 and any(implied(list(pair)) for pair in combinations(same, 2)):
                    self._intricate.add(key)

    def _of_day(self, key: Hashable, day: int) -> Iterator[Event]:
        for event, _ in self._index.back(key, day):
            if event.effective.first_ordinal != day:
                return
            yield event

    def is_plain(self, key: Hashable) -> bool:
        """Return whether the answers of a key can be looked up."""
        return key not in self._intricate and key in self._index

    def first(self, key: Hashable) -> int:
        """Return the position of the first record that has a plain key."""
        return self._index.first(key)

    def at(self, key: Hashable, day: int, position: int | None = None) -> Glance:
        """Return what stands of a plain key at the end of a day, by the records up to a position (by default all)."""
        found = self._index.at(key, day, position)
        if found is None:
            return self._glance(self.projection.initial)
        return found[1] or self._after(key, day, position)

    def _after(self, key: Hashable, day: int, position: int | None) -> Glance:
        state: Any = self.projection.initial
        since: list[Event] = []
        for event, decided in self._index.back(key, day, position):
            since.append(event)
            if decided is not None:
                break
        for event in reversed(since):
            state = self.projection.apply(state, event)
        return self._glance(state)

    def turns(self, key: Hashable, since: int = 0) -> Iterator[tuple[int, Glance]]:
        """Yield the days on which a plain key has events, from a day on, and what stands at their ends."""
        state: Any = self.projection.initial
        for day, facts in groupby(self._index.of(key), key=attrgetter("day")):
            for fact in facts:
                state = self.projection.apply(state, fact.value[0])
            if day >= since:
                yield day, self._glance(state)
