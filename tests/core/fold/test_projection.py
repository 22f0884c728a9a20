"""Projections: the functions that a user gives are checked where they are used, and name what they fail for."""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs
import pytest

from cstotimeline.core.errors import EventError, LogError
from cstotimeline.core.fold.office import office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing.club import StewardTook
from tests.builders import took

COUNT: Projection[Any] = Projection(
    name="count", initial=0, apply=lambda count, _: count + 1, kinds=(StewardTook,)
)


def broken(*_: Any) -> Any:
    """Fail, as a function with a mistake does."""
    raise ZeroDivisionError("division by zero")


def listed(*_: Any) -> Any:
    """Return a value that is not hashable."""
    return [1]


ZERO, LIST = "(ZeroDivisionError: 'division by zero')", "(TypeError: \"unhashable type: 'list'\")"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"key": broken}, f"key failed for ann {ZERO}"),
        ({"key": listed}, f"key failed for ann {LIST}"),
        ({"apply": broken}, f"apply failed for ann {ZERO}"),
        ({"apply": listed}, f"apply failed for ann {LIST}"),
        ({"view": broken}, f"view failed for 1 {ZERO}"),
        ({"view": listed}, f"view failed for 1 {LIST}"),
    ],
)
@pytest.mark.parametrize("when", ["2019-12-31", "2021-01-01", "2021-01-01T00:00:00Z"])
@pytest.mark.parametrize("date", ["2020-01-01", "2020"])
def test_a_function_that_fails_is_named_with_what_it_failed_for(
    changes: dict[str, Any], told: str, when: str, date: str
) -> None:
    """Whatever is asked, the error is one line with the projection, its function, and the event or state."""
    timeline = Timeline([took("ann", date)], projections=(attrs.evolve(COUNT, **changes),))
    ask = partial(list, timeline["count"]) if "key" in changes else partial(timeline["count"].at, when)
    with pytest.raises(LogError) as caught:
        ask()
    name, reason = told.partition(" for ")[0], told.partition(" (")[2]
    assert str(caught.value).startswith(f"projection count: {name} for ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_steps_that_fail_or_are_none_are_named() -> None:
    """An office whose steps fail, or return a name in place of a step, is refused with the event."""
    for steps, told in (
        (broken, f"office chair: steps failed for ann {ZERO}; let them take every event of the kinds"),
        (
            lambda event: event.holder,
            "office chair: steps returned no step for ann, got 'Ann'; return TakesOffice(holder),"
            " LeavesOffice(holder), NoHolder(absence) or None",
        ),
    ):
        chair = office("chair", steps, kinds=(StewardTook,))
        with pytest.raises(LogError) as caught:
            Timeline([took("ann", "2020")], projections=(chair,))["chair"].at("2021-01-01")
        assert str(caught.value) == told


def test_errors_of_the_library_inside_a_function_stay_what_they_are() -> None:
    """A date error that a function raises is told as it is."""

    def refused(_: Any) -> Any:
        took("x", "2020", sources=())

    chair = office("chair", refused, kinds=(StewardTook,))
    with pytest.raises(EventError, match="sources: expected one or more"):
        Timeline([took("ann", "2020")], projections=(chair,))["chair"].at("2021-01-01")
    count = attrs.evolve(COUNT, apply=lambda *_: refused(None))
    with pytest.raises(EventError, match="sources: expected one or more"):
        Timeline([took("ann", "2020")], projections=(count,))["count"].at("2021-01-01")


def test_kinds_are_a_tuple_of_classes() -> None:
    """A list of classes is taken, and is a tuple then; one class alone, or a name, is refused."""
    given: Any = [StewardTook]
    assert attrs.evolve(COUNT, kinds=given).kinds == (StewardTook,)
    refused: tuple[Any, ...] = (StewardTook, ("steward_took",))
    for wrong in refused:
        with pytest.raises(LogError, match=r"kinds: expected event classes, got .*; give them in a tuple"):
            attrs.evolve(COUNT, kinds=wrong)
