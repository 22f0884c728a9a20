"""Findings: a sound history has none, and their order and plain data."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.rules.rule import Finding, Rule, checked
from cstotimeline.core.temporal.intervals import Likelihood
from tests.core.rules.examples import (
    AGREE,
    CHAIN,
    GAP,
    MEMBER,
    NOTED,
    ONE,
    TRIPS,
    TWO,
    joined,
    left,
    took,
    trip,
)

SOUND: tuple[Event, ...] = (
    joined("2019-01-01", "Ann"),
    joined("2019-01-01", "Bob"),
    took("2019-06-01", "Ann"),
    left("2020-03-01", "Ann"),
    took("2020-03-01", "Bob", "Ann"),
    trip("2020-04-01", "2020-04-03"),
    trip("2020-04-03", "2020-04-05"),
)


RULES: tuple[Rule, ...] = (ONE, GAP, MEMBER, CHAIN, TWO, TRIPS, NOTED, AGREE)


def test_a_sound_history_breaks_no_rule() -> None:
    """A handover within one day, trips that meet on a day, and members in office break nothing."""
    assert checked(ResolvedEvents(SOUND), RULES) == ()


def test_findings_come_worst_first() -> None:
    """Errors come before warnings and notes, what is sure before what is possible."""
    mild = attrs.evolve(NOTED, severity="note")
    events = (trip("2020-04-01", "2020-04-05", note=""), took("2020-01-01", "Ann"), took("2020-03", "Bob"))
    severities = [
        f.severity for f in checked(ResolvedEvents((*events, left("2020-03-15", "Ann"))), [mild, ONE])
    ]
    assert severities == ["error", "note"]


def test_a_finding_as_data_has_its_sentence() -> None:
    """A finding tells its rule, severity, likelihood, events and message as plain data."""
    (finding,) = checked(ResolvedEvents((trip("2020-04-01", "2020-04-05", note=""),)), [NOTED])
    assert finding.to_dict() == {
        "rule": "noted",
        "severity": "error",
        "likelihood": "surely",
        "events": ["trip-2020-04-01"],
        "message": "no note",
        "reason": "",
    }


def test_findings_of_one_severity_come_by_rule_and_events() -> None:
    """Errors, warnings, notes; within each what is sure first; then by the rule's name and the ids."""
    trips = [trip(f"2020-04-0{n}", "2020-05-01", note="") for n in (2, 1)]
    mild, milder = (attrs.evolve(NOTED, severity=s, name=s) for s in ("warning", "note"))
    maybe = attrs.evolve(NOTED, name="a", broken=lambda _e, _w: [(Likelihood.POSSIBLY, "perhaps")])
    found_in_order = checked(ResolvedEvents(trips), [milder, maybe, mild, NOTED])
    assert [f.key for f in found_in_order] == [
        *(f"noted: trip-2020-04-0{n}" for n in (1, 2)),
        *(f"a: trip-2020-04-0{n}" for n in (1, 2)),
        *(f"warning: trip-2020-04-0{n}" for n in (1, 2)),
        *(f"note: trip-2020-04-0{n}" for n in (1, 2)),
    ]


def test_findings_without_end_are_counted_and_not_told() -> None:
    """Of one rule a thousand findings are told, and a note that there are more; of a thousand no more is said."""
    events = [trip("2020-04-01", "2020-04-05", note="")]

    @attrs.frozen(kw_only=True)
    class Endless(Rule):
        number: int

        def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
            del events
            for n in range(self.number):
                yield self.found(Likelihood.SURELY, (f"e{n}",), "broken")

    found = checked(ResolvedEvents(events), [Endless(name="endless", number=10**9)])
    assert (len(found), found[-1].severity) == (1_001, "note")
    assert found[-1].message.startswith("more than 1000 findings")
    assert len(checked(ResolvedEvents(events), [Endless(name="endless", number=1_000)])) == 1_000
