"""Explanations: the fewest events behind an answer, worked out when first asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.term_ends import stated_id
from cstotimeline.core.query.answers import Clause, ExplainedAnswer, Explanation
from cstotimeline.core.query.minimal_cause import Budget, Gives, minimal_cause
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.core.temporal.wording import on_date


class Part(NamedTuple):
    """Part of an answer: the events that probably suffice for it, all that bear on it, and whether some give it."""

    guess: Sequence[str]
    bearing: Sequence[str]
    gives: Gives


class Explainable(ABC):
    """A question as an explanation needs it: it can be asked of part of the events."""

    @property
    @abstractmethod
    def resolved(self) -> ResolvedEvents:
        """Return all events that bear on the question, resolved."""

    @property
    @abstractmethod
    def coverage(self) -> tuple[Period, ...]:
        """Return the days for which the log claims to have been looked through, as periods."""

    @abstractmethod
    def evaluate(self, events: ResolvedEvents, when: QueryTime) -> Any:
        """Return the bare answer that some events give."""

    @abstractmethod
    def change_points(self, events: ResolvedEvents) -> Sequence[int]:
        """Return, sorted, the ordinals of the days on which the answer may differ from that of the day before."""

    @abstractmethod
    def guess(self, events: ResolvedEvents, when: QueryTime, answer: Any) -> Sequence[Event]:
        """Return the events that probably suffice for an answer."""

    @abstractmethod
    def head(self, answer: Any) -> str:
        """Return how the sentence of an answer begins."""

    def bearing(self, events: ResolvedEvents) -> Sequence[str]:
        """Return the ids of all given events that may bear on the answer, also when other events are left out."""
        return events.bearing

    def spare(
        self, events: ResolvedEvents, when: QueryTime, names: Sequence[str], answer: Any
    ) -> Sequence[str] | None:
        """Return which of some events that give an answer can be left out, each alone; None where trying tells."""
        del events, when, names, answer
        return None

    def parts(self, events: ResolvedEvents, when: QueryTime) -> Sequence[Part] | None:
        """Return what the answer is made of, where its parts have no event in common; else None."""
        del events, when
        return None

    def gives_whole(self, events: ResolvedEvents, when: QueryTime, answer: Any) -> bool:
        """Return whether some events give an answer that is about more than one moment."""
        return bool(self.evaluate(events, when) == answer)

    def clauses(
        self, events: ResolvedEvents, when: QueryTime, answer: Any, reasons: Sequence[Event]
    ) -> Sequence[Clause]:
        """Return the reasons of an answer as pieces of a sentence."""
        del events, when, answer
        return [describe(event) for event in reasons]


def describe(event: Event) -> Clause:
    """Return an event as a piece of a sentence."""
    return f"{event.title} {on_date(event.effective)}", (event,)


class LazyExplanation(Explanation):
    """Why an answer is what it is, on one day or on all days of an interval.

    Arguments:
        question: what was asked.
        when: the day or instant; of an interval its first day.
        answer: the bare answer.
        until: of an interval the ordinal of its last day.
        whole: whether the answer is about a whole tenure.
    """

    def __init__(
        self,
        question: Explainable,
        when: QueryTime,
        answer: ExplainedAnswer,
        *,
        until: int | None = None,
        whole: bool = False,
    ) -> None:
        self._question = question
        self.when = when
        self._answer = answer
        self._until = until
        self._whole = whole
        self._budget = Budget()

    @property
    def question(self) -> Explainable:
        """Return the question that was asked."""
        return self._question

    @property
    def horizon(self) -> int | None:
        """Return the ordinal of the last day that the log covers for the question; None where there is none."""
        ends = [period.end for period in self._question.coverage]
        return ends[-1].last_ordinal if ends and ends[-1].is_date else None

    @cached_property
    def because(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
    ) -> tuple[str, ...]:
        """Return the ids of the fewest events that give the answer, sorted by date; of an answer given up as
        open, all.
        """
        question, resolved = self._question, self._question.resolved
        bearing = question.bearing(resolved)
        if self._answer.gave_up:
            return self._by_date(bearing)
        is_day = self._until is None and not self._whole
        parts = question.parts(resolved, self.when) if is_day else None
        if parts is not None:
            found = [
                name for part in parts for name in minimal_cause(part[:2], part.gives, budget=self._budget)
            ]
            if self._gives(found):
                return self._by_date(found)
        guess = [
            name
            for event in question.guess(resolved, self.when, self._answer)
            for name in (stated_id(event.id), *resolved.through.get(stated_id(event.id), ()))
        ]

        def spare(names: Sequence[str]) -> Sequence[str] | None:
            return question.spare(resolved, self.when, names, self._answer) if is_day else None

        tries = (guess, self._standing(bearing), bearing)
        return self._by_date(minimal_cause(tries, self._gives, spare, self._budget))

    @property
    def is_minimal(self) -> bool:
        """Return whether the answer would be another without any one of :attr:`because`; where too many events bear on
        it, that is not found out.
        """
        return len(self.because) < 2 or not (self._answer.gave_up or self._budget.is_spent)

    def _standing(self, bearing: Sequence[str]) -> Sequence[str]:
        """Return the events that stand, and what corrects them: a loser, or what was retracted, is a reason only where
        these do not suffice.
        """
        resolved = self._question.resolved
        standing = {*resolved.listed, *chain.from_iterable(resolved.through.values())}
        return [name for name in bearing if name in standing]

    def _gives(self, names: Sequence[str]) -> bool:
        """Return whether just these events give the answer."""
        question = self._question
        events = question.resolved.only(names)
        if self._whole:
            return question.gives_whole(events, self.when, self._answer)
        if question.evaluate(events, self.when) != self._answer:
            return False
        if self._until is None or self._until <= self.when.ordinal:
            return True
        points = question.change_points(events)
        self._budget.spend(len(names) * bisect_right(points, self._until))
        between = points[bisect_right(points, self.when.ordinal) : bisect_right(points, self._until)]
        return all(question.evaluate(events, QueryTime.of_ordinal(day)) == self._answer for day in between)

    def _by_date(self, names: Sequence[str]) -> tuple[str, ...]:
        given = self._question.resolved.given
        return tuple(sorted(names, key=lambda n: (given[n].effective.sort_key, n)))

    @cached_property
    def events(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
    ) -> tuple[Event, ...]:
        """Return the events of ``because``, as they are after corrections."""
        resolved = self._question.resolved
        return tuple(resolved.events.get(name, resolved.given[name]) for name in self.because)

    @property
    def rivals(self) -> tuple[Event, ...]:
        """Return the events that lost a claim to one of the events behind the answer."""
        rivals = self._question.resolved.rivals
        return tuple(rival for name in self.because for rival in rivals.get(name, ()))

    @property
    def sentence(self) -> tuple[str, tuple[Clause, ...]]:
        """Return how the sentence begins, and its pieces."""
        question = self._question
        clauses = question.clauses(question.resolved, self.when, self._answer, self.events)
        return question.head(self._answer), tuple(clauses)
