"""Rows: the rows of a table of any kind (CSV, Parquet, a data frame, Popolo JSON), each with its place."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, LogError, shown

Row = tuple[str, Mapping[str, Any]]
"""Where a row stands, such as ``mayors.csv:12``, and its values by column."""

_POPOLO = ("memberships", "persons")


@attrs.frozen(kw_only=True)
class Table:
    """A table that was read: its ``columns`` in order, its ``rows``, and the ``faults`` of lines that are no rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()


def read_table(source: Any, *, encoding: str = "utf-8", delimiter: str = "") -> Table:
    """Return the rows of a table.

    Arguments:
        source: the path of a file: ``.parquet``, Popolo JSON (``.json``), else text with a first line of columns; or
            a data frame (pandas, polars, Arrow, DuckDB and what else narwhals reads), or a list of mappings.
        encoding: of text files.
        delimiter: between the values of a line; by default a tab in a ``.tsv`` file, else a comma.

    Raises:
        LogError: no such kind of table, a file in another encoding, no line of columns, two columns of one name.
        OSError: the file cannot be read.
    """
    if isinstance(source, str | Path):
        path = Path(source)
        if path.suffix == ".parquet":
            return _of_frame(_library("pyarrow.parquet").read_table(path), path.name)
        text = _text(path, encoding)
        if path.suffix == ".json":
            return _of_popolo(text, path.name)
        return _of_lines(text, path.name, delimiter or ("\t" if path.suffix == ".tsv" else ","))
    if isinstance(source, Sequence) and all(type(row) is dict or isinstance(row, Mapping) for row in source):
        return _of_mappings(source)
    return _of_frame(source, "table")


def _text(path: Path, encoding: str) -> str:
    try:
        return path.read_bytes().decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        what = f"byte {error.start:,} is no {encoding} text, got {shown(error.object[error.start : error.start + 1])}"
        remedy = "name the encoding of the file, such as latin-1 or cp1251"
        raise LogError(Fault(where=path.name, what=what, remedy=remedy)) from None
    except LookupError:
        what = f"no such encoding, got {shown(encoding)}"
        raise LogError(
            Fault(where="encoding", what=what, remedy="name one such as utf-8 or latin-1")
        ) from None


def _of_lines(text: str, name: str, delimiter: str) -> Table:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    faults: list[Fault] = []
    try:
        columns = _named(next(reader, []), name)
        for values in reader:
            where = f"{name}:{reader.line_num}"
            if len(values) == len(columns):
                rows.append((where, dict(zip(columns, values, strict=True))))
            elif values:
                what = f"expected {len(columns)} values, got {len(values)}"
                faults.append(Fault(where=where, what=what, remedy="quote values that hold the delimiter"))
    except csv.Error as error:
        where = f"{name}:{reader.line_num}"
        what = f"no line of values: {error}"
        raise LogError(Fault(where=where, what=what, remedy="mend the quotes of that line")) from None
    return Table(name=name, columns=columns, rows=tuple(rows), faults=tuple(faults))


def _named(columns: Sequence[str], name: str) -> tuple[str, ...]:
    found = tuple(column.strip() for column in columns)
    twice = sorted({column for column in found if found.count(column) > 1})
    if not found or twice:
        what = "expected a first line of columns"
        if twice:
            what = f"two columns have one name, got {shown(twice[0])}"
        raise LogError(Fault(where=f"{name}:1", what=what, remedy="name each column once in the first line"))
    return found


def _of_mappings(given: Sequence[Mapping[str, Any]]) -> Table:
    columns = tuple(dict.fromkeys(map(str, dict.fromkeys(chain.from_iterable(given)))))
    return Table(name="row", columns=columns, rows=tuple((f"row {n}", row) for n, row in enumerate(given, 1)))


def _of_frame(frame: Any, name: str) -> Table:
    narwhals = _library("narwhals")
    try:
        found = narwhals.from_native(frame)
    except TypeError:
        what = f"expected a path, a data frame or a list of mappings, got {shown(type(frame).__name__)}"
        remedy = "give a table that narwhals reads: pandas, polars, pyarrow, DuckDB"
        raise LogError(Fault(where="table", what=what, remedy=remedy)) from None
    found = found.collect() if hasattr(found, "collect") else found
    rows = tuple((f"{name} row {n}", row) for n, row in enumerate(found.iter_rows(named=True), 1))
    return Table(name=name, columns=tuple(found.columns), rows=rows)


def _library(module: str) -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        what = f"data frames and Parquet need {module.partition('.')[0]}, which is not installed"
        raise LogError(Fault(where="table", what=what, remedy="pip install 'cstotimeline[tables]'")) from None


def _of_popolo(text: str, name: str) -> Table:
    """Return the memberships of a Popolo file, with the names of persons, organizations and areas.

    A membership without dates of its own has those of its legislative period.

    Source:
        Popolo specification, class Membership.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        what = f"no JSON: {str(error).splitlines()[0]}"
        raise LogError(Fault(where=name, what=what, remedy="give a Popolo file")) from None
    if not isinstance(data, dict) or not all(isinstance(data.get(part), list) for part in _POPOLO):
        what = "expected an object with the lists persons and memberships"
        raise LogError(Fault(where=name, what=what, remedy="give a Popolo file"))
    by_id = {
        part: {str(one.get("id")): one for one in data.get(part, []) if isinstance(one, dict)}
        for part in ("persons", "organizations", "areas", "events", "posts")
    }
    rows = [
        (f"{name} membership {n}", _membership(one, by_id))
        for n, one in enumerate(data["memberships"], 1)
        if isinstance(one, dict)
    ]
    columns = tuple(dict.fromkeys(column for _, row in rows for column in row))
    return Table(name=name, columns=columns, rows=tuple(rows))


def _membership(one: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    def named(part: str, key: str) -> str:
        name = str(one.get(key) or "")
        found = by_id[part].get(name, {})
        return str(found.get("name") or found.get("label") or name)

    period = by_id["events"].get(str(one.get("legislative_period_id") or ""), {})
    return {
        "id": one.get("id") or "",
        "person": named("persons", "person_id"),
        "organization": named("organizations", "organization_id"),
        "party": named("organizations", "on_behalf_of_id"),
        "area": named("areas", "area_id"),
        "post": named("posts", "post_id"),
        "role": one.get("role") or "",
        "period": str(period.get("name") or ""),
        "start_date": one.get("start_date") or period.get("start_date") or "",
        "end_date": one.get("end_date") or period.get("end_date") or "",
    }
