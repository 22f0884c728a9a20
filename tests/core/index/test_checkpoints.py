"""Checkpoints against a fold over all changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.index.checkpoints import CheckpointedStates

DAYS = st.integers(1, 12)
Change = tuple[str, int, int]


def folded(changes: list[Change], day: int) -> dict[str, int]:
    """Return the last value of each key by a day; of two of one day the last one given counts."""
    return {key: value for key, when, value in sorted(changes, key=lambda one: one[1]) if when <= day}


@given(st.lists(st.tuples(st.sampled_from("abc"), DAYS, st.integers(0, 3)), max_size=30), st.lists(DAYS))
def test_the_values_are_those_of_all_changes_by_the_day(changes: list[Change], days: list[int]) -> None:
    """Days are asked for in any order, while few or many checkpoints are kept."""
    found = CheckpointedStates(changes, step=2)
    for day in (*days, 13):
        assert found.at(day) == folded(changes, day)


def test_values_that_were_given_are_the_callers_own() -> None:
    """To change them changes no later answer."""
    found = CheckpointedStates([("a", 1, 1)], step=1)
    found.at(2).clear()
    assert found.at(2) == {"a": 1}
