from __future__ import annotations

import attrs

from cstotimeline.testing import TimelineLaws, TimelineMachine, club
from cstotimeline.testing.shapes import STEWARDS


class TestClub(TimelineLaws):
    """The club keeps every law."""

    organization = club.CLUB


class TestStewards(TimelineLaws):
    """An office whose holders name their predecessors keeps every law."""

    organization = attrs.evolve(club.CLUB, pins={})
    shape = attrs.evolve(STEWARDS, rivals=False)


class ClubMachine(TimelineMachine):
    """A log in memory, changed and asked at random."""


TestClubMachine = ClubMachine.TestCase
