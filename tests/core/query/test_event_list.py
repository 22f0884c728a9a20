"""Event lists: the events of some kinds, in a period or by a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing.asking import logs
from cstotimeline.testing.club import CLUB, StewardLeft, StewardTook
from cstotimeline.testing.shapes import DAYS
from tests.builders import announced, left, settled, took

EVENTS = [
    took("c", "2020-01-05", zone="Asia/Dushanbe"),
    took("b", "2020-01"),
    took("d", "2019"),
    took("a", "2020-02-01"),
    left("e", "2020-01-05", "C"),
]
TOOK = EventList(Timeline(EVENTS).scope, (StewardTook,))


def test_events_are_in_the_order_of_their_dates() -> None:
    """By the date on which they occurred, not by id; events of other kinds are left out."""
    assert [event.id for event in TOOK] == ["d", "b", "c", "a"]
    assert len(TOOK) == 4
    assert len(EventList(Timeline(EVENTS).scope, (StewardTook, StewardLeft))) == 5


def test_in_a_period_are_those_that_may_lie_in_it() -> None:
    """With ``surely`` those are left out whose dates may lie outside."""
    for period, may, must in (
        ("2020-01", ["b", "c"], ["b", "c"]),
        ("2020-01-01/2020-01-20", ["b", "c"], ["c"]),
        ("2020-01-06/..", ["b", "a"], ["a"]),
    ):
        assert [event.id for event in TOOK.during(period)] == may
        assert [event.id for event in TOOK.during(period, surely=True)] == must
    assert TOOK.during("2020-01-01", "2020-01-20", surely=True) == TOOK.during(
        "2020-01-01/2020-01-20", surely=True
    )


def test_by_a_day_or_an_instant_are_those_that_have_surely_occurred() -> None:
    """At the end of a day by civil days, at an instant by the zone of the event."""
    assert [event.id for event in TOOK.by("2020-01-30")] == ["d", "c"]
    assert [event.id for event in TOOK.by("2020-01-31")] == ["d", "b", "c"]
    assert [event.id for event in TOOK.by("2020-01-05T18:59:58Z")] == ["d"]
    assert [event.id for event in TOOK.by("2020-01-05T19:00:00Z")] == ["d", "c"]


@pytest.mark.parametrize(
    ("kinds", "ids"),
    [
        pytest.param((EventAnnounced,), ["f"], id="announcements"),
        pytest.param((AnnouncementSettled,), ["g"], id="settlements"),
        pytest.param((StewardTook,), ["b"], id="what-was-expected-does-not-count"),
        pytest.param((Event,), ["b", "f", "g"], id="everything"),
    ],
)
def test_announcements_are_listed_where_they_are_asked_for(
    kinds: tuple[type[Event], ...], ids: list[str]
) -> None:
    """Announcements and what became of them are events of their kinds; what they expect is none."""
    said = announced("f", took("f", "2020-03"), "2020-02-01")
    outcome = settled("g", "f", "2020-02-02")
    assert [event.id for event in EventList(Timeline([EVENTS[1], said, outcome]).scope, kinds)] == ids


@given(
    log=logs(most=5, amendments=2, announcements=2, disclosed=True),
    kinds=st.lists(
        st.sampled_from([*CLUB.kinds, EventAnnounced, AnnouncementSettled, Event]), min_size=1, max_size=2
    ),
    known=st.none() | st.sampled_from(DAYS),
    expecting=st.booleans(),
)
def test_a_list_holds_what_all_events_say(
    log: MemoryLog, kinds: list[type[Event]], known: date | None, expecting: bool
) -> None:
    """Whatever the clocks show, the events of some kinds are those of all events together, however few are read."""
    timeline = CLUB.timeline(log.read()).as_of(known=known)
    timeline = timeline.expecting() if expecting else timeline
    everything = [event for event in timeline.resolved.everything if isinstance(event, tuple(kinds))]
    everything.sort(key=lambda event: (event.occurred.sort_key, event.id))
    assert list(EventList(timeline.scope, tuple(kinds))) == everything
