"""Summits: sessions of the Collective Security Council, who came, what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

import attrs

from cstotimeline.core.errors import Fault
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import Checked
from cstotimeline.core.temporal.edtf import PartialDate


@attrs.frozen(kw_only=True)
class Attendance(Checked):
    """One seat at a summit: for a ``state``, or for a ``capacity`` such as secretary general or guest.

    ``presence`` is ``present``, ``represented`` (then ``represented_by`` says by whom) or ``absent``. ``person`` is
    who came, or was expected to; empty where the page names only the state.
    """

    state: str = ""
    person: str = ""
    capacity: str = ""
    presence: Literal["present", "represented", "absent"] = "present"
    represented_by: str = ""
    reason: str = ""

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: a seat of nobody, a substitute without one who is represented."""
        if not (self.state or self.person):
            remedy = "name the state or the person"
            yield Fault(where="state", what="expected a state or a person, got neither", remedy=remedy)
        elif (self.presence == "represented") != bool(self.represented_by):
            what = f"'represented' and represented_by belong together, got {self.presence!r}"
            yield Fault(where="represented_by", what=what, remedy="give both or none")


@attrs.frozen(kw_only=True)
class SummitDocument(Checked):
    """A document that a summit dealt with: ``outcome`` is ``signed``, ``adopted``, ``discussed`` or ``not signed``."""

    title: str
    outcome: Literal["signed", "adopted", "discussed", "not signed"] = "adopted"


@attrs.frozen(kw_only=True)
class Preparation(Checked):
    """A meeting that prepared a summit: of which ``body``, when (unknown where no source says), where."""

    body: str
    date: PartialDate = PartialDate.UNKNOWN
    place: str = ""


@attrs.frozen(kw_only=True)
class SummitHeld(Event):
    """A session of the Collective Security Council took place.

    ``mode`` is ``unknown`` where no source says. ``attendance_complete`` is True only where a page lists everybody;
    ``parts`` are the parts that pages name (restricted, expanded, dinner). Counts are those that a page states, None
    where none does; ``counted`` keeps a page's own words such as ``more than 30``.
    """

    kind: ClassVar[str] = "summit_held"
    stream: ClassVar[str] = "summits"
    order: ClassVar[int] = 50

    format: Literal["regular", "informal", "extraordinary"]
    mode: Literal["in person", "video", "hybrid", "written procedure", "unknown"]
    place: str = ""
    country: str = ""
    venue: str = ""
    until: PartialDate = PartialDate.UNKNOWN
    host: str = ""
    chairperson: str = ""
    attendance: tuple[Attendance, ...] = ()
    attendance_complete: bool = False
    parts: tuple[Literal["restricted", "expanded", "plenary", "dinner"], ...] = ()
    agenda: tuple[str, ...] = ()
    agenda_count: int | None = None
    documents: tuple[SummitDocument, ...] = ()
    documents_count: int | None = None
    counted: str = ""
    decisions: tuple[str, ...] = ()
    preparation: tuple[Preparation, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: those of every event, a place for a summit in person, counts from 0."""
        yield from Event.faults(self)
        if self.mode == "in person" and not self.place:
            remedy = "name the place, or write mode 'unknown'"
            yield Fault(where="place", what="a summit in person has a place, got ''", remedy=remedy)
        for name in ("agenda_count", "documents_count"):
            value = getattr(self, name)
            if value is not None and value < 0:
                what = f"expected a count from 0 upwards, got {value}"
                yield Fault(where=name, what=what, remedy="leave it out where no page states it")

    @property
    def title(self) -> str:
        """Return the summit in a few words: ``Bishkek summit (regular)``."""
        where = f"{self.place} " if self.place else ""
        how = "" if self.mode in ("in person", "unknown") else f", {self.mode}"
        return f"{where}summit ({self.format}{how})"
