"""Checks that a value has exactly the type that its field declares: nothing is coerced, here or in the codec."""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs

from cstotimeline.core.errors import Fault, shown
from cstotimeline.core.temporal.edtf import PartialDate

Check = Callable[[str, object], Sequence[Fault]]


def type_faults(instance: object) -> tuple[Fault, ...]:
    """Return what is wrong with the field types of an attrs ``instance``, all of it, in the order of fields."""
    found: list[Fault] = []
    cls: Any = type(instance)
    for name, check in _field_checks(cls):
        if faults := check(name, getattr(instance, name)):
            found.extend(faults)
    return tuple(found)


def type_faults_of(cls: Any, name: str, value: object) -> tuple[Fault, ...]:
    """Return what is wrong with the type of a ``value`` in the field ``name`` of an attrs class."""
    return tuple(dict(_field_checks(cls))[name](name, value))


def words_of(annotation: object) -> str:
    """Return how a message names a declared type.

    >>> words_of(tuple[str, ...]), words_of(Literal["a", "b"])
    ('list of text', "one of 'a', 'b'")
    """
    origin = get_origin(annotation)
    if origin is Literal:
        return "one of " + ", ".join(repr(option) for option in get_args(annotation))
    if origin in (tuple, frozenset):
        return f"list of {words_of(get_args(annotation)[0])}"
    if origin in (Union, types.UnionType):
        return " or ".join(words_of(option) for option in get_args(annotation))
    named: dict[object, str] = {
        str: "text",
        int: "whole number",
        bool: "true or false",
        type(None): "null",
        dict: "object",
        PartialDate: "date",
    }
    return named.get(annotation) or str(getattr(annotation, "__name__", annotation))


def _wrong(where: str, annotation: object, value: object) -> tuple[Fault]:
    what = f"expected {words_of(annotation)}, got {shown(value)}"
    return (Fault(where=where, what=what, remedy=f"write {words_of(annotation)}"),)


@cache
def _field_checks(cls: Any) -> tuple[tuple[str, Check], ...]:
    hints = get_type_hints(cls)
    return tuple((field.name, _check(hints[field.name])) for field in attrs.fields(cls) if field.init)


@cache
def _check(annotation: Any) -> Check:
    origin = get_origin(annotation)
    if origin is Literal:
        options = get_args(annotation)
        return _simple(annotation, lambda v: type(v) is str and v in options)
    if origin in (tuple, frozenset):
        return _collection(annotation, origin)
    if origin in (Union, types.UnionType):
        return _any_of(annotation)
    if annotation is PartialDate:
        return _date
    if annotation is str:
        return _text
    if annotation in (int, bool, type(None)):
        return _simple(annotation, lambda v: type(v) is annotation)
    return _simple(annotation, lambda v: isinstance(v, annotation))


def _simple(annotation: object, fits: Callable[[Any], bool]) -> Check:
    def check(where: str, value: object) -> Sequence[Fault]:
        return () if fits(value) else _wrong(where, annotation, value)

    return check


def _text(where: str, value: object) -> Sequence[Fault]:
    return () if type(value) is str and is_encodable(value) else _wrong(where, str, value)


def is_encodable(text: str) -> bool:
    """Return True, but False for a text with half a surrogate pair in it, which no UTF-8 file can hold."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _date(where: str, value: object) -> Sequence[Fault]:
    if not isinstance(value, PartialDate):
        return _wrong(where, PartialDate, value)
    if value.is_open:
        remedy = "write the date, or leave it out"
        return (Fault(where=where, what="expected a date, got '..'", remedy=remedy),)
    return ()


def _any_of(annotation: object) -> Check:
    options = [_check(option) for option in get_args(annotation)]

    def check(where: str, value: object) -> Sequence[Fault]:
        return _wrong(where, annotation, value) if all(option(where, value) for option in options) else ()

    return check


def _collection(annotation: object, container: type) -> Check:
    inner = _check(get_args(annotation)[0])

    def check(where: str, value: Any) -> Sequence[Fault]:
        if type(value) is not container:
            return _wrong(where, annotation, value)
        items = enumerate(cast("Sequence[object]", value))
        return [fault for number, item in items for fault in inner(f"{where}[{number}]", item)]

    return check
