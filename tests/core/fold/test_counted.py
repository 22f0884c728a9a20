"""Tests of projections of which only the number of events matters."""

from __future__ import annotations

from random import Random

import attrs
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing import club
from tests.builders import joined

WALKED = attrs.evolve(club.JOINED, counted=False)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2020", "2020-01", "2020-01-3X", "2020-02-01", "2020-XX-31", "2020-01-30"]),
            st.sampled_from([(), ("e0",)]),
        ),
        max_size=5,
    )
)
def test_sums_say_what_walks_say(rows: list[tuple[str, tuple[str, ...]]]) -> None:
    """Counted or walked, the answers of all days of a period are the same."""
    events = [
        joined(f"e{n}", when, member="Mia", after=after if n else ()) for n, (when, after) in enumerate(rows)
    ]
    counted, walked = (Timeline(events, [one])["joined"].during("2020") for one in (club.JOINED, WALKED))
    assert [(one.spell, one) for one in counted] == [(one.spell, one) for one in walked]


def test_thousands_of_coarse_dates_are_counted() -> None:
    """Of five thousand events of some day of one year it is told exactly how many may have happened."""
    at_random = Random(1)
    events = [joined(f"e{n}", f"20{at_random.randrange(10):02d}", member="Mia") for n in range(5_000)]
    answer = Timeline(events, [club.JOINED])["joined"].value_at("2005-06-01")
    before = sum(event.effective.text < "2005" for event in events)
    inside = sum(event.effective.text == "2005" for event in events)
    assert (answer.value, answer.gave_up, len(answer.alternatives)) == (before, False, inside)


def test_a_projection_is_walked_unless_it_says_so() -> None:
    """Without being told, nothing is taken for a count."""
    assert not Projection(name="n", initial=0, apply=lambda state, _: state).counted
