"""A log kept in an SQLite database: one file, many processes of one machine."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Generator, Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.log.append import conflict_error, new_events, recorded_at
from cstotimeline.core.log.digest import START, Digest, link
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record, instant_of, written_of
from cstotimeline.stores.base import Store, beyond, closed
from cstotimeline.stores.sqlite_link import DAMAGED, connected, refused

if TYPE_CHECKING:
    from cstotimeline.core.log.records import Instant

_LAST = "SELECT position, recorded, head FROM records ORDER BY position DESC LIMIT 1"
_ASKED = 500
"""How many ids are looked up by one statement, which may bear 999 in every SQLite."""
_INHERITED: list[sqlite3.Connection] = []
"""Connections of a parent process, which its child must neither use nor close."""


class SqliteLog(Store):
    """The log in an SQLite database at ``path``, which is made where there is none.

    Writers wait for each other up to ``patience`` seconds. Each append is one transaction that has been flushed
    to the disk when it returns (WAL, ``synchronous=FULL``). With ``read_only`` nothing is written and the file
    must be there.

    Raises:
        LogError: a folder, a missing folder, no database, another program's database, a log of a newer version,
            an SQLite older than 3.37.

    >>> import pathlib, tempfile
    >>> from cstotimeline.core.codec.codec import Codec
    >>> with SqliteLog(pathlib.Path(tempfile.mkdtemp(), "log.db"), Codec(())) as log:
    ...     len(log)
    0
    """

    def __init__(self, path: Path, codec: Codec, *, read_only: bool = False, patience: float = 30.0) -> None:
        super().__init__(codec)
        self._path, self._read_only, self._patience = path, read_only, patience
        self._threads = threading.RLock()
        self._is_open = True
        self._connection, self._opened_by = (
            connected(path, read_only=read_only, patience=patience),
            os.getpid(),
        )

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none; see :meth:`cstotimeline.core.log.log.Log.append`.

        It costs what is appended: ids and links are looked up by index.

        Raises:
            Conflict: the log has another length than ``expected``.
            LogError: as for every log; a database that is locked for too long, full, read-only or damaged.
        """
        with gc_paused(), self._asked("append") as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                found = self._append(connection, events, expected, recorded)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return found

    def _append(
        self,
        connection: sqlite3.Connection,
        events: Sequence[Event],
        expected: int | None,
        recorded: Instant | None,
    ) -> tuple[Record, ...]:
        length, told, head = connection.execute(_LAST).fetchone() or (0, None, START)
        if expected is not None and expected != length:
            ids = connection.execute(
                "SELECT id FROM records WHERE position > ? ORDER BY position", (expected,)
            )
            raise conflict_error(expected, length, (name for (name,) in ids))
        held: dict[str, Record] = {}

        def find(ids: AbstractSet[str]) -> dict[str, Event]:
            held.update(self._held(connection, ids))
            return {name: held[name].event for name in ids if name in held}

        new = new_events(events, find)
        last = None if told is None else _read_instant(length, told)
        records = recorded_at(new, after=length, recorded=recorded, last=last)
        rows: list[tuple[int, str, str, str, bytes]] = []
        for record, text in zip(records, self.lines_of(records), strict=True):
            head = link(head, text)
            rows.append((record.position, record.event.id, written_of(record), text, head))
        connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?)", rows)
        if len(records) == len(events):  # none of them was there
            return records
        held.update((record.event.id, record) for record in records)
        return tuple(held[event.id] for event in events)

    def _held(self, connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        wanted = list(ids)
        for start in range(0, len(wanted), _ASKED):
            some = wanted[start : start + _ASKED]
            marks = ", ".join("?" * len(some))
            rows = connection.execute(f"SELECT position, line FROM records WHERE id IN ({marks})", some)  # noqa: S608
            for row in rows:
                record = self._record(*row)
                found[record.event.id] = record
        return found

    def _record(self, position: int, line: object) -> Record:
        if not isinstance(line, str):
            raise LogError(_damage(f"position {position}", f"expected a line, got {shown(line)}"))
        try:
            return self.codec.from_line(line, position)
        except LogError as error:
            raise LogError(fault.within(f"position {position}") for fault in error.faults) from None

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order.

        Raises:
            LogError: every fault of every line, with its position; a damaged database.
        """
        with gc_paused():
            return self._read(after)

    def _read(self, after: int) -> Records:
        records: list[Record] = []
        faults: list[Fault] = []
        with self._asked("read") as connection:
            rows = connection.execute(
                "SELECT position, line FROM records WHERE position > ? ORDER BY position", (after,)
            )
            for row in rows:
                try:
                    records.append(self._record(*row))
                except LogError as error:
                    faults.extend(error.faults)
        if faults:
            raise LogError(faults)
        return Records(records, part=after > 0)

    def __len__(self) -> int:
        with self._asked("read") as connection:
            return self._length(connection)

    @staticmethod
    def _length(connection: sqlite3.Connection) -> int:
        (length,) = connection.execute("SELECT coalesce(max(position), 0) FROM records").fetchone()
        return int(length)

    def digest(self, length: int | None = None) -> Digest:
        """Return the digest of the first ``length`` lines, as it was kept when they were appended.

        It is looked up; :meth:`verify` works it out afresh from the lines.
        """
        with self._asked("digest") as connection:
            there = self._length(connection)
            if length is not None and not 0 <= length <= there:
                raise beyond(length, there)
            asked = there if length is None else length
            row = connection.execute("SELECT head FROM records WHERE position = ?", (asked,)).fetchone()
        head = row[0] if row else START
        if not isinstance(head, bytes):
            raise LogError(_damage(f"position {asked}", f"expected a head, got {shown(head)}"))
        return Digest(asked, head.hex())

    def _kept_lines(self) -> list[str]:
        """Return the lines, once the database, its positions, ids, instants and heads were found sound."""
        faults: list[Fault] = []
        lines: list[str] = []
        head = START
        with self._asked("verify") as connection:
            for (told,) in connection.execute("PRAGMA integrity_check(10)"):
                if told != "ok":
                    faults.append(_damage("database", str(told).splitlines()[0]))
            for row in connection.execute(
                "SELECT position, id, recorded, line, head FROM records ORDER BY position"
            ):
                position, name, recorded, line, kept = row
                lines.append(str(line))
                head = link(head, lines[-1])
                where = f"position {position}"
                if position != len(lines):
                    faults.append(_damage(where, f"expected position {len(lines)}"))
                if head != kept:
                    faults.append(_damage(where, "the line is not the one that was appended"))
                    head = kept
                try:
                    record = self._record(position, line)
                except LogError as error:
                    faults.extend(error.faults)
                    continue
                if (record.event.id, written_of(record)) != (name, recorded):
                    faults.append(_damage(where, "id or instant differ from those of the line"))
        if faults:
            raise LogError(faults)
        return lines

    @contextmanager
    def _asked(self, where: str) -> Generator[sqlite3.Connection]:
        """Give the connection, opened by this very process, to one thread; what SQLite refuses is a fault."""
        with self._threads:
            if not self._is_open:
                raise closed()
            if self._opened_by != os.getpid():
                _INHERITED.append(self._connection)
                self._connection = connected(self._path, read_only=self._read_only, patience=self._patience)
                self._opened_by = os.getpid()
            try:
                yield self._connection
            except DAMAGED as error:
                raise refused(where, error, self._path) from None

    def close(self) -> None:
        """Close the database; the log cannot be used any more."""
        with self._threads:
            if self._is_open and self._opened_by == os.getpid():
                self._connection.close()
            self._is_open = False


def _read_instant(position: int, text: object) -> Instant:
    instant = instant_of(text) if isinstance(text, str) else None
    if instant is None:
        raise LogError(_damage(f"position {position}", f"expected an instant, got {shown(text)}"))
    return instant


def _damage(where: str, what: str) -> Fault:
    return Fault(where=where, what=f"the log is damaged ({what})", remedy="bring back a copy")
