"""Tracks: the events of one key in the order of effect, with the states they lead to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import attrs

from cstotimeline.core.fold.possible_states import (
    FOREVER,
    BoundedEvent,
    in_order,
    overlapping_groups,
    possible_states,
)
from cstotimeline.core.fold.projection import Projection, Value

S = TypeVar("S")


@attrs.frozen
class StatesAt(Generic[S]):
    """What a track says at one position.

    ``state`` is that of the events that have surely happened by then, each on its last possible position;
    ``step`` is
    the number of those events; ``views`` are all views that some choice of dates allows, None where too many
    coarse dates overlap to tell.
    """

    state: S
    step: int
    views: tuple[Hashable, ...] | None


class StateHistory(Generic[S]):
    """The placed events of one key of one projection, asked by position on their scale."""

    def __init__(self, placed: Sequence[BoundedEvent], projection: Projection[S]) -> None:
        self.projection = projection
        self._every = in_order(placed)
        self.placed = [item for item in self._every if not item.silent]
        self._highs = [item.high for item in self.placed]

    def folded(self, projection: Projection[Any]) -> StateHistory[Any]:
        """Return the track of the same events, folded by another projection."""
        return StateHistory(self._every, projection)

    @cached_property
    def states(self) -> list[S]:
        """Return the states before the first event, after it, and so on."""
        states = [self.projection.initial]
        for item in self.placed:
            states.append(self.projection.apply(states[-1], item.event))
        return states

    @cached_property
    def _clusters(self) -> list[list[BoundedEvent]]:
        return overlapping_groups(self._every)

    @cached_property
    def _entries(self) -> list[tuple[Hashable, ...] | None]:
        """Return the states that are possible before each cluster, and after the last one."""
        initial: Any = self.projection.initial
        entries: list[tuple[Hashable, ...] | None] = [(initial,)]
        for cluster in self._clusters:
            before = entries[-1]
            entries.append(
                None if before is None else possible_states(cluster, before, self.projection.apply, FOREVER)
            )
        return entries

    @cached_property
    def _starts(self) -> list[int]:
        return [cluster[0].low for cluster in self._clusters]

    @cached_property
    def _ends(self) -> list[int]:
        return [max(item.high for item in cluster) for cluster in self._clusters]

    def at(self, position: int) -> StatesAt[S]:
        """Return what stands at ``position``, events on that very position included."""
        step = bisect_right(self._highs, position)
        return StatesAt(self.states[step], step, self._views(position))

    def _views(self, position: int) -> tuple[Hashable, ...] | None:
        number = bisect_right(self._starts, position)
        possible = self._entries[number]
        if number and position < self._ends[number - 1]:
            before = self._entries[number - 1]
            if before is not None:
                cluster = self._clusters[number - 1]
                possible = possible_states(cluster, before, self.projection.apply, position)
        if possible is None:
            return None
        view: Any = self.projection.view
        return tuple(dict.fromkeys(view(state) for state in possible))

    def change_points(self) -> list[int]:
        """Return, sorted, every position at which an answer may differ from the one just before it.

        Something new is possible where an event may begin, and one position later for each coarse event that
        may need a position of its own behind it; something is possible no longer where an event must have happened.
        """
        points: set[int] = set()
        for cluster, end in zip(self._clusters, self._ends, strict=True):
            coarse = sum(item.low != item.high for item in cluster)
            for item in cluster:
                points.add(item.high)
                points.update(range(item.low, min(item.low + coarse, end) + 1))
        return sorted(points)


def value_in(track: StateHistory[Any], position: int) -> Value:
    """Return what a track says at a position, without reasons."""
    standing = track.at(position)
    return track.projection.evaluate(standing.state, standing.views or (), settled=standing.views is not None)
