"""The JSON Schema of a log line, made from the event classes, so that editors and other languages can check lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import fields_of
from cstotimeline.core.events.single_types import Context, Schema

_RECORDED = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}


def line_schema(kinds: Iterable[type[Event]]) -> Schema:
    """Return the JSON Schema (draft 2020-12) of one line of a log that holds events of ``kinds``.

    It checks shapes, types and names; rules between fields and dates that do not exist are the codec's.

    >>> sorted(line_schema([])["$defs"])
    ['event']
    """
    given = tuple(kinds)
    schemas = _Schemas({cls.kind for cls in given})
    for cls in given:
        schemas.definitions[cls.kind] = schemas.kind(cls)
    schemas.definitions["event"] = {"oneOf": [{"$ref": f"#/$defs/{cls.kind}"} for cls in given]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "one line of an event log",
        "type": "object",
        "required": ["recorded"],
        "properties": {"recorded": _RECORDED},
        "$ref": "#/$defs/event",
        "$defs": dict(sorted(schemas.definitions.items())),
        "unevaluatedProperties": False,
    }


class _Schemas(Context):
    """The schemas of classes, each a definition with a name of its own."""

    def __init__(self, taken: set[str]) -> None:
        super().__init__()
        self.event: Schema = {"$ref": "#/$defs/event"}
        self.definitions: dict[str, Schema] = {}
        self._names: dict[Any, str] = {}
        self._taken = {"event", *taken}

    def of(self, cls: Any) -> Schema:
        """Return the reference to the schema of a class."""
        if cls not in self._names:
            name = self._named(cls, cls.__name__)
            self.definitions[name] = {**self._fields(cls), "additionalProperties": False}
        return {"$ref": f"#/$defs/{self._names[cls]}"}

    def shared(self, name: str, schema: Schema) -> Schema:
        """Return the reference to the schema of single values that many fields have."""
        if name not in self._names:
            self.definitions[self._named(name, name)] = schema
        return {"$ref": f"#/$defs/{self._names[name]}"}

    def _named(self, of: Any, wanted: str) -> str:
        """Return the name of the definition of something, which no other definition has."""
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted}_{number}", number + 1
        self._taken.add(name)
        self._names[of] = name
        return name

    def kind(self, cls: type[Event]) -> Schema:
        """Return the schema of the events of a kind."""
        shape = self._fields(cls)
        shape["properties"] = {
            "kind": {"const": cls.kind},
            "version": {"const": cls.version},
            **shape["properties"],
            **{name: {"type": "object", "required": ["kind", "version"]} for name in cls.inherits},
        }
        shape["required"] = ["kind", "version", *shape["required"]]
        shape["description"] = (cls.__doc__ or "").strip().split("\n")[0]
        return shape

    def _fields(self, cls: Any) -> Schema:
        fields = fields_of(cls)
        return {
            "type": "object",
            "properties": {field.name: field.type.schema(self) for field in fields},
            "required": [field.name for field in fields if field.is_required],
        }
