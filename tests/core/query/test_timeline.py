"""Timelines: what is refused, which views are kept, and a snapshot as plain data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pendulum
import pytest

from cstotimeline.core.errors import LogError, NotAPoint, UnknownName
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.event_rules import DatesAgree
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from tests.laws.helpers import PAGE, took

COUNT: Projection[int] = Projection(name="count", initial=0, apply=lambda n, _: n + 1)


def announced(name: str, when: str, expected: str) -> EventAnnounced:
    """Return the announcement that a steward of that name is to come."""
    return EventAnnounced(
        id=name, occurred=PartialDate.parse(when), expects=took(name, expected), sources=PAGE
    )


def cancelled(announcement: str) -> AnnouncementSettled:
    """Return the end of an announcement: it was cancelled."""
    return AnnouncementSettled(
        id="end",
        occurred=PartialDate.parse("2020"),
        announcement=announcement,
        outcome="cancelled",
        sources=PAGE,
    )


def record(event: Event) -> Record:
    """Return the record of an event, kept at noon of the first day of 2021."""
    return Record(position=1, recorded=pendulum.datetime(2021, 1, 1, 12), event=event)


REFUSED: dict[str, tuple[list[Any], list[Projection[Any]], str]] = {
    "events and records": (
        [took("a", "2020"), record(took("b", "2020"))],
        [],
        "history: expected events or records, got both; append the events to a log first",
    ),
    "one id twice": (
        [took("a", "2020"), took("a", "2021")],
        [],
        "id: two events with one id, got 'a'; give each event its own id",
    ),
    "a settlement of nothing": (
        [took("a", "2020"), cancelled("a")],
        [],
        "end announcement: no announcement with this id, got 'a'; name an announcement of this log",
    ),
    "one name twice": (
        [],
        [COUNT, Projection(name="count", initial=1, apply=lambda n, _: n)],
        "projections: two projections with one name, got 'count'; name each differently",
    ),
}


@pytest.mark.parametrize(("history", "projections", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_single_history_is_refused(
    history: list[Any], projections: list[Projection[Any]], message: str
) -> None:
    """Events among records, two events with one id, a link to no announcement, a name twice: each in a line."""
    with pytest.raises(LogError) as caught:
        Timeline(history, projections)
    assert str(caught.value) == message


def test_the_same_event_or_projection_may_be_given_twice() -> None:
    """An equal event is one event, the very same projection one projection."""
    timeline = Timeline([took("a", "2020"), took("a", "2020")], [COUNT, COUNT])
    assert (len(timeline), list(timeline.projections)) == (1, ["count"])


def test_what_nothing_bears_is_named_with_what_there_is() -> None:
    """A projection that is not there is answered by the names of those that are, an announcement by a remedy."""
    other: Projection[int] = Projection(name="also", initial=0, apply=lambda n, _: n)
    with pytest.raises(
        UnknownName, match=r"^timeline: no such projection, got 'x'; ask for one of also, count$"
    ):
        Timeline([], [COUNT, other])["x"]
    with pytest.raises(UnknownName, match=r"ask for one of none$"):
        Timeline([])["x"]
    with pytest.raises(UnknownName, match=r"^announcement: no announcement with this id, got 'a'; name an"):
        Timeline([took("a", "2020")]).outcome("a")
    assert Timeline([announced("a", "2019", "2020")]).outcome("a") is None


@pytest.mark.parametrize("ask", [Timeline.diff, Timeline.learned])
def test_a_limit_that_is_no_day_is_named(ask: Callable[..., Any]) -> None:
    """Of two limits the faulty one is named."""
    with pytest.raises(NotAPoint, match=r"^since: "):
        ask(Timeline([]), "2020", "2020-01-01")
    with pytest.raises(NotAPoint, match=r"^until: "):
        ask(Timeline([]), "2020-01-01", "2020")


def test_views_are_kept_and_the_oldest_given_up() -> None:
    """A view is the same value while it is among the last sixteen; views of a view push out none of them."""
    timeline = Timeline([took("a", "2020")])
    assert timeline.as_of() is timeline
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(17)]
    views = [timeline.known(by=day) for day in days[:16]]
    assert views[15].known(by="2021-01-01") is views[15]
    for day in days:
        assert views[15].known(by=day - timedelta(days=30)).clocks not in {view.clocks for view in views}
    assert [timeline.known(by=day) is view for day, view in zip(days[:16], views, strict=True)] == [True] * 16
    assert timeline.known(by=days[16]) not in views
    assert timeline.known(by=days[1]) is views[1]
    assert timeline.known(by=days[0]) is not views[0]


def test_clocks_tell_of_a_record_whether_it_is_seen() -> None:
    """Without limits it is; with one it is from its own day or second on, to the end of a day in UTC."""
    kept = record(took("a", "2020-06"))
    timeline = Timeline([kept])
    assert timeline.clocks.show(kept) is True
    for day, is_seen in {"2020-06-29": False, "2020-06-30": True}.items():
        assert timeline.known(by=day).clocks.show(kept) is is_seen
    for when, is_seen in {
        "2020-12-31": False,
        "2021-01-01T11:59:59Z": False,
        "2021-01-01T12:00:00Z": True,
        "2021-01-01": True,
    }.items():
        assert timeline.recorded(by=when).clocks.show(kept) is is_seen
        assert len(timeline.recorded(by=when)) == is_seen


def test_undecided_are_the_events_whose_bounds_hold_the_day() -> None:
    """From its first possible day up to the last but one, an event is listed, by id, announcements never."""
    events = [
        took("b", "2020-01"),
        took("a", "2020"),
        took("c", "2020-01-01"),
        announced("d", "2020", "2020"),
    ]
    timeline = Timeline(events)
    told = {
        day: timeline.at(day).undecided
        for day in ("2019-12-31", "2020-01-01", "2020-01-30", "2020-01-31", "2020-12-30", "2020-12-31")
    }
    assert list(told.values()) == [(), ("a", "b"), ("a", "b"), ("a",), ("a",), ()]
    early = Timeline([*events, announced("z", "2019", "2020"), announced("0", "2019", "2020")])
    assert early.expecting().at("2020-06-01").undecided == ("0", "a", "d", "z")


def test_a_snapshot_is_plain_data() -> None:
    """The clocks, whether all is certain, each answer, keys sorted as text, what is expected and what is open."""
    joined = [
        club.MemberJoined(id=f"j{n}", occurred=PartialDate.parse("2020"), member=member, sources=PAGE)
        for n, member in enumerate(("Mia", "Ann"))
    ]
    events = [took("s", "2019-06-01"), *joined, announced("t", "2019", "2021")]
    timeline = Timeline([*events], [club.STEWARD, club.STANDING, club.JOINED])
    snapshot = timeline.known(by="2021-05-05").at("2020-06-01")
    data = snapshot.to_dict()
    standing = {
        "holder": None,
        "acting": False,
        "start": "..",
        "end": "2020",
        "certain": False,
        "alternatives": ["member"],
    }
    assert data == {
        "at": "2020-06-01",
        "known": "2021-05-05",
        "recorded": None,
        "certain": False,
        "steward": timeline["steward"].at("2020-06-01").to_dict(),
        "standing": {
            "Ann": {**standing, "because": ["j1"], "absence": "not yet filled"},
            "Mia": {**standing, "because": ["j0"], "absence": "not yet filled"},
        },
        "joined": {"value": 0, "certain": False, "alternatives": [1, 2], "because": ["j0", "j1"]},
        "expected": [snapshot.expected[0].to_dict()],
        "undecided": ["j0", "j1"],
    }
    assert list(data["standing"]) == ["Ann", "Mia"]
    assert timeline.at("2021-01-01").certain is True
    for uncertain in (club.JOINED, club.STANDING):
        assert Timeline(events, [club.STEWARD, uncertain]).at("2020-06-01").certain is False


def test_a_snapshot_tells_when_it_was_recorded() -> None:
    """Each clock that was turned back stands in the data, in EDTF."""
    timeline = Timeline([record(took("a", "2020"))])
    assert timeline.recorded(by="2021-01-02").at("2020-06-01").clocks_to_dict() == {
        "at": "2020-06-01",
        "known": None,
        "recorded": "2021-01-02",
    }


def test_keys_that_are_no_text_stand_in_the_order_of_their_text() -> None:
    """Answers by number stand as 10, 9 in plain data, as questions do."""
    by_number: Projection[int] = Projection(
        name="n", initial=0, apply=lambda n, _: n + 1, key=lambda event: int(event.id)
    )
    timeline = Timeline([took("9", "2020", holder="A"), took("10", "2020", holder="B")], [by_number])
    assert list(timeline.at("2020-06-01").to_dict()["n"]) == ["10", "9"]
    assert timeline["n"].keys == (10, 9)


def test_a_timeline_and_a_snapshot_say_what_they_are() -> None:
    """A repr is one line with the numbers, or with the moment."""
    timeline = Timeline([took("a", "2020")], [COUNT])
    assert repr(timeline) == "<Timeline: 1 events, 1 projections>"
    assert repr(timeline.at("2020-01-01")) == "<Snapshot at 2020-01-01>"


def test_rules_are_asked_under_the_clocks() -> None:
    """A predecessor that nobody knew by the day is missing then, and found later."""
    events = [took("a", "2020", after=("b",)), took("b", "2019", disclosed=PartialDate.parse("2022"))]
    timeline = Timeline(events)
    rule = DatesAgree(name="dates")
    assert timeline.check([rule]) == ()
    assert [finding.events for finding in timeline.known(by="2021-01-01").check([rule])] == [("a",)]
