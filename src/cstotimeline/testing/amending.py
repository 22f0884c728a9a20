"""Strategies for what is said about events: announcements and what became of them, corrections, retractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, get_args

import attrs
from hypothesis import strategies as st

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import CAME, AnnouncementSettled, EventAnnounced, Outcome
from cstotimeline.core.events.citations import TIERS, Citation
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event, field_names
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing.declarations import declarations
from cstotimeline.testing.shapes import (
    EXACT,
    Shape,
    affordable,
    coarse_days,
    moved,
    statement_days,
)

_COMMON = field_names(Event)
_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@st.composite
def one_event(draw: st.DrawFn, shape: Shape, name: str, text: str) -> Event:
    """Draw an event with the id ``name`` that takes effect on the date ``text``."""
    kind = draw(st.sampled_from(shape.kinds or shape.organization.kinds))
    effective = PartialDate.parse(text)
    fields: dict[str, Any] = {
        "id": name,
        "sources": (draw(pages(shape, name)),),
        "occurred": effective,
        "effective": effective,
        "disclosed": PartialDate.UNKNOWN,
    }
    if draw(st.booleans()):
        fields["occurred"] = moved(effective, -draw(st.integers(0, 3)))
    if shape.disclosed and draw(st.booleans()):
        later = st.integers(0, 4).map(lambda days: moved(effective, days))
        fields["disclosed"] = draw(later | coarse_days() if shape.coarse_clocks else later)
    if shape.rivals and draw(st.integers(0, 3)) == 0:
        fields |= {
            "claim": "who was it",
            "rank": draw(st.sampled_from(["normal", "preferred", "deprecated"])),
        }
    return draw(shape.event(kind, **fields))


@st.composite
def pages(draw: st.DrawFn, shape: Shape, name: str) -> Citation:
    """Draw the source of the event ``name``: no two events share one."""
    texts = [*EXACT[:2], *(("2020-01", "2020", "2020-01-3X") if shape.coarse_clocks else ())]
    published = draw(st.sampled_from([PartialDate.UNKNOWN, *map(PartialDate.parse, texts)]))
    return Citation(publisher=f"page on {name}", tier=draw(st.sampled_from(TIERS)), published=published)


@st.composite
def announced(draw: st.DrawFn, shape: Shape, name: str, budget: int, events: Sequence[Event]) -> list[Event]:
    """Draw the announcement ``name`` of an event, perhaps with what became of it."""
    text = draw(affordable(shape, budget))
    expected = draw(one_event(attrs.evolve(shape, rivals=False, disclosed=False), name, text))
    page = draw(pages(shape, name))
    made = EventAnnounced(id=name, occurred=draw(statement_days(shape)), sources=(page,), expects=expected)
    if not draw(st.booleans()):
        return [made]
    outcome = draw(st.sampled_from(_OUTCOMES))
    by = [event.id for event in events if event.id.startswith("e")][:1] or [name]
    settled = AnnouncementSettled(
        id=f"{name}-settled",
        occurred=draw(statement_days(shape)),
        sources=(page,),
        announcement=name,
        outcome=outcome,
        by=tuple(by) if outcome in CAME else (),
    )
    return [made, settled]


@st.composite
def amendment_of(draw: st.DrawFn, shape: Shape, name: str, events: Sequence[Event], budget: int) -> Event:
    """Draw a correction or a retraction of one of ``events``, which may be one itself."""
    target = draw(st.sampled_from(events))
    fields: dict[str, Any] = {
        "id": name,
        "occurred": draw(statement_days(shape)),
        "sources": (draw(pages(shape, name)),),
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
    if isinstance(wrong, CoverageDeclared):
        return draw(declarations(wrong.id, aspects_of(shape)))
    linked = bool(wrong.after) or any(wrong.id in event.after for event in events)
    if linked or draw(st.integers(0, 3)) == 0:
        common = {name: getattr(wrong, name) for name in _COMMON}
        return draw(shape.event(type(wrong), **common))
    text = draw(affordable(shape, budget))
    return attrs.evolve(draw(one_event(shape, wrong.id, text)), sources=wrong.sources)


def aspects_of(shape: Shape) -> list[str]:
    """Return the names of what can be asked of the organization, for which coverage may be declared."""
    return [projection.name for projection in shape.organization.projections]
