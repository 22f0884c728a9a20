"""The order of a folder: as its records were appended, whichever file each went to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cstotimeline.core.errors import LogError
from cstotimeline.core.events.event import Event
from cstotimeline.stores.jsonl import read_jsonl
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing.store_contract import CODEC, NOON, took


def stream_of(event: Event) -> str:
    """Return the first letter of the event's id."""
    return event.id[0]


def log_in(folder: Path) -> JsonlLog:
    """Return the log of a folder, one file a first letter."""
    return JsonlLog(folder, CODEC, stream_of)


def ids(folder: Path) -> list[str]:
    """Return the ids of a folder's log in its order, as read by one who opens it anew and by one who only reads."""
    found = [record.event.id for record in read_jsonl(folder, CODEC)]
    assert [record.event.id for record in log_in(folder).read()] == found
    return found


def by_hand(folder: Path, name: str, recorded: str) -> None:
    """Add a line to its file as an editor would, with an instant of the day of NOON."""
    (record,) = MemoryLog(codec=CODEC).append(took(name))
    data = {**json.loads(CODEC.to_line(record)), "recorded": f"2026-11-21T{recorded}Z"}
    with (folder / f"{name[0]}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(data) + "\n")


def test_records_keep_the_order_of_appending_across_files(tmp_path: Path) -> None:
    """Whatever the names of the files, the order is that of the appends, also within one second."""
    log = log_in(tmp_path)
    log.append(took("z1"), took("a1"), took("a2"), recorded=NOON)
    log.append(took("m1"), recorded=NOON)
    log.append(took("a3"), recorded=NOON)
    assert ids(tmp_path) == ["z1", "a1", "a2", "m1", "a3"]
    assert (tmp_path / ".order").read_text() == "z 1\na 2\nm 1\na 1\n"


def test_a_folder_without_an_order_is_read_by_instant(tmp_path: Path) -> None:
    """Without a list the records come by instant, then by file, then by line; nothing is written for it."""
    by_hand(tmp_path, "b1", "10:00:00")
    by_hand(tmp_path, "b2", "12:00:00")
    by_hand(tmp_path, "a1", "11:00:00")
    by_hand(tmp_path, "a2", "12:00:00")
    assert ids(tmp_path) == ["b1", "a1", "a2", "b2"]
    assert not (tmp_path / ".order").exists()


def test_a_line_never_comes_before_the_one_above_it(tmp_path: Path) -> None:
    """A line whose instant is before that of the line above keeps its place in the file."""
    by_hand(tmp_path, "a1", "12:00:00")
    by_hand(tmp_path, "a2", "10:00:00")
    by_hand(tmp_path, "b1", "11:00:00")
    assert ids(tmp_path) == ["b1", "a1", "a2"]


def test_lines_added_by_hand_come_last_and_are_listed_by_the_next_append(tmp_path: Path) -> None:
    """What the list lacks comes after it, by instant, and keeps that place from the next append on."""
    log = log_in(tmp_path)
    log.append(took("m1"), recorded=NOON)
    by_hand(tmp_path, "z1", "09:00:00")
    assert [record.event.id for record in log.read()] == ids(tmp_path) == ["m1", "z1"]
    by_hand(tmp_path, "a1", "08:00:00")
    assert [record.event.id for record in log.read()] == ids(tmp_path) == ["m1", "a1", "z1"]
    log.append(took("k1"))
    by_hand(tmp_path, "b1", "08:00:00")
    assert [record.event.id for record in log.read()] == ids(tmp_path) == ["m1", "a1", "z1", "k1", "b1"]
    assert (tmp_path / ".order").read_text() == "m 1\na 1\nz 1\nk 1\n"


def test_a_listed_line_that_is_gone_is_told(tmp_path: Path) -> None:
    """A file that is shorter than the list says, or gone, is a fault that names the entry and the stream."""
    log_in(tmp_path).append(took("a1"), took("b1"), took("b2"))
    file = tmp_path / "b.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole.splitlines(keepends=True)[0])
    with pytest.raises(
        LogError, match=r"\.order:2: 1 of 2 listed lines of b\.jsonl are missing; bring them back"
    ):
        read_jsonl(tmp_path, CODEC)
    file.unlink()
    with pytest.raises(LogError, match=r"\.order:2: 2 of 2 listed lines of b\.jsonl are missing"):
        log_in(tmp_path)
    file.write_bytes(whole)
    assert ids(tmp_path) == ["a1", "b1", "b2"]


@pytest.mark.parametrize("entry", ["a", "a 0", "a -1", "a 1 ", "1", "a 1\r", "\ufeffa 1", ""])
def test_an_entry_that_is_none_is_told(tmp_path: Path, entry: str) -> None:
    """A line of the list that is no stream and count is a fault with its place."""
    log_in(tmp_path).append(took("a1"))
    with (tmp_path / ".order").open("a", encoding="utf-8", newline="") as file:
        file.write(f"{entry}\n")
    with pytest.raises(LogError, match=r"\.order:2"):
        read_jsonl(tmp_path, CODEC)


def test_streams_may_have_spaces_and_any_letters(tmp_path: Path) -> None:
    """The name of a stream is whatever a file may be called."""
    log = JsonlLog(tmp_path, CODEC, lambda event: "ä б 3" if event.id == "x" else "b")
    log.append(took("y"), took("x"), took("z"))
    assert ids(tmp_path) == ["y", "x", "z"]


def test_merged_lists_are_read(tmp_path: Path) -> None:
    """Two branches that each added to the list can be merged by keeping the lines of both, in either order."""
    log_in(tmp_path).append(took("m1"))
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*")}
    log_in(tmp_path).append(took("a1"))
    ours = {path.name: path.read_bytes() for path in tmp_path.glob("*")}
    for name in ours.keys() - before.keys():
        (tmp_path / name).unlink()
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    log_in(tmp_path).append(took("z1"))
    (tmp_path / "a.jsonl").write_bytes(ours["a.jsonl"])
    theirs = (tmp_path / ".order").read_bytes()
    (tmp_path / ".order").write_bytes(theirs + ours[".order"].removeprefix(before[".order"]))
    assert ids(tmp_path) == ["m1", "z1", "a1"]
