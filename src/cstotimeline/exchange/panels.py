"""Panels: one row for each key and year or month, and for each pair of keys, as statistics on states have them.

Source: Correlates of War, Intergovernmental Organizations, version 3: the codes of membership.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import attrs

from cstotimeline.core.errors import Fault, TableError, shown
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.exchange.columns import as_text
from cstotimeline.exchange.tables import Row, made, whole_period

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline

By = Literal["year", "month"]
FULL, ASSOCIATE, OBSERVER, NONE, NOT_IN_EXISTENCE, NO_DATA = 1, 2, 3, 0, -1, -9
CODES: Mapping[str, int] = {
    "member": FULL,
    "associate member": ASSOCIATE,
    "partner": ASSOCIATE,
    "observer": OBSERVER,
    "not yet existing": NOT_IN_EXISTENCE,
    "no data": NO_DATA,
}
"""The code of each status; any other is none: a state whose membership is suspended is not among the members."""

MOST_ROWS = 5_000_000
_PERIOD = {"year": "count", "month": "count"}
PANEL = {
    "key": "text",
    "number": "count",
    **_PERIOD,
    "status": "text",
    "code": "count",
    "certain": "truth",
    "covered": "truth",
    "days_fewest": "count",
    "days_most": "count",
}
DYADS = {
    **dict.fromkeys(("key_1", "key_2"), "text"),
    **dict.fromkeys(("number_1", "number_2"), "count"),
    **_PERIOD,
    "code_1": "count",
    "code_2": "count",
    "certain": "truth",
    "days_fewest": "count",
    "days_most": "count",
}
_STRENGTH = {FULL: 5, ASSOCIATE: 4, OBSERVER: 3, NONE: 2, NOT_IN_EXISTENCE: 1, NO_DATA: 0}


@attrs.frozen
class Span:
    """A run of days, as ordinals, with what is said of a key: its code, and whether it surely is, or may be, full."""

    first: int
    last: int
    status: str
    code: int
    certain: bool
    covered: bool
    surely_full: bool
    possibly_full: bool


def panel(
    timeline: Timeline,
    aspect: str,
    *,
    during: str,
    by: By,
    dyads: bool,
    numbers: Mapping[str, int] | None,
) -> Any:
    """Return a row for each key and year or month, or for each pair of keys; see :meth:`Timeline.panel`."""
    asked = timeline[aspect]
    if not isinstance(asked, Questions) or not all(isinstance(asked[key], OfficeQuestion) for key in asked):
        what = f"expected an aspect with keys and statuses, got {shown(aspect)}"
        raise TableError(Fault(where="panel", what=what, remedy="name one such as membership"))
    if by not in ("year", "month"):
        raise TableError(
            Fault(where="by", what=f"expected year or month, got {shown(by)}", remedy="name one of them")
        )
    periods = list(_periods(during, by))
    keys = list(asked)
    rows = len(periods) * (len(keys) * (len(keys) - 1) // 2 if dyads else len(keys))
    if rows > MOST_ROWS:
        what = f"expected at most {MOST_ROWS:,} rows, got {rows:,}"
        raise TableError(Fault(where="panel", what=what, remedy="ask for a shorter period"))
    whole = f"{date.fromordinal(periods[0][0])}/{date.fromordinal(periods[-1][1])}"
    spans = {key: list(_spans(asked[key], whole)) for key in keys}
    known = numbers or {}
    found = _dyad_rows(spans, periods, by, known) if dyads else _rows(spans, periods, by, known)
    options = {"aspect": aspect, "during": during, "by": by, "dyads": dyads}
    return made(timeline, "panel", DYADS if dyads else PANEL, found, options=options)


def _periods(during: str, by: By) -> Iterator[tuple[int, int]]:
    """Yield the first and the last day of each year or month of a period, whole ones."""
    first, last = map(date.fromordinal, whole_period(during, "during"))
    for year in range(first.year, last.year + 1):
        if by == "year":
            yield date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            continue
        for month in range(1, 13):
            if (first.year, first.month) <= (year, month) <= (last.year, last.month):
                _, days = monthrange(year, month)
                yield date(year, month, 1).toordinal(), date(year, month, days).toordinal()


def _spans(question: OfficeQuestion, during: str) -> Iterator[Span]:
    full = {status for status, code in CODES.items() if code == FULL}
    for one in question.during(during):
        spell: Any = one.spell
        labels = {one.label, *one.alternatives}
        bounded = one.certain or (one.covered and bool(one.alternatives) and not one.gave_up)
        yield Span(
            spell.start.first_ordinal,
            spell.end.last_ordinal,
            one.label,
            CODES.get(one.label, NONE),
            one.certain,
            one.covered,
            bounded and labels <= full,
            not bounded or bool(labels & full),
        )


def _within(spans: Sequence[Span], first: int, last: int) -> list[Span]:
    return [
        attrs.evolve(span, first=max(span.first, first), last=min(span.last, last))
        for span in spans
        if span.first <= last and span.last >= first
    ]


def _fullest(spans: Sequence[Span]) -> int:
    return max((span.code for span in spans), key=lambda code: _STRENGTH.get(code, 2))


def _days(spans: Sequence[Span]) -> tuple[int, int]:
    lengths = [(span, span.last - span.first + 1) for span in spans]
    surely = sum(length for span, length in lengths if span.surely_full)
    return surely, sum(length for span, length in lengths if span.possibly_full)


def _period_cells(first: int, by: By) -> Row:
    day = date.fromordinal(first)
    return {"year": day.year, "month": day.month if by == "month" else None}


Spans = Mapping[Any, Sequence[Span]]
Periods = Sequence[tuple[int, int]]


def _rows(spans: Spans, periods: Periods, by: By, numbers: Mapping[str, int]) -> Iterator[Row]:
    for key, every in spans.items():
        for first, last in periods:
            some = _within(every, first, last)
            fewest, most = _days(some)
            yield {
                "key": as_text(key),
                "number": numbers.get(key),
                **_period_cells(first, by),
                "status": some[-1].status,
                "code": _fullest(some),
                "certain": all(span.certain for span in some),
                "covered": all(span.covered for span in some),
                "days_fewest": fewest,
                "days_most": most,
            }


def _dyad_rows(spans: Spans, periods: Periods, by: By, numbers: Mapping[str, int]) -> Iterator[Row]:
    for one, other in combinations(spans, 2):
        for first, last in periods:
            some, others = _within(spans[one], first, last), _within(spans[other], first, last)
            both = [_met(a, b) for a in some for b in others if a.first <= b.last and b.first <= a.last]
            fewest, most = _days(both)
            yield {
                "key_1": as_text(one),
                "key_2": as_text(other),
                "number_1": numbers.get(one),
                "number_2": numbers.get(other),
                **_period_cells(first, by),
                "code_1": _fullest(some),
                "code_2": _fullest(others),
                "certain": all(span.certain for span in both),
                "days_fewest": fewest,
                "days_most": most,
            }


def _met(one: Span, other: Span) -> Span:
    """Return the days that two spans share: full where both are."""
    return attrs.evolve(
        one,
        first=max(one.first, other.first),
        last=min(one.last, other.last),
        certain=one.certain and other.certain,
        covered=one.covered and other.covered,
        surely_full=one.surely_full and other.surely_full,
        possibly_full=one.possibly_full and other.possibly_full,
    )
