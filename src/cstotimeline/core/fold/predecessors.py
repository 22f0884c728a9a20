"""Predecessors: which events came before which, as graphs of their ids or of their ranks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from typing import TypeVar

R = TypeVar("R", int, str)

Before = Mapping[str, tuple[str, ...]]
"""For the id of an event, the ids of events that came before it in any case."""


def reach(rank: R, before: Mapping[R, Iterable[R]]) -> set[R]:
    """Return ``rank`` and all that come ``before`` it, over others or directly."""
    seen, todo = set[R](), [rank]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            todo.extend(before.get(current, ()))
    return seen


def topological_order(ranks: Iterable[R], before: Mapping[R, Iterable[R]]) -> list[R]:
    """Return ``ranks`` sorted, moved only as far as needed for each to come after those ``before`` it.

    Those that wait for each other in a circle are left out.

    >>> topological_order([1, 2, 3], {1: [2]})
    [2, 1, 3]
    """
    present = set(ranks)
    if not any(map(before.get, present)):
        return sorted(present)
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


def joined(one: Before, other: Before) -> dict[str, tuple[str, ...]]:
    """Return the predecessors that either gives."""
    names = one.keys() | other.keys()
    return {name: tuple(sorted({*one.get(name, ()), *other.get(name, ())})) for name in names}


def acyclic(named: Before, refused: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return predecessors without those that would close a circle, which go to ``refused``."""
    if not any(named.values()):
        return {}
    every = {*named, *(name for earlier in named.values() for name in earlier)}
    if len(topological_order(every, named)) == len(every):
        return dict(named)
    kept: dict[str, tuple[str, ...]] = {}
    for name in sorted(named):
        kept[name] = ()
        for earlier in sorted(named[name]):
            if name in reach(earlier, kept):
                refused.append((earlier, name))
            else:
                kept[name] = (*kept[name], earlier)
    return kept
