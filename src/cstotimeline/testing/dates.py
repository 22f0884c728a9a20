"""Strategies for dates and periods: every value is valid by construction, nothing is filtered out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal, TypeVar

import pendulum
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from cstotimeline.core.temporal.edtf import PartialDate, Precision
from cstotimeline.core.temporal.intervals import Period

Span = tuple[date, date]
"""A first and a last day, both included."""

Form = Literal["date", "date/date", "date/..", "date/", "../date", "/date"]
"""How a period is written: one date, two, or one with an open or an unknown end."""

PRECISIONS: tuple[Precision, ...] = (
    Precision.DAY,
    Precision.MONTH,
    Precision.YEAR,
    Precision.SECOND,
    Precision.DECADE,
    Precision.CENTURY,
    Precision.MILLENNIUM,
    Precision.SET,
)
QUALIFIERS = ("", "?", "~", "%")
FORMS: tuple[Form, ...] = ("date", "date/date", "date/..", "date/", "../date", "/date")

_MEMBERS = tuple(p for p in PRECISIONS if p not in (Precision.SECOND, Precision.SET))
"""What a date of a set or an end of a period may be."""

_YEARS = {Precision.YEAR: 1, Precision.DECADE: 10, Precision.CENTURY: 100, Precision.MILLENNIUM: 1000}
_Pin = TypeVar("_Pin", bound=str)


def days(*, earliest: date = date.min, latest: date = date.max) -> st.SearchStrategy[pendulum.Date]:
    """Return a strategy for civil days, what a question is asked for: from ``earliest`` to ``latest``, both included.

    It shrinks towards 2000-01-01.

    >>> from hypothesis import find
    >>> str(find(days(earliest=date(1992, 5, 15)), lambda day: True))
    '2000-01-01'
    """
    return st.dates(_plain(earliest), _plain(latest)).map(
        lambda day: pendulum.Date(day.year, day.month, day.day)
    )


def partial_dates(
    *,
    precision: Precision | Collection[Precision] | None = None,
    qualifier: str | Collection[str] | None = None,
    earliest: date = date.min,
    latest: date = date.max,
) -> st.SearchStrategy[PartialDate]:
    """Return a strategy for partial dates, never an open or unknown end.

    Every form that :class:`PartialDate` supports comes up: unspecified digits, qualifiers on the whole and on parts,
    sets, times of day with all spellings of an offset. All days that a date may mean lie from ``earliest`` to
    ``latest``, both included.
    ``precision`` and ``qualifier`` pin one or several; a time of day never has a qualifier.

    Raises:
        InvalidArgument: nothing is left: no month fits between the two days, a time of day is to be doubtful.

    >>> from hypothesis import find
    >>> found = find(partial_dates(precision=Precision.MONTH, qualifier="~"), lambda when: True)
    >>> found.precision.name, found.qualifier
    ('MONTH', '~')
    """
    marks = _pinned(qualifier, QUALIFIERS)
    bounds = _plain(earliest), _plain(latest)
    spans = {p: span for p in _pinned(precision, PRECISIONS) if (span := _whole(p, *bounds))}
    if "" not in marks:
        spans.pop(Precision.SECOND, None)
    if not spans or not marks:
        raise InvalidArgument(f"no date of {precision=} and {qualifier=} lies from {earliest} to {latest}")
    return _partial_dates(spans, marks)


@st.composite
def _partial_dates(draw: st.DrawFn, spans: dict[Precision, Span], marks: Sequence[str]) -> PartialDate:
    precision = draw(st.sampled_from(list(spans)))
    if precision is Precision.SET:
        return PartialDate.parse(draw(_sets(*spans[precision], draw(st.sampled_from(marks)))))
    day = draw(st.dates(*spans[precision]))
    return PartialDate.parse(_text(draw, day, precision, marks))


def ordinals_in(when: PartialDate) -> st.SearchStrategy[int]:
    """Return a strategy for the ordinals of the days that a date may mean, however many they are.

    >>> from hypothesis import find
    >>> find(ordinals_in(PartialDate.parse("[..1877]")), lambda ordinal: True)
    1
    """
    ordinals = when.ordinals
    return st.integers(0, len(ordinals) - 1).map(ordinals.__getitem__)


@st.composite
def _sets(draw: st.DrawFn, earliest: date, latest: date, mark: str) -> str:
    """Draw the text of a set whose days lie between two days; one of its dates has the ``mark``, where there is one."""

    def member() -> str:
        return _around(draw, draw(st.dates(earliest, latest)), earliest, latest, [""])

    members = [_with_marks(draw, member(), mark)] if mark else []
    members += [member() for _ in range(draw(st.integers(0, 2)))]
    if len(members) < 2 or draw(st.booleans()):
        members.append(draw(_ranges(earliest, latest)))
    return f"[{','.join(draw(st.permutations(members)))}]"


@st.composite
def _ranges(draw: st.DrawFn, earliest: date, latest: date) -> str:
    start = draw(st.dates(earliest, latest))
    end = draw(st.dates(start, latest))
    left, right = (_without_digits_left_out(draw, day, earliest, latest) for day in (start, end))
    open_ends = [
        form for form, is_open in (("right", latest == date.max), ("left", earliest == date.min)) if is_open
    ]
    form = draw(st.sampled_from(["closed", *open_ends]))
    return {"closed": f"{left}..{right}", "right": f"{left}..", "left": f"..{right}"}[form]


def _without_digits_left_out(draw: st.DrawFn, day: date, earliest: date, latest: date) -> str:
    """Draw a year, a month or a day, without any X, that has ``day`` in it and nothing out of bounds."""
    lengths = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
    fitting = [length for p, length in lengths.items() if _fits(day, p, earliest, latest)]
    return day.isoformat()[: draw(st.sampled_from(fitting))]


def periods(
    *,
    form: Form | Collection[Form] | None = None,
    earliest: date = date.min,
    latest: date = date.max,
) -> st.SearchStrategy[Period]:
    """Return a strategy for periods whose dates lie from ``earliest`` to ``latest``, both included.

    The end is never wholly before the start, yet may be coarser than it, as in ``2004-06-18/2004``.

    >>> from hypothesis import find
    >>> find(periods(form="date/.."), lambda period: True)
    Period('2000-01-01/..')
    """
    return _periods(_pinned(form, FORMS), _plain(earliest), _plain(latest))


@st.composite
def _periods(draw: st.DrawFn, forms: Sequence[Form], earliest: date, latest: date) -> Period:
    form = draw(st.sampled_from(forms))
    start, slash, end = form.partition("/")
    if start == "date":
        start = _around(draw, draw(st.dates(earliest, latest)), earliest, latest, QUALIFIERS)
        earliest_end = date.fromordinal(PartialDate.parse(start).first_ordinal)
    else:
        earliest_end = earliest
    if end == "date":
        end = _around(draw, draw(st.dates(earliest_end, latest)), earliest, latest, QUALIFIERS)
    return Period.parse(f"{start}{slash}{end}")


def _plain(day: date) -> date:
    """Return a ``datetime.date`` of a pendulum one: Hypothesis wants both bounds of one type."""
    return date.fromordinal(day.toordinal())


def _around(draw: st.DrawFn, day: date, earliest: date, latest: date, marks: Sequence[str]) -> str:
    """Draw the text of a date that may mean ``day`` and nothing out of bounds."""
    fitting = [p for p in _MEMBERS if _fits(day, p, earliest, latest)]
    return _text(draw, day, draw(st.sampled_from(fitting)), marks)


def _pinned(pin: _Pin | Collection[_Pin] | None, every: Sequence[_Pin]) -> list[_Pin]:
    if pin is None:
        return list(every)
    pins: list[_Pin] = [pin] if isinstance(pin, str) else list(pin)  # pyright: ignore[reportAssignmentType]
    if unknown := [p for p in pins if p not in every]:
        raise InvalidArgument(f"expected some of {[str(e) for e in every]}, got {[str(u) for u in unknown]}")
    return pins


def _unit(day: date, precision: Precision) -> Span:
    """Return the first and last day of the unit around ``day``."""
    if precision in (Precision.DAY, Precision.SECOND, Precision.SET):
        return day, day
    if precision is Precision.MONTH:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    years = _YEARS[precision]
    first = day.year // years * years
    return date(max(first, 1), 1, 1), date(first + years - 1, 12, 31)


def _fits(day: date, precision: Precision, earliest: date, latest: date) -> bool:
    first, last = _unit(day, precision)
    return earliest <= first and last <= latest and not _has_year_0(day, precision)


def _has_year_0(day: date, precision: Precision) -> bool:
    """Return whether the unit around ``day`` begins with the year 0000, which is not supported."""
    return day.year < _YEARS.get(precision, 1)


def _whole(precision: Precision, earliest: date, latest: date) -> Span | None:
    """Return the stretch within the bounds that whole units of ``precision`` fill; None where not one fits."""
    first, last = _unit(earliest, precision), _unit(latest, precision)
    start, end = first[0].toordinal(), last[1].toordinal()
    if first[0] < earliest or _has_year_0(earliest, precision):
        start = first[1].toordinal() + 1
    if last[1] > latest or _has_year_0(latest, precision):
        end = last[0].toordinal() - 1
    return (date.fromordinal(start), date.fromordinal(end)) if start <= end else None


def _text(draw: st.DrawFn, day: date, precision: Precision, marks: Sequence[str]) -> str:
    iso = day.isoformat()
    if precision is Precision.SECOND:
        return f"{iso}T{draw(_CLOCKS)}{draw(_OFFSETS)}"
    text = iso if precision is Precision.DAY else draw(st.sampled_from(_spellings(iso, precision)))
    return _with_marks(draw, text, draw(st.sampled_from(marks)))


def _with_marks(draw: st.DrawFn, text: str, mark: str) -> str:
    """Draw a spelling of a date that is qualified by ``mark``, on the whole or on parts of it."""
    if not mark or draw(st.booleans()):
        return text + mark
    parts = text.split("-")
    sides = draw(
        st.lists(st.sampled_from(["", "before", "behind"]), min_size=len(parts), max_size=len(parts))
    )
    if not any(sides):
        sides[-1] = "before"
    marked = [n for n, side in enumerate(sides) if side]
    each = dict.fromkeys(marked, mark)
    if mark == "%" and len(marked) > 1 and draw(st.booleans()):
        each |= {marked[0]: "?", marked[1]: "~"}
    said = [
        f"{each[n]}{part}" if side == "before" else f"{part}{each[n]}" if side else part
        for n, (part, side) in enumerate(zip(parts, sides, strict=True))
    ]
    return "-".join(said)


def _spellings(iso: str, precision: Precision) -> list[str]:
    """Return the texts of ``precision`` that may mean the day ``iso``, the plainest first."""
    year, month, day = iso.split("-")
    if precision is Precision.MONTH:
        return [f"{year}-{month}", *(f"{year}-{month}-{d}" for d in _masked(day))]
    if precision is Precision.YEAR:
        ends = ["", *(f"-{d}" for d in (day, *_masked(day)))]
        return [year, *(f"{year}-{m}{end}" for m in _masked(month) for end in ends)]
    kept = 4 - len(str(_YEARS[precision])) + 1
    return [year[:kept] + "X" * (4 - kept)]


def _masked(digits: str) -> tuple[str, str, str]:
    return "XX", f"{digits[0]}X", f"X{digits[1]}"


def _offset(minutes: int) -> str:
    """Return an offset as ISO 8601 writes it: never ``-00:00``."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


_CLOCKS = st.times().map(lambda clock: clock.replace(microsecond=0).isoformat())
_OFFSETS = st.one_of(
    st.sampled_from(["", "Z"]),
    st.integers(-14 * 60, 14 * 60).map(_offset),
    st.integers(-14, 14).map(lambda hours: _offset(hours * 60)[:3]),
)
