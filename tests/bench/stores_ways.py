"""The ways of keeping events that the chapter on stores compares: ours, bare ones, and those of two libraries."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

import attrs

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import LogError
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record, now
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.shipped import csto_codec, shipped_folder
from cstotimeline.stores.base import Store
from cstotimeline.stores.jsonl import read_jsonl
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.sqlite import SqliteLog
from tests.bench.rounds import Absent, Act

KINDS = tuple(csto_codec().kinds.values())
CODEC = Codec(KINDS, fast=False)
RAW_FILE, RAW_SQLITE, RAW_POSTGRES = "raw file, write and fsync", "raw sqlite3", "bare INSERT, psycopg"
JSONL, SQLITE, POSTGRES = "JsonlLog", "SqliteLog", "PostgresLog"
JSONL_FAST, SQLITE_FAST = "JsonlLog, extra fast", "SqliteLog, extra fast"
PUT = 100
"""How many events one put of `eventsourcing` brings to PostgreSQL; with thousands it was seen to hang."""
TYPICAL = "presidency-2002-05-14-russia"

Data = dict[str, Any]


@attrs.frozen(kw_only=True)
class Keeper:
    """A way of keeping events: ``appending`` makes ready what one append is to do, ``read`` gives all that is kept
    as the way's own objects, ``data`` what such an object says, as plain data of an event.

    ``settings`` are in words; ``only`` names the one job that it takes part in, empty stands for every job. One
    that is for reading only reads what another has kept.
    """

    name: str
    settings: str
    appending: Callable[[Sequence[Event]], Act]
    read: Callable[[], Sequence[Any]]
    data: Callable[[Any], Data]
    only: str = ""


def typical() -> Record:
    """Return the shipped record that the events are made after: two sources, a line of some 800 characters."""
    return read_jsonl(shipped_folder(), CODEC)[TYPICAL]


def typical_events() -> Iterator[Event]:
    """Yield events as a shipped one, each with an id, a day and sources of its own, as events have them."""
    model = typical().event
    first, second = model.sources
    for number in count():
        day = PartialDate.of(date(2001, 1, 1) + timedelta(days=number % 7_000))
        pages = (
            attrs.evolve(first, says=f"{first.says} ({number})"),
            attrs.evolve(second, address=f"{second.address}?page={number}"),
        )
        yield attrs.evolve(
            model,
            id=f"{TYPICAL}-{number}",
            occurred=day,
            effective=day,
            sources=pages,
            note=f"{model.note} {number}",
        )


class Supply:
    """Events in turn: the same ones for every way, whichever asks first."""

    def __init__(self) -> None:
        self._endless = typical_events()
        self._made: list[Event] = []

    def between(self, begin: int, end: int) -> list[Event]:
        """Return the events from one number up to without another."""
        self._made.extend(islice(self._endless, max(end - len(self._made), 0)))
        return self._made[begin:end]


def keepers(folder: Path, stack: contextlib.ExitStack) -> tuple[list[Keeper], dict[str, str]]:
    """Return the ways that can be gone here, empty, and why the others cannot; all end with ``stack``."""
    from tests.bench import stores_peers as peers

    found = [
        _raw_file(folder, stack),
        _raw_sqlite(folder, stack),
        _jsonl(folder, stack),
        _own(SQLITE, SqliteLog(folder / "own.db", CODEC), "WAL, synchronous=FULL", stack),
    ]
    absent: dict[str, str] = {}
    try:
        found.extend(_fast(folder, stack))
    except LogError as error:
        absent.update(dict.fromkeys((JSONL_FAST, SQLITE_FAST), str(error)))
    try:
        dsn, more = peers.on_server(stack, _line, _line_data, _own)
        found.extend(more)
    except Absent as why:
        dsn = ""
        absent.update(dict.fromkeys((POSTGRES, RAW_POSTGRES, peers.ES_POSTGRES), str(why)))
    for name, make in peers.libraries(folder, dsn, stack).items():
        try:
            found.append(make())
        except Absent as why:
            absent[name] = str(why)
    return found, absent


def _line(event: Event) -> str:
    return CODEC.to_line(Record(position=1, recorded=now(), event=event))


def _line_data(data: Data) -> Data:
    return {key: value for key, value in data.items() if key != "recorded"}


def _raw_file(folder: Path, stack: contextlib.ExitStack) -> Keeper:
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
    return Keeper(name=RAW_FILE, settings=settings, appending=appending, read=read, data=_line_data)


def _raw_sqlite(folder: Path, stack: contextlib.ExitStack) -> Keeper:
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
        rows = connection.execute("SELECT line FROM lines ORDER BY position")
        return [json.loads(line) for (line,) in rows]

    settings = "WAL, synchronous=FULL, lines ready-made; read as dicts, unchecked"
    return Keeper(name=RAW_SQLITE, settings=settings, appending=appending, read=read, data=_line_data)


def _own(name: str, log: Store, settings: str, stack: contextlib.ExitStack, part: int = 0) -> Keeper:
    """Return a log of ours; with ``part`` it takes so many events at once and is for batches only."""
    stack.callback(log.close)

    def appending(events: Sequence[Event]) -> Act:
        size = part or len(events)
        return lambda: [log.append(*events[n : n + size]) for n in range(0, len(events), size)]

    return Keeper(
        name=name,
        settings=f"{settings}, hash chain kept; read with every check",
        appending=appending,
        read=log.read,
        data=lambda record: CODEC.to_data(record.event),
        only="batch" if part else "",
    )


def _fast(folder: Path, stack: contextlib.ExitStack) -> Iterator[Keeper]:
    """Yield what reads our two logs with the extra ``fast``.

    Raises:
        LogError: msgspec is missing.
    """
    codec = Codec(KINDS, fast=True)

    def read() -> Sequence[Record]:
        with JsonlLog(folder / "own.jsonl", codec, read_only=True) as log:
            return log.read()

    log = SqliteLog(folder / "own.db", codec)
    for name, act in ((JSONL_FAST, read), (SQLITE_FAST, log.read)):
        way = _own(name, log, "", stack)
        yield attrs.evolve(way, read=act, settings="msgspec reads the lines; every check", only="read")


def _jsonl(folder: Path, stack: contextlib.ExitStack) -> Keeper:
    """Return our log in a file; it is opened anew to be read, since it keeps what it has read."""
    path = folder / "own.jsonl"
    way = _own(JSONL, JsonlLog(path, CODEC), "", stack)

    def read() -> Sequence[Record]:
        with JsonlLog(path, CODEC, read_only=True) as log:
            return log.read()

    settings = "no hash chain kept, digest() works it out; opened anew to be read, with every check"
    return attrs.evolve(way, read=read, settings=settings)
