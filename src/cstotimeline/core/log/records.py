"""Records: events as a log keeps them.

pendulum is imported when the first instant is asked for, not before: a log of a million records is read, and most
questions are answered, without one. Hence a record that was read from a line keeps the text of its instant until then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.events.event import Event

if TYPE_CHECKING:
    import pendulum

    Instant = pendulum.DateTime
    """An aware instant, as a log keeps it; at run time `__getattr__` gives it."""

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


def __getattr__(name: str) -> Any:
    if name == "Instant":
        import pendulum

        return pendulum.DateTime
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def is_aware(instant: object) -> bool:
    """Return whether a value is an instant as records keep it: a ``pendulum.DateTime`` with its zone."""
    import pendulum

    return isinstance(instant, pendulum.DateTime) and instant.tzinfo is not None


def whole_second(instant: Instant) -> Instant:
    """Return an aware instant in UTC and whole seconds, as lines write it."""
    import pendulum

    if instant.tzinfo is pendulum.UTC and not instant.microsecond:
        return instant  # as nearly all are; converting one to itself costs more than the rest of a record
    return instant.in_timezone("UTC").replace(microsecond=0)


def _converted(instant: Instant) -> Instant:
    return whole_second(instant) if is_aware(instant) else instant


@attrs.frozen(kw_only=True)
class Record:
    """An event in a log: ``position`` from 1 upwards, the instant at which it was ``recorded``, the event.

    Instants are kept in UTC and whole seconds, as lines write them; fractions are dropped.

    Raises:
        LogError: a position below 1, or an instant without a time zone.
    """

    position: int
    recorded: Instant = attrs.field(converter=_converted)
    event: Event

    def __attrs_post_init__(self) -> None:
        _check_position(self.position)
        recorded = _kept(self)
        if not is_aware(recorded):
            what = f"expected an aware pendulum.DateTime, got {recorded!r}"
            raise LogError(Fault(where="recorded", what=what, remedy="give an instant with its zone"))


def _check_position(position: int) -> None:
    if position < 1:
        what = f"expected a position from 1 upwards, got {position}"
        raise LogError(Fault(where="position", what=what, remedy="count from 1"))


_SLOTS: dict[str, Any] = {name: vars(Record)[name] for name in ("position", "recorded", "event")}
_put_position, _put_recorded, _put_event = (slot.__set__ for slot in _SLOTS.values())
_kept = _SLOTS["recorded"].__get__


class _Recorded:
    """The instant of a record, in whose slot a text may stand for it until somebody asks."""

    def __get__(self, record: Record | None, _: object = None) -> Any:
        if record is None:
            return _SLOTS["recorded"]
        found = _kept(record)
        if type(found) is str:
            found = instant_of(found)
            _put_recorded(record, found)
        return found

    def __set__(self, record: Record, instant: object) -> None:
        _put_recorded(record, instant)


Record.recorded = _Recorded()  # type: ignore[assignment]


def record_read(position: int, recorded: str, event: Event) -> Record:
    """Return the record of an event that a line writes, whose instant ``recorded`` is one: see :func:`is_written`.

    It is the one that the class builds, without the instant having to be built.

    Raises:
        LogError: a position below 1.
    """
    if position < 1:
        _check_position(position)
    record = object.__new__(Record)
    _put_position(record, position)
    _put_recorded(record, recorded)
    _put_event(record, event)
    return record


def records_made(events: Iterable[Event], *, after: int, recorded: Instant) -> tuple[Record, ...]:
    """Return the records of events that follow position ``after``, all of one instant, as :func:`whole_second` gives
    it.
    """
    text = written(recorded)
    return tuple(record_read(position, text, event) for position, event in enumerate(events, after + 1))


def instant_from(moment: datetime) -> Instant:
    """Return an aware ``datetime``, as a database gives it, as an instant."""
    import pendulum

    return pendulum.instance(moment)


def now() -> Instant:
    """Return this instant in UTC, in whole seconds: what a log writes as ``recorded`` unless told otherwise."""
    import pendulum

    return pendulum.now("UTC").replace(microsecond=0)


def written(instant: Instant) -> str:
    """Return how a line writes an instant of a record, which is in UTC and whole seconds.

    >>> import pendulum
    >>> written(pendulum.datetime(2026, 11, 21, 12))
    '2026-11-21T12:00:00Z'
    """
    day = f"{instant.year:04}-{instant.month:02}-{instant.day:02}"
    return f"{day}T{instant.hour:02}:{instant.minute:02}:{instant.second:02}Z"


def written_of(record: Record) -> str:
    """Return how a line writes the instant of a record."""
    found = _kept(record)
    return found if type(found) is str else written(found)


@lru_cache(maxsize=256)  # many lines in a row bear one instant
def is_written(text: str) -> bool:
    """Return whether a text is an instant in the form of :func:`written`.

    >>> is_written("2026-11-21T12:00:00Z"), is_written("2026-11-31T12:00:00Z")
    (True, False)
    """
    if not _WRITTEN.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def instant_of(text: str) -> Instant | None:
    """Return the instant that :func:`written` gave as ``text``; None where it is no instant in that form."""
    if not is_written(text):
        return None
    import pendulum

    return pendulum.DateTime.fromisoformat(text).in_timezone("UTC")
