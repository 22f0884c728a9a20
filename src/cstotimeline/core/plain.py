"""Values as JSON data, one way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from cstotimeline.core.temporal.edtf import PartialDate


def plain(value: Any) -> Any:
    """Return a state as JSON can have it: sets sorted, tuples as lists, classes as mappings, dates as text.

    >>> plain({("general", "Brunei"): frozenset("ba")})
    [['general', 'Brunei', ['a', 'b']]]
    """
    kind: Any = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if isinstance(value, str | int):
        return value
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return plain_mapping({key: plain(item) for key, item in value.items()})
    names = _attributes_of(kind)
    return str(value) if names is None else {name: plain(getattr(value, name)) for name in names}


@cache
def _attributes_of(kind: Any) -> tuple[str, ...] | None:
    """Return which attributes make a value of a class; None for one that is a text."""
    if not attrs.has(kind) or issubclass(kind, PartialDate):
        return None
    return tuple(field.alias if hasattr(kind, field.alias) else field.name for field in attrs.fields(kind))


def plain_mapping(found: Mapping[Any, Any]) -> Any:
    """Return a mapping to JSON data as JSON can have it: an object with the keys as text; or, where a key is a tuple, a
    list of rows: the parts of the key, then what it leads to.

    >>> plain_mapping({1: True}), plain_mapping({("a", "b"): True, "c": False})
    ({'1': True}, [['a', 'b', True], ['c', False]])
    """
    if any(isinstance(key, tuple) for key in found):
        return [[*(plain(key) if isinstance(key, tuple) else [plain(key)]), found[key]] for key in found]
    return {str(key): item for key, item in found.items()}
