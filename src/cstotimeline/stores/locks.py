"""Locks of logs in files: one writer at a time in all processes, and no reader while one writes.

The lock is ``flock`` on the file itself, or on the folder, so whoever opens the log by another path shares it, and the
system releases it when a process dies.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.index.forks import renewed_in_children

READER_PATIENCE_SECONDS = 1.0
"""How long a reader waits for a writer; then it reads what is complete without the lock."""

_FIRST_PAUSE_SECONDS = 0.0005
_LONGEST_PAUSE_SECONDS = 0.01


class LogLock:
    """The lock of the log in ``folder``, or in one ``file`` of it.

    Who opens a single file locks it, and shares the lock of its folder with others who do so. Who opens the folder as
    one log locks the folder, so that no one adds to one of its streams meanwhile.
    """

    def __init__(self, folder: Path, file: Path | None, *, patience: float) -> None:
        self._folder, self._file, self._patience = folder, file, patience
        self._handles: set[int] = set()
        renewed_in_children(self)

    @contextmanager
    def writing(self) -> Generator[None]:
        """Hold the lock alone for as long as the block runs.

        The file of a log in one file is made for that. Where nothing was written into it, it is removed again.

        Raises:
            LogError: the file cannot be written, the system has no locks, or another process held the lock for longer
                than the patience.
        """
        until = time.monotonic() + self._patience
        with ExitStack() as stack:
            self._enter_folder(stack, shared=self._file is not None, until=until)
            if self._file is None:
                yield
                return
            made = not self._file.exists()
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
            handle = stack.enter_context(self._locked(self._file, flags, shared=False, until=until))
            yield
            if made and not os.fstat(handle).st_size:
                self._file.unlink(missing_ok=True)

    @contextmanager
    def reading(self, *, alone: bool = False) -> Generator[bool]:
        """Hold the lock together with other readers, or ``alone``; gives whether it is held.

        It is not held where a writer has it for longer than :data:`READER_PATIENCE_SECONDS`, where there is nothing
        to lock yet, and where the system has no locks.
        """
        until = time.monotonic() + min(self._patience, READER_PATIENCE_SECONDS)
        with ExitStack() as stack:
            try:
                self._enter_folder(stack, shared=self._file is not None or not alone, until=until)
                if self._file is not None:
                    stack.enter_context(self._locked(self._file, os.O_RDONLY, shared=not alone, until=until))
                held = True
            except LogError:
                held = False
            yield held

    def renew_in_child(self) -> None:
        """Close the parent's files in a forked child: a lock is held until all who have the file open closed it."""
        for handle in self._handles:
            os.close(handle)
        self._handles = set()

    def _enter_folder(self, stack: ExitStack, *, shared: bool, until: float) -> None:
        """Hold the lock of the folder; one that a user of a single file may not list is left out."""
        try:
            stack.enter_context(self._locked(self._folder, os.O_RDONLY, shared=shared, until=until))
        except LogError as error:
            if self._file is None or not isinstance(error.__cause__, PermissionError):
                raise

    @contextmanager
    def _locked(self, path: Path, flags: int, *, shared: bool, until: float) -> Generator[int]:
        """Hold the lock of what is at ``path``, opened with ``flags``, and give its handle.

        Raises:
            LogError: it cannot be opened or locked, or not in time.
        """
        system = _flock()
        how = system.LOCK_NB | (system.LOCK_SH if shared else system.LOCK_EX)
        handle = -1
        try:
            while handle < 0:
                handle = os.open(path, flags | os.O_NOFOLLOW, 0o644)
                self._handles.add(handle)
                _wait(handle, how, until)
                if not _is_at(handle, path):  # it was moved away while we waited
                    self._release(handle)
                    handle = -1
        except OSError as error:
            self._release(handle)
            raise refused(error) from error
        except BaseException:
            self._release(handle)
            raise
        try:
            yield handle
        finally:
            self._release(handle)

    def _release(self, handle: int) -> None:
        """Unlock and close a file, unless this is a forked child, in which it was closed."""
        if handle in self._handles:
            self._handles.discard(handle)
            system = _flock()
            system.flock(handle, system.LOCK_UN)  # a child that was forked meanwhile may have it open
            os.close(handle)


def refused(error: OSError) -> LogError:
    """Return the error for an append to files that the system does not let us write."""
    what = f"the log cannot be written ({error.strerror})"
    return LogError(Fault(where="append", what=what, remedy="check its folder and the permissions"))


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _wait(handle: int, how: int, until: float) -> None:
    """Return once an open file is locked, as ``how`` says.

    Raises:
        LogError: another process holds the lock up to ``until``, an instant of the steady clock.
    """
    pause = _FIRST_PAUSE_SECONDS
    while True:
        try:
            _flock().flock(handle, how)
        except BlockingIOError:
            if time.monotonic() + pause > until:
                what = "another process held the lock of the log too long"
                remedy = "try again, or look for a process that hangs"
                raise LogError(Fault(where="append", what=what, remedy=remedy)) from None
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        else:
            return


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
