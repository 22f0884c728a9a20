"""Ordering: what dates, predecessors and the rule for ties say, on either scale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.ordering import Ordering, event_bounds, tie_break_key
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.testing import club
from cstotimeline.testing.oracle import Oracle
from tests.builders import carried, joined, left, took


def motion(name: str, when: str, *after: str, zone: str = "") -> club.MotionCarried:
    """Return the event ``name``, after the named ones."""
    return carried(name, when, after=after, zone=zone)


def ordered(*events: Event) -> Ordering:
    """Return the ordering of events by the day."""
    return Ordering({event.id: event for event in events}, Granularity.DAY)


def test_of_predecessors_in_a_circle_only_one_is_refused() -> None:
    """The pair that closes the circle is listed, whatever the order of the events; all others are followed."""
    circle = [motion("a", "2020", "c"), motion("b", "2020", "a"), motion("c", "2020", "b")]
    events = [*circle, motion("d", "2020", "c", "b"), motion("e", "2020", "d", "a")]
    for given in permutations(events):
        found = ordered(*given)
        assert found.contradictions == [("b", "c")]
        assert [event.id for event in found.in_order(given)] == ["c", "a", "b", "d", "e"]


def test_pairs_that_close_circles_are_listed_by_id() -> None:
    """Of two events that each follow the same third, and it them, the third's pairs are refused in order of ids."""
    found = ordered(motion("a", "2020", "z"), motion("b", "2020", "z"), motion("z", "2020", "b", "a"))
    assert found.contradictions == [("a", "z"), ("b", "z")]


def test_events_are_listed_by_their_narrowed_dates() -> None:
    """An event of the century that follows one of New Year comes after all that begins then and ends before it."""
    events = [motion("a", "2020-01-01"), motion("b", "20XX", "a"), motion("c", "2020-01")]
    assert [event.id for event in Timeline(events).in_order_of_effect] == ["a", "c", "b"]


def test_a_chain_through_events_of_another_kind_holds() -> None:
    """A steward who followed a motion that followed a motion that followed a steward came after that one."""
    events = [
        took("ann", "2020-01", after=("m",)),
        motion("m", "2020-01", "n"),
        motion("n", "2020-01", "bob"),
        took("bob", "2020-01"),
    ]
    answer = club.timeline(events)["steward"].at("2020-02-01")
    assert (answer.holder, answer.certain) == ("Ann", True)


def test_a_stated_predecessor_holds_beside_an_implied_one() -> None:
    """A steward who names the holder before, and another event to follow, came after both."""
    events = [took("a", "2020-01"), took("b", "2020-01"), took("c", "2020-01", after=("b",), predecessor="A")]
    answer = club.timeline(events)["steward"].at("2020-02-01")
    assert (answer.holder, answer.certain) == ("C", True)


@pytest.mark.parametrize(("when", "other"), [("2020-01-31", "2020-01-31"), ("2020", "2020-01-30")])
def test_a_coarse_predecessor_of_another_kind_is_waited_for_within_a_day(when: str, other: str) -> None:
    """A steward who follows an event of one of two days comes, on that day, behind those who need not wait."""
    events = [joined("z", "2020-01-3X"), took("a", when, after=("z",)), took("m", other)]
    oracle = Oracle(events)
    for day in (date(2020, 1, 30), date(2020, 1, 31), date(2020, 2, 1)):
        answer = club.timeline(events)["steward"].at(day)
        shown = oracle.shown(club.STEWARD, day)
        assert {answer.label, *answer.alternatives} == {v.label for v in oracle.views(club.STEWARD, day)}
        assert answer.label == shown.label


DAY = "2020-01-31"
EARLY, LATE = f"{DAY}T00:30:00+14:00", f"{DAY}T23:30:00"
NEW_YORK, MOSCOW = "America/New_York", "Europe/Moscow"

WORLDS: dict[str, list[club.MotionCarried]] = {
    "the first waits for the last, the second came before both": [
        motion("a", DAY, zone=NEW_YORK),
        motion("b", EARLY),
        motion("c", LATE, zone=NEW_YORK),
    ],
    "the same, at the first second of the first": [
        motion("a", DAY, zone=NEW_YORK),
        motion("b", EARLY),
        motion("c", f"{DAY}T00:00:00", zone=NEW_YORK),
    ],
    "the same, where the last may be of any place": [
        motion("a", DAY, zone=NEW_YORK),
        motion("b", EARLY),
        motion("c", f"{DAY}T12:00:00"),
    ],
    "the last waits for the first, the second came after both": [
        motion("a", DAY),
        motion("b", DAY, zone=NEW_YORK),
        motion("c", EARLY),
    ],
    "the same, at the first second of the first of all": [
        motion("a", DAY),
        motion("b", DAY, zone=NEW_YORK),
        motion("c", f"{DAY}T00:00:00+14:00"),
    ],
    "one follows another of its day": [
        motion("a", DAY, "b", zone=MOSCOW),
        motion("b", DAY, zone=MOSCOW),
        motion("c", DAY, zone=MOSCOW),
    ],
    "one may be of the day": [
        motion("a", "2020-01-3X", zone=MOSCOW),
        motion("b", "2020-01-30", zone=MOSCOW),
        motion("c", DAY, zone=MOSCOW),
    ],
    "one follows what may be of its day": [
        motion("a", "2020-01-3X", zone=MOSCOW),
        motion("b", DAY, "a", zone=MOSCOW),
        motion("c", DAY, zone=MOSCOW),
    ],
}


@pytest.mark.parametrize("events", WORLDS.values(), ids=WORLDS)
def test_within_a_civil_day_the_rule_for_ties_holds_at_instants(events: list[club.MotionCarried]) -> None:
    """At every second at which something may change, the orders told are those of the enumeration."""
    oracle = Oracle(events)
    assert not oracle.contradictions(club.MINUTES)
    for instant in turning_instants(events):
        assert told(events, instant) == oracle.views(club.MINUTES, instant), instant


def turning_instants(events: Sequence[Event]) -> list[datetime]:
    """Return the instants at which an event may begin to have happened or must have, and those just before."""
    bounds = [event_bounds(event, Granularity.SECOND) for event in events]
    seconds = {n for low, high in bounds for n in (low - 1, low, high - 1, high)}
    return [datetime.fromtimestamp(second, UTC) for second in sorted(seconds)]


def told(events: Sequence[Event], instant: datetime) -> set[tuple[str, ...]]:
    """Return every order that the engine leaves open at an instant."""
    answer = Timeline(events, [club.MINUTES])["minutes"].at(instant)
    return {answer.value, *answer.alternatives}


def test_whoever_waits_for_a_coarse_event_is_not_tied_within_the_day() -> None:
    """An event that may have to wait, on its day, for one of a later id comes before or after the third of that day."""
    events = [
        motion("a", DAY, "z", zone=MOSCOW),
        motion("m", DAY, zone=MOSCOW),
        motion("z", "2020-01-3X", zone=MOSCOW),
    ]
    oracle = Oracle(events)
    for instant in turning_instants(events):
        assert oracle.views(club.MINUTES, instant) <= told(events, instant)
    after = datetime(2020, 2, 2, tzinfo=UTC)
    assert told(events, after) == {("z", "a", "m"), ("m", "z", "a"), ("z", "m", "a")}


def test_a_chain_that_leaves_the_day_outweighs_the_rule_for_ties() -> None:
    """A chain of stated predecessors through an event of another day holds, where the clocks of the places allow it."""
    events = [
        motion("a", DAY, "x", zone=NEW_YORK),
        motion("b", DAY, zone=NEW_YORK),
        motion("x", "2020-01-30T23:00:00", "b"),
    ]
    assert told(events, datetime(2020, 2, 2, tzinfo=UTC)) == {("b", "x", "a")}


def test_an_implied_predecessor_makes_a_coarse_date_a_day() -> None:
    """Who took office on one of two days, after one of the second day, ties with the others of that day at instants."""
    events = [
        took("a", DAY, zone=MOSCOW),
        took("b", "2020-01-3X", zone=MOSCOW, predecessor="A"),
        took("c", DAY, zone=MOSCOW),
    ]
    asked = club.timeline(events)["steward"]
    for when in ("2020-02-02", "2020-02-02T00:00:00Z"):
        assert (asked.at(when).holder, asked.at(when).certain) == ("C", True)


def test_events_of_one_day_are_tied_by_time_then_kind_then_id() -> None:
    """Those without a time first, then by the second of UTC, of times without a zone as written, in any century."""
    for day in ("1950-01-31", "2020-01-31", "0001-01-01"):
        events = [
            left("z", day, "Ann"),
            took("a", day),
            took("b", day),
            took("d", f"{day}T00:00:00+14:00"),
            took("e", f"{day}T07:00:00", zone="Asia/Dushanbe"),
            left("g", f"{day}T09:00:00", "Ann"),
            took("f", f"{day}T09:00:00Z"),
            took("ff", f"{day}T09:00:00Z"),
            took("c", f"{day}T23:59:59-12:00"),
        ]
        if day == "0001-01-01":
            events = [event for event in events if event.id not in "de"]
        shuffled = [*reversed(events)]
        assert [event.id for event in sorted(shuffled, key=tie_break_key)] == [event.id for event in events]
