"""Granularity: dates as whole numbers, in civil days or in seconds of UTC."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from cstotimeline.core.errors import nearest
from cstotimeline.core.temporal.day_spans import Spans, merged
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.zone_names import zone_names

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


_EPOCH = datetime(1970, 1, 1)
_ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")  # not "localtime", "right/...", "zone.tab"
_WEST, _EAST = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))


ZONE_DAYS = 2
"""Civil days that are further apart than this are in the same order in every time zone, and as instants."""


class Granularity(StrEnum):
    """What a question is measured in: the end of a civil ``DAY``, or a ``SECOND``."""

    DAY = "day"
    SECOND = "second"


def date_bounds(date_: PartialDate, zone: str, granularity: Granularity) -> tuple[int, int]:
    """Return the first and the last number that a date in a ``zone`` may mean, both included.

    In days: ordinals of civil days as written. In seconds: of UTC since 1970; a day is that of the ``zone``, and
    without a zone it may be a day anywhere on Earth (from UTC+14 to UTC-12).
    """
    if granularity is Granularity.DAY:
        return date_.first_ordinal, date_.last_ordinal
    return _seconds(date_, zone)


def date_spans(date_: PartialDate, zone: str, granularity: Granularity) -> Spans:
    """Return all numbers that a date in a ``zone`` may mean, as runs: a pattern such as ``2004-XX-31`` leaves gaps.

    >>> [first for first, _ in date_spans(PartialDate.parse("2004-0X-31"), "", Granularity.DAY)][:2]
    [731611, 731671]
    """
    spans = date_.spans
    if len(spans) == 1:
        return (date_bounds(date_, zone, granularity),)
    if granularity is Granularity.DAY:
        return spans
    return merged(_seconds_of_days(first, last, zone) for first, last in spans)


@lru_cache(maxsize=8192)
def _seconds(date_: PartialDate, zone: str) -> tuple[int, int]:
    if date_.instant is not None:
        second = seconds_since_1970(date_.instant)
        return second, second
    if date_.clock is None:
        return _seconds_of_days(date_.first_ordinal, date_.last_ordinal, zone)
    return _between(date_.first_ordinal, date_.clock, date_.last_ordinal, date_.clock, zone)


def _seconds_of_days(first: int, last: int, zone: str) -> tuple[int, int]:
    return _between(first, time.min, last, time(23, 59, 59), zone)


def _between(first: int, begin: time, last: int, end: time, zone: str) -> tuple[int, int]:
    """Return the first and the last second from a time of one day to a time of another, in a zone or anywhere."""
    first_day, last_day = date.fromordinal(first), date.fromordinal(last)
    firsts = [seconds_since_1970(datetime.combine(first_day, begin, tzinfo=place)) for place in _zones(zone)]
    # Where clocks are set back an hour occurs twice: in Almaty the 29th of February 2024 had 25 hours.
    lasts = [
        seconds_since_1970(datetime.combine(last_day, end, tzinfo=place).replace(fold=1))
        for place in _zones(zone)
    ]
    return min(*firsts, *lasts), max(*firsts, *lasts)


def _zones(zone: str) -> tuple[timezone | ZoneInfo, ...]:
    place = zone_named(zone)
    return (_EAST, _WEST) if place is None else (place,)


@lru_cache(maxsize=1024)
def is_zone(zone: str) -> bool:
    """Return whether there is a time zone of an IANA name."""
    return zone in zone_names() or zone_named(zone) is not None


@lru_cache(maxsize=1024)
def zone_named(zone: str) -> ZoneInfo | None:
    """Return the time zone of an IANA name; None where there is none of that name."""
    if not _ZONE.fullmatch(zone):
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # only times of day need one

    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=1024)
def nearest_zone(zone: str) -> str:
    """Return the IANA name that is spelt most like ``zone``; nothing where none is like it.

    >>> nearest_zone("Asia/Dushanbee")
    'Asia/Dushanbe'
    """
    return next(iter(nearest(zone, sorted(zone_names()), limit=1)), "")


def is_skipped(date_: PartialDate, zone: str) -> bool:
    """Return whether clocks that were set forward in a zone skip the time of day, without an offset, of a date."""
    if date_.clock is None or date_.offset is not None or (place := zone_named(zone)) is None:
        return False
    return not readings(datetime.combine(date.fromordinal(date_.first_ordinal), date_.clock), place)


def readings(local: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the instants that a local time means in a zone: one, none where clocks skip it, two where it comes twice.

    >>> from zoneinfo import ZoneInfo
    >>> [str(one.utcoffset()) for one in readings(datetime(2024, 10, 27, 2, 30), ZoneInfo("Europe/Berlin"))]
    ['2:00:00', '1:00:00']
    """
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    change = seconds_since_1970(second) - seconds_since_1970(first)
    if change < 0:  # the offset is larger after clocks were set forward
        return ()
    return (first, second) if change else (first,)


def seconds_since_1970(when: datetime) -> int:
    """Return whole seconds since 1970 by integer arithmetic, so that the first and last years work as well."""
    offset = when.utcoffset() or timedelta(0)
    span = when.replace(tzinfo=None) - _EPOCH
    return span.days * 86_400 + span.seconds - int(offset.total_seconds())
