from __future__ import annotations

from typing import Any, ClassVar

import attrs
import pytest

from cstotimeline import (
    AtMostOneHolder,
    CountBetween,
    EachEvent,
    Event,
    HandoverChain,
    Inside,
    Likelihood,
    NoGap,
    NoOverlap,
)
from cstotimeline.testing import Shape, TimelineLaws, club
from cstotimeline.testing.club import CLUB, MEMBER, STANDING, STEWARD
from cstotimeline.testing.shapes import STEWARDS
from tests.builders import left, took

SINCE = "2020-01-29"


def tea(event: club.MotionCarried, _: object) -> Any:
    """Say that tea is never served."""
    if event.motion == "tea" and not event.repeals:
        yield Likelihood.SURELY, f"{event.id}: tea is served"


def week(event: Any) -> Any:
    """Return a week from an event's day on."""
    when = event.effective
    return when, when


class TestRules(TimelineLaws):
    """Each declared rule can be broken, and judges doubtful dates as the exact ones do."""

    organization = attrs.evolve(
        CLUB,
        pins={club.MotionCarried: CLUB.pins[club.MotionCarried]},
        rules=(
            AtMostOneHolder(name="one steward", office=STEWARD),
            NoGap(name="always a steward", office=STEWARD, since=SINCE, until="2020-02-02"),
            Inside(name="stewards are members", inner=STEWARD, outer=STANDING, statuses=(MEMBER,)),
            HandoverChain(
                name="stewards follow each other",
                office=STEWARD,
                predecessor=lambda event: getattr(event, "predecessor", None),
            ),
            CountBetween(
                name="one or two members",
                office=STANDING,
                statuses=(MEMBER,),
                since=SINCE,
                at_least=1,
                at_most=2,
            ),
            NoOverlap(
                name="motions apart",
                kinds=(club.MotionCarried,),
                key=lambda event: event.motion,
                stretch=week,
            ),
            EachEvent(name="no tea", kinds=(club.MotionCarried,), broken=tea),
        ),
    )
    shape: ClassVar[Shape] = attrs.evolve(TimelineLaws.shape, rivals=False, amendments=1)


class TestStewardRules(TimelineLaws):
    """The rules of one office hold where nothing but that office changes, and holders name their predecessors."""

    organization = attrs.evolve(TestRules.organization, pins={}, rules=TestRules.organization.rules[:4:3])
    shape: ClassVar[Shape] = attrs.evolve(STEWARDS, rivals=False, predecessors=True, least=2)


FOUND: dict[str, list[Event]] = {
    "one steward": [
        took("e0", "2020-01", holder="Bob"),
        took("e1", "2020-01-2X", holder="Ann", after=("e0",)),
        left("e2", "2020-01-29", "Bob"),
    ],
    "stewards follow each other": [
        took("e0", "2020-01", holder="Bob"),
        took("e1", "2020-01-29", holder="Bob", predecessor="Ann"),
    ],
}


@pytest.mark.parametrize("name", FOUND)
def test_what_some_dates_break_is_found_as_possible(name: str) -> None:
    """Where the shown order of coarse dates breaks no rule, but another one does, that is a possible finding."""
    (rule,) = (rule for rule in TestRules.organization.rules if rule.name == name)
    (finding,) = club.timeline(FOUND[name]).check([rule])
    assert finding.likelihood is Likelihood.POSSIBLY
