"""The Joint Staff: its chief, and what is decided about it."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from cstotimeline.core.fold.office import Office, office
from cstotimeline.csto.person_offices import (
    BodyStepTaken,
    HolderUnknown,
    LeftOffice,
    SeenInOffice,
    TookOffice,
    step_of,
)

_CHIEF = "chief of the Joint Staff"


@attrs.frozen(kw_only=True)
class JointStaffChiefTookOffice(TookOffice):
    """A person becomes chief of the Joint Staff, acting or in full; ``decided_by`` is the body that decided it."""

    kind: ClassVar[str] = "joint_staff_chief_took_office"
    stream: ClassVar[str] = "joint-staff"
    post: ClassVar[str] = _CHIEF

    decided_by: str = ""


@attrs.frozen(kw_only=True)
class JointStaffChiefAttested(SeenInOffice):
    """A page shows that a person is in office on this day; the day of taking office is unknown."""

    kind: ClassVar[str] = "joint_staff_chief_attested"
    stream: ClassVar[str] = "joint-staff"
    post: ClassVar[str] = _CHIEF


@attrs.frozen(kw_only=True)
class JointStaffChiefLeft(LeftOffice):
    """A tenure ends: ``occurred`` is the last day in office, ``effective`` the first day after it."""

    kind: ClassVar[str] = "joint_staff_chief_left"
    stream: ClassVar[str] = "joint-staff"
    post: ClassVar[str] = _CHIEF

    reason: Literal["term ended", "resigned", "died", "dismissed", "not told"] = "not told"


@attrs.frozen(kw_only=True)
class JointStaffChiefUnestablished(HolderUnknown):
    """From this day no source says who is chief of the Joint Staff."""

    kind: ClassVar[str] = "joint_staff_chief_unestablished"
    stream: ClassVar[str] = "joint-staff"
    post: ClassVar[str] = _CHIEF


@attrs.frozen(kw_only=True)
class JointStaffStepTaken(BodyStepTaken):
    """Something is decided or done about the Joint Staff that changes no office; ``summary`` says it in a sentence."""

    kind: ClassVar[str] = "joint_staff_step_taken"
    stream: ClassVar[str] = "joint-staff"


JOINT_STAFF_CHIEF: Office = office(
    "joint_staff_chief",
    step_of,
    kinds=(
        JointStaffChiefTookOffice,
        JointStaffChiefAttested,
        JointStaffChiefLeft,
        JointStaffChiefUnestablished,
    ),
)
