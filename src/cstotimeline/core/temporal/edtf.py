"""Partial dates: EDTF (ISO 8601-2) values that keep the text they were read from.

Source: EDTF specification (Library of Congress, 2019). Supported are level 0 and level 1 without seasons
and without years of more than four digits, plus unspecified digits in the month and the day of level 2.
Everything else is refused by its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, ClassVar

import attrs

from cstotimeline.core.errors import DateError, Fault, shown
from cstotimeline.core.temporal.pendulum_values import pendulum_date, pendulum_instant

if TYPE_CHECKING:
    from cstotimeline.core.temporal.pendulum_values import Date, DateTime


class Precision(StrEnum):
    """How fine a date is. ``MILLENNIUM`` to ``YEAR`` come from digits written ``X`` or left out."""

    MILLENNIUM = "millennium"
    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    SECOND = "second"
    NONE = "none"


class Relation(StrEnum):
    """What is sure about two dates: one lies wholly before the other, or it cannot be told."""

    BEFORE = "before"
    AFTER = "after"
    OVERLAPPING = "overlapping"


_DATE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX)"
    r"(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?"
    r"(?:T(?P<clock>[0-9]{2}:[0-9]{2}:[0-9]{2})(?P<offset>Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?"
    r"(?P<mark>[?~%]?)"
)

_REMEDY = "write a date such as 2004, 2004-06, 2004-06-18, 2004?, 200X or 2004-06-XX"
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _refuse(text: object, what: str, remedy: str = _REMEDY) -> DateError:
    return DateError(Fault(where="date", what=f"{what}, got {shown(text)}", remedy=remedy))


def _unsupported(text: str) -> DateError:
    from cstotimeline.core.temporal.edtf_unsupported import named  # needed for refusals alone

    return _refuse(text, named(text))


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


def _day_bounds(text: str, year: str, month: str | None, day: str | None) -> tuple[date, date]:
    """Return the first and the last day that the three parts may mean; refuse where no day does.

    Where there is a month, the year has no X.
    """
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first < 1:
        raise _refuse(text, "the year 0000 is not supported", "write a year from 0001 to 9999")
    if month is None:
        return date(first, 1, 1), date(last, 12, 31)
    months = _matching(month, 12)
    if not months:
        raise _refuse(text, f"no month {month} exists (01 to 12)")
    found = [(m, days) for m in months if (days := _days_of(first, m, day))]
    if not found:
        raise _refuse(text, f"no day {day} exists in that month (proleptic Gregorian calendar)")
    (low, low_days), (high, high_days) = found[0], found[-1]
    return date(first, low, low_days[0]), date(first, high, high_days[-1])


def _clock(text: str, clock: str) -> time:
    try:
        hour, minute, second = map(int, clock.split(":"))
        return time(hour, minute, second)
    except ValueError:
        raise _refuse(text, "no such time of day (00:00:00 to 23:59:59)", "write T14:40:00") from None


def _offset(text: str, offset: str) -> timezone:
    if offset == "Z":
        return UTC
    hours, _, minutes = offset[1:].partition(":")
    if offset[0] == "-" and not int(hours) and not int(minutes or 0):
        raise _refuse(text, "an offset of minus nought (ISO 8601 writes plus)", "write +00:00, or Z for UTC")
    if int(hours) > 14 or int(minutes or 0) > 59 or (int(hours) == 14 and int(minutes or 0)):
        raise _refuse(text, "no such offset (-14:00 to +14:00)", "write +05:00, or Z for UTC")
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


@attrs.frozen(repr=False)
class PartialDate:
    """A date as a source gives it: a day, a month, a year, a decade, doubtful or not, with or without a time.

    The calendar is the proleptic Gregorian one, years 0001 to 9999. Two dates are equal when their texts
    are; ordering by ``<`` is refused on purpose, because half of all pairs have no answer: ask
    :meth:`compare`, or sort by :attr:`sort_key`.

    Raises:
        DateError: the text is not of the supported EDTF scope, or no such day exists.

    Source:
        EDTF specification (Library of Congress, 2019), levels 0 and 1.

    >>> PartialDate.parse("2004-06~")
    PartialDate('2004-06~')
    >>> str(PartialDate.parse("2004-02").latest)
    '2004-02-29'
    """

    text: str
    precision: Precision = attrs.field(init=False, eq=False)
    qualifier: str = attrs.field(init=False, eq=False)
    first_ordinal: int = attrs.field(init=False, eq=False)
    last_ordinal: int = attrs.field(init=False, eq=False)
    clock: time | None = attrs.field(init=False, eq=False)
    offset: timezone | None = attrs.field(init=False, eq=False)

    OPEN: ClassVar[PartialDate]
    UNKNOWN: ClassVar[PartialDate]

    def __attrs_post_init__(self) -> None:
        text = self.text
        if type(text) is not str:
            raise _refuse(text, "expected a text")
        match = _DATE.fullmatch(text)
        if match is None:
            raise _unsupported(text)
        year, month, day, clock, offset, mark = match.groups()
        if clock and (mark or not day or "X" in text):
            raise _unsupported(text)
        if month and ("X" in year or (month.isdigit() and "20" < month < "42")):
            raise _unsupported(text)
        first, last = _day_bounds(text, year, month, day)
        put = object.__setattr__
        put(self, "precision", _precision(year, month, day, clock))
        put(self, "qualifier", mark)
        put(self, "first_ordinal", first.toordinal())
        put(self, "last_ordinal", last.toordinal())
        put(self, "clock", _clock(text, clock) if clock else None)
        put(self, "offset", _offset(text, offset) if offset else None)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Return the date that ``text`` writes in EDTF; equal texts give the same value.

        Raises:
            DateError: as the class says.

        >>> PartialDate.parse("2004-06-18T14:40:00+05:00").precision.value
        'second'
        """
        return _parsed(text) if type(text) is str else cls(text)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Return the date of day precision that a ``datetime.date`` or ``pendulum.Date`` means.

        >>> PartialDate.of(date(2004, 6, 18))
        PartialDate('2004-06-18')
        """
        if not isinstance(day, date) or isinstance(day, datetime):
            raise _refuse(day, "expected a date without a time of day")
        return cls.parse(f"{day.year:04d}-{day.month:02d}-{day.day:02d}")

    @classmethod
    def of_ordinal(cls, ordinal: int) -> PartialDate:
        """Return the date of day precision with a proleptic Gregorian ordinal (1 is 0001-01-01).

        Raises:
            DateError: no day has this ordinal.

        >>> PartialDate.of_ordinal(731_750)
        PartialDate('2004-06-18')
        """
        return cls.parse(day_numbered(ordinal).isoformat())

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        if not self.is_date:
            return "PartialDate.OPEN" if self.is_open else "PartialDate.UNKNOWN"
        return f"PartialDate({self.text!r})"

    @property
    def is_open(self) -> bool:
        """Return True for the end that has not come: ``..`` in an interval."""
        return self.text == ".."

    @property
    def is_unknown(self) -> bool:
        """Return True for an end that came, or a start that was, on an unknown date: the empty text."""
        return self.text == ""

    @property
    def is_date(self) -> bool:
        """Return True unless the value is :attr:`OPEN` or :attr:`UNKNOWN`."""
        return self.text not in ("", "..")

    @property
    def is_exact(self) -> bool:
        """Return True where one civil day is meant and nothing qualifies it."""
        return self.is_date and self.first_ordinal == self.last_ordinal and not self.qualifier

    @property
    def earliest(self) -> Date | None:
        """Return the first civil day that the date may mean, included; None for an open or unknown end.

        A qualifier (``?``, ``~``, ``%``) widens nothing: it says how sure the source is, not how far off.

        >>> str(PartialDate.parse("200X").earliest)
        '2000-01-01'
        """
        return pendulum_date(self.first_ordinal) if self.is_date else None

    @property
    def latest(self) -> Date | None:
        """Return the last civil day that the date may mean, included; None for an open or unknown end.

        >>> str(PartialDate.parse("2004-XX-31").latest)
        '2004-12-31'
        """
        return pendulum_date(self.last_ordinal) if self.is_date else None

    @property
    def instant(self) -> DateTime | None:
        """Return the instant, aware; None unless the text has a time of day with an offset.

        >>> PartialDate.parse("2015-09-15T14:40:00+05:00").instant.in_timezone("UTC").to_iso8601_string()
        '2015-09-15T09:40:00Z'
        """
        if self.clock is None or self.offset is None:
            return None
        day = date.fromordinal(self.first_ordinal)
        return pendulum_instant(datetime.combine(day, self.clock, tzinfo=self.offset))

    @property
    def ordinals(self) -> Sequence[int]:
        """Return the ordinals of the civil days that the date may mean, ascending; none for an open or unknown end.

        Between two of them there may be days that are not meant.

        >>> [str(date.fromordinal(n)) for n in PartialDate.parse("2004-X1-05").ordinals]
        ['2004-01-05', '2004-11-05']
        """
        if not self.is_date:
            return ()
        if "X" in self.text[5:]:
            return _unspecified(self)
        return range(self.first_ordinal, self.last_ordinal + 1)

    @property
    def _second(self) -> int:
        """Return the seconds from the calendar's start to the time of day, in UTC where there is an offset; else 0."""
        if self.clock is None:
            return 0
        clock, offset = self.clock, self.offset.utcoffset(None) if self.offset else timedelta(0)
        seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
        return self.first_ordinal * 86_400 + seconds - int(offset.total_seconds())

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """Return the one total order of dates, for sorting and nothing else.

        By first day, then last day, then time of day (none before any; in UTC where there is an offset), then text.
        An unknown end sorts after every date and an open one after that. A date that is surely before another has
        the smaller key; a smaller key says nothing about which came first.

        >>> sorted(map(PartialDate.parse, ["2004-06", "2004", "2004-01-01"]), key=lambda d: d.sort_key)
        [PartialDate('2004-01-01'), PartialDate('2004'), PartialDate('2004-06')]
        """
        return (self.first_ordinal, self.last_ordinal, self._second, self.text)

    def compare(self, other: PartialDate) -> Relation:
        """Return what is sure about two dates.

        Days are civil days as written. Within a civil day two times are compared, both with offsets as instants,
        both without as written; on different days two instants must not contradict the days, which they do where
        it is already tomorrow on the other side of the globe: without this a day between them could lie after the
        later and before the earlier of the two. The same day twice is ``OVERLAPPING``, since within it either may
        have come first. An open end lies after every date; an unknown end overlaps everything.

        >>> PartialDate.parse("2004-06").compare(PartialDate.parse("2004-06-18")).value
        'overlapping'
        >>> PartialDate.parse("199X").compare(PartialDate.parse("2004")).value
        'before'
        """
        if self.is_unknown or other.is_unknown or (self.is_open and other.is_open):
            return Relation.OVERLAPPING
        if self.is_open or other.is_open:
            return Relation.AFTER if self.is_open else Relation.BEFORE
        first, second = self.first_ordinal, other.first_ordinal
        if self.clock and other.clock and (self.offset is None) is (other.offset is None):
            mine, theirs = self._second, other._second
            return _relation(mine < theirs and first <= second, mine > theirs and first >= second)
        return _relation(self.last_ordinal < second, first > other.last_ordinal)

    def __lt__(self, other: object) -> bool:
        raise TypeError("partial dates have no '<': ask a.compare(b), or sort by a.sort_key")

    __le__ = __gt__ = __ge__ = __lt__


def day_numbered(ordinal: int) -> date:
    """Return the civil day with a proleptic Gregorian ordinal.

    Raises:
        DateError: no day has this ordinal.
    """
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError, TypeError):
        last = date.max.toordinal()
        remedy = "count the days from 0001-01-01, which is 1"
        raise _refuse(ordinal, f"expected an ordinal from 1 to {last}", remedy) from None


def _relation(before: bool, after: bool) -> Relation:  # noqa: FBT001
    if before:
        return Relation.BEFORE
    return Relation.AFTER if after else Relation.OVERLAPPING


@lru_cache(maxsize=1024)
def _unspecified(value: PartialDate) -> tuple[int, ...]:
    """Return the days of ``value``, which has X in its month or its day: only then may days between be left out."""
    pattern = value.text.rstrip("?~%")
    days = range(value.first_ordinal, value.last_ordinal + 1)
    texts = ((day, date.fromordinal(day).isoformat()) for day in days)
    return tuple(d for d, text in texts if all(p in ("X", c) for p, c in zip(pattern, text, strict=False)))


@lru_cache(maxsize=32_768)  # the days of ninety years
def _parsed(text: str) -> PartialDate:
    return PartialDate(text)


def _end(text: str, rank: int) -> PartialDate:
    """Return one of the two ends that are no dates; ``rank`` is only for sorting."""
    end = object.__new__(PartialDate)
    fields = {"text": text, "precision": Precision.NONE, "qualifier": "", "first_ordinal": rank}
    for name, value in {**fields, "last_ordinal": rank, "clock": None, "offset": None}.items():
        object.__setattr__(end, name, value)
    return end


PartialDate.UNKNOWN = _end("", date.max.toordinal() + 1)
PartialDate.OPEN = _end("..", date.max.toordinal() + 2)
