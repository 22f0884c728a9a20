"""References: what an event states, and which other events it refers to."""

from __future__ import annotations

from collections.abc import Iterator

from cstotimeline.core.events.amendments import ABOUT_EVENTS, EventCorrected
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event

Link = tuple[str, str]
"""What ties events together: ``("event", id)`` or ``("claim", name)``."""


def stated(event: Event) -> Iterator[Event]:
    """Yield the events about the world that ``event`` states, by itself or inside a correction or announcement."""
    if isinstance(event, EventCorrected):
        yield from stated(event.replacement)
    elif isinstance(event, EventAnnounced):
        yield event.expects
    elif not isinstance(event, (*ABOUT_EVENTS, AnnouncementSettled)):
        yield event


def within(event: Event) -> Iterator[Event]:
    """Yield an event and those inside it: what a correction puts in the place of its target, what is expected."""
    yield event
    if isinstance(event, EventCorrected):
        yield from within(event.replacement)
    elif isinstance(event, EventAnnounced):
        yield from within(event.expects)


def links_of(event: Event) -> frozenset[Link]:
    """Return what ties an event, and those inside it, to others."""
    found: set[Link] = set()
    for said in within(event):
        found.update(("event", name) for name in said.after)
        if said.claim:
            found.add(("claim", said.claim))
        if isinstance(said, ABOUT_EVENTS):
            found.add(("event", said.target))
        elif isinstance(said, AnnouncementSettled):
            found.add(("event", said.announcement))
    return frozenset(found)
