"""Declared rules: each is shown to catch a planted fault, surely or possibly, and to leave a sound history alone."""

from __future__ import annotations

from typing import ClassVar

import attrs
import pytest

from cstotimeline.core.dates import PartialDate
from cstotimeline.core.events import Event
from cstotimeline.core.offices import Absence, Leaves, Office, Stands, Step, Takes, office
from cstotimeline.core.periods import Verdict
from cstotimeline.core.rules import (
    AtMostOneHolder,
    CountBetween,
    DatesAgree,
    EachEvent,
    HandoverChain,
    Inside,
    NoGap,
    NoOverlap,
    Rule,
    checked,
)
from cstotimeline.core.sources import Citation
from cstotimeline.core.world import World

PAGE = (Citation(publisher="a page"),)


@attrs.frozen(kw_only=True)
class Took(Event):
    """A person takes the chair."""

    kind: ClassVar[str] = "took"
    order: ClassVar[int] = 60

    person: str
    predecessor: str = ""


@attrs.frozen(kw_only=True)
class Left(Event):
    """A person leaves the chair."""

    kind: ClassVar[str] = "left"
    order: ClassVar[int] = 20

    person: str


@attrs.frozen(kw_only=True)
class Joined(Event):
    """A person joins, or with ``gone`` leaves, the club."""

    kind: ClassVar[str] = "joined"

    person: str
    gone: bool = False


@attrs.frozen(kw_only=True)
class Trip(Event):
    """The club travels from ``occurred`` to ``until``."""

    kind: ClassVar[str] = "trip"

    until: PartialDate


def _chair(event: Took | Left) -> Step:
    return Takes(event.person) if isinstance(event, Took) else Leaves(event.person)


def _club(event: Joined) -> Step:
    return Stands(Absence.ENDED) if event.gone else Takes("member")


CHAIR: Office = office("chair", _chair, kinds=(Took, Left))
CLUB: Office = office("club", _club, kinds=(Joined,), key=lambda event: event.person)

ONE = AtMostOneHolder(name="one", office=CHAIR)
GAP = NoGap(name="gap", office=CHAIR, since="2020-01-01", until="2020-12-31")
MEMBER = Inside(name="member", inner=CHAIR, outer=CLUB, statuses=("member",))
CHAIN = HandoverChain(name="chain", office=CHAIR, predecessor=lambda e: getattr(e, "predecessor", "") or None)
TWO = CountBetween(name="two", office=CLUB, statuses=("member",), since="2020-01-01", at_least=2, at_most=2)
TRIPS = NoOverlap(
    name="trips", key=lambda _: "the club", stretch=lambda e: (e.occurred, e.until), kinds=(Trip,)
)
NOTED = EachEvent(
    name="noted", kinds=(Trip,), broken=lambda e, _: [] if e.note else [(Verdict.SURELY, "no note")]
)
AGREE = DatesAgree(name="agree")


def day(text: str) -> PartialDate:
    """Return a date."""
    return PartialDate.parse(text)


def took(text: str, person: str, predecessor: str = "") -> Took:
    """Return the event of a person who takes the chair."""
    name = f"took-{person.lower()}-{text.strip('?').lower()}"
    return Took(id=name, occurred=day(text), person=person, predecessor=predecessor, sources=PAGE)


def left(text: str, person: str) -> Left:
    """Return the event of a person who leaves the chair."""
    return Left(id=f"left-{person.lower()}-{text}", occurred=day(text), person=person, sources=PAGE)


def joined(text: str, person: str, *, gone: bool = False) -> Joined:
    """Return the event of a person who joins or leaves the club."""
    name = f"{'gone' if gone else 'joined'}-{person.lower()}"
    return Joined(id=name, occurred=day(text), person=person, gone=gone, sources=PAGE)


def trip(start: str, end: str, note: str = "a trip") -> Trip:
    """Return a trip of the club."""
    return Trip(id=f"trip-{start}", occurred=day(start), until=day(end), note=note, sources=PAGE)


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


def found(rule: Rule, *events: Event) -> list[tuple[str, tuple[str, ...]]]:
    """Return the verdicts of a rule and the events that it names."""
    return [(finding.verdict.value, finding.events) for finding in checked(World(events), [rule])]


def test_a_sound_history_breaks_no_rule() -> None:
    """A handover within one day, trips that meet on a day, and members in office break nothing."""
    assert checked(World(SOUND), RULES) == ()


def test_a_successor_before_the_end_is_found() -> None:
    """Taking the chair while its holder is still to leave is found, with all three events."""
    events = (took("2020-01-01", "Ann"), took("2020-02-01", "Bob"), left("2020-03-01", "Ann"))
    assert found(ONE, *events) == [
        ("surely", ("left-ann-2020-03-01", "took-ann-2020-01-01", "took-bob-2020-02-01"))
    ]


def test_a_successor_who_may_be_early_is_found_as_possible() -> None:
    """A coarse start that may lie before the end is possibly a second holder, not surely one."""
    events = (took("2020-01-01", "Ann"), took("2020-03", "Bob"), left("2020-03-15", "Ann"))
    assert [verdict for verdict, _ in found(ONE, *events)] == ["possibly"]


def test_an_earlier_tenure_is_no_second_holder() -> None:
    """Somebody who left and came back does not overlap with whoever held the chair between."""
    events = (
        *(took("2020-01-01", "Ann"), took("2020-02-01", "Bob"), took("2020-03-01", "Ann")),
        left("2020-04-01", "Ann"),
    )
    assert found(ONE, *events) == []


def test_a_gap_is_found() -> None:
    """A day on which nobody holds the chair is found, with the events around it."""
    events = (took("2019-01-01", "Ann"), left("2020-03-01", "Ann"), took("2020-03-02", "Bob"))
    assert found(GAP, *events) == [("surely", ("left-ann-2020-03-01", "took-bob-2020-03-02"))]


def test_a_gap_before_the_first_holder_is_found() -> None:
    """A stretch that begins before anybody held the chair begins with a gap."""
    assert [verdict for verdict, _ in found(GAP, took("2020-02-01", "Ann"))] == ["surely"]


def test_a_possible_gap_is_found_as_possible() -> None:
    """A successor who may have come later than the end leaves a possible gap."""
    events = (took("2019-01-01", "Ann"), left("2020-03-01", "Ann"), took("2020-03", "Bob"))
    assert "possibly" in {verdict for verdict, _ in found(GAP, *events)}


def test_a_gap_after_the_stretch_is_none() -> None:
    """What happens after the last day of the stretch breaks nothing."""
    events = (took("2019-01-01", "Ann"), left("2021-03-01", "Ann"))
    assert found(GAP, *events) == []


def test_a_holder_outside_is_found() -> None:
    """A chair who leaves the club is found from that day on, and one who never joined from the first day."""
    events = (joined("2019-01-01", "Ann"), took("2020-01-01", "Ann"), joined("2020-02-01", "Ann", gone=True))
    assert found(MEMBER, *events) == [("surely", ("took-ann-2020-01-01",))]
    assert found(MEMBER, took("2020-01-01", "Bob")) == [("surely", ("took-bob-2020-01-01",))]


def test_a_holder_who_may_be_outside_is_found_as_possible() -> None:
    """A chair who joined on a doubtful day is possibly outside."""
    events = (joined("2020", "Ann"), took("2020-06-01", "Ann"))
    assert [verdict for verdict, _ in found(MEMBER, *events)] == ["possibly"]


def test_a_broken_chain_is_found() -> None:
    """An event that names another predecessor than the holder before it is found with that holder's event."""
    events = (took("2020-01-01", "Ann"), took("2020-02-01", "Bob", "Cem"))
    assert found(CHAIN, *events) == [("surely", ("took-ann-2020-01-01", "took-bob-2020-02-01"))]


def test_a_chain_over_coarse_dates_is_broken_possibly() -> None:
    """Where the order is doubtful the chain is broken possibly."""
    events = (took("2020-01", "Ann"), took("2020-01", "Bob", "Cem"))
    assert {verdict for verdict, _ in found(CHAIN, *events)} == {"possibly"}


@pytest.mark.parametrize(
    ("events", "verdicts"),
    [
        pytest.param((joined("2019-01-01", "Ann"),), ["surely"], id="too few"),
        pytest.param(
            tuple(joined("2019-01-01", p) for p in ("Ann", "Bob", "Cem")), ["surely"], id="too many"
        ),
        pytest.param(
            (joined("2019-01-01", "Ann"), joined("2020", "Bob")), ["possibly"], id="perhaps too few"
        ),
        pytest.param(tuple(joined("2019-01-01", p) for p in ("Ann", "Bob")), [], id="just right"),
    ],
)
def test_counts_are_held(events: tuple[Event, ...], verdicts: list[str]) -> None:
    """Fewer or more than two members are found, surely or possibly; two are not."""
    assert [verdict for verdict, _ in found(TWO, *events)] == verdicts


@pytest.mark.parametrize(
    ("second", "verdicts"),
    [("2020-04-04", ["surely"]), ("2020-04-05", []), ("2020-04", ["possibly"])],
)
def test_overlaps_are_found(second: str, verdicts: list[str]) -> None:
    """A trip that begins inside another is found; on its last day it is none; in its month it may be."""
    trips = (trip("2020-04-01", "2020-04-05"), trip(second, "2020-05-09"))
    assert [verdict for verdict, _ in found(TRIPS, *trips)] == verdicts


def test_a_condition_on_single_events_is_found() -> None:
    """An event that breaks a condition is found under its id."""
    assert found(NOTED, trip("2020-04-01", "2020-04-05", note="")) == [("surely", ("trip-2020-04-01",))]


def test_a_predecessor_that_is_missing_or_later_is_found() -> None:
    """Naming a predecessor that is not there, or that dates put later, is found."""
    first = attrs.evolve(took("2020-01-01", "Ann"), after=("took-bob-2020-02-01",))
    assert found(AGREE, first) == [("surely", ("took-ann-2020-01-01",))]
    assert found(AGREE, first, took("2020-02-01", "Bob")) == [
        ("surely", ("took-ann-2020-01-01", "took-bob-2020-02-01"))
    ]


def test_findings_come_worst_first() -> None:
    """Errors come before warnings and notes, what is sure before what is possible."""
    mild = attrs.evolve(NOTED, severity="note")
    events = (trip("2020-04-01", "2020-04-05", note=""), took("2020-01-01", "Ann"), took("2020-03", "Bob"))
    severities = [f.severity for f in checked(World((*events, left("2020-03-15", "Ann"))), [mild, ONE])]
    assert severities == ["error", "note"]


def test_a_finding_as_data_has_its_sentence() -> None:
    """A finding tells its rule, severity, verdict, events and message as plain data."""
    (finding,) = checked(World((trip("2020-04-01", "2020-04-05", note=""),)), [NOTED])
    assert finding.to_dict() == {
        "rule": "noted",
        "severity": "error",
        "verdict": "surely",
        "events": ["trip-2020-04-01"],
        "message": "no note",
        "reason": "",
    }
