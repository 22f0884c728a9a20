"""The answers to a question as a table: for every day, and as known on every day, which answer is given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from cstotimeline.core.events.coverage import FIRST_DAY, LAST_DAY
from cstotimeline.core.events.references import nested_in
from cstotimeline.core.query.questions import Question
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime

Cell = int
"""The number of what holds, in a list of all that is met."""

Runs = tuple[tuple[int, Cell], ...]
"""Days from which on a cell holds, ascending."""

Rows = tuple[tuple[int, Runs], ...]
"""Days from which on the runs of a row hold, ascending."""


class AnswerTable(NamedTuple):
    """Which answer a question has at the end of a day, as known by the end of another.

    Between two days on which an event became public, took effect or coverage began, an answer depends on the known day
    in one way alone: whether the day asked is before it, the same, or after it. So there are three tables.

    Attributes:
        before: for a day before the known day: rows by the day asked, each with runs by the known day. Without a known
            day the last run of each row holds.
        same: for the known day itself: runs.
        after: for a day after the known day: rows by the known day, each with runs by the day asked.
    """

    before: Rows
    same: Runs
    after: Rows


def _held(runs: Sequence[tuple[int, Any]], day: int) -> Any:
    """Return what holds on a day, of what begins on some days."""
    return runs[max(bisect_right(runs, day, key=lambda run: run[0]) - 1, 0)][1]


def answer_table(
    question: Question[Any],
    cell_of: Callable[[Question[Any], int], Cell],
) -> AnswerTable:
    """Return the table of a question.

    Arguments:
        question: what is asked, with the clock of knowledge at everything.
        cell_of: the cell for a question under any clock on a day.
    """
    days = break_days(question)
    ends = [*(day - 1 for day in days[1:]), LAST_DAY]

    def cells(asked: Question[Any], first: int, last: int) -> Runs:
        if first > last:
            return ()
        points = sorted({first, *break_days(asked)})
        inside = points[bisect_right(points, first) - 1 : bisect_right(points, last)]
        return _joined((max(day, first), cell_of(asked, max(day, first))) for day in inside)

    before: list[tuple[int, Runs]] = []
    same: list[tuple[int, Cell]] = []
    after: list[tuple[int, Runs]] = []
    for first, last in zip(days, ends, strict=True):
        early, late = _known(question, first), _known(question, last) if last < LAST_DAY else question
        before.append((first, cells(late, FIRST_DAY, last if late is question else last - 1)))
        same.append((first, cells(early, first, first)[0][1]))
        after.append((first, cells(early, first + 1, LAST_DAY)))
    return AnswerTable(before=_by_day(before), same=_joined(same), after=_joined(after))


def break_days(question: Question[Any], names: Iterable[str] | None = None) -> list[int]:
    """Return, sorted, the days on which the answers may begin to depend on other events, or on events in another way;
    only because of the events with some ``names``, where these are given.
    """
    found = {FIRST_DAY, *question.change_points(question.resolved)}
    given = question.resolved.given
    for event in given.values() if names is None else [given[name] for name in names]:
        for said in (event, *nested_in(event)):
            for date in (said.effective, said.occurred, said.known_from, event.known_from):
                found.update(_ordinals(date))
    return sorted(day for day in found if FIRST_DAY <= day <= LAST_DAY)


def _ordinals(date: PartialDate) -> Iterable[int]:
    """Return where the runs of days that a date may mean begin and end, and the days after these."""
    return (day for first, last in date.spans for day in (first, first + 1, last, last + 1))


def _known(question: Question[Any], day: int) -> Question[Any]:
    """Return a question as known by the end of a day."""
    scope = question.scope
    return question.in_scope(scope.at_clocks(scope.clocks.narrowed(QueryTime.of_ordinal(day), None)))


def _joined(runs: Iterable[tuple[int, Any]]) -> tuple[tuple[int, Any], ...]:
    """Return runs without those that say what the one before says."""
    found: list[tuple[int, Any]] = []
    for start, said in runs:
        if not found or found[-1][1] != said:
            found.append((start, said))
    return tuple(found)


def _by_day(columns: Sequence[tuple[int, Runs]]) -> Rows:
    """Return, of runs by the day asked for each known day, runs by the known day for each day asked."""
    starts = sorted({start for _, runs in columns for start, _ in runs})
    return _joined(
        (start, _joined((known, _held(runs, start)) for known, runs in columns if runs)) for start in starts
    )
