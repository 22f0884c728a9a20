"""Instants: an aware datetime asks for the state at that second, in the zone of each event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.ordering import event_bounds as engine_extent
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.testing import club
from cstotimeline.testing.oracle import Oracle, seconds_of_event
from cstotimeline.testing.shapes import COARSE, EXACT, TIMED
from cstotimeline.testing.small_worlds import histories
from tests.builders import left, missing, took

ZONES = ("", "Asia/Dushanbe", "Europe/Moscow", "America/New_York")
DATES = (*EXACT[1:4], *TIMED, "2020-01-31T23:30:00", "2020-01-31T00:30:00+14:00", "2020-01-3X")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Event, ...]:
    """Return a strategy for histories of up to three events, each in a zone or nowhere in particular."""
    events = draw(histories(dates=DATES, most=3, rivals=False))
    return tuple(attrs.evolve(event, zone=draw(st.sampled_from(ZONES))) for event in events)


def instants() -> st.SearchStrategy[datetime]:
    """Return a strategy for instants at which something may change: around midnights and times of day."""
    return st.builds(
        lambda day, clock, zone, shift: (
            datetime.combine(day, clock, tzinfo=zone).astimezone(UTC) + timedelta(seconds=shift)
        ),
        st.dates(datetime(2020, 1, 29).date(), datetime(2020, 2, 2).date()),
        st.sampled_from([datetime.min.time(), datetime(1, 1, 1, 9).time(), datetime(1, 1, 1, 23, 30).time()]),
        st.sampled_from([timezone(timedelta(hours=h)) for h in (-12, -5, 0, 3, 5, 14)]),
        st.integers(-2, 2),
    )


@given(worlds(), instants())
def test_a_state_at_an_instant_is_certain_exactly_where_every_choice_of_seconds_agrees(
    events: tuple[Event, ...], instant: datetime
) -> None:
    """The order of all events at an instant is that of the enumeration, open where that is open and nowhere else.

    Where a coarse event must precede one of its days, the engine may leave more open within that day, never less.
    """
    oracle = Oracle(events)
    assume(not oracle.contradictions(club.MINUTES))
    answer = club.timeline(events)["minutes"].at(instant)
    told = {answer.value, *answer.alternatives}
    views = oracle.views(club.MINUTES, instant)
    assert views <= told
    assert answer.certain is (len(told) == 1 and bool(events))  # of no events nothing is certain
    if not any(event.after for event in events) or not any(
        event.effective.text in COARSE for event in events
    ):
        assert told == views
        assert answer.value == oracle.shown(club.MINUTES, instant)


@given(worlds(), instants())
def test_an_office_at_an_instant_is_certain_exactly_where_every_choice_of_seconds_agrees(
    events: tuple[Event, ...], instant: datetime
) -> None:
    """The steward at an instant is that of the enumeration, with its alternatives, whoever else does what.

    Where a coarse event must precede one of its days, as a taking its leaving, more may be left open, never less.
    """
    oracle = Oracle(events)
    assume(not oracle.contradictions(club.STEWARD) and not any(event.after for event in events))
    answer = club.timeline(events)["steward"].at(instant)
    told = oracle.office(club.STEWARD, instant)
    coarse = any(event.effective.text in COARSE for event in events)
    if coarse and any(isinstance(event, club.StewardLeft) for event in events):
        assert oracle.shown(club.STEWARD, instant).label in {answer.label, *answer.alternatives}
        assert told.alternatives <= {answer.label, *answer.alternatives}
        assert told.certain or not answer.certain
        return
    assert (answer.holder, answer.absence) == (told.holder, told.absence)
    assert set(answer.alternatives) == set(told.alternatives)
    assert answer.certain is told.certain


@pytest.mark.parametrize(
    "zone", [*ZONES, "Asia/Almaty", "America/Sao_Paulo", "Asia/Beirut", "America/St_Johns"]
)
@pytest.mark.parametrize(
    "when",
    [
        "2020-01-31",
        "2020-02",
        "2024-02-29",  # Almaty goes back from UTC+6 to UTC+5 at the end of this day: it has 25 hours
        "2024-03-01",
        "2018-02-17",  # São Paulo goes back at midnight
        "2018-11-04",  # São Paulo begins this day at one o'clock
        "2020-03-29",  # Beirut begins this day at one o'clock
        "2024-02-29T23:30:00",
    ],
)
def test_the_seconds_of_a_civil_day_are_those_of_its_zone(zone: str, when: str) -> None:
    """A date begins and ends with the seconds that clocks in its zone show for it, summer time included."""
    event = took("a", when, zone=zone)
    seconds = seconds_of_event(event)
    assert engine_extent(event, Granularity.SECOND) == (seconds[0][0], seconds[-1][-1])


@pytest.mark.parametrize("zone", ["Asia/Dushanbe", "Europe/Moscow", "America/New_York"])
def test_a_day_is_undecided_within_itself_and_certain_after(zone: str) -> None:
    """Before the day certainly nobody took office, within it both is possible, from the next midnight it is certain."""
    asked = club.timeline([took("old", "2019"), took("new", "2020-01-31", zone=zone)])["steward"]
    midnight = datetime(2020, 1, 31, tzinfo=ZoneInfo(zone))
    second, day = timedelta(seconds=1), timedelta(days=1)
    before, begun, ending, over = (
        asked.at(at) for at in (midnight - second, midnight, midnight + day - second, midnight + day)
    )
    assert (before.holder, before.certain) == ("Old", True)
    assert (begun.holder, begun.certain, begun.alternatives) == ("Old", False, ("New",))
    assert (ending.holder, ending.certain) == ("New", True)
    assert (over.holder, over.certain) == ("New", True)


def test_a_day_without_a_zone_is_a_day_anywhere_on_earth() -> None:
    """Without a zone an event may be from the first midnight at UTC+14 to the last at UTC-12."""
    asked = club.timeline([took("old", "2019"), took("new", "2020-01-31")])["steward"]
    first = datetime(2020, 1, 31, tzinfo=timezone(timedelta(hours=14)))
    last = datetime(2020, 2, 1, tzinfo=timezone(timedelta(hours=-12)))
    second = timedelta(seconds=1)
    holders = [
        (asked.at(at).holder, asked.at(at).certain) for at in (first - second, first, last - 2 * second, last)
    ]
    assert holders == [("Old", True), ("Old", False), ("Old", False), ("New", True)]


def test_a_timed_event_decides_its_second() -> None:
    """The holder changes, certainly, at the second written, whatever zone the question is asked in."""
    asked = club.timeline([took("old", "2014"), took("new", "2015-09-15T14:40:00+05:00")])["steward"]
    at = datetime(2015, 9, 15, 14, 40, tzinfo=ZoneInfo("Asia/Dushanbe"))
    for zone in (UTC, ZoneInfo("Asia/Dushanbe"), ZoneInfo("America/New_York")):
        assert asked.at((at - timedelta(seconds=1)).astimezone(zone)).holder == "Old"
        answer = asked.at(at.astimezone(zone))
        assert (answer.holder, answer.certain) == ("New", True)
    assert asked.at("2015-09-15T09:39:59Z").holder == "Old"
    assert asked.at("2015-09-15T14:40:00[Asia/Dushanbe]").holder == "New"


def test_a_handover_of_two_events_on_one_day_leaves_no_wrong_order_open() -> None:
    """Leaving and taking office on one day may be before or after an instant, but never the wrong way round."""
    zone = "Asia/Dushanbe"
    events = [
        took("old", "2019"),
        left("out", "2020-01-31", "Old", zone=zone),
        took("in", "2020-01-31", zone=zone),
    ]
    answer = club.timeline(events)["minutes"].at(datetime(2020, 1, 31, 12, tzinfo=ZoneInfo(zone)))
    assert {answer.value, *answer.alternatives} == {("old",), ("old", "out"), ("old", "out", "in")}


def test_a_day_and_a_time_of_that_day_end_as_the_day_does() -> None:
    """An instant after the day and the day itself agree on who took office last, with and without a time of day."""
    events = [took("ann", "2020-01-10", zone="Europe/Moscow"), took("bob", "2020-01-10T09:00:00+03:00")]
    asked = club.timeline(events)["steward"]
    day, after = asked.at("2020-01-10"), asked.at("2020-01-11T12:00:00+03:00")
    assert (day.holder, day.certain) == ("Bob", True)
    assert (after.holder, after.certain, after.alternatives) == ("Bob", True, ())


@given(histories(dates=(*EXACT, "2020-01-3X", "2020-02-0X"), rivals=False))
def test_long_after_the_dates_an_instant_and_a_day_agree(events: tuple[Event, ...]) -> None:
    """Once all has happened, every order possible by the day is possible by the second; for exact days no other is.

    Coarse dates that may share a day are ordered by the rule for ties within the day only where days are asked for.
    """
    zoned = [attrs.evolve(event, zone="Europe/Moscow") for event in events]
    asked = club.timeline(zoned)["minutes"]
    by_day, by_second = asked.at("2021-01-01"), asked.at("2021-01-01T00:00:00Z")
    orders = {by_second.value, *by_second.alternatives}
    assert {by_day.value, *by_day.alternatives} <= orders
    if events and all(event.effective.text in EXACT for event in events):
        assert (by_second.value, by_second.certain) == (by_day.value, True)


def test_a_day_that_instants_leave_open_is_open_for_what_came_before_as_well() -> None:
    """What came before an event whose day the instants of another leave open may have come on the later day too."""
    events = [
        missing("a", "2020", "ended", zone="Asia/Dushanbe"),
        took("b", "2020-02-01T00:30:00Z", after=("a",)),
        took("c", "2020-01-31T23:30:00-04:00", after=("a",)),
    ]
    answer = club.timeline(events)["minutes"].at("2020-01-31")
    assert (answer.value, set(answer.alternatives)) == ((), {("a",), ("a", "b"), ("a", "b", "c")})


def test_an_instant_needs_a_zone() -> None:
    """A time of day without an offset is refused, since nobody can tell which instant it is."""
    asked = club.timeline([took("a", "2020")])["steward"]
    with pytest.raises(ValueError, match="needs an offset or a zone"):
        asked.at(datetime(2020, 1, 31, 12))
    assert PartialDate.parse("2020-01-31T12:00:00").instant is None
