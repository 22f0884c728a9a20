"""Offices: somebody holds them, acting or in full, or nobody does, and then there is a reason."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import Any

from cstotimeline.core.errors import EventError, Fault
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office_projection import Apply, Office, Resets, Steps, StepsOf
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
    if seats is not None and seats < 1:
        what = f"expected one seat or more, got {seats}"
        remedy = "write a number, or None for any number"
        raise EventError(Fault(where=f"office {name}", what=what, remedy=remedy))
    of_event = StepsOf(name, steps)
    has_one_seat = seats == 1
    made = Office if has_one_seat else partial(SeatedOffice, seats=seats, office_key=key)
    return made(
        name=name,
        initial=OfficeState(None, before or (Absence.NO_DATA if has_one_seat else Absence.NOT_YET_FILLED)),
        apply=Apply(of_event),
        kinds=kinds,
        key=key if has_one_seat else SeatKey(of_event, key),
        view=shown_state,
        steps=of_event,
        resets_state=Resets(of_event),
    )
