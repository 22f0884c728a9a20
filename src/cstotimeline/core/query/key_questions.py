"""Questions about one key of a projection: its value, with reasons or without."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from cstotimeline.core.events.coverage import holds
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Ground, Value
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.index.exact_keys import ExactKeyIndex
from cstotimeline.core.query.answers import Answer, ExplainedAnswer
from cstotimeline.core.query.minimal_cause import states_without_one
from cstotimeline.core.query.questions import Question
from cstotimeline.core.temporal.points import QueryTime, When, second_of

A = TypeVar("A", bound=ExplainedAnswer)
V = TypeVar("V")


class KeyQuestion(Question[A]):
    """A question about what one key's events lead to, which can be answered without reasons as well."""

    def value_at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> Value:
        """Return the bare answer: the same value and doubt as :meth:`at` tells, without dates, reasons and sources.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date.
            DateError: ``when`` is no date.

        >>> from cstotimeline import load
        >>> load().presidency.value_at("2019-11-28").value.holder
        'Russia'
        """
        if known is not None or recorded is not None:
            value = None if known is not None or recorded is None else self._value_recorded(when, recorded)
            return self.as_of(known=known, recorded=recorded).value_at(when) if value is None else value
        day = _ordinal(when)
        return self.value_in(self.resolved, QueryTime.of(when)) if day is None else self._value_at_day(day)

    def _value_recorded(self, when: When, recorded: When) -> Value | None:
        """Return the bare answer as it was recorded, where it can be looked up in this scope; else None."""
        if self._exact is None:
            return None
        index, length, known = self._exact
        reach = self.scope.shared.recorded_by(second_of(recorded))
        day = _ordinal(when)
        if reach is None or day is None:
            return None
        reach = min(reach, length)
        days = self.scope.days_by(reach, self.aspect, self.days)
        return index.at(self.key, day, reach, known) if days is not None and holds(days, day) else None

    def _value_at_day(self, ordinal: int) -> Value:
        if self._exact is not None and holds(self.days, ordinal):
            index, length, known = self._exact
            value = index.at(self.key, ordinal, length, known)
            if value is not None:
                return value
        slot = bisect_right(self._cache.points, ordinal)
        found = self._values.get(slot)
        if found is None:
            found = self._values[slot] = self.value_in(self.resolved, QueryTime.of_ordinal(ordinal))
        return found

    @cached_property
    def _exact(self) -> tuple[ExactKeyIndex, int, int | None] | None:
        found = self.scope.exact_keys(self.projection)
        return found if found and found[0].is_exact(self.key) else None

    @cached_property
    def _values(self) -> dict[int, Value]:
        return {}

    def value_if_covered(self, when: QueryTime) -> Value:
        """Return the bare answer as it is where the log covers the moment and has events of the key."""
        if self._exact is not None and when.epoch is None:
            index, length, known = self._exact
            value = index.at(self.key, when.ordinal, length, known)
            if value is not None:
                return value
        history = self.resolved.history(self.projection, self.key, when.granularity)
        found = history.at(when.at)
        declared = self.scope.coverage.is_declared(self.aspect)
        ground = Ground(bears=bool(history.placed), lacks=history.lacks, declared=declared)
        return self.projection.evaluate(found.state, found.founded, ground)

    @property
    def value_changes(self) -> Iterable[tuple[Hashable, int, Value]]:
        """Return the key with the days from which its bare answer may be another, from day 0 on, and the answers."""
        found = None
        if self._exact is not None:
            index, length, _ = self._exact
            found = index.changes(self.key, length)
        if found is None:
            days = [0, *self._cache.points]
            found = [(self.key, day, self._value_at_day(max(day, 1))) for day in days]
        return found

    def histories(self, events: ResolvedEvents) -> Sequence[StateHistory[Any]]:
        """Return the state history of the key."""
        return (events.history(self.projection, self.key),)

    def value_in(self, events: ResolvedEvents, when: QueryTime) -> Value:
        """Return the bare answer that some events give."""
        found = events.history(self.projection, self.key, when.granularity).at(when.at)
        return self.projection.evaluate(found.state, found.founded, self.ground(events, when))


def _ordinal(when: When) -> int | None:
    """Return the ordinal of a civil day; None for an instant."""
    if isinstance(when, date) and not isinstance(when, datetime):
        return when.toordinal()
    moment = QueryTime.of(when)
    return moment.ordinal if moment.epoch is None else None


class StateQuestion(KeyQuestion[Answer[V]]):
    """One key of any projection: answers are its values."""

    def evaluate(self, events: ResolvedEvents, when: QueryTime) -> Answer[V]:
        """Return the bare answer that some events give."""
        ground = self.ground(events, when)
        found = events.history(self.projection, self.key, when.granularity).at(when.at)
        value = self.projection.evaluate(found.state, found.founded, ground)
        return Answer(
            value=value.value,
            certain=value.certain,
            alternatives=value.alternatives,
            covered=ground.covered,
            decided=ground.decided,
            gave_up=value.gave_up,
            last_known_ordinal=ground.last_known,
        )

    def guess(self, events: ResolvedEvents, when: QueryTime, answer: Answer[V]) -> Sequence[Event]:
        """Return the events that may have happened."""
        del answer
        history = events.history(self.projection, self.key, when.granularity)
        return [item.event for item in history.placed if item.low <= when.at]

    def spare(
        self, events: ResolvedEvents, when: QueryTime, names: Sequence[str], answer: Answer[V]
    ) -> Sequence[str] | None:
        """Return which of some events that give an answer can be left out, each alone; None where trying tells.

        Where all are exact and the answer is certain, each that leaves the value as it is, but not the only one. Where
        something says which came first on one day, the others may come in another order without one.
        """
        some = events.only(names)
        items = some.history(self.projection, self.key, when.granularity).exact_items
        if items is None or len(items) != len(names) or len(names) < 2 or not answer.certain:
            return None
        days = {item.rank: item.low for item in items}
        is_ordered = any(days.get(rank) == item.low for item in items for rank in item.after)
        if is_ordered or any(item.low > when.at for item in items):
            return None
        projection = self.projection
        without = states_without_one(
            projection.initial, items, lambda state, item: projection.apply(state, item.event)
        )
        return (
            None
            if without is None
            else sorted(
                items[number].event.id
                for state, numbers in without.items()
                if projection.seen(state) == answer.value
                for number in numbers
            )
        )

    def head(self, answer: Answer[V]) -> str:
        """Return the name and the value."""
        return f"{self.projection.name}: {answer.value}"
