"""Words: dates and lists as English sentences have them, and values as JSON has them."""

from __future__ import annotations

from collections.abc import Iterable

from cstotimeline.core.temporal.edtf import PartialDate, Precision

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DOUBT = {"": "", "?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)"}


def date_in_words(date: PartialDate) -> str:
    """Return a date as a sentence has it, with its doubt.

    >>> date_in_words(PartialDate.parse("2018-11-08")), date_in_words(PartialDate.parse("2004-06~"))
    ('8 November 2018', 'June 2004 (about)')
    >>> date_in_words(PartialDate.parse("200X")), date_in_words(PartialDate.parse("2004-XX-18"))
    ('the 2000s', 'a day of 2004 (2004-XX-18)')
    >>> date_in_words(PartialDate.parse("19XX")), date_in_words(PartialDate.parse("2004-06-1X"))
    ('some year from 1900 to 1999', 'a day of June 2004 (2004-06-1X)')
    """
    if not date.is_date:
        return "an open date" if date.is_open else "an unknown date"
    doubt = _DOUBT[date.qualifier]
    year, _, rest = date.text.rstrip("?~%").partition("-")
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


def on_date(date: PartialDate) -> str:
    """Return a date with the preposition that it takes.

    >>> on_date(PartialDate.parse("2018-11-08")), on_date(PartialDate.parse("2004"))
    ('on 8 November 2018', 'in 2004')
    """
    is_day = date.is_date and date.precision in (Precision.DAY, Precision.SECOND)
    return f"{'on' if is_day else 'in'} {date_in_words(date)}"


def listed(names: Iterable[str], *, last: str = "and") -> str:
    """Return names in a row.

    >>> listed(["Armenia", "Belarus", "Russia"])
    'Armenia, Belarus and Russia'
    """
    *head, tail = [*names] or ["none"]
    return f"{', '.join(head)} {last} {tail}" if head else tail
