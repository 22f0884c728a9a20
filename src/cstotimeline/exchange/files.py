"""Files of tables: CSV, Parquet and Arrow, written whole or not at all, with their metadata."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cstotimeline.core.errors import Fault, TableError, shown
from cstotimeline.exchange.libraries import arrow, library
from cstotimeline.exchange.metadata import metadata_of, with_metadata

BESIDE = ".stamp.json"
"""What the name of the file ends in that carries the stamp of a CSV file."""
MOST_BYTES = 4 << 30


def write(table: Any, path: Path) -> None:
    """Write an Arrow table to a file: by the end of its name as CSV (lists as JSON text), Parquet or Arrow.

    A CSV file has no room for metadata: its stamp goes to a file of the same name with ``.stamp.json`` at the end.

    Raises:
        TableError: a name that ends in none of ``.csv``, ``.parquet``, ``.arrow``.
    """
    put = _WRITERS.get(path.suffix.lower())
    if put is None:
        what = f"expected a name that ends in {', '.join(_WRITERS)}, got {shown(path.name)}"
        raise TableError(Fault(where="file", what=what, remedy="name the file so"))
    _whole(path, lambda part: put(table, part))
    if path.suffix.lower() == ".csv":
        metadata = json.dumps(metadata_of(table.schema) or {}, ensure_ascii=False, indent=1, sort_keys=True)
        beside = path.with_name(path.name + BESIDE)
        _whole(beside, lambda part: part.write_text(f"{metadata}\n", encoding="utf-8"))


def _whole(path: Path, put: Callable[[Path], object]) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        put(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _csv(table: Any, path: Path) -> None:
    pa = arrow()
    columns = {name: pa.array(texts_in(table[name]), pa.string()) for name in table.column_names}
    library("pyarrow.csv").write_csv(pa.table(columns), str(path))


def _parquet(table: Any, path: Path) -> None:
    library("pyarrow.parquet").write_table(table, str(path))


def _arrow(table: Any, path: Path) -> None:
    pa = arrow()
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


_WRITERS: dict[str, Callable[[Any, Path], None]] = {".csv": _csv, ".parquet": _parquet, ".arrow": _arrow}


def texts_in(column: Any) -> list[str | None]:
    """Return the cells of an Arrow column as texts, None for null."""
    return [cell_text(cell) for cell in column.to_pylist()]


def cell_text(cell: Any) -> str | None:
    """Return a cell as text, as CSV has it; None for null and for an empty text.

    >>> cell_text(True), cell_text(["a"]), cell_text(date(2004, 6, 18))
    ('true', '["a"]', '2004-06-18')
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat().replace("+00:00", "Z")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, list):
        return json.dumps(cell, ensure_ascii=False)
    return str(cell)


def read(path: Path) -> tuple[Any, dict[str, Any]]:
    """Return the table of a file that carries a stamp, and its metadata.

    Raises:
        TableError: no such file, no table, or a file that carries no stamp.
    """
    suffix = path.suffix.lower()
    if suffix not in _WRITERS or not path.is_file():
        what = f"expected a file whose name ends in {', '.join(_WRITERS)}, got {shown(str(path))}"
        raise TableError(Fault(where="file", what=what, remedy="name one that this library wrote"))
    if path.stat().st_size > MOST_BYTES:
        what = f"expected at most {MOST_BYTES:,} bytes, got {path.stat().st_size:,}"
        raise TableError(Fault(where=path.name, what=what, remedy="check a part of the rows"))
    pa = arrow()
    try:
        table = _READERS[suffix](path)
    except (pa.ArrowException, OSError, ValueError) as error:
        what = f"the file cannot be read ({shown(str(error).splitlines()[0], 100)})"
        raise TableError(Fault(where=path.name, what=what, remedy="write it again")) from None
    metadata = metadata_of(table.schema)
    if not metadata or not isinstance(metadata.get("stamp"), str) or not metadata["stamp"]:
        what = "the file carries no stamp"
        remedy = "write it with cstotimeline export, or from a table that history.annotate returned"
        raise TableError(Fault(where=path.name, what=what, remedy=remedy))
    return table, metadata


def _read_csv(path: Path) -> Any:
    csv = library("pyarrow.csv")
    beside = path.with_name(path.name + BESIDE)
    metadata = json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
    with path.open(encoding="utf-8", newline="") as file:
        header: list[str] = next(library("csv").reader(file), [])
    pa = arrow()
    options = csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True)
    parsing = csv.ParseOptions(newlines_in_values=True)
    return with_metadata(csv.read_csv(str(path), convert_options=options, parse_options=parsing), metadata)


def _read_parquet(path: Path) -> Any:
    return library("pyarrow.parquet").read_table(str(path))


def _read_arrow(path: Path) -> Any:
    pa = arrow()
    with pa.OSFile(str(path), "rb") as file:
        return pa.ipc.open_file(file).read_all()


_READERS: dict[str, Callable[[Path], Any]] = {
    ".csv": _read_csv,
    ".parquet": _read_parquet,
    ".arrow": _read_arrow,
}
