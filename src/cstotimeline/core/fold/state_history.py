"""State histories: the events of one key in the order of effect, with the states they lead to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import attrs

from cstotimeline.core.fold.bounded_events import FOREVER, BoundedEvent, in_order
from cstotimeline.core.fold.implied import EventsByEnd, ImpliedUntil
from cstotimeline.core.fold.possible_states import OverlappingGroup, overlapping_groups
from cstotimeline.core.fold.projection import Folding, Projection

S = TypeVar("S")


@attrs.frozen
class StatesAt(Generic[S]):
    """The states at one position.

    ``state`` is the canonical one, of the events that have surely happened by then, each on its last possible
    position; ``step`` is the number of those events; ``views`` are all views that some choice of dates allows, None
    where too many coarse dates overlap to tell; ``founded`` are those of them that events of the key lead to.
    """

    state: S
    step: int
    views: tuple[Hashable, ...] | None
    founded: tuple[Hashable, ...] | None

    def likely(self, test: Callable[[Any], bool]) -> tuple[bool, bool]:
        """Return whether a ``test`` surely passes, whichever view holds, and whether it may pass."""
        if self.views is None:
            return False, True
        passed = [test(view) for view in self.views or (self.state,)]
        return all(passed), any(passed)


class StateHistory(Generic[S]):
    """The events of one key of one projection, asked by position on their granularity.

    Arguments:
        placed: the events with the positions that they may have.
        projection: what folds them.
        folding: how it folds these events; by default one after another by ``projection.apply``.
        others: the histories of the same key where a choice that the dates leave open falls otherwise.
        is_complete: whether these are all; if not, it is never known which views are possible.
    """

    def __init__(
        self,
        placed: Sequence[BoundedEvent],
        projection: Projection[S],
        folding: Folding | None = None,
        *,
        others: Sequence[StateHistory[S]] = (),
        is_complete: bool = True,
    ) -> None:
        self.projection = projection
        self.folding = folding or projection.folding(())
        self.others = tuple(others)
        self.is_complete = is_complete
        self._every = in_order(placed)
        self.placed = [item for item in self._every if not item.silent]
        self._highs = [item.high for item in self.placed]

    def with_others(self, others: Sequence[StateHistory[S]], *, is_complete: bool) -> StateHistory[S]:
        """Return the same history, beside those where open choices fall otherwise."""
        return StateHistory(
            self._every, self.projection, self.folding, others=others, is_complete=is_complete
        )

    @property
    def exact_items(self) -> list[BoundedEvent] | None:
        """Return the events in the order in which they are folded, where nothing about them is open and each leads
        from one state to one other; else None.
        """
        is_plain = self.is_complete and not self.others and self.folding.is_plain
        return self.placed if is_plain and all(item.low == item.high for item in self._every) else None

    def folded(self, projection: Projection[Any]) -> StateHistory[Any]:
        """Return the history of the same events, folded by another projection."""
        return StateHistory(
            self._every,
            projection,
            others=[other.folded(projection) for other in self.others],
            is_complete=self.is_complete,
        )

    @cached_property
    def states(self) -> list[S]:
        """Return the canonical states before the first event, after it, and so on."""
        states = [self.projection.initial]
        for item in self.placed:
            states.append(self.folding.advance(states[-1], item)[0])
        return states

    @cached_property
    def _groups(self) -> list[OverlappingGroup]:
        return [
            OverlappingGroup(
                items=items,
                advance=self.folding.advance,
                is_reset=self.folding.is_reset,
                after_one_of=self._choices,
            )
            for items in overlapping_groups(self._every)
        ]

    @cached_property
    def _choices(self) -> dict[str, tuple[str, ...]]:
        return {name: others for name, others in self.folding.acts_on.items() if len(others) > 1}

    @cached_property
    def _entries(self) -> list[tuple[Hashable, ...] | None]:
        """Return the states that are possible before each group, and after the last one."""
        initial: Any = self.projection.initial
        entries: list[tuple[Hashable, ...] | None] = [(initial,)]
        for group in self._groups:
            entries.append(self._states(group, entries[-1], FOREVER))
        return entries

    def _states(
        self, group: OverlappingGroup, before: tuple[Hashable, ...] | None, position: int
    ) -> tuple[Hashable, ...] | None:
        """Return the states after a group by a position; None where those before it are unknown and matter."""
        if before is None:
            initial: Any = self.projection.initial
            return group.states((initial,), position) if group.surely_resets(position) else None
        return group.states(before, position)

    @cached_property
    def _implied(self) -> list[ImpliedUntil]:
        implied = self.folding.implied
        if not implied:
            return []
        every = EventsByEnd(self._every)
        return [
            ImpliedUntil(item, every, implied[item.event.id])
            for item in self.placed
            if item.event.id in implied
        ]

    @cached_property
    def _starts(self) -> list[int]:
        return [group.items[0].low for group in self._groups]

    def at(self, position: int) -> StatesAt[S]:
        """Return the states at ``position``, events on that very position included."""
        step = bisect_right(self._highs, position)
        founded = self._views(position)
        views = founded
        if founded is not None and self.lacks:
            view: Any = self.projection.seen
            views = tuple(dict.fromkeys([*founded, view(self.projection.initial)]))
        return StatesAt(self.states[step], step, views, founded)

    def ids_at(self, position: int) -> list[str]:
        """Return the ids of the events between whose first and last position one lies."""
        return [item.event.id for item in self.placed if item.low <= position <= item.high]

    @cached_property
    def lacks(self) -> bool:
        """Return whether by some choice that the dates leave open no event of the key counts."""
        return not self.placed or any(other.lacks for other in self.others)

    def _views(self, position: int) -> tuple[Hashable, ...] | None:
        possible = self._possible(position) if self.is_complete else None
        if possible is None:
            return None
        view: Any = self.projection.seen
        views = dict.fromkeys(view(state) for state in possible) if self.placed else {}
        for implied in self._implied:
            if implied.may_be_next(position):
                views.setdefault(implied.view)
        for other in self.others:
            found = other._views(position)
            if found is None:
                return None
            views.update(dict.fromkeys(found))
        return tuple(views)

    @cached_property
    def _counts(self) -> tuple[list[int], list[int]] | None:
        """Return the first and the last positions of the events, each sorted, where only their number matters."""
        folding = self.folding
        if not self.projection.counted or folding.acts_on or folding.implied:
            return None
        return sorted(item.low for item in self.placed), sorted(item.high for item in self.placed)

    def _possible(self, position: int) -> tuple[Hashable, ...] | None:
        if self._counts is not None:
            lows, highs = self._counts
            found: Sequence[Any] = self.states
            return tuple(found[bisect_right(highs, position) : bisect_right(lows, position) + 1])
        number = bisect_right(self._starts, position)
        after = self._entries[number]
        if number and position < self._groups[number - 1].end:
            before = self._entries[number - 1]
            if before is not None and after is None:
                return None  # every position of the group would take as long
            return self._states(self._groups[number - 1], before, position)
        return after

    @cached_property
    def change_points(self) -> Sequence[int]:
        """Return, sorted, every position at which an answer may differ from the one just before it."""
        points: set[int] = set()
        if self._counts is not None:
            points.update(*self._counts)
        else:
            for group in self._groups:
                points |= group.change_points()
        for implied in self._implied:
            points |= implied.change_points()
        for other in self.others:
            points.update(other.change_points)
        return sorted(points)
