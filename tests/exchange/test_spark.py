"""Frames of Spark: on Sail, which needs no Java; and, asked for by ``-m cluster``, on PySpark with two executors.

Both are left out where they are not installed: the dependency group ``spark`` brings Sail and the client of Spark.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import cstotimeline as csto
from cstotimeline.core.errors import TableError, UnknownKeys
from cstotimeline.csto.leaders import LEADERS
from cstotimeline.exchange.folds import Fold, fold_table
from cstotimeline.exchange.spark import fold_by_key
from cstotimeline.shipped import csto_codec
from tests.exchange.test_sql import ROWS

HISTORY = csto.load()
GIVEN = pa.table(
    {
        "n": pa.array([row[0] for row in ROWS], pa.int32()),
        "day": pa.array([row[1] for row in ROWS], pa.date32()),
        "country": [row[2] for row in ROWS],
    }
)
OPTIONS: dict[str, Any] = {
    "on": "day",
    "add": {"held": "presidency", "status": "membership", "of": "members", "summits": "summits"},
    "key": "country",
    "alternatives": True,
    "dates": True,
    "counts": True,
}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Return a session on a server of Sail of its own."""
    sail = pytest.importorskip(
        "pysail.spark", reason="install the dependency group spark", exc_type=ImportError
    )
    sql = pytest.importorskip("pyspark.sql", exc_type=ImportError)
    server = sail.SparkConnectServer()
    server.start()
    _, port = server.listening_address
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas 3, which the client does not know yet
        session = sql.SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate()
        yield session
        session.stop()
    server.stop()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The client warns of pandas 3, and of sockets that it closes late."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def here() -> list[dict[str, Any]]:
    """Return what the same call gives without Spark."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownKeys)
        found: list[dict[str, Any]] = HISTORY.annotate(GIVEN, **OPTIONS).to_pylist()
    return found


def test_a_frame_of_spark_says_the_same(spark: Any) -> None:
    """A frame of Spark has, row by row and column by column, what an Arrow table has."""
    frame = spark.createDataFrame(GIVEN)
    found = HISTORY.annotate(frame, **OPTIONS)
    assert type(found) is type(frame)
    assert found.orderBy("n").toArrow().to_pylist() == here()


def test_the_portable_sql_runs_on_spark(spark: Any) -> None:
    """The text that runs on SQLite, DuckDB and PostgreSQL runs on Spark too, expression and join."""
    spark.createDataFrame(GIVEN).createOrReplaceTempView("incidents")
    wanted = [row["status"] for row in here()]
    text = HISTORY.sql("membership", on="day", key="country")
    found = spark.sql(f"select n, {text} as status from incidents order by n").toArrow()
    assert found["status"].to_pylist() == wanted
    joined = spark.sql(HISTORY.sql_join("membership", table="incidents", on="day", key="country"))
    assert joined.orderBy("n").toArrow()["membership"].to_pylist() == wanted


def test_values_are_escaped_for_spark(spark: Any) -> None:
    """A holder with a quote and a backslash in the name comes back as it is."""
    name = "O'Hara \\ 'x"
    event = HISTORY.summits[0]
    timeline = csto.Timeline([event], [csto.Projection(name="held", initial="", apply=lambda _, __: name)])
    text = timeline.sql("held", on="day", dialect="spark")
    frame = spark.createDataFrame(pa.table({"day": pa.array([20_000], pa.int32()).cast(pa.date32())}))
    assert frame.selectExpr(f"{text} as held").toArrow()["held"].to_pylist() == [name]


@pytest.mark.parametrize(("value", "kind"), [("2019-11", "string"), ("2019-01-01 12:00:00", "timestamp_ntz")])
def test_a_query_that_meets_no_day_fails(spark: Any, value: str, kind: str) -> None:
    """A frame with a value that is no day fails when it is read, and names the column."""
    frame = spark.sql(f"select cast('{value}' as {kind}) as day")
    found = HISTORY.annotate(frame, on="day", add=["presidency"])
    with pytest.raises(Exception, match="column 'day'"):
        found.toArrow()


def test_what_spark_cannot_take_is_refused(spark: Any) -> None:
    """A column of instants, of numbers, and a clock that is a column, are refused before anything runs."""
    for kind in ("timestamp", "int"):
        frame = spark.sql(f"select cast(null as {kind}) as day")
        with pytest.raises(TableError, match="column 'day': expected dates"):
            HISTORY.annotate(frame, on="day", add=["presidency"])
    with pytest.raises(TableError, match="need the rows in memory"):
        HISTORY.annotate(spark.sql("select current_date() as day"), on="day", add=["presidency"], known="day")


def events_of_leaders() -> tuple[pa.Table, Fold]:
    """Return the events of the leaders as lines with their keys, and what folds them."""
    codec = csto_codec()
    lines = [
        (key, codec.to_line(record))
        for record in HISTORY.log
        if (key := LEADERS.key_of(record.event)) is not None
    ]
    table = pa.table({"state": [key for key, _ in lines], "line": [line for _, line in lines]})
    return table, Fold(projection=LEADERS, key="state", line="line", at="2019-11-20", codec=codec)


def test_events_are_folded_a_key_at_a_time(spark: Any) -> None:
    """Folded by workers a key at a time, events give the answers that they give here."""
    table, fold = events_of_leaders()
    found = fold_by_key(spark.createDataFrame(table), fold).orderBy("key").toArrow()
    assert found.to_pylist() == fold_table(table, fold).to_pylist()


def test_a_fold_here_is_what_the_engine_says() -> None:
    """Without a cluster a fold gives for each key what a timeline of its events says."""
    table, fold = events_of_leaders()
    found = {row["key"]: row["value"] for row in fold_table(table, fold).to_pylist()}
    assert found["Armenia"] == "Nikol Pashinyan"
    assert found["Belarus"] == HISTORY.leaders["Belarus"].at("2019-11-20").label
    assert list(found) == sorted(found)


def test_a_fold_here_of_no_rows_has_none_and_a_row_without_a_key_is_refused() -> None:
    """A table without rows gives one without rows, of the same columns; a missing key is told by its column."""
    table, fold = events_of_leaders()
    assert fold_table(table.slice(0, 0), fold).schema == fold_table(table, fold).schema
    at = table.column_names.index(fold.key)
    nulls = table.set_column(at, fold.key, [[None] * len(table)])
    with pytest.raises(TableError, match="a row without a key"):
        fold_table(nulls, fold)


@pytest.mark.cluster
def test_a_killed_executor_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PySpark with two executors, one of which is killed in mid-job, rows and folds are what they are here."""
    sql = pytest.importorskip("pyspark.sql", exc_type=ImportError)
    root = Path(__file__).parents[2]
    paths = os.pathsep.join([str(root / "src"), str(root)])
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.master("local-cluster[2,1,1024]").appName("cstotimeline")
    for name, value in {
        "spark.executorEnv.PYTHONPATH": paths,
        "spark.ui.enabled": "false",
        "spark.task.maxFailures": "8",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        frame = session.createDataFrame(GIVEN.to_pandas()).repartition(40)
        wanted = here()
        mapped = HISTORY.annotate(frame, **OPTIONS).mapInArrow(
            _slowly, _schema_of(HISTORY.annotate(frame, **OPTIONS))
        )
        killed: list[int] = []
        killer = threading.Thread(target=lambda: killed.append(_kill_one_executor()))
        killer.start()
        rows = sorted((row.asDict() for row in mapped.collect()), key=lambda row: row["n"])
        killer.join()
        assert killed[0] > 0
        assert [_plain(row) for row in rows] == wanted
        table, fold = events_of_leaders()
        folded = fold_by_key(session.createDataFrame(table.to_pandas()), fold).orderBy("key").collect()
        assert [row.asDict() for row in folded] == fold_table(table, fold).to_pylist()
    finally:
        session.stop()


def _slowly(batches: Iterator[Any]) -> Iterator[Any]:
    for batch in batches:
        time.sleep(0.5)
        yield batch


def _schema_of(frame: Any) -> Any:
    return frame.schema


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: None if isinstance(cell, float) and cell != cell else cell for name, cell in row.items()}  # noqa: PLR0124


def _kill_one_executor() -> int:
    """Kill one executor that this process has started, once it works, and return its process id; 0: none was met."""
    end = time.monotonic() + 240
    while time.monotonic() < end:
        time.sleep(0.5)
        found = [pid for pid in _descendants(os.getpid()) if b"CoarseGrainedExecutorBackend" in _command(pid)]
        working = [
            pid for pid in found if any(b"pyspark.daemon" in _command(child) for child in _descendants(pid))
        ]
        if len(found) > 1 and working:
            os.kill(working[0], signal.SIGKILL)
            return working[0]
    return 0


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text(errors="replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(entry.parent.name)
            found += [child, *_descendants(child)]
    return found
