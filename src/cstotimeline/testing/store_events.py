"""The events of the store contract, and what its tests ask of a log."""

# ruff: noqa: S101  tests assert

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

import attrs
import pendulum

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.log import Log
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club

CODEC = Codec((*club.KINDS, EventCorrected, EventRetracted))
"""The codec of the events that the contract appends."""

NOON = pendulum.datetime(2026, 11, 21, 12)
PAGE = (Citation(publisher="the club's paper"),)
_E = TypeVar("_E", bound=Exception)


@attrs.frozen(kw_only=True)
class Stranger(Event):
    """An event of a kind that :data:`CODEC` does not know."""

    kind: ClassVar[str] = "stranger"


def took(name: str, holder: str = "Ann", **fields: Any) -> club.StewardTook:
    """Return an event with the id ``name``."""
    return club.StewardTook(
        id=name, occurred=PartialDate.parse("2020-01-30"), sources=PAGE, holder=holder, **fields
    )


def retraction(name: str, target: str) -> EventRetracted:
    """Return a retraction of the event ``target``."""
    day = PartialDate.parse("2020-02-01")
    return EventRetracted(id=name, occurred=day, sources=PAGE, target=target, reason="it never happened")


def correction(name: str, event: Event) -> EventCorrected:
    """Return a correction of ``event``: the same with a note."""
    day, better = PartialDate.parse("2020-02-01"), attrs.evolve(event, note="better")
    return EventCorrected(
        id=name, occurred=day, sources=PAGE, target=event.id, replacement=better, reason="it lacked a note"
    )


def ids(records: Sequence[Record]) -> list[str]:
    """Return the ids of records, in their order."""
    return [record.event.id for record in records]


def lines(log: Log) -> list[str]:
    """Return the canonical lines of a log, in its order."""
    return [CODEC.to_line(record) for record in log.read()]


def refusal(error: type[_E], act: Callable[[], object]) -> _E:
    """Return the error of that very class with which ``act`` is refused."""
    try:
        act()
    except error as raised:
        refused = raised
    else:
        raise AssertionError(f"nothing was refused, expected {error.__name__}")
    assert type(refused) is error, f"expected {error.__name__}, got {type(refused).__name__}"
    return refused
