"""Scales: between which two whole numbers an event took effect, in civil days or in seconds of UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from cstotimeline.core.dates import PartialDate

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cstotimeline.core.events import Event

_EPOCH = datetime(1970, 1, 1)
_FAR = 10 * 86_400
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
    return bounds(event.effective, event.zone, scale)


def bounds(date_: PartialDate, zone: str, scale: Scale) -> tuple[int, int]:
    """Return the first and the last number that a date in a ``zone`` may mean, as :func:`extent` does."""
    if scale is Scale.DAY:
        return date_.first_ordinal, date_.last_ordinal
    return _seconds(date_, zone)


@lru_cache(maxsize=8192)
def _seconds(date_: PartialDate, zone: str) -> tuple[int, int]:
    if date_.instant is not None:
        second = _epoch(date_.instant)
        return second, second
    first_day, last_day = date.fromordinal(date_.first_ordinal), date.fromordinal(date_.last_ordinal)
    begin, end = date_.clock or time.min, date_.clock or time(23, 59, 59)
    first = [_epoch(datetime.combine(first_day, begin, tzinfo=place)) for place in _zones(zone)]
    # Where clocks are turned back an hour comes twice: in Almaty the 29th of February 2024 had 25 hours.
    last = [_epoch(datetime.combine(last_day, end, tzinfo=place).replace(fold=1)) for place in _zones(zone)]
    return min(*first, *last), max(*first, *last)


def _zones(zone: str) -> tuple[timezone | ZoneInfo, ...]:
    place = _zone(zone)
    return (_EAST, _WEST) if place is None else (place,)


@lru_cache(maxsize=1024)
def _zone(zone: str) -> ZoneInfo | None:
    if not zone:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # only times of day need one

    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _epoch(when: datetime) -> int:
    """Return whole seconds since 1970 by integer arithmetic, so that the first and last years work as well."""
    offset = when.utcoffset() or timedelta(0)
    span = when.replace(tzinfo=None) - _EPOCH
    return span.days * 86_400 + span.seconds - int(offset.total_seconds())


def tie(event: Event) -> tuple[int, int, str]:
    """Return what orders events of one day: time of day (those without one first), order of kinds, id.

    Times are compared in UTC where an offset or the event's ``zone`` tells it, else as written.
    """
    clock = event.effective.clock
    if clock is None:
        return (-_FAR, event.order, event.id)
    day = date.fromordinal(event.effective.first_ordinal)
    place = event.effective.offset or _zone(event.zone) or UTC
    second = _epoch(datetime.combine(day, clock, tzinfo=place)) - _epoch(datetime.combine(day, time.min))
    return (second, event.order, event.id)
