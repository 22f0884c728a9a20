"""The secretary general: election, taking office, acting, leaving, dismissal."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, LeavesOffice, NoHolder, Office, Step, TakesOffice, office


@attrs.frozen(kw_only=True)
class SecretaryGeneralElected(Event):
    """A decision on who is secretary general; taking office is an event of its own.

    ``decision`` is ``elected``, ``reelected``, ``extended`` (the term), or ``confirmed``; ``by`` is the body;
    ``summit`` the id of the session; ``until`` the end of the term as the source words it.
    """

    kind: ClassVar[str] = "secretary_general_elected"
    order: ClassVar[int] = 40

    person: str
    state: str = ""
    decision: Literal["elected", "reelected", "extended", "confirmed"] = "elected"
    by: str = ""
    summit: str = ""
    term_years: int | None = None
    until: str = ""

    @property
    def title(self) -> str:
        """Return the decision in a few words."""
        return f"{self.person or 'somebody'} {self.decision} secretary general"


@attrs.frozen(kw_only=True)
class SecretaryGeneralTookOffice(Event):
    """A person takes up the duties, as ``acting`` secretary general or in full."""

    kind: ClassVar[str] = "secretary_general_took_office"
    order: ClassVar[int] = 60

    person: str
    state: str = ""
    acting: bool = False

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.person} becomes {'acting ' if self.acting else ''}secretary general"


@attrs.frozen(kw_only=True)
class SecretaryGeneralAttested(Event):
    """A person is seen in office on this day by a page, while the day of taking office is not known."""

    kind: ClassVar[str] = "secretary_general_attested"
    order: ClassVar[int] = 65

    person: str
    state: str = ""

    @property
    def title(self) -> str:
        """Return the observation in a few words."""
        return f"{self.person} attested as secretary general"


@attrs.frozen(kw_only=True)
class SecretaryGeneralLeft(Event):
    """A term ends: ``occurred`` is the last day in office, ``effective`` the first day without."""

    kind: ClassVar[str] = "secretary_general_left"
    order: ClassVar[int] = 20

    person: str
    reason: Literal["term ended", "resigned", "died", "successor took over"] = "term ended"

    @property
    def title(self) -> str:
        """Return the end in a few words."""
        return f"{self.person} leaves as secretary general ({self.reason})"


@attrs.frozen(kw_only=True)
class SecretaryGeneralDismissed(Event):
    """The person is dismissed before the end of the term, ``by`` a body, on ``recall`` by a state."""

    kind: ClassVar[str] = "secretary_general_dismissed"
    order: ClassVar[int] = 20

    person: str
    by: str = ""
    recalled_by: str = ""

    @property
    def title(self) -> str:
        """Return the end in a few words."""
        return f"{self.person} dismissed as secretary general"


@attrs.frozen(kw_only=True)
class SecretaryGeneralUnestablished(Event):
    """From this day no page seen establishes who is secretary general."""

    kind: ClassVar[str] = "secretary_general_unestablished"
    order: ClassVar[int] = 55

    @property
    def title(self) -> str:
        """Return the gap in a few words."""
        return "secretary general: no holder established"


@attrs.frozen(kw_only=True)
class SecretaryGeneralStepTaken(Event):
    """A step on the way to a decision, or one put off; it changes nobody's office.

    ``step`` is ``nominated`` (put forward), ``endorsed`` (one state agrees), ``agreed`` (ministers agree),
    ``deferred`` (the choice is put off), ``principle`` (a rule for the choice is adopted), ``charged``,
    ``released``, ``resumed duties``, ``returned`` or ``attested`` (in office over a stretch). ``summary``
    tells it in
    a sentence.
    """

    kind: ClassVar[str] = "secretary_general_step_taken"

    step: Literal[
        "nominated",
        "endorsed",
        "agreed",
        "deferred",
        "principle",
        "charged",
        "released",
        "resumed duties",
        "returned",
        "attested",
    ]
    summary: str
    person: str = ""
    by: str = ""
    summit: str = ""

    @property
    def title(self) -> str:
        """Return the step in a sentence."""
        return self.summary


OfficeEvent = (
    SecretaryGeneralTookOffice
    | SecretaryGeneralAttested
    | SecretaryGeneralLeft
    | SecretaryGeneralDismissed
    | SecretaryGeneralUnestablished
)


def _steps(event: OfficeEvent) -> Step:
    if isinstance(event, SecretaryGeneralUnestablished):
        return NoHolder(Absence.NO_DATA, phrase="no page establishes a holder from")
    if isinstance(event, SecretaryGeneralTookOffice):
        phrase = "began to act" if event.acting else "took office"
        return TakesOffice(event.person, acting=event.acting, phrase=phrase)
    if isinstance(event, SecretaryGeneralAttested):
        return TakesOffice(event.person, attested=True)
    if isinstance(event, SecretaryGeneralDismissed):
        return LeavesOffice(event.person, phrase="was dismissed")
    return LeavesOffice(event.person, phrase=f"left ({event.reason})")


SECRETARY_GENERAL: Office = office(
    "secretary_general",
    _steps,
    kinds=(
        SecretaryGeneralTookOffice,
        SecretaryGeneralAttested,
        SecretaryGeneralLeft,
        SecretaryGeneralDismissed,
        SecretaryGeneralUnestablished,
    ),
    before=Absence.NOT_YET_EXISTING,
)
