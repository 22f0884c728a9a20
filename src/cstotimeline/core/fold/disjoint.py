"""Disjoint dates: the values of a key in one pass, where no two of its events can have come in another order.

Most keys are like that: each event has all its possible days before those of the next one. Each then leads from one
state to one other, and all that a coarse date leaves open is which of the two it is between its first and its last
day. No order is searched, and no event of the end of a term is made: its day is a number.

What is told here is what the fold tells. Where anything else may matter (times of day, zones, a leaving beside coarse
dates, a second taking by who holds the office already) nothing is told, and the key is folded.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.steps import VACANT, LeavesOffice, NoHolder, OfficeState, TakesOffice
from cstotimeline.core.fold.term_ends import LAST_END, day_after
from cstotimeline.core.temporal.edtf import PartialDate

if TYPE_CHECKING:
    from cstotimeline.core.fold.office_projection import Office
    from cstotimeline.core.fold.projection import Projection

Move = tuple[int, int, Any]
"""The first and the last day on which a state may begin, as ordinals, and the state."""

_by_first_day = itemgetter(0)


def moves_of(projection: Projection[Any], events: Sequence[Event]) -> list[Move] | None:
    """Return the states that events of one key lead to, in order, with the days on which each may begin; else None.

    The events are linked with no others. Each counts as it is.
    """
    days = _days_of(events)
    if days is None:
        return None
    state = projection.initial
    found: list[Move] = []
    for first, last, event in days:
        state = projection.applied(state, event)
        found.append((first, last, state))
    return found


def moves_of_office(office: Office, events: Sequence[Event]) -> list[Move] | None:
    """Return what :func:`moves_of` does of an office: a term has a second move, to nobody, at its end."""
    days = _days_of(events)
    if days is None:
        return None
    steps = office.steps
    found: list[Move] = []
    current: TakesOffice | None = None
    taking, reached, ended, is_exact, has_leaving = "", 0, 0, True, False
    for first, last, event in days:
        step = steps(event)
        if step is None:
            continue
        is_handover = (
            ended == first == last
        )  # the end of a term comes before all else that happens on its day
        if first <= reached and not is_handover:
            return None
        is_exact = is_exact and first == last
        reached, ended = last, 0
        if type(step) is TakesOffice:
            if step.attested or step.confirms or step.predecessor is not None:
                return None
            if current is not None and (current.holder, current.acting) == (step.holder, step.acting):
                return None
            found.append((first, last, OfficeState(step.holder, None, step.acting)))
            current, taking = step, event.id
            if not step.until.is_open:
                end = _end(event.effective, step.until, is_alone=len(days) == 1)
                if end is None:
                    return None
                found.append((*end, VACANT))
                current, reached = None, end[1]
                is_exact = is_exact and end[0] == end[1]
                ended = end[0] if end[0] == end[1] else 0
        elif type(step) is NoHolder:
            found.append((first, last, OfficeState(None, step.absence, candidates=step.candidates)))
            current = None
        elif type(step) is LeavesOffice:
            if current is None or current.holder != step.holder or step.of not in ("", taking):
                return None
            found.append((first, last, VACANT))
            current, has_leaving = None, True
        else:
            return None
    return None if has_leaving and not is_exact else found


def _days_of(events: Sequence[Event]) -> list[tuple[int, int, Event]] | None:
    """Return events with their first and last days, by these; None where one has a time of day or a zone, or where the
    days of two meet.
    """
    if len(events) == 1:
        (event,) = events
        date = event.effective
        return (
            None if event.zone or date.clock is not None else [(date.first_ordinal, date.last_ordinal, event)]
        )
    found: list[tuple[int, int, Event]] = []
    for event in events:
        date = event.effective
        if event.zone or date.clock is not None:
            return None
        found.append((date.first_ordinal, date.last_ordinal, event))
    found.sort(key=_by_first_day)
    reached = 0
    for first, last, _ in found:
        if first <= reached:
            return None
        reached = last
    return found


def _end(start: PartialDate, until: PartialDate, *, is_alone: bool) -> tuple[int, int] | None:
    """Return the first and the last day on which a term may have ended; None where that is before or within the days on
    which it may have begun.
    """
    if until.is_date:
        if until.clock is not None or until.first_ordinal < start.last_ordinal:
            return None
        first, last = until.first_ordinal + 1, until.last_ordinal + 1
        return (first, last) if last < LAST_END else None
    if not is_alone or start.last_ordinal > start.first_ordinal:
        return None
    end = day_after(start, until)
    return (end.first_ordinal, end.last_ordinal) if end.first_ordinal > start.last_ordinal else None
