"""Both clocks for one key: what stood on a day by what had been recorded up to a place in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

from tests.bench import peers_frames as frames
from tests.bench import peers_sql as sql
from tests.bench.corrected import corrected_key
from tests.bench.engine import index_of, timeline_of
from tests.bench.facts import Facts, drawn, naive, questions
from tests.bench.rounds import Absent, Way, asking, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course
from tests.bench.ways import AT_FIRST, GLANCE, INDEX, answer_way, glance_way, index_way

TITLE = "Both clocks, one key"
CHECKED = 300
ASKED = 30_000
SERVER = 100_000
KEYS = 200
CORRECTIONS = 10
"""How often the corrected event was: such a key is folded anew for each part of the log that is asked for."""
HOT, ORDINARY = "a key of {:,}", "a key of {:,}"


def run(size: Size) -> Iterator[Course]:
    """Yield one comparison for each workload with two clocks; one PostgreSQL server serves them all."""
    with ExitStack() as stack:
        yield from _courses(size, cache(lambda: stack.enter_context(sql.postgres())))


def _courses(size: Size, server: Callable[[], Any]) -> Iterator[Course]:
    middle = size.events[min(1, len(size.events) - 1)]
    backdated, at_random = (
        drawn(middle, order=order, seed=size.seed, keys=min(KEYS, middle // 50))
        for order in ("backdated", "random")
    )
    yield _course(backdated, size, server, public=True)
    yield _course(at_random, size, server, public=True)
    if size.largest > middle:
        yield _course(drawn(size.largest, order="backdated", seed=size.seed), size, server, public=False)
    yield _course(
        drawn(size.largest, shape="one", order="backdated", seed=size.seed), size, server, public=False
    )
    yield _hot(size, middle)
    yield from corrected_key(size, size.at_most(CORRECTIONS))


def _course(facts: Facts, size: Size, server: Callable[[], Any], *, public: bool) -> Course:
    asked = [(key, day, seen) for key, day, seen in questions(facts, size.at_most(ASKED), both=True)]
    absent: dict[str, str] = {}
    with ExitStack() as stack:
        ways = [
            index_way(index_of(facts), asked, size.seconds),
            *(_public(facts, asked, size) if public else ()),
            *sql.sqlite_ways(facts, sql.BOTH, asked, size.seconds, stack),
            *_others(facts, asked, size, server, stack, absent),
        ]
        return course(
            facts.words,
            ways,
            rounds=size.rounds,
            expected=[naive(facts, question) for question in asked[: CHECKED if facts.count > 1 else 10]],
            claims=_claims(facts, public=public),
            absent=absent,
        )


def _public(facts: Facts, asked: list[tuple[int, int, int]], size: Size) -> Iterator[Way]:
    timeline = timeline_of(facts)
    yield glance_way(timeline, asked, size.seconds)
    yield answer_way(timeline, asked, size.seconds)


def _others(
    facts: Facts,
    asked: list[tuple[int, int, int]],
    size: Size,
    server: Callable[[], Any],
    stack: ExitStack,
    absent: dict[str, str],
) -> Iterator[Way]:
    seconds = size.seconds

    def duckdb() -> Way:
        ask = sql.duckdb_asking(stack.enter_context(sql.duckdb(facts)), sql.BOTH)
        return asking(sql.DUCKDB, ask, asked, seconds=seconds, plain=sql.first, settings="table in order")

    def polars() -> Way:
        ask = frames.polars_asking(facts)
        return asking(frames.POLARS, ask, asked, seconds=seconds, plain=frames.last, settings="a filter")

    def rtree() -> Way:
        ask = sql.rtree(_small(facts), stack)
        words = "two rectangles a fact, made beforehand"
        return asking(sql.RTREE, ask, asked, seconds=seconds, plain=sql.first, settings=words)

    def postgres() -> Way:
        ask = sql.postgres_asking(server(), _small(facts), sql.BOTH)
        words = "own server, prepared, unix socket, primary key (key, day, seen)"
        return asking(sql.POSTGRES, ask, asked, seconds=seconds, plain=sql.first, settings=words)

    def gist() -> Way:
        ask = sql.gist(server(), _small(facts))
        words = "two rectangles a fact, made beforehand"
        return asking(sql.GIST, ask, asked, seconds=seconds, plain=sql.first, settings=words)

    makers = {
        sql.DUCKDB: duckdb,
        frames.POLARS: polars,
        sql.RTREE: rtree,
        sql.POSTGRES: postgres,
        sql.GIST: gist,
    }
    for name, make in makers.items():
        try:
            yield make()
        except Absent as why:
            absent[name] = str(why)


def _small(facts: Facts) -> Facts:
    if len(facts) > SERVER or facts.count == 1:
        raise Absent(f"asked up to {SERVER:,} events of several keys: its tables take long to make")
    return facts


def _claims(facts: Facts, *, public: bool) -> list[Claim]:
    one = facts.count == 1
    bound = 300.0 if one else {"backdated": 3.0, "random": 2.2, "ordered": 1.0}[facts.order]
    rows = [
        (INDEX, sql.SQLITE, bound, "issue"),
        (INDEX, sql.DUCKDB, 150.0 if one else 300.0, "T22" if one else "T21"),
    ]
    if public:
        rows.extend(((INDEX, sql.POSTGRES, 60, "T21"), (GLANCE, sql.SQLITE, bound, "T21")))
        if facts.order == "backdated":
            rows.extend(((INDEX, sql.RTREE, 10, "T21"), (INDEX, sql.GIST, 50, "T21")))
    found = [Claim(own=own, peer=peer, kind="faster", bound=b, source=words) for own, peer, b, words in rows]
    found.extend(Claim(own=INDEX, peer=peer, kind="faster") for peer in (sql.SQLITE_TABLE, frames.POLARS))
    return [*found, Claim(own=AT_FIRST, peer=sql.SQLITE, kind="faster")] if public else found


def _hot(size: Size, count: int) -> Course:
    """Return what a question costs about a key of very many facts in any order, beside one of a few."""
    many = drawn(count, shape="one", order="random", seed=size.seed)
    few = drawn(min(200, count // 4), shape="one", order="random", seed=size.seed + 1)
    index, beside = index_of(many), index_of(few)
    timeline, other = timeline_of(many), timeline_of(few)
    hot, ordinary = HOT.format(len(many)), ORDINARY.format(len(few))
    ways = []
    for name, facts, found, whole in ((hot, many, index, timeline), (ordinary, few, beside, other)):
        asked = questions(facts, size.at_most(ASKED), both=True)
        checked = [naive(facts, question) for question in asked[:10]]
        assert [found.at(*question) for question in asked[:10]] == checked
        ways.append(_unchecked(asking(f"{INDEX}, {name}", found.at, asked, seconds=size.seconds)))
        glance = glance_way(whole, asked, size.seconds)
        assert glance.answers is not None
        assert list(glance.answers())[:10] == checked[: glance.operations]
        ways.append(_unchecked(glance, f"{GLANCE}, {name}"))
    claims = [
        Claim(own=f"{way}, {hot}", peer=f"{way}, {ordinary}", kind="within", bound=20, source="issue")
        for way in (INDEX, GLANCE)
    ]
    words = f"one key of {len(many):,} facts in any order, and one of {len(few):,}"
    notes = (
        "the two keys are asked different questions; each way's answers were compared with a slow reading",
    )
    return course(words, ways, rounds=size.rounds, claims=claims, notes=notes)


def _unchecked(way: Way, name: str = "") -> Way:
    return Way(name=name or way.name, ready=way.ready, operations=way.operations, settings=way.settings)
