"""The compiled reader: the quick way from plain data, as JSON gives it, to events.

It knows what a class declares and takes nothing else; it does not say why. What it refuses goes to
:mod:`~cstotimeline.core.codec.cattrs_reader`, which says what is wrong. Each value is looked at once: where building a
value is nothing but checking its fields, the checked values are put into its slots, and only its rules (``faults``) are
asked. Values of other classes are built by calling the class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MemberDescriptorType
from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import Checked, Field, fields_of
from cstotimeline.core.events.single_types import Context, Read, Single, text_of

_KEPT = 1_024
"""How many values of one class are kept, so that equal ones of many lines are one object."""

shared_text = lru_cache(maxsize=_KEPT)(text_of)
"""Returns a text, one and the same for all equal ones."""


class Refused(Exception):
    """Plain data that a reader does not take."""


class CompiledReader(Context):
    """What reads values of classes, and events of kinds; ``event`` reads an event inside another."""

    def __init__(self, event: Read) -> None:
        super().__init__()
        self.event = event

    def made(self, cls: Any) -> Read:
        """Return what makes a value of a class, or an event of a kind, of an object's data."""
        fields = fields_of(cls)
        reads = [reader_of(field, self) for field in fields]
        read = _assembling(cls, fields, reads) if builds_by_slots(cls) else _calling(cls, fields, reads)
        if issubclass(cls, Event):
            return (lambda data: read(with_inherited(data, cls.inherits))) if cls.inherits else read
        return _sharing(read) if is_shareable(cls) else read


def reader_of(field: Field, context: Context) -> Read:
    """Return what reads the values of a field."""
    if field.name == "zone" and field.type.annotation is str:
        return shared_text
    return field.type.reader(context)


def builds_by_slots(cls: Any) -> bool:
    """Return whether building a value is only putting checked values into its slots and asking its ``faults``."""
    props = attrs.inspect(cls)
    return (
        issubclass(cls, Checked)
        and cls.__attrs_post_init__ is Checked.__attrs_post_init__
        and cls.__new__ is object.__new__
        and not hasattr(cls, "__attrs_pre_init__")
        and props.added_init
        and props.hashability is not attrs.ClassProps.Hashability.HASHABLE_CACHED
        and all(
            field.init
            and field.converter is None
            and field.validator is None
            and isinstance(getattr(cls, field.name, None), MemberDescriptorType)
            for field in attrs.fields(cls)
        )
        and all(field.is_sound for field in fields_of(cls))
    )


def slots_of(cls: Any) -> tuple[Callable[[Any, Any], None], ...]:
    """Return what puts values into the slots of a plain class, in the order of its fields."""
    return tuple(getattr(cls, field.slot).__set__ for field in fields_of(cls))


def building(cls: Any) -> Callable[[Sequence[Any]], Any]:
    """Return what builds a value of a plain class of the values of its fields, in order and of their types.

    A value that breaks a rule of its class is :class:`Refused`.
    """
    puts = slots_of(cls)
    normalizes = cls.normalize is not Checked.normalize
    new = object.__new__

    def built(values: Sequence[Any]) -> Any:
        value = new(cls)
        for put, part in zip(puts, values, strict=False):
            put(value, part)
        if normalizes:
            value.normalize()
        for _ in value.faults():
            raise Refused
        return value

    return built


def _assembling(cls: Any, fields: Sequence[Field], reads: Sequence[Read]) -> Read:
    """Return what reads an object of a plain class."""
    places = {
        field.name: (place, read) for place, (field, read) in enumerate(zip(fields, reads, strict=True))
    }
    defaults = [field.default for field in fields]
    required = frozenset(field.name for field in fields if field.is_required)
    built = building(cls)

    def read(data: Any) -> Any:
        if type(data) is not dict or not data.keys() >= required:
            raise Refused
        values = defaults.copy()
        for name, value in data.items():
            place, read_value = places[name]
            values[place] = read_value(value)
        return built(values)

    return read


def _calling(cls: Any, fields: Sequence[Field], reads: Sequence[Read]) -> Read:
    """Return what reads an object by calling its class."""
    named = {field.name: read for field, read in zip(fields, reads, strict=True)}

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise Refused
        return cls(**{name: named[name](value) for name, value in data.items()})

    return read


def is_shareable(cls: Any) -> bool:
    """Return whether one object may be used for all equal ones, and equal data found quickly: its fields are texts."""
    return all(isinstance(field.type, Single) and field.type.json is str for field in fields_of(cls))


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


def with_inherited(data: dict[str, Any], inherits: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the data of an event in which the events inside have what they take over from it."""
    found = dict(data)
    for name, inherited in inherits.items():
        if type(data.get(name)) is dict:
            found[name] = {**{key: data[key] for key in inherited if key in data}, **data[name]}
    return found
