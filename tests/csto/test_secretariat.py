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
    SecretaryGeneralTermFixed,
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


def elected(day: str, person: str, *, from_: str = "") -> SecretaryGeneralElected:
    """Return the decision by which a person becomes secretary general, from another day where one is given."""
    return SecretaryGeneralElected(
        id=f"elected-{day}",
        occurred=PartialDate.parse(day),
        effective=PartialDate.parse(from_ or day),
        sources=PAGE,
        person=person,
    )


def test_an_election_counts_from_the_day_of_taking_office() -> None:
    """Who is elected holds the office from the day that the decision names, not from the decision."""
    chosen = elected("2019-11-28", "Zas", from_="2020-01-01")
    assert held_at("2019-12-31", chosen).holder is None
    assert held_at("2020-01-01", chosen).holder == "Zas"


def test_an_election_is_known_before_it_counts(history: History) -> None:
    """Asked as it was known in December, the secretary general of the coming year is the elected one, as decided."""
    for known, day, person in [
        ("2019-12-01", "2020-02-01", "Stanislav Zas"),
        ("2022-12-01", "2023-02-01", "Imangali Tasmagambetov"),
    ]:
        decided = history.secretary_general.at(day, known=known)
        assert (decided.holder, decided.decided, decided.certain) == (person, True, False)


def test_elections_alone_tell_who_holds_the_office(history: History) -> None:
    """A log that holds nothing but elections answers who was secretary general."""
    only = History(history.events(SecretaryGeneralElected))
    for day, person in [("2004-01-01", "Nikolai Bordyuzha"), ("2021-01-01", "Stanislav Zas")]:
        assert only.secretary_general.at(day).holder == person


def test_an_election_beside_taking_office_is_one_taking() -> None:
    """A person elected and seated on two days, or elected again, leaves the office certainly vacant."""
    events = (elected("2003-01-01", "Ann"), took("2003-01-01", "Ann"), elected("2003-06-01", "Ann"))
    vacant = held_at("2004-06-01", *events, left("2004-01-01", "Ann"))
    assert (vacant.absence, vacant.certain) == (Absence.VACANT, True)


def test_after_a_term_that_was_told_to_end_nobody_is_certain() -> None:
    """From the day after a term nobody is told to hold the office, unless another event says who does."""
    fixed = SecretaryGeneralTermFixed(
        id="fixed",
        occurred=PartialDate.parse("2025-11-27"),
        effective=PartialDate.parse("2029-01-01"),
        sources=PAGE,
        person="Ann",
    )
    events = (elected("2025-11-27", "Ann", from_="2026-01-01"), fixed)
    assert held_at("2028-12-31", *events).certain
    over = held_at("2029-01-01", *events)
    assert (over.holder, over.absence, over.certain) == (None, Absence.NO_DATA, False)
    assert over.alternatives == ("Ann",)
    assert held_at("2029-01-01", *events, elected("2028-11-01", "Ben", from_="2029-01-01")).holder == "Ben"


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
