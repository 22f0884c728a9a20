"""SQL: one text on SQLite, DuckDB and PostgreSQL, equal to ``at``; names and values that are no plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import duckdb
import psycopg
import pytest

import cstotimeline as csto
from cstotimeline.core.errors import TableError
from cstotimeline.exchange.dialects import Dialect
from tests.builders import PAGE
from tests.stores.pg_server import or_skipped, some_server

HISTORY = csto.load()
SPELLINGS = ["Kirghizia", "ARM", " uzbekistan", "RUSSIAN FEDERATION", "Tajikistan", "blr", "Narnia", None]
Run = Callable[[str], list[tuple[Any, ...]]]


def rows() -> list[tuple[int, date | None, str | None]]:
    """Return rows with a day, or none, before, in and after the span of the log, and a state."""
    random = Random(7)
    first = date(1988, 1, 1)
    return [
        (n, None if n % 9 == 0 else first + timedelta(random.randrange(16_000)), random.choice(SPELLINGS))
        for n in range(1_500)
    ]


ROWS = rows()
QUOTED = 'the "Day" of;--'


@pytest.fixture(scope="module", params=["sqlite", "duckdb", "postgresql"])
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """Return what runs a query on a real engine that has the rows in two tables, days as the engine has them."""
    if request.param == "postgresql":
        with or_skipped(some_server()) as dsn, psycopg.connect(dsn) as server:
            _fill(lambda text, many: server.cursor().executemany(text, many), "%s", "date")
            yield lambda query: server.execute(query.encode()).fetchall()  # bytes: no text of a program
            server.rollback()
    elif request.param == "duckdb":
        with duckdb.connect() as base:
            _fill(base.executemany, "?", "date")
            yield lambda query: base.execute(query).fetchall()
    else:
        lite = sqlite3.connect(":memory:")
        _fill(lite.executemany, "?", "text", text=True)
        yield lambda query: lite.execute(query).fetchall()
        lite.close()


def _fill(many: Callable[[str, Sequence[Any]], object], mark: str, kind: str, *, text: bool = False) -> None:
    """Make the two tables, one of them with a name of a column that must be quoted."""
    for table, day in (("incidents", "date"), ("quoted", '"the ""Day"" of;--"')):
        many(f"create table {table} (n integer, {day} {kind}, country varchar(40))", [()])
        values = [(n, when.isoformat() if when and text else when, state) for n, when, state in ROWS]
        many(f"insert into {table} values ({mark}, {mark}, {mark})", values)


def status(state: str | None, when: date | None) -> Any:
    """Return what ``at`` says of a state, which is null for none, and for one that the log does not know."""
    try:
        return None if when is None else HISTORY.membership[(state or "-").strip()].at(when)
    except csto.UnknownName:
        return None


@pytest.mark.parametrize("part", ["label", "certain", "covered"])
def test_an_expression_says_what_at_says(run: Run, part: Any) -> None:
    """The same text gives on every engine what ``at`` says of each row, null where there is no day."""
    query = HISTORY.sql("presidency", on="date", part=part)
    found = run(f"select n, {query} from incidents order by n")
    wanted = [(n, when and getattr(HISTORY.presidency.at(when), part)) for n, when, _ in ROWS]
    assert found == wanted


def test_keys_are_found_by_every_spelling(run: Run) -> None:
    """Any spelling of a state, in any case, gives its status; one that the log does not know gives null."""
    query = HISTORY.sql("membership", on="date", key="country")
    found = run(f"select n, {query} from incidents order by n")
    assert found == [(n, getattr(status(state, when), "label", None)) for n, when, state in ROWS]


@pytest.mark.parametrize("known", [None, "2012-06-01"])
def test_a_join_gives_each_row_once(run: Run, known: str | None) -> None:
    """The range join has each row once, with label, certainty and coverage as ``at`` says them."""
    query = HISTORY.sql_join("presidency", table="incidents", on="date", known=known)
    found = sorted((row[0], *row[3:]) for row in run(query))
    history = HISTORY.as_of(known=known)
    wanted = []
    for n, when, _ in ROWS:
        said = None if when is None else history.presidency.at(when)
        wanted.append((n, *((None,) * 3 if said is None else (said.label, said.certain, said.covered))))
    assert found == wanted


def test_a_join_by_keys(run: Run) -> None:
    """The range join finds keys by every spelling."""
    query = HISTORY.sql_join("membership", table="incidents", on="date", key="country")
    found = sorted((row[0], row[3]) for row in run(query))
    assert found == [(n, getattr(status(state, when), "label", None)) for n, when, state in ROWS]


def test_names_are_quoted(run: Run) -> None:
    """A column with quotes, blanks and a semicolon in its name is one column, and nothing else."""
    query = HISTORY.sql("presidency", on=QUOTED)
    found = run(f"select n, {query} from quoted order by n")
    assert found == [(n, when and HISTORY.presidency.at(when).label) for n, when, _ in ROWS]


def test_values_are_quoted(run: Run) -> None:
    """A holder whose name has a quote comes back as it is, in the dialect that escapes it."""
    name = "O'Hara'); drop table incidents;--"
    event = csto.SecretaryGeneralTookOffice(
        id="s-1", occurred=csto.PartialDate("2003-01-01"), person="Nikolai Bordyuzha", sources=PAGE
    )
    held = csto.Projection(name="held", initial="", apply=lambda _, __: name)
    timeline = csto.Timeline([event], [held])
    with pytest.raises(TableError, match="engines read this value differently"):
        timeline.sql("held", on="date")
    query = timeline.sql("held", on="date", dialect="standard")
    assert run(f"select {query} from incidents where date > '2004-01-01' limit 1") == [(name,)]
    assert len(run("select * from incidents")) == len(ROWS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"aspect": "membership", "on": "date"}, "sql: the aspect has keys"),
        ({"aspect": "presidency", "on": ""}, "sql: expected the name of a column"),
        ({"aspect": "presidency", "on": "a\nb"}, "sql: expected the name of a column"),
        ({"aspect": "presidency", "on": "a", "part": "all"}, "part: expected label, certain or covered"),
        ({"aspect": "presidency", "on": "a", "dialect": "oracle"}, "dialect: expected one of"),
    ],
)
def test_bad_input_is_one_clear_line(options: dict[str, Any], message: str) -> None:
    """What cannot be written is refused with one line."""
    aspect = options.pop("aspect")
    with pytest.raises(TableError) as raised:
        HISTORY.sql(aspect, **options)
    assert str(raised.value).startswith(message)


def test_a_backslash_is_escaped_for_spark() -> None:
    """Spark reads a backslash in a text as an escape: it is written twice, and names stand in backticks."""
    spark = Dialect("spark")
    assert spark.text("a\\b'c") == "'a\\\\b\\'c'"
    assert spark.identifier("a`b") == "`a``b`"


def test_no_library_is_needed() -> None:
    """Writing SQL loads neither pyarrow nor narwhals."""
    import subprocess
    import sys

    code = (
        "import sys, cstotimeline\n"
        "cstotimeline.load().sql('presidency', on='day')\n"
        "print([name for name in ('pyarrow', 'narwhals', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
