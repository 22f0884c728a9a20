"""Walks: orders of events followed one step after another, each event on the earliest position that is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cstotimeline.core.fold.bounded_events import FOREVER, BoundedEvent
from cstotimeline.core.fold.predecessors import topological_order

Place = tuple[int, tuple[int, ...]]
"""Where a walk has come: its last position, and the marks that the next event there must rank above."""


def keep_widest(places: list[Place], new: Place) -> None:
    """Add ``new`` to ``places`` unless one of them leaves as much room; drop those that leave less."""
    if any(_leaves_room(old, new) for old in places):
        return
    places[:] = [old for old in places if not _leaves_room(new, old)]
    places.append(new)


def _leaves_room(one: Place, other: Place) -> bool:
    """Return whether all that can follow at ``other`` can follow at ``one`` as well.

    What follows on a later position may do so whatever happened on an earlier one, and part of an order is
    an order.
    """
    return one[0] < other[0] or (
        one[0] == other[0] and all(mine <= theirs for mine, theirs in zip(one[1], other[1], strict=True))
    )


def _waiting(items: Sequence[BoundedEvent]) -> list[int]:
    """Return the ranks of the events that may have to wait, on their position, for one of higher rank."""
    after = {item.rank: item.after for item in items if item.after}
    highest: dict[int, int] = {}
    for rank in topological_order((item.rank for item in items), after) if after else ():
        highest[rank] = max([rank, *(highest[r] for r in after.get(rank, ()) if r in highest)])
    return [rank for rank, high in highest.items() if high > rank]


class WalkSteps:
    """The steps that walks through a group may take.

    Events on one position come in order of rank, except that one waits for its predecessors. So the next event
    must rank above all those on the position that have come since its last predecessor: above its mark. The
    first mark is for events without a predecessor of higher rank, then there is one for each of the others.
    """

    def __init__(self, items: Sequence[BoundedEvent], until: int) -> None:
        number = {item.rank: n for n, item in enumerate(items)}
        self._items = items
        self._until = until
        self._before = [sum(1 << number[rank] for rank in item.after if rank in number) for item in items]
        waiting = [number[rank] for rank in _waiting(items)]
        self._mark = {n: mark for mark, n in enumerate(waiting, 1)}
        self._waits_for = [0, *(self._before[n] for n in waiting)]
        self.required = sum(1 << n for n, item in enumerate(items) if item.high <= until)
        self.start: Place = (-FOREVER, (-1,) * len(self._waits_for))

    def next(self, done: int, places: Sequence[Place]) -> Iterator[tuple[int, Place]]:
        """Yield each event that may come next, as its number, and where the walk has then come."""
        deadline = self._until
        for n, item in enumerate(self._items):
            if not done >> n & 1:
                deadline = min(deadline, item.high if item.high <= self._until else deadline)
        for n, item in enumerate(self._items):
            if item.low > deadline:
                break
            if done >> n & 1 or self._before[n] & ~done:
                continue
            for place in places:
                reached = self._reached(n, item, place)
                if reached is not None and reached[0] <= deadline:
                    yield n, reached

    def _reached(self, n: int, item: BoundedEvent, place: Place) -> Place | None:
        last, marks = place
        position = item.first_from(last)
        if position is None:
            return None
        if position == last and item.rank < marks[self._mark.get(n, 0)]:
            position = item.first_from(last + 1)
            if position is None:
                return None
        if position > last:
            marks = (-1,) * len(marks)
        if len(marks) == 1:
            return position, (max(marks[0], item.rank),)
        return position, tuple(
            -1 if waits_for >> n & 1 else max(mark, item.rank)
            for mark, waits_for in zip(marks, self._waits_for, strict=True)
        )
