"""The ways of keeping events that ``tests.stores.rates`` compares: ours, bare ones, and those of `eventsourcing`."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

import attrs
import psycopg
from psycopg.conninfo import conninfo_to_dict

from cstotimeline.core.dates import PartialDate
from cstotimeline.core.events import Event
from cstotimeline.core.records import Record, now
from cstotimeline.core.sources import Citation
from cstotimeline.shipped import csto_codec
from cstotimeline.stores.base import Store
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.postgres import PostgresLog
from cstotimeline.stores.sqlite import SqliteLog
from tests.stores.pg_server import own_server

CODEC = csto_codec()
RAW_FILE, RAW_SQLITE, RAW_POSTGRES = "raw file, write and fsync", "raw sqlite3", "bare INSERT, psycopg"
PEER_SQLITE, PEER_POSTGRES = "eventsourcing, SQLite", "eventsourcing, PostgreSQL"
PEER_TYPED = "eventsourcing, SQLite, values typed"
PUT = 100
"""How many events one put of `eventsourcing` brings to PostgreSQL; with thousands it was seen to hang."""
FIELDS = attrs.fields(Citation)

Data = dict[str, Any]
Act = Callable[[], object]


@attrs.frozen(kw_only=True)
class Way:
    """A way of keeping events: ``appending`` makes ready what one append is to do, ``read`` gives all that is kept
    as the way's own objects, ``data`` what such an object says, as plain data of an event.

    ``settings`` are in words; ``only`` names the one job that it takes part in, empty stands for every job.
    """

    name: str
    settings: str
    appending: Callable[[Sequence[Event]], Act]
    read: Callable[[], Sequence[Any]]
    data: Callable[[Any], Data]
    only: str = ""


def ways(folder: Path, stack: contextlib.ExitStack) -> tuple[list[Way], dict[str, str]]:
    """Return the ways that can be gone here, empty, and why the others cannot; all end with ``stack``."""
    found = [_raw_file(folder, stack), _raw_sqlite(folder, stack), _jsonl(folder, stack)]
    found.append(_own("SqliteLog", SqliteLog(folder / "own.db", CODEC), "WAL, synchronous=FULL", stack))
    absent: dict[str, str] = {}
    dsn = ""
    try:
        dsn = stack.enter_context(own_server(on_disk=True)).dsn
    except RuntimeError as error:
        words = " ".join(str(error).split())[:80]
        absent.update(dict.fromkeys(("PostgresLog", RAW_POSTGRES, PEER_POSTGRES), f"no server here: {words}"))
    else:
        found += _on_server(dsn, stack)
    try:
        found += [_peer_sqlite(PEER_SQLITE, folder, stack), _peer_sqlite(PEER_TYPED, folder, stack)]
        found += [_peer_postgres(dsn, stack)] if dsn else []
    except ModuleNotFoundError as error:
        why = f"{error.name} is missing: install the dependency group bench"
        absent.update(dict.fromkeys((PEER_SQLITE, PEER_TYPED, PEER_POSTGRES), why))
    return found, absent


def _line(event: Event) -> str:
    return CODEC.to_line(Record(position=1, recorded=now(), event=event))


def _line_data(data: Data) -> Data:
    return {key: value for key, value in data.items() if key != "recorded"}


def _raw_file(folder: Path, stack: contextlib.ExitStack) -> Way:
    """Return a file that lines are written to, ready-made, and flushed; read as JSON without any check."""
    path = folder / "raw.jsonl"
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    stack.callback(os.close, handle)

    def appending(events: Sequence[Event]) -> Act:
        data = "".join(f"{_line(event)}\n" for event in events).encode()

        def act() -> None:
            assert os.write(handle, data) == len(data)
            os.fsync(handle)

        return act

    def read() -> Sequence[Data]:
        with path.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    settings = "lines ready-made; read as dicts, unchecked"
    return Way(name=RAW_FILE, settings=settings, appending=appending, read=read, data=_line_data)


def _raw_sqlite(folder: Path, stack: contextlib.ExitStack) -> Way:
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    stack.callback(connection.close)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE lines (position INTEGER PRIMARY KEY, id TEXT UNIQUE, line TEXT) STRICT")
    insert = "INSERT INTO lines (id, line) VALUES (?, ?)"

    def appending(events: Sequence[Event]) -> Act:
        rows = [(event.id, _line(event)) for event in events]

        def act() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(insert, rows)
            connection.execute("COMMIT")

        return act

    def read() -> Sequence[Data]:
        return [
            json.loads(line) for (line,) in connection.execute("SELECT line FROM lines ORDER BY position")
        ]

    settings = "WAL, synchronous=FULL, lines ready-made; read as dicts, unchecked"
    return Way(name=RAW_SQLITE, settings=settings, appending=appending, read=read, data=_line_data)


def _own(name: str, log: Store, settings: str, stack: contextlib.ExitStack, part: int = 0) -> Way:
    """Return a log of ours; with ``part`` it takes so many events at once and is for batches only."""
    stack.callback(log.close)

    def appending(events: Sequence[Event]) -> Act:
        size = part or len(events)
        return lambda: [log.append(*events[n : n + size]) for n in range(0, len(events), size)]

    return Way(
        name=name,
        settings=f"{settings}, hash chain kept; read with every check",
        appending=appending,
        read=log.read,
        data=lambda record: CODEC.to_data(record.event),
        only="batch" if part else "",
    )


def _jsonl(folder: Path, stack: contextlib.ExitStack) -> Way:
    """Return our log in a file; it is opened anew to be read, since it keeps what it has read."""
    path = folder / "own.jsonl"
    way = _own("JsonlLog", JsonlLog(path, CODEC), "", stack)

    def read() -> Sequence[Record]:
        with JsonlLog(path, CODEC, read_only=True) as log:
            return log.read()

    settings = "no hash chain kept, digest() works it out; opened anew to be read, with every check"
    return attrs.evolve(way, read=read, settings=settings)


def _on_server(dsn: str, stack: contextlib.ExitStack) -> list[Way]:
    bare = stack.enter_context(psycopg.connect(dsn, autocommit=True))
    bare.execute("CREATE TABLE lines (position bigserial PRIMARY KEY, id text UNIQUE, line text)")
    insert = "INSERT INTO lines (id, line) VALUES (%s, %s)"

    def appending(events: Sequence[Event]) -> Act:
        rows = [(event.id, _line(event)) for event in events]

        def act() -> None:
            if len(rows) == 1:
                bare.execute(insert, rows[0])
                return
            with bare.transaction(), bare.cursor() as cursor:
                cursor.executemany(insert, rows)

        return act

    def read() -> Sequence[Data]:
        return [json.loads(line) for (line,) in bare.execute("SELECT line FROM lines ORDER BY position")]

    number = bare.info.server_version
    settings = f"server {number // 10000}.{number % 10000}, its defaults"
    lean = f"{settings}, lines ready-made; read as dicts, unchecked"
    logs = [PostgresLog(dsn, CODEC, schema=f"rates{n}") for n in range(2)]
    return [
        Way(name=RAW_POSTGRES, settings=lean, appending=appending, read=read, data=_line_data),
        _own("PostgresLog", logs[0], settings, stack),
        _own(f"PostgresLog, in appends of {PUT}", logs[1], settings, stack, part=PUT),
    ]


def _peer_sqlite(name: str, folder: Path, stack: contextlib.ExitStack) -> Way:
    path = folder / f"{name}.db"
    environment = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
    app, way = _peer(name, environment, stack, typed=name == PEER_TYPED)
    found = []
    with app.factory.datastore.transaction(commit=False) as cursor:
        for pragma in ("journal_mode", "synchronous"):
            cursor.execute(f"PRAGMA {pragma}")
            found.append(f"{pragma}={cursor.fetchone()[0]}")
    return attrs.evolve(way, settings=f"{', '.join(found)} (2 is FULL), {way.settings}")


def _peer_postgres(dsn: str, stack: contextlib.ExitStack) -> Way:
    given = conninfo_to_dict(dsn)
    names = {"DBNAME": "dbname", "HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    environment = {f"POSTGRES_{name}": str(given.get(key) or "") for name, key in names.items()}
    environment["PERSISTENCE_MODULE"] = "eventsourcing.postgres"
    _, way = _peer(PEER_POSTGRES, environment, stack, part=PUT)
    return attrs.evolve(way, settings=f"puts of at most {PUT}, each a commit, {way.settings}")


def _peer(
    name: str, environment: dict[str, str], stack: contextlib.ExitStack, *, part: int = 0, typed: bool = False
) -> tuple[Any, Way]:
    """Return an application of `eventsourcing`, whose event store keeps one sequence of events.

    The event store is its leanest way in: no aggregate is built, and events are mapped by its mapper. Dates and
    sources are texts and dicts; where they are to be ``typed``, they are our values, by transcodings of its own.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    from eventsourcing.application import Application

    app = Application(env=environment)
    stack.callback(app.close)
    if typed:
        _teach(app.mapper.transcoder)
    cls, sequence, kept = _peer_kind(), uuid4(), [0]

    def appending(events: Sequence[Event]) -> Act:
        start, size = kept[0], part or len(events)
        kept[0] += len(events)
        present = datetime.now(UTC)
        own = [
            cls(originator_id=sequence, originator_version=place, timestamp=present, **fields(event))
            for place, event in enumerate(events, start + 1)
        ]
        return lambda: [app.events.put(own[n : n + size]) for n in range(0, len(own), size)]

    def fields(event: Event) -> Data:
        plain = {key: value for key, value in CODEC.to_data(event).items() if key not in ("kind", "version")}
        return {key: getattr(event, key) if typed else value for key, value in plain.items()}

    def data(event: Any) -> Data:
        own = {"originator_id", "originator_version", "timestamp"}
        found = {key: value for key, value in vars(event).items() if key not in own}
        if typed:
            found["occurred"] = found["occurred"].text
            found["sources"] = [_plain(source) for source in found["sources"]]
        return {"kind": "presidency_transferred", "version": 1, **found}

    what = "PartialDate and Citation by transcodings" if typed else "plain fields, unchecked"
    return app, Way(
        name=name,
        settings=f"version {version('eventsourcing')}; read as its events, {what}",
        appending=appending,
        read=lambda: list(app.events.get(sequence)),
        data=data,
    )


@cache  # one class has one name in its registry
def _peer_kind() -> Any:
    """Return the kind of the typical event as `eventsourcing` has it, a frozen dataclass."""
    from eventsourcing.domain import DomainEvent

    class PresidencyTransferred(DomainEvent):  # type: ignore[misc]
        id: str
        occurred: Any
        holder: str
        predecessor: str
        chairperson: str
        summit: str
        zone: str
        sources: Any
        note: str

    return PresidencyTransferred


def _teach(transcoder: Any) -> None:
    """Teach a transcoder of `eventsourcing` our dates and sources."""
    from eventsourcing.persistence import Transcoding

    class DateAsText(Transcoding):  # type: ignore[misc]
        type = PartialDate
        name = "date"

        def encode(self, obj: PartialDate) -> str:
            return obj.text

        def decode(self, data: str) -> PartialDate:
            return PartialDate.parse(data)

    class CitationAsDict(Transcoding):  # type: ignore[misc]
        type = Citation
        name = "citation"

        def encode(self, obj: Citation) -> Data:
            return {
                field.name: value for field in FIELDS if (value := getattr(obj, field.name)) != field.default
            }

        def decode(self, data: Data) -> Citation:
            return Citation(**data)

    transcoder.register(DateAsText())
    transcoder.register(CitationAsDict())


def _plain(source: Citation) -> Data:
    found = {field.name: getattr(source, field.name) for field in FIELDS}
    said = {field.name: found[field.name] for field in FIELDS if found[field.name] != field.default}
    return {key: value.text if isinstance(value, PartialDate) else value for key, value in said.items()}
