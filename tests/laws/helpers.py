"""What several laws need: events in few words, and everything that a timeline of the club can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.small_worlds import DAYS

PAGE = (Citation(publisher="a page"),)
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


def questions_of(timeline: Timeline) -> dict[str, Question[Any]]:
    """Return everything that can be asked of the club, by name."""
    asked: dict[str, Question[Any]] = {"members": club.members(timeline)}
    for name, projection in timeline.projections.items():
        if projection.key is None:
            asked[name] = timeline[name]
        else:
            asked |= {f"{name} of {key}": timeline[name][key] for key in timeline[name].keys}
    return asked


def every_answer(timeline: Timeline, days: Iterable[date] = DAYS) -> dict[str, Any]:
    """Return all answers about the club on ``days``, and its spells over the window, by the question."""
    found: dict[str, Any] = {}
    for name, question in questions_of(timeline).items():
        found |= {f"{name} on {day}": question.at(day) for day in days}
        spells = question.during(WINDOW)
        found[f"{name} during"] = [(spell.spell, spell) for spell in spells]
    return found


def certain_holder(timeline: Timeline, day: str) -> str:
    """Return the steward's name, and a question mark where that is not certain."""
    answer = timeline["steward"].at(day)
    return f"{answer.label}{'' if answer.certain else '?'}"


def without_loose_ends(events: Sequence[Event]) -> list[Event]:
    """Return ``events`` without those about others that are not among them, which no timeline would take."""
    names = {event.id for event in events}
    kept = [event for event in events if getattr(event, "target", event.id) in names]
    return kept if len(kept) == len(events) else without_loose_ends(kept)
