"""Partial dates: EDTF (ISO 8601-2) values that keep the text they were read from.

Source: EDTF specification (Library of Congress, 2019). Supported are level 0 and level 1 without seasons
and without years of more than four digits, plus of level 2: unspecified digits in the month and the day, qualifiers on
a part of a date, and sets of dates of which one is meant. Everything else is refused by its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

import attrs

from cstotimeline.core.temporal.day_spans import Ordinals, Spans
from cstotimeline.core.temporal.edtf_grammar import (
    Precision,
    Reading,
    qualifiers_of,
    read_date,
    refused,
    spans_of_date,
)
from cstotimeline.core.temporal.pendulum_values import pendulum_date, pendulum_instant

if TYPE_CHECKING:
    from cstotimeline.core.temporal.edtf_sets import Member
    from cstotimeline.core.temporal.pendulum_values import Date, DateTime


__all__ = ["PartialDate", "Precision", "Relation", "day_numbered"]


class Relation(StrEnum):
    """What is sure about two dates: one lies wholly before the other, or neither is sure."""

    BEFORE = "before"
    AFTER = "after"
    OVERLAPPING = "overlapping"


@attrs.frozen(repr=False)
class PartialDate:
    """A date as a source gives it: a day, a month, a year, a decade, doubtful or not, with or without a time, or one of
    several dates.

    The calendar is the proleptic Gregorian one, years 0001 to 9999. Two dates are equal when their texts
    are; ordering by ``<`` is refused on purpose, because half of all pairs have no answer: ask
    :meth:`compare`, or sort by :attr:`sort_key`.

    Raises:
        DateError: the text is not of the supported EDTF scope, or no such day exists.

    Source:
        EDTF specification (Library of Congress, 2019), levels 0 to 2.

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
            raise refused(text, "expected a text")
        precision, qualifier, first, last, clock, offset = (
            _read_set(text) if text[:1] == "[" else read_date(text)
        )
        put = object.__setattr__
        put(self, "precision", precision)
        put(self, "qualifier", qualifier)
        put(self, "first_ordinal", first)
        put(self, "last_ordinal", last)
        put(self, "clock", clock)
        put(self, "offset", offset)

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
            raise refused(day, "expected a date without a time of day")
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
    def qualifiers(self) -> tuple[str, ...]:
        """Return what qualifies the year, the month and the day, each that is written; of a set and an end nothing.

        ``qualifier`` is what they say together.

        >>> PartialDate.parse("2004-06~-11").qualifiers, PartialDate.parse("?2004-~06").qualifiers
        (('~', '~', ''), ('?', '~'))
        """
        return qualifiers_of(self.text)

    @property
    def members(self) -> tuple[Member, ...]:
        """Return the dates and ranges of a set, in the order in which they are written; of other dates none.

        >>> [(one.start, one.end) for one in PartialDate.parse("[1667,1670..1672,1782..]").members]
        [('1667', '1667'), ('1670', '1672'), ('1782', '')]
        """
        if self.precision is not Precision.SET:
            return ()
        from cstotimeline.core.temporal.edtf_sets import members_of  # sets are rare

        return members_of(self.text)

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
    def spans(self) -> Spans:
        """Return the civil days that the date may mean, as runs of ordinals; none for an open or unknown end.

        Both ends of a run are included, and the days between two runs are not meant.

        >>> [last - first + 1 for first, last in PartialDate.parse("[1914,1916..1917]").spans]
        [365, 731]
        """
        if self.has_gaps:
            return _days(self).spans
        return ((self.first_ordinal, self.last_ordinal),) if self.is_date else ()

    @property
    def has_gaps(self) -> bool:
        """Return whether there are days between the first and the last that the date cannot mean.

        >>> [
        ...     PartialDate.parse(text).has_gaps
        ...     for text in ("[1914,1916]", "[1914,1915]", "2004-XX-31", "2004-XX")
        ... ]
        [True, False, True, False]
        """
        may_have = "X" in self.text[5:] or self.precision is Precision.SET
        return may_have and len(_days(self).spans) > 1

    @property
    def ordinals(self) -> Sequence[int]:
        """Return the ordinals of the civil days that the date may mean, ascending; none for an open or unknown end.

        Between two of them there may be days that are not meant. However many there are, no list of them is made.

        >>> [str(date.fromordinal(n)) for n in PartialDate.parse("2004-X1-05").ordinals]
        ['2004-01-05', '2004-11-05']
        >>> len(PartialDate.parse("[..1877]").ordinals)
        685560
        """
        if self.has_gaps:
            return _days(self)
        return range(self.first_ordinal, self.last_ordinal + 1) if self.is_date else ()

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
        raise refused(ordinal, f"expected an ordinal from 1 to {last}", remedy) from None


def _relation(before: bool, after: bool) -> Relation:  # noqa: FBT001
    if before:
        return Relation.BEFORE
    return Relation.AFTER if after else Relation.OVERLAPPING


@lru_cache(maxsize=1024)
def _days(date_: PartialDate) -> Ordinals:
    """Return the days of a set, or of a date with X in its month or its day: only then may days between be left out."""
    if date_.precision is Precision.SET:
        from cstotimeline.core.temporal.edtf_sets import spans_of_set  # sets are rare

        return Ordinals(spans_of_set(date_.text))
    return Ordinals(spans_of_date(date_.text, date_.first_ordinal, date_.last_ordinal))


def _read_set(text: str) -> Reading:
    from cstotimeline.core.temporal.edtf_sets import read_set

    return read_set(text)


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
