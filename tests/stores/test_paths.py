"""One log by several paths, and logs whose files are moved, cut, replaced or edited while they are open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cstotimeline.core.errors import LogError
from cstotimeline.stores import jsonl_files
from cstotimeline.stores.base import Store
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.opening import open_store
from cstotimeline.testing.store_contract import CODEC, ids, refusal, took

NAMES = {"file": "log.jsonl", "folder": "log", "sqlite": "log.db"}
EVERY_STORE = pytest.mark.parametrize("store", NAMES)
FILES = pytest.mark.parametrize("store", ["file", "folder"])


def opened(store: str, place: Path, *, read_only: bool = False) -> Store:
    """Return the log of a store in a folder, which is made where it is not there."""
    path = place / NAMES[store]
    if store == "folder":
        path.mkdir(exist_ok=True)
    address = f"sqlite:///{path}" if store == "sqlite" else path
    return open_store(address, CODEC, lambda _: "stream", read_only=read_only)


def data_of(store: str, place: Path) -> Path:
    """Return the file that holds the lines of a log."""
    return place / NAMES[store] / "stream.jsonl" if store == "folder" else place / NAMES[store]


def moved(path: Path) -> None:
    """Move a file or folder away."""
    path.rename(path.with_name("elsewhere"))


def moved_and_made_anew(path: Path) -> None:
    """Move a file or folder away, and put an empty one in its place."""
    is_folder = path.is_dir()
    moved(path)
    path.mkdir() if is_folder else path.touch()


def removed(path: Path) -> None:
    """Remove a file or folder."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def replaced(path: Path) -> None:
    """Put another log of the same length in the place of one."""
    other = path.with_name("other")
    other.mkdir()
    store = next(name for name, found in NAMES.items() if found == path.name)
    with opened(store, other) as log:
        log.append(took("x"), took("y"))
    removed(path)
    (other / path.name).rename(path)


MOVES = pytest.mark.parametrize(
    "move", [moved, moved_and_made_anew, removed, replaced], ids=lambda move: move.__name__
)


@EVERY_STORE
@MOVES
def test_a_log_that_is_not_where_it_was_is_an_error(
    tmp_path: Path, store: str, move: Callable[[Path], None]
) -> None:
    """Reading, counting, digesting and adding to a log that was moved, removed or replaced is refused, and adds
    nothing anywhere.
    """
    log, reader = opened(store, tmp_path), None
    log.append(took("a"), took("b"))
    reader = opened(store, tmp_path, read_only=True)
    assert len(reader) == 2
    move(tmp_path / NAMES[store])
    for one in (log, reader):
        for act in (one.read, one.__len__, lambda one=one: list(one.follow(after=2, patience=0))):
            refusal(LogError, act)
        if move is not replaced:
            refusal(LogError, one.digest)
    refusal(LogError, lambda: log.append(took("c")))
    log.close()
    reader.close()
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b'"c"' not in path.read_bytes()


@FILES
@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda data: data[:0], id="emptied"),
        pytest.param(lambda data: data[: data.index(b"\n") + 1], id="a-line-less"),
        pytest.param(lambda data: data.replace(b"Ann", b"Bob"), id="same-length"),
        pytest.param(
            lambda data: data.replace(b"Ann", b"Bob") + data.replace(b'"a"', b'"c"'), id="and-longer"
        ),
        pytest.param(lambda data: b"".join(reversed(data.splitlines(keepends=True))), id="another-order"),
    ],
)
@pytest.mark.parametrize("keeps_time", [True, False])
def test_a_file_that_was_edited_is_an_error(
    tmp_path: Path, store: str, edit: Callable[[bytes], bytes], *, keeps_time: bool
) -> None:
    """A file of which lines that were read are changed or gone is refused, also where its time was set back."""
    log = opened(store, tmp_path)
    log.append(took("a"), took("b"))
    path = data_of(store, tmp_path)
    before = path.stat()
    edited = edit(path.read_bytes())
    path.write_bytes(edited)
    if keeps_time:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    for act in (log.read, lambda: log.append(took("d"))):
        assert "open the log again to read it as it is" in str(refusal(LogError, act))
    assert path.read_bytes() == edited


def test_of_a_long_file_the_old_part_is_compared_only_when_nothing_was_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond a length, an append by another does not have the whole file read; a replaced file is compared always."""
    monkeypatch.setattr(jsonl_files, "COMPARED_BYTES", 10)
    log = opened("file", tmp_path)
    log.append(took("a"))
    path = data_of("file", tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Ann", b"Bob") + path.read_bytes().replace(b'"a"', b'"b"'))
    assert ids(log.read()) == ["a", "b"]
    (tmp_path / "new").write_bytes(path.read_bytes().replace(b"Bob", b"Cid"))
    (tmp_path / "new").replace(path)
    refusal(LogError, log.read)


@pytest.mark.parametrize("link", ["file", "its folder"])
@FILES
def test_who_comes_by_a_symbolic_link_is_at_the_same_log(tmp_path: Path, store: str, link: str) -> None:
    """Two who opened a log by different paths see and lock the same files, and make none beside the link."""
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    one = opened(store, tmp_path / "x")
    one.append(took("a"))
    if link == "file":
        (tmp_path / "y" / NAMES[store]).symlink_to(tmp_path / "x" / NAMES[store])
        other = opened(store, tmp_path / "y")
    else:
        (tmp_path / "z").symlink_to(tmp_path / "x")
        other = opened(store, tmp_path / "z")
    assert ids(other.read()) == ["a"]
    with one._lock.writing():  # type: ignore[attr-defined]
        other._lock._patience = 0.05  # type: ignore[attr-defined]
        refused = refusal(LogError, lambda: other.append(took("b")))
    assert "another process held the lock of the log too long" in str(refused)
    assert [record.position for record in other.append(took("b"), took("c"))] == [2, 3]
    assert ids(one.read()) == ["a", "b", "c"]
    assert sorted(path.name for path in (tmp_path / "y").iterdir()) == (
        [NAMES[store]] if link == "file" else []
    )


@EVERY_STORE
def test_a_file_with_two_names_is_read_and_not_added_to(tmp_path: Path, store: str) -> None:
    """A hard link to a file of a log is refused by whoever adds to it, by either name."""
    log = opened(store, tmp_path)
    log.append(took("a"))
    path = data_of(store, tmp_path)
    path.with_name("other.jsonl" if store == "file" else "other").hardlink_to(path)
    refused = refusal(LogError, lambda: log.append(took("b"), took("c")))
    assert "has another name (a hard link)" in str(refused)
    assert ids(log.read()) == ["a"]
    path.with_name("other.jsonl" if store == "file" else "other").unlink()
    assert [record.position for record in log.append(took("b"))] == [2]


def test_a_stream_that_is_a_link_is_not_added_to(tmp_path: Path) -> None:
    """A folder's log adds to no file outside its folder, whatever is a link in it."""
    log = opened("folder", tmp_path)
    log.append(took("a"))
    path = data_of("folder", tmp_path)
    shutil.move(path, tmp_path / "outside.jsonl")
    path.symlink_to(tmp_path / "outside.jsonl")
    before = path.read_bytes()
    log = opened("folder", tmp_path)
    refused = refusal(LogError, lambda: log.append(took("b")))
    assert "the log cannot be written (Too many levels of symbolic links)" in str(refused)
    assert path.read_bytes() == before


def test_a_stream_of_a_folder_is_not_added_to_by_itself(tmp_path: Path) -> None:
    """A file of a folder's log, opened alone, is read and not added to: its ids are those of the whole folder."""
    opened("folder", tmp_path).append(took("a"))
    alone = JsonlLog(data_of("folder", tmp_path), CODEC)
    assert ids(alone.read()) == ["a"]
    refused = refusal(LogError, lambda: alone.append(took("b")))
    assert "stream.jsonl is one stream of the log in its folder; open the folder to add to it" in str(refused)


@EVERY_STORE
def test_another_current_folder_is_no_other_log(
    tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log opened by a relative path stays where it was when the process goes to another folder."""
    for name in ("m", "n"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "m")
    log = opened(store, Path())
    log.append(took("a"))
    monkeypatch.chdir(tmp_path / "n")
    assert [record.position for record in log.append(took("b"))] == [2]
    assert ids(log.read()) == ["a", "b"]
    log.close()
    assert list((tmp_path / "n").iterdir()) == []


def test_a_file_moved_while_it_is_written_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file goes away between the look and the answer of an append, the answer is an error."""
    log = opened("file", tmp_path)
    log.append(took("a"))
    path, flush = data_of("file", tmp_path), os.fsync

    def moving(handle: int) -> None:
        flush(handle)
        if path.exists():
            moved(path)

    monkeypatch.setattr(os, "fsync", moving)
    refused = refusal(LogError, lambda: log.append(took("b")))
    assert "log.jsonl was moved or replaced while it was written" in str(refused)
    assert not path.exists()


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    """A path that leads to itself is refused in one line."""
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "b.jsonl")
    (tmp_path / "b.jsonl").symlink_to(tmp_path / "a.jsonl")
    assert "\n" not in str(refusal(LogError, lambda: JsonlLog(tmp_path / "a.jsonl", CODEC)))
