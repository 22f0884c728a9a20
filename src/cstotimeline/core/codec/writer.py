"""Writers: events as plain data and as JSON text, in canonical order and without what has its default value.

The text of an event is put together field by field, each by what its value is: the fields of a kind and the texts
between them are worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from json.encoder import encode_basestring as quoted
from operator import attrgetter
from typing import Any

import attrs

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.core.temporal.edtf import PartialDate

_HEAD = ("id", "occurred", "effective", "disclosed")
_TAIL = ("after", "claim", "rank", "zone", "sources", "note")
_TIER = attrs.fields(Citation).tier.default


class NotWritable(Exception):
    """A value of a class that these writers do not know."""


Inner = Callable[[Event, Collection[str]], Any]
"""Writes an event inside another, without some of its fields."""


@cache
def fields_of(cls: Any) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a kind in canonical order, each with its default."""
    defaults = {field.name: field.default for field in attrs.fields(cls)}
    return tuple((name, defaults[name]) for name in (*_HEAD, *own_fields(cls), *_TAIL))


def said(event: Event) -> list[tuple[str, Any]]:
    """Return the fields of an event that do not have their default value, in canonical order, with their values.

    A field whose event takes something over from the one around it is always among them.
    """
    cls: Any = type(event)
    values = zip(fields_of(cls), _getter(cls)(event), strict=True)
    return [
        (name, value)
        for (name, default), value in values
        if name in cls.inherits or not _is(value, event.occurred if name == "effective" else default)
    ]


@cache
def _getter(cls: Any) -> Callable[[Event], tuple[Any, ...]]:
    return attrgetter(*(name for name, _ in fields_of(cls)))


def _is(value: Any, default: Any) -> bool:
    return value is default or bool(value == default)


def event_data(event: Event, inner: Inner, but: Collection[str] = ()) -> dict[str, Any]:
    """Return an event as plain JSON data, ``but`` without some of its fields.

    Raises:
        NotWritable: a field holds what only the strict converter knows how to write.
    """
    cls = type(event)
    data: dict[str, Any] = {"kind": cls.kind, "version": cls.version}
    for name, value in said(event):
        if name not in but:
            data[name] = inner(value, _same(event, name, value)) if isinstance(value, Event) else plain(value)
    return data


def event_text(event: Event, inner: Inner, but: Collection[str] = ()) -> str:
    """Return an event as the inside of a JSON object, as :func:`event_data` in canonical form.

    Raises:
        NotWritable: as there.
    """
    if not but and not event.inherits:
        try:
            return _plain_text(event)
        except KeyError:
            pass  # a value that takes more than one step to write
    kind: Any = type(event)
    parts = [_opening(kind)]
    for name, value in said(event):
        if name not in but:
            text = inner(value, _same(event, name, value)) if isinstance(value, Event) else _text(value)
            parts.append(f', "{name}": {text}')
    return "".join(parts)


def _plain_text(event: Event) -> str:
    """Return the same for an event of texts, numbers and dates, and lists of such, and its sources.

    Raises:
        KeyError: it is none.
    """
    kind: Any = type(event)
    opening, values, fields = _plan(kind)
    occurred, effective = event.occurred, event.effective
    later = "" if effective is occurred or effective == occurred else f', "effective": "{effective.text}"'
    middle = [
        between + _WRITERS[type(value)](value)
        for value, (between, default) in zip(values(event), fields, strict=True)
        if value is not default and value != default
    ]
    note = f', "note": {quoted(event.note)}' if event.note else ""
    head = f'{opening}, "id": {quoted(event.id)}, "occurred": "{occurred.text}"{later}'
    return f'{head}{"".join(middle)}, "sources": [{", ".join(map(_citation, event.sources))}]{note}'


@cache
def _plan(cls: Any) -> tuple[str, Callable[[Event], tuple[Any, ...]], tuple[tuple[str, Any], ...]]:
    """Return how the text of a kind begins, what gives the values of the fields from ``disclosed`` to ``zone``, and
    for each of them the text before its value, and its default.
    """
    fields = fields_of(cls)[3:-2]
    between = tuple((f', "{name}": ', default) for name, default in fields)
    return _opening(cls), attrgetter(*(name for name, _ in fields)), between


@cache
def _opening(cls: Any) -> str:
    return f'"kind": {quoted(cls.kind)}, "version": {cls.version}'


def _same(event: Event, name: str, inner: Event) -> set[str]:
    """Return the fields in which an event inside another says what it would take over from it anyway."""
    inherited = type(event).inherits.get(name, ())
    return {name for name in inherited if getattr(inner, name) == getattr(event, name)}


def plain(value: Any) -> Any:
    """Return a value in a field of an event as plain JSON data.

    Raises:
        NotWritable: as :func:`event_data`.
    """
    kind = type(value)
    if kind in (str, int, bool, type(None)):
        return value
    if kind is PartialDate:
        return value.text
    if kind is tuple:
        return [plain(part) for part in value]
    _check_class(value)
    return {name: plain(part) for name, part in _said_by(value)}


def _citation(source: Citation) -> str:
    """Return a citation as :func:`_object` does, of which every event has some."""
    if type(source) is not Citation:
        return _object(source)
    title = f', "title": {quoted(source.title)}' if source.title else ""
    address = f', "address": {quoted(source.address)}' if source.address else ""
    published = f', "published": "{source.published.text}"' if source.published.text else ""
    tier = f', "tier": "{source.tier}"' if source.tier != _TIER else ""
    says = f', "says": {quoted(source.says)}' if source.says else ""
    return f'{{"publisher": {quoted(source.publisher)}{title}{address}{published}{tier}{says}}}'


def _text(value: Any) -> str:
    write = _WRITERS.get(type(value))
    return write(value) if write is not None else _object(value)


def _object(value: Any) -> str:
    _check_class(value)
    parts = [f"{quoted(name)}: {_text(part)}" for name, part in _said_by(value)]
    return f"{{{', '.join(parts)}}}"


def _check_class(value: Any) -> None:
    if not attrs.has(type(value)) or isinstance(value, Event | PartialDate):
        raise NotWritable


def _said_by(value: Any) -> list[tuple[str, Any]]:
    """Return the fields of a value that do not have their default value, with their values."""
    found: list[tuple[str, Any]] = []
    cls: Any = type(value)
    for name, default in _value_fields(cls):
        part = getattr(value, name)
        if part is not default and part != default:
            found.append((name, part))
    return found


@cache
def _value_fields(cls: Any) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a class of values with their defaults.

    Raises:
        NotWritable: a default that is made anew for each value.
    """
    fields = [field for field in attrs.fields(cls) if field.init]
    if any(isinstance(field.default, attrs.Factory) for field in fields):  # type: ignore[arg-type]
        raise NotWritable
    return tuple((field.name, field.default) for field in fields)


def _listed(values: tuple[Any, ...]) -> str:
    return f"[{', '.join(map(_text, values))}]"


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: quoted,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): lambda _: "null",
    PartialDate: lambda date: f'"{date.text}"',
    tuple: _listed,
}
