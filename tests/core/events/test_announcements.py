"""Announcements and settlements: which of them hold, what is expected, and settlements of nothing."""

from __future__ import annotations

import pytest

from cstotimeline.core.events.announcements import (
    announcement_faults,
    awaited,
    expectations,
    settlements,
)
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.csto.meetings import MeetingHeld
from tests.builders import PAGE, announced, by_id, settled, took


def test_of_two_settlements_the_latest_known_holds() -> None:
    """By the day on which it occurred, then by id; one that was not surely known by a day does not count by then."""
    events = by_id(
        announced("a", took("a", "2020-06-01")),
        settled("s1", "a", "2020-01-01", reason="early"),
        settled("s3", "a", "2020-03-01", outcome="postponed"),
        settled("s2", "a", "2020-03-01"),
        settled("s0", "a", "2020-02"),
    )
    days = {
        "2019-12-31": None,
        "2020-01-01": "s1",
        "2020-02-28": "s1",
        "2020-02-29": "s0",
        "2020-03-01": "s3",
    }
    for day, name in days.items():
        (found,) = expectations(events, QueryTime.of(day))
        assert (found.settled.id if found.settled else None) == name
    assert settlements(events)["a"].id == "s3"
    assert awaited(events) == {}


def test_expectations_stand_in_the_order_of_their_dates() -> None:
    """By the date expected, then by id; each open, overdue or settled, and all of it plain data."""
    events = by_id(
        announced("b", took("b", "2020-06-01")),
        announced("a", took("a", "2020-06-01"), wording="planned"),
        announced("c", took("c", "2020-01"), by="the press"),
        announced("d", took("d", "2019-06-01")),
        settled("s", "d", "2019-05-01"),
        announced("late", took("late", "2020"), when="2020-02"),
    )
    found = expectations(events, QueryTime.of("2020-01-31"))
    assert [(one.id, one.status) for one in found] == [
        ("d", "cancelled"),
        ("c", "overdue"),
        ("a", "open"),
        ("b", "open"),
    ]
    assert expectations(events, QueryTime.of("2020-01-30"))[1].status == "open"
    assert found[0].to_dict() == {
        "id": "d",
        "announced": "2019-01-01",
        "wording": "expected",
        "expects": "steward_took",
        "title": "D becomes steward",
        "date": "2019-06-01",
        "status": "cancelled",
        "certain": True,
        "alternatives": [],
        "because": ["d", "s"],
    }
    assert found[2].to_dict()["because"] == ["a"]
    assert found[2].announcement.title == "planned: A becomes steward (2020-06-01)"
    assert sorted(awaited(events)) == ["a", "b", "c", "late"]


SETTLED: dict[str, tuple[dict[str, str], str, str, tuple[str, ...]]] = {
    "one that may have been known": ({"s": "2020-02"}, "2020-02-15", "open", ("cancelled",)),
    "one that was known": ({"s": "2020-02"}, "2020-02-29", "cancelled", ()),
    "one that was not yet known": ({"s": "2020-02"}, "2020-01-31", "open", ()),
    "a later one that may have been known": (
        {"s": "2020-01-10", "p": "2020-02"},
        "2020-02-15",
        "cancelled",
        ("postponed",),
    ),
    "two of one month": ({"s": "2020-02", "p": "2020-02"}, "2020-03-01", "cancelled", ("postponed",)),
    "one of a month, one of a day after it": (
        {"s": "2020-02", "p": "2020-03-01"},
        "2020-03-01",
        "postponed",
        (),
    ),
    "one of a month, one of a day in it": (
        {"s": "2020-02", "p": "2020-02-10"},
        "2020-03-01",
        "postponed",
        ("cancelled",),
    ),
    "overdue, or settled": ({"s": "2020-07"}, "2020-07-15", "overdue", ("cancelled",)),
}


@pytest.mark.parametrize(("made", "day", "status", "alternatives"), SETTLED.values(), ids=SETTLED)
def test_where_dates_leave_open_what_became_of_it_the_others_are_alternatives(
    made: dict[str, str], day: str, status: str, alternatives: tuple[str, ...]
) -> None:
    """A settlement that may have been known by the day, or may have been the latest one, is an alternative."""
    outcomes = {"s": "cancelled", "p": "postponed"}
    events = by_id(
        announced("a", took("a", "2020-06-01")),
        *(settled(name, "a", when, outcome=outcomes[name]) for name, when in made.items()),
    )
    (found,) = expectations(events, QueryTime.of(day))
    assert (found.status, found.alternatives, found.certain) == (status, alternatives, not alternatives)


def test_an_expectation_is_asked_at_an_instant_by_the_zone_of_its_events() -> None:
    """It is made, and overdue, once the last second of its day is over where it happens."""
    event = took("a", "2020-06-01", zone="Asia/Dushanbe")
    events = by_id(announced("a", event, "2020-05-01", zone="Asia/Dushanbe"))
    told = {
        when: [one.status for one in expectations(events, QueryTime.of(when))]
        for when in (
            "2020-05-01T18:59:58Z",
            "2020-05-01T18:59:59Z",
            "2020-06-01T18:59:58Z",
            "2020-06-01T18:59:59Z",
        )
    }
    assert list(told.values()) == [[], ["open"], ["open"], ["overdue"]]


def test_a_settlement_of_no_announcement_is_named() -> None:
    """An event that is there but is no announcement cannot be settled, nor one that is not there."""
    events = by_id(took("a", "2020"), settled("s", "a", "2020"), settled("t", "x", "2020"))
    assert [str(fault) for fault in announcement_faults(events)] == [
        "s announcement: no announcement with this id, got 'a'; name an announcement of this log",
        "t announcement: no announcement with this id, got 'x'; name an announcement of this log",
    ]


def test_an_expectation_of_several_days_is_overdue_after_the_last() -> None:
    """Of an event that lasts until a later day the expectation is open until that day is over."""
    dinner = MeetingHeld(
        id="a",
        occurred=PartialDate.parse("2015-09-14"),
        until=PartialDate.parse("2015-09-15"),
        format="other",
        sources=PAGE,
    )
    events = by_id(announced("a", dinner, "2015-09-08"))
    told = [expectations(events, QueryTime.of(day))[0].status for day in ("2015-09-14", "2015-09-15")]
    assert told == ["open", "overdue"]


def test_what_a_day_announced_and_settled_was_open_at_its_start() -> None:
    """As a day begins the announcements made on it are open, also where it settled them, and none is overdue yet."""
    events = by_id(
        announced("a", took("a", "2020-06-01"), "2020-06-01"),
        settled("s", "a", "2020-06-01", outcome="cancelled"),
    )
    day = QueryTime.of("2020-06-01")
    assert [one.status for one in expectations(events, day)] == ["cancelled"]
    assert [one.status for one in expectations(events, day, at_start=True)] == ["open"]
    assert expectations(events, QueryTime.of("2020-05-31"), at_start=True) == []
    morning = QueryTime.of("2020-06-01T06:00:00Z")
    assert expectations(events, morning) == []
    assert [one.status for one in expectations(events, morning, at_start=True)] == ["open"]


def test_expectations_without_a_day_stand_last() -> None:
    """What is expected at some time in a century or a decade comes after all that has a year or a day."""
    events = by_id(announced("some-day", took("some-day", "20XX")), announced("a", took("a", "2020-06-01")))
    assert [one.id for one in expectations(events, QueryTime.of("2020-01-31"))] == ["a", "some-day"]
