"""The bitemporal index: facts by key, by the day from which they count, and by when they were recorded.

A *fact* is a value of a key that counts from a ``day`` and was ``seen`` at a number that grows with the log (the
place of its record). Asked for a day, the index gives the last fact of the key by then; asked for a number too, the
last one among those that had been seen. That is a look-up under both clocks.

The facts of a key are kept in the order of their days, in chunks of a few hundred. The place of a day is found by
bisection. What had not been seen is skipped by one more: each chunk keeps, for every place, the least number
from there to its end. Those numbers never fall, so bisecting them finds the last place whose fact had been seen. If
that place is not after the day it is the answer, as it nearly always is where facts arrive in their order; where they
arrive in any order a fact that had been seen is a few steps back. The same is kept of whole chunks. A new fact goes to
its place in one chunk, and nothing behind it is worked out again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator
from itertools import accumulate
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

CHUNK = 256
"""The number of facts in a chunk, unless another is given; one of more than twice as many is split."""


class Version(NamedTuple, Generic[K, V]):
    """A value of a key, the day from which it counts (an ordinal), and the number at which it was seen."""

    key: K
    day: int
    seen: int
    value: V


class _Chunk(Generic[V]):
    """Some facts of a key, by their days; ``least[n]`` is the least number from place ``n`` to the end."""

    __slots__ = ("days", "least", "seen", "values")

    def __init__(self, days: array[int], seen: array[int], values: list[V]) -> None:
        self.days, self.seen, self.values = days, seen, values
        self.least = _least(seen)

    def split(self) -> _Chunk[V]:
        """Keep the first half, and return the other."""
        half = len(self.days) // 2
        other = _Chunk(self.days[half:], self.seen[half:], self.values[half:])
        del self.days[half:], self.seen[half:], self.values[half:]
        self.least = _least(self.seen)
        return other

    def last(self, before: int, number: int) -> int:
        """Return the last place before ``before`` whose fact had been seen by then; else -1."""
        place = min(bisect_right(self.least, number), before) - 1
        while place >= 0 and self.seen[place] > number:
            place -= 1
        return place


def _least(numbers: array[int]) -> array[int]:
    """Return, for each place, the least number from there to the end."""
    found = array("q", accumulate(reversed(numbers), min))
    found.reverse()
    return found


class _Column(Generic[V]):
    """The facts of one key: its chunks, the first day of each, and the least number of each and from each on.

    ``only`` is the chunk where there is just one, as there is for most keys.
    """

    __slots__ = ("chunks", "each", "firsts", "least", "only")

    def __init__(self, chunks: list[_Chunk[V]]) -> None:
        self.chunks = chunks
        self.measure()

    def measure(self) -> None:
        """Work out what is kept of all chunks."""
        self.only = self.chunks[0] if len(self.chunks) == 1 else None
        self.firsts = array("q", [chunk.days[0] for chunk in self.chunks])
        self.each = array("q", [chunk.least[0] for chunk in self.chunks])
        self.least = _least(self.each)

    def before(self, number: int, seen: int) -> tuple[int, int]:
        """Return the last chunk before chunk ``number`` that has a fact for this number, and its place; else -1."""
        for found in range(min(bisect_right(self.least, seen), number) - 1, -1, -1):
            if self.each[found] <= seen:
                chunk = self.chunks[found]
                return found, chunk.last(len(chunk.days), seen)
        return -1, -1


class BitemporalIndex(Generic[K, V]):
    """Facts by key, asked by day and by what had been seen; see the module for how.

    Of the facts of one key and one day the one seen last counts. Values must not be None. ``chunk`` is the number of
    facts in a chunk.

    >>> index = BitemporalIndex()
    >>> for day, seen, holder in [(10, 1, "Kyrgyzstan"), (30, 2, "Armenia"), (20, 3, "Russia")]:
    ...     index.add("presidency", day, seen, holder)
    >>> index.at("presidency", 25), index.at("presidency", 25, 2), index.at("presidency", 9)
    ('Russia', 'Kyrgyzstan', None)
    """

    def __init__(self, *, chunk: int = CHUNK) -> None:
        self._chunk = chunk
        self._columns: dict[K, _Column[V]] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._columns

    def __iter__(self) -> Iterator[K]:
        return iter(self._columns)

    def add(self, key: K, day: int, seen: int, value: V) -> None:
        """Add one fact, wherever its day lies; it costs about the same in a long column as in a short one."""
        column = self._columns.get(key)
        if column is None:
            self._columns[key] = _Column([_Chunk(array("q", [day]), array("q", [seen]), [value])])
            return
        chunk = column.only
        number = 0
        if chunk is None:
            number = max(bisect_right(column.firsts, day) - 1, 0)
            chunk = column.chunks[number]
        place = bisect_right(chunk.days, day)
        while place and chunk.days[place - 1] == day and seen < chunk.seen[place - 1]:
            place -= 1
            if not place and number and column.chunks[number - 1].days[-1] == day:
                number -= 1
                chunk = column.chunks[number]
                place = len(chunk.days)
        least = chunk.least
        if place == len(least):
            least.append(seen)
        else:
            least.insert(place, min(least[place], seen))
        chunk.days.insert(place, day)
        chunk.seen.insert(place, seen)
        chunk.values.insert(place, value)
        before = place
        while before and least[before - 1] > seen:
            before -= 1
            least[before] = seen
        if len(least) > 2 * self._chunk:
            column.chunks.insert(number + 1, chunk.split())
            column.measure()
        elif seen < column.each[number]:
            column.measure()
        elif not place:
            column.firsts[number] = day

    def extend(self, facts: Iterable[Version[K, V]]) -> None:
        """Add many facts: those of new keys all at once, which is cheaper than one by one."""
        groups: dict[K, list[Version[K, V]]] = {}
        for fact in facts:
            groups.setdefault(fact.key, []).append(fact)
        for key, group in groups.items():
            if key in self._columns:
                for fact in group:
                    self.add(key, fact.day, fact.seen, fact.value)
            else:
                self._columns[key] = self._column(group)

    def _column(self, facts: list[Version[K, V]]) -> _Column[V]:
        facts.sort(key=itemgetter(1, 2))
        days, seen = array("q", [fact.day for fact in facts]), array("q", [fact.seen for fact in facts])
        values = [fact.value for fact in facts]
        size = self._chunk if len(facts) > 2 * self._chunk else len(facts)
        cuts = range(0, len(facts), size)
        return _Column([_Chunk(days[n : n + size], seen[n : n + size], values[n : n + size]) for n in cuts])

    def at(self, key: K, day: int, seen: int | None = None) -> V | None:
        """Return the value of ``key`` on a day: of its last fact by then, among those seen by ``seen`` if that is
        given; None where there is none.
        """
        column = self._columns.get(key)
        if column is None:
            return None
        chunk = column.only
        number = 0
        if chunk is None:
            number = max(bisect_right(column.firsts, day) - 1, 0)
            chunk = column.chunks[number]
        place = bisect_right(chunk.days, day) - 1
        if place < 0:
            return None
        if seen is None or chunk.seen[place] <= seen:
            return chunk.values[place]
        place = chunk.last(place + 1, seen)
        if place < 0:
            number, place = column.before(number, seen)
        return column.chunks[number].values[place] if place >= 0 else None

    def has(self, key: K, day: int) -> bool:
        """Return whether the key has a fact of just this day."""
        column = self._columns.get(key)
        if column is None:
            return False
        days = column.chunks[max(bisect_right(column.firsts, day) - 1, 0)].days
        place = bisect_right(days, day)
        return place > 0 and days[place - 1] == day

    def of(self, key: K) -> Iterator[Version[K, V]]:
        """Yield the facts of a key, in the order of their days.

        >>> index = BitemporalIndex()
        >>> index.extend([Version("a", 2, 1, "x"), Version("a", 1, 2, "y")])
        >>> [fact.value for fact in index.of("a")]
        ['y', 'x']
        """
        for chunk in self._columns[key].chunks:
            yield from (
                Version(key, *fact) for fact in zip(chunk.days, chunk.seen, chunk.values, strict=True)
            )
