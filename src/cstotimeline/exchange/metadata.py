"""Metadata of tables: the stamp and what was asked, kept where a table or a file has room for it."""

from __future__ import annotations

import json
from typing import Any

from cstotimeline.core.errors import Fault, TableError

KEY = "cstotimeline"


def with_metadata(table: Any, said: dict[str, Any]) -> Any:
    """Return an Arrow table that carries what stands behind it, beside the metadata that it has."""
    kept = dict(table.schema.metadata or {})
    kept[KEY.encode()] = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return table.replace_schema_metadata(kept)


def metadata_of(schema: Any) -> dict[str, Any] | None:
    """Return what a table carries, given its Arrow schema; None where it carries nothing.

    Raises:
        TableError: what it carries is not what this library writes.
    """
    kept = dict(schema.metadata or {})
    found = kept.get(KEY.encode())
    if found is None and b"PANDAS_ATTRS" in kept:  # where pandas keeps the attributes of a frame
        attributes = _parsed(kept[b"PANDAS_ATTRS"])
        said = attributes.get(KEY)
        return said if isinstance(said, dict) else None
    return None if found is None else _parsed(found)


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        what, remedy = "the metadata of the file is not what this library writes", "write the file again"
        raise TableError(Fault(where="metadata", what=what, remedy=remedy))
    return said
