"""Promise 2: answers are honest about doubt, neither too sure nor lazy."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.club import StewardLeft, StewardMissing, StewardTook
from cstotimeline.testing.oracle import Oracle
from cstotimeline.testing.shapes import COARSE, DAYS, EXACT, MEMBERS, STEWARDS
from cstotimeline.testing.small_worlds import histories, questions
from tests.builders import limited

STATES = [club.JOINED, club.MOTIONS, club.MINUTES, club.LATEST]
PAGE = (Citation(publisher="a page"),)


def took(name: str, when: str, **fields: Any) -> StewardTook:
    """Return the event ``name``, by which a steward of that name takes office."""
    holder = fields.pop("holder", name.upper())
    return StewardTook(id=name, occurred=PartialDate.parse(when), holder=holder, sources=PAGE, **fields)


@given(histories(STEWARDS, predecessors=True, rivals=False) | histories(), questions())
def test_an_office_is_certain_exactly_where_every_choice_of_days_agrees(
    events: tuple[Event, ...], day: date
) -> None:
    """Holder, reason, start, end, certainty and other answers are those of the enumeration, none more or less."""
    answer = club.timeline(events)["steward"].at(day)
    told = Oracle(events).office(club.STEWARD, day)
    assert (answer.holder, answer.acting, answer.absence) == (told.holder, told.acting, told.absence)
    assert (answer.start, answer.end) == (told.start, told.end)
    assert (answer.certain, frozenset(answer.alternatives)) == (told.certain, told.alternatives)


@pytest.mark.parametrize("projection", STATES, ids=lambda projection: projection.name)
@given(events=histories(), day=questions())
def test_a_state_is_certain_exactly_where_every_choice_of_days_agrees(
    projection: Projection[Any], events: tuple[Event, ...], day: date
) -> None:
    """A count, a set, the order of all events and a view of it have just the values that the enumeration finds."""
    answer = club.timeline(events)[projection.name].at(day)
    told = Oracle(events).state(projection, day)
    assert (answer.value, answer.certain) == (told.value, told.certain)
    assert set(answer.alternatives) == told.alternatives
    assert len(answer.alternatives) == len(told.alternatives)


@given(histories(MEMBERS) | histories(), questions())
def test_a_group_is_certain_exactly_where_every_choice_of_days_agrees(
    events: tuple[Event, ...], day: date
) -> None:
    """The open names are those that are members under some choices of days and none under others."""
    group = club.members(club.timeline(events)).at(day)
    told = Oracle(events).group(club.STANDING, {club.MEMBER}, day)
    assert set(group.names) == set(told.names)
    assert set(group.undecided) == set(told.open)
    assert group.certain is told.certain


@given(histories(MEMBERS) | histories(), questions())
def test_each_key_of_an_office_is_asked_like_an_office(events: tuple[Event, ...], day: date) -> None:
    """Every member's standing has the holder, dates and alternatives of the enumeration for that member alone."""
    asked = club.timeline(events)["standing"]
    oracle = Oracle(events)
    assert set(asked) == set(oracle.visible_keys(club.STANDING))
    for key, answer in asked.at(day).items():
        told = oracle.office(club.STANDING, day, key)
        assert (answer.holder, answer.start, answer.end) == (told.holder, told.start, told.end)
        assert (answer.certain, frozenset(answer.alternatives)) == (told.certain, told.alternatives)


@given(data=st.data(), events=histories(dates=EXACT + COARSE, least=1, rivals=False), day=questions())
def test_coarser_dates_never_contradict_what_was_certain(
    data: st.DataObject, events: tuple[Event, ...], day: date
) -> None:
    """With one date made coarser, every answer that was possible still is, and no contrary one is certain."""
    chosen = data.draw(st.sampled_from(events))
    days = set(chosen.effective.ordinals)
    wider = [text for text in COARSE if days <= set(PartialDate.parse(text).ordinals)] or ["2020"]
    coarse = attrs.evolve(chosen, effective=PartialDate.parse(data.draw(st.sampled_from(wider))))
    coarser = [coarse if event is chosen else event for event in events]
    for name in ("minutes", "motions", "joined"):
        fine_answer = club.timeline(events)[name].at(day)
        coarse_answer = club.timeline(coarser)[name].at(day)
        assert {fine_answer.value, *fine_answer.alternatives} <= {
            coarse_answer.value,
            *coarse_answer.alternatives,
        }


@pytest.mark.parametrize("when", ["2020?", "2020-01~", "2020-01-31%"])
def test_a_qualifier_widens_no_date(when: str) -> None:
    """A doubtful date is as certain as the same date without its mark."""
    plain = club.timeline([took("a", when.rstrip("?~%"))])["steward"]
    doubtful = club.timeline([took("a", when)])["steward"]
    for day in DAYS:
        one, other = plain.at(day), doubtful.at(day)
        assert (one.holder, one.certain, one.alternatives) == (
            other.holder,
            other.certain,
            other.alternatives,
        )


def test_a_predecessor_of_another_day_does_not_move_an_event_within_its_own_day() -> None:
    """The handover at noon comes after that of nine o'clock, though the latter names one of an evening long ago."""
    events = [
        took("evening", "2019-12-01T18:00:00"),
        took("nine", "2020-01-31T09:00:00", after=("evening",)),
        took("noon", "2020-01-31T12:00:00"),
    ]
    assert club.timeline(events)["steward"].at("2020-01-31").holder == "NOON"


def test_a_predecessor_moves_an_event_within_a_day_only_where_it_may_share_the_day() -> None:
    """The order of three coarse events with a predecessor of higher rank is open exactly as the days leave it."""
    events = [
        took("z", "2020-01-3X"),
        took("a", "2020-01-3X", after=("z",)),
        took("m", "2020-01-31"),
    ]
    answer = club.timeline(events)["minutes"].at("2020-01-31")
    assert {answer.value, *answer.alternatives} == Oracle(events).views(club.MINUTES, date(2020, 1, 31))
    assert ("z", "a", "m") in {answer.value, *answer.alternatives}
    assert ("m", "z", "a") in {answer.value, *answer.alternatives}


def test_a_predecessor_from_elsewhere_moves_an_event_within_a_day() -> None:
    """A steward who took office after a motion of nine o'clock came after one who did so at eight."""
    motion = club.MotionCarried(
        id="nine", occurred=PartialDate.parse("2020-01-31T09:00:00"), sources=PAGE, motion="tea"
    )
    events = [motion, took("eight", "2020-01-31T08:00:00"), took("later", "2020-01-31", after=("nine",))]
    answer = club.timeline(events)["steward"].at("2020-01-31")
    assert (answer.holder, answer.certain) == ("LATER", True)
    assert answer.because == ("later",)


def test_named_candidates_are_doubt() -> None:
    """An office that somebody may hold all the same is never certainly vacant."""
    missing = StewardMissing(
        id="m",
        occurred=PartialDate.parse("2020-01-30"),
        sources=PAGE,
        reason="vacant",
        candidates=("Ann", "Bob"),
    )
    answer = club.timeline([missing])["steward"].at("2020-01-31")
    assert (answer.absence, answer.certain, answer.alternatives) == ("vacant", False, ("Ann", "Bob"))


def test_two_reasons_of_one_name_are_no_alternatives_to_each_other() -> None:
    """Vacant with and vacant without a candidate leaves open the candidate, not vacancy."""
    events = [
        StewardMissing(
            id="m", occurred=PartialDate.parse("2020-01"), sources=PAGE, reason="vacant", candidates=("Ann",)
        ),
        took("b", "2020-01-01", holder="Bob"),
        StewardLeft(id="l", occurred=PartialDate.parse("2020-01"), sources=PAGE, holder="Bob", after=("b",)),
    ]
    answer = club.timeline(events)["steward"].at("2020-02-01")
    assert (answer.label, answer.certain, answer.alternatives) == ("vacant", False, ("Ann",))


def test_alternatives_are_listed_in_one_order() -> None:
    """Sets that dates leave open stand in an order that does not hang on the order of events."""
    events = [
        club.MotionCarried(id=f"e{n}", occurred=PartialDate.parse("2020"), sources=PAGE, motion=f"m{n}")
        for n in range(3)
    ]
    forwards = Timeline(events, [club.MOTIONS])["motions"].at("2020-06-01")
    backwards = Timeline(events[::-1], [club.MOTIONS])["motions"].at("2020-06-01")
    assert forwards == backwards
    assert list(forwards.alternatives) == sorted(forwards.alternatives, key=lambda found: str(sorted(found)))


@pytest.mark.parametrize("projection", [club.JOINED, club.MOTIONS, club.MINUTES], ids=lambda p: p.name)
@given(events=histories(after=False), day=questions())
def test_where_order_makes_no_difference_the_short_way_agrees(
    projection: Projection[Any], events: tuple[Event, ...], day: date
) -> None:
    """Events that are only counted are told by which of them happened; the values are those of the enumeration."""
    with limited(few_events=0):
        answer = club.timeline(events)[projection.name].at(day)
    assert {answer.value, *answer.alternatives} == Oracle(events).views(projection, day)


def test_many_coarse_events_are_counted() -> None:
    """Of sixteen members who joined in some month of a year, any number from none to all may have by June."""
    joined = [
        club.MemberJoined(id=f"e{n}", occurred=PartialDate.parse("2020"), sources=PAGE, member=f"m{n}")
        for n in range(16)
    ]
    answer = club.timeline(joined)["joined"].at("2020-06-01")
    assert sorted({answer.value, *answer.alternatives}) == list(range(17))
    assert club.timeline(joined)["joined"].at("2020-12-31").certain


def test_too_many_coarse_dates_are_never_certain() -> None:
    """Where the walks are given up, the answer is open: it is not certain, though it lists no alternatives."""
    events = [took(f"e{n}", "2020", holder=f"holder {n}") for n in range(20)]
    answer = Timeline(events, [club.MINUTES, club.STEWARD])["minutes"].at("2020-06-01")
    assert (answer.certain, answer.alternatives) == (False, ())
