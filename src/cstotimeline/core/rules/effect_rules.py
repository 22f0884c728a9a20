"""Rules that always hold: an event that can only act on another, and acts on nothing, is reported."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import combinations, permutations
from typing import Any

import attrs

from cstotimeline.core.events.amendments import AMENDMENTS, EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import claims_of
from cstotimeline.core.fold.bounded_events import BoundedEvent
from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.predecessors import reach
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.seats import SeatedOffice
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.fold.steps import LeavesOffice, OfficeState, TakesOffice
from cstotimeline.core.fold.term_ends import TermEnd, stated_id
from cstotimeline.core.rules.rule import Finding, Rule, likelihood, titled
from cstotimeline.core.rules.seat_rules import SeatsSuffice
from cstotimeline.core.temporal.intervals import Likelihood


def effect_rules(projections: Iterable[Projection[Any]], aspects: Collection[str]) -> tuple[Rule, ...]:
    """Return the rules about effects, for the offices among ``projections`` and the names of all aspects."""
    offices = [projection for projection in projections if isinstance(projection, Office)]
    seated = [office for office in offices if isinstance(office, SeatedOffice)]
    rules: list[Rule] = [
        *(LeavingEnds(name="a leaving ends a taking", office=office) for office in offices),
        *(OneTakingADay(name="one taking a day", office=office) for office in offices),
        *(SeatsSuffice(name="enough seats", office=office) for office in seated),
        AmendmentsAct(name="a correction or retraction has an effect"),
        SettlementsAct(name="a settlement has an announcement"),
        ClaimsHaveRivals(name="a claim has rivals"),
        OrdersAct(name="an order is of events on record"),
        CoverageOfAspects(name="coverage is of an aspect", aspects=frozenset(aspects)),
    ]
    return tuple(attrs.evolve(rule, severity="warning") for rule in rules)


@attrs.frozen(kw_only=True)
class LeavingEnds(Rule):
    """Each leaving of an office ends one taking of it."""

    office: Office

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each leaving that ends nothing, and for each of which it is open what it ends."""
        for key, history in events.histories(self.office).items():
            title = titled(self.office, key)
            by_id = {item.event.id: item.event for item in history.placed}
            for name, takings in history.folding.acts_on.items():
                end = by_id[name]
                if isinstance(end, TermEnd) and end.is_reversed:
                    message = (
                        f"{title}: the term of {end.holder} ({end.of}) would end on {end.until}, before it begins;"
                        " its end is taken for unknown"
                    )
                    yield self.found(Likelihood.SURELY, (end.of,), message)
                if len(takings) == 1:
                    continue
                step = self.office.steps(end)
                who = step.holder if isinstance(step, LeavesOffice) else ""
                what = f"{title}: {who} leaves ({end.effective}, {stated_id(name)})"
                if takings:
                    message = f"{what}; it is open which taking ends, of {', '.join(takings)}"
                else:
                    message = f"{what}; no taking of {who} that is on record can have come before it"
                yield self.found(likelihood(not takings), (name, *takings), message)


@attrs.frozen(kw_only=True)
class OneTakingADay(Rule):
    """Two holders do not take an office of one seat on one day, unless something says who came first."""

    office: Office

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each day on which only the rule for ties decides who holds the office."""
        for key, history in events.histories(self.office).items():
            yield from self._of_key(key, history)

    def _of_key(self, key: Hashable, history: StateHistory[OfficeState]) -> Iterator[Finding]:
        days: dict[int, list[BoundedEvent]] = {}
        holders: dict[int, str] = {}
        for item in history.placed:
            step = self.office.steps(item.event)
            if item.low == item.high and isinstance(step, TakesOffice):
                days.setdefault(item.low, []).append(item)
                holders[item.rank] = step.holder
        ends = {taking: leaving for leaving, takings in history.folding.acts_on.items() for taking in takings}
        by_id = {item.event.id: item.event for item in history.placed}
        after = {item.rank: item.after for item in history.placed}
        for day, same in days.items():
            open_ones = [
                item
                for item in same
                if item.event.effective.clock is None
                and not (item.event.id in ends and by_id[ends[item.event.id]].effective.last_ordinal <= day)
            ]
            before = {item.rank: reach(item.rank, after) for item in open_ones}
            unordered = {
                item.rank
                for pair in combinations(open_ones, 2)
                if len({holders[item.rank] for item in pair}) > 1
                and not any(one.rank in before[other.rank] for one, other in permutations(pair))
                for item in pair
            }
            if unordered:
                named = [item.event for item in open_ones if item.rank in unordered]
                who = " and ".join(sorted({holders[rank] for rank in unordered}))
                message = (
                    f"{titled(self.office, key)}: {who} take office on one day ({named[0].effective}), and nothing says"
                    " who came first"
                )
                yield self.found(Likelihood.SURELY, [event.id for event in named], message)


@attrs.frozen(kw_only=True)
class AmendmentsAct(Rule):
    """A correction changes what an event says, a retraction withdraws something."""

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each retraction of what is withdrawn already, and each correction that another of the
        same day overrides.
        """
        given = events.given
        acting = {name for through in events.through.values() for name in through}
        retracted: dict[str, list[str]] = {}
        for event in given.values():
            if isinstance(event, EventRetracted):
                retracted.setdefault(event.target, []).append(event.id)
        for target, names in retracted.items():
            if len(names) > 1:
                message = f"{target} is retracted {len(names)} times ({', '.join(sorted(names))})"
                yield self.found(Likelihood.SURELY, names, message)
        for event in given.values():
            if isinstance(event, EventCorrected) and event.id not in acting and event.id not in retracted:
                winner = self._overriding(event, given.values(), acting)
                if winner is not None:
                    message = (
                        f"{event.id} has no effect: {winner.id} of the same day corrects {event.target} as well;"
                        f" name {winner.id} as target to correct it again"
                    )
                    yield self.found(Likelihood.SURELY, (event.id, winner.id), message)

    @staticmethod
    def _overriding(
        event: EventCorrected, given: Iterable[Event], acting: Collection[str]
    ) -> EventCorrected | None:
        corrections = (one for one in given if isinstance(one, EventCorrected) and one.id in acting)
        day = event.occurred.last_ordinal
        same = (one for one in corrections if one.target == event.target and one.occurred.last_ordinal == day)
        return next(same, None)


@attrs.frozen(kw_only=True)
class SettlementsAct(Rule):
    """What became of an announcement is told of an announcement that counts."""

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each settlement whose announcement was withdrawn."""
        if events.known is not None:
            return
        for event in events.listed.values():
            if isinstance(event, AnnouncementSettled) and event.announcement not in events.listed:
                message = f"{event.id} settles {event.announcement}, which does not count"
                yield self.found(Likelihood.SURELY, (event.id,), message)


@attrs.frozen(kw_only=True)
class ClaimsHaveRivals(Rule):
    """A claim is made by two events at least."""

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each claim that one event alone makes."""
        said = (event for event in events.given.values() if not isinstance(event, AMENDMENTS))
        corrected = (e.replacement for e in events.given.values() if isinstance(e, EventCorrected))
        for claim, group in claims_of([*said, *corrected]).items():
            if len({event.id for event in group}) == 1:
                message = f"{group[0].id} makes the claim {claim!r}, for which it has no rival"
                yield self.found(Likelihood.SURELY, (group[0].id,), message)


@attrs.frozen(kw_only=True)
class OrdersAct(Rule):
    """An event comes after events that are on record."""

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each event whose ``after`` names one that is not there, or was withdrawn."""
        if events.known is not None:
            return
        lost = {event.id for losers in events.rivals.values() for event in losers}
        for event in events.listed.values():
            for name in event.after:
                if name not in events.listed and name not in lost:
                    message = f"{event.id} is to come after {name}, which does not count"
                    yield self.found(Likelihood.SURELY, (event.id,), message)


@attrs.frozen(kw_only=True)
class CoverageOfAspects(Rule):
    """Coverage is declared for aspects that the history has."""

    aspects: frozenset[str]

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each declaration of an aspect that nobody can ask for."""
        for event in events.listed.values():
            if isinstance(event, CoverageDeclared) and event.aspect not in self.aspects:
                message = f"{event.id} is about {event.aspect!r}, which is no aspect of this history"
                yield self.found(Likelihood.SURELY, (event.id,), message)
