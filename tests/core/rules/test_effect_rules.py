"""Rules about effects: each is shown to find an event that acts on nothing, and to pass one that acts."""

from __future__ import annotations

from typing import ClassVar

import attrs
import pytest

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import LeavesOffice, Office, Step, TakesOffice, office
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.effect_rules import effect_rules
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from tests.builders import (
    PAGE,
    announced,
    corrected,
    declared,
    joined,
    left,
    missing,
    record,
    retracted,
    settled,
    took,
)

LEAVING, ONE_A_DAY = "a leaving ends a taking", "one taking a day"
AMENDMENT, SETTLEMENT = "a correction or retraction has an effect", "a settlement has an announcement"
CLAIM, COVERAGE = "a claim has rivals", "coverage is of an aspect"
ORDER = "an order is of events on record"

Told = tuple[str, str, tuple[str, ...]]
"""The rule, how likely it is broken, and the events."""


def found(*events: Event, known: str | None = None) -> list[Told]:
    """Return what a timeline of the club finds without being given a rule."""
    timeline = Timeline(events, [club.STEWARD, club.STANDING, club.JOINED]).as_of(known=known)
    return [(one.rule, one.likelihood.value, one.events) for one in timeline.check()]


SOUND: dict[str, list[Event]] = {
    "a leaving after its taking": [took("ann", "2019"), left("l", "2020", "Ann")],
    "a leaving on the day of its taking": [
        took("ann", "2020-01-01"),
        left("l", "2020-01-01", "Ann"),
    ],
    "two takings on two days": [took("ann", "2020-01-01"), took("bob", "2020-01-02")],
    "two takings on one day, with times": [
        took("ann", "2020-01-01T09:00:00Z"),
        took("bob", "2020-01-01T12:00:00Z"),
    ],
    "two takings on one day, the second after the first": [
        took("ann", "2020-01-01"),
        took("bob", "2020-01-01", after=("ann",)),
    ],
    "two takings on one day, the second naming the first": [
        took("ann", "2020-01-01"),
        took("bob", "2020-01-01", predecessor="Ann"),
    ],
    "two takings on one day, between them a leaving": [
        took("ann", "2020-01-01"),
        left("l", "2020-01-01", "Ann"),
        took("bob", "2020-01-01"),
    ],
    "a renewal on one day": [took("ann", "2020-01-01"), took("ann2", "2020-01-01", holder="Ann")],
    "two takings in one month": [took("ann", "2020-01"), took("bob", "2020-01")],
    "two members of one day": [joined("mia", "2020-01-01"), joined("zoe", "2020-01-01")],
    "a correction": [took("ann", "2019"), corrected("c", "2020", took("ann", "2018"))],
    "a correction of a correction": [
        took("ann", "2019"),
        corrected("c", "2020-01-01", took("ann", "2018")),
        corrected("d", "2020-01-01", took("ann", "2017"), target="c"),
    ],
    "a correction that a later one replaced": [
        took("ann", "2019"),
        corrected("c", "2020-01-01", took("ann", "2018")),
        corrected("d", "2020-01-02", took("ann", "2017")),
    ],
    "a retraction, and one of that": [
        took("ann", "2019"),
        retracted("r", "2020", "ann"),
        retracted("s", "2021", "r"),
    ],
    "a settlement": [announced("n", took("n", "2022")), settled("s", "n", "2021")],
    "rivals": [took("ann", "2019", claim="it"), took("bob", "2019", claim="it", rank="preferred")],
    "rivals by correction": [
        took("ann", "2019", claim="it"),
        took("bob", "2019-06-01"),
        corrected("c", "2020", took("bob", "2019-06-01", claim="it")),
    ],
    "coverage of a projection": [took("ann", "2019"), declared("c", "2019")],
}


@pytest.mark.parametrize("events", SOUND.values(), ids=SOUND)
def test_what_has_an_effect_is_not_reported(events: list[Event]) -> None:
    """A history in which each event acts on something has no finding."""
    assert found(*events) == []


BROKEN: dict[str, tuple[list[Event], list[Told]]] = {
    "a leaving of nobody": ([left("l", "2020", "Ann")], [(LEAVING, "surely", ("l",))]),
    "a leaving before the taking": (
        [took("ann", "2021"), left("l", "2020", "Ann")],
        [(LEAVING, "surely", ("l",))],
    ),
    "a leaving of one of two takings": (
        [took("ann", "2019"), took("ann2", "2020", holder="Ann"), left("l", "2021", "Ann")],
        [(LEAVING, "possibly", ("ann", "ann2", "l"))],
    ),
    "a second leaving": (
        [took("ann", "2019"), left("l", "2020", "Ann"), left("m", "2021", "Ann")],
        [(LEAVING, "surely", ("m",))],
    ),
    "two takings on one day": (
        [took("ann", "2020-01-01"), took("bob", "2020-01-01")],
        [(ONE_A_DAY, "surely", ("ann", "bob"))],
    ),
    "three takings on one day": (
        [took("ann", "2020-01-01"), took("bob", "2020-01-01"), took("cem", "2020-01-01")],
        [(ONE_A_DAY, "surely", ("ann", "bob", "cem"))],
    ),
    "a third taking of one day, ordered to one of the two others": (
        [
            took("ann", "2020-01-01"),
            took("bob", "2020-01-01", after=("ann",)),
            took("ann2", "2020-01-01", holder="Ann", after=("ann",)),
        ],
        [(ONE_A_DAY, "surely", ("ann2", "bob"))],
    ),
    "two retractions": (
        [took("ann", "2019"), retracted("r", "2020", "ann"), retracted("s", "2021", "ann")],
        [(AMENDMENT, "surely", ("r", "s"))],
    ),
    "two corrections of one day": (
        [
            took("ann", "2019"),
            corrected("c", "2020-01-01", took("ann", "2018")),
            corrected("d", "2020-01-01", took("ann", "2017")),
        ],
        [(AMENDMENT, "surely", ("c", "d"))],
    ),
    "a settlement of what was withdrawn": (
        [announced("n", took("n", "2022")), settled("s", "n", "2021"), retracted("r", "2020", "n")],
        [(SETTLEMENT, "surely", ("s",))],
    ),
    "a claim without a rival": (
        [took("ann", "2019", claim="it"), took("bob", "2020", claim="that")],
        [(CLAIM, "surely", ("ann",)), (CLAIM, "surely", ("bob",))],
    ),
    "coverage of nothing": (
        [took("ann", "2019"), declared("c", "2019", aspect="stewart")],
        [(COVERAGE, "surely", ("c",))],
    ),
}


@pytest.mark.parametrize(("events", "findings"), BROKEN.values(), ids=BROKEN)
def test_what_acts_on_nothing_is_reported(events: list[Event], findings: list[Told]) -> None:
    """Always, without a rule being given, whatever the order of the events, and as a warning."""
    for given in (events, events[::-1]):
        assert found(*given) == findings
    timeline = Timeline(events, [club.STEWARD, club.STANDING, club.JOINED])
    assert {one.severity for one in timeline.check()} == {"warning"}


def test_findings_name_the_office_the_dates_and_what_to_do() -> None:
    """The sentence of each rule names the events by which somebody can find the fault."""
    events: list[Event] = [
        *(took("ann", "2019-06-01"), took("ann2", "2020-01-01", holder="Ann"), left("l", "2021", "Ann")),
        left("m", "2021-03-03", "Bob"),
        *(took("cem", "2022-01-01"), took("dan", "2022-01-01")),
        *(corrected("x", "2023-01-01", took("ann", "2019-06-01", note="so")),),
        *(corrected("y", "2023-01-01", took("ann", "2019-06-01", note="not so")),),
    ]
    timeline = Timeline(events, [club.STEWARD])
    assert [one.message for one in timeline.check()] == [
        "x has no effect: y of the same day corrects ann as well; name y as target to correct it again",
        "steward: Bob leaves (2021-03-03, m); no taking of Bob that is on record can have come before it",
        "steward: Cem and Dan take office on one day (2022-01-01), and nothing says who came first",
        "steward: Ann leaves (2021, l); it is open which taking ends, of ann, ann2",
    ]


def test_each_key_of_an_office_is_looked_at() -> None:
    """A seat a place: two holders of one day are one finding for the place where they met, named with its key."""
    events = [
        Sat(id="a", occurred=DAY, place="North", holder="Ann", sources=PAGE),
        Sat(id="b", occurred=DAY, place="North", holder="Bob", sources=PAGE),
        Sat(id="c", occurred=DAY, place="South", holder="Cem", sources=PAGE),
        Sat(id="d", occurred=DAY, place="South", holder="Dan", leaves=True, sources=PAGE),
    ]
    findings = Timeline(events, [SEATS]).check()
    assert [(one.rule, one.events) for one in findings] == [(LEAVING, ("d",)), (ONE_A_DAY, ("a", "b"))]
    assert [one.message.split(":")[0] for one in findings] == ["seat of South", "seat of North"]


def test_nobody_is_no_second_holder() -> None:
    """An office that somebody takes and that then has nobody on one day is not held by two."""
    events = [took("ann", "2020-01-01"), missing("m", "2020-01-01", "vacant")]
    assert found(*events) == []


def test_what_a_clock_hides_is_no_finding() -> None:
    """A settlement whose announcement was not yet public, and a leaving that was not, are no findings then."""
    late = PartialDate.parse("2021")
    events: list[Event] = [
        left("l", "2020", "Ann", disclosed=late),
        announced("n", took("n", "2022"), "2020", disclosed=late),
        settled("s", "n", "2020-06"),
    ]
    assert found(*events, known="2020-12-31") == []
    assert found(*events) == [(LEAVING, "surely", ("l",))]


def test_rules_are_asked_beside_those_that_are_given() -> None:
    """A rule that is given is asked as well; the rules about effects are one for each office and five for all."""
    names = [rule.name for rule in effect_rules([club.STEWARD, club.STANDING, club.JOINED], ["steward"])]
    assert names == [LEAVING, LEAVING, ONE_A_DAY, ONE_A_DAY, AMENDMENT, SETTLEMENT, CLAIM, ORDER, COVERAGE]
    given = Timeline([left("l", "2020", "Ann")], [club.STEWARD]).check(effect_rules([club.STANDING], []))
    assert [one.rule for one in given] == [LEAVING]


def test_an_order_of_an_event_that_does_not_count_is_told() -> None:
    """What is to come after an event that is not there, or was withdrawn, is a finding; after a losing rival not."""
    ann, ben = took("ann", "2020", claim="c"), took("ben", "2020", claim="c", rank="deprecated")
    assert found(took("a", "2021", after=("nope",))) == [(ORDER, "surely", ("a",))]
    gone = [took("b", "2019"), took("a", "2021", after=("b",)), retracted("r", "2021", "b")]
    assert found(*gone) == [(ORDER, "surely", ("a",))]
    assert found(ann, ben, took("a", "2021", after=("ben",))) == []


def test_a_declaration_of_what_another_clock_hides_is_still_about_an_aspect() -> None:
    """Coverage of an aspect of the timeline is no finding under any clock."""
    records = [record(took("ann", "2019")), record(declared("c", "2019"), position=2)]
    timeline = Timeline(records, [club.STEWARD])
    assert timeline.known(by="2018-01-01").check() == ()


DAY = PartialDate.parse("2020-01-01")


@attrs.frozen(kw_only=True)
class Sat(Event):
    """Somebody takes, or leaves, the seat of a place."""

    kind: ClassVar[str] = "sat"

    place: str
    holder: str
    leaves: bool = False


def _seat(event: Sat) -> Step:
    return LeavesOffice(event.holder) if event.leaves else TakesOffice(event.holder)


SEATS: Office = office("seat", _seat, kinds=(Sat,), key=lambda event: event.place)
