"""Worlds: every choice of a day, or of a second, for each event that keeps the orders which are stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.testing.oracle.calendar import (
    Positions,
    first,
    last,
    merged,
    next_in,
    previous_in,
    second_of_day,
)

Pair = tuple[str, str]
"""The ids of two events; the first came before the second in every case."""

Cut = tuple[tuple[str, ...], str | None]
"""The ids of events that happened, in order, and of the one that came next."""

MOST_WORLDS = 40_000
"""How many worlds are enumerated for one question."""


class TooManyWorlds(Exception):
    """Too many worlds to enumerate: too many coarse dates overlap."""


def tie(event: Event) -> tuple[float, int, str]:
    """Return what orders events of one day: no time of day first, then the time, the kind's order, the id."""
    return (second_of_day(event.effective, event.zone), event.order, event.id)


@attrs.frozen(kw_only=True)
class Placement:
    """Events with the ``positions`` that each may have, in days or in seconds, and the orders between them.

    Of each of the ``pairs`` the earlier event has no later position than the other one.
    """

    events: Mapping[str, Event]
    positions: Mapping[str, Positions]
    pairs: frozenset[Pair] = frozenset()

    def joined(self, pairs: Iterable[Pair]) -> tuple[Placement, tuple[Pair, ...]]:
        """Return the placement with more ``pairs``, and those of them that dates or other pairs contradict."""
        current, refused = self, list[Pair]()
        for pair in pairs:
            longer = attrs.evolve(current, pairs=current.pairs | {pair})
            if longer.is_possible:
                current = longer
            else:
                refused.append(pair)
        return current, tuple(refused)

    @property
    def is_possible(self) -> bool:
        """Return whether any choice of positions keeps all orders."""
        return len(_ordered(self.events, self.pairs)) == len(self.events) and self.bounds is not None

    @cached_property
    def bounds(self) -> dict[str, tuple[int, int]] | None:
        """Return the first and the last position of each event in any world; None where there is no world."""
        low = {name: first(positions) for name, positions in self.positions.items()}
        high = {name: last(positions) for name, positions in self.positions.items()}
        before: object = None
        while before != (low, high):
            before = ({**low}, {**high})
            for earlier, later in self.pairs:
                up = next_in(self.positions[later], low[earlier])
                down = previous_in(self.positions[earlier], high[later])
                if up is None or down is None:
                    return None
                low[later], high[earlier] = max(low[later], up), min(high[earlier], down)
        return {name: (low[name], high[name]) for name in low}

    def reaches(self, earlier: str, later: str) -> bool:
        """Return whether the orders alone say, over others or directly, that one event came before another."""
        todo, seen = [earlier], set[str]()
        while todo:
            current = todo.pop()
            seen.add(current)
            found = {after for before, after in self.pairs if before == current}
            if later in found:
                return True
            todo += found - seen
        return False

    def canonical(self) -> list[tuple[int, str]]:
        """Return the events in the order in which each takes effect on its last possible position, which is given."""
        bounds = self.bounds or {name: (0, last(found)) for name, found in self.positions.items()}
        order = self.in_order({name: high for name, (_, high) in bounds.items()})
        return [(bounds[name][1], name) for name in order]

    def in_order(self, positions: Mapping[str, int]) -> list[str]:
        """Return events by position, then by the rule for ties, moved only as far as the orders demand."""
        ranks = sorted(positions, key=lambda name: (positions[name], tie(self.events[name])))
        return _ordered(ranks, self.pairs)

    def worlds(self, until: int) -> Iterator[dict[str, int]]:
        """Yield the worlds, as positions by event, that differ in order or in what happened ``until`` a position.

        Of all worlds of one order the earliest is enough: each event then has one of a few positions, which are the
        first that it may have, those just after the first of others, and those just after ``until``.

        Raises:
            TooManyWorlds: there are more than :data:`MOST_WORLDS`.
        """
        names = [name for _, name in self.canonical()]
        choices = self._choices(until)
        tried = 0

        def extended(chosen: dict[str, int], number: int) -> Iterator[dict[str, int]]:
            nonlocal tried
            if number == len(names):
                yield dict(chosen)
                return
            name = names[number]
            for position in choices[name]:
                tried += 1
                if tried > MOST_WORLDS:
                    raise TooManyWorlds(f"more than {MOST_WORLDS} choices for {len(names)} events")
                chosen[name] = position
                if self._keeps(chosen, name):
                    yield from extended(chosen, number + 1)
            chosen.pop(name, None)

        yield from extended({}, 0)

    def _keeps(self, chosen: Mapping[str, int], name: str) -> bool:
        mine = chosen[name]
        for earlier, later in self.pairs:
            if later == name and earlier in chosen and chosen[earlier] > mine:
                return False
            if earlier == name and later in chosen and chosen[later] < mine:
                return False
        return True

    def _choices(self, until: int) -> dict[str, list[int]]:
        """Return for each event the positions that it may have in the earliest world of an order."""
        bounds = self.bounds
        if bounds is None:
            return {name: [] for name in self.positions}
        spots = {low for low, _ in bounds.values()} | {until + 1}
        everything = set(self.positions.values())
        for _ in self.positions:
            before = len(spots)
            steps = {spot + more for spot in spots for more in (0, 1)}
            spots |= {n for step in steps for found in everything if (n := next_in(found, step)) is not None}
            if len(spots) == before:
                break
        found: dict[str, list[int]] = {}
        for name, (low, high) in bounds.items():
            mine = self.positions[name]
            found[name] = sorted(n for n in spots if low <= n <= high and next_in(mine, n) == n)
        return found

    def cuts(self, until: int, names: frozenset[str]) -> frozenset[Cut]:
        """Return every order in which those of some events that happened ``until`` a position may have done so, each
        with the one of them that may come next.
        """
        found: set[Cut] = set()
        for world in self.worlds(until):
            order = [name for name in self.in_order(world) if name in names]
            happened = tuple(name for name in order if world[name] <= until)
            found.add((happened, next(iter(order[len(happened) :]), None)))
        return frozenset(found)


def _ordered(names: Iterable[str], pairs: Iterable[Pair]) -> list[str]:
    """Return names as given, moved only as far as ``pairs`` demand; without those that wait for each other."""
    waiting = list(names)
    present = set(waiting)
    before: dict[str, set[str]] = {}
    for earlier, later in pairs:
        if earlier in present and later in present:
            before.setdefault(later, set()).add(earlier)
    if not before:
        return waiting
    done: list[str] = []
    while free := next((n for n in waiting if before.get(n, set()) <= set(done)), None):
        waiting.remove(free)
        done.append(free)
    return done


def day_crossings(
    events: Mapping[str, Event], days: Mapping[str, Positions], seconds: Mapping[str, Positions]
) -> list[Pair]:
    """Return the pairs of events whose instants are surely in the opposite order of their days, the earlier first.

    Pairs of one civil day are among them where their instants contradict the rule for ties.
    """

    def is_later(one: str, other: str) -> bool:
        if len(days[one]) == len(days[one][0]) == 1 and days[one] == days[other]:
            return tie(events[one]) > tie(events[other])
        return first(days[one]) > last(days[other])

    return [
        (one, other)
        for one in events
        for other in events
        if last(seconds[one]) < first(seconds[other]) and is_later(one, other)
    ]


def stretched(days: Mapping[str, Positions], crossed: Sequence[Pair]) -> dict[str, Positions]:
    """Return possible days: two events whose days and instants are in opposite orders may each count on any day from
    that of one to that of the other.
    """
    found = dict(days)
    for earlier, later in crossed:
        one, other = days[earlier], days[later]
        if first(one) > last(other):
            found[later] = merged([*found[later], range(first(other), last(one) + 1)])
            found[earlier] = merged([*found[earlier], range(first(other), last(one) + 1)])
    return found
