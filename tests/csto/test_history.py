from __future__ import annotations

from importlib import import_module

import pytest

from cstotimeline import AnnouncementSettled, Event, History, LogError, Projection, UnknownName
from cstotimeline.csto.aspects import KINDS_BY_NAME
from cstotimeline.csto.kinds import KINDS, PROJECTIONS
from cstotimeline.csto.states import STATES


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("secretary general", id="words"),
        pytest.param("secretary_general", id="as-an-attribute"),
        pytest.param("Secretary-General", id="hyphen-and-capitals"),
        pytest.param("  secretary   general ", id="blanks"),
    ],
)
def test_an_office_is_found_as_a_person_writes_it(history: History, name: str) -> None:
    """Case, blanks, hyphens and underscores in the name of an office do not matter."""
    assert history.office(name).at("2015-09-15").holder == "Nikolai Bordyuzha"


def test_a_leader_is_found_by_the_state_alone(history: History) -> None:
    """The name of a state finds its leader; 'membership of' it finds its standing."""
    assert history.office("armenia").at("2015-09-15").holder == "Serzh Sargsyan"
    assert history.office("leader of Armenia").at("2015-09-15").holder == "Serzh Sargsyan"
    assert history.office("membership of Uzbekistan").at("2015-09-15").holder == "suspended"


@pytest.mark.parametrize("name", ["", "chair", "leader"])
def test_an_unknown_office_is_refused(history: History, name: str) -> None:
    """A name that no office bears is refused, with the names that can be asked for."""
    with pytest.raises(UnknownName, match="no such office, got ") as refused:
        history.office(name)
    assert "secretary general" in refused.value.faults[0].remedy


def test_an_office_of_an_unknown_state_is_refused_with_the_states(history: History) -> None:
    """Where the office is known and the state is not, the states are named."""
    with pytest.raises(UnknownName, match="no such name, got 'France'; ask for one of Armenia, "):
        history.office("leader of France")


def test_users_add_projections_of_their_own() -> None:
    """A projection given beside those of the CSTO is asked by its name and stands in no other's way."""
    counted: Projection[int] = Projection(name="count", initial=0, apply=lambda count, _: count + 1)
    history = History([], [counted])
    assert history["count"].at("2020-01-01").value == 0
    assert history.presidency.at("2020-01-01").holder is None


@pytest.mark.parametrize("name", ["presidency", "documents"])
def test_a_name_that_an_aspect_bears_is_taken(name: str) -> None:
    """A projection of the user's own with the name of an aspect is refused; the aspect itself may be given again."""
    counted: Projection[int] = Projection(name=name, initial=0, apply=lambda count, _: count + 1)
    with pytest.raises(LogError, match=f"two projections with one name, got '{name}'"):
        History([], [counted])
    own = {projection.name: projection for projection in PROJECTIONS}
    assert list(History([], [own[name]]).projections) == list(own)


def test_the_tables_of_names_are_those_of_the_classes() -> None:
    """Each kind and each aspect is listed under the name that it bears, and every kind that is defined is listed."""
    assert [cls.kind for cls in KINDS_BY_NAME.values()] == list(KINDS_BY_NAME)
    assert tuple(KINDS_BY_NAME.values()) == KINDS
    history = History([])
    assert [projection.name for projection in history.projections.values()] == list(history.projections)
    assert tuple(history.projections.values()) == PROJECTIONS
    modules = {import_module(cls.__module__) for cls in KINDS}
    defined = {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Event) and thing.kind
    }
    assert defined == set(KINDS)


def test_a_stretch_of_a_log_is_checked_as_ever(history: History) -> None:
    """Some records of a log, whose links lead out of them, are refused; all of them are taken as they are."""
    assert History(history.log).log is history.log
    settled = next(record for record in history.log if isinstance(record.event, AnnouncementSettled))
    place = settled.position - 1
    with pytest.raises(LogError, match="no announcement with this id"):
        History(history.log[place : place + 1])


def test_kinds_are_named_once_and_in_snake_case() -> None:
    """Every kind has a name of its own, in lower-case words joined by underscores, and a docstring."""
    names = [cls.kind for cls in KINDS]
    assert len(set(names)) == len(names)
    for cls in KINDS:
        assert issubclass(cls, Event)
        assert cls.kind.replace("_", "").isalpha(), cls
        assert cls.kind.islower(), cls
        assert (cls.__doc__ or "").strip(), cls


def test_states_are_nine_with_codes_of_their_own() -> None:
    """No two states share a name, a code or a capital."""
    for field in ("name", "alpha2", "alpha3", "capital"):
        assert len({getattr(state, field) for state in STATES}) == len(STATES) == 9
