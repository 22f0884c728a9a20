"""Rules about offices."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import LeavesOffice, Office, OfficeState, TakesOffice
from cstotimeline.core.fold.possible_states import FOREVER, BoundedEvent
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.rules.rule import Finding, Rule, likelihood
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.core.temporal.points import QueryTime, When
from cstotimeline.core.temporal.wording import date_in_words


@attrs.frozen(kw_only=True)
class AtMostOneHolder(Rule):
    """Nobody takes an office while its holder is still to leave: a stated end lies after the successor's start.

    A handover within one day is legal.
    """

    office: Office

    def findings(self, world: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each start that lies inside another's stated tenure."""
        for key, track in world.tracks(self.office).items():
            steps = [(item, self.office.steps(item.event)) for item in track.placed]
            taken = [(item, step) for item, step in steps if isinstance(step, TakesOffice)]
            for item, step in steps:
                if isinstance(step, LeavesOffice):
                    yield from self._overlaps(key, item, step, taken)

    def _overlaps(
        self,
        key: Hashable,
        end: BoundedEvent,
        step: LeavesOffice,
        taken: list[tuple[BoundedEvent, TakesOffice]],
    ) -> Iterator[Finding]:
        own = [item for item, take in taken if take.holder == step.holder]
        starts = [start for start in own if start.low <= end.high and not _is_over(start, own, end)]
        for item, take in taken:
            inside = [start for start in starts if _between(start, item, end)]
            if take.holder == step.holder or not inside:
                continue
            surely = len(starts) == 1 and starts[0].high < item.low and item.high < end.low
            message = (
                f"{_titled(self.office, key)}: {take.holder} takes office"
                f" ({item.event.effective}) before {step.holder} leaves ({end.event.effective})"
            )
            names = (inside[-1].event.id, item.event.id, end.event.id)
            yield self.found(likelihood(surely), names, message)


def _is_over(start: BoundedEvent, others: Iterable[BoundedEvent], end: BoundedEvent) -> bool:
    """Return whether a later start of the same holder surely lies before ``end``: the earlier one is past then."""
    return any(start.high < other.low and other.high <= end.low for other in others)


def _between(start: BoundedEvent, item: BoundedEvent, end: BoundedEvent) -> bool:
    """Return whether ``item`` may lie on a day after ``start`` and before ``end``."""
    return max(item.low, start.low + 1) <= min(item.high, end.high - 1)


@attrs.frozen(kw_only=True)
class NoGap(Rule):
    """Somebody holds an office on every day of a stretch, from ``since`` to ``until`` (None: to the last
    event).
    """

    office: Office
    since: When
    until: When | None = None

    def findings(self, world: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each stretch without a holder."""
        first = QueryTime.of(self.since).ordinal
        for key, track in world.tracks(self.office).items():
            points = track.change_points()
            last = QueryTime.of(self.until).ordinal if self.until else max([first, *points])
            before: tuple[Likelihood, tuple[str, ...]] | None = None
            for point in [first, *(p for p in points if first < p <= last)]:
                gap = self._gap(track, point)
                if gap is not None and gap != before:
                    message = f"{_titled(self.office, key)}: nobody holds the office {_on(point)}"
                    yield self.found(*gap, message)
                before = gap

    def _gap(self, track: StateHistory[OfficeState], point: int) -> tuple[Likelihood, tuple[str, ...]] | None:
        standing = track.at(point)
        absent = [_absent(view) for view in standing.views or (standing.state,)]
        told = standing.views is not None
        if told and not any(absent):
            return None
        step = standing.step
        around = [item.event.id for item in track.placed[max(step - 1, 0) : step + 1]]
        return likelihood(told and all(absent)), tuple(sorted(around))


@attrs.frozen(kw_only=True)
class Inside(Rule):
    """A holder of ``inner`` stands, in the keyed office ``outer``, in one of ``statuses`` for as long as the
    tenure lasts.

    The presidency is held by members only; a tenure lies inside the organization's life.
    """

    inner: Office
    outer: Office
    statuses: tuple[str, ...]

    def findings(self, world: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for the first day of each stretch on which the holder does not stand so."""
        outer = world.tracks(self.outer)
        for key, track in world.tracks(self.inner).items():
            points = {point for other in (track, *outer.values()) for point in other.change_points()}
            broken: set[tuple[str, Likelihood]] = set()
            for point in sorted(points):
                now = dict(self._broken(world, track, point))
                for holder, verdict in now.items():
                    if (holder, verdict) not in broken:
                        message = (
                            f"{_titled(self.inner, key)}: {holder} holds it {_on(point)}"
                            f" without being {' or '.join(self.statuses)}"
                        )
                        yield self.found(verdict, _latest(track, point), message)
                broken = set(now.items())

    def _broken(
        self, world: ResolvedEvents, track: StateHistory[OfficeState], point: int
    ) -> Iterator[tuple[str, Likelihood]]:
        told = track.at(point).views
        views = (track.at(point).state,) if told is None else told
        held = [view for view in views if isinstance(view, OfficeState) and view.holder is not None]
        for seat in held:
            standing = world.track(self.outer, seat.holder).at(point)
            fits = [
                isinstance(view, OfficeState) and view.holder in self.statuses
                for view in standing.views or (standing.state,)
            ]
            known = told is not None and standing.views is not None
            if seat.holder is not None and not (known and all(fits)):
                yield seat.holder, likelihood(known and not any(fits) and len(views) == 1)


@attrs.frozen(kw_only=True)
class HandoverChain(Rule):
    """An event that names a predecessor follows that holder: ``predecessor`` reads the name, None where there
    is none.
    """

    office: Office
    predecessor: Callable[[Any], str | None]

    def findings(self, world: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each event whose predecessor did not hold the office before it."""
        chain: Projection[_Chain] = Projection(
            name=self.name, initial=_Chain(self.office.initial), apply=self._follow, kinds=self.office.kinds
        )
        for key, track in world.tracks(self.office).items():
            folded = track.folded(chain).at(FOREVER)
            chains: Any = (folded.state,) if folded.views is None else folded.views
            for name in sorted({name for one in chains for name, _, _ in one.broken}):
                found = [{(i, h) for n, i, h in one.broken if n == name} for one in chains]
                before = sorted({pair for pairs in found for pair in pairs})
                message = (
                    f"{_titled(self.office, key)}: {name} names {self.predecessor(world.events[name])} as"
                    f" predecessor, the holder before it is {' or '.join(dict.fromkeys(h for _, h in before))}"
                )
                surely = folded.views is not None and all(found)
                yield self.found(likelihood(surely), (name, *(i for i, _ in before)), message)

    def _follow(self, chain: _Chain, event: Event) -> _Chain:
        named = self.predecessor(event)
        before = chain.seat
        seat = self.office.apply(before, event)
        broken = chain.broken
        if named is not None and before.holder not in (None, named):
            broken |= {(event.id, chain.since, before.label)}
        return _Chain(seat, chain.since if seat == before else event.id, broken)


@attrs.frozen
class _Chain:
    """A seat, the id of the event since which it is so, and which events named another predecessor than they had."""

    seat: OfficeState
    since: str = ""
    broken: frozenset[tuple[str, str, str]] = frozenset()


@attrs.frozen(kw_only=True)
class CountBetween(Rule):
    """At least ``at_least`` and at most ``at_most`` keys of a keyed office stand in one of ``statuses``, from
    ``since`` on.
    """

    office: Office
    statuses: tuple[str, ...]
    since: When
    at_least: int = 0
    at_most: int | None = None

    def findings(self, world: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for the first day of each stretch with too few or too many."""
        first = QueryTime.of(self.since).ordinal
        tracks = world.tracks(self.office)
        points = {point for track in tracks.values() for point in track.change_points() if point > first}
        before: tuple[int, int] | None = None
        for point in sorted({first, *points}):
            counted = self._counted(tracks.values(), point)
            if counted != before and (verdict := self._verdict(*counted)) is not None:
                names = {name for track in tracks.values() for name in _changed(track, point)}
                low, high = counted
                size = str(low) if low == high else f"{low} to {high}"
                message = f"{self.office.name}: {size} are {' or '.join(self.statuses)} {_on(point)}"
                yield self.found(verdict, names, message)
            before = counted

    def _counted(self, tracks: Iterable[StateHistory[OfficeState]], point: int) -> tuple[int, int]:
        """Return how many surely stand so, and how many at most may."""
        low = high = 0
        for track in tracks:
            standing = track.at(point)
            fits = [
                isinstance(view, OfficeState) and view.holder in self.statuses
                for view in standing.views or (standing.state,)
            ]
            low += all(fits) and standing.views is not None
            high += any(fits) or standing.views is None
        return low, high

    def _verdict(self, low: int, high: int) -> Likelihood | None:
        most = self.at_most if self.at_most is not None else high
        if high < self.at_least or low > most:
            return Likelihood.SURELY
        return Likelihood.POSSIBLY if low < self.at_least or high > most else None


def _absent(view: object) -> bool:
    return isinstance(view, OfficeState) and view.holder is None


def _titled(office: Office, key: Hashable) -> str:
    name = office.name.replace("_", " ")
    return name if key == "" else f"{name} of {key}"


def _on(point: int) -> str:
    return f"on {date_in_words(PartialDate.of(QueryTime('', point).day))}"


def _latest(track: StateHistory[Any], point: int) -> tuple[str, ...]:
    step = track.at(point).step
    return (track.placed[step - 1].event.id,) if step else ()


def _changed(track: StateHistory[Any], point: int) -> tuple[str, ...]:
    return tuple(item.event.id for item in track.placed if item.low <= point <= item.high)
