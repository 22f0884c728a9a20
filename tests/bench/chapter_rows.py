"""Rows: from a table of terms to the first answer about everyone, and what follows, beside SQLite and polars."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

import attrs

from cstotimeline import Citation, Event, PartialDate, TakesOffice, Timeline, office, read_terms, terms
from cstotimeline.core.fold.projection import Projection
from tests.bench.chapter_start import ran
from tests.bench.rounds import Absent, Act, Way, course
from tests.bench.settings import Size, peer
from tests.bench.term_table import COLUMNS, Row, naive_diff, naive_sitting, table
from tests.bench.values import Claim, Course, Taken

TITLE = "Rows of terms"
SIZES = (1_000, 8_000, 80_000, 790_000)
DAY, LATER = "2005-06-01", "2005-09-01"
PAGE = Citation(publisher="The registers of the houses")
SEATS = terms("member", keyed=True, seats=None)
OURS, FULL, LEAN, POLARS = (
    "read_terms, Timeline, value_at",
    "sqlite3, all columns, the id as key, two indexes",
    "sqlite3, four columns, no id, two indexes",
    "polars",
)
FIRST, AGAIN = "all keys, first", "all keys, again"

Pairs = list[tuple[str, str]]


def run(size: Size) -> Iterator[Course]:
    """Yield the way from rows to answers at each size, what is asked afterwards, and what coarse dates cost."""
    for count in [one for one in SIZES if one <= size.at_most(max(SIZES))] or [size.at_most(SIZES[0])]:
        rows = table(count, size.seed)
        yield _from_rows(rows, size)
        if count in SIZES[:3]:
            yield _diff(rows, size)
            yield _clocks_and_data(rows, size)
        yield _memory(count, size)
    yield _one_key(size.at_most(1_000), size)
    yield _one_key(size.at_most(30_000), size)
    yield _many_keys(size.at_most(20_000), size)


def timeline_of(rows: Sequence[Row]) -> Timeline:
    """Return the timeline of a table, each row with its own id and source."""
    members = read_terms(rows, "member", of="house", holder="member", ids="id", source="page")
    return Timeline(members, [SEATS])


def sitting(history: Timeline, day: str) -> Pairs:
    """Return who sits in which house."""
    found = history["member"].value_at(day)
    return [(house, name) for house, value in found.items() for name in value.value]


def database(rows: Sequence[Row], columns: Sequence[str]) -> sqlite3.Connection:
    """Return a database of the table in memory."""
    base = sqlite3.connect(":memory:")
    said = ", ".join(
        f"{name} text" + (" primary key" if name == "id" else "") for name in map(_quoted, columns)
    )
    base.execute(f"create table terms({said})")  # columns of our own
    names = ", ".join(f":{name}" for name in columns)
    base.executemany(f"insert into terms values({names})", rows)
    base.execute('create index by_member on terms(house, member, "start")')
    base.execute('create index by_day on terms("start", "end")')
    return base


def _quoted(name: str) -> str:
    return f'"{name}"' if name == "end" else name


def sqlite_sitting(base: sqlite3.Connection, day: str) -> Pairs:
    """Return who sits in which house."""
    said = 'select house, member from terms where "start" <= ? and "end" >= ?'
    return base.execute(said, (day, day)).fetchall()


def sqlite_diff(base: sqlite3.Connection, since: str, until: str) -> Pairs:
    """Return the house and member of each seat that is held on one of two days alone."""
    one = 'select house, member from terms where "start" <= ? and "end" >= ?'
    said = f"select * from ({one} except {one}) union all select * from ({one} except {one})"
    return base.execute(said, (since, since, until, until, until, until, since, since)).fetchall()


def _way(name: str, act: Callable[[], Any], plain: Callable[[Any], Any] | None = None) -> Way:
    answers = None if plain is None else (lambda: [plain(act())])
    return Way(name=name, ready=lambda _: act, answers=answers)


def _from_rows(rows: Sequence[Row], size: Size) -> Course:
    absent: dict[str, str] = {}
    ways = [
        _way(OURS, lambda: sitting(timeline_of(rows), DAY), sorted),
        _way(FULL, lambda: _loaded_sitting(rows, COLUMNS), sorted),
        _way(LEAN, lambda: _loaded_sitting(rows, ("house", "member", "start", "end")), sorted),
    ]
    try:
        polars = peer("polars")
        ways.append(_way(POLARS, lambda: _polars_sitting(polars, rows), sorted))
    except Absent as why:
        absent[POLARS] = str(why)
    count = len(rows)
    wanted = 4 if count >= 80_000 else None
    claims = [
        Claim(own=OURS, peer=FULL, kind="within", bound=wanted, source="issue" if wanted else ""),
        Claim(own=OURS, peer=LEAN, kind="within"),
        Claim(own=OURS, peer=POLARS, kind="within"),
    ]
    rounds = 1 if count > 200_000 else size.slow
    expected = [naive_sitting(rows, DAY)]
    title = f"{count:,} rows to the first answer about everyone"
    return course(title, ways, rounds=rounds, expected=expected, claims=claims, absent=absent)


def _loaded_sitting(rows: Sequence[Row], columns: Sequence[str]) -> Pairs:
    with closing(database(rows, columns)) as base:
        return sqlite_sitting(base, DAY)


def _polars_sitting(polars: Any, rows: Sequence[Row]) -> Pairs:
    frame = polars.DataFrame(rows)
    said = frame.filter((polars.col("start") <= DAY) & (polars.col("end") >= DAY))
    found: Pairs = said.select("house", "member").rows()
    return found


def _diff(rows: Sequence[Row], size: Size) -> Course:
    history = timeline_of(rows)

    def seats(changes: Any) -> Pairs:
        return sorted(tuple(change.key) for change in changes)

    ours, other = "diff of two days", "sqlite3, except both ways"
    with closing(database(rows, COLUMNS)) as base:
        return course(
            f"{len(rows):,} rows, what changed between two days",
            [
                _way(ours, lambda: history.diff(DAY, LATER), seats),
                _way(other, lambda: sqlite_diff(base, DAY, LATER), sorted),
            ],
            rounds=size.slow,
            expected=[naive_diff(rows, DAY, LATER)],
            claims=[Claim(own=ours, peer=other, kind="within", bound=20, source="issue")],
            notes=("asked again; the first diff makes the state of all keys, which the course before has",),
        )


def _clocks_and_data(rows: Sequence[Row], size: Size) -> Course:
    """Return what all keys cost as known by a day, and as data, beside the bare state of all keys."""
    known, data = "all keys as known by a later day, first", "snapshot as data without reasons"
    kept = timeline_of(rows)
    sitting(kept, DAY)

    def fresh(ask: Callable[[Timeline], object]) -> Callable[[int], Act]:
        def ready(_: int) -> Act:
            history = timeline_of(rows)
            return lambda: ask(history)

        return ready

    def as_known(history: Timeline) -> object:
        return history["member"].value_at(DAY, known=LATER)

    ways = [
        Way(name=FIRST, ready=fresh(lambda history: sitting(history, DAY))),
        Way(name=known, ready=fresh(as_known)),
        Way(name=data, ready=fresh(lambda history: history.at(DAY).to_dict(reasons=False))),
        _way(AGAIN, lambda: sitting(kept, DAY)),
    ]
    assert as_known(kept) == {
        key: value
        for key, value in kept["member"].value_at(DAY).items()
        if key in kept["member"].value_at(DAY, known=LATER)
    }
    return course(
        f"{len(rows):,} rows, all keys under a clock, and as data",
        ways,
        rounds=size.slow if len(rows) < 80_000 else 1,
        claims=[
            Claim(own=known, peer=FIRST, kind="within", bound=5, source="issue"),
            Claim(own=data, peer=FIRST, kind="within", bound=10, source="issue"),
        ],
    )


def _memory(count: int, size: Size) -> Course:
    found: dict[str, list[float]] = {}
    for _ in range(1 if count > 200_000 else min(size.slow, 2)):
        weights = json.loads(ran("-m", "tests.bench.term_weights", str(count), str(size.seed)))
        for name, weight in weights.items():
            found.setdefault(name, []).append(max(weight, 1) / count)
    return Course(
        title=f"{count:,} rows, memory of the process",
        taken=tuple(Taken(name=name, figures=tuple(figures)) for name, figures in found.items()),
        unit="bytes",
        notes=("resident set, bytes a row, without the rows themselves; 500 were wanted by the issue",),
    )


@attrs.frozen(kw_only=True)
class Made(Event):
    """A work, by its maker."""

    kind = "made"
    maker: str


COUNT: Projection[int] = Projection(
    name="count", initial=0, apply=lambda n, _: n + 1, kinds=(Made,), counted=True
)
MAKER = office("maker", lambda event: TakesOffice(event.maker), kinds=(Made,))
PER_KEY = office(
    "maker", lambda event: TakesOffice(event.maker), kinds=(Made,), key=lambda event: event.maker
)


def _made(texts: Sequence[str], makers: int) -> list[Made]:
    return [
        Made(id=f"m-{n}", occurred=PartialDate.parse(text), maker=f"M{n % makers}", sources=(PAGE,))
        for n, text in enumerate(texts)
    ]


def _one_key(count: int, size: Size) -> Course:
    """Return what a question costs where all dates of one key are years, and exact days."""
    import random

    chance = random.Random(f"years {size.seed}")
    years = [1850 + chance.randrange(150) for _ in range(count)]
    ways = []
    for name, projection, texts in (
        ("count, years", COUNT, [f"{year}" for year in years]),
        ("count, days", COUNT, [f"{year}-06-01" for year in years]),
        ("office, years", MAKER, [f"{year}" for year in years]),
    ):
        history = Timeline(_made(texts, 7), [projection])[projection.name]
        history.value_at("1900-07-01")

        def ask(asked: Any = history) -> object:
            return [asked.value_at("1941-07-01"), asked.during("1930")]

        ways.append(Way(name=name, ready=lambda _, act=ask: act))  # type: ignore[misc]
    claims = [Claim(own=way, peer="count, days", kind="within") for way in ("count, years", "office, years")]
    title = f"one key, {count:,} coarse dates: a value and a year of spells, asked again"
    return course(title, ways, rounds=size.slow, claims=claims)


def _many_keys(count: int, size: Size) -> Course:
    """Return what the first look at all keys costs where each has one coarse date, and one exact day."""

    def ready(text: str) -> Callable[[int], Act]:
        def made(_: int) -> Act:
            history = Timeline(_made([text] * count, count), [PER_KEY])["maker"]
            return lambda: history.value_at("1900-07-01")

        return made

    coarse, exact = "years", "days"
    ways = [Way(name=exact, ready=ready("1900-03-01")), Way(name=coarse, ready=ready("1900"))]
    claims = [Claim(own=coarse, peer=exact, kind="within", bound=1.5, source="issue")]
    return course(f"{count:,} keys with one date each, first look", ways, rounds=size.slow, claims=claims)
