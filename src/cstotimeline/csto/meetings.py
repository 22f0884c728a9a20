"""Meetings that are no summits: of ministers, of two or three leaders, telephone calls."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate


@attrs.frozen(kw_only=True)
class MeetingHeld(Event):
    """A meeting takes place.

    ``body`` is the council or committee that met (``Council of Foreign Ministers``), or empty for talks between
    persons; ``participants`` are ``Person (State)`` or names of states as pages give them, ``absent`` likewise.
    ``agenda_count`` is None where no page states it.
    """

    kind: ClassVar[str] = "meeting_held"
    stream: ClassVar[str] = "meetings"

    format: Literal[
        "bilateral", "trilateral", "ministerial", "joint ministerial", "telephone call", "working", "other"
    ]
    mode: Literal["in person", "video", "hybrid", "telephone", "unknown"] = "unknown"
    body: str = ""
    place: str = ""
    country: str = ""
    venue: str = ""
    until: PartialDate = PartialDate.UNKNOWN
    chairperson: str = ""
    participants: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    agenda_count: int | None = None
    summary: str = ""

    @property
    def title(self) -> str:
        """Return the meeting in a few words."""
        who = self.body or " and ".join(self.participants[:3]) or self.format
        where = f", {self.place}" if self.place else ""
        if self.format == "other":
            return f"{who}{where}" if self.body else f"{who} meet{where}"
        return f"{who}: {self.format}{where}" if self.body else f"{who} meet{where} ({self.format})"
