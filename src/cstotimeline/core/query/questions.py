"""Questions: what can be asked of one projection, at a moment or during a period."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from copy import copy
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from cstotimeline.core.errors import Fault, UnknownName, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection, Value
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import value_in
from cstotimeline.core.index.exact_keys import ExactKeyIndex
from cstotimeline.core.query.answers import Answer, Clause, ExplainedAnswer, Explanation
from cstotimeline.core.query.slots import PiecewiseCache, interval_of
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.points import QueryTime, When
from cstotimeline.core.temporal.wording import on_date

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline

A = TypeVar("A", bound=ExplainedAnswer)


class Question(ABC, Generic[A]):
    """One key of a projection, ready to be asked."""

    def __init__(self, timeline: Timeline, projection: Projection[Any], key: Hashable = "") -> None:
        self.timeline = timeline
        self.projection = projection
        self.key = key

    def at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> A:
        """Return the answer at the end of a day, or at an instant.

        ``known`` and ``recorded`` turn the other two clocks for this question, as
        :meth:`~cstotimeline.core.query.timeline.Timeline.known` and ``recorded`` do.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date.
            DateError: ``when`` is no date.
        """
        if known is None and recorded is None:
            if isinstance(when, date) and not isinstance(when, datetime):
                return self._slots.at(when.toordinal())
            return self._at(QueryTime.of(when))
        moment, seen = QueryTime.of(when), self.timeline.as_of(known=known, recorded=recorded)
        return self._at(moment) if seen is self.timeline else self.in_view(seen)._anew(moment)

    def _at(self, moment: QueryTime) -> A:
        return self._slots.at(moment.ordinal) if moment.epoch is None else self._anew(moment)

    def _anew(self, moment: QueryTime) -> A:
        """Return the answer, worked out for this moment alone."""
        spell = Period(moment.day.isoformat())
        return self.answer(self.world, moment.granularity, moment.at, spell)

    def in_view(self, timeline: Timeline) -> Self:
        """Return the same question about another view of the timeline."""
        other = copy(self)
        kept = [name for name in vars(other) if isinstance(getattr(type(other), name, None), cached_property)]
        for name in kept:
            del vars(other)[name]
        other.timeline = timeline
        return other

    @property
    def world(self) -> ResolvedEvents:
        """Return the world of all events that bear on the question."""
        return self.timeline.world_of(self.projection, key=self.key)

    @cached_property
    def _slots(self) -> PiecewiseCache[A]:
        world = self.world
        return PiecewiseCache(
            self.change_points(), lambda day, spell: self.answer(world, Granularity.DAY, day, spell)
        )

    def change_points(self) -> Sequence[int]:
        """Return, sorted, the ordinals of the days on which the answer may differ from that of the day before."""
        return self.world.track(self.projection, self.key).change_points()

    def during(self, period: str | date | PartialDate | Period) -> tuple[A, ...]:
        """Return every answer of a period, in order: together they cover it without gap or overlap.

        Each answer tells in ``spell`` for which days it holds, inside the period; its dates are the true
        ones. A
        period without a start begins the day before anything happens; one without an end goes on.

        Raises:
            DateError: no period.
        """
        asked = Period.of(period)
        slots = self._slots
        first, last = self._bounds(asked, slots.points)
        inside = slots.points[bisect_right(slots.points, first) : bisect_right(slots.points, last)]
        spells: list[tuple[int, A]] = []
        for start in (first, *inside):
            answer = slots.at(start)
            if not spells or spells[-1][1] != answer:
                spells.append((start, answer))
        ends: list[int | None] = [start - 1 for start, _ in spells[1:]]
        ends.append(last if asked.end.is_date else None)
        return tuple(
            answer.with_interval(interval_of(None if n == 0 and not asked.start.is_date else start, end))
            for n, ((start, answer), end) in enumerate(zip(spells, ends, strict=True))
        )

    @staticmethod
    def _bounds(period: Period, points: Sequence[int]) -> tuple[int, int]:
        first, last = period.start.first_ordinal, period.end.last_ordinal
        if not period.start.is_date:
            first = max(min([*points[:1], last]) - 1, 1)
        if not period.end.is_date:
            last = max([*points[-1:], first])
        return first, last

    @abstractmethod
    def answer(self, world: ResolvedEvents, scale: Granularity, position: int, spell: Period) -> A:
        """Return the answer in ``world`` at a position on a scale."""


class KeyQuestion(Question[A]):
    """A question about what one key's events lead to, which can be answered without reasons as well."""

    def value_at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> Value:
        """Return the bare answer: the same value and doubt as :meth:`at` tells, without dates, reasons and sources.

        It is looked up where the key's events are plain (see :mod:`~cstotimeline.core.index.exact_keys`), with
        ``recorded`` as without; ``known`` and coarse dates make it cost what an answer costs.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date.
            DateError: ``when`` is no date.
        """
        plain = self._plain
        if plain is not None and known is None:
            if isinstance(when, date) and not isinstance(when, datetime):
                day = when.toordinal()
            else:
                moment = QueryTime.of(when)
                day = 0 if moment.is_instant else moment.ordinal
            position: int | None = self._length
            if recorded is not None:
                position = self.timeline.reach(recorded)
            elif position == plain.length:
                position = None  # nothing came since
            if day and (position is not None or recorded is None):
                return plain.at(self.key, day, position)
        moment = QueryTime.of(when)
        if known is None and recorded is None and not moment.is_instant:
            return self._glances.at(moment.ordinal)
        seen = self.timeline.as_of(known=known, recorded=recorded)
        asked = self if seen is self.timeline else self.in_view(seen)
        return asked._glimpsed(moment)

    @cached_property
    def _length(self) -> int:
        return self.timeline.reach() or 0

    @cached_property
    def _plain(self) -> ExactKeyIndex | None:
        """Return where the answers can be looked up; a log that grows changes nothing about its beginning."""
        if self.timeline.reach() is None or not self.projection.has_resets:
            return None
        glances = self.timeline.glances(self.projection)
        return glances if glances.is_plain(self.key) else None

    def _glimpsed(self, moment: QueryTime) -> Value:
        return value_in(self.world.track(self.projection, self.key, moment.granularity), moment.at)

    @cached_property
    def _glances(self) -> PiecewiseCache[Value]:
        track = self.world.track(self.projection, self.key)
        return PiecewiseCache(track.change_points(), lambda day, _: value_in(track, day))


class StateQuestion(KeyQuestion["Answer"]):
    """One key of any projection: answers are its values."""

    def answer(self, world: ResolvedEvents, scale: Granularity, position: int, spell: Period) -> Answer:
        """Return the answer in ``world`` at a position on a scale, told for the days of ``spell``."""
        value, certain, alternatives = self._told(world, scale, position)
        track = world.track(self.projection, self.key, scale)
        happened = [item.event.id for item in track.placed if item.low <= position]
        explanation = Explanation(
            world,
            answer_in=lambda other: self._told(other, scale, position),
            guess=happened,
            bearing=lambda: world.bearing_on(self.projection, [self.key]),
            head=f"{self.projection.name}: {value}",
            clauses=lambda events: [describe(event) for event in events],
            settled=track.at(position).views is not None,
        )
        return Answer(
            value=value, certain=certain, alternatives=alternatives, spell=spell, explanation=explanation
        )

    def _told(
        self, world: ResolvedEvents, scale: Granularity, position: int
    ) -> tuple[Any, bool, tuple[Hashable, ...]]:
        describe = value_in(world.track(self.projection, self.key, scale), position)
        return describe.value, describe.certain, describe.alternatives


def describe(event: Event) -> Clause:
    """Return an event as a piece of a sentence."""
    return f"{event.title} {on_date(event.effective)}", (event,)


class Questions(Generic[A]):
    """The keys of a projection: a mapping from key to :class:`Question`."""

    def __init__(self, timeline: Timeline, projection: Projection[Any], ask: type[Question[A]]) -> None:
        self.timeline = timeline
        self.projection = projection
        self._ask = ask
        self._asked: dict[Hashable, Question[A]] = {}

    @cached_property
    def keys(self) -> tuple[Hashable, ...]:
        """Return the keys that any event has, sorted by their text."""
        return tuple(sorted(self.timeline.keys(self.projection), key=str))

    def __getitem__(self, key: Hashable) -> Question[A]:
        if key not in self._asked:
            if not self.timeline.has_key(self.projection, key):
                known = ", ".join(str(name) for name in self.keys) or "none"
                what = f"no such name, got {shown(key)}"
                raise UnknownName(
                    Fault(where=self.projection.name, what=what, remedy=f"ask for one of {known}")
                )
            self._asked[key] = self._ask(self.timeline, self.projection, key)
        return self._asked[key]

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.keys)

    def __len__(self) -> int:
        return len(self.keys)

    def at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> dict[Hashable, A]:
        """Return the answer for every key, as :meth:`Question.at` does for one."""
        seen = self.timeline.as_of(known=known, recorded=recorded)
        asked = self if seen is self.timeline else Questions(seen, self.projection, self._ask)
        return {key: asked[key].at(when) for key in asked.keys}

    def value_at(
        self, when: When, *, known: When | None = None, recorded: When | None = None
    ) -> dict[Hashable, Value]:
        """Return the bare answer for every key, as :meth:`KeyQuestion.value_at` does for one.

        Without ``known`` and ``recorded`` the whole state of a day is looked up at once.
        """
        seen = self.timeline.as_of(known=known, recorded=recorded)
        moment = QueryTime.of(when)
        found: dict[Hashable, Value] = {}
        left: Iterable[Hashable] = ()
        if moment.is_instant:
            left = seen.keys(self.projection)
        elif (table := seen.table(self.projection, moment.ordinal)) is not None:
            return table
        else:
            found, left = seen.exact_values(self.projection, moment.ordinal)
        asked = self if seen is self.timeline else Questions(seen, self.projection, self._ask)
        questions = ((key, asked[key]) for key in left)
        found |= {
            key: question.value_at(moment) for key, question in questions if isinstance(question, KeyQuestion)
        }
        return found
