"""States: the values of all keys at once, on any day."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Hashable, Iterable
from math import isqrt
from operator import itemgetter
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_STEP = 64
"""The least number of turns between two states that are kept."""


class CheckpointedStates(Generic[K, V]):
    """Turns (the key, the day from which it has a value, the value), and the state of all keys on a day.

    The state on a day is a copy of the nearest one before that was kept, and the turns since then. States are kept
    once they are asked for, so far apart that together they hold a few entries for each turn. A turn that is put in
    between drops the states behind it. Of two turns of one key and day the last one given counts.

    >>> states = CheckpointedStates([("presidency", 10, "Kyrgyzstan"), ("staff", 5, "Moscow")])
    >>> states.put("presidency", 20, "Russia")
    >>> states.at(15), states.at(25)["presidency"]
    ({'staff': 'Moscow', 'presidency': 'Kyrgyzstan'}, 'Russia')
    """

    def __init__(self, turns: Iterable[tuple[K, int, V]] = ()) -> None:
        self._take(sorted(turns, key=itemgetter(1)))

    def _take(self, ordered: list[tuple[K, int, V]]) -> None:
        self._keys = [key for key, _, _ in ordered]
        self._days = array("q", [day for _, day, _ in ordered])
        self._values = [value for _, _, value in ordered]
        self._kept: list[dict[K, V]] = [{}]
        self._step = max(_STEP, len(set(self._keys)) // 2, isqrt(len(ordered)))

    def __len__(self) -> int:
        return len(self._days)

    def at(self, day: int) -> dict[K, V]:
        """Return the value of each key that has one at the end of a day (an ordinal)."""
        end = bisect_right(self._days, day)
        number = end // self._step
        while len(self._kept) <= number:
            begin = (len(self._kept) - 1) * self._step
            self._kept.append(self._after(self._kept[-1], begin, begin + self._step))
        return self._after(self._kept[number], number * self._step, end)

    def _after(self, state: dict[K, V], begin: int, end: int) -> dict[K, V]:
        after = state.copy()
        after.update(zip(self._keys[begin:end], self._values[begin:end], strict=True))
        return after

    def put(self, key: K, day: int, value: V) -> None:
        """Give a key a value from a day on, until its next turn."""
        place = bisect_right(self._days, day)
        for same in range(place - 1, bisect_left(self._days, day) - 1, -1):
            if self._keys[same] == key:
                self._values[same] = value
                place = same
                break
        else:
            self._days.insert(place, day)
            self._keys.insert(place, key)
            self._values.insert(place, value)
        del self._kept[place // self._step + 1 :]

    def replace(self, keys: Collection[K], turns: Iterable[tuple[K, int, V]] = ()) -> None:
        """Forget every turn of some keys, and take others for them."""
        every = zip(self._keys, self._days, self._values, strict=True)
        self._take(sorted([*(turn for turn in every if turn[0] not in keys), *turns], key=itemgetter(1)))
