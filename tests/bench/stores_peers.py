"""Events kept on a PostgreSQL server, by us and bare, and by `eventsourcing` and `eventsource-py`."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

import attrs

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from tests.bench.rounds import Absent, Act
from tests.bench.settings import peer
from tests.bench.stores_ways import CODEC, POSTGRES, PUT, RAW_POSTGRES, Data, Keeper

ES_SQLITE, ES_POSTGRES = "eventsourcing, SQLite", "eventsourcing, PostgreSQL"
ES_TYPED = "eventsourcing, SQLite, values typed"
PY_SQLITE = "eventsource-py, SQLite"
FIELDS = attrs.fields(Citation)

Line = Callable[[Event], str]
LineData = Callable[[Data], Data]


def on_server(
    stack: contextlib.ExitStack, line: Line, line_data: LineData, own: Callable[..., Keeper]
) -> tuple[str, list[Keeper]]:
    """Return the address of a server of its own, on disk, and the ways of ours and a bare one to keep events there.

    Raises:
        Absent: there is no PostgreSQL here, or it does not start.
    """
    try:
        import psycopg

        from cstotimeline.stores.postgres import PostgresLog
        from tests.stores.pg_server import own_server
    except ImportError as error:
        raise Absent(f"{error.name} is missing") from None
    try:
        dsn = stack.enter_context(own_server(on_disk=True)).dsn
    except RuntimeError as error:
        raise Absent(f"no server here: {' '.join(str(error).split())[:80]}") from None
    bare = stack.enter_context(psycopg.connect(dsn, autocommit=True))
    bare.execute("CREATE TABLE lines (position bigserial PRIMARY KEY, id text UNIQUE, line text)")
    insert = "INSERT INTO lines (id, line) VALUES (%s, %s)"

    def appending(events: Sequence[Event]) -> Act:
        rows = [(event.id, line(event)) for event in events]

        def act() -> None:
            if len(rows) == 1:
                bare.execute(insert, rows[0])
                return
            with bare.transaction(), bare.cursor() as cursor:
                cursor.executemany(insert, rows)

        return act

    def read() -> Sequence[Data]:
        return [json.loads(text) for (text,) in bare.execute("SELECT line FROM lines ORDER BY position")]

    number = bare.info.server_version
    settings = f"server {number // 10000}.{number % 10000}, its defaults"
    lean = f"{settings}, lines ready-made; read as dicts, unchecked"
    logs = [PostgresLog(dsn, CODEC, schema=f"rates{n}") for n in range(2)]
    return dsn, [
        Keeper(name=RAW_POSTGRES, settings=lean, appending=appending, read=read, data=line_data),
        own(POSTGRES, logs[0], settings, stack),
        own(f"{POSTGRES}, in appends of {PUT}", logs[1], settings, stack, part=PUT),
    ]


def libraries(folder: Path, dsn: str, stack: contextlib.ExitStack) -> Mapping[str, Callable[[], Keeper]]:
    """Return what makes the ways of the two libraries; each raises :class:`Absent` where it is not installed."""
    found: dict[str, Callable[[], Keeper]] = {
        name: lambda name=name: _es_sqlite(name, folder, stack)  # type: ignore[misc]
        for name in (ES_SQLITE, ES_TYPED)
    }
    if dsn:
        found[ES_POSTGRES] = lambda: _es_postgres(dsn, stack)
    found[PY_SQLITE] = lambda: _py_sqlite(folder, stack)
    return found


def _es_sqlite(name: str, folder: Path, stack: contextlib.ExitStack) -> Keeper:
    path = folder / f"{name}.db"
    environment = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
    app, way = _es(name, environment, stack, typed=name == ES_TYPED)
    found = []
    with app.factory.datastore.transaction(commit=False) as cursor:
        for pragma in ("journal_mode", "synchronous"):
            cursor.execute(f"PRAGMA {pragma}")
            found.append(f"{pragma}={cursor.fetchone()[0]}")
    return attrs.evolve(way, settings=f"{', '.join(found)} (2 is FULL), {way.settings}")


def _es_postgres(dsn: str, stack: contextlib.ExitStack) -> Keeper:
    from psycopg.conninfo import conninfo_to_dict

    given = conninfo_to_dict(dsn)
    names = {"DBNAME": "dbname", "HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    environment = {f"POSTGRES_{name}": str(given.get(key) or "") for name, key in names.items()}
    environment["PERSISTENCE_MODULE"] = "eventsourcing.postgres"
    _, way = _es(ES_POSTGRES, environment, stack, part=PUT)
    return attrs.evolve(way, settings=f"puts of at most {PUT}, each a commit, {way.settings}")


def _es(
    name: str, environment: dict[str, str], stack: contextlib.ExitStack, *, part: int = 0, typed: bool = False
) -> tuple[Any, Keeper]:
    """Return an application of `eventsourcing`, whose event store keeps one sequence of events.

    The event store is its leanest way in: no aggregate is built, and events are mapped by its mapper. Dates and
    sources are texts and dicts; where they are to be ``typed``, they are our values, by transcodings of its own.
    """
    app = peer("eventsourcing.application").Application(env=environment)
    stack.callback(app.close)
    if typed:
        _teach(app.mapper.transcoder)
    cls, sequence, kept = es_kind(), uuid4(), [0]

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
    return app, Keeper(
        name=name,
        settings=f"version {version('eventsourcing')}; read as its events, {what}",
        appending=appending,
        read=lambda: list(app.events.get(sequence)),
        data=data,
        only="",
    )


@cache  # one class has one name in its registry
def es_kind() -> Any:
    """Return the kind of the typical event as `eventsourcing` has it, a frozen dataclass."""
    domain = peer("eventsourcing.domain")

    class PresidencyTransferred(domain.DomainEvent):  # type: ignore[misc, name-defined]
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
    transcoding = peer("eventsourcing.persistence").Transcoding

    class DateAsText(transcoding):  # type: ignore[misc, valid-type]
        type = PartialDate
        name = "date"

        def encode(self, obj: PartialDate) -> str:
            return obj.text

        def decode(self, data: str) -> PartialDate:
            return PartialDate.parse(data)

    class CitationAsDict(transcoding):  # type: ignore[misc, valid-type]
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


def _py_sqlite(folder: Path, stack: contextlib.ExitStack) -> Keeper:
    """Return the SQLite store of `eventsource-py`; it is asynchronous, and its loop runs for each call."""
    module, adapter = peer("eventsource"), peer("eventsource.adapters.sqlite.store")
    peer("aiosqlite")
    loop = asyncio.new_event_loop()
    stack.callback(loop.close)
    registry = module.EventRegistry()
    cls = py_kind()
    registry.register(cls)
    store = adapter.SQLiteEventStore(str(folder / "eventsource.db"), registry)
    stack.callback(lambda: ran(store.close()))
    aggregate = uuid4()
    stream = module.StreamId(aggregate_id=aggregate, category="Presidency")
    expected = module.ExpectedVersion.any_()

    def ran(what: Coroutine[Any, Any, Any]) -> Any:
        return loop.run_until_complete(what)

    def appending(events: Sequence[Event]) -> Act:
        own = [
            cls(aggregate_id=aggregate, aggregate_type="Presidency", said=CODEC.to_data(event))
            for event in events
        ]
        return lambda: ran(store.append(stream, own, expected))

    async def all_events() -> list[Any]:
        return [envelope.event async for envelope in store.read_all()]

    return Keeper(
        name=PY_SQLITE,
        settings=f"version {version('eventsource-py')}, WAL; read as its pydantic events, the fields a dict",
        appending=appending,
        read=lambda: ran(all_events()),
        data=lambda event: dict(event.said),
    )


@cache
def py_kind() -> Any:
    """Return the kind of the typical event as `eventsource-py` has it: a pydantic model."""
    base = peer("eventsource").DomainEvent
    return type(
        "PresidencyMoved", (base,), {"__annotations__": {"said": dict[str, Any]}, "__module__": __name__}
    )
