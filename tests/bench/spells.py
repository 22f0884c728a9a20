"""Facts as spells, for those who keep intervals and must be told what a new fact does to the old ones."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator

import attrs

from tests.bench.facts import Facts

OPEN = 1 << 22
"""After every day and every number that facts may have."""


@attrs.frozen
class Change:
    """From ``seen`` on, ``value`` is held from ``begin`` up to without ``end``; ``before`` gives way: the first day,
    the number seen and the value of the spell that it cuts off, which went on up to ``end``.
    """

    key: int
    begin: int
    end: int
    seen: int
    value: int
    before: tuple[int, int, int] | None


def changes(facts: Facts) -> Iterator[Change]:
    """Yield what each fact changes, in the order in which they are recorded.

    Raises:
        AssertionError: two facts of one key bear one day.
    """
    standing: dict[int, list[tuple[int, int, int]]] = {}
    for key, day, seen, value in facts:
        spells = standing.setdefault(key, [])
        place = bisect_right(spells, (day, OPEN, OPEN))
        end = spells[place][0] if place < len(spells) else OPEN
        before = spells[place - 1] if place else None
        assert before is None or before[0] < day
        yield Change(key, day, end, seen, value, before)
        if before is not None:
            spells[place - 1] = (before[0], seen, before[2])
        insort(spells, (day, seen, value))


Rectangle = tuple[int, int, int, int, int, int]


def rectangles(facts: Facts) -> Iterator[Rectangle]:
    """Yield what was held as rectangles: key, first day and day after, first number and number after, value."""
    ends: dict[tuple[int, int], tuple[int, int, int]] = {}
    for change in changes(facts):
        if change.before is not None:
            begin, since, value = change.before
            yield change.key, begin, change.end, since, change.seen, value
            ends[change.key, begin] = (change.begin, change.seen, value)
        ends[change.key, change.begin] = (change.end, change.seen, change.value)
    for (key, begin), (end, since, value) in ends.items():
        yield key, begin, end, since, OPEN, value
