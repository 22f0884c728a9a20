"""Ordering: what dates, stated predecessors and the rule for ties say about which event came first."""

from __future__ import annotations

from bisect import bisect_right
from collections import ChainMap
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, MutableMapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cached_property
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.bounded_events import BoundedEvent
from cstotimeline.core.fold.predecessors import Before, acyclic, joined, reach, topological_order
from cstotimeline.core.temporal.day_spans import Spans
from cstotimeline.core.temporal.granularity import (
    ZONE_DAYS,
    Granularity,
    date_bounds,
    date_spans,
    seconds_since_1970,
    zone_named,
)

Bounds = MutableMapping[str, tuple[int, int]]

Latest = Callable[[Granularity], Mapping[str, int]]
"""Gives the last positions that some events can have on a granularity, by id."""

_FAR = 10 * 86_400


def event_bounds(event: Event, granularity: Granularity) -> tuple[int, int]:
    """Return the first and the last number at which ``event`` may have taken effect, both included.

    In days: ordinals of civil days as written. In seconds: of UTC since 1970; a day is that of the event's
    ``zone``, and without a zone it may be a day anywhere on Earth (from UTC+14 to UTC-12).
    """
    return date_bounds(event.effective, event.zone, granularity)


def tie_break_key(event: Event) -> tuple[int, int, str]:
    """Return what orders events of one day: time of day (those without one first), order of kinds, id.

    Times are compared in UTC where an offset or the event's ``zone`` tells it, else as written.
    """
    clock = event.effective.clock
    if clock is None:
        return (-_FAR, event.order, event.id)
    day = date.fromordinal(event.effective.first_ordinal)
    place = event.effective.offset or zone_named(event.zone) or UTC
    begin = seconds_since_1970(datetime.combine(day, time.min))
    second = seconds_since_1970(datetime.combine(day, clock, tzinfo=place)) - begin
    return (second, event.order, event.id)


class Ordering:
    """The events of a timeline with their bounds on one granularity, narrowed by the predecessors that they name.

    A predecessor that the dates contradict is not followed; :attr:`contradictions` lists those pairs of ids.
    ``latest`` limits the positions of some events on a granularity, by id: they took effect by then. ``by_day`` is
    the ordering of the same events by days.
    """

    def __init__(
        self,
        events: Mapping[str, Event],
        granularity: Granularity,
        latest: Latest | None = None,
        by_day: Ordering | None = None,
    ) -> None:
        self._by_day = by_day
        self.granularity = granularity
        self.contradictions: list[tuple[str, str]] = []
        self._events = events
        self._latest: Latest = latest or (lambda _: {})
        self.bounds: Bounds = {name: event_bounds(event, granularity) for name, event in events.items()}
        self._spans = {
            name: date_spans(event.effective, event.zone, granularity)
            for name, event in events.items()
            if event.effective.has_gaps
        }
        for name, last in self._latest(granularity).items():
            first, high = self.bounds[name]
            self.bounds[name] = (first, max(first, min(high, last)))
            self._snap(name, self.bounds)
        named = {
            event.id: tuple(name for name in event.after if name in events)
            for event in events.values()
            if event.after
        }
        self._links = acyclic(named, self.contradictions)
        chained = sorted({*self._links, *(name for earlier in self._links.values() for name in earlier)})
        self._dated = {name: self.bounds[name] for name in chained}
        self._named = self._narrowed(
            [events[n] for n in chained], self._links, self.bounds, self.contradictions
        )

    @property
    def limited(self) -> Mapping[str, int]:
        """Return the last second by which some events took effect, by id, since they were public by then."""
        return self._latest(Granularity.SECOND)

    def with_more(self, events: Iterable[Event]) -> Ordering:
        """Return the ordering of these events and some more, which name no others and are named by none."""
        more = {event.id: event for event in events}
        found = object.__new__(Ordering)
        vars(found).update(vars(self))
        vars(found).pop("_in_days", None)
        found._events = ChainMap(more, self._events)  # type: ignore[arg-type]
        found.bounds = ChainMap({n: event_bounds(e, self.granularity) for n, e in more.items()}, self.bounds)
        found._by_day = None if self._by_day is None else self._by_day.with_more(more.values())
        return found

    def in_order(self, events: Iterable[Event]) -> list[Event]:
        """Return ``events`` by when they took effect at the earliest, at the latest, then by the rule for ties.

        None comes before a predecessor that it names.
        """

        def place(event: Event) -> tuple[Any, ...]:
            is_own = self._events.get(event.id) is event
            bounds = self.bounds[event.id] if is_own else event_bounds(event, self.granularity)
            return (*bounds, tie_break_key(event))

        return sorted_after(events, self._named, key=place)

    def place(
        self,
        events: Iterable[Event],
        implied: Before | None = None,
        unordered: Container[str] = frozenset(),
    ) -> list[BoundedEvent]:
        """Return ``events`` with their positions, with ranks that break ties, and all their predecessors.

        ``implied`` are predecessors that follow from what the events say, beside those that they name; where
        they close a circle or the dates contradict them they are not followed. To ``unordered`` events the rule for
        ties of one day does not apply in seconds.
        """
        own = {event.id: event for event in events}
        chosen = own | self._awaited(own)
        bounds, before = self._bounds_of(chosen, implied)
        if self.granularity is Granularity.SECOND:
            before = self._joined_by_day(chosen, before, bounds, unordered)
            before = self._narrowed(list(chosen.values()), acyclic(before, []), bounds, [])
        ordered = sorted(chosen, key=lambda name: tie_break_key(chosen[name]))
        rank = {name: number for number, name in enumerate(ordered)}
        return [
            BoundedEvent(
                *bounds[name],
                rank[name],
                event,
                frozenset(rank[earlier] for earlier in before.get(name, ())),
                name not in own,
                spans=self._spans_within(name, bounds[name]),
            )
            for name, event in chosen.items()
        ]

    def _bounds_of(self, chosen: Mapping[str, Event], implied: Before | None) -> tuple[Bounds, Before]:
        """Return the bounds of some events, and who came before whom: as they name it, as is ``implied``, and on days
        as their instants say.
        """
        linked = (name for name in chosen if name in self._named)
        named = {name: tuple(sorted(self._nearest(name, chosen)[0])) for name in linked}
        before: Before = joined(named, implied) if implied else named
        if self.granularity is Granularity.DAY:
            return self._by_instants(chosen, before)
        bounds = {name: self.bounds[name] for name in chosen}
        return bounds, self._narrowed(list(chosen.values()), acyclic(before, []), bounds, [])

    def _by_instants(self, chosen: Mapping[str, Event], before: Before) -> tuple[Bounds, Before]:
        """Return the days of some events, and who came before whom: as ``before`` has it, and as their instants say.

        Where these say the contrary of the days, more days are possible, for those that wait for each other as well.
        """
        bounds = {name: self._dated.get(name) or self.bounds[name] for name in chosen}
        decided = self._decided_by_instants(chosen, bounds)
        if not decided:
            bounds = {name: self.bounds[name] for name in chosen}
        before = acyclic(joined(before, decided) if decided else before, [])
        linked = self._linked_with(chosen) if decided else {}
        if linked:
            wide = {name: self._dated[name] for name in linked} | bounds
            links = joined({name: self._links[name] for name in linked if name in self._links}, before)
            self._narrowed(list({**linked, **chosen}.values()), acyclic(links, []), wide, [])
            bounds = {name: wide[name] for name in chosen}
        return bounds, self._narrowed(list(chosen.values()), before, bounds, [])

    def _linked_with(self, chosen: Iterable[str]) -> dict[str, Event]:
        """Return the events that name some events as predecessors, or are named by them, over others or directly."""
        todo, found = [name for name in chosen if name in self._dated], dict[str, Event]()
        while todo:
            name = todo.pop()
            if name not in found:
                found[name] = self._events[name]
                todo += [*self._links.get(name, ()), *self._followers.get(name, ())]
        return found

    @cached_property
    def _followers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, earlier in self._links.items():
            for one in earlier:
                found.setdefault(one, []).append(name)
        return found

    def precedence(self, events: Iterable[Event], implied: Before | None = None) -> tuple[Bounds, Before]:
        """Return the bounds of ``events`` and who came before whom, by what is stated, before any rule for ties."""
        own = {event.id: event for event in events}
        return self._bounds_of(own | self._awaited(own), implied)

    def _spans_within(self, name: str, bounds: tuple[int, int]) -> Spans | None:
        spans = self._spans.get(name)
        if spans is None:
            return None
        low, high = bounds
        return tuple((max(a, low), min(b, high)) for a, b in spans if b >= low and a <= high)

    def _snap(self, name: str, bounds: Bounds) -> None:
        """Move the bounds of an event inwards to positions that its date can mean."""
        spans = self._spans.get(name)
        if spans is not None:
            low, high = bounds[name]
            later = [max(first, low) for first, last in spans if last >= low]
            earlier = [min(last, high) for first, last in spans if first <= high]
            bounds[name] = (min(later, default=high + 1), max(earlier, default=low - 1))

    def _decided_by_instants(self, chosen: Mapping[str, Event], bounds: Bounds) -> Before:
        """Return which events came before which by their instants, against their civil days or the rule for ties.

        Between places on two sides of the globe the later instant can have the earlier date. It is then open on
        which of the two days each of them counts.
        """
        latest = self.limited
        placed = sorted(
            (bounds[name][0], name)
            for name, event in chosen.items()
            if event.zone or event.effective.offset or name in latest
        )
        near = (
            (one, other)
            for number, (day, one) in enumerate(placed)
            for _, other in placed[number + 1 : bisect_right(placed, day + ZONE_DAYS, key=itemgetter(0))]
        )
        found: dict[str, tuple[str, ...]] = {}
        stretched: Bounds = {}
        for earlier, later in chain.from_iterable((pair, pair[::-1]) for pair in near):
            if not self._is_contrary(chosen[earlier], chosen[later], bounds):
                continue
            last = event_bounds(chosen[earlier], Granularity.SECOND)[1]
            if min(last, latest.get(earlier, last)) >= event_bounds(chosen[later], Granularity.SECOND)[0]:
                continue
            found[later] = (*found.get(later, ()), earlier)
            until, since = bounds[earlier][1], bounds[later][0]
            for name in (earlier, later):
                low, high = stretched.get(name, bounds[name])
                stretched[name] = (min(low, since), max(high, until))
        bounds.update(stretched)
        return found

    @staticmethod
    def _is_contrary(earlier: Event, later: Event, bounds: Bounds) -> bool:
        """Return whether days, or on one day the rule for ties, put two events into the order in which they did not
        happen.
        """
        one, other = bounds[earlier.id], bounds[later.id]
        if earlier.zone == later.zone and not (earlier.effective.clock or later.effective.clock):
            return False
        if one == other and one[0] == one[1]:
            return tie_break_key(earlier) > tie_break_key(later)
        return one[0] > other[1]

    def _nearest(self, name: str, among: Container[str]) -> tuple[set[str], set[str]]:
        """Return the nearest predecessors of an event ``among`` some, and those between it and them."""
        found: set[str] = set()
        between: set[str] = set()
        todo = list(self._named.get(name, ()))
        while todo:
            current = todo.pop()
            if current in among:
                found.add(current)
            elif current not in between:
                between.add(current)
                todo.extend(self._named.get(current, ()))
        return found, between

    def _awaited(self, own: Mapping[str, Event]) -> dict[str, Event]:
        """Return the other events that ``own`` ones may have to wait for within a day, against the rule for ties."""
        return {
            name: self._events[name]
            for event in own.values()
            if event.id in self._named
            for name in self._nearest(event.id, own)[1]
            if tie_break_key(self._events[name]) > tie_break_key(event)
            and self._days[name][1] >= self._days[event.id][0]
        }

    def _joined_by_day(
        self, chosen: Mapping[str, Event], before: Before, bounds: Bounds, unordered: Container[str]
    ) -> Before:
        """Return ``before`` and what the rule for ties says of events of one civil day: it decides in seconds as well.

        An event that may have to wait, on its day, for a coarse predecessor is left out: the rule is then open.
        """
        days, stated = self._in_days._by_instants(chosen, before)
        groups: dict[int, list[Event]] = {}
        for name, event in chosen.items():
            if days[name][0] == days[name][1] and name not in unordered:
                groups.setdefault(days[name][0], []).append(event)
        found = {name: set(earlier) for name, earlier in before.items()}
        for day, group in groups.items():
            waiting = {
                event.id
                for event in group
                if event.id in before
                for name in reach(event.id, before)
                if days[name][0] < days[name][1] == day and tie_break_key(chosen[name]) > tie_break_key(event)
            }
            order = [event.id for event in sorted_after(group, stated) if event.id not in waiting]
            for earlier, later in _neighbours(order, bounds):
                if not before or later not in reach(earlier, found):
                    found.setdefault(later, set()).add(earlier)
        return {name: tuple(sorted(earlier)) for name, earlier in found.items()}

    @property
    def _days(self) -> Bounds:
        return self._in_days.bounds

    @cached_property
    def _in_days(self) -> Ordering:
        if self.granularity is Granularity.DAY:
            return self
        return self._by_day or Ordering(self._events, Granularity.DAY, self._latest)

    def _narrowed(
        self,
        events: Sequence[Event],
        named: Before,
        bounds: Bounds,
        refused: list[tuple[str, str]],
    ) -> dict[str, tuple[str, ...]]:
        """Move low bounds up and high bounds down until they agree with the predecessors.

        Returns the predecessors that were followed; those that the bounds contradict go to ``refused``.
        """
        kept = {name: tuple(earlier) for name, earlier in named.items() if earlier}
        if not kept:
            return {}
        if not self._spans and all(
            bounds[earlier][1] <= bounds[name][0] for name, found in kept.items() for earlier in found
        ):
            return kept  # the dates say so as well
        order = [event.id for event in sorted_after(events, kept)]
        for name in order:
            for earlier in kept.get(name, ()):
                low, high = bounds[name]
                tried = {name: (max(low, bounds[earlier][0]), high)}
                self._snap(name, tried)
                if tried[name][0] > high or bounds[earlier][0] > high:
                    kept[name] = tuple(one for one in kept[name] if one != earlier)
                    refused.append((earlier, name))
                else:
                    bounds[name] = (tried[name][0], high)
        for name in reversed(order):
            for earlier in kept.get(name, ()):
                first, last = bounds[earlier]
                bounds[earlier] = (first, min(last, bounds[name][1]))
                self._snap(earlier, bounds)
        return kept


def _neighbours(order: Sequence[str], date_bounds: Bounds) -> Iterator[tuple[str, str]]:
    """Yield each name with the next one that its bounds allow after it, and with the last one before it."""
    for n, name in enumerate(order):
        low, high = date_bounds[name]
        after = (order[m] for m in range(n + 1, len(order)))
        before = (order[m] for m in range(n - 1, -1, -1))
        yield from islice(((name, later) for later in after if date_bounds[later][1] >= low), 1)
        yield from islice(((earlier, name) for earlier in before if date_bounds[earlier][0] <= high), 1)


def sorted_after(
    events: Iterable[Event], before: Before, key: Callable[[Event], Any] = tie_break_key
) -> list[Event]:
    """Return ``events`` sorted by ``key``, moved only as far as ``before`` demands; never by position."""
    order = sorted(events, key=key)
    number = {event.id: n for n, event in enumerate(order)}
    earlier = {
        number[name]: [number[n] for n in names if n in number]
        for name, names in before.items()
        if name in number
    }
    return [order[n] for n in topological_order(range(len(order)), earlier)]
