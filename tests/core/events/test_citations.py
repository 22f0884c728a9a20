"""Citations: what they refuse on construction, and their label."""

from __future__ import annotations

from typing import Any

import pytest

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.temporal.edtf import PartialDate
from tests.builders import faults_of

CITATIONS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("no publisher", {"publisher": ""}, ("publisher: expected a name, got ''; name who published the page",)),
    (
        "a blank one",
        {"publisher": " \t"},
        ("publisher: expected a name, got ' \\t'; name who published the page",),
    ),
    (
        "no web address",
        {"address": "odkb-csto.org"},
        (
            "address: expected an http or https address, got 'odkb-csto.org'; leave it out where it is not known",
        ),
    ),
    (
        "published never",
        {"published": PartialDate.OPEN},
        ("published: expected a date, got '..'; write the date, or leave it out",),
    ),
    (
        "two wrong types",
        {"title": 1, "says": None},
        ("title: expected text, got 1; write text", "says: expected text, got None; write text"),
    ),
]


@pytest.mark.parametrize(
    ("fields", "found"), [row[1:] for row in CITATIONS], ids=[row[0] for row in CITATIONS]
)
def test_broken_citation_is_named(fields: dict[str, Any], found: tuple[str, ...]) -> None:
    """A citation without publisher, with another address than of the web or with wrong types is refused."""
    assert faults_of(Citation, **{"publisher": "TASS", **fields}) == found


def test_label_leaves_out_what_is_missing() -> None:
    """The label of a citation is its publisher, title and date, as far as they are known."""
    assert Citation(publisher="TASS").label == "TASS"
    full = Citation(publisher="TASS", title="Summit over", published=PartialDate("2004-06~"))
    assert full.label == 'TASS, "Summit over", 2004-06~'
