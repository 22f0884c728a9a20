"""Events: immutable, sourced statements that something happened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar, Literal

import attrs

from cstotimeline.core.errors import EventError, Fault, shown
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.field_types import Checked, fields_of
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import is_skipped, is_zone, nearest_zone

Rank = Literal["preferred", "normal", "deprecated"]
"""How a claim is ranked among its rivals."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@attrs.frozen(kw_only=True)
class Event(Checked):
    """What every event has; a kind is a subclass with fields of its own.

    ``occurred`` is when it happened, ``effective`` from when it counts (as ``occurred`` where it is left out, also in
    a changed copy), ``disclosed`` from when it was public (unknown: from the day it occurred). ``after`` names events
    that came before this one where the dates alone leave it open. Events with the same ``claim`` are rivals: one of
    them counts, chosen by ``rank`` and the rule of :mod:`cstotimeline.core.events.rivals`. ``zone`` is the IANA name of
    the place's time zone, in which a day is a civil day.

    A kind sets class values: ``kind`` (snake case text, kept for ever), ``version``, ``stream`` (the name of the file
    that its events go to in a folder), and ``order``: of two events on one day without times of day, the lower
    ``order`` comes first (leaving before taking office). ``inherits`` names, for a field that holds another event, what
    that event takes over where a line leaves it out.

    Raises:
        EventError: a field of another type, an id that is no lower-case slug, no source, an open date, a zone that
            is none, a local time that the zone skips; all faults at once.

    >>> import attrs
    >>> @attrs.frozen(kw_only=True)
    ... class CaptainChosen(Event):
    ...     kind = "captain_chosen"
    ...     person: str
    >>> page = Citation(publisher="The club's paper")
    >>> chosen = CaptainChosen(
    ...     id="captain-ann", occurred=PartialDate.parse("1998-05"), person="Ann", sources=(page,)
    ... )
    >>> chosen.effective, attrs.evolve(chosen, occurred=PartialDate.parse("1998-06")).effective
    (PartialDate('1998-05'), PartialDate('1998-06'))
    """

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1
    stream: ClassVar[str] = ""
    order: ClassVar[int] = 50
    inherits: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    id: str
    occurred: PartialDate
    sources: tuple[Citation, ...]
    _effective: PartialDate | None = attrs.field(default=None, alias="effective")
    disclosed: PartialDate = PartialDate.UNKNOWN
    after: tuple[str, ...] = ()
    claim: str = ""
    rank: Rank = "normal"
    zone: str = ""
    note: str = ""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__repr__" not in vars(cls):
            cls.__repr__ = Event.__repr__  # type: ignore[method-assign]  # attrs would write one for each class

    @property
    def effective(self) -> PartialDate:
        """The date from which the event counts: as given, else ``occurred``."""
        return self._effective or self.occurred

    def normalize(self) -> None:
        """Leave out an effective date that is the one of occurrence, and let events inside follow this one."""
        if self._effective is not None and self._effective == self.occurred:
            object.__setattr__(self, "_effective", None)
        if not self.inherits:
            return
        for name, inherited in self.inherits.items():
            inner = getattr(self, f"_{name}", None)
            if isinstance(inner, Event | Inheriting):
                object.__setattr__(self, f"_{name}", Inheriting.of(inner, self, inherited))

    def faults(self) -> Iterable[Fault]:
        """Return what breaks a rule in this event; a kind adds its own rules and yields these as well."""
        if not _ID.fullmatch(self.id):
            what, remedy = "expected a lower-case slug", "write one such as presidency-2019-11-28-russia"
            yield Fault(where="id", what=f"{what}, got {shown(self.id)}", remedy=remedy)
        if not self.occurred.is_date:
            yield _no_date("occurred", self.occurred)
        if self._effective is not None and not self._effective.is_date:
            yield _no_date("effective", self._effective)
        if not self.sources:
            what, remedy = "expected one or more, got []", "name the page that says so"
            yield Fault(where="sources", what=what, remedy=remedy)
        if self.id in self.after:
            what = f"an event cannot follow itself, got {shown(self.id)}"
            yield Fault(where="after", what=what, remedy="name events that came before it")
        if self.zone:
            yield from self._zone_faults()

    def _zone_faults(self) -> Iterable[Fault]:
        cls: Any = type(self)
        if not is_zone(self.zone):
            near = nearest_zone(self.zone)
            what = f"expected the IANA name of a time zone, got {shown(self.zone)}"
            yield Fault(where="zone", what=what, remedy=f"write {near or 'one such as Asia/Dushanbe'}")
            return
        for name, slot in _dates_of(cls):
            value: PartialDate | None = getattr(self, slot)
            if value is not None and value.clock is not None and is_skipped(value, self.zone):
                what = f"the local time is skipped in {self.zone}, got {value.text!r}"
                yield Fault(where=name, what=what, remedy="write a time that exists there, or the day")

    @property
    def known_from(self) -> PartialDate:
        """The date from which the event is public knowledge: ``disclosed``, else ``occurred``."""
        return self.disclosed if self.disclosed.is_date else self.occurred

    @property
    def over(self) -> PartialDate:
        """The date on which the event is over: ``until`` where the kind has it and it is known, else ``effective``."""
        until: object = getattr(self, "until", None)
        return until if isinstance(until, PartialDate) and until.is_date else self.effective

    @property
    def title(self) -> str:
        """The event in a few words, for lists; kinds say it better."""
        return self.kind.replace("_", " ")

    def __repr__(self) -> str:
        said = ((f, getattr(self, f.kept)) for f in fields_of(type(self)))
        fields = (f"{f.name}={value!r}" for f, value in said if f.is_required or value != f.default)
        return f"{type(self).__name__}({', '.join(fields)})"


@cache
def _dates_of(cls: Any) -> tuple[tuple[str, str], ...]:
    """Return the names and the slots of the fields that hold dates."""
    dates = (PartialDate, PartialDate | None)
    return tuple((field.name, field.slot) for field in fields_of(cls) if field.type.annotation in dates)


def _no_date(where: str, value: PartialDate) -> Fault:
    remedy = "write the coarsest date that the source supports"
    return Fault(where=where, what=f"expected a date, got {value.text!r}", remedy=remedy)


@attrs.frozen
class Inheriting:
    """An event inside another, and the names of the fields whose values it takes over from the outer one."""

    event: Event
    names: tuple[str, ...] = attrs.field(eq=False)

    @classmethod
    def of(cls, inner: Event | Inheriting, outer: Event, inherited: tuple[str, ...]) -> Inheriting:
        """Return the event as it is inside ``outer``, which may be a changed copy of the one that it was in."""
        if isinstance(inner, Event):
            same = tuple(name for name in inherited if getattr(inner, name) == getattr(outer, name))
            return cls(inner, same)
        new = {name: getattr(outer, name) for name in inner.names}
        if all(getattr(inner.event, name) == value for name, value in new.items()):
            return inner
        try:
            return cls(attrs.evolve(inner.event, **new), inner.names)
        except EventError:  # the outer event has the same values, and is refused for them
            return inner


def inside(inner: Event | Inheriting) -> Event:
    """Return the event that an attribute keeps as :class:`Inheriting`; any other value as it is."""
    return inner.event if isinstance(inner, Inheriting) else inner


def has_kind(events: Iterable[Event], kinds: type[Event] | tuple[type[Event], ...]) -> bool:
    """Return whether any of ``events`` is of the kinds; each class of theirs is looked at once."""
    return any(issubclass(kind, kinds) for kind in set(map(type, events)))


def field_names(cls: type[Event]) -> tuple[str, ...]:
    """Return the names under which the fields of a kind are given and asked for, in their order."""
    return tuple(field.name for field in fields_of(cls))


def own_fields(cls: type[Event]) -> tuple[str, ...]:
    """Return the names of the fields that the kind adds to those of every event, in their order."""
    common = field_names(Event)
    return tuple(name for name in field_names(cls) if name not in common)
