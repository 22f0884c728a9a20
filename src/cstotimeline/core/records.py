"""Records: events as a log keeps them."""

from __future__ import annotations

import attrs
import pendulum

from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.events import Event

Instant = pendulum.DateTime
"""An aware instant, as a log keeps it."""


def _whole_second(instant: Instant) -> Instant:
    if not isinstance(instant, Instant) or instant.tzinfo is None:
        return instant
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
