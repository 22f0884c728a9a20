from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from cstotimeline import LogError, load, open_log
from cstotimeline.shipped import csto_codec
from cstotimeline.stores.jsonl import read_jsonl


def line(name: str = "a", **fields: str) -> str:
    """Return a sound line with the id ``name``; ``fields`` are JSON texts of further or other keys."""
    given = {
        "recorded": '"2026-11-21T12:00:00Z"',
        "kind": '"presidency_transferred"',
        "version": "1",
        "id": f'"{name}"',
        "occurred": '"2019-11-28"',
        "holder": '"Russia"',
        "sources": '[{"publisher": "a page"}]',
        **fields,
    }
    return "{" + ", ".join(f'"{key}": {value}' for key, value in given.items()) + "}"


def retraction(name: str, target: str) -> str:
    """Return a line that retracts the event ``target``."""
    return (
        '{"recorded": "2026-11-21T12:00:00Z", "kind": "event_retracted", "version": 1, '
        f'"id": "{name}", "occurred": "2020-01-01", "target": "{target}", "reason": "wrong", '
        '"sources": [{"publisher": "a page"}]}'
    )


def write(path: Path, *lines: str) -> Path:
    """Write lines to a file, each with its end, and return the file."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes("".join(f"{text}\n" for text in lines).encode())
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def faults_of(path: Path) -> list[str]:
    """Return the faults for which a log is refused, one line each; nothing is written meanwhile."""
    before = contents(path.parent)
    with pytest.raises(LogError) as refused:
        read_jsonl(path, csto_codec())
    assert contents(path.parent) == before
    faults = str(refused.value).split("\n")
    assert len(faults) == len(refused.value.faults)
    return faults


def test_positions_count_through_the_files_of_a_folder(tmp_path: Path) -> None:
    """Files are read by name, and positions count on from one to the next."""
    write(tmp_path / "log" / "b.jsonl", line("three"))
    write(tmp_path / "log" / "a.jsonl", line("one"), line("two"))
    write(tmp_path / "log" / "notes.txt", "no line of a log")
    records = read_jsonl(tmp_path / "log", csto_codec())
    assert [(record.position, record.event.id) for record in records] == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
    ]


def test_an_empty_file_is_an_empty_log(tmp_path: Path) -> None:
    """A file without a byte has no records and no fault."""
    assert len(read_jsonl(write(tmp_path / "a.jsonl"), csto_codec())) == 0


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param(
            line().encode(),
            "a.jsonl:1 line: the last line is torn: it has no line end, got b'{",
            id="torn-first",
        ),
        pytest.param(
            f"{line()}\n{line('b')[:40]}".encode(), "a.jsonl:2 line: the last line is torn", id="torn-second"
        ),
        pytest.param(
            f"{line()}\r\n".encode(), "a.jsonl:1 line: expected a line of JSON without byte", id="crlf"
        ),
        pytest.param(
            f"\ufeff{line()}\n".encode(), "a.jsonl:1 line: expected a line of JSON without byte", id="bom"
        ),
        pytest.param(
            f"{line()}\n".encode().replace(b"page", b"pa\0ge"),
            "a.jsonl:1 line: expected a line of JSON without byte order mark, carriage return or NUL, got b'{",
            id="nul",
        ),
        pytest.param(f"\n{line()}\n".encode(), "a.jsonl:1 line: expected a line of JSON", id="blank-first"),
        pytest.param(f"{line()}\n \t\n".encode(), "a.jsonl:2 line: expected a line of JSON", id="blank-last"),
        pytest.param(
            f"{line()}\n".encode().replace(b"page", b"p\xffge"),
            "a.jsonl:1 line: expected UTF-8, got b'{",
            id="latin",
        ),
        pytest.param(
            f"{line()}\n".encode("utf-16-le"), "a.jsonl:1 line: expected a line of JSON", id="utf-16"
        ),
        pytest.param(b"{}\n", "a.jsonl:1 recorded: expected an instant in UTC, got None", id="empty-object"),
        pytest.param(b"[]\n", "a.jsonl:1 line: expected an object, got '[]'", id="list"),
        pytest.param(b"{'a': 1}\n", "a.jsonl:1 line: expected JSON, got", id="not-json"),
        pytest.param(
            f"{line(sources='[]')}\n".encode(), "a.jsonl:1 sources: expected one or more", id="no-source"
        ),
        pytest.param(
            line(sources='[{"publisher": 1}]').encode() + b"\n",
            "a.jsonl:1 sources[0].publisher: expected text, got 1",
            id="inner",
        ),
        pytest.param(f"{line(typo='1')}\n".encode(), "a.jsonl:1 typo: unknown key", id="unknown-key"),
        pytest.param(
            line(occurred='"2019-02-30"').encode() + b"\n",
            "a.jsonl:1 occurred: no day 30 exists",
            id="no-such-day",
        ),
    ],
)
def test_a_spoilt_file_is_refused_with_file_and_line(tmp_path: Path, data: bytes, fault: str) -> None:
    """Each fault is told with its file, its line and what is wrong, and the file is left as it was."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(data)
    assert faults_of(file)[0].startswith(fault)


def test_the_faults_of_all_lines_come_at_once(tmp_path: Path) -> None:
    """Every spoilt line of every file is named, in the order of files and lines, the sound ones are not."""
    write(tmp_path / "log" / "a.jsonl", line("x", version="2"), line("one"), line("y", holder='"Turkey"'))
    write(tmp_path / "log" / "b.jsonl", line("two"), "", line("z", occurred="2019"))
    with (tmp_path / "log" / "b.jsonl").open("ab") as file:
        file.write(b'{"recorded"')
    places = [fault.split(": ")[0] for fault in faults_of(tmp_path / "log")]
    assert places == [
        "log/a.jsonl:1 version",
        "log/a.jsonl:3 holder",
        "log/b.jsonl:2 line",
        "log/b.jsonl:3 occurred",
        "log/b.jsonl:4 line",
    ]


def test_two_faults_of_one_line_are_both_told(tmp_path: Path) -> None:
    """A line with two wrong fields is refused for both."""
    file = write(tmp_path / "a.jsonl", line(holder="null", provisional="1"))
    assert [fault.split(": ")[0] for fault in faults_of(file)] == [
        "a.jsonl:1 holder",
        "a.jsonl:1 provisional",
    ]


def test_an_id_stands_once_in_all_files(tmp_path: Path) -> None:
    """The second line with an id is refused, with the place of the first, within a file and across files."""
    write(tmp_path / "log" / "a.jsonl", line("one"), line("one"))
    write(tmp_path / "log" / "b.jsonl", line("two"), line("one"))
    assert faults_of(tmp_path / "log") == [
        "log/a.jsonl:2 id: the id stands at log/a.jsonl:1 already, got 'one'; give each event its own id",
        "log/b.jsonl:2 id: the id stands at log/a.jsonl:1 already, got 'one'; give each event its own id",
    ]


def test_a_link_to_no_event_is_told_with_its_line(tmp_path: Path) -> None:
    """A retraction of an event that the log does not have is refused where it stands."""
    write(tmp_path / "log" / "a.jsonl", line("one"), retraction("r", "nothing"))
    assert faults_of(tmp_path / "log") == [
        "log/a.jsonl:2 r target: no event with this id, got 'nothing'; name an event of this log"
    ]


def test_a_link_may_lead_to_a_later_file(tmp_path: Path) -> None:
    """A retraction may stand in a file that is read before that of its target."""
    write(tmp_path / "log" / "a.jsonl", retraction("r", "one"))
    write(tmp_path / "log" / "b.jsonl", line("one"))
    assert len(read_jsonl(tmp_path / "log", csto_codec())) == 2


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A path at which nothing stands is refused as it was written, and nothing is created."""
    (fault,) = faults_of(tmp_path / "nothing.jsonl")
    assert fault.startswith("log: no such file or folder, got '")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_log_is_refused(tmp_path: Path) -> None:
    """A folder that holds no .jsonl file is refused, whatever else it holds."""
    write(tmp_path / "log" / "notes.txt", "text")
    (fault,) = faults_of(tmp_path / "log")
    assert fault.startswith("log: no .jsonl file in this folder, got '")


def test_a_folder_named_as_a_file_is_refused(tmp_path: Path) -> None:
    """A folder whose name ends like that of a file is told apart from an empty one."""
    (tmp_path / "log" / "a.jsonl").mkdir(parents=True)
    assert faults_of(tmp_path / "log") == [
        "log/a.jsonl: cannot be read (Is a directory); check the path and its permissions"
    ]


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """A name that is longer than the file system allows is refused on one line."""
    with pytest.raises(LogError, match=r"^log: cannot be read \(File name too long\); check the path"):
        read_jsonl(tmp_path / ("a" * 5000), csto_codec())


def test_the_folder_one_stands_in_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults of the current folder name the file alone."""
    write(tmp_path / "a.jsonl", "{")
    monkeypatch.chdir(tmp_path)
    assert faults_of(Path())[0].startswith("a.jsonl:1 line: expected JSON")


def test_a_line_beyond_the_bound_is_refused_unread(tmp_path: Path) -> None:
    """A line of 100 MB is refused by its place without being held, and the lines after it are still looked at."""
    file = write(tmp_path / "a.jsonl", line())
    with file.open("ab") as log:
        log.truncate(100_000_000)
        log.seek(0, os.SEEK_END)
        log.write(b"\n{}\n")
    tracemalloc.start()
    with pytest.raises(LogError) as refused:
        read_jsonl(file, csto_codec())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000
    first, second, *_ = refused.value.faults
    assert str(first).startswith("a.jsonl:2 line: expected at most 4000000 bytes, got b'")
    assert second.where == "a.jsonl:3 recorded"


def test_a_torn_line_of_any_length_is_told(tmp_path: Path) -> None:
    """A last line without an end is called torn, however long it is."""
    file = write(tmp_path / "a.jsonl", line())
    with file.open("ab") as log:
        log.truncate(10_000_000)
    (fault,) = faults_of(file)
    assert fault.startswith("a.jsonl:2 line: the last line is torn")


def test_opening_a_log_by_its_address(tmp_path: Path) -> None:
    """A path and its text open the same log, 'memory:' an empty one, and appending leaves the file as it was."""
    file = write(tmp_path / "a.jsonl", line())
    before = file.read_bytes()
    log = open_log(file)
    assert [record.event.id for record in open_log(str(file)).read()] == ["a"]
    (again,) = log.append(log.read()["a"].event)
    assert (again.position, len(log), len(open_log("memory:"))) == (1, 1, 0)
    assert file.read_bytes() == before
    assert load(file).presidency.at("2020-01-01").holder == "Russia"


@pytest.mark.parametrize("address", ["redis://somewhere", "s3://bucket/log.jsonl", "cloud:"])
def test_an_unknown_kind_of_log_is_refused(address: str) -> None:
    """An address of a kind that no store serves is refused as it was written, and not taken for a file."""
    with pytest.raises(LogError, match="unknown kind of log, got ") as refused:
        open_log(address)
    assert repr(address) in str(refused.value)
