"""The dates and instants that users are given, which are pendulum's: its one home.

pendulum takes half as long to import as all the rest of a question to the shipped log. The engine reads, keeps and
compares dates without it; it is imported when the first value is handed out.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pendulum import Date, DateTime

    __all__ = ["Date", "DateTime", "pendulum_date", "pendulum_instant", "utc_instant"]


def pendulum_date(ordinal: int) -> Date:
    """Return the civil day of an ordinal (proleptic Gregorian calendar, 1 is 0001-01-01).

    >>> str(pendulum_date(1))
    '0001-01-01'
    """
    from pendulum import Date

    return Date.fromordinal(ordinal)


def pendulum_instant(instant: datetime) -> DateTime:
    """Return an aware ``datetime`` as pendulum has it, in the same zone.

    >>> from datetime import UTC
    >>> pendulum_instant(datetime(2026, 11, 21, 12, tzinfo=UTC)).to_iso8601_string()
    '2026-11-21T12:00:00Z'
    """
    import pendulum

    return pendulum.instance(instant)


utc_instant = lru_cache(maxsize=256)(pendulum_instant)
"""The same for an instant in UTC; many records in a row have one and the same."""
