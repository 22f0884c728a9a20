"""Tenures: asking an office who holds it, since when, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, LeavesOffice, Office, OfficeState, Step, TakesOffice
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory, StatesAt
from cstotimeline.core.query.answers import Clause, ExplainedAnswer, Explanation
from cstotimeline.core.query.questions import KeyQuestion, describe
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.wording import on_date


@attrs.frozen(kw_only=True)
class Tenure(ExplainedAnswer):
    """Who holds an office: ``holder`` from ``start`` (first day) to ``end`` (first day of what came after).

    ``start`` and ``end`` are the dates as the log has them: ``PartialDate.OPEN`` where the tenure goes on (as
    ``end``) or
    where nothing is told of the time before (as ``start``), ``PartialDate.UNKNOWN`` for a holder first seen
    in office. With nobody in
    office, ``holder`` is None and ``absence`` names the reason. ``alternatives`` are the labels of the other
    answers that the
    dates leave open. ``spell`` is the stretch of days for which :meth:`during` gives this answer; of :meth:`at`
    a stretch around the day asked for, over which the answer stays the same.
    """

    office: str
    holder: str | None
    acting: bool
    absence: Absence | None
    start: PartialDate
    end: PartialDate
    certain: bool
    alternatives: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the holder's name, with ``(acting)``, or the reason for there being none."""
        return OfficeState(self.holder, self.absence, self.acting).label

    def to_dict(self) -> dict[str, Any]:
        """Return the tenure as plain data, dates in EDTF; ``absence`` only where nobody holds the office."""
        data: dict[str, Any] = {
            "holder": self.holder,
            "acting": self.acting,
            "start": self.start.text,
            "end": self.end.text,
            "certain": self.certain,
            "alternatives": list(self.alternatives),
            "because": list(self.because),
        }
        if self.absence is not None:
            data["absence"] = self.absence.value
        return data


@attrs.frozen
class _Held:
    """What an answer about an office consists of; two such are the same answer when they are equal."""

    seat: OfficeState
    start: PartialDate
    end: PartialDate
    certain: bool
    alternatives: tuple[Any, ...]


@attrs.frozen
class _Stretch:
    """The steps of a track over which the same is true: from step ``first``, up to but without step
    ``after``.
    """

    first: int
    after: int
    seat: OfficeState


class OfficeQuestion(KeyQuestion[Tenure]):
    """An office, ready to be asked who holds it."""

    projection: Office

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Return every holder's time in office, in order; where dates leave open what holds, ``certain`` is
        False.
        """
        world = self.world
        track = world.track(self.projection, self.key)
        return tuple(
            self._tenure(world, Granularity.DAY, track.placed[stretch.first - 1].high, stretch, whole=True)
            for stretch in _stretches(track)
            if stretch.seat.holder is not None
        )

    def answer(self, world: ResolvedEvents, scale: Granularity, position: int, spell: Period) -> Tenure:
        """Return the answer in ``world`` at a position on a scale, told for the days of ``spell``."""
        track: StateHistory[OfficeState] = world.track(self.projection, self.key, scale)
        stretch = _stretch_at(track, track.at(position))
        return attrs.evolve(self._tenure(world, scale, position, stretch, whole=False), spell=spell)

    def _tenure(
        self, world: ResolvedEvents, scale: Granularity, position: int, stretch: _Stretch, *, whole: bool
    ) -> Tenure:
        track: StateHistory[OfficeState] = world.track(self.projection, self.key, scale)
        first, last = _ends(track, stretch)
        held = _held(track, position, stretch, whole=whole)
        seat = held.seat
        explanation = Explanation(
            world,
            answer_in=lambda other: self._held_in(other, scale, position, stretch, whole=whole),
            guess=[event.id for event in (first, last) if event is not None],
            bearing=lambda: world.bearing_on(self.projection, [self.key]),
            head=seat.label if seat.holder else f"nobody ({seat.label})",
            clauses=lambda events: self._clauses(events, first, last),
            settled=track.at(position).views is not None,
        )
        return Tenure(
            office=self.projection.name if self.key == "" else f"{self.projection.name}: {self.key}",
            holder=seat.holder,
            acting=seat.acting,
            absence=seat.absence,
            start=held.start,
            end=held.end,
            certain=held.certain,
            alternatives=held.alternatives,
            explanation=explanation,
        )

    def _held_in(
        self, world: ResolvedEvents, scale: Granularity, position: int, stretch: _Stretch, *, whole: bool
    ) -> _Held | None:
        track: StateHistory[OfficeState] = world.track(self.projection, self.key, scale)
        standing = track.at(position)
        found = _stretch_at(track, standing)
        if whole and found.seat != stretch.seat:
            within = [other for other in _stretches(track) if _is_within_a_day(track, other, position)]
            same = [other for other in within if other.seat == stretch.seat]
            return _held(track, position, same[0], whole=whole) if same else None
        return _held(track, position, found, whole=whole)

    def _clauses(self, events: Sequence[Event], first: Event | None, last: Event | None) -> list[Clause]:
        return [self._clause(event, first, last) for event in events]

    def _clause(self, event: Event, first: Event | None, last: Event | None) -> Clause:
        step = self._step(event)
        when = on_date(event.effective)
        if first is not None and event.id == first.id and step is not None:
            return f"{_phrase(step)} {when}".strip(), (event,)
        if last is not None and event.id == last.id and step is not None:
            ending = f"handed over to {step.holder}" if isinstance(step, TakesOffice) else _phrase(step)
            if isinstance(step, TakesOffice) and first is None:
                ending = f"until {step.holder} {step.phrase}"
            return f"{ending} {when}", (event,)
        return describe(event)

    def _step(self, event: Event) -> Step | None:
        return self.projection.steps(event) if isinstance(event, self.projection.kinds) else None


def _phrase(step: Step) -> str:
    if isinstance(step, TakesOffice) and step.attested:
        return "seen in office"
    return (
        step.phrase
        if isinstance(step, TakesOffice | LeavesOffice)
        else (step.phrase or f"{step.absence} since then,")
    )


def _stretches(track: StateHistory[OfficeState]) -> list[_Stretch]:
    """Return the stretches of the track's steps, each as long as the view stays the same."""
    view = track.projection.view
    firsts = [0]
    for step in range(1, len(track.states)):
        if view(track.states[step]) != view(track.states[step - 1]):
            firsts.append(step)
    afters = [*firsts[1:], len(track.states)]
    return [_Stretch(first, after, track.states[first]) for first, after in zip(firsts, afters, strict=True)]


def _is_within_a_day(track: StateHistory[OfficeState], stretch: _Stretch, day: int) -> bool:
    """Return whether a stretch begins and ends on one certain day: the seat was held, though no day ended with it."""
    if not stretch.first or stretch.after == len(track.states):
        return False
    begin, end = track.placed[stretch.first - 1], track.placed[stretch.after - 1]
    return begin.low == begin.high == end.low == end.high == day


def _stretch_at(track: StateHistory[OfficeState], standing: StatesAt[OfficeState]) -> _Stretch:
    view, states = track.projection.view, track.states
    wanted = view(standing.state)
    first = standing.step
    while first and view(states[first - 1]) == wanted:
        first -= 1
    after = standing.step + 1
    while after < len(states) and view(states[after]) == wanted:
        after += 1
    return _Stretch(first, after, states[first])


def _ends(track: StateHistory[OfficeState], stretch: _Stretch) -> tuple[Event | None, Event | None]:
    """Return the event that began a stretch and the one that ended it."""
    first = track.placed[stretch.first - 1].event if stretch.first else None
    last = track.placed[stretch.after - 1].event if stretch.after < len(track.states) else None
    return first, last


def _held(track: StateHistory[OfficeState], position: int, stretch: _Stretch, *, whole: bool) -> _Held:
    """Return the answer at a position; with ``whole``, what is sure of the stretch over all its days."""
    first, last = _ends(track, stretch)
    seat = stretch.seat
    start = PartialDate.OPEN if first is None else first.effective
    views = _views(track, position, stretch, whole=whole)
    describe = track.projection.evaluate(
        seat, {view for view in views if view is not None}, settled=None not in views
    )
    return _Held(
        seat,
        PartialDate.UNKNOWN if seat.attested else start,
        PartialDate.OPEN if last is None else last.effective,
        describe.certain,
        describe.alternatives,
    )


def _views(track: StateHistory[OfficeState], position: int, stretch: _Stretch, *, whole: bool) -> list[Any]:
    """Return the views that are possible, and None where some were given up."""
    if whole and _is_within_a_day(track, stretch, position):
        return [track.projection.view(stretch.seat)]
    positions = [position]
    if whole and stretch.after < len(track.states):
        until = track.placed[stretch.after - 1].low
        positions += [point for point in track.change_points() if position < point < until]
    views: list[Any] = []
    for one in positions:
        found = track.at(one).views
        views.extend([None] if found is None else found)
    return views
