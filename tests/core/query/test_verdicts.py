"""Verdicts: supported, contradicted, or it cannot be told."""

from __future__ import annotations

from typing import Any

import pytest

from cstotimeline import DateError, StatementError, UnknownName, load
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing.club import STEWARD
from tests.builders import declared, missing, took

HISTORY = load()
EVENTS = (
    took("a", "2020-01-01"),
    took("b", "2020-06"),
    missing("m", "2021-01-01", "no data"),
    took("c", "2021-06-01"),
    declared("k", "2020-01-01/2021-12-31"),
)
CLUB = Timeline(EVENTS, [STEWARD])


@pytest.mark.parametrize(
    ("holder", "when", "verdict", "holds"),
    [
        ("A", {"at": "2020-03-01"}, "supported", ()),
        ("B", {"at": "2020-03-01"}, "contradicted", ("A",)),
        ("A", {"at": "2020-06-15"}, "cannot tell", ("A", "B (possibly)")),
        ("C", {"at": "2020-06-15"}, "contradicted", ("A", "B (possibly)")),
        ("C", {"at": "2021-02-01"}, "cannot tell", ("no data",)),
        ("C", {"at": "2022-01-01"}, "cannot tell", ("C",)),
        ("B", {"at": "2019-01-01"}, "cannot tell", ("no data",)),
        ("A", {"during": "2020"}, "supported", ()),
        ("A", {"during": "2020", "throughout": True}, "contradicted", ("B",)),
        ("A", {"during": "2020-02", "throughout": True}, "supported", ()),
        ("C", {"during": "2020"}, "contradicted", ("A", "B (possibly)", "B")),
        ("C", {"during": "2021-01/2021-05"}, "cannot tell", ("no data",)),
        ("C", {"during": "2021-10/2022-03", "throughout": True}, "cannot tell", ("C",)),
    ],
)
def test_a_statement_is_judged(holder: str, when: Any, verdict: str, holds: tuple[str, ...]) -> None:
    """A statement is contradicted only where the log covers the days and nothing leaves the holder open."""
    found = CLUB.verdict("steward", holder, **when)
    assert found.verdict == verdict
    assert set(found.holds) == set(holds)
    assert found.certain is (verdict != "cannot tell")


def test_its_reasons_are_the_fewest_events() -> None:
    """The events of a verdict are those of the answers behind it, with their pages."""
    found = CLUB.verdict("steward", "B", at="2020-03-01")
    assert found.because == CLUB["steward"].at("2020-03-01").because
    assert found.sources
    assert found.why().startswith("contradicted: steward, B, 2020-03-01; the log has A.\nA: took office")
    assert found.to_dict()["because"] == list(found.because)
    assert "because" not in found.to_dict(reasons=False)


def test_what_was_public_decides() -> None:
    """By what was public before a decision the later holder can be neither confirmed nor denied."""
    stated = ("presidency", "Kyrgyzstan")
    assert HISTORY.verdict(*stated, at="2025-06-01").verdict == "supported"
    assert HISTORY.verdict(*stated, at="2025-06-01", known="2024-11-27").verdict == "cannot tell"


def test_groups_are_judged_by_the_events_of_one_name() -> None:
    """Whether a state was a member rests on that state's events alone."""
    found = HISTORY.verdict("members", "Грузия", at="2010-01-01")
    assert (found.verdict, found.holds) == ("contradicted", ("ended",))
    assert found.because == ("membership-1999-04-20-georgia-left",)
    assert HISTORY.verdict("members", "Georgia", at="1998-01-01").verdict == "supported"
    assert HISTORY.verdict("members", "Atlantis", at="1998-01-01").verdict == "contradicted"


def test_a_misspelt_holder_is_never_contradicted() -> None:
    """A name that is nearly one the office had may be it: it cannot be told, and the names are suggested."""
    found = HISTORY.verdict("presidency", "Kirgistan", at="2019-11-20")
    assert (found.verdict, found.suggestions[0]) == ("cannot tell", "Kyrgyzstan")
    assert HISTORY.verdict("presidency", "Merkel", at="2019-11-20").verdict == "contradicted"


@pytest.mark.parametrize(
    ("statement", "error", "says"),
    [
        ({"office": "presidncy", "holder": "x", "at": "2019-11-20"}, UnknownName, "no such office"),
        (
            {"office": "summits", "holder": "x", "at": "2019-11-20"},
            UnknownName,
            "expected an office or a group",
        ),
        ({"office": "presidency", "holder": "x"}, StatementError, "got neither"),
        (
            {"office": "presidency", "holder": "x", "at": "2019-11-20", "during": "2019"},
            StatementError,
            "got both",
        ),
        ({"office": "presidency", "holder": "x", "at": "2019-11"}, DateError, "is a month"),
        ({"office": "presidency", "holder": "x", "during": "20x"}, DateError, "expected an EDTF date"),
    ],
    ids=["office", "no-office", "neither", "both", "month", "period"],
)
def test_what_is_no_statement_is_refused(statement: Any, error: type[Exception], says: str) -> None:
    """A statement about an office nobody knows, or about no day, is refused, also in a row."""
    with pytest.raises(error, match=says):
        HISTORY.verdict(**statement)
    with pytest.raises(StatementError, match=f"row 1 .*{says}"):
        HISTORY.verdicts([statement])


def test_all_faults_of_all_rows_are_told() -> None:
    """One error names what is wrong with each row; other columns are passed over."""
    rows: list[dict[str, Any]] = [
        {"office": "presidency", "holder": "Russia", "at": "2019-11-28", "page": "7"},
        {"office": "presidency", "holder": "", "at": "2019-11-28"},
        {"office": 3, "holder": "Russia", "at": "2019-11-28", "throughout": "maybe"},
    ]
    assert [one.verdict for one in HISTORY.verdicts(rows[:1])] == ["supported"]
    with pytest.raises(StatementError) as caught:
        HISTORY.verdicts(rows)
    assert [fault.where for fault in caught.value.faults] == [
        "row 2 holder",
        "row 3 office",
        "row 3 throughout",
    ]
