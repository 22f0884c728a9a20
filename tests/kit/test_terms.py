"""All laws on an organization of terms and seats, as its author would ask for them."""

from __future__ import annotations

from hypothesis import strategies as st

from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.fold.terms import terms
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import Organization, TimelineLaws

UNTIL = (
    PartialDate.OPEN,
    PartialDate.UNKNOWN,
    *map(PartialDate.parse, ("2020-02-03", "2020-02-02~", "2020-02-0X", "2020-02")),
)
PINS = {
    "office": st.sampled_from(["mayor", "member"]),
    "key": st.sampled_from([("House",), ("Senate", "West")]),
    "until": st.sampled_from(UNTIL),
}


class TestTerms(TimelineLaws):
    """A mayor, and the members of houses."""

    organization = Organization(
        kinds=(TermHeld,),
        projections=(terms("mayor"), terms("member", keyed=True, seats=2)),
        pins={TermHeld: PINS},
    )
