"""Records: events as a log keeps them."""

from __future__ import annotations

import re
from functools import lru_cache

import attrs
import pendulum

from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.events import Event

Instant = pendulum.DateTime
"""An aware instant, as a log keeps it."""

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


def _whole_second(instant: Instant) -> Instant:
    if not isinstance(instant, Instant) or instant.tzinfo is None:
        return instant
    if instant.tzinfo is pendulum.UTC and not instant.microsecond:
        return instant  # as nearly all are; converting one to itself costs more than the rest of a record
    return instant.in_timezone("UTC").replace(microsecond=0)


@attrs.frozen(kw_only=True)
class Record:
    """An event in a log: ``position`` from 1 upwards, the instant at which it was ``recorded``, the event.

    Instants are kept in UTC and whole seconds, as lines write them; fractions are dropped.

    Raises:
        LogError: a position below 1, or an instant without a time zone.
    """

    position: int
    recorded: Instant = attrs.field(converter=_whole_second)
    event: Event

    def __attrs_post_init__(self) -> None:
        if self.position < 1:
            what = f"expected a position from 1 upwards, got {self.position}"
            raise LogError(Fault(where="position", what=what, remedy="count from 1"))
        if not isinstance(self.recorded, Instant) or self.recorded.tzinfo is None:
            what = f"expected an aware pendulum.DateTime, got {self.recorded!r}"
            raise LogError(Fault(where="recorded", what=what, remedy="give an instant with its zone"))


def now() -> Instant:
    """Return this instant in UTC, in whole seconds: what a log writes as ``recorded`` unless told otherwise."""
    return pendulum.now("UTC").replace(microsecond=0)


def written(instant: Instant) -> str:
    """Return how a line writes an instant of a record, which is in UTC and whole seconds.

    >>> written(pendulum.datetime(2026, 11, 21, 12))
    '2026-11-21T12:00:00Z'
    """
    day = f"{instant.year:04}-{instant.month:02}-{instant.day:02}"
    return f"{day}T{instant.hour:02}:{instant.minute:02}:{instant.second:02}Z"


@lru_cache(maxsize=256)  # many lines in a row bear one instant
def instant_of(text: str) -> Instant | None:
    """Return the instant that :func:`written` gave as ``text``; None where it is no instant in that form."""
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        return Instant.fromisoformat(text).in_timezone("UTC")
    except ValueError:
        return None
