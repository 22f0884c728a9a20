"""The rotating presidency: which state holds it, from when, and where no page says."""

from __future__ import annotations

from typing import ClassVar

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, NoHolder, Office, Step, TakesOffice, office
from cstotimeline.csto.states import StateName


@attrs.frozen(kw_only=True)
class PresidencyTransferred(Event):
    """The presidency passes to ``holder``, from ``predecessor`` where a page names it.

    ``occurred`` is the day of the decision or of the handover, ``effective`` the first day of the new turn;
    ``summit`` is the id of the session at which it happened, ``term`` the label that pages give the turn
    (``2019-2020``), ``provisional`` a turn taken out of order until the due state takes it.
    """

    kind: ClassVar[str] = "presidency_transferred"
    stream: ClassVar[str] = "presidency"
    order: ClassVar[int] = 60

    holder: StateName
    predecessor: StateName | None = None
    chairperson: str = ""
    summit: str = ""
    term: str = ""
    provisional: bool = False

    @property
    def title(self) -> str:
        """Return the handover in a few words."""
        turn = "provisionally " if self.provisional else ""
        giver = f" from {self.predecessor}" if self.predecessor else ""
        return f"presidency passes {turn}to {self.holder}{giver}"


@attrs.frozen(kw_only=True)
class PresidencyUnestablished(Event):
    """From this day no source says who holds the presidency; ``candidates`` are the states that may."""

    kind: ClassVar[str] = "presidency_unestablished"
    stream: ClassVar[str] = "presidency"
    order: ClassVar[int] = 55

    candidates: tuple[StateName, ...] = ()

    @property
    def title(self) -> str:
        """Return the gap in a few words."""
        return "presidency: no holder established"


def _at_summit(event: PresidencyTransferred) -> str:
    """Return where the handover took place or was decided, from a summit id such as ``summit-2018-11-08-astana``."""
    place = event.summit.removeprefix("summit-")[11:].replace("-", " ").title()
    if not place:
        return ""
    if event.effective != event.occurred:
        return f", by decision of the {place} summit,"
    return f" at the {place} summit"


def _steps(event: PresidencyTransferred | PresidencyUnestablished) -> Step:
    if isinstance(event, PresidencyUnestablished):
        return NoHolder(Absence.NO_DATA, event.candidates, phrase="no page establishes a holder")
    giver = f" from {event.predecessor}" if event.predecessor else ""
    turn = "provisionally " if event.provisional else ""
    phrase = f"{turn}took over{giver}{_at_summit(event)}"
    return TakesOffice(event.holder, predecessor=event.predecessor, phrase=phrase)


PRESIDENCY: Office = office(
    "presidency",
    _steps,
    kinds=(PresidencyTransferred, PresidencyUnestablished),
    before=Absence.NOT_YET_EXISTING,
)
