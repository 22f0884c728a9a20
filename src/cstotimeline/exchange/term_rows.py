"""Terms from rows: a table with one term a row becomes events, or tells all that is wrong with it at once."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import attrs

from cstotimeline.core.errors import EventError, Fault, LogError, shown
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.exchange.quick_terms import QuickTerms
from cstotimeline.exchange.row_sources import Table, read_table
from cstotimeline.exchange.term_columns import TermColumns, numbered, text_in


@attrs.frozen(kw_only=True)
class Rejected:
    """A row that is no term: where it stands, its values, and what is wrong with it."""

    where: str
    row: Mapping[str, Any]
    faults: tuple[Fault, ...]


def read_terms(
    table: Any,
    office: str = "",
    *,
    office_from: str = "",
    holder: str = "holder",
    start: str = "start",
    end: str = "end",
    of: str | Sequence[str] = (),
    ids: str = "",
    acting: str = "",
    note: str = "",
    source: Citation | str,
    empty_end: Literal["unknown", "open"] = "unknown",
    faulty: Literal["refuse", "skip"] = "refuse",
    rejected: str | Path = "",
    encoding: str = "utf-8",
    delimiter: str = "",
) -> tuple[TermHeld, ...]:
    """Return the terms that a table tells, one a row: all of them, or an error with what is wrong in all rows.

    Arguments:
        table: a path (text with a line of columns, ``.parquet``, Popolo ``.json``), a data frame, or mappings.
        office: the office that all rows are about.
        office_from: instead of ``office``, the column that names it.
        holder: the column that says who.
        start: the column of the first day, in EDTF.
        end: the column of the last day, in EDTF; ``..`` where a term goes on. Empty: the table has none.
        of: the columns that together say which of several offices of that name, such as the house and the district.
        ids: the column of ids of the table's own; by default they are made of what a row says.
        acting: the column that says whether it was held for the time being.
        note: the column of remarks.
        source: the source of all rows, or the column that names it: an address, or who published it.
        empty_end: what an empty last day means: ``unknown``, or ``open`` for a term that goes on.
        faulty: whether faulty rows are refused, all others with them, or skipped.
        rejected: the path of a new CSV file to which rows that are skipped are written, with their faults.
        encoding: of a text file.
        delimiter: what stands between the values of a text file.

    Raises:
        LogError: faulty rows, with the place, column, value and remedy of each; a table that cannot be read.

    >>> rows = [
    ...     {"who": "Ann", "start": "1998-05", "end": "2002-06-03"},
    ...     {"who": "Bob", "start": "2002", "end": ""},
    ... ]
    >>> [
    ...     str(term.id)
    ...     for term in read_terms(rows, "mayor", holder="who", source=Citation(publisher="The town"))
    ... ]
    ['mayor-ann-1998-05', 'mayor-bob-2002']
    """
    with gc_paused():
        reading = terms_in(
            read_table(table, encoding=encoding, delimiter=delimiter),
            TermColumns(
                office=office,
                office_from=office_from,
                holder=holder,
                start=start,
                end=end,
                of=(of,) if isinstance(of, str) else tuple(of),
                ids=ids,
                acting=acting,
                note=note,
                cited=source,
                empty_end=PartialDate.OPEN if empty_end == "open" else PartialDate.UNKNOWN,
            ),
        )
    if (faulty == "skip") is not bool(rejected):
        what = f"expected faulty='skip' and rejected=PATH together, got {shown(faulty)} and {shown(str(rejected))}"
        raise LogError(
            Fault(where="rejected", what=what, remedy="name a new file for the rows that are skipped")
        )
    if not rejected:
        reading.demand_none_faulty()
    else:
        reading.write_rejected(Path(rejected))
    return reading.terms


@attrs.frozen(kw_only=True)
class TermReading:
    """What a table comes to: its ``terms``, and the rows that are ``rejected``."""

    table: Table
    terms: tuple[TermHeld, ...]
    rejected: tuple[Rejected, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return everything that is wrong with the table, in the order of its rows."""
        return (*self.table.faults, *(fault for one in self.rejected for fault in one.faults))

    def demand_none_faulty(self) -> None:
        """Raise where a row is faulty."""
        if self.faults:
            raise LogError(self.faults)

    def write_rejected(self, path: Path) -> None:
        """Write the faulty rows to a new file, with where they stand and what is wrong with them.

        Raises:
            LogError: the file exists already.
        """
        try:
            with path.open("x", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([*self.table.columns, "row", "faults"])
                writer.writerows(_lines(self.table, self.rejected))
        except FileExistsError:
            what = f"this file exists already, got {shown(path.name)}"
            raise LogError(Fault(where="rejected", what=what, remedy="name a new file")) from None


def terms_in(table: Table, columns: TermColumns) -> TermReading:
    """Return what a table comes to.

    Raises:
        LogError: the table lacks a column.
    """
    columns.check(table)
    found, bad = _terms(table, columns)
    return TermReading(table=table, terms=tuple(found), rejected=tuple(bad))


def _terms(table: Table, columns: TermColumns) -> tuple[list[TermHeld], list[Rejected]]:
    found: dict[str, TermHeld] = {}
    bad: list[Rejected] = []
    places: dict[str, str] = {}
    quick = QuickTerms(columns)
    for where, row in table.rows:
        term = quick.term(row, places)
        if term is not None:
            found[term.id] = term
            places[term.id] = where
            continue
        name = columns.name(row)
        try:
            name = _unique(name, places, row, columns)
            found[name] = columns.term(row, name)
            places[name] = where
        except EventError as error:
            faults = tuple(attrs.evolve(one, where=f"{where} {one.where}".strip()) for one in error.faults)
            bad.append(Rejected(where=where, row=row, faults=faults))
    return list(found.values()), bad


def _unique(name: str, places: Mapping[str, str], row: Mapping[str, Any], columns: TermColumns) -> str:
    """Return an id that no row before has: one made up gets a number; two rows with one id of their own are a fault."""
    if columns.ids:
        own = shown(text_in(row, columns.ids))
        if not name:
            what, remedy = f"expected an id, got {own}", "give each row an id with letters or digits"
            raise EventError(Fault(where=columns.ids, what=what, remedy=remedy))
        if name in places:
            what = f"the row {places[name]} has this id as well, got {own}"
            raise EventError(Fault(where=columns.ids, what=what, remedy="give each row an id of its own"))
        return name
    return numbered(name, places)


def _lines(table: Table, bad: Iterable[Rejected]) -> Iterator[list[str]]:
    for one in bad:
        said = "\n".join(str(fault) for fault in one.faults)
        yield [*(text_in(one.row, column) for column in table.columns), one.where, said]
    for fault in table.faults:
        yield [*([""] * len(table.columns)), fault.where, str(fault)]
