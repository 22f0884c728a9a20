"""Possible states: every state that some choice of dates allows, and no other.

An event whose date is coarse may have happened on any of its days. Two choices of days that put the events into the
same order, and the same events before the question, give the same state; so orders are walked instead of days. A walk
adds one event after another, each on the earliest position that its days and the events before it allow; of walks that
have added the same events and reached the same state only those are followed that leave most room. This is exact, and
quick as long as few coarse dates overlap. Groups of events of which each settles the state by itself, or whose order
makes no difference, need no walk.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

import attrs

from cstotimeline.core.fold.bounded_events import FOREVER, BoundedEvent, in_order
from cstotimeline.core.fold.commuting import commute
from cstotimeline.core.fold.predecessors import topological_order
from cstotimeline.core.fold.walks import Place, WalkSteps, keep_widest

MAX_WALKS = 20_000
"""How many walks are followed for one position, unless a group has so many positions that it must be fewer."""

_ALL_WALKS, _FEWEST_WALKS, _ALL_STEPS = 200_000, 100, 20_000_000
"""How many walks the positions of one group share, the least that one of them gets, and how many steps those make."""

MAX_STATES = 500
"""How many states are returned for one position; where more are possible, None is."""

MAX_CHOICES = 64
"""How many choices of what the events of a group act on are followed."""

FEW_EVENTS, FEW_STATES = 5, 100
"""Up to how many events it does not pay to look whether their order matters, and for how many states to look."""

Advance = Callable[[Any, BoundedEvent], tuple[Any, ...]]
"""The states that an event may lead to from a state, the canonical one first."""


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
    the walks for one position, ``max_states`` the states. Whether the order of events matters is only looked at where
    they are more than ``few_events``, and only as long as they lead to no more than ``few_states`` states.
    """

    items: Sequence[BoundedEvent]
    advance: Advance
    is_reset: Callable[[BoundedEvent], bool] = _never
    max_walks: int = MAX_WALKS
    max_states: int = MAX_STATES
    few_events: int = FEW_EVENTS
    few_states: int = FEW_STATES
    after_one_of: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

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
        return all(not (item.after or item.silent) and self.is_reset(item) for item in self.items)

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
        points.update(last for item in self.items for _, last in item.spans or () if last < item.high)
        end = self.end
        spans = [span for item in self.items for span in item.spans or ((item.low, item.high),)]
        reached = -FOREVER
        for first in sorted({first for first, _ in spans}):
            until = min(first + room, end) + 1
            points.update(range(max(first, reached), until))
            reached = max(reached, until)
        return points

    def states(self, entries: Iterable[Hashable], until: int) -> tuple[Hashable, ...] | None:
        """Return every state that is possible at position ``until``, from each of ``entries`` before the group.

        None where more walks than the limit would have to be followed, or more states are found than the limit.
        """
        found = self._found(entries, until)
        return None if found is None or len(found) > self.max_states else found

    def _found(self, entries: Iterable[Hashable], until: int) -> tuple[Hashable, ...] | None:
        if self._has_choices:
            return self._chosen(tuple(entries), until)
        if self.is_exact:
            return self._in_turn(entries, until)
        if self.has_resets_alone:
            return self._last_resets(entries, until)
        if len(self.items) > self.few_events and not any(item.after or item.silent for item in self.items):
            subsets = self._subsets(entries, until)
            if subsets is not None:
                return subsets
        return self._walked(entries, until)

    @cached_property
    def _has_choices(self) -> bool:
        names = {item.event.id for item in self.items}
        return any(names.intersection(self.after_one_of.get(item.event.id, ())) for item in self.items)

    def _chosen(self, entries: tuple[Hashable, ...], until: int) -> tuple[Hashable, ...] | None:
        """Return the states whatever each event acts on that comes after one of several others, and acts on it."""
        if self._choices is None:
            return None
        found: dict[Hashable, None] = {}
        for group in self._choices:
            states = group.states(entries, until)
            if states is None:
                return None
            found.update(dict.fromkeys(states))
        return tuple(found) or attrs.evolve(self, after_one_of={}).states(entries, until)

    @cached_property
    def _choices(self) -> list[OverlappingGroup] | None:
        """Return the group once for each choice of what events act on; None where there are too many.

        Where that is an event of an earlier group, which of them makes no difference to the order.
        """
        rank = {item.event.id: item.rank for item in self.items}
        options: list[list[BoundedEvent]] = []
        for item in self.items:
            others = self.after_one_of.get(item.event.id, ())
            earlier = tuple(name for name in others if name not in rank)
            ways = [
                attrs.evolve(item, after=item.after | {rank[name]}, acts_on=(name,))
                for name in others
                if name in rank
            ]
            if earlier or not ways:
                ways.append(attrs.evolve(item, acts_on=earlier))
            options.append(ways)
        if prod(map(len, options)) > MAX_CHOICES:
            return None
        return [
            attrs.evolve(self, items=items, after_one_of={})
            for items in map(list, product(*options))
            if len(topological_order(rank.values(), {item.rank: item.after for item in items})) == len(items)
        ]

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
        before = tuple(entries)
        if before not in self._unordered:
            self._unordered[before] = self._is_unordered(before)
        if not self._unordered[before]:
            return None
        found: dict[Hashable, None] = dict.fromkeys(before)
        for item in self.items:
            if item.low <= until:
                after = {self.advance(state, item)[0]: None for state in found}
                found = after if item.high <= until else {**found, **after}
        return tuple(found)

    @cached_property
    def _unordered(self) -> dict[tuple[Hashable, ...], bool]:
        """Return whether the order of the events makes no difference, by the states before them: looked at once."""
        return {}

    def _is_unordered(self, before: tuple[Hashable, ...]) -> bool:
        met: dict[Hashable, None] = dict.fromkeys(before)
        for item in self.items:
            after = [one for state in met for one in self.advance(state, item)]
            if len(after) > len(met):
                return False
            met.update(dict.fromkeys(after))
            if len(met) > self.few_states:
                return False
        return commute(tuple(met), self.items, self.advance)

    @cached_property
    def _limit(self) -> int:
        count = len(self.items)
        length = self.end - min(item.low for item in self.items) + 1
        positions = min(count * sum(item.low != item.high for item in self.items) or 1, length)
        return min(
            self.max_walks, max(_ALL_WALKS // positions, _FEWEST_WALKS), _ALL_STEPS // (count * positions)
        )

    def _walked(self, entries: Iterable[Hashable], until: int) -> tuple[Hashable, ...] | None:
        steps = WalkSteps(self.items, until)
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
                        keep_widest(longer.setdefault((done | 1 << n, after), []), reached)
                    if len(longer) > limit:  # as the next round would find
                        return None
            walks = longer
        return tuple(found)
