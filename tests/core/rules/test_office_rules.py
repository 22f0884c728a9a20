"""Declared rules: each is shown to catch a planted fault, surely or possibly, and to leave a sound history alone."""

from __future__ import annotations

from typing import ClassVar
from unittest.mock import patch

import attrs
import pytest

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold import possible_states as doubt
from cstotimeline.core.fold.office import Absence, LeavesOffice, NoHolder, Office, Step, TakesOffice, office
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.rules.event_rules import DatesAgree, EachEvent, NoOverlap
from cstotimeline.core.rules.office_rules import AtMostOneHolder, CountBetween, HandoverChain, Inside, NoGap
from cstotimeline.core.rules.rule import Rule, checked
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.testing import club

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
    return TakesOffice(event.person) if isinstance(event, Took) else LeavesOffice(event.person)


def _club(event: Joined) -> Step:
    return NoHolder(Absence.ENDED) if event.gone else TakesOffice("member")


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
    name="noted", kinds=(Trip,), broken=lambda e, _: [] if e.note else [(Likelihood.SURELY, "no note")]
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
    return [(finding.verdict.value, finding.events) for finding in checked(ResolvedEvents(events), [rule])]


def test_a_sound_history_breaks_no_rule() -> None:
    """A handover within one day, trips that meet on a day, and members in office break nothing."""
    assert checked(ResolvedEvents(SOUND), RULES) == ()


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
        pytest.param(
            (*(joined("2019-01-01", p) for p in ("Ann", "Bob")), joined("2020", "Cem")),
            ["surely", "possibly"],
            id="perhaps too many, then surely",
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
    severities = [
        f.severity for f in checked(ResolvedEvents((*events, left("2020-03-15", "Ann"))), [mild, ONE])
    ]
    assert severities == ["error", "note"]


def test_a_finding_as_data_has_its_sentence() -> None:
    """A finding tells its rule, severity, verdict, events and message as plain data."""
    (finding,) = checked(ResolvedEvents((trip("2020-04-01", "2020-04-05", note=""),)), [NOTED])
    assert finding.to_dict() == {
        "rule": "noted",
        "severity": "error",
        "verdict": "surely",
        "events": ["trip-2020-04-01"],
        "message": "no note",
        "reason": "",
    }


OPEN_GAP = attrs.evolve(GAP, until=None)

FOUND: dict[str, tuple[Rule, list[Event], list[str]]] = {
    "one: taken on the first day": (
        ONE,
        [took("2020-01-01", "Ann"), took("2020-01-01", "Bob"), left("2020-03-01", "Ann")],
        [],
    ),
    "one: perhaps before the holder": (
        ONE,
        [took("2020-01-15", "Ann"), took("2020-01", "Bob"), left("2020-03-01", "Ann")],
        [
            (
                "possibly: left-ann-2020-03-01 took-ann-2020-01-15 took-bob-2020-01:"
                " chair: Bob takes office (2020-01) before Ann leaves (2020-03-01)"
            ),
        ],
    ),
    "one: on the last day or before": (
        ONE,
        [took("2020-01-01", "Ann"), took("2020-02", "Bob"), left("2020-02-29", "Ann")],
        [
            (
                "possibly: left-ann-2020-02-29 took-ann-2020-01-01 took-bob-2020-02:"
                " chair: Bob takes office (2020-02) before Ann leaves (2020-02-29)"
            ),
        ],
    ),
    "one: on the last day": (
        ONE,
        [took("2020-01-01", "Ann"), took("2020-02-29", "Bob"), left("2020-02-29", "Ann")],
        [],
    ),
    "one: one who comes back": (
        ONE,
        [
            took("2020-01-01", "Ann"),
            took("2020-02-01", "Bob"),
            left("2020-03-01", "Ann"),
            took("2020-06-01", "Ann"),
        ],
        [
            (
                "surely: left-ann-2020-03-01 took-ann-2020-01-01 took-bob-2020-02-01:"
                " chair: Bob takes office (2020-02-01) before Ann leaves (2020-03-01)"
            ),
        ],
    ),
    "one: nobody who took it": (
        ONE,
        [took("2020-02-01", "Bob"), left("2020-03-01", "Ann")],
        [],
    ),
    "one: taken and left in a day": (
        ONE,
        [took("2020-03-01", "Ann"), took("2020-02-01", "Bob"), left("2020-03-01", "Ann")],
        [],
    ),
    "gap: before and between": (
        GAP,
        [
            took("2020-02-01", "Ann"),
            left("2020-03-01", "Ann"),
            took("2020-04-01", "Bob"),
            left("2020-12-31", "Bob"),
        ],
        [
            (
                "surely: left-ann-2020-03-01 took-bob-2020-04-01:"
                " chair: nobody holds the office on 1 March 2020"
            ),
            "surely: left-bob-2020-12-31: chair: nobody holds the office on 31 December 2020",
            "surely: took-ann-2020-02-01: chair: nobody holds the office on 1 January 2020",
        ],
    ),
    "gap: to the last event": (
        OPEN_GAP,
        [took("2019-02-01", "Ann"), left("2021-03-01", "Ann")],
        [
            "surely: left-ann-2021-03-01: chair: nobody holds the office on 1 March 2021",
        ],
    ),
    "gap: nothing after the first day": (
        OPEN_GAP,
        [took("2019-02-01", "Ann"), left("2019-03-01", "Ann")],
        [
            "surely: left-ann-2019-03-01: chair: nobody holds the office on 1 January 2020",
        ],
    ),
    "gap: perhaps for a month": (
        GAP,
        [took("2019-01-01", "Ann"), left("2020-03", "Ann"), took("2020-04", "Bob")],
        [
            ("surely: left-ann-2020-03 took-bob-2020-04: chair: nobody holds the office on 31 March 2020"),
            (
                "possibly: left-ann-2020-03 took-ann-2019-01-01:"
                " chair: nobody holds the office on 1 March 2020"
            ),
            ("possibly: left-ann-2020-03 took-bob-2020-04: chair: nobody holds the office on 1 April 2020"),
        ],
    ),
    "gap: again": (
        GAP,
        [
            took("2019-01-01", "Ann"),
            left("2020-03-01", "Ann"),
            left("2020-03-05", "Bob"),
            took("2020-04-01", "Bob"),
            left("2020-05-01", "Bob"),
        ],
        [
            (
                "surely: left-ann-2020-03-01 left-bob-2020-03-05:"
                " chair: nobody holds the office on 1 March 2020"
            ),
            (
                "surely: left-bob-2020-03-05 took-bob-2020-04-01:"
                " chair: nobody holds the office on 5 March 2020"
            ),
            "surely: left-bob-2020-05-01: chair: nobody holds the office on 1 May 2020",
        ],
    ),
    "inside: out and in again": (
        MEMBER,
        [
            took("2020-01-01", "Ann"),
            joined("2020-02-01", "Ann"),
            joined("2020-03-01", "Ann", gone=True),
            took("2020-04-01", "Bob"),
        ],
        [
            "surely: took-ann-2020-01-01: chair: Ann holds it on 1 January 2020 without being member",
            "surely: took-ann-2020-01-01: chair: Ann holds it on 1 March 2020 without being member",
            "surely: took-bob-2020-04-01: chair: Bob holds it on 1 April 2020 without being member",
        ],
    ),
    "inside: a holder who may be another": (
        MEMBER,
        [
            joined("2019-01-01", "Ann"),
            took("2020-01-01", "Ann"),
            took("2020-02", "Bob"),
            left("2020-05-01", "Bob"),
        ],
        [
            "surely: took-bob-2020-02: chair: Bob holds it on 29 February 2020 without being member",
            ("possibly: took-ann-2020-01-01: chair: Bob holds it on 1 February 2020 without being member"),
        ],
    ),
    "chain: far back": (
        CHAIN,
        [
            took("2020-01-01", "Cem"),
            took("2020-01-15", "Ann"),
            took("2020-02-01", "Bob", "Cem"),
            took("2020-03-01", "Dan", "Bob"),
        ],
        [
            (
                "surely: took-ann-2020-01-15 took-bob-2020-02-01:"
                " chair: took-bob-2020-02-01 names Cem as predecessor, the holder before it is Ann"
            ),
        ],
    ),
    "chain: nobody before": (
        CHAIN,
        [took("2020-01-01", "Ann", "Cem"), left("2020-02-01", "Ann"), took("2020-03-01", "Bob", "Ann")],
        [],
    ),
    "count: joining one by one": (
        TWO,
        [joined("2019-06-01", "Ann"), joined("2020-02", "Bob"), joined("2020-04-01", "Cem")],
        [
            "surely: : club: 1 are member on 1 January 2020",
            "surely: joined-cem: club: 3 are member on 1 April 2020",
            "possibly: joined-bob: club: 1 to 2 are member on 1 February 2020",
        ],
    ),
    "trips: three at once": (
        TRIPS,
        [
            trip("2020-04-01", "2020-04-09"),
            trip("2020-04-02", "2020-04-08"),
            trip("2020-04-03", "2020-04-04"),
        ],
        [
            (
                "surely: trip-2020-04-01 trip-2020-04-02:"
                " the club: trip-2020-04-02 begins (2020-04-02) before trip-2020-04-01 ends (2020-04-09)"
            ),
            (
                "surely: trip-2020-04-01 trip-2020-04-03:"
                " the club: trip-2020-04-03 begins (2020-04-03) before trip-2020-04-01 ends (2020-04-09)"
            ),
            (
                "surely: trip-2020-04-02 trip-2020-04-03:"
                " the club: trip-2020-04-03 begins (2020-04-03) before trip-2020-04-02 ends (2020-04-08)"
            ),
        ],
    ),
    "trips: from the first day that may be the last": (
        TRIPS,
        [trip("2020-04-01", "2020-05"), trip("2020-05-01", "2020-06-01")],
        [
            (
                "possibly: trip-2020-04-01 trip-2020-05-01:"
                " the club: trip-2020-05-01 begins (2020-05-01) before trip-2020-04-01 ends (2020-05)"
            ),
        ],
    ),
    "trips: from the last day on": (
        TRIPS,
        [trip("2020-04-01", "2020-04"), trip("2020-04-02", "2020-04-08")],
        [
            (
                "possibly: trip-2020-04-01 trip-2020-04-02:"
                " the club: trip-2020-04-02 begins (2020-04-02) before trip-2020-04-01 ends (2020-04)"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("rule", "events", "findings"), FOUND.values(), ids=FOUND)
def test_what_is_found_is_told_with_its_events_and_its_day(
    rule: Rule, events: list[Event], findings: list[str]
) -> None:
    """Verdict, events and sentence, what is sure first: nothing is told twice, and nothing that breaks no rule."""
    told = [
        f"{f.verdict.value}: {' '.join(f.events)}: {f.message}"
        for f in checked(ResolvedEvents(events[::-1]), [rule])
    ]
    assert told == findings


def test_a_limit_that_is_not_given_is_none() -> None:
    """Without a highest number only too few are found, with a lowest of nought only too many."""
    few, many = attrs.evolve(TWO, at_most=None), attrs.evolve(TWO, at_least=0)
    events = [joined("2020-02-01", "Ann"), joined("2020-03-01", "Bob"), joined("2020-04-01", "Cem")]
    assert [f.message for f in checked(ResolvedEvents(events), [few, many])] == [
        "club: 0 are member on 1 January 2020",
        "club: 1 are member on 1 February 2020",
        "club: 3 are member on 1 April 2020",
    ]


def test_the_key_of_an_office_stands_in_the_sentence() -> None:
    """An office of many keys is told with the key, and its name in words."""
    by_person = attrs.evolve(GAP, office=attrs.evolve(CLUB, name="club_seat"), until=None)
    (finding,) = checked(ResolvedEvents([joined("2020-02-01", "Ann")]), [by_person])
    assert finding.message == "club_seat of Ann: nobody holds the office on 1 January 2020".replace("_", " ")


def test_a_count_over_too_many_coarse_dates_is_open() -> None:
    """A member whose dates are too many to follow may be counted and may not."""
    events = [joined("2019", "Ann"), joined("2019-01-01", "Bob"), joined("2020", "Cem")]
    with patch.object(doubt, "MAX_WALKS", 0):
        (finding,) = checked(ResolvedEvents(events), [TWO])
    assert (finding.verdict.value, finding.message) == (
        "possibly",
        "club: 1 to 3 are member on 1 January 2020",
    )


def test_stretches_without_a_key_or_an_end_do_not_overlap() -> None:
    """An event that has no key, or no last day, is passed over."""
    trips = [trip("2020-04-01", "2020-04-09"), trip("2020-04-02", "2020-04-08")]
    keyless = attrs.evolve(TRIPS, key=lambda e: None if e.id.endswith("01") else "the club")
    endless = attrs.evolve(TRIPS, stretch=lambda e: None if e.id.endswith("01") else (e.occurred, e.until))
    nobodys = attrs.evolve(TRIPS, key=lambda _: None)
    assert found(keyless, *trips) == []
    assert found(nobodys, *trips) == []
    assert found(endless, *trips) == []
    assert len(found(TRIPS, *trips, took("2020-04-02", "Ann"))) == 1


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


@pytest.mark.parametrize("name", ["gap", "inside"])
def test_nothing_is_broken_surely_where_the_walks_were_given_up(name: str) -> None:
    """Of twenty coarse dates that overlap nobody can say what held in June: what they may break is possible."""
    rules = {
        "gap": NoGap(name="gap", office=club.STEWARD, since="2020-06-15", until="2020-06-15"),
        "inside": Inside(name="inside", inner=club.STEWARD, outer=club.STANDING, statuses=("member",)),
    }
    names = [f"e{n:02d}" for n in range(20)]
    events = [club.StewardTook(id=n, occurred=day("2020"), holder=n, sources=PAGE) for n in names]
    found = checked(ResolvedEvents(events), [rules[name]])
    assert {finding.verdict for finding in found} == {Likelihood.POSSIBLY}
