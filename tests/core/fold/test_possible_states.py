"""Doubt, one cluster at a time: walks find what all choices of positions give, and no more of them than differ."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import permutations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.bounded_events import FOREVER, BoundedEvent, in_order
from cstotimeline.core.fold.possible_states import OverlappingGroup, overlapping_groups
from cstotimeline.core.fold.predecessors import topological_order
from cstotimeline.core.temporal.edtf import PartialDate
from tests.builders import PAGE

Apply = Callable[[Any, Event], Any]
Order = tuple[str, ...]
EVENTS = [Event(id=f"e{n}", occurred=PartialDate.parse("2020"), sources=PAGE) for n in range(40)]
BOUNDS = [(low, high) for low in range(3) for high in range(low, 3)]


def possible_states(
    group: Sequence[BoundedEvent], states: Iterable[Hashable], apply: Apply, until: int, **limits: Any
) -> tuple[Hashable, ...] | None:
    """Return the states of a group whose events are folded by ``apply``, within limits."""

    def advance(state: Hashable, item: BoundedEvent) -> tuple[Hashable, ...]:
        return (state if item.silent else apply(state, item.event),)

    return OverlappingGroup(items=group, advance=advance, **limits).states(states, until)


def placed(rank: int, low: int, high: int, *after: int, silent: bool = False) -> BoundedEvent:
    """Return the event of a rank between two positions, after those of other ranks."""
    return BoundedEvent(low, high, rank, EVENTS[rank], frozenset(after), silent)


def noted(order: Order, event: Event) -> Order:
    """Keep the ids in their order, so that no two orders give the same."""
    return (*order, event.id)


def every_choice(cluster: Sequence[BoundedEvent], until: int) -> set[Order]:
    """Return the orders that all choices of positions give: slow and obvious."""
    found: set[Order] = set()
    ranks = {item.rank for item in cluster}
    for positions in product(*(range(item.low, item.high + 1) for item in cluster)):
        at = dict(zip((item.rank for item in cluster), positions, strict=True))
        if any(at[earlier] > at[item.rank] for item in cluster for earlier in item.after & ranks):
            continue
        order: list[BoundedEvent] = []
        waiting = sorted(cluster, key=lambda item: (at[item.rank], item.rank))
        while waiting:
            left = {item.rank for item in waiting}
            order.append(next(item for item in waiting if not item.after & left))
            waiting.remove(order[-1])
        found.add(tuple(item.event.id for item in order if at[item.rank] <= until and not item.silent))
    return found


def is_narrowed(cluster: Iterable[BoundedEvent]) -> bool:
    """Return whether no event can begin before, or end before, one that it comes after."""
    by_rank = {item.rank: item for item in cluster}
    pairs = [(by_rank[earlier], item) for item in by_rank.values() for earlier in item.after]
    return all(one.low <= other.low and one.high <= other.high for one, other in pairs)


def walked(cluster: Sequence[BoundedEvent], until: int) -> set[Order]:
    """Return the orders that the walks find, cluster after cluster."""
    states: tuple[Order, ...] = ((),)
    for group in overlapping_groups(cluster):
        found = possible_states(group, states, noted, until)
        assert found is not None
        assert len(set(found)) == len(found)
        states = tuple(state for state in found if isinstance(state, tuple))
    return set(states)


def chains() -> Iterator[dict[int, tuple[int, ...]]]:
    """Yield what three events may come after: nothing, one another in a row, or two of them the third."""
    yield {}
    for one, two, three in permutations(range(3)):
        yield {two: (one,)}
        yield {two: (one,), three: (one, two)}
        yield {three: (one, two)}
        yield {two: (one,), three: (one,)}


@pytest.mark.parametrize("silent", [None, 0, 2])
def test_every_cluster_of_three_events_has_the_orders_that_positions_allow(silent: int | None) -> None:
    """Whatever the bounds of three events and whichever they wait for, the walks find the orders of the enumeration."""
    for after in chains():
        for bounds in product(BOUNDS, repeat=3):
            cluster = [
                placed(rank, low, high, *after.get(rank, ()), silent=rank == silent)
                for rank, (low, high) in enumerate(bounds)
            ]
            if is_narrowed(cluster):
                for until in (-1, 0, 1, FOREVER):
                    assert walked(cluster, until) == every_choice(cluster, until), (cluster, until)


def test_clusters_of_five_events_have_the_orders_that_positions_allow() -> None:
    """The same holds for five events of which up to four wait for others, those of higher rank among them."""
    dice = Random(5)
    for _ in range(400):
        turn = dice.sample(range(5), 5)
        bounds = dict(zip(turn, sorted(dice.choices(BOUNDS, k=5)), strict=True))
        after: dict[int, set[int]] = {rank: set() for rank in turn}
        for number, rank in enumerate(turn):
            for earlier in dice.sample(turn[:number], min(number, dice.randrange(3))):
                if bounds[earlier][1] <= bounds[rank][1]:
                    after[rank] |= {earlier, *after[earlier]}
        cluster = [placed(rank, *bounds[rank], *after[rank], silent=dice.random() < 0.2) for rank in range(5)]
        for until in (0, 1, FOREVER):
            assert walked(cluster, until) == every_choice(cluster, until), (cluster, until)


def free(number: int) -> list[BoundedEvent]:
    """Return so many events that may all have happened on any of three positions, in any order."""
    return [placed(rank, 0, 2) for rank in range(number)]


def gathered(state: frozenset[str], event: Event) -> frozenset[str]:
    """Gather ids: their order makes no difference, and every choice gives another state."""
    return state | {event.id}


def latest(_: Hashable, event: Event) -> Hashable:
    """Keep the last id."""
    return event.id


CROWDS: dict[str, tuple[list[BoundedEvent], Apply, Hashable, int]] = {
    "one position": ([placed(rank, 1, 1) for rank in range(3)], noted, (), 0),
    "two that may change places": ([placed(0, 0, 1), placed(1, 0, 1)], noted, (), 5),
    "three on three positions": (free(3), noted, (), 16),
    "a row of three": ([placed(0, 0, 2), placed(1, 0, 2, 0), placed(2, 0, 2, 0, 1)], noted, (), 4),
    "the higher rank first": ([placed(0, 0, 2, 2), placed(1, 0, 2), placed(2, 0, 2)], noted, (), 9),
    "one that comes early": ([placed(0, 0, 0), placed(1, 0, 2), placed(2, 1, 2)], noted, (), 7),
    "a silent one": ([placed(0, 0, 2, silent=True), placed(1, 0, 2), placed(2, 0, 2, 0)], noted, (), 7),
    "sets": (free(5), gathered, frozenset(), 32),
    "the last of five": (free(5), latest, "", 81),
    "sets with waiting": ([placed(0, 0, 2, 4), *free(5)[1:4], placed(4, 0, 2)], gathered, frozenset(), 24),
    "one that another makes needless": (
        [placed(2, 0, 0), placed(0, 0, 2), placed(1, 1, 2)],
        gathered,
        frozenset(),
        6,
    ),
    "waiting for a lower rank": (
        [placed(1, 0, 2), placed(2, 1, 2, 1), placed(0, 2, 2)],
        gathered,
        frozenset(),
        6,
    ),
    "the last, with waiting": (
        [placed(0, 0, 3, 3), placed(1, 0, 3, 4), placed(2, 0, 2), placed(3, 0, 2), placed(4, 0, 3)],
        latest,
        "",
        34,
    ),
}


@pytest.mark.parametrize(("crowd", "apply", "start", "walks"), CROWDS.values(), ids=CROWDS)
def test_no_more_walks_are_followed_than_differ(
    crowd: list[BoundedEvent], apply: Apply, start: Hashable, walks: int
) -> None:
    """An answer needs just so many walks, counted at each step: of those that differ in nothing one is followed."""
    assert possible_states(crowd, [start], apply, FOREVER, max_walks=walks) is not None
    if walks:
        assert possible_states(crowd, [start], apply, FOREVER, max_walks=walks - 1) is None


@pytest.mark.parametrize(("number", "is_told"), [(6, True), (7, False)])
def test_the_short_way_is_left_where_it_meets_too_many_states(number: int, is_told: bool) -> None:
    """Sixty-four sets are looked at, a hundred and twenty-eight are not: then the walks must do, and here may not."""
    found = possible_states(free(number), [frozenset()], gathered, 0, max_walks=0)
    assert (found is not None) is is_told


@pytest.mark.parametrize(("most", "is_told"), [(64, True), (63, False)])
def test_the_states_that_the_short_way_meets_are_counted(most: int, is_told: bool) -> None:
    """Six events that are gathered meet sixty-four sets, those included that nobody is in any more at the end."""
    crowd = [placed(rank, 0, 1) for rank in range(6)]
    found = possible_states(crowd, [frozenset()], gathered, 1, max_walks=0, few_states=most)
    assert found == ((frozenset(event.id for event in EVENTS[:6]),) if is_told else None)


def test_a_silent_event_changes_no_state_on_the_short_way() -> None:
    """Of seven events of any order one is only waited for, by events of later clusters: it is not counted."""

    def counted(count: Hashable, _: Event) -> Hashable:
        assert isinstance(count, int)
        return count + 1

    assert possible_states([*free(6), placed(6, 0, 2, silent=True)], [0], counted, FOREVER) == (6,)


def test_clusters_are_the_same_whatever_the_order_given() -> None:
    """Events that may change places stand together, by first position, last position and rank."""
    crowd = [
        placed(0, 4, 5),
        placed(1, 0, 2),
        placed(2, 0, 1),
        placed(3, 2, 3),
        placed(4, 0, 1),
        placed(5, 6, 6),
    ]
    for shuffled in permutations(crowd):
        assert [[item.rank for item in group] for group in overlapping_groups(shuffled)] == [
            [2, 4, 1, 3],
            [0],
            [5],
        ]


def test_events_are_sorted_by_last_position_and_moved_only_behind_those_they_wait_for() -> None:
    """On one last position rank decides, unless one waits for another; those that wait in a circle are left out."""
    crowd = [placed(0, 0, 2, 2), placed(1, 1, 2), placed(2, 2, 2), placed(3, 0, 1)]
    assert [item.rank for item in in_order(crowd)] == [3, 1, 2, 0]
    assert topological_order([3, 1, 2, 0], {1: [2], 2: [1], 0: [3]}) == [3, 0]


def counted(state: int, _: Event) -> int:
    """Count events: their order makes no difference."""
    return state + 1


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
    placed: list[BoundedEvent], apply: Callable[[Any, Event], Any], start: Any, until: int, **limits: int
) -> set[Any]:
    """Return every outcome, cluster after cluster."""
    states: tuple[Any, ...] = (start,)
    for cluster in overlapping_groups(placed):
        found = possible_states(cluster, states, apply, until, **limits)
        assert found is not None
        states = found
    return set(states)


@pytest.mark.parametrize(("apply", "start"), STARTS, ids=["count", "set", "last"])
@given(placed=crowds(), until=st.sampled_from([0, 1, 2, 3, 4, 5, FOREVER]))
def test_the_short_way_is_the_long_way(
    apply: Callable[[Any, Event], Any], start: Any, placed: list[BoundedEvent], until: int
) -> None:
    """Tried at once, or never, the short way gives the same outcomes."""
    short = all_outcomes(placed, apply, start, until, few_events=0)
    assert short == all_outcomes(placed, apply, start, until, few_events=99)


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


def test_more_states_than_are_told_are_none() -> None:
    """Where more states are possible than the limit, none is told, whichever way they would have been found."""
    own = [placed(number, 0, 9) for number in range(8)]

    def last(_: Any, event: Event) -> str:
        return event.id

    for until, is_told in ((9, False), (-1, True)):
        found = possible_states(own, [""], last, until, max_states=7, few_events=99)
        assert (found is not None) is is_told
    assert len(possible_states(own, [""], last, 9, max_states=8) or ()) == 8


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted), min_size=6, max_size=7),
    st.sampled_from([2, 3]),
    st.integers(0, 3),
)
def test_events_of_a_few_sorts_are_told_to_commute_as_one_by_one(
    spans: list[list[int]], modulus: int, until: int
) -> None:
    """Events that do the same are tried as one: what is found is what the long way finds, for folds that commute and
    for such that do not.
    """
    items = [placed(rank, low, high) for rank, (low, high) in enumerate(sorted(spans))]

    def added(state: int, event: Event) -> int:
        return (state + int(event.id[1:]) % modulus) % 5

    def doubled(state: int, event: Event) -> int:
        return (state * 2 if int(event.id[1:]) % modulus else state + 1) % 5

    for apply in (added, doubled):
        found = possible_states(items, [0], apply, until)
        long = possible_states(items, [0], apply, until, few_events=99, max_walks=10**6)
        assert set(found or ()) == set(long or ())


def test_change_points_of_dates_that_overlap_are_those_of_each() -> None:
    """Every position at which an event may begin, and one more for each coarse event behind it, is a change point."""
    items = [placed(rank, *BOUNDS[rank % len(BOUNDS)]) for rank in range(9)] + [placed(9, 2, 40)]
    group = OverlappingGroup(items=items, advance=lambda state, _: (state,))
    coarse = sum(item.low != item.high for item in items)
    expected = {item.high for item in items}
    for item in items:
        expected |= set(range(item.low, min(item.low + coarse, 40) + 1))
    assert group.change_points() == expected
