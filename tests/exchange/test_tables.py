"""Tables out: what each row says, how dates and doubt stand in columns, files, stamps and rechecking."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cstotimeline as csto
from cstotimeline.cli import main
from cstotimeline.core.errors import LogError, TableError
from cstotimeline.exchange.files import read, write
from cstotimeline.exchange.metadata import metadata_of
from cstotimeline.exchange.recheck import recheck
from cstotimeline.stores.memory import MemoryLog
from tests.builders import PAGE

HISTORY = csto.load()
TABLES = {
    name: getattr(HISTORY, f"{name}_table")() for name in ("tenures", "events", "citations", "attendance")
}


def test_tenures_are_those_of_the_offices() -> None:
    """The table has a row for each tenure of each office, in order, with what the tenure says."""
    rows = [row for row in TABLES["tenures"].to_pylist() if row["aspect"] == "presidency"]
    assert [row["holder"] for row in rows] == [one.holder for one in HISTORY.presidency.tenures]
    for row, one in zip(rows, HISTORY.presidency.tenures, strict=True):
        assert (row["start"], row["start_latest"]) == (one.start.text, one.start.latest)
        assert (row["certain"], row["because"]) == (one.certain, list(one.because))
    last = rows[-1]
    assert (last["end"], last["end_earliest"], last["end_is"]) == (None, None, "open")


def test_doubtful_dates_are_text_and_two_days() -> None:
    """A coarse date has its EDTF text and its first and last day; no date column holds a text."""
    table = TABLES["tenures"]
    coarse = [
        row
        for row in table.to_pylist()
        if row["start_is"] == "date" and row["start_earliest"] != row["start_latest"]
    ]
    assert coarse
    for row in coarse:
        when = csto.PartialDate(row["start"])
        assert (when.earliest, when.latest) == (row["start_earliest"], row["start_latest"])
    assert table.schema.field("start_earliest").type == pa.date32()
    assert {row["start_is"] for row in table.to_pylist()} >= {"date", "unknown"}


def test_events_have_every_field() -> None:
    """The table of events has each event that counts, its record, and the kind's own fields as JSON."""
    rows = {row["id"]: row for row in TABLES["events"].to_pylist()}
    assert list(rows) == [event.id for event in HISTORY.events()]
    row = rows["summit-2015-09-15-dushanbe"]
    assert json.loads(row["fields"])["place"] == "Dushanbe"
    assert row["recorded"] == HISTORY.log[row["id"]].recorded
    assert row["position"] == HISTORY.log[row["id"]].position


def test_citations_are_those_of_the_events() -> None:
    """Each source of each event has one row, numbered from 1."""
    rows = TABLES["citations"].to_pylist()
    event = HISTORY.events()[100]
    assert [row["publisher"] for row in rows if row["event"] == event.id] == [
        s.publisher for s in event.sources
    ]
    assert len(rows) == sum(len(one.sources) for one in HISTORY.events())


def test_seats_are_those_of_the_summits() -> None:
    """Each seat at a summit has one row."""
    assert TABLES["attendance"].num_rows == sum(len(one.attendance) for one in HISTORY.summits)
    assert set(TABLES["attendance"]["presence"].to_pylist()) <= {"present", "represented", "absent"}


def test_states_are_what_at_says() -> None:
    """The table of states has, for each day, aspect and key, what ``at`` says; of groups the names."""
    rows = HISTORY.states_table(["2003-06-01", date(2015, 9, 15)]).to_pylist()
    by_slot = {(row["day"], row["aspect"], row["key"]): row for row in rows}
    row = by_slot[date(2003, 6, 1), "presidency", None]
    said = HISTORY.presidency.at("2003-06-01")
    assert (row["value"], row["certain"], row["covered"]) == (said.label, said.certain, said.covered)
    assert row["alternatives"] == list(said.alternatives)
    assert by_slot[date(2015, 9, 15), "members", None]["names"] == list(HISTORY.members.at("2015-09-15"))
    leader = by_slot[date(2015, 9, 15), "leaders", "Armenia"]
    assert leader["value"] == HISTORY.leaders["Armenia"].at("2015-09-15").label


def test_a_period_stands_for_each_of_its_days() -> None:
    """A period as text gives the state on each of its days."""
    assert len(set(HISTORY.states_table("2019-11").column("day").to_pylist())) == 30


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ("2019/..", "days: expected a period with both ends"),
        ("1000/2000", "days: expected at most 100,000 days"),
        (["2019-11-20T10:00:00Z"], "days: expected days, got the instant"),
        (["2019-11"], "days: '2019-11' is a month"),
    ],
)
def test_days_that_are_none_are_refused(days: Any, message: str) -> None:
    """What is no day, or too many of them, is refused with one line."""
    with pytest.raises((TableError, csto.DateError)) as raised:
        HISTORY.states_table(days)
    assert str(raised.value).startswith(message)


def test_every_library_reads_the_tables() -> None:
    """pandas, polars and DuckDB take the table by its Arrow stream, with as many rows."""
    table = TABLES["tenures"]
    assert hasattr(table, "__arrow_c_stream__")
    assert len(pl.DataFrame(table)) == table.num_rows
    assert len(pd.DataFrame.from_arrow(table)) == table.num_rows
    assert duckdb.from_arrow(table).shape == table.shape


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".arrow"])
@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_file_has_what_the_table_has(tmp_path: Path, name: str, suffix: str) -> None:
    """A table that is written and read again has the same cells, as CSV as text, and carries its stamp."""
    path = tmp_path / f"{name}{suffix}"
    write(TABLES[name], path)
    found, said = read(path)
    assert said == {"stamp": HISTORY.stamp, "table": name}
    assert recheck(HISTORY, found, said) == []
    if suffix != ".csv":
        assert found.to_pylist() == TABLES[name].to_pylist()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_stamp_names_release_log_and_clocks() -> None:
    """A stamp has the release, the beginning of the digest that ``digest`` prints, and the clocks."""
    stamp = HISTORY.known(by="2015-09-14").recorded(by="2030-01-01").stamp
    release, log, known, recorded = stamp.split("; ")
    assert release == f"cstotimeline {csto.__version__}"
    with csto.open_log(Path(__file__).parents[2] / "events", read_only=True) as opened:
        assert str(opened.digest()).startswith(log.removeprefix("log "))
    assert (known, recorded) == ("known 2015-09-14", "recorded 2030-01-01")


def test_a_stamp_asks_as_then() -> None:
    """A longer log asked by an older stamp answers as the shorter one did, under the clocks of the stamp."""
    records = HISTORY.log
    then = csto.load(csto.History(records[:600]).log)
    stamp = then.known(by="2016-01-01").stamp
    back = HISTORY.as_of_stamp(stamp)
    assert back.log == then.log
    assert back.stamp == stamp
    assert back.at("2015-10-01").to_dict() == then.known(by="2016-01-01").at("2015-10-01").to_dict()


@pytest.mark.parametrize(
    ("stamp", "message"),
    [
        ("", "stamp: expected a stamp, got ''"),
        ("cstotimeline 0.1.0; log 3", "stamp: expected a stamp"),
        ("cstotimeline 0.1.0; log 3:0123456789abcdef", "stamp: the log does not begin with the 3 records"),
        (
            "cstotimeline 0.1.0; log 99999:0123456789abcdef",
            "stamp: the log has LENGTH records, the stamp names 99,999",
        ),
    ],
)
def test_a_stamp_of_another_log_is_refused(stamp: str, message: str) -> None:
    """A text that is no stamp, or the stamp of another log, is refused."""
    with pytest.raises(LogError) as raised:
        HISTORY.as_of_stamp(stamp)
    assert str(raised.value).startswith(message.replace("LENGTH", f"{len(HISTORY.log):,}"))


def test_bare_events_have_no_stamp() -> None:
    """A timeline of bare events has no log that a stamp could name; its tables carry an empty one."""
    bare = csto.History(record.event for record in HISTORY.log)
    with pytest.raises(LogError, match="not from records"):
        _ = bare.stamp
    said = metadata_of(bare.tenures_table().schema)
    assert said is not None
    assert said["stamp"] == ""


def grown() -> csto.History:
    """Return the history with one more record: a correction by which a presidency began a day earlier."""
    log = MemoryLog(HISTORY.log)
    event = HISTORY.log["presidency-2019-11-28-russia"].event
    log.append(
        csto.EventCorrected(
            id="correction-test",
            occurred=csto.PartialDate("2026-11-25"),
            target=event.id,
            replacement=attrs.evolve(event, occurred=csto.PartialDate("2019-11-27")),
            reason="a test",
            sources=PAGE,
        ),
        recorded=HISTORY.log[-1].instant,
    )
    return csto.load(log.read())


@pytest.mark.parametrize("way", ["pandas-parquet", "arrow-parquet", "arrow-csv"])
def test_recheck_names_the_rows_that_changed(tmp_path: Path, way: str) -> None:
    """After a correction, rechecking a stamped file names the rows that are another answer now, and the event."""
    table = pa.table({"day": ["2019-11-26", "2019-11-27", None]})
    path = tmp_path / f"rows.{way.partition('-')[2]}"
    if way.startswith("pandas"):
        HISTORY.annotate(table.to_pandas(), on="day", add=["presidency"]).to_parquet(path)
    else:
        write(HISTORY.annotate(table, on="day", add=["presidency"]), path)
    found, said = read(path)
    assert recheck(HISTORY, found, said) == []
    (differing,) = recheck(grown(), found, said)
    assert (differing.row, differing.column) == (1, "presidency")
    assert (differing.before, differing.after) == ("Kyrgyzstan", "Russia")
    assert [event.id for event in differing.events] == ["correction-test"]
    assert str(differing) == "row 1 presidency: Kyrgyzstan -> Russia; by correction-test (a page)"


def test_recheck_names_the_rows_of_an_exported_table(tmp_path: Path) -> None:
    """After a correction, rechecking the table of tenures names the rows that went and those that came."""
    path = tmp_path / "tenures.parquet"
    write(TABLES["tenures"], path)
    differing = recheck(grown(), *read(path))
    assert {one.column for one in differing} == {"tenures"}
    assert any("Kyrgyzstan" in one.before for one in differing)
    assert any(one.row == -1 and "2019-11-27" in one.after for one in differing)


def test_the_commands_write_and_recheck(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``export`` writes a table and says how many rows; ``recheck`` answers 0 where all is as it was, 1 where not."""
    path = str(tmp_path / "states.csv")
    assert main(["export", "states", "--days", "2019-11", "-o", path]) == 0
    assert main(["recheck", path]) == 0
    assert "all as today" in capsys.readouterr().out
    table, said = read(Path(path))
    table = table.set_column(3, "value", [["Nobody", *table["value"].to_pylist()[1:]]])
    write(table.replace_schema_metadata({"cstotimeline": json.dumps(said)}), Path(path))
    assert main(["recheck", path, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["differing"][0]["row"] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "popes", "-o", "x.csv"], "export: no such table, got 'popes'"),
        (["export", "tenures", "-o", "x.xls"], "file: expected a name that ends in .csv, .parquet, .arrow"),
        (["export", "states", "-o", "x.csv"], "export: the table of states, and no other, is of some days"),
        (["recheck", "nothing.csv"], "file: expected a file whose name ends in"),
    ],
)
def test_a_bad_command_is_one_line(
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A command that cannot be answered says so on one line and exits with 2."""
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith(f"cstotimeline: {message}")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"a,b\n1,2\n"], ids=["empty", "torn", "plain"])
@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".arrow"])
def test_a_file_without_a_stamp_is_refused(tmp_path: Path, content: bytes, suffix: str) -> None:
    """A file that is torn, or that carries no stamp, is refused with one line."""
    path = tmp_path / f"x{suffix}"
    path.write_bytes(content)
    with pytest.raises(TableError, match=r"no stamp|cannot be read"):
        read(path)


def test_a_parquet_file_of_others_is_refused(tmp_path: Path) -> None:
    """A sound file that somebody else wrote carries no stamp."""
    pq.write_table(pa.table({"a": [1]}), tmp_path / "x.parquet")
    with pytest.raises(TableError, match="the file carries no stamp"):
        read(tmp_path / "x.parquet")
