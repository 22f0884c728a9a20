"""Variants: what events may say where coarse dates leave open which of them count."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import default_preference
from cstotimeline.core.fold.variants import MAX_VARIANTS, Variant, variants
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.testing import club
from tests.builders import announced, by_id, corrected, declared, joined, retracted, settled, took


def found(events: Iterable[Event], known: str = "", *, expecting: bool = False) -> tuple[list[Variant], bool]:
    """Return the variants of some events, and whether these are all."""
    limit = QueryTime.of(known) if known else None
    return variants(by_id(*events), prefer=default_preference, expecting=expecting, known=limit)


def counting(events: Iterable[Event], known: str = "") -> list[list[str]]:
    """Return what counts in each variant: the ids, with the year of each event."""
    ways, is_complete = found(events, known)
    assert is_complete
    return [sorted(f"{one.id} {one.occurred}" for one in way.events.values()) for way in ways]


def published(when: str) -> tuple[Citation, ...]:
    """Return a source that was published then."""
    return (Citation(publisher="a page", published=PartialDate.parse(when)),)


WAYS: dict[str, tuple[list[Event], str, list[list[str]]]] = {
    "nothing open": ([took("a", "2020"), took("b", "2021-06")], "", [["a 2020", "b 2021-06"]]),
    "all public": ([took("a", "2020"), took("b", "2021-06")], "2021-06-30", [["a 2020", "b 2021-06"]]),
    "one not yet public": ([took("a", "2020"), took("b", "2021-06")], "2021-05-31", [["a 2020"]]),
    "one perhaps public": (
        [took("a", "2020"), took("b", "2021-06")],
        "2021-06-15",
        [["a 2020"], ["a 2020", "b 2021-06"]],
    ),
    "two perhaps public": (
        [took("a", "2021"), took("b", "2021-06")],
        "2021-06-15",
        [[], ["a 2021"], ["b 2021-06"], ["a 2021", "b 2021-06"]],
    ),
    "a correction perhaps public": (
        [took("a", "2020"), corrected("c", "2021", took("a", "2019"))],
        "2021-06-15",
        [["a 2020"], ["a 2019"]],
    ),
    "a retraction perhaps public": (
        [took("a", "2020"), retracted("r", "2021", "a")],
        "2021-06-15",
        [["a 2020"], []],
    ),
    "an event and the retraction of it perhaps public": (
        [took("a", "2021"), retracted("r", "2021", "a")],
        "2021-06-15",
        [[], ["a 2021"], [], []],
    ),
    "two corrections of one month": (
        [
            took("a", "2020"),
            corrected("c", "2021-06", took("a", "2018")),
            corrected("d", "2021-06", took("a", "2019")),
        ],
        "",
        [["a 2019"], ["a 2018"]],
    ),
    "two rivals with sources of one month": (
        [
            took("a", "2020", claim="it", sources=published("2021-06")),
            took("b", "2019", claim="it", sources=published("2021-06")),
        ],
        "",
        [["a 2020"], ["b 2019"]],
    ),
    "two rivals, the newer source on a day": (
        [
            took("a", "2020", claim="it", sources=published("2021-06-15")),
            took("b", "2019", claim="it", sources=published("2021-06")),
        ],
        "",
        [["b 2019"], ["a 2020"]],
    ),
    "two rivals, decided": (
        [
            took("a", "2020", claim="it", sources=published("2021-07")),
            took("b", "2019", claim="it", sources=published("2021-06")),
        ],
        "",
        [["a 2020"]],
    ),
    "two rivals, one perhaps public": (
        [took("a", "2020", claim="it"), took("b", "2021", claim="it", rank="preferred")],
        "2021-06-15",
        [["a 2020"], ["b 2021"]],
    ),
    "what is about the log does not count": (
        [took("a", "2020"), declared("c", "2020"), announced("n", joined("n")), settled("s", "n")],
        "",
        [["a 2020"]],
    ),
}


@pytest.mark.parametrize(("events", "known", "ways"), WAYS.values(), ids=WAYS)
def test_each_way_in_which_open_choices_may_fall_is_a_variant(
    events: list[Event], known: str, ways: list[list[str]]
) -> None:
    """The canonical one is first, in which nothing undecided is public; the order of the events does not matter."""
    assert counting(events, known) == ways
    assert counting(events[::-1], known)[0] == ways[0]
    assert sorted(counting(events[::-1], known)) == sorted(ways)


def test_a_variant_knows_the_losers_and_the_corrections() -> None:
    """Rivals lost are told for the winner, corrections for what they made an event say."""
    events = [
        took("a", "2020", claim="it", rank="preferred"),
        took("b", "2019", claim="it"),
        took("c", "2018"),
        corrected("d", "2021", took("c", "2017")),
        corrected("e", "2022", took("c", "2016"), target="d"),
    ]
    ((way,), is_complete) = found(events)
    assert is_complete
    assert [event.id for event in way.rivals["a"]] == ["b"]
    assert (sorted(way.events), way.through["c"]) == (["a", "c"], ("d", "e"))


def test_an_expected_event_counts_under_the_id_of_the_announcement() -> None:
    """Only where asked for, and only while nothing has settled it, in each variant."""
    events = [announced("n", joined("n", "2022"), "2020"), settled("s", "n", "2021")]
    assert [sorted(way.events) for way in found(events, expecting=True)[0]] == [[]]
    assert [sorted(way.events) for way in found(events, "2021-06-15", expecting=True)[0]] == [["n"], []]
    assert [sorted(way.events) for way in found(events, "2021-06-15")[0]] == [[], []]


def test_an_event_that_was_public_by_then_had_taken_effect_by_then() -> None:
    """Where one date says both, it lies no later than the limit; where another date says when, it may."""
    day = PartialDate.parse
    events = [
        took("a", "2020-06"),
        took("b", "2020-06", effective=day("2021")),
        took("c", "2019", disclosed=day("2020-06")),
        took("d", "2019"),
    ]
    limit = QueryTime.of("2020-06-15")
    ways, _ = found(events, "2020-06-15")
    assert ways[0].latest(limit, Granularity.DAY) == {}
    assert ways[-1].shown_late == {"a", "b", "c"}
    assert ways[-1].latest(limit, Granularity.DAY) == {"a": limit.ordinal}
    assert ways[-1].latest(None, Granularity.DAY) == {}


def test_more_variants_than_the_limit_are_given_up() -> None:
    """Seven undecided events have twice as many variants as are looked at: then no answer is certain, and says so."""
    few = [took(f"e{n}", "2020") for n in range(6)]
    assert found(few, "2020-06-15")[1]
    many = [*few, took("e6", "2020")]
    ways, is_complete = found(many, "2020-06-15")
    assert (len(ways), is_complete) == (MAX_VARIANTS, False)
    answer = club.timeline([*many, took("z", "2019")])["steward"].at("2020-06-01", known="2020-06-15")
    assert (answer.holder, answer.certain, answer.gave_up, answer.alternatives) == ("Z", False, True, ())


def test_undecided_events_make_doubt_and_no_more() -> None:
    """By the middle of the month in which he took office the steward may be known, and then took it by that day."""
    events = [took("ann", "2020-06"), took("zoe", "2019"), joined("m")]
    asked = Timeline(events, [club.STEWARD]).known(by="2020-06-15")["steward"]
    told = {day: asked.at(day) for day in ("2020-05-31", "2020-06-01", "2020-06-15")}
    assert [(one.label, one.certain, one.alternatives) for one in told.values()] == [
        ("Zoe", True, ()),
        ("Zoe", False, ("Ann",)),
        ("Zoe", False, ("Ann",)),
    ]
    whole = Timeline(events, [club.STEWARD]).known(by="2020-06-30")["steward"]
    assert (whole.at("2020-06-30").label, whole.at("2020-06-30").certain) == ("Ann", True)


@pytest.mark.parametrize(("member", "limited"), [("Ann", True), ("Bob", False)])
def test_only_what_was_public_in_its_own_words_took_effect_by_then(member: str, *, limited: bool) -> None:
    """A correction that repeats an event leaves its limit; what it puts in the event's place need not have happened."""
    known = QueryTime.of("2020-02-15")
    said = joined("a", "2020-02", member="Ann")
    ways, _ = found([said, corrected("z", "2020-01", joined("a", "2020-02", member=member))], "2020-02-15")
    limits = [way.latest(known, Granularity.DAY) for way in ways if "a" in way.events]
    assert limits == [{"a": known.ordinal} if limited else {}]
