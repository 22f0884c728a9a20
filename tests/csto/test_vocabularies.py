"""States, places and bodies: every spelling finds the one thing it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cstotimeline.cli import main
from cstotimeline.core.errors import UnknownName
from cstotimeline.csto.bodies import bodies, find_body
from cstotimeline.csto.history import History
from cstotimeline.csto.places import find_place, places
from cstotimeline.csto.states import STATES, find_state, states
from cstotimeline.csto.vocabulary import Vocabulary
from cstotimeline.shipped import csto_codec

VOCABULARIES: list[Vocabulary[Any]] = [states(), places(), bodies()]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.what)
def test_every_spelling_finds_its_thing(vocabulary: Vocabulary[Any]) -> None:
    """Each name and each spelling, in any case, finds the entry that has it."""
    for thing in vocabulary.things:
        for spelling in (thing.name, *thing.spellings):
            assert vocabulary.find(spelling.upper()) == thing
            assert vocabulary.find(f"  {spelling} ") == thing


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.what)
def test_an_unknown_spelling_is_told(vocabulary: Vocabulary[Any]) -> None:
    """A spelling that nothing bears is refused with the kind of thing that was asked for."""
    with pytest.raises(UnknownName, match=f"no {vocabulary.what} has this name, got 'Atlantis'"):
        vocabulary.find("Atlantis")


@pytest.mark.parametrize("vocabulary", VOCABULARIES[1:], ids=lambda v: v.what)
def test_entries_are_sorted(vocabulary: Vocabulary[Any]) -> None:
    """Entries stand in the order of their names."""
    names = [thing.name for thing in vocabulary.things]
    assert names == sorted(names)


def test_states_have_codes() -> None:
    """A state is found by both of its ISO codes, and no two share one."""
    for state in STATES:
        assert find_state(state.alpha2) == find_state(state.alpha3) == state
    assert len({state.alpha2 for state in STATES} | {state.alpha3 for state in STATES}) == 18


def test_zones_exist() -> None:
    """Every zone of a state or a place is an IANA zone."""
    for zone in {*(state.zone for state in STATES), *(place.zone for place in places().things)} - {""}:
        assert ZoneInfo(zone).key == zone


def named_places(data: Any) -> Iterable[str]:
    """Yield every place in the data of an event."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "place" and isinstance(value, str):
                yield value
            else:
                yield from named_places(value)
    elif isinstance(data, list):
        for item in data:
            yield from named_places(item)


def test_towns_of_the_record_are_in_the_vocabulary(history: History) -> None:
    """The place of every summit is in the vocabulary, in the spelling of the log, with the zone of the summit."""
    for summit in history.summits:
        if summit.place:
            place = find_place(summit.place)
            assert place.name == summit.place
            assert summit.zone in ("", place.zone)


def test_most_places_of_the_record_are_found(history: History) -> None:
    """Nine of ten places that events name are in the vocabulary; the others are descriptions."""
    found, missing = 0, 0
    for record in history.log:
        for name in named_places(csto_codec().to_data(record.event)):
            try:
                find_place(name)
            except UnknownName:
                missing += 1
            else:
                found += 1
    assert missing * 9 <= found


def test_bodies_are_found_by_their_abbreviation() -> None:
    """CSTO is the organization."""
    assert find_body("csto").name == "Collective Security Treaty Organization"


def test_an_office_is_found_by_any_spelling_of_its_state(history: History) -> None:
    """The leader of Belorussia is that of Belarus, and so is the leader of BY."""
    for spelling in ("Belorussia", "BY", "Belarus"):
        assert history.office(f"leader of {spelling}").at("2020-01-01").holder == "Alexander Lukashenko"


def test_events_are_found_by_any_spelling_of_their_place(capsys: pytest.CaptureFixture[str]) -> None:
    """Asking for Nur-Sultan lists what happened in Astana."""
    assert main(["events", "--place", "Nur-Sultan", "--kind", "summit_held"]) == 0
    assert "summit-2018-11-08-astana" in capsys.readouterr().out
