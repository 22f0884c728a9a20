"""The log in memory, beside the contract of stores: what it begins with, and how its records are found."""

from __future__ import annotations

import pytest

from cstotimeline import (
    Event,
    EventCorrected,
    PartialDate,
    PresidencyTransferred,
    UnknownName,
)
from cstotimeline.stores.memory import MemoryLog
from tests.builders import NOON, PAGE


def handover(name: str, *, note: str = "") -> PresidencyTransferred:
    """Return an event with the id ``name``."""
    day = PartialDate.parse("2019-11-28")
    return PresidencyTransferred(id=name, occurred=day, sources=PAGE, holder="Russia", note=note)


def ids(log: MemoryLog) -> list[str]:
    """Return the ids of a log in its order."""
    return [record.event.id for record in log.read()]


def test_a_log_can_begin_with_records() -> None:
    """A log made from the records of another one continues after them."""
    first = MemoryLog()
    first.append(handover("a"), recorded=NOON)
    log = MemoryLog(first.read())
    (record,) = log.append(handover("b"))
    assert (record.position, len(first), len(log)) == (2, 1, 2)


def test_records_are_found_by_id_and_by_place() -> None:
    """Records answer to an event's id and to a place from 0; an unknown id is refused as it was written."""
    log = MemoryLog()
    event: Event = handover("a")
    (record,) = log.append(event)
    assert log.read()["a"] == log.read()[0] == record
    with pytest.raises(UnknownName, match="no event with this id, got 'b'"):
        log.read()["b"]


def test_a_correction_keeps_the_corrected_event() -> None:
    """Correcting adds a record and changes none."""
    log = MemoryLog()
    (wrong,) = log.append(handover("a"))
    log.append(
        EventCorrected(
            id="fix",
            occurred=PartialDate.parse("2020-01-01"),
            sources=PAGE,
            target="a",
            replacement=handover("a", note="right"),
            reason="note was missing",
        )
    )
    assert log.read()["a"] == wrong
    assert ids(log) == ["a", "fix"]
