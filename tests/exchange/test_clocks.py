"""Clocks that are columns: each row under its own, equal to ``at`` under that clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given

from cstotimeline.core.events.event import Event
from cstotimeline.exchange import lookup
from cstotimeline.testing import Shape, club, histories
from cstotimeline.testing.shapes import DAYS

HISTORIES = histories(
    Shape(disclosed=True, coarse_clocks=True, leavings=True, amendments=2, announcements=1, coverage=1)
)
KNOWN = [DAYS[0] + timedelta(days=n) for n in (-20, 0, 1, 2, 3, 4, 5, 6, 40, 400)]
PAIRS = [*product(DAYS, KNOWN)]


def table(pairs: Sequence[tuple[date, date]]) -> pa.Table:
    """Return rows with a day, and a day by which things were known."""
    days, known = zip(*pairs, strict=True)
    return pa.table({"day": pa.array(days, pa.date32()), "read": pa.array(known, pa.date32())})


@pytest.mark.parametrize("few", [64, 0], ids=["table", "pairs"])
@given(HISTORIES)
def test_each_row_is_asked_under_its_own_clock(few: int, events: tuple[Event, ...]) -> None:
    """With few clocks or many, each row has what ``at`` says under the clock of that row, whatever dates are coarse."""
    timeline = club.CLUB.timeline(events)
    questions = club.CLUB.questions(timeline)
    if not questions:
        return
    add = {f"q{number}": question for number, question in enumerate(questions.values())}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookup, "FEW_CLOCKS", few)
        found = timeline.annotate(table(PAIRS), on="day", add=add, known="read", alternatives=True)
    for column, question in add.items():
        for row, (day, known) in zip(found.to_pylist(), PAIRS, strict=True):
            said: Any = question.at(day, known=known)
            got = (row[f"{column}_certain"], row[f"{column}_covered"])
            assert got == (said.certain, said.covered), (question.name, day, known)
            if hasattr(said, "label"):
                others = list(said.alternatives)
                assert (row[column], row[f"{column}_alternatives"]) == (said.label, others), (day, known)
            if hasattr(said, "undecided"):
                undecided = list(said.undecided)
                assert (row[column], row[f"{column}_alternatives"]) == (list(said.names), undecided)
