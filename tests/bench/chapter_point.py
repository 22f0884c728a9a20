"""One key at a date: our index and the public question, beside a dict and a bisect, databases and data frames."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench import peers_frames as frames
from tests.bench import peers_sql as sql
from tests.bench.engine import index_of, timeline_of
from tests.bench.facts import Facts, Shape, drawn, naive, questions
from tests.bench.rounds import Absent, Way, asking, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course
from tests.bench.ways import AT, AT_FIRST, BISECT, GLANCE, INDEX, answer_way, bisecting, glance_way, index_way

TITLE = "One key at a date"
CHECKED = 300
ASKED = 60_000
SERVER = 100_000
"""The largest log that is brought to PostgreSQL too."""


def run(size: Size) -> Iterator[Course]:
    """Yield one comparison for each size, and for each shape of the middle one."""
    middle = size.events[min(1, len(size.events) - 1)]
    for count in size.events:
        yield _course(drawn(count, seed=size.seed), size)
    shapes: tuple[Shape, ...] = ("zipf", "hot")
    for shape in shapes:
        yield _course(drawn(middle, shape=shape, seed=size.seed), size)


def _course(facts: Facts, size: Size) -> Course:
    asked = questions(facts, size.at_most(ASKED))
    absent: dict[str, str] = {}
    timeline = timeline_of(facts)
    with ExitStack() as stack:
        ways = [
            asking(BISECT, bisecting(facts), asked, seconds=size.seconds),
            index_way(index_of(facts), asked, size.seconds),
            glance_way(timeline, asked, size.seconds),
            answer_way(timeline, asked, size.seconds),
            answer_way(timeline, asked, size.seconds, again=True),
            *sql.sqlite_ways(facts, sql.POINT, asked, size.seconds, stack),
            *_others(facts, asked, size, stack, absent),
        ]
        expected = [naive(facts, question) for question in asked[:CHECKED]]
        return course(
            facts.words,
            ways,
            rounds=size.rounds,
            expected=expected,
            claims=_claims(facts),
            absent=absent,
        )


def _others(
    facts: Facts, asked: list[tuple[int, ...]], size: Size, stack: ExitStack, absent: dict[str, str]
) -> Iterator[Way]:
    def duckdb() -> Way:
        ask = sql.duckdb_asking(stack.enter_context(sql.duckdb(facts)), sql.POINT)
        return asking(
            sql.DUCKDB, ask, asked, seconds=size.seconds, plain=sql.first, settings="table in order"
        )

    def polars() -> Way:
        ask = frames.polars_asking(facts)
        return asking(frames.POLARS, ask, asked, seconds=size.seconds, plain=frames.last, settings="a filter")

    def pandas() -> Way:
        ask = frames.pandas_asking(facts)
        return asking(frames.PANDAS, ask, asked, seconds=size.seconds, plain=frames.last, settings="a mask")

    def postgres() -> Way:
        if len(facts) > SERVER or facts.shape != "uniform":
            raise Absent(f"asked up to {SERVER:,} events, and where keys are alike")
        ask = sql.postgres_asking(stack.enter_context(sql.postgres()), facts, sql.POINT)
        words = "own server, prepared, unix socket, primary key (key, day, seen)"
        return asking(sql.POSTGRES, ask, asked, seconds=size.seconds, plain=sql.first, settings=words)

    makers = {sql.DUCKDB: duckdb, frames.POLARS: polars, frames.PANDAS: pandas, sql.POSTGRES: postgres}
    for name, make in makers.items():
        try:
            yield make()
        except Absent as why:
            absent[name] = str(why)


def _claims(facts: Facts) -> list[Claim]:
    is_large = len(facts) > 100_000
    sqlite, source = (2.0, "T10") if is_large else (3.5, "T9")
    rows = [
        (INDEX, sql.SQLITE, sqlite, "issue"),
        (INDEX, sql.DUCKDB, 400, "issue"),
        (INDEX, frames.POLARS, 400, "issue"),
        (INDEX, frames.PANDAS, 400, "T11"),
        (GLANCE, sql.SQLITE, sqlite, source),
        (GLANCE, sql.DUCKDB, 400, "T11"),
    ]
    if len(facts) <= SERVER and facts.shape == "uniform":
        rows.append((GLANCE, sql.POSTGRES, 60, "T9"))
    return [
        Claim(own=INDEX, peer=BISECT, kind="within", bound=1.5, source="issue"),
        *(Claim(own=own, peer=peer, kind="faster", bound=b, source=words) for own, peer, b, words in rows),
        Claim(own=GLANCE, peer=BISECT, kind="within"),
        Claim(own=AT, peer=BISECT, kind="within"),
        *(Claim(own=own, peer=sql.SQLITE_TABLE, kind="faster") for own in (BISECT, INDEX, GLANCE)),
        Claim(own=BISECT, peer=sql.SQLITE, kind="faster"),
        Claim(own=AT, peer=sql.SQLITE, kind="faster"),
        Claim(own=AT_FIRST, peer=sql.SQLITE, kind="faster"),
    ]
