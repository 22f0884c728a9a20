"""Slots: one answer for all days between two turning points, worked out once and told for these days."""

from __future__ import annotations

from datetime import date

import pytest

from cstotimeline.core.query.slots import PiecewiseCache, interval_of
from cstotimeline.core.temporal.intervals import Period

THIRD, FIFTH, SIXTH = (date(2020, 1, day).toordinal() for day in (3, 5, 6))
POINTS = (THIRD, FIFTH, SIXTH)


class Asked:
    """Gives each answer as the day and the spell that it was worked out for, and counts them."""

    def __init__(self, *points: int) -> None:
        self.slots: PiecewiseCache[tuple[int, Period]] = PiecewiseCache(points, self.answer)
        self.count = 0

    def answer(self, day: int, spell: Period) -> tuple[int, Period]:
        """Return what was asked for."""
        self.count += 1
        return day, spell

    def at(self, day: int) -> tuple[int, str]:
        """Return the day and the spell with which the answer for ``day`` was worked out."""
        found, spell = self.slots.at(day)
        return found, str(spell)


@pytest.mark.parametrize(
    ("day", "spell"),
    [
        (THIRD - 1, "../2020-01-02"),
        (THIRD, "2020-01-03/2020-01-04"),
        (THIRD + 1, "2020-01-03/2020-01-04"),
        (FIFTH, "2020-01-05"),
        (SIXTH, "2020-01-06/.."),
        (SIXTH + 900, "2020-01-06/.."),
    ],
)
def test_an_answer_is_told_for_the_days_up_to_the_next_turning_point(day: int, spell: str) -> None:
    """The spell begins on the turning point at or before the day and ends before the next; the ends are open."""
    assert Asked(*POINTS).at(day) == (day, spell)


def test_without_turning_points_an_answer_is_told_for_the_day_itself() -> None:
    """Where nothing ever happens the spell is the day that was asked for first."""
    asked = Asked()
    assert asked.at(THIRD) == (THIRD, "2020-01-03")
    assert asked.at(FIFTH) == (THIRD, "2020-01-03")


def test_each_slot_is_worked_out_once() -> None:
    """The days of one slot have the very same answer, and asking again works nothing out."""
    asked = Asked(*POINTS)
    first = [asked.slots.at(day) for day in range(THIRD - 2, SIXTH + 3)]
    assert asked.count == len(POINTS) + 1
    assert asked.slots.at(THIRD) is asked.slots.at(THIRD + 1)
    assert asked.slots.at(THIRD) is not asked.slots.at(FIFTH)
    assert [asked.slots.at(day) for day in range(THIRD - 2, SIXTH + 3)] == first
    assert asked.count == len(POINTS) + 1


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (THIRD, FIFTH, "2020-01-03/2020-01-05"),
        (THIRD, THIRD, "2020-01-03"),
        (None, THIRD, "../2020-01-03"),
        (THIRD, None, "2020-01-03/.."),
    ],
)
def test_spells_are_written_as_periods(first: int | None, last: int | None, text: str) -> None:
    """A spell names its first and last day, both included, one day as itself, and an open end as two dots."""
    assert interval_of(first, last) == Period(text)
