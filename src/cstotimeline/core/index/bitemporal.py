"""The index: facts by key, by the day from which they count, and by when they came to be known.

A *fact* is a value of a key that counts from a ``day`` and was ``seen`` at a number that grows with the log (the
position of its record). Asked for a day, the index gives the last fact of the key by then; asked for a number too,
the last one among those that had been seen. That is a look-up under both clocks.

The facts of a key stand in the order of their days, cut into chunks of a few hundred. Of a day the place is found
by bisection. What had not been seen is passed over by one more: each chunk keeps, for every place, the least number
from there to its end. Those numbers never fall, so bisecting them tells the last place whose fact had been seen. If
that place is not after the day it is the answer, as it nearly always is where facts arrive in their order; where they
arrive in any order a fact that had been seen is a few steps back. Of whole chunks the same is kept, and found the same
way. A new fact goes to its place in one chunk, wherever that is, and nothing behind it is worked out again. A fact that
is withdrawn stays where it is, with the number from which on it is passed over.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, KeysView
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from cstotimeline.core.index.checkpoints import CheckpointedStates

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_CHUNK = 256
_NEVER = (1 << 63) - 1
"""The number of what will not be: facts that were not withdrawn."""


class Version(NamedTuple, Generic[K, V]):
    """A value of a key, the day from which it counts (an ordinal), and the number at which it was seen."""

    key: K
    day: int
    seen: int
    value: V


class _Chunk(Generic[V]):
    """Some facts of a key, by their days; ``least[n]`` is the least number from place ``n`` to the end.

    ``until`` holds the number at which each was withdrawn; None where none was.
    """

    __slots__ = ("days", "least", "seen", "until", "values")

    def __init__(
        self, days: array[int], seen: array[int], values: list[V], until: array[int] | None = None
    ) -> None:
        self.days, self.seen, self.values, self.until = days, seen, values, until
        self.least = _least(seen)

    def split(self) -> _Chunk[V]:
        """Keep the first half, and return the other."""
        half = len(self.days) // 2
        until = None if self.until is None else self.until[half:]
        other = _Chunk(self.days[half:], self.seen[half:], self.values[half:], until)
        del self.days[half:], self.seen[half:], self.values[half:]
        if self.until is not None:
            del self.until[half:]
        self.least = _least(self.seen)
        return other

    def last(self, before: int, number: int) -> int:
        """Return the last place before ``before`` whose fact had been seen and not withdrawn by then; else -1."""
        seen, until = self.seen, self.until
        place = min(bisect_right(self.least, number), before) - 1
        if until is None:
            while place >= 0 and seen[place] > number:
                place -= 1
        else:
            while place >= 0 and (seen[place] > number or until[place] <= number):
                place -= 1
        return place


def _least(numbers: array[int]) -> array[int]:
    """Return, for each place, the least number from there to the end."""
    found = array("q", accumulate(reversed(numbers), min))
    found.reverse()
    return found


class _Column(Generic[V]):
    """The facts of one key: its chunks, the first day of each, and the least number of each and from each on.

    ``only`` is the chunk where there is just one, as there is for most keys; ``most`` the greatest number at which a
    fact of each chunk was withdrawn.
    """

    __slots__ = ("chunks", "each", "firsts", "least", "most", "only")

    def __init__(self, chunks: list[_Chunk[V]]) -> None:
        self.chunks = chunks
        self.measure()

    def measure(self) -> None:
        self.only = self.chunks[0] if len(self.chunks) == 1 else None
        self.firsts = array("q", [chunk.days[0] for chunk in self.chunks])
        self.each = array("q", [chunk.least[0] for chunk in self.chunks])
        self.least = _least(self.each)
        self.most = [_NEVER if chunk.until is None else max(chunk.until) for chunk in self.chunks]

    def before(self, number: int, seen: int) -> tuple[int, int]:
        """Return the last chunk before chunk ``number`` that has a fact for this number, and its place; else -1."""
        for found in range(min(bisect_right(self.least, seen), number) - 1, -1, -1):
            if self.each[found] <= seen < self.most[found]:
                chunk = self.chunks[found]
                place = chunk.last(len(chunk.days), seen)
                if place >= 0:
                    return found, place
        return -1, -1


class BitemporalIndex(Generic[K, V]):
    """Facts by key, asked by day and by what had been seen; see the module for how.

    ``rank`` orders the facts of one key and one day, the last of which counts; by default the one seen last does.
    Values must not be None.

    >>> index = BitemporalIndex()
    >>> for day, seen, holder in [(10, 1, "Kyrgyzstan"), (30, 2, "Armenia"), (20, 3, "Russia")]:
    ...     index.add("presidency", day, seen, holder)
    >>> index.at("presidency", 25), index.at("presidency", 25, 2), index.at("presidency", 9)
    ('Russia', 'Kyrgyzstan', None)
    >>> index.state(40)
    {'presidency': 'Armenia'}
    """

    def __init__(self, rank: Callable[[V], Any] | None = None) -> None:
        self._rank = rank
        self._columns: dict[K, _Column[V]] = {}
        self._states: CheckpointedStates[K, V] | None = None

    def __len__(self) -> int:
        return sum(len(chunk.days) for column in self._columns.values() for chunk in column.chunks)

    def __contains__(self, key: object) -> bool:
        return key in self._columns

    def __iter__(self) -> Iterator[K]:
        return iter(self._columns)

    def keys(self) -> KeysView[K]:
        """Return the keys that any fact has."""
        return self._columns.keys()

    def add(self, key: K, day: int, seen: int, value: V) -> None:
        """Add one fact, wherever its day lies; it costs about the same in a long column as in a short one."""
        column = self._columns.get(key)
        if column is None:
            self._columns[key] = _Column([_Chunk(array("q", [day]), array("q", [seen]), [value])])
        else:
            chunk = column.only
            number = 0
            if chunk is None:
                number = max(bisect_right(column.firsts, day) - 1, 0)
                chunk = column.chunks[number]
            place = bisect_right(chunk.days, day)
            if place and chunk.days[place - 1] == day:
                number, place = self._among_equals(column, number, place, seen, value)
                chunk = column.chunks[number]
            least = chunk.least
            if place == len(least):
                least.append(seen)
            else:
                after = least[place]
                least.insert(place, after if after < seen else seen)
            chunk.days.insert(place, day)
            chunk.seen.insert(place, seen)
            chunk.values.insert(place, value)
            if chunk.until is not None:
                chunk.until.insert(place, _NEVER)
                column.most[number] = _NEVER
            before = place
            while before and least[before - 1] > seen:
                before -= 1
                least[before] = seen
            if len(least) > 2 * _CHUNK:
                column.chunks.insert(number + 1, chunk.split())
                column.measure()
            elif seen < column.each[number]:
                column.measure()
            elif not place:
                column.firsts[number] = day
        if self._states is not None:
            self._states.put(key, day, next(self.back(key, day)))

    def _among_equals(
        self, column: _Column[V], number: int, place: int, seen: int, value: V
    ) -> tuple[int, int]:
        """Return the chunk and place of a new fact that shares its day with the one before that place."""
        chunk = column.chunks[number]
        day = chunk.days[place - 1]
        while place and chunk.days[place - 1] == day and self._precedes(seen, value, chunk, place - 1):
            place -= 1
            if not place and number and column.chunks[number - 1].days[-1] == day:
                number -= 1
                chunk = column.chunks[number]
                place = len(chunk.days)
        return number, place

    def _precedes(self, seen: int, value: V, chunk: _Chunk[V], place: int) -> bool:
        if self._rank is None:
            return seen < chunk.seen[place]
        return bool(self._rank(value) < self._rank(chunk.values[place]))

    def extend(self, facts: Iterable[Version[K, V]]) -> None:
        """Add many facts: those of new keys all at once, which is cheaper than one by one."""
        groups: dict[K, list[Version[K, V]]] = {}
        for fact in facts:
            groups.setdefault(fact.key, []).append(fact)
        for key, group in groups.items():
            if key in self._columns or self._states is not None:
                for fact in group:
                    self.add(key, fact.day, fact.seen, fact.value)
            else:
                self._columns[key] = self._column(group)

    def _column(self, facts: list[Version[K, V]]) -> _Column[V]:
        rank = self._rank
        if rank is None:
            facts.sort(key=itemgetter(1, 2))
        else:
            facts.sort(key=lambda fact: (fact.day, rank(fact.value)))
        days, seen = array("q", [fact.day for fact in facts]), array("q", [fact.seen for fact in facts])
        values = [fact.value for fact in facts]
        size = _CHUNK if len(facts) > 2 * _CHUNK else len(facts)
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
        if chunk.until is None:
            if seen is None or chunk.seen[place] <= seen:
                return chunk.values[place]
            last = bisect_right(chunk.least, seen)
            if 0 < last <= place:
                return chunk.values[last - 1]
        limit = _NEVER - 1 if seen is None else seen
        place = chunk.last(place + 1, limit)
        if place < 0:
            number, place = column.before(number, limit)
        return column.chunks[number].values[place] if place >= 0 else None

    def back(self, key: K, day: int, seen: int | None = None) -> Iterator[V]:
        """Yield the values of ``key`` from a day backwards, those seen by ``seen`` if that is given.

        >>> index = BitemporalIndex()
        >>> index.extend([Version("a", 1, 1, "x"), Version("a", 2, 3, "y"), Version("a", 3, 2, "z")])
        >>> list(index.back("a", 3)), list(index.back("a", 9, 2))
        (['z', 'y', 'x'], ['z', 'x'])
        """
        column = self._columns.get(key)
        if column is None:
            return
        limit = _NEVER - 1 if seen is None else seen
        number = bisect_right(column.firsts, day) - 1
        if number < 0:
            return
        chunk = column.chunks[number]
        place = chunk.last(bisect_right(chunk.days, day), limit)
        while True:
            if place < 0:
                number, place = column.before(number, limit)
            if place < 0:
                return
            yield column.chunks[number].values[place]
            place = column.chunks[number].last(place, limit)

    def withdraw(self, key: K, day: int, seen: int, is_meant: Callable[[V], bool]) -> bool:
        """Let a fact of a key and a day count no more from a number on: the last that ``is_meant``.

        Returns False where there is none that still counts.

        >>> index = BitemporalIndex()
        >>> index.extend([Version("a", 1, 1, "x"), Version("a", 2, 2, "y")])
        >>> index.withdraw("a", 2, 3, lambda value: value == "y")
        True
        >>> index.at("a", 9), index.at("a", 9, 2)
        ('x', 'y')
        """
        for column, number, place in self._on(key, day):
            chunk = column.chunks[number]
            until = chunk.until or array("q", [_NEVER]) * len(chunk.days)
            if until[place] == _NEVER and is_meant(chunk.values[place]):
                until[place] = seen
                chunk.until = until
                column.most[number] = max(until)
                self._states = None
                return True
        return False

    def _on(self, key: K, day: int) -> Iterator[tuple[_Column[V], int, int]]:
        """Yield where the facts of a key and a day stand, chunk and place, the last one first."""
        column = self._columns.get(key)
        if column is None:
            return
        number = bisect_right(column.firsts, day) - 1
        while number >= 0:
            days = column.chunks[number].days
            place = bisect_right(days, day) - 1
            while place >= 0 and days[place] == day:
                yield column, number, place
                place -= 1
            if place >= 0:
                return
            number -= 1

    def on(self, key: K, day: int) -> Iterator[V]:
        """Yield the values of all facts of a key and a day, also of those that were withdrawn, the last one first."""
        for column, number, place in self._on(key, day):
            yield column.chunks[number].values[place]

    def shared_days(self) -> Iterator[tuple[K, int]]:
        """Yield each key and day of more than one fact, the withdrawn ones included."""
        for key, column in self._columns.items():
            days = chain.from_iterable(chunk.days for chunk in column.chunks)
            yield from ((key, day) for day, next_day in pairwise(days) if day == next_day)

    def of(self, key: K) -> Iterator[Version[K, V]]:
        """Yield the facts of a key that were not withdrawn, in the order of their days."""
        for chunk in self._columns[key].chunks:
            until = chunk.until
            for place, fact in enumerate(zip(chunk.days, chunk.seen, chunk.values, strict=True)):
                if until is None or until[place] == _NEVER:
                    yield Version(key, *fact)

    def state(self, day: int, seen: int | None = None) -> dict[K, V]:
        """Return the value of every key that has one on a day, as :meth:`at` gives it for each."""
        if seen is not None:
            found: dict[K, V] = {}
            at = self.at
            for key in self._columns:
                value = at(key, day, seen)
                if value is not None:
                    found[key] = value
            return found
        if self._states is None:
            self._states = CheckpointedStates(turn for key in self for turn in self._turns(key))
        return self._states.at(day)

    def _turns(self, key: K) -> Iterator[tuple[K, int, V]]:
        return ((key, fact.day, fact.value) for fact in self.of(key))
