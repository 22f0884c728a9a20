"""Bounded events: events between a first and a last possible position, and the orders that these allow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from operator import itemgetter

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.predecessors import topological_order
from cstotimeline.core.temporal.day_spans import Spans

FOREVER = 1 << 62
"""A position after every date, for asking where everything has happened."""


@attrs.frozen
class BoundedEvent:
    """An event with the positions on which it may have taken effect: between ``low`` and ``high``, both included.

    ``rank`` orders events on one position; ``after`` holds the ranks of those that came before it in any case. A
    ``silent`` event changes no state: others wait for it, that is all. ``acts_on`` are the ids of the events of which
    this one acts on one, where that was chosen. ``spans`` are the positions where there are gaps between them.
    """

    low: int
    high: int
    rank: int
    event: Event
    after: frozenset[int] = frozenset()
    silent: bool = False
    acts_on: tuple[str, ...] = ()
    spans: Spans | None = None

    def first_from(self, position: int) -> int | None:
        """Return the first possible position that is not before ``position``; None where there is none."""
        if position <= self.low:
            return self.low
        if self.spans is not None:
            number = bisect_left(self.spans, position, key=itemgetter(1))
            if number == len(self.spans):
                return None
            position = max(position, self.spans[number][0])
        return position if position <= self.high else None

    def last_until(self, position: int) -> int | None:
        """Return the last possible position that is not after ``position``; None where there is none."""
        if position >= self.high:
            return self.high
        if self.spans is not None:
            number = bisect_right(self.spans, position, key=itemgetter(0)) - 1
            if number < 0:
                return None
            position = min(position, self.spans[number][1])
        return position if position >= self.low else None


class LatestStarts:
    """The greatest first positions of what surely happened before a position.

    Arguments:
        spans: the first and the last position of each, and whose it is.
        least: what is returned where nothing surely happened before.

    >>> found = LatestStarts([(1, 2, "Ann"), (3, 5, "Bob")], least=0)
    >>> found.before(6, "Ann"), found.before(6, "Bob"), found.before(5, "Ann")
    (3, 1, 0)
    """

    def __init__(self, spans: Iterable[tuple[int, int, Hashable]], *, least: int) -> None:
        ordered = sorted(spans, key=itemgetter(1))
        self._lasts = [last for _, last, _ in ordered]
        self._best: list[tuple[int, Hashable, int]] = [(least, None, least)]
        for first, _, owner in ordered:
            best, whose, second = self._best[-1]
            if first >= best:
                best, whose, second = first, owner, second if owner == whose else best
            elif owner != whose:
                second = max(second, first)
            self._best.append((best, whose, second))

    def before(self, position: int, owner: Hashable) -> int:
        """Return the greatest first position of what surely happened before a position, but of an owner's own."""
        best, whose, second = self._best[bisect_left(self._lasts, position)]
        return second if whose == owner else best


def in_order(placed: Iterable[BoundedEvent]) -> list[BoundedEvent]:
    """Return events in the order in which they take effect if each does so on its last possible position."""
    positions: dict[int, dict[int, BoundedEvent]] = {}
    for item in placed:
        positions.setdefault(item.high, {})[item.rank] = item
    return [
        same[rank]
        for _, same in sorted(positions.items())
        for rank in (
            same
            if len(same) == 1
            else topological_order(same, {rank: item.after for rank, item in same.items()})
        )
    ]
