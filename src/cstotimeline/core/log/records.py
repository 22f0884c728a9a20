"""Records: events as a log keeps them, and the instants at which they were recorded.

An instant is kept as the standard library's ``datetime``, in UTC and whole seconds, as a line writes it; whoever asks
for ``recorded`` is given pendulum's.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.pendulum_values import utc_instant

if TYPE_CHECKING:
    from cstotimeline.core.temporal.pendulum_values import DateTime

Instant = datetime
"""An aware instant; pendulum's are too."""

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


def whole_second(instant: object) -> datetime:
    """Return an aware instant in UTC and whole seconds, as lines write it; fractions are dropped.

    Raises:
        LogError: no ``datetime``, or one without a time zone.

    >>> from datetime import timedelta, timezone
    >>> str(whole_second(datetime(2026, 11, 21, 17, tzinfo=timezone(timedelta(hours=5)))))
    '2026-11-21 12:00:00+00:00'
    """
    if not isinstance(instant, datetime) or instant.utcoffset() is None:
        what = f"expected an aware datetime, got {shown(instant)}"
        raise LogError(Fault(where="recorded", what=what, remedy="give an instant with its zone"))
    if type(instant) is datetime and instant.tzinfo is UTC and not instant.microsecond:
        return instant
    in_utc = instant.astimezone(UTC)
    return datetime(*in_utc.timetuple()[:6], tzinfo=UTC)


def _check_position(_: object, __: object, position: Any) -> None:
    if type(position) is not int or position < 1:
        what = f"expected a position from 1 upwards, got {shown(position)}"
        raise LogError(Fault(where="position", what=what, remedy="count from 1"))


@attrs.frozen(kw_only=True, repr=False)
class Record:
    """An event in a log: ``position`` from 1 upwards, the instant at which it was ``recorded``, the event.

    ``recorded`` is given as any aware ``datetime``. It is kept as ``instant``, the standard library's, in UTC and
    whole seconds, as lines write it; fractions are dropped.

    Raises:
        LogError: a position below 1, or an instant without a time zone.

    >>> from cstotimeline import Citation, Event, PartialDate
    >>> founded = Event(
    ...     id="founded", occurred=PartialDate.parse("2002"), sources=(Citation(publisher="a page"),)
    ... )
    >>> record = Record(position=1, recorded=datetime(2026, 11, 21, 12, tzinfo=UTC), event=founded)
    >>> record.recorded.to_iso8601_string(), record.event.id
    ('2026-11-21T12:00:00Z', 'founded')
    """

    position: int = attrs.field(validator=_check_position)
    instant: datetime = attrs.field(alias="recorded", converter=whole_second)
    event: Event

    @property
    def recorded(self) -> DateTime:
        """The instant at which the event was recorded, as pendulum has it, in UTC."""
        return utc_instant(self.instant)

    def __repr__(self) -> str:
        return f"Record(position={self.position}, recorded={self.instant!r}, event={self.event!r})"


_PUT_POSITION, _PUT_INSTANT, _PUT_EVENT = (vars(Record)[field.name].__set__ for field in attrs.fields(Record))


def record_read(position: int, instant: datetime, event: Event) -> Record:
    """Return the record that the class builds, without a check of the instant: :func:`instant_of` or
    :func:`whole_second` gave it.

    Raises:
        LogError: a position below 1.
    """
    if position < 1:
        _check_position(None, None, position)
    record = object.__new__(Record)
    _PUT_POSITION(record, position)
    _PUT_INSTANT(record, instant)
    _PUT_EVENT(record, event)
    return record


def now() -> datetime:
    """Return this instant in UTC, in whole seconds: what a log writes as ``recorded`` unless another is given."""
    return datetime.now(UTC).replace(microsecond=0)


@lru_cache(maxsize=256)  # many lines in a row have one instant
def written(instant: datetime) -> str:
    """Return how a line writes an instant of a record, which is in UTC and whole seconds.

    >>> written(datetime(2026, 11, 21, 12, tzinfo=UTC))
    '2026-11-21T12:00:00Z'
    """
    return f"{instant.replace(tzinfo=None).isoformat()}Z"


@lru_cache(maxsize=256)
def second_written(text: str) -> int:
    """Return the second since 1970 of an instant in the form of :func:`written`.

    >>> second_written("1970-01-02T00:00:00Z")
    86400
    """
    return int(datetime.fromisoformat(text).timestamp())


@lru_cache(maxsize=256)
def instant_of(text: str) -> datetime | None:
    """Return the instant that :func:`written` gave as ``text``; None where it is no instant in that form.

    >>> instant_of("2026-11-21T12:00:00Z")
    datetime.datetime(2026, 11, 21, 12, 0, tzinfo=datetime.timezone.utc)
    >>> instant_of("2026-11-31T12:00:00Z") is None
    True
    """
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
