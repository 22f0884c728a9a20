"""JSON texts, read strictly: what is no JSON is refused, and so is a key that is used twice in one object."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NoReturn

from cstotimeline.core.errors import Fault, LogError, shown, some_of

MAX_LINE_CHARACTERS = 1_000_000
_NAMED = 20


def bounded(line: str) -> str:
    """Return ``line``.

    Raises:
        LogError: it is longer than any line may be.
    """
    if len(line) > MAX_LINE_CHARACTERS:
        what = f"expected at most {MAX_LINE_CHARACTERS} characters, got {len(line)}"
        raise LogError(Fault(where="line", what=what, remedy="split the record"))
    return line


def parse_json(text: str) -> Any:
    """Return the plain data that a JSON text writes.

    Raises:
        LogError: it is none, a key is used twice in one object, or a number that is no JSON.

    >>> parse_json('{"id": "a"}')
    {'id': 'a'}
    """
    try:
        return _READER.decode(text)
    except LogError:
        raise
    except (ValueError, RecursionError) as error:
        what = f"expected JSON, got {shown(text)} ({_reason(error)})"
        raise LogError(Fault(where="line", what=what, remedy="write one JSON object on the line")) from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        counted = Counter(key for key, _ in pairs)
        double = sorted(key for key, count in counted.items() if count > 1)
        names = [key if key.isprintable() and len(key) <= 60 else shown(key) for key in double]
        what = f"each key may be used once, got {some_of(names, _NAMED)} twice"
        raise LogError(Fault(where="line", what=what, remedy="remove one of the two"))
    return data


def _constant(name: str) -> NoReturn:
    raise LogError(Fault(where="line", what=f"{name} is no JSON", remedy="write a whole number"))


_READER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg.lower()
    return "nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"
