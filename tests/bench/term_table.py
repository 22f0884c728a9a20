"""A table of terms as public ones are: members of many houses, one term a row, drawn from a seed.

Each house has legislative periods of exact days; most members sit for a whole period, some come or leave within one,
and half of them come back. No two terms of one member in one house meet.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

COLUMNS = ("id", "house", "member", "area", "party", "start", "end", "page")
FIRST, LAST = date(1950, 1, 1).toordinal(), date(2020, 1, 1).toordinal()

Row = dict[str, str]


def table(count: int, seed: int) -> list[Row]:
    """Return so many rows, in no order.

    >>> rows = table(500, 1)
    >>> len(rows), tuple(rows[0]) == COLUMNS, len({row["id"] for row in rows})
    (500, True, 500)
    """
    chance = random.Random(f"terms {seed} {count}")
    houses = [f"House of place {number}" for number in range(max(count // 335, 2))]
    starts = {house: _periods(chance) for house in houses}
    rows: list[Row] = []
    person = 0
    while len(rows) < count:
        person += 1
        house = chance.choice(houses)
        periods = starts[house]
        first = chance.randrange(len(periods) - 1)
        for number in range(first, min(first + chance.choice((1, 1, 1, 2, 2, 3)), len(periods) - 1)):
            begin, end = periods[number], periods[number + 1] - 1
            if chance.random() < 0.1:
                begin += chance.randrange(1, (end - begin) // 2)
            if chance.random() < 0.1:
                end -= chance.randrange(1, (end - begin) // 2)
            rows.append(_row(len(rows), house, person, chance, begin, end))
    rows = rows[:count]
    chance.shuffle(rows)
    return rows


def _periods(chance: random.Random) -> list[int]:
    found = [FIRST + chance.randrange(2_000)]
    while found[-1] < LAST:
        found.append(found[-1] + chance.randrange(1_000, 1_900))
    return found


def _row(number: int, house: str, person: int, chance: random.Random, begin: int, end: int) -> Row:
    texts = (
        f"row-{number}",
        house,
        f"Member Number {person}",
        f"District {chance.randrange(90)}",
        f"Party {chance.randrange(9)}",
        date.fromordinal(begin).isoformat(),
        date.fromordinal(end).isoformat(),
        f"Register of the {house}",
    )
    return dict(zip(COLUMNS, texts, strict=True))


def naive_sitting(rows: Sequence[Row], day: str) -> list[tuple[str, str]]:
    """Return who sits in which house on a day, sorted, by looking at each row."""
    return sorted((row["house"], row["member"]) for row in rows if row["start"] <= day <= row["end"])


def naive_diff(rows: Sequence[Row], since: str, until: str) -> list[tuple[str, str]]:
    """Return the house and member of each seat that is held on one of two days alone, sorted."""
    return sorted({*naive_sitting(rows, since)} ^ {*naive_sitting(rows, until)})
