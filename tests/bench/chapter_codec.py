"""Lines to typed events and back, beside cattrs as it comes, other class libraries, and an event-sourcing mapper."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

import cattrs

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import LogError
from cstotimeline.core.log.records import Record, now
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.csto.presidency import PresidencyTransferred
from cstotimeline.stores.jsonl import read_jsonl
from tests.bench.rounds import Absent, Act, Way, course
from tests.bench.settings import Size, peer
from tests.bench.stores_peers import es_kind
from tests.bench.stores_ways import Supply
from tests.bench.values import Claim, Course

TITLE = "Lines to events and back"
FILE, LINES, CHECKED = 50_000, 20_000, 300
PLAIN, FAST = "our codec", "our codec, extra fast"
CATTRS, ORJSON = "cattrs as it comes, json", "cattrs as it comes, orjson"
MAPPER, MODEL, STRUCT = "eventsourcing mapper", "pydantic BaseModel", "msgspec Struct"
KINDS = (PresidencyTransferred,)
Data = dict[str, Any]


def run(size: Size) -> Iterator[Course]:
    """Yield four comparisons: reading with the collector paused, a file as it is found, and writing."""
    count = size.at_most(FILE) if not size.quick else 200
    codec = Codec(KINDS, fast=False)
    events = Supply().between(0, count)
    instant = now()
    records = [Record(position=n, recorded=instant, event=event) for n, event in enumerate(events, 1)]
    lines = [codec.to_line(record) for record in records]
    expected = [codec.to_data(record.event) for record in records[:CHECKED]]
    yield _reading(lines[:LINES], expected, size)
    yield _file(lines, expected, size)
    yield _writing(records[:LINES], size)


def codecs() -> Iterator[tuple[str, Codec | Absent]]:
    """Yield our codec without and with the extra ``fast``, or why there is none."""
    yield PLAIN, Codec(KINDS, fast=False)
    try:
        yield FAST, Codec(KINDS, fast=True)
    except LogError:
        yield FAST, Absent("msgspec is missing: install the extra fast")


def _way(
    name: str,
    decode: Callable[[Sequence[Any]], Sequence[Any]],
    lines: Sequence[Any],
    plain: Callable[[Any], Data],
    settings: str = "",
) -> Way:
    def ready(_: int) -> Act:
        return lambda: decode(lines)

    def answers() -> list[Data]:
        return [plain(found) for found in decode(lines[:CHECKED])]

    return Way(name=name, ready=ready, answers=answers, operations=len(lines), settings=settings)


def _own_data(found: Any) -> Data:
    return Codec(KINDS, fast=False).to_data(found.event if isinstance(found, Record) else found)


def _reading(lines: list[str], expected: list[Data], size: Size) -> Course:
    absent: dict[str, str] = {}
    ways = []
    for name, codec in codecs():
        if isinstance(codec, Absent):
            absent[name] = str(codec)
        else:
            ways.append(_way(name, _decoding(codec), lines, _own_data, "every check"))
    ways.append(
        _way(CATTRS, structuring(json.loads), lines, _own_data, "into our classes, which check their types")
    )
    makers: dict[str, Callable[[], Way]] = {
        ORJSON: lambda: _way(ORJSON, structuring(peer("orjson").loads), lines, _own_data),
        MAPPER: lambda: _mapper(lines),
        MODEL: lambda: _model(lines),
        STRUCT: lambda: _struct(lines),
    }
    for name, make in makers.items():
        try:
            ways.append(make())
        except Absent as why:
            absent[name] = str(why)
    bounds = {
        CATTRS: (1.3, 3.2),
        MAPPER: (None, 2.8),
        MODEL: (None, 1.7),
        STRUCT: (None, 0.65),
        ORJSON: (None, None),
    }
    sources = {
        CATTRS: ("T5", "T4"),
        MAPPER: ("", "T6"),
        MODEL: ("", "T6"),
        STRUCT: ("", "T6"),
        ORJSON: ("", ""),
    }
    return course(
        f"decoding {len(lines):,} lines",
        ways,
        rounds=size.slow,
        expected=expected,
        claims=[
            Claim(own=own, peer=other, kind="faster", bound=bounds[other][n], source=sources[other][n])
            for other in bounds
            for n, own in enumerate((PLAIN, FAST))
        ],
        absent=absent,
        state="paused",
        notes=(
            f"lines of {len(lines[0])} characters with two sources each, no two alike (nine in ten of the shipped log)",
            "dates of peers are texts, without checks",
        ),
    )


def _decoding(codec: Codec) -> Callable[[Sequence[str]], Sequence[Any]]:
    return lambda lines: [codec.from_line(line, place) for place, line in enumerate(lines, 1)]


def structuring(loads: Callable[[str], Any]) -> Callable[[Sequence[str]], Sequence[Any]]:
    """Return cattrs as it comes, on our own classes."""
    converter = cattrs.Converter()
    converter.register_structure_hook(PartialDate, _date)
    return lambda lines: [converter.structure(loads(line), PresidencyTransferred) for line in lines]


def _date(text: str, _: object) -> PartialDate:
    return PartialDate.parse(text) if text else PartialDate.UNKNOWN


def _shape(data: Data) -> Data:
    """Return the data of a peer's object as ours is: without the instant, and without what is not said."""
    sources = [{key: value for key, value in source.items() if value} for source in data["sources"]]
    found = {key: value for key, value in data.items() if value and key != "recorded"}
    return {**found, "sources": sources, "version": data["version"]}


def mapped() -> tuple[Any, Callable[[str, int], Any]]:
    """Return the mapper of `eventsourcing`, and what turns a line and its place into an event as it stores one.

    Raises:
        Absent: it is not installed.
    """
    persistence, domain = peer("eventsourcing.persistence"), peer("eventsourcing.domain")
    transcoder = persistence.JSONTranscoder()
    for name in ("UUIDAsHex", "DatetimeAsISO"):
        transcoder.register(getattr(persistence, name)())
    mapper = persistence.Mapper(transcoder)
    cls, sequence, present = es_kind(), uuid4(), domain.datetime_now_with_tzinfo()

    def stored(line: str, place: int) -> Any:
        data = json.loads(line)
        for name in ("recorded", "kind", "version"):
            del data[name]
        event = cls(originator_id=sequence, originator_version=place, timestamp=present, **data)
        return mapper.to_stored_event(event)

    return mapper, stored


def _mapper(lines: list[str]) -> Way:
    mapper, stored = mapped()
    given = [stored(line, place) for place, line in enumerate(lines, 1)]
    own = {"originator_id", "originator_version", "timestamp"}

    def plain(event: Any) -> Data:
        found = {key: value for key, value in vars(event).items() if key not in own}
        return {"kind": "presidency_transferred", "version": 1, **found}

    words = f"version {version('eventsourcing')}, from stored events; plain fields"
    return _way(MAPPER, lambda rows: [mapper.to_domain_event(one) for one in rows], given, plain, words)


def _model(lines: list[str]) -> Way:
    validate = _pydantic().model_validate_json
    words = f"version {version('pydantic')}"
    return _way(
        MODEL,
        lambda given: [validate(line) for line in given],
        lines,
        lambda one: _shape(one.model_dump()),
        words,
    )


FIELDS = (
    "recorded",
    "kind",
    "id",
    "occurred",
    "holder",
    "predecessor",
    "chairperson",
    "summit",
    "zone",
    "note",
)
SOURCE = ("publisher", "address", "published", "retrieved", "archived", "tier", "says", "quote", "locator")


def _tuple_of(cls: Any) -> Any:
    return tuple.__class_getitem__((cls, ...))


@cache
def _pydantic() -> Any:
    pydantic = peer("pydantic")
    source = pydantic.create_model("Source", **dict.fromkeys(SOURCE, (str, "")))
    fields = dict.fromkeys(FIELDS, (str, ""))
    return pydantic.create_model(
        "Transferred",
        __config__=pydantic.ConfigDict(frozen=True),
        version=(int, 1),
        sources=(_tuple_of(source), ()),
        **fields,
    )


def _struct(lines: list[str]) -> Way:
    """Return msgspec's own classes: the least that typed objects cost."""
    msgspec = peer("msgspec")
    source = msgspec.defstruct("Source", [(name, str, "") for name in SOURCE], frozen=True)
    fields = [*((name, str, "") for name in FIELDS), ("version", int, 1), ("sources", _tuple_of(source), ())]
    decode = msgspec.json.Decoder(msgspec.defstruct("Transferred", fields, frozen=True)).decode
    words = f"version {version('msgspec')}"
    return _way(
        STRUCT,
        lambda given: [decode(line) for line in given],
        lines,
        lambda one: _shape(msgspec.to_builtins(one)),
        words,
    )


def _file(lines: list[str], expected: list[Data], size: Size) -> Course:
    """Return what a whole file takes, with the collector as a program finds it; ours pauses it itself."""
    absent: dict[str, str] = {}
    ways = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        for name, codec in codecs():
            if isinstance(codec, Absent):
                absent[name] = str(codec)
                continue
            ways.append(_reader(name, lambda codec=codec: read_jsonl(path, codec), len(lines)))  # type: ignore[misc]
        structure = structuring(json.loads)

        def as_it_comes() -> Sequence[Any]:
            with path.open(encoding="utf-8") as file:
                return structure(list(file))

        ways.append(_reader(CATTRS, as_it_comes, len(lines)))
        return course(
            f"reading a file of {len(lines):,} lines, the collector on",
            ways,
            rounds=size.slow,
            expected=expected,
            claims=[
                Claim(own=FAST, peer=CATTRS, kind="faster", bound=5, source="T4"),
                Claim(own=PLAIN, peer=CATTRS, kind="faster"),
            ],
            absent=absent,
            notes=("ours checks ids and links of the whole log as well",),
        )


def _reader(name: str, read: Callable[[], Sequence[Any]], count: int) -> Way:
    return Way(
        name=name,
        ready=lambda _: read,
        answers=lambda: [_own_data(found) for found in list(read())[:CHECKED]],
        operations=count,
    )


def _writing(records: list[Record], size: Size) -> Course:
    converter = cattrs.Converter()
    converter.register_unstructure_hook(PartialDate, lambda found: found.text)
    codec = Codec(KINDS, fast=False)
    events = [record.event for record in records]
    back = structuring(json.loads)

    def reread(text: Any) -> Data:
        return _own_data(back([text])[0])

    ways = [
        _way(PLAIN, lambda given: [codec.to_line(one) for one in given], records, reread, "canonical lines"),
        _way(
            CATTRS,
            lambda given: [json.dumps(converter.unstructure(one)) for one in given],
            events,
            reread,
            "every field, defaults as well",
        ),
    ]
    absent: dict[str, str] = {}
    try:
        dumps = peer("orjson").dumps
        ways.append(
            _way(ORJSON, lambda given: [dumps(converter.unstructure(one)) for one in given], events, reread)
        )
    except Absent as why:
        absent[ORJSON] = str(why)
    return course(
        f"writing {len(records):,} events as lines",
        ways,
        rounds=size.slow,
        claims=[
            Claim(own=PLAIN, peer=CATTRS, kind="faster", bound=5, source="T8"),
            Claim(own=PLAIN, peer=ORJSON, kind="faster", bound=2, source="T8"),
        ],
        absent=absent,
        state="paused",
        notes=("compared by what is read back",),
    )
