"""Offices: somebody holds them, acting or in full, or nobody does, and then there is a reason."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.endings import endings
from cstotimeline.core.fold.possible_states import BoundedEvent
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

__all__ = [
    "Absence",
    "LeavesOffice",
    "NoHolder",
    "Office",
    "OfficeState",
    "Step",
    "TakesOffice",
    "office",
]

Steps = Callable[[Any], Step | None]


@attrs.frozen
class _Apply:
    """Applies what an event does to the office: a value, so that offices can be pickled and compared."""

    steps: Steps

    def __call__(self, state: OfficeState, event: Event) -> OfficeState:
        return after_step(state, self.steps(event), event.id)


@attrs.frozen
class _Order:
    """Which events of an office came before which by what they say."""

    steps: Steps

    def __call__(self, events: Sequence[Event]) -> Mapping[str, tuple[str, ...]]:
        return _predecessors(events, self.steps)


@attrs.frozen
class _Resets:
    """Tells the events after which an office no longer depends on the ones before."""

    steps: Steps

    def __call__(self, event: Event) -> bool:
        return isinstance(self.steps(event), TakesOffice | NoHolder)


@attrs.frozen(kw_only=True, cache_hash=True)
class Office(Projection[OfficeState]):
    """A projection for an office, or with ``key`` for one office a key; made by :func:`office`.

    ``steps`` tells what an event does to it.
    """

    steps: Steps

    def folding(self, events: Sequence[Event]) -> Folding:
        """Return how the events of one key are folded: each leaving ends the taking that it can only mean."""
        told = [(event, self.steps(event)) for event in events]
        ends = endings(told)
        ordered = {name: {*found} for name, found in _predecessors(events, self.steps).items()}
        for name, takings in ends.items():
            if len(takings) == 1:
                ordered.setdefault(name, set()).update(takings)
        steps = {event.id: step for event, step in told}
        return Folding(
            _Advance(steps, ends),
            lambda item: not ends and isinstance(steps.get(item.event.id), TakesOffice | NoHolder),
            {name: tuple(sorted(found)) for name, found in ordered.items()},
            frozenset(name for name, takings in ends.items() if not takings),
        )

    def exact_states(self, events: Sequence[Event]) -> list[OfficeState] | None:
        """Return the states before the first event, after it, and so on; None where it is not plain which taking each
        leaving ends, or which of two takings came first. The events are all of one key, on exact days, in order.
        """
        told = [(event.effective.first_ordinal, self.steps(event)) for event in events]
        if not _is_plain_sequence(told):
            return None
        states = [self.initial]
        for _, step in told:
            states.append(after_step(states[-1], step))
        return states

    def evaluate(self, state: OfficeState, views: Sequence[Hashable] | None, ground: Ground = FIRM) -> Value:
        """Return the office's state, whether it is certain, and the labels of the other answers that the dates leave
        open.

        No data is never certain. Outside what the log covers nobody is known to be absent: there, and where nothing
        bears on the office, a reason for nobody becomes no data.
        """
        shown = self._grounded(shown_state(state), ground, is_first=state == self.initial)
        possible = (view for view in views or () if isinstance(view, OfficeState))
        grounded = (self._grounded(view, ground, is_first=view == self.initial) for view in possible)
        others = [view for view in grounded if view != shown]
        names = sorted({name for other in others for name in (other.label, *other.candidates)})
        alternatives = tuple(
            name for name in dict.fromkeys([*names, *shown.candidates]) if name != shown.label
        )
        is_known = shown.absence is not Absence.NO_DATA and views is not None
        return Value(
            shown,
            is_known and not others and not shown.candidates and ground.inside and ground.bears,
            alternatives,
            covered=ground.covered,
            decided=ground.decided,
            gave_up=views is None,
        )

    @staticmethod
    def _grounded(state: OfficeState, ground: Ground, *, is_first: bool) -> OfficeState:
        if state.holder is not None or state.absence is Absence.NO_DATA:
            return state
        has_reason = ground.bears or not is_first
        is_lasting = ground.inside or ground.decided or state.absence in _LASTING
        if has_reason and is_lasting:
            return state
        return OfficeState(None, Absence.NO_DATA, candidates=state.candidates)


_LASTING = (Absence.ENDED, Absence.NOT_YET_EXISTING)
"""Reasons that outlast what the log covers: an office that ended stays ended as far as is known."""


@attrs.frozen
class _Advance:
    """The states that an event of an office may lead to, the canonical one first."""

    steps: Mapping[str, Step | None]
    ends: Mapping[str, tuple[str, ...]]

    def __call__(self, state: OfficeState, item: BoundedEvent) -> tuple[OfficeState, ...]:
        if item.silent:
            return (state,)
        name = item.event.id
        step = self.steps[name]
        if item.implied:
            return self._held_before(state, step)
        if isinstance(step, LeavesOffice):
            return self._left(state, step, self.ends[name])
        return (after_step(state, step, name if self.ends else ""),)

    @staticmethod
    def _held_before(state: OfficeState, step: Step | None) -> tuple[OfficeState, ...]:
        """Return the states where somebody who leaves may have held the office before."""
        if not isinstance(step, LeavesOffice) or state.holder == step.holder:
            return (state,)
        return state, OfficeState(step.holder, None, attested=True)

    @staticmethod
    def _left(state: OfficeState, step: LeavesOffice, takings: tuple[str, ...]) -> tuple[OfficeState, ...]:
        if not takings:
            return (VACANT,) if state.holder in (None, step.holder) else (state, VACANT)
        if state.holder != step.holder:
            return (state,)
        lasting = {state.takings - {taking} for taking in takings}
        if len(takings) == 1:
            (left,) = lasting
            return (attrs.evolve(state, takings=left) if left else VACANT,)
        return VACANT, *(attrs.evolve(state, takings=left) for left in sorted(lasting, key=sorted) if left)


def office(
    name: str,
    steps: Steps,
    *,
    kinds: tuple[type[Event], ...] = (Event,),
    key: Callable[[Any], Hashable | None] | None = None,
    before: Absence = Absence.NO_DATA,
) -> Office:
    """Return the projection of an office, of which one person or state is the holder at a time.

    Arguments:
        name: what the office is asked by, such as ``mayor``.
        steps: returns what an event does to the office: a :class:`~cstotimeline.core.fold.steps.TakesOffice`,
            ``LeavesOffice`` or ``NoHolder``; None for nothing.
        kinds: the event classes that matter.
        key: with it there is one office a key.
        before: why nobody holds the office before the first event; it counts only where an event or a declared
            coverage bears on the office.

    >>> chair = office("chair", lambda event: TakesOffice(event.note))
    >>> chair.initial.label
    'no data'
    """
    return Office(
        name=name,
        initial=OfficeState(None, before),
        apply=_Apply(steps),
        kinds=kinds,
        key=key,
        view=shown_state,
        steps=steps,
        implied_order=_Order(steps),
        resets_state=_Resets(steps),
    )


def _is_plain_sequence(told: Sequence[tuple[int, Step | None]]) -> bool:
    """Return whether each leaving, in an order of steps with their days, can only end the taking before it.

    Somebody takes the office on a day of his own, not again before leaving it, and leaves on a later day. Where nobody
    leaves, only the days matter.
    """
    taken = [day for day, step in told if isinstance(step, TakesOffice | NoHolder)]
    left = {(day, step.holder) for day, step in told if isinstance(step, LeavesOffice)}
    if len(set(taken)) < len(taken):
        return False
    if not left:
        return True
    holder: TakesOffice | None = None
    since = 0
    for day, step in told:
        if isinstance(step, TakesOffice):
            is_same = holder is not None and (holder.holder, holder.acting) == (step.holder, step.acting)
            if step.attested or is_same or (day, step.holder) in left:
                return False
            holder, since = step, day
        elif isinstance(step, LeavesOffice):
            if holder is None or step.of or step.holder != holder.holder or since >= day:
                return False
            holder = None
        elif isinstance(step, NoHolder):
            holder = None
    return True


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
