"""Disclosure: whether an event was public knowledge by a day or an instant."""

from __future__ import annotations

from bisect import bisect_right

from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import ZONE_DAYS, Granularity, date_bounds
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.core.temporal.points import QueryTime, ordinal_of_second


def known_by(event: Event, known: QueryTime | None) -> Likelihood:
    """Return whether an event was public by the end of a day, or by an instant; surely where ``known`` is None.

    *Possibly* where its date of disclosure (by default of the event) is coarse, or where an instant falls on the day
    that is all that is known.
    """
    if known is None:
        return Likelihood.SURELY
    first, last = date_bounds(event.known_from, event.zone, known.granularity)
    if last <= known.at:
        return Likelihood.SURELY
    return Likelihood.NO if first > known.at else Likelihood.POSSIBLY


def takes_effect_when_known(event: Event) -> bool:
    """Return whether one date says both when the event took effect and when it was public."""
    return not event.disclosed.is_date and event.effective == event.occurred


def latest_effect(event: Event, known: QueryTime, granularity: Granularity) -> int:
    """Return the last position at which an event can have taken effect that was public by ``known`` and took effect
    when it was.
    """
    if known.granularity is granularity:
        return known.at
    days = event.effective.ordinals
    if granularity is Granularity.SECOND:
        day = days[max(bisect_right(days, known.ordinal), 1) - 1]
        return date_bounds(PartialDate.of_ordinal(day), event.zone, granularity)[1]
    near = bisect_right(days, ordinal_of_second(known.at) + ZONE_DAYS)
    found = (days[n] for n in range(near - 1, -1, -1))
    return next(
        (day for day in found if _first_second(event, day) <= known.at), event.effective.first_ordinal
    )


def _first_second(event: Event, day: int) -> int:
    date = event.effective if event.effective.clock is not None else PartialDate.of_ordinal(day)
    return date_bounds(date, event.zone, Granularity.SECOND)[0]
