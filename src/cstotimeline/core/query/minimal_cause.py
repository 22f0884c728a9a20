"""Reasons: the fewest events that give an answer, such that without any one of them it is another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Gives = Callable[[Sequence[str]], bool]
"""Whether just these events, by id, give the answer."""


def minimal_cause(guess: Sequence[str], everything: Sequence[str], gives: Gives) -> tuple[str, ...]:
    """Return a subset of ``everything`` that gives the answer and of which no event can be left out, sorted.

    ``guess`` is tried first. Where not even ``everything`` gives the answer, which a pure projection cannot bring
    about, everything is returned.
    """
    enough = sorted(set(guess))
    if not gives(enough):
        enough = sorted(set(everything))
        if not gives(enough):
            return tuple(enough)
        enough = sorted(_divided([], enough, gives, changed=False))
    return tuple(sorted(_thinned(enough, gives)))


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


def _thinned(names: list[str], gives: Gives) -> list[str]:
    """Return ``names`` without those that can be left out one at a time, until none can."""
    needed = 0
    while needed < len(names):
        fewer = names[1:]
        if gives(fewer):
            names, needed = fewer, 0
        else:
            names, needed = [*fewer, names[0]], needed + 1
    return names
