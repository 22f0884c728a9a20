"""Doubt: every state that some choice of dates allows, and no other.

An event whose date is coarse may have happened on any day of its bounds. Two choices of days that put the
events into the same order, and the same events before the question, give the same state; so orders are walked
instead of days. A walk adds one event after another, each on the earliest position that its bounds and the
events before it allow; of walks that have added the same events and reached the same state only those are
followed that leave most room. This is exact, and quick as long as few coarse dates overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import Any, TypeVar

import attrs

from cstotimeline.core.events.event import Event

R = TypeVar("R", int, str)

MAX_WALKS = 20_000
"""How many different walks are followed through one cluster before the answer is given up as open."""

_FEW, _FEW_STATES = 5, 100
"""Up to how many events it does not pay to look whether their order matters, and for how many states to look."""

FOREVER = 1 << 62
"""A position after every date, for asking where everything has happened."""


@attrs.frozen
class BoundedEvent:
    """An event on a scale: it took effect between ``low`` and ``high``, both included.

    ``rank`` orders events on one position; ``after`` holds the ranks of those that came before it in any case
    (and before them came theirs). A ``silent`` event changes no state: others wait for it, that is all.
    """

    low: int
    high: int
    rank: int
    event: Event
    after: frozenset[int] = frozenset()
    silent: bool = False


Apply = Callable[[Any, Event], Any]

Place = tuple[int, tuple[int, ...]]
"""Where a walk stands: its last position, and the marks that the next event there must rank above."""


def topological_order(ranks: Iterable[R], before: Mapping[R, Iterable[R]]) -> list[R]:
    """Return ``ranks`` sorted, moved only as far as needed for each to come after those ``before`` it.

    Those that wait for each other in a circle are left out.

    >>> topological_order([1, 2, 3], {1: [2]})
    [2, 1, 3]
    """
    present = set(ranks)
    waiting = {rank: present.intersection(before.get(rank, ())) for rank in present}
    ready = [rank for rank, earlier in waiting.items() if not earlier]
    heapify(ready)
    followers: dict[R, list[R]] = {}
    for rank, earlier in waiting.items():
        for one in earlier:
            followers.setdefault(one, []).append(rank)
    order: list[R] = []
    while ready:
        order.append(heappop(ready))
        for follower in followers.get(order[-1], ()):
            waiting[follower].discard(order[-1])
            if not waiting[follower]:
                heappush(ready, follower)
    return order


def in_order(placed: Iterable[BoundedEvent]) -> list[BoundedEvent]:
    """Return events in the order in which they take effect if each does so on its last possible position."""
    positions: dict[int, dict[int, BoundedEvent]] = {}
    for item in placed:
        positions.setdefault(item.high, {})[item.rank] = item
    return [
        same[rank]
        for _, same in sorted(positions.items())
        for rank in topological_order(same, {rank: item.after for rank, item in same.items()})
    ]


def overlapping_groups(placed: Sequence[BoundedEvent]) -> list[list[BoundedEvent]]:
    """Return the events in groups, in time order, such that only events of one group can change places."""
    found: list[list[BoundedEvent]] = []
    reach = None
    for item in sorted(placed, key=lambda p: (p.low, p.high, p.rank)):
        if reach is None or item.low > reach:
            found.append([])
            reach = item.high
        found[-1].append(item)
        reach = max(reach, item.high)
    return found


def possible_states(
    cluster: Sequence[BoundedEvent], states: Iterable[Hashable], apply: Apply, until: int
) -> tuple[Hashable, ...] | None:
    """Return every state that is possible at position ``until``, from each of ``states`` before the cluster.

    ``cluster`` is sorted as :func:`clusters` does. None where more than :data:`MAX_WALKS` walks would have to
    be followed.
    """
    if all(item.low == item.high == cluster[0].low for item in cluster):
        return _straight(cluster, states, apply, until)
    if len(cluster) > _FEW and not any(item.after or item.silent for item in cluster):
        subsets = _subsets(cluster, states, apply, until)
        if subsets is not None:
            return subsets
    steps = _Steps(cluster, until)
    walks: dict[tuple[int, Hashable], list[Place]] = {(0, state): [steps.start] for state in states}
    found: dict[Hashable, None] = {}
    followed = 0
    while walks:
        followed += sum(map(len, walks.values()))
        if followed > MAX_WALKS:
            return None
        longer: dict[tuple[int, Hashable], list[Place]] = {}
        for (done, state), places in walks.items():
            if done & steps.required == steps.required:
                found.setdefault(state)
            for n, reached in steps.next(done, places):
                item = cluster[n]
                step = (done | 1 << n, state if item.silent else apply(state, item.event))
                _keep(longer.setdefault(step, []), reached)
        walks = longer
    return tuple(found)


def _straight(
    cluster: Sequence[BoundedEvent], states: Iterable[Hashable], apply: Apply, until: int
) -> tuple[Hashable, ...]:
    """Return the outcomes of events that all stand on one position."""
    results: dict[Hashable, None] = {}
    happened = in_order(cluster) if cluster[0].low <= until else []
    for before in states:
        state = before
        for item in happened:
            state = state if item.silent else apply(state, item.event)
        results.setdefault(state)
    return tuple(results)


def _subsets(
    cluster: Sequence[BoundedEvent], states: Iterable[Hashable], apply: Apply, until: int
) -> tuple[Hashable, ...] | None:
    """Return the outcomes of events whose order makes no difference, such as those that are only counted.

    Then it matters only which of them have happened, and each either may have or must have. None where the order
    of two of them does make a difference, or too many states are met.
    """
    met: dict[Hashable, None] = dict.fromkeys(states)
    found: dict[Hashable, None] = dict(met)
    for item in cluster:
        after = {apply(state, item.event): None for state in found}
        found = after if item.high <= until else {**found, **after} if item.low <= until else found
        met |= {apply(state, item.event): None for state in met}
        if len(met) > _FEW_STATES:
            return None
    for state in met:
        for one, other in combinations(cluster, 2):
            first, second = apply(state, one.event), apply(state, other.event)
            if apply(first, other.event) != apply(second, one.event):
                return None
    return tuple(found)


def _keep(places: list[Place], new: Place) -> None:
    """Add ``new`` to ``places`` unless one of them leaves as much room; drop those that leave less."""
    if any(_leaves_room(old, new) for old in places):
        return
    places[:] = [old for old in places if not _leaves_room(new, old)]
    places.append(new)


def _leaves_room(one: Place, other: Place) -> bool:
    """Return whether all that can follow at ``other`` can follow at ``one`` as well.

    What follows on a later position may do so whatever happened on an earlier one, and part of an order is
    an order.
    """
    return one[0] < other[0] or (
        one[0] == other[0] and all(mine <= theirs for mine, theirs in zip(one[1], other[1], strict=True))
    )


def _waiting(cluster: Sequence[BoundedEvent]) -> list[int]:
    """Return the ranks of the events that may have to wait, on their position, for one of higher rank."""
    after = {item.rank: item.after for item in cluster if item.after}
    highest: dict[int, int] = {}
    for rank in topological_order((item.rank for item in cluster), after) if after else ():
        highest[rank] = max([rank, *(highest[r] for r in after.get(rank, ()) if r in highest)])
    return [rank for rank, high in highest.items() if high > rank]


class _Steps:
    """The steps that walks through a cluster may take.

    Events on one position come in order of rank, except that one waits for its predecessors. So the next event
    must rank above all those on the position that have come since its last predecessor: above its mark. The
    first mark is for events without a predecessor of higher rank, then there is one for each of the others.
    """

    def __init__(self, cluster: Sequence[BoundedEvent], until: int) -> None:
        number = {item.rank: n for n, item in enumerate(cluster)}
        self._cluster = cluster
        self._until = until
        self._before = [sum(1 << number[rank] for rank in item.after if rank in number) for item in cluster]
        waiting = [number[rank] for rank in _waiting(cluster)]
        self._mark = {n: mark for mark, n in enumerate(waiting, 1)}
        self._waits_for = [0, *(self._before[n] for n in waiting)]
        self.required = sum(1 << n for n, item in enumerate(cluster) if item.high <= until)
        self.start: Place = (-FOREVER, (-1,) * len(self._waits_for))

    def next(self, done: int, places: Sequence[Place]) -> Iterator[tuple[int, Place]]:
        """Yield each event that may come next, as its number, and where the walk then stands."""
        deadline = self._until
        for n, item in enumerate(self._cluster):
            if not done >> n & 1:
                deadline = min(deadline, item.high if item.high <= self._until else deadline)
        for n, item in enumerate(self._cluster):
            if item.low > deadline:
                break
            if done >> n & 1 or self._before[n] & ~done:
                continue
            for place in places:
                reached = self._reached(n, item, place)
                if reached[0] <= item.high and reached[0] <= deadline:
                    yield n, reached

    def _reached(self, n: int, item: BoundedEvent, place: Place) -> Place:
        last, marks = place
        position = max(item.low, last)
        if position == last and item.rank < marks[self._mark.get(n, 0)]:
            position += 1
        if position > last:
            marks = (-1,) * len(marks)
        if len(marks) == 1:
            return position, (max(marks[0], item.rank),)
        return position, tuple(
            -1 if waits_for >> n & 1 else max(mark, item.rank)
            for mark, waits_for in zip(marks, self._waits_for, strict=True)
        )
