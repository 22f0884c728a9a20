"""References: what an event states, and which other events it refers to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from cstotimeline.core.errors import Fault, shown
from cstotimeline.core.events.amendments import AMENDMENTS, EventCorrected
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event

Reference = tuple[str, str]
"""What ties events together: ``("event", id)`` or ``("claim", name)``."""


def statements_in(event: Event) -> Iterator[Event]:
    """Yield the events about the world that ``event`` states, by itself or inside a correction or announcement."""
    if isinstance(event, EventCorrected):
        yield from statements_in(event.replacement)
    elif isinstance(event, EventAnnounced):
        yield event.expects
    elif not isinstance(event, (*AMENDMENTS, AnnouncementSettled)):
        yield event


def nested_in(event: Event) -> Iterator[Event]:
    """Yield an event and those inside it: what a correction puts in the place of its target, what is expected."""
    yield event
    if isinstance(event, EventCorrected):
        yield from nested_in(event.replacement)
    elif isinstance(event, EventAnnounced):
        yield from nested_in(event.expects)


ABOUT_EVENTS = (*AMENDMENTS, AnnouncementSettled, EventAnnounced)
"""Events about other events; all others state themselves alone."""

_NOTHING: frozenset[Reference] = frozenset()


def acts_on(event: Event) -> str:
    """Return the id of the event that one corrects, withdraws or settles; empty text for an event about the world.

    >>> from cstotimeline import load
    >>> acts_on(load().log["presidency-2019-11-28-russia"].event)
    ''
    """
    if isinstance(event, AMENDMENTS):
        return event.target
    return event.announcement if isinstance(event, AnnouncementSettled) else ""


def references_in(event: Event) -> frozenset[Reference]:
    """Return what ties an event, and those inside it, to others."""
    if not (event.after or event.claim or isinstance(event, ABOUT_EVENTS)):
        return _NOTHING
    found: set[Reference] = set()
    for said in nested_in(event):
        found.update(("event", name) for name in said.after)
        if said.claim:
            found.add(("claim", said.claim))
        if target := acts_on(said):
            found.add(("event", target))
    return frozenset(found)


def after_faults(events: Iterable[Event], held: Container[str]) -> Iterator[Fault]:
    """Yield a fault for each ``after`` of ``events``, or of one inside them, that names none of those ``held``.

    A log takes such an event, since the other may be appended later; the review of a draft and the rules report it.

    >>> list(after_faults([], held=()))
    []
    """
    for event in events:
        for said in nested_in(event):
            for name in said.after:
                if name not in held:
                    what = f"no event with this id, got {shown(name)}"
                    yield Fault(where=f"{event.id} after", what=what, remedy="name an event of this log")


def circle_faults(events: Iterable[Event]) -> Iterator[Fault]:
    """Yield a fault for each of ``events`` that is to come after itself, over others of them.

    >>> list(circle_faults([]))
    []
    """
    waits = {event.id: set(event.after) for event in events if event.after}
    while free := [name for name, earlier in waits.items() if not earlier & waits.keys()]:
        for name in free:
            del waits[name]
    for name, earlier in waits.items():
        if earlier & waits.keys():
            what = f"events come after each other in a circle, got {shown(sorted(earlier))}"
            yield Fault(where=f"{name} after", what=what, remedy="leave out one of them")


def components(events: Iterable[Event]) -> list[list[str]]:
    """Return the ids of events in groups: those in one refer to each other, or to the same, over others or directly."""
    tied: dict[Reference, list[str]] = {}
    references: dict[str, set[Reference]] = {}
    for event in events:
        references[event.id] = {("event", event.id), *references_in(event)}
        for reference in references[event.id]:
            tied.setdefault(reference, []).append(event.id)
    found: list[list[str]] = []
    seen: set[str] = set()
    for name in references:
        if name in seen:
            continue
        seen.add(name)
        group = [name]
        for member in group:
            for reference in references[member]:
                new = [one for one in tied.pop(reference, ()) if one not in seen]
                seen.update(new)
                group.extend(new)
        found.append(group)
    return found
