"""What many tests build: events of the club in few words, records, and everything that a timeline can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from typing import Any
from unittest.mock import patch

import attrs
import pendulum
import pytest

from cstotimeline.core.errors import EventError
from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold import state_history
from cstotimeline.core.fold.possible_states import FEW_EVENTS, MAX_WALKS, OverlappingGroup
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.testing import club
from cstotimeline.testing.shapes import DAYS

PAGE = (Citation(publisher="a page"),)
NOON = pendulum.datetime(2026, 11, 21, 12)
WINDOW = f"{DAYS[0]}/{DAYS[-1]}"


def took(name: str, when: str, **fields: Any) -> club.StewardTook:
    """Return the event ``name``, by which a steward takes office; unless ``holder`` is given it has that name."""
    given: dict[str, Any] = {"holder": name.capitalize(), "sources": PAGE, **fields}
    return club.StewardTook(id=name, occurred=PartialDate.parse(when), **given)


def left(name: str, when: str, holder: str, **fields: Any) -> club.StewardLeft:
    """Return the event ``name``, by which ``holder`` stops being steward."""
    given: dict[str, Any] = {"holder": holder, "sources": PAGE, **fields}
    return club.StewardLeft(id=name, occurred=PartialDate.parse(when), **given)


def missing(name: str, when: str, reason: str, **fields: Any) -> club.StewardMissing:
    """Return the event ``name``, from which on there is no steward for a ``reason``."""
    given: dict[str, Any] = {"reason": reason, "sources": PAGE, **fields}
    return club.StewardMissing(id=name, occurred=PartialDate.parse(when), **given)


def joined(name: str, when: str = "2020-01", **fields: Any) -> club.MemberJoined:
    """Return the event ``name``, by which a member joins; unless ``member`` is given it has that name."""
    given: dict[str, Any] = {"member": name.capitalize(), "sources": PAGE, **fields}
    return club.MemberJoined(id=name, occurred=PartialDate.parse(when), **given)


def carried(name: str, when: str, **fields: Any) -> club.MotionCarried:
    """Return the event ``name``, by which a motion of that name is carried."""
    given: dict[str, Any] = {"motion": name, "sources": PAGE, **fields}
    return club.MotionCarried(id=name, occurred=PartialDate.parse(when), **given)


def announced(name: str, expects: Event, when: str = "2019-01-01", **fields: Any) -> EventAnnounced:
    """Return the announcement ``name`` of an event."""
    given: dict[str, Any] = {"sources": PAGE, **fields}
    return EventAnnounced(id=name, occurred=PartialDate.parse(when), expects=expects, **given)


def settled(name: str, announcement: str, when: str = "2020-02", **fields: Any) -> AnnouncementSettled:
    """Return what became of an announcement: it was cancelled, unless ``outcome`` is given."""
    given: dict[str, Any] = {"outcome": "cancelled", "sources": PAGE, **fields}
    return AnnouncementSettled(id=name, occurred=PartialDate.parse(when), announcement=announcement, **given)


def corrected(name: str, when: str, replacement: Event, **fields: Any) -> EventCorrected:
    """Return the correction ``name``: of the event whose id ``replacement`` bears, unless ``target`` is given."""
    given: dict[str, Any] = {
        "target": replacement.id,
        "sources": PAGE,
        "reason": "it was otherwise",
        **fields,
    }
    return EventCorrected(id=name, occurred=PartialDate.parse(when), replacement=replacement, **given)


def retracted(name: str, when: str, target: str, **fields: Any) -> EventRetracted:
    """Return the retraction ``name`` of the event ``target``."""
    given: dict[str, Any] = {"sources": PAGE, "reason": "it was not so", **fields}
    return EventRetracted(id=name, occurred=PartialDate.parse(when), target=target, **given)


def declared(name: str, stretch: str, when: str = "2026-11-21", **fields: Any) -> CoverageDeclared:
    """Return the declaration ``name``: the steward was looked through for a period, unless ``aspect`` is given."""
    period = Period.of(stretch)
    first, last = (period.start.first_ordinal, period.end.last_ordinal)
    given: dict[str, Any] = {
        "aspect": "steward",
        "since": PartialDate.of_ordinal(first) if period.start.is_date else period.start,
        "through": PartialDate.of_ordinal(last),
        "sources": PAGE,
        **fields,
    }
    return CoverageDeclared(id=name, occurred=PartialDate.parse(when), **given)


def record(event: Event, *, position: int = 1, recorded: pendulum.DateTime = NOON) -> Record:
    """Return the record of an event: the first of a log, made at noon, unless told otherwise."""
    return Record(position=position, recorded=recorded, event=event)


def by_id(*events: Event) -> dict[str, Event]:
    """Return events by their ids."""
    return {event.id: event for event in events}


def limited(
    *, max_walks: int = MAX_WALKS, few_events: int = FEW_EVENTS
) -> AbstractContextManager[Callable[..., Any]]:
    """Return a context in which possible states are looked for within these limits of :class:`OverlappingGroup`."""
    group = partial(OverlappingGroup, max_walks=max_walks, few_events=few_events)
    return patch.object(state_history, "OverlappingGroup", group)


@attrs.frozen
class Done:
    """What a run of the command left: its exit status, what it printed, what it said on standard error."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]
"""Runs the command line with arguments, in this process."""


def faults_of(cls: type, **fields: Any) -> tuple[str, ...]:
    """Return the faults with which building ``cls`` fails, as texts."""
    with pytest.raises(EventError) as caught:
        cls(**fields)
    return tuple(str(fault) for fault in caught.value.faults)


def questions_of(timeline: Timeline) -> dict[str, Question[Any]]:
    """Return everything that can be asked of the club, by name."""
    asked: dict[str, Question[Any]] = {"members": club.members(timeline)}
    for name, projection in timeline.projections.items():
        if projection.key is None:
            asked[name] = timeline[name]
        else:
            asked |= {f"{name} of {key}": timeline[name][key] for key in timeline[name]}
    return asked


def every_answer(timeline: Timeline, days: Iterable[date] = DAYS) -> dict[str, Any]:
    """Return all answers about the club on ``days``, and its spells over the window, by the question."""
    found: dict[str, Any] = {}
    for name, question in questions_of(timeline).items():
        found |= {f"{name} on {day}": question.at(day) for day in days}
        spells = question.during(WINDOW)
        found[f"{name} during"] = [(spell.spell, spell) for spell in spells]
    return found


def without_loose_ends(events: Sequence[Event]) -> list[Event]:
    """Return ``events`` without those about others that are not among them, which no timeline would take."""
    names = {event.id for event in events}
    kept = [event for event in events if getattr(event, "target", event.id) in names]
    return kept if len(kept) == len(events) else without_loose_ends(kept)
