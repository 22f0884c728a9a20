"""Values as JSON data, one way."""

from __future__ import annotations

from typing import Any

import attrs

from cstotimeline.core.temporal.edtf import PartialDate


def plain(value: Any) -> Any:
    """Return a state as JSON can have it: sets sorted, tuples as lists, classes as mappings, dates as text."""
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if value is None or isinstance(value, str | int | bool):
        return value
    if attrs.has(type(value)) and not isinstance(value, PartialDate):
        fields = attrs.fields(type(value))
        return {field.name: plain(getattr(value, field.name)) for field in fields}
    return str(value)
