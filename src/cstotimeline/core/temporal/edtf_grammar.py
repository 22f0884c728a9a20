"""The grammar of single EDTF dates: what a text says of year, month, day and time, and the days that it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, time, timedelta, timezone
from enum import StrEnum
from functools import cache

from cstotimeline.core.errors import DateError, Fault, shown
from cstotimeline.core.temporal.day_spans import Spans, merged


class Precision(StrEnum):
    """How fine a date is. ``MILLENNIUM`` to ``YEAR`` come from digits written ``X`` or left out; a ``SET`` names
    several dates of which one is meant.
    """

    MILLENNIUM = "millennium"
    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    SECOND = "second"
    SET = "set"
    NONE = "none"


Reading = tuple[Precision, str, int, int, time | None, timezone | None]
"""What a text says: precision, qualifier, the ordinals of the first and the last day, time of day and its offset."""

_YEAR = r"[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX"
_DATE = re.compile(
    rf"(?P<year>{_YEAR})"
    r"(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?"
    r"(?:T(?P<clock>[0-9]{2}:[0-9]{2}:[0-9]{2})(?P<offset>Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?"
    r"(?P<mark>[?~%]?)"
)
_PARTS = re.compile(
    rf"([?~%]?)({_YEAR})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
)
_ONE = rf"[?~%]?(?:{_YEAR})[?~%]?(?:-[?~%]?[0-9X]{{2}}[?~%]?(?:-[?~%]?[0-9X]{{2}}[?~%]?)?)?"
_MEMBER = (
    rf"(?:{_ONE}(?:\.\.(?:{_ONE})?)?|\.\.{_ONE})"  # one way to match, so that a long text takes no longer
)
DATE_PATTERN = (
    rf"{_ONE}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}(?::[0-9]{{2}}){{2}}(?:Z|[+-][0-9]{{2}}(?::[0-9]{{2}})?)?"
    rf"|\[{_MEMBER}(?:,{_MEMBER})*\]"
)
"""A regular expression, without anchors, for the shape of a date or a set of dates; every date that is read has it."""

REMEDY = "write a date such as 2004, 2004-06, 2004-06-18, 2004?, 200X or 2004-06-XX"
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def refused(text: object, what: str, remedy: str = REMEDY) -> DateError:
    """Return the error of a text that is no date: what is wrong with it, the text, and what to write."""
    return DateError(Fault(where="date", what=f"{what}, got {shown(text)}", remedy=remedy))


def unsupported(text: str) -> DateError:
    """Return the error of a text that has not the form of a supported date, by the name of its form."""
    from cstotimeline.core.temporal.edtf_unsupported import refusal  # needed for refusals alone

    return refused(text, *refusal(text, REMEDY))


def read_date(text: str) -> Reading:
    """Return what a text says that is no set.

    Raises:
        DateError: the text is not of the supported scope, or no such day exists.

    >>> read_date("2004-06-~11")[:2]
    (<Precision.DAY: 'day'>, '~')
    """
    if len(text) == 10 and text[4] == text[7] == "-":  # nearly all dates of a table: a day
        try:
            ordinal = date.fromisoformat(text).toordinal()
        except ValueError:
            pass
        else:
            return Precision.DAY, "", ordinal, ordinal, None, None
    match = _DATE.fullmatch(text)
    if match is None:
        return _read_qualified(text)
    year, month, day, clock, offset, mark = match.groups()
    if clock and (mark or not day or "X" in text):
        raise unsupported(text)
    first, last = _bounds(text, year, month, day)
    return (
        _precision(year, month, day, clock),
        mark,
        first.toordinal(),
        last.toordinal(),
        _clock(text, clock) if clock else None,
        _offset(text, offset) if offset else None,
    )


def _read_qualified(text: str) -> Reading:
    """Return what a text says that qualifies its parts."""
    match = _PARTS.fullmatch(text)
    if match is None:
        raise unsupported(text)
    marks = match.groups("")
    year, month, day = match.group(2, 5, 8)
    if any(marks[n] and marks[n + 2] for n in (0, 3, 6)):
        raise unsupported(text)
    first, last = _bounds(text, year, month, day)
    precision = _precision(year, month, day, None)
    return precision, joined(qualifiers_of(text)), first.toordinal(), last.toordinal(), None, None


def qualifiers_of(text: str) -> tuple[str, ...]:
    """Return what qualifies the year, the month and the day of a date, each that is written.

    A mark before a part is about this part, one behind it about it and every part before it.

    Source:
        EDTF specification (Library of Congress, 2019), level 2 "Qualification".

    >>> qualifiers_of("2004-06~-11"), qualifiers_of("?2004-06-~11"), qualifiers_of("?2004-06~")
    (('~', '~', ''), ('?', '', '~'), ('%', '~'))
    """
    match = _PARTS.fullmatch(text.partition("T")[0])
    if match is None:
        return ()
    own, part, behind = (match.groups()[n::3] for n in range(3))
    count = sum(one is not None for one in part)
    return tuple(joined([own[n], *behind[n:count]]) for n in range(count))


def joined(marks: Iterable[str | None]) -> str:
    """Return one qualifier that says all that several do: uncertain and approximate together are ``%``."""
    found = {mark for mark in marks if mark}
    return "%" if len(found) > 1 else "".join(found)


@cache  # of the few hundred that there are
def _matching(pattern: str, last: int) -> tuple[int, ...]:
    """Return the numbers from 1 to ``last`` that two digits, in which X stands for any, may mean."""
    if pattern.isdigit():
        return (int(pattern),) if 1 <= int(pattern) <= last else ()
    return tuple(
        n for n in range(1, last + 1) if all(p in ("X", d) for p, d in zip(pattern, f"{n:02d}", strict=True))
    )


def _days_of(year: int, month: int, pattern: str | None) -> tuple[int, ...]:
    """Return the days of a month (proleptic Gregorian calendar) that a pattern may mean; without one, the ends."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = 29 if leap else _LAST_DAYS[month - 1]
    return (1, last) if pattern is None else _matching(pattern, last)


def _bounds(text: str, year: str, month: str | None, day: str | None) -> tuple[date, date]:
    """Return the first and the last day that the three parts may mean; refuse where no day does, or where there is
    a month after a year with an X.
    """
    if month and ("X" in year or (month.isdigit() and "20" < month < "42")):
        raise unsupported(text)
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first < 1:
        from cstotimeline.core.temporal.edtf_unsupported import YEARS_REMEDY

        raise refused(text, "the year 0000 is not supported", YEARS_REMEDY)
    if month is None:
        return date(first, 1, 1), date(last, 12, 31)
    months = _matching(month, 12)
    if not months:
        raise refused(text, f"no month {month} exists (01 to 12)")
    found = [(m, days) for m in months if (days := _days_of(first, m, day))]
    if not found:
        raise refused(text, f"no day {day} exists in that month (proleptic Gregorian calendar)")
    (low, low_days), (high, high_days) = found[0], found[-1]
    return date(first, low, low_days[0]), date(first, high, high_days[-1])


def spans_of_date(text: str, first: int, last: int) -> Spans:
    """Return the days, as runs of ordinals, of a date whose ``first`` and ``last`` are given.

    An X in its month or its day may leave days between out.
    """
    match = _PARTS.fullmatch(text)
    year, month, day = match.group(2, 5, 8) if match is not None else ("", None, None)
    if month is None or "X" not in f"{month}{day}":
        return ((first, last),)
    runs: list[tuple[int, int]] = []
    for number in _matching(month, 12):
        begin = date(int(year), number, 1).toordinal() - 1
        days = _days_of(int(year), number, day)
        whole = [(days[0], days[-1])] if day is None else [(one, one) for one in days]
        runs += ((begin + low, begin + high) for low, high in whole)
    return merged(runs)


def _clock(text: str, clock: str) -> time:
    try:
        hour, minute, second = map(int, clock.split(":"))
        return time(hour, minute, second)
    except ValueError:
        raise refused(text, "no such time of day (00:00:00 to 23:59:59)", "write T14:40:00") from None


def _offset(text: str, offset: str) -> timezone:
    if offset == "Z":
        return UTC
    hours, _, minutes = offset[1:].partition(":")
    if offset[0] == "-" and not int(hours) and not int(minutes or 0):
        raise refused(text, "an offset of minus zero (ISO 8601 writes plus)", "write +00:00, or Z for UTC")
    if int(hours) > 14 or int(minutes or 0) > 59 or (int(hours) == 14 and int(minutes or 0)):
        raise refused(text, "no such offset (-14:00 to +14:00)", "write +05:00, or Z for UTC")
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-size if offset[0] == "-" else size)


def _precision(year: str, month: str | None, day: str | None, clock: str | None) -> Precision:
    unspecified = year.count("X")
    if unspecified:
        return (Precision.DECADE, Precision.CENTURY, Precision.MILLENNIUM)[unspecified - 1]
    if clock:
        return Precision.SECOND
    if month is None or "X" in month:
        return Precision.YEAR
    if day is None or "X" in day:
        return Precision.MONTH
    return Precision.DAY
