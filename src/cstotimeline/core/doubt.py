"""Doubt: every state that some choice of dates allows, and no other.

An event whose date is coarse may have happened on any day of its bounds. Two choices of days that put the
events into the same order, and the same events before the question, give the same state; so orders are walked
instead of days. A walk adds one event after another, each on the earliest position that its bounds and the
event before it allow; walks that have added the same events and reached the same state are one walk, the one
that stands earliest. This is exact, and quick as long as few coarse dates overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import attrs

from cstotimeline.core.events import Event

MAX_WALKS = 20_000
"""How many different walks are followed through one cluster before the answer is given up as open."""

FOREVER = 1 << 62
"""A position after every date, for asking where everything has happened."""


@attrs.frozen
class Placed:
    """An event on a scale: it took effect between ``low`` and ``high``, both included.

    ``rank`` orders events on one position; ``after`` holds the ranks of those that came before it in any case.
    """

    low: int
    high: int
    rank: int
    event: Event
    after: frozenset[int] = frozenset()


Apply = Callable[[Any, Event], Any]


def clusters(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Return the events in groups, in time order, such that only events of one group can change places."""
    found: list[list[Placed]] = []
    reach = None
    for item in sorted(placed, key=lambda p: (p.low, p.high, p.rank)):
        if reach is None or item.low > reach:
            found.append([])
            reach = item.high
        found[-1].append(item)
        reach = max(reach, item.high)
    return found


def outcomes(
    cluster: Sequence[Placed], states: Iterable[Hashable], apply: Apply, until: int
) -> tuple[Hashable, ...] | None:
    """Return every state that is possible at position ``until``, from each of ``states`` before the cluster.

    ``cluster`` is sorted as :func:`clusters` does. None where more than :data:`MAX_WALKS` walks would have to
    be followed.
    """
    if all(item.low == item.high == cluster[0].low for item in cluster):
        return _straight(cluster, states, apply, until)
    required = sum(1 << n for n, item in enumerate(cluster) if item.high <= until)
    number = {item.rank: n for n, item in enumerate(cluster)}
    before = [sum(1 << number[rank] for rank in item.after if rank in number) for item in cluster]
    walks: dict[tuple[int, Hashable], tuple[int, int]] = {(0, state): (-FOREVER, -1) for state in states}
    found: dict[Hashable, None] = {}
    followed = 0
    while walks:
        followed += len(walks)
        if followed > MAX_WALKS:
            return None
        longer: dict[tuple[int, Hashable], tuple[int, int]] = {}
        for (done, state), last in walks.items():
            if done & required == required:
                found.setdefault(state)
            for n, position in _steps(cluster, before, done, last, until):
                step = (done | 1 << n, apply(state, cluster[n].event))
                place = (position, cluster[n].rank)
                if step not in longer or place < longer[step]:
                    longer[step] = place
        walks = longer
    return tuple(found)


def _straight(
    cluster: Sequence[Placed], states: Iterable[Hashable], apply: Apply, until: int
) -> tuple[Hashable, ...]:
    """Return the outcomes of events that all stand on one position: their ranks order them."""
    results: dict[Hashable, None] = {}
    happened = sorted(cluster, key=lambda p: p.rank) if cluster[0].low <= until else []
    for before in states:
        state = before
        for item in happened:
            state = apply(state, item.event)
        results.setdefault(state)
    return tuple(results)


def _steps(
    cluster: Sequence[Placed], before: Sequence[int], done: int, last: tuple[int, int], until: int
) -> Iterable[tuple[int, int]]:
    """Yield each event that may come next, as its number and its earliest position."""
    deadline = (FOREVER, 0)
    for n, item in enumerate(cluster):
        if not done >> n & 1 and item.high <= until:
            deadline = min(deadline, (item.high, item.rank))
    for n, item in enumerate(cluster):
        if done >> n & 1:
            continue
        if item.low > until or item.low > deadline[0]:
            break
        if before[n] & ~done:
            continue
        position = max(item.low, last[0])
        if position == last[0] and item.rank < last[1]:
            position += 1
        if position <= item.high and position <= until and (position, item.rank) <= deadline:
            yield n, position
