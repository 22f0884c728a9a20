"""Rules about offices: each is shown to catch a planted fault, surely or possibly, and to pass a sound history."""

from __future__ import annotations

from functools import partial

import attrs
import pytest

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import TakesOffice, office
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.office_rules import Inside, NoGap
from cstotimeline.core.rules.rule import Rule, checked
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.testing import club
from cstotimeline.testing.club import StewardTook
from tests.builders import limited
from tests.builders import took as steward_took
from tests.core.rules.examples import CHAIN, CLUB, GAP, MEMBER, ONE, TWO, found, joined, left, told, took


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


def test_a_chain_is_broken_possibly_by_a_rival_that_may_count() -> None:
    """Where coarse days of publication leave open which rival counts, one that does not is found as well."""
    pages = [(Citation(publisher="a page", published=PartialDate(text)),) for text in ("2021", "2021-05")]
    bob = attrs.evolve(took("2020-02-01", "Bob", "Ann"), claim="it", sources=pages[0])
    cid = attrs.evolve(took("2020-02-01", "Cid", "Zoe"), claim="it", sources=pages[1])
    assert found(CHAIN, took("2020-01-01", "Ann"), bob, cid) == [
        ("possibly", ("took-ann-2020-01-01", "took-cid-2020-02-01"))
    ]


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
                "surely: left-bob-2020-03-05 took-bob-2020-04-01:"
                " chair: nobody holds the office on 5 March 2020"
            ),
            "surely: left-bob-2020-05-01: chair: nobody holds the office on 1 May 2020",
            (
                "possibly: left-ann-2020-03-01 left-bob-2020-03-05:"
                " chair: nobody holds the office on 1 March 2020"
            ),
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
}


@pytest.mark.parametrize(("rule", "events", "findings"), FOUND.values(), ids=FOUND)
def test_what_is_found_is_told_with_its_events_and_its_day(
    rule: Rule, events: list[Event], findings: list[str]
) -> None:
    """Verdict, events and sentence, what is sure first: nothing is told twice, and nothing that breaks no rule."""
    assert told(rule, events) == findings


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
    again = attrs.evolve(joined("2019", "Ann"), id="again", after=("joined-ann",))
    events = [joined("2019", "Ann"), again, joined("2019-01-01", "Bob"), joined("2020", "Cem")]
    with limited(max_walks=0):
        findings = checked(ResolvedEvents(events), [TWO])
    assert [(finding.likelihood.value, finding.message) for finding in findings] == [
        ("possibly", "club: 1 to 3 are member on 1 January 2020"),
        ("possibly", "club: 2 to 3 are member on 31 December 2020"),
    ]


@pytest.mark.parametrize("name", ["gap", "inside"])
def test_nothing_is_broken_surely_where_the_walks_were_given_up(name: str) -> None:
    """Of twenty coarse dates that overlap it is unknown what held in June: what they may break is possible."""
    rules = {
        "gap": NoGap(name="gap", office=club.STEWARD, since="2020-06-15", until="2020-06-15"),
        "inside": Inside(name="inside", inner=club.STEWARD, outer=club.STANDING, statuses=("member",)),
    }
    events = [steward_took(f"e{n:02d}", "2020") for n in range(20)]
    with limited(max_walks=100):
        found = checked(ResolvedEvents(events), [rules[name]])
    assert {finding.likelihood for finding in found} == {Likelihood.POSSIBLY}


def test_offices_that_share_their_keys_cannot_be_one_inside_the_other() -> None:
    """Where no holder is a key of the outer office, which has the keys of the inner one, the rule says that alone."""
    by_first_letter = partial(office, kinds=(StewardTook,), key=lambda event: event.id[0])
    inner = by_first_letter("inner", lambda event: TakesOffice(event.holder))
    outer = by_first_letter("outer", lambda _: TakesOffice("member"))
    rule = Inside(name="inside", inner=inner, outer=outer, statuses=("member",))
    events = [steward_took("ann", "2020"), steward_took("bob", "2020")]
    (one,) = Timeline(events, projections=(inner, outer)).check([rule])
    assert (one.likelihood, one.events) == ("possibly", ())
    assert one.message.startswith(
        "inner and outer share their keys, and no holder of inner is a key of outer"
    )
