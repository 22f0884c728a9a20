"""The minimal cause: the fewest events that give an answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import reduce
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.minimal_cause import Budget, minimal_cause, states_without_one
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.testing import club
from tests.builders import PAGE, carried, joined


@pytest.mark.parametrize("guess", [(), ("a",), ("c", "e"), ("b", "d", "c", "d"), ("a", "b", "c", "d", "e")])
def test_the_fewest_reasons_are_found_whatever_was_guessed(guess: Sequence[str]) -> None:
    """Of five events just the two that it takes, sorted; the guess only saves time."""
    asked: list[tuple[str, ...]] = []

    def gives(names: Sequence[str]) -> bool:
        asked.append(tuple(names))
        return {"b", "d"} <= set(names)

    assert minimal_cause([guess, ["e", "d", "c", "b", "a"]], gives) == ("b", "d")
    assert all(list(names) == sorted(set(names)) for names in asked[:1])


@pytest.mark.parametrize(("needed", "most"), [({10, 50}, 20), ({63}, 15), (set(range(64)), 192)])
def test_reasons_are_found_by_halving(needed: set[int], most: int) -> None:
    """Of sixty-four events those that it takes are found with few questions where they are few, not one each."""
    asked: list[Sequence[str]] = []

    def gives(names: Sequence[str]) -> bool:
        asked.append(names)
        return {f"e{n:02d}" for n in needed} <= set(names)

    every = [f"e{n:02d}" for n in range(64)]
    assert minimal_cause([[], every], gives) == tuple(f"e{n:02d}" for n in sorted(needed))
    assert len(asked) <= most


def test_reasons_that_exclude_each_other_are_found() -> None:
    """Where more events do not give what fewer do, what is left is enough and none of it can be left out."""

    def gives(names: Sequence[str]) -> bool:
        return set(names) in ({"a", "b", "c", "d"}, {"a", "c", "d"}, {"c", "d"}, {"c"})

    assert minimal_cause([[], "abcd"], gives) == ("c",)
    assert minimal_cause([[], "dcba"], lambda names: len(names) in (4, 0)) == ()


def test_what_nothing_gives_rests_on_everything() -> None:
    """Where not even all events give the answer, all of them are returned, sorted and each once."""
    assert minimal_cause([["b"], ["c", "a", "b", "a"]], lambda _: False) == ("a", "b", "c")


def test_what_can_be_spared_is_left_out_without_trying() -> None:
    """Where it is known which events can be left out, only the guess is tried."""
    asked: list[Sequence[str]] = []

    def gives(names: Sequence[str]) -> bool:
        asked.append(names)
        return True

    def spare(names: Sequence[str]) -> list[str]:
        return [name for name in names if name != "b"]

    assert minimal_cause([["c", "b", "a"], "abc"], gives, spare) == ("b",)
    assert asked == [["a", "b", "c"]]


def test_a_spent_budget_leaves_enough() -> None:
    """Once no more may be folded nothing more is left out: what is left is enough, and the budget tells it."""
    every = [f"e{n:03d}" for n in range(200)]
    asked: list[int] = []

    def gives(names: Sequence[str]) -> bool:
        asked.append(len(names))
        return {"e007", "e150"} <= set(names)

    budget = Budget(300)
    found = minimal_cause([[], every], gives, budget=budget)
    assert {"e007", "e150"} <= set(found)
    assert budget.is_spent
    assert sum(asked[2:]) <= 300 + len(every)
    budget = Budget(10_000)
    assert minimal_cause([[], every], gives, budget=budget) == ("e007", "e150")
    assert not budget.is_spent


def test_many_that_can_be_spared_are_left_out_at_once() -> None:
    """Where hundreds can be left out they are tried together, and one by one where together they cannot."""
    names = [f"e{n:03d}" for n in range(300)]
    spared: list[int] = []

    def spare(some: Sequence[str]) -> list[str]:
        spared.append(len(some))
        return [name for name in some if name != "e299"]

    assert minimal_cause([names, names], lambda some: "e299" in some, spare) == ("e299",)
    assert len(spared) <= 3


def test_states_without_one_are_not_worked_out_where_they_are_too_many() -> None:
    """Where leaving out each item leads to a state of its own, more steps than the limit are not taken."""
    items = list(range(100))
    assert states_without_one((), items, lambda state, item: (*state, item), limit=1_000) is None
    assert states_without_one(0, items, lambda state, _: state + 1, limit=0) == {99: list(range(100))}


@given(st.lists(st.integers(0, 3), max_size=8), st.sampled_from([sum, max, tuple, frozenset]))
def test_states_without_one_are_those_of_folding_all_others(items: list[int], kind: object) -> None:
    """For sums, maxima, lists and sets: each item is under the state that the other ones lead to."""
    folds: dict[object, tuple[Hashable, Callable[[Any, int], Hashable]]] = {
        sum: (0, lambda state, item: state + item),
        max: (-1, max),
        tuple: ((), lambda state, item: (*state, item)),
        frozenset: (frozenset(), lambda state, item: state | {item}),
    }
    initial, apply = folds[kind]
    found = states_without_one(initial, items, apply)
    assert found is not None
    assert sorted(number for numbers in found.values() for number in numbers) == list(range(len(items)))
    for state, numbers in found.items():
        for number in numbers:
            others = items[:number] + items[number + 1 :]
            assert reduce(apply, others, initial) == state


LATEST: Projection[tuple[str, ...]] = attrs.evolve(club.LATEST, kinds=(club.MemberJoined, club.MotionCarried))


@given(
    st.lists(
        st.tuples(st.sampled_from(["joined", "carried", "gone"]), st.integers(1, 9)), min_size=1, max_size=9
    ),
    st.integers(0, 10),
    st.sampled_from([club.JOINED, club.MOTIONS, LATEST, "members"]),
)
def test_reasons_of_exact_events_suffice_and_none_can_be_left_out(
    said: list[tuple[str, int]], day: int, about: Projection[Any] | str
) -> None:
    """Of counts, sets, views that are less than the state, and groups: whatever was asked before."""
    events = [_event(f"e{number}", kind, day) for number, (kind, day) in enumerate(said)]
    timeline = Timeline(events, [club.STANDING, club.JOINED, club.MOTIONS, LATEST])
    question: Question[Any] = club.members(timeline) if isinstance(about, str) else timeline.ask(about)
    answer = question.at(f"2020-01-{day + 10}")
    moment = QueryTime.of(f"2020-01-{day + 10}")

    def given_by(names: Sequence[str]) -> bool:
        return bool(question.evaluate(question.resolved.only(names), moment) == answer)

    assert given_by(answer.because)
    for name in answer.because:
        assert not given_by([one for one in answer.because if one != name])


def _event(name: str, kind: str, day: int) -> Event:
    when, who = f"2020-01-{day + 10}", f"M{day % 3}"
    if kind == "joined":
        return joined(name, when, member=who)
    if kind == "carried":
        return carried(name, when, motion=f"m{day % 2}")
    return club.MemberLeft(id=name, occurred=PartialDate.parse(when), member=who, sources=PAGE)
