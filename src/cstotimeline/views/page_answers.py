"""The answers of a page: each kept once, with its reasons and with what a comparison of two days says of it."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import attrs

from cstotimeline.core.events.coverage import Days
from cstotimeline.core.fold.projection import Value
from cstotimeline.core.fold.steps import OfficeState
from cstotimeline.core.plain import plain
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.key_questions import StateQuestion
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.views.page_tables import AnswerTable, answer_table, break_days


class Numbered:
    """Values by number, each once.

    >>> numbered = Numbered()
    >>> numbered.number({"a": 1}), numbered.number([]), numbered.number({"a": 1})
    (0, 1, 0)
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.values: list[Any] = []

    def number(self, value: Any) -> int:
        """Return the number of a value of plain data, a new one where it was not met before."""
        text = json.dumps(value, sort_keys=True, ensure_ascii=False)
        found = self._numbers.setdefault(text, len(self._numbers))
        if found == len(self.values):
            self.values.append(value)
        return found


@attrs.frozen(kw_only=True)
class Asked:
    """A question of a history: its aspect, and its key, None where the aspect has no keys."""

    aspect: str
    key: Hashable | None
    question: Question[Any]

    def is_there(self, question: Question[Any]) -> bool:
        """Return whether a snapshot under the clocks of ``question`` has an answer for the key."""
        return self.key is None or question.scope.has_key(question.projection, question.key)


def asked_of(history: Timeline) -> Iterator[Asked]:
    """Yield every question that a snapshot of a history answers, in its order, keys sorted; also about keys that the
    log has only as known at some time.

    >>> from cstotimeline import load
    >>> [one.aspect for one in asked_of(load())][:3]
    ['presidency', 'chairperson', 'secretary_general']
    """
    for name in history:
        asked = history[name]
        if isinstance(asked, Questions):
            for key in sorted(asked.scope.all_keys(asked.projection), key=str):
                yield Asked(aspect=name, key=key, question=asked[key])
        elif isinstance(asked, Question):
            yield Asked(aspect=name, key=None, question=asked)


class Cells:
    """What the cells of all tables stand for.

    A cell is an answer as plain data without its reasons, the events that are its reasons, and, of what follows from
    events alone, the value that a difference of two days compares; each by its number, -1 for none.

    Arguments:
        history: what is asked.
        event_numbers: the number of each event by its id.
    """

    def __init__(self, history: Timeline, event_numbers: Mapping[str, int]) -> None:
        self._projections = history.projections
        self._event_numbers = event_numbers
        self.answers, self.reasons, self.values, self.cells = Numbered(), Numbered(), Numbered(), Numbered()
        self._breaks: dict[Hashable, list[int]] = {}
        self._told: dict[Hashable, tuple[dict[str, Any], list[int]]] = {}

    def table(self, asked: Asked) -> AnswerTable:
        """Return the table of a question; its cells are numbers of :attr:`cells`."""
        return answer_table(asked.question, partial(self._cell, asked))

    def _cell(self, asked: Asked, question: Question[Any], day: int) -> int:
        if not asked.is_there(question):
            return self.cells.number([-1, -1, self._value(asked, question, day, None)])
        found = question.at(QueryTime.of_ordinal(day))
        basis = self._basis(asked, question, day, found)
        answer, because = self._told.get(basis) or self._without_reasons(found)
        if basis is not None:
            self._told[basis] = answer, because
        value = self._value(asked, question, day, answer.get("value"))
        return self.cells.number([self.answers.number(answer), self.reasons.number(because), value])

    def _without_reasons(self, found: ExplainedAnswer) -> tuple[dict[str, Any], list[int]]:
        """Return an answer as plain data without its reasons, and the numbers of these."""
        answer: dict[str, Any] = dict(found.to_dict())  # type: ignore[attr-defined]
        return answer, [self._event_numbers[name] for name in answer.pop("because")]

    def _basis(self, asked: Asked, question: Question[Any], day: int, found: object) -> Hashable:
        """Return all that the reasons of an answer depend on, under whatever clock; None where dates leave open what
        counts.

        Much of what becomes known says nothing about a question, and on many days nothing begins or ends: the reasons
        need not be looked for again.
        """
        events, known = question.resolved, question.scope.clocks.known
        if len(events.variants) > 1 or not events.is_complete:
            return None
        bearing = tuple(question.bearing(events))
        through = tuple((name, events.through[name]) for name in bearing if events.through.get(name))
        said = asked.aspect, asked.key, bearing, through
        if said not in self._breaks:
            self._breaks[said] = break_days(question, bearing)
        is_inside = question.is_inside(QueryTime.of_ordinal(day))  # else what is decided depends on both days
        days = bisect_right(self._breaks[said], day) if is_inside else (day, known and known.ordinal)
        return said, days, question.coverage, repr(found)

    def _value(self, asked: Asked, question: Question[Any], day: int, shown: Any) -> int:
        """Return the number of what ``diff`` compares: whether it is certain, and what is said unless it is what the
        answer shows; of an office also the whole state, since two may be said alike.
        """
        projection = question.projection
        if asked.aspect not in self._projections:
            return -1
        whole: StateQuestion[Any] = StateQuestion(question.scope, projection, question.key)
        moment = QueryTime.of_ordinal(day)
        value: Value = whole.value_if_covered(moment)
        certain = int(value.certain and whole.is_inside(moment))
        state = plain(value.value)
        if isinstance(value.value, OfficeState):
            return self.values.number([certain, value.value.label, state])
        return self.values.number([certain] if shown is not None and state == shown else [certain, state])


def coverage_of(history: Timeline) -> list[tuple[str, Hashable | None, Days]]:
    """Return the covered days of every aspect: of each key, and with None for the key where the aspect has no keys.

    >>> from cstotimeline import load
    >>> [days for aspect, key, days in coverage_of(load()) if aspect == "summits"] == [load().summits.days]
    True
    """
    found = [(one.aspect, one.key, one.question.days) for one in asked_of(history)]
    lists = ((name, history[name]) for name in history)
    return [*found, *((name, None, listed.days) for name, listed in lists if isinstance(listed, EventList))]
