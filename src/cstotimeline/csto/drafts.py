"""Drafts: events to append, and what a curator should know before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from cstotimeline.core.codec.changed_fields import changed_fields
from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.events.amendments import AMENDMENTS, EventCorrected
from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.core.events.references import nested_in, references_in
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import now
from cstotimeline.core.rules.effect_rules import effect_rules
from cstotimeline.core.rules.rule import Finding
from cstotimeline.csto.aspects import ASPECTS
from cstotimeline.csto.changed_answers import changed_answers
from cstotimeline.csto.draft_faults import persons_in
from cstotimeline.csto.kinds import PROJECTIONS
from cstotimeline.csto.people import people
from cstotimeline.csto.places import places
from cstotimeline.csto.rules import RULES, checked_history

FIRST_YEAR, YEARS_AHEAD, DAYS_NEAR = 1990, 5, 3


@attrs.frozen(kw_only=True)
class Review:
    """What appending a draft would do.

    Attributes:
        new: the events that the log does not hold yet.
        known: the ids of those that it holds.
        corrections: what corrections change, field by field, one a line.
        doubts: remarks that do not stop the draft: a possible duplicate, a person who is not in the vocabulary.
        findings: the rules that would newly be broken.
        changes: the answers that would change, one a line.
        errors: those of the findings for which the draft is refused unless told otherwise: rules of severity ``error``
            that nobody explained and that an event of the draft breaks; none where the log was empty.
    """

    new: tuple[Event, ...]
    known: tuple[str, ...]
    corrections: tuple[str, ...]
    doubts: tuple[str, ...]
    findings: tuple[Finding, ...]
    changes: tuple[str, ...]
    errors: tuple[Finding, ...] = ()


def reviewed(records: Records, draft: Sequence[Event], codec: Codec) -> Review:
    """Return what appending ``draft`` to ``records`` would do; nothing is appended."""
    held = records.events
    new = tuple(event for event in draft if event.id not in held)
    before, after = ResolvedEvents(held.values()), ResolvedEvents([*held.values(), *new])
    rules = (*RULES, *effect_rules(PROJECTIONS, ASPECTS))
    old = {(finding.key, finding.message) for finding in checked_history(before, rules)}
    touched = {event.id for event in new} | {
        name for event in new for sort, name in references_in(event) if sort
    }
    findings = tuple(
        finding
        for finding in checked_history(after, rules)
        if (finding.key, finding.message) not in old
        and (finding.severity != "note" or touched.intersection(finding.events))
    )
    return Review(
        new=new,
        known=tuple(event.id for event in draft if event.id in held),
        corrections=tuple(line for event in new for line in _corrected(event, before, codec)),
        doubts=tuple(doubt for event in new for doubt in _doubts(event, records)),
        findings=findings,
        changes=tuple(changed_answers(before, after)),
        errors=tuple(
            one
            for one in findings
            if held and one.severity == "error" and not one.reason and touched.intersection(one.events)
        ),
    )


def _corrected(event: Event, before: ResolvedEvents, codec: Codec) -> Iterator[str]:
    """Yield what a correction changes in an event of the log, field by field."""
    if isinstance(event, EventCorrected):
        was = before.listed.get(event.replacement.id) or before.given.get(event.replacement.id)
        lines = list(changed_fields(codec, was, event.replacement)) if was is not None else []
        yield from (f"{event.replacement.id}: {line}" for line in lines or ["nothing changes"])


def _doubts(event: Event, records: Records) -> Iterator[str]:
    for other in records.events.values():
        if type(other) is type(event) and _same_core(event, other) and _days_apart(event, other) <= DAYS_NEAR:
            yield f"{event.id}: looks like {other.id}; if it is the same, add the source by a correction"
    for said in nested_in(event):
        for _, spelt in persons_in(said):
            if people().get(spelt) is None:
                yield f"{event.id}: {spelt} is not in the vocabulary yet; add the person to people.json"
        place = getattr(said, "place", "")
        if place and isinstance(place, str):
            known = places().get(place)
            if known is None:
                yield f"{event.id}: the place {place} is not in the vocabulary; compare its spelling with places.json"
            elif known.name != place:
                yield f"{event.id}: the place {place} is another spelling of {known.name}"
        yield from (f"{event.id}: {remark}" for remark in _unlikely(said))
    if not isinstance(event, (*AMENDMENTS, CoverageDeclared)) and not any(c.isdecimal() for c in event.id):
        yield f"{event.id}: the id says no date; write one such as presidency-2019-11-28-russia"


def _unlikely(event: Event) -> Iterator[str]:
    """Yield what is unlikely about one event: its years, sources older than what they are cited for, nobody named."""
    first, last = event.effective.first_ordinal, event.effective.last_ordinal
    today = now().date()
    if first < date(FIRST_YEAR, 1, 1).toordinal():
        yield f"{event.effective} is before {FIRST_YEAR}"
    if last > today.toordinal() + 366 * YEARS_AHEAD:
        yield f"{event.effective} is more than {YEARS_AHEAD} years ahead"
    if not isinstance(event, (*AMENDMENTS, *ABOUT_EXPECTATIONS, CoverageDeclared)):
        for source in event.sources:
            if source.published.is_date and source.published.last_ordinal < event.occurred.first_ordinal:
                yield f"{source.publisher} of {source.published} is older than what it is cited for"
    if event.kind.endswith(("_elected", "_took_office")) and getattr(event, "person", "") == "":
        yield "names no person"


def _days_apart(one: Event, other: Event) -> int:
    """Return how many days lie between the first days of two events; none where their dates are written alike."""
    if one.occurred.text == other.occurred.text:
        return 0
    if not (one.occurred.is_exact and other.occurred.is_exact):
        return DAYS_NEAR + 1
    return abs(one.occurred.first_ordinal - other.occurred.first_ordinal)


def _same_core(one: Event, other: Event) -> bool:
    names = [name for name in own_fields(type(one)) if isinstance(getattr(one, name), str)]
    filled = [name for name in names if getattr(one, name) and getattr(other, name)]
    return bool(filled) and all(getattr(one, name) == getattr(other, name) for name in filled[:2])
