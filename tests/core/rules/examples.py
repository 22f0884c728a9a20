"""An office with one chair, a club of members, trips of the club, and rules about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, LeavesOffice, NoHolder, Office, Step, TakesOffice, office
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.rules.event_rules import DatesAgree, EachEvent, NoOverlap
from cstotimeline.core.rules.office_rules import AtMostOneHolder, CountBetween, HandoverChain, Inside, NoGap
from cstotimeline.core.rules.rule import Rule, checked
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Likelihood
from tests.builders import PAGE


@attrs.frozen(kw_only=True)
class Took(Event):
    """A person takes the chair."""

    kind: ClassVar[str] = "took"
    order: ClassVar[int] = 60

    person: str
    predecessor: str = ""


@attrs.frozen(kw_only=True)
class Left(Event):
    """A person leaves the chair."""

    kind: ClassVar[str] = "left"
    order: ClassVar[int] = 20

    person: str


@attrs.frozen(kw_only=True)
class Joined(Event):
    """A person joins, or with ``gone`` leaves, the club."""

    kind: ClassVar[str] = "joined"

    person: str
    gone: bool = False


@attrs.frozen(kw_only=True)
class Trip(Event):
    """The club travels from ``occurred`` to ``until``."""

    kind: ClassVar[str] = "trip"

    until: PartialDate


def _chair(event: Took | Left) -> Step:
    return TakesOffice(event.person) if isinstance(event, Took) else LeavesOffice(event.person)


def _club(event: Joined) -> Step:
    return NoHolder(Absence.ENDED) if event.gone else TakesOffice("member")


CHAIR: Office = office("chair", _chair, kinds=(Took, Left))


CLUB: Office = office("club", _club, kinds=(Joined,), key=lambda event: event.person)


ONE = AtMostOneHolder(name="one", office=CHAIR)


GAP = NoGap(name="gap", office=CHAIR, since="2020-01-01", until="2020-12-31")


MEMBER = Inside(name="member", inner=CHAIR, outer=CLUB, statuses=("member",))


CHAIN = HandoverChain(name="chain", office=CHAIR, predecessor=lambda e: getattr(e, "predecessor", "") or None)


TWO = CountBetween(name="two", office=CLUB, statuses=("member",), since="2020-01-01", at_least=2, at_most=2)


TRIPS = NoOverlap(
    name="trips", key=lambda _: "the club", stretch=lambda e: (e.occurred, e.until), kinds=(Trip,)
)


NOTED = EachEvent(
    name="noted", kinds=(Trip,), broken=lambda e, _: [] if e.note else [(Likelihood.SURELY, "no note")]
)


AGREE = DatesAgree(name="agree")


def day(text: str) -> PartialDate:
    """Return a date."""
    return PartialDate.parse(text)


def took(text: str, person: str, predecessor: str = "") -> Took:
    """Return the event of a person who takes the chair."""
    name = f"took-{person.lower()}-{text.strip('?').lower()}"
    return Took(id=name, occurred=day(text), person=person, predecessor=predecessor, sources=PAGE)


def left(text: str, person: str) -> Left:
    """Return the event of a person who leaves the chair."""
    return Left(id=f"left-{person.lower()}-{text}", occurred=day(text), person=person, sources=PAGE)


def joined(text: str, person: str, *, gone: bool = False) -> Joined:
    """Return the event of a person who joins or leaves the club."""
    name = f"{'gone' if gone else 'joined'}-{person.lower()}"
    return Joined(id=name, occurred=day(text), person=person, gone=gone, sources=PAGE)


def trip(start: str, end: str, note: str = "a trip") -> Trip:
    """Return a trip of the club."""
    return Trip(id=f"trip-{start}", occurred=day(start), until=day(end), note=note, sources=PAGE)


def found(rule: Rule, *events: Event) -> list[tuple[str, tuple[str, ...]]]:
    """Return the verdicts of a rule and the events that it names."""
    return [(finding.likelihood.value, finding.events) for finding in checked(ResolvedEvents(events), [rule])]


def told(rule: Rule, events: Sequence[Event]) -> list[str]:
    """Return verdict, events and sentence of each finding, in their order, whatever the order of ``events``."""
    found_in_order = checked(ResolvedEvents(events[::-1]), [rule])
    return [f"{f.likelihood.value}: {' '.join(f.events)}: {f.message}" for f in found_in_order]
