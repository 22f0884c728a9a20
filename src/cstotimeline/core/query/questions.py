"""Questions: what can be asked of one projection, at a moment or during a period."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import Any, Generic, Self, TypeVar

from cstotimeline.core.errors import key_text, shown
from cstotimeline.core.events.coverage import Days, edges, holds, last_before, periods_of
from cstotimeline.core.fold.projection import FIRM, Ground, Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.explanations import Explainable, LazyExplanation
from cstotimeline.core.query.scope import Scope, limits
from cstotimeline.core.query.values import Immutable
from cstotimeline.core.query.view_methods import ShownInNotebooks
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period, interval_of
from cstotimeline.core.temporal.points import QueryTime, When

A = TypeVar("A", bound=ExplainedAnswer)

_ANSWERS_KEPT, _TURNED_KEPT = 4_096, 64
"""How many answers of one question are kept, and questions under other clocks, so that asking again costs a look-up."""


_INNER = {name for name in vars(Explainable) if not name.startswith("_")} - {"coverage"} | {
    *(
        "answer",
        "aspect",
        "belongs",
        "days_of_key",
        "ground",
        "histories",
        "histories_by_key",
        "holder_meant",
    ),
    *(
        "in_scope",
        "is_candidate",
        "is_inside",
        "key_of",
        "membership",
        "name_of",
        "named_holders",
        "names",
        "points",
    ),
    *(
        "points_of",
        "scope",
        "statuses",
        "tenures_of",
        "tenures_with",
        "title",
        "value_changes",
        "value_if_covered",
    ),
    *("value_in", "with_changed"),
}
"""What a question is made of, and no reader asks by."""


class Question(Immutable, ShownInNotebooks, Explainable, Generic[A]):
    """What is asked of one key of a projection: ready to be asked for any day.

    A value: two questions are equal where they ask the same of the same history; it cannot be changed.
    """

    def __init__(self, scope: Scope, projection: Projection[Any], key: Hashable = "") -> None:
        vars(self).update(scope=scope, projection=projection, key=key)

    scope: Scope
    projection: Projection[Any]
    key: Hashable

    @property
    def name(self) -> str:
        """Return what is asked for, as a text: the projection and its key."""
        return self.projection.name if self.key == "" else f"{self.projection.name}: {key_text(self.key)}"

    def __dir__(self) -> list[str]:
        """Return the names that a reader asks by, without what the engine is made of."""
        return [name for name in super().__dir__() if name not in _INNER]

    def at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> A:
        """Return the answer at the end of a day, or at an instant.

        Arguments:
            when: a civil day (text such as ``2019-11-20``, ``date``, :class:`PartialDate`), or an instant: an aware
                ``datetime`` or a text such as ``2019-11-28T12:00:00Z``.
            known: a day or an instant; nothing that became public after it is used.
            recorded: an instant, or a day for its end in UTC; nothing that was recorded after it is used.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date; ask :meth:`during`.
            DateError: ``when`` is no date.

        >>> from cstotimeline import load
        >>> load().presidency.at("2019-11-28").holder
        'Russia'
        """
        if known is not None or recorded is not None:
            return self.as_of(known=known, recorded=recorded).at(when)
        if isinstance(when, date) and not isinstance(when, datetime):
            return self._at_day(when.toordinal())
        moment = QueryTime.of(when)
        return self._at_day(moment.ordinal) if moment.epoch is None else self._at_instant(moment)

    def as_of(self, *, known: When | None = None, recorded: When | None = None) -> Self:
        """Return the same question with either clock turned back; limits combine, the earlier one holds."""
        turned_to = limits(known, recorded)
        found = self._turned.get(turned_to)
        if found is None:
            scope = self.scope.turned_back(*turned_to)
            found = self if scope is self.scope else scope.questions.get(self._slot)
            if found is None:
                found = scope.questions[self._slot] = self.in_scope(scope)
            if len(self._turned) >= _TURNED_KEPT:
                self._turned.clear()
            self._turned[turned_to] = found
        return found

    @cached_property
    def _turned(self) -> dict[tuple[QueryTime | None, QueryTime | None], Self]:
        return {}

    @property
    def _slot(self) -> Hashable:
        """Return what tells questions of one scope apart."""
        return (type(self), self.projection, self.key)

    def in_scope(self, scope: Scope) -> Self:
        """Return the same question about the same log under other clocks."""
        return self.with_changed(scope=scope)

    def _at_day(self, ordinal: int) -> A:
        found = self._answers.get(ordinal)
        if found is None:
            if len(self._answers) >= _ANSWERS_KEPT:
                self._answers.clear()
            bare = self._cache.at(ordinal)
            explanation = LazyExplanation(self, QueryTime.of_ordinal(ordinal), bare)
            spell = self._cache.interval(ordinal)
            found = self._answers[ordinal] = bare.with_interval(spell, explanation)
        return found

    @cached_property
    def _answers(self) -> dict[int, A]:
        return {}

    def _at_instant(self, moment: QueryTime) -> A:
        bare = self.evaluate(self.resolved, moment)
        spell = interval_of(moment.ordinal, moment.ordinal)
        return bare.with_interval(spell, LazyExplanation(self, moment, bare))

    @property
    def resolved(self) -> ResolvedEvents:
        """Return all events that bear on the question, resolved."""
        return self.scope.resolved(self.projection, key=self.key)

    @cached_property
    def _cache(self) -> _PiecewiseCache[A]:
        return _PiecewiseCache(self, self.resolved)

    def during(
        self, period: str | int | date | PartialDate | Period, until: str | date | PartialDate | None = None
    ) -> tuple[A, ...]:
        """Return every answer of a period, in order: together they cover it without gap or overlap.

        ``during("2003/2022")`` is ``during("2003", "2022")``, both ends included. Each answer tells in ``spell`` for
        which days it holds, inside the period; its dates are the true ones. A period without a start begins the day
        before anything happens; one without an end goes on.

        Raises:
            DateError: no period.

        >>> from cstotimeline import load
        >>> [turn.holder for turn in load().presidency.during("2019-11")]
        ['Kyrgyzstan', 'Russia']
        >>> [turn.holder for turn in load().presidency.during("2018-11", "2019")]
        ['Kazakhstan', 'Kyrgyzstan', 'Russia']
        """
        asked = Period.of(period, until)
        cache = self._cache
        first, last = _bounds(asked, cache.points)
        inside = cache.points[bisect_right(cache.points, first) : bisect_right(cache.points, last)]
        spells: list[tuple[int, A]] = []
        for start in (first, *inside):
            answer = cache.at(start)
            if not spells or spells[-1][1] != answer:
                spells.append((start, answer))
        ends = [*(start - 1 for start, _ in spells[1:]), last if asked.end.is_date else None]
        return tuple(
            answer.with_interval(
                interval_of(None if n == 0 and not asked.start.is_date else start, end),
                LazyExplanation(
                    self, QueryTime.of_ordinal(start), answer, until=last if end is None else end
                ),
            )
            for n, ((start, answer), end) in enumerate(zip(spells, ends, strict=True))
        )

    @property
    def points(self) -> Sequence[int]:
        """Return, sorted, the ordinals of the days on which the answer may differ from that of the day before."""
        return self._cache.points

    @property
    def coverage(self) -> tuple[Period, ...]:
        """Return the days for which the log claims to have been looked through, as periods."""
        return periods_of(self.days)

    @property
    def aspect(self) -> str:
        """Return the name under which coverage is declared."""
        return self.projection.name

    @cached_property
    def days(self) -> Days:
        """Return the covered days, as ordinals."""
        return self.scope.coverage.days(self.aspect, self.projection.covered_as(self.key))

    def change_points(self, events: ResolvedEvents) -> Sequence[int]:
        """Return, sorted, the ordinals of the days on which the answer may differ from that of the day before."""
        return sorted(self.points_of(events).union(edges(self.days)))

    def points_of(self, events: ResolvedEvents) -> set[int]:
        """Return the change points that events and the clock of knowledge make."""
        histories, known = self.histories(events), self.scope.clocks.known
        points = {point for history in histories for point in history.change_points}
        placed = (item for history in histories for one in (history, *history.others) for item in one.placed)
        gapped = {spans for item in placed if len(spans := tuple(item.event.effective.spans)) > 1}
        if gapped:
            days = [*self.scope.coverage.default, *(one.days for one in self.scope.coverage.declared)]
            lasts = {*(last for _, last in days), *([] if known is None else [known.ordinal])}
            points.update(n for spans in gapped for last in lasts for n in _first_after(spans, last))
        if known is not None:
            points.update((known.ordinal, known.ordinal + 1))
        return points

    def is_inside(self, when: QueryTime) -> bool:
        """Return whether the log covers a moment, and it is not after that of the clock of knowledge."""
        known = self.scope.clocks.known
        return holds(self.days, when.ordinal) and (known is None or not when.is_after(known))

    def ground(self, events: ResolvedEvents, when: QueryTime) -> Ground:
        """Return what the log knows of the question at a moment, beside the fold of its events."""
        return self._ground(self.histories(events), when, self.days)

    def _ground(self, histories: Sequence[StateHistory[Any]], when: QueryTime, days: Days) -> Ground:
        known, coverage = self.scope.clocks.known, self.scope.coverage
        bears = any(history.placed for history in histories)
        lacks = all(history.lacks for history in histories)
        day = when.ordinal
        covered = holds(days, day)
        is_after = known is not None and when.is_after(known)
        if covered and not is_after:
            declared = lacks and coverage.is_declared(self.aspect)
            return Ground(declared=declared, bears=bears, lacks=lacks) if lacks else FIRM
        last = None if covered else last_before(days, day)
        edge = known.ordinal if known is not None and is_after else day
        if not covered:
            edge = min(edge, last or 0)
        return Ground(
            covered=covered,
            inside=False,
            bears=bears,
            lacks=lacks,
            decided=any(is_decided(history, edge, day) for history in histories),
            last_known=last,
        )

    @abstractmethod
    def histories(self, events: ResolvedEvents) -> Sequence[StateHistory[Any]]:
        """Return the state histories that the answer follows from, by days."""

    @abstractmethod
    def evaluate(self, events: ResolvedEvents, when: QueryTime) -> A:
        """Return the bare answer that some events give."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Question) or type(self) is not type(other):
            return False
        return (self._slot, self.scope) == (other._slot, other.scope)

    def __hash__(self) -> int:
        return hash((type(self), self.projection.name, self.key))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {shown(self.name)}: ask at(day) or during(period)>"


def is_decided(history: StateHistory[Any], edge: int, day: int) -> bool:
    """Return whether an event that may have occurred by the day ``edge`` may take effect after it and by ``day``."""
    return any(
        item.event.occurred.first_ordinal <= edge < item.event.effective.last_ordinal
        and any(max(first, edge + 1) <= min(last, day) for first, last in item.event.effective.spans)
        for one in (history, *history.others)
        for item in one.placed
    )


def _first_after(spans: Days, day: int) -> Iterator[int]:
    """Yield the first of a date's days after a day, from which on it is decided for what comes; nothing if none is."""
    return islice((max(first, day + 1) for first, last in spans if last > day), 1)


class _PiecewiseCache(Generic[A]):
    """The bare answers to one question by day: between two change points an answer is worked out once."""

    def __init__(self, question: Question[A], events: ResolvedEvents) -> None:
        self.points = question.change_points(events)
        self._question = question
        self._events = events
        self._answers: list[A | None] = [None] * (len(self.points) + 1)

    def at(self, day: int) -> A:
        """Return the bare answer at the end of a day."""
        slot = bisect_right(self.points, day)
        found = self._answers[slot]
        if found is None:
            found = self._question.evaluate(self._events, QueryTime.of_ordinal(day))
            self._answers[slot] = found
        return found

    def interval(self, day: int) -> Period:
        """Return the days around ``day`` between two change points."""
        if not self.points:
            return interval_of(day, day)
        slot = bisect_right(self.points, day)
        return interval_of(
            self.points[slot - 1] if slot else None,
            self.points[slot] - 1 if slot < len(self.points) else None,
        )


def _bounds(period: Period, points: Sequence[int]) -> tuple[int, int]:
    first, last = period.start.first_ordinal, period.end.last_ordinal
    if not period.start.is_date:
        first = max(min([*points[:1], last]) - 1, 1)
    if not period.end.is_date:
        last = max([*points[-1:], first])
    return first, last
