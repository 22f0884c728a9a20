"""Selections: every choice of which events count that the dates of statements leave open.

A coarse date leaves open whether a statement was public under ``known=``, which of two corrections is the later one,
and which of two rivals has the newer source. Each way to decide all of that is one selection of events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import product
from typing import Any

import attrs

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing.oracle.calendar import (
    Positions,
    days_of,
    epoch_of,
    first,
    last,
    second_of_day,
    seconds_of,
    seconds_of_event,
    up_to,
)
from cstotimeline.testing.oracle.worlds import TooManyWorlds

Choose = Callable[[Sequence[Event]], Event]
"""A rule that picks, of rivals sorted by id, the one that counts."""

MOST_UNDECIDED = 9
"""The most statements of which it may be open whether they were public."""

_AMENDMENTS = (EventCorrected, EventRetracted)
_EXPECTATIONS = (EventAnnounced, AnnouncementSettled)
_TIERS = ("official", "agency", "press", "research", "reference")
_RANKS = ("preferred", "normal", "deprecated")


@attrs.frozen
class Statement:
    """An event that counts, with its possible days, and its possible seconds."""

    event: Event
    days: Positions
    seconds: Positions


@attrs.frozen
class Selection:
    """One choice of the events that count, by id."""

    statements: Mapping[str, Statement]

    @property
    def events(self) -> dict[str, Event]:
        """Return the events alone."""
        return {name: statement.event for name, statement in self.statements.items()}


def selections(
    events: Sequence[Event], *, known: date | None, expecting: bool, choose: Choose | None
) -> list[Selection]:
    """Return every selection that the dates allow, each once; the first is the canonical one.

    In the canonical one a statement counts that surely was public, and no other.

    Raises:
        TooManyWorlds: of more than :data:`MOST_UNDECIDED` statements it is open whether they were public.
    """
    sure = [event for event in events if was_public(event, known) is True]
    open_ = [event for event in events if was_public(event, known) is None]
    if len(open_) > MOST_UNDECIDED:
        raise TooManyWorlds(f"{len(open_)} statements of which it is open whether they were public")
    found: dict[frozenset[tuple[str, Statement]], Selection] = {}
    for flags in product((False, True), repeat=len(open_)):
        shown = [event for event, is_shown in zip(open_, flags, strict=True) if is_shown]
        visible = [*sure, *shown]
        limited = {event.id: known for event in shown if known is not None}
        for said in standings(visible, limited):
            for counting in _winners(said.values(), choose):
                selection = _selection(counting, expecting, {e.id: e for e in visible}, limited)
                found.setdefault(frozenset(selection.statements.items()), selection)
    return list(found.values())


def was_public(event: Event, known: date | None) -> bool | None:
    """Return whether an event was public by the end of a day, or by an instant; None where that is open."""
    if known is None:
        return True
    if isinstance(known, datetime):
        positions, limit = seconds_of(*_disclosure(event)), epoch_of(known)
    else:
        positions, limit = _disclosure(event)[2], known.toordinal()
    if last(positions) <= limit:
        return True
    return False if first(positions) > limit else None


def _disclosure(event: Event) -> tuple[Any, str, Positions]:
    said = event.disclosed if days_of(event.disclosed) else event.occurred
    return said, event.zone, days_of(said)


def _is_public_from_its_effect(event: Event) -> bool:
    """Return whether the day on which an event takes effect is, by what it says, the day from which it is public."""
    return not days_of(event.disclosed) and event.effective.text == event.occurred.text


def _placed(event: Event, known: date | None) -> Statement:
    """Return an event with its possible days and seconds, of which none is after ``known`` if it is given."""
    days = _days_by(event.effective, event.zone, known)
    if isinstance(known, datetime):
        return Statement(event, days, up_to(seconds_of_event(event), epoch_of(known)))
    return Statement(event, days, seconds_of(event.effective, event.zone, days))


def _days_by(when: PartialDate, zone: str, known: date | None) -> Positions:
    """Return the days that a date may mean, without those that begin after ``known`` if it is given."""
    days = days_of(when)
    if known is None:
        return days
    if not isinstance(known, datetime):
        return up_to(days, known.toordinal())
    begins = {n: first(seconds_of(when, zone, (range(n, n + 1),))) for run in days for n in run}
    return up_to(days, max(n for n, second in begins.items() if second <= epoch_of(known)))


def _selection(
    counting: Mapping[str, Event],
    expecting: bool,  # noqa: FBT001
    visible: Mapping[str, Event],
    limited: Mapping[str, date],
) -> Selection:
    """Return the events of the world among those that count; those known from their effect were so by ``limited``."""
    happened = [event for event in counting.values() if not isinstance(event, _EXPECTATIONS)]
    if expecting:
        settled = {e.announcement for e in counting.values() if isinstance(e, AnnouncementSettled)}
        announced = [e for e in counting.values() if isinstance(e, EventAnnounced)]
        happened += [e.expects for e in announced if e.id not in settled]
    found: dict[str, Statement] = {}
    for event in happened:
        own = visible.get(event.id) == event and _is_public_from_its_effect(event)
        found[event.id] = _placed(event, limited.get(event.id) if own else None)
    return Selection(dict(sorted(found.items())))


def standings(
    events: Iterable[Event], limited: Mapping[str, date] | None = None
) -> Iterator[dict[str, Event]]:
    """Yield what counts after corrections and retractions, by id, for each choice of the latest corrections.

    The first choice is the canonical one. A correction in ``limited`` was public by the day or instant given there.
    """
    every = {event.id: event for event in events}
    every = {name: event for name, event in every.items() if _leads_somewhere(event, every)}
    counts = _not_retracted(every)
    proposals: dict[str, list[EventCorrected]] = {}
    for name in counts:
        event = every[name]
        if isinstance(event, EventCorrected):
            proposals.setdefault(event.target, []).append(event)
    targets = sorted(proposals)
    options = [_possibly_latest(proposals[target], limited or {}) for target in targets]
    for chosen in product(*options):
        latest = dict(zip(targets, chosen, strict=True))
        yield {
            name: _said(every[name], latest) for name in counts if not isinstance(every[name], _AMENDMENTS)
        }


def _not_retracted(every: Mapping[str, Event]) -> list[str]:
    """Return the ids of what no retraction that counts itself is about, read from the last amendment to the event."""
    waiting, undone, counts = dict(every), set[str](), list[str]()
    while waiting:
        targets = {event.target for event in waiting.values() if isinstance(event, _AMENDMENTS)}
        event = waiting.pop(next(name for name in waiting if name not in targets))
        if event.id in undone:
            continue
        counts.append(event.id)
        if isinstance(event, EventRetracted):
            undone.add(event.target)
    return [name for name in every if name in counts]


def _said(event: Event, latest: Mapping[str, EventCorrected]) -> Event:
    """Return what an event says, or what a correction puts in its place, after the latest corrections of either."""
    correction = latest.get(event.id)
    if correction is not None:
        return _said(correction, latest)
    return event.replacement if isinstance(event, EventCorrected) else event


def _possibly_latest(
    corrections: Sequence[EventCorrected], limited: Mapping[str, date]
) -> list[EventCorrected]:
    """Return the corrections of one target of which each may be the latest; the canonical one first.

    One may be the latest if it is so where it was made on its last possible day, and the others on their first.
    """
    days = {one.id: _days_made(one, limited.get(one.id)) for one in corrections}

    def key(one: EventCorrected, day: int) -> tuple[int, float, str]:
        return (day, second_of_day(one.occurred), one.id)

    def canonical(one: EventCorrected) -> tuple[int, int, float, str]:
        made = days_of(one.occurred)
        return (first(made), last(made), second_of_day(one.occurred), one.id)

    found = [
        one
        for one in corrections
        if all(
            key(one, last(days[one.id])) > key(other, first(days[other.id]))
            for other in corrections
            if other is not one
        )
    ]
    return sorted(found, key=canonical, reverse=True)


def _days_made(correction: EventCorrected, known: date | None) -> Positions:
    """Return the possible days of a correction, no later than ``known`` where it is public from its own day."""
    is_public_later = bool(days_of(correction.disclosed))
    return _days_by(correction.occurred, correction.zone, None if is_public_later else known)


def _leads_somewhere(event: Event, events: Mapping[str, Event]) -> bool:
    while isinstance(event, _AMENDMENTS):
        if event.target not in events:
            return False
        event = events[event.target]
    return True


def standing(events: Iterable[Event]) -> dict[str, Event]:
    """Return what counts after corrections and retractions, by id, of several corrections by the canonical rule."""
    return next(standings(events))


def counting(events: Iterable[Event], choose: Choose | None = None) -> dict[str, Event]:
    """Return the events that count, by id: corrected, not retracted, and preferred among their rivals."""
    return next(_winners(standing(events).values(), choose))


def _winners(said: Iterable[Event], rule: Choose | None) -> Iterator[dict[str, Event]]:
    """Yield the events that win their claims, by id, for each choice of rivals that their sources leave open."""
    claims: dict[str, list[Event]] = {}
    for event in said:
        claims.setdefault(event.claim or f"only {event.id}", []).append(event)
    rivals = [sorted(group, key=lambda e: e.id) for group in claims.values()]
    options = [[rule(group)] if rule else _possibly_chosen(group) for group in rivals]
    for chosen in product(*options):
        yield {event.id: event for event in chosen}


def choose(rivals: Sequence[Event]) -> Event:
    """Return the rival that counts: highest rank, nearest source, newest source (by its last day), then first id."""
    return min(rivals, key=lambda event: (*_merit(event), -_newest(event)[1], event.id))


def _merit(event: Event) -> tuple[int, int]:
    return _RANKS.index(event.rank), min(_TIERS.index(source.tier) for source in event.sources)


def _newest(event: Event) -> tuple[int, int]:
    """Return between which days the newest source of an event was published; 0 for sources without a date."""
    days = [positions for source in event.sources if (positions := days_of(source.published))]
    return max(map(first, days), default=0), max(map(last, days), default=0)


def _possibly_chosen(rivals: Sequence[Event]) -> list[Event]:
    """Return the rivals of which each may be the one that counts; the canonical one first."""
    best = min(map(_merit, rivals))
    alike = [event for event in rivals if _merit(event) == best]
    found = [
        event
        for event in alike
        if all(
            (-_newest(event)[1], event.id) < (-_newest(other)[0], other.id)
            for other in alike
            if other is not event
        )
    ]
    return [choose(rivals), *(event for event in found if event is not choose(rivals))]
