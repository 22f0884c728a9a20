"""Implied states: what an event implies about the time just before it: who leaves an office has held it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from cstotimeline.core.fold.bounded_events import FOREVER, BoundedEvent, LatestStarts
from cstotimeline.core.fold.predecessors import reach


class EventsByEnd:
    """Events of one key by their last positions, as all that is implied about them needs them.

    Arguments:
        every: all events of the key and those that they wait for.
    """

    def __init__(self, every: Sequence[BoundedEvent]) -> None:
        self.by_rank = {item.rank: item for item in every}
        self.after = {item.rank: item.after for item in every}
        self.own = sorted((item for item in every if not item.silent), key=lambda item: item.high)
        self.highs = [item.high for item in self.own]
        self.latest_starts = LatestStarts(((i.low, i.high, i.rank) for i in self.own), least=-FOREVER)
        self._lows = list(accumulate((item.low for item in reversed(self.own)), min))[::-1]

    def near(self, first: int, last: int) -> Iterator[BoundedEvent]:
        """Yield the events that may happen from one position to another."""
        for number in range(bisect_left(self.highs, first), len(self.own)):
            if self._lows[number] > last:
                return
            if self.own[number].low <= last:
                yield self.own[number]


class ImpliedUntil:
    """A view that an event implies from the event before it, whichever that is, up to itself.

    Arguments:
        item: the event that implies it.
        every: all events of the key and those that they wait for.
        view: what is implied.
    """

    def __init__(self, item: BoundedEvent, every: EventsByEnd, view: Hashable) -> None:
        self.view = view
        self._item = item
        self._every = every

    def may_be_next(self, position: int) -> bool:
        """Return whether the event may be the next one after ``position``: all that must precede it has happened."""
        item = self._item
        if position >= item.high or position < self._floor:
            return False
        place = item.first_from(position + 1)
        return place is not None and self._latest_start(place) <= position

    @cached_property
    def _floor(self) -> int:
        return self._latest_start(self._item.low)

    def _latest_start(self, place: int) -> int:
        """Return the greatest first position of the events that come before this one if it happens at ``place``."""
        every = self._every
        found = max(every.latest_starts.before(place, self._item.rank), self._stated)
        for other in every.own[bisect_left(every.highs, place) : bisect_right(every.highs, place)]:
            if other is not self._item and self._is_before(other, place):
                found = max(found, other.low)
        return found

    def _is_before(self, other: BoundedEvent, place: int) -> bool:
        """Return whether an event that must happen at ``place`` by then comes before this one there: as the rule for
        ties says, or because this one waits there for one that it ranks below.
        """
        item = self._item
        waits = self._waits_for(other, lambda one: one.high == place)
        if item.rank in waits:
            return False
        own = self._waits_for(item, lambda one: one.low == place)
        return (max(waits), other.rank) < (max(own), item.rank)

    def _waits_for(self, item: BoundedEvent, is_there: Callable[[BoundedEvent], bool]) -> set[int]:
        """Return the ranks of an event and of those that it waits for on its position."""
        todo, found = [item.rank], set[int]()
        while todo:
            one = self._every.by_rank.get(todo.pop())
            if one is not None and one.rank not in found and (one is item or is_there(one)):
                found.add(one.rank)
                todo.extend(one.after)
        return found

    @cached_property
    def _stated(self) -> int:
        """Return the greatest first position of the events that are stated to come before this one."""
        before = reach(self._item.rank, self._every.after) - {self._item.rank}
        items = (self._every.by_rank[rank] for rank in before if rank in self._every.by_rank)
        return max((item.low for item in items if not item.silent), default=-FOREVER)

    def change_points(self) -> set[int]:
        """Return every position at which it may become possible, or no longer be, that the event is the next one."""
        return {point for point in self._points() if max(self._floor, _FIRST) <= point <= self._item.high}

    def _points(self) -> Iterator[int]:
        item = self._item
        yield self._floor
        for first, last in item.spans or ((item.low, item.high),):
            yield from (first - 1, first, last, last + 1)
        for other in self._every.near(item.low - 1, item.high + 1):
            if other is not item:
                for end in (other.low, other.high):
                    yield from (end - 1, end, end + 1)


_FIRST = -62_135_596_800
"""The first position on either granularity: the second of 0001-01-01T00:00:00Z."""
