"""Cases: for one key of a projection, each choice of what counts and of what a leaving ends, with its worlds."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import permutations
from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Office, TakesOffice
from cstotimeline.core.fold.projection import Projection
from cstotimeline.testing.oracle.calendar import Positions, days_of, first, last, seconds_of
from cstotimeline.testing.oracle.seats import Ending, Seat, Sitting, Tenancies, before_all, endings_of, folded
from cstotimeline.testing.oracle.selections import Selection
from cstotimeline.testing.oracle.terms import ends_of, step_of
from cstotimeline.testing.oracle.worlds import Pair, Placement, day_crossings, stretched


@attrs.frozen(kw_only=True)
class Case:
    """The events of one key, ``mine``, among those that they wait for, and what the leavings end.

    ``candidates`` are the takings of which each may be the one that a leaving ends.
    ``is_world``: some choice of dates is of this case. The canonical case may be none, where it leaves open which of
    several takings a leaving ends. ``refused`` are stated orders that the dates contradict.
    """

    projection: Projection[Any]
    mine: frozenset[str]
    days: Placement
    seconds: Placement
    endings: Mapping[str, Ending] = attrs.field(factory=dict)
    candidates: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    is_world: bool = True
    refused: tuple[Pair, ...] = ()

    def step(self, name: str) -> Any:
        """Return what an event does to an office."""
        return step_of(self.projection, self.days.events[name])

    def placement(self, *, by_second: bool) -> Placement:
        """Return the events on one of the two granularities."""
        return self._tied if by_second else self.days

    @cached_property
    def _tied(self) -> Placement:
        """Return the events in seconds; of those that surely share a civil day, by-day order holds where it can."""
        pairs = [
            (one, other)
            for one, other in self._same_day
            if first(self.seconds.positions[one]) <= last(self.seconds.positions[other])
        ]
        return self.seconds.joined(pairs)[0]

    @cached_property
    def _same_day(self) -> list[Pair]:
        """Return the pairs of events that surely share a civil day, and of which one comes first in every world."""
        bounds = self.days.bounds or {}
        shared = [
            (one, other)
            for one, other in permutations(sorted(self.mine), 2)
            if len({*bounds.get(one, (0, 1)), *bounds.get(other, (0, 1))}) == 1
        ]
        if not shared:
            return []
        end = max(high for _, high in bounds.values())
        orders = {names for names, _ in self.days.cuts(end, self.mine)}
        return [(a, b) for a, b in shared if all(order.index(a) < order.index(b) for order in orders)]

    def run(self, *, by_second: bool) -> list[tuple[int, str]]:
        """Return the events of the key in canonical order with the last possible position of each."""
        return [(n, name) for n, name in self.placement(by_second=by_second).canonical() if name in self.mine]

    def seats(self, *, by_second: bool) -> list[Seat]:
        """Return the seat before the first event of the canonical order, after it, and so on."""
        office: Any = self.projection
        found = [before_all(office)]
        for _, name in self.run(by_second=by_second):
            event = self.days.events[name]
            found.append(next(found[-1].after(event, step_of(office, event), self.endings)))
        return found

    def outcomes(self, position: int, *, by_second: bool) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Yield what happened, in order, by a position, and a view that it leads to, for every world of the case."""
        for names, coming in self.placement(by_second=by_second).cuts(position, self.mine):
            for view in self.views_after(names):
                yield names, view
            if coming is not None and self.endings.get(coming) == Ending(None):
                yield names, Sitting(self.step(coming).holder)  # who leaves next has held the office

    def views_after(self, names: Sequence[str]) -> Iterator[Any]:
        """Yield the views after events in the order given: one, or for an office more where a leaving says so."""
        events = [self.days.events[name] for name in names]
        if isinstance(self.projection, Office):
            for seat in folded(self.projection, events, self.endings):
                yield seat.sitting
            return
        state = self.projection.initial
        for event in events:
            state = self.projection.apply(state, event)
        yield self.projection.view(state)


def cases(selection: Selection, projection: Projection[Any], key: Hashable) -> list[Case]:
    """Return the cases of one selection; the first is the canonical one."""
    every = selection.events
    mine = [name for name, event in every.items() if key_of(projection, event) == key]
    names = _connected(mine, every)
    events = {name: every[name] for name in names}
    own = {name: selection.statements[name].days for name in names}
    seconds = {name: selection.statements[name].seconds for name in names}
    for end in ends_of(projection, {name: every[name] for name in mine}):
        found: Any = end
        events[end.id], own[end.id] = found, days_of(end.effective)
        seconds[end.id] = seconds_of(end.effective, end.zone, own[end.id])
        mine.append(end.id)
    crossed = day_crossings({n: events[n] for n in mine}, own, seconds)
    named = [(earlier, name) for name in names for earlier in sorted(events[name].after) if earlier in events]
    stated = [*named, *implied(projection, {n: events[n] for n in mine}, own)]
    days, by_day = Placement(
        events=events, positions=stretched(own, crossed), pairs=frozenset(crossed)
    ).joined(stated)
    instants, by_second = Placement(events=events, positions=seconds).joined(stated)
    plain = Case(
        projection=projection,
        mine=frozenset(mine),
        days=days,
        seconds=instants,
        refused=tuple(dict.fromkeys((*by_day, *by_second))),
    )
    if not isinstance(projection, Office):
        return [plain]
    tenancies = Tenancies(office=projection, mine=tuple(mine), days=days, seconds=instants)
    return list(_with_endings(plain, tenancies))


def _with_endings(plain: Case, tenancies: Tenancies) -> Iterator[Case]:
    candidates = tenancies.candidates()
    options = endings_of(candidates)
    for number, (endings, pairs) in enumerate(options):
        days, by_day = plain.days.joined(sorted(pairs))
        seconds, by_second = plain.seconds.joined(sorted(pairs))
        refused = (*plain.refused, *by_day, *by_second)
        is_choice = len(options) > 1
        if number and (by_day or by_second):
            continue
        is_world = not (is_choice and any(e == Ending(None, every=True) for e in endings.values()))
        yield attrs.evolve(
            plain,
            days=days,
            seconds=seconds,
            endings=endings,
            candidates=candidates,
            is_world=is_world,
            refused=refused,
        )


def implied(
    projection: Projection[Any], events: Mapping[str, Event], days: Mapping[str, Positions]
) -> list[Pair]:
    """Return who took office after whom because they name the one before, where only one can be meant."""
    if not isinstance(projection, Office):
        return []
    took = [(n, step) for n, e in events.items() if isinstance(step := step_of(projection, e), TakesOffice)]
    pairs: list[Pair] = []
    for name, step in took:
        until = last(days[name])
        meant = [n for n, take in took if take.holder == step.predecessor and first(days[n]) <= until]
        if len(meant) == 1 and meant != [name]:
            pairs.append((meant[0], name))
    return [(one, other) for one, other in pairs if (other, one) not in pairs]


def key_of(projection: Projection[Any], event: Event) -> Hashable | None:
    """Return the key under which an event counts in a projection, ``""`` where it has none; None if it does not."""
    if not isinstance(event, projection.kinds):
        return None
    if projection.accepts is not None and not projection.accepts(event):
        return None
    return "" if projection.key is None else projection.key(event)


def _connected(names: Sequence[str], events: Mapping[str, Event]) -> list[str]:
    """Return the events that some are linked with by ``after``, over others or directly, and these themselves."""
    links: dict[str, set[str]] = {name: set() for name in events}
    for name, event in events.items():
        for earlier in event.after:
            if earlier in events:
                links[name].add(earlier)
                links[earlier].add(name)
    found, todo = set(names), list(names)
    while todo:
        new = links[todo.pop()] - found
        found |= new
        todo += new
    return sorted(found)
