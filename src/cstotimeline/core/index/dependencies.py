"""Dependencies: which events bear on which keys, under any clock, so that a question looks at those events alone.

Events depend on each other where one names the other (comes ``after`` it, corrects, retracts or settles it) and where
they are rivals for one claim. The whole connected component is taken. Leaving events out, as the clocks do, never adds
a dependency. So the events that have a key, as they were or as they were corrected or announced, and their connected
components give the same answers about the key as the whole log does.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import islice
from threading import RLock
from typing import Any, Protocol, runtime_checkable
from weakref import WeakKeyDictionary

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import ABOUT_EVENTS, Reference, references_in, statements_in
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.index.forks import renewed_in_children
from cstotimeline.core.index.gc_guard import gc_paused


@runtime_checkable
class Outlined(Protocol):
    """A mapping of events that can tell, without reading them, which may matter and how they are linked."""

    def stating(self, kinds: tuple[type[Event], ...]) -> Iterable[str]:
        """Return the ids of the events that state, by themselves or inside, an event of one of the kinds."""
        ...

    def linked(self) -> Iterable[tuple[str, frozenset[Reference]]]:
        """Return the links of each event that has any, by id."""
        ...


def appended_since(events: Mapping[str, Event], place: int) -> Iterable[Event]:
    """Return the events from a place on, in their order; of a log without passing those before it."""
    since = getattr(events, "since", None)
    return islice(events.values(), place, None) if since is None or not place else since(place)


class DependencyGraph:
    """Which events of a log refer to which others, and which of them have which keys.

    It grows with the log and is shared by all timelines of it: ``events`` may grow, in its order.
    """

    events: Mapping[str, Event]
    """The events of the log as it is now."""

    def __init__(self, events: Mapping[str, Event]) -> None:
        self.events = events
        self._looked_at = 0
        self._linked: dict[Reference, set[Reference]] = {}
        self._by_key: WeakKeyDictionary[Projection[Any], _ByKey] = WeakKeyDictionary()
        self._lock = RLock()
        renewed_in_children(self)

    def renew_in_child(self) -> None:
        """Replace the lock; links that are half taken in are taken in once more."""
        self._lock = RLock()

    def grow(self, events: Mapping[str, Event]) -> None:
        """Take the events of the log as it is now, which begin with those of before."""
        self.events = events

    def _look(self) -> None:
        """Take in the links of the events that came since."""
        if self._looked_at >= len(self.events):
            return
        with self._lock:
            events = self.events
            if not self._looked_at and isinstance(events, Outlined):
                linked = events.linked()
            else:
                new = appended_since(events, self._looked_at)
                linked = ((event.id, links) for event in new if (links := references_in(event)))
            for name, links in linked:
                for link in links:
                    self._linked.setdefault(("event", name), set()).add(link)
                    self._linked.setdefault(link, set()).add(("event", name))
            self._looked_at = len(events)

    def is_linked(self, name: str) -> bool:
        """Return whether an event names others, is named, or has rivals."""
        self._look()
        return bool(self._linked) and ("event", name) in self._linked

    @property
    def has_links(self) -> bool:
        """Return whether any event is linked with another."""
        self._look()
        return bool(self._linked)

    def events_of(self, names: Iterable[str]) -> dict[str, Event]:
        """Return the events of the connected components of ``names``, by id."""
        return {name: self.events[name] for name in sorted(self.component(names))}

    def component(self, names: Iterable[str]) -> set[str]:
        """Return ``names`` and the ids of all events of their connected components."""
        self._look()
        linked = self._linked
        found = {("event", name) for name in names}
        with self._lock:
            todo = [one for one in found if one in linked]
            while todo:
                for other in linked[todo.pop()]:
                    if other not in found:
                        found.add(other)
                        todo.append(other)
        return {name for sort, name in found if sort == "event" and name in self.events}

    def ids_by_key(self, projection: Projection[Any]) -> Mapping[Hashable, list[str]]:
        """Return, for each key of a projection, the ids of the events that state one with it, in their order."""
        with self._lock:
            found = self._by_key.get(projection)
            if found is None:
                found = self._by_key[projection] = _ByKey()
            return found.after(self.events, projection)


class _ByKey:
    """The ids of events by their key in a projection, as far as they have been looked at.

    ``_found`` are the ids, and how many events they are of. While ids are added there are none, so that an error, or a
    fork that leaves the thread behind, leaves nothing half made: the next call begins again.
    """

    def __init__(self) -> None:
        self._found: tuple[dict[Hashable, list[str]], int] = {}, 0

    def after(self, events: Mapping[str, Event], projection: Projection[Any]) -> dict[Hashable, list[str]]:
        """Return the ids by key once what came since is looked at."""
        ids, looked_at = self._found
        if looked_at == len(events):
            return ids
        if not looked_at and isinstance(events, Outlined):
            new: Iterable[Event] = [events[name] for name in events.stating(projection.kinds)]
        else:
            new = appended_since(events, looked_at)
        key_of, kinds = projection.key_of, projection.kinds
        bears: dict[type[Event], bool] = {}
        self._found = {}, 0
        with gc_paused():
            for event in new:
                kind = type(event)
                if kind not in bears:
                    bears[kind] = issubclass(kind, (*kinds, *ABOUT_EVENTS))
                if not bears[kind]:
                    continue
                for said in statements_in(event) if isinstance(event, ABOUT_EVENTS) else (event,):
                    key = key_of(said)
                    if key is not None:
                        ids.setdefault(key, []).append(event.id)
        self._found = ids, len(events)
        return ids
