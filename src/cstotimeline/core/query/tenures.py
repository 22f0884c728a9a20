"""Tenures: asking an office who holds it, since when, until when."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

import attrs

from cstotimeline.core.events.coverage import holds, last_before
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.projection import Ground
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory, StatesAt
from cstotimeline.core.fold.steps import Absence, LeavesOffice, NoHolder, OfficeState, Step, TakesOffice
from cstotimeline.core.fold.term_ends import TermEnd
from cstotimeline.core.query.answers import Clause
from cstotimeline.core.query.explanations import LazyExplanation, describe
from cstotimeline.core.query.key_questions import KeyQuestion
from cstotimeline.core.query.office_methods import OfficeMethods
from cstotimeline.core.query.tenure import Tenure
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.core.temporal.wording import date_in_words, on_date

__all__ = ["OfficeQuestion", "Tenure"]


@attrs.frozen
class _Stretch:
    """The steps of a history over which the same holds: from step ``first``, up to but without step ``after``."""

    first: int
    after: int
    state: OfficeState


History = StateHistory[OfficeState]


class OfficeQuestion(OfficeMethods, KeyQuestion[Tenure]):
    """An office, ready to be asked who holds it."""

    projection: Office  # pyright: ignore[reportIncompatibleVariableOverride]

    @cached_property
    def tenures(self) -> tuple[Tenure, ...]:
        """Return every holder's time in office, in order.

        ``certain`` is False where dates leave open what holds, and where a tenure goes on beyond what the log covers.
        """
        history = self.resolved.history(self.projection, self.key)
        return tuple(
            self._whole(history, stretch)
            for stretch in _stretches(history)
            if stretch.state.holder is not None
        )

    def _whole(self, history: History, stretch: _Stretch) -> Tenure:
        when = QueryTime.of_ordinal(history.placed[stretch.first - 1].high)
        bare = self._of_whole(history, stretch, when)
        return attrs.evolve(bare, explanation=LazyExplanation(self, when, bare, whole=True))

    def _of_whole(self, history: History, stretch: _Stretch, when: QueryTime) -> Tenure:
        """Return what is sure of a stretch over all its days."""
        views: list[Any] = []
        ground = self._ground_of_whole(history, stretch)
        if _is_within_a_day(history, stretch, when.at):
            views.append(self.projection.view(stretch.state))
        else:
            for point in _points_within(history, stretch, when.at):
                found = history.at(point).founded
                if found is None:
                    return self._tenure(history, stretch, None, ground)
                views.extend(found)
        return self._tenure(history, stretch, tuple(dict.fromkeys(views)), ground)

    def _ground_of_whole(self, history: History, stretch: _Stretch) -> Ground:
        first, last = _ends(history, stretch)
        begin = first.effective.first_ordinal if first is not None else 1
        end = last.effective.last_ordinal - 1 if last is not None else date.max.toordinal()
        known = self.scope.clocks.known
        covered = any(low <= begin and max(begin, end) <= high for low, high in self.days)
        inside = covered and (known is None or end <= known.ordinal)
        last_known = None
        if not covered:
            last_known = end if holds(self.days, end) else last_before(self.days, end)
        return Ground(covered=covered, inside=inside, lacks=history.lacks, last_known=last_known)

    def evaluate(self, events: ResolvedEvents, when: QueryTime) -> Tenure:
        """Return the bare answer that some events give."""
        history: History = events.history(self.projection, self.key, when.granularity)
        found = history.at(when.at)
        return self._tenure(history, _stretch_at(history, found), found.founded, self.ground(events, when))

    def gives_whole(self, events: ResolvedEvents, when: QueryTime, answer: Tenure) -> bool:
        """Return whether some events give a whole tenure."""
        history: History = events.history(self.projection, self.key)
        here = _stretch_at(history, history.at(when.at))
        stretches = [
            here,
            *(other for other in _stretches(history) if _is_within_a_day(history, other, when.at)),
        ]
        return any(
            stretch.state.holder == answer.holder and self._of_whole(history, stretch, when) == answer
            for stretch in stretches
        )

    def _tenure(
        self, history: History, stretch: _Stretch, views: tuple[Any, ...] | None, ground: Ground
    ) -> Tenure:
        first, last = _ends(history, stretch)
        value = self.projection.evaluate(stretch.state, views, ground)
        state: OfficeState = value.value
        start = PartialDate.OPEN if first is None else first.effective
        return Tenure(
            office=self.name,
            holder=state.holder,
            acting=state.acting,
            absence=state.absence,
            start=PartialDate.UNKNOWN if stretch.state.attested else start,
            end=_end_of(last),
            stated_last_day=last.until if isinstance(last, TermEnd) and not last.is_unknown else None,
            certain=value.certain,
            alternatives=tuple(str(one) for one in value.alternatives),
            covered=ground.covered,
            decided=ground.decided,
            gave_up=value.gave_up,
            last_known_ordinal=ground.last_known,
        )

    def guess(self, events: ResolvedEvents, when: QueryTime, answer: Tenure) -> Sequence[Event]:
        """Return the event that began the tenure and the one that ended it."""
        return [event for event in self._ends_of(events, when, answer) if event is not None]

    def _ends_of(
        self, events: ResolvedEvents, when: QueryTime, answer: Tenure
    ) -> tuple[Event | None, Event | None]:
        history: History = events.history(self.projection, self.key, when.granularity)
        stretch = _stretch_at(history, history.at(when.at))
        if answer.holder is not None and stretch.state.holder != answer.holder:
            within = (other for other in _stretches(history) if _is_within_a_day(history, other, when.at))
            stretch = next((other for other in within if other.state.holder == answer.holder), stretch)
        return _ends(history, stretch)

    def head(self, answer: Tenure) -> str:
        """Return who holds the office, or why nobody does."""
        return answer.label if answer.holder else f"nobody ({answer.label})"

    def clauses(
        self, events: ResolvedEvents, when: QueryTime, answer: Tenure, reasons: Sequence[Event]
    ) -> Sequence[Clause]:
        """Return the reasons of an answer as pieces of a sentence."""
        first, last = self._ends_of(events, when, answer)
        return [self._clause(event, first, last) for event in reasons]

    def _clause(self, event: Event, first: Event | None, last: Event | None) -> Clause:
        step = self._step(event)
        when = _when(step, event.effective)
        told = [end for end in (first, last) if isinstance(end, TermEnd) and event.id == end.of]
        if first is not None and event.id == first.id and step is not None:
            until = f" {_last_day_in_words(told[0])}" if told else ""
            return f"{_phrase(step)} {when}{until}".strip(), (event,)
        if told:
            return f"{told[0].holder} held it {_last_day_in_words(told[0])}", (event,)
        if last is not None and event.id == last.id and step is not None:
            ending = f"handed over to {step.holder}" if isinstance(step, TakesOffice) else _phrase(step)
            if isinstance(step, TakesOffice) and first is None:
                ending = f"until {step.holder} {step.phrase}"
            return f"{ending} {when}", (event,)
        return describe(event)

    def _step(self, event: Event) -> Step | None:
        return self.projection.steps(event) if isinstance(event, self.projection.kinds) else None


def _when(step: Step | None, date: PartialDate) -> str:
    lasts = isinstance(step, NoHolder) and (step.absence is Absence.NO_DATA or not step.phrase)
    return f"from {date_in_words(date)}" if lasts else on_date(date)


def _end_of(last: Event | None) -> PartialDate:
    """Return the first day after a tenure that an event ended."""
    if isinstance(last, TermEnd) and last.is_unknown:
        return PartialDate.UNKNOWN
    return PartialDate.OPEN if last is None else last.effective


def _phrase(step: Step) -> str:
    if isinstance(step, TakesOffice) and step.attested:
        return "seen in office"
    if isinstance(step, TakesOffice | LeavesOffice):
        return step.phrase
    return step.phrase or str(step.absence)


def _last_day_in_words(end: TermEnd) -> str:
    return "until an unknown day" if end.is_unknown else f"until {date_in_words(end.until)} (last day)"


def _same(history: History, one: int, other: int) -> bool:
    view = history.projection.view
    return view(history.states[one]) == view(history.states[other])


def _stretches(history: History) -> list[_Stretch]:
    """Return the stretches of a history's steps, each as long as the view stays the same."""
    states = history.states
    firsts = [0, *(step for step in range(1, len(states)) if not _same(history, step, step - 1))]
    afters = [*firsts[1:], len(states)]
    return [_Stretch(first, after, states[first]) for first, after in zip(firsts, afters, strict=True)]


def _is_within_a_day(history: History, stretch: _Stretch, day: int) -> bool:
    """Return whether a stretch begins and ends on one certain day: the office was held, though no day ended with it."""
    if not stretch.first or stretch.after == len(history.states):
        return False
    begin, end = history.placed[stretch.first - 1], history.placed[stretch.after - 1]
    return begin.low == begin.high == end.low == end.high == day


def _stretch_at(history: History, found: StatesAt[OfficeState]) -> _Stretch:
    first = found.step
    while first and _same(history, first - 1, found.step):
        first -= 1
    after = found.step + 1
    while after < len(history.states) and _same(history, after, found.step):
        after += 1
    return _Stretch(first, after, history.states[first])


def _ends(history: History, stretch: _Stretch) -> tuple[Event | None, Event | None]:
    """Return the event that began a stretch and the one that ended it."""
    first = history.placed[stretch.first - 1].event if stretch.first else None
    last = history.placed[stretch.after - 1].event if stretch.after < len(history.states) else None
    return first, last


def _points_within(history: History, stretch: _Stretch, position: int) -> Sequence[int]:
    """Return the first position of a stretch, and the others on which its views may change."""
    if stretch.after == len(history.states):
        return (position,)
    until = history.placed[stretch.after - 1].low
    points = history.change_points
    return (position, *points[bisect_right(points, position) : bisect_left(points, until)])
