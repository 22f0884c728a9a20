"""Seats: offices that several may hold at once; the time of each holder is independent of the others'."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import attrs

from cstotimeline.core.errors import EventError, Fault, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office_projection import Office, Steps
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.steps import LeavesOffice, NoHolder, TakesOffice

Key = Callable[[Any], Hashable | None]


@attrs.frozen
class SeatKey:
    """The key of an event of a seated office: the parts of the office's own key, then who takes or leaves a seat."""

    steps: Steps
    key: Key | None

    def __call__(self, event: Event) -> Hashable | None:
        """Return the key of an event; None where it does nothing to the office."""
        step = self.steps(event)
        if isinstance(step, NoHolder):
            what = f"an office of several seats has no NoHolder, got one for {shown(event.id)}"
            raise EventError(Fault(where="steps", what=what, remedy="let each holder leave: LeavesOffice"))
        if not isinstance(step, TakesOffice | LeavesOffice):
            return None
        if self.key is None:
            return step.holder
        part = self.key(event)
        return None if part is None else joined(part, step.holder)


def joined(part: Hashable, holder: str) -> Hashable:
    """Return the key of a holder's time in one of several offices.

    >>> joined("House", "Ann"), joined(("House", "Ohio"), "Ann")
    (('House', 'Ann'), ('House', 'Ohio', 'Ann'))
    """
    return (*part, holder) if isinstance(part, tuple) else (part, holder)


@attrs.frozen(kw_only=True, cache_hash=True)
class SeatedOffice(Office):
    """An office of several seats, or with a key of its own one a key; made by ``office(..., seats=...)``.

    Its events are folded by holder: the projection's key is that of the office, then the holder. ``seats`` is how many
    may hold it at once, None for any number; ``office_key`` is the key of the office.
    """

    seats: int | None = None
    office_key: Key | None = None

    def part_of(self, key: Any) -> Hashable:
        """Return the key of the office, ``""`` where it has none, from that of a holder's time in it."""
        if self.office_key is None:
            return ""
        part: Hashable = key[0] if len(key) == 2 else key[:-1]
        return part

    def holder_of(self, key: Any) -> str:
        """Return the holder from the key of a holder's time in the office."""
        return str(key if self.office_key is None else key[-1])

    def key_for(self, part: Hashable, holder: str) -> Hashable:
        """Return the key of a holder's time in the office with a key of its own, ``""`` for an office without."""
        return holder if self.office_key is None else joined(part, holder)

    def covered_as(self, key: Hashable) -> Hashable:
        """Return the key of the office: coverage is declared for offices, not for holders."""
        return self.part_of(key)

    @property
    def by_part(self) -> PartProjection:
        """Return the projection whose keys are those of the office: all events of one office are of one key."""
        return PartProjection(
            name=self.name,
            initial=0,
            apply=_nothing,
            kinds=self.kinds,
            accepts=self.accepts,
            key=self.office_key,
            office=self,
        )


@attrs.frozen(kw_only=True, cache_hash=True)
class PartProjection(Projection[int]):
    """The events of a seated office by the key of the office."""

    office: Any


def _nothing(state: int, _: Event) -> int:
    return state
