"""The Joint Staff: its chief, and what is decided about it."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, LeavesOffice, NoHolder, Office, Step, TakesOffice, office


@attrs.frozen(kw_only=True)
class JointStaffChiefTookOffice(Event):
    """A person takes up the duties of chief of the Joint Staff, acting or in full; ``decided_by`` is the body
    that chose them.
    """

    kind: ClassVar[str] = "joint_staff_chief_took_office"
    order: ClassVar[int] = 60

    person: str
    state: str = ""
    acting: bool = False
    decided_by: str = ""

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.person} becomes {'acting ' if self.acting else ''}chief of the Joint Staff"


@attrs.frozen(kw_only=True)
class JointStaffChiefAttested(Event):
    """A person is seen in office on this day by a page, while the day of taking office is not known."""

    kind: ClassVar[str] = "joint_staff_chief_attested"
    order: ClassVar[int] = 65

    person: str
    state: str = ""

    @property
    def title(self) -> str:
        """Return the observation in a few words."""
        return f"{self.person} attested as chief of the Joint Staff"


@attrs.frozen(kw_only=True)
class JointStaffChiefLeft(Event):
    """A tenure ends: ``occurred`` is the last day in office, ``effective`` the first day without."""

    kind: ClassVar[str] = "joint_staff_chief_left"
    order: ClassVar[int] = 20

    person: str
    reason: Literal["term ended", "resigned", "died", "dismissed", "not told"] = "not told"

    @property
    def title(self) -> str:
        """Return the end in a few words."""
        return f"{self.person} leaves as chief of the Joint Staff ({self.reason})"


@attrs.frozen(kw_only=True)
class JointStaffChiefUnestablished(Event):
    """From this day no page seen establishes who is chief of the Joint Staff."""

    kind: ClassVar[str] = "joint_staff_chief_unestablished"
    order: ClassVar[int] = 55

    @property
    def title(self) -> str:
        """Return the gap in a few words."""
        return "chief of the Joint Staff: no holder established"


@attrs.frozen(kw_only=True)
class JointStaffStepTaken(Event):
    """Something decided or done about the Joint Staff that changes nobody's office; ``summary`` tells it in a
    sentence.
    """

    kind: ClassVar[str] = "joint_staff_step_taken"

    summary: str
    person: str = ""
    by: str = ""

    @property
    def title(self) -> str:
        """Return the step in a sentence."""
        return self.summary


OfficeEvent = (
    JointStaffChiefTookOffice | JointStaffChiefAttested | JointStaffChiefLeft | JointStaffChiefUnestablished
)


def _steps(event: OfficeEvent) -> Step:
    if isinstance(event, JointStaffChiefUnestablished):
        return NoHolder(Absence.NO_DATA, phrase="no page establishes a holder from")
    if isinstance(event, JointStaffChiefTookOffice):
        return TakesOffice(
            event.person, acting=event.acting, phrase="began to act" if event.acting else "took office"
        )
    if isinstance(event, JointStaffChiefAttested):
        return TakesOffice(event.person, attested=True)
    return LeavesOffice(event.person, phrase=f"left ({event.reason})")


JOINT_STAFF_CHIEF: Office = office(
    "joint_staff_chief",
    _steps,
    kinds=(
        JointStaffChiefTookOffice,
        JointStaffChiefAttested,
        JointStaffChiefLeft,
        JointStaffChiefUnestablished,
    ),
)
