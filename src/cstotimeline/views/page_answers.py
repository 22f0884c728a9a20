"""The answers of a page: each kept once, with its reasons and with what a comparison of two days says of it."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import attrs

from cstotimeline.core.events.coverage import Days
from cstotimeline.core.fold.projection import Value
from cstotimeline.core.fold.steps import OfficeState
from cstotimeline.core.plain import plain
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.key_questions import StateQuestion
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.views.page_tables import AnswerTable, answer_table


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

    def table(self, asked: Asked) -> AnswerTable:
        """Return the table of a question; its cells are numbers of :attr:`cells`."""
        return answer_table(asked.question, partial(self._cell, asked))

    def _cell(self, asked: Asked, question: Question[Any], day: int) -> int:
        is_there = asked.is_there(question)
        answer = question.at(QueryTime.of_ordinal(day)).to_dict() if is_there else {}
        value = self._value(asked, question, day, answer.get("value"))
        if not is_there:
            return self.cells.number([-1, -1, value])
        because = [self._event_numbers[name] for name in answer.pop("because")]
        return self.cells.number([self.answers.number(answer), self.reasons.number(because), value])

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
