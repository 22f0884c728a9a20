"""Promises 2 and 10, exhaustively: every world of a few events over a calendar of three days, with all bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, product

import attrs
import pytest

from cstotimeline.core.events.event import Event
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.testing import club
from cstotimeline.testing.club import StewardLeft, StewardMissing, StewardTook
from cstotimeline.testing.oracle import Oracle
from tests.builders import PAGE

CALENDAR = tuple(date(2020, 1, 1) + timedelta(days=n) for n in range(3))
ALL_BOUNDS = [(first, last) for first in range(3) for last in range(first, 3)]
SOME_BOUNDS = [(0, 0), (0, 2), (1, 2)]
Graph = tuple[tuple[int, int], ...]


def between(first: int, last: int) -> PartialDate:
    """Return a date between two days of the calendar: a range of which one is meant."""
    return PartialDate.parse(f"[{CALENDAR[first]}..{CALENDAR[last]}]")


DATES = {bounds: between(*bounds) for bounds in ALL_BOUNDS}


def motion(number: int, bounds: tuple[int, int], after: Sequence[int] = ()) -> Event:
    """Return an event with these bounds, after some others by their numbers."""
    return club.MotionCarried(
        id=f"e{number}",
        occurred=DATES[bounds],
        sources=PAGE,
        motion=f"m{number}",
        after=tuple(f"e{n}" for n in after),
    )


def worlds(graph: Graph, every_bounds: Sequence[tuple[int, int]], size: int = 3) -> Iterator[list[Event]]:
    """Yield the worlds of ``size`` events whose predecessors are the arrows of ``graph``."""
    after = {n: [earlier for earlier, later in graph if later == n] for n in range(size)}
    for chosen in product(every_bounds, repeat=size):
        yield [motion(n, bounds, after[n]) for n, bounds in enumerate(chosen)]


def is_acyclic(graph: Graph) -> bool:
    """Return whether no arrows go round."""
    left = set(graph)
    while left:
        free = {arrow for arrow in left if not any(later == arrow[0] for _, later in left)}
        if not free:
            return False
        left -= free
    return True


ARROWS = [(one, other) for one in range(3) for other in range(3) if one != other]
GRAPHS = [graph for size in range(1, 7) for graph in combinations(ARROWS, size)]
ACYCLIC = [graph for graph in GRAPHS if is_acyclic(graph)]
CYCLIC = [graph for graph in GRAPHS if not is_acyclic(graph)]


def faults_of(events: Sequence[Event]) -> Iterator[str]:
    """Yield where the order of events, as the engine tells it, is not that of the enumeration."""
    asked = Timeline(events, [club.MINUTES])["minutes"]
    oracle = Oracle(events)
    for day in CALENDAR:
        answer = asked.at(day)
        views = oracle.views(club.MINUTES, day)
        told = {answer.value, *answer.alternatives}
        if told != views or answer.value != oracle.shown(club.MINUTES, day):
            yield f"{[e.effective.text for e in events]} on {day}: {answer} is not {views}"


def test_every_world_of_four_events() -> None:
    """All 1296 worlds of four events have just the orders that the days allow, on each of the days."""
    for events in worlds((), ALL_BOUNDS, size=4):
        assert list(faults_of(events)) == []


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_world_of_fewer_events(size: int) -> None:
    """All worlds of up to three events have just the orders that the days allow."""
    for events in worlds((), ALL_BOUNDS, size=size):
        assert list(faults_of(events)) == []


@pytest.mark.parametrize("graph", ACYCLIC, ids=str)
def test_every_world_of_three_events_with_predecessors(graph: Graph) -> None:
    """With any predecessors that some days allow, just the orders are told that respect them."""
    for events in worlds(graph, ALL_BOUNDS):
        if not Oracle(events).contradictions(club.MINUTES):
            assert list(faults_of(events)) == []


@pytest.mark.parametrize("graph", CYCLIC + ACYCLIC, ids=str)
def test_predecessors_that_contradict_are_listed_and_not_followed(graph: Graph) -> None:
    """Where no days respect all predecessors, the answers are those of the world without the ones listed."""
    for events in worlds(graph, SOME_BOUNDS):
        if is_acyclic(graph) and not Oracle(events).contradictions(club.MINUTES):
            continue
        timeline = Timeline(events, [club.MINUTES])
        refused = timeline.resolved.ordering(Granularity.DAY).contradictions
        assert refused
        without = [
            attrs.evolve(event, after=tuple(n for n in event.after if (n, event.id) not in refused))
            for event in events
        ]
        for day in CALENDAR:
            assert timeline["minutes"].at(day) == Timeline(without, [club.MINUTES])["minutes"].at(day)
        assert list(faults_of(without)) == []


def steward(number: int, what: str, bounds: tuple[int, int]) -> Event:
    """Return an event about the steward: somebody takes office, Ann leaves, or there is no steward."""
    fields = {"id": f"e{number}", "occurred": DATES[bounds], "sources": PAGE}
    if what == "left":
        return StewardLeft(holder="Ann", **fields)  # type: ignore[arg-type]
    if what == "missing":
        return StewardMissing(reason="ended", **fields)  # type: ignore[arg-type]
    holder, _, predecessor = what.partition(" after ")
    return StewardTook(holder=holder, predecessor=predecessor or None, **fields)  # type: ignore[arg-type]


def office_faults(events: Sequence[Event]) -> Iterator[str]:
    """Yield where the engine and the enumeration tell different things about the steward, or ``during`` and ``at``."""
    asked = Timeline(events, [club.STEWARD])["steward"]
    oracle = Oracle(events)
    spells = {
        day: spell
        for spell in asked.during(f"{CALENDAR[0]}/{CALENDAR[-1]}")
        for day in CALENDAR
        if spell.spell.contains(day) == "surely"
    }
    for day in CALENDAR:
        answer = asked.at(day)
        told = oracle.office(club.STEWARD, day)
        mine = (answer.holder, answer.absence, answer.start, answer.end, answer.certain)
        if mine != (told.holder, told.absence, told.start, told.end, told.certain):
            yield f"{events} on {day}: {answer} is not {told}"
        if set(answer.alternatives) != told.alternatives:
            yield f"{events} on {day}: {answer.alternatives} is not {told.alternatives}"
        if answer != spells[day]:
            yield f"{events} on {day}: {answer} is not {spells[day]}"


@pytest.mark.parametrize("kinds", [*product(["Ann", "Bob", "left", "missing"], repeat=2)], ids="-".join)
def test_every_steward_of_three_events(kinds: tuple[str, str]) -> None:
    """Ann takes office and two more things happen: holder, dates, certainty, alternatives and spells are right."""
    for bounds in product(ALL_BOUNDS, repeat=3):
        events = [steward(n, what, bounds[n]) for n, what in enumerate(("Ann", *kinds))]
        assert list(office_faults(events)) == []


@pytest.mark.parametrize(
    "stewards",
    [
        ("Ann", "Bob after Ann", "Cem"),
        ("Cem after Bob", "Bob after Ann", "Ann"),
        ("Ann", "Ann after Bob", "Bob"),
        ("Ann after Bob", "Bob after Ann", "Cem"),
        ("Ann", "Bob after Ann", "Ann"),
    ],
    ids=", ".join,
)
def test_every_steward_with_a_predecessor(stewards: tuple[str, ...]) -> None:
    """A holder who names the one before comes after that one, wherever days allow it and only one can be meant."""
    for bounds in product(ALL_BOUNDS, repeat=3):
        events = [steward(n, what, bounds[n]) for n, what in enumerate(stewards)]
        oracle = Oracle(events)
        if not oracle.contradictions(club.STEWARD):
            assert list(office_faults(events)) == []
