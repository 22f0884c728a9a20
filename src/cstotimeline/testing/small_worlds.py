"""Strategies for histories of an organization: small worlds whose every choice of days can be enumerated.

Events get coarse dates of mixed precision inside a few weeks, such that the number of all choices is at most a budget.
Links point to existing events, and named predecessors contradict no date, because each event has a day of its own on
which it truly happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import attrs
import pendulum
from hypothesis import assume
from hypothesis import strategies as st

from cstotimeline.core.events.amendments import EventCorrected
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Office, TakesOffice
from cstotimeline.core.log.records import Record
from cstotimeline.testing import club
from cstotimeline.testing.amending import amendment_of, announced, aspects_of, one_event
from cstotimeline.testing.dates import ordinals_in
from cstotimeline.testing.declarations import declarations
from cstotimeline.testing.organizations import FIRST_RECORDED, Organization
from cstotimeline.testing.shapes import DAYS, Shape, affordable, span_days, weight

FIRST_INSTANTS = (
    pendulum.datetime(2020, 1, 27, 12),
    pendulum.datetime(2020, 1, 30, 23),
    FIRST_RECORDED,
    FIRST_RECORDED,
)
"""When made-up logs begin: before, among and after the days asked."""


def histories(shape: Shape | None = None, **changes: Any) -> st.SearchStrategy[tuple[Event, ...]]:
    """Return a strategy for histories, each event after those that it is about; ``changes`` are fields of
    :class:`Shape`, whose organization is the club unless another is given.

    >>> from hypothesis import find
    >>> [event.id for event in find(histories(least=2), lambda events: True)]
    ['e0', 'e1']
    """
    return _histories(attrs.evolve(shape or Shape(), **changes))


@st.composite
def _histories(draw: st.DrawFn, shape: Shape) -> tuple[Event, ...]:
    shape = attrs.evolve(shape, kinds=draw(_kinds(shape)), dates=draw(_dates(shape)))
    budget = shape.budget
    events: list[Event] = []
    true_day: dict[str, int] = {}
    for number in range(draw(st.integers(shape.least, shape.most))):
        text = draw(affordable(shape, budget))
        budget //= weight(text)
        event = draw(one_event(shape, f"e{number}", text))
        true_day[event.id] = draw(ordinals_in(event.effective))
        events.append(event)
    if shape.after:
        events = [draw(_following(event, events, true_day)) for event in events]
    if shape.predecessors:
        events = [draw(_succeeding(event, events, true_day)) for event in events]
    if shape.leavings:
        events = [draw(_ending(event, events, true_day)) for event in events]
    assume(_chained(shape.organization, events, true_day))
    for number in range(draw(st.integers(0, shape.announcements))):
        events += draw(announced(shape, f"a{number}", budget, events))
    for number in range(draw(st.integers(0, shape.coverage))):
        events.append(draw(declarations(f"v{number}", aspects_of(shape))))
    for number in range(draw(st.integers(0, shape.amendments)) if events else 0):
        amendment = draw(amendment_of(shape, f"z{number}", events, budget))
        if isinstance(amendment, EventCorrected):
            budget = max(budget // weight(amendment.replacement.effective.text), 1)
        events.append(amendment)
    return tuple(events)


def _kinds(shape: Shape) -> st.SearchStrategy[tuple[type[Event], ...]]:
    """Return a strategy for the kinds of one history: all of them, or those of one projection, so that events meet; or
    takings and leavings alone, where these are wanted.
    """
    every = shape.kinds or shape.organization.kinds
    of_one = [
        tuple(kind for kind in every if issubclass(kind, projection.kinds))
        for projection in shape.organization.projections
    ]
    if shape.leavings:
        of_one.append(tuple(kind for kind in every if kind in (club.StewardTook, club.StewardLeft)))
    return st.sampled_from([kinds for kinds in dict.fromkeys([every, *of_one]) if kinds])


def _dates(shape: Shape) -> st.SearchStrategy[tuple[str, ...]]:
    """Return a strategy for the dates of one history: all, or all of one day, or the coarse ones and a day, so that
    events meet.
    """
    exact = [text for text in shape.dates if span_days(text) == 1]
    coarse = tuple(text for text in shape.dates if span_days(text) > 1)
    of_one_day: dict[str, list[str]] = {}
    for text in exact:
        of_one_day.setdefault(text[:10], []).append(text)
    narrow = [tuple(texts) for texts in of_one_day.values() if len(texts) > 1]
    if coarse:
        narrow += [(text, *coarse) for text in exact[:3]]
    return st.sampled_from([shape.dates, *narrow])


def _chained(organization: Organization, events: Sequence[Event], true_day: dict[str, int]) -> bool:
    """Return whether every holder named as predecessor truly took that office before, if at all."""
    for projection in organization.projections:
        if not isinstance(projection, Office):
            continue
        taken = [
            (projection.key_of(event), (true_day[event.id], event.id), step)
            for event in events
            if projection.key_of(event) is not None
            and isinstance(step := projection.steps(event), TakesOffice)
        ]
        for key, moment, step in taken:
            if any(k == key and t.holder == step.predecessor and m >= moment for k, m, t in taken):
                return False
    return True


@st.composite
def _following(draw: st.DrawFn, event: Event, events: Sequence[Event], true_day: dict[str, int]) -> Event:
    """Return ``event``, perhaps with predecessors: among those that truly happened before it."""
    earlier = [other.id for other in _earlier(event, events, true_day)]
    if not earlier or draw(st.integers(0, 2)):
        return event
    named = draw(st.lists(st.sampled_from(earlier), unique=True, min_size=1, max_size=2))
    return attrs.evolve(event, after=tuple(named))


@st.composite
def _succeeding(draw: st.DrawFn, event: Event, events: Sequence[Event], true_day: dict[str, int]) -> Event:
    """Return ``event``, perhaps with the name of a steward who truly took office before."""
    earlier = _earlier(event, events, true_day)
    holders = sorted({other.holder for other in earlier if isinstance(other, club.StewardTook)})
    if not isinstance(event, club.StewardTook) or not holders or draw(st.booleans()):
        return event
    return attrs.evolve(event, predecessor=draw(st.sampled_from(holders)))


@st.composite
def _ending(draw: st.DrawFn, event: Event, events: Sequence[Event], true_day: dict[str, int]) -> Event:
    """Return ``event``, perhaps, where a steward leaves by it, with the taking that it ends: often one of several
    of the same steward, seldom a wrong one.
    """
    took = [other for other in events if isinstance(other, club.StewardTook | club.StewardServed)]
    if not isinstance(event, club.StewardLeft) or not took or draw(st.booleans()):
        return event
    before = {other.id for other in _earlier(event, took, true_day)}
    earlier = [other for other in took if other.id in before]
    names = [other.holder for other in took]
    again = [other for other in earlier if names.count(other.holder) > 1]
    own = [other for other in earlier if other.holder == event.holder]
    ended = draw(st.sampled_from([*again * 4, *own * 4, *took]))
    return attrs.evolve(event, holder=ended.holder if ended in again else event.holder, of=ended.id)


def _earlier(event: Event, events: Sequence[Event], true_day: dict[str, int]) -> list[Event]:
    mine = (true_day[event.id], event.id)
    return [other for other in events if (true_day[other.id], other.id) < mine]


def arrivals(events: Sequence[Event]) -> st.SearchStrategy[tuple[Event, ...]]:
    """Return a strategy for the orders in which a log may take ``events``: targets before what is about them."""
    return st.permutations(events).map(targets_first)


def _waits_for(event: Event) -> str:
    """Return the id of the event that a log must hold before ``event``; empty where there is none."""
    return str(getattr(event, "target", getattr(event, "announcement", "")))


def targets_first(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return ``events``, moved only as far as needed for every target to come before what is about it."""
    waiting = list(events)
    order: dict[str, Event] = {}
    names = {event.id for event in waiting}
    while waiting:
        first = next(event for event in waiting if _waits_for(event) not in names - set(order))
        waiting.remove(first)
        order[first.id] = first
    return tuple(order.values())


def linked(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return ``events`` without those about others that are not among them, which no timeline would take."""
    kept = tuple(events)
    while True:
        names = {event.id for event in kept}
        fewer = tuple(event for event in kept if _waits_for(event) in {"", *names})
        if len(fewer) == len(kept):
            return kept
        kept = fewer


def recorded(shape: Shape | None = None, **changes: Any) -> st.SearchStrategy[tuple[Record, ...]]:
    """Return a strategy for the records of a log that took a history in some order, some at one instant."""
    return histories(shape, **changes).flatmap(arrivals).flatmap(records_of)


@st.composite
def records_of(draw: st.DrawFn, events: Sequence[Event]) -> tuple[Record, ...]:
    """Draw the records of a log that took events in the order given, some at one instant.

    The log begins before, among or after the days asked. What it declares to be covered is recorded no earlier than
    the last day of that.
    """
    records: list[Record] = []
    instant = draw(st.sampled_from(FIRST_INSTANTS))
    for position, event in enumerate(events, 1):
        instant = instant.add(hours=draw(st.sampled_from([0, 1, 24])))
        if isinstance(getattr(event, "replacement", event), CoverageDeclared):
            instant = max(instant, FIRST_RECORDED)
        records.append(Record(position=position, recorded=instant, event=event))
    return tuple(records)


def questions() -> st.SearchStrategy[date]:
    """Return a strategy for the days at which to ask."""
    return st.sampled_from(DAYS)


def window_around(events: Sequence[Event]) -> st.SearchStrategy[tuple[date, ...]]:
    """Return a strategy for four days in a row, on some of which one of ``events`` takes effect."""

    def days(event: Event, back: int) -> tuple[date, ...]:
        first = max(event.effective.first_ordinal - back, 1)
        last = min(first + 4, date.max.toordinal() + 1)
        return tuple(date.fromordinal(n) for n in range(first, last))

    return st.builds(days, st.sampled_from(events), st.integers(0, 3))
