"""The rotating presidency of the Council of the European Union: another organization, by the public API alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import attrs

from cstotimeline import EachEvent, Event, Likelihood, NoGap, TakesOffice, office
from cstotimeline.testing import Organization


@attrs.frozen(kw_only=True)
class CouncilPresidencyAssumed(Event):
    """``state`` takes over the presidency for half a year."""

    kind: ClassVar[str] = "council_presidency_assumed"

    state: str

    @property
    def title(self) -> str:
        """Return the turn in a few words."""
        return f"{self.state} takes over the Council presidency"


def _half_years(event: CouncilPresidencyAssumed, _: object) -> Iterator[tuple[Likelihood, str]]:
    first, last = event.effective.first_ordinal, event.effective.last_ordinal
    days = [date.fromordinal(n) for n in range(first, last + 1)]
    right = [day for day in days if (day.month, day.day) in {(1, 1), (7, 1)}]
    if right != days:
        verdict = Likelihood.POSSIBLY if right else Likelihood.SURELY
        yield verdict, f"{event.id}: a turn begins with a half-year, not in {event.effective}"


PRESIDENCY = office(
    "presidency",
    lambda event: TakesOffice(event.state, phrase="took over"),
    kinds=(CouncilPresidencyAssumed,),
)

COUNCIL = Organization(
    kinds=(CouncilPresidencyAssumed,),
    projections=(PRESIDENCY,),
    rules=(
        NoGap(name="presidency without gap", office=PRESIDENCY, since="2004-01-01"),
        EachEvent(name="turns of half a year", kinds=(CouncilPresidencyAssumed,), broken=_half_years),
    ),
)
