"""How time grows with the log: loading, building, asking, over four decades."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from cstotimeline.core.index.bitemporal import BitemporalIndex, Version
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from tests.bench.engine import CODEC, covering, lines_of, number_of, office_of
from tests.bench.facts import FIRST, SPAN, Facts, a_day, drawn, naive, questions
from tests.bench.rounds import asking, collector
from tests.bench.settings import Size
from tests.bench.values import Curve
from tests.bench.ways import GLANCE, INDEX, glance_way

TITLE = "Growth"
TIMELINES = (100, 1_000, 10_000, 100_000, 1_000_000)
SHORT = 20_000
"""Logs up to this size are measured more often, since they are quick."""
TENFOLD = 0.2
"""The power at which ten times the events take 1.6 times the time: more is not called logarithmic."""
Points = list[tuple[int, tuple[float, ...]]]


def run(size: Size) -> Iterator[Curve]:
    """Yield how loading, building and asking grow."""
    index: dict[str, Points] = {
        "extend": [],
        "add": [],
        "at": [],
        "both": [],
        "glance": [],
        "load": [],
        "build": [],
    }
    for count in size.index:
        _index(drawn(count, seed=size.seed), size, index)
    sizes = (50, 100, 200) if size.quick else tuple(n for n in TIMELINES if n <= size.index[-1])
    for count in sizes:
        _timeline(drawn(count, seed=size.seed), size, index)
    linear, logarithmic = (0.9, 1.1), (None, TENFOLD)
    for name, title, law, bounds in (
        ("extend", "Index.extend, all facts", "power", linear),
        ("add", "Index.add, fact by fact", "power", linear),
        ("at", f"{INDEX}, one clock", "log", logarithmic),
        ("both", f"{INDEX}, both clocks", "log", logarithmic),
        ("load", "lines to a log", "power", linear),
        ("build", "a Timeline and its first glance", "power", linear),
        ("glance", GLANCE, "log", logarithmic),
    ):
        kind: Literal["power", "log"] = "power" if law == "power" else "log"
        yield Curve(
            title=title, points=tuple(index[name]), law=kind, low=bounds[0], high=bounds[1], source="issue"
        )


def _index(facts: Facts, size: Size, found: dict[str, Points]) -> None:
    rounds = max(size.slow, 2) if len(facts) <= SHORT else 1

    kept: list[BitemporalIndex[int, int]] = []

    def extend() -> None:
        kept[:] = [BitemporalIndex()]
        kept[0].extend(Version(*fact) for fact in facts)

    def add() -> object:
        index: BitemporalIndex[int, int] = BitemporalIndex()
        for fact in facts:
            index.add(*fact)
        return index

    found["add"].append((len(facts), _timed(add, rounds)))
    found["extend"].append((len(facts), _timed(extend, rounds)))
    index = kept[0]
    for name, both in (("at", False), ("both", True)):
        asked = questions(facts, size.at_most(30_000), both=both)
        if len(facts) <= 100_000:
            assert [index.at(*one) for one in asked[:50]] == [naive(facts, one) for one in asked[:50]]
        found[name].append((len(facts), _asked(index.at, asked, size)))


def _timeline(facts: Facts, size: Size, found: dict[str, Points]) -> None:
    rounds = max(size.slow, 2) if len(facts) <= SHORT else 1
    lines = list(lines_of(facts))
    kept: list[Records] = []

    def load() -> None:
        with gc_paused():
            kept[:] = [Records([CODEC.from_line(line, place) for place, line in enumerate(lines, 1)])]

    found["load"].append((len(facts), _timed(load, rounds)))
    lines.clear()
    records: Sequence[Record] = kept[0]
    name, day = office_of(facts.keys[0]), a_day(FIRST + SPAN)
    made: list[Timeline] = []

    def build() -> None:
        made[:] = [covering(records)]
        made[0]["office"][name].value_at(day)

    found["build"].append((len(facts), _timed(build, rounds)))
    asked = questions(facts, size.at_most(30_000))
    way = glance_way(made[0], asked, size.seconds)
    assert way.answers is not None
    if len(facts) <= 100_000:
        answers = list(way.answers())[:50]
        assert answers == [naive(facts, one) for one in asked[: len(answers)]]
    with collector("on"):
        taken = tuple(_seconds(way.ready(number)) / way.operations for number in range(size.slow))
    found["glance"].append((len(facts), taken))
    assert number_of(made[0]["office"][name].value_at(day)) == facts.by_key[facts.keys[0]][-1][1]


def _timed(act: Callable[[], object], rounds: int) -> tuple[float, ...]:
    with collector("on"):
        if rounds > 1:
            act()
        return tuple(_seconds(act) for _ in range(rounds))


def _asked(ask: Callable[..., object], asked: Sequence[tuple[int, ...]], size: Size) -> tuple[float, ...]:
    way = asking("", ask, asked, seconds=size.seconds)
    with collector("on"):
        return tuple(_seconds(way.ready(number)) / way.operations for number in range(size.rounds))


def _seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    kept = act()
    taken = time.perf_counter() - begin
    del kept
    return taken
