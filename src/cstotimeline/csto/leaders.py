"""Leaders: who represents a state in the Council: its president, or Armenia's prime minister since 2018."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import LeavesOffice, Office, Step, TakesOffice, office
from cstotimeline.csto.states import StateName, state_of


@attrs.frozen(kw_only=True)
class LeaderTookOffice(Event):
    """A person begins to lead ``state`` in ``post``, acting or in full; the leader before leaves."""

    kind: ClassVar[str] = "leader_took_office"
    stream: ClassVar[str] = "leaders"
    order: ClassVar[int] = 60

    state: StateName
    person: str
    post: str
    acting: bool = False

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.person} becomes {'acting ' if self.acting else ''}{self.post} of {self.state}"


@attrs.frozen(kw_only=True)
class LeaderLeft(Event):
    """A person stops leading ``state``: ``occurred`` is the last day, ``effective`` the first day after it."""

    kind: ClassVar[str] = "leader_left"
    stream: ClassVar[str] = "leaders"
    order: ClassVar[int] = 20

    state: StateName
    person: str
    reason: Literal["term ended", "resigned", "died", "overthrown", "removed", "not told"] = "not told"

    @property
    def title(self) -> str:
        """Return the end in a few words."""
        why = "" if self.reason == "not told" else f" ({self.reason})"
        return f"{self.person} leaves as leader of {self.state}{why}"


@attrs.frozen(kw_only=True)
class LeaderReconfirmed(Event):
    """A leader in office begins a new term, wins an election or changes post; the tenure continues."""

    kind: ClassVar[str] = "leader_reconfirmed"
    stream: ClassVar[str] = "leaders"

    state: StateName
    person: str
    post: str
    step: Literal["elected", "inaugurated", "changed post", "reappointed", "renamed"]

    @property
    def title(self) -> str:
        """Return the step in a few words."""
        if self.step == "renamed":
            return f"{self.person}, {self.post} of {self.state}, changes his name"
        if self.step == "changed post":
            return f"{self.person}, who leads {self.state}, becomes its {self.post}"
        article = " as" if self.step == "inaugurated" else ""
        return f"{self.person} is {self.step}{article} {self.post} of {self.state}"


def _steps(event: LeaderTookOffice | LeaderLeft) -> Step:
    if isinstance(event, LeaderTookOffice):
        acting = "acting " if event.acting else ""
        return TakesOffice(event.person, acting=event.acting, phrase=f"became {acting}{event.post}")
    return LeavesOffice(event.person, phrase=f"left ({event.reason})")


LEADERS: Office = office("leaders", _steps, kinds=(LeaderTookOffice, LeaderLeft), key=state_of)
