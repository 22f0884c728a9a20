"""References: what an event names, and what the event inside it names."""

from __future__ import annotations

from cstotimeline.core.events.references import references_in
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
