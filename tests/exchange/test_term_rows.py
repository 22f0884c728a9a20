"""Tests of reading terms from tables: all faults of all rows at once, and nothing half read."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cstotimeline.cli.main import main
from cstotimeline.core.errors import LogError
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.exchange.term_rows import read_terms
from cstotimeline.shipped import open_log

PAGE = Citation(publisher="The town's list")
LINES = """house,member,from,to,page
House,Ann Müller,2001-05-03,2004,http://town.example/list
Senate,Bob,2005,..,The gazette
"""
BAD = """house,member,from,to,page
House,Ann,2001-05-03,2004,The gazette
House,Bob,2005,2003,The gazette
Senate,,2001,,
Senate,Cem,200--1,2004,The gazette
House,Dan,2001
"""
COLUMNS: dict[str, Any] = {"holder": "member", "start": "from", "end": "to", "of": "house", "source": "page"}


def table(folder: Path, text: str, name: str = "members.csv") -> Path:
    """Return a file with a table."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_becomes_terms(tmp_path: Path) -> None:
    """Each row is one term, with a readable id, both ends, its key and its source."""
    one, other = read_terms(table(tmp_path, LINES), "member", **COLUMNS)
    assert (one.id, one.key, str(one.effective), str(one.until)) == (
        "member-house-ann-muller-2001-05-03",
        ("House",),
        "2001-05-03",
        "2004",
    )
    assert other.until.is_open
    assert [(s.publisher, s.address) for s in (*one.sources, *other.sources)] == [
        ("town.example", "http://town.example/list"),
        ("The gazette", ""),
    ]


def test_all_faults_of_all_rows_are_told_at_once(tmp_path: Path) -> None:
    """Every faulty row is named by file and line, column, value and remedy, in one error."""
    with pytest.raises(LogError) as caught:
        read_terms(table(tmp_path, BAD), "member", **COLUMNS)
    assert [str(fault).split(";")[0] for fault in caught.value.faults] == [
        "members.csv:6: expected 5 values, got 3",
        "members.csv:3 to: expected a last day not before the first one, 2005, got '2003'",
        "members.csv:4 member: expected who held it, got ''",
        "members.csv:4 page: expected an address, or who published the page, got ''",
        "members.csv:5 from: expected an EDTF date, got '200--1'",
    ]


def test_ten_thousand_faults_are_a_hundred_lines_and_a_count() -> None:
    """The text of an error with very many faults names the first hundred and how many more there are."""
    rows = [{"holder": "Ann", "start": "2001", "end": "2000"}] * 10_000
    with pytest.raises(LogError) as caught:
        read_terms(rows, "mayor", source=PAGE)
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1], len(caught.value.faults)) == (101, "... and 9,900 more", 10_000)


def test_faulty_rows_are_skipped_into_a_file(tmp_path: Path) -> None:
    """With ``faulty="skip"`` the good rows are taken, and the others stand in a new file with what is wrong."""
    path, other = table(tmp_path, BAD), tmp_path / "bad.csv"
    found = read_terms(path, "member", **COLUMNS, faulty="skip", rejected=other)
    assert [term.holder for term in found] == ["Ann"]
    with other.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["member"], row["row"]) for row in rows] == [
        ("Bob", "members.csv:3"),
        ("", "members.csv:4"),
        ("Cem", "members.csv:5"),
        ("", "members.csv:6"),
    ]
    assert len(rows[1]["faults"].splitlines()) == 2
    with pytest.raises(LogError, match="this file exists already"):
        read_terms(path, "member", **COLUMNS, faulty="skip", rejected=other)


REFUSED: dict[str, tuple[bytes, dict[str, Any], str]] = {
    "an unknown column": (
        LINES.encode(),
        {"holder": "membr"},
        "holder: no such column, got 'membr'; name one of from",
    ),
    "another encoding": (
        LINES.encode("latin-1"),
        {},
        "members.csv: byte 37 is no utf-8 text, got b'\\xfc'; name the",
    ),
    "no such encoding": (LINES.encode(), {"encoding": "utf8x"}, "encoding: no such encoding, got 'utf8x'"),
    "no columns": (b"", {}, "members.csv:1: expected a first line of columns"),
    "a column twice": (b"a,a\n", {}, "members.csv:1: two columns have one name, got 'a'"),
    "an open quote": (b'a,b\n"x,1\n', {}, "members.csv:2: no line of values"),
    "no office": (LINES.encode(), {"office": ""}, "office: expected the name of the office"),
    "skip without a file": (
        LINES.encode(),
        {"faulty": "skip"},
        "rejected: expected faulty='skip' and rejected=PATH",
    ),
}


@pytest.mark.parametrize(("content", "changes", "says"), REFUSED.values(), ids=REFUSED)
def test_a_table_that_cannot_be_read_is_one_line(
    tmp_path: Path, content: bytes, changes: dict[str, Any], says: str
) -> None:
    """What is wrong with the table itself is one line that names the remedy."""
    path = tmp_path / "members.csv"
    path.write_bytes(content)
    with pytest.raises(LogError) as caught:
        read_terms(path, **{"office": "member", **COLUMNS, **changes})
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)


def test_ids_are_unique() -> None:
    """Ids that are made get numbers; two rows with one id of their own are a fault that names the other row."""
    rows = [{"holder": "Ann", "start": "2001", "end": "", "no": 7}] * 2
    assert [term.id for term in read_terms(rows, "mayor", source=PAGE)] == [
        "mayor-ann-2001",
        "mayor-ann-2001-2",
    ]
    with pytest.raises(LogError, match="row 2 no: the row row 1 has this id as well, got '7'"):
        read_terms(rows, "mayor", ids="no", source=PAGE)
    (one,) = read_terms([{**rows[0], "no": "T/7"}], "mayor", ids="no", source=PAGE)
    assert (one.id, one.note) == ("t-7", "id in the table: T/7")


def test_an_empty_end_means_what_is_said() -> None:
    """An empty last day is unknown, unless the table is said to leave it empty for terms that go on."""
    rows = [{"holder": "Ann", "start": date(2001, 5, 3), "end": None}]
    ends: list[PartialDate] = [
        read_terms(rows, "mayor", source=PAGE)[0].until,
        read_terms(rows, "mayor", source=PAGE, empty_end="open")[0].until,
    ]
    assert ends == [PartialDate.UNKNOWN, PartialDate.OPEN]


def test_a_popolo_file_is_read_by_its_names(tmp_path: Path) -> None:
    """Memberships have the names of their persons and organizations, and the dates of their period where they lack own
    ones.
    """
    data = {
        "persons": [{"id": "p1", "name": "Ann"}],
        "organizations": [{"id": "o1", "name": "House"}],
        "events": [{"id": "t1", "name": "1st", "start_date": "2001-01-03", "end_date": "2003-01-02"}],
        "memberships": [{"person_id": "p1", "organization_id": "o1", "legislative_period_id": "t1"}],
    }
    path = table(tmp_path, json.dumps(data), "popolo.json")
    (term,) = read_terms(
        path, "member", holder="person", start="start_date", end="end_date", of=["organization"], source=PAGE
    )
    assert (term.holder, term.key, str(term.until)) == ("Ann", ("House",), "2003-01-02")
    with pytest.raises(LogError, match="expected an object with the lists persons and memberships"):
        read_terms(table(tmp_path, "[]", "empty.json"), "member", source=PAGE)


def test_a_frame_and_a_parquet_file_are_tables(tmp_path: Path) -> None:
    """A data frame and a Parquet file are read like lines; days and years keep their precision."""
    arrow = pytest.importorskip("pyarrow")
    pytest.importorskip("narwhals")
    parquet = pytest.importorskip("pyarrow.parquet")
    frame = arrow.table({"holder": ["Ann", "Bob"], "start": [date(2001, 5, 3), None], "end": [2004.0, None]})
    with pytest.raises(LogError, match="table row 2 start: expected the first day of the term, got ''"):
        read_terms(frame, "mayor", source=PAGE)
    parquet.write_table(frame.slice(0, 1), tmp_path / "mayors.parquet")
    for source in (frame.slice(0, 1), tmp_path / "mayors.parquet"):
        (term,) = read_terms(source, "mayor", source=PAGE)
        assert (str(term.effective), str(term.until)) == ("2001-05-03", "2004")


def test_the_command_adds_all_rows_or_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``import`` adds every row, or tells what is wrong and writes nothing; with ``--skip`` it takes the good rows."""
    from cstotimeline.cli.importing import terms_codec

    path, log, bad = table(tmp_path, BAD), tmp_path / "terms.jsonl", tmp_path / "bad.csv"
    options = [
        "--log",
        str(log),
        "--office",
        "member",
        "--holder",
        "member",
        "--start",
        "from",
        "--end",
        "to",
    ]
    command = ["import", str(path), *options, "--of", "house", "--source", "page"]
    assert main(command) == 2
    assert len(capsys.readouterr().err.splitlines()) == 5
    assert not log.exists()
    assert main([*command, "--skip", str(bad), "--dry-run"]) == 0
    assert capsys.readouterr().out == "1 of 5 rows are terms; nothing was written\n"
    assert not bad.exists()
    assert main([*command, "--skip", str(bad)]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("added 1 terms of 5 rows to ")
    with open_log(log, codec=terms_codec(), read_only=True) as opened:
        assert [record.event.id for record in opened.read()] == ["member-house-ann-2001-05-03"]
    assert main([*command, "--skip", str(bad)]) == 2
    assert "this file exists already" in capsys.readouterr().err
