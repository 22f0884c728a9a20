"""Days as runs: sets of whole numbers, however wide, in memory that grows with their gaps alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import overload

Spans = tuple[tuple[int, int], ...]
"""Runs of whole numbers, both ends included, ascending, with gaps between them."""


def merged(runs: Iterable[tuple[int, int]]) -> Spans:
    """Return runs in order, those that touch or overlap joined.

    >>> merged([(5, 5), (1, 3), (4, 6), (9, 9)])
    ((1, 6), (9, 9))
    """
    found: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def common(one: Spans, other: Spans) -> Spans:
    """Return the numbers that are in both.

    >>> common(((1, 6), (9, 12)), ((5, 10),))
    ((5, 6), (9, 10))
    """
    found: list[tuple[int, int]] = []
    mine = theirs = 0
    while mine < len(one) and theirs < len(other):
        (first, last), (begin, end) = one[mine], other[theirs]
        if first <= end and begin <= last:
            found.append((max(first, begin), min(last, end)))
        if last < end:
            mine += 1
        else:
            theirs += 1
    return tuple(found)


class Ordinals(Sequence[int]):
    """The numbers of some runs, ascending; no list of them is made.

    >>> days = Ordinals(((1, 3), (10, 1_000_000)))
    >>> len(days), days[3], days[-1], 5 in days, days[1:4]
    (999994, 10, 1000000, False, (2, 3, 10))
    """

    __slots__ = ("_before", "spans")

    def __init__(self, spans: Spans) -> None:
        self.spans = spans
        self._before = [0, *accumulate(last - first + 1 for first, last in spans)]

    def __len__(self) -> int:
        return self._before[-1]

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...

    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        if isinstance(place, slice):
            return tuple(self._at(n) for n in range(*place.indices(len(self))))
        return self._at(range(len(self))[place])

    def _at(self, place: int) -> int:
        number = bisect_right(self._before, place) - 1
        return self.spans[number][0] + place - self._before[number]

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, int):
            return False
        number = bisect_right(self.spans, value, key=itemgetter(0)) - 1
        return number >= 0 and value <= self.spans[number][1]

    def __iter__(self) -> Iterator[int]:
        for first, last in self.spans:
            yield from range(first, last + 1)

    def __reversed__(self) -> Iterator[int]:
        for first, last in reversed(self.spans):
            yield from range(last, first - 1, -1)

    def __eq__(self, other: object) -> bool:
        return self.spans == other.spans if isinstance(other, Ordinals) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.spans)

    def __repr__(self) -> str:
        return f"Ordinals({self.spans!r})"
