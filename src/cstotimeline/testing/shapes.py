"""Shapes: what a made-up history may hold, the dates that its events have, and how many choices of days it allows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.any_kind import events as any_event
from cstotimeline.testing.organizations import Organization

BUDGET = 400
"""How many choices of days a history may allow, corrections not counted twice."""

MOST_PLACES = 12
"""How many days of a coarse date make a difference at most where a few events meet; for counting choices."""

EXACT = ("2020-01-29", "2020-01-30", "2020-01-31", "2020-02-01", "2020-02-02")
TIMED = (
    *("2020-01-30T09:00:00", "2020-01-31T09:00:00", "2020-01-31T12:30:00+05:00", "2020-02-01T00:30:00Z"),
    *("2020-01-31T23:30:00-04:00", "2020-02-01T00:10:00+04:00"),
)
PATTERNS = (
    "2020-XX-31",
    "2020-01-X1",
    "2020-0X-30",
    "[2020-01-30,2020-02-01]",
    "[2020-01-29,2020-02..2020-03]",
)
COARSE = (
    *("2020-01-3X", "2020-01-3X~", "2020-02-0X", "2020-01-2X", "2020-02-0X?"),
    *("2020-02", "2020-01", "2020-01%", "2020"),
    *PATTERNS,
)
WINDOW = EXACT + TIMED + COARSE
"""The dates that events have: from one day to one year, all around the end of January 2020.

The instants of the last two times of day are in the contrary order of their days.
"""

DAYS = tuple(date(2020, 1, 28) + timedelta(days=n) for n in range(8))
"""The days at which to ask: those of the window, where nearly all dates meet."""


@attrs.frozen(kw_only=True)
class Shape:
    """What a history may hold: at ``least`` and at ``most`` so many events of ``kinds`` (all kinds of the
    ``organization`` unless given), dated by ``dates``, in one of the ``zones``.

    The switches add what they name: ``after`` named earlier events, ``predecessors`` named earlier stewards of the
    club, ``leavings`` of the club that name the taking which they end, ``rivals`` claims, ``disclosed`` dates of
    disclosure. With ``coarse_clocks`` the dates of disclosures, corrections, announcements and sources are coarse as
    well. ``amendments``, ``announcements`` and ``coverage`` say how many of them at most; without declarations of
    coverage the default of the timeline holds.
    """

    organization: Organization = club.CLUB
    kinds: tuple[type[Event], ...] = ()
    dates: tuple[str, ...] = WINDOW
    zones: tuple[str, ...] = ("",)
    most: int = 4
    least: int = 0
    budget: int = BUDGET
    after: bool = True
    predecessors: bool = False
    leavings: bool = False
    rivals: bool = True
    disclosed: bool = False
    coarse_clocks: bool = False
    amendments: int = 0
    announcements: int = 0
    coverage: int = 0

    def event(self, kind: type[Event], **common: Any) -> st.SearchStrategy[Event]:
        """Return a strategy for events of ``kind`` with the fields of every event as given."""
        pins = {"after": (), "claim": "", "rank": "normal", "note": "", "zone": st.sampled_from(self.zones)}
        own = self.organization.pins.get(kind, {})
        return any_event(kind, using=self.organization.using, **{**pins, **own, **common})


STEWARDS = Shape(kinds=(club.StewardTook, club.StewardServed, club.StewardLeft, club.StewardMissing))
MEMBERS = Shape(kinds=(club.MemberJoined, club.MemberSuspended, club.MemberLeft))


def span_days(text: str) -> int:
    """Return how many days a date may mean."""
    return len(PartialDate.parse(text).ordinals)


def weight(text: str) -> int:
    """Return by how much a date multiplies the choices of days that make a difference."""
    return min(span_days(text), MOST_PLACES)


def affordable(shape: Shape, budget: int) -> st.SearchStrategy[str]:
    """Return a strategy for dates that multiply the choices of days by ``budget`` at most."""
    return st.sampled_from([text for text in shape.dates if weight(text) <= budget])


def statement_days(shape: Shape) -> st.SearchStrategy[PartialDate]:
    """Return a strategy for the days on which something is said of an event: announced, corrected, retracted."""
    exact = st.integers(0, 4).map(lambda days: PartialDate.of(date(2020, 1, 29) + timedelta(days=days)))
    return exact | coarse_days() if shape.coarse_clocks else exact


def coarse_days() -> st.SearchStrategy[PartialDate]:
    """Return a strategy for coarse dates, patterns, and times of day on which something may be said."""
    texts = ("2020-01-3X", "2020-02-0X", "2020-02", "2020", "2020-01-X1", "2020-0X-31")
    return st.sampled_from([PartialDate.parse(text) for text in (*texts, *TIMED[2:4])])


def moved(when: PartialDate, days: int) -> PartialDate:
    """Return a day some days from the first day that ``when`` may mean."""
    return PartialDate.of(date.fromordinal(when.first_ordinal + days))
