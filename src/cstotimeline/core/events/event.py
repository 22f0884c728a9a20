"""Events: immutable, sourced statements that something happened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

import attrs

from cstotimeline.core.errors import EventError, Fault
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.field_types import type_faults
from cstotimeline.core.temporal.edtf import PartialDate

Rank = Literal["preferred", "normal", "deprecated"]
"""How a claim stands among its rivals."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@attrs.frozen(kw_only=True)
class Event:
    """What every event carries; a kind is a subclass with fields of its own.

    ``occurred`` is when it happened, ``effective`` from when it counts (the same day unless given),
    ``disclosed`` from when it was public (unknown text: from the day it occurred). ``after`` names events that
    came before this one where dates alone do not tell. Events with the same ``claim`` are rivals: one of them
    counts, chosen by ``rank`` and the rule of :mod:`cstotimeline.core.events.rivals`. ``zone`` is the IANA name of the
    place's time zone, in which a day is a civil day.

    A kind sets three class values: ``kind`` (snake case text, kept for ever), ``version``, and ``order``: of
    two
    events on one day without times of day, the lower ``order`` comes first (leaving before taking office).
    ``inherits`` names, for a field that holds another event, what that event takes over where a line leaves
    it out.

    Raises:
        EventError: a field of another type, an id that is no lower-case slug, no source, an open date;
            all faults at once.
    """

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1
    order: ClassVar[int] = 50
    inherits: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    id: str
    occurred: PartialDate
    sources: tuple[Citation, ...]
    effective: PartialDate = attrs.field(default=attrs.Factory(lambda self: self.occurred, takes_self=True))
    disclosed: PartialDate = PartialDate.UNKNOWN
    after: tuple[str, ...] = ()
    claim: str = ""
    rank: Rank = "normal"
    zone: str = ""
    note: str = ""

    def __attrs_post_init__(self) -> None:
        found = type_faults(self) or faults_in(self)
        if found:
            raise EventError(found)

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule in this event; a kind adds its own rules and yields these as well."""
        if not _ID.fullmatch(self.id):
            remedy = "write one such as presidency-2019-11-28-russia"
            yield Fault(where="id", what=f"expected a lower-case slug, got {self.id!r}", remedy=remedy)
        occurred, effective = self.occurred, self.effective
        if not occurred.is_date:
            yield _no_date("occurred", occurred)
        if effective is not occurred and not effective.is_date and effective != occurred:
            yield _no_date("effective", effective)
        if not self.sources:
            remedy = "name the page that says so"
            yield Fault(where="sources", what="expected one or more, got []", remedy=remedy)
        if self.id in self.after:
            remedy = "name events that came before it"
            yield Fault(where="after", what=f"an event cannot follow itself, got {self.id!r}", remedy=remedy)

    @property
    def known_from(self) -> PartialDate:
        """Return the date from which the event is public knowledge: ``disclosed``, else ``occurred``."""
        return self.disclosed if self.disclosed.is_date else self.occurred

    @property
    def title(self) -> str:
        """Return the event in a few words, for lists; kinds say it better."""
        return self.kind.replace("_", " ")


def faults_in(event: Event) -> tuple[Fault, ...]:
    """Return what :meth:`Event.faults` of an event yields; quickly where it is sound and its kind adds no rule."""
    if type(event).faults is Event.faults and event.effective is event.occurred:
        is_dated = event.occurred.text not in ("", "..")
        if is_dated and event.sources and event.id not in event.after and _ID.fullmatch(event.id):
            return ()
    return tuple(event.faults())


def _no_date(where: str, value: PartialDate) -> Fault:
    remedy = "write the coarsest date that the source supports"
    return Fault(where=where, what=f"expected a date, got {value.text!r}", remedy=remedy)


def own_fields(cls: type[Event]) -> tuple[str, ...]:
    """Return the names of the fields that the kind adds to those of every event, in their order."""
    common = {field.name for field in attrs.fields(Event)}
    return tuple(field.name for field in attrs.fields(cls) if field.name not in common)
