"""Changed fields: in what one form of an event differs from another, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import shown
from cstotimeline.core.events.event import Event

_SHOWN = 120


def changed_fields(codec: Codec, was: Event, now: Event) -> Iterator[str]:
    """Yield each field that differs, with both values; a field or source that is lost is said to be lost.

    >>> import attrs
    >>> from cstotimeline import load
    >>> from cstotimeline.shipped import csto_codec
    >>> event = load().log["presidency-2019-11-28-russia"].event
    >>> list(changed_fields(csto_codec(), event, attrs.evolve(event, term="")))
    ["term: '2019-2020' is lost"]
    """
    old, new = (_data(codec, event) for event in (was, now))
    for name in dict.fromkeys([*old, *new]):
        if name == "sources":
            yield from _changed_sources(old[name], new[name])
        elif name not in new:
            yield f"{name}: {shown(old[name], _SHOWN)} is lost"
        elif name not in old:
            yield f"{name}: {shown(new[name], _SHOWN)} is added"
        elif old[name] != new[name]:
            yield f"{name}: {shown(old[name], _SHOWN)} becomes {shown(new[name], _SHOWN)}"


def _data(codec: Codec, event: Event) -> dict[str, Any]:
    data = codec.to_data(event)
    return {name: value for name, value in data.items() if name not in ("id", "version")}


def _changed_sources(old: list[Any], new: list[Any]) -> Iterator[str]:
    """Yield how many sources are lost and added, with their names."""
    for some, others, word in ((old, new, "lost"), (new, old, "added")):
        names = [str(one.get("publisher", "")) for one in some if one not in others]
        if names:
            verb = "are" if len(names) > 1 else "is"
            yield f"sources: {len(names)} of {len(some)} {verb} {word}: {shown(', '.join(names), _SHOWN)}"
