"""The state of all keys on a day: our index and the public question, beside databases, folding and bisecting."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench import peers_frames as frames
from tests.bench import peers_sql as sql
from tests.bench.engine import states_of, timeline_of
from tests.bench.facts import FIRST, SPAN, Facts, a_day, drawn, naive_state
from tests.bench.rounds import Absent, Way, asking, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course
from tests.bench.ways import (
    AT_ALL,
    BISECT_ALL,
    FOLD,
    GLANCE_ALL,
    STATE,
    all_of,
    bisecting_all,
    folding,
    held,
)

TITLE = "The state of all keys on a day"
CHECKED = 3
ASKED = 4_000


def run(size: Size) -> Iterator[Course]:
    """Yield one comparison for each size from the middle one up."""
    for count in size.events[min(1, len(size.events) - 1) :]:
        yield _course(drawn(count, seed=size.seed), size)


def _course(facts: Facts, size: Size) -> Course:
    chance = random.Random(f"days {facts.seed} {len(facts)}")
    days = [(FIRST + int(chance.random() * SPAN),) for _ in range(size.at_most(ASKED))]
    offices = timeline_of(facts)["office"]
    absent: dict[str, str] = {}
    seconds = size.seconds
    with ExitStack() as stack:
        base = sql.sqlite(facts, stack)
        given = [(a_day(day),) for (day,) in days]
        ways = [
            asking(BISECT_ALL, bisecting_all(facts), days, seconds=seconds, plain=held),
            asking(FOLD, folding(facts), days, seconds=seconds),
            asking(
                STATE,
                states_of(facts).at,
                days,
                seconds=seconds,
                settings="states kept from the first question on",
            ),
            asking(GLANCE_ALL, offices.value_at, given, seconds=seconds, plain=all_of),
            asking(AT_ALL, offices.at, given, seconds=seconds, plain=all_of),
            asking(
                sql.SQLITE,
                sql.sqlite_state(base),
                days,
                seconds=seconds,
                plain=sql.pairs,
                settings="group by over the primary key",
            ),
            asking(sql.SQLITE_KEYS, sql.sqlite_keys(base), days, seconds=seconds, plain=sql.pairs),
            *_others(facts, days, seconds, stack, absent),
        ]
        return course(
            facts.words,
            ways,
            rounds=size.slow * 2,
            expected=[naive_state(facts, day) for (day,) in days[:CHECKED]],
            claims=_claims(len(facts)),
            absent=absent,
        )


def _others(
    facts: Facts, days: list[tuple[int]], seconds: float, stack: ExitStack, absent: dict[str, str]
) -> Iterator[Way]:
    def duckdb() -> Way:
        ask = sql.duckdb_state(stack.enter_context(sql.duckdb(facts)))
        return asking(sql.DUCKDB, ask, days, seconds=seconds, plain=sql.pairs, settings="arg_max, group by")

    def polars() -> Way:
        ask = frames.polars_state(facts)
        return asking(
            frames.POLARS, ask, days, seconds=seconds, plain=frames.as_state, settings="by day; group by"
        )

    def pandas() -> Way:
        ask = frames.pandas_state(facts)
        words = "by day; drop_duplicates"
        return asking(frames.PANDAS, ask, days, seconds=seconds, plain=frames.as_state, settings=words)

    for name, make in {sql.DUCKDB: duckdb, frames.POLARS: polars, frames.PANDAS: pandas}.items():
        try:
            yield make()
        except Absent as why:
            absent[name] = str(why)


def _claims(count: int) -> list[Claim]:
    is_large = count >= 1_000_000
    issue = "issue" if is_large else ""
    return [
        Claim(own=STATE, peer=sql.SQLITE, kind="faster", bound=300 if is_large else None, source=issue),
        Claim(own=STATE, peer=sql.SQLITE, kind="faster", bound=500, source="T16"),
        Claim(own=STATE, peer=BISECT_ALL, kind="faster", bound=10 if is_large else 8, source=issue or "T16"),
        Claim(own=STATE, peer=FOLD, kind="faster", bound=300, source="T16"),
        Claim(own=STATE, peer=sql.SQLITE_KEYS, kind="faster"),
        Claim(own=STATE, peer=sql.DUCKDB, kind="faster"),
        Claim(own=STATE, peer=frames.POLARS, kind="faster"),
        Claim(own=STATE, peer=frames.PANDAS, kind="faster"),
        Claim(own=GLANCE_ALL, peer=sql.SQLITE, kind="faster"),
        Claim(own=AT_ALL, peer=sql.SQLITE, kind="faster"),
    ]
