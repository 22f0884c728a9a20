"""Kinds that can be written and read back: what a codec asks of an event class before it takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from cstotimeline.core.errors import EventError, Fault, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import ALLOWED, COMPUTED, Checked, Field, fields_of
from cstotimeline.core.events.single_types import FieldType

_KIND = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_RESERVED = ("recorded", "kind", "version")
_INHERITABLE = ("id", "occurred", "sources")
_DECORATED = "decorate it with @attrs.frozen(kw_only=True)"


def kind_faults(cls: Any) -> tuple[Fault, ...]:
    """Return why events of a class could not be read back from the lines that they are written to; all of it.

    Each fault names the class and the field, and says what is allowed.
    """
    if not isinstance(cls, type) or not issubclass(cls, Event):
        what = f"expected subclasses of Event, got {shown(cls)}"
        return (Fault(where="kinds", what=what, remedy="give the classes, not events"),)
    return (*_head_faults(cls), *_class_faults(cls, {cls}))


def _head_faults(cls: type[Event]) -> Iterator[Fault]:
    """Yield what is wrong with the class values of a kind."""
    place = f"{cls.__name__}."
    if type(cls.kind) is not str or not _KIND.fullmatch(cls.kind):
        what = f"expected snake_case text, got {shown(cls.kind)}"
        yield Fault(where=f"{place}kind", what=what, remedy="write one such as captain_chosen")
    if type(cls.version) is not int or cls.version < 1:
        what = f"expected a whole number from 1 upwards, got {shown(cls.version)}"
        yield Fault(where=f"{place}version", what=what, remedy="count from 1")


def _class_faults(cls: Any, seen: set[Any]) -> Iterator[Fault]:
    """Yield what is wrong with the fields of a class, and of the classes of their values that were not ``seen``."""
    if "__attrs_attrs__" not in vars(cls) or not attrs.inspect(cls).is_frozen:
        yield Fault(where=cls.__name__, what="the class is not frozen", remedy=_DECORATED)
        return
    for attribute in attrs.fields(cls):
        if not attribute.init:
            what, remedy = "an attribute that is no argument is not written", "make it a property"
            yield Fault(where=f"{cls.__name__}.{attribute.name}", what=what, remedy=remedy)
    try:
        fields = fields_of(cls)
    except EventError as error:
        yield from error.faults
        return
    for field in fields:
        where = f"{cls.__name__}.{field.name}"
        yield from _field_faults(where, field)
        yield from _type_faults(where, field.type, seen)
    if issubclass(cls, Event):
        yield from _event_faults(cls, fields)


def _field_faults(where: str, field: Field) -> Iterator[Fault]:
    if field.default is COMPUTED:
        what = "a default that is computed from other fields stays as it was in a changed copy"
        remedy = "keep it in a private attribute with the default None and give a property"
        yield Fault(where=where, what=what, remedy=remedy)
    elif not field.is_sound:
        what = f"the default is no {field.type.words}, got {shown(field.default)}"
        yield Fault(where=where, what=what, remedy="write a default of the type, or declare X | None")


def _type_faults(where: str, kind: FieldType, seen: set[Any]) -> Iterator[Fault]:
    kind = _parts(kind)[-1]
    if kind.form == "unsupported":
        what = f"no line can hold values of the type {kind.words}"
        yield Fault(where=where, what=what, remedy=f"declare {ALLOWED}")
    elif kind.form == "object" and kind.cls not in seen:
        seen.add(kind.cls)
        yield from _class_faults(kind.cls, seen)


def _event_faults(cls: type[Event], fields: tuple[Field, ...]) -> Iterator[Fault]:
    """Yield what is wrong with the fields of a kind as part of a line."""
    common = {field.name: field.type.annotation for field in fields_of(Event)}
    for field in fields:
        where = f"{cls.__name__}.{field.name}"
        if field.name in _RESERVED:
            yield Fault(where=where, what="every line has a key of this name", remedy="give it another name")
        elif field.name in common and field.type.annotation != common[field.name]:
            yield Fault(
                where=where, what="every event has this field, of another type", remedy="give it another name"
            )
    private = {field.name for field in fields if field.type.form == "event" and field.slot != field.name}
    for name, inherited in cls.inherits.items():
        where = f"{cls.__name__}.inherits"
        if name not in private:
            what = f"{shown(name)} is no private attribute that holds an Event"
            yield Fault(where=where, what=what, remedy="declare it as EventCorrected does its replacement")
        elif not {*inherited} <= {*_INHERITABLE}:
            what = f"{shown(name)} can take over {', '.join(_INHERITABLE)} and no other fields"
            yield Fault(where=where, what=what, remedy="leave the others out")


def rebuilds(cls: Any, above: frozenset[Any] = frozenset()) -> bool:
    """Return whether values of a class surely come back as they are when the class is called with their fields.

    Else, where it changes what it is given, or may hold itself to any depth, lines are read back when they are written.
    """
    return (
        cls not in above
        and attrs.inspect(cls).added_init
        and cls.__new__ is object.__new__
        and getattr(cls, "__attrs_post_init__", None) in (None, Checked.__attrs_post_init__)
        and all(attribute.converter is None for attribute in attrs.fields(cls))
        and all(_is_sure(cls, _parts(field.type), above | {cls}) for field in fields_of(cls))
    )


def _is_sure(cls: Any, parts: Sequence[FieldType], above: frozenset[Any]) -> bool:
    """Return whether values of a field come back, or are events that :func:`event_fields` tells of."""
    innermost = parts[-1]
    if innermost.form == "event":
        return issubclass(cls, Event) and not any(part.form == "collection" for part in parts)
    return innermost.form != "object" or rebuilds(innermost.cls, above)


def event_fields(cls: type[Event]) -> tuple[str, ...]:
    """Return the names of the fields of a kind that hold an event."""
    return tuple(field.name for field in fields_of(cls) if _parts(field.type)[-1].form == "event")


def _parts(kind: FieldType) -> Sequence[FieldType]:
    """Return a type and those inside it, the innermost last."""
    return (kind, *_parts(kind.inner)) if kind.inner else (kind,)
