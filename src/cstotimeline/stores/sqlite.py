"""A log kept in an SQLite database: one file, many processes of one machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.index.gc_guard import BULK, gc_paused
from cstotimeline.core.log.append import Tail, admit
from cstotimeline.core.log.digest import START, Digest, link
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record, instant_of, written
from cstotimeline.stores.base import Store, records_in_order
from cstotimeline.stores.sqlite_connection import DAMAGED, Database, refused, transaction
from cstotimeline.stores.sqlite_schema import check_guards

if TYPE_CHECKING:
    from cstotimeline.core.log.records import Instant

_LAST = "SELECT position, recorded, head FROM records ORDER BY position DESC LIMIT 1"
_ASKED = 500
"""How many ids are looked up by one statement, which may have 999 parameters in every SQLite."""


class SqliteLog(Store):
    """The log in an SQLite database at ``path``, which is made where there is none.

    Writers wait for each other up to ``patience`` seconds. Each append is one transaction that has been flushed
    to the disk when it returns (WAL, ``synchronous=FULL``). With ``read_only`` nothing is written and the file
    must be there. A log that nobody refers to any more closes itself.

    Raises:
        LogError: a folder, a missing folder, no database, another program's database, a log of a newer version,
            an SQLite older than 3.37, a table whose guards are gone.

    >>> import pathlib, tempfile
    >>> from cstotimeline.core.codec.codec import Codec
    >>> with SqliteLog(pathlib.Path(tempfile.mkdtemp(), "log.db"), Codec(())) as log:
    ...     len(log)
    0
    """

    def __init__(self, path: Path, codec: Codec, *, read_only: bool = False, patience: float = 30.0) -> None:
        self._database = Database(path, read_only=read_only, patience=patience)
        self._seen = (0, START)
        self._closer = finalize(self, self._database.close)
        super().__init__(codec)  # from here on a forked child renews it
        with self._asked("log"):
            pass

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none; see :meth:`cstotimeline.core.log.log.Log.append`.

        It costs what is appended: ids and links are looked up by index.

        Raises:
            Conflict: the log has another length than ``expected``.
            LogError: as for every log; a database that is locked for too long, full, read-only or damaged, or that
                is not the file at its path any more.
        """
        with gc_paused(len(events)), self._asked("append") as connection:
            with transaction(connection, "BEGIN IMMEDIATE"):
                found, seen = self._append(connection, events, expected, recorded)
                self._database.check_unmoved("append")
            self._seen = seen
            self._database.check_unmoved("append", committed=True)
            return found

    def _append(
        self,
        connection: sqlite3.Connection,
        events: Sequence[Event],
        expected: int | None,
        recorded: Instant | None,
    ) -> tuple[tuple[Record, ...], tuple[int, bytes]]:
        """Return the records of events that were added, and the length and head of the log after them."""
        length, last, head = connection.execute(_LAST).fetchone() or (0, None, START)
        if (length, head) != self._seen:
            self._check_seen(connection)
        held: dict[str, Record] = {}

        def find(ids: AbstractSet[str]) -> dict[str, Event]:
            held.update(self._held(connection, ids))
            return {name: held[name].event for name in ids if name in held}

        tail = Tail(
            length=length,
            last=None if last is None else _read_instant(length, last),
            newer=lambda after: _ids_after(connection, after),
        )
        records = admit(events, tail, find, expected=expected, recorded=recorded)
        rows: list[tuple[int, str, str, str, bytes]] = []
        for record, text in zip(records, self.lines_of(records), strict=True):
            head = link(head, text)
            rows.append((record.position, record.event.id, written(record.instant), text, head))
        connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?)", rows)
        held.update((record.event.id, record) for record in records)
        return records_in_order(events, records, held), (length + len(records), head)

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
        return self._record_of(line, position)

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order.

        Raises:
            LogError: every fault of every line, with its position; a line that is not the one that was appended
                there, which the hash chain shows; a damaged database.
        """
        records: list[Record] = []
        faults: list[Fault] = []
        with gc_paused(0 if after else BULK), self._asked("read") as connection:
            for position, line in self._chained(connection, after, faults):
                try:
                    records.append(self._record(position, line))
                except LogError as error:
                    faults.extend(error.faults)
            if faults:
                raise LogError(faults)
        return Records(records, part=after > 0)

    def _chained(
        self, connection: sqlite3.Connection, after: int, faults: list[Fault]
    ) -> Iterator[tuple[int, object]]:
        """Yield positions and lines above ``after``; where one does not follow the one before it goes to ``faults``."""
        query = "SELECT position, line, head FROM records WHERE position >= ? ORDER BY position"
        before, head, last = max(after, 0), START, (0, START)
        for position, line, kept in connection.execute(query, (before,)):
            if position == before:
                head = kept
                continue
            where = f"position {position}"
            if position != before + 1:
                faults.append(_damage(where, f"expected position {before + 1}"))
            elif not isinstance(line, str) or link(head, line) != kept:
                faults.append(_damage(where, "the line is not the one that was appended"))
            before, head = last = position, kept if isinstance(kept, bytes) else START
            yield position, line
        if not faults:
            self._seen = max(self._seen, last)

    def __len__(self) -> int:
        with self._asked("read") as connection:
            (length,) = connection.execute("SELECT coalesce(max(position), 0) FROM records").fetchone()
            return int(length)

    def _kept_lines(self) -> list[str]:
        """Return the lines, once their chain was found sound."""
        faults: list[Fault] = []
        with self._asked("digest") as connection:
            lines = [str(line) for _, line in self._chained(connection, 0, faults)]
        if faults:
            raise LogError(faults)
        return lines

    def verify(self, digest: Digest | None = None) -> Digest:
        """Return the digest of all lines, once the database, its table, positions, ids, instants and heads were found
        sound; see :meth:`cstotimeline.stores.base.Store.verify`.
        """
        faults: list[Fault] = []
        with self._asked("verify") as connection, transaction(connection, "BEGIN"):
            check_guards(connection, str(self._database.path))
            for (said,) in connection.execute("PRAGMA integrity_check(10)"):
                if said != "ok":
                    faults.append(_damage("database", str(said).splitlines()[0]))
            for _ in self._chained(connection, 0, faults):
                pass
            for position, name, recorded, line in connection.execute(
                "SELECT position, id, recorded, line FROM records ORDER BY position"
            ):
                try:
                    record = self._record(position, line)
                except LogError as error:
                    faults.extend(error.faults)
                    continue
                if (record.event.id, written(record.instant)) != (name, recorded):
                    faults.append(
                        _damage(f"position {position}", "id or instant differ from those of the line")
                    )
        if faults:
            raise LogError(faults)
        return super().verify(digest)

    @contextmanager
    def _asked(self, where: str) -> Generator[sqlite3.Connection]:
        """Give the connection to one thread; what SQLite refuses is a fault.

        Raises:
            LogError: the log was closed; the file is another than the one that was opened; it lost records.
        """
        with self._alone():
            try:
                connection = self._database.connection(where)
                if where != "append":  # which looks once it has begun
                    self._check_seen(connection)
                yield connection
            except DAMAGED as error:
                raise refused(where, error, self._database.path) from None

    def _check_seen(self, connection: sqlite3.Connection) -> None:
        """Return if the log still holds the last record that was seen of it.

        Raises:
            LogError: the log is shorter, or another.
        """
        length, head = self._seen
        if not length:
            return
        row = connection.execute("SELECT head FROM records WHERE position = ?", (length,)).fetchone()
        if row != (head,):
            what = f"the log held {length} records, and does not hold the last of them any more"
            raise LogError(Fault(where="log", what=what, remedy="bring back a copy, or open the log again"))

    def renew_in_child(self) -> None:
        """Leave the connection to the parent; the child opens its own when it is asked."""
        super().renew_in_child()
        self._closer.detach()
        self._database = self._database.reopened()
        self._closer = finalize(self, self._database.close)

    def close(self) -> None:
        """Close the database; the log cannot be used any more."""
        with self._threads:
            super().close()
            self._closer()


def _ids_after(connection: sqlite3.Connection, after: int) -> Iterator[str]:
    ids = connection.execute("SELECT id FROM records WHERE position > ? ORDER BY position", (after,))
    return (name for (name,) in ids)


def _read_instant(position: int, text: object) -> Instant:
    instant = instant_of(text) if isinstance(text, str) else None
    if instant is None:
        raise LogError(_damage(f"position {position}", f"expected an instant, got {shown(text)}"))
    return instant


def _damage(where: str, what: str) -> Fault:
    return Fault(where=where, what=f"the log is damaged ({what})", remedy="bring back a copy")
