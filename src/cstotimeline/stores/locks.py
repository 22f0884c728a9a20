"""Locks: one writer at a time in all processes, and nobody reads while one writes."""

from __future__ import annotations

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cstotimeline.core.errors import Fault, LogError


class FileLock:
    """The lock of a log: a file beside it that is held with ``flock``, which the system lets go of when a process
    dies.

    Readers share it. They do not make the file: where there is none, nobody has ever written with this library.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None
        self._opened_by = 0
        self._writes = False
        self._threads = threading.RLock()

    @contextmanager
    def writing(self) -> Generator[None]:
        """Hold the lock alone for as long as the block runs; others wait.

        Raises:
            LogError: the folder cannot be written.
        """
        with self._threads, self._held(writes=True):
            yield

    @contextmanager
    def reading(self) -> Generator[bool]:
        """Hold the lock together with other readers; gives whether there is a lock to hold."""
        with self._threads, self._held(writes=False) as handle:
            yield handle is not None

    def close(self) -> None:
        """Let go of the file."""
        with self._threads:
            if self._handle is not None:
                os.close(self._handle)
            self._handle = None

    def _open(self, *, writes: bool) -> int | None:
        """Return the file's handle, opened by this very process, since children share what they inherit."""
        if self._handle is not None and (self._opened_by != os.getpid() or (writes and not self._writes)):
            os.close(self._handle)
            self._handle = None
        if self._handle is None:
            try:
                self._handle = self._opened(writes=writes)
            except OSError as error:
                if not writes:
                    return None
                what = f"the log cannot be written ({error.strerror})"
                remedy = "check its folder and the permissions"
                raise LogError(Fault(where="append", what=what, remedy=remedy)) from None
            self._opened_by, self._writes = os.getpid(), writes
        return self._handle

    def _opened(self, *, writes: bool) -> int:
        if not writes:
            return os.open(self._path, os.O_RDONLY)
        try:
            return os.open(self._path, os.O_CREAT | os.O_RDWR, 0o644)
        except PermissionError:
            if not self._path.exists():
                raise  # else it is the lock of another user, in a folder that both may write
            return os.open(self._path, os.O_RDONLY)

    @contextmanager
    def _held(self, *, writes: bool) -> Generator[int | None]:
        """Hold the file as it stands in the folder; one that was removed meanwhile locks nobody out."""
        while (handle := self._open(writes=writes)) is not None:
            system = _flock()
            system.flock(handle, system.LOCK_EX if writes else system.LOCK_SH)
            if os.fstat(handle).st_nlink:
                break
            self.close()
        try:
            yield handle
        finally:
            if handle is not None:
                _flock().flock(handle, _flock().LOCK_UN)


def _flock() -> Any:
    """Return the module of ``flock``.

    Raises:
        LogError: a system without it.
    """
    try:
        import fcntl
    except ImportError:
        what, remedy = "this system has no flock", "keep a log that is added to in SQLite"
        raise LogError(Fault(where="log", what=what, remedy=remedy)) from None
    return fcntl
