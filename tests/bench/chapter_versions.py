"""The state at an earlier version, beside an event-sourcing library that folds its events again."""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

from tests.bench.engine import every_key, index_of, instant_of, timeline_of
from tests.bench.facts import FIRST, SPAN, Facts, a_day, drawn
from tests.bench.rounds import Absent, asking, course
from tests.bench.settings import Size, peer
from tests.bench.values import Claim, Course
from tests.bench.ways import EACH, GLANCE_ALL, all_of

TITLE = "The state at an earlier version"
KEYS, EVERY = 20, 100
PEER, SNAPSHOTS = "eventsourcing, POPO", f"eventsourcing, POPO, a snapshot every {EVERY}"
BOUNDS = {1_000: (1_000, 8), 10_000: (8_000, 15)}
LAST = FIRST + SPAN


def run(size: Size) -> Iterator[Course]:
    """Yield the comparison at half of 1,000 and of 10,000 events."""
    for count in (400,) if size.quick else tuple(BOUNDS):
        yield _course(drawn(count, seed=size.seed, keys=KEYS), size)


def _course(facts: Facts, size: Size) -> Course:
    half = len(facts) // 2 // EVERY * EVERY - 1
    chance = random.Random(f"versions {size.seed}")
    asked = [(half,), *((half + EVERY * chance.randrange(-1, 2),) for _ in range(400))]
    index, offices = index_of(facts), timeline_of(facts)["office"]
    absent: dict[str, str] = {}
    ways = [
        asking(EACH, lambda number: every_key(index, LAST, number), asked, seconds=size.seconds),
        asking(
            GLANCE_ALL,
            lambda number: offices.value_at(a_day(LAST), recorded=instant_of(number)),
            asked,
            seconds=size.seconds,
            plain=all_of,
        ),
    ]
    for name, every in ((PEER, None), (SNAPSHOTS, EVERY)):
        try:
            ask, words = _aggregate(facts, every)
        except Absent as why:
            absent[name] = str(why)
        else:
            ways.append(asking(name, ask, asked, seconds=size.seconds, plain=_held, settings=words))
    bare, kept = BOUNDS.get(len(facts), (None, None))
    return course(
        f"version {half:,} of {len(facts):,}, {KEYS} keys",
        ways,
        rounds=size.rounds,
        expected=[_state(facts, number) for (number,) in asked[:5]],
        claims=[
            Claim(own=EACH, peer=PEER, kind="faster", bound=bare, source="T12"),
            Claim(own=EACH, peer=SNAPSHOTS, kind="faster", bound=kept, source="T13"),
            Claim(own=GLANCE_ALL, peer=PEER, kind="faster"),
            Claim(own=GLANCE_ALL, peer=SNAPSHOTS, kind="faster"),
        ],
        absent=absent,
    )


def _held(aggregate: Any) -> dict[int, int]:
    return {int(key): value for key, value in aggregate.held.items()}  # keys of a snapshot are texts


def _state(facts: Facts, number: int) -> dict[int, int]:
    keys: array[int] = facts.keys[:number]
    return {key: place for place, key in enumerate(keys, 1)}


def _aggregate(facts: Facts, every: int | None) -> tuple[Callable[[int], Any], str]:
    """Return the question to a repository of `eventsourcing`, whose version 1 is the making of the aggregate."""
    module = peer("eventsourcing.application")
    kind = _kind()
    app: Any = type(
        f"App{every or ''}",
        (module.Application,),
        {"snapshotting_intervals": {kind: every} if every else None},
    )(env={"IS_SNAPSHOTTING_ENABLED": "y" if every else "n"})
    one = kind()
    app.save(one)
    for key, _, _, value in facts:
        one.take(key, value)
        if value % EVERY == EVERY - 1:
            app.save(one)
    app.save(one)
    name = one.id
    ask = app.repository.get
    return lambda number: ask(
        name, version=number + 1
    ), f"version {version('eventsourcing')}, repository.get(version=)"


@cache  # one class has one name in its registry
def _kind() -> Any:
    domain = peer("eventsourcing.domain")

    class Offices(domain.Aggregate):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            self.held: dict[int, int] = {}

        @domain.event("Taken")  # type: ignore[untyped-decorator, unused-ignore]
        def take(self, key: int, value: int) -> None:
            self.held[key] = value

    return Offices
