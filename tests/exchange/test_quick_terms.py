"""Plain rows: the quick way gives the terms that the careful way gives."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.exchange.quick_terms import QuickTerms
from cstotimeline.exchange.row_sources import read_table
from cstotimeline.exchange.term_columns import TermColumns
from cstotimeline.exchange.term_rows import TermReading, terms_in

TEXTS = st.sampled_from(["Ann", " Ann ", "Ánn Ö", "bob-2", "", "  ", "李", "3", 7, None, 4.0, True])
DATES = st.sampled_from(
    ["2004-06-18", " 2004-06 ", "2004", "2004?", "2004-06-18T10:00:00Z", "[2004..2006]", "9999-12-31", "20O4", "",
     "..", " ", 2004, None, "2003-01-01", "2003-XX-31", "[1667,1670]"]
)  # fmt: skip
ROWS = st.lists(
    st.fixed_dictionaries(
        {"who": TEXTS, "start": DATES},
        optional={
            "end": DATES,
            "house": TEXTS,
            "seat": TEXTS,
            "id": TEXTS,
            "acting": st.sampled_from(["", "yes", "no", "FALSE", " ", "x", True, None]),
            "note": TEXTS,
            "page": st.sampled_from(["A page", "http://a.example/b", "https://", "", None]),
        },
    ),
    min_size=1,
    max_size=6,
)
PAGE = Citation(publisher="a page")


def reading(rows: list[dict[str, Any]], given: dict[str, Any]) -> TermReading:
    """Return what rows come to under columns that differ from the usual ones."""
    usual: dict[str, Any] = {
        "office": "mayor", "office_from": "", "holder": "who", "start": "start", "end": "end", "of": ("house",),
        "ids": "", "acting": "", "note": "", "cited": PAGE, "empty_end": PartialDate.UNKNOWN,
    }  # fmt: skip
    table = read_table(
        [
            {**dict.fromkeys(("end", "house", "seat", "id", "acting", "note", "page"), ""), **rows[0]},
            *rows[1:],
        ]
    )
    return terms_in(table, TermColumns(**{**usual, **given}))


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"of": (), "empty_end": PartialDate.OPEN},
        {"of": ("house", "seat"), "note": "note"},
        {"ids": "id"},
        {"ids": "id", "note": "note", "end": ""},
        {"office": "", "office_from": "seat", "acting": "acting"},
        {"cited": "page", "of": ()},
    ],
    ids=["usual", "no key", "two parts", "own ids", "no end", "office and acting", "sources"],
)
@given(rows=ROWS)
def test_the_quick_way_is_the_careful_way(columns: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Terms, their ids, and what is wrong with which row are the same with the quick way and without it."""
    found = reading(rows, columns)
    with patch.object(QuickTerms, "term", lambda *_: None):
        expected = reading(rows, columns)
    assert found.terms == expected.terms
    assert [(one.where, one.faults) for one in found.rejected] == [
        (one.where, one.faults) for one in expected.rejected
    ]


def test_equal_parts_are_one_object() -> None:
    """Of two rows of one house the key and the sources are one object each, and a holder's name is one text."""
    house = "".join(["The ", "House"])
    rows = [
        {"who": "Ann", "start": "2001", "house": house},
        {"who": "A" + "nn", "start": "2003", "house": "The House"},
    ]
    one, other = reading(rows, {}).terms
    assert one.key is other.key
    assert one.sources is other.sources
    assert one.holder is other.holder
