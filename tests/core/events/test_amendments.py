"""Corrections and retractions: what they say, and links that lead nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from cstotimeline.core.errors import EventError
from cstotimeline.core.events.amendments import EventRetracted, amended_events, link_faults
from cstotimeline.core.temporal.edtf import PartialDate
from tests.builders import PAGE, announced, by_id, corrected, retracted, settled, took

FAULTY = {
    "a correction's own fields": (
        lambda: corrected("Bad", "2020", took("a", "2019")),
        "id: expected a lower-case slug, got 'Bad'; write one such as presidency-2019-11-28-russia",
    ),
    "a retraction's own fields": (
        lambda: retracted("Bad", "2020", "a"),
        "id: expected a lower-case slug, got 'Bad'; write one such as presidency-2019-11-28-russia",
    ),
    "a correction of itself": (
        lambda: corrected("a", "2020", took("a", "2019")),
        "target: an event cannot be about itself, got 'a'; name the earlier event",
    ),
    "a retraction of itself without a reason": (
        lambda: retracted("a", "2020", "a", reason=" "),
        "target: an event cannot be about itself, got 'a'; name the earlier event\n"
        "reason: expected a reason, got ''; say what was wrong",
    ),
    "a correction into a retraction": (
        lambda: corrected("b", "2020", retracted("a", "2020", "x")),
        "replacement: expected an event about the world, got event_retracted; give the event as it should have been",
    ),
    "an announcement of another id": (
        lambda: announced("a", took("b", "2020")),
        "expects.id: expected the announcement's own id, a, got 'b'; write a",
    ),
    "an announcement of an announcement": (
        lambda: announced("a", announced("a", took("a", "2020"))),
        "expects: expected an event about the world, got event_announced; give the event that is to come",
    ),
    "an announcement's own fields": (
        lambda: announced("Bad", took("bad", "2020")),
        "id: expected a lower-case slug, got 'Bad'; write one such as presidency-2019-11-28-russia\n"
        "expects.id: expected the announcement's own id, Bad, got 'bad'; write Bad",
    ),
    "fulfilled by nothing": (
        lambda: settled("b", "a", "2020", outcome="fulfilled"),
        "by: an expectation settled as 'fulfilled' names the event that came, got []; name the id of that event",
    ),
    "changed by nothing": (
        lambda: settled("b", "a", "2020", outcome="changed"),
        "by: an expectation settled as 'changed' names the event that came, got []; name the id of that event",
    ),
    "a settlement's own fields": (
        lambda: settled("Bad", "a", "2020"),
        "id: expected a lower-case slug, got 'Bad'; write one such as presidency-2019-11-28-russia",
    ),
}


@pytest.mark.parametrize(("build", "message"), FAULTY.values(), ids=FAULTY)
def test_an_event_about_events_that_makes_no_sense_is_refused(build: Any, message: str) -> None:
    """Every broken rule is named, those of all events first."""
    with pytest.raises(EventError) as caught:
        build()
    assert str(caught.value) == message


def test_links_that_lead_nowhere_are_named_where_they_break() -> None:
    """Of a chain only the first link that fails is a fault; a circle is one for each event in it."""
    chain = by_id(
        EventRetracted(
            id="a", occurred=PartialDate.parse("2020"), target="nothing", reason="so", sources=PAGE
        ),
        retracted("b", "2020", "a"),
        retracted("c", "2020", "b"),
        retracted("x", "2020", "y"),
        retracted("y", "2020", "x"),
        retracted("z", "2020", "y"),
    )
    assert [str(fault) for fault in link_faults(chain)] == [
        "a target: no event with this id, got 'nothing'; name an event of this log",
        "x target: targets go round in a circle, got 'y'; name the event that is wrong",
        "y target: targets go round in a circle, got 'x'; name the event that is wrong",
        "z target: targets go round in a circle, got 'y'; name the event that is wrong",
    ]


def test_a_correction_bears_the_id_of_what_it_corrects_in_the_end() -> None:
    """The replacement of a correction of a correction has the first event's id."""
    good = corrected("b", "2020", took("a", "2019"))
    events = by_id(took("a", "2018"), good, corrected("c", "2021", took("b", "2019"), target="b"))
    assert [str(fault) for fault in link_faults(events)] == [
        "c replacement.id: expected the id of the event it replaces, a, got 'b'; write a"
    ]


def test_what_an_event_says_comes_with_the_corrections_that_made_it() -> None:
    """A correction of a correction comes after it; one that another outdates is not named."""
    events = [
        took("a", "2018"),
        corrected("b", "2020", took("a", "2019")),
        corrected("c", "2021", took("a", "2017"), target="b"),
        corrected("d", "2019", took("a", "2016")),
    ]
    (((said, through),),) = amended_events(events).values()
    assert (str(said.occurred), through) == ("2017", ("b", "c"))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2020", "2020-06"),
        ("2020-06-01", "2020-06"),
        ("2020-06-01", "2020-06-01T09:00:00Z"),
        ("2020-06-01T09:00:00Z", "2020-06-01T09:00:01Z"),
        ("2020-06-01", "2020-06-01"),
    ],
)
def test_of_two_corrections_the_later_holds(earlier: str, later: str) -> None:
    """The first way is that of the greatest first day, then of the last day, the time of day, and at last the id."""
    one, other = corrected("y", earlier, took("a", "2019")), corrected("z", later, took("a", "2018"))
    if earlier != later:
        one, other = corrected("z", earlier, took("a", "2019")), corrected("y", later, took("a", "2018"))
    for events in ([took("a", "2020"), one, other], [other, one, took("a", "2020")]):
        (((said, through), *_),) = amended_events(events).values()
        assert (str(said.occurred), through) == ("2018", (other.id,))


OPEN: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "two months apart": ([("y", "2020-01"), ("z", "2020-02")], ["z"]),
    "a day inside the month of the other": ([("y", "2020-06-15"), ("z", "2020-06")], ["y", "z"]),
    "the day after the month": ([("y", "2020-07-01"), ("z", "2020-06")], ["y"]),
    "the last day of the month, by the greater id": ([("z", "2020-06-30"), ("y", "2020-06")], ["z"]),
    "the last day of the month, by the lesser id": ([("y", "2020-06-30"), ("z", "2020-06")], ["y", "z"]),
    "one exact day": ([("y", "2020-06-30"), ("z", "2020-06-30")], ["z"]),
    "one exact day, by the time": ([("y", "2020-06-30T09:00:00Z"), ("z", "2020-06-30T08:00:00Z")], ["y"]),
    "one month": ([("y", "2020-06"), ("z", "2020-06")], ["z", "y"]),
    "a year, a month in it, a day after that": (
        [("x", "2020"), ("y", "2020-06"), ("z", "2020-07-01")],
        ["z", "x"],
    ),
    "three of one year": ([("x", "2020"), ("y", "2020"), ("z", "2020")], ["z", "y", "x"]),
    "a pattern whose last day is early": ([("y", "2020-0X-31"), ("z", "2020-09-15")], ["z"]),
}


@pytest.mark.parametrize(("made", "ways"), OPEN.values(), ids=OPEN)
def test_each_correction_that_may_be_the_latest_is_a_way(
    made: list[tuple[str, str]], ways: list[str]
) -> None:
    """Where coarse days leave open which came last each of them may; where they do not one holds."""
    corrections = [corrected(name, when, took("a", "2018", note=name)) for name, when in made]
    for events in ([took("a", "2020"), *corrections], [*reversed(corrections), took("a", "2020")]):
        (found,) = amended_events(events).values()
        assert [through for _, through in found] == [(name,) for name in ways]
        assert [said.note for said, _ in found] == ways


def test_a_correction_that_was_public_by_a_day_was_made_by_then() -> None:
    """With a latest day a coarse correction can have been made no later, so it may no longer be the last one."""
    made = [corrected("y", "2020-06-15", took("a", "2018")), corrected("z", "2020-06", took("a", "2017"))]
    events = [took("a", "2020"), *made]
    for last, ways in {"2020-06-14": [("y",)], "2020-06-15": [("y",), ("z",)]}.items():
        limits = {"z": PartialDate.parse(last).last_ordinal}
        assert [through for _, through in amended_events(events, limits)["a"]] == ways


def test_a_correction_of_a_pattern_was_made_on_one_of_its_days() -> None:
    """By the middle of June the last of the 31sts is that of May, so one of the 10th of June came later."""
    made = [corrected("y", "2020-06-10", took("a", "2018")), corrected("z", "2020-XX-31", took("a", "2017"))]
    limits = {"z": PartialDate.parse("2020-06-15").last_ordinal}
    assert [through for _, through in amended_events([took("a", "2020"), *made], limits)["a"]] == [("y",)]
    assert len(amended_events([took("a", "2020"), *made])["a"]) == 2


def test_ways_of_a_correction_of_a_correction_multiply() -> None:
    """Each way to the first correction goes on with what corrects that one, and with nothing else."""
    events = [
        took("a", "2020"),
        corrected("y", "2020-06", took("a", "2018")),
        corrected("z", "2020-06", took("a", "2017")),
        corrected("z1", "2021", took("a", "2016"), target="z"),
        corrected("z2", "2021", took("a", "2015"), target="z"),
    ]
    (found,) = amended_events(events).values()
    assert [(str(said.occurred), through) for said, through in found] == [
        ("2015", ("z", "z2")),
        ("2016", ("z", "z1")),
        ("2018", ("y",)),
    ]


def test_a_retraction_has_no_order() -> None:
    """A correction that is withdrawn is no way, whenever it was withdrawn; of a withdrawn event there is none."""
    events = [
        took("a", "2020"),
        corrected("y", "2020-06", took("a", "2018")),
        corrected("z", "2020-06", took("a", "2017")),
        retracted("r", "2019", "z"),
    ]
    (found,) = amended_events(events).values()
    assert [through for _, through in found] == [("y",)]
    assert amended_events([*events, retracted("s", "2019", "a")]) == {}
    assert [through for _, through in amended_events([*events, retracted("s", "2019", "r")])["a"]] == [
        ("z",),
        ("y",),
    ]


def test_what_is_about_an_event_that_is_not_given_has_no_effect() -> None:
    """A retraction of a retraction that was never seen leaves the event."""
    events = [took("a", "2020"), retracted("s", "2021", "r")]
    assert amended_events(events) == {"a": ((events[0], ()),)}


def test_titles_say_what_was_done() -> None:
    """A correction, a retraction and a settlement name what they are about, and what came instead."""
    titles = [
        corrected("b", "2020", took("a", "2019")).title,
        retracted("b", "2020", "a").title,
        settled("b", "a", "2020").title,
        settled("b", "a", "2020", outcome="changed", by=("x", "y")).title,
    ]
    assert titles == [
        "a corrected: it was otherwise",
        "a retracted: it was not so",
        "a: cancelled",
        "a: changed by x, y",
    ]
