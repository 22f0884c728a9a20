"""Holdings: what a timeline and all its views share of a log, worked out once and grown with it.

The log is never searched for a question: links tell which events bear on a key, glances what stands where nothing
is in doubt, instants how many records there were by when. A longer timeline of the same log takes over the holdings
of the shorter one, which goes on asking them about its own part.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping
from threading import RLock
from typing import Any

from cstotimeline.core.events.announcements import EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer
from cstotimeline.core.fold.projection import Projection, Value
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.index.dependencies import DependencyGraph
from cstotimeline.core.index.exact_keys import ExactKeyIndex
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.log.log import Records
from cstotimeline.core.query.all_keys import Table
from cstotimeline.core.temporal.points import When, last_second, second_of

_WORLDS_KEPT = 64
_FAR = 1 << 62
EVERY = object()
"""In place of a key: all keys."""


class SharedIndexes:
    """The events of a log, with what was worked out about them."""

    def __init__(self, events: Mapping[str, Event], records: Records | None) -> None:
        self.events = events
        self.links = DependencyGraph(events)
        self._records = records
        self._glances: dict[int, ExactKeyIndex] = {}
        self._tables: dict[int, Table] = {}
        self._instants = array("q")
        self._goes_back = False
        self.lock = RLock()

    def grown(self, events: Mapping[str, Event], records: Records) -> None:
        """Take the log as it is now, which begins with the records of before."""
        with self.lock:
            self.events, self._records = events, records
            self.links.grown(events)

    def glances(self, projection: Projection[Any]) -> ExactKeyIndex:
        """Return the glances at a projection, of all events there are."""
        with self.lock, gc_paused():
            found = self._glances.get(id(projection))
            if found is None:
                found = self._glances[id(projection)] = ExactKeyIndex(projection, self.links)
            found.look(self.events)
            return found

    def table(self, projection: Projection[Any]) -> Table:
        """Return the table of a projection."""
        found = self._tables.get(id(projection))
        if found is None:
            found = self._tables[id(projection)] = Table(projection)
        return found

    def recorded_by(self, second: int) -> int | None:
        """Return how many records there were by a second since 1970; None where their instants go back."""
        if self._records is None:
            return None
        if len(self._instants) < len(self._records):
            with self.lock:
                self._read_instants(self._records)
        return None if self._goes_back else bisect_right(self._instants, second)

    def _read_instants(self, records: Records) -> None:
        for place in range(len(self._instants), len(records)):
            instant = int(records[place].recorded.timestamp())
            self._goes_back |= place > 0 and instant < self._instants[-1]
            self._instants.append(instant)


class Scope:
    """The events of a log as the clocks show them; what a timeline asks its questions of."""

    clocks: AsOf
    prefer: Prefer
    _records: Records | None
    _events: Mapping[str, Event]
    _holdings: SharedIndexes
    _worlds: dict[tuple[Any, ...], ResolvedEvents]

    def glances(self, projection: Projection[Any]) -> ExactKeyIndex:
        """Return what stands of the projection's plain keys, whatever the clocks show."""
        return self._holdings.glances(projection)

    def table(self, projection: Projection[Any], day: int) -> dict[Hashable, Value] | None:
        """Return what stands of every key at the end of a day; None where the clocks hide anything of the log."""
        if self.clocks != AsOf():
            return None
        with self._holdings.lock, gc_paused():
            events = self._holdings.events
            if len(self._events) != len(events):
                return None
            return self._holdings.table(projection).at(self, events, day)

    def exact_values(
        self, projection: Projection[Any], day: int
    ) -> tuple[dict[Hashable, Value], Iterable[Hashable]]:
        """Return what stands of every plain key at the end of a day, and the keys that are left to ask one by one."""
        position = self.reach()
        if position is None:
            return {}, self.keys(projection)
        glances = self.glances(projection)
        left = (key for key in glances.left_out if self.has_key(projection, key))
        return glances.every(day, position), left

    def together(self, event: Event) -> list[Event]:
        """Return an event and all that are linked with it, near and far."""
        return [self._events[name] for name in self._holdings.links.together([event.id])]

    def reach(self, recorded: When | None = None) -> int | None:
        """Return how many of the log's first records are seen, with the clock of recording turned back if given;
        None where what is seen is no beginning of the log.
        """
        clocks = self.clocks
        if clocks.known is not None or clocks.expecting:
            return None
        if recorded is None and clocks.recorded is None:
            return len(self._events)
        second = _FAR if recorded is None else second_of(recorded)
        if clocks.recorded is not None:
            second = min(second, last_second(clocks.recorded))
        found = self._holdings.recorded_by(second)
        return None if found is None else min(found, len(self._events))

    def shown(self, names: Iterable[str]) -> Iterator[Event]:
        """Yield those of the events with these ids that the clocks show."""
        clocks, records = self.clocks, self._records if self.clocks.recorded is not None else None
        for name in names:
            event = self._events.get(name)
            if event is not None and (clocks.show(records[name]) if records else clocks.show_event(event)):
                yield event

    def world_of(self, *projections: Projection[Any], key: Hashable = EVERY) -> ResolvedEvents:
        """Return what the events seen that bear on a key, or on any key, of the projections say together.

        About those keys it says what the world of all events says.
        """
        slot = (*map(id, projections), key)
        world = self._worlds.get(slot)
        if world is None:
            links = self._holdings.links
            names: set[str] = set()
            for projection in projections:
                by_key = links.by_key(projection)
                names.update(*list(by_key.values()) if key is EVERY else [by_key.get(key, ())])
            world = ResolvedEvents(
                self.shown(links.together(names)), prefer=self.prefer, expecting=self.clocks.expecting
            )
            while len(self._worlds) >= _WORLDS_KEPT:
                self._worlds.pop(next(iter(self._worlds)), None)
            self._worlds[slot] = world
        return world

    def keys(self, projection: Projection[Any]) -> Iterator[Hashable]:
        """Yield the keys that any event has which counts."""
        keys = list(self._holdings.links.by_key(projection))
        return (key for key in keys if self.has_key(projection, key))

    def has_key(self, projection: Projection[Any], key: Hashable) -> bool:
        """Return whether any event that counts has the key."""
        links = self._holdings.links
        names = links.by_key(projection).get(key, ())
        for event in self.shown(name for name in names if not links.is_linked(name)):
            if self.clocks.expecting or not isinstance(event, EventAnnounced):
                return True
        if all(not links.is_linked(name) for name in names):
            return False
        counting = self.world_of(projection, key=key).events.values()
        return any(projection.key_of(event) == key for event in counting)
