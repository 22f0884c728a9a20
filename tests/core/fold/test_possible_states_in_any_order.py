"""The short way through events whose order makes no difference gives what walking through all orders gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold import possible_states as doubt
from cstotimeline.core.fold.possible_states import FOREVER, BoundedEvent, overlapping_groups, possible_states
from cstotimeline.core.temporal.edtf import PartialDate

PAGE = (Citation(publisher="a page"),)


def counted(state: int, _: Event) -> int:
    """Count events: their order makes no difference."""
    return state + 1


def gathered(state: frozenset[str], event: Event) -> frozenset[str]:
    """Gather ids: their order makes no difference, and every choice gives another state."""
    return state | {event.id}


def latest(_: str, event: Event) -> str:
    """Keep the last id: their order is all that counts."""
    return event.id


STARTS: list[tuple[Callable[[Any, Event], Any], Any]] = [(counted, 0), (gathered, frozenset()), (latest, "")]


@st.composite
def crowds(draw: st.DrawFn) -> list[BoundedEvent]:
    """Build up to six events on five positions, some of them with a predecessor."""
    placed: list[BoundedEvent] = []
    for rank in range(draw(st.integers(1, 6))):
        low = draw(st.integers(1, 5))
        high = draw(st.integers(low, 5))
        event = Event(id=f"e{rank}", occurred=PartialDate.parse("2020"), sources=PAGE)
        earlier = [p.rank for p in placed if p.low <= low and p.high <= high and not p.after]
        after = draw(st.sampled_from([None, *earlier])) if earlier else None
        placed.append(
            BoundedEvent(low, high, rank, event, frozenset() if after is None else frozenset({after}))
        )
    return placed


def all_outcomes(
    placed: list[BoundedEvent], apply: Callable[[Any, Event], Any], start: Any, until: int
) -> set[Any]:
    """Return every outcome, cluster after cluster."""
    states: tuple[Any, ...] = (start,)
    for cluster in overlapping_groups(placed):
        found = possible_states(cluster, states, apply, until)
        assert found is not None
        states = found
    return set(states)


@pytest.mark.parametrize(("apply", "start"), STARTS, ids=["count", "set", "last"])
@given(placed=crowds(), until=st.sampled_from([0, 1, 2, 3, 4, 5, FOREVER]))
def test_the_short_way_is_the_long_way(
    apply: Callable[[Any, Event], Any], start: Any, placed: list[BoundedEvent], until: int
) -> None:
    """Tried at once, or never, the short way gives the same outcomes."""
    with patch.object(doubt, "_FEW", 0):
        short = all_outcomes(placed, apply, start, until)
    with patch.object(doubt, "_FEW", 99):
        assert short == all_outcomes(placed, apply, start, until)


def test_many_events_that_are_only_counted_stay_quick() -> None:
    """Thirty events of one year are counted exactly, which no walk through their orders could do."""
    year = [
        BoundedEvent(1, 366, rank, Event(id=f"e{rank}", occurred=PartialDate.parse("2020"), sources=PAGE))
        for rank in range(30)
    ]
    assert all_outcomes(year, counted, 0, 200) == set(range(31))
    assert all_outcomes(year, counted, 0, FOREVER) == {30}


def test_a_predecessor_is_not_skipped() -> None:
    """Among many events that may come in any order, one that names a predecessor never comes without it."""
    year = [
        BoundedEvent(
            1,
            9,
            rank,
            Event(id=f"e{rank}", occurred=PartialDate.parse("2020"), sources=PAGE),
            frozenset({0}) if rank == 6 else frozenset(),
        )
        for rank in range(7)
    ]

    def noted(state: frozenset[str], event: Event) -> frozenset[str]:
        return state | ({event.id} & {"e0", "e6"})

    found = all_outcomes(year, noted, frozenset(), 5)
    assert found == {frozenset(), frozenset({"e0"}), frozenset({"e0", "e6"})}
