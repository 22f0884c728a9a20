"""Promise 15: nothing is certain beyond the edge, and an absence rests on something."""

from __future__ import annotations

from typing import Any

import pytest

import cstotimeline as csto
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club, covered
from tests.builders import PAGE, left, took
from tests.laws.defect_rows import ANN, GAP, Row, answered, rows_of

HISTORY = csto.load()


@pytest.mark.parametrize(
    "row", rows_of("D01", "D02", "D03", "D16").values(), ids=rows_of("D01", "D02", "D03", "D16")
)
def test_an_answer_says_where_it_lies(row: Row) -> None:
    """Each row is answered with its value, its doubt, and what the edge leaves of it."""
    assert answered(row) == row[2]


@pytest.mark.parametrize("day", ["2027-06-01", "2050-01-01", "2500-01-01"])
def test_the_shipped_record_ends_somewhere(day: str) -> None:
    """Long after the newest page the last holder is shown, not certain, with a last known day before the day asked."""
    answer: Any = HISTORY.presidency.at(day)
    assert (answer.holder, answer.certain, answer.covered) == ("Russia", False, False)
    assert str(answer.last_known) < day


def test_an_empty_history_knows_nothing() -> None:
    """Without an event, or before any was recorded or known, there is no data, and nobody is certainly no member."""
    nothing: Any = csto.History([]).presidency.at("2019-12-01")
    early: Any = HISTORY.presidency.at("2019-11-28", recorded="2026-01-01T00:00:00Z")
    unknown: Any = HISTORY.presidency.at("2019-11-28", known="1990-01-01")
    for answer in (nothing, early, unknown):
        assert (answer.absence, answer.certain) == ("no data", False)
    assert not HISTORY.members.at("2019-11-28", recorded="2026-01-01T00:00:00Z").certain


@pytest.mark.parametrize(
    ("state", "day"), [("Azerbaijan", "2010-01-01"), ("Georgia", "2010-01-01"), ("Uzbekistan", "2020-01-01")]
)
def test_a_key_that_is_followed_no_more_is_not_vacant(state: str, day: str) -> None:
    """Years after a state left, its leader is not certainly nobody: the record stopped following it."""
    answer: Any = HISTORY.leaders[state].at(day)
    assert answer.absence in (None, "no data", "ended")
    assert answer.covered or not answer.certain


def test_both_ways_of_turning_the_known_clock_agree() -> None:
    """A key of which nothing was known yet is no unknown name, on a timeline or in a question."""
    one: Any = HISTORY.leaders["Kyrgyzstan"].at("2000-01-01", known="1980-01-01")
    other: Any = HISTORY.known(by="1980-01-01").leaders["Kyrgyzstan"].at("2000-01-01")
    assert (one.absence, other.absence, one == other) == ("no data", "no data", True)


def test_spells_end_at_the_edge() -> None:
    """A tenure that goes on over the edge is two spells: a certain one, and one that is not."""
    asked = club.CLUB.timeline([ANN], through=_day("2010-06-30"))["steward"]
    spells = [(str(s.spell), s.holder, s.certain) for s in asked.during("2010-06-29/2010-07-02")]
    assert spells == [("2010-06-29/2010-06-30", "Ann", True), ("2010-07-01/2010-07-02", "Ann", False)]


def test_spells_end_at_every_gap() -> None:
    """Where coverage has a gap, the spells of that gap are not certain, and those around it are."""
    spells = club.timeline([ANN, *GAP])["steward"].during("2001-12-31/2004-01-02")
    assert [(str(s.spell), s.certain) for s in spells] == [
        ("2001-12-31", True),
        ("2002-01-01/2003-12-31", False),
        ("2004-01-01/2004-01-02", True),
    ]


def test_a_reason_before_the_first_event_needs_one_event() -> None:
    """That an office is not yet filled rests on one event of the key, unless coverage is declared for the day."""
    joined = club.MemberJoined(id="j", occurred=PartialDate.parse("2000-01-01"), member="Ann", sources=PAGE)
    gone = club.MemberLeft(id="k", occurred=PartialDate.parse("2001-01-01"), member="Ann", sources=PAGE)
    asked = club.timeline([joined, gone])["standing"]["Ann"].at("1999-01-01")
    assert (asked.absence, asked.certain, asked.because) == ("not yet filled", True, ("j",))
    declared = covered("v", aspect="standing", through="2005-01-01")
    asked = club.timeline([joined, gone, declared])["standing"]["Ann"].at("1999-01-01")
    assert (asked.absence, asked.certain) == ("not yet filled", True)


def test_a_group_is_covered_where_all_its_keys_are() -> None:
    """With one of two members declared to be covered, the group is not; with both, it is certain."""
    joined = [
        club.MemberJoined(
            id=name, occurred=PartialDate.parse("2000-01-01"), member=name.capitalize(), sources=PAGE
        )
        for name in ("ann", "bob")
    ]
    part = covered("v", aspect="standing", keys=("Ann",), through="2005-01-01")
    rest = covered("w", aspect="standing", keys=("Bob",), through="2005-01-01")
    found = []
    for history in ([*joined, part], [*joined, part, rest]):
        group: Any = club.members(club.timeline(history)).at("2004-01-01")
        found.append((group.names, group.covered, group.certain))
    assert found == [(("Ann", "Bob"), False, False), (("Ann", "Bob"), True, True)]


def test_a_snapshot_is_certain_only_inside() -> None:
    """A snapshot of a day beyond the edge is not certain, and its data say that it is not covered."""
    events: list[Event] = [ANN, left("out", "2001-01-01", "Ann"), took("ben", "2001-01-01")]
    snapshot = club.CLUB.timeline(events, through=_day("2010-01-01")).at("2011-01-01")
    data = snapshot.to_dict()["steward"]
    assert (snapshot.certain, data["holder"], data["certain"], data["covered"]) == (
        False,
        "Ben",
        False,
        False,
    )


def _day(text: str) -> Any:
    return PartialDate.parse(text).earliest
