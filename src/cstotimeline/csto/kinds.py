"""The kinds of event that a CSTO log may hold: one line a body, imported when one of its kinds is first met."""

from __future__ import annotations

from typing import Any

from cstotimeline.core.events.event import Event
from cstotimeline.csto.later import Later

KINDS: tuple[type[Event], ...]
"""Every kind, in the order of the lines below; imports them all."""

_NAMES_BY_HOME = {
    "core.events.amendments": "EventCorrected EventRetracted",
    "core.events.announcements": "EventAnnounced AnnouncementSettled",
    "csto.presidency": "PresidencyTransferred PresidencyUnestablished",
    "csto.secretariat": (
        "SecretaryGeneralElected SecretaryGeneralTookOffice SecretaryGeneralAttested SecretaryGeneralLeft "
        "SecretaryGeneralDismissed SecretaryGeneralUnestablished SecretaryGeneralStepTaken"
    ),
    "csto.joint_staff": (
        "JointStaffChiefTookOffice JointStaffChiefAttested JointStaffChiefLeft "
        "JointStaffChiefUnestablished JointStaffStepTaken"
    ),
    "csto.assembly": (
        "AssemblyChairTookOffice AssemblyChairAttested AssemblyChairLeft AssemblyChairUnestablished "
        "AssemblySessionHeld AssemblyStepTaken"
    ),
    "csto.membership": (
        "StateJoined StateLeft StateSuspended MembershipStepTaken ObserverAdmitted ObserverLeft StatusGranted"
    ),
    "csto.leaders": "LeaderTookOffice LeaderLeft LeaderReconfirmed",
    "csto.summits": "SummitHeld",
    "csto.meetings": "MeetingHeld",
    "csto.documents": "DocumentSigned DocumentEnteredIntoForce DocumentRatified DocumentRefused",
    "csto.forces": "ForceEstablished ForceReported ForceChanged",
    "csto.operations": "OperationStepTaken",
    "csto.exercises": "ExerciseHeld",
    "csto.reports": "BudgetReported FigureReported DevelopmentReported",
}


def _kind_of(name: str) -> str:
    """Return the kind of the class with a name: ``SummitHeld`` is ``summit_held``."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]


KINDS_BY_NAME: Later[type[Event]] = Later(
    {_kind_of(name): f"{home}:{name}" for home, names in _NAMES_BY_HOME.items() for name in names.split()}
)
"""The class of each kind, by the name that lines bear; no kind is a subclass of another."""


def __getattr__(name: str) -> Any:
    if name == "KINDS":
        return tuple(KINDS_BY_NAME.values())
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
