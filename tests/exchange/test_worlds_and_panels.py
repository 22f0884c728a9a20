"""Worlds with concrete dates, and panels of states by year and month, alone and in pairs."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

import cstotimeline as csto
from cstotimeline.core.errors import TableError
from cstotimeline.testing import club
from tests.builders import left, took

HISTORY = csto.load()


def stewards(*events: Any) -> csto.Timeline:
    """Return a timeline of the club's stewards."""
    return csto.Timeline(events, club.PROJECTIONS)


CHAIN = stewards(
    took("ann", "2020-01"),
    took("bob", "2020-01", after=("ann",)),
    left("gone", "2020", holder="Bob", of="bob"),
    took("cem", "2020-0X-31", after=("gone",)),
)


def mayor(name: str, occurred: str, until: str, *after: str) -> csto.TermHeld:
    """Return a term of the mayor Ann."""
    return csto.TermHeld(
        id=name,
        occurred=csto.PartialDate.parse(occurred),
        until=csto.PartialDate.parse(until),
        after=after,
        office="mayor",
        holder="Ann",
        sources=(csto.Citation(publisher="a page"),),
    )


NAMES = ("ann", "bob", "gone", "cem")


def test_worlds_keep_dates_and_orders() -> None:
    """Each event of a world is on one day that its date may mean, and none before an event that it follows."""
    for world in CHAIN.worlds(300, seed=4):
        found = {event.id: event.effective for event in world.events()}
        assert all(when.is_exact for when in found.values())
        days = [found[name].first_ordinal for name in NAMES]
        assert all(one <= other for one, other in pairwise(days))
        assert found["cem"].text.endswith("-31")  # a pattern is the set of its days
        assert found["ann"].text.startswith("2020-01")


def test_no_term_of_a_world_ends_before_it_begins() -> None:
    """A term whose start may mean days after its end is drawn from its other days, the end from days that it may mean,
    even where a stated order allows no day.
    """
    events = [
        mayor("a", "[2020-01-30,2020-02-01]", "2020-01-31"),
        mayor("b", "2020-02-0X", "2020-0X-05"),
        mayor("c", "2020-XX-31", "2020-02-03", "b"),
    ]
    for world in csto.Timeline(events, [csto.terms("mayor")]).worlds(100, seed=3):
        terms = [event for event in world.events() if isinstance(event, csto.TermHeld)]
        spans = {term.id: (term.effective.text, term.until.text) for term in terms}
        assert all(start <= until for start, until in spans.values())
        assert spans["a"] == ("2020-01-30", "2020-01-31")
        assert spans["b"][1].endswith("-05")
        assert spans["c"][0] == "2020-01-31"


def test_the_same_seed_gives_the_same_worlds() -> None:
    """Two draws by one seed are equal, by another seed they differ, and worlds differ among themselves."""
    one, again = ([world.scope.events for world in CHAIN.worlds(20, seed=s)] for s in (1, 1))
    assert one == again
    assert one != [world.scope.events for world in CHAIN.worlds(20, seed=2)]
    assert len({world["ann"].effective.text for world in one}) > 3


def test_what_is_certain_is_the_same_in_every_world() -> None:
    """In each world of the shipped log every certain answer about an office is the same one."""
    days = [date(1992, 6, 1) + timedelta(days=n * 173) for n in range(72)]
    names = ("presidency", "secretary_general", "joint_staff_chief", "assembly_chair", "chairperson")
    for world in HISTORY.worlds(3, seed=11):
        for name in names:
            for day in days:
                said = HISTORY[name].at(day)
                if said.certain:
                    assert world[name].at(day).label == said.label, (name, day)


def test_a_world_is_certain_where_only_dates_left_doubt() -> None:
    """An answer that a coarse date leaves open is certain in each world, and all its alternatives are met."""
    timeline = stewards(took("ann", "2020-01-01"), took("bob", "2020-02"))
    (name,) = [p.name for p in club.PROJECTIONS if isinstance(p, csto.Office) and p.key is None][:1]
    said = timeline[name].at("2020-02-10")
    assert not said.certain
    met = [world[name].at("2020-02-10") for world in timeline.worlds(60, seed=0)]
    assert {answer.label for answer in met} == {said.label, *said.alternatives}
    assert all(answer.certain for answer in met)


def test_coverage_stays_in_a_world() -> None:
    """A world covers the days that the history covers, and is not certain beyond them."""
    (world,) = HISTORY.worlds(1)
    for day in ("1991-01-01", "2003-06-01", "2019-11-20", "2090-01-01"):
        assert world.presidency.at(day).covered == HISTORY.presidency.at(day).covered
    assert not world.presidency.at("2090-01-01").certain


def test_worlds_under_a_clock_know_no_more() -> None:
    """Worlds of a history as it was known on a day end there."""
    then = HISTORY.known(by="2015-01-01")
    (world,) = then.worlds(1)
    assert world.presidency.at("2014-06-01").label == then.presidency.at("2014-06-01").label
    assert not world.presidency.at("2016-06-01").certain


@pytest.mark.parametrize("n", [-1, 1_000_001, 1.5, True])
def test_a_number_of_worlds_that_is_none_is_refused(n: Any) -> None:
    """What is no number of worlds is refused when asked, not when drawn."""
    with pytest.raises(TableError, match="worlds: expected a number of worlds"):
        HISTORY.worlds(n)


def test_a_panel_counts_days() -> None:
    """The days of membership of a year are those on which ``at`` says member, and codes follow from the statuses."""
    rows = HISTORY.panel("membership", during="1999").to_pylist()
    days = [date(1999, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [row["key"] for row in rows] == list(HISTORY.membership)
    for row in rows:
        said = [HISTORY.membership[row["key"]].at(day) for day in days]
        assert row["days_fewest"] == sum(one.certain and one.label == "member" for one in said)
        assert row["status"] == said[-1].label
        assert row["code"] == int(any(one.label == "member" for one in said))
        assert row["certain"] == all(one.certain for one in said)


def test_beyond_the_edge_every_day_is_possible() -> None:
    """In a year that the log does not cover a state may have been a member on all days, and surely on none."""
    rows = HISTORY.panel("membership", during="2090").to_pylist()
    assert {(row["days_fewest"], row["days_most"], row["certain"]) for row in rows} == {(0, 365, False)}


def test_a_dyad_counts_the_days_of_both() -> None:
    """Of a pair the days are those on which both were members, month by month."""
    rows = HISTORY.panel("membership", during="2012-12", by="month", dyads=True).to_pylist()
    assert len(rows) == 36
    (row,) = [one for one in rows if (one["key_1"], one["key_2"]) == ("Armenia", "Uzbekistan")]
    assert (row["year"], row["month"], row["days_fewest"], row["days_most"]) == (2012, 12, 18, 18)
    assert (row["code_1"], row["code_2"]) == (1, 1)


def test_numbers_are_those_given() -> None:
    """The column of numbers has what is given for each key, and null for the rest."""
    numbers = {name: csto.find_state(name).cow for name in ("Armenia", "Russia")}
    rows = HISTORY.panel("membership", during="2000", numbers=numbers).to_pylist()
    assert {row["key"]: row["number"] for row in rows if row["number"]} == {"Armenia": 371, "Russia": 365}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"aspect": "presidency", "during": "2000"}, "panel: expected an aspect with keys"),
        ({"aspect": "documents", "during": "2000"}, "panel: expected an aspect with keys"),
        ({"aspect": "membership", "during": "2000/.."}, "during: expected a period with both ends"),
        ({"aspect": "membership", "during": "2000", "by": "week"}, "by: expected year or month"),
    ],
)
def test_bad_input_is_one_clear_line(options: dict[str, Any], message: str) -> None:
    """What makes no panel is refused with one line."""
    aspect = options.pop("aspect")
    with pytest.raises(TableError) as raised:
        HISTORY.panel(aspect, **options)
    assert str(raised.value).startswith(message)
