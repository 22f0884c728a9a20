"""Words: dates and lists as English sentences have them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cstotimeline.core.temporal.edtf import PartialDate, Precision

if TYPE_CHECKING:
    from cstotimeline.core.temporal.edtf_sets import Member

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DOUBT = {"?": "uncertain", "~": "about", "%": "about, uncertain"}
_PARTS = ("year", "month", "day")
_SHOWN = 5
"""How many dates of a set are listed."""


def date_in_words(date: PartialDate) -> str:
    """Return a date as a sentence has it, with its doubt.

    >>> date_in_words(PartialDate.parse("2018-11-08")), date_in_words(PartialDate.parse("2004-06~"))
    ('8 November 2018', 'June 2004 (about)')
    >>> date_in_words(PartialDate.parse("200X")), date_in_words(PartialDate.parse("2004-XX-18"))
    ('the 2000s', 'a day of 2004 (2004-XX-18)')
    >>> date_in_words(PartialDate.parse("19XX")), date_in_words(PartialDate.parse("2004-06-1X"))
    ('some year from 1900 to 1999', 'a day of June 2004 (2004-06-1X)')
    >>> (
    ...     date_in_words(PartialDate.parse("[1667,1668,1670..1672]")),
    ...     date_in_words(PartialDate.parse("[1782..]")),
    ... )
    ('1667, 1668 or some year from 1670 to 1672', '1782 or later')
    >>> date_in_words(PartialDate.parse("?2004-06-~11"))
    '11 June 2004 (year uncertain, day about)'
    """
    if not date.is_date:
        return "an open date" if date.is_open else "an unknown date"
    if date.precision is Precision.SET:
        return _set_in_words(date)
    year, _, rest = date.text.translate(dict.fromkeys(map(ord, _DOUBT))).partition("-")
    doubt = _doubt(date)
    if date.precision is Precision.DECADE:
        return f"the {year.replace('X', '0')}s{doubt}"
    if date.precision in (Precision.CENTURY, Precision.MILLENNIUM):
        return f"some year from {year.replace('X', '0')} to {year.replace('X', '9')}{doubt}"
    month, _, day = rest.partition("T")[0].partition("-")
    if "X" in rest:
        if "X" not in month and set(day) <= {"X"}:
            return f"{_MONTHS[int(month) - 1]} {year}{doubt}"
        known = year if "X" in month else f"{_MONTHS[int(month) - 1]} {year}"
        return f"{'a day of ' if day else ''}{known} ({date.text})"
    if not month:
        return f"{year}{doubt}"
    words = f"{_MONTHS[int(month) - 1]} {year}"
    if day:
        words = f"{int(day)} {words}"
    if date.clock:
        words = f"{words}, {date.text.partition('T')[2]}"
    return words + doubt


def _doubt(date: PartialDate) -> str:
    """Return what qualifies a date, in brackets: the whole of it, or its parts by name."""
    if not date.qualifier:
        return ""
    marks = date.qualifiers
    if len({*marks}) == 1:
        return f" ({_DOUBT[date.qualifier]})"
    named = list(zip(_PARTS, marks, strict=False))
    parts = {mark: [name for name, own in named if own == mark] for mark in _DOUBT}
    return f" ({', '.join(f'{listed(parts[mark])} {_DOUBT[mark]}' for mark in parts if parts[mark])})"


def _set_in_words(date: PartialDate) -> str:
    """Return the dates of a set as they are written; of many the first and the last day."""
    members = date.members
    if len(members) > _SHOWN:
        bounds = (date.first_ordinal, date.last_ordinal)
        first, last = (date_in_words(PartialDate.of_ordinal(day)) for day in bounds)
        return f"one of {len(members)} dates from {first} to {last}"
    return listed(map(_member_in_words, members), last="or")


def _member_in_words(member: Member) -> str:
    start, end = (
        date_in_words(PartialDate.parse(text)) if text else "" for text in (member.start, member.end)
    )
    if not member.is_range:
        return start
    if not start or not end:
        return f"{start} or later" if start else f"{end} or earlier"
    units = {PartialDate.parse(text).precision for text in (member.start, member.end)}
    unit = units.pop().value if len(units) == 1 else "day"
    return f"some {unit} from {start} to {end}"


def on_date(date: PartialDate) -> str:
    """Return a date with the preposition that it takes.

    >>> on_date(PartialDate.parse("2018-11-08")), on_date(PartialDate.parse("2004"))
    ('on 8 November 2018', 'in 2004')
    >>> on_date(PartialDate.parse("[1914,1915]")), on_date(PartialDate.parse("[..2004-06-18]"))
    ('in 1914 or 1915', 'on 18 June 2004 or earlier')
    """
    one = date
    if one.precision is Precision.SET:
        one = PartialDate.parse(one.members[0].start or one.members[0].end)
    is_day = one.precision in (Precision.DAY, Precision.SECOND)
    return f"{'on' if is_day else 'in'} {date_in_words(date)}"


def listed(names: Iterable[str], *, last: str = "and") -> str:
    """Return names in a row.

    >>> listed(["Armenia", "Belarus", "Russia"])
    'Armenia, Belarus and Russia'
    """
    *head, tail = [*names] or ["none"]
    return f"{', '.join(head)} {last} {tail}" if head else tail
