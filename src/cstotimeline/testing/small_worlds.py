"""Strategies for histories of an organization: small worlds whose every choice of days can be enumerated.

Events get coarse dates of mixed precision inside a few weeks, such that all choices together number at most
a budget. Links lead somewhere, and named predecessors contradict no date, because each event has a day of its own
on which it truly happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, get_args

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced, Outcome
from cstotimeline.core.events.citations import TIERS, Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Office, TakesOffice
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.any_kind import events as any_event
from cstotimeline.testing.organizations import FIRST_RECORDED, Organization

BUDGET = 400
"""How many choices of days a history may allow, corrections not counted twice."""

EXACT = ("2020-01-29", "2020-01-30", "2020-01-31", "2020-02-01", "2020-02-02")
TIMED = ("2020-01-30T09:00:00", "2020-01-31T09:00:00", "2020-01-31T12:30:00+05:00", "2020-02-01T00:30:00Z")
COARSE = (
    *("2020-01-3X", "2020-01-3X~", "2020-02-0X", "2020-01-2X", "2020-02-0X?"),
    *("2020-02", "2020-01", "2020-01%", "2020", "2020-XX-31"),
)
WINDOW = EXACT + TIMED + COARSE
"""The dates that events have: from one day to one year, all around the end of January 2020."""

DAYS = tuple(date(2020, 1, 28) + timedelta(days=n) for n in range(8))
"""The days at which to ask: those of the window, where nearly all dates meet."""

_COMMON = tuple(field.name for field in attrs.fields(Event))
_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@attrs.frozen(kw_only=True)
class Shape:
    """What a history may hold: at ``least`` and at ``most`` so many events of ``kinds`` (all kinds of the
    ``organization`` unless given), dated by ``dates``.

    The switches add what they name: ``after`` named earlier events, ``predecessors`` named earlier stewards of the
    club, ``rivals`` claims, ``disclosed`` dates of disclosure. ``amendments`` and ``announcements`` say how many of
    them at most.
    """

    organization: Organization = club.CLUB
    kinds: tuple[type[Event], ...] = ()
    dates: tuple[str, ...] = WINDOW
    most: int = 4
    least: int = 0
    budget: int = BUDGET
    after: bool = True
    predecessors: bool = False
    rivals: bool = True
    disclosed: bool = False
    amendments: int = 0
    announcements: int = 0

    def event(self, kind: type[Event], **common: Any) -> st.SearchStrategy[Event]:
        """Return a strategy for events of ``kind`` with the fields of every event as given."""
        pins = {"after": (), "claim": "", "rank": "normal", "zone": "", "note": ""}
        own = self.organization.pins.get(kind, {})
        return any_event(kind, using=self.organization.using, **{**pins, **own, **common})


STEWARDS = Shape(kinds=(club.StewardTook, club.StewardLeft, club.StewardMissing))
MEMBERS = Shape(kinds=(club.MemberJoined, club.MemberSuspended, club.MemberLeft))


def span_days(text: str) -> int:
    """Return on how many days a date may fall."""
    when = PartialDate.parse(text)
    return when.last_ordinal - when.first_ordinal + 1


def affordable(shape: Shape, budget: int) -> st.SearchStrategy[str]:
    """Return a strategy for dates that fall on at most ``budget`` days."""
    return st.sampled_from([text for text in shape.dates if span_days(text) <= budget])


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
        budget //= span_days(text)
        event = draw(one_event(shape, f"e{number}", text))
        bounds = event.effective
        true_day[event.id] = draw(st.integers(bounds.first_ordinal, bounds.last_ordinal))
        events.append(event)
    if shape.after:
        events = [draw(_following(event, events, true_day)) for event in events]
    if shape.predecessors:
        events = [draw(_succeeding(event, events, true_day)) for event in events]
    assume(_chained(shape.organization, events, true_day))
    for number in range(draw(st.integers(0, shape.announcements))):
        events += draw(announced(shape, f"a{number}", budget, events))
    for number in range(draw(st.integers(0, shape.amendments)) if events else 0):
        amendment = draw(amendment_of(shape, f"z{number}", events, budget))
        if isinstance(amendment, EventCorrected):
            budget = max(budget // span_days(amendment.replacement.effective.text), 1)
        events.append(amendment)
    return tuple(events)


def _kinds(shape: Shape) -> st.SearchStrategy[tuple[type[Event], ...]]:
    """Return a strategy for the kinds of one history: all of them, or those of one projection, so that events meet."""
    every = shape.kinds or shape.organization.kinds
    of_one = [
        tuple(kind for kind in every if issubclass(kind, projection.kinds))
        for projection in shape.organization.projections
    ]
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


@st.composite
def one_event(draw: st.DrawFn, shape: Shape, name: str, text: str) -> Event:
    """Draw an event with the id ``name`` that takes effect on the date ``text``."""
    kind = draw(st.sampled_from(shape.kinds or shape.organization.kinds))
    effective = PartialDate.parse(text)
    fields: dict[str, Any] = {
        "id": name,
        "sources": (draw(_sources(name)),),
        "occurred": effective,
        "effective": effective,
        "disclosed": PartialDate.UNKNOWN,
    }
    if draw(st.booleans()):
        fields["occurred"] = _moved(effective, -draw(st.integers(0, 3)))
    if shape.disclosed and draw(st.booleans()):
        fields["disclosed"] = _moved(effective, draw(st.integers(0, 4)))
    if shape.rivals and draw(st.integers(0, 3)) == 0:
        fields |= {
            "claim": "who was it",
            "rank": draw(st.sampled_from(["normal", "preferred", "deprecated"])),
        }
    return draw(shape.event(kind, **fields))


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
def announced(draw: st.DrawFn, shape: Shape, name: str, budget: int, events: Sequence[Event]) -> list[Event]:
    """Draw the announcement ``name`` of an event, perhaps with what became of it."""
    text = draw(affordable(shape, budget))
    expected = draw(one_event(attrs.evolve(shape, rivals=False, disclosed=False), name, text))
    page = draw(_sources(name))
    made = EventAnnounced(id=name, occurred=draw(_day()), sources=(page,), expects=expected)
    if not draw(st.booleans()):
        return [made]
    outcome = draw(st.sampled_from(_OUTCOMES))
    by = [event.id for event in events if event.id.startswith("e")][:1] or [name]
    settled = AnnouncementSettled(
        id=f"{name}-settled",
        occurred=draw(_day()),
        sources=(page,),
        announcement=name,
        outcome=outcome,
        by=tuple(by) if outcome in ("fulfilled", "changed") else (),
    )
    return [made, settled]


def _day() -> st.SearchStrategy[PartialDate]:
    return st.integers(0, 4).map(lambda days: PartialDate.of(date(2020, 1, 29) + timedelta(days=days)))


def _moved(when: PartialDate, days: int) -> PartialDate:
    """Return a day some days from the first day that ``when`` may mean."""
    return PartialDate.of(date.fromordinal(when.first_ordinal + days))


@st.composite
def _sources(draw: st.DrawFn, name: str) -> Citation:
    published = draw(st.sampled_from([PartialDate.UNKNOWN, *map(PartialDate.parse, EXACT[:2])]))
    return Citation(publisher=f"page on {name}", tier=draw(st.sampled_from(TIERS)), published=published)


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


def _earlier(event: Event, events: Sequence[Event], true_day: dict[str, int]) -> list[Event]:
    mine = (true_day[event.id], event.id)
    return [other for other in events if (true_day[other.id], other.id) < mine]


@st.composite
def amendment_of(draw: st.DrawFn, shape: Shape, name: str, events: Sequence[Event], budget: int) -> Event:
    """Draw a correction or a retraction of one of ``events``, which may be one itself."""
    target = draw(st.sampled_from(events))
    fields: dict[str, Any] = {
        "id": name,
        "occurred": draw(_day()),
        "sources": (draw(_sources(name)),),
        "target": target.id,
        "reason": "it was otherwise",
    }
    if draw(st.booleans()):
        return EventRetracted(**fields)
    by_id = {event.id: event for event in events}
    while isinstance(target, EventCorrected | EventRetracted):
        target = by_id[target.target]
    if isinstance(target, EventAnnounced | AnnouncementSettled):
        return EventRetracted(**fields)
    return EventCorrected(**fields, replacement=draw(_replacement(shape, target, events, budget)))


@st.composite
def _replacement(draw: st.DrawFn, shape: Shape, wrong: Event, events: Iterable[Event], budget: int) -> Event:
    """Return what ``wrong`` should have said: another date first of all; its predecessors stay."""
    linked = bool(wrong.after) or any(wrong.id in event.after for event in events)
    if linked or draw(st.integers(0, 3)) == 0:
        common = {name: getattr(wrong, name) for name in _COMMON}
        return draw(shape.event(type(wrong), **common))
    text = draw(affordable(shape, budget))
    return attrs.evolve(draw(one_event(shape, wrong.id, text)), sources=wrong.sources)


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
    """Draw the records of a log that took events in the order given, some at one instant."""
    records: list[Record] = []
    instant = FIRST_RECORDED
    for position, event in enumerate(events, 1):
        instant = instant.add(hours=draw(st.sampled_from([0, 1, 24])))
        records.append(Record(position=position, recorded=instant, event=event))
    return tuple(records)


def questions() -> st.SearchStrategy[date]:
    """Return a strategy for the days at which to ask."""
    return st.sampled_from(DAYS)


def window_around(events: Sequence[Event], length: int = 4) -> st.SearchStrategy[tuple[date, ...]]:
    """Return a strategy for so many days in a row, on some of which one of ``events`` takes effect."""

    def days(event: Event, back: int) -> tuple[date, ...]:
        first = max(event.effective.first_ordinal - back, 1)
        last = min(first + length, date.max.toordinal() + 1)
        return tuple(date.fromordinal(n) for n in range(first, last))

    return st.builds(days, st.sampled_from(events), st.integers(0, length - 1))
