"""Fitting: plain data as JSON text of a bounded size, safe to show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def to_text(data: Any) -> str:
    r"""Return data as JSON on one line, characters that do not print as escapes.

    >>> to_text({"a": "\x9b"})
    '{"a": "\\u009b"}'
    """
    text = json.dumps(data, ensure_ascii=False)
    return (
        text if text.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
    )


def size_of(data: Any) -> int:
    """Return how many bytes data takes as JSON in UTF-8."""
    return len(to_text(data).encode())


def fitted(data: dict[str, Any], limit: int) -> dict[str, Any]:
    """Return data that takes at most ``limit`` bytes as JSON: the longest lists and texts are cut, and it is said.

    >>> fitted({"names": ["a" * 40] * 9, "left_out": ""}, 200)["left_out"]
    '7 items or texts are cut; ask with whole=true'
    """
    if size_of(data) <= limit:
        return {name: value for name, value in data.items() if name != "left_out"}
    kept: dict[str, Any] = json.loads(json.dumps(data))
    cut = 0
    while size_of(kept) > limit:
        place = max(_places(kept), key=lambda one: size_of(one[0][one[1]]), default=None)
        if place is None:
            return without_largest(kept, limit - 200)
        holder, key = place
        value = holder[key]
        if isinstance(value, list):
            fewer = max(1, min(len(value) - 1, len(value) * 3 // 4))
            cut += len(value) - fewer
            holder[key] = value[:fewer]
        else:
            cut += 1
            holder[key] = f"{value[: len(value) // 2].removesuffix('...')}..."
        kept["left_out"] = f"{cut} items or texts are cut; ask with whole=true"
    return kept


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield where lists with items and long texts stand, the outer ones first."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if key == "left_out":
            continue
        if (isinstance(item, list) and len(item) > 1) or (isinstance(item, str) and len(item) > 24):
            yield value, key
        if isinstance(item, dict | list):
            yield from _places(item)


def without_largest(data: dict[str, Any], limit: int) -> dict[str, Any]:
    """Return data without its largest values, so that it takes at most ``limit`` bytes; their names are under
    ``other_aspects``.

    >>> without_largest({"a": 1, "b": ["x"] * 99}, 40)
    {'a': 1, 'other_aspects': ['b']}
    """
    kept, left = dict(data), []
    for name in sorted(data, key=lambda name: size_of(data[name]), reverse=True):
        if size_of(kept) > limit:
            left.append(name)
            del kept[name]
    return {**kept, "other_aspects": sorted(left)} if left else kept
