"""Offices asked by holder: when, how often, how long; each with certainty, coverage and reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cstotimeline import UnknownName, load
from cstotimeline.core.events.coverage import holds
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing.club import STANDING, STEWARD
from tests.builders import declared, left, missing, took

HISTORY = load()


def steward(*events: Any, through: str | None = "2024-12-31") -> Any:
    """Return the office of a history that covers the days up to 2024."""
    return Timeline(events, [STEWARD], through=through)["steward"]


LOOKED_THROUGH = declared("k", "2020-01-01/2024-12-31")

TWICE = (
    took("a", "2020-01-01"),
    took("b", "2020-02-01"),
    took("c", "2020-03-01", holder="A"),
    took("d", "2020-03-11", holder="D"),
)


def test_held_by_gathers_the_tenures_of_one_holder() -> None:
    """All tenures of one holder are told, with their days in all and how often, certain where each is."""
    held = steward(*TWICE, LOOKED_THROUGH).held_by("A")
    assert [str(one.start) for one in held] == ["2020-01-01", "2020-03-01"]
    assert (held.times, held.days, held.certain, held.covered) == ((2, 2), (41, 41), True, True)
    assert [str(one) for one in held.surely_during] == ["2020-01-01/2020-01-31", "2020-03-01/2020-03-10"]
    assert held.because == ("a", "b", "c", "d")
    assert held.first == held[0]
    assert held.last == held[-1]


def test_a_coarse_date_leaves_days_open() -> None:
    """Where a handover has no exact day, the days surely and possibly held differ, and it is not certain."""
    held = steward(
        took("a", "2020-01-01"), took("b", "2020-02"), took("d", "2020-04-01"), LOOKED_THROUGH
    ).held_by("A")
    assert held.times == (1, 1)
    assert held.days == (31, 59)
    assert not held.certain
    assert [str(one) for one in held.possibly_during] == ["2020-01-01/2020-02-28"]


def test_covered_days_without_data_leave_it_open_how_often() -> None:
    """Days of which nothing tells leave it open whether somebody held the office then, and how often."""
    held = steward(took("a", "2020-01-01"), missing("m", "2020-02-01", "no data")).held_by("A")
    assert held.times == (1, None)
    assert held.days == (31, None)
    assert not held.certain


def test_nobody_of_the_name_is_refused_with_the_nearest() -> None:
    """A name that neither the office nor a vocabulary knows is refused; a surname of one holder finds that one."""
    office = steward(took("a", "2020", holder="Ann Lee"), took("b", "2021", holder="Bob Ray"))
    assert len(office.held_by("Lee")) == 1
    with pytest.raises(UnknownName, match="no such holder, got 'Anne Leee'; write Ann Lee"):
        office.held_by("Anne Leee")


def test_a_known_name_without_tenures_is_an_answer() -> None:
    """A state of the vocabulary that never presided has no tenure, certainly so on the covered days."""
    held = HISTORY.presidency.held_by("Узбекистан")
    assert (len(held), held.times, held.certain, held.coverage) == (
        0,
        (0, 0),
        True,
        HISTORY.presidency.coverage,
    )


def test_counts_of_a_period_know_the_edge() -> None:
    """The most are not known where the log does not cover the period, or nothing tells of a day of it."""
    office = steward(*TWICE)
    assert office.counted("2020-02") == (1, 1)
    assert office.counted("2020-01/2020-03") == (4, 4)
    assert office.counted("2030") == (0, None)
    assert HISTORY.presidency.counted("2003") == (1, None)


def test_gaps_have_their_reasons() -> None:
    """Between tenures the vacancies are told, each with why nobody held the office."""
    office = steward(took("a", "2020-01-01"), left("x", "2020-02-01", "A"), took("b", "2020-03-01"))
    assert [(str(gap.spell), gap.label) for gap in office.gaps] == [("2020-02-01/2020-02-29", "vacant")]


def test_the_longest_may_be_several() -> None:
    """Where their days leave it open which is the longest, all that may be it are named."""
    office = steward(
        took("a", "2020-01-01"), took("b", "2020-02"), took("c", "2020-03-01"), took("d", "2020-03-05")
    )
    assert {one.holder for one in office.longest} == {"D"}
    closed = Timeline(
        [
            took("a", "2020-01-01"),
            took("b", "2020-02"),
            took("c", "2020-03-31"),
            left("e", "2020-04-01", "C"),
        ],
        [STEWARD],
        through="2024-12-31",
    )["steward"]
    assert {one.holder for one in closed.longest} == {"A", "B"}


def test_everything_is_asked_under_the_clocks() -> None:
    """What was public by a day gives other tenures than what is known today, after one question as before it."""
    presidency = HISTORY.presidency
    assert len(presidency.held_by("Kyrgyzstan")) == 4
    then = presidency.as_of(known="2019-01-01")
    assert len(then.held_by("Kyrgyzstan")) == 3
    assert not then.held_by("Kyrgyzstan").certain
    assert presidency.held_by("Kyrgyzstan").certain


def test_nothing_outside_coverage_is_certain() -> None:
    """Tenures that reach beyond the covered days are not certain, and the coverage is told."""
    events = [took("a", "2020-01-01"), took("b", "2020-02-01"), declared("k", "2020-01-10/2020-01-20")]
    held = Timeline(events, [STEWARD])["steward"].held_by("A")
    assert not held.certain
    assert [str(one) for one in held.coverage] == ["2020-01-10/2020-01-20"]
    assert [str(one) for one in held.surely_during] == ["2020-01-10/2020-01-20"]


def test_a_holder_in_every_office() -> None:
    """Somebody's tenures in all offices come in the order of time; nobody's name is refused with near ones."""
    held = HISTORY.held_by("Lukashenko")
    assert {one.office for one in held} == {"leaders: Belarus", "chairperson"}
    starts = [one.day_bounds[0] for one in held]
    assert starts == sorted(starts)
    with pytest.raises(UnknownName, match="nobody of this name held an office, got 'Lukashenkovich Q'"):
        HISTORY.held_by("Lukashenkovich Q")


def test_overlaps_of_two_offices() -> None:
    """Two offices at once are told with the days; with one holder only where it had both."""
    both = HISTORY.overlaps("leaders", "chairperson", same_holder=True)
    assert all(one.first.holder == one.second.holder for one in both)
    assert {one.second.holder for one in both} >= {"Vladimir Putin", "Nikol Pashinyan"}
    pair = HISTORY.overlaps("presidency", "secretary general")[0]
    assert (pair.likelihood.value, pair.days[0] <= (pair.days[1] or 0)) == ("surely", True)
    with pytest.raises(UnknownName, match="expected an office, got 'summits'"):
        HISTORY.overlaps("summits", "presidency")


def test_a_group_tells_when_a_name_belonged() -> None:
    """The days on which a name is said to have belonged are those on which the group of the day has it."""
    for group, names in ((HISTORY.members, ("Uzbekistan", "Georgia")), (HISTORY.observers, ("Serbia",))):
        for name in names:
            found = group.held_by(name)
            days = range(date(2013, 1, 1).toordinal(), date(2013, 12, 31).toordinal(), 3)
            for day in [*days, date(1995, 1, 1).toordinal(), date(2000, 1, 1).toordinal()]:
                answer = group.at(date.fromordinal(day))
                if answer.covered:
                    assert holds(found.surely, day) == (name in answer.names and name not in answer.undecided)
                    assert holds(found.possibly, day) == (name in answer.names or name in answer.undecided)
    assert HISTORY.members.held_by("Узбекистан").times == (2, 2)
    assert not HISTORY.suspended.held_by("Armenia")
    with pytest.raises(UnknownName, match="no such name, got 'Atlantis'"):
        HISTORY.members.held_by("Atlantis")


def test_members_together() -> None:
    """Two names of a group are together on the days on which both surely belong; with itself a name always is."""
    one = HISTORY.members.together("Georgia", "Грузия")
    assert one.names == ("Georgia",)
    assert HISTORY.members.together("Georgia", "Uzbekistan").days[0] <= one.days[0]
    assert "Uzbekistan" in HISTORY.members.alongside("Georgia")
    with pytest.raises(UnknownName):
        HISTORY.members.together("Georgia", "Atlantis")
    with pytest.raises(UnknownName, match="expected one name or more"):
        HISTORY.members.together()


def test_offices_are_named_as_people_write() -> None:
    """A generic timeline finds an aspect, and one of its keys, by any case; another name is refused with near ones."""
    timeline = Timeline(TWICE, [STEWARD, STANDING])
    assert timeline.named("Steward").name == "steward"
    with pytest.raises(UnknownName, match="no such office or aspect, got 'stewart'; ask for steward"):
        timeline.named("stewart")
