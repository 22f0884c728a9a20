"""Answers: plain data and citations."""

from __future__ import annotations

import attrs

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.query.answers import cited_in_full
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing import club
from tests.builders import PAGE, carried


def test_an_answer_is_plain_data() -> None:
    """Value, certainty, alternatives, reasons."""
    motions = [carried("b", "2019"), carried("a", "2019"), carried("c", "2020")]
    answer = Timeline(motions, [club.MOTIONS])["motions"].at("2020-06-01")
    assert answer.to_dict() == {
        "value": ["a", "b"],
        "certain": False,
        "covered": True,
        "alternatives": [["a", "b", "c"]],
        "because": ["a", "b", "c"],
    }


def test_a_citation_is_told_without_what_is_missing() -> None:
    """Label, address and what it says, each where it is there."""
    page = Citation(publisher="A paper", address="https://paper.example/1", says="that it is so")
    assert cited_in_full(page) == "A paper - https://paper.example/1 - that it is so"
    assert cited_in_full(attrs.evolve(page, address="")) == "A paper - that it is so"
    assert cited_in_full(PAGE[0]) == "a page"


def test_citations_are_numbered_and_runs_drawn_together() -> None:
    """Pages are numbered as they are met, each once; those of a clause stand sorted, runs from first to last."""
    pages = [Citation(publisher=f"page {n}") for n in range(1, 10)]
    chosen = [pages[:9], [pages[8], pages[0]], [pages[3], pages[0], pages[2], pages[6], pages[5]]]
    motions = [
        carried(f"m{n}", f"2020-01-0{n}", sources=tuple(sources)) for n, sources in enumerate(chosen, 1)
    ]
    first, *pages_told = Timeline(motions, [club.MINUTES])["minutes"].at("2020-02-01").why().split("\n")
    assert first == (
        "minutes: ('m1', 'm2', 'm3'): motion carried on 1 January 2020 [1-9];"
        " motion carried on 2 January 2020 [1, 9]; motion carried on 3 January 2020 [1, 3-4, 6-7]."
    )
    assert pages_told == [f"[{n}] page {n}" for n in range(1, 10)]
