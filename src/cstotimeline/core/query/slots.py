"""Slots: the days between the turning points of an answer, each slot with its answer once it was asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import Generic, TypeVar

from cstotimeline.core.temporal.intervals import Period

A = TypeVar("A")


class PiecewiseCache(Generic[A]):
    """The answers to one question by day: asked twice in one slot, the same answer is given, worked out once.

    ``points`` are the ordinals of the days on which the answer may differ from that of the day before, sorted;
    ``answer`` works it out for a day, told for the days of its slot.
    """

    __slots__ = ("_answer", "_answers", "points")

    def __init__(self, points: Sequence[int], answer: Callable[[int, Period], A]) -> None:
        self.points = points
        self._answer = answer
        self._answers: list[A | None] = [None] * (len(points) + 1)

    def at(self, day: int) -> A:
        """Return the answer at the end of a day."""
        slot = bisect_right(self.points, day)
        found = self._answers[slot]
        if found is None:
            found = self._answers[slot] = self._answer(day, self._spell(slot, day))
        return found

    def _spell(self, slot: int, day: int) -> Period:
        if not self.points:
            return interval_of(day, day)
        first = self.points[slot - 1] if slot else None
        last = self.points[slot] - 1 if slot < len(self.points) else None
        return interval_of(first, last)


def interval_of(first: int | None, last: int | None) -> Period:
    """Return the stretch from one day to another, both included; None is an open end, of one side at most."""
    start = ".." if first is None else date.fromordinal(first).isoformat()
    end = ".." if last is None else date.fromordinal(last).isoformat()
    return Period(start if start == end else f"{start}/{end}")
