"""Possible states: every state that some choice of dates allows, and no other.

An event whose date is coarse may have happened on any of its days. Two choices of days that put the events into the
same order, and the same events before the question, give the same state; so orders are walked instead of days. A walk
adds one event after another, each on the earliest position that its days and the events before it allow; of walks that
have added the same events and reached the same state only those are followed that leave most room. This is exact, and
quick as long as few coarse dates overlap. Groups of events of which each settles the state by itself, or whose order
makes no difference, need no walk.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import Any, TypeVar

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.granularity import Spans

R = TypeVar("R", int, str)

MAX_WALKS = 20_000
"""How many walks are followed for one position, unless a group has so many positions that it must be fewer."""

_ALL_WALKS, _FEWEST_WALKS, _ALL_STEPS = 200_000, 1_000, 100_000
"""How many walks the positions of one group share, the least that one of them gets, and how many steps those make."""

FEW_EVENTS, FEW_STATES = 5, 100
"""Up to how many events it does not pay to look whether their order matters, and for how many states to look."""

FOREVER = 1 << 62
"""A position after every date, for asking where everything has happened."""


@attrs.frozen
class BoundedEvent:
    """An event with the positions on which it may have taken effect: between ``low`` and ``high``, both included.

    ``rank`` orders events on one position; ``after`` holds the ranks of those that came before it in any case. A
    ``silent`` event changes no state: others wait for it, that is all. An ``implied`` one stands for what the event
    implies about the time before it (somebody who leaves may have held the office). ``spans`` are the positions where
    there are gaps between them.
    """

    low: int
    high: int
    rank: int
    event: Event
    after: frozenset[int] = frozenset()
    silent: bool = False
    implied: bool = False
    spans: Spans | None = None

    def first_from(self, position: int) -> int | None:
        """Return the first possible position that is not before ``position``; None where there is none."""
        if position <= self.low:
            return self.low
        if self.spans is not None:
            number = bisect_left(self.spans, position, key=_end)
            if number == len(self.spans):
                return None
            position = max(position, self.spans[number][0])
        return position if position <= self.high else None

    def last_until(self, position: int) -> int | None:
        """Return the last possible position that is not after ``position``; None where there is none."""
        if position >= self.high:
            return self.high
        if self.spans is not None:
            number = bisect_right(self.spans, position, key=_start) - 1
            if number < 0:
                return None
            position = min(position, self.spans[number][1])
        return position if position >= self.low else None


def _start(span: tuple[int, int]) -> int:
    return span[0]


def _end(span: tuple[int, int]) -> int:
    return span[1]


Advance = Callable[[Any, BoundedEvent], tuple[Any, ...]]
"""The states that an event may lead to from a state, the canonical one first."""

Place = tuple[int, tuple[int, ...]]
"""Where a walk has come: its last position, and the marks that the next event there must rank above."""


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


def _never(_: BoundedEvent) -> bool:
    return False


@attrs.frozen(kw_only=True)
class OverlappingGroup:
    """Events of which only those within the group can change places, and how their states are found.

    ``is_reset`` tells an event after which the state no longer depends on what came before it; ``max_walks`` limits
    the walks for one position. Whether the order of events matters is only looked at where they are more than
    ``few_events``, and only as long as they lead to no more than ``few_states`` states.
    """

    items: Sequence[BoundedEvent]
    advance: Advance
    is_reset: Callable[[BoundedEvent], bool] = _never
    max_walks: int = MAX_WALKS
    few_events: int = FEW_EVENTS
    few_states: int = FEW_STATES

    @cached_property
    def end(self) -> int:
        """Return the last position of the group."""
        return max(item.high for item in self.items)

    @cached_property
    def is_exact(self) -> bool:
        """Return whether all events have one and the same position."""
        return all(item.low == item.high == self.items[0].low for item in self.items)

    @cached_property
    def has_resets_alone(self) -> bool:
        """Return whether each event settles the state, and none waits for another."""
        return all(
            not (item.after or item.silent or item.implied) and self.is_reset(item) for item in self.items
        )

    def surely_resets(self, until: int) -> bool:
        """Return whether an event that settles the state has surely happened by ``until``."""
        return self.has_resets_alone and any(item.high <= until for item in self.items)

    def change_points(self) -> set[int]:
        """Return every position on which the states may differ from those on the one just before it.

        Something new is possible where an event may begin, and one position later for each coarse event that
        may need a position of its own behind it; something is possible no longer where an event must have happened.
        """
        coarse = sum(item.low != item.high for item in self.items)
        room = min(coarse, 1) if self.has_resets_alone else coarse
        points = {item.high for item in self.items}
        end = self.end
        for item in self.items:
            for first, last in item.spans or ((item.low, item.high),):
                points.update(range(first, min(first + room, end) + 1))
                if last < item.high:
                    points.add(last)
        return points

    def states(self, entries: Iterable[Hashable], until: int) -> tuple[Hashable, ...] | None:
        """Return every state that is possible at position ``until``, from each of ``entries`` before the group.

        None where more walks than the limit would have to be followed.
        """
        if self.is_exact:
            return self._in_turn(entries, until)
        if self.has_resets_alone:
            return self._last_resets(entries, until)
        if len(self.items) > self.few_events and not any(
            item.after or item.silent or item.implied for item in self.items
        ):
            subsets = self._subsets(entries, until)
            if subsets is not None:
                return subsets
        return self._walked(entries, until)

    def _in_turn(self, entries: Iterable[Hashable], until: int) -> tuple[Hashable, ...]:
        """Return the states after events that all have one position."""
        found = dict.fromkeys(entries)
        if self.items[0].low <= until:
            for item in in_order(self.items):
                found = {after: None for state in found for after in self.advance(state, item)}
        return tuple(found)

    def _last_resets(self, entries: Iterable[Hashable], until: int) -> tuple[Hashable, ...]:
        """Return the states after each event that may be the last one by ``until``, without any walk.

        It may be the last where each other event may either come before it or after ``until``.
        """
        states = tuple(entries)
        required = [(item.low, item.rank) for item in self.items if item.high <= until]
        latest = sorted(required)[-2:]
        found: dict[Hashable, None] = {} if required else dict.fromkeys(states)
        for item in self.items:
            last = item.last_until(until)
            if last is None:
                continue
            others = [one for one in latest if one[1] != item.rank]
            if not others or others[-1] < (last, item.rank):
                found.update((after, None) for after in self.advance(states[0], item))
        return tuple(found)

    def _subsets(self, entries: Iterable[Hashable], until: int) -> tuple[Hashable, ...] | None:
        """Return the states after events whose order makes no difference, such as those that are only counted.

        Then it matters only which of them have happened, and each either may have or must have. None where the order
        of two of them does make a difference, where one has several outcomes, or too many states are met.
        """
        met: dict[Hashable, None] = dict.fromkeys(entries)
        found: dict[Hashable, None] = dict(met)
        for item in self.items:
            after = {one: None for state in found for one in self.advance(state, item)}
            found = after if item.high <= until else {**found, **after} if item.low <= until else found
            met |= {one: None for state in met for one in self.advance(state, item)}
            if len(met) > self.few_states:
                return None
        for state in met:
            for one, other in combinations(self.items, 2):
                if self._both(state, one, other) != self._both(state, other, one):
                    return None
        return tuple(found)

    def _both(self, state: Hashable, one: BoundedEvent, other: BoundedEvent) -> Any:
        first = self.advance(state, one)
        return self.advance(first[0], other) if len(first) == 1 else object()

    @cached_property
    def _limit(self) -> int:
        count = len(self.items)
        points = count * sum(item.low != item.high for item in self.items) or 1
        fewest = min(_FEWEST_WALKS, _ALL_STEPS // count)
        return min(self.max_walks, max(fewest, _ALL_WALKS // points))

    def _walked(self, entries: Iterable[Hashable], until: int) -> tuple[Hashable, ...] | None:
        steps = _Steps(self.items, until)
        limit = self._limit
        walks: dict[tuple[int, Hashable], list[Place]] = {(0, state): [steps.start] for state in entries}
        found: dict[Hashable, None] = {}
        followed = 0
        while walks:
            followed += sum(map(len, walks.values()))
            if followed > limit:
                return None
            longer: dict[tuple[int, Hashable], list[Place]] = {}
            for (done, state), places in walks.items():
                if done & steps.required == steps.required:
                    found.setdefault(state)
                for n, reached in steps.next(done, places):
                    for after in self.advance(state, self.items[n]):
                        _keep(longer.setdefault((done | 1 << n, after), []), reached)
            walks = longer
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


def _waiting(items: Sequence[BoundedEvent]) -> list[int]:
    """Return the ranks of the events that may have to wait, on their position, for one of higher rank."""
    after = {item.rank: item.after for item in items if item.after}
    highest: dict[int, int] = {}
    for rank in topological_order((item.rank for item in items), after) if after else ():
        highest[rank] = max([rank, *(highest[r] for r in after.get(rank, ()) if r in highest)])
    return [rank for rank, high in highest.items() if high > rank]


class _Steps:
    """The steps that walks through a group may take.

    Events on one position come in order of rank, except that one waits for its predecessors. So the next event
    must rank above all those on the position that have come since its last predecessor: above its mark. The
    first mark is for events without a predecessor of higher rank, then there is one for each of the others.
    """

    def __init__(self, items: Sequence[BoundedEvent], until: int) -> None:
        number = {item.rank: n for n, item in enumerate(items)}
        self._items = items
        self._until = until
        self._before = [sum(1 << number[rank] for rank in item.after if rank in number) for item in items]
        waiting = [number[rank] for rank in _waiting(items)]
        self._mark = {n: mark for mark, n in enumerate(waiting, 1)}
        self._waits_for = [0, *(self._before[n] for n in waiting)]
        self.required = sum(1 << n for n, item in enumerate(items) if item.high <= until)
        self.start: Place = (-FOREVER, (-1,) * len(self._waits_for))

    def next(self, done: int, places: Sequence[Place]) -> Iterator[tuple[int, Place]]:
        """Yield each event that may come next, as its number, and where the walk has then come."""
        deadline = self._until
        for n, item in enumerate(self._items):
            if not done >> n & 1:
                deadline = min(deadline, item.high if item.high <= self._until else deadline)
        for n, item in enumerate(self._items):
            if item.low > deadline:
                break
            if done >> n & 1 or self._before[n] & ~done:
                continue
            for place in places:
                reached = self._reached(n, item, place)
                if reached is not None and reached[0] <= deadline:
                    yield n, reached

    def _reached(self, n: int, item: BoundedEvent, place: Place) -> Place | None:
        last, marks = place
        position = item.first_from(last)
        if position is None:
            return None
        if position == last and item.rank < marks[self._mark.get(n, 0)]:
            position = item.first_from(last + 1)
            if position is None:
                return None
        if position > last:
            marks = (-1,) * len(marks)
        if len(marks) == 1:
            return position, (max(marks[0], item.rank),)
        return position, tuple(
            -1 if waits_for >> n & 1 else max(mark, item.rank)
            for mark, waits_for in zip(marks, self._waits_for, strict=True)
        )
