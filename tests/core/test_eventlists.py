"""Event lists: the events of some kinds, in a period or by a day."""

from __future__ import annotations

from cstotimeline.core.eventlists import EventList
from cstotimeline.core.timeline import Timeline
from cstotimeline.testing.club import StewardLeft, StewardTook
from tests.laws.helpers import left, took

EVENTS = [
    took("c", "2020-01-05", zone="Asia/Dushanbe"),
    took("b", "2020-01"),
    took("d", "2019"),
    took("a", "2020-02-01"),
    left("e", "2020-01-05", "C"),
]
TOOK = EventList(Timeline(EVENTS), (StewardTook,))


def test_events_stand_in_the_order_of_their_dates() -> None:
    """By the date on which they occurred, not by id; events of other kinds are left out."""
    assert [event.id for event in TOOK] == ["d", "b", "c", "a"]
    assert len(TOOK) == 4
    assert len(EventList(Timeline(EVENTS), (StewardTook, StewardLeft))) == 5


def test_in_a_period_are_those_that_may_lie_in_it() -> None:
    """With ``surely`` those are left out whose dates may lie outside."""
    for period, may, must in (
        ("2020-01", ["b", "c"], ["b", "c"]),
        ("2020-01-01/2020-01-20", ["b", "c"], ["c"]),
        ("2020-01-06/..", ["b", "a"], ["a"]),
    ):
        assert [event.id for event in TOOK.during(period)] == may
        assert [event.id for event in TOOK.during(period, surely=True)] == must


def test_by_a_day_or_an_instant_are_those_that_have_surely_occurred() -> None:
    """At the end of a day by civil days, at an instant by the zone of the event."""
    assert [event.id for event in TOOK.by("2020-01-30")] == ["d", "c"]
    assert [event.id for event in TOOK.by("2020-01-31")] == ["d", "b", "c"]
    assert [event.id for event in TOOK.by("2020-01-05T18:59:58Z")] == ["d"]
    assert [event.id for event in TOOK.by("2020-01-05T19:00:00Z")] == ["d", "c"]
