"""Tables: the bare answers of all keys of a projection at once, for the whole of a log."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import statements_in
from cstotimeline.core.fold.projection import Projection, Value
from cstotimeline.core.fold.state_history import value_in
from cstotimeline.core.index.checkpoints import CheckpointedStates
from cstotimeline.core.index.dependencies import appended_since

if TYPE_CHECKING:
    from cstotimeline.core.query.scope import Scope

_BEFORE = 0
"""A day before all others, on which every key has the answer of no event."""


class Table:
    """What stands of every key on any day; it grows with the log, a key at a time."""

    def __init__(self, projection: Projection[Any]) -> None:
        self.projection = projection
        self._looked_at = 0
        self._keys: set[Hashable] = set()
        self._states: CheckpointedStates[Hashable, Value] = CheckpointedStates()

    def at(self, view: Scope, events: Mapping[str, Event], day: int) -> dict[Hashable, Value]:
        """Return the glance at every key at the end of a day, in the view of all ``events``."""
        if self._looked_at < len(events):
            if self._looked_at:
                self._grow(view, self._touched(view, appended_since(events, self._looked_at)))
            else:
                self._keys = set(view.keys(self.projection))
                self._states = CheckpointedStates(
                    turn for key in self._keys for turn in self._turns(view, key)
                )
            self._looked_at = len(events)
        return self._states.at(day)

    def _turns(self, view: Scope, key: Hashable) -> Iterator[tuple[Hashable, int, Value]]:
        projection = self.projection
        yield key, _BEFORE, projection.evaluate(projection.initial, (projection.view(projection.initial),))
        glances = view.glances(projection)
        if glances.is_plain(key):
            for day, glance in glances.turns(key):
                yield key, day, glance
            return
        track = view.world_of(projection, key=key).track(projection, key)
        for day in track.change_points():
            yield key, day, value_in(track, day)

    def _touched(self, view: Scope, new: Iterable[Event]) -> dict[Hashable, int]:
        """Return the keys that new events bear on, each with the first day on which they do; of keys of which more
        than the turns from a day on may be others, day 0.
        """
        touched: dict[Hashable, int] = {}
        glances = view.glances(self.projection)
        for event in new:
            together = view.together(event)
            for said in (said for other in together for said in statements_in(other)):
                key = self.projection.key_of(said)
                if key is not None:
                    is_new = len(together) == 1 and key in self._keys and glances.is_plain(key)
                    day = said.effective.first_ordinal if is_new else _BEFORE
                    touched[key] = min(touched.get(key, day), day)
        return touched

    def _grow(self, view: Scope, touched: Mapping[Hashable, int]) -> None:
        """Put what is new of some keys into the table."""
        anew = {key for key, since in touched.items() if since == _BEFORE}
        for key in touched.keys() - anew:
            for day, glance in view.glances(self.projection).turns(key, touched[key]):
                self._states.put(key, day, glance)
        if anew:
            there = {key for key in anew if view.has_key(self.projection, key)}
            self._keys = self._keys - anew | there
            self._states.replace(anew, (turn for key in there for turn in self._turns(view, key)))
