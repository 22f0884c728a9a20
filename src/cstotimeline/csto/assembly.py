"""The Parliamentary Assembly: its chair, its sessions, what it decides."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Office, office
from cstotimeline.csto.person_offices import (
    BodyStepTaken,
    HolderUnknown,
    LeftOffice,
    SeenInOffice,
    TookOffice,
    step_of,
)

_CHAIR = "chair of the Parliamentary Assembly"


@attrs.frozen(kw_only=True)
class AssemblyChairTookOffice(TookOffice):
    """A person becomes chair of the Parliamentary Assembly, acting or in full; ``decided_by`` is the body that decided
    it.
    """

    kind: ClassVar[str] = "assembly_chair_took_office"
    stream: ClassVar[str] = "assembly"
    post: ClassVar[str] = _CHAIR

    decided_by: str = ""


@attrs.frozen(kw_only=True)
class AssemblyChairAttested(SeenInOffice):
    """A page shows that a person is in office on this day; the day of taking office is unknown."""

    kind: ClassVar[str] = "assembly_chair_attested"
    stream: ClassVar[str] = "assembly"
    post: ClassVar[str] = _CHAIR


@attrs.frozen(kw_only=True)
class AssemblyChairLeft(LeftOffice):
    """A tenure ends: ``occurred`` is the last day in office, ``effective`` the first day after it."""

    kind: ClassVar[str] = "assembly_chair_left"
    stream: ClassVar[str] = "assembly"
    post: ClassVar[str] = _CHAIR

    reason: Literal["term ended", "resigned", "died", "dismissed", "not told"] = "not told"


@attrs.frozen(kw_only=True)
class AssemblyChairUnestablished(HolderUnknown):
    """From this day no source says who is chair of the Parliamentary Assembly."""

    kind: ClassVar[str] = "assembly_chair_unestablished"
    stream: ClassVar[str] = "assembly"
    post: ClassVar[str] = _CHAIR


@attrs.frozen(kw_only=True)
class AssemblySessionHeld(Event):
    """A plenary session, or a meeting of the Assembly's council or a committee, takes place."""

    kind: ClassVar[str] = "assembly_session_held"
    stream: ClassVar[str] = "assembly"

    body: Literal["plenary", "council", "committee", "not told"]
    place: str = ""
    number: int | None = None
    chairperson: str = ""
    summary: str = ""

    @property
    def title(self) -> str:
        """The session in a few words."""
        return f"Parliamentary Assembly: {self.body} session{f', {self.place}' if self.place else ''}"


@attrs.frozen(kw_only=True)
class AssemblyStepTaken(BodyStepTaken):
    """Something is decided or done about the Assembly that changes no office; ``summary`` says it in a sentence."""

    kind: ClassVar[str] = "assembly_step_taken"
    stream: ClassVar[str] = "assembly"


ASSEMBLY_CHAIR: Office = office(
    "assembly_chair",
    step_of,
    kinds=(AssemblyChairTookOffice, AssemblyChairAttested, AssemblyChairLeft, AssemblyChairUnestablished),
)
