"""Exercises: held, moved, cancelled."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate


@attrs.frozen(kw_only=True)
class ExerciseHeld(Event):
    """A joint exercise: ``occurred`` is its first day, ``until`` its last.

    Counts are those that a page states, None where none does; ``counted`` keeps a page's own words such as
    ``over 2,000``.
    """

    kind: ClassVar[str] = "exercise_held"
    stream: ClassVar[str] = "exercises"

    name: str
    series: str = ""
    status: Literal["held", "cancelled", "moved", "reported"] = "held"
    until: PartialDate = PartialDate.UNKNOWN
    place: str = ""
    country: str = ""
    participants: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    personnel: int | None = None
    vehicles: int | None = None
    aircraft: int | None = None
    counted: str = ""
    summary: str = ""

    @property
    def title(self) -> str:
        """Return the exercise in a few words."""
        where = f", {self.place or self.country}" if self.place or self.country else ""
        return f"exercise {self.name}{where}" + ("" if self.status == "held" else f" ({self.status})")
