"""SQL of a history: an aspect as a ``CASE`` expression on a column of days, and as a range join."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import attrs

from cstotimeline.core.errors import Fault, TableError, shown
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.exchange.columns import Companions
from cstotimeline.exchange.dialects import Dialect, DialectName
from cstotimeline.exchange.wanted import Wanted, wanted

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline
    from cstotimeline.core.temporal.points import When

Part = Literal["label", "certain", "covered"]
_SUFFIX = {"label": "", "certain": "_certain", "covered": "_covered"}


@attrs.frozen(kw_only=True)
class Piece:
    """A run of days over which a value stays the same: from ``first`` (None: from the first day of all)."""

    first: date | None
    value: Any


@attrs.frozen(kw_only=True, eq=False)
class Pieces:
    """The values of one column by key: for each key its spellings, and pieces that cover all days."""

    keyed: bool
    by_key: Sequence[tuple[Hashable, tuple[str, ...], Sequence[Piece]]]


Values = dict[str, Pieces]


def pieces_of(one: Wanted, companions: Companions, known: Any, recorded: Any) -> Values:
    """Return the values of the columns of one aspect, by the suffix of their names."""
    asked = one.questions(known, recorded)
    questions = [(key, asked.spellings(key), asked[key]) for key in asked] if one.keyed else [("", (), asked)]
    makers = companions.makers(one.sort)
    answers: list[Any] = []
    moments: list[tuple[Any, QueryTime]] = []
    spans: list[tuple[Hashable, tuple[str, ...], list[date | None], int]] = []
    for key, spellings, question in questions:
        points = [point for point in question.points if 1 < point <= date.max.toordinal()]
        days = [None, *map(date.fromordinal, points)]
        spans.append((key, spellings, days, len(answers)))
        for day in days:
            moment = QueryTime.of(day or date.min)
            answers.append(question.at(moment))
            moments.append((question, moment))
    found: Values = {}
    for suffix, maker in makers.items():
        values = maker.make(answers, moments)
        found[suffix] = Pieces(
            keyed=one.keyed,
            by_key=[
                (key, spellings, _merged(days, values[at : at + len(days)]))
                for key, spellings, days, at in spans
            ],
        )
    return found


def _merged(days: Sequence[date | None], values: Sequence[Any]) -> list[Piece]:
    found: list[Piece] = []
    for day, value in zip(days, values, strict=True):
        if not found or found[-1].value != value:
            found.append(Piece(first=day, value=value))
    return found


def case(pieces: Pieces, day: str, key: str, dialect: Dialect) -> str:
    """Return a ``CASE`` expression; ``day`` and ``key`` are expressions, written already."""
    if not pieces.keyed:
        return _by_day(pieces.by_key[0][2], day, dialect)
    arms = [
        f"WHEN {_is_key(name, spellings, key, dialect)} THEN {_by_day(found, day, dialect)}"
        for name, spellings, found in pieces.by_key
    ]
    return f"CASE {' '.join(arms)} END" if arms else "NULL"


def _by_day(pieces: Sequence[Piece], day: str, dialect: Dialect) -> str:
    arms = [f"WHEN {day} IS NULL THEN NULL"]
    for piece, after in pairwise(pieces):
        arms.append(f"WHEN {day} < {_day(after.first)} THEN {dialect.literal(piece.value)}")
    return f"CASE {' '.join(arms)} ELSE {dialect.literal(pieces[-1].value)} END"


def _day(day: date | None) -> str:
    return f"'{(day or date.min).isoformat()}'"


def _is_key(name: Hashable, spellings: Sequence[str], key: str, dialect: Dialect) -> str:
    if isinstance(name, int) and not isinstance(name, bool):
        return f"{key} = {name}"
    if not isinstance(name, str):
        what = f"expected keys of text or whole numbers, got {shown(name)}"
        raise TableError(Fault(where="sql", what=what, remedy="use history.annotate"))
    if not spellings:
        return f"{key} = {dialect.text(name)}"
    return f"lower(trim({key})) IN ({', '.join(map(dialect.text, spellings))})"


def _one(timeline: Timeline, aspect: Any, key: str | None) -> Wanted:
    (one,) = wanted(timeline, [aspect])
    one.demand_key(key, "sql")
    return one


def sql(
    timeline: Timeline,
    aspect: Any,
    *,
    on: str,
    key: str | None,
    known: When | None,
    recorded: When | None,
    part: Part,
    dialect: DialectName,
) -> str:
    """Return an aspect as a ``CASE`` expression; see :meth:`Timeline.sql`."""
    if part not in _SUFFIX:
        what = f"expected label, certain or covered, got {shown(part)}"
        raise TableError(Fault(where="part", what=what, remedy="name one of them"))
    one = _one(timeline, aspect, key)
    written = Dialect(dialect)
    found = pieces_of(one, Companions(), known, recorded)[_SUFFIX[part]]
    return case(found, written.identifier(on), written.identifier(key) if key else "", written)


def sql_join(
    timeline: Timeline,
    aspect: Any,
    *,
    table: str,
    on: str,
    key: str | None,
    known: When | None,
    recorded: When | None,
    dialect: DialectName,
) -> str:
    """Return a range join of a table with the spells of an aspect; see :meth:`Timeline.sql_join`."""
    one = _one(timeline, aspect, key)
    written = Dialect(dialect)
    name = written.identifier
    found = pieces_of(one, Companions(), known, recorded)
    rows = _rows(found) or [("", None, None, (None, None, None))]
    outputs = [name(f"{one.column}{suffix}") for suffix in _SUFFIX.values()]
    names = ["spell_key", "spell_first", "spell_after", *outputs]
    spells = [[*map(written.literal, (*ends, *values))] for *ends, values in rows]
    spells[0] = [f"{item} AS {column}" for item, column in zip(spells[0], names, strict=True)]
    listed = " UNION ALL ".join(f"SELECT {', '.join(items)}" for items in spells)
    day = f"rows_given.{name(on)}"
    conditions = [
        f"(spells.spell_first IS NULL OR {day} >= spells.spell_first)",
        f"(spells.spell_after IS NULL OR {day} < spells.spell_after)",
        f"{day} IS NOT NULL",
    ]
    if one.keyed:
        own = _canonical(found[""], f"rows_given.{name(str(key))}", written)
        conditions.insert(0, f"spells.spell_key = {own}")
    added = ", ".join(f"spells.{output}" for output in outputs)
    query = f"SELECT rows_given.*, {added} FROM {name(table)} AS rows_given"  # noqa: S608  written by Dialect
    return f"{query} LEFT JOIN ({listed}) AS spells ON {' AND '.join(conditions)}"


def _canonical(pieces: Pieces, key: str, dialect: Dialect) -> str:
    """Return an expression for the key that a spelling means."""
    arms = [
        f"WHEN {_is_key(name, spellings, key, dialect)} THEN {dialect.literal(name)}"
        for name, spellings, _ in pieces.by_key
        if spellings
    ]
    return f"CASE {' '.join(arms)} ELSE {key} END" if arms else key


def _rows(found: Values) -> list[tuple[Hashable, date | None, date | None, tuple[Any, ...]]]:
    rows: list[tuple[Hashable, date | None, date | None, tuple[Any, ...]]] = []
    columns = [found[suffix].by_key for suffix in _SUFFIX.values()]
    for (key, _, labels), (_, _, certain), (_, _, covered) in zip(*columns, strict=True):
        parts = (labels, certain, covered)
        starts = sorted({piece.first or date.min for part in parts for piece in part})
        for first, after in zip(starts, [*starts[1:], None], strict=True):
            values = tuple(_value_on(part, first) for part in parts)
            rows.append((key, None if first == date.min else first, after, values))
    return rows


def _value_on(pieces: Sequence[Piece], day: date) -> Any:
    return next(piece.value for piece in reversed(pieces) if piece.first is None or piece.first <= day)
