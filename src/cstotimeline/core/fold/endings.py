"""Endings: which taking of an office a leaving ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.bounded_events import LatestStarts
from cstotimeline.core.fold.ordering import tie_break_key
from cstotimeline.core.fold.precedence import Precedence
from cstotimeline.core.fold.steps import LeavesOffice, NoHolder, Step, TakesOffice

Endings = Mapping[str, tuple[str, ...]]
"""For the id of each leaving of one key, the ids of the takings that it may end.

One: it ends that taking. Several: the dates and names leave open which. None: no taking on record can have come before
it, or each was ended by another leaving.
"""


_MOST = 64
"""From how many takings on it is not looked which of them one leaving can mean: there are too many to tell."""


@attrs.frozen
class _Stated:
    """An event and what it does to the office."""

    event: Event
    step: Step

    @property
    def day(self) -> int:
        """Return the ordinal of the first day."""
        return self.event.effective.first_ordinal

    @property
    def is_exact(self) -> bool:
        """Return whether the event is on one day, without a time of day."""
        effective = self.event.effective
        return effective.is_exact and effective.clock is None

    @property
    def is_repeated(self) -> bool:
        """Return whether the taking may be on record as another event too: it was only seen, or is confirmed."""
        return isinstance(self.step, TakesOffice) and (self.step.attested or self.step.confirms)

    @property
    def taker(self) -> str | None:
        """Return who takes the office; None where nobody does."""
        return self.step.holder if isinstance(self.step, TakesOffice) else None

    @property
    def seat(self) -> tuple[str, bool] | None:
        """Return who takes the office, and whether acting; None where nobody does."""
        return (self.step.holder, self.step.acting) if isinstance(self.step, TakesOffice) else None


def endings(events: Iterable[tuple[Event, Step | None]], precedence: Precedence | None = None) -> Endings:
    """Return which taking each leaving ends, of the events of one key with what they do to the office.

    A leaving ends the taking that it names; else one of the same holder's that can have come before it, after which
    the office surely went to nobody else before a later one of them, and that no other leaving surely ends. Somebody
    seen in office took it earlier: a sighting after a taking is no taking of its own, nor is what confirms one. Of two
    leavings that can only mean one taking the first in order ends it.
    """
    stated = [_Stated(event, step) for event, step in events if step is not None]
    if not any(isinstance(one.step, LeavesOffice) for one in stated):
        return {}
    if all(one.is_exact for one in stated):
        in_order = sorted(stated, key=lambda one: (one.day, tie_break_key(one.event)))
        plain = _plain_endings(in_order)
        if plain is not None:
            return {name: (taking,) for name, taking in plain.items()}
    if precedence is None:
        precedence = Precedence.of([one.event for one in stated])
    return _Candidates(stated, precedence).assigned()


def is_plain(events: Sequence[tuple[Event, Step | None]]) -> bool:
    """Return whether each leaving can only end the taking before it: of events of one key, on exact days, in order.

    Somebody takes the office on a day of his own, not again before leaving it, and leaves on a later day. Where nobody
    leaves, only the days matter.
    """
    stated = [_Stated(event, step) for event, step in events if step is not None]
    days = [one.day for one in stated if not isinstance(one.step, LeavesOffice)]
    if len(set(days)) < len(days):
        return False
    return not any(isinstance(one.step, LeavesOffice) for one in stated) or _plain_endings(stated) is not None


def _plain_endings(stated: Sequence[_Stated]) -> dict[str, str] | None:
    """Return which taking each leaving ends, by id, where it can only be the one before; else None.

    The events are on exact days, in order.
    """
    leavings = [(one.day, one.step) for one in stated if isinstance(one.step, LeavesOffice)]
    left = {(day, step.holder) for day, step in leavings if not step.of}
    named = {step.of for _, step in leavings}
    earlier: dict[str, str] = {}
    found: dict[str, str] = {}
    taking: _Stated | None = None
    last = 0
    for one in stated:
        step = one.step
        if one.event.after:
            return None
        if isinstance(step, LeavesOffice) and step.of:
            if earlier.get(step.of) != step.holder:
                return None
            found[one.event.id] = step.of
            if taking is not None and taking.event.id == step.of:
                taking = None
            elif taking is not None and taking.taker == step.holder:
                return None  # it ends one of two terms of its holder
        elif isinstance(step, LeavesOffice):
            if taking is None or taking.day >= one.day or taking.event.id in named:
                return None
            if taking.taker != step.holder:
                return None
            found[one.event.id] = taking.event.id
            taking = None
        elif one.day <= last or _is_doubtful_start(one, taking, left):
            return None
        else:
            taking, last = one, one.day
            if isinstance(step, TakesOffice):
                earlier[one.event.id] = step.holder
    return found


def _is_doubtful_start(one: _Stated, before: _Stated | None, left: set[tuple[int, str]]) -> bool:
    """Return whether a taking may be a sighting, one again, or one of a day on which its holder leaves."""
    if not isinstance(one.step, TakesOffice):
        return False
    return (
        one.is_repeated
        or (one.day, one.step.holder) in left
        or (before is not None and before.seat == one.seat)
    )


class _Candidates:
    """The takings that each leaving may end."""

    def __init__(self, stated: Sequence[_Stated], precedence: Precedence) -> None:
        self._precedence = precedence
        self._leavings = {one.event.id: one.step for one in stated if isinstance(one.step, LeavesOffice)}
        self._takings: dict[str, list[_Stated]] = {}
        for one in stated:
            if isinstance(one.step, TakesOffice):
                self._takings.setdefault(one.step.holder, []).append(one)
        for own in self._takings.values():
            own.sort(key=lambda one: (self._low(one), self._high(one), tie_break_key(one.event)))
        self._starts = [one for one in stated if isinstance(one.step, TakesOffice | NoHolder)]
        self._reaches: dict[str, list[int]] = {}

    def _low(self, one: _Stated) -> int:
        return self._precedence.days[one.event.id][0]

    def _high(self, one: _Stated) -> int:
        return self._precedence.days[one.event.id][1]

    def assigned(self) -> dict[str, tuple[str, ...]]:
        """Return what each leaving may end, once each that can only end one taking has it to itself."""
        order = self._precedence.in_order(self._leavings)
        named = {name: found for name in order if (found := self._named(name)) is not None}
        ended = {taking for found in named.values() for taking in found}
        left = {
            name: [taking for taking in self._possible(name) if taking not in ended]
            for name in order
            if name not in named
        }
        wanted: dict[str, list[str]] = {}
        for name, takings in left.items():
            for taking in takings:
                wanted.setdefault(taking, []).append(name)
        number = {name: n for n, name in enumerate(order)}
        ready = [number[name] for name, takings in left.items() if len(takings) == 1]
        settled: set[str] = set()
        while ready:
            name = order[heappop(ready)]
            if len(left[name]) != 1:
                continue
            settled.add(name)
            (taking,) = left[name]
            for other in wanted[taking]:
                if other not in settled:
                    left[other].remove(taking)
                    if len(left[other]) == 1:
                        heappush(ready, number[other])
        return {name: tuple(named[name] if name in named else left[name]) for name in order}

    def _named(self, leaving: str) -> list[str] | None:
        """Return the taking that a leaving names, none where it surely came later; None where it names none of its
        holder's.
        """
        step = self._leavings[leaving]
        if not any(one.event.id == step.of for one in self._takings.get(step.holder, ())):
            return None
        return [step.of] if self._precedence.perhaps(step.of, leaving) else []

    def _possible(self, leaving: str) -> list[str]:
        """Return the takings that a leaving without a name for one may end, whatever other leavings end."""
        earlier = self._earlier(leaving, self._leavings[leaving].holder)
        if len(earlier) > _MOST:
            return [one.event.id for one in earlier]
        kept = [one for one in earlier if not self._is_replaced(one, earlier)]
        surely = self._precedence.surely
        return [
            one.event.id
            for one in kept
            if not (one.is_repeated and any(surely(other.event.id, one.event.id) for other in kept))
        ]

    def _earlier(self, leaving: str, holder: str) -> list[_Stated]:
        """Return the takings of a holder that can have come before a leaving, sorted, without those that are surely
        over because somebody else took office before the last of them.
        """
        own = self._takings.get(holder, [])
        reach = self._reach(holder)
        found: list[_Stated] = []
        floor: int | None = None
        for number in range(bisect_right(own, self._precedence.days[leaving][1], key=self._low) - 1, -1, -1):
            if floor is not None and reach[number] < floor:
                break
            one = own[number]
            if floor is not None and self._high(one) < floor:
                continue
            if self._precedence.perhaps(one.event.id, leaving):
                found.append(one)
                if floor is None:
                    floor = self._latest_starts.before(self._low(one), holder)
        return found[::-1]

    def _reach(self, holder: str) -> list[int]:
        found = self._reaches.get(holder)
        if found is None:
            highs = (self._high(one) for one in self._takings.get(holder, ()))
            found = self._reaches[holder] = list(accumulate(highs, max))
        return found

    @cached_property
    def _latest_starts(self) -> LatestStarts:
        return LatestStarts(((self._low(one), self._high(one), one.taker) for one in self._starts), least=0)

    @cached_property
    def _by_low(self) -> list[_Stated]:
        return sorted(self._starts, key=self._low)

    def _is_replaced(self, one: _Stated, candidates: Sequence[_Stated]) -> bool:
        """Return whether the office surely went to another seat after ``one`` and before a later candidate."""
        surely = self._precedence.surely
        later = [other for other in candidates if surely(one.event.id, other.event.id)]
        if any(other.seat != one.seat for other in later):
            return True
        if not later:
            return False
        until = max(self._high(other) for other in later)
        starts = self._by_low
        begin = bisect_left(starts, self._low(one), key=self._low)
        return any(
            other.seat != one.seat
            and surely(one.event.id, other.event.id)
            and any(surely(other.event.id, last.event.id) for last in later)
            for other in starts[begin : bisect_right(starts, until, key=self._low)]
        )
