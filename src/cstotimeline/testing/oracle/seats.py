"""Seats: how an office with one seat is held after each order of its events, and which taking a leaving ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import LeavesOffice, NoHolder, Office, TakesOffice
from cstotimeline.testing.oracle.calendar import has_clock, has_offset, second_of_day
from cstotimeline.testing.oracle.terms import step_of
from cstotimeline.testing.oracle.worlds import Pair, Placement, tie


@attrs.frozen
class Sitting:
    """Who holds an office, or why nobody does."""

    holder: str | None = None
    acting: bool = False
    absence: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return the holder's name, with ``(acting)``, or the reason for there being none."""
        return f"{self.holder}{' (acting)' if self.acting else ''}" if self.holder else str(self.absence)


@attrs.frozen
class Ending:
    """What a leaving ends: a ``taking`` by its id, or none that is recorded (None); or ``every`` one of its holder."""

    taking: str | None
    every: bool = False


Endings = Mapping[str, Ending]
"""What each leaving ends, by its id."""


@attrs.frozen(kw_only=True)
class Seat:
    """The state of an office: its sitting, and the takings of that which are ``open``.

    A holder who is attested while holding the office has not taken it again.
    """

    sitting: Sitting
    open: tuple[str, ...] = ()

    def after(self, event: Event, step: Any, endings: Endings) -> Iterator[Seat]:
        """Yield the seats that there may be after an event, the canonical one first."""
        if isinstance(step, TakesOffice):
            sitting = Sitting(step.holder, step.acting)
            before = self.open if self.sitting == sitting else ()
            is_sighting = step.attested and before  # of a tenure that goes on, not the beginning of another
            yield Seat(sitting=sitting, open=before if is_sighting else (*before, event.id))
        elif isinstance(step, NoHolder):
            yield Seat(sitting=Sitting(absence=step.absence.value, candidates=step.candidates))
        elif isinstance(step, LeavesOffice):
            yield from self._left(step.holder, endings[event.id])
        else:
            yield self

    def _left(self, holder: str, ending: Ending) -> Iterator[Seat]:
        vacant = Seat(sitting=Sitting(absence="vacant"))
        if ending.every:
            yield vacant if self.sitting.holder == holder else self
        elif ending.taking is None:
            if self.sitting.holder not in (None, holder):
                yield self  # somebody else left in the meantime; so the office may be vacant
            yield vacant
        else:
            left = tuple(taking for taking in self.open if taking != ending.taking)
            if left == self.open:
                yield self
            else:
                yield Seat(sitting=self.sitting, open=left) if left else vacant


def before_all(office: Office) -> Seat:
    """Return the seat before any event."""
    absence = office.initial.absence
    return Seat(sitting=Sitting(absence=None if absence is None else absence.value))


@attrs.frozen(kw_only=True)
class Tenancies:
    """The takings and leavings of one office among events whose stated orders are known, and what may end what."""

    office: Office
    mine: tuple[str, ...]
    days: Placement
    seconds: Placement

    def step(self, name: str) -> Any:
        """Return what an event does to the office."""
        return step_of(self.office, self.days.events[name])

    def leavings(self) -> list[str]:
        """Return the leavings in canonical order."""
        return [
            n for _, n in self.days.canonical() if n in self.mine and isinstance(self.step(n), LeavesOffice)
        ]

    def _takings(self, holder: str) -> list[str]:
        return [n for n in self.mine if isinstance(s := self.step(n), TakesOffice) and s.holder == holder]

    def candidates(self) -> dict[str, list[str]]:
        """Return, for each leaving, the takings of which each may be the one that it ends."""
        found: dict[str, list[str]] = {}
        named: dict[str, list[str]] = {}
        for leaving in self.leavings():
            step = self.step(leaving)
            own = self._takings(step.holder)
            of = step.of
            if of in own:
                named[leaving] = [of] if self._may_precede(of, leaving) else []
            else:
                found[leaving] = self._thinned(
                    [taking for taking in own if self._may_precede(taking, leaving)]
                )
        settled = dict(named)
        while True:
            ended = {taking for takings in settled.values() for taking in takings}
            rest = {n: [t for t in found[n] if t not in ended] for n in found if n not in settled}
            sure = next((n for n, takings in rest.items() if len(takings) == 1), None)
            if sure is None:
                return {n: (settled | rest)[n] for n in self.leavings()}
            settled[sure] = rest[sure]

    def _may_precede(self, taking: str, leaving: str) -> bool:
        """Return whether no date, no time of day and no stated order says that a taking came after a leaving."""
        days, seconds = self.days.bounds, self.seconds.bounds
        if days is None or seconds is None or self.days.reaches(leaving, taking):
            return False
        if days[taking][0] > days[leaving][1] or seconds[taking][0] > seconds[leaving][1]:
            return False
        one, other = (self.days.events[name] for name in (taking, leaving))
        local = [
            e for e in (one, other) if has_clock(e.effective) and not (has_offset(e.effective) or e.zone)
        ]
        if len(local) == 2 and one.effective.text[:10] == other.effective.text[:10]:
            return second_of_day(one.effective) <= second_of_day(other.effective)
        return True

    def _thinned(self, takings: Sequence[str]) -> list[str]:
        """Return the takings that may not be over before a later one of them, and of these no later sighting."""
        starts = [n for n in self.mine if isinstance(self.step(n), TakesOffice | NoHolder)]
        left = [
            taking
            for taking in takings
            if not any(
                self._seat(other) != self._seat(taking)
                and self._surely(taking, other)
                and any(other == later or self._surely(other, later) for later in takings)
                for other in starts
            )
        ]
        return [
            taking
            for taking in left
            if not (self.step(taking).attested and any(self._surely(other, taking) for other in left))
        ]

    def _seat(self, name: str) -> tuple[str, bool] | None:
        step = self.step(name)
        return (step.holder, step.acting) if isinstance(step, TakesOffice) else None

    def _surely(self, one: str, other: str) -> bool:
        """Return whether an event comes before another in every world."""
        if one == other or self.days.reaches(other, one):
            return False
        if self.days.reaches(one, other):
            return True
        bounds = self.days.bounds or {}
        end, begin = bounds[one][1], bounds[other][0]
        events = self.days.events
        return end < begin or (end == begin and tie(events[one]) < tie(events[other]))


def endings_of(candidates: Mapping[str, Sequence[str]]) -> list[tuple[dict[str, Ending], frozenset[Pair]]]:
    """Return every choice of what the leavings end, with the orders that it demands; the first is canonical."""
    options: list[list[tuple[str, Ending, Pair | None]]] = []
    for leaving, takings in candidates.items():
        if not takings:
            options.append([(leaving, Ending(None), None)])
        elif len(takings) == 1:
            options.append([(leaving, Ending(takings[0]), (takings[0], leaving))])
        else:
            several = [Ending(taking, every) for taking in takings for every in (True, False)]
            choices = [(leaving, ending, (str(ending.taking), leaving)) for ending in several]
            options.append([(leaving, Ending(None, every=True), None), *choices])
    return [
        (
            {leaving: ending for leaving, ending, _ in chosen},
            frozenset(pair for _, _, pair in chosen if pair is not None),
        )
        for chosen in product(*options)
    ]


def folded(office: Office, events: Sequence[Event], endings: Endings) -> list[Seat]:
    """Return the seats that there may be after events in the order given."""
    seats = [before_all(office)]
    for event in events:
        step = step_of(office, event)
        seats = list(dict.fromkeys(after for seat in seats for after in seat.after(event, step, endings)))
    return seats
