"""Drafts: events that are to be appended, and what a curator should know before they are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, UnknownName, shown
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.core.fold.office import OfficeState
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.log.log import Records
from cstotimeline.core.rules.rule import Finding
from cstotimeline.csto.kinds import PROJECTIONS
from cstotimeline.csto.people import find_person
from cstotimeline.csto.rules import checked_history

PERSON_FIELDS = ("person", "chairperson", "commander")


@attrs.frozen(kw_only=True)
class Review:
    """What appending a draft would do.

    Attributes:
        new: the events that the log does not hold yet.
        known: the ids of those that it holds.
        doubts: remarks that forbid nothing: a possible double, a person who is not in the vocabulary.
        findings: the rules that would newly be broken.
        changes: the answers that would change, one a line.
    """

    new: tuple[Event, ...]
    known: tuple[str, ...]
    doubts: tuple[str, ...]
    findings: tuple[Finding, ...]
    changes: tuple[str, ...]


def spelling_faults(event: Event) -> Iterator[Fault]:
    """Yield a fault for each person who is not written as this log spells them."""
    for name in PERSON_FIELDS:
        spelt = getattr(event, name, "")
        if not isinstance(spelt, str) or not spelt:
            continue
        try:
            person = find_person(spelt)
        except UnknownName:
            continue
        if person.name != spelt:
            what = f"another spelling of {person.name}, got {shown(spelt)}"
            yield Fault(where=f"{event.id} {name}", what=what, remedy=f"write {person.name}")


def reviewed(records: Records, draft: Sequence[Event]) -> Review:
    """Return what appending ``draft`` to ``records`` would do; nothing is appended."""
    held = records.events
    new = tuple(event for event in draft if event.id not in held)
    before, after = ResolvedEvents(held.values()), ResolvedEvents([*held.values(), *new])
    old = {finding.key for finding in checked_history(before)}
    return Review(
        new=new,
        known=tuple(event.id for event in draft if event.id in held),
        doubts=tuple(doubt for event in new for doubt in _doubts(event, records)),
        findings=tuple(finding for finding in checked_history(after) if finding.key not in old),
        changes=tuple(_changes(before, after)),
    )


def _doubts(event: Event, records: Records) -> Iterator[str]:
    for other in records.events.values():
        same_day = other.occurred.text == event.occurred.text
        if type(other) is type(event) and same_day and _same_core(event, other):
            yield f"{event.id}: looks like {other.id}; if it is the same, add the source by a correction"
    for name in PERSON_FIELDS:
        spelt = getattr(event, name, "")
        if isinstance(spelt, str) and spelt and not _is_met(spelt):
            yield f"{event.id}: {spelt} is not in the vocabulary yet; add the person to people.json"


def _same_core(one: Event, other: Event) -> bool:
    names = [name for name in own_fields(type(one)) if isinstance(getattr(one, name), str)]
    filled = [name for name in names if getattr(one, name) and getattr(other, name)]
    return bool(filled) and all(getattr(one, name) == getattr(other, name) for name in filled[:2])


def _is_met(spelling: str) -> bool:
    try:
        find_person(spelling)
    except UnknownName:
        return False
    return True


def _changes(before: ResolvedEvents, after: ResolvedEvents) -> Iterator[str]:
    for projection in PROJECTIONS:
        keys: set[Hashable] = {*before.histories(projection), *after.histories(projection)}
        for key in sorted(keys, key=str):
            old, new = _course(before, projection, key), _course(after, projection, key)
            title = projection.name.replace("_", " ") + (f" of {key}" if key != "" else "")
            yield from (f"- {title}: {line}" for line in old if line not in new)
            yield from (f"+ {title}: {line}" for line in new if line not in old)


def _course(world: ResolvedEvents, projection: Projection[Any], key: Hashable) -> list[str]:
    """Return the steps of a track as lines: from when, what the answer says."""
    track = world.history(projection, key)
    said: Callable[[Any], str] = lambda state: state.label if isinstance(state, OfficeState) else str(state)  # noqa: E731
    return [
        f"{said(projection.view(state))} from {item.event.effective}"
        for item, state in zip(track.placed, track.states[1:], strict=True)
    ]
