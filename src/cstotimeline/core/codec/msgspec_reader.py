"""Fast lines: canonical lines read by msgspec, which the extra ``fast`` installs.

For each kind msgspec is given the types that its fields declare. It checks them while it reads, more strictly than
asked for: what it refuses is read another way. Two things it does not see, and they are seen to here: the rules of
the kind, and a key that stands twice. Of those, each quotation mark tells: in a line without a backslash every one
begins or ends a key or a text. Where there are twice as many as keys and texts were read, nothing was passed over.

A field that stands in the line with its default value counts as not read, so that such a line is read another way too:
a canonical one leaves it out. Citations are read along; other lists of values with fields of their own are cut out
unread, and read by the readers, once for each different text.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import compress
from operator import is_not
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from cstotimeline.core.codec.compiled_reader import (
    Field,
    Read,
    Readers,
    Refused,
    building,
    cited,
    date_of,
    is_plain_kind,
    is_shareable,
    shared_text,
)
from cstotimeline.core.codec.json_text import plain
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import is_written
from cstotimeline.core.temporal.edtf import PartialDate

_KIND = len('{"recorded": "2026-11-21T12:00:00Z", "kind": "')
_HEAD_QUOTES = 10
"""Those of ``recorded`` and ``kind`` with their texts, and of ``version``."""
_KEPT = 256
"""How many texts of one field are kept with their values, so that what stands in many lines is read once."""

_CITATIONS_KEPT = 4_096

AFTER = 1_000
"""How many lines are read without msgspec first: making it ready takes longer than they do."""


@cache
def is_installed() -> bool:
    """Return whether msgspec is there."""
    return find_spec("msgspec") is not None


class FastLines:
    """Reads lines of the given kinds, ``but`` those of some kinds and versions, as far as they are canonical.

    The first ones, ``after`` which it begins, are to be read another way, all of them.
    """

    def __init__(
        self,
        kinds: Mapping[str, type[Event]],
        readers: Readers,
        *,
        but: Container[tuple[str, int]] = (),
        after: int = 0,
    ) -> None:
        self._kinds = kinds
        self._but = but
        self._readers = readers
        self._left = after
        self._lines: dict[str, Callable[[str], tuple[str, Event]] | None] = {}

    def read(self, line: str) -> tuple[str, Event] | None:
        """Return the instant and the event of a line; None where it is to be read another way."""
        if self._left > 0:
            self._left -= 1
            return None
        kind = line[_KIND : line.find('"', _KIND)]
        try:
            read = self._lines[kind]
        except KeyError:
            if kind not in self._kinds:
                return None
            read = self._lines[kind] = self._of(self._kinds[kind])
        if read is None or "\\" in line:
            return None
        try:
            return read(line)
        except Exception:
            return None

    def _of(self, cls: type[Event]) -> Callable[[str], tuple[str, Event]] | None:
        if (cls.kind, cls.version) in self._but:
            return None
        fields = self._readers.fields(cls)
        if fields is None or cls.inherits or not is_plain_kind(cls):
            return None
        return _reading(cls, fields)


def _reading(cls: type[Event], fields: Sequence[Field]) -> Callable[[str], tuple[str, Event]]:
    """Return what reads the lines of a plain kind, as far as they are canonical and have no backslash.

    What it cannot read is an error of some sort.
    """
    import msgspec

    columns = [_column(field) for field in fields]
    declared: list[Any] = [
        (f.name, c.type) if f.default is attrs.NOTHING else (f.name, c.type, c.absent)
        for f, c in zip(fields, columns, strict=True)
    ]
    head = [("version", Literal[cls.version]), ("kind", Literal[cls.kind]), ("recorded", str)]
    struct = msgspec.defstruct(
        cls.__name__, [*declared, *head], forbid_unknown_fields=True, kw_only=True, gc=False
    )
    decoded, values_of = msgspec.json.Decoder(struct).decode, msgspec.structs.astuple
    built = building(cls, fields)
    marks = tuple(c.quotes for c in columns)
    nothing = tuple(c.absent for c in columns)
    lists = [(n, c.absent) for n, c in enumerate(columns) if c.way == "list"]
    cuts = [(n, c.read, c.absent) for n, c in enumerate(columns) if c.way == "cut" and c.read]
    cites = [n for n, c in enumerate(columns) if c.way == "cite"]
    citing = _citing() if cites else None
    texts = [(n, c.read, c.absent) for n, c in enumerate(columns) if c.way == "text" and c.read]

    def read(line: str) -> tuple[str, Event]:
        values = list(values_of(decoded(line)))
        quotes = _HEAD_QUOTES + sum(compress(marks, map(is_not, values, nothing)))
        for place, absent in lists:
            if (value := values[place]) is not absent:
                quotes += 2 * len(value)
        for place, cut_out, absent in cuts:
            if (value := values[place]) is not absent:
                values[place], inside = cut_out(bytes(value))
                quotes += inside
        if citing is not None:
            for place in cites:
                values[place], inside = citing(values[place])
                quotes += inside
        for place, read_text, absent in texts:
            if (value := values[place]) is not absent:
                values[place] = read_text(value)
        recorded: str = values[-1]
        if quotes != line.count('"') or not is_written(recorded):
            raise Refused
        return recorded, built(values)

    return read


@attrs.frozen
class _Column:
    """How msgspec reads a field: the type it is given, how what it gives is read on, and the quotation marks of the
    key and the text; ``absent`` is what stands for a field that the line leaves out.
    """

    type: Any
    way: Literal["plain", "text", "list", "cut", "cite"]
    read: Callable[[Any], Any] | None
    quotes: int
    absent: Any


def _column(field: Field) -> _Column:
    import msgspec

    absent = field.default if not isinstance(field.default, attrs.Factory) else None  # type: ignore[arg-type]
    annotation = field.annotation
    only = _without_none(annotation) if absent is None else annotation
    if annotation is PartialDate:
        return _Column(str, "text", date_of, 4, absent)
    if field.name == "zone" and annotation is str:
        return _Column(str, "text", shared_text, 4, absent)
    if _is_text(only):
        return _Column(annotation, "plain", None, 4, absent)
    if only in (int, bool):
        return _Column(annotation, "plain", None, 2, absent)
    if get_origin(annotation) is tuple and _is_text(get_args(annotation)[0]):
        return _Column(annotation, "list", None, 2, absent)
    if annotation == tuple[Citation, ...] and field.default is attrs.NOTHING:
        return _Column(tuple[_citation_struct(), ...], "cite", None, 2, absent)  # type: ignore[misc]
    is_one_for_all = get_origin(annotation) is tuple and is_shareable(get_args(annotation)[0])
    return _Column(msgspec.Raw, "cut", _cut_out(field.read, kept=_KEPT if is_one_for_all else 0), 2, absent)


@cache
def _citation_struct() -> Any:
    """Return how msgspec reads a citation."""
    import msgspec

    hints = get_type_hints(Citation)
    declared: list[Any] = []
    for field in attrs.fields(Citation):
        is_date = hints[field.name] is PartialDate
        of = (field.name, str if is_date else hints[field.name])
        declared.append(of if field.default is attrs.NOTHING else (*of, "" if is_date else field.default))
    return msgspec.defstruct("Citation", declared, forbid_unknown_fields=True, kw_only=True, gc=False)


def _citing() -> Callable[[Sequence[Any]], tuple[tuple[Citation, ...], int]]:
    """Return what makes citations of what msgspec read, equal ones the same, and counts their quotation marks."""
    import msgspec

    values_of = msgspec.structs.astuple
    defaults = {field.name: field.default for field in attrs.fields(Citation)}
    published = list(defaults).index("published")
    absent = tuple((defaults | {"published": ""}).values())
    kept: dict[tuple[Any, ...], Citation] = {}

    def citing(structs: Sequence[Any]) -> tuple[tuple[Citation, ...], int]:
        quotes = 0
        found: list[Citation] = []
        for struct in structs:
            values = values_of(struct)
            quotes += 4 * sum(map(is_not, values, absent))
            citation = kept.get(values)
            if citation is None:
                said = list(values)
                said[published] = date_of(said[published])
                citation = cited(said)
                if len(kept) >= _CITATIONS_KEPT:
                    kept.clear()
                kept[values] = citation
            found.append(citation)
        return tuple(found), quotes

    return citing


def _is_text(annotation: Any) -> bool:
    return annotation is str or get_origin(annotation) is Literal


def _without_none(annotation: Any) -> Any:
    """Return what a field holds that may be left empty; any other annotation as it is."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation
    (only,) = (option for option in get_args(annotation) if option is not type(None))
    return only


def _cut_out(read: Read, *, kept: int) -> Callable[[bytes], tuple[Any, int]]:
    """Return what reads a JSON text that was cut out of a line, and counts its quotation marks; the values of the
    ``kept`` latest texts are not made anew.
    """

    def cut_out(data: bytes) -> tuple[Any, int]:
        return read(plain(data.decode())), data.count(b'"')

    return lru_cache(maxsize=kept)(cut_out) if kept else cut_out
