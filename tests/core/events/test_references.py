"""References: what an event names, and what the event inside it names."""

from __future__ import annotations

import pytest

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import after_faults, circle_faults, references_in
from tests.builders import corrected, retracted, took


def test_what_an_event_is_tied_by() -> None:
    """Its claim, those that it names, what it is about, and the same of an event inside it."""
    inner = took("ann", "2020-01-01", claim="first", after=("bob",))
    assert references_in(inner) == {("claim", "first"), ("event", "bob")}
    correction = corrected("c", "2020-01-02", inner, after=("dan",))
    assert references_in(correction) == {
        ("claim", "first"),
        ("event", "bob"),
        ("event", "ann"),
        ("event", "dan"),
    }
    assert references_in(retracted("r", "2020-01-02", "ann")) == {("event", "ann")}
    assert references_in(took("eve", "2020-01-01")) == frozenset()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(
            [took("a", "2020", after=("nope",))],
            ["a after: no event with this id, got 'nope'; name an event of this log"],
            id="no event",
        ),
        pytest.param(
            [corrected("c", "2021", took("held", "2020", after=("nope",)))],
            ["c after: no event with this id, got 'nope'; name an event of this log"],
            id="no event, inside a correction",
        ),
        pytest.param(
            [
                took("p", "2020", after=("q",)),
                took("q", "2020", after=("p",)),
                took("r", "2020", after=("p",)),
            ],
            [
                "p after: events come after each other in a circle, got ['q']; leave out one of them",
                "q after: events come after each other in a circle, got ['p']; leave out one of them",
                "r after: events come after each other in a circle, got ['p']; leave out one of them",
            ],
            id="a circle",
        ),
    ],
)
def test_an_order_that_leads_nowhere_is_a_fault(given: list[Event], told: list[str]) -> None:
    """What is to come after an event that nobody holds, or after itself, is told, also inside a correction."""
    held = {"held", *(event.id for event in given)}
    faults = [*after_faults(given, held), *circle_faults(given)]
    assert [str(fault) for fault in faults] == told
