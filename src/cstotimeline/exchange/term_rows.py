"""Terms from rows: a table with one term a row becomes events, or tells all that is wrong with it at once."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import attrs

from cstotimeline.core.errors import DateError, EventError, Fault, LogError, one_of, shown
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.exchange.quick_terms import QuickTerms
from cstotimeline.exchange.row_sources import Table, read_table

_TRUE, _FALSE = ("1", "true", "yes", "acting"), ("", "0", "false", "no")
_OTHER = re.compile(r"[^a-z0-9]+")
_FIELDS = {"occurred": "start", "effective": "start", "until": "end"}


@attrs.frozen(kw_only=True)
class Rejected:
    """A row that is no term: where it stands, its values, and what is wrong with it."""

    where: str
    row: Mapping[str, Any]
    faults: tuple[Fault, ...]


@attrs.frozen(kw_only=True)
class TermColumns:
    """In which columns a table tells what, for :func:`read_terms`."""

    office: str
    office_from: str
    holder: str
    start: str
    end: str
    of: tuple[str, ...]
    ids: str
    acting: str
    note: str
    cited: Citation | str
    empty_end: PartialDate

    def check(self, table: Table) -> None:
        """Raise for a column that the table lacks, for all at once."""
        asked = {
            "office_from": self.office_from, "holder": self.holder, "start": self.start, "end": self.end,
            "ids": self.ids, "acting": self.acting, "note": self.note,
            "source": self.cited if isinstance(self.cited, str) else "",
        }  # fmt: skip
        named = [*asked.items(), *(("of", column) for column in self.of)]
        faults = [
            Fault(
                where=where,
                what=f"no such column, got {shown(name)}",
                remedy=f"name {one_of(name, table.columns)}",
            )
            for where, name in named
            if name and name not in table.columns
        ]
        if bool(self.office) is bool(self.office_from):
            what = "expected the name of the office, or the column that has it"
            faults.append(Fault(where="office", what=what, remedy="give office= or office_from="))
        if faults:
            raise LogError(faults)

    def term(self, row: Mapping[str, Any], name: str) -> TermHeld:
        """Return the term of a row, under an id.

        Raises:
            EventError: what is wrong with the row; each fault is at its column.
        """
        faults: list[Fault] = []
        start = _date(row, self.start, PartialDate.UNKNOWN, faults)
        until = _date(row, self.end, self.empty_end, faults) if self.end else self.empty_end
        if start.is_unknown and not any(fault.where == self.start for fault in faults):
            what = f"expected the first day of the term, got {shown(_text(row, self.start))}"
            faults.append(
                Fault(where=self.start, what=what, remedy="write the coarsest date that the source supports")
            )
        named = [
            (self.holder, "who held it"),
            *((column, "a text for each part of the key") for column in self.of),
        ]
        if self.office_from:
            named.append((self.office_from, "the name of the office"))
        for column, what in named:
            if not _text(row, column):
                faults.append(
                    Fault(
                        where=column, what=f"expected {what}, got ''", remedy="write it, or leave the row out"
                    )
                )
        sources = self._sources(row, faults)
        acting = _text(row, self.acting).casefold() if self.acting else ""
        if acting not in (*_TRUE, *_FALSE):
            what = f"expected true or false, got {shown(acting)}"
            faults.append(Fault(where=self.acting, what=what, remedy="write true for who acts, else false"))
        if faults:
            raise EventError(faults)
        try:
            return TermHeld(
                id=name,
                occurred=start,
                office=self.office or _text(row, self.office_from),
                key=tuple(_text(row, column) for column in self.of),
                holder=_text(row, self.holder),
                acting=acting in _TRUE,
                until=until,
                sources=sources,
                note=self.note_of(row, name),
            )
        except EventError as error:
            raise EventError(
                attrs.evolve(one, where=self._column(one.where)) for one in error.faults
            ) from None

    def name(self, row: Mapping[str, Any]) -> str:
        """Return a readable id for a row: of its own id, or of what it says."""
        if self.ids:
            return _slug(_text(row, self.ids))
        said = [self.office or _text(row, self.office_from), *(_text(row, column) for column in self.of)]
        return _slug(" ".join([*said, _text(row, self.holder), _text(row, self.start)])) or "term"

    def note_of(self, row: Mapping[str, Any], name: str) -> str:
        """Return the remark of a row, and its own id where the event has another."""
        note = _text(row, self.note) if self.note else ""
        own = _text(row, self.ids) if self.ids else ""
        return " ".join(
            part for part in (note, f"id in the table: {own}" if own not in ("", name) else "") if part
        )

    def _column(self, field: str) -> str:
        own: str = getattr(self, _FIELDS.get(field, field), "") or ""
        return own if field != "office" else self.office_from or field

    def sources_of(self, row: Mapping[str, Any]) -> tuple[Citation, ...]:
        """Return the sources of a row; none where its column names none."""
        return self._sources(row, [])

    def _sources(self, row: Mapping[str, Any], faults: list[Fault]) -> tuple[Citation, ...]:
        if isinstance(self.cited, Citation):
            return (self.cited,)
        text = _text(row, self.cited)
        address = text if text.startswith(("https://", "http://")) else ""
        publisher = (urlsplit(address).hostname or "") if address else text
        try:
            return (Citation(publisher=publisher, address=address),)
        except EventError:
            what = f"expected an address, or who published the page, got {shown(text)}"
            faults.append(Fault(where=self.cited, what=what, remedy="name the page that says so"))
            return ()


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
    quick = QuickTerms(columns, _slug, columns.sources_of)
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
        own = shown(_text(row, columns.ids))
        if not name:
            what, remedy = f"expected an id, got {own}", "give each row an id with letters or digits"
            raise EventError(Fault(where=columns.ids, what=what, remedy=remedy))
        if name in places:
            what = f"the row {places[name]} has this id as well, got {own}"
            raise EventError(Fault(where=columns.ids, what=what, remedy="give each row an id of its own"))
        return name
    number, made = 1, name
    while made in places:
        number += 1
        made = f"{name}-{number}"
    return made


def _text(row: Mapping[str, Any], column: str) -> str:
    """Return a value as text: days as ISO 8601 has them, whole numbers without a point, nothing as empty."""
    value = row.get(column)
    if value is None or value != value:  # noqa: PLR0124  not a number, no time
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _date(row: Mapping[str, Any], column: str, empty: PartialDate, faults: list[Fault]) -> PartialDate:
    text = _text(row, column)
    if text in ("", ".."):
        return PartialDate.OPEN if text else empty
    try:
        return PartialDate.parse(text)
    except DateError as error:
        faults += [attrs.evolve(fault, where=column) for fault in error.faults]
        return PartialDate.UNKNOWN


def _slug(text: str) -> str:
    """Return a text as a lower-case slug: letters without their accents, everything else as hyphens."""
    if text.isascii():
        return _OTHER.sub("-", text.lower()).strip("-")
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _OTHER.sub("-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def _lines(table: Table, bad: Iterable[Rejected]) -> Iterator[list[str]]:
    for one in bad:
        said = "\n".join(str(fault) for fault in one.faults)
        yield [*(_text(one.row, column) for column in table.columns), one.where, said]
    for fault in table.faults:
        yield [*([""] * len(table.columns)), fault.where, str(fault)]
