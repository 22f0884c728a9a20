"""The codec: canonical JSON lines to records and back, through a strict cattrs converter.

Nothing is coerced, unknown and duplicate keys are refused, and every fault of a line is reported at once.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NoReturn, Union, get_args, get_origin

import attrs
import cattrs
from cattrs.errors import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from cstotimeline.core.dates import PartialDate
from cstotimeline.core.errors import Fault, LogError, TimelineError, shown
from cstotimeline.core.events import Event, own_fields
from cstotimeline.core.records import Record, instant_of, written
from cstotimeline.core.types import words_of

MAX_LINE_CHARACTERS = 1_000_000
_WRITER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_HEAD = ("id", "occurred", "effective", "disclosed")
_TAIL = ("after", "claim", "rank", "zone", "sources", "note")


class _WrongType(Exception):
    """A value that is not of the declared type, on its way to becoming a :class:`Fault`."""

    def __init__(self, annotation: object, value: object) -> None:
        super().__init__()
        self.what = f"expected {words_of(annotation)}, got {shown(value)}"
        self.remedy = f"write {words_of(annotation)}"


def _exactly(annotation: type) -> Callable[[Any, Any], Any]:
    def structure(value: object, _: object) -> object:
        if type(value) is not annotation:
            raise _WrongType(annotation, value)
        return value

    return structure


def _date(value: object, _: object) -> PartialDate:
    if type(value) is not str:
        raise _WrongType(str, value)
    return PartialDate.UNKNOWN if value == "" else PartialDate.parse(value)


def _literal(annotation: Any) -> Callable[[Any, Any], Any]:
    options = get_args(annotation)

    def structure(value: object, _: object) -> object:
        if type(value) is not str or value not in options:
            raise _WrongType(annotation, value)
        return value

    return structure


def _is(origin: object) -> Callable[[Any], bool]:
    return lambda annotation: get_origin(annotation) is origin


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)


class Codec:
    """Reads and writes events of the given kinds.

    The canonical line has its keys in a fixed order (``recorded``, ``kind``, ``version``, ``id``, ``occurred``,
    ``effective``, the kind's own fields, ``sources``, ``note``), leaves out what has its default value, and is
    UTF-8 without escapes. ``upcast`` maps ``(kind, version)`` of an old line to a function that returns the
    data of the next version.

    Raises:
        LogError: two kinds with one name.
    """

    def __init__(
        self,
        kinds: Iterable[type[Event]],
        *,
        upcast: Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] | None = None,
    ) -> None:
        self.kinds: dict[str, type[Event]] = {}
        self._upcast = dict(upcast or {})
        self._hooks: dict[type[Event], Callable[[Any, Any], Any]] = {}
        self._fields: dict[type[Event], tuple[tuple[str, Any], ...]] = {}
        for cls in kinds:
            if self.kinds.setdefault(cls.kind, cls) is not cls or not cls.kind:
                what = f"the kind {cls.kind!r} of {cls.__name__} is empty or taken"
                raise LogError(Fault(where="kinds", what=what, remedy="give each class its own kind"))
        self._converter = self._strict_converter()

    def _strict_converter(self) -> cattrs.Converter:
        converter = cattrs.Converter(detailed_validation=True, forbid_extra_keys=True)
        for plain in (str, int, bool):
            converter.register_structure_hook(plain, _exactly(plain))
        converter.register_structure_hook(PartialDate, _date)
        converter.register_unstructure_hook(PartialDate, lambda date: date.text)
        converter.register_structure_hook_factory(_is(Literal), _literal)
        converter.register_structure_hook_factory(_is(tuple), self._tuple_hook)
        converter.register_structure_hook_factory(_is_union, self._union_hook)
        converter.register_unstructure_hook_func(_is(tuple), self._plain_tuple)
        converter.register_structure_hook(Event, lambda data, _: self.from_data(data))
        converter.register_unstructure_hook(Event, self.to_data)
        converter.register_structure_hook_factory(attrs.has, self._class_hook)
        converter.register_unstructure_hook_factory(
            lambda cls: attrs.has(cls) and not issubclass(cls, PartialDate | Event),
            lambda cls: make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True),
        )
        return converter

    def _class_hook(self, cls: Any) -> Callable[[Any, Any], Any]:
        structure = make_dict_structure_fn(
            cls, self._converter_of(cls), _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
        )

        def strict(data: object, cls: Any) -> Any:
            if type(data) is not dict:
                raise _WrongType(dict, data)
            return structure(data, cls)

        return strict

    def _converter_of(self, _: object) -> cattrs.Converter:
        return self._converter

    def _tuple_hook(self, annotation: Any) -> Callable[[Any, Any], Any]:
        listed: Any = list[get_args(annotation)[0]]  # type: ignore[misc]
        inner = self._converter.get_structure_hook(listed)

        def structure(value: object, _: object) -> tuple[Any, ...]:
            if type(value) is not list:
                raise _WrongType(annotation, value)
            return tuple(inner(value, listed))

        return structure

    def _plain_tuple(self, value: tuple[Any, ...]) -> list[Any]:
        return [self._converter.unstructure(item) for item in value]

    def _union_hook(self, annotation: Any) -> Callable[[Any, Any], Any]:
        (only,) = (option for option in get_args(annotation) if option is not type(None))
        inner = self._converter.get_structure_hook(only)

        def structure(value: object, _: object) -> Any:
            return None if value is None else inner(value, only)

        return structure

    def to_data(self, event: Event) -> dict[str, Any]:
        """Return ``event`` as plain JSON data in canonical order, without what has its default value."""
        cls = type(event)
        if self.kinds.get(cls.kind) is not cls:
            self._unknown_kind("event", cls.kind)
        data: dict[str, Any] = {"kind": cls.kind, "version": cls.version}
        for name, fallback in self._fields_of(cls):
            value = getattr(event, name)
            default = event.occurred if name == "effective" else fallback
            if name in cls.inherits:
                data[name] = self._inner_data(event, value, cls.inherits[name])
            elif value is not default and value != default:
                data[name] = value if type(value) is str else self._converter.unstructure(value)
        return data

    def _fields_of(self, cls: type[Event]) -> tuple[tuple[str, Any], ...]:
        """Return the fields of a kind in canonical order, each with its default."""
        fields = self._fields.get(cls)
        if fields is None:
            defaults = {field.name: field.default for field in attrs.fields(cls)}
            names = (*_HEAD, *own_fields(cls), *_TAIL)
            fields = self._fields[cls] = tuple((name, defaults[name]) for name in names)
        return fields

    def _inner_data(self, event: Event, inner: Event, inherited: Iterable[str]) -> dict[str, Any]:
        """Return the data of an event inside another, without what it takes over from it."""
        same = {name for name in inherited if getattr(inner, name) == getattr(event, name)}
        return {name: value for name, value in self.to_data(inner).items() if name not in same}

    def from_data(self, data: object) -> Event:
        """Return the event that plain JSON ``data`` writes.

        Raises:
            LogError: every fault of it, each with its path.
        """
        if type(data) is not dict:
            what = f"expected an object, got {shown(data)}"
            raise LogError(Fault(where="event", what=what, remedy="write one event as an object"))
        rest = self._upcasted(dict(data))
        kind, version = rest.pop("kind", None), rest.pop("version", None)
        cls = self.kinds.get(kind) if type(kind) is str else None
        if cls is None:
            self._unknown_kind("kind", kind)
        if type(version) is not int or version != cls.version:
            what = f"expected {cls.version} for {kind}, got {shown(version)}"
            raise LogError(Fault(where="version", what=what, remedy=f"write {cls.version}"))
        for name, inherited in cls.inherits.items():
            if type(rest.get(name)) is dict:
                rest[name] = {**{key: rest[key] for key in inherited if key in rest}, **rest[name]}
        try:
            return self._event_hook(cls)(rest, cls)
        except Exception as error:
            raise LogError(_faults_of(error, "")) from None

    def _event_hook(self, cls: type[Event]) -> Callable[[Any, Any], Event]:
        hook = self._hooks.get(cls)
        if hook is None:
            hook = make_dict_structure_fn(
                cls, self._converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
            )
            self._hooks[cls] = hook
        return hook

    def _upcasted(self, data: dict[str, Any]) -> dict[str, Any]:
        for _ in range(len(self._upcast)):
            version = data.get("version", 0)
            step = self._upcast.get((str(data.get("kind")), version)) if type(version) is int else None
            if step is None:
                break
            try:
                data = step(data)
            except Exception as error:
                what = f"the line cannot be brought to version {version + 1} ({shown(str(error))})"
                raise LogError(Fault(where="version", what=what, remedy="mend the line")) from None
        return data

    def kind_named(self, kind: str) -> type[Event]:
        """Return the class of a kind.

        Raises:
            LogError: no such kind.
        """
        cls = self.kinds.get(kind)
        if cls is None:
            self._unknown_kind("kind", kind)
        return cls

    def _unknown_kind(self, where: str, kind: object) -> NoReturn:
        known = ", ".join(sorted(self.kinds))
        remedy = f"write one of {known}"
        raise LogError(Fault(where=where, what=f"unknown kind, got {shown(kind)}", remedy=remedy))

    def to_line(self, record: Record) -> str:
        """Return the canonical line of ``record``, without a line end; the position is not part of it."""
        return _WRITER.encode({"recorded": written(record.recorded), **self.to_data(record.event)})

    def from_draft(self, line: str) -> Event:
        """Return the event that a line without ``recorded`` writes: one that is yet to be appended.

        Raises:
            LogError: every fault of the line, each with its path.
        """
        data = _json(_bounded(line))
        if type(data) is dict and "recorded" in data:
            what = f"a draft has no instant of recording, got {shown(data['recorded'])}"
            raise LogError(Fault(where="recorded", what=what, remedy="leave it out; appending sets it"))
        return self.from_data(data)

    def from_line(self, line: str, position: int) -> Record:
        """Return the record that ``line`` writes.

        Raises:
            LogError: every fault of the line, each with its path; no file and no line number, which the
                caller knows.
        """
        data = _json(_bounded(line))
        if type(data) is not dict:
            what = f"expected an object, got {shown(line)}"
            raise LogError(Fault(where="line", what=what, remedy="write one record a line"))
        found: list[Fault] = []
        recorded = data.pop("recorded", None)
        instant = instant_of(recorded) if type(recorded) is str else None
        if instant is None:
            what = f"expected an instant in UTC, got {shown(recorded)}"
            found.append(Fault(where="recorded", what=what, remedy="write it as 2026-11-21T12:00:00Z"))
        try:
            event = self.from_data(data)
        except LogError as error:
            raise LogError([*found, *error.faults]) from None
        if instant is None:
            raise LogError(found)
        return Record(position=position, recorded=instant, event=event)


def _bounded(line: str) -> str:
    if len(line) > MAX_LINE_CHARACTERS:
        what = f"expected at most {MAX_LINE_CHARACTERS} characters, got {len(line)}"
        raise LogError(Fault(where="line", what=what, remedy="split the record"))
    return line


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        keys = [key for key, _ in pairs]
        double = sorted({key for key in keys if keys.count(key) > 1})
        what = f"each key may stand once, got {', '.join(double)} twice"
        raise LogError(Fault(where="line", what=what, remedy="remove one of the two"))
    return data


def _constant(name: str) -> NoReturn:
    raise LogError(Fault(where="line", what=f"{name} is no JSON", remedy="write a whole number"))


_READER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def _json(line: str) -> object:
    try:
        return _READER.decode(line)
    except LogError:
        raise
    except (ValueError, RecursionError) as error:
        what = f"expected JSON, got {shown(line)} ({_reason(error)})"
        raise LogError(Fault(where="line", what=what, remedy="write one JSON object on the line")) from None


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg.lower()
    return "nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"


def _faults_of(error: BaseException, path: str) -> Iterator[Fault]:
    """Yield the faults inside what cattrs or a class raised, each at its path."""
    if isinstance(error, IterableValidationError | ClassValidationError):
        for inner in error.exceptions:
            yield from _faults_of(inner, _deeper(path, inner))
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            known = [field.name for field in attrs.fields(error.cl)]
            yield Fault(where=_joined(path, key), what="unknown key", remedy=f"use one of {', '.join(known)}")
    elif isinstance(error, _WrongType):
        yield Fault(where=path or "event", what=error.what, remedy=error.remedy)
    elif isinstance(error, TimelineError):
        for fault in error.faults:
            plain = fault.where in ("date", "period", "event")
            yield attrs.evolve(fault, where=path if plain and path else _joined(path, fault.where))
    elif isinstance(error, KeyError):
        key = str(error.args[0])
        yield Fault(where=_joined(path, key), what="missing", remedy=f"add {key}")
    else:
        yield Fault(where=path or "event", what=shown(str(error)), remedy="mend the value")


def _deeper(path: str, error: BaseException) -> str:
    """Return the path one step in, read from the note that cattrs leaves on ``error``."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, IterableValidationNote):
            return f"{path}[{note.index}]"
        if isinstance(note, AttributeValidationNote) and not isinstance(error, KeyError):
            return _joined(path, note.name)
    return path


def _joined(path: str, name: str) -> str:
    """Return ``name`` behind ``path``; a name that would not stay on one line, as its repr."""
    plain = name if name.isprintable() else shown(name)
    return f"{path}.{plain}" if path else plain
