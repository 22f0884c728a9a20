"""Promise 9: incremental is rebuild."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.errors import Conflict, LogError
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing import club
from cstotimeline.testing.organizations import FIRST_RECORDED
from cstotimeline.testing.small_worlds import arrivals, histories, recorded
from tests.builders import every_answer, retracted, took

HISTORIES = histories(most=5, amendments=3)


@given(data=st.data(), events=HISTORIES)
def test_one_at_a_time_in_any_order_is_all_at_once(data: st.DataObject, events: tuple[Event, ...]) -> None:
    """After each record the timeline answers as one built from those events alone, though it was asked all along."""
    log = MemoryLog()
    order = data.draw(arrivals(events))
    for number, event in enumerate(order, 1):
        log.append(event)
        so_far = club.timeline(order[:number])
        assert every_answer(club.timeline(log.read())) == every_answer(so_far)
    at_once = MemoryLog()
    at_once.append(*events)
    assert every_answer(club.timeline(log.read())) == every_answer(club.timeline(at_once.read()))


@given(recorded(amendments=3))
def test_a_log_turned_back_is_the_log_as_it_was(records: tuple[Record, ...]) -> None:
    """``recorded=`` the instant of any record answers as the log did then: its records up to that instant."""
    timeline = club.timeline(records)
    for record in records:
        then = [other for other in records if other.recorded <= record.recorded]
        seen = timeline.recorded(by=record.recorded)
        assert every_answer(seen) == every_answer(club.timeline(then))


@given(histories(least=1, most=3))
def test_an_answer_is_not_changed_by_what_is_appended_later(events: tuple[Event, ...]) -> None:
    """A timeline made from a log before more was appended answers as before, asked first or not."""
    log = MemoryLog()
    log.append(*events[:-1])
    before = club.timeline(log.read())
    untouched = club.timeline(log.read())
    answers = every_answer(before)
    log.append(events[-1])
    assert every_answer(before) == answers
    assert every_answer(untouched) == answers
    assert len(before.log) == len(events) - 1


@given(data=st.data(), events=histories(most=5, amendments=2))
def test_batches_do_not_matter(data: st.DataObject, events: tuple[Event, ...]) -> None:
    """However the events are cut into batches, records and answers are the same."""
    cut = data.draw(st.integers(0, len(events)))
    log, whole = MemoryLog(), MemoryLog()
    log.append(*events[:cut], recorded=FIRST_RECORDED)
    log.append(*events[cut:], recorded=FIRST_RECORDED)
    whole.append(*events, recorded=FIRST_RECORDED)
    assert list(log.read()) == list(whole.read())
    assert [record.position for record in log.read()] == list(range(1, len(events) + 1))


def test_appending_the_same_event_again_changes_nothing() -> None:
    """An event with its id and content in the log is not added twice; another content under its id is refused."""
    log = MemoryLog()
    (first,) = log.append(took("ann", "2019"))
    assert log.append(took("ann", "2019")) == (first,)
    assert len(log) == 1
    with pytest.raises(LogError, match="another event has this id, got 'ann'"):
        log.append(took("bob", "2020"), took("ann", "2020"))
    assert len(log) == 1


def test_a_writer_who_has_not_seen_the_log_is_refused() -> None:
    """With ``expected`` an older length, nothing is written and the newer event is named."""
    log = MemoryLog()
    log.append(took("ann", "2019"))
    with pytest.raises(Conflict, match=r"expected a log of 0 records, it has 1 \(new: ann\)"):
        log.append(took("bob", "2020"), expected=0)
    assert len(log) == 1


def test_records_of_a_log_may_come_in_any_order() -> None:
    """A timeline of records turned round has the same answers, and lists the log by position."""
    log = MemoryLog()
    log.append(took("ann", "2019"), took("bob", "2020-01-30"), retracted("r", "2020-02-01", "bob"))
    turned = Timeline(list(log.read())[::-1], club.PROJECTIONS)
    assert every_answer(turned) == every_answer(club.timeline(log.read()))
    assert [record.position for record in turned.log] == [1, 2, 3]


def test_a_timeline_grows_by_records_in_any_order() -> None:
    """Records that were skipped before, that are there already, or that come first in the log are taken as well."""
    log = MemoryLog()
    log.append(took("ann", "2019"), took("bob", "2020-01-30"), retracted("r", "2020-02-01", "bob"))
    ann, bob, retraction = log.read()
    whole = club.timeline(log.read())
    for order in ([ann, bob, retraction], [bob, ann, retraction], [bob, retraction, ann]):
        grown = club.timeline(())
        for record in order:
            grown = grown.extended([record, *grown.log])
        assert every_answer(grown) == every_answer(whole)
        assert list(grown.log) == list(whole.log)
    assert whole.extended([ann, bob]) is whole


def test_a_timeline_does_not_grow_by_what_a_log_would_refuse() -> None:
    """Another record of an event that is there, another event of its id and a link to nothing are refused."""
    log = MemoryLog()
    (ann,) = log.append(took("ann", "2019"))
    timeline = club.timeline(log.read())
    again = Record(position=2, recorded=ann.recorded, event=ann.event)
    other = Record(position=2, recorded=ann.recorded, event=took("ann", "2020"))
    loose = Record(position=2, recorded=ann.recorded, event=retracted("r", "2020", "nobody"))
    for record in (again, other, loose):
        with pytest.raises(LogError):
            timeline.extended([record])
    with pytest.raises(LogError, match="made from events, not from records"):
        club.timeline([took("ann", "2019")]).extended([ann])
