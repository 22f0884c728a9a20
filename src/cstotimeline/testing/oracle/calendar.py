"""What a date may mean: the set of its civil days, and the set of its seconds, read from its text by trying."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from math import inf
from zoneinfo import ZoneInfo

from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate

Positions = tuple[range, ...]
"""Whole numbers in ascending ranges that do not touch: ordinals of civil days, or seconds of UTC since 1970."""

QUARTER = 900
"""All offsets of today's zones are whole quarters of an hour, in seconds."""

DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
EAST, WEST = 14 * 3600, -12 * 3600
"""The offsets, in seconds, of the places where a civil day begins first and where it ends last."""


def merged(ranges: Iterable[range]) -> Positions:
    """Return the same numbers as ascending ranges that do not touch."""
    found: list[range] = []
    for one in sorted((r for r in ranges if r), key=lambda r: (r.start, r.stop)):
        if found and one.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, one.stop))
        else:
            found.append(one)
    return tuple(found)


def first(positions: Positions) -> int:
    """Return the smallest number."""
    return positions[0].start


def last(positions: Positions) -> int:
    """Return the greatest number."""
    return positions[-1].stop - 1


def next_in(positions: Positions, least: int) -> int | None:
    """Return the smallest number that is not below ``least``; None where there is none."""
    return next((max(r.start, least) for r in positions if r.stop > least), None)


def previous_in(positions: Positions, most: int) -> int | None:
    """Return the greatest number that is not above ``most``; None where there is none."""
    return next((min(r.stop - 1, most) for r in reversed(positions) if r.start <= most), None)


def up_to(positions: Positions, most: int) -> Positions:
    """Return the numbers that are not above ``most``."""
    return merged(range(r.start, min(r.stop, most + 1)) for r in positions)


@lru_cache(maxsize=4096)
def days_of(when: PartialDate) -> Positions:
    """Return the ordinals of the civil days that a date may mean: a qualifier widens nothing; without a date none."""
    text = re.sub("[?~%]", "", when.text.partition("T")[0])
    if not text.startswith("["):
        return _days_of_text(text) if text not in ("", "..") else ()
    return merged(part for member in text[1:-1].split(",") for part in _one_of(member))


def _one_of(member: str) -> Positions:
    """Return the days of a member of an EDTF set: a date, or a range of which either end may be left out."""
    start, dots, end = member.partition("..")
    if not dots:
        return _days_of_text(start)
    begin = first(_days_of_text(start)) if start else date.min.toordinal()
    until = last(_days_of_text(end)) if end else date.max.toordinal()
    return (range(begin, until + 1),)


def _days_of_text(text: str) -> Positions:
    """Return the days of one date without qualifiers."""
    return merged(_days_like(text))


def _days_like(text: str) -> Iterator[range]:
    """Yield the days that a text with unspecified digits, or with nothing but a year or a month, may mean."""
    year = text[:4]
    if "X" in year:
        yield range(
            date(max(int(year.replace("X", "0")), 1), 1, 1).toordinal(),
            date(int(year.replace("X", "9")), 12, 31).toordinal() + 1,
        )
        return
    begin = date(int(year), 1, 1).toordinal()
    for ordinal in range(begin, date(int(year), 12, 31).toordinal() + 1):
        iso = date.fromordinal(ordinal).isoformat()
        if all(digit in ("X", same) for digit, same in zip(text, iso, strict=False)):
            yield range(ordinal, ordinal + 1)


def has_clock(when: PartialDate) -> bool:
    """Return whether a date has a time of day."""
    return "T" in when.text


def has_offset(when: PartialDate) -> bool:
    """Return whether a date has a time of day that says its own offset."""
    return len(when.text.partition("T")[2]) > 8


def second_of_day(when: PartialDate, zone: str = "") -> float:
    """Return the second of the day, in UTC where an offset or a zone is given; minus infinity without a time of day."""
    if not has_clock(when):
        return -inf
    local = datetime.fromisoformat(when.text)
    if local.tzinfo is None:
        local = local.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
    return local.timestamp() - datetime.fromisoformat(f"{when.text[:10]}T00:00:00+00:00").timestamp()


def seconds_of_event(event: Event) -> Positions:
    """Return the seconds of UTC since 1970 at which an event may have taken effect."""
    return seconds_of(event.effective, event.zone, days_of(event.effective))


@lru_cache(maxsize=8192)
def seconds_of(when: PartialDate, zone: str, days: Positions) -> Positions:
    """Return the seconds that a date may mean, on those of its ``days`` alone.

    A day is that of the ``zone``; without one it may be a day anywhere on Earth, from UTC+14 to UTC-12. A time of day
    that comes twice in its zone is either of the two instants.
    """
    if not has_clock(when):
        return merged(range(_begin(run.start, zone), _end(run.stop - 1, zone)) for run in days)
    local = datetime.fromisoformat(when.text)
    if local.tzinfo is not None:
        return merged([_second(epoch_of(local))])
    if not zone:
        noon = epoch_of(local.replace(tzinfo=UTC))
        return (range(noon - EAST, noon - WEST + 1),)
    place = ZoneInfo(zone)
    return merged(
        _second(second)
        for second in _near(epoch_of(local.replace(tzinfo=UTC)))
        if datetime.fromtimestamp(second, place).replace(tzinfo=None) == local
    )


def _second(second: int) -> range:
    return range(second, second + 1)


def epoch_of(instant: datetime) -> int:
    """Return the seconds of UTC since 1970 of an aware instant; a fraction of a second is dropped."""
    return int(instant.timestamp() // 1)


def midnight(ordinal: int) -> int:
    """Return the second at which a day begins in UTC."""
    return (ordinal - _EPOCH) * DAY


def _near(second: int) -> Iterator[int]:
    """Yield seconds, a quarter of an hour apart, from sixteen hours before one to sixteen hours after it."""
    yield from range(second - 64 * QUARTER, second + 65 * QUARTER, QUARTER)


def _begin(ordinal: int, zone: str) -> int:
    """Return the first second of a civil day."""
    return min(_shown(ordinal, zone)) if zone else midnight(ordinal) - EAST


def _end(ordinal: int, zone: str) -> int:
    """Return the second after the last one of a civil day."""
    return max(_shown(ordinal, zone)) + QUARTER if zone else midnight(ordinal + 1) - WEST


def _shown(ordinal: int, zone: str) -> Sequence[int]:
    """Return the seconds, a quarter of an hour apart, at which clocks in a zone show a civil day."""
    place: tzinfo = ZoneInfo(zone)
    near = range(midnight(ordinal) - 64 * QUARTER, midnight(ordinal + 1) + 65 * QUARTER, QUARTER)
    return [n for n in near if datetime.fromtimestamp(n, place).toordinal() == ordinal]


def day_in_utc(instant: datetime) -> int:
    """Return the ordinal of the day of an instant in UTC."""
    return instant.astimezone(UTC).toordinal()
