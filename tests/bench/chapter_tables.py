"""Annotating a table: columns of who held what then, beside the as-of and range joins of data frames and databases."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from cstotimeline import load
from tests.bench.rounds import Absent, Way, course
from tests.bench.settings import Size, peer
from tests.bench.values import Claim, Course

TITLE = "Annotating a table"
ARROW, PANDAS, POLARS, DUCKDB = (
    "annotate, pyarrow",
    "annotate, pandas",
    "annotate, polars",
    "annotate, DuckDB",
)
POLARS_ASOF, PANDAS_ASOF = "polars join_asof", "pandas merge_asof"
DUCKDB_ASOF, DUCKDB_RANGE = "DuckDB ASOF JOIN", "DuckDB range join"
ROWS = 1_000_000
FIRST, LAST = date(1992, 5, 15).toordinal(), date(2026, 6, 30).toordinal()
EPOCH = date(1970, 1, 1).toordinal()
_QUERY = """
    select label, certain from given asof left join spells
    on given.country = spells.country and given.day >= spells.day order by given.n
"""
_RANGE = """
    select label, certain from given left join spells
    on given.country = spells.country and given.day >= spells.day and given.day < spells.until order by given.n
"""


def run(size: Size) -> Iterator[Course]:
    """Yield the comparison for an office, and for one with keys: few rows, and a million."""
    yield _course("presidency", size.at_most(ROWS), size)
    for count in sorted({size.at_most(10_000), size.at_most(ROWS)}):
        yield _course("membership", count, size)


def _asked(aspect: str, state: str) -> Any:
    """Return what is asked of a row: an office, or that of its state."""
    asked = load()[aspect]
    return asked[state] if aspect == "membership" else asked


def _spells(aspect: str) -> list[tuple[str, date, date, str, bool]]:
    """Return what the as-of joins are given: every spell, those of absence among them, which is what makes their
    answers right: state (of an office without keys, each has the same spells), first day, first day after, label,
    certainty.
    """
    window = f"{date.fromordinal(FIRST)}/{date.fromordinal(LAST)}"
    return [
        (
            state,
            date.fromordinal(spell.spell.start.first_ordinal),
            date.fromordinal(spell.spell.end.last_ordinal + 1),
            spell.label,
            spell.certain,
        )
        for state in (load().membership if aspect == "membership" else ["all"])
        for spell in _asked(aspect, state).during(window)
        if spell.spell is not None
    ]


def _rows(aspect: str, count: int, seed: int) -> Any:
    """Return rows in random order: a number, a day, a state."""
    pa = peer("pyarrow")
    chance = random.Random(f"rows {seed} {count}")
    names = list(load().membership) if aspect == "membership" else ["all"]
    days = [FIRST - EPOCH + int(chance.random() * (LAST - FIRST)) for _ in range(count)]
    states = pa.array([int(chance.random() * len(names)) for _ in range(count)], pa.int8())
    return pa.table(
        {
            "n": pa.array(range(count), pa.int32()),
            "day": pa.array(days, pa.int32()).cast(pa.date32()),
            "country": pa.DictionaryArray.from_arrays(states, names).cast(pa.string()),
        }
    )


def _course(aspect: str, count: int, size: Size) -> Course:
    absent: dict[str, str] = {}
    ways: list[Way] = []
    expected: Sequence[object] = ()
    try:
        table, spells = _rows(aspect, count, size.seed), _spells(aspect)
    except Absent as why:
        absent = dict.fromkeys(_MAKERS, str(why))
    else:
        expected = _expected(aspect, table)
        for name, make in _MAKERS.items():
            try:
                act, plain, settings = make(_Given(aspect, table), spells)
            except Absent as why:
                absent[name] = str(why)
                continue
            ways.append(_way(name, act, plain, count, settings))
    return course(
        f"{count:,} rows, {'nine states' if aspect == 'membership' else 'one office'}: label and certainty",
        ways,
        rounds=size.slow,
        expected=expected,
        claims=_claims(count),
        absent=absent,
    )


def _way(
    name: str, act: Callable[[], Any], plain: Callable[[Any], list[Any]], count: int, settings: str
) -> Way:
    return Way(
        name=name, ready=lambda _: act, answers=lambda: plain(act()), operations=count, settings=settings
    )


def _expected(aspect: str, table: Any) -> list[object]:
    """Return what ``at`` says of the first rows."""
    rows = table.slice(0, 300).to_pylist()
    answers = [_asked(aspect, row["country"]).at(row["day"]) for row in rows]
    return [(answer.label, answer.certain) for answer in answers]


Made = tuple[Callable[[], Any], Callable[[Any], list[Any]], str]


class _Given:
    """The rows, and what is to be added to them."""

    def __init__(self, aspect: str, table: Any) -> None:
        self.table = table
        self.options: dict[str, Any] = {"on": "day", "add": {"label": aspect}}
        if aspect == "membership":
            self.options["key"] = "country"


def _arrow_pairs(found: Any) -> list[Any]:
    names = ("label", "label_certain") if "label_certain" in found.column_names else ("label", "certain")
    return list(zip(*(found[name].to_pylist() for name in names), strict=True))


def _polars_pairs(found: Any) -> list[Any]:
    return _arrow_pairs(found.to_arrow())


def _pandas_pairs(found: Any) -> list[Any]:
    certain = "label_certain" if "label_certain" in found else "certain"
    return list(zip(found["label"].tolist(), found[certain].astype(bool).tolist(), strict=True))


def _annotated(given: _Given, plain: Callable[[Any], list[Any]], frame: Any) -> Made:
    history = load()
    return (lambda: history.annotate(frame, **given.options)), plain, "rows in any order"


def _by_arrow(given: _Given, _: object) -> Made:
    return _annotated(given, _arrow_pairs, given.table)


def _by_pandas(given: _Given, _: object) -> Made:
    return _annotated(given, _pandas_pairs, _to_pandas(given.table))


def _by_polars(given: _Given, _: object) -> Made:
    return _annotated(given, _polars_pairs, peer("polars").DataFrame(given.table))


def _by_duckdb(given: _Given, _: object) -> Made:
    base = peer("duckdb").connect()
    base.register("arrow", given.table)
    base.execute("create table given as select * from arrow")
    history = load()

    def act() -> Any:
        found = history.annotate(base.table("given"), **given.options)
        return found.project("label, label_certain").to_arrow_table()

    return act, _arrow_pairs, "read as Arrow"


def _to_pandas(table: Any) -> Any:
    pandas = peer("pandas")
    frame = table.to_pandas()
    return frame.assign(day=pandas.to_datetime(frame["day"]))


def _spell_table(spells: Sequence[tuple[Any, ...]]) -> Any:
    pa = peer("pyarrow")
    names = ("country", "day", "until", "label", "certain")
    return pa.table({name: [row[n] for row in spells] for n, name in enumerate(names)})


def _polars_asof(given: _Given, spells: Sequence[tuple[Any, ...]]) -> Made:
    polars = peer("polars")
    frame, right = polars.DataFrame(given.table), polars.DataFrame(_spell_table(spells)).sort("day")

    def act() -> Any:
        joined = frame.sort("day").join_asof(right, on="day", by="country", check_sortedness=False)
        return joined.sort("n").select("n", "day", "country", "label", "certain")

    return act, _polars_pairs, "sorted by day and back"


def _pandas_asof(given: _Given, spells: Sequence[tuple[Any, ...]]) -> Made:
    pandas = peer("pandas")
    frame, right = _to_pandas(given.table), _to_pandas(_spell_table(spells)).sort_values("day")

    def act() -> Any:
        joined = pandas.merge_asof(frame.sort_values("day"), right, on="day", by="country")
        return joined.sort_values("n")

    return act, _pandas_pairs, "sorted by day and back"


def _duckdb_join(query: str) -> Callable[[Any, Any], Made]:
    def made(given: _Given, spells: Sequence[tuple[Any, ...]]) -> Made:
        base = peer("duckdb").connect()
        base.register("arrow", given.table)
        base.register("arrow_spells", _spell_table(spells))
        base.execute("create table given as select * from arrow")
        base.execute("create table spells as select * from arrow_spells")
        return (lambda: base.sql(query).to_arrow_table()), _arrow_pairs, "ordered back; read as Arrow"

    return made


_MAKERS: dict[str, Callable[[Any, Any], Made]] = {
    ARROW: _by_arrow,
    PANDAS: _by_pandas,
    POLARS: _by_polars,
    DUCKDB: _by_duckdb,
    POLARS_ASOF: _polars_asof,
    PANDAS_ASOF: _pandas_asof,
    DUCKDB_ASOF: _duckdb_join(_QUERY),
    DUCKDB_RANGE: _duckdb_join(_RANGE),
}


def _claims(count: int) -> list[Claim]:
    def faster(own: str, than: str, bound: float) -> Claim:
        is_promised = count >= ROWS
        return Claim(
            own=own,
            peer=than,
            kind="faster",
            bound=bound if is_promised else None,
            source="issue 16" if is_promised else "",
        )

    return [
        faster(ARROW, POLARS_ASOF, 8),
        faster(ARROW, PANDAS_ASOF, 20),
        faster(ARROW, DUCKDB_ASOF, 20),
        Claim(own=POLARS, peer=POLARS_ASOF, kind="faster"),
        Claim(own=PANDAS, peer=PANDAS_ASOF, kind="faster"),
        Claim(own=DUCKDB, peer=DUCKDB_ASOF, kind="faster"),
        Claim(own=DUCKDB, peer=DUCKDB_RANGE, kind="faster"),
    ]
