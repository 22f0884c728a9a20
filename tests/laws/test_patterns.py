"""Promise 2: an unspecified pattern is the set of its days, not their hull."""

from __future__ import annotations

import pytest

from cstotimeline.testing import club
from cstotimeline.testing.oracle import Oracle
from cstotimeline.testing.shapes import PATTERNS
from tests.builders import took
from tests.laws.defect_rows import Row, answered, rows_of, when


@pytest.mark.parametrize("row", rows_of("D12").values(), ids=rows_of("D12"))
def test_a_pattern_is_its_days(row: Row) -> None:
    """Each row is answered with its value and its doubt."""
    assert answered(row) == row[2]


@pytest.mark.parametrize("text", PATTERNS)
@pytest.mark.parametrize("other", ["2020-01-15", "2020-02", "2020-05-31", "2020-XX-30"])
def test_beside_another_date_only_its_days_count(text: str, other: str) -> None:
    """At the end of every month the steward, and who else may be it, are those of the enumeration of all days."""
    events = [took("ann", text), took("ben", other)]
    asked, oracle = club.timeline(events)["steward"], Oracle(events)
    for month in range(1, 13):
        day = f"2020-{month:02d}-28"
        answer, said = asked.at(day), oracle.office(club.STEWARD, when(day))
        assert (answer.holder, answer.certain) == (said.holder, said.certain), day
        assert set(answer.alternatives) == said.alternatives, day


def test_a_spell_begins_only_on_a_day_that_is_meant() -> None:
    """Of the first, eleventh, twenty-first and thirty-first, nothing changes on the days between."""
    asked = club.timeline([took("ann", "2019"), took("ben", "2020-01-X1")])["steward"]
    begun = [
        (str(spell.spell), spell.holder, spell.certain) for spell in asked.during("2019-12-31/2020-02-01")
    ]
    assert begun == [
        ("2019-12-31", "Ann", True),
        ("2020-01-01/2020-01-30", "Ann", False),
        ("2020-01-31/2020-02-01", "Ben", True),
    ]
