"""The part of the store contract that several threads and forked children of one process try."""

# ruff: noqa: S101  tests assert

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from cstotimeline.core.errors import Conflict
from cstotimeline.core.log.log import Log
from cstotimeline.core.log.records import Record
from cstotimeline.testing.store_events import ids, lines, took


def exit_code(child: int) -> int | None:
    """Return the exit code of a child process; None where it hangs for a minute, and is killed."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


class CrowdContract:
    """What every store promises to several threads and to forked children.

    ``shared`` is false for a store whose log lives only in the object that it was opened as.
    """

    shared: ClassVar[bool] = True
    appends_per_thread: ClassVar[int] = 25
    """How often each of eight threads appends; use 200 for a store that waits for no disk, so that threads overlap."""

    def open_at(self, place: Path) -> Log:
        """Return the log that lives in the folder ``place``, or under its name elsewhere, with :data:`CODEC`.

        The first time for a place the log is empty; later it is the same log, opened once more.
        """
        raise NotImplementedError("say how the log is opened")

    def holds(self, log: Log, place: Path, expected: Sequence[str]) -> None:
        """Assert that a log holds events with these ids, read from ``log`` and by another who opens it."""
        assert ids(log.read()) == list(expected)
        assert len(log) == len(expected)
        if self.shared:
            with self.open_at(place) as other:
                assert ids(other.read()) == list(expected)
                assert lines(other) == lines(log)
                assert other.digest() == log.digest()

    def test_threads_at_once_lose_and_double_nothing(self, tmp_path: Path) -> None:
        """What several threads append to one log is there once, with the positions that they got; of those who expect
        one length, one succeeds.
        """
        log = self.open_at(tmp_path)
        count, each = 8, self.appends_per_thread
        gate = threading.Barrier(count)
        names = [[f"t{thread}-{number}" for number in range(each)] for thread in range(count)]

        def append(own: Sequence[str]) -> list[Record]:
            gate.wait()
            added = [*log.append(took(own[0]), took(own[1]))]
            added += [record for name in own[2:] for record in log.append(took(name))]
            try:
                log.append(took(f"{own[0]}-last"), expected=0)
            except Conflict:
                return added
            raise AssertionError("a length that the log had not was taken for it")

        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            with ThreadPoolExecutor(count) as pool:
                added = [record for records in pool.map(append, names) for record in records]
        finally:
            sys.setswitchinterval(interval)
        assert [record.position for record in log.read()] == list(range(1, count * each + 1))
        assert sorted(added, key=lambda record: record.position) == list(log.read())
        self.holds(log, tmp_path, ids(log.read()))

    def test_of_threads_that_expect_one_length_one_adds(self, tmp_path: Path) -> None:
        """Of eight threads that saw an empty log one adds, and seven get a conflict."""
        log = self.open_at(tmp_path)
        gate = threading.Barrier(8)

        def append(number: int) -> int:
            gate.wait()
            try:
                return len(log.append(took(f"t{number}"), expected=0))
            except Conflict:
                return 0

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(append, range(8))) == 1
        assert len(log) == 1

    def test_a_child_that_was_forked_while_a_thread_appends_can_append(self, tmp_path: Path) -> None:
        """Forked in the middle of a thread's append, a child appends to the log by itself, and the parent goes on."""
        if not hasattr(os, "fork"):
            return
        log = self.open_at(tmp_path)
        stop = threading.Event()

        def append() -> None:
            number = 0
            while not stop.is_set():
                log.append(took(f"parent-{number}"))
                number += 1

        with ThreadPoolExecutor(1) as pool, warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # of forks beside threads, from Python 3.12 on
            thread = pool.submit(append)
            try:
                children = [self._forked(log, f"child-{number}") for number in range(3)]
            finally:
                stop.set()
            thread.result()
        assert [exit_code(child) for child in children] == [0, 0, 0]
        if self.shared:
            assert {f"child-{number}" for number in range(3)} <= set(ids(log.read()))
        assert log.append(took("last"))[0].position == len(log)

    def _forked(self, log: Log, name: str) -> int:
        """Return the id of a child that appends an event, forked once the log has grown."""
        length, until = len(log), time.monotonic() + 60
        while len(log) == length and time.monotonic() < until:
            time.sleep(0.001)
        child = os.fork()
        if child == 0:
            try:
                records = log.append(took(name), took(f"{name}-too"))
                os._exit(ids(log.read(records[0].position - 1))[:2] != [name, f"{name}-too"])
            finally:
                os._exit(2)
        return child
