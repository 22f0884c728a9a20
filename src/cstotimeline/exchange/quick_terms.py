"""Quick terms: the terms of plain rows, which nearly all rows are, without looking at any value twice.

A row is plain where its values are texts, its dates are days or coarser dates, and nothing is wrong with it. Its term
is the one that :meth:`~cstotimeline.exchange.term_columns.TermColumns.term` makes; equal texts, keys and sources of
several rows are one object. What is not plain is left to that method, which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

from cstotimeline.core.codec.compiled_reader import slots_of
from cstotimeline.core.errors import DateError
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.coverage import LAST_DAY
from cstotimeline.core.events.field_types import fields_of
from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.exchange.term_columns import TermColumns, numbered, slug

Row = Mapping[str, Any]
_Sources = tuple[Citation, ...]


class QuickTerms:
    """Makes the terms of the plain rows of one table."""

    def __init__(self, columns: TermColumns) -> None:
        self._columns = columns
        self._dates: dict[str, tuple[PartialDate, str]] = {}
        self._keys: dict[Hashable, tuple[str, tuple[str, ...], str]] = {}
        self._holders: dict[str, tuple[str, str]] = {}
        self._sources: dict[str, _Sources] = {}
        self._shared = (columns.cited,) if isinstance(columns.cited, Citation) else ()
        self._cited = "" if self._shared else str(columns.cited)
        self._parts = (*columns.of, *filter(None, (columns.office_from,)))
        self._ends = {"": columns.empty_end, "..": PartialDate.OPEN}
        self._puts = slots_of(TermHeld)
        self._defaults = tuple(field.default for field in fields_of(TermHeld))

    def term(self, row: Row, taken: Collection[str]) -> TermHeld | None:
        """Return the term of a row under an id that is not ``taken``; None where the row is not plain."""
        columns, get = self._columns, row.get
        begun: Any = get(columns.start)
        who: Any = get(columns.holder)
        ended: Any = get(columns.end, "") if columns.end else ""
        parts: Any = (
            tuple(map(get, self._parts)) if len(self._parts) > 1 else self._parts and get(self._parts[0])
        )
        if not (type(begun) is type(who) is type(ended) is str):
            return None
        start = self._dates.get(begun) or self._date(begun)
        holder = self._holders.get(who) or self._holder(who)
        key = self._keys.get(parts) or self._key(parts)
        sources = self._shared or self._sources.get(get(self._cited, "")) or self._sources_of(row)
        if start is None or holder is None or key is None or not sources:
            return None
        until = self._ends.get(ended)
        if until is None:
            end = self._dates.get(ended) or self._date(ended)
            if (
                end is None
                or end[0].last_ordinal < start[0].first_ordinal
                or end[0].first_ordinal >= LAST_DAY
            ):
                return None
            until = end[0]
        if columns.acting and get(columns.acting) not in ("", "0", "false", "no"):
            return None
        name = self._name(row, key[2], holder[1], start[1], taken)
        if not name:
            return None
        has_note = columns.note or (columns.ids and row[columns.ids] != name)
        note = columns.note_of(row, name) if has_note else ""
        term: TermHeld = object.__new__(TermHeld)
        values = (
            name,
            start[0],
            sources,
            *self._defaults[3:9],
            note,
            key[0],
            key[1],
            holder[0],
            False,
            until,
        )
        for put, value in zip(self._puts, values, strict=True):
            put(term, value)
        return term

    def _name(self, row: Row, of: str, holder: str, start: str, taken: Collection[str]) -> str:
        ids = self._columns.ids
        if ids:
            own = row.get(ids)
            name = slug(own) if type(own) is str else ""
            return "" if name in taken else name
        name = f"{of}-{holder}-{start}" if of and holder else "-".join(filter(None, (of, holder, start)))
        return numbered(name, taken)

    def _date(self, text: str) -> tuple[PartialDate, str] | None:
        """Return a date without a time of day, and its part of an id."""
        try:
            date = PartialDate.parse(text.strip())
        except DateError:
            return None
        if not date.is_date or date.clock is not None:
            return None
        found = self._dates[text] = (date, slug(date.text))
        return found

    def _holder(self, text: str) -> tuple[str, str] | None:
        name = text.strip()
        if not name:
            return None
        found = self._holders[text] = (name, slug(name))
        return found

    def _key(self, given: Any) -> tuple[str, tuple[str, ...], str] | None:
        """Return the office, the key, and what both are in an id."""
        parts: tuple[Any, ...] = given if type(given) is tuple else (given,)
        if not all(type(part) is str and part.strip() for part in parts):
            return None
        texts = [part.strip() for part in parts]
        office = texts.pop() if self._columns.office_from else self._columns.office
        named = "-".join(filter(None, map(slug, (office, *texts))))
        found = self._keys[given] = (office, tuple(texts), named)
        return found

    def _sources_of(self, row: Row) -> _Sources:
        text = row.get(str(self._columns.cited))
        if type(text) is not str:
            return ()
        found = self._sources.get(text)
        if found is None:
            found = self._sources[text] = self._columns.sources_of(row)
        return found
