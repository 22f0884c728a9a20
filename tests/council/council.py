"""The rotating presidency of the Council of the European Union: another organization, by the public API alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstotimeline import EachEvent, Likelihood, NoGap, TermHeld, terms
from cstotimeline.testing import Organization


def _half_years(event: TermHeld, _: object) -> Iterator[tuple[Likelihood, str]]:
    first, last = event.effective.first_ordinal, event.effective.last_ordinal
    days = [date.fromordinal(n) for n in range(first, last + 1)]
    right = [day for day in days if (day.month, day.day) in {(1, 1), (7, 1)}]
    if right != days:
        verdict = Likelihood.POSSIBLY if right else Likelihood.SURELY
        yield verdict, f"{event.id}: a turn begins with a half-year, not in {event.effective}"


PRESIDENCY = terms("presidency")

COUNCIL = Organization(
    kinds=(TermHeld,),
    projections=(PRESIDENCY,),
    rules=(
        NoGap(name="presidency without gap", office=PRESIDENCY, since="2004-01-01"),
        EachEvent(name="turns of half a year", kinds=(TermHeld,), broken=_half_years),
    ),
    pins={TermHeld: {"office": "presidency"}},
)
