"""Rules about offices."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import attrs

from cstotimeline.core.errors import EventError, Fault
from cstotimeline.core.events.coverage import edges, holds
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.bounded_events import FOREVER, BoundedEvent
from cstotimeline.core.fold.office import LeavesOffice, Office, OfficeState, Step, TakesOffice
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.fold.term_ends import TermEnd
from cstotimeline.core.rules.rule import Finding, Rule, likelihood, on_day, titled
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.core.temporal.points import QueryTime, When


@attrs.frozen(kw_only=True)
class AtMostOneHolder(Rule):
    """Nobody takes an office while its holder is still to leave: a stated end lies after the successor's start.

    A handover within one day is legal.
    """

    office: Office

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each start that lies inside another's stated tenure."""
        for key, history in events.histories(self.office).items():
            steps = {item.event.id: self.office.steps(item.event) for item in history.placed}
            items = {item.event.id: _with_last_day(item) for item in history.placed}
            ends = history.folding.acts_on
            takings = _Starts([item for name, item in items.items() if isinstance(steps[name], TakesOffice)])
            for name, ended in ends.items():
                for taking in takings.between([items[one] for one in ended], items[name]):
                    yield from self._overlap(key, items[name], taking, [items[one] for one in ended])

    def _overlap(
        self, key: Hashable, end: BoundedEvent, taking: BoundedEvent, starts: Sequence[BoundedEvent]
    ) -> Iterator[Finding]:
        leaver, taker = (_holder(self.office.steps(item.event)) for item in (end, taking))
        inside = [start for start in starts if _between(start, taking, end)]
        if taker == leaver or not inside:
            return
        surely = len(starts) == 1 and starts[0].high < taking.low and taking.high < end.low
        message = (
            f"{titled(self.office, key)}: {taker} takes office"
            f" ({taking.event.effective}) before {leaver} leaves ({_shown_end(end.event)})"
        )
        yield self.found(likelihood(surely), (inside[-1].event.id, taking.event.id, end.event.id), message)


def _with_last_day(item: BoundedEvent) -> BoundedEvent:
    """Return the end of a term on the last day in office: a handover within that day is legal."""
    if not isinstance(item.event, TermEnd):
        return item
    return attrs.evolve(item, low=item.low - 1, high=item.high - 1, spans=None)


def _shown_end(event: Event) -> PartialDate:
    return event.until if isinstance(event, TermEnd) else event.effective


class _Starts:
    """Takings of an office, to find those that may lie between a start and an end without looking at all."""

    def __init__(self, items: Sequence[BoundedEvent]) -> None:
        self._items = sorted(items, key=lambda item: item.low)
        self._lows = [item.low for item in self._items]
        self._latest = [*accumulate((item.high for item in self._items), max)]

    def between(self, starts: Sequence[BoundedEvent], end: BoundedEvent) -> Iterator[BoundedEvent]:
        """Yield the takings that may come after one of some starts and before an end."""
        if not starts:
            return
        first = min(start.low for start in starts)
        number = bisect_left(self._lows, end.high) - 1
        while number >= 0 and self._latest[number] > first:
            if self._items[number].high > first:
                yield self._items[number]
            number -= 1


def _holder(step: Step | None) -> str:
    return step.holder if isinstance(step, TakesOffice | LeavesOffice) else ""


def _between(start: BoundedEvent, item: BoundedEvent, end: BoundedEvent) -> bool:
    """Return whether ``item`` may lie on a day after ``start`` and before ``end``."""
    return max(item.low, start.low + 1) <= min(item.high, end.high - 1)


@attrs.frozen(kw_only=True)
class NoGap(Rule):
    """Somebody holds an office on every covered day from ``since`` to ``until`` (None: to the last event)."""

    office: Office
    since: When
    until: When | None = None

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each stretch without a holder."""
        first = QueryTime.of(self.since).ordinal
        for key, history in events.histories(self.office).items():
            days = events.coverage.days(self.office.name, self.office.covered_as(key))
            points = sorted({*history.change_points, *edges(days)})
            last = QueryTime.of(self.until).ordinal if self.until else max([first, *history.change_points])
            before: tuple[Likelihood, tuple[str, ...]] | None = None
            for point in [first, *(p for p in points if first < p <= last)]:
                gap = self._gap(history, point) if holds(days, point) else None
                if gap is not None and gap != before:
                    message = f"{titled(self.office, key)}: nobody holds the office {on_day(point)}"
                    yield self.found(*gap, message)
                before = gap

    def _gap(
        self, history: StateHistory[OfficeState], point: int
    ) -> tuple[Likelihood, tuple[str, ...]] | None:
        found = history.at(point)
        is_held, may_be_held = found.likely(lambda state: state.holder is not None)
        if is_held:
            return None
        around = history.placed[max(found.step - 1, 0) : found.step + 1]
        return likelihood(not may_be_held), tuple(sorted(item.event.id for item in around))


@attrs.frozen(kw_only=True)
class Inside(Rule):
    """A holder of ``inner`` has, in the keyed office ``outer``, one of ``statuses`` for as long as the tenure lasts.

    The presidency is held by members only; a tenure lies inside the organization's life. Without ``statuses`` it is
    enough that anybody holds ``outer`` there. ``outer_key`` gives the key of ``outer`` from the key and the holder of
    ``inner``, by default the holder: ministers are members of the house that their ministry answers to. Where both
    offices have the same keys and no holder is one of them, the rule cannot be asked, and says so.
    """

    inner: Office
    outer: Office
    statuses: tuple[str, ...] = ()
    outer_key: Callable[[Any, str], Hashable] | None = None

    def __attrs_post_init__(self) -> None:
        if self.outer.key is None:
            what = f"expected an office with keys, the holders of {self.inner.name}, got {self.outer.name!r}"
            raise EventError(Fault(where=f"{self.name} outer", what=what, remedy="give a keyed office"))

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for the first day of each stretch on which the holder has none."""
        outer = events.histories(self.outer)
        inner = events.histories(self.inner)
        holders = {state.holder for history in inner.values() for state in history.states if state.holder}
        is_by_holder = self.outer_key is None
        if is_by_holder and holders and outer.keys() & inner.keys() and not outer.keys() & holders:
            message = (
                f"{self.inner.name} and {self.outer.name} share their keys, and no holder of {self.inner.name} is"
                f" a key of {self.outer.name}; give as outer an office whose keys are the holders"
            )
            yield self.found(Likelihood.POSSIBLY, (), message)
            return
        lacked = f"being {' or '.join(self.statuses)}" if self.statuses else titled(self.outer, "")
        for key, history in inner.items():
            points = {point for other in self._bearing(key, history, outer) for point in other.change_points}
            broken: set[tuple[str, Likelihood]] = set()
            title = titled(self.inner, key)
            for point in sorted(points):
                now = dict(self._broken(outer, key, history, point))
                for holder, verdict in now.items():
                    if (holder, verdict) not in broken:
                        message = f"{title}: {holder} holds it {on_day(point)} without {lacked}"
                        yield self.found(verdict, _latest(history, point), message)
                broken = set(now.items())

    def _broken(
        self,
        outer: Mapping[Hashable, StateHistory[OfficeState]],
        key: Hashable,
        history: StateHistory[OfficeState],
        point: int,
    ) -> Iterator[tuple[str, Likelihood]]:
        found = history.at(point)
        views = (found.state,) if found.views is None else found.views
        for holder in (view.holder for view in views if isinstance(view, OfficeState)):
            if holder is None:
                continue
            other = outer.get(self._outer_key(key, holder)) or StateHistory([], self.outer)
            surely, maybe = other.at(point).likely(self._fits)
            if found.views is None or not surely:
                yield holder, likelihood(found.views is not None and not maybe and len(views) == 1)

    def _bearing(
        self,
        key: Hashable,
        history: StateHistory[OfficeState],
        outer: Mapping[Hashable, StateHistory[OfficeState]],
    ) -> Iterator[StateHistory[OfficeState]]:
        """Yield the histories on which the finding about a key may turn: its own, and those of its holders."""
        yield history
        steps = (self.inner.steps(item.event) for one in (history, *history.others) for item in one.placed)
        holders = {step.holder for step in steps if isinstance(step, TakesOffice | LeavesOffice)}
        for holder in sorted(holders):
            found = outer.get(self._outer_key(key, holder))
            if found is not None:
                yield found

    def _outer_key(self, key: Hashable, holder: str) -> Hashable:
        return holder if self.outer_key is None else self.outer_key(key, holder)

    def _fits(self, state: OfficeState) -> bool:
        return state.holder in self.statuses if self.statuses else state.holder is not None


@attrs.frozen(kw_only=True)
class HandoverChain(Rule):
    """An event that names a predecessor follows that holder: ``predecessor`` reads the name, None where there
    is none.
    """

    office: Office
    predecessor: Callable[[Any], str | None]

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each event whose predecessor did not hold the office before it."""
        chain: Projection[_Chain] = Projection(
            name=self.name, initial=_Chain(self.office.initial), apply=self._follow, kinds=self.office.kinds
        )
        for key, history in events.histories(self.office).items():
            folded = history.folded(chain).at(FOREVER)
            chains: Any = (folded.state,) if folded.views is None else folded.views
            for name, named in sorted({broken[:2] for one in chains for broken in one.broken}):
                found = [
                    {broken[2:] for broken in one.broken if broken[:2] == (name, named)} for one in chains
                ]
                before = sorted({pair for pairs in found for pair in pairs})
                message = (
                    f"{titled(self.office, key)}: {name} names {named} as"
                    f" predecessor, the holder before it is {' or '.join(dict.fromkeys(h for _, h in before))}"
                )
                surely = folded.views is not None and all(found)
                yield self.found(likelihood(surely), (name, *(i for i, _ in before)), message)

    def _follow(self, chain: _Chain, event: Event) -> _Chain:
        named = None if isinstance(event, TermEnd) else self.predecessor(event)
        before = chain.seat
        seat = self.office.apply(before, event)
        broken = chain.broken
        if named is not None and before.holder not in (None, named):
            broken |= {(event.id, named, chain.since, before.label)}
        return _Chain(seat, chain.since if seat == before else event.id, broken)


@attrs.frozen
class _Chain:
    """A state, the id of the event since which it is so, and the events that name another predecessor than they had:
    each with the name that it gives, the event of the holder before it, and that holder.
    """

    seat: OfficeState
    since: str = ""
    broken: frozenset[tuple[str, str, str, str]] = frozenset()


@attrs.frozen(kw_only=True)
class CountBetween(Rule):
    """At least ``at_least`` and at most ``at_most`` keys of a keyed office have one of ``statuses``, from
    ``since`` on.
    """

    office: Office
    statuses: tuple[str, ...]
    since: When
    at_least: int = 0
    at_most: int | None = None

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for the first day of each stretch with too few or too many."""
        first = QueryTime.of(self.since).ordinal
        histories = events.histories(self.office)
        points = {point for history in histories.values() for point in history.change_points if point > first}
        before: tuple[int, int] | None = None
        for point in sorted({first, *points}):
            counted = self._counted(histories.values(), point)
            if counted != before and (verdict := self._verdict(*counted)) is not None:
                names = {name for history in histories.values() for name in history.ids_at(point)}
                low, high = counted
                size = str(low) if low == high else f"{low} to {high}"
                message = f"{self.office.name}: {size} are {' or '.join(self.statuses)} {on_day(point)}"
                yield self.found(verdict, names, message)
            before = counted

    def _counted(self, histories: Iterable[StateHistory[OfficeState]], point: int) -> tuple[int, int]:
        """Return how many surely have one, and how many at most may."""
        likely = [history.at(point).likely(self._fits) for history in histories]
        return sum(surely for surely, _ in likely), sum(maybe for _, maybe in likely)

    def _fits(self, state: OfficeState) -> bool:
        return state.holder in self.statuses

    def _verdict(self, low: int, high: int) -> Likelihood | None:
        most = self.at_most if self.at_most is not None else high
        if high < self.at_least or low > most:
            return Likelihood.SURELY
        return Likelihood.POSSIBLY if low < self.at_least or high > most else None


def _latest(history: StateHistory[Any], point: int) -> tuple[str, ...]:
    step = history.at(point).step
    return (history.placed[step - 1].event.id,) if step else ()
