"""Organizations unlike the club keep every law as well: all projections keyed, groups without a reason before all."""

from __future__ import annotations

import time
from typing import Any, ClassVar

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from cstotimeline import Event, Projection, TakesOffice, office
from cstotimeline.testing import LAWS, TimelineLaws, club, histories
from cstotimeline.testing.organizations import Organization


@attrs.frozen(kw_only=True)
class Chosen(Event):
    """``person`` becomes captain of ``team``."""

    kind: ClassVar[str] = "chosen"

    team: str
    person: str


CAPTAIN = office("captain", lambda event: TakesOffice(event.person), kinds=(Chosen,), key=lambda e: e.team)
TEAMS = Organization(
    kinds=(Chosen,),
    projections=(CAPTAIN,),
    groups={"of Ann": (CAPTAIN, ("Ann",)), "of Bob": (CAPTAIN, ("Bob",))},
)


class TestTeams(TimelineLaws):
    """An organization whose every projection has keys, asked for groups of an office that may have no data."""

    organization = TEAMS


def test_an_empty_history_of_keyed_projections_keeps_every_law() -> None:
    """Where nothing has a key there is nothing to ask, and no law fails for it."""
    keyed = attrs.evolve(TEAMS, groups={})

    @settings(max_examples=5, database=None, deadline=None)
    @given(data=st.data())
    def held(data: st.DataObject) -> None:
        for name in ("why_cites_every_source", "arrival_order_never_matters", "asked_in_any_order"):
            LAWS[name].check(keyed, (), data.draw)

    held()


def _slowly(count: int, _: Event) -> int:
    time.sleep(0.005)
    return count + 1


def test_no_law_fails_because_it_takes_long() -> None:
    """A projection that takes its time breaks no law, though a profile allows a millisecond for a history."""
    slow: Projection[Any] = Projection(name="slow", initial=0, apply=_slowly, kinds=club.KINDS)
    before = settings.default
    settings.register_profile("hurried", parent=before, deadline=1, max_examples=5)
    settings.load_profile("hurried")
    try:
        organization = attrs.evolve(club.CLUB, projections=(slow,), groups={})
        made = type("Slow", (TimelineLaws,), {"organization": organization})
        made().test_arrival_order_never_matters()
        made().test_why_cites_every_source()
    finally:
        settings.register_profile("before", parent=before)
        settings.load_profile("before")


@given(events=histories(organization=TEAMS, least=1, coarse_clocks=True, disclosed=True, coverage=2))
def test_histories_of_any_organization_may_declare_coverage(events: tuple[Event, ...]) -> None:
    """Declarations name an aspect that the organization has, and no other kind of its own is drawn for them."""
    declared = [event for event in events if event.kind == "coverage_declared"]
    assert {event.aspect for event in declared} <= {"captain"}  # type: ignore[attr-defined]
    assert len(declared) <= 2
