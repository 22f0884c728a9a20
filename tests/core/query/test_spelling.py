"""Spelling: different romanizations, and Cyrillic, come to one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline import load
from cstotimeline.core.errors import UnknownName
from cstotimeline.core.query.spelling import by_sound, nearest_spelt, one_of_spelt
from cstotimeline.csto.people import people


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Лукашенко", "Lukashenko"),
        ("Бордюжа", "Bordyuzha"),
        ("Ереван", "Erevan"),
        ("Ереван", "Yerevan"),
        ("Рахмон", "Rakhmon"),
        ("Rahmon", "Rakhmon"),
        ("Таджикистан", "Tadzhikistan"),
        ("Мирзиёев", "Mirziyoyev"),
        ("Юрий", "Yury"),
        ("Yuriy Hachaturov", "Юрий Хачатуров"),
        ("Александр", "Alexander"),
        ("Pashinian", "Пашинян"),
        ("Zhaparov", "Japarov"),
        ("Назарбаев", "Nazarbayev"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    """Two romanizations of a name, or one and the Cyrillic form, sound the same."""
    assert by_sound(one) == by_sound(other)


def test_no_two_people_of_the_record_sound_the_same() -> None:
    """The form keeps the people of the vocabulary apart."""
    sounds = [by_sound(person.name) for person in people().things]
    assert len(set(sounds)) == len(sounds)


@given(st.text(max_size=60))
def test_the_form_is_stable_and_plain(text: str) -> None:
    """Any text has a form of words one blank apart, which differs in no case and is the same again."""
    sound = by_sound(text)
    assert " ".join(sound.split()) == sound
    assert by_sound(f"  {text} ") == sound


@given(st.text(max_size=200))
def test_a_long_text_has_the_form_of_its_words(text: str) -> None:
    """A text and the same text in capitals have one form, where its letters have one lower case."""
    if text.upper().casefold() == text.casefold():
        assert by_sound(text.upper()) == by_sound(text)


def test_the_nearest_names_are_told() -> None:
    """A misspelt name suggests the one that is meant, in whatever script; one like nothing suggests nothing."""
    names = ["Yerevan", "Moscow", "Bishkek"]
    assert nearest_spelt("Бишкекк", names) == ("Bishkek",)
    assert nearest_spelt("Moskow", names) == ("Moscow",)
    assert nearest_spelt("qqqq", names) == ()
    assert one_of_spelt("qqqq", names) == "one of Bishkek, Moscow, Yerevan"


@pytest.mark.parametrize("ask", ["named", "office"])
@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("presidencyy", "ask for presidency"),
        ("leader of Armeniaa", "ask for one of Armenia"),
        ("leader of Armenai", "ask for one of Armenia"),
    ],
)
def test_a_slip_of_the_pen_is_refused_and_not_answered(ask: str, words: str, remedy: str) -> None:
    """Letters too many or exchanged are no other romanization: the name is refused, and what there is is named."""
    with pytest.raises(UnknownName, match=remedy):
        getattr(load(), ask)(words)


def test_a_state_with_letters_too_many_is_refused() -> None:
    """A state is found by each of its spellings, in Cyrillic too, and by no misspelt one."""
    leaders = load().leaders
    assert leaders["\u0410\u0440\u043c\u0435\u043d\u0438\u044f"] == leaders["Armenia"]
    with pytest.raises(UnknownName):
        leaders["Armeniaa"]
