"""The Parliamentary Assembly: its chair, its sessions, what it decides."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, LeavesOffice, NoHolder, Office, Step, TakesOffice, office


@attrs.frozen(kw_only=True)
class AssemblyChairTookOffice(Event):
    """A person takes up the duties of chair of the Parliamentary Assembly, acting or in full; ``decided_by``
    is the body that chose them.
    """

    kind: ClassVar[str] = "assembly_chair_took_office"
    order: ClassVar[int] = 60

    person: str
    state: str = ""
    acting: bool = False
    decided_by: str = ""

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.person} becomes {'acting ' if self.acting else ''}chair of the Parliamentary Assembly"


@attrs.frozen(kw_only=True)
class AssemblyChairAttested(Event):
    """A person is seen in office on this day by a page, while the day of taking office is not known."""

    kind: ClassVar[str] = "assembly_chair_attested"
    order: ClassVar[int] = 65

    person: str
    state: str = ""

    @property
    def title(self) -> str:
        """Return the observation in a few words."""
        return f"{self.person} attested as chair of the Parliamentary Assembly"


@attrs.frozen(kw_only=True)
class AssemblyChairLeft(Event):
    """A tenure ends: ``occurred`` is the last day in office, ``effective`` the first day without."""

    kind: ClassVar[str] = "assembly_chair_left"
    order: ClassVar[int] = 20

    person: str
    reason: Literal["term ended", "resigned", "died", "dismissed", "not told"] = "not told"

    @property
    def title(self) -> str:
        """Return the end in a few words."""
        return f"{self.person} leaves as chair of the Parliamentary Assembly ({self.reason})"


@attrs.frozen(kw_only=True)
class AssemblyChairUnestablished(Event):
    """From this day no page seen establishes who is chair of the Parliamentary Assembly."""

    kind: ClassVar[str] = "assembly_chair_unestablished"
    order: ClassVar[int] = 55

    @property
    def title(self) -> str:
        """Return the gap in a few words."""
        return "chair of the Parliamentary Assembly: no holder established"


@attrs.frozen(kw_only=True)
class AssemblySessionHeld(Event):
    """A plenary session, or a meeting of the Assembly's council or a committee, takes place."""

    kind: ClassVar[str] = "assembly_session_held"

    body: Literal["plenary", "council", "committee", "not told"]
    place: str = ""
    number: int | None = None
    chairperson: str = ""
    summary: str = ""

    @property
    def title(self) -> str:
        """Return the session in a few words."""
        return f"Parliamentary Assembly: {self.body} session{f', {self.place}' if self.place else ''}"


@attrs.frozen(kw_only=True)
class AssemblyStepTaken(Event):
    """Something decided or done about the Assembly that changes nobody's office; ``summary`` tells it in a
    sentence.
    """

    kind: ClassVar[str] = "assembly_step_taken"

    summary: str
    person: str = ""
    by: str = ""

    @property
    def title(self) -> str:
        """Return the step in a sentence."""
        return self.summary


OfficeEvent = AssemblyChairTookOffice | AssemblyChairAttested | AssemblyChairLeft | AssemblyChairUnestablished


def _steps(event: OfficeEvent) -> Step:
    if isinstance(event, AssemblyChairUnestablished):
        return NoHolder(Absence.NO_DATA, phrase="no page establishes a holder from")
    if isinstance(event, AssemblyChairTookOffice):
        return TakesOffice(
            event.person, acting=event.acting, phrase="began to act" if event.acting else "took office"
        )
    if isinstance(event, AssemblyChairAttested):
        return TakesOffice(event.person, attested=True)
    return LeavesOffice(event.person, phrase=f"left ({event.reason})")


ASSEMBLY_CHAIR: Office = office(
    "assembly_chair",
    _steps,
    kinds=(AssemblyChairTookOffice, AssemblyChairAttested, AssemblyChairLeft, AssemblyChairUnestablished),
)
