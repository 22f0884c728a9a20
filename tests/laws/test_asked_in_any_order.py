"""Promises 8 and 16: an answer, its reasons included, does not depend on what was asked before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any

import attrs
import pytest

import cstotimeline as csto
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from tests.builders import corrected, left, took

STARTED = took("e0", "2010-03-20")
EARLIER = attrs.evolve(
    STARTED, occurred=PartialDate.parse("2010-03-05"), effective=PartialDate.parse("2010-03-05")
)
MOVED: list[Event] = [STARTED, corrected("k0", "2011", EARLIER)]
HELD: Projection[frozenset[str]] = Projection(
    name="held", initial=frozenset(), apply=lambda s, e: s | {e.holder}, kinds=(club.StewardTook,)
)
DAYS = ("2010-03-10", "2010-04-01", "2010-03-01")
Ask = Callable[[Any], Any]


def whole(answer: Any) -> tuple[Any, tuple[str, ...]]:
    """Return an answer with its reasons."""
    return answer, answer.because


@pytest.mark.parametrize("order", list(permutations(DAYS)), ids=", ".join)
@pytest.mark.parametrize("projection", [HELD, club.STEWARD], ids=lambda p: p.name)
def test_reasons_are_those_of_the_day_asked(projection: Projection[Any], order: Sequence[str]) -> None:
    """In whatever order the days of a stretch are asked, each has the reasons that a fresh timeline gives."""
    asked = Timeline(MOVED, [projection])[projection.name]
    for day in order:
        fresh = Timeline(MOVED, [projection])[projection.name]
        assert whole(asked.at(day)) == whole(fresh.at(day)), day


def test_a_correction_that_changes_nothing_of_a_day_is_no_reason_of_it() -> None:
    """After the later of two beginnings the correction is no reason, between the two it is."""
    asked = Timeline(MOVED, [HELD])["held"]
    assert asked.at("2010-03-10").because == ("e0", "k0")
    assert asked.at("2010-04-01").because == ("e0",)


def test_a_pattern_of_days_is_decided_from_its_first_day_after_the_known_one() -> None:
    """Known on 31 January 2020, a taking on the 30th of some month of that year is decided for 30 March, not before;
    asked in either order.
    """
    events = [took("e0", "2020-01-29"), took("e1", "2020-0X-30")]
    for order in (("2020-03-29", "2020-03-30"), ("2020-03-30", "2020-03-29")):
        held = Timeline(events, [HELD]).known(by="2020-01-31")["held"]
        assert {day: held.at(day).decided for day in order} == {"2020-03-29": False, "2020-03-30": True}


WAYS: dict[str, Ask] = {
    "at": lambda timeline: timeline["steward"].at("2010-03-10").because,
    "value_at": lambda timeline: timeline["steward"].value_at("2010-03-10"),
    "during": lambda timeline: [s.because for s in timeline["steward"].during("2010")],
    "a snapshot": lambda timeline: timeline.at("2010-03-10").to_dict(),
    "tenures": lambda timeline: [t.because for t in timeline["steward"].tenures],
    "an instant": lambda timeline: timeline["steward"].at("2010-03-10T12:00:00Z").because,
    "another clock": lambda timeline: timeline["steward"].at("2010-03-10", known="2010-12-31").because,
    "a group": lambda timeline: club.members(timeline).at("2010-03-10").because,
}
EVENTS = [*MOVED, took("ben", "2010"), left("out", "2010-09-01", "Ben")]


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("second", WAYS)
def test_no_way_of_asking_changes_another(first: str, second: str) -> None:
    """What is asked in one way is the same whether or not something was asked in another way before."""
    timeline = club.timeline(EVENTS)
    WAYS[first](timeline)
    assert WAYS[second](timeline) == WAYS[second](club.timeline(EVENTS))


def test_the_shipped_record_answers_in_any_order() -> None:
    """Months asked forwards and backwards have the same reasons, in every office of one holder."""
    months = [f"{year}-{month:02d}-15" for year in (2002, 2003, 2015) for month in (1, 5, 9)]
    forwards, backwards = csto.load(), csto.load()
    for name in ("presidency", "secretary_general", "joint_staff_chief"):
        there = {day: whole(getattr(forwards, name).at(day)) for day in months}
        back = {day: whole(getattr(backwards, name).at(day)) for day in reversed(months)}
        assert there == back
