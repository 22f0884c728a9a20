"""The msgspec reader: canonical lines read by msgspec, which the extra ``fast`` installs.

For each kind msgspec is given the types that its fields declare. It checks them while it reads, more strictly than
asked for: what it refuses is read another way. Two things it does not see, and they are checked here: the rules of the
kind, and a key that is used twice. Quotation marks show those: in a line without a backslash every one begins or ends a
key or a text. Where there are twice as many as keys and texts were read, nothing was passed over.

A field that the line has with its default value counts as not read, so that such a line is read another way too: a
canonical one leaves it out. Lists of objects that hold texts only, as citations are, are read along; other values with
fields of their own are cut out unread, and read by the compiled reader.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from itertools import compress
from operator import is_not
from typing import Any, Literal

import attrs

from cstotimeline.core.codec.compiled_reader import (
    CompiledReader,
    Refused,
    building,
    builds_by_slots,
    is_shareable,
    reader_of,
)
from cstotimeline.core.codec.json_text import parse_json
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import Collection, Field, Object, OrNone, fields_of
from cstotimeline.core.events.single_types import Single
from cstotimeline.core.log.records import instant_of

_KIND = len('{"recorded": "2026-11-21T12:00:00Z", "kind": "')
_HEAD_QUOTES = 10
"""Those of ``recorded`` and ``kind`` with their texts, and of ``version``."""
_KEPT = 4_096
"""How many values of one field are kept, so that equal ones of many lines are read once."""

AFTER = 1_000
"""How many lines are read without msgspec first: making it ready takes longer than they do."""

LineRead = Callable[[str], tuple[datetime, Event]]


@cache
def is_installed() -> bool:
    """Return whether msgspec is there."""
    return find_spec("msgspec") is not None


class MsgspecReader:
    """Reads lines of kinds, whose classes ``class_of`` gives, as far as they are canonical.

    It takes no line before the one numbered ``after``.
    """

    def __init__(
        self, class_of: Callable[[str], type[Event] | None], readers: CompiledReader, *, after: int = 0
    ) -> None:
        self._class_of = class_of
        self._readers = readers
        self._left = after
        self._kinds: dict[str, LineRead | None] = {}

    def read(self, line: str) -> tuple[datetime, Event] | None:
        """Return the instant and the event of a line; None where it is to be read another way."""
        if self._left > 0:
            self._left -= 1
            return None
        kind = line[_KIND : line.find('"', _KIND)]
        try:
            read = self._kinds.get(kind) or self._reading(kind)
            return None if read is None or "\\" in line else read(line)
        except Exception:
            return None

    def _reading(self, kind: str) -> LineRead | None:
        cls = self._class_of(kind)
        if cls is not None and kind not in self._kinds:
            is_read = builds_by_slots(cls) and not cls.inherits
            self._kinds[kind] = _line_reader(cls, self._readers) if is_read else None
        return self._kinds.get(kind)


def _line_reader(cls: type[Event], readers: CompiledReader) -> LineRead:
    """Return what reads the lines of a plain kind, as far as they are canonical and have no backslash.

    What it cannot read raises an error of some sort.
    """
    import msgspec

    fields = fields_of(cls)
    columns = [_column(field, readers) for field in fields]
    head = [("version", Literal[cls.version]), ("kind", Literal[cls.kind]), ("recorded", str)]
    struct = _struct(cls.__name__, fields, [column.type for column in columns], head)
    decoded, values_of = msgspec.json.Decoder(struct).decode, msgspec.structs.astuple
    built = building(cls)
    marks = tuple(column.quotes for column in columns)
    absent = tuple(field.default for field in fields)
    reads = [(n, c.read, absent[n]) for n, c in enumerate(columns) if c.read]
    counts = [(n, c.counted, absent[n]) for n, c in enumerate(columns) if c.counted]

    def read(line: str) -> tuple[datetime, Event]:
        values = list(values_of(decoded(line)))
        quotes = _HEAD_QUOTES + sum(compress(marks, map(is_not, values, absent)))
        for place, counted, default in counts:
            if (value := values[place]) is not default:
                values[place], inside = counted(value)
                quotes += inside
        for place, read_value, default in reads:
            if (value := values[place]) is not default:
                values[place] = read_value(value)
        instant = instant_of(values[-1])
        if quotes != line.count('"') or instant is None:
            raise Refused
        return instant, built(values)

    return read


def _struct(name: str, fields: Sequence[Field], declared: Sequence[Any], head: Sequence[Any] = ()) -> Any:
    """Return msgspec's class of the fields, which it reads as the types ``declared``."""
    import msgspec

    own = [
        (field.name, kind) if field.is_required else (field.name, kind, field.default)
        for field, kind in zip(fields, declared, strict=True)
    ]
    return msgspec.defstruct(name, [*own, *head], forbid_unknown_fields=True, kw_only=True, gc=False)


@attrs.frozen
class _Column:
    """How msgspec reads a field: the type that it is given, the quotation marks of the key and the text, and what makes
    the field's value of what it gives: ``counted`` gives also how many quotation marks are in it.
    """

    type: Any
    quotes: int
    read: Callable[[Any], Any] | None = None
    counted: Callable[[Any], tuple[Any, int]] | None = None


def _column(field: Field, readers: CompiledReader) -> _Column:
    import msgspec

    kind, read = field.type, reader_of(field, readers)
    if isinstance(kind, OrNone) and field.default is None:  # a canonical line has no null then
        kind = kind.inner
    if isinstance(kind, Single):
        quotes = 4 if kind.json is str else 2
        if kind.options and all(text is value for text, value in kind.options.items()):
            return _Column(Literal[tuple(kind.options)], quotes)
        is_checked = kind.annotation in (str, bool) and field.name != "zone"
        return _Column(kind.json, quotes, None if is_checked else read)
    if isinstance(kind, Collection) and kind.container is tuple:
        inner = kind.inner
        if inner.annotation is str:
            return _Column(tuple[str, ...], 2, counted=lambda texts: (texts, 2 * len(texts)))
        if (
            isinstance(inner, Object)
            and not inner.is_event
            and is_shareable(inner.cls)
            and builds_by_slots(inner.cls)
        ):
            return _objects(inner.cls, readers)

    def cut_out(raw: Any) -> tuple[Any, int]:
        data = bytes(raw)
        return read(parse_json(data.decode())), data.count(b'"')

    return _Column(msgspec.Raw, 2, counted=cut_out)


def _objects(cls: Any, readers: CompiledReader) -> _Column:
    """Return how msgspec reads a list of objects of a class that holds texts only: equal ones are one object."""
    import msgspec

    fields = fields_of(cls)
    texts = [
        field
        if field.is_required
        else attrs.evolve(field, default=parse_json(field.type.writer(readers)(field.default)))
        for field in fields
    ]
    struct = _struct(cls.__name__, texts, [str] * len(fields))
    absent = tuple(field.default for field in texts)
    reads = [(n, reader_of(f, readers)) for n, f in enumerate(fields) if f.type.annotation is not str]
    values_of, built = msgspec.structs.astuple, building(cls)
    kept: dict[tuple[Any, ...], Any] = {}

    def counted(structs: Sequence[Any]) -> tuple[tuple[Any, ...], int]:
        quotes = 0
        found: list[Any] = []
        for one in structs:
            values = values_of(one)
            quotes += 4 * sum(map(is_not, values, absent))
            value = kept.get(values)
            if value is None:
                parts = list(values)
                for place, read in reads:
                    parts[place] = read(parts[place])
                value = built(parts)
                if len(kept) >= _KEPT:
                    kept.clear()
                kept[values] = value
            found.append(value)
        return tuple(found), quotes

    return _Column(tuple[struct, ...], 2, counted=counted)  # type: ignore[valid-type]
