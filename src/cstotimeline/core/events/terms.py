"""Terms: one holder's time in an office, told by one event that carries both ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

from cstotimeline.core.errors import Fault
from cstotimeline.core.events.coverage import LAST_DAY
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.single_types import DateOrOpen
from cstotimeline.core.temporal.edtf import PartialDate


@attrs.frozen(kw_only=True)
class TermHeld(Event):
    """``holder`` held an office from ``effective`` (as ``occurred`` where it is left out) until ``until``.

    Attributes:
        office: which office, such as ``mayor``.
        key: which of several offices of that name, as texts: a town, a house and a seat; empty where there is one.
        holder: who held it.
        acting: whether it was held for the time being.
        until: the last day in office, included; ``..`` where the term goes on, the empty text where it ended on an
            unknown day.

    The event is known, with both ends, from its ``disclosed`` day or else from the day it occurred. Where the end was
    not known from the beginning, write ``..`` first and correct it when the term ends.

    Raises:
        EventError: as :class:`~cstotimeline.core.events.event.Event` says; a last day surely before the first one.

    >>> from cstotimeline import Citation
    >>> term = TermHeld(
    ...     id="mayor-ann-1998",
    ...     occurred=PartialDate.parse("1998"),
    ...     office="mayor",
    ...     holder="Ann",
    ...     until=PartialDate.parse("2002-05-03"),
    ...     sources=(Citation(publisher="The town's list"),),
    ... )
    >>> term.title
    'Ann, mayor until 2002-05-03'
    """

    kind: ClassVar[str] = "term_held"
    stream: ClassVar[str] = "terms"
    order: ClassVar[int] = 60

    office: str
    key: tuple[str, ...] = ()
    holder: str
    acting: bool = False
    until: DateOrOpen = PartialDate.OPEN

    def faults(self) -> Iterable[Fault]:
        """Return what breaks a rule: those of every event, names that are missing, an end before the start."""
        yield from super().faults()
        for name in ("office", "holder"):
            if not getattr(self, name).strip():
                remedy = "name the office and who held it"
                yield Fault(where=name, what="expected a name, got ''", remedy=remedy)
        yield from until_faults(self.effective, self.until)

    @property
    def title(self) -> str:
        """The term in a few words."""
        of_key = f" of {', '.join(self.key)}" if self.key else ""
        until = "" if self.until.is_open else f" until {self.until.text or 'an unknown day'}"
        return f"{self.holder}, {self.office}{of_key}{until}"


def until_faults(start: PartialDate, until: PartialDate) -> Iterable[Fault]:
    """Return what is wrong with the last day of a term that begins on a date."""
    if not until.is_date or not start.is_date:
        return
    if until.clock is not None:
        what = f"expected a day, or a coarser date, got {until.text!r}"
        yield Fault(where="until", what=what, remedy="write the last day in office, without a time")
    elif until.last_ordinal < start.first_ordinal:
        what = f"expected a last day not before the first one, {start}, got {until.text!r}"
        yield Fault(where="until", what=what, remedy="swap the two ends, or correct the one that is wrong")
    elif until.first_ordinal >= LAST_DAY:
        what = f"the last day of the calendar stands for no end, got {until.text!r}"
        yield Fault(where="until", what=what, remedy="write .. for a term that goes on")
