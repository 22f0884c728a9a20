"""Ordering: what dates, stated predecessors and the rule for ties say about which event came first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

from cstotimeline.core.doubt import Placed
from cstotimeline.core.events import Event
from cstotimeline.core.scales import Scale, extent, tie


class Ordering:
    """The events of a timeline with their bounds on one scale, narrowed by the predecessors that they name.

    A predecessor that the dates contradict is not followed; :attr:`contradictions` lists those pairs of ids.
    """

    def __init__(self, events: Mapping[str, Event], scale: Scale) -> None:
        self.scale = scale
        self.contradictions: list[tuple[str, str]] = []
        self._events = events
        self.bounds = {name: extent(event, scale) for name, event in events.items()}
        self._named = {
            event.id: tuple(name for name in event.after if name in events)
            for event in events.values()
            if event.after
        }
        if self._named:
            self._named = self._acyclic()
            self._narrow()

    def _acyclic(self) -> dict[str, tuple[str, ...]]:
        """Return the named predecessors without those that would close a circle."""
        kept: dict[str, tuple[str, ...]] = {}
        for name in sorted(self._named):
            keep: list[str] = []
            for earlier in sorted(self._named[name]):
                if name in _reach(earlier, {**kept, name: tuple(keep)}):
                    self.contradictions.append((earlier, name))
                else:
                    keep.append(earlier)
            kept[name] = tuple(keep)
        return kept

    def _narrow(self) -> None:
        """Move low bounds up and high bounds down until they agree with the predecessors."""
        order = [event.id for event in ranked([self._events[n] for n in self._chained()], self._named)]
        for name in order:
            for earlier in self._named.get(name, ()):
                low, high = self.bounds[name]
                first, last = self.bounds[earlier]
                if first > high:
                    self.contradictions.append((earlier, name))
                    self._named[name] = tuple(n for n in self._named[name] if n != earlier)
                else:
                    self.bounds[name] = (max(low, first), high)
        for name in reversed(order):
            for earlier in self._named.get(name, ()):
                first, last = self.bounds[earlier]
                self.bounds[earlier] = (first, min(last, self.bounds[name][1]))

    def _chained(self) -> list[str]:
        names = set(self._named)
        return sorted(names.union(*(self._named[name] for name in names)))

    def place(self, events: Iterable[Event]) -> list[Placed]:
        """Return ``events`` placed on the scale, with ranks that respect predecessors and break ties."""
        chosen = list(events)
        names = {event.id for event in chosen}
        before = self._before(chosen, names)
        order = ranked(chosen, before)
        rank = {event.id: number for number, event in enumerate(order)}
        return [
            Placed(
                *self.bounds[event.id],
                rank[event.id],
                event,
                frozenset(rank[name] for name in before.get(event.id, ())),
            )
            for event in order
        ]

    def _before(self, chosen: Sequence[Event], names: set[str]) -> dict[str, tuple[str, ...]]:
        before: dict[str, set[str]] = {}
        if self._named:
            for event in chosen:
                if found := _reach(event.id, self._named) & names - {event.id}:
                    before[event.id] = found
        if self.scale is Scale.SECOND:
            self._chain_days(chosen, before)
        return {name: tuple(sorted(found)) for name, found in before.items()}

    def _chain_days(self, chosen: Sequence[Event], before: dict[str, set[str]]) -> None:
        """Within a civil day the rule for ties decides on this scale as well."""
        days: dict[int, list[Event]] = {}
        for event in chosen:
            date = event.effective
            if date.first_ordinal == date.last_ordinal:
                days.setdefault(date.first_ordinal, []).append(event)
        named = {name: tuple(found) for name, found in before.items()}
        for same in days.values():
            order = ranked(same, named)
            for earlier, later in pairwise(order):
                if self.bounds[earlier.id][0] <= self.bounds[later.id][1]:
                    before.setdefault(later.id, set()).add(earlier.id)


def _reach(name: str, named: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return ``name`` and everything that comes before it, near and far."""
    seen, todo = set(), [name]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            todo.extend(named.get(current, ()))
    return seen


def ranked(events: Sequence[Event], before: Mapping[str, tuple[str, ...]]) -> list[Event]:
    """Return ``events`` in the order of their ties, moved only as far as ``before`` demands; never by
    position.
    """
    by_id = {event.id: event for event in events}
    waiting = {name: {n for n in before.get(name, ()) if n in by_id} for name in by_id}
    ready = [(tie(event), event.id) for event in events if not waiting[event.id]]
    heapify(ready)
    followers: dict[str, list[str]] = {}
    for name, earlier in waiting.items():
        for one in earlier:
            followers.setdefault(one, []).append(name)
    order: list[Event] = []
    while ready:
        _, name = heappop(ready)
        order.append(by_id[name])
        for follower in followers.get(name, ()):
            waiting[follower].discard(name)
            if not waiting[follower]:
                heappush(ready, (tie(by_id[follower]), follower))
    return order
