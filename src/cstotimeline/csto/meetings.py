"""Meetings that are no summits: of ministers, of two or three leaders, telephone calls."""

from __future__ import annotations

import re
from typing import ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.wording import listed


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
        where = f", {self.place}" if self.place else ""
        if self.body:
            does = "meet jointly" if self.format == "joint ministerial" else _meets(self.body)
            return f"{self.body}{where}" if self.format == "other" else f"{self.body} {does}{where}"
        if not self.participants:
            return f"{self.format}{' meeting' if self.format != 'telephone call' else ''}{where}"
        who = listed(self.participants[:3])
        if self.format == "telephone call":
            return f"{who} talk by telephone"
        return f"{who} meet{where}" if self.format == "other" else f"{who} meet{where} ({self.format})"


def _meets(body: str) -> str:
    """Return the verb for a body: of several persons, such as the chiefs of general staffs, the plural."""
    head = re.split(r" (?:of|on) ", body)[0]
    return "meet" if head.endswith("s") else "meets"
