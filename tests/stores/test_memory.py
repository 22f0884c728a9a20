from __future__ import annotations

from datetime import datetime
from typing import Any

import pendulum
import pytest

from cstotimeline import (
    Conflict,
    Event,
    EventCorrected,
    EventRetracted,
    LogError,
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


def retraction(name: str, target: str) -> EventRetracted:
    """Return a retraction of the event ``target``."""
    return EventRetracted(
        id=name,
        occurred=PartialDate.parse("2020-01-01"),
        sources=PAGE,
        target=target,
        reason="never happened",
    )


def ids(log: MemoryLog) -> list[str]:
    """Return the ids of a log in its order."""
    return [record.event.id for record in log.read()]


def test_appended_events_are_read_back_in_order() -> None:
    """What is appended stands at the end, with positions from 1 upwards and the given instant."""
    log = MemoryLog()
    returned = (
        *log.append(handover("a"), recorded=NOON),
        *log.append(handover("c"), handover("b"), recorded=NOON),
    )
    assert ids(log) == ["a", "c", "b"]
    assert tuple(log.read()) == returned
    assert [(record.position, record.recorded) for record in returned] == [(1, NOON), (2, NOON), (3, NOON)]
    assert len(log) == 3


def test_an_instant_not_given_is_now_in_utc() -> None:
    """Without an instant the log writes the present one, in UTC and in whole seconds."""
    before = pendulum.now("UTC").replace(microsecond=0)
    (record,) = MemoryLog().append(handover("a"))
    assert before <= record.recorded <= pendulum.now("UTC")
    assert (record.recorded.microsecond, record.recorded.timezone_name) == (0, "UTC")


def test_the_same_event_is_kept_once() -> None:
    """An event that is there already is not added again; its first record is returned."""
    log = MemoryLog()
    (first,) = log.append(handover("a"), recorded=NOON)
    again = log.append(handover("a"), handover("b"), handover("b"), recorded=NOON.add(days=1))
    assert again[0] is first
    assert again[1] == again[2]
    assert ids(log) == ["a", "b"]


def test_another_event_with_the_same_id_is_refused() -> None:
    """An id that is there with other content is refused, whether in the log or among the events appended."""
    log = MemoryLog()
    log.append(handover("a"))
    with pytest.raises(LogError, match="append: another event has this id, got 'a'; give it its own id"):
        log.append(handover("a", note="other"))
    with pytest.raises(LogError, match="append: another event has this id, got 'b'"):
        log.append(handover("b"), handover("b", note="other"))
    assert ids(log) == ["a"]


def test_either_all_events_are_added_or_none() -> None:
    """One refused event keeps the others out, and every refusal is named."""
    log = MemoryLog()
    log.append(handover("a"), handover("b"))
    with pytest.raises(LogError) as refused:
        log.append(handover("c"), handover("a", note="other"), handover("b", note="other"))
    assert [fault.what[-3:] for fault in refused.value.faults] == ["'a'", "'b'"]
    with pytest.raises(LogError, match="no event with this id, got 'nothing'"):
        log.append(handover("c"), retraction("r", "nothing"))
    assert ids(log) == ["a", "b"]


def test_a_naive_instant_is_refused_and_nothing_added() -> None:
    """An instant without a zone is refused; the log stays as it was."""
    log = MemoryLog()
    naive: Any = datetime(2026, 11, 21, 12)
    with pytest.raises(LogError, match=r"recorded: expected an aware datetime"):
        log.append(handover("a"), recorded=naive)
    assert ids(log) == []


def test_a_correction_may_come_with_its_target() -> None:
    """An event and a retraction of it can be appended in one go, in either order."""
    log = MemoryLog()
    log.append(retraction("r", "a"), handover("a"))
    assert ids(log) == ["r", "a"]


@pytest.mark.parametrize(("expected", "new"), [(0, "a, b"), (1, "b"), (3, "nothing")])
def test_a_log_that_is_not_as_expected_is_left_alone(expected: int, new: str) -> None:
    """A writer that saw a log of another length is refused, told what came since, and adds nothing."""
    log = MemoryLog()
    log.append(handover("a"), handover("b"))
    with pytest.raises(Conflict) as refused:
        log.append(handover("c"), expected=expected)
    (fault,) = refused.value.faults
    assert fault.what == f"expected a log of {expected} records, it has 2 (new: {new})"
    assert ids(log) == ["a", "b"]


def test_a_log_that_is_as_expected_grows() -> None:
    """A writer that saw the log as it is succeeds, on an empty log too."""
    log = MemoryLog()
    log.append(handover("a"), expected=0)
    log.append(handover("b"), expected=1)
    assert ids(log) == ["a", "b"]


def test_a_conflict_over_a_retraction_is_a_conflict() -> None:
    """The refusal is the same where what came since is a retraction of what had been seen."""
    log = MemoryLog()
    log.append(handover("a"))
    log.append(retraction("r", "a"))
    with pytest.raises(Conflict, match="new: r"):
        log.append(handover("b"), expected=1)


@pytest.mark.parametrize(
    ("after", "rest"), [(0, ["a", "b", "r"]), (1, ["b", "r"]), (2, ["r"]), (3, []), (9, [])]
)
def test_reading_from_a_position_on(after: int, rest: list[str]) -> None:
    """Reading after a position gives the later records with their positions, whatever they refer to."""
    log = MemoryLog()
    log.append(handover("a"), handover("b"), retraction("r", "a"))
    assert [record.event.id for record in log.read(after=after)] == rest
    assert [record.position for record in log.read(after=after)] == list(range(after + 1, 4))


def test_what_was_read_does_not_grow() -> None:
    """Records that were read stay as they are when the log is appended to."""
    log = MemoryLog()
    log.append(handover("a"))
    seen = log.read()
    log.append(handover("b"))
    assert len(seen) == 1


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
