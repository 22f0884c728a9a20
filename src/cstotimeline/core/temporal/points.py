"""Moments: what a question is asked for, one civil day or one instant, never a month taken for a point."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from cstotimeline.core.errors import DateError, Fault, NotAPoint, shown
from cstotimeline.core.temporal.edtf import PartialDate, Precision, day_numbered
from cstotimeline.core.temporal.granularity import Granularity, readings
from cstotimeline.core.temporal.pendulum_values import pendulum_date

if TYPE_CHECKING:
    from cstotimeline.core.temporal.pendulum_values import Date

_ZONED = re.compile(r"(?P<local>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8})(?P<offset>[^\[]*)\[(?P<zone>[^\]]+)\]")


@attrs.frozen(cache_hash=True)
class QueryTime:
    """A civil day (``ordinal``, proleptic Gregorian, 1 = 0001-01-01) or an instant (``epoch``, seconds of UTC
    since 1970).

    A day stands for its end. ``text`` is the moment in EDTF.
    """

    text: str
    ordinal: int
    epoch: int | None = None

    @property
    def is_instant(self) -> bool:
        """Return True where a time of day was asked for."""
        return self.epoch is not None

    @property
    def day(self) -> Date:
        """Return the civil day asked for: of an instant, the day in the zone that it was given in."""
        return pendulum_date(self.ordinal)

    @property
    def granularity(self) -> Granularity:
        """Return what the question is measured in: days, or for an instant seconds."""
        return Granularity.DAY if self.epoch is None else Granularity.SECOND

    @property
    def at(self) -> int:
        """Return the place on that granularity: the ordinal of the day, or the second of UTC since 1970."""
        return self.ordinal if self.epoch is None else self.epoch

    def is_after(self, other: QueryTime) -> bool:
        """Return whether this moment comes after another: a day stands for its end, so after an instant in it.

        >>> QueryTime.of("2019-11-28").is_after(QueryTime.of("2019-11-28T12:00:00Z"))
        True
        """
        if self.epoch is not None and other.epoch is not None:
            return self.epoch > other.epoch
        if self.ordinal != other.ordinal:
            return self.ordinal > other.ordinal
        return self.epoch is None and other.epoch is not None

    @classmethod
    def of_ordinal(cls, ordinal: int) -> QueryTime:
        """Return the day with a proleptic Gregorian ordinal (1 is 0001-01-01).

        Raises:
            DateError: no day has this ordinal.
        """
        return cls(day_numbered(ordinal).isoformat(), ordinal)

    @classmethod
    def of(cls, when: When, *, name: str = "at") -> QueryTime:
        """Return the moment that ``when`` means; ``name`` is the argument's name, for the error.

        Raises:
            NotAPoint: a month, a year, a period or a doubtful date.
            DateError: no date at all, or a time of day without an offset or a zone.

        >>> QueryTime.of("2019-11-28").text
        '2019-11-28'
        >>> QueryTime.of("2015-09-15T14:40:00[Asia/Dushanbe]").epoch
        1442310000
        """
        if isinstance(when, QueryTime):
            return when
        if isinstance(when, datetime):
            return cls.of_instant(when, name)
        if isinstance(when, date):
            return cls(PartialDate.of(when).text, when.toordinal())
        if isinstance(when, str):
            return _of_text(when, name)
        if not isinstance(when, PartialDate):
            what = f"expected a day, got {shown(when)}"
            raise DateError(Fault(where=name, what=what, remedy="write a day such as 2019-11-20"))
        return cls.of_partial(when, name)

    @classmethod
    def of_partial(cls, when: PartialDate, name: str) -> QueryTime:
        """Return the point that a date of a day or an instant is; ``name`` is the argument's."""
        if when.clock is not None:
            instant = when.instant
            if instant is None:
                raise _naive(when.text, name)
            return cls.of_instant(instant, name)
        if when.qualifier:
            raise _not_a_point(when.text, "a doubtful date", name)
        if when.precision is not Precision.DAY:
            raise _not_a_point(when.text, f"a {when.precision.value}", name)
        return cls(when.text, when.first_ordinal)

    @classmethod
    def of_instant(cls, when: datetime, name: str) -> QueryTime:
        """Return the point of an aware ``datetime``, its fraction of a second dropped."""
        if when.tzinfo is None or when.utcoffset() is None:
            raise _naive(when.isoformat(), name)
        text = when.isoformat(timespec="seconds")
        return cls(text, when.toordinal(), int(when.timestamp() // 1))


@lru_cache(maxsize=4_096)
def _of_text(when: str, name: str) -> QueryTime:
    if zoned := _ZONED.fullmatch(when):
        return QueryTime.of_instant(_in_zone(zoned, name), name)
    if "/" in when:
        raise _not_a_point(when, "a period", name)
    return QueryTime.of_partial(_parsed(when, name), name)


When = str | date | PartialDate | QueryTime
"""What a question may be asked for: a day or an instant; ``datetime`` and pendulum values are dates too."""


def _parsed(text: str, name: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except DateError as error:
        raise DateError([attrs.evolve(fault, where=name) for fault in error.faults]) from None


def _in_zone(match: re.Match[str], name: str) -> datetime:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # few questions name a zone

    try:
        zone = ZoneInfo(match["zone"])
        local = datetime.fromisoformat(match["local"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = f"expected a day, a time and an IANA zone, got {shown(match[0])}"
        remedy = "write 2015-09-15T14:40:00[Asia/Dushanbe]"
        raise DateError(Fault(where=name, what=what, remedy=remedy)) from None
    if match["offset"]:
        what = f"an offset and a zone together, got {shown(match[0])}"
        raise DateError(Fault(where=name, what=what, remedy="write one of the two"))
    found = readings(local, zone)
    if len(found) == 1:
        return found[0]
    offsets = " or ".join(one.isoformat()[19:] for one in found)
    what = f"comes twice in {match['zone']}" if found else f"is skipped in {match['zone']}"
    remedy = f"write the offset: {offsets}" if found else "write a time that exists there"
    raise DateError(Fault(where=name, what=f"the local time {what}, got {shown(match[0])}", remedy=remedy))


def _not_a_point(text: str, what: str, name: str) -> NotAPoint:
    if name != "at":
        remedy = "write one day, such as 2019-11-30"
    elif what == "a doubtful date":
        remedy = "ask for one day, or for during('...')"
    else:
        remedy = f"ask during('{text}')"
    return NotAPoint(Fault(where=name, what=f"{text!r} is {what}, not a day", remedy=remedy))


def _naive(text: str, name: str) -> DateError:
    what = f"a time of day needs an offset or a zone, got {shown(text)}"
    return DateError(Fault(where=name, what=what, remedy="add +05:00, Z or [Asia/Dushanbe]"))


_EPOCH_ORDINAL = 719_163  # 1970-01-01
_EPOCH_SECOND = _EPOCH_ORDINAL * 86_400


def second_of(when: When) -> int:
    """Return the last second since 1970 of what ``when`` means: of a day, the last one of that day in UTC."""
    if isinstance(when, datetime):
        if when.tzinfo is UTC:
            return (
                when.toordinal() * 86_400 + when.hour * 3_600 + when.minute * 60 + when.second - _EPOCH_SECOND
            )
        if when.utcoffset() is not None:
            return int(datetime.timestamp(when) // 1)
    return last_second(QueryTime.of(when, name="recorded"))


def last_second(moment: QueryTime) -> int:
    """Return a moment's last second since 1970: of a day, the last one of that day in UTC."""
    return moment.epoch if moment.epoch is not None else (moment.ordinal - _EPOCH_ORDINAL + 1) * 86_400 - 1


def ordinal_of_second(second: int) -> int:
    """Return the ordinal of the civil day in UTC of a second since 1970."""
    return second // 86_400 + _EPOCH_ORDINAL
