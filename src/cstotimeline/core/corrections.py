"""Corrections and retractions: events about events, so that nothing is ever edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

import attrs

from cstotimeline.core.errors import Fault, shown
from cstotimeline.core.events import Event


@attrs.frozen(kw_only=True)
class EventCorrected(Event):
    """An earlier event was wrong: ``replacement`` says what it should have said, ``reason`` why.

    ``target`` is the id of that event or of an earlier correction of it. The replacement bears the id of the
    event that it replaces. ``occurred`` is the day on which the mistake was made public.
    """

    kind: ClassVar[str] = "event_corrected"

    target: str
    replacement: Event
    reason: str

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: those of every event, an own target, a correction of nothing but itself."""
        yield from Event.faults(self)
        yield from _link_faults(self.id, self.target, self.reason)
        if isinstance(self.replacement, ABOUT_EVENTS):
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


ABOUT_EVENTS = (EventCorrected, EventRetracted)


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
    for event in events.values():
        if not isinstance(event, ABOUT_EVENTS):
            continue
        root = root_of(event, events)
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


def root_of(event: Event, events: Mapping[str, Event]) -> str | None:
    """Return the id of the event about the world that ``event`` is about in the end; None where there is
    none.
    """
    seen: set[str] = set()
    current: Event | None = event
    while isinstance(current, ABOUT_EVENTS):
        if current.id in seen:
            return None
        seen.add(current.id)
        current = events.get(current.target)
    return None if current is None else current.id


def _circular(event: Event, events: Mapping[str, Event]) -> bool:
    seen: set[str] = set()
    current: Event | None = event
    while isinstance(current, ABOUT_EVENTS) and current.id not in seen:
        seen.add(current.id)
        current = events.get(current.target)
    return current is not None and current.id in seen


def corrected(events: Iterable[Event]) -> dict[str, tuple[Event, tuple[str, ...]]]:
    """Return the events as they stand after all corrections and retractions, whatever order they are given in.

    For each id: what the event says now, and the ids of the corrections that make it say so. Of several
    corrections
    of one event the latest holds, by the day on which it occurred, then by id.
    """
    every = {event.id: event for event in events}
    about: dict[str, list[EventCorrected | EventRetracted]] = {}
    for event in every.values():
        if isinstance(event, ABOUT_EVENTS) and root_of(event, every) is not None:
            about.setdefault(event.target, []).append(event)
    standing = _Standing(about)
    return {
        event.id: standing.content(event)
        for event in every.values()
        if not isinstance(event, ABOUT_EVENTS) and standing.holds(event.id)
    }


class _Standing:
    """Which events hold, given those about them; circles have been left out before."""

    def __init__(self, about: Mapping[str, list[EventCorrected | EventRetracted]]) -> None:
        self._about = about

    def holds(self, name: str) -> bool:
        return not any(
            isinstance(event, EventRetracted) and self.holds(event.id) for event in self._about.get(name, ())
        )

    def content(self, event: Event) -> tuple[Event, tuple[str, ...]]:
        said = event.replacement if isinstance(event, EventCorrected) else event
        own = (event.id,) if isinstance(event, EventCorrected) else ()
        later = [
            c for c in self._about.get(event.id, ()) if isinstance(c, EventCorrected) and self.holds(c.id)
        ]
        if not later:
            return said, own
        newest = max(later, key=lambda c: (c.occurred.sort_key, c.id))
        said, through = self.content(newest)
        return said, (*own, *through)
