"""Changes: what is different between two days, in the world or in what was known of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, OfficeState
from cstotimeline.core.fold.ordering import event_bounds
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StatesAt
from cstotimeline.core.plain import plain
from cstotimeline.core.temporal.points import QueryTime

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline


@attrs.frozen(kw_only=True)
class Change:
    """One answer that is another: of the projection ``aspect`` (and its ``key``, if it has keys), ``before``
    and ``after``.

    Both are what the answers say, as text or plain data. ``certain`` is True where both answers are.
    """

    aspect: str
    key: Hashable
    before: Any
    after: Any
    certain: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain data."""
        return {
            "aspect": self.aspect,
            "key": str(self.key),
            "before": self.before,
            "after": self.after,
            "certain": self.certain,
        }


@attrs.frozen(kw_only=True)
class Changes:
    """What is different: the ``changes`` of answers, and the ``events`` that lie between, oldest first.

    For :meth:`Timeline.diff` those are the events that took effect, or may have, after the first day and by
    the second; for
    :meth:`Timeline.learned` those that became known then, whenever they took effect.
    """

    since: str
    until: str
    changes: tuple[Change, ...]
    events: tuple[Event, ...]

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as plain data, the events by their ids."""
        return {
            "since": self.since,
            "until": self.until,
            "changes": [change.to_dict() for change in self.changes],
            "events": [event.id for event in self.events],
        }


def in_the_world(timeline: Timeline, since: QueryTime, until: QueryTime) -> Changes:
    """Return what changed in the world from the end of one moment to the end of the other."""
    world = timeline.world
    changes = _differences(timeline.projections.values(), (world, since), (world, until))
    events = [
        event
        for event in world.events.values()
        if event_bounds(event, since.granularity)[1] > since.at
        and event_bounds(event, until.granularity)[0] <= until.at
    ]
    return Changes(since=since.text, until=until.text, changes=tuple(changes), events=_sorted(events))


def in_what_was_known(timeline: Timeline, since: QueryTime, until: QueryTime) -> Changes:
    """Return what became known after one day and by the other, and which answers about the later day it
    changed.
    """
    earlier, later = timeline.known(by=since).world, timeline.known(by=until).world
    changes = _differences(timeline.projections.values(), (earlier, until), (later, until))
    events = [event for name, event in later.given.items() if name not in earlier.given]
    return Changes(since=since.text, until=until.text, changes=tuple(changes), events=_sorted(events))


def _sorted(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: (event.effective.sort_key, event.order, event.id)))


def _differences(
    projections: Iterable[Projection[Any]],
    before: tuple[ResolvedEvents, QueryTime],
    after: tuple[ResolvedEvents, QueryTime],
) -> Iterator[Change]:
    for projection in projections:
        keys = {
            key for world, moment in (before, after) for key in world.tracks(projection, moment.granularity)
        }
        for key in sorted(keys, key=str):
            old, new = (_standing(world, projection, key, moment) for world, moment in (before, after))
            said = [projection.view(standing.state) for standing in (old, new)]
            if said[0] != said[1]:
                yield Change(
                    aspect=projection.name,
                    key=key,
                    before=_said(said[0]),
                    after=_said(said[1]),
                    certain=_certain(old) and _certain(new),
                )


def _standing(
    world: ResolvedEvents, projection: Projection[Any], key: Hashable, moment: QueryTime
) -> StatesAt[Any]:
    return world.track(projection, key, moment.granularity).at(moment.at)


def _certain(standing: StatesAt[Any]) -> bool:
    if standing.views is None or len(standing.views) != 1:
        return False
    state = standing.state
    return not (isinstance(state, OfficeState) and state.absence is Absence.NO_DATA)


def _said(view: Any) -> Any:
    return view.label if isinstance(view, OfficeState) else plain(view)
