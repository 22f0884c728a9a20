"""Tenure dates: how long, what came before and after, and Allen's relations, against every choice of days."""

from __future__ import annotations

import pickle
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline import UnknownName
from cstotimeline.core.query.tenure_relations import Allen
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.testing.club import STEWARD
from tests.builders import left, took

DATES = [
    "2020-01-01",
    "2020-01-02",
    "2020-01-03",
    "2020-01",
    "2020-02-01",
    "2020-02-02",
    "2020-02",
    "2020-03-05",
]


def steward(*events: Any, through: str | None = None) -> Any:
    """Return the office of a history."""
    return Timeline(events, [STEWARD], through=through)["steward"]


def one_tenure(start: str, end: str) -> Any:
    """Return the tenure of a steward who took and left the office on two dates."""
    return steward(took("a", start), left("b", end, "A")).tenures[0]


def days_meant(text: str) -> list[int]:
    """Return the ordinals of the days that a date means."""
    found = [date(2020, month, day).toordinal() for month in (1, 2, 3) for day in range(1, 30)]
    return [n for n in found if date.fromordinal(n).isoformat().startswith(text)] or [
        date.fromisoformat(text).toordinal()
    ]


def relation_of(s: int, e: int, other_s: int, other_e: int) -> str:
    """Return how two intervals of exact days lie to each other, by definition."""
    if e < other_s:
        return "before"
    if e == other_s:
        return "meets"
    if s > other_e:
        return "after"
    if s == other_e:
        return "met by"
    if s == other_s:
        return "equals" if e == other_e else "starts" if e < other_e else "started by"
    if e == other_e:
        return "finishes" if s > other_s else "finished by"
    if s > other_s and e < other_e:
        return "during"
    if s < other_s and e > other_e:
        return "contains"
    return "overlaps" if s < other_s else "overlapped by"


@given(st.lists(st.sampled_from(DATES), min_size=4, max_size=4))
def test_relations_are_those_of_some_choice_of_days(dates: list[str]) -> None:
    """A relation is possible exactly where some days that the dates mean have it; alone it is sure."""
    choices = list(
        product(*(sorted({days_meant(one)[0], days_meant(one)[-1], *days_meant(one)[1:3]}) for one in dates))
    )
    by_definition = {relation_of(*days) for days in choices if days[0] < days[1] and days[2] < days[3]}
    if not by_definition:
        return
    office = steward(took("a", dates[0]), left("b", dates[1], "A"))
    other = steward(took("c", dates[2]), left("d", dates[3], "C"))
    if len(office.tenures) != 1 or len(other.tenures) != 1:
        return
    first, second = office.tenures[0], other.tenures[0]
    vars(other)  # another timeline: the two offices have one name, and no event in common
    if first.end == second.start or second.end == first.start or first.holder == second.holder:
        return  # then the two are taken for one handover
    relation = first.relation(second)
    assert {one.value for one in relation.possible} >= by_definition
    assert {one for one in Allen if relation[one] is not Likelihood.NO} == set(relation.possible)
    assert len(relation) == 13
    assert (relation.surely is not None) is (len(relation.possible) == 1)


def test_a_handover_on_a_coarse_day_is_one_day() -> None:
    """Two tenures of one office of which the first ends by the event that begins the second meet, whenever that was."""
    first, second = steward(took("a", "2019"), took("b", "2020-06"), through="2024-12-31").tenures
    assert first.relation(second).surely is Allen.MEETS
    assert second.relation(first).surely is Allen.MET_BY
    assert first.relation(first).surely is Allen.EQUALS


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2020-01-01", "2020-01-11", (10, 10)),
        ("2020-01", "2020-03-01", (30, 60)),
        ("2020-01-01", "2020-02", (31, 59)),
        ("2020", "2020", (0, 365)),
    ],
)
def test_days_are_the_fewest_and_the_most(start: str, end: str, days: tuple[int, int]) -> None:
    """A tenure lasted at least, and at most, so many days as its dates allow."""
    assert one_tenure(start, end).days == days


def test_one_that_goes_on_counts_up_to_the_horizon() -> None:
    """Of a tenure without an end the fewest days are those that the log covers, and the most are not known."""
    tenure = steward(took("a", "2020-01-01"), through="2020-01-10").at("2020-01-05")
    assert tenure.days == (10, None)
    assert tenure.days_so_far == (10, 10)


def test_neighbours_are_those_of_the_office() -> None:
    """What came before and after is told of a tenure and of a vacancy; at the ends there is nobody."""
    office = steward(
        took("a", "2020-01-01"),
        left("x", "2020-02-01", "A"),
        took("b", "2020-03-01"),
        took("c", "2020-04-01"),
    )
    first, second, third = office.tenures
    assert (first.previous, first.next) == (None, second)
    assert (second.previous, second.next) == (first, third)
    assert (third.previous, third.next) == (second, None)
    vacant = office.at("2020-02-10")
    assert (vacant.previous, vacant.next) == (first, second)
    before = office.at("2019-01-01")
    assert (before.previous, before.next) == (None, first)
    assert str(first.period) == "2020-01-01/2020-01-31"


def test_the_period_of_a_tenure_has_days_only() -> None:
    """A start with a time of day is its day in the period, and a coarse end stands as written."""
    tenure = steward(took("a", "2020-01-01T12:00:00+05:00"), left("b", "2020-03", "A")).tenures[0]
    assert str(tenure.period) == "2020-01-01/2020-03"


def test_a_pickled_tenure_says_that_it_lost_its_office() -> None:
    """Out of a pickle a tenure keeps its days; asked for a neighbour it names the remedy."""
    tenure = steward(took("a", "2020-01-01"), through="2020-01-10").at("2020-01-05")
    back = pickle.loads(pickle.dumps(tenure))
    assert back.days == tenure.days
    with pytest.raises(UnknownName, match="ask the office again with at"):
        _ = back.next
