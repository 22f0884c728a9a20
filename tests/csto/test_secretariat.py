from __future__ import annotations

from cstotimeline import (
    Absence,
    Event,
    History,
    PartialDate,
    SecretaryGeneralAttested,
    SecretaryGeneralDismissed,
    SecretaryGeneralElected,
    SecretaryGeneralLeft,
    SecretaryGeneralTookOffice,
    SecretaryGeneralUnestablished,
    Tenure,
)
from tests.builders import PAGE


def took(day: str, person: str, *, acting: bool = False) -> SecretaryGeneralTookOffice:
    """Return the event by which a person becomes secretary general."""
    date = PartialDate.parse(day)
    return SecretaryGeneralTookOffice(
        id=f"took-{day}", occurred=date, sources=PAGE, person=person, acting=acting
    )


def left(day: str, person: str) -> SecretaryGeneralLeft:
    """Return the event by which a person's term ends."""
    return SecretaryGeneralLeft(
        id=f"left-{day}", occurred=PartialDate.parse(day), sources=PAGE, person=person
    )


def held_at(day: str, *events: Event) -> Tenure:
    """Return who is secretary general at the end of a day."""
    return History(events).secretary_general.at(day)


def test_an_election_seats_nobody() -> None:
    """Who is elected holds the office from taking it, not from the election."""
    elected = SecretaryGeneralElected(
        id="elected", occurred=PartialDate.parse("2019-11-28"), sources=PAGE, person="Zas"
    )
    events = (elected, took("2020-01-01", "Zas"))
    assert held_at("2019-12-31", *events).holder is None
    assert held_at("2020-01-01", *events).holder == "Zas"


def test_after_leaving_the_office_is_vacant() -> None:
    """Between a holder who has left and the next one the office is certainly vacant."""
    events = (took("2003-01-01", "Ann"), left("2004-01-01", "Ann"), took("2005-01-01", "Ben"))
    vacant = held_at("2004-06-01", *events)
    assert (vacant.holder, vacant.absence, vacant.certain) == (None, Absence.VACANT, True)
    assert (vacant.start.text, vacant.end.text) == ("2004-01-01", "2005-01-01")


def test_leaving_and_taking_over_on_one_day_leaves_no_gap() -> None:
    """Of a leaving and a taking of office on one day, whichever was written first, the new holder stays."""
    events = (took("2003-01-01", "Ann"), took("2004-01-01", "Ben"), left("2004-01-01", "Ann"))
    assert held_at("2004-01-01", *events).holder == "Ben"
    assert [term.holder for term in History(events).secretary_general.tenures] == ["Ann", "Ben"]


def test_a_holder_first_seen_in_office_has_an_unknown_start() -> None:
    """Whoever is only seen in office began on a day nobody tells, which is not an open start."""
    seen = SecretaryGeneralAttested(
        id="seen", occurred=PartialDate.parse("2001-04-14"), sources=PAGE, person="Ann"
    )
    held = held_at("2002-01-01", seen)
    assert (held.holder, held.start, held.end) == ("Ann", PartialDate.UNKNOWN, PartialDate.OPEN)
    assert "seen in office on 14 April 2001" in held.why()


def test_acting_and_full_tenure_of_one_person_are_two() -> None:
    """A person who acts and is then confirmed has two tenures; the second is not acting."""
    events = (took("2003-01-01", "Ann", acting=True), took("2004-01-01", "Ann"))
    assert [(t.label, t.start.text) for t in History(events).secretary_general.tenures] == [
        ("Ann (acting)", "2003-01-01"),
        ("Ann", "2004-01-01"),
    ]


def test_a_dismissal_of_somebody_else_changes_nothing() -> None:
    """Only the holder can be dismissed."""
    dismissed = SecretaryGeneralDismissed(
        id="dismissed", occurred=PartialDate.parse("2004-01-01"), sources=PAGE, person="Ben"
    )
    assert held_at("2004-01-01", took("2003-01-01", "Ann"), dismissed).holder == "Ann"


def test_a_stretch_without_established_holder_is_no_data() -> None:
    """From the day on which pages fall silent nobody is told to hold the office, and that is not certain."""
    silent = SecretaryGeneralUnestablished(
        id="silent", occurred=PartialDate.parse("1992-05-15"), sources=PAGE
    )
    held = held_at("1995-01-01", silent)
    assert (held.holder, held.absence, held.certain) == (None, Absence.NO_DATA, False)
    assert held_at("1992-05-14", silent).absence is Absence.NOT_YET_EXISTING
