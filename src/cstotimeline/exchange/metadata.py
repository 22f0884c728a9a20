"""Metadata of tables: the stamp and what was asked, kept where a table or a file has room for it."""

from __future__ import annotations

import json
from typing import Any

from cstotimeline.core.errors import Fault, TableError

KEY = "cstotimeline"


def with_metadata(table: Any, metadata: dict[str, Any]) -> Any:
    """Return an Arrow table with the metadata of this library, beside the metadata that it has."""
    kept = dict(table.schema.metadata or {})
    kept[KEY.encode()] = json.dumps(metadata, ensure_ascii=False, sort_keys=True).encode()
    return table.replace_schema_metadata(kept)


def metadata_of(schema: Any) -> dict[str, Any] | None:
    """Return the metadata of this library that an Arrow schema carries; None where it carries none.

    Raises:
        TableError: the metadata is not what this library writes.
    """
    kept = dict(schema.metadata or {})
    found = kept.get(KEY.encode())
    if found is None and b"PANDAS_ATTRS" in kept:  # where pandas keeps the attributes of a frame
        attributes = _parsed(kept[b"PANDAS_ATTRS"])
        metadata = attributes.get(KEY)
        return metadata if isinstance(metadata, dict) else None
    return None if found is None else _parsed(found)


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        metadata = json.loads(text)
    except ValueError:
        metadata = None
    if not isinstance(metadata, dict):
        what, remedy = "the metadata of the file is not what this library writes", "write the file again"
        raise TableError(Fault(where="metadata", what=what, remedy=remedy))
    return metadata
