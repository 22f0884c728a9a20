"""Coverage: what a declaration says, what is refused, and which days several of them cover together."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.coverage import (
    ALL_DAYS,
    FIRST_DAY,
    LAST_DAY,
    Coverage,
    CoverageDeclared,
    Days,
    edges,
    holds,
    last_before,
    periods_of,
)
from cstotimeline.core.temporal.day_spans import common, merged
from cstotimeline.core.temporal.edtf import PartialDate
from tests.builders import PAGE, declared, faults_of

RUNS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 6)).map(lambda r: (r[0], r[0] + r[1])), max_size=6
)


def day(text: str) -> int:
    """Return the ordinal of a day."""
    return date.fromisoformat(text).toordinal()


def refused(**fields: Any) -> tuple[str, ...]:
    """Return the faults of a declaration with these fields."""
    given: dict[str, Any] = {
        "id": "c",
        "occurred": PartialDate.parse("2021"),
        "aspect": "steward",
        "since": PartialDate.parse("2020-01-01"),
        "through": PartialDate.parse("2020-12-31"),
        "sources": PAGE,
    }
    return faults_of(CoverageDeclared, **{**given, **fields})


END = "expected an exact day, got {!r}; write a day such as 2026-02-13"
REFUSED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a since that is a month": ({"since": PartialDate.parse("2020-01")}, [f"since: {END.format('2020-01')}"]),
    "a since that is doubtful": (
        {"since": PartialDate.parse("2020-01-01?")},
        [f"since: {END.format('2020-01-01?')}"],
    ),
    "an unknown since": ({"since": PartialDate.UNKNOWN}, [f"since: {END.format('')}"]),
    "a through that is open": (
        {"through": PartialDate.OPEN},
        ["through: expected a date, got '..'; write the date, or leave it out"],
    ),
    "a through with a time of day": (
        {"through": PartialDate.parse("2020-12-31T12:00:00Z")},
        [f"through: {END.format('2020-12-31T12:00:00Z')}"],
    ),
    "ends in the wrong order": (
        {"through": PartialDate.parse("2019-12-31")},
        ["through: expected a day not before since, 2020-01-01, got '2019-12-31'; swap the two ends"],
    ),
    "no aspect": (
        {"aspect": " "},
        ["aspect: expected a name, got ' '; name what was looked through, such as presidency"],
    ),
    "a fault of every event, and both ends": (
        {"sources": (), "since": PartialDate.parse("2020"), "through": PartialDate.parse("2019")},
        [
            "sources: expected one or more, got []; name the page that says so",
            f"since: {END.format('2020')}",
            f"through: {END.format('2019')}",
        ],
    ),
}


@pytest.mark.parametrize(("fields", "faults"), REFUSED.values(), ids=REFUSED)
def test_a_declaration_without_exact_ends_is_refused(fields: dict[str, Any], faults: list[str]) -> None:
    """Every broken rule is named, those of all events first."""
    assert list(refused(**fields)) == faults


def test_a_declaration_says_which_days_were_looked_through() -> None:
    """Both ends are included; an open start reaches back to the first day; the title names aspect and keys."""
    one = declared("c", "2020-01-01/2020-01-31")
    assert (str(one.period), one.days) == ("2020-01-01/2020-01-31", (day("2020-01-01"), day("2020-01-31")))
    assert declared("c", "../2020-01-31").days == (FIRST_DAY, day("2020-01-31"))
    assert declared("c", "2020-01-31/2020-01-31").days == (day("2020-01-31"), day("2020-01-31"))
    assert one.title == "steward: complete from 2020-01-01 to 2020-01-31"
    assert declared("c", "../2020-01-31", keys=("Mia", "Ann"), extent="partial").title == (
        "steward of Mia, Ann: partial from .. to 2020-01-31"
    )


@given(RUNS)
def test_runs_add_up_to_their_days(runs: list[tuple[int, int]]) -> None:
    """Just the days of some run are in the sum, which is ascending with gaps between its runs."""
    found = merged(runs)
    for number in range(40):
        assert holds(found, number) == any(first <= number <= last for first, last in runs)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(found))


@given(RUNS.map(merged), RUNS.map(merged))
def test_common_days_are_in_both(one: Days, other: Days) -> None:
    """A day is common where both hold it; the result is in order."""
    found = common(one, other)
    for number in range(40):
        assert holds(found, number) == (holds(one, number) and holds(other, number))
    assert list(found) == sorted(found)


@given(RUNS.map(merged))
def test_edges_and_last_days_follow_from_the_days(days: Days) -> None:
    """An edge is a day that differs from the one before it; the last day before another is the nearest covered one."""
    expected = [n for n in range(FIRST_DAY + 1, 42) if holds(days, n) != holds(days, n - 1)]
    assert list(edges(days)) == expected
    for number in range(1, 42):
        if not holds(days, number):
            before = [n for n in range(1, number) if holds(days, n)]
            assert last_before(days, number) == (before[-1] if before else None)


def test_days_are_told_as_periods() -> None:
    """Runs to the end of the calendar are open there; no days are no period."""
    assert periods_of(()) == ()
    told = [str(period) for period in periods_of(((FIRST_DAY, 5), (9, 9), (20, LAST_DAY)))]
    assert told == ["../0001-01-05", "0001-01-09", "0001-01-20/.."]
    assert [str(period) for period in periods_of(ALL_DAYS)] == ["0001-01-01/.."]
    assert list(edges(ALL_DAYS)) == []


JANUARY, MARCH = (day("2020-01-01"), day("2020-01-31")), (day("2020-03-01"), day("2020-03-31"))
FEBRUARY = (day("2020-02-01"), day("2020-02-29"))
DECLARED: dict[str, tuple[list[CoverageDeclared], object, Days]] = {
    "nothing declared": ([], None, ALL_DAYS),
    "another aspect declared": ([declared("c", "2020-01", aspect="members")], None, ALL_DAYS),
    "one stretch": ([declared("c", "2020-01")], None, (JANUARY,)),
    "two with a gap": ([declared("d", "2020-03"), declared("c", "2020-01")], None, (JANUARY, MARCH)),
    "two that touch": (
        [declared("c", "2020-01"), declared("d", "2020-02")],
        None,
        ((JANUARY[0], FEBRUARY[1]),),
    ),
    "a partial one": ([declared("c", "2020-01", extent="partial")], None, ()),
    "a partial one beside a complete one": (
        [declared("c", "2020-01", extent="partial"), declared("d", "2020-03")],
        None,
        (MARCH,),
    ),
    "of one key, asked for it": ([declared("c", "2020-01", keys=("Mia", "Ann"))], "Ann", (JANUARY,)),
    "of one key, asked for another": ([declared("c", "2020-01", keys=("Mia",))], "Ann", ()),
    "of one key, asked for all": ([declared("c", "2020-01", keys=("Mia",))], None, ()),
    "of all keys, asked for one": ([declared("c", "2020-01")], "Ann", (JANUARY,)),
    "of all and of one": (
        [declared("c", "2020-01"), declared("d", "2020-02", keys=("Ann",))],
        "Ann",
        ((JANUARY[0], FEBRUARY[1]),),
    ),
    "a key that is a number": ([declared("c", "2020-01", keys=("7",))], 7, (JANUARY,)),
}


@pytest.mark.parametrize(("events", "key", "days"), DECLARED.values(), ids=DECLARED)
def test_complete_stretches_of_an_aspect_and_key_add_up(
    events: list[CoverageDeclared], key: object, days: Days
) -> None:
    """Partial ones and those of other keys do not count; an aspect without any declaration has the default."""
    assert Coverage(declared=tuple(events)).days("steward", key) == days


def test_the_default_holds_for_aspects_without_a_declaration_alone() -> None:
    """A partial declaration, or one of another key, is a declaration: the default is gone."""
    coverage = Coverage(
        declared=(declared("c", "2020-01", keys=("Mia", "Ann")),), find_default=lambda: (JANUARY,)
    )
    assert coverage.days("members", "Ann") == (JANUARY,)
    assert coverage.days("steward", "Bob") == ()
    assert (coverage.is_declared("steward"), coverage.is_declared("members")) == (True, False)
    assert (coverage.keys("steward"), coverage.keys("members")) == (("Ann", "Mia"), ())
