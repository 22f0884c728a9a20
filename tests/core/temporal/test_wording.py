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
        ("[1914,1915]", "in 1914 or 1915"),
        ("[1667,1668,1670..1672]", "in 1667, 1668 or some year from 1670 to 1672"),
        ("[1929..1930]", "in some year from 1929 to 1930"),
        ("[2004-06..2004-08]", "in some month from June 2004 to August 2004"),
        ("[2004-06-18..2004-06-20]", "on some day from 18 June 2004 to 20 June 2004"),
        ("[2004-06..2005]", "in some day from June 2004 to 2005"),
        ("[1782..]", "in 1782 or later"),
        ("[..1760-12-03]", "on 3 December 1760 or earlier"),
        ("[1914?,199X]", "in 1914 (uncertain) or the 1990s"),
        (
            "[1,2,3,4,5,6]".replace(",", ",190").replace("[", "[190"),
            "in one of 6 dates from 1 January 1901 to 31 December 1906",
        ),
        ("2020-~05", "in May 2020 (month about)"),
        ("2004-06~-11", "on 11 June 2004 (year and month about)"),
        ("?2004-06-~11", "on 11 June 2004 (year uncertain, day about)"),
        ("?2004-06~", "in June 2004 (month about, year about, uncertain)"),
        ("~2004-~06", "in June 2004 (about)"),
        ("~199X", "in the 1990s (about)"),
        ("2004-%XX-11", "in a day of 2004 (2004-%XX-11)"),
    ],
)
def test_dates_are_told_in_words(text: str, words: str) -> None:
    """With the preposition that they take, and their doubt."""
    assert on_date(PartialDate.parse(text)) == words


def test_ends_that_are_no_dates_are_told_in_words() -> None:
    """An open end and an unknown one are told apart."""
    ends = [date_in_words(PartialDate.OPEN), date_in_words(PartialDate.UNKNOWN)]
    assert ends == ["an open date", "an unknown date"]
