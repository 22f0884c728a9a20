from __future__ import annotations

from typing import Any

import pytest

from cstotimeline import (
    Absence,
    History,
    LeaderLeft,
    LeaderReconfirmed,
    LeaderTookOffice,
    PartialDate,
)
from tests.builders import PAGE


def took(person: str, day: str, **fields: Any) -> LeaderTookOffice:
    """Return the event by which a person begins to lead Armenia."""
    given: dict[str, Any] = {"post": "president", **fields}
    return LeaderTookOffice(
        id=f"took-{day}",
        occurred=PartialDate.parse(day),
        sources=PAGE,
        state="Armenia",
        person=person,
        **given,
    )


def left(person: str, day: str) -> LeaderLeft:
    """Return the event by which a person stops leading Armenia."""
    return LeaderLeft(
        id=f"left-{day}", occurred=PartialDate.parse(day), sources=PAGE, state="Armenia", person=person
    )


@pytest.mark.parametrize("turned", [False, True])
def test_a_term_that_ends_and_begins_on_one_day_has_no_gap(*, turned: bool) -> None:
    """Who leaves and takes office on one day leads at its end, in whichever order the two were written."""
    events = [took("Ann", "2000-01-01"), left("Ann", "2005-01-01"), took("Ann", "2005-01-01")]
    history = History(reversed(events) if turned else events)
    assert history.leaders["Armenia"].at("2005-01-01").holder == "Ann"


def test_a_new_term_or_post_goes_on_with_the_tenure() -> None:
    """An election or another post of a leader in office begins no new tenure."""
    again = LeaderReconfirmed(
        id="again",
        occurred=PartialDate.parse("2004-01-01"),
        sources=PAGE,
        state="Armenia",
        person="Ann",
        post="president",
        step="elected",
    )
    held = History([took("Ann", "2000-01-01"), again]).leaders["Armenia"].at("2006-01-01")
    assert (held.holder, held.start.text) == ("Ann", "2000-01-01")


def test_before_the_first_leader_there_is_no_data() -> None:
    """Of the time before the first leader on record nothing is told, which is not certain."""
    held = History([took("Ann", "2000-01-01")]).leaders["Armenia"].at("1999-12-31")
    assert (held.holder, held.absence, held.certain) == (None, Absence.NO_DATA, False)


def test_leaders_of_members_only_are_in_the_snapshot(history: History) -> None:
    """The snapshot names the leaders of the states that are members on that day."""
    assert "Azerbaijan" in history.at("1998-01-01").leaders
    assert "Azerbaijan" not in history.at("2000-01-01").leaders


def test_titles_name_post_and_state() -> None:
    """A title says whether the leader acts, in which post and of which state."""
    assert took("Ann", "2000-01-01", acting=True).title == "Ann becomes acting president of Armenia"
    assert left("Ann", "2001-01-01").title == "Ann leaves as leader of Armenia"


@pytest.mark.parametrize(
    ("step", "title"),
    [
        ("elected", "Ann is elected president of Armenia"),
        ("inaugurated", "Ann is inaugurated as president of Armenia"),
        ("reappointed", "Ann is reappointed president of Armenia"),
        ("changed post", "Ann, who leads Armenia, becomes its president"),
        ("renamed", "Ann, president of Armenia, changes his name"),
    ],
)
def test_a_reconfirmation_reads_as_a_sentence(step: Any, title: str) -> None:
    """The step of a leader in office is told as a sentence."""
    event = LeaderReconfirmed(
        id="r",
        occurred=PartialDate.parse("2001-01-01"),
        sources=PAGE,
        state="Armenia",
        person="Ann",
        post="president",
        step=step,
    )
    assert event.title == title
