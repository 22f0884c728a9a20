from __future__ import annotations

import pytest

from cstotimeline import Absence, History, LeaderTookOffice, PartialDate, PresidencyTransferred
from cstotimeline.csto.presidency import PresidencyUnestablished
from cstotimeline.csto.states import StateName
from tests.builders import PAGE


def presides(state: StateName, day: str) -> PresidencyTransferred:
    """Return the event by which ``state`` takes over the presidency."""
    return PresidencyTransferred(
        id=f"presidency-{day.lower()}", occurred=PartialDate.parse(day), sources=PAGE, holder=state
    )


def leads(person: str, state: StateName, day: str) -> LeaderTookOffice:
    """Return the event by which ``person`` begins to lead ``state``."""
    return LeaderTookOffice(
        id=f"leader-{day}-{state.lower()}",
        occurred=PartialDate.parse(day),
        sources=PAGE,
        state=state,
        person=person,
        post="president",
    )


def test_the_chairperson_leads_the_state_that_presides() -> None:
    """Whoever leads the presiding state presides, from the later of the two beginnings to the earlier end."""
    history = History(
        [
            leads("Ann", "Armenia", "2000-01-01"),
            leads("Ben", "Belarus", "2001-01-01"),
            presides("Armenia", "2005-01-01"),
            leads("Amy", "Armenia", "2005-06-01"),
            presides("Belarus", "2006-01-01"),
        ]
    )
    spells = history.chairperson.during("2005/2006")
    assert [(s.label, s.start.text, s.end.text) for s in spells] == [
        ("Ann", "2005-01-01", "2005-06-01"),
        ("Amy", "2005-06-01", "2006-01-01"),
        ("Ben", "2006-01-01", ".."),
    ]
    assert all(spell.certain for spell in spells)


def test_no_data_about_the_leader_is_never_certain() -> None:
    """Where no leader of the presiding state is on record, nobody is told to preside, and that is not certain."""
    held = History([presides("Russia", "2019-01-01")]).chairperson.at("2020-01-01")
    assert (held.holder, held.absence, held.certain) == (None, Absence.NO_DATA, False)


def test_before_the_presidency_existed_nobody_presides() -> None:
    """Before the presidency there is certainly no chairperson, even though states have leaders."""
    history = History([leads("Ann", "Armenia", "2000-01-01"), presides("Armenia", "2005-01-01")])
    held = history.chairperson.at("2001-01-01")
    assert (held.absence, held.certain) == (Absence.NOT_YET_EXISTING, True)


def test_candidates_for_the_presidency_bring_their_leaders() -> None:
    """Where it is open which of two states presides, the leaders of both are possible."""
    unknown = PresidencyUnestablished(
        id="open", occurred=PartialDate.parse("2003-01-01"), sources=PAGE, candidates=("Armenia", "Belarus")
    )
    history = History([leads("Ann", "Armenia", "2000-01-01"), leads("Ben", "Belarus", "2001-01-01"), unknown])
    held = history.chairperson.at("2004-01-01")
    assert (held.holder, held.certain, held.alternatives) == (None, False, ("Ann", "Ben"))


@pytest.mark.parametrize(
    ("events", "alternatives"),
    [
        pytest.param([presides("Armenia", "2005-01")], ("Ann",), id="from-nobody"),
        pytest.param(
            [presides("Armenia", "2004-01-01"), presides("Belarus", "2005-01")],
            ("no data",),
            id="to-no-leader",
        ),
        pytest.param(
            [presides("Belarus", "2004-01-01"), presides("Armenia", "2005-01")], ("Ann",), id="from-no-leader"
        ),
    ],
)
def test_a_handover_in_doubt_lists_who_may_preside(
    events: list[PresidencyTransferred], alternatives: tuple[str, ...]
) -> None:
    """In the month of a handover whose day is not known, the other possibility is listed, nobody included."""
    held = History([leads("Ann", "Armenia", "2000-01-01"), *events]).chairperson.at("2005-01-15")
    assert not held.certain
    assert held.alternatives == alternatives
