"""Tenure relations: how two tenures lie to each other, by Allen's relations between intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import attrs

from cstotimeline.core.temporal.intervals import Likelihood


class Allen(StrEnum):
    """How one interval lies to another: Allen's thirteen relations.

    Source:
        J. F. Allen, "Maintaining knowledge about temporal intervals", 1983. An interval ends where the next begins: one
        whose first day after it is the first day of the other meets it.
    """

    BEFORE = "before"
    MEETS = "meets"
    OVERLAPS = "overlaps"
    STARTS = "starts"
    DURING = "during"
    FINISHES = "finishes"
    EQUALS = "equals"
    FINISHED_BY = "finished by"
    CONTAINS = "contains"
    STARTED_BY = "started by"
    OVERLAPPED_BY = "overlapped by"
    MET_BY = "met by"
    AFTER = "after"


_CHAINS: dict[Allen, tuple[str, ...]] = {
    Allen.BEFORE: ("s", "e", "S", "E"),
    Allen.MEETS: ("s", "eS", "E"),
    Allen.OVERLAPS: ("s", "S", "e", "E"),
    Allen.STARTS: ("sS", "e", "E"),
    Allen.DURING: ("S", "s", "e", "E"),
    Allen.FINISHES: ("S", "s", "eE"),
    Allen.EQUALS: ("sS", "eE"),
    Allen.FINISHED_BY: ("s", "S", "eE"),
    Allen.CONTAINS: ("s", "S", "E", "e"),
    Allen.STARTED_BY: ("sS", "E", "e"),
    Allen.OVERLAPPED_BY: ("S", "s", "E", "e"),
    Allen.MET_BY: ("S", "sE", "e"),
    Allen.AFTER: ("S", "E", "s", "e"),
}
"""For each relation its four points in order, each text those that fall together: small letters are of the first."""


@attrs.frozen(kw_only=True)
class TenureRelation(Mapping[Allen, Likelihood]):
    """How two tenures lie to each other: a mapping from each of Allen's relations to how sure it is.

    >>> from cstotimeline import load
    >>> first, second = load().presidency.tenures[-2:]
    >>> first.relation(second).surely.value
    'meets'
    """

    first: Any
    second: Any
    possible: tuple[Allen, ...]

    @property
    def surely(self) -> Allen | None:
        """Return the relation, where their dates leave one alone; else None."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def certain(self) -> bool:
        """Return whether it is one relation, and both tenures are certain."""
        return self.surely is not None and bool(self.first.certain and self.second.certain)

    @property
    def covered(self) -> bool:
        """Return whether the log covers all days of both."""
        return bool(self.first.covered and self.second.covered)

    @property
    def because(self) -> tuple[str, ...]:
        """Return the ids of the events behind the two tenures, each once."""
        return tuple(dict.fromkeys((*self.first.because, *self.second.because)))

    def __getitem__(self, relation: Allen) -> Likelihood:
        if Allen(relation) not in self.possible:
            return Likelihood.NO
        return Likelihood.SURELY if self.surely else Likelihood.POSSIBLY

    def __iter__(self) -> Iterator[Allen]:
        return iter(Allen)

    def __len__(self) -> int:
        return len(Allen)


def relation_between(first: Any, second: Any) -> TenureRelation:
    """Return how two tenures lie to each other; a handover that ends one and begins the other is one day."""
    (s, e), (S, E) = first.day_bounds, second.day_bounds  # noqa: N806  the points of the second
    points = {"s": s, "e": e, "S": S, "E": E}
    is_same = first.office == second.office
    tied = {
        pair
        for pair, one, other in (("eS", first, second), ("sE", second, first))
        if is_same and one.end.is_date and one.end == other.start
    }
    if is_same and (first.start, first.end, first.holder) == (second.start, second.end, second.holder):
        tied = {"sS", "eE"}
    possible = tuple(name for name, chain in _CHAINS.items() if _fits(chain, points, tied))
    return TenureRelation(first=first, second=second, possible=possible)


def _fits(chain: tuple[str, ...], points: Mapping[str, tuple[int, int]], tied: set[str]) -> bool:
    """Return whether the points have places in the order of a chain, within their bounds; tied ones at one place."""
    if not tied <= {*chain}:
        return False
    place = min(first for first, _ in points.values()) - 1
    for group in chain:
        place = max(place + 1, *(points[point][0] for point in group))
        if any(place > points[point][1] for point in group):
            return False
    return True
