"""Corrections and retractions: events about events, so that nothing is ever edited."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from typing import Any, ClassVar

import attrs

from cstotimeline.core.errors import Fault, shown
from cstotimeline.core.events.event import Event, has_kind, inside


@attrs.frozen(kw_only=True)
class EventCorrected(Event):
    """An earlier event was wrong: ``replacement`` says what it should have said, ``reason`` why.

    ``target`` is the id of that event or of an earlier correction of it. The replacement bears the id of the
    event that it replaces. ``occurred`` is the day on which the mistake was made public.
    """

    kind: ClassVar[str] = "event_corrected"
    stream: ClassVar[str] = "corrections"
    inherits: ClassVar[Mapping[str, tuple[str, ...]]] = {"replacement": ("sources",)}

    target: str
    _replacement: Event = attrs.field(alias="replacement")
    reason: str

    @property
    def replacement(self) -> Event:
        """What the event should have said; sources that it takes over follow those of the correction."""
        return inside(self._replacement)

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
    stream: ClassVar[str] = "corrections"

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
    if not has_kind(events.values(), AMENDMENTS):
        return
    for name, root in _roots(events).items():
        event: Any = events[name]
        if event.target not in events:
            what = f"no event with this id, got {shown(event.target)}"
            yield Fault(where=f"{name} target", what=what, remedy="name an event of this log")
        elif root is None:
            what = f"targets go round in a circle, got {shown(event.target)}"
            yield Fault(where=f"{name} target", what=what, remedy="name the event that is wrong")
        elif root and isinstance(event, EventCorrected) and event.replacement.id != root:
            what = f"expected the id of the event it replaces, {root}, got {shown(event.replacement.id)}"
            yield Fault(where=f"{name} replacement.id", what=what, remedy=f"write {root}")


def _roots(events: Mapping[str, Event]) -> dict[str, str | None]:
    """Return, for each correction and retraction, the id of the event about the world that it is about in the end.

    The empty text where that is not among ``events``; None where targets go round in a circle.
    """
    targets = {event.id: event.target for event in events.values() if isinstance(event, AMENDMENTS)}
    found: dict[str, str | None] = {}
    for name in targets:
        way: dict[str, None] = {}
        end = name
        while end in targets and end not in found and end not in way:
            way[end] = None
            end = targets[end]
        root = None if end in way else end if end in events else ""
        found.update(dict.fromkeys(way, found.get(end, root)))
    return found


Amended = tuple[Event, tuple[str, ...]]
"""What an event says now, and the ids of the corrections that make it say so."""


def amended_events(
    events: Iterable[Event], latest_days: Mapping[str, int] | None = None
) -> dict[str, tuple[Amended, ...]]:
    """Return the events as they are after all corrections and retractions, whatever order they are given in.

    For the id of each event about the world: what it says, once for each correction that may be the latest one where
    coarse days leave that open; first the one that counts, with the greatest first day, last day, time and id. An
    event that is withdrawn is left out. What is about an event that is not among ``events`` has no effect.
    ``latest_days`` are ordinals, by id, after which a correction of a coarse day cannot have been made.
    """
    about: dict[str, list[Amendment]] = {}
    world: list[Event] = []
    for event in {event.id: event for event in events}.values():
        if isinstance(event, AMENDMENTS):
            about.setdefault(event.target, []).append(event)
        else:
            world.append(event)
    if not about:
        return {event.id: ((event, ()),) for event in world}
    ways = ((event.id, _ways(event, about, latest_days or {})) for event in world)
    return {name: found for name, found in ways if found}


def _ways(
    event: Event, about: Mapping[str, Sequence[Amendment]], latest_days: Mapping[str, int]
) -> tuple[Amended, ...]:
    """Return what an event may say after all corrections and retractions; nothing where it is withdrawn."""
    if event.id not in about:
        return ((event, ()),)
    every: list[Event] = [event]
    for one in every:
        every.extend(about.get(one.id, ()))
    withdrawn: set[str] = set()
    corrections: dict[str, list[EventCorrected]] = {}
    for one in reversed(every):
        if one.id in withdrawn:
            continue
        if isinstance(one, EventRetracted):
            withdrawn.add(one.target)
        elif isinstance(one, EventCorrected):
            corrections.setdefault(one.target, []).append(one)
    if event.id in withdrawn:
        return ()
    ways: list[Amended] = []
    todo: list[Amended] = [(event, ())]
    while todo:
        said, through = todo.pop()
        found = corrections.get(through[-1] if through else event.id)
        if found is None:
            ways.append((said, through))
            continue
        following = [(one.replacement, (*through, one.id)) for one in _possibly_latest(found, latest_days)]
        todo.extend(reversed(following))
    return tuple(ways)


def _possibly_latest(
    corrections: Sequence[EventCorrected], latest_days: Mapping[str, int]
) -> list[EventCorrected]:
    """Return the corrections of one event that may be the latest, first the one that counts."""
    if len(corrections) == 1:
        return list(corrections)
    ordered = sorted(corrections, key=correction_order, reverse=True)
    firsts = nlargest(2, ((_day_key(one, one.occurred.first_ordinal), one.id) for one in ordered))
    found = ordered[:1]
    for one in ordered[1:]:
        last = _last_day(one, latest_days.get(one.id))
        least = next(key for key, name in firsts if name != one.id)
        if _day_key(one, last) > least:
            found.append(one)
    return found


def _last_day(correction: EventCorrected, limit: int | None) -> int:
    """Return the last day on which a correction can have been made, that is not after ``limit``."""
    days = correction.occurred.ordinals
    return days[-1 if limit is None else max(bisect_right(days, limit) - 1, 0)]


def _day_key(correction: EventCorrected, ordinal: int) -> tuple[int, int, str]:
    return (ordinal, correction.occurred.sort_key[2], correction.id)


def correction_order(correction: EventCorrected) -> tuple[int, int, int, str]:
    """Return what orders the corrections of one event: the latest, which counts, has the greatest."""
    first, last, second, _ = correction.occurred.sort_key
    return (first, last, second, correction.id)
