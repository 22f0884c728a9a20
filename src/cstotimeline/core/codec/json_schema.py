"""The JSON Schema of a log line, made from the event classes, so that editors and other languages can check lines."""

from __future__ import annotations

import types
from collections.abc import Iterable
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate

_DATE = {"type": "string", "description": "an EDTF date: 2004, 2004-06, 2004-06-18, 2004?, 200X, 2004-06-XX"}
_HEAD = ("id", "occurred", "effective", "disclosed")
_RECORDED = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}


def line_schema(kinds: Iterable[type[Event]]) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one line of a log that holds events of ``kinds``.

    It checks shapes, types and names; rules between fields and dates that do not exist are the codec's.

    >>> sorted(line_schema([])["$defs"])
    ['event']
    """
    definitions: dict[str, Any] = {}
    names = []
    for cls in kinds:
        definitions[cls.kind] = _event(cls, definitions)
        names.append(cls.kind)
    definitions["event"] = {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in names]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "one line of an event log",
        "type": "object",
        "required": ["recorded"],
        "properties": {"recorded": _RECORDED},
        "$ref": "#/$defs/event",
        "$defs": dict(sorted(definitions.items())),
        "unevaluatedProperties": False,
    }


def _event(cls: type[Event], definitions: dict[str, Any]) -> dict[str, Any]:
    shape = _object(cls, definitions)
    inherited = {name for names in cls.inherits.values() for name in names}
    shape["properties"] = {
        "kind": {"const": cls.kind},
        "version": {"const": cls.version},
        **{name: _within(value, inherited, name, cls) for name, value in shape["properties"].items()},
    }
    shape["required"] = ["kind", "version", *shape["required"]]
    shape["description"] = (cls.__doc__ or "").strip().split("\n")[0]
    del shape["additionalProperties"]
    return shape


def _within(value: dict[str, Any], inherited: set[str], name: str, cls: type[Event]) -> dict[str, Any]:
    """Return the shape of a field; of an event inside another, which may leave things out, just an object."""
    if name in cls.inherits and inherited:
        return {"type": "object", "required": ["kind", "version"]}
    return value


def _object(cls: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    fields = [field for field in attrs.fields(cls) if field.init]
    return {
        "type": "object",
        "properties": {field.name: _shape(hints[field.name], definitions) for field in fields},
        "required": [field.name for field in fields if field.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def _shape(annotation: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(annotation)
    if origin is Literal:
        return {"enum": list(get_args(annotation))}
    if origin is tuple:
        return {"type": "array", "items": _shape(get_args(annotation)[0], definitions)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_shape(option, definitions) for option in get_args(annotation)]}
    if annotation is PartialDate:
        return _DATE
    plain = {str: "string", int: "integer", bool: "boolean", type(None): "null"}.get(annotation)
    if plain is not None:
        return {"type": plain}
    if annotation is Event:
        return {"$ref": "#/$defs/event"}
    name = annotation.__name__
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(annotation, definitions)
    return {"$ref": f"#/$defs/{name}"}
