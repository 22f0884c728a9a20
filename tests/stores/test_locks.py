"""The lock of a log in files: who waits for whom, how long, and what is read without it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from contextlib import ExitStack
from pathlib import Path

import pytest

from cstotimeline.core.errors import LogError
from cstotimeline.stores import locks
from cstotimeline.stores.durable import TornLine, _noted
from cstotimeline.stores.jsonl import read_jsonl
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.locks import LogLock
from cstotimeline.testing.store_contract import CODEC, ids, refusal, took

STORES = pytest.mark.parametrize("store", ["file", "folder"])
TOO_LONG = "append: another process held the lock of the log too long; try again, or look for a process that"


def opened(store: str, place: Path, *, patience: float = 30) -> JsonlLog:
    """Return the log of a file or of a folder."""
    path = place / "log.jsonl" if store == "file" else place
    return JsonlLog(path, CODEC, lambda _: "log", patience=patience)


def lock_of(store: str, place: Path, *, patience: float = 30) -> LogLock:
    """Return another holder of the lock of a log."""
    return LogLock(place, place / "log.jsonl" if store == "file" else None, patience=patience)


@STORES
def test_a_writer_gives_up_in_time(tmp_path: Path, store: str) -> None:
    """A writer that does not get the lock within its patience gets an error and adds nothing."""
    log = opened(store, tmp_path, patience=0.1)
    log.append(took("a"))
    with lock_of(store, tmp_path).writing():
        start = time.monotonic()
        assert TOO_LONG in str(refusal(LogError, lambda: log.append(took("b"))))
        assert 0.05 < time.monotonic() - start < 20
    assert [record.position for record in log.append(took("b"))] == [2]


@STORES
def test_readers_share_the_lock_and_keep_writers_out(tmp_path: Path, store: str) -> None:
    """Two readers hold the lock at once; a writer waits for both."""
    log = opened(store, tmp_path, patience=0.05)
    log.append(took("a"))
    with lock_of(store, tmp_path).reading() as first, lock_of(store, tmp_path).reading() as second:
        assert (first, second) == (True, True)
        assert TOO_LONG in str(refusal(LogError, lambda: log.append(took("b"))))


@STORES
@pytest.mark.parametrize("state", ["before anything", "half a line", "half a batch", "half a note"])
def test_a_writer_that_hangs_does_not_keep_readers(
    tmp_path: Path, store: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a writer that hangs holds the lock, whatever it has written, what was complete before is read."""
    monkeypatch.setattr(locks, "READER_PATIENCE_SECONDS", 0.05)
    log = opened(store, tmp_path)
    log.append(took("a"), took("b"))
    path, note = tmp_path / "log.jsonl", tmp_path / (".log.jsonl.undo" if store == "file" else ".undo")
    more = path.read_bytes().replace(b'"a"', b'"c"').replace(b'"b"', b'"d"')
    with lock_of(store, tmp_path).writing():
        if state == "half a batch":
            note.write_bytes(_noted({path: more}, {path: path.stat().st_size}))
        if state == "half a note":
            note.write_bytes(b'{"log.jsonl": [3')
        if state.startswith("half a"):
            written = more[:40] if state == "half a line" else more[: more.index(b"\n") + 1]
            with path.open("ab") as file:
                file.write(written if state != "half a note" else b"")
        new = JsonlLog(tmp_path if store == "folder" else path, CODEC, read_only=True)
        for reader in (log, new):
            assert ids(reader.read()) == ["a", "b"]
            assert reader.digest().length == 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TornLine)
        assert ids(log.read()) == ["a", "b"]
    log.append(took("e"))
    assert ids(new.read()) == ["a", "b", "e"]


@STORES
def test_a_stopped_process_stops_nobody_for_ever(tmp_path: Path, store: str) -> None:
    """A process that is suspended while it holds the lock: readers read, writers get an error in time."""
    opened(store, tmp_path).append(took("a"))
    code = """
import sys, time
from pathlib import Path
from cstotimeline.stores.locks import LogLock
place = Path(sys.argv[2])
with LogLock(place, place / "log.jsonl" if sys.argv[1] == "file" else None, patience=30).writing():
    print("held", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, store, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            holder.send_signal(signal.SIGSTOP)
            start = time.monotonic()
            assert len(read_jsonl(tmp_path / "log.jsonl" if store == "file" else tmp_path, CODEC)) == 1
            log = opened(store, tmp_path, patience=0.2)
            assert TOO_LONG in str(refusal(LogError, lambda: log.append(took("b"))))
            assert time.monotonic() - start < 30
        finally:
            holder.kill()
    assert [record.position for record in log.append(took("b"))] == [2]


def test_who_opens_one_stream_and_who_opens_the_folder_exclude_each_other(tmp_path: Path) -> None:
    """The writer of a folder and the writer of one of its files never hold their locks at once."""
    alone, folder = lock_of("file", tmp_path, patience=0.05), lock_of("folder", tmp_path, patience=0.05)
    for first, second in ((alone, folder), (folder, alone)):
        with first.writing():
            with pytest.raises(LogError, match="too long"), second.writing():
                pass
            with second.reading() as held:
                assert held is (first is alone)


def test_two_files_of_a_folder_are_two_logs(tmp_path: Path) -> None:
    """The writers of two files in one folder do not wait for each other."""
    one, other = (LogLock(tmp_path, tmp_path / name, patience=0.05) for name in ("a.jsonl", "b.jsonl"))
    with one.writing(), other.writing():
        assert {path.name for path in tmp_path.iterdir()} == {"a.jsonl", "b.jsonl"}
    assert list(tmp_path.iterdir()) == []


def test_a_lock_of_a_file_that_was_moved_is_not_taken_for_one(tmp_path: Path) -> None:
    """Who waits for a file that is moved away meanwhile waits for the one that is there then."""
    path = tmp_path / "log.jsonl"
    path.touch()
    got = threading.Event()

    def wait() -> None:
        with lock_of("file", tmp_path).writing():
            got.set()

    with ExitStack() as old, ExitStack() as new:
        old.enter_context(lock_of("file", tmp_path).writing())
        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.05)
        path.rename(tmp_path / "moved")
        path.touch()
        new.enter_context(lock_of("file", tmp_path).writing())
        old.close()
        assert not got.wait(0.2)
    thread.join()
    assert got.is_set()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_child_does_not_share_its_parents_lock(tmp_path: Path) -> None:
    """A child that was forked while its parent holds the lock must wait, and does not keep the lock when the parent
    dies.
    """
    code = """
import os, signal, sys
from pathlib import Path
from cstotimeline.core.errors import LogError
from cstotimeline.stores.locks import LogLock
path = Path(sys.argv[1])
lock = LogLock(path.parent, path, patience=0.05)
with lock.writing():
    if os.fork() == 0:
        try:
            with lock.writing():
                print("shared", flush=True)
        except LogError:
            print("waited", flush=True)
        os.read(0, 1)
        os._exit(0)
    os.waitpid(-1, 0) if len(sys.argv) > 2 else os.kill(os.getpid(), signal.SIGSTOP)
"""
    path = tmp_path / "log.jsonl"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "waited\n"
        parent.kill()
        parent.wait()
        with LogLock(tmp_path, path, patience=20).writing():  # while the child lives on
            pass
