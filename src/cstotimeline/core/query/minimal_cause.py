"""Reasons: the fewest events that give an answer, such that without any one of them it is another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

E = TypeVar("E")

Gives = Callable[[Sequence[str]], bool]
"""Whether just these events, by id, give the answer."""

Spare = Callable[[Sequence[str]], Sequence[str] | None]
"""Which of some events that give the answer can be left out, each alone; None where only trying tells."""

MAX_WORK = 30_000
"""How many events are folded, all tries for the reasons of one answer together; see :class:`Budget`."""

_MANY = 50


class Budget:
    """How many more events may be folded to find the reasons of one answer.

    Once it is spent no more events are left out: the reasons are enough, and ``is_spent`` tells that some of them may
    not be needed.
    """

    def __init__(self, limit: int = MAX_WORK) -> None:
        self._left = limit

    @property
    def is_spent(self) -> bool:
        """Return whether no more may be tried."""
        return self._left < 0

    def spend(self, events: int) -> None:
        """Count some events that were folded."""
        self._left -= events

    def limited(self, gives: Gives) -> Gives:
        """Return ``gives`` as far as the budget allows; then nothing is said to give the answer."""

        def tried(names: Sequence[str]) -> bool:
            if self.is_spent:
                return False
            self.spend(len(names) + 1)
            return gives(names)

        return tried


def minimal_cause(
    tries: Sequence[Sequence[str]],
    gives: Gives,
    spare: Spare = lambda _: None,
    budget: Budget | None = None,
) -> tuple[str, ...]:
    """Return events that give the answer and of which none can be left out, sorted.

    They are some of the first of ``tries`` that gives the answer: the first is a guess, the last is everything. Where
    not even that gives the answer, which a pure projection cannot bring about, everything is returned. ``spare`` saves
    trying each event where it knows. Once a ``budget`` is spent, what was not tried stays in.

    >>> minimal_cause([["a"], ["a", "b", "c"]], lambda names: "b" in names)
    ('b',)
    """
    budget = budget or Budget()
    found = [sorted(set(some)) for some in tries]
    enough = next(filter(gives, found), None)
    if enough is None:
        return tuple(found[-1])
    if enough is not found[0]:
        enough = sorted(_divided([], enough, budget.limited(gives), changed=False))
    return tuple(sorted(_thinned(enough, budget.limited(gives), spare, budget)))


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


def _thinned(names: list[str], gives: Gives, spare: Spare, budget: Budget) -> list[str]:
    """Return ``names`` without those that can be left out one at a time, until none can."""
    found: Sequence[str] | None = None
    while not budget.is_spent and (found := spare(names)):
        budget.spend(len(names))
        fewer = _without(names, found) if len(found) > _MANY else []
        names = fewer if fewer and gives(fewer) else _without(names, found[:1])
    if budget.is_spent or found is not None:
        return names
    needed = 0
    while needed < len(names):
        fewer = names[1:]
        if gives(fewer):
            names, needed = fewer, 0
        else:
            names, needed = [*fewer, names[0]], needed + 1
    return names


def _without(names: Sequence[str], some: Sequence[str]) -> list[str]:
    left_out = frozenset(some)
    return [name for name in names if name not in left_out]


def states_without_one(
    initial: Hashable, items: Sequence[E], apply: Callable[[Any, E], Hashable], limit: int = MAX_WORK
) -> dict[Hashable, list[int]] | None:
    """Return the states that all items but one lead to, each with the numbers of the items to leave out for it; None
    where that takes more steps than ``limit`` beside one for each item.

    All are worked out in one pass: where leaving out either of two items has led to the same state, what follows is
    the same for both. A count is in one state whichever item is left out, so its pass is as long as the items.

    >>> states_without_one(0, [5, 7], lambda total, item: total + item)
    {7: [0], 5: [1]}
    """
    every = initial
    found: dict[Hashable, list[int]] = {}
    for number, item in enumerate(items):
        limit -= len(found) - 1
        if limit < 0:
            return None
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
