"""Commuting events: those of which it makes no difference in which order they are applied."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import combinations
from typing import Any

from cstotimeline.core.fold.bounded_events import BoundedEvent

MAX_TRIED = 50_000
"""How many pairs of steps are tried; where there are more, the order is taken to make a difference."""

_MAX_STEPS = 500_000


def commute(
    states: Sequence[Hashable],
    items: Sequence[BoundedEvent],
    advance: Callable[[Any, BoundedEvent], tuple[Any, ...]],
) -> bool:
    """Return whether from each of ``states`` every two of ``items`` lead to one state in either order.

    Each item leads from a state to one other. Items that do the same to every state, as all that are only counted, are
    tried as one. False as well where more than :data:`MAX_TRIED` pairs of steps would have to be tried.

    >>> commute([0, 1], [], lambda state, item: (state,))
    True
    """
    if len(states) * len(items) > _MAX_STEPS:
        return False
    reached = {state: [advance(state, item)[0] for item in items] for state in states}
    for state in {after for found in reached.values() for after in found}.difference(reached):
        found = [advance(state, item) for item in items]
        if any(len(after) > 1 for after in found):
            return False
        reached[state] = [after[0] for after in found]
    effects: dict[tuple[Hashable, ...], int] = {}
    for number, effect in enumerate(zip(*reached.values(), strict=True)):
        effects.setdefault(effect, number)
    pairs = list(combinations(effects.values(), 2))
    if len(pairs) * len(states) > MAX_TRIED:
        return False
    return all(
        reached[reached[state][one]][other] == reached[reached[state][other]][one]
        for state in states
        for one, other in pairs
    )
