"""A club: a small organization of its own, for trying the laws on histories that are cheap to enumerate.

It has an office (the steward), a status a member, a count, a set, and a projection that tells every order apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal

import attrs
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.single_types import DateOrOpen
from cstotimeline.core.fold.office import Absence, LeavesOffice, NoHolder, Office, Step, TakesOffice, office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing.organizations import Organization


@attrs.frozen(kw_only=True)
class StewardTook(Event):
    """``holder`` becomes steward, after ``predecessor`` if one is named; ``attested``: was steward already."""

    kind: ClassVar[str] = "steward_took"
    order: ClassVar[int] = 60

    holder: str
    acting: bool = False
    attested: bool = False
    predecessor: str | None = None

    @property
    def title(self) -> str:
        """Return the event in a few words."""
        return f"{self.holder} becomes steward"


@attrs.frozen(kw_only=True)
class StewardServed(Event):
    """``holder`` is steward until ``until``, the last day: one event states both ends."""

    kind: ClassVar[str] = "steward_served"
    order: ClassVar[int] = 60

    holder: str
    acting: bool = False
    until: DateOrOpen = PartialDate.OPEN


@attrs.frozen(kw_only=True)
class StewardLeft(Event):
    """``holder`` stops being steward; ``of`` names the event by which the tenure began, where that is known."""

    kind: ClassVar[str] = "steward_left"
    order: ClassVar[int] = 20

    holder: str
    of: str = ""


@attrs.frozen(kw_only=True)
class StewardMissing(Event):
    """From here on there is no steward, for a ``reason``; ``candidates`` are those who may be steward nevertheless."""

    kind: ClassVar[str] = "steward_missing"
    order: ClassVar[int] = 40

    reason: Literal["not yet existing", "not yet filled", "vacant", "ended", "no data"]
    candidates: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class MemberJoined(Event):
    """``member`` joins the club."""

    kind: ClassVar[str] = "member_joined"
    order: ClassVar[int] = 60

    member: str


@attrs.frozen(kw_only=True)
class MemberSuspended(Event):
    """``member`` may not vote any more."""

    kind: ClassVar[str] = "member_suspended"
    order: ClassVar[int] = 30

    member: str


@attrs.frozen(kw_only=True)
class MemberLeft(Event):
    """``member`` is no member any more."""

    kind: ClassVar[str] = "member_left"
    order: ClassVar[int] = 20

    member: str


@attrs.frozen(kw_only=True)
class MotionCarried(Event):
    """The club carries ``motion``, or with ``repeals`` drops it."""

    kind: ClassVar[str] = "motion_carried"

    motion: str
    repeals: bool = False


UNTIL = (
    PartialDate.OPEN,
    PartialDate.UNKNOWN,
    *map(PartialDate.parse, ("2020-01-30", "2020-01-31", "2020-02-01~", "2020-01-3X", "2020-02", "2020")),
)
"""When the terms of made-up stewards end."""

MEMBER = "member"
KINDS: tuple[type[Event], ...] = (
    StewardTook,
    StewardServed,
    StewardLeft,
    StewardMissing,
    MemberJoined,
    MemberSuspended,
    MemberLeft,
    MotionCarried,
)


def _steward(event: StewardTook | StewardServed | StewardLeft | StewardMissing) -> Step:
    if isinstance(event, StewardServed):
        return TakesOffice(event.holder, acting=event.acting, until=event.until)
    if isinstance(event, StewardTook):
        return TakesOffice(
            event.holder, acting=event.acting, attested=event.attested, predecessor=event.predecessor
        )
    if isinstance(event, StewardLeft):
        return LeavesOffice(event.holder, of=event.of)
    return NoHolder(Absence(event.reason), event.candidates)


def _standing(event: MemberJoined | MemberSuspended | MemberLeft) -> Step:
    if isinstance(event, MemberLeft):
        return NoHolder(Absence.ENDED)
    return TakesOffice(MEMBER if isinstance(event, MemberJoined) else "suspended")


def _carried(motions: frozenset[str], event: MotionCarried) -> frozenset[str]:
    return motions - {event.motion} if event.repeals else motions | {event.motion}


def _noted(minutes: tuple[str, ...], event: Event) -> tuple[str, ...]:
    return (*minutes, event.id)


def _member(event: MemberJoined | MemberSuspended | MemberLeft) -> str:
    return event.member


def _one_more(count: int, event: Event) -> int:
    del event
    return count + 1


def _last_minutes(minutes: tuple[str, ...]) -> tuple[str, ...]:
    return minutes[-1:]


STEWARD: Office = office("steward", _steward, kinds=(StewardTook, StewardServed, StewardLeft, StewardMissing))
STANDING: Office = office(
    "standing",
    _standing,
    kinds=(MemberJoined, MemberSuspended, MemberLeft),
    key=_member,
    before=Absence.NOT_YET_FILLED,
)
JOINED: Projection[int] = Projection(
    name="joined", initial=0, apply=_one_more, kinds=(MemberJoined,), counted=True
)
MOTIONS: Projection[frozenset[str]] = Projection(
    name="motions", initial=frozenset(), apply=_carried, kinds=(MotionCarried,)
)
MINUTES: Projection[tuple[str, ...]] = Projection(name="minutes", initial=(), apply=_noted, kinds=KINDS)
"""The ids of all events in order: different orders give different values."""
LATEST: Projection[tuple[str, ...]] = Projection(
    name="latest", initial=(), apply=_noted, kinds=KINDS, view=_last_minutes
)
"""The id of the last event: the view is less than the state."""

PROJECTIONS: tuple[Projection[Any], ...] = (STEWARD, STANDING, JOINED, MOTIONS, MINUTES, LATEST)

CLUB = Organization(
    kinds=KINDS,
    projections=PROJECTIONS,
    groups={"members": (STANDING, (MEMBER,))},
    pins={
        StewardTook: {"predecessor": None},
        StewardServed: {"until": st.sampled_from(UNTIL)},
        StewardLeft: {"of": ""},
        MotionCarried: {"motion": st.sampled_from(["dues", "tea"])},
    },
)


def timeline(history: Iterable[Event] | Iterable[Record]) -> Timeline:
    """Return the timeline of the club, with all its projections."""
    return CLUB.timeline(history)


def members(asked: Timeline) -> GroupQuestion:
    """Return the question who the members of the club are; the suspended are none."""
    return GroupQuestion(asked.scope, STANDING, (MEMBER,), "members")
