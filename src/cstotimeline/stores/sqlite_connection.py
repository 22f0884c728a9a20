"""Connections to SQLite: opened with the settings that keep what was committed, and its errors in our words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.stores.sqlite_schema import OLDEST_SQLITE, check_schema, is_empty, make_schema

_PAUSE_SECONDS = 0.01

_NO_LOCKS = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

DAMAGED = (sqlite3.Error, UnicodeDecodeError)
"""What may be raised by a database: its own errors, and texts of a damaged one that are none."""


_INHERITED: list[Database] = []
"""Databases with a connection of a parent process, which its child must neither use nor close."""


class Database:
    """One connection to the database at ``path``, opened when it is first asked for, and which file that is.

    The path is made absolute, so that another current folder does not lead elsewhere.
    """

    def __init__(self, path: Path, *, read_only: bool, patience: float) -> None:
        self.path = Path(os.path.abspath(path))  # noqa: PTH100  resolve() fails on names that are too long
        self._read_only, self._patience = read_only, patience
        self._connection: sqlite3.Connection | None = None
        self._file: os.stat_result | None = None
        self._leaves_wal = False

    def connection(self, where: str) -> sqlite3.Connection:
        """Return the connection.

        Raises:
            LogError: what :class:`cstotimeline.stores.sqlite.SqliteLog` refuses to open; the file at the path is
                another than the one that was opened.
        """
        if self._connection is None:
            before = self._file or _stat(self.path)
            self._leaves_wal = self._read_only and not _wal_of(self.path).exists()
            self._connection = _connected(self.path, read_only=self._read_only, patience=self._patience)
            self._file = before or _stat(self.path)
        self.check_unmoved(where)
        return self._connection

    def check_unmoved(self, where: str, *, committed: bool = False) -> None:
        """Return if the file at the path is the one that was opened.

        Raises:
            LogError: it was moved, removed or replaced; or, where something is to be added, it has a second name.
        """
        now = _stat(self.path)
        if now is None or self._file is None or not os.path.samestat(now, self._file):
            what = f"{self.path.name} was moved, removed or replaced since the log was opened"
            if committed:
                what = f"{self.path.name} was moved while it was written; what was added is in the moved file"
            raise LogError(Fault(where=where, what=what, remedy="bring the file back, or open the log again"))
        if where == "append" and now.st_nlink != 1:
            what = f"{self.path.name} has another name (a hard link), by which SQLite would not see what is added"
            raise LogError(
                Fault(where=where, what=what, remedy="copy the file, so that each log has its own")
            )

    def reopened(self) -> Database:
        """Return the same database with a connection of its own, for a forked child."""
        _INHERITED.append(self)
        other = Database(self.path, read_only=self._read_only, patience=self._patience)
        other._file = self._file
        return other

    def close(self) -> None:
        """Close the connection, and remove what reading alone has left beside the file."""
        if self._connection is None:
            return
        self._connection.close()
        self._connection = None
        if self._leaves_wal and _wal_of(self.path).exists() and _has_no_wal(self.path):
            try:  # the last connection that may write removes it, under SQLite's own locks
                last = sqlite3.connect(_address(self.path, "rw"), uri=True, timeout=0)
                last.execute("PRAGMA schema_version").fetchone()
                last.close()
            except sqlite3.Error:
                pass


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _connected(path: Path, *, read_only: bool, patience: float) -> sqlite3.Connection:
    """Return a connection to the log at ``path``, which is made where there is none unless ``read_only``.

    Raises:
        LogError: what :class:`cstotimeline.stores.sqlite.SqliteLog` refuses to open.
    """
    _check_path(path, read_only=read_only)
    try:
        return _opened(path, read_only=read_only, patience=patience)
    except DAMAGED as error:
        has_no_locks = getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_LOCKS
        if not (read_only and has_no_locks and _has_no_wal(path)):
            raise refused("log", error, path) from None
    try:  # in a folder where SQLite cannot keep its locks nobody else writes either
        return _opened(path, read_only=True, patience=patience, immutable=True)
    except DAMAGED as error:
        raise refused("log", error, path) from None


def _check_path(path: Path, *, read_only: bool) -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        what = f"expected SQLite {oldest} or newer, got {sqlite3.sqlite_version}"
        raise LogError(Fault(where="log", what=what, remedy="use a Python that comes with a newer one"))
    try:
        if path.is_dir():
            what, remedy = "expected a file, got a folder", "name a file in it"
        elif not path.parent.is_dir():
            what, remedy = "no such folder, got", "make it first"
        elif read_only and not path.exists():
            what, remedy = "no such file, got", "name a log that is there"
        else:
            return
    except OSError as error:
        what, remedy = f"the path cannot be used ({error.strerror}), got", "name another"
    raise LogError(Fault(where="log", what=f"{what} {shown(str(path))}", remedy=remedy))


def _opened(path: Path, *, read_only: bool, patience: float, immutable: bool = False) -> sqlite3.Connection:
    address = _address(path, "ro" if read_only else "rwc")
    connection = sqlite3.connect(
        f"{address}&immutable=1" if immutable else address,
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        if not read_only:
            _made(connection, patience)
        check_schema(connection, str(path))
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _made(connection: sqlite3.Connection, patience: float) -> None:
    """Make the table where the database is empty, in one transaction, whoever else does the same."""
    if not is_empty(connection):
        return
    _keep_a_wal(connection, patience)
    connection.execute("PRAGMA synchronous = FULL")
    with transaction(connection, "BEGIN IMMEDIATE"):
        if is_empty(connection):
            make_schema(connection)


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str) -> Generator[None]:
    """Run the block in one transaction, of which nothing is kept where it fails; what it reads is of one state."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _keep_a_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to a write-ahead log; SQLite does not wait by itself while another does the same."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _address(path: Path, mode: str) -> str:
    return f"file:{quote(str(path))}?mode={mode}"


def _wal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _has_no_wal(path: Path) -> bool:
    wal = _wal_of(path)
    return not wal.exists() or wal.stat().st_size == 0


_REFUSALS = {
    sqlite3.SQLITE_BUSY: ("the log is locked by another writer", "try again"),
    sqlite3.SQLITE_FULL: ("nothing was added, the disk is full", "make room"),
    sqlite3.SQLITE_IOERR: ("nothing was added, the disk failed or is full", "make room and check the disk"),
    sqlite3.SQLITE_READONLY: (
        "the log cannot be written",
        "check the permissions of the file and its folder",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the file cannot be opened",
        "check the permissions of the file and its folder",
    ),
    sqlite3.SQLITE_NOTADB: ("expected an SQLite database", "name a log, or a file that is not there yet"),
    sqlite3.SQLITE_CORRUPT: ("the database is damaged", "bring back a copy"),
    sqlite3.SQLITE_CONSTRAINT: ("nothing was added, the table refuses it", "bring back a copy"),
}


def refused(where: str, error: sqlite3.Error | UnicodeDecodeError, path: Path) -> LogError:
    """Return what SQLite refuses as a fault: what it means, the file, SQLite's own words."""
    is_text = isinstance(error, UnicodeDecodeError)
    code = sqlite3.SQLITE_CORRUPT if is_text else getattr(error, "sqlite_errorcode", 0) & 0xFF
    what, remedy = _REFUSALS.get(code, ("SQLite refuses", "check the file"))
    words = " ".join(str(error).split())
    return LogError(Fault(where=where, what=f"{what}, got {shown(str(path))} ({words})", remedy=remedy))
