"""Field types: the one reading of annotations.

A :class:`~cstotimeline.core.events.single_types.FieldType` says everything about the values of one annotation: how
messages name them, whether a value is one, how JSON data becomes one and it becomes JSON data, and the JSON Schema of
that. The check of events, the readers, the writer, the schema and the strategies of the test kit all ask it. A new type
of single values is one entry in :data:`~cstotimeline.core.events.single_types.SINGLE_TYPES`.

Nothing is coerced: a value has exactly the type that its field declares.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from cstotimeline.core.errors import EventError, Fault
from cstotimeline.core.events.single_types import (
    SINGLE_TYPES,
    Context,
    FieldType,
    Read,
    Schema,
    Single,
    Write,
    choice,
)

ALLOWED = (
    "str, int, bool, PartialDate, a Literal of texts, an Enum of texts, tuple[X, ...], frozenset of single values, "
    "X | None, a frozen attrs class, or Event"
)
"""What fields of an event may hold."""


_TUPLE, _SET = "write a tuple: (a, b), or (a,) for a single one", "write frozenset({a, b})"


class OrNone(FieldType):
    """Values that may be missing: a line has null for None."""

    def __init__(self, annotation: Any, inner: FieldType) -> None:
        self.annotation, self.inner = annotation, inner
        self.words, self.json_words = f"{inner.words} or None", f"{inner.json_words} or null"

    def faults(self, where: str, value: Any) -> Sequence[Fault]:
        """Return the faults of a value that is not None."""
        return () if value is None else self.inner.faults(where, value)

    def reader(self, context: Context) -> Read:
        """Return what reads null, and other data as the inner type does."""
        read = self.inner.reader(context)
        return lambda value: None if value is None else read(value)

    def writer(self, context: Context) -> Write:
        """Return what writes None, and other values as the inner type does."""
        write = self.inner.writer(context)
        return lambda value: "null" if value is None else write(value)

    def schema(self, context: Context) -> Schema:
        """Return the schema of the inner type, or null."""
        return {"anyOf": [self.inner.schema(context), {"type": "null"}]}


class Collection(FieldType):
    """Tuples, or sets without order, of values of one type: a line has a list."""

    def __init__(self, annotation: Any, container: type, inner: FieldType) -> None:
        self.annotation, self.container, self.inner = annotation, container, inner
        self.is_set = container is frozenset
        self.words = f"{container.__name__} of {inner.words}"
        self.json_words = f"list of {inner.words}{', each once' if self.is_set else ''}"

    def faults(self, where: str, value: Any) -> Sequence[Fault]:
        """Return the fault of another container, or those of the items."""
        if type(value) is not self.container:
            return self.wrong(where, value, _SET if self.is_set else _TUPLE)
        items: Any = value
        return [fault for n, item in enumerate(items) for fault in self.inner.faults(f"{where}[{n}]", item)]

    def reader(self, context: Context) -> Read:
        """Return what reads a list, and refuses one with an item twice where a set is made of it."""
        read, container = self.inner.reader(context), self.container

        def read_all(value: Any) -> Any:
            if type(value) is not list:
                raise TypeError
            found = container(map(read, value))
            if len(found) < len(value):
                raise ValueError
            return found

        return read_all

    def writer(self, context: Context) -> Write:
        """Return what writes a list; the items of a set are sorted."""
        write, arranged = self.inner.writer(context), sorted if self.is_set else list
        return lambda value: f"[{', '.join(arranged(map(write, value)))}]"

    def schema(self, context: Context) -> Schema:
        """Return the schema of a list."""
        unique = {"uniqueItems": True} if self.is_set else {}
        return {"type": "array", "items": self.inner.schema(context), **unique}


class Object(FieldType):
    """Values of a class, or, of the class of all events, events of any kind."""

    def __init__(self, cls: Any) -> None:
        self.annotation = self.cls = cls
        self.is_event = is_event_class(cls)
        self.words, self.json_words = cls.__name__, "object"

    def faults(self, where: str, value: Any) -> Sequence[Fault]:
        """Return the fault of a value of another class, or those of its fields where it does not check them itself."""
        if not isinstance(value, self.cls) if self.is_event else type(value) is not self.cls:
            return self.wrong(where, value, f"write {self.words}(...)")
        found = () if isinstance(value, Checked) else type_faults(value)
        return [attrs.evolve(fault, where=f"{where}.{fault.where}") for fault in found]

    def reader(self, context: Context) -> Any:
        """Return what the context has for the class."""
        return context.event if self.is_event else context.of(self.cls)

    writer = schema = reader


class Unsupported(FieldType):
    """Values that no line can hold; an event that is never written may have such."""

    def __init__(self, annotation: Any) -> None:
        self.annotation = annotation
        self.words = self.json_words = str(
            getattr(annotation, "__name__", annotation) if get_origin(annotation) is None else annotation
        )

    def faults(self, where: str, value: Any) -> Sequence[Fault]:
        """Return the fault of a value of another class, where the annotation names one."""
        cls = get_origin(self.annotation) or self.annotation
        return () if not isinstance(cls, type) or isinstance(value, cls) else self.wrong(where, value)


def field_type(annotation: Any) -> FieldType:
    """Return the type of the values that an annotation declares; :class:`Unsupported` where no line can hold them.

    >>> field_type(tuple[str, ...]).words, field_type(Literal["a", "b"] | None).json_words
    ('tuple of text', "one of 'a', 'b' or null")
    """
    origin, options = get_origin(annotation), get_args(annotation)
    try:
        if annotation in SINGLE_TYPES:
            return SINGLE_TYPES[annotation]
    except TypeError:  # it cannot be hashed
        return Unsupported(annotation)
    if origin is Annotated:
        return field_type(options[0])
    if origin is Literal and all(type(option) is str for option in options):
        return choice(annotation, {option: option for option in options})
    if origin in (Union, types.UnionType) and len(options) == 2 and type(None) in options:
        inner = field_type(options[options[0] is type(None)])
        return inner if isinstance(inner, Unsupported) else OrNone(annotation, inner)
    if origin is frozenset or (origin is tuple and options[1:] == (Ellipsis,)):
        inner = field_type(options[0])
        if not isinstance(inner, Unsupported) and (origin is tuple or isinstance(inner, Single)):
            return Collection(annotation, origin, inner)
    if isinstance(annotation, type) and origin is None:
        members = list(annotation) if issubclass(annotation, Enum) else []
        if members and all(type(member.value) is str for member in members):
            return choice(annotation, {member.value: member for member in members})
        if attrs.has(annotation) and not is_event_class(annotation, of_a_kind=True):
            return Object(annotation)
    return Unsupported(annotation)


# Fields


COMPUTED: Any = object()
"""Stands for a default that is computed from other fields."""


@attrs.frozen(kw_only=True)
class Field:
    """A field of a class: its ``name`` in a line and as an argument, its type, and its default (``attrs.NOTHING``: it
    must be given).

    ``slot`` is the attribute that keeps the value, ``kept`` the one that it is read from. They differ from the name
    where a class has a private attribute and a property of the name: the property then gives what is computed where the
    field was left out. Such an attribute is declared ``X | None`` with the default None, and its type here is ``X``.
    """

    name: str
    slot: str
    kept: str
    type: FieldType
    default: Any
    is_derived: bool
    """Whether a property computes the value where the field is left out."""
    is_sound: bool
    """Whether the default is of the type."""

    @property
    def is_required(self) -> bool:
        """Whether the field must be given."""
        return self.default is attrs.NOTHING


def fields_of(cls: Any) -> tuple[Field, ...]:
    """Return the fields of an attrs class that are arguments of it, in their order.

    Raises:
        EventError: an annotation that names nothing.
    """
    return _fields(cls)


@cache
def _fields(cls: Any) -> tuple[Field, ...]:
    try:
        hints = get_type_hints(cls, include_extras=True)
    except Exception as error:
        what = f"an annotation names nothing ({error})"
        remedy = "define what it names at the top of the module"
        raise EventError(Fault(where=cls.__name__, what=what, remedy=remedy)) from None
    return tuple(_field(cls, field, hints[field.name]) for field in attrs.fields(cls) if field.init)


def _field(cls: Any, field: Any, annotation: Any) -> Field:
    name, slot, default = field.alias, field.name, field.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = COMPUTED if default.takes_self else default.factory()
    kind, has_property, is_derived = field_type(annotation), name != slot and hasattr(cls, name), False
    if isinstance(kind, OrNone) and has_property and default is None:
        kind, is_derived = kind.inner, True
    is_given = default is attrs.NOTHING or default is COMPUTED
    return Field(
        name=name,
        slot=slot,
        kept=name if has_property and not is_derived else slot,
        type=kind,
        default=default,
        is_derived=is_derived,
        is_sound=is_derived or is_given or not kind.faults(name, default),
    )


@cache
def _checks(cls: Any) -> tuple[tuple[str, Any, str, Callable[[str, Any], Sequence[Fault]]], ...]:
    fields = fields_of(cls)
    return tuple((f.kept, f.default if f.is_sound else COMPUTED, f.name, f.type.faults) for f in fields)


def type_faults(instance: object) -> tuple[Fault, ...]:
    """Return what is wrong with the field types of an attrs ``instance``, all of it, in the order of fields."""
    found: list[Fault] = []
    cls: Any = type(instance)
    for kept, default, name, faults in _checks(cls):
        value = getattr(instance, kept)
        if value is not default and (wrong := faults(name, value)):
            found.extend(wrong)
    return tuple(found)


class Checked:
    """Base of values whose fields are checked when they are built: their types, then the rules in :meth:`faults`."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        self.normalize()
        if found := type_faults(self) or tuple(self.faults()):
            raise EventError(found)

    def normalize(self) -> None:
        """Drop a value that the field also has where it is left out."""

    def faults(self) -> Iterable[Fault]:
        """Return what breaks a rule, where all fields are of their types."""
        return ()


def is_event_class(cls: Any, *, of_a_kind: bool = False) -> bool:
    """Return whether a class is that of all events, or one of a kind."""
    kind, inherits = getattr(cls, "kind", None), getattr(cls, "inherits", None)
    return isinstance(kind, str) and isinstance(inherits, Mapping) and (bool(kind) or not of_a_kind)
