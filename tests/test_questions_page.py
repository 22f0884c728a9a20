"""The table of questions: each line gives the answer that stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cstotimeline import History, load

PAGE = (Path(__file__).parents[1] / "docs" / "howto" / "ask.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| `([^`]+)` \| `([^`]+)` \|$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def history() -> History:
    """Return the shipped log as a timeline."""
    return load()


@pytest.mark.parametrize(("question", "line", "answer"), ROWS, ids=[row[0] for row in ROWS])
def test_a_line_gives_the_answer_beside_it(history: History, question: str, line: str, answer: str) -> None:
    """A line of the table gives, in Python, what its last column shows."""
    assert repr(eval(line, {"history": history})) == answer, question


def test_the_table_has_a_line_for_every_type() -> None:
    """Every row of the table runs, more than thirty of them."""
    assert len(ROWS) == PAGE.count("\n| ") - 1
    assert len(ROWS) > 30
