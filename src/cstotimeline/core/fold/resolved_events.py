"""Worlds: the events that count under the clocks of a question, placed, and kept as tracks by key."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

from cstotimeline.core.events.amendments import AMENDMENTS, EventCorrected, corrected, roots
from cstotimeline.core.events.announcements import (
    ABOUT_EXPECTATIONS,
    AnnouncementSettled,
    EventAnnounced,
    awaited,
)
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer, default_preference, resolve_rivals
from cstotimeline.core.fold.ordering import Ordering
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.temporal.granularity import Granularity

S = TypeVar("S")


class ResolvedEvents:
    """What a set of events says when all are believed: corrected, rivals chosen, ordered; independent of
    their order.

    ``listed`` holds what is said, by id, ``events`` what of it is about the world and counts; with
    ``expecting`` the expected
    events of open announcements count as well, under the announcements' ids; ``rivals`` the losers for the id
    of each winner; ``through`` the
    corrections that
    made an event say what it says.
    """

    def __init__(
        self, events: Iterable[Event], *, prefer: Prefer = default_preference, expecting: bool = False
    ) -> None:
        self.given: dict[str, Event] = {event.id: event for event in events}
        self.prefer = prefer
        self.expecting = expecting
        standing = corrected(self.given.values())
        self.rivals = resolve_rivals((event for event, _ in standing.values()), prefer)
        self.through = {name: through for name, (_, through) in standing.items()}
        self.listed: Mapping[str, Event] = {name: standing[name][0] for name in sorted(self.rivals)}
        expected = awaited(self.listed) if expecting else {}
        happened = {n: e for n, e in self.listed.items() if not isinstance(e, ABOUT_EXPECTATIONS)}
        self.events: Mapping[str, Event] = {**happened, **expected}
        self._orderings: dict[Granularity, Ordering] = {}
        self._tracks: dict[tuple[int, Granularity], dict[Hashable, StateHistory[Any]]] = {}
        self._projections: list[Projection[Any]] = []

    @property
    def everything(self) -> list[Event]:
        """Return all that is said: events about the world, announcements, settlements, and expected events
        that count.
        """
        expected = [event for name, event in self.events.items() if event is not self.listed.get(name)]
        return [*self.listed.values(), *expected]

    def ordering(self, scale: Granularity) -> Ordering:
        """Return the bounds and predecessors of all events on ``scale``."""
        if scale not in self._orderings:
            self._orderings[scale] = Ordering(self.events, scale)
        return self._orderings[scale]

    def tracks(
        self, projection: Projection[S], scale: Granularity = Granularity.DAY
    ) -> Mapping[Hashable, StateHistory[S]]:
        """Return the tracks of ``projection`` by key; only keys that an event has."""
        slot = (id(projection), scale)
        if slot not in self._tracks:
            self._projections.append(projection)
            groups: dict[Hashable, list[Event]] = {}
            for event in self.events.values():
                key = projection.key_of(event)
                if key is not None:
                    groups.setdefault(key, []).append(event)
            ordering = self.ordering(scale)
            self._tracks[slot] = {
                key: StateHistory(ordering.place(group, projection.implied(group)), projection)
                for key, group in groups.items()
            }
        return self._tracks[slot]

    def track(
        self, projection: Projection[S], key: Hashable, scale: Granularity = Granularity.DAY
    ) -> StateHistory[S]:
        """Return the track of ``key``, empty where no event has that key."""
        return self.tracks(projection, scale).get(key) or StateHistory([], projection)

    def only(self, names: Iterable[str]) -> ResolvedEvents:
        """Return the world of some of the given events alone."""
        return ResolvedEvents(
            (self.given[name] for name in names), prefer=self.prefer, expecting=self.expecting
        )

    def bearing_on(self, projection: Projection[Any], keys: Iterable[Hashable]) -> list[str]:
        """Return the ids of all given events that may bear on ``keys``, whatever is left out beside them.

        Those that have the key as they were or as they were corrected, their rivals, those that came before
        or after them by name, what bears on these in turn, and all that is about any of them.
        """
        wanted = set(keys)
        subjects = self._subjects()
        links: dict[tuple[str, str], set[str]] = {}
        linked: dict[str, set[tuple[str, str]]] = {}
        todo: list[str] = []
        for subject, events in subjects.items():
            said = [version for event in events for version in self._versions(event)]
            linked[subject] = {("event", subject)}.union(*map(_links, (*events, *said)))
            for link in linked[subject]:
                links.setdefault(link, set()).add(subject)
            if any(projection.key_of(version) in wanted for version in said):
                todo.append(subject)
        found: set[str] = set()
        while todo:
            subject = todo.pop()
            if subject not in found:
                found.add(subject)
                todo.extend(other for link in linked[subject] for other in links[link])
        return sorted(event.id for subject in found for event in subjects[subject])

    def _subjects(self) -> dict[str, list[Event]]:
        """Return the given events by the id of what they are about in the end: an event or an announcement."""
        root = roots(self.given)
        subjects: dict[str, list[Event]] = {}
        for event in self.given.values():
            subject = self.given[root[event.id] or event.id]
            name = subject.announcement if isinstance(subject, AnnouncementSettled) else subject.id
            subjects.setdefault(name, []).append(event)
        return subjects

    def _versions(self, event: Event) -> list[Event]:
        """Return the events about the world that ``event`` states, by itself or as a correction."""
        if isinstance(event, EventCorrected):
            return self._versions(event.replacement)
        if isinstance(event, EventAnnounced):
            return [event.expects] if self.expecting else []
        return [] if isinstance(event, (*AMENDMENTS, AnnouncementSettled)) else [event]


def _links(event: Event) -> set[tuple[str, str]]:
    """Return what ties an event to others: the claim that it is a rival for, the events that it names."""
    claim = {("claim", event.claim)} if event.claim else set()
    return claim | {("event", name) for name in event.after}
