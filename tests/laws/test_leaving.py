"""Leaving implies having held: what a leaving ends, and what is found where it ends nothing; promises 2, 8 and 20."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cstotimeline.core.events.event import Event
from cstotimeline.testing import club
from cstotimeline.testing.laws.edge import LEAVINGS, ONE_A_DAY
from tests.builders import left, took
from tests.laws.defect_rows import TWICE, Row, answered, rows_of

NUMBERS = ("D07", "D08", "D09", "D10", "D11")


@pytest.mark.parametrize("row", rows_of(*NUMBERS).values(), ids=rows_of(*NUMBERS))
def test_a_leaving_ends_what_it_must(row: Row) -> None:
    """Each row is answered with its value and its doubt."""
    assert answered(row) == row[2]


FINDINGS: dict[str, tuple[Sequence[Event], list[tuple[str, str, str]]]] = {
    "a term that ends before it starts": (
        [took("ann", "1990-05-10"), left("out", "1990-05-07", "Ann")],
        [(LEAVINGS, "surely", "out")],
    ),
    "a leaving before any taking": (
        [left("out", "2014-05-06", "Ann"), took("ann", "2019-05-29")],
        [(LEAVINGS, "surely", "out")],
    ),
    "a misspelt name": (
        [took("ann", "2003"), left("out", "2004-06-01", "Anne")],
        [(LEAVINGS, "surely", "out")],
    ),
    "which of two terms": ([*TWICE, left("out", "2006-01-01", "Ann")], [(LEAVINGS, "possibly", "out")]),
    "a term that is named": ([*TWICE, left("out", "2006-01-01", "Ann", of="t1")], []),
    "a term that is named and begins later": (
        [took("ann", "1990-05-10"), left("out", "1990-05-07", "Ann", of="ann")],
        [(LEAVINGS, "surely", "out")],
    ),
    "the start known to the year": ([took("ann", "2004"), left("out", "2004-06-01", "Ann")], []),
    "two takings of one day": (
        [took("ann", "2004-06-18"), took("ben", "2004-06-18")],
        [(ONE_A_DAY, "surely", "ann")],
    ),
    "two takings of one day by times": (
        [took("ann", "2004-06-18T09:00:00Z"), took("ben", "2004-06-18T12:00:00Z")],
        [],
    ),
}


@pytest.mark.parametrize("case", FINDINGS.values(), ids=FINDINGS)
def test_what_ends_nothing_is_a_finding(case: tuple[Sequence[Event], list[tuple[str, str, str]]]) -> None:
    """Without any rule being declared, the check names each leaving that ends nothing, and each doubled day."""
    events, wanted = case
    found = club.timeline(events).check()
    assert [(f.rule, f.likelihood.value) for f in found] == [(rule, verdict) for rule, verdict, _ in wanted]
    assert all(name in finding.events for finding, (_, _, name) in zip(found, wanted, strict=True))


def test_a_term_of_one_day_is_a_tenure() -> None:
    """Who took office and left it on one day is in the list of tenures, and nobody holds it at the end of that day."""
    asked = club.timeline([took("ann", "2004-06-01"), left("out", "2004-06-01", "Ann")])["steward"]
    assert [(t.holder, t.start.text, t.end.text) for t in asked.tenures] == [
        ("Ann", "2004-06-01", "2004-06-01")
    ]
    assert asked.at("2004-06-01").label == "vacant"


def test_the_fewest_events_that_give_an_answer_are_its_reasons() -> None:
    """Who holds an office since a first term that was ended, by a second one, rests on the first alone, which gives the
    same answer; that nobody holds it, on the leaving alone.
    """
    events = [*TWICE, left("out", "2006-01-01", "Ann", of="t1")]
    answer = club.timeline(events)["steward"].at("2008-01-01")
    assert (answer.holder, answer.certain, answer.because) == ("Ann", True, ("t1",))
    assert club.timeline(events[:1])["steward"].at("2008-01-01") == answer
    events = [took("ann", "2004"), left("out", "2004-06-01", "Ann")]
    answer = club.timeline(events)["steward"].at("2010-01-01")
    assert (answer.label, answer.certain, answer.because) == ("vacant", True, ("out",))
