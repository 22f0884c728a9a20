"""Types: how a message names what a field may hold, and texts that no file can hold."""

from __future__ import annotations

from typing import Literal

import pytest

from cstotimeline.core.errors import EventError
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.field_types import words_of
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.wording import date_in_words, on_date

WORDS: dict[str, tuple[object, str]] = {
    "text": (str, "text"),
    "number": (int, "whole number"),
    "truth": (bool, "true or false"),
    "null": (type(None), "null"),
    "object": (dict, "object"),
    "date": (PartialDate, "date"),
    "class": (Citation, "Citation"),
    "union": (str | None, "text or null"),
    "three": (int | bool | None, "whole number or true or false or null"),
    "list": (tuple[int, ...], "list of whole number"),
    "set": (frozenset[str], "list of text"),
    "choice": (Literal["a", "b"], "one of 'a', 'b'"),
}


@pytest.mark.parametrize(("annotation", "words"), WORDS.values(), ids=WORDS)
def test_declared_types_have_names_for_people(annotation: object, words: str) -> None:
    """Each type that a field may have is named in words, a union by its options."""
    assert words_of(annotation) == words


def test_half_a_surrogate_pair_is_no_text() -> None:
    """A text that UTF-8 cannot hold is refused where it stands."""
    with pytest.raises(EventError, match=r"^title: expected text, got '.ud800'; write text$"):
        Citation(publisher="a page", title="\ud800")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2004-06-18T14:40:00+05:00", "on 18 June 2004, 14:40:00+05:00"),
        ("2004-06-XX", "in June 2004"),
        ("2004-XX", "in 2004 (2004-XX)"),
        ("2004-1X-05", "in a day of 2004 (2004-1X-05)"),
        ("2004-06-1X~", "in a day of June 2004 (2004-06-1X~)"),
        ("199X?", "in the 1990s (uncertain)"),
        ("19XX", "in some year from 1900 to 1999"),
        ("1XXX%", "in some year from 1000 to 1999 (about, uncertain)"),
        ("2004?", "in 2004 (uncertain)"),
        ("2004-06-18?", "on 18 June 2004 (uncertain)"),
    ],
)
def test_dates_are_told_in_words(text: str, words: str) -> None:
    """With the preposition that they take, and their doubt."""
    assert on_date(PartialDate.parse(text)) == words


def test_ends_that_are_no_dates_are_told_in_words() -> None:
    """An open end and an unknown one are told apart."""
    ends = [date_in_words(PartialDate.OPEN), date_in_words(PartialDate.UNKNOWN)]
    assert ends == ["an open date", "a day nobody tells"]
