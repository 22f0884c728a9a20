"""Generated questions of every type, against an independent fold in SQL over the lines of the log."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from cstotimeline import History, load
from cstotimeline.shipped import shipped_folder
from tests.asking.questions import STATES, Asker
from tests.asking.sql_fold import Fold

COUNT = 300


@pytest.fixture(scope="module")
def history() -> History:
    """Return the shipped log as a timeline."""
    return load()


@pytest.fixture(scope="module")
def fold() -> Iterator[Fold]:
    """Return the shipped log in SQL."""
    made = Fold(shipped_folder())
    yield made
    made.db.close()


def test_generated_questions_are_answered_right(history: History, fold: Fold) -> None:
    """Of 300 questions of 22 types the library answers every one as the queries do."""
    asked = list(Asker(history, fold, 18).questions(COUNT))
    assert len({one.type for one in asked}) == 22
    assert [one for one in asked if one.mine != one.truth] == []


def statements(history: History, fold: Fold, seed: int) -> list[tuple[str, str, str]]:
    """Return true statements: an office, its holder, a day."""
    asker = Asker(history, fold, seed)
    found: list[tuple[str, str, str]] = []
    while len(found) < COUNT:
        office, name = asker.office()
        day = asker.covered_day(office, name)
        holder = fold.holder(office, name, day)
        if holder is not None:
            found.append((f"leader of {name}" if name else office, holder, day))
    return found


def test_true_statements_are_supported(history: History, fold: Fold) -> None:
    """Each of 300 true statements is supported, with the events behind it."""
    for office, holder, day in statements(history, fold, 1):
        verdict = history.verdict(office, holder, at=day)
        assert (verdict.verdict, bool(verdict.because)) == ("supported", True), (office, holder, day)


def test_altered_statements_are_not_supported(history: History, fold: Fold) -> None:
    """Of 300 statements with another holder none is supported: contradicted where covered, else it cannot be told."""
    random = Random(2)
    people = sorted({holder for _, holder, _ in statements(history, fold, 1)})
    for office, holder, day in statements(history, fold, 1):
        others = STATES if office == "presidency" else people
        other = random.choice([one for one in others if one != holder])
        verdict = history.verdict(office, other, at=day)
        assert verdict.verdict == "contradicted", (office, other, day)
        outside = history.verdict(office, other, at="2090-01-01")
        assert outside.verdict == "cannot tell"
