"""A log kept in PostgreSQL, for many writers on many machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, LiteralString
from weakref import finalize

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.events.event import Event
from cstotimeline.core.index.gc_guard import BULK, gc_paused
from cstotimeline.core.log.append import Tail, admit
from cstotimeline.core.log.digest import START, Digest, link
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record, whole_second
from cstotimeline.stores.base import Store, beyond, records_in_order
from cstotimeline.stores.postgres_connection import Address, driver
from cstotimeline.stores.postgres_schema import checked_name, lock_key, make_tables, schema_sql
from cstotimeline.stores.postgres_session import Attempt, InDoubt, Session

if TYPE_CHECKING:
    from psycopg import sql

    from cstotimeline.core.log.records import Instant

_PAGE = 10_000
_DIGEST_PAGE = 50_000
_INSERT_CHARACTERS = 8_000_000
_STATEMENTS: dict[str, LiteralString] = {
    "last": "SELECT position, recorded, head FROM {records} ORDER BY position DESC LIMIT 1",
    "length": "SELECT coalesce(max(position), 0) FROM {records}",
    "head": "SELECT head FROM {records} WHERE position = %s",
    "find": "SELECT position, line FROM {records} WHERE id = ANY(%s)",
    "newer": "SELECT id FROM {records} WHERE position > %s ORDER BY position",
    "page": "SELECT position, line, head FROM {records} WHERE position >= %s ORDER BY position LIMIT %s",
    # Arrays in binary form, since in text each quote of each line would be escaped.
    "add": (
        "INSERT INTO {records} (position, id, recorded, line, head)"
        " SELECT %s + n, id, %s, line, head FROM unnest(%b::text[], %b::text[], %b::bytea[])"
        " WITH ORDINALITY AS new(id, line, head, n)"
    ),
    "rewritten": (
        "SELECT min(r.position) FROM {records} r LEFT JOIN {records} b ON b.position = r.position - 1"
        " WHERE r.position > %s AND r.position <= %s"
        " AND r.head <> sha256(coalesce(b.head, decode(repeat('00', 32), 'hex')) || convert_to(r.line, 'UTF8'))"
    ),
    # Some WAL, so that the commit is flushed and, where there is a synchronous standby, waits for it.
    "flush": "SELECT pg_logical_emit_message(true, 'cstotimeline', '')",
}


class PostgresLog(Store):
    """The log in the tables of ``schema`` in the database at ``dsn``: a URL or keywords, as libpq reads them.

    A schema without a log is an empty log; the first append makes its tables, unless ``create`` is false. With
    ``read_only`` the log must be there, and nothing is added to it.
    ``timeout`` is how many seconds a call waits for the lock of the log, and how long it tries to connect anew
    where the connection is lost; an answer of the server is waited for twice as long.

    Several threads may use one log, and a forked child opens connections of its own. A log that nobody refers to any
    more closes itself.

    Raises:
        LogError: psycopg is missing, no connection, tables that are not a log's or of another version. No
            message holds a password.
    """

    def __init__(
        self,
        dsn: str,
        codec: Codec,
        *,
        schema: str = "cstotimeline",
        timeout: float = 30.0,
        create: bool = True,
        read_only: bool = False,
    ) -> None:
        driver()
        self.schema = checked_name(schema)
        self._create = create
        self._read_only = read_only
        self._statements = self._composed()
        self._session = Session(Address(dsn), self.schema, timeout)
        self._seen = (0, START)
        self._closer = finalize(self, self._session.close)
        super().__init__(codec)  # from here on a forked child renews it
        try:
            if not self._session.tried("log", self._session.has_tables, patience=0) and read_only:
                raise LogError(self._missing("log"))
        except BaseException:
            self.close()
            raise

    @staticmethod
    def schema_sql(schema: str = "cstotimeline") -> str:
        """Return the SQL that makes the tables, for an owner who runs it so that writers need not be allowed to.

        >>> print(PostgresLog.schema_sql("history").split(";")[0])
        CREATE SCHEMA IF NOT EXISTS "history"
        """
        driver()
        return schema_sql(checked_name(schema))

    def _composed(self) -> dict[str, sql.Composed]:
        from psycopg import sql

        table = sql.Identifier(self.schema, "records")
        return {name: sql.SQL(text).format(records=table) for name, text in _STATEMENTS.items()}

    # Adding

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none; see :meth:`cstotimeline.core.log.log.Log.append`.

        What is returned has been committed. Where the connection is lost, the append is tried again on a new
        one; had it been committed after all, that is noticed and nothing is added twice.

        Raises:
            Conflict: the log has another length than ``expected``.
            InDoubt: no answer to a commit, and no new connection in time; the events may be kept or not.
            LogError: as for every log, or a server that does not take the events; then nothing is added.
        """
        if self._read_only:
            what, remedy = "the log was opened for reading only", "open it without read_only"
            raise LogError(Fault(where="append", what=what, remedy=remedy))
        attempt = Attempt()
        with gc_paused(len(events)):
            return self._session.tried(
                "append",
                lambda connection: self._append(connection, attempt, events, expected, recorded),
                attempt=attempt,
            )

    def _append(
        self,
        connection: Any,
        attempt: Attempt,
        events: Sequence[Event],
        expected: int | None,
        recorded: Instant | None,
    ) -> tuple[Record, ...]:
        lock = f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({lock_key(self.schema)})"
        connection.execute(lock)
        made = self._session.has_tables(connection)
        row = connection.execute(self._statements["last"]).fetchone() if made else None
        length, last, head = row or (0, None, START)
        held: dict[str, Record] = {}

        def find(ids: AbstractSet[str]) -> dict[str, Event]:
            rows = connection.execute(self._statements["find"], [list(ids)]) if length else ()
            found = [self._record_of(line, position) for position, line in rows]
            held.update((record.event.id, record) for record in found)
            return {record.event.id: record.event for record in found}

        def newer(after: int) -> Iterator[str]:
            rows = connection.execute(self._statements["newer"], [after]) if made else ()
            return (name for (name,) in rows)

        if (length, head) != self._seen:
            self._check_seen(connection, made=made)
        if made and self._is_done(connection, attempt):
            expected = None
        tail = Tail(length=length, last=None if last is None else whole_second(last), newer=newer)
        records = admit(events, tail, find, expected=expected, recorded=recorded)
        if records:
            if not made:
                self._make(connection)
            self._add(connection, records, length, head, attempt)
        elif events:
            connection.execute(self._statements["flush"])
        self._commit(connection, attempt)
        self._seen = attempt.sent or (length, head)
        held.update((record.event.id, record) for record in records)
        return records_in_order(events, records, held)

    def _is_done(self, connection: Any, attempt: Attempt) -> bool:
        """Whether an earlier try was committed after all: its last head is where it was to be.

        This is certain for the holder of the log's lock, since the earlier try held it until it ended.
        """
        position, head = attempt.sent or (0, START)
        attempt.in_doubt = False
        return position > 0 and self._one("head", [position], connection) == (head,)

    def _check_seen(self, connection: Any, *, made: bool) -> None:
        """Return if the log still holds the last record that was seen of it.

        Raises:
            LogError: the log is gone, shorter, or another; or a standby that was not asked before is behind.
        """
        length, head = self._seen
        if length and not (made and self._one("head", [length], connection) == (head,)):
            what = f"the log held {length} records, and does not hold the last of them any more"
            remedy = "try again where a standby may be behind; else bring back a copy, or open the log again"
            raise LogError(Fault(where="log", what=what, remedy=remedy))

    def _make(self, connection: Any) -> None:
        if not self._create:
            raise LogError(self._missing("append"))
        make_tables(connection, self.schema)

    def _missing(self, where: str) -> Fault:
        what = f"there is no log in the schema {self.schema!r}"
        return Fault(where=where, what=what, remedy="have its owner run what PostgresLog.schema_sql returns")

    def _add(
        self, connection: Any, records: Sequence[Record], length: int, head: bytes, attempt: Attempt
    ) -> None:
        if not connection.is_durable:
            what, remedy = "the server runs with fsync off, what it commits may be lost", "turn fsync on"
            raise LogError(Fault(where="append", what=what, remedy=remedy))
        lines = self.lines_of(records)
        _, *heads = accumulate(lines, link, initial=head)
        for start, end in _chunks(lines):
            connection.execute(
                self._statements["add"],
                [
                    length + start,
                    records[0].recorded,
                    [record.event.id for record in records[start:end]],
                    lines[start:end],
                    heads[start:end],
                ],
            )
        attempt.sent = (records[-1].position, heads[-1])

    def _commit(self, connection: Any, attempt: Attempt) -> None:
        connection.warned.clear()
        attempt.in_doubt = attempt.sent is not None
        connection.execute("COMMIT")
        attempt.in_doubt = False
        if connection.warned:
            what = f"the server has committed, but warns: {self._session.address.safe(connection.warned[0])}"
            remedy = "see that the standby is there, and append the same events again"
            raise InDoubt(Fault(where="append", what=what, remedy=remedy))

    # Reading

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order.

        Raises:
            LogError: no connection, a line that the codec cannot read, or one that is not the line that was
                added there: the hash chain shows it.
        """
        with gc_paused(0 if after else BULK):
            return self._read(after)

    def _read(self, after: int) -> Records:
        records: list[Record] = []
        before, head = after, START if after == 0 else None
        while True:
            rows = self._session.tried("log", partial(self._page, before))
            records.extend(self._chained(rows, before, head))
            if rows:
                before, _, head = rows[-1]
                self._seen = max(self._seen, (before, head))
            if len(rows) < _PAGE:
                return Records(records, part=after > 0)

    def _is_made(self, connection: Any) -> bool:
        """Return whether the log has its tables, once it was found to hold what was seen of it."""
        made = self._session.has_tables(connection)
        self._check_seen(connection, made=made)
        return made

    def _page(self, start: int, connection: Any) -> list[tuple[int, str, bytes]]:
        """Return the row at position ``start`` and those after it, as many as fit on a page."""
        if not self._is_made(connection):
            return []
        with connection.cursor(binary=True) as cursor:
            return list(cursor.execute(self._statements["page"], [start, _PAGE]).fetchall())

    def _chained(
        self, rows: Iterable[tuple[int, str, bytes]], before: int, head: bytes | None
    ) -> Iterator[Record]:
        """Yield the records after position ``before``, whose head is ``head``, if it is known."""
        faults: list[Fault] = []
        for position, line, kept in rows:
            if position == before:
                head = kept
                continue
            if head is None or position != before + 1 or link(head, line) != kept:
                raise LogError(_rewritten(before + 1))
            before, head = position, kept
            try:
                yield self._record_of(line, position)
            except LogError as error:
                faults.extend(error.faults)
        if faults:
            raise LogError(faults)

    def __len__(self) -> int:
        return self._session.tried("log", self._length)

    def _length(self, connection: Any) -> int:
        if not self._is_made(connection):
            return 0
        return int(connection.execute(self._statements["length"]).fetchone()[0])

    def digest(self, length: int | None = None) -> Digest:
        """Return the digest of the first ``length`` canonical lines; see :meth:`cstotimeline.core.log.log.Log.digest`.

        The server works out the chain anew from the lines, and no line travels.

        Raises:
            LogError: the log has fewer records, or a line is not the one that was added.
        """
        there = len(self)
        wanted = there if length is None else length
        if not 0 <= wanted <= there:
            raise beyond(wanted, there)
        for start in range(0, wanted, _DIGEST_PAGE):
            end = min(start + _DIGEST_PAGE, wanted)
            row = self._session.tried("digest", partial(self._one, "rewritten", [start, end]))
            if row[0] is not None:
                raise LogError(_rewritten(row[0]))
        if not wanted:
            return Digest(0, START.hex())
        row = self._session.tried("digest", partial(self._one, "head", [wanted]))
        if row is None:
            raise LogError(_rewritten(wanted))
        return Digest(wanted, row[0].hex())

    def _one(self, statement: str, values: Sequence[Any], connection: Any) -> Any:
        return connection.execute(self._statements[statement], values).fetchone()

    def _wait(self, seconds: float) -> None:
        """Wait until a writer says that it has added something, at most so many seconds."""
        self._session.listen(seconds)

    def renew_in_child(self) -> None:
        """Leave the connections to the parent; the child opens its own when it asks."""
        super().renew_in_child()
        self._session.renew_in_child()
        self._closer.detach()
        self._closer = finalize(self, self._session.close)

    def close(self) -> None:
        """Close the connections; the log cannot be used any more."""
        super().close()
        self._session.close()

    def __repr__(self) -> str:
        return f"<PostgresLog: schema {self.schema!r} on {self._session.address!r}>"


def _chunks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where to cut lines so that no piece is too long for one statement: start and end of each piece."""
    start, size = 0, 0
    for place, line in enumerate(lines):
        if size and size + len(line) > _INSERT_CHARACTERS:
            yield start, place
            start, size = place, 0
        size += len(line)
    yield start, len(lines)


def _rewritten(position: int) -> Fault:
    what = "the line is not the one that was added there (the hash chain breaks)"
    return Fault(where=f"position {position}", what=what, remedy="restore the log from a copy")
