"""Corrections, retractions, announcements and settlements: what they say, and links that lead nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from cstotimeline.core.errors import EventError
from cstotimeline.core.events.amendments import EventRetracted, link_faults, roots
from cstotimeline.core.events.amendments import corrected as amended
from cstotimeline.core.events.announcements import (
    AnnouncementSettled,
    EventAnnounced,
    announcement_faults,
    awaited,
    expectations,
    settlements,
)
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from tests.laws.helpers import PAGE, corrected, retracted, took


def announced(name: str, expects: Event, when: str = "2019-01-01", **fields: Any) -> EventAnnounced:
    """Return the announcement ``name`` of an event."""
    return EventAnnounced(id=name, occurred=PartialDate.parse(when), expects=expects, sources=PAGE, **fields)


def settled(name: str, announcement: str, when: str, **fields: Any) -> AnnouncementSettled:
    """Return what became of an announcement: it was cancelled, unless ``outcome`` is given."""
    given = {"outcome": "cancelled", "sources": PAGE, **fields}
    return AnnouncementSettled(id=name, occurred=PartialDate.parse(when), announcement=announcement, **given)


def by_id(*events: Event) -> dict[str, Event]:
    """Return events by their ids."""
    return {event.id: event for event in events}


FAULTY = {
    "a correction's own fields": (
        lambda: corrected("Bad", "2020", took("a", "2019")),
        "id: expected a lower-case slug, got 'Bad'; write one such as presidency-2019-11-28-russia",
    ),
    "a retraction's own fields": (
        lambda: retracted("Bad", "2020", "a"),
        "id: expected a lower-case slug, got 'Bad'; write one such as presidency-2019-11-28-russia",
    ),
    "a correction of itself": (
        lambda: corrected("a", "2020", took("a", "2019")),
        "target: an event cannot be about itself, got 'a'; name the earlier event",
    ),
    "a retraction of itself without a reason": (
        lambda: retracted("a", "2020", "a", reason=" "),
        "target: an event cannot be about itself, got 'a'; name the earlier event\n"
        "reason: expected a reason, got ''; say what was wrong",
    ),
    "a correction into a retraction": (
        lambda: corrected("b", "2020", retracted("a", "2020", "x")),
        "replacement: expected an event about the world, got event_retracted; give the event as it should have been",
    ),
    "an announcement of another id": (
        lambda: announced("a", took("b", "2020")),
        "expects.id: expected the announcement's own id, a, got 'b'; write a",
    ),
    "an announcement of an announcement": (
        lambda: announced("a", announced("a", took("a", "2020"))),
        "expects: expected an event about the world, got event_announced; give the event that is to come",
    ),
    "an announcement's own fields": (
        lambda: announced("Bad", took("bad", "2020")),
        "id: expected a lower-case slug, got 'Bad'; write one such as presidency-2019-11-28-russia\n"
        "expects.id: expected the announcement's own id, Bad, got 'bad'; write Bad",
    ),
    "fulfilled by nothing": (
        lambda: settled("b", "a", "2020", outcome="fulfilled"),
        "by: an expectation that was fulfilled names the event that came, got []; name the id of that event",
    ),
    "changed by nothing": (
        lambda: settled("b", "a", "2020", outcome="changed"),
        "by: an expectation that was changed names the event that came, got []; name the id of that event",
    ),
    "a settlement's own fields": (
        lambda: settled("Bad", "a", "2020"),
        "id: expected a lower-case slug, got 'Bad'; write one such as presidency-2019-11-28-russia",
    ),
}


@pytest.mark.parametrize(("build", "message"), FAULTY.values(), ids=FAULTY)
def test_an_event_about_events_that_makes_no_sense_is_refused(build: Any, message: str) -> None:
    """Every broken rule is named, those of all events first."""
    with pytest.raises(EventError) as caught:
        build()
    assert str(caught.value) == message


def test_links_that_lead_nowhere_are_named_where_they_break() -> None:
    """Of a chain only the first link that fails is a fault; a circle is one for each event in it."""
    chain = by_id(
        EventRetracted(
            id="a", occurred=PartialDate.parse("2020"), target="nothing", reason="so", sources=PAGE
        ),
        retracted("b", "2020", "a"),
        retracted("c", "2020", "b"),
        retracted("x", "2020", "y"),
        retracted("y", "2020", "x"),
        retracted("z", "2020", "y"),
    )
    assert [str(fault) for fault in link_faults(chain)] == [
        "a target: no event with this id, got 'nothing'; name an event of this log",
        "x target: targets go round in a circle, got 'y'; name the event that is wrong",
        "y target: targets go round in a circle, got 'x'; name the event that is wrong",
        "z target: targets go round in a circle, got 'y'; name the event that is wrong",
    ]
    assert set(roots(chain).values()) == {None}


def test_a_correction_bears_the_id_of_what_it_corrects_in_the_end() -> None:
    """The replacement of a correction of a correction has the first event's id."""
    good = corrected("b", "2020", took("a", "2019"))
    events = by_id(took("a", "2018"), good, corrected("c", "2021", took("b", "2019"), target="b"))
    assert [str(fault) for fault in link_faults(events)] == [
        "c replacement.id: expected the id of the event it replaces, a, got 'b'; write a"
    ]
    assert roots(events) == {"a": "a", "b": "a", "c": "a"}


def test_what_an_event_says_comes_with_the_corrections_that_made_it() -> None:
    """A correction of a correction comes after it; one that another outdates is not named."""
    events = [
        took("a", "2018"),
        corrected("b", "2020", took("a", "2019")),
        corrected("c", "2021", took("a", "2017"), target="b"),
        corrected("d", "2019", took("a", "2016")),
    ]
    ((said, through),) = amended(events).values()
    assert (str(said.occurred), through) == ("2017", ("b", "c"))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2020", "2020-06"),
        ("2020-06-01", "2020-06"),
        ("2020-06-01", "2020-06-01T09:00:00Z"),
        ("2020-06-01T09:00:00Z", "2020-06-01T09:00:01Z"),
        ("2020-06-01", "2020-06-01"),
    ],
)
def test_of_two_corrections_the_later_holds(earlier: str, later: str) -> None:
    """By the first day that it may be of, the last day, the time of day, and at last the id."""
    one, other = corrected("y", earlier, took("a", "2019")), corrected("z", later, took("a", "2018"))
    if earlier != later:
        one, other = corrected("z", earlier, took("a", "2019")), corrected("y", later, took("a", "2018"))
    for events in ([took("a", "2020"), one, other], [other, one, took("a", "2020")]):
        ((said, through),) = amended(events).values()
        assert (str(said.occurred), through) == ("2018", (other.id,))


def test_of_two_settlements_the_latest_known_holds() -> None:
    """By the day on which it occurred, then by id; one that was not surely known by a day does not count by then."""
    events = by_id(
        announced("a", took("a", "2020-06-01")),
        settled("s1", "a", "2020-01-01", reason="early"),
        settled("s3", "a", "2020-03-01", outcome="postponed"),
        settled("s2", "a", "2020-03-01"),
        settled("s0", "a", "2020-02"),
    )
    days = {"2020-01-01": "s1", "2020-02-28": "s1", "2020-02-29": "s0", "2020-03-01": "s3"}
    for day, name in days.items():
        assert settlements(events, PartialDate.parse(day).last_ordinal)["a"].id == name
    assert settlements(events)["a"].id == "s3"
    assert awaited(events) == {}
    assert settlements(events, PartialDate.parse("2019-12-31").last_ordinal) == {}


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
    found = expectations(events, PartialDate.parse("2020-01-31").last_ordinal)
    assert [(one.id, one.status) for one in found] == [
        ("d", "cancelled"),
        ("c", "overdue"),
        ("a", "open"),
        ("b", "open"),
    ]
    assert expectations(events, PartialDate.parse("2020-01-30").last_ordinal)[1].status == "open"
    assert found[0].to_dict() == {
        "id": "d",
        "announced": "2019-01-01",
        "wording": "expected",
        "expects": "steward_took",
        "title": "D becomes steward",
        "date": "2019-06-01",
        "status": "cancelled",
        "because": ["d", "s"],
    }
    assert found[2].to_dict()["because"] == ["a"]
    assert found[2].announcement.title == "planned: A becomes steward (2020-06-01)"
    assert sorted(awaited(events)) == ["a", "b", "c", "late"]


def test_a_settlement_of_no_announcement_is_named() -> None:
    """An event that is there but is no announcement cannot be settled, nor one that is not there."""
    events = by_id(took("a", "2020"), settled("s", "a", "2020"), settled("t", "x", "2020"))
    assert [str(fault) for fault in announcement_faults(events)] == [
        "s announcement: no announcement with this id, got 'a'; name an announcement of this log",
        "t announcement: no announcement with this id, got 'x'; name an announcement of this log",
    ]


def test_titles_say_what_was_done() -> None:
    """A correction, a retraction and a settlement name what they are about, and what came instead."""
    titles = [
        corrected("b", "2020", took("a", "2019")).title,
        retracted("b", "2020", "a").title,
        settled("b", "a", "2020").title,
        settled("b", "a", "2020", outcome="changed", by=("x", "y")).title,
    ]
    assert titles == [
        "a corrected: it was otherwise",
        "a retracted: it was not so",
        "a: cancelled",
        "a: changed by x, y",
    ]
