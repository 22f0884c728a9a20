"""Disjoint dates: the values of a key in one pass, where no two of its events can have come in another order.

Most keys are like that: each event has all its possible days before those of the next one. Each then leads from one
state to one other, and all that a coarse date leaves open is which of the two it is between its first and its last
day. No order is searched, and no event of the end of a term is made: its day is a number.

The result is that of the fold. Where anything else may matter (times of day, zones, a leaving beside coarse dates, a
second taking by the present holder) it is None, and the key is folded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.steps import VACANT, LeavesOffice, NoHolder, OfficeState, Step, TakesOffice
from cstotimeline.core.fold.term_ends import LAST_END, day_after
from cstotimeline.core.temporal.edtf import PartialDate

Move = tuple[int, int, Any]
"""The first and the last day on which a state may begin, as ordinals, and the state."""

_by_first_day = itemgetter(0)


def moves_of(
    applied: Callable[[Any, Event], Any], initial: Any, events: Sequence[Event]
) -> list[Move] | None:
    """Return the states that events of one key lead to, in order, with the days on which each may begin; else None.

    ``applied`` gives the state after a state and an event, ``initial`` is the one before all.
    The events are linked with no others. Each counts as it is.
    """
    days = _days_of(events)
    if days is None:
        return None
    state = initial
    found: list[Move] = []
    for first, last, event in days:
        state = applied(state, event)
        found.append((first, last, state))
    return found


def moves_of_office(stated: Callable[[Any], Step | None], events: Sequence[Event]) -> list[Move] | None:
    """Return what :func:`moves_of` does of an office, by the steps that its events state: a term has a second move, to
    nobody, at its end.
    """
    days = _days_of(events)
    if days is None:
        return None
    found: list[Move] = []
    current: TakesOffice | None = None
    held = VACANT
    taking, reached, ended, is_exact, has_leaving = "", 0, 0, True, False
    for first, last, event in days:
        try:
            step = stated(event)
        except Exception:
            return None  # the fold reports it
        if step is None:
            continue
        # an end comes before all else that happens on its day
        if first <= reached and not ended == first == last:
            return None
        if first != last:
            is_exact = False
        reached, ended = last, 0
        if type(step) is TakesOffice:
            if step.attested or step.confirms or step.predecessor is not None:
                return None
            if current is not None and current.holder == step.holder and current.acting == step.acting:
                return None
            if held.holder != step.holder or held.acting != step.acting:
                held = OfficeState(step.holder, None, step.acting)
            found.append((first, last, held))
            current, taking, until = step, event.id, step.until
            if until is not PartialDate.OPEN and not until.is_open:
                end = _end(event.effective, until, is_alone=len(days) == 1)
                if end is None:
                    return None
                found.append((*end, VACANT))
                current, reached = None, end[1]
                if end[0] == reached:
                    ended = reached
                else:
                    is_exact = False
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
    if until is not PartialDate.UNKNOWN and until.is_date:
        first, last = until.first_ordinal, until.last_ordinal
        is_after = until.clock is None and first >= start.last_ordinal and last + 1 < LAST_END
        return (first + 1, last + 1) if is_after else None
    if not is_alone or start.last_ordinal > start.first_ordinal:
        return None
    end = day_after(start, until)
    return (end.first_ordinal, end.last_ordinal) if end.first_ordinal > start.last_ordinal else None
