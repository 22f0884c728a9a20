"""The secretary general: election, taking office, acting, leaving, dismissal."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, LeavesOffice, NoHolder, Office, Step, TakesOffice, office
from cstotimeline.core.temporal.wording import on_date
from cstotimeline.csto.person_offices import HolderUnknown, LeftOffice, SeenInOffice, TookOffice, step_of

_SECRETARY = "secretary general"


@attrs.frozen(kw_only=True)
class SecretaryGeneralElected(Event):
    """A decision on who is secretary general; it counts from its ``effective`` day, the one of taking office.

    ``decision`` is ``elected``, ``reelected``, ``extended`` (the term), or ``confirmed``; ``by`` is the body;
    ``summit`` the id of the session; ``until`` the end of the term as the source words it. The day of taking office may
    stand in the log as an event of its own as well.
    """

    kind: ClassVar[str] = "secretary_general_elected"
    stream: ClassVar[str] = "secretariat"
    order: ClassVar[int] = 62

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
        if not self.person:
            return f"{_SECRETARY} {self.decision} (nobody named)"
        return f"{self.person} {self.decision} {_SECRETARY}"


@attrs.frozen(kw_only=True)
class SecretaryGeneralTookOffice(TookOffice):
    """A person becomes secretary general, ``acting`` or in full."""

    kind: ClassVar[str] = "secretary_general_took_office"
    stream: ClassVar[str] = "secretariat"
    post: ClassVar[str] = _SECRETARY


@attrs.frozen(kw_only=True)
class SecretaryGeneralAttested(SeenInOffice):
    """A page shows that a person is in office on this day; the day of taking office is unknown."""

    kind: ClassVar[str] = "secretary_general_attested"
    stream: ClassVar[str] = "secretariat"
    post: ClassVar[str] = _SECRETARY


@attrs.frozen(kw_only=True)
class SecretaryGeneralLeft(LeftOffice):
    """A term ends: ``occurred`` is the last day in office, ``effective`` the first day after it."""

    kind: ClassVar[str] = "secretary_general_left"
    stream: ClassVar[str] = "secretariat"
    post: ClassVar[str] = _SECRETARY

    reason: Literal["term ended", "resigned", "died", "successor took over"] = "term ended"


@attrs.frozen(kw_only=True)
class SecretaryGeneralDismissed(Event):
    """The person is dismissed before the end of the term, ``by`` a body, on ``recall`` by a state."""

    kind: ClassVar[str] = "secretary_general_dismissed"
    stream: ClassVar[str] = "secretariat"
    order: ClassVar[int] = 20

    person: str
    by: str = ""
    recalled_by: str = ""

    @property
    def title(self) -> str:
        """Return the end in a few words."""
        return f"{self.person} dismissed as {_SECRETARY}"


@attrs.frozen(kw_only=True)
class SecretaryGeneralUnestablished(HolderUnknown):
    """From this day no source says who is secretary general."""

    kind: ClassVar[str] = "secretary_general_unestablished"
    stream: ClassVar[str] = "secretariat"
    post: ClassVar[str] = _SECRETARY


@attrs.frozen(kw_only=True)
class SecretaryGeneralTermFixed(Event):
    """A source says when a person's term ends: ``effective`` is the first day after it.

    From that day on no holder is established, unless another event says who holds the office.
    """

    kind: ClassVar[str] = "secretary_general_term_fixed"
    stream: ClassVar[str] = "secretariat"
    order: ClassVar[int] = 55

    person: str

    @property
    def title(self) -> str:
        """Return the end of the term in a few words."""
        return f"term of {self.person} as {_SECRETARY} ends before {self.effective}"


@attrs.frozen(kw_only=True)
class SecretaryGeneralStepTaken(Event):
    """A step towards a decision, or a decision that is put off; it changes no office.

    ``step`` is ``nominated`` (put forward), ``endorsed`` (one state agrees), ``agreed`` (ministers agree),
    ``deferred`` (the choice is put off), ``principle`` (a rule for the choice is adopted), ``charged``,
    ``released``, ``resumed duties``, ``returned`` or ``attested`` (in office for some time). ``summary`` says what
    happened in a sentence.
    """

    kind: ClassVar[str] = "secretary_general_step_taken"
    stream: ClassVar[str] = "secretariat"

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
    TookOffice
    | SeenInOffice
    | LeftOffice
    | SecretaryGeneralElected
    | SecretaryGeneralDismissed
    | SecretaryGeneralTermFixed
    | HolderUnknown
)


def _steps(event: OfficeEvent) -> Step | None:
    if isinstance(event, SecretaryGeneralElected):
        if not event.person:
            return None
        phrase = f"was {event.decision}"
        if event.effective != event.occurred:
            phrase += f" {on_date(event.occurred)} and takes office"
        return TakesOffice(event.person, confirms=True, phrase=phrase)
    if isinstance(event, SecretaryGeneralDismissed):
        return LeavesOffice(event.person, phrase="was dismissed")
    if isinstance(event, SecretaryGeneralTermFixed):
        phrase = f"the term of {event.person} is told to end, and no page establishes who follows"
        return NoHolder(Absence.NO_DATA, (event.person,), phrase=phrase)
    return step_of(event)


SECRETARY_GENERAL: Office = office(
    "secretary_general",
    _steps,
    kinds=(
        SecretaryGeneralElected,
        SecretaryGeneralTookOffice,
        SecretaryGeneralAttested,
        SecretaryGeneralLeft,
        SecretaryGeneralDismissed,
        SecretaryGeneralTermFixed,
        SecretaryGeneralUnestablished,
    ),
    before=Absence.NOT_YET_EXISTING,
)
