"""Offices that persons hold: taking one up, being seen in it, leaving it, and not knowing who holds it.

These are shared bases and no kinds: a body's kinds are subclasses that set ``kind``, ``stream`` and ``post``, the name
of the office in a sentence.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, LeavesOffice, NoHolder, Step, TakesOffice


@attrs.frozen(kw_only=True)
class TookOffice(Event):
    """A person takes an office, ``acting`` or in full."""

    order: ClassVar[int] = 60
    post: ClassVar[str] = ""

    person: str
    state: str = ""
    acting: bool = False

    @property
    def title(self) -> str:
        """The change in a few words."""
        return f"{self.person} becomes {'acting ' if self.acting else ''}{self.post}"


@attrs.frozen(kw_only=True)
class SeenInOffice(Event):
    """A page shows that a person is in office on this day; the day of taking office is unknown."""

    order: ClassVar[int] = 65
    post: ClassVar[str] = ""

    person: str
    state: str = ""

    @property
    def title(self) -> str:
        """The observation in a few words."""
        return f"{self.person} attested as {self.post}"


@attrs.frozen(kw_only=True)
class LeftOffice(Event):
    """A tenure ends: ``occurred`` is the last day in office, ``effective`` the first day after it."""

    order: ClassVar[int] = 20
    post: ClassVar[str] = ""

    person: str
    reason: str = "not told"

    @property
    def title(self) -> str:
        """The end in a few words."""
        return f"{self.person} leaves as {self.post} ({self.reason})"


@attrs.frozen(kw_only=True)
class HolderUnknown(Event):
    """From this day no source says who holds the office."""

    order: ClassVar[int] = 55
    post: ClassVar[str] = ""

    @property
    def title(self) -> str:
        """The gap in a few words."""
        return f"{self.post}: no holder established"


@attrs.frozen(kw_only=True)
class BodyStepTaken(Event):
    """Something is decided or done about a body that changes no office; ``summary`` says it in a sentence."""

    summary: str
    person: str = ""
    by: str = ""

    @property
    def title(self) -> str:
        """The step in a sentence."""
        return self.summary


def step_of(event: TookOffice | SeenInOffice | LeftOffice | HolderUnknown) -> Step:
    """Return what an event does to the office that it is about."""
    if isinstance(event, HolderUnknown):
        return NoHolder(Absence.NO_DATA, phrase="no page establishes a holder")
    if isinstance(event, TookOffice):
        phrase = "began to act" if event.acting else "took office"
        return TakesOffice(event.person, acting=event.acting, phrase=phrase)
    if isinstance(event, SeenInOffice):
        return TakesOffice(event.person, attested=True)
    return LeavesOffice(event.person, phrase=f"left ({event.reason})")
