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
    Write,
    choice,
    wrong,
)

ALLOWED = (
    "str, int, bool, PartialDate, a Literal of texts, an Enum of texts, tuple[X, ...], frozenset of single values, "
    "X | None, a frozen attrs class, or Event"
)
"""What fields of an event may hold."""


# Values made of others


def _optional(annotation: Any, inner: FieldType) -> FieldType:
    def reader(context: Context) -> Read:
        read = inner.reader(context)
        return lambda value: None if value is None else read(value)

    def writer(context: Context) -> Write:
        write = inner.writer(context)
        return lambda value: "null" if value is None else write(value)

    return FieldType(
        annotation=annotation,
        form="optional",
        words=f"{inner.words} or None",
        json_words=f"{inner.json_words} or null",
        faults=lambda where, value: () if value is None else inner.faults(where, value),
        reader=reader,
        writer=writer,
        schema=lambda context: {"anyOf": [inner.schema(context), {"type": "null"}]},
        inner=inner,
    )


def _collection(annotation: Any, container: type, inner: FieldType) -> FieldType:
    is_set = container is frozenset
    words = f"{container.__name__} of {inner.words}"
    remedy = "write frozenset({a, b})" if is_set else "write a tuple: (a, b), or (a,) for a single one"

    def faults(where: str, value: Any) -> Sequence[Fault]:
        if type(value) is not container:
            return wrong(where, words, value, remedy)
        items: Any = value
        return [fault for n, item in enumerate(items) for fault in inner.faults(f"{where}[{n}]", item)]

    def reader(context: Context) -> Read:
        read = inner.reader(context)

        def read_all(value: Any) -> Any:
            if type(value) is not list:
                raise TypeError
            found = container(map(read, value))
            if is_set and len(found) < len(value):
                raise ValueError
            return found

        return read_all

    def writer(context: Context) -> Write:
        write = inner.writer(context)
        if is_set:
            return lambda value: f"[{', '.join(sorted(map(write, value)))}]"
        return lambda value: f"[{', '.join(map(write, value))}]"

    def schema(context: Context) -> Schema:
        unique = {"uniqueItems": True} if is_set else {}
        return {"type": "array", "items": inner.schema(context), **unique}

    return FieldType(
        annotation=annotation,
        form="collection",
        words=words,
        json_words=f"list of {inner.words}" + (", each once" if is_set else ""),
        faults=faults,
        reader=reader,
        writer=writer,
        schema=schema,
        inner=inner,
        container=container,
    )


def _object(cls: Any) -> FieldType:
    """Return the type of values of a class, or, of the class of all events, of any event."""
    is_event = is_event_class(cls)

    def by(context: Context) -> Any:
        return context.event if is_event else context.of(cls)

    def faults(where: str, value: Any) -> Sequence[Fault]:
        if not isinstance(value, cls) if is_event else type(value) is not cls:
            return wrong(where, cls.__name__, value, f"write {cls.__name__}(...)")
        if isinstance(value, Checked):
            return ()
        return [attrs.evolve(fault, where=f"{where}.{fault.where}") for fault in type_faults(value)]

    return FieldType(
        annotation=cls,
        form="event" if is_event else "object",
        words=cls.__name__,
        json_words="object",
        faults=faults,
        reader=by,
        writer=by,
        schema=by,
        cls=cls,
    )


def _unsupported(annotation: object) -> FieldType:
    """Return the type of values that no line can hold; an event that is never written may have such."""
    cls = get_origin(annotation) or annotation
    words = str(getattr(annotation, "__name__", annotation)) if cls is annotation else str(annotation)

    def faults(where: str, value: Any) -> Sequence[Fault]:
        fits = not isinstance(cls, type) or isinstance(value, cls)
        return () if fits else wrong(where, words, value, f"write {words}")

    def refuse(_: Context) -> Any:
        raise TypeError(f"no line holds values of {words}")

    return FieldType(
        annotation=annotation,
        form="unsupported",
        words=words,
        json_words=words,
        faults=faults,
        reader=refuse,
        writer=refuse,
        schema=refuse,
    )


def field_type(annotation: Any) -> FieldType:
    """Return the type of the values that an annotation declares; its form is ``unsupported`` where no line holds such.

    >>> field_type(tuple[str, ...]).words, field_type(Literal["a", "b"] | None).json_words
    ('tuple of text', "one of 'a', 'b' or null")
    """
    origin, options = get_origin(annotation), get_args(annotation)
    try:
        if annotation in SINGLE_TYPES:
            return SINGLE_TYPES[annotation]
    except TypeError:  # it cannot be hashed
        return _unsupported(annotation)
    if origin is Annotated:
        return field_type(options[0])
    if origin is Literal and all(type(option) is str for option in options):
        return choice(annotation, {option: option for option in options})
    if origin in (Union, types.UnionType) and len(options) == 2 and type(None) in options:
        (only,) = (option for option in options if option is not type(None))
        inner = field_type(only)
        return inner if inner.form == "unsupported" else _optional(annotation, inner)
    if origin is frozenset or (origin is tuple and options[1:] == (Ellipsis,)):
        inner = field_type(options[0])
        if inner.form != "unsupported" and (origin is tuple or inner.form == "single"):
            return _collection(annotation, origin, inner)
    if isinstance(annotation, type) and origin is None:
        members = list(annotation) if issubclass(annotation, Enum) else []
        if members and all(type(member.value) is str for member in members):
            return choice(annotation, {member.value: member for member in members}, annotation)
        if attrs.has(annotation) and not is_event_class(annotation, of_a_kind=True):
            return _object(annotation)
    return _unsupported(annotation)


# Fields


class _Computed:
    """Stands for a default that is computed from other fields."""


COMPUTED: Any = _Computed()


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
    """Whether a field that is left out says what a property computes."""
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
    except NameError as error:
        what = f"an annotation names nothing ({error})"
        remedy = "define what it names at the top of the module"
        raise EventError(Fault(where=cls.__name__, what=what, remedy=remedy)) from None
    return tuple(_field(cls, field, hints[field.name]) for field in attrs.fields(cls) if field.init)


def _field(cls: Any, field: Any, annotation: Any) -> Field:
    name, slot, default = field.alias, field.name, field.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = COMPUTED if default.takes_self else default.factory()
    has_property = name != slot and hasattr(cls, name)
    is_derived = has_property and default is None
    if is_derived:
        (annotation,) = (option for option in get_args(annotation) if option is not type(None))
    kind = field_type(annotation)
    return Field(
        name=name,
        slot=slot,
        kept=name if has_property and not is_derived else slot,
        type=kind,
        default=default,
        is_derived=is_derived,
        is_sound=is_derived
        or default is attrs.NOTHING
        or default is COMPUTED
        or not kind.faults(name, default),
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
        """Leave out what a field says anyway when it is left out."""

    def faults(self) -> Iterable[Fault]:
        """Return what breaks a rule, where all fields are of their types."""
        return ()


def is_event_class(cls: Any, *, of_a_kind: bool = False) -> bool:
    """Return whether a class is that of all events, or one of a kind."""
    kind, inherits = getattr(cls, "kind", None), getattr(cls, "inherits", None)
    return isinstance(kind, str) and isinstance(inherits, Mapping) and (bool(kind) or not of_a_kind)
