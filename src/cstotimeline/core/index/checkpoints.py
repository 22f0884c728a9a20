"""Checkpoints: the values of all keys at once, on any day."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Hashable, Iterable
from math import isqrt
from operator import itemgetter
from threading import Lock
from typing import Generic, TypeVar

from cstotimeline.core.index.forks import renewed_in_children

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

STEP = 64
"""The least number of changes between two checkpoints, unless another is given."""

_MANY = 16
"""Where keys have no more changes than this on average, checkpoints are further apart, so that they weigh less."""


class CheckpointedStates(Generic[K, V]):
    """Changes (the key, the day from which it has a value, the value), and the values of all keys on a day.

    The values on a day are a copy of the nearest checkpoint before it, and the changes since then. Checkpoints are
    made once they are asked for, so far apart that together they hold a few entries for each change. Of two changes of
    one key and day the last one given counts. ``step`` is the least number of changes between two checkpoints.

    >>> states = CheckpointedStates([("presidency", 10, "Kyrgyzstan"), ("staff", 5, "Moscow")])
    >>> states.at(7), states.at(15)
    ({'staff': 'Moscow'}, {'staff': 'Moscow', 'presidency': 'Kyrgyzstan'})
    """

    def __init__(self, changes: Iterable[tuple[K, int, V]], *, step: int = STEP) -> None:
        ordered = sorted(changes, key=itemgetter(1))
        self._keys = list(map(itemgetter(0), ordered))
        self._days = array("q", map(itemgetter(1), ordered))
        self._values = list(map(itemgetter(2), ordered))
        self._kept: list[dict[K, V]] = [{}]
        self._lock = Lock()
        keys = len(set(self._keys))
        apart = keys // 2 if len(ordered) > _MANY * keys else 2 * keys
        self._step = max(step, apart, isqrt(len(ordered)))
        renewed_in_children(self)

    def renew_in_child(self) -> None:
        """Replace the lock; checkpoints are complete, each as soon as it is there."""
        self._lock = Lock()

    def at(self, day: int) -> dict[K, V]:
        """Return the value of each key that has one at the end of a day (an ordinal)."""
        end = bisect_right(self._days, day)
        number = end // self._step
        if len(self._kept) <= number:
            with self._lock:
                while len(self._kept) <= number:
                    begin = (len(self._kept) - 1) * self._step
                    self._kept.append(self._after(self._kept[-1], begin, begin + self._step))
        return self._after(self._kept[number], number * self._step, end)

    def changing(self, since: int, until: int) -> set[K]:
        """Return the keys with a change after one day and by another (ordinals).

        >>> CheckpointedStates([("a", 5, 1), ("b", 7, 1), ("c", 8, 1)]).changing(5, 7)
        {'b'}
        """
        return set(self._keys[bisect_right(self._days, since) : bisect_right(self._days, until)])

    def _after(self, state: dict[K, V], begin: int, end: int) -> dict[K, V]:
        after = state.copy()
        after.update(zip(self._keys[begin:end], self._values[begin:end], strict=True))
        return after
