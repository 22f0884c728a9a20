"""The rules that a history of the CSTO should keep, and the findings that are explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import attrs

from cstotimeline.core.events.announcements import expectations
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import OfficeState
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.late import resolve
from cstotimeline.core.query.aspects import DerivedOfficeAspect, GroupAspect, KeyedOfficeAspect
from cstotimeline.core.rules.event_rules import DatesAgree, EachEvent
from cstotimeline.core.rules.office_rules import AtMostOneHolder, CountBetween, HandoverChain, Inside, NoGap
from cstotimeline.core.rules.rule import Finding, Rule, checked
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.csto.aspects import ASPECTS
from cstotimeline.csto.assembly import ASSEMBLY_CHAIR
from cstotimeline.csto.documents import DocumentSigned
from cstotimeline.csto.joint_staff import JOINT_STAFF_CHIEF
from cstotimeline.csto.leaders import LEADERS
from cstotimeline.csto.membership import MEMBER, MEMBERSHIP, SUSPENDED
from cstotimeline.csto.pages import completed
from cstotimeline.csto.presidency import PRESIDENCY, PresidencyTransferred
from cstotimeline.csto.secretariat import SECRETARY_GENERAL
from cstotimeline.csto.states import STATES
from cstotimeline.csto.summits import SummitHeld
from cstotimeline.csto.vocabulary import data_of

TREATY_SIGNED = "1992-05-15"
"""The organization's life begins with the Treaty (Collective Security Treaty, Tashkent)."""

_NAMES = frozenset(state.name for state in STATES)


def _member_on(
    world: ResolvedEvents, state: str, event: Event, statuses: tuple[str, ...]
) -> Likelihood | None:
    """Return whether ``state`` broke membership on the days of ``event``: surely, possibly, or None for not."""
    track = world.history(MEMBERSHIP, state)
    fits: list[bool] = []
    for day in {event.occurred.first_ordinal, event.occurred.last_ordinal}:
        standing = track.at(day)
        views = standing.views or (standing.state,)
        fits.extend(isinstance(view, OfficeState) and view.holder in statuses for view in views)
    if all(fits):
        return None
    return Likelihood.POSSIBLY if any(fits) else Likelihood.SURELY


def _attended(event: SummitHeld, world: ResolvedEvents) -> Iterator[tuple[Likelihood, str]]:
    for seat in event.attendance:
        if seat.state in _NAMES and seat.presence == "present" and "guest" not in seat.capacity:
            likelihood = _member_on(world, seat.state, event, (MEMBER,))
            if likelihood is not None:
                yield likelihood, f"{event.id}: {seat.state} attends without being a member or a guest"
        elif seat.state and seat.state not in _NAMES and not seat.capacity:
            yield Likelihood.SURELY, f"{event.id}: {seat.state} is no state of the Treaty and has no capacity"


def _signed(event: DocumentSigned, world: ResolvedEvents) -> Iterator[tuple[Likelihood, str]]:
    if event.document == "collective-security-treaty":
        return
    for state in event.signatories:
        likelihood = _member_on(world, state, event, (MEMBER, SUSPENDED)) if state in _NAMES else None
        if likelihood is not None:
            yield likelihood, f"{event.id}: {state} signs without being a member"


def _summit_known(event: Any, world: ResolvedEvents) -> Iterator[tuple[Likelihood, str]]:
    summit = getattr(event, "summit", "")
    if summit and summit not in world.listed:
        yield Likelihood.SURELY, f"{event.id}: names the summit {summit}, which is not in the log"


def _after_treaty(event: Event, _: ResolvedEvents) -> Iterator[tuple[Likelihood, str]]:
    if event.effective.last_ordinal < date.fromisoformat(TREATY_SIGNED).toordinal():
        yield Likelihood.SURELY, f"{event.id}: lies before the Treaty of {TREATY_SIGNED}"


def _without_address(event: Event, _: ResolvedEvents) -> Iterator[tuple[Likelihood, str]]:
    bare = [source.label for source in event.sources if not completed(source).address]
    if len(bare) == len(event.sources):
        yield Likelihood.SURELY, f"{event.id}: no source has an address ({'; '.join(bare)})"


def _one_medium(event: Event, _: ResolvedEvents) -> Iterator[tuple[Likelihood, str]]:
    if len(event.sources) == 1 and event.sources[0].tier in ("press", "research", "reference"):
        source = event.sources[0]
        yield Likelihood.SURELY, f"{event.id}: rests on one source only ({source.label}, {source.tier})"


@attrs.frozen(kw_only=True)
class ExpectationsSettled(Rule):
    """The log says what became of each announcement whose day is before the last event."""

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each announcement that nothing settled."""
        said = (event for event in events.listed.values() if not isinstance(event, CoverageDeclared))
        days = [event.occurred.last_ordinal for event in said]
        last = max(days, default=1)
        for one in expectations(events.listed, QueryTime.of_ordinal(last)):
            if one.status == "overdue":
                message = f"{one.id}: expected for {one.expects.effective}; no page tells what became of it"
                yield self.found(Likelihood.SURELY, (one.id,), message)


@attrs.frozen(kw_only=True)
class EveryAspectCovered(Rule):
    """The log says for each aspect, and each of its keys, for which days it was looked through."""

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each aspect, and each key, without any declaration; none for an empty log."""
        if not events.events:
            return
        coverage = events.coverage
        for aspect in ASPECTS.values():
            if isinstance(aspect, GroupAspect | DerivedOfficeAspect):
                continue  # which follow from others
            if not coverage.is_declared(aspect.name):
                message = f"nothing says for which days {aspect.title} was looked through"
                yield self.found(Likelihood.SURELY, (), message)
            elif isinstance(aspect, KeyedOfficeAspect):
                projection: Projection[Any] = resolve(aspect.source)
                for key in sorted(events.histories(projection), key=str):
                    if not coverage.days(aspect.name, key):
                        message = f"nothing says for which days {aspect.title} of {key} was looked through"
                        yield self.found(Likelihood.SURELY, (), message)


_OFFICES = (SECRETARY_GENERAL, JOINT_STAFF_CHIEF, ASSEMBLY_CHAIR, LEADERS)

RULES: tuple[Rule, ...] = (
    EveryAspectCovered(name="every aspect has its coverage"),
    *(AtMostOneHolder(name=f"at most one holder: {office.name}", office=office) for office in _OFFICES),
    NoGap(name="presidency without gap", office=PRESIDENCY, since="2004-06-18"),
    NoGap(name="leaders without gap", office=LEADERS, since="1992-05-15"),
    NoGap(name="secretary general without gap", office=SECRETARY_GENERAL, since="2003-04-28"),
    Inside(name="the presidency is a member's", inner=PRESIDENCY, outer=MEMBERSHIP, statuses=(MEMBER,)),
    HandoverChain(
        name="handover chain",
        office=PRESIDENCY,
        predecessor=lambda event: event.predecessor if isinstance(event, PresidencyTransferred) else None,
    ),
    CountBetween(
        name="at least six members",
        office=MEMBERSHIP,
        statuses=(MEMBER,),
        since="1993-09-24",
        at_least=6,
        at_most=9,
    ),
    EachEvent(name="attendance by members", kinds=(SummitHeld,), broken=_attended),
    EachEvent(name="signatories are members", kinds=(DocumentSigned,), broken=_signed),
    EachEvent(name="summits that exist", kinds=(Event,), broken=_summit_known),
    EachEvent(
        name="inside the organization's life",
        kinds=(*PRESIDENCY.kinds, *SECRETARY_GENERAL.kinds, *MEMBERSHIP.kinds),
        broken=_after_treaty,
    ),
    DatesAgree(name="predecessors agree with dates"),
    ExpectationsSettled(name="expectations settled", severity="note"),
    EachEvent(name="sources with an address", severity="note", kinds=(Event,), broken=_without_address),
    EachEvent(name="more than one medium source", severity="note", kinds=(Event,), broken=_one_medium),
)
"""Every rule of the record; ``note`` marks those that point at thin sources rather than at contradictions."""


@cache
def explained() -> Mapping[str, str]:
    """Return why findings of the shipped record are right as they are, by :attr:`Finding.key`; read once, when first
    asked for.
    """
    found: dict[str, str] = data_of("explained.json")
    return found


def checked_history(world: ResolvedEvents, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """Return the findings of ``rules`` with the reasons that are on record for them."""
    reasons = explained()
    return tuple(
        attrs.evolve(finding, reason=reasons.get(finding.key, "")) for finding in checked(world, rules)
    )
