"""Wording: dates in English, with the preposition that they take and their doubt."""

from __future__ import annotations

import pytest

from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.wording import date_in_words, on_date


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
    assert ends == ["an open date", "an unknown date"]
