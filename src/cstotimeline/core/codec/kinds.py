"""Kinds that can be written and read back: what a codec asks of an event class before it takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs

from cstotimeline.core.codec.compiled_reader import builds_by_slots
from cstotimeline.core.errors import EventError, Fault, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import (
    ALLOWED,
    COMPUTED,
    Collection,
    Field,
    Object,
    OrNone,
    Unsupported,
    fields_of,
)
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
    kind = _innermost(kind)
    if isinstance(kind, Unsupported):
        what = f"no line can hold values of the type {kind.words}"
        yield Fault(where=where, what=what, remedy=f"declare {ALLOWED}")
    elif isinstance(kind, Object) and not kind.is_event and kind.cls not in seen:
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
            what = "every event has this field, of another type"
            yield Fault(where=where, what=what, remedy="give it another name")
    named = {field.name: field for field in fields}
    for name, inherited in cls.inherits.items():
        where, holder = f"{cls.__name__}.inherits", named.get(name)
        if holder is None or holder.slot == name or holder.type.annotation is not Event:
            what = f"{shown(name)} is no private attribute that holds an Event"
            yield Fault(where=where, what=what, remedy="declare it as EventCorrected does its replacement")
        elif not {*inherited} <= {*_INHERITABLE}:
            what = f"{shown(name)} can take over {', '.join(_INHERITABLE)} and no other fields"
            yield Fault(where=where, what=what, remedy="leave the others out")


def comes_back(cls: Any, above: frozenset[Any] = frozenset()) -> bool:
    """Return whether values of a class surely come back from a line as they are.

    Else, where the class changes what it is given, or may hold others to any depth, lines are read back when they are
    written.
    """
    held = [_innermost(field.type) for field in fields_of(cls)]
    classes = [kind for kind in held if isinstance(kind, Object)]
    return (
        builds_by_slots(cls)
        and cls not in above
        and all(not kind.is_event and comes_back(kind.cls, above | {cls}) for kind in classes)
    )


def _innermost(kind: FieldType) -> FieldType:
    """Return the type of the values inside the values of a type."""
    return _innermost(kind.inner) if isinstance(kind, OrNone | Collection) else kind
