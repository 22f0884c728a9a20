"""Precedence: which of some events came before which, surely or perhaps, by their days, seconds and stated orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.ordering import Bounds, Ordering, sorted_after, tie_break_key
from cstotimeline.core.fold.predecessors import Before, reach
from cstotimeline.core.temporal.granularity import ZONE_DAYS, Granularity

Orderings = Callable[[Granularity], Ordering]
"""Gives the bounds and predecessors of all events on a granularity."""


class Precedence:
    """Which of the events of one key came before which.

    Arguments:
        events: the events of the key.
        orderings: the bounds and predecessors of these events and those that they are linked with.
        implied: predecessors that follow from what the events say.
    """

    def __init__(self, events: Sequence[Event], orderings: Orderings, implied: Before | None = None) -> None:
        self._events = {event.id: event for event in events}
        self._orderings = orderings
        self._implied = implied
        self._reached: dict[str, set[str]] = {}

    @classmethod
    def of(cls, events: Sequence[Event]) -> Precedence:
        """Return the precedence among ``events`` alone."""
        by_id = {event.id: event for event in events}
        return cls(events, lambda granularity: Ordering(by_id, granularity))

    @cached_property
    def _days(self) -> tuple[Bounds, Before]:
        return self._orderings(Granularity.DAY).precedence(self._events.values(), self._implied)

    @cached_property
    def _seconds(self) -> Bounds:
        return self._orderings(Granularity.SECOND).precedence(self._events.values(), self._implied)[0]

    @cached_property
    def _limited(self) -> Mapping[str, int]:
        return self._orderings(Granularity.DAY).limited

    @property
    def days(self) -> Mapping[str, tuple[int, int]]:
        """Return the first and the last possible day of each event, by id, as ordinals."""
        return self._days[0]

    def in_order(self, names: Iterable[str]) -> list[str]:
        """Return events in the order in which they take effect if each does so on its last possible day."""
        return [
            event.id
            for event in sorted_after(
                (self._events[name] for name in names),
                self._days[1],
                key=lambda event: (self.days[event.id][1], tie_break_key(event)),
            )
        ]

    def is_stated(self, earlier: str, later: str) -> bool:
        """Return whether the stated orders say, over others or directly, that one event came before another."""
        before = self._days[1]
        if later not in before:
            return False
        if later not in self._reached:
            self._reached[later] = reach(later, before) - {later}
        return earlier in self._reached[later]

    def surely(self, earlier: str, later: str) -> bool:
        """Return whether an event came before another whatever days they mean; on one day by the rule for ties."""
        if earlier == later or self.is_stated(later, earlier):
            return False
        end, begin = self.days[earlier][1], self.days[later][0]
        if end < begin or self.is_stated(earlier, later):
            return True
        return end == begin and tie_break_key(self._events[earlier]) < tie_break_key(self._events[later])

    def perhaps(self, earlier: str, later: str) -> bool:
        """Return whether no day, no time of day and no stated order puts an event after another; the rule for ties
        says nothing here.
        """
        if self.days[earlier][0] > self.days[later][1] or self.is_stated(later, earlier):
            return False
        if self.days[earlier][1] + ZONE_DAYS < self.days[later][0]:
            return True
        one, other = (self._events[name] for name in (earlier, later))
        first, last = one.effective, other.effective
        is_plain = not self._days[1] and later not in self._limited
        if is_plain and not self._may_differ(one, other):
            return True
        if self._seconds[earlier][0] > self._seconds[later][1]:
            return False
        is_local = not (one.zone or other.zone or first.offset or last.offset)
        if is_local and first.clock and last.clock and first.first_ordinal == last.first_ordinal:
            return first.clock <= last.clock
        return True

    @staticmethod
    def _may_differ(one: Event, other: Event) -> bool:
        """Return whether the instants of two events can say more than their days, without any stated order."""
        if not (one.effective.clock or other.effective.clock):
            return bool(one.zone and other.zone and one.zone != other.zone)
        return all(event.zone or event.effective.clock for event in (one, other))
