"""Reasons: the fewest events that give an answer, such that without any one of them it is another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

E = TypeVar("E")

Gives = Callable[[Sequence[str]], bool]
"""Whether just these events, by id, give the answer."""

Spare = Callable[[Sequence[str]], Sequence[str] | None]
"""Which of some events that give the answer can be left out, each alone; None where only trying tells."""


def _must_try(_: Sequence[str]) -> None:
    return None


def minimal_cause(
    guess: Sequence[str], everything: Sequence[str], gives: Gives, spare: Spare = _must_try
) -> tuple[str, ...]:
    """Return a subset of ``everything`` that gives the answer and of which no event can be left out, sorted.

    ``guess`` is tried first. Where not even ``everything`` gives the answer, which a pure projection cannot bring
    about, everything is returned. ``spare`` saves trying each event where it knows.
    """
    enough = sorted(set(guess))
    if not gives(enough):
        enough = sorted(set(everything))
        if not gives(enough):
            return tuple(enough)
        enough = sorted(_divided([], enough, gives, changed=False))
    return tuple(sorted(_thinned(enough, gives, spare)))


def _divided(base: list[str], rest: list[str], gives: Gives, *, changed: bool) -> list[str]:
    """Return which of ``rest`` are needed beside ``base``, halving (Junker, QuickXplain, 2004)."""
    if changed and gives(base):
        return []
    if len(rest) <= 1:
        return rest
    half = len(rest) // 2
    left, right = rest[:half], rest[half:]
    from_right = _divided([*base, *left], right, gives, changed=bool(left))
    from_left = _divided([*base, *from_right], left, gives, changed=bool(from_right))
    return [*from_left, *from_right]


def _thinned(names: list[str], gives: Gives, spare: Spare) -> list[str]:
    """Return ``names`` without those that can be left out one at a time, until none can."""
    while found := spare(names):
        names = [name for name in names if name != found[0]]
    if found is not None:
        return names
    needed = 0
    while needed < len(names):
        fewer = names[1:]
        if gives(fewer):
            names, needed = fewer, 0
        else:
            names, needed = [*fewer, names[0]], needed + 1
    return names


def states_without_one(
    initial: Hashable, items: Sequence[E], apply: Callable[[Any, E], Hashable]
) -> dict[Hashable, list[int]]:
    """Return the states that all items but one lead to, each with the numbers of the items to leave out for it.

    All are worked out in one pass: where leaving out either of two items has led to the same state, what follows is
    the same for both. A count is in one state whichever item is left out, so its pass is as long as the items.

    >>> states_without_one(0, [5, 7], lambda total, item: total + item)
    {7: [0], 5: [1]}
    """
    every = initial
    found: dict[Hashable, list[int]] = {}
    for number, item in enumerate(items):
        after: dict[Hashable, list[int]] = {}
        for state, left in [
            *((apply(state, item), left) for state, left in found.items()),
            (every, [number]),
        ]:
            same = after.get(state)
            if same is None:
                after[state] = left
            elif len(same) >= len(left):
                same.extend(left)
            else:
                left.extend(same)
                after[state] = left
        every = apply(every, item)
        found = after
    return found
