"""Databases that keep the same facts: SQLite in memory, DuckDB in memory, PostgreSQL; and what they are asked.

Statements are prepared, tables are ordered or indexed by what is asked, and loading is not measured.
"""

from __future__ import annotations

import contextlib
import csv
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.facts import Facts
from tests.bench.rounds import Absent, Way, asking
from tests.bench.settings import peer
from tests.bench.spells import rectangles

Ask = Callable[..., Any]

SQLITE, SQLITE_TABLE, SQLITE_KEYS, DUCKDB, POSTGRES = (
    "sqlite3, in memory",
    "sqlite3, the index as table",
    "sqlite3, a look-up for each key",
    "duckdb",
    "postgresql",
)
RTREE, GIST = "sqlite3, R*Tree", "postgresql, GiST rectangles"
KEY_SPAN = 1 << 23
POINT = "WHERE key = {0} AND day <= {0} ORDER BY day DESC, seen DESC LIMIT 1"
BOTH = "WHERE key = {0} AND day <= {0} AND seen <= {0} ORDER BY day DESC, seen DESC LIMIT 1"


def sqlite(facts: Facts, stack: contextlib.ExitStack, *, clustered: bool = True) -> sqlite3.Connection:
    """Return a database in memory that holds the facts by key, day and number; it ends with ``stack``.

    ``clustered`` keeps them in the index itself, which is as fast as SQLite goes; else there is a table and an index,
    as most databases have it.
    """
    base = sqlite3.connect(":memory:", isolation_level=None)
    stack.callback(base.close)
    columns = "key INT, day INT, seen INT, value INT"
    if clustered:
        base.execute(f"CREATE TABLE facts ({columns}, PRIMARY KEY (key, day, seen)) WITHOUT ROWID")
    else:
        base.execute(f"CREATE TABLE facts ({columns})")
        base.execute("CREATE INDEX by_key ON facts (key, day, seen)")
    base.execute("CREATE TABLE keys (key INTEGER PRIMARY KEY)")
    base.execute("BEGIN")
    base.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", sorted(facts))
    base.executemany("INSERT INTO keys VALUES (?)", ((key,) for key in range(facts.count)))
    base.execute("COMMIT")
    base.execute("ANALYZE")
    return base


def sqlite_ways(
    facts: Facts, clause: str, asked: Any, seconds: float, stack: contextlib.ExitStack
) -> Iterator[Way]:
    """Yield the questions to SQLite with an index beside the table, and with the index as the table."""
    for name, words in ((SQLITE, "index (key, day, seen)"), (SQLITE_TABLE, "primary key without rowid")):
        ask = sqlite_asking(sqlite(facts, stack, clustered=name == SQLITE_TABLE), clause)
        yield asking(name, ask, asked, seconds=seconds, plain=first, settings=f"prepared, {words}")


def sqlite_asking(base: sqlite3.Connection, clause: str) -> Ask:
    """Return a prepared question to SQLite for one value."""
    execute, text = base.cursor().execute, f"SELECT value FROM facts {clause.format('?')}"
    return lambda *question: execute(text, question).fetchone()


def sqlite_state(base: sqlite3.Connection) -> Ask:
    """Return the question for the state of all keys on a day: one grouping over the index."""
    text = "SELECT key, value, max(day) FROM facts WHERE day <= ? GROUP BY key"
    execute = base.cursor().execute
    return lambda day: execute(text, (day,)).fetchall()


def sqlite_keys(base: sqlite3.Connection) -> Ask:
    """Return the same question as a look-up for each key, which SQLite answers faster."""
    inner = (
        "SELECT value FROM facts WHERE facts.key = keys.key AND day <= ? ORDER BY day DESC, seen DESC LIMIT 1"
    )
    text, execute = f"SELECT key, ({inner}) FROM keys", base.cursor().execute
    return lambda day: execute(text, (day,)).fetchall()


def first(row: Any) -> int | None:
    """Return the one value of a row; None where there is no row."""
    return None if row is None else int(row[0])


def pairs(rows: Any) -> dict[int, int]:
    """Return rows of key and value as a state."""
    return {int(row[0]): int(row[1]) for row in rows if row[1] is not None}


@contextlib.contextmanager
def duckdb(facts: Facts) -> Iterator[Any]:
    """Lend a DuckDB in memory that holds the facts, ordered by key and day; on one thread for each processor.

    Raises:
        Absent: it is not installed.
    """
    base = peer("duckdb").connect(":memory:")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(facts)
        columns = "columns={'key': 'INT', 'day': 'INT', 'seen': 'INT', 'value': 'INT'}"
        rows = f"SELECT * FROM read_csv('{path}', header=false, {columns}) ORDER BY key, day, seen"
        base.execute(f"CREATE TABLE facts AS {rows}")
    try:
        yield base
    finally:
        base.close()


def duckdb_asking(base: Any, clause: str) -> Ask:
    """Return a prepared question to DuckDB for one value."""
    text = f"SELECT value FROM facts {clause.format('?')}"
    return lambda *question: base.execute(text, question).fetchone()


def duckdb_state(base: Any) -> Ask:
    """Return the question for the state of all keys on a day."""
    text = "SELECT key, arg_max(value, day) FROM facts WHERE day <= ? GROUP BY key"
    return lambda day: base.execute(text, (day,)).fetchall()


@contextlib.contextmanager
def postgres() -> Iterator[Any]:
    """Lend a connection to a server of its own, in memory where there is room.

    Raises:
        Absent: there is no PostgreSQL here, or it does not start.
    """
    try:
        import psycopg

        from tests.stores.pg_server import own_server
    except ImportError as error:
        raise Absent(f"{error.name} is missing") from None
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(own_server(on_disk=False))
        except RuntimeError as error:
            raise Absent(f"no server here: {' '.join(str(error).split())[:80]}") from None
        base = stack.enter_context(psycopg.connect(server.dsn, autocommit=True))
        base.prepare_threshold = 0
        yield base


def postgres_asking(base: Any, facts: Facts, clause: str) -> Ask:
    """Load the facts, and return a prepared question to PostgreSQL for one value."""
    base.execute("DROP TABLE IF EXISTS facts")
    base.execute("CREATE TABLE facts (key int4, day int4, seen int4, value int4)")
    with base.cursor() as cursor, cursor.copy("COPY facts FROM STDIN") as copy:
        for fact in facts:
            copy.write_row(fact)
    base.execute("ALTER TABLE facts ADD PRIMARY KEY (key, day, seen)")
    base.execute("VACUUM ANALYZE facts")
    cursor = base.cursor()
    text = f"SELECT value FROM facts {clause.format('%s::int4')}"
    return lambda *question: cursor.execute(text, question, prepare=True).fetchone()


def rtree(facts: Facts, stack: contextlib.ExitStack) -> Ask:
    """Return the question to SQLite's R*Tree of the rectangles.

    Raises:
        Absent: this SQLite has no R*Tree.
    """
    base = sqlite3.connect(":memory:", isolation_level=None)
    stack.callback(base.close)
    try:
        base.execute("CREATE VIRTUAL TABLE boxes USING rtree_i32(id, k0, k1, d0, d1, s0, s1, +value INT)")
    except sqlite3.OperationalError as error:
        raise Absent(f"this SQLite has no R*Tree ({error})") from None
    base.execute("BEGIN")
    rows = ((key, key, d0, d1 - 1, s0, s1 - 1, value) for key, d0, d1, s0, s1, value in rectangles(facts))
    base.executemany("INSERT INTO boxes (k0, k1, d0, d1, s0, s1, value) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    base.execute("COMMIT")
    text = "SELECT value FROM boxes WHERE k0 <= ? AND k1 >= ? AND d0 <= ? AND d1 >= ? AND s0 <= ? AND s1 >= ?"
    execute = base.cursor().execute
    return lambda key, day, seen: execute(text, (key, key, day, day, seen, seen)).fetchone()


def gist(base: Any, facts: Facts) -> Ask:
    """Return the question to PostgreSQL's GiST of the rectangles; days of a key stand beside those of the last."""
    base.execute("DROP TABLE IF EXISTS boxes")
    base.execute("CREATE TABLE boxes (area box, value int4)")
    with base.cursor() as cursor, cursor.copy("COPY boxes FROM STDIN") as copy:
        for key, d0, d1, s0, s1, value in rectangles(facts):
            left = key * KEY_SPAN
            copy.write_row((f"({left + d0},{s0}),({left + d1 - 1},{s1 - 1})", value))
    base.execute("CREATE INDEX ON boxes USING gist (area)")
    base.execute("VACUUM ANALYZE boxes")
    cursor = base.cursor()
    text = "SELECT value FROM boxes WHERE area @> box(point(%s::float8, %s::float8), point(%s::float8, %s::float8))"

    def ask(key: int, day: int, seen: int) -> Any:
        left = key * KEY_SPAN + day
        return cursor.execute(text, (left, seen, left, seen), prepare=True).fetchone()

    return ask
