"""The bounds of docs/reference/bounds.md: every case is asked at a small size, and the page has a row for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.bounds import Measured, main, measured, timed
from tests.bench.worst_logs import CASES, Case, ordinary

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "bounds.md"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.log}: {case.question}")
def test_every_case_is_answered(case: Case) -> None:
    """On a small log of its sort each question ends, with an answer or a refusal."""
    seconds, says = timed(case.made(case.small), reasons="because" in case.question)
    assert seconds > 0
    assert says.startswith(("exact", "gave up", "refused")) or says.endswith("findings")


def test_the_page_has_a_row_for_each_case() -> None:
    """No case is left out of the page, and none stands there that is not asked."""
    rows = [
        line.split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    told = {
        (row[0].removeprefix("| "), row[1], row[2]) for row in rows if len(row) == 6 and row[0] != "| log"
    }
    assert told == {(case.log, f"{size:,}", case.question) for case in CASES for size in case.sizes}


def test_a_case_that_does_not_end_is_told() -> None:
    """A question that takes longer than the limit is ended, and its row says so."""

    def endless(_: int) -> object:
        while True:
            pass

    case = Case("a log", "a question", (1,), 1, lambda size: lambda: endless(size))
    found = measured(case, 1, limit=0.5)
    assert found.seconds is None
    assert "over" in found.row


def test_a_row_tells_the_time_beside_an_ordinary_question() -> None:
    """The row has the seconds, how many ordinary questions take as long, and what the answer is."""
    case = Case("a log", "a question", (1,), 1, lambda _: ordinary())
    row = Measured(case=case, size=1_000, seconds=0.5, ordinary=0.001, says="exact").row
    assert row == "| a log | 1,000 | a question | 0.500 s | 500 | exact |"
    assert measured(case, 1).says == "exact"


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    """With --small and --only, the rows of some cases."""
    assert main(["--small", "--only", "a key that there is not"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| members, exact | 60 | a key that there is not | 0.0")
