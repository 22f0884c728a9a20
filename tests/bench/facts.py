"""The workloads, drawn from a seed: facts of offices in the order in which they are recorded, and questions.

A fact says who holds an office from a day on; what it says is its own number, so that no wrong fact passes for the
right one. Of one office no two facts bear one day, as far as there are days enough.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Literal

import attrs

FIRST = 1_000
"""The ordinal of the first day: in the year 3."""
SPAN = 3_000_000
"""How many days facts may lie on, up to the year 8216."""
PER_KEY = 200

Shape = Literal["uniform", "zipf", "hot", "one"]
Order = Literal["ordered", "backdated", "random"]


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Facts:
    """So many facts over so many keys: of the n-th, seen as number n + 1, ``keys[n]`` and ``days[n]``."""

    keys: array[int]
    days: array[int]
    count: int
    shape: Shape
    order: Order
    seed: int

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield key, day, number seen and value, in the order in which they were recorded."""
        for seen, (key, day) in enumerate(zip(self.keys, self.days, strict=True), 1):
            yield key, day, seen, seen

    @cached_property
    def by_key(self) -> dict[int, list[tuple[int, int]]]:
        """Return day and number of the facts of each key, in the order of days."""
        found: dict[int, list[tuple[int, int]]] = {}
        for key, day, seen, _ in self:
            found.setdefault(key, []).append((day, seen))
        for facts in found.values():
            facts.sort()
        return found

    @property
    def words(self) -> str:
        """Return what a title says of these facts."""
        keys = "one key" if self.count == 1 else f"{self.count:,} keys"
        shape = {"uniform": "", "zipf": ", by Zipf's law", "hot": ", half of them of one key", "one": ""}
        order = {"ordered": "", "backdated": ", 10% backdated", "random": ", recorded in any order"}
        return f"{len(self):,} events of {keys}{shape[self.shape]}{order[self.order]}"


def drawn(
    size: int, *, shape: Shape = "uniform", order: Order = "ordered", seed: int, keys: int | None = None
) -> Facts:
    """Return so many facts over ``keys`` keys, by default one for each 200 facts."""
    chance = random.Random(f"{seed} {size} {shape} {order}")
    count = 1 if shape == "one" else keys or max(size // PER_KEY, 5)
    return Facts(
        keys=array("q", _keys(size, count, shape, chance)),
        days=array("q", _days(size, order, chance)),
        count=count,
        shape=shape,
        order=order,
        seed=seed,
    )


def _keys(size: int, count: int, shape: Shape, chance: random.Random) -> Sequence[int]:
    if shape == "one":
        return [0] * size
    if shape == "hot":
        return [0 if chance.random() < 0.5 else chance.randrange(count) for _ in range(size)]
    if shape == "zipf":
        weights = list(accumulate(1 / rank**1.1 for rank in range(1, count + 1)))
        return chance.choices(range(count), cum_weights=weights, k=size)
    return [int(chance.random() * count) for _ in range(size)]


def _days(size: int, order: Order, chance: random.Random) -> Iterator[int]:
    if order == "random":
        if size > SPAN:
            yield from (FIRST + int(chance.random() * SPAN) for _ in range(size))
        else:
            yield from (FIRST + day for day in chance.sample(range(SPAN), size))
        return
    step = SPAN / size
    taken: set[int] = set()
    for number in range(size):
        day = FIRST + int(number * step)
        if order == "backdated" and chance.random() < 0.1:
            day -= chance.randrange(1 + min(number, size // 4)) * int(step) + 1
            while day in taken:
                day -= 1
            day = max(day, 1)
            taken.add(day)
        yield day


def questions(facts: Facts, count: int, *, both: bool = False) -> list[tuple[int, ...]]:
    """Return questions: a key, a day, and for ``both`` clocks a number seen; keys as often as facts have them."""
    chance = random.Random(f"questions {facts.seed} {len(facts)} {facts.shape} {facts.order}")
    keys, size = facts.keys, len(facts)
    asked: list[tuple[int, ...]] = []
    for _ in range(count):
        key = keys[int(chance.random() * size)]
        day = FIRST + int(chance.random() * SPAN)
        asked.append((key, day, 1 + int(chance.random() * size)) if both else (key, day))
    return asked


def naive(facts: Facts, question: tuple[int, ...]) -> int | None:
    """Return the answer by looking at every fact of the key."""
    key, day, *seen = question
    limit = seen[0] if seen else len(facts)
    last = max(
        (fact for fact in facts.by_key.get(key, ()) if fact[0] <= day and fact[1] <= limit), default=None
    )
    return None if last is None else last[1]


def naive_state(facts: Facts, day: int, seen: int | None = None) -> dict[int, int]:
    """Return the state of all keys on a day by looking at every fact."""
    found: dict[int, tuple[int, int]] = {}
    limit = len(facts) if seen is None else seen
    for key, when, number, _ in facts:
        if when <= day and number <= limit:
            found[key] = max(found.get(key, (0, 0)), (when, number))
    return {key: number for key, (_, number) in found.items()}


def a_day(ordinal: int) -> date:
    """Return the day of an ordinal."""
    return date.fromordinal(ordinal)
