"""Membership: states that join, leave and are suspended, and observers."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, NoHolder, Office, Step, TakesOffice, office
from cstotimeline.csto.states import StateName, state_of


@attrs.frozen(kw_only=True)
class StateJoined(Event):
    """A state becomes party to the Treaty (before October 2002) or member of the organization.

    ``way`` is ``signed`` (original signatory), ``acceded``, ``founded`` (a party at the founding of the
    organization) or ``restored`` (a member again).
    """

    kind: ClassVar[str] = "state_joined"
    stream: ClassVar[str] = "membership"
    order: ClassVar[int] = 60

    state: StateName
    way: Literal["signed", "acceded", "founded", "restored"]
    body: Literal["treaty", "organization"]

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.state} joins the {self.body} ({self.way})"


@attrs.frozen(kw_only=True)
class StateLeft(Event):
    """A state stops being party or member: ``effective`` is the first day after it."""

    kind: ClassVar[str] = "state_left"
    stream: ClassVar[str] = "membership"
    order: ClassVar[int] = 20

    state: StateName
    way: Literal["not prolonged", "withdrew", "expelled"]
    body: Literal["treaty", "organization"]

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.state} leaves the {self.body} ({self.way})"


@attrs.frozen(kw_only=True)
class StateSuspended(Event):
    """A state's membership is suspended, ``by`` a body."""

    kind: ClassVar[str] = "state_suspended"
    stream: ClassVar[str] = "membership"
    order: ClassVar[int] = 30

    state: StateName
    by: str = ""
    summit: str = ""

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.state} suspended"


@attrs.frozen(kw_only=True)
class MembershipStepTaken(Event):
    """A step about a state's membership that does not itself change it.

    ``step`` is ``decided``, ``requested``, ``announced``, ``protocol signed``, ``ratified``, ``participation frozen``
    (in words), ``intention stated``, ``absence`` (from a meeting or exercise), ``refused to sign``, ``post
    renounced``, ``rule stated``, ``assessment`` or ``confirmed`` (a page lists the members). ``summary`` says what
    happened in a sentence.
    """

    kind: ClassVar[str] = "membership_step_taken"
    stream: ClassVar[str] = "membership"

    step: Literal[
        "decided",
        "requested",
        "announced",
        "protocol signed",
        "ratified",
        "participation frozen",
        "intention stated",
        "absence",
        "refused to sign",
        "post renounced",
        "rule stated",
        "assessment",
        "confirmed",
    ]
    summary: str
    states: tuple[str, ...] = ()
    person: str = ""
    body: str = ""

    @property
    def title(self) -> str:
        """Return the step in a sentence."""
        return self.summary


@attrs.frozen(kw_only=True)
class ObserverAdmitted(Event):
    """A state or body becomes observer at ``body``: the organization or its Parliamentary Assembly."""

    kind: ClassVar[str] = "observer_admitted"
    stream: ClassVar[str] = "membership"
    order: ClassVar[int] = 60

    observer: str
    body: str

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.observer} becomes observer at {self.body}"


@attrs.frozen(kw_only=True)
class ObserverLeft(Event):
    """A state or body stops being observer at ``body``; ``effective`` is the first day after it."""

    kind: ClassVar[str] = "observer_left"
    stream: ClassVar[str] = "membership"
    order: ClassVar[int] = 20

    observer: str
    body: str

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.observer} no longer observer at {self.body}"


@attrs.frozen(kw_only=True)
class StatusGranted(Event):
    """The organization itself gets a status elsewhere, or creates a status that others may get."""

    kind: ClassVar[str] = "status_granted"
    stream: ClassVar[str] = "membership"

    status: str
    to: str
    body: str

    @property
    def title(self) -> str:
        """Return the grant in a few words."""
        return f"{self.status} for {self.to} at {self.body}"


MEMBER, SUSPENDED, OBSERVER = "member", "suspended", "observer"


def _standing(event: StateJoined | StateLeft | StateSuspended) -> Step:
    if isinstance(event, StateJoined):
        return TakesOffice(MEMBER, phrase=f"joined the {event.body} ({event.way})")
    if isinstance(event, StateSuspended):
        return TakesOffice(SUSPENDED, phrase="suspended")
    return NoHolder(Absence.ENDED, phrase=f"left the {event.body} ({event.way})")


def _observing(event: ObserverAdmitted | ObserverLeft) -> Step:
    if isinstance(event, ObserverAdmitted):
        return TakesOffice(OBSERVER, phrase=f"became observer at {event.body}")
    return NoHolder(Absence.ENDED, phrase=f"stopped being observer at {event.body}")


MEMBERSHIP: Office = office(
    "membership",
    _standing,
    kinds=(StateJoined, StateLeft, StateSuspended),
    key=state_of,
    before=Absence.NOT_YET_FILLED,
)


def _observer_of(event: Any) -> str:
    return str(event.observer)


OBSERVING: Office = office(
    "observing",
    _observing,
    kinds=(ObserverAdmitted, ObserverLeft),
    key=_observer_of,
    before=Absence.NOT_YET_FILLED,
)
