"""The projection of an office: what its events do to it, and what is possible where dates are coarse."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, LogError, TimelineError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.bounded_events import BoundedEvent
from cstotimeline.core.fold.disjoint import Move, moves_of_office
from cstotimeline.core.fold.endings import Endings, endings, is_plain
from cstotimeline.core.fold.precedence import Orderings, Precedence
from cstotimeline.core.fold.projection import FIRM, Folding, Ground, Projection, Value
from cstotimeline.core.fold.steps import (
    VACANT,
    Absence,
    LeavesOffice,
    NoHolder,
    OfficeState,
    Step,
    TakesOffice,
    after_step,
    shown_state,
)
from cstotimeline.core.fold.term_ends import TermEnd, term_ends

Steps = Callable[[Any], Step | None]
_STEPS = (TakesOffice, LeavesOffice, NoHolder)


@attrs.frozen
class StepsOf:
    """What an event does to an office, by the organization's own function; the end of a term is a leaving.

    An error of that function, or a result that is no step, becomes a ``LogError``.
    """

    name: str
    stated: Steps

    def __call__(self, event: Any) -> Step | None:
        """Return what an event does to the office.

        Raises:
            LogError: the function raises an error, or returns no step.
        """
        if isinstance(event, TermEnd):
            return LeavesOffice(event.holder, of=event.of)
        try:
            step: Any = self.stated(event)
        except TimelineError:
            raise
        except Exception as error:
            what = f"steps failed for {event.id} ({type(error).__name__}: {shown(str(error))})"
            remedy = "let them take every event of the kinds"
            raise LogError(Fault(where=f"office {self.name}", what=what, remedy=remedy)) from error
        if step is None or isinstance(step, _STEPS):
            return step
        what = f"steps returned no step for {event.id}, got {shown(step)}"
        remedy = "return TakesOffice(holder), LeavesOffice(holder), NoHolder(absence) or None"
        raise LogError(Fault(where=f"office {self.name}", what=what, remedy=remedy))


@attrs.frozen
class Apply:
    """Applies what an event does to the office: a value, so that offices can be pickled and compared."""

    steps: Steps

    def __call__(self, state: OfficeState, event: Event) -> OfficeState:
        """Return the state after an event."""
        return after_step(state, self.steps(event), event.id)


@attrs.frozen
class Resets:
    """Tells the events after which an office no longer depends on the ones before."""

    steps: Steps

    def __call__(self, event: Event) -> bool:
        """Return whether an event settles the state."""
        step = self.steps(event)
        return isinstance(step, NoHolder) or (isinstance(step, TakesOffice) and step.until.is_open)


@attrs.frozen(kw_only=True, cache_hash=True)
class Office(Projection[OfficeState]):
    """A projection for an office, or with ``key`` for one office a key; made by :func:`office`.

    ``steps`` returns what an event does to it.
    """

    steps: StepsOf

    def ends_of(self, events: Sequence[Event]) -> list[Event]:
        """Return the ends of those terms of which one event has both ends."""
        return term_ends([(event, self.steps(event)) for event in events])

    def folding(self, events: Sequence[Event], orderings: Orderings | None = None) -> Folding:
        """Return how the events of one key are folded: each leaving ends a taking that it can mean."""
        stated = [(event, self.steps(event)) for event in events]
        ordered = {name: {*found} for name, found in _predecessors(events, self.steps).items()}
        steps = {event.id: step for event, step in stated}
        ends: Endings = {}
        if any(isinstance(step, LeavesOffice) for step in steps.values()):
            before = {name: tuple(sorted(found)) for name, found in ordered.items()}
            precedence = None if orderings is None else Precedence(events, orderings, before)
            ends = endings(stated, precedence)
        for name, takings in ends.items():
            if len(takings) == 1:
                ordered.setdefault(name, set()).update(takings)
        leavers = frozenset(step.holder for step in steps.values() if isinstance(step, LeavesOffice))
        return Folding(
            _Advance(steps, ends, leavers),
            lambda item: _is_reset(steps.get(item.event.id), leavers),
            {name: tuple(sorted(found)) for name, found in ordered.items()},
            ends,
            {
                name: OfficeState(step.holder, None)
                for name, takings in ends.items()
                if not takings and isinstance(step := steps[name], LeavesOffice)
            },
        )

    def exact_states(self, events: Sequence[Event]) -> list[OfficeState] | None:
        """Return the states before the first event, after it, and so on; None where it is not plain which taking each
        leaving ends, or which of two takings came first. The events are all of one key, on exact days, in order.
        """
        stated = [(event, self.steps(event)) for event in events]
        if not is_plain(stated):
            return None
        states = [self.initial]
        for _, step in stated:
            states.append(after_step(states[-1], step))
        return states

    def moves(self, events: Sequence[Event]) -> list[Move] | None:
        """Return the states that events of one key, linked with no others, lead to, in order, with the first and the
        last day on which each may begin; None where that takes a fold.
        """
        return moves_of_office(self.steps.stated, events)

    def settled(self, state: OfficeState) -> Value:
        """Return what is said of a state where nothing is open."""
        shown = shown_state(state)
        return super().settled(state) if shown.holder is None else Value(shown, certain=True)

    def opening(self, before: OfficeState, after: OfficeState) -> Value:
        """Return what is said where it is open whether a state has followed another yet, and nothing else."""
        shown, other = shown_state(before), shown_state(after)
        if shown.candidates or other.candidates or shown == other:
            return super().opening(before, after)
        label = other.label
        return Value(shown, certain=False, alternatives=() if label == shown.label else (label,))

    def evaluate(self, state: OfficeState, views: Sequence[Hashable] | None, ground: Ground = FIRM) -> Value:
        """Return the office's state, whether it is certain, and the labels of the other answers that the dates leave
        open.

        No data is never certain. Outside what the log covers nobody is known to be absent: there, and where nothing
        bears on the office, a reason for nobody becomes no data.
        """
        shown, possible = self.shown(state, views, ground)
        others = [view for view in possible if view != shown]
        names = sorted({name for other in others for name in (other.label, *other.candidates)})
        alternatives = tuple(
            name for name in dict.fromkeys([*names, *shown.candidates]) if name != shown.label
        )
        is_known = shown.absence is not Absence.NO_DATA and views is not None
        return Value(
            shown,
            is_known and not others and not shown.candidates and ground.inside,
            alternatives,
            covered=ground.covered,
            decided=ground.decided,
            gave_up=views is None,
        )

    def shown(
        self, state: OfficeState, views: Sequence[Hashable] | None, ground: Ground
    ) -> tuple[OfficeState, tuple[OfficeState, ...]]:
        """Return the state of what has surely happened, and all possible ones, each as far as it has a ground."""
        possible = [
            self._grounded(view, ground, bears=True) for view in views or () if isinstance(view, OfficeState)
        ]
        if ground.lacks:
            possible.append(self._grounded(shown_state(self.initial), ground, bears=ground.declared))
        mine = self._grounded(shown_state(state), ground, bears=ground.bears or ground.declared)
        return mine, tuple(dict.fromkeys(possible))

    @staticmethod
    def _grounded(state: OfficeState, ground: Ground, *, bears: bool) -> OfficeState:
        if state.holder is not None or state.absence is Absence.NO_DATA:
            return state
        if bears and (ground.inside or ground.decided or state.absence in _LASTING):
            return state
        return OfficeState(None, Absence.NO_DATA, candidates=state.candidates)


_LASTING = (Absence.ENDED, Absence.NOT_YET_EXISTING)
"""Reasons that outlast what the log covers: an office that ended stays ended as far as is known."""


@attrs.frozen
class _Advance:
    """The states that an event of an office may lead to, the canonical one first.

    ``leavers`` are those who leave at some time: of them alone it matters by which events they took office.
    """

    steps: Mapping[str, Step | None]
    ends: Endings
    leavers: frozenset[str]

    def __call__(self, state: OfficeState, item: BoundedEvent) -> tuple[OfficeState, ...]:
        if item.silent:
            return (state,)
        name = item.event.id
        step = self.steps[name]
        if isinstance(step, LeavesOffice):
            return self._left(state, step, item.acts_on or self.ends[name], is_open=len(self.ends[name]) > 1)
        is_leaver = isinstance(step, TakesOffice) and step.holder in self.leavers
        return (after_step(state, step, name if is_leaver else ""),)

    @staticmethod
    def _left(
        state: OfficeState, step: LeavesOffice, takings: tuple[str, ...], *, is_open: bool
    ) -> tuple[OfficeState, ...]:
        """Return the states after a leaving that ends one of some takings, or as long as that is open all of them."""
        if not takings:
            return (VACANT,) if state.holder in (None, step.holder) else (state, VACANT)
        if state.holder != step.holder:
            return (state,)
        lasting = sorted({state.takings - {taking} for taking in takings}, key=sorted)
        states = (attrs.evolve(state, takings=left) if left else VACANT for left in lasting)
        return tuple(dict.fromkeys([VACANT, *states] if is_open else states))


def _is_reset(step: Step | None, leavers: frozenset[str]) -> bool:
    """Return whether the state after a step is the same whatever it was before."""
    return isinstance(step, NoHolder) or (isinstance(step, TakesOffice) and step.holder not in leavers)


def _predecessors(events: Sequence[Event], steps: Steps) -> Mapping[str, tuple[str, ...]]:
    """Return who must have come before whom: a holder who names a predecessor, after that one took office.

    Nothing is implied where more than one event, not surely later, could be meant, or where two name each
    other.
    """
    said = [(event, steps(event)) for event in events]
    takings = [(event, step) for event, step in said if isinstance(step, TakesOffice)]
    by_holder: dict[str | None, list[Event]] = {}
    for event, step in takings:
        by_holder.setdefault(step.holder, []).append(event)
    implied: dict[str, tuple[str, ...]] = {}
    for event, step in takings:
        latest = event.effective.last_ordinal
        earlier = by_holder.get(step.predecessor, ())
        meant = [other.id for other in earlier if other.effective.first_ordinal <= latest]
        if len(meant) == 1 and meant != [event.id]:
            implied[event.id] = (meant[0],)
    return {name: found for name, found in implied.items() if name not in implied.get(found[0], ())}
