from __future__ import annotations

import pytest

from cstotimeline import UnknownName, find_person
from cstotimeline.csto.people import people


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        pytest.param("Emomali Rahmon", "Emomali Rahmon", id="preferred"),
        pytest.param("Rakhmon", "Emomali Rahmon", id="surname-met"),
        pytest.param("Sadyr Zhaparov", "Sadyr Japarov", id="transliteration"),
        pytest.param("alexandre LOUKACHENKO", "Alexander Lukashenko", id="case"),
        pytest.param("  Bordyuzha ", "Nikolai Bordyuzha", id="blanks"),
    ],
)
def test_every_spelling_finds_the_person(spelling: str, name: str) -> None:
    """A spelling met in a source, in any case and between blanks, finds the preferred name."""
    assert find_person(spelling).name == name


def test_every_spelling_of_the_vocabulary_means_one_person() -> None:
    """No spelling of one person finds another."""
    for person in people().things:
        assert {find_person(spelling).name for spelling in (person.name, *person.spellings)} == {person.name}


def test_names_are_sorted_and_stand_once() -> None:
    """The vocabulary is sorted by name, and nobody stands in it twice."""
    names = [person.name for person in people().things]
    assert names == sorted(set(names))


def test_a_surname_that_two_bear_is_refused_with_both() -> None:
    """A surname alone that two persons bear finds neither; the error names both."""
    with pytest.raises(UnknownName) as refused:
        find_person("Serdyukov")
    (fault,) = refused.value.faults
    assert fault.what == "more than one person has this name, got 'Serdyukov'"
    assert fault.remedy == "write one of Anatoly Serdyukov, Andrei Serdyukov"


@pytest.mark.parametrize("spelling", ["", "   ", "Nobody Whosoever", "Rah"])
def test_an_unknown_spelling_is_refused(spelling: str) -> None:
    """What nobody is called, or only the beginning of a name, finds nobody; the error shows it as written."""
    with pytest.raises(UnknownName, match="no person has this name, got ") as refused:
        find_person(spelling)
    assert repr(spelling) in str(refused.value)
