"""Tenure dates: how long a tenure lasted, what came before and after it, and how two lie to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Self

import attrs

from cstotimeline.core.errors import Fault, UnknownName
from cstotimeline.core.events.coverage import FIRST_DAY, LAST_DAY, Days
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Likelihood, Period

Count = tuple[int, int | None]
"""The fewest and the most; None where nothing bounds it."""

Bounds = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last day on which something may have begun, and those on which it may have been over."""

_EARLIEST, _NEVER = FIRST_DAY - 1, LAST_DAY + 1


def days_of(days: Days) -> int:
    """Return how many days there are in runs of days."""
    return sum(last - first + 1 for first, last in days)


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
    place = _EARLIEST - 1
    for group in chain:
        place = max(place + 1, *(points[point][0] for point in group))
        if any(place > points[point][1] for point in group):
            return False
    return True


def _day_text(date: PartialDate, day: int) -> str:
    """Return a date as an interval can have it: without a time of day, of a set one of its days."""
    is_plain = not date.is_date or (date.clock is None and date.text[:1] not in "[")
    return date.text if is_plain else PartialDate.of_ordinal(day).text


class TenureDates:
    """What a tenure knows of its dates and its neighbours."""

    __slots__ = ()

    holder: str | None
    start: PartialDate
    end: PartialDate

    @property
    def period(self) -> Period:
        """Return the days of the tenure, both ends included; a coarse end stands for itself.

        >>> from cstotimeline import load
        >>> load().presidency.at("2019-11-20").period
        Period('2018-11-08/2019-11-27')
        """
        tenure: Any = self
        end = tenure.last_day or self.end
        if not self.start.is_date and not end.is_date:
            return Period("0001-01-01/..")
        return Period(f"{_day_text(self.start, self.start.first_ordinal)}/{_day_text(end, end.last_ordinal)}")

    @property
    def day_bounds(self) -> Bounds:
        """Return the first and the last day, as ordinals, on which it may have begun, and those on which it may have
        been over.
        """
        tenure: Any = self
        low = high = self.start.first_ordinal
        if self.start.is_date:
            high = self.start.last_ordinal
        else:
            low, high = _EARLIEST, self._seen_by()
        if self.end.is_date:
            return (low, high), (self.end.first_ordinal, self.end.last_ordinal)
        horizon = tenure.explanation.horizon
        return (low, high), (max(high, horizon or high) + 1, _NEVER)

    def _seen_by(self) -> int:
        """Return the last day by which it had begun, where its start is unknown: that of its first event."""
        tenure: Any = self
        seen = [event.effective.last_ordinal for event in tenure.events]
        if self.end.is_date:
            seen.append(self.end.last_ordinal - 1)
        return min(seen, default=LAST_DAY)

    @property
    def days(self) -> Count:
        """Return how many days it lasted: the fewest, and the most by its dates.

        Of one that goes on the fewest are those up to the last day that the log covers, and the most are None; likewise
        of one with an unknown start.

        >>> from cstotimeline import load
        >>> load().presidency.at("2019-11-20").days
        (385, 385)
        """
        (low, high), (over, last) = self.day_bounds
        most = None if low < FIRST_DAY or last > LAST_DAY else last - low
        return max(over - high, 0), most

    @property
    def days_so_far(self) -> Count:
        """Return how many days it lasted; of one that goes on up to the last day that the log covers."""
        (low, high), (over, last) = self.day_bounds
        tenure: Any = self
        if last > LAST_DAY and tenure.explanation.horizon is not None:
            last = over
        return max(over - high, 0), None if low < FIRST_DAY or last > LAST_DAY else last - low

    @property
    def previous(self) -> Self | None:
        """Return the tenure before this one in the same office; None where the log has none.

        Raises:
            UnknownName: the tenure came out of a pickle, which keeps no office.

        >>> from cstotimeline import load
        >>> load().presidency.at("2019-11-20").previous.holder
        'Kazakhstan'
        """
        tenures, place, _ = self._among()
        return tenures[place - 1] if place > 0 else None

    @property
    def next(self) -> Self | None:
        """Return the tenure after this one in the same office; None where the log has none.

        Raises:
            UnknownName: the tenure came out of a pickle, which keeps no office.

        >>> from cstotimeline import load
        >>> load().presidency.at("2019-11-20").next.holder
        'Russia'
        """
        tenures, place, is_in = self._among()
        after = place + 1 if is_in else place
        return tenures[after] if after < len(tenures) else None

    def _among(self) -> tuple[tuple[Self, ...], int, bool]:
        """Return all tenures of the office, the place of this one or of the next, and whether it is one of them."""
        tenure: Any = self
        question = tenure.explanation.question
        if question is None:
            what = f"this tenure does not know its office, got one of {tenure.office!r} out of a pickle"
            raise UnknownName(Fault(where="tenure", what=what, remedy="ask the office again with at"))
        tenures: tuple[Any, ...] = question.tenures
        place = 0
        for number, one in enumerate(tenures):
            if (one.holder, one.acting, one.start, one.end) == (
                tenure.holder,
                tenure.acting,
                self.start,
                self.end,
            ):
                return tenures, number, True
            if one.start.sort_key <= self.start.sort_key and self.start.is_date:
                place = number + 1
        is_in = bool(place) and tenures[place - 1].label == tenure.label
        return tenures, place - 1 if is_in else place, is_in

    def relation(self, other: TenureDates) -> TenureRelation:
        """Return how this tenure lies to another, of the same office or of any: each of Allen's thirteen relations
        surely, possibly or not.
        """
        tenure: Any = self
        return relation_between(tenure, other)
