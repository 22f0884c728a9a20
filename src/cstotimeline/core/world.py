"""Worlds: the events that count under the clocks of a question, placed, and kept as tracks by key."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

from cstotimeline.core.claims import Prefer, preferred, settled
from cstotimeline.core.corrections import ABOUT_EVENTS, EventCorrected, corrected, root_of
from cstotimeline.core.events import Event
from cstotimeline.core.ordering import Ordering
from cstotimeline.core.projections import Projection
from cstotimeline.core.scales import Scale
from cstotimeline.core.tracks import Track

S = TypeVar("S")


class World:
    """What a set of events says when all are believed: corrected, rivals chosen, ordered; independent of
    their order.

    ``events`` holds what counts, by id; ``rivals`` the losers for the id of each winner; ``through`` the
    corrections that
    made an event say what it says.
    """

    def __init__(self, events: Iterable[Event], *, prefer: Prefer = preferred) -> None:
        self.given: dict[str, Event] = {event.id: event for event in events}
        self.prefer = prefer
        standing = corrected(self.given.values())
        self.rivals = settled((event for event, _ in standing.values()), prefer)
        self.through = {name: through for name, (_, through) in standing.items()}
        self.events: Mapping[str, Event] = {name: standing[name][0] for name in sorted(self.rivals)}
        self._orderings: dict[Scale, Ordering] = {}
        self._tracks: dict[tuple[int, Scale], dict[Hashable, Track[Any]]] = {}
        self._projections: list[Projection[Any]] = []

    def ordering(self, scale: Scale) -> Ordering:
        """Return the bounds and predecessors of all events on ``scale``."""
        if scale not in self._orderings:
            self._orderings[scale] = Ordering(self.events, scale)
        return self._orderings[scale]

    def tracks(self, projection: Projection[S], scale: Scale = Scale.DAY) -> Mapping[Hashable, Track[S]]:
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
                key: Track(ordering.place(group), projection) for key, group in groups.items()
            }
        return self._tracks[slot]

    def track(self, projection: Projection[S], key: Hashable, scale: Scale = Scale.DAY) -> Track[S]:
        """Return the track of ``key``, empty where no event has that key."""
        return self.tracks(projection, scale).get(key) or Track([], projection)

    def only(self, names: Iterable[str]) -> World:
        """Return the world of some of the given events alone."""
        return World((self.given[name] for name in names), prefer=self.prefer)

    def bearing_on(self, projection: Projection[Any], keys: Iterable[Hashable]) -> list[str]:
        """Return the ids of all given events that may bear on ``keys``: those of the key, and those about
        them.
        """
        wanted = set(keys)
        found: set[str] = set()
        for event in self.given.values():
            if any(projection.key_of(said) in wanted for said in self._said(event)):
                found.add(event.id)
        claims = {self.given[name].claim for name in found} - {""}
        found.update(event.id for event in self.given.values() if event.claim in claims)
        named = [name for name in found if name in self.events]
        while named:
            new = {n for name in named for n in self.events[name].after if n in self.given} - found
            found |= new
            named = [name for name in new if name in self.events]
        return sorted(found)

    def _said(self, event: Event) -> list[Event]:
        if not isinstance(event, ABOUT_EVENTS):
            return [event]
        root = root_of(event, self.given)
        said = [self.given[root]] if root is not None else []
        return [*said, event.replacement] if isinstance(event, EventCorrected) else said
