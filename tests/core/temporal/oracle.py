"""Slow and obvious answers about EDTF texts, without a line of the library: the calendar is walked, digits compared."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import date, datetime, timedelta

YEARS = [f"{year:04d}" for year in range(1, 10_000)]
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """Return the days of a month of the proleptic Gregorian calendar."""
    leap = year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)
    return 29 if leap and month == 2 else MONTH_LENGTHS[month - 1]


def matches(digits: str, pattern: str) -> bool:
    """Return whether every digit equals that of the pattern, or X stands there."""
    if len(digits) != len(pattern):
        return False
    for digit, expected in zip(digits, pattern, strict=True):  # noqa: SIM110  (ten thousand years a call)
        if expected not in ("X", digit):
            return False
    return True


def walk(text: str) -> Iterator[date]:
    """Walk the calendar from 0001-01-01 to 9999-12-31 and yield the days that ``text`` may mean."""
    if text.startswith("["):
        yield from walk_set(text)
        return
    bare = "".join(letter for letter in text.partition("T")[0] if letter not in "?~%")
    parts = bare.split("-")
    year_pattern, month_pattern, day_pattern = (*parts, "XX", "XX")[:3]
    for digits in YEARS if len(parts) <= 3 else ():
        if not matches(digits, year_pattern):
            continue
        year = int(digits)
        for month in range(1, 13):
            if not matches(f"{month:02d}", month_pattern):
                continue
            for day in range(1, month_length(year, month) + 1):
                if matches(f"{day:02d}", day_pattern):
                    yield date(year, month, day)


def walk_set(text: str) -> Iterator[date]:
    """Yield the days of every member of a set, each once, in order."""
    latest = None
    for day in heapq.merge(*map(walk_member, text[1:-1].split(","))):
        if day != latest:
            yield day
        latest = day


def walk_member(member: str) -> Iterator[date]:
    """Yield the days of a date, or every day of a range: from the first of its start to the last of its end."""
    if ".." not in member:
        yield from walk(member)
        return
    start, end = member.split("..")
    day = next(walk(start)) if start else date.min
    last = days_matching(end)[-1] if end else date.max
    while day < last:
        yield day
        day += timedelta(days=1)
    if day == last:
        yield day


def days_matching(text: str) -> list[date]:
    """Return the days that ``text`` may mean, all of them, ascending."""
    return list(walk(text))


def time_in(text: str) -> datetime | None:
    """Return the time of day that ``text`` writes, naive or aware, as the standard library reads it."""
    if "T" not in text:
        return None
    return datetime.fromisoformat(text + ":00" if text[-3] in "+-" else text)


def surely_before(one: str, other: str) -> bool:
    """Return whether every day of ``one`` is strictly before every day of ``other``; times decide where both tell them.

    Two instants whose days say the contrary are not sure.
    """
    mine, theirs = time_in(one), time_in(other)
    if mine is not None and theirs is not None and (mine.tzinfo is None) == (theirs.tzinfo is None):
        return mine < theirs and mine.date() <= theirs.date()
    first, second = days_matching(one), days_matching(other)
    return all(a < b for a in first for b in second)


def days_of_end(text: str, *, open_means: date, calendar: list[date]) -> list[date]:
    """Return the days that one end of a period may be: all of ``calendar`` where it is unknown."""
    if text == "..":
        return [open_means]
    return days_matching(text) if text else calendar


def verdict(period: str, when: str, calendar: list[date]) -> str:
    """Return whether ``when`` lies in ``period`` for all days that the date and the ends may be, for some, or for none.

    An end before its start is no period. A single date is the set of its days. ``calendar`` is every day that an
    unknown end may be.
    """
    asked = days_matching(when)
    if "/" not in period:
        days = set(days_matching(period))
        inside = [day in days for day in asked]
    else:
        left, right = period.split("/")
        starts = days_of_end(left, open_means=date.min, calendar=calendar)
        ends = days_of_end(right, open_means=date.max, calendar=calendar)
        inside = [s <= day <= e for s in starts for e in ends if s <= e for day in asked]
    if all(inside):
        return "surely"
    return "possibly" if any(inside) else "no"
