"""Implied states: what an event implies about the time just before it: who leaves an office has held it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from cstotimeline.core.fold.bounded_events import BoundedEvent


class ImpliedUntil:
    """A view that an event implies from the event before it, whichever that is, up to itself.

    Arguments:
        item: the event that implies it.
        every: all events of the key and those that they wait for, in the order of their last positions.
        view: what is implied.
    """

    def __init__(self, item: BoundedEvent, every: Sequence[BoundedEvent], view: Hashable) -> None:
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
        highs, starts = self._highs
        number = bisect_left(highs, place)
        found = max(starts[number - 1] if number else _NEVER, self._stated)
        for other in self._own[number : bisect_right(highs, place)]:
            if self._is_before(other, place):
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
            one = self._by_rank.get(todo.pop())
            if one is not None and one.rank not in found and (one is item or is_there(one)):
                found.add(one.rank)
                todo.extend(one.after)
        return found

    @cached_property
    def _by_rank(self) -> dict[int, BoundedEvent]:
        return {other.rank: other for other in self._every}

    @cached_property
    def _own(self) -> list[BoundedEvent]:
        found = [other for other in self._every if not other.silent and other is not self._item]
        return sorted(found, key=lambda other: other.high)

    @cached_property
    def _highs(self) -> tuple[list[int], list[int]]:
        return [other.high for other in self._own], list(accumulate((o.low for o in self._own), max))

    @cached_property
    def _stated(self) -> int:
        """Return the greatest first position of the events that are stated to come before this one."""
        by_rank = self._by_rank
        todo, seen = list(self._item.after), set[int]()
        while todo:
            rank = todo.pop()
            if rank in by_rank and rank not in seen:
                seen.add(rank)
                todo.extend(by_rank[rank].after)
        return max((by_rank[rank].low for rank in seen if not by_rank[rank].silent), default=_NEVER)

    def change_points(self) -> set[int]:
        """Return every position at which it may become possible, or no longer be, that the event is the next one."""
        return {point for point in self._points() if max(self._floor, _FIRST) <= point <= self._item.high}

    def _points(self) -> Iterator[int]:
        item = self._item
        yield self._floor
        for first, last in item.spans or ((item.low, item.high),):
            yield from (first - 1, first, last, last + 1)
        for other in self._own:
            if other.high >= item.low - 1 and other.low <= item.high + 1:
                for end in (other.low, other.high):
                    yield from (end - 1, end, end + 1)


_NEVER = -(1 << 62)
"""Before every position."""

_FIRST = -62_135_596_800
"""The first position on either granularity: the second of 0001-01-01T00:00:00Z."""
