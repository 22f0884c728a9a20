"""Scales: between which two whole numbers an event took effect, in civil days or in seconds of UTC."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cstotimeline.core.dates import PartialDate
from cstotimeline.core.events import Event

_EPOCH = datetime(1970, 1, 1)
_WEST, _EAST = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))


class Scale(StrEnum):
    """What a question is measured in: the end of a civil ``DAY``, or a ``SECOND``."""

    DAY = "day"
    SECOND = "second"


def extent(event: Event, scale: Scale) -> tuple[int, int]:
    """Return the first and the last number at which ``event`` may have taken effect, both included.

    In days: ordinals of civil days as written. In seconds: of UTC since 1970; a day is that of the event's
    ``zone``, and without a zone it may be a day anywhere on Earth (from UTC+14 to UTC-12).
    """
    date_ = event.effective
    if scale is Scale.DAY:
        return date_.first_ordinal, date_.last_ordinal
    return _seconds(date_, event.zone)


@lru_cache(maxsize=8192)
def _seconds(date_: PartialDate, zone: str) -> tuple[int, int]:
    if date_.instant is not None:
        second = _epoch(date_.instant)
        return second, second
    first_zone, last_zone = _zones(zone)
    if date_.clock is not None:
        day = date.fromordinal(date_.first_ordinal)
        return (
            _epoch(datetime.combine(day, date_.clock, tzinfo=first_zone)),
            _epoch(datetime.combine(day, date_.clock, tzinfo=last_zone)),
        )
    first = datetime.combine(date.fromordinal(date_.first_ordinal), time.min, tzinfo=first_zone)
    last = datetime.combine(date.fromordinal(date_.last_ordinal), time(23, 59, 59), tzinfo=last_zone)
    return _epoch(first), _epoch(last)


def _zones(zone: str) -> tuple[timezone | ZoneInfo, timezone | ZoneInfo]:
    if zone:
        try:
            return ZoneInfo(zone), ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    return _EAST, _WEST


def _epoch(when: datetime) -> int:
    """Return whole seconds since 1970 by integer arithmetic, so that the first and last years work as well."""
    offset = when.utcoffset() or timedelta(0)
    span = when.replace(tzinfo=None) - _EPOCH
    return span.days * 86_400 + span.seconds - int(offset.total_seconds())


def tie(event: Event) -> tuple[int, int, str]:
    """Return what orders events of one day: time of day (those without one first), order of kinds, id."""
    date_ = event.effective
    if date_.clock is None:
        return (-1, event.order, event.id)
    offset = date_.offset.utcoffset(None) if date_.offset else timedelta(0)
    clock = date_.clock
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second - int(offset.total_seconds())
    return (86_400 + seconds, event.order, event.id)
