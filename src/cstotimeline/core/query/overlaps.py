"""Overlaps: which tenures of two offices lie at the same time."""

from __future__ import annotations

from typing import Any

import attrs

from cstotimeline.core.errors import Fault, UnknownName, shown
from cstotimeline.core.events.coverage import LAST_DAY
from cstotimeline.core.query.gathered import Gathered, Tenures, joined
from cstotimeline.core.query.office_methods import HOLDERS, offices_in
from cstotimeline.core.query.spelling import one_of_spelt
from cstotimeline.core.query.tenure import Count, Tenure, days_of
from cstotimeline.core.query.tenure_relations import TenureRelation
from cstotimeline.core.temporal.day_spans import common
from cstotimeline.core.temporal.intervals import Likelihood


@attrs.frozen(kw_only=True)
class Overlap(Gathered):
    """Two tenures that were held at the same time, by one holder or by two.

    >>> from cstotimeline import load
    >>> (both,) = load().overlaps("leader of Tajikistan", "chairperson", same_holder=True)[:1]
    >>> both.first.holder, str(both.surely_during[0])
    ('Emomali Rahmon', '2014-12-23/2015-09-14')
    """

    first: Tenure
    second: Tenure

    @property
    def likelihood(self) -> Likelihood:
        """Return whether they surely overlap, or possibly."""
        return Likelihood.SURELY if self.surely else Likelihood.POSSIBLY

    @property
    def relation(self) -> TenureRelation:
        """Return how they lie to each other."""
        return self.first.relation(self.second)

    @property
    def days(self) -> Count:
        """Return for how many days: the fewest, and the most; None where both go on."""
        goes_on = any(last >= LAST_DAY for _, last in self.possibly)
        return days_of(self.surely), None if goes_on else days_of(self.possibly)

    def to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "offices": [self.first.office, self.second.office],
            "holders": [self.first.holder, self.second.holder],
            "likelihood": self.likelihood.value,
            "days": list(self.days),
            **self.ground_to_dict(reasons=reasons),
        }


def overlaps_of(timeline: Any, one: str, other: str, *, same_holder: bool) -> tuple[Overlap, ...]:
    """Return the tenures of two offices that overlap; see :meth:`Timeline.overlaps`."""
    found = [
        _overlap(first, second, common(office.days, another.days))
        for office in offices_in(timeline, one)
        for another in offices_in(timeline, other)
        if office != another
        for first in office.tenures
        for second in another.tenures
        if not same_holder or first.holder == second.holder
    ]
    return tuple(sorted((each for each in found if each), key=lambda each: each.possibly))


def _overlap(first: Tenure, second: Tenure, covered: Any) -> Overlap | None:
    (low, high), (over, gone) = first.day_bounds
    (low2, high2), (over2, gone2) = second.day_bounds
    possibly = (max(low, low2, 1), min(gone, gone2) - 1)
    surely = (max(high, high2), min(over, over2) - 1)
    if possibly[0] > possibly[1]:
        return None
    return Overlap(
        asked=f"{first.office} ({first.label}) and {second.office} ({second.label}) at once",
        first=first,
        second=second,
        answers=(first, second),
        surely=(surely,) if surely[0] <= surely[1] else (),
        possibly=(possibly,),
        covered_days=covered,
    )


def tenures_of_holder(timeline: Any, holder: str) -> Tenures:
    """Return the tenures of one holder in every office; see :meth:`Timeline.held_by`."""
    parts: list[Tenures] = []
    used: dict[str, None] = {}
    for office in offices_in(timeline):
        try:
            parts.append(office.held_by(holder))
        except UnknownName:
            used.update(dict.fromkeys(office.named_holders))
    if not parts:
        names = timeline.events().naming
        used.update(dict.fromkeys(one.name for sort in HOLDERS for one in names.things(sort)))
        what = f"nobody of this name held an office, got {shown(holder)}"
        remedy = f"write {one_of_spelt(holder, tuple(used))}"
        raise UnknownName(Fault(where="holder", what=what, remedy=remedy))
    name = parts[0].asked.rpartition(" held by ")[2]
    return joined(f"offices held by {name}", parts)
