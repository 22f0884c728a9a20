"""Offices: somebody holds them, acting or in full, or nobody does, and then there is a reason."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection, Value


class Absence(StrEnum):
    """Why nobody holds an office."""

    NOT_YET_EXISTING = "not yet existing"
    NOT_YET_FILLED = "not yet filled"
    VACANT = "vacant"
    ENDED = "ended"
    NO_DATA = "no data"


@attrs.frozen
class TakesOffice:
    """``holder`` takes the office; ``attested`` says that it was held already when the event was seen.

    ``predecessor`` is the holder named as the one before, which decides the order of coarse dates. ``phrase``
    words it for a
    sentence: ``took over from Kazakhstan``.
    """

    holder: str
    acting: bool = attrs.field(default=False, kw_only=True)
    attested: bool = attrs.field(default=False, kw_only=True)
    predecessor: str | None = attrs.field(default=None, kw_only=True)
    phrase: str = attrs.field(default="took office", kw_only=True)


@attrs.frozen
class LeavesOffice:
    """``holder`` leaves; nothing happens if somebody else holds the office by then."""

    holder: str
    phrase: str = attrs.field(default="left", kw_only=True)


@attrs.frozen
class NoHolder:
    """From here on nobody holds the office, for the given reason; ``candidates`` are those who may hold it."""

    absence: Absence
    candidates: tuple[str, ...] = ()
    phrase: str = attrs.field(default="", kw_only=True)


Step = TakesOffice | LeavesOffice | NoHolder


@attrs.frozen
class OfficeState:
    """The state of an office."""

    holder: str | None
    absence: Absence | None
    acting: bool = False
    candidates: tuple[str, ...] = ()
    attested: bool = False

    @property
    def label(self) -> str:
        """Return the holder's name, with ``(acting)``, or the reason for there being none."""
        if self.holder is None:
            return str(self.absence)
        return f"{self.holder} (acting)" if self.acting else self.holder


def after_step(seat: OfficeState, step: Step | None) -> OfficeState:
    """Return the seat after ``step``."""
    if isinstance(step, TakesOffice):
        if (seat.holder, seat.acting) == (step.holder, step.acting):
            return seat
        return OfficeState(step.holder, None, step.acting, (), step.attested)
    if isinstance(step, LeavesOffice):
        return OfficeState(None, Absence.VACANT) if seat.holder == step.holder else seat
    if isinstance(step, NoHolder):
        return OfficeState(None, step.absence, candidates=step.candidates)
    return seat


@attrs.frozen(kw_only=True)
class Office(Projection[OfficeState]):
    """A projection for an office, or with ``key`` for one office a key; ``steps`` tells what an event does to
    it.
    """

    steps: Callable[[Any], Step | None]

    def evaluate(self, state: OfficeState, views: Iterable[Hashable], *, settled: bool = True) -> Value:
        """Return the seat, whether it is certain, and the labels of the other answers that the dates leave open.

        No data is never certain.
        """
        seat: Any = self.view(state)
        others = [view for view in views if isinstance(view, OfficeState) and view != seat]
        names = sorted({name for view in others for name in (view.label, *view.candidates)})
        alternatives = tuple(name for name in dict.fromkeys([*names, *seat.candidates]) if name != seat.label)
        is_told = settled and seat.absence is not Absence.NO_DATA
        return Value(seat, is_told and not others and not seat.candidates, alternatives)


def office(
    name: str,
    steps: Callable[[Any], Step | None],
    *,
    kinds: tuple[type[Event], ...] = (Event,),
    key: Callable[[Any], Hashable | None] | None = None,
    before: Absence = Absence.NO_DATA,
) -> Office:
    """Return the projection of an office.

    ``steps`` maps an event to what it does to the office (None: nothing). ``before`` is why nobody holds it
    before the first
    event: no data, unless the log is known to begin with the office.

    >>> chair = office("chair", lambda event: TakesOffice(event.note))
    >>> chair.initial.label
    'no data'
    """
    return Office(
        name=name,
        initial=OfficeState(None, before),
        apply=lambda seat, event: after_step(seat, steps(event)),
        kinds=kinds,
        key=key,
        view=lambda seat: attrs.evolve(seat, attested=False) if seat.attested else seat,
        steps=steps,
        implied=lambda events: _predecessors(events, steps),
        resets_state=lambda event: isinstance(steps(event), TakesOffice | NoHolder),
    )


def _predecessors(
    events: Sequence[Event], steps: Callable[[Any], Step | None]
) -> Mapping[str, tuple[str, ...]]:
    """Return who must have come before whom: a holder who names a predecessor, after that one took office.

    Nothing is implied where more than one event, not surely later, could be meant, or where two name each
    other.
    """
    said = [(event, steps(event)) for event in events]
    after_step = [(event, step) for event, step in said if isinstance(step, TakesOffice)]
    by_holder: dict[str | None, list[Event]] = {}
    for event, step in after_step:
        by_holder.setdefault(step.holder, []).append(event)
    implied: dict[str, tuple[str, ...]] = {}
    for event, step in after_step:
        latest = event.effective.last_ordinal
        earlier = by_holder.get(step.predecessor, ())
        meant = [other.id for other in earlier if other.effective.first_ordinal <= latest]
        if len(meant) == 1 and meant != [event.id]:
            implied[event.id] = (meant[0],)
    return {name: found for name, found in implied.items() if name not in implied.get(found[0], ())}
