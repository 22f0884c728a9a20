"""The minimal cause: the fewest events that give an answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cstotimeline.core.query.minimal_cause import minimal_cause


@pytest.mark.parametrize("guess", [(), ("a",), ("c", "e"), ("b", "d", "c", "d"), ("a", "b", "c", "d", "e")])
def test_the_fewest_reasons_are_found_whatever_was_guessed(guess: Sequence[str]) -> None:
    """Of five events just the two that it takes, sorted; the guess only saves time."""
    asked: list[tuple[str, ...]] = []

    def gives(names: Sequence[str]) -> bool:
        asked.append(tuple(names))
        return {"b", "d"} <= set(names)

    assert minimal_cause(guess, ["e", "d", "c", "b", "a"], gives) == ("b", "d")
    assert all(list(names) == sorted(set(names)) for names in asked[:1])


@pytest.mark.parametrize(("needed", "most"), [({10, 50}, 20), ({63}, 15), (set(range(64)), 192)])
def test_reasons_are_found_by_halving(needed: set[int], most: int) -> None:
    """Of sixty-four events those that it takes are found with few questions where they are few, not one each."""
    asked: list[Sequence[str]] = []

    def gives(names: Sequence[str]) -> bool:
        asked.append(names)
        return {f"e{n:02d}" for n in needed} <= set(names)

    every = [f"e{n:02d}" for n in range(64)]
    assert minimal_cause([], every, gives) == tuple(f"e{n:02d}" for n in sorted(needed))
    assert len(asked) <= most


def test_reasons_that_exclude_each_other_are_found() -> None:
    """Where more events do not give what fewer do, what is left is enough and none of it can be left out."""

    def gives(names: Sequence[str]) -> bool:
        return set(names) in ({"a", "b", "c", "d"}, {"a", "c", "d"}, {"c", "d"}, {"c"})

    assert minimal_cause([], "abcd", gives) == ("c",)
    assert minimal_cause([], "dcba", lambda names: len(names) in (4, 0)) == ()


def test_what_nothing_gives_rests_on_everything() -> None:
    """Where not even all events give the answer, all of them are returned, sorted and each once."""
    assert minimal_cause(["b"], ["c", "a", "b", "a"], lambda _: False) == ("a", "b", "c")
