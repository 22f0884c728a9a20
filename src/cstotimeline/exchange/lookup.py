"""Look-ups by day: a table that leads from the place of a row to its answer, built on change points.

Between two change points a question has one answer, so that it is asked once there, and never row by row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from typing import Any

import attrs

from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.key_questions import KeyQuestion
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.exchange.askers import Asker, Member
from cstotimeline.exchange.libraries import arrow, compute
from cstotimeline.exchange.moments import Axis, encoded
from cstotimeline.exchange.wanted import Wanted

MOST_PLACES = 1 << 23
"""Larger tables are not made: the pairs of key and moment that occur are asked for one by one."""

PLACES_A_ROW = 16
"""Nor are tables made that have many more places than there are rows."""

FEW_CLOCKS = 64
"""With more distinct clocks as well: of each, few moments are asked for."""


@attrs.frozen(kw_only=True, eq=False)
class Groups:
    """Rows by what tells questions apart: ``codes`` lead each row to one of ``members``; None: all to the first.

    A member is a key, and the two clocks.
    """

    codes: Any
    members: Sequence[Member]


@attrs.frozen(kw_only=True, eq=False)
class Lookup:
    """For each row the place of its answer among ``answers``; null where the row asks nothing."""

    table: Any
    places: Any
    answers: Sequence[Any]
    asked: Sequence[tuple[Any, QueryTime]]

    def column(self, values: Any) -> Any:
        """Return a column: for each row the value of its answer, given one value an answer."""
        pc = compute()
        return pc.take(pc.take(values, self.table), self.places)


class _Answers:
    """The distinct answers found, each with a number; a question is asked once between two change points."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[tuple[Any, QueryTime]] = []
        self._numbers: dict[Hashable, int] = {}
        self._seconds: dict[int, Sequence[int] | None] = {}

    def number(self, question: Any, moment: QueryTime) -> int:
        """Return the number of the answer at a moment."""
        slot = (id(question), *self._piece(question, moment))
        found = self._numbers.get(slot)
        if found is None:
            found = self._numbers[slot] = len(self.answers)
            self.answers.append(question.at(moment))
            self.asked.append((question, moment))
        return found

    def add_sample(self, wanted: Wanted) -> None:
        """Add an answer that no row has."""
        found = wanted.questions(None, None)
        questions = [*found.values()] if wanted.keyed else [found]
        for question in questions[:1]:
            self.number(question, QueryTime.of_ordinal(max([1, *question.points[-1:]])))

    def _piece(self, question: Any, moment: QueryTime) -> tuple[int, ...]:
        """Return what tells moments of different answers apart."""
        day = bisect_right(question.points, moment.ordinal)
        if moment.epoch is None:
            return (0, day)
        if id(question) not in self._seconds:
            self._seconds[id(question)] = _second_points(question)
        points = self._seconds[id(question)]
        if points is None:
            return (1, moment.ordinal, moment.epoch)
        return (2, day, bisect_right(points, moment.epoch))


def _second_points(question: Any) -> Sequence[int] | None:
    """Return the seconds on which the answer at an instant may differ; None where they are not to be had."""
    events, projection = getattr(question, "resolved", None), getattr(question, "projection", None)
    if isinstance(question, KeyQuestion):
        histories = [events.history(projection, question.key, Granularity.SECOND)]  # type: ignore[union-attr]
    elif isinstance(question, GroupQuestion):
        histories = [*events.histories(projection, Granularity.SECOND).values()]  # type: ignore[union-attr]
    else:
        return None
    points = {point for history in histories for point in history.change_points}
    known = question.scope.clocks.known
    if known is not None and known.epoch is not None:
        points.update((known.epoch, known.epoch + 1))
    return sorted(points)


def look_up(wanted: Wanted, axis: Axis, groups: Groups) -> tuple[Lookup, list[Hashable]]:
    """Return the look-up of a column, and the keys that the log does not know."""
    asker = Asker(wanted, groups.members)
    answers = _Answers()
    has_many_clocks = len({member[1:] for member in groups.members}) > FEW_CLOCKS
    size = len(groups.members) * axis.size
    is_sparse = size > MOST_PLACES or size > PLACES_A_ROW * len(axis.places)
    make = _by_pair if has_many_clocks or is_sparse else _by_table
    table, places = make(asker, axis, groups, answers)
    if not answers.answers:  # the types of the columns are those of some answer
        answers.add_sample(wanted)
    found = Lookup(table=table, places=places, answers=answers.answers, asked=answers.asked)
    return found, asker.unknown


def _by_table(asker: Asker, axis: Axis, groups: Groups, answers: _Answers) -> tuple[Any, Any]:
    pa, pc = arrow(), compute()
    numbers: list[int | None] = []
    for member in groups.members:
        question = asker.question(member)
        if question is None:
            numbers += [None] * axis.size
            continue
        for place, length in axis.runs(question.points):
            numbers += [answers.number(question, axis.moment(place))] * length
    places = axis.places
    if groups.codes is not None:
        first = pc.multiply(groups.codes.cast(pa.int32()), pa.scalar(axis.size, pa.int32()))
        places = pc.add(first, places)
    return pa.array(numbers, pa.int32()), places


def _by_pair(asker: Asker, axis: Axis, groups: Groups, answers: _Answers) -> tuple[Any, Any]:
    pa, pc = arrow(), compute()
    size = axis.size
    places = axis.places.cast(pa.int64())
    if groups.codes is not None:
        places = pc.add(pc.multiply(groups.codes.cast(pa.int64()), pa.scalar(size, pa.int64())), places)
    codes, pairs = encoded(places)
    numbers: list[int | None] = []
    for pair in pairs:
        group, place = divmod(pair, size)
        moment = axis.moment(place)
        question = asker.question(groups.members[group], moment)
        numbers.append(None if question is None else answers.number(question, moment))
    return pa.array(numbers, pa.int32()), codes
