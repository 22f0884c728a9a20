"""Periods: EDTF intervals whose ends may be coarse, open or unknown."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from cstotimeline.core.errors import DateError, Fault, shown
from cstotimeline.core.temporal.day_spans import common
from cstotimeline.core.temporal.edtf import PartialDate, Relation, day_numbered

if TYPE_CHECKING:
    from cstotimeline.core.temporal.pendulum_values import Date


class Likelihood(StrEnum):
    """An answer to a yes-or-no question about doubtful dates."""

    SURELY = "surely"
    POSSIBLY = "possibly"
    NO = "no"


def _refused(what: str, remedy: str) -> DateError:
    return DateError(Fault(where="period", what=what, remedy=remedy))


def _end(text: str) -> PartialDate:
    if text == "..":
        return PartialDate.OPEN
    if text == "":
        return PartialDate.UNKNOWN
    end = PartialDate.parse(text)
    if end.clock is not None:
        raise _refused(
            f"a time of day in an interval is not supported, got {shown(text)}", "write the days only"
        )
    return end


OTHER_DASHES = re.compile(
    r"([0-9-]*[0-9])(?: *(?:\.\.|[\u2013\u2014]) *| +(?:to|until|till|-) +|(?<=^[0-9]{4})-(?=[0-9]{4}$))([0-9-]+)"
)
"""Two dates with between them what people write and EDTF does not."""


def _one_date(end: str | int | date | PartialDate | Period) -> str:
    """Return one end of two as text."""
    found = end if isinstance(end, str) else Period.of(end).text
    if "/" in found:
        raise _refused(f"an end is one date, got {shown(found)}", "give the period alone, or two dates")
    return found


@attrs.frozen(repr=False)
class Period:
    """A stretch of days, both ends included, read from EDTF: ``a/b``, ``a/..`` (open), ``a/`` (end unknown).

    A single date stands for the days that it may mean: ``2004-06`` is the thirty days of that month.

    Raises:
        DateError: an end is not a supported date, both ends are missing, or the end lies wholly before the start.

    Source:
        EDTF specification (Library of Congress, 2019), level 0 "Time interval", level 1 "Extended interval".

    >>> Period.parse("2004-06/..")
    Period('2004-06/..')
    >>> str(Period.parse("2019-11").latest)
    '2019-11-30'
    """

    text: str
    start: PartialDate = attrs.field(init=False, eq=False)
    end: PartialDate = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        text = self.text
        if type(text) is not str or text.count("/") > 1:
            raise self._fault("expected an EDTF interval", "write a/b, a/.. or a/")
        if apart := OTHER_DASHES.fullmatch(text):
            raise self._fault("two dates have a slash between them", f"write {apart[1]}/{apart[2]}")
        left, slash, right = text.partition("/")
        if slash and "[" in text:
            what = "a set of dates in an interval is not supported here"
            raise self._fault(what, "write one date at each end")
        start = _end(left)
        end = _end(right) if slash else start
        if not start.is_date and not end.is_date:
            raise self._fault("a period needs one date at least", "write a/b, a/.. or a/")
        if start.is_date and end.is_date and start.compare(end) is Relation.AFTER:
            raise self._fault("the end lies before the start", "swap the two ends")
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)

    def _fault(self, what: str, remedy: str) -> DateError:
        return _refused(f"{what}, got {shown(self.text)}", remedy)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that ``text`` writes in EDTF; the same text comes out of ``str``.

        Raises:
            DateError: as the class says.

        >>> Period.parse("1985/").end.is_unknown
        True
        """
        return cls(text)

    @classmethod
    def of(
        cls, value: str | int | date | PartialDate | Period, until: str | date | PartialDate | None = None
    ) -> Period:
        """Return ``value`` as a period: a text is parsed, a day is the period of that day.

        With ``until`` they are the two ends, both included.

        Raises:
            DateError: no period; an end that is a period itself.

        >>> Period.of(date(2004, 6, 18)), Period.of("2003", "2022-11")
        (Period('2004-06-18'), Period('2003/2022-11'))
        """
        if until is not None:
            return cls(f"{_one_date(value)}/{_one_date(until)}")
        if isinstance(value, Period):
            return value
        if isinstance(value, PartialDate):
            return cls(value.text)
        if isinstance(value, int):
            what = f"expected a text, a date or a period, got the number {value!r}"
            raise _refused(what, f'write a year as text: "{value:04d}"')
        return cls(PartialDate.of(value).text) if isinstance(value, date) else cls(value)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Period({self.text!r})"

    @property
    def earliest(self) -> Date | None:
        """Return the first day that the period may hold; None where the start is open or unknown."""
        return self.start.earliest

    @property
    def latest(self) -> Date | None:
        """Return the last day that the period may hold; None where the end is open or unknown."""
        return self.end.latest

    @property
    def sort_key(self) -> tuple[tuple[int, int, int, str], tuple[int, int, int, str]]:
        """Return the one total order of periods, for sorting only: by start, then by end."""
        return (self.start.sort_key, self.end.sort_key)

    def compare(self, other: PartialDate | Period) -> Relation:
        """Return whether this period lies wholly before or after ``other``; else ``OVERLAPPING``.

        >>> Period.parse("2004/2006").compare(PartialDate.parse("2007-01")).value
        'before'
        """
        theirs = Period.of(other)
        if self._wholly_before(theirs):
            return Relation.BEFORE
        return Relation.AFTER if theirs._wholly_before(self) else Relation.OVERLAPPING

    def _wholly_before(self, other: Period) -> bool:
        if not self.end.is_date or not other.start.is_date:
            return False
        return self.end.compare(other.start) is Relation.BEFORE

    def contains(self, when: date | str | PartialDate) -> Likelihood:
        """Return whether a date lies inside: surely, possibly (an end or the date is coarse or unknown), or no.

        Surely means: whichever days the date and the two ends mean, of which the end is never before the start.

        Raises:
            DateError: ``when`` is an open or unknown end, or no supported date.

        >>> [
        ...     Period.parse("2004-06/2005").contains(d).value
        ...     for d in ("2004-05-31", "2004-06-15", "2004-07-01")
        ... ]
        ['no', 'possibly', 'surely']
        """
        if isinstance(when, str):
            when = PartialDate.parse(when)
        date_ = when if isinstance(when, PartialDate) else PartialDate.of(when)
        if not date_.is_date:
            what = f"expected a date, got {date_!r}"
            raise DateError(Fault(where="when", what=what, remedy="ask for a day"))
        if "/" not in self.text:
            among = common(date_.spans, self.start.spans)
            if not among:
                return Likelihood.NO
            return Likelihood.SURELY if among == date_.spans else Likelihood.POSSIBLY
        low = self.start.first_ordinal if self.start.is_date else date.min.toordinal()
        high = self.end.last_ordinal if self.end.is_date else date.max.toordinal()
        if not common(date_.spans, ((low, high),)):
            return Likelihood.NO
        starts, ends = self.start.ordinals or (high,), self.end.ordinals or (low,)
        started = self.start.is_open or date_.first_ordinal >= starts[bisect_right(starts, high) - 1]
        lasting = self.end.is_open or date_.last_ordinal <= ends[bisect_left(ends, low)]
        return Likelihood.SURELY if started and lasting else Likelihood.POSSIBLY


def interval_of(first: int | None, last: int | None) -> Period:
    """Return the days from one ordinal to another, both included; None is an open end, of one side at most.

    >>> interval_of(731_750, None)
    Period('2004-06-18/..')
    """
    start = ".." if first is None else day_numbered(first).isoformat()
    end = ".." if last is None else day_numbered(last).isoformat()
    return Period(start if start == end else f"{start}/{end}")
