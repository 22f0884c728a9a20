"""Sets of EDTF dates of which one is meant: ``[1914,1915]``, ``[1929..1930]``, ``[1782..]``, ``[..1877]``."""

from __future__ import annotations

from datetime import date

import attrs

from cstotimeline.core.errors import DateError, shown
from cstotimeline.core.temporal.day_spans import Spans, merged
from cstotimeline.core.temporal.edtf_grammar import (
    Precision,
    Reading,
    joined,
    read_date,
    refused,
    spans_of_date,
)

MAX_MEMBERS = 100
"""How many dates and ranges a set may have."""

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_REMEDY = "write [1914,1915], [1929..1930], [1782..] or [..1877]"


@attrs.frozen(kw_only=True)
class Member:
    """A date of a set, or a range of days: ``start`` and ``end`` are texts, the same one for a date, empty where a
    range is open; ``first`` and ``last`` are the ordinals of its bounds.
    """

    start: str
    end: str
    is_range: bool
    first: int
    last: int
    qualifier: str = ""

    @property
    def spans(self) -> Spans:
        """Return the days of the member, as runs of ordinals."""
        if self.is_range:
            return ((self.first, self.last),)
        return spans_of_date(self.start, self.first, self.last)


def read_set(text: str) -> Reading:
    """Return what a text says that begins with a bracket.

    Raises:
        DateError: the text is no set of the supported scope, or a member of it is no date.

    >>> read_set("[1914,1915?]")[:2]
    (<Precision.SET: 'set'>, '?')
    """
    members = members_of(text)
    first, last = min(one.first for one in members), max(one.last for one in members)
    return Precision.SET, joined(one.qualifier for one in members), first, last, None, None


def spans_of_set(text: str) -> Spans:
    """Return the days of a set, as runs of ordinals: of every member, and none between them.

    >>> [last - first + 1 for first, last in spans_of_set("[1914,1916..1917,1915-12]")]
    [365, 762]
    """
    return merged(run for one in members_of(text) for run in one.spans)


def members_of(text: str) -> tuple[Member, ...]:
    """Return the members of a set in the order in which they are written; an open range ends with the calendar.

    Raises:
        DateError: as :func:`read_set` says.

    Source:
        EDTF specification (Library of Congress, 2019), level 2 "Set representation".
    """
    if not text.endswith("]") or len(text) < 2:
        raise refused(text, "a set of dates without its closing bracket", _REMEDY)
    body = text[1:-1]
    count = body.count(",") + 1
    if count > MAX_MEMBERS:
        what = f"a set of {count:,} dates ({MAX_MEMBERS} at most)"
        raise refused(text, what, "write ranges, as in [1670..1672]")
    if not body:
        raise refused(text, "an empty set of dates", _REMEDY)
    if any(bracket in body for bracket in "[]{}"):
        raise refused(text, "a set of dates inside another", f"{_REMEDY}, one list of dates")
    if any(letter.isspace() for letter in body):
        raise refused(text, "a blank in a set of dates", f"{_REMEDY}, without blanks")
    try:
        members = tuple(map(_member, body.split(",")))
    except DateError as error:
        (fault,) = error.faults
        raise DateError(attrs.evolve(fault, what=f"{fault.what} in {shown(text)}")) from None
    if count == 1 and not members[0].is_range:
        raise refused(text, "a set of one date", f"write {body}, or several dates as in [1914,1915]")
    return members


def _member(text: str) -> Member:
    start, dots, end = text.partition("..")
    if not start and not end:
        what = "a range without a date" if dots else "a member without a date"
        raise refused(text, what, _REMEDY)
    if not dots:
        _, qualifier, first, last, clock, _ = read_date(text)
        if clock is not None:
            what = "a time of day in a set of dates is not supported here"
            raise refused(text, what, "write the days only")
        return Member(start=text, end=text, is_range=False, first=first, last=last, qualifier=qualifier)
    first = _end(start)[0] if start else _FIRST
    last = _end(end)[1] if end else _LAST
    if last < first:
        raise refused(text, "the end of a range lies before its start", f"write {end}..{start}")
    return Member(start=start, end=end, is_range=True, first=first, last=last)


def _end(text: str) -> tuple[int, int]:
    """Return the first and the last day of one end of a range."""
    _, qualifier, first, last, clock, _ = read_date(text)
    if qualifier or clock is not None or "X" in text:
        what = "a range from or to a time of day, an unspecified or a doubtful date is not supported here"
        raise refused(text, what, "write years, months or days such as [1929..1930-06]")
    return first, last
