"""The writer: events as canonical JSON text, keys in a fixed order, without what has its default value.

The text of a value is put together field by field; what writes the fields of a class is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cstotimeline.core.events.event import Event, Inheriting, own_fields
from cstotimeline.core.events.field_types import Field, fields_of
from cstotimeline.core.events.single_types import Context, Write

_HEAD = ("id", "occurred", "effective", "disclosed")
_TAIL = ("after", "claim", "rank", "zone", "sources", "note")


class Writer(Context):
    """What writes values of classes, made when it is first asked for; ``check`` looks at the first event of a kind."""

    def __init__(self, check: Callable[[Event], object]) -> None:
        super().__init__()
        self._check = check
        self._kinds: dict[tuple[type[Event], tuple[str, ...]], Write] = {}

    def made(self, cls: Any) -> Write:
        """Return what writes values of a class as objects."""
        inside = self._writing("", fields_of(cls))
        return lambda value: f"{{{inside(value)[2:]}}}"

    def event(self, event: Event | Inheriting) -> str:
        """Return an event as an object, without what it takes over from the event that it is in."""
        if isinstance(event, Inheriting):
            return f"{{{self.inside(event.event, event.names)}}}"
        return f"{{{self.inside(event)}}}"

    def inside(self, event: Event, without: tuple[str, ...] = ()) -> str:
        """Return the inside of an event's object: kind, version, and its fields in canonical order, but some."""
        cls = type(event)
        write = self._kinds.get((cls, without))
        if write is None:
            self._check(event)
            fields = {field.name: field for field in fields_of(cls)}
            order = (name for name in (*_HEAD, *own_fields(cls), *_TAIL) if name not in without)
            head = f'"kind": "{cls.kind}", "version": {cls.version}'
            write = self._kinds[cls, without] = self._writing(head, [fields[name] for name in order])
        return write(event)

    def _writing(self, head: str, fields: Sequence[Field]) -> Write:
        """Return what writes ``head`` and those fields of a value that do not have their default value, with commas.

        The function is compiled for the fields, as attrs and cattrs do: a loop over them takes twice as long.
        """
        names: dict[str, Any] = {"head": head}
        lines = ["def write(value):"]
        for n, field in enumerate(fields):
            write = names[f"write{n}"] = field.type.writer(self)
            names[f"before{n}"] = f', "{field.name}": '
            if field.is_required:
                lines.append(f"    text{n} = before{n} + write{n}(value.{field.slot})")
                continue
            names[f"default{n}"] = field.default
            names[f"left_out{n}"] = None if field.is_derived else write(field.default)
            is_left_out = f"part is default{n} or (text := write{n}(part)) == left_out{n}"
            lines.append(f"    part = value.{field.slot}")
            lines.append(f"    text{n} = '' if {is_left_out} else before{n} + text")
        lines.append(f"    return f'{{head}}{''.join(f'{{text{n}}}' for n in range(len(fields)))}'")
        exec("\n".join(lines), names)  # noqa: S102
        compiled: Write = names["write"]
        return compiled
