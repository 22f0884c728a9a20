"""Columns of terms: in which columns a table tells what, and the term that a row comes to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

import attrs

from cstotimeline.core.errors import DateError, EventError, Fault, LogError, one_of, shown
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.exchange.row_sources import Table

_TRUE, _FALSE = ("1", "true", "yes", "acting"), ("", "0", "false", "no")
_OTHER = re.compile(r"[^a-z0-9]+")
_FIELDS = {"occurred": "start", "effective": "start", "until": "end"}


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
            what = f"expected the first day of the term, got {shown(text_in(row, self.start))}"
            remedy = "write the coarsest date that the source supports"
            faults.append(Fault(where=self.start, what=what, remedy=remedy))
        named = [
            (self.holder, "who held it"),
            *((column, "a text for each part of the key") for column in self.of),
        ]
        if self.office_from:
            named.append((self.office_from, "the name of the office"))
        faults.extend(
            Fault(where=column, what=f"expected {what}, got ''", remedy="write it, or leave the row out")
            for column, what in named
            if not text_in(row, column)
        )
        sources = self._sources(row, faults)
        acting = text_in(row, self.acting).casefold() if self.acting else ""
        if acting not in (*_TRUE, *_FALSE):
            what = f"expected true or false, got {shown(acting)}"
            faults.append(Fault(where=self.acting, what=what, remedy="write true for who acts, else false"))
        if faults:
            raise EventError(faults)
        try:
            return TermHeld(
                id=name,
                occurred=start,
                office=self.office or text_in(row, self.office_from),
                key=tuple(text_in(row, column) for column in self.of),
                holder=text_in(row, self.holder),
                acting=acting in _TRUE,
                until=until,
                sources=sources,
                note=self.note_of(row, name),
            )
        except EventError as error:
            faults.extend(attrs.evolve(one, where=self._column(one.where)) for one in error.faults)
            raise EventError(faults) from None

    def name(self, row: Mapping[str, Any]) -> str:
        """Return a readable id for a row: of its own id, or of what it says."""
        if self.ids:
            return slug(text_in(row, self.ids))
        said = [self.office or text_in(row, self.office_from), *(text_in(row, column) for column in self.of)]
        return slug(" ".join([*said, text_in(row, self.holder), text_in(row, self.start)])) or "term"

    def note_of(self, row: Mapping[str, Any], name: str) -> str:
        """Return the remark of a row, and its own id where the event has another."""
        note = text_in(row, self.note) if self.note else ""
        own = text_in(row, self.ids) if self.ids else ""
        told = f"id in the table: {own}" if own not in ("", name) else ""
        return f"{note} {told}".strip()

    def _column(self, field: str) -> str:
        own: str = getattr(self, _FIELDS.get(field, field), "") or ""
        return own if field != "office" else self.office_from or field

    def sources_of(self, row: Mapping[str, Any]) -> tuple[Citation, ...]:
        """Return the sources of a row; none where its column names none."""
        return self._sources(row, [])

    def _sources(self, row: Mapping[str, Any], faults: list[Fault]) -> tuple[Citation, ...]:
        if isinstance(self.cited, Citation):
            return (self.cited,)
        text = text_in(row, self.cited)
        address = text if text.startswith(("https://", "http://")) else ""
        publisher = (urlsplit(address).hostname or "") if address else text
        try:
            return (Citation(publisher=publisher, address=address),)
        except EventError:
            what = f"expected an address, or who published the page, got {shown(text)}"
            faults.append(Fault(where=self.cited, what=what, remedy="name the page that says so"))
            return ()


def text_in(row: Mapping[str, Any], column: str) -> str:
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
    text = text_in(row, column)
    if text in ("", ".."):
        return PartialDate.OPEN if text else empty
    try:
        return PartialDate.parse(text)
    except DateError as error:
        faults += [attrs.evolve(fault, where=column) for fault in error.faults]
        return PartialDate.UNKNOWN


def numbered(name: str, taken: Container[str]) -> str:
    """Return an id that is not ``taken``: a name, with a number behind it where it is.

    >>> numbered("a", {"a", "a-2"})
    'a-3'
    """
    made, number = name, 1
    while made in taken:
        number += 1
        made = f"{name}-{number}"
    return made


def slug(text: str) -> str:
    """Return a text as a lower-case slug: letters without their accents, everything else as hyphens."""
    if text.isascii():
        return _OTHER.sub("-", text.lower()).strip("-")
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _OTHER.sub("-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
