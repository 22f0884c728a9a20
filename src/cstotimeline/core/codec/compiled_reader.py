"""Readers: the quick way from plain data, as JSON gives it, to events.

A reader knows what a class declares and takes nothing else; it does not say why. What no reader takes, or no reader is
made for, goes to :mod:`~cstotimeline.core.codec.cattrs_reader`, which reads it or tells what is wrong. Each value is
looked at once: where a class adds nothing to how attrs builds an event of it, the checked values
are put into the event's slots, and only the rules of the kind (``faults``) are still asked. Every other class is
built by calling it.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from cstotimeline.core.events.citations import Citation, faults_of
from cstotimeline.core.events.event import Event, faults_in
from cstotimeline.core.events.field_types import is_encodable, type_faults_of
from cstotimeline.core.temporal.edtf import PartialDate

Read = Callable[[Any], Any]

_KEPT = 1_024
"""How many values of one class are kept, so that what stands in many lines is one object."""

_EFFECTIVE = attrs.fields(Event).effective.default


class Refused(Exception):
    """Plain data that a reader does not take."""


class NotReadable(Exception):
    """A class or an annotation that no reader is made for."""


@attrs.frozen
class Field:
    """How a field of a class is read: its name, what it declares, its default, and its reader."""

    name: str
    annotation: Any
    default: Any
    read: Read


class Readers:
    """The readers of kinds, made when they are first asked for; ``inner`` reads an event inside another."""

    def __init__(self, inner: Read) -> None:
        self._inner = inner
        self._fields: dict[Any, tuple[Field, ...] | None] = {}
        self._kinds: dict[type[Event], Read | None] = {}
        self._classes: dict[type, Read] = {}

    def of(self, cls: type[Event]) -> Read | None:
        """Return what reads the fields of a kind from an object; None where the kind has to be read strictly."""
        try:
            return self._kinds[cls]
        except KeyError:
            found = self._kinds[cls] = self._kind(cls)
            return found

    def _kind(self, cls: type[Event]) -> Read | None:
        fields = self.fields(cls)
        if fields is None:
            return None
        read = _assembling(fields, building(cls, fields)) if is_plain_kind(cls) else _calling(cls, fields)
        return _with_inherited(read, cls.inherits) if cls.inherits else read

    def fields(self, cls: Any) -> tuple[Field, ...] | None:
        """Return how the fields of a class are read; None where one declares what no reader is made for."""
        if cls not in self._fields:
            try:
                self._fields[cls] = self._fields_of(cls)
            except (NotReadable, NameError):  # a name that is known only where the class is defined
                self._fields[cls] = None
        return self._fields[cls]

    def _fields_of(self, cls: Any) -> tuple[Field, ...]:
        hints = get_type_hints(cls)
        if any(field.alias != field.name for field in attrs.fields(cls)):
            raise NotReadable
        found = [field for field in attrs.fields(cls) if field.init]
        return tuple(
            Field(field.name, hints[field.name], field.default, self._field(field.name, hints[field.name]))
            for field in found
        )

    def _field(self, name: str, annotation: Any) -> Read:
        return _shared_text if name == "zone" and annotation is str else self._value(annotation)

    def _value(self, annotation: Any) -> Read:
        """Return what reads a value of a declared type.

        Raises:
            NotReadable: there is no reader for it.
        """
        origin, options = get_origin(annotation), get_args(annotation)
        if annotation in _SIMPLE:
            return _SIMPLE[annotation]
        if origin is Literal and all(type(option) is str for option in options):
            return {option: option for option in options}.__getitem__
        if origin in (Union, types.UnionType) and len(options) == 2 and type(None) in options:
            (only,) = (option for option in options if option is not type(None))
            return _optional(self._value(only))
        if origin is tuple and options[1:] == (Ellipsis,):
            return _listed(self._value(options[0]))
        if annotation is Event:
            return self._inner
        if isinstance(annotation, type) and attrs.has(annotation) and not issubclass(annotation, Event):
            return self._class(annotation)
        raise NotReadable

    def _class(self, cls: type) -> Read:
        if cls not in self._classes:
            self._classes[cls] = self._later(cls)
            fields = self.fields(cls)
            if fields is None:
                del self._classes[cls]
                raise NotReadable
            read = _assembling(fields, cited) if cls is Citation else _calling(cls, fields)
            self._classes[cls] = _sharing(read) if is_shareable(cls) else read
        return self._classes[cls]

    def _later(self, cls: type) -> Read:
        """Return what reads a class whose reader is still being made, since the class holds itself."""

        def read(data: Any) -> Any:
            return self._classes[cls](data)

        return read


Built = Callable[[list[Any]], Event]
"""Builds an event of the values of its fields, in their order, which are known to be of the declared types; None
stands for no ``effective``. An event that breaks a rule of its kind is :class:`Refused`.
"""


def building(cls: Any, fields: Sequence[Field]) -> Built:
    """Return what builds events of a plain kind, see :func:`is_plain_kind`."""
    names = [field.name for field in fields]
    occurred, effective = names.index("occurred"), names.index("effective")
    puts = tuple(getattr(cls, name).__set__ for name in names)
    new = object.__new__

    def built(values: list[Any]) -> Event:
        if values[effective] is None:
            values[effective] = values[occurred]
        event: Event = new(cls)
        for put, value in zip(puts, values, strict=False):
            put(event, value)
        if faults_in(event):
            raise Refused
        return event

    return built


def _assembling(fields: Sequence[Field], built: Callable[[list[Any]], Any]) -> Read:
    """Return what reads an object whose values ``built`` takes, in the order of the fields."""
    places = {field.name: (place, field.read) for place, field in enumerate(fields)}
    defaults = [None if field.default is _EFFECTIVE else field.default for field in fields]
    required = frozenset(field.name for field in fields if field.default is attrs.NOTHING)

    def read(data: Any) -> Any:
        if type(data) is not dict or not data.keys() >= required:
            raise Refused
        values = defaults.copy()
        for name, value in data.items():
            place, read_value = places[name]
            values[place] = read_value(value)
        return built(values)

    return read


def is_plain_kind(cls: Any) -> bool:
    """Return whether building an event of a kind is nothing but putting checked values into its slots and asking for
    its ``faults``.
    """
    fields = attrs.fields(cls)
    own = (cls.__init__, cls.__attrs_post_init__, cls.__setattr__, cls.__new__)
    generated = getattr(cls.__init__, "__code__", None)
    return (
        own[1:] == (Event.__attrs_post_init__, Event.__setattr__, object.__new__)
        and generated is not None
        and generated.co_filename.startswith("<attrs generated")
        and not hasattr(cls, "__attrs_pre_init__")
        and not hasattr(cls, "_attrs_cached_hash")
        and all(_is_plain(cls, field) for field in fields)
    )


def _is_plain(cls: Any, field: Any) -> bool:
    default = field.default
    is_sound = default in (attrs.NOTHING, _EFFECTIVE) or not type_faults_of(cls, field.name, default)
    return (
        field.init
        and field.converter is None
        and field.validator is None
        and is_sound
        and isinstance(getattr(cls, field.name, None), types.MemberDescriptorType)
    )


def is_shareable(cls: Any) -> bool:
    """Return whether one object may stand for all equal ones: nothing in it can change, or holds what can."""
    if not attrs.has(cls) or issubclass(cls, Event):
        return False
    hints = get_type_hints(cls)
    return cls.__setattr__ is Event.__setattr__ and all(
        hints[field.name] in (str, PartialDate) or get_origin(hints[field.name]) is Literal
        for field in attrs.fields(cls)
    )


def _calling(cls: Any, fields: tuple[Field, ...]) -> Read:
    reads = {field.name: field.read for field in fields}

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise Refused
        return cls(**{name: reads[name](value) for name, value in data.items()})

    return read


_CITATION = tuple(getattr(Citation, field.name).__set__ for field in attrs.fields(Citation))


def cited(values: Sequence[Any]) -> Citation:
    """Return the citation with these values of its fields, in their order, which are of the declared types.

    Raises:
        Refused: it breaks a rule.
    """
    citation = object.__new__(Citation)
    for put, value in zip(_CITATION, values, strict=True):
        put(citation, value)
    if faults_of(citation):
        raise Refused
    return citation


def _sharing(read: Read) -> Read:
    """Return ``read``, for objects whose values are texts, such that equal objects give one value."""
    kept: dict[Any, Any] = {}

    def shared(data: Any) -> Any:
        key = tuple(data.items())
        found = kept.get(key)
        if found is None:
            found = read(data)
            if len(kept) >= _KEPT:
                kept.clear()
            kept[key] = found
        return found

    return shared


def _with_inherited(read: Read, inherits: Mapping[str, tuple[str, ...]]) -> Read:
    def inheriting(data: dict[str, Any]) -> Any:
        return read(with_inherited(data, inherits))

    return inheriting


def with_inherited(data: dict[str, Any], inherits: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the data of an event in which the events inside have what they take over from it."""
    found = dict(data)
    for name, inherited in inherits.items():
        if type(data.get(name)) is dict:
            found[name] = {**{key: data[key] for key in inherited if key in data}, **data[name]}
    return found


def _text(value: Any) -> str:
    if type(value) is not str or not (value.isascii() or is_encodable(value)):
        raise Refused
    return value


shared_text = lru_cache(maxsize=_KEPT)(_text)
"""Returns a text, one and the same for all equal ones."""


def _shared_text(value: Any) -> str:
    if type(value) is not str:
        raise Refused
    return shared_text(value)


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise Refused
    return value


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise Refused
    return value


@lru_cache(maxsize=8_192)
def date_of(text: str) -> PartialDate:
    """Return the date that a line writes as ``text``, where the empty one is an unknown end."""
    return PartialDate.parse(text) if text else PartialDate.UNKNOWN


def _date(value: Any) -> PartialDate:
    if type(value) is not str:
        raise Refused
    return date_of(value)


_SIMPLE: dict[Any, Read] = {str: _text, int: _whole, bool: _truth, PartialDate: _date}


def _optional(inner: Read) -> Read:
    return lambda value: None if value is None else inner(value)


def _listed(inner: Read) -> Read:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise Refused
        return tuple(map(inner, value))

    return read
