"""Offices: somebody holds them, acting or in full, or nobody does, and then there is a reason."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from cstotimeline.core.errors import EventError, Fault
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office_projection import Apply, Office, Order, Resets, Steps, StepsOf
from cstotimeline.core.fold.seats import SeatedOffice, SeatKey
from cstotimeline.core.fold.steps import (
    Absence,
    LeavesOffice,
    NoHolder,
    OfficeState,
    Step,
    TakesOffice,
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


def office(
    name: str,
    steps: Steps,
    *,
    kinds: Iterable[type[Event]] = (Event,),
    key: Callable[[Any], Hashable | None] | None = None,
    before: Absence | None = None,
    seats: int | None = 1,
) -> Office:
    """Return the projection of an office, of which one person or state is the holder at a time, or several are.

    Arguments:
        name: what the office is asked by, such as ``mayor``.
        steps: returns what an event does to the office: a :class:`~cstotimeline.core.fold.steps.TakesOffice`,
            ``LeavesOffice`` or ``NoHolder``; None for nothing.
        kinds: the event classes that matter.
        key: with it there is one office a key.
        before: why nobody holds the office before the first event; it counts only where an event or a declared
            coverage bears on the office. By default no data; with several seats not yet filled.
        seats: how many may hold the office at once; None: any number. With other than one, nobody's taking ends
            another's time, and what is asked has ``.holders``.

    Raises:
        EventError: fewer than one seat.

    >>> chair = office("chair", lambda event: TakesOffice(event.note))
    >>> chair.initial.label
    'no data'
    """
    of_event = steps if isinstance(steps, StepsOf) else StepsOf(name, steps)
    if seats != 1:
        return _seated(name, of_event, kinds=kinds, key=key, before=before, seats=seats)
    return Office(
        name=name,
        initial=OfficeState(None, before or Absence.NO_DATA),
        apply=Apply(of_event),
        kinds=kinds,
        key=key,
        view=shown_state,
        steps=of_event,
        implied_order=Order(of_event),
        resets_state=Resets(of_event),
    )


def _seated(
    name: str,
    steps: Steps,
    *,
    kinds: Iterable[type[Event]],
    key: Callable[[Any], Hashable | None] | None,
    before: Absence | None,
    seats: int | None,
) -> Office:
    if seats is not None and seats < 1:
        what = f"expected one seat or more, got {seats}"
        raise EventError(
            Fault(where=f"office {name}", what=what, remedy="write a number, or None for any number")
        )
    return SeatedOffice(
        name=name,
        initial=OfficeState(None, before or Absence.NOT_YET_FILLED),
        apply=Apply(steps),
        kinds=kinds,
        key=SeatKey(steps, key),
        view=shown_state,
        steps=steps,
        implied_order=Order(steps),
        resets_state=Resets(steps),
        seats=seats,
        office_key=key,
    )
