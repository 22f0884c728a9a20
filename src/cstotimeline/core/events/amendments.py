"""Corrections and retractions: events about events, so that nothing is ever edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

import attrs

from cstotimeline.core.errors import Fault, shown
from cstotimeline.core.events.event import Event


@attrs.frozen(kw_only=True)
class EventCorrected(Event):
    """An earlier event was wrong: ``replacement`` says what it should have said, ``reason`` why.

    ``target`` is the id of that event or of an earlier correction of it. The replacement bears the id of the
    event that it replaces. ``occurred`` is the day on which the mistake was made public.
    """

    kind: ClassVar[str] = "event_corrected"
    inherits: ClassVar[Mapping[str, tuple[str, ...]]] = {"replacement": ("sources",)}

    target: str
    replacement: Event
    reason: str

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: those of every event, an own target, a correction of nothing but itself."""
        yield from Event.faults(self)
        yield from _link_faults(self.id, self.target, self.reason)
        if isinstance(self.replacement, AMENDMENTS):
            remedy = "give the event as it should have been"
            what = f"expected an event about the world, got {self.replacement.kind}"
            yield Fault(where="replacement", what=what, remedy=remedy)

    @property
    def title(self) -> str:
        """Return the correction in a few words."""
        return f"{self.target} corrected: {self.reason}"


@attrs.frozen(kw_only=True)
class EventRetracted(Event):
    """An earlier event is withdrawn, as if it had never been appended; ``reason`` says why.

    ``target`` may itself be a correction or a retraction, which is then undone.
    """

    kind: ClassVar[str] = "event_retracted"

    target: str
    reason: str

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: those of every event, an own target, an empty reason."""
        yield from Event.faults(self)
        yield from _link_faults(self.id, self.target, self.reason)

    @property
    def title(self) -> str:
        """Return the retraction in a few words."""
        return f"{self.target} retracted: {self.reason}"


AMENDMENTS = (EventCorrected, EventRetracted)
Amendment = EventCorrected | EventRetracted


def _link_faults(name: str, target: str, reason: str) -> Iterator[Fault]:
    if target == name:
        what = f"an event cannot be about itself, got {shown(target)}"
        yield Fault(where="target", what=what, remedy="name the earlier event")
    if not reason.strip():
        yield Fault(where="reason", what="expected a reason, got ''", remedy="say what was wrong")


def link_faults(events: Mapping[str, Event]) -> Iterator[Fault]:
    """Yield what is wrong with the links between ``events``: unknown targets, circles, replacements of
    another id.
    """
    if not any(issubclass(kind, AMENDMENTS) for kind in set(map(type, events.values()))):
        return
    found = roots(events)
    for event in events.values():
        if not isinstance(event, AMENDMENTS):
            continue
        root = found[event.id]
        if root is None:
            if event.target not in events:
                what = f"no event with this id, got {shown(event.target)}"
                yield Fault(where=f"{event.id} target", what=what, remedy="name an event of this log")
            elif _circular(event, events):
                what = f"targets go round in a circle, got {shown(event.target)}"
                yield Fault(where=f"{event.id} target", what=what, remedy="name the event that is wrong")
        elif isinstance(event, EventCorrected) and event.replacement.id != root:
            what = f"expected the id of the event it replaces, {root}, got {shown(event.replacement.id)}"
            yield Fault(where=f"{event.id} replacement.id", what=what, remedy=f"write {root}")


def roots(events: Mapping[str, Event]) -> dict[str, str | None]:
    """Return, for each of ``events``, the id of the event about the world that it is about in the end.

    An event about the world is about itself; None where targets lead nowhere or round in a circle.
    """
    found: dict[str, str | None] = {}
    for event in events.values():
        if not isinstance(event, AMENDMENTS):
            found[event.id] = event.id
            continue
        way: dict[str, None] = {}
        current: Event | None = event
        while current is not None and current.id not in found and current.id not in way:
            way[current.id] = None
            if not isinstance(current, AMENDMENTS):
                found[current.id] = current.id
                break
            current = events.get(current.target)
        root = None if current is None else found.get(current.id)
        found.update(dict.fromkeys(way, root))
    return found


def _circular(event: Event, events: Mapping[str, Event]) -> bool:
    seen: set[str] = set()
    current: Event | None = event
    while isinstance(current, AMENDMENTS) and current.id not in seen:
        seen.add(current.id)
        current = events.get(current.target)
    return current is not None and current.id in seen


def corrected(events: Iterable[Event]) -> dict[str, tuple[Event, tuple[str, ...]]]:
    """Return the events as they stand after all corrections and retractions, whatever order they are given in.

    For each id: what the event says now, and the ids of the corrections that make it say so. Of several
    corrections
    of one event the latest holds, by the day on which it occurred, then by id. What is about an event that is not
    among ``events`` has no effect.
    """
    about: dict[str, list[Amendment]] = {}
    world: list[Event] = []
    for event in {event.id: event for event in events}.values():
        if isinstance(event, AMENDMENTS):
            about.setdefault(event.target, []).append(event)
        else:
            world.append(event)
    amended = ((event.id, _standing(event, about)) for event in world)
    return {name: found for name, found in amended if found is not None}


def amended(event: Event, about: Iterable[Amendment]) -> Event | None:
    """Return what an event says after those of the corrections and retractions that bear on it; None where it is
    withdrawn.
    """
    by_target: dict[str, list[Amendment]] = {}
    for one in about:
        by_target.setdefault(one.target, []).append(one)
    found = _standing(event, by_target)
    return None if found is None else found[0]


def _standing(event: Event, about: Mapping[str, Sequence[Amendment]]) -> tuple[Event, tuple[str, ...]] | None:
    """Return what an event says after all that is about it, near and far; None where it is withdrawn."""
    if event.id not in about:
        return event, ()
    every: list[Event] = [event]
    for one in every:
        every.extend(about.get(one.id, ()))
    withdrawn: set[str] = set()
    latest: dict[str, EventCorrected] = {}
    for one in reversed(every):
        if one.id in withdrawn:
            continue
        if isinstance(one, EventRetracted):
            withdrawn.add(one.target)
        elif isinstance(one, EventCorrected):
            latest[one.target] = max(latest.get(one.target, one), one, key=correction_order)
    if event.id in withdrawn:
        return None
    through: list[str] = []
    said, correction = event, latest.get(event.id)
    while correction is not None:
        through.append(correction.id)
        said, correction = correction.replacement, latest.get(correction.id)
    return said, tuple(through)


def correction_order(correction: EventCorrected) -> tuple[int, int, int, str]:
    """Return what orders the corrections of one event: the latest, which holds, has the greatest."""
    first, last, second, _ = correction.occurred.sort_key
    return (first, last, second, correction.id)
