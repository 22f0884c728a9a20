"""The note of an append that broke off: what is undone by it, and which notes are none."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from cstotimeline.core.errors import LogError
from cstotimeline.stores.durable import TornLine
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.testing.store_contract import CODEC, ids, refusal, took

SHA = hashlib.sha256(b"x").hexdigest()


def opened(store: str, place: Path) -> JsonlLog:
    """Return the log of a file or of a folder."""
    return JsonlLog(place / "log.jsonl" if store == "file" else place, CODEC, lambda _: "log")


def note_of(store: str, place: Path) -> Path:
    """Return where the note of an append is."""
    return place / (".log.jsonl.undo" if store == "file" else ".undo")


@pytest.mark.parametrize("store", ["file", "folder"])
@pytest.mark.parametrize(
    "note",
    [
        pytest.param([], id="list"),
        pytest.param(None, id="null"),
        pytest.param({"log.jsonl": 1}, id="number"),
        pytest.param({"log.jsonl": [0, 1]}, id="too-short"),
        pytest.param({"log.jsonl": [0, 1, "x"]}, id="no-hash"),
        pytest.param({"log.jsonl": [0, 0, SHA]}, id="nothing-added"),
        pytest.param({"log.jsonl": [-1, 1, SHA]}, id="below-nothing"),
        pytest.param({"log.jsonl": [True, 1, SHA]}, id="truth"),
        pytest.param({"log.jsonl": [1.0, 1, SHA]}, id="float"),
        pytest.param({"notes.txt": [None, 1, SHA]}, id="another-file"),
        pytest.param({"../elsewhere.jsonl": [None, 1, SHA]}, id="elsewhere"),
        pytest.param({"a/b.jsonl": [None, 1, SHA]}, id="deeper"),
        pytest.param({"a\0.jsonl": [None, 1, SHA]}, id="nul"),
        pytest.param({"": [None, 1, SHA]}, id="no-name"),
        pytest.param({"log.jsonl": [None, 1, SHA]}, id="the-log-as-new"),
        pytest.param({"log.jsonl": [1, 1, SHA]}, id="more-there-than-added"),
        pytest.param({"log.jsonl": [10**9, 1, SHA]}, id="less-there-than-before"),
        pytest.param("[" * 100_000 + "]" * 100_000, id="deep"),
        pytest.param("x" * 2_000_000, id="long"),
        pytest.param("nonsense", id="no-json"),
    ],
)
def test_a_note_that_no_append_has_written_does_nothing(tmp_path: Path, store: str, note: Any) -> None:
    """Whatever a note says, only the end that an append has left is touched, and the refusal is one line."""
    with opened(store, tmp_path) as log:
        log.append(took("a"))
    (tmp_path / "notes.txt").write_text("keep")
    (tmp_path.parent / "elsewhere.jsonl").write_text("keep")
    before = (tmp_path / "log.jsonl").read_bytes()
    text = note if isinstance(note, str) else json.dumps(note)
    note_of(store, tmp_path).write_text(text + "\n")
    (fault,) = refusal(LogError, lambda: opened(store, tmp_path)).faults
    assert fault.what.startswith("expected the note of an append to this log, got ")
    assert "\n" not in str(fault)
    assert len(str(fault)) < 300
    assert (tmp_path / "log.jsonl").read_bytes() == before
    assert (tmp_path / "notes.txt").read_text() == "keep"
    assert (tmp_path.parent / "elsewhere.jsonl").read_text() == "keep"
    note_of(store, tmp_path).unlink()
    assert ids(opened(store, tmp_path).read()) == ["a"]


@pytest.mark.parametrize("store", ["file", "folder"])
@pytest.mark.parametrize("beside", ["note", "torn"])
def test_a_link_beside_a_log_leads_nowhere(tmp_path: Path, store: str, beside: str) -> None:
    """Where the note, or the file of torn lines, is a link, nothing is written through it."""
    with opened(store, tmp_path) as log:
        log.append(took("a"))
    outside = tmp_path / "outside"
    outside.write_text("keep")
    if beside == "note":
        note_of(store, tmp_path).symlink_to(outside)
    else:
        (tmp_path / "log.jsonl.torn").symlink_to(outside)
        with (tmp_path / "log.jsonl").open("ab") as file:
            file.write(b"{")
    refusal(LogError, lambda: opened(store, tmp_path))
    assert outside.read_text() == "keep"


def test_a_note_that_is_not_whole_says_nothing(tmp_path: Path) -> None:
    """A note whose writing broke off was the first thing that was written: it is removed, and nothing else."""
    with opened("file", tmp_path) as log:
        log.append(took("a"))
    before = (tmp_path / "log.jsonl").read_bytes()
    for torn in (b"", b'{"log.jsonl": [3', b"\0" * 40):
        note_of("file", tmp_path).write_bytes(torn)
        assert ids(opened("file", tmp_path).read()) == ["a"]
        assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]
    assert (tmp_path / "log.jsonl").read_bytes() == before


def test_the_note_of_a_batch_that_is_whole_takes_nothing_back(tmp_path: Path) -> None:
    """A batch that was written to its end is kept, and so are the lines that came after it."""
    log = opened("file", tmp_path)
    log.append(took("a"))
    path = tmp_path / "log.jsonl"
    start = path.stat().st_size
    log.append(took("b"), took("c"))
    added = path.read_bytes()[start:]
    note = {"log.jsonl": [start, len(added), hashlib.sha256(added).hexdigest()]}
    log.append(took("d"))
    note_of("file", tmp_path).write_text(json.dumps(note) + "\n")
    assert ids(opened("file", tmp_path).read()) == ["a", "b", "c", "d"]
    assert not note_of("file", tmp_path).exists()


def test_half_a_batch_is_set_aside(tmp_path: Path) -> None:
    """What a batch that broke off has left goes into the file of torn lines, with a warning."""
    log = opened("file", tmp_path)
    log.append(took("a"))
    path = tmp_path / "log.jsonl"
    start = path.stat().st_size
    note = {"log.jsonl": [start, 500, SHA]}
    with path.open("ab") as file:
        file.write(path.read_bytes().replace(b'"a"', b'"b"'))
    note_of("file", tmp_path).write_text(json.dumps(note) + "\n")
    with pytest.warns(TornLine, match=r"log\.jsonl: an append broke off, 177 bytes were set aside"):
        log = opened("file", tmp_path)
    assert ids(log.read()) == ["a"]
