"""The laws on a council with seats in districts and at large, as the page on terms shows it."""

from hypothesis import strategies as st

from cstotimeline import AtMost, PartialDate, TermHeld, terms
from cstotimeline.testing import Organization, TimelineLaws

COUNCIL = terms("council", keyed=True, seats=None)
LAST_DAYS = st.sampled_from([PartialDate.OPEN, PartialDate.UNKNOWN, PartialDate.parse("2020-02")])
DISTRICTS = st.sampled_from([("District 5",), ("At large",)])


class TestCouncil(TimelineLaws):
    """Every law of a timeline, and a test that the rule can be broken."""

    organization = Organization(
        kinds=(TermHeld,),
        projections=(COUNCIL,),
        rules=(AtMost(name="one at large", office=COUNCIL, most=1, per=lambda key: key[0]),),
        pins={TermHeld: {"office": "council", "key": DISTRICTS, "until": LAST_DAYS}},
    )
