"""Both clocks for all keys, beside stores of intervals that have both clocks themselves."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import peers_sql as sql
from tests.bench.engine import every_key, index_of, instant_of, timeline_of
from tests.bench.facts import FIRST, SPAN, a_day, drawn, naive_state
from tests.bench.peers_intervals import MACRAME, TIRAMEMSU, macrame, tiramemsu
from tests.bench.rounds import Absent, asking, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course
from tests.bench.ways import AT_ALL, EACH, GLANCE_ALL, all_of

TITLE = "Both clocks, all keys"
FACTS, KEYS, ASKED, CHECKED = 10_000, 1_000, 400, 5


def run(size: Size) -> Iterator[Course]:
    """Yield the comparison for 10,000 facts, or the fewer of a quick run."""
    count = size.at_most(FACTS)
    facts = drawn(count, order="backdated", seed=size.seed, keys=min(KEYS, count // 10))
    chance = random.Random(f"worlds {size.seed}")
    asked = [(FIRST + int(chance.random() * SPAN), 1 + int(chance.random() * count)) for _ in range(ASKED)]
    given = [(a_day(day), instant_of(seen)) for day, seen in asked]
    offices = timeline_of(facts)["office"]
    absent: dict[str, str] = {}
    seconds = size.seconds
    with ExitStack() as stack:
        base = sql.sqlite(facts, stack)
        folder = Path(stack.enter_context(TemporaryDirectory()))
        ways = [
            asking(EACH, partial(every_key, index_of(facts)), asked, seconds=seconds),
            asking(
                GLANCE_ALL,
                lambda day, seen: offices.value_at(day, recorded=seen),
                given,
                seconds=seconds,
                plain=all_of,
            ),
            asking(
                AT_ALL, lambda day, seen: offices.at(day, recorded=seen), given, seconds=seconds, plain=all_of
            ),
            asking(
                sql.SQLITE,
                _grouped(base),
                asked,
                seconds=seconds,
                plain=sql.pairs,
                settings="group by over the primary key",
            ),
        ]
        for name, lend in ((TIRAMEMSU, tiramemsu), (MACRAME, macrame)):
            try:
                ask, plain, words = stack.enter_context(lend(facts, folder))
            except Absent as why:
                absent[name] = str(why)
            else:
                ways.append(asking(name, ask, asked, seconds=seconds, plain=plain, settings=words))
        yield course(
            facts.words,
            ways,
            rounds=size.rounds,
            expected=[naive_state(facts, *question) for question in asked[:CHECKED]],
            claims=_claims(),
            absent=absent,
        )


def _grouped(base: sqlite3.Connection) -> sql.Ask:
    text = "SELECT key, value, max(day) FROM facts WHERE day <= ? AND seen <= ? GROUP BY key"
    execute = base.cursor().execute
    return lambda *question: execute(text, question).fetchall()


def _claims() -> list[Claim]:
    found = [
        Claim(own=own, peer=peer, kind="faster", bound=10, source="issue")
        for own in (EACH, GLANCE_ALL)
        for peer in (MACRAME, TIRAMEMSU)
    ]
    return [*found, *(Claim(own=own, peer=sql.SQLITE, kind="faster") for own in (EACH, GLANCE_ALL, AT_ALL))]
