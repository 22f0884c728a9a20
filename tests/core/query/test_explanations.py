"""Explanations: the fewest events behind an answer, of one day and of all days of a spell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.testing import club
from cstotimeline.testing.shapes import DAYS, TIMED, Shape
from cstotimeline.testing.small_worlds import histories
from tests.builders import (
    WINDOW,
    announced,
    carried,
    corrected,
    declared,
    joined,
    left,
    missing,
    questions_of,
    retracted,
    settled,
    took,
)

REASONS: dict[str, tuple[Sequence[Event], str, tuple[str, ...]]] = {
    "the taking": ([took("ann", "2019"), took("bob", "2021")], "2020-06-01", ("ann", "bob")),
    "the taking alone": (
        [took("ann", "2019"), took("bob", "2021"), took("cem", "2022")],
        "2022-12-31",
        ("cem",),
    ),
    "not the ones before": (
        [took("ann", "2017"), left("l", "2018", "Ann"), took("bob", "2019")],
        "2020-06-01",
        ("bob",),
    ),
    "what leaves it open": (
        [took("ann", "2019"), took("bob", "2020"), took("cem", "2021")],
        "2020-06-01",
        ("ann", "bob"),
    ),
    "a correction": (
        [took("ann", "2021"), corrected("c", "2022", took("ann", "2019"))],
        "2020-06-01",
        ("ann", "c"),
    ),
    "a correction of a correction": (
        [
            took("ann", "2021"),
            corrected("c", "2022", took("ann", "2020-12-31")),
            corrected("d", "2022", took("ann", "2019"), target="c"),
        ],
        "2020-06-01",
        ("ann", "c", "d"),
    ),
    "not a correction that another one replaced": (
        [
            took("ann", "2021"),
            corrected("c", "2022", took("ann", "2018")),
            corrected("d", "2023", took("ann", "2019")),
        ],
        "2020-06-01",
        ("ann", "d"),
    ),
    "a retraction of a retraction is not needed": (
        [took("ann", "2019"), retracted("r", "2020", "ann"), retracted("s", "2021", "r")],
        "2020-06-01",
        ("ann",),
    ),
    "not a rival that lost": (
        [took("ann", "2019", claim="it", rank="preferred"), took("bob", "2019", claim="it")],
        "2020-06-01",
        ("ann",),
    ),
    "an unnamed event that decides the order": (
        [took("ann", "2020", after=("m",)), joined("m", "2020-06-01"), took("bob", "2019")],
        "2020-05-31",
        ("bob", "ann", "m"),
    ),
    "both takings of the holder that a leaving may end": (
        [took("ann", "2018"), took("ann2", "2019", holder="Ann"), left("l", "2020-01-01", "Ann")],
        "2020-06-01",
        ("ann", "ann2", "l"),
    ),
    "not the other holders": (
        [took("ann", "2018"), took("bob", "2019"), left("l", "2020-01-01", "Bob")],
        "2020-06-01",
        ("l",),
    ),
    "an announcement is no reason": (
        [took("ann", "2019"), announced("n", took("n", "2021")), settled("s", "n")],
        "2020-06-01",
        ("ann",),
    ),
    "coverage is no reason": ([took("ann", "2019"), declared("c", "../2020")], "2020-06-01", ("ann",)),
}


@pytest.mark.parametrize(("events", "day", "reasons"), REASONS.values(), ids=REASONS)
def test_the_fewest_events_that_give_the_answer_are_named(
    events: Sequence[Event], day: str, reasons: tuple[str, ...]
) -> None:
    """In the order of their dates: what began, ended and left open the answer, and nothing that it does not need."""
    answer = club.timeline(events)["steward"].at(day)
    assert answer.because == reasons
    assert [event.id for event in answer.events] == list(reasons)


def test_before_the_first_event_of_an_office_one_event_of_it_is_the_reason() -> None:
    """That an office is not yet filled is known because an event of it counts; nothing bears on one without any."""
    standing = Timeline([joined("mia", "2020"), joined("m2", "2022", member="Mia")], [club.STANDING])[
        "standing"
    ]
    answer = standing["Mia"].at("2019-06-01")
    assert (answer.label, answer.certain, answer.because) == ("not yet filled", True, ("mia",))
    with_coverage = Timeline(
        [joined("mia", "2020"), declared("c", "../2021", aspect="standing")], [club.STANDING]
    )["standing"]
    assert with_coverage["Mia"].at("2019-06-01").because == ("mia",)


def test_a_day_has_reasons_of_its_own() -> None:
    """Of a spell over which a doubt ends and begins again, each day rests on what leaves that day open."""
    events = [took("ann", "2019"), took("bob", "2020-01"), retracted("r", "2021-01", "bob")]
    asked = club.timeline(events)["steward"]
    assert asked.at("2019-12-31").because == ("ann",)
    first, last = asked.at("2019-12-30"), asked.at("2020-01-31")
    assert (first.because, last.because) == (("ann",), ("ann",))


def test_a_spell_rests_on_what_holds_on_all_its_days() -> None:
    """A timeline of just the reasons of a spell has it as its one spell over these days."""
    events = [
        *(carried("a", "2019"), carried("b", "2020"), carried("c", "2020-03")),
        carried("a2", "2020", motion="a"),
    ]
    for spell in Timeline(events, [club.MOTIONS])["motions"].during("2019/2021"):
        assert spell.spell is not None
        reasons = [event for event in events if event.id in spell.because]
        assert Timeline(reasons, [club.MOTIONS])["motions"].during(spell.spell) == (spell,)


SPELLS = Shape(most=4, amendments=1, announcements=1)


@given(histories(SPELLS), st.sampled_from(DAYS), st.data())
def test_reasons_do_not_depend_on_what_was_asked_before(
    events: tuple[Event, ...], day: object, data: st.DataObject
) -> None:
    """A day asked first, after its neighbours, or after spells has the same reasons and the same sentence."""
    fresh, used = questions_of(club.timeline(events)), questions_of(club.timeline(events))
    for name in data.draw(st.lists(st.sampled_from(sorted(used)), max_size=3)):
        for other in data.draw(st.permutations(DAYS)):
            assert used[name].at(other).because is not None
        assert all(spell.because is not None for spell in used[name].during(WINDOW))
    for name, question in fresh.items():
        one, other = question.at(day), used[name].at(day)  # type: ignore[arg-type]
        assert (one, one.because, one.why()) == (other, other.because, other.why())


def gives(question: Question[object], names: Sequence[str], day: int, answer: object) -> bool:  # type: ignore[type-var]
    """Return whether just some events give an answer on a day."""
    events = question.resolved.only(names)
    return bool(question.evaluate(events, QueryTime.of_ordinal(day)) == answer)


@given(histories(SPELLS))
def test_the_reasons_of_a_spell_give_it_on_each_day_and_none_can_be_left_out(
    events: tuple[Event, ...],
) -> None:
    """Folding just them gives the answer on all days of the spell; without any one some day has another."""
    for question in questions_of(club.timeline(events)).values():
        for spell in question.during(WINDOW):
            period = spell.spell
            assert period is not None
            days = range(period.start.first_ordinal, period.end.last_ordinal + 1)
            bare = question.evaluate(question.resolved, QueryTime.of_ordinal(days[0]))
            assert all(gives(question, spell.because, day, bare) for day in days)
            for left_out in spell.because:
                fewer = [name for name in spell.because if name != left_out]
                assert not all(gives(question, fewer, day, bare) for day in days)


SAME_DAYS = Shape(kinds=(club.StewardTook, club.StewardLeft), dates=("2020-01-30", *TIMED), least=2)


@given(histories(SPELLS) | histories(SAME_DAYS), st.sampled_from(DAYS))
def test_the_reasons_of_a_day_give_it_and_none_can_be_left_out(
    events: tuple[Event, ...], day: object
) -> None:
    """Folding just them gives the answer of that day; without any one of them it is another."""
    for question in questions_of(club.timeline(events)).values():
        answer = question.at(day)  # type: ignore[arg-type]
        ordinal = day.toordinal()  # type: ignore[attr-defined]
        bare = question.evaluate(question.resolved, QueryTime.of_ordinal(ordinal))
        assert gives(question, answer.because, ordinal, bare)
        for left_out in answer.because:
            assert not gives(question, [n for n in answer.because if n != left_out], ordinal, bare)


def test_a_whole_tenure_has_the_reasons_of_all_its_days() -> None:
    """What leaves one day of a tenure open is a reason of the tenure, and none of a day on which it is certain."""
    events = [took("ann", "2020-01-01"), took("bob", "2020-03"), took("cem", "2020-03-15")]
    asked = club.timeline(events)["steward"]
    ann = asked.tenures[0]
    assert (ann.holder, ann.certain, ann.because) == ("Ann", False, ("ann", "bob", "cem"))
    assert asked.at("2020-02-01").because == ("ann", "cem")


def test_losers_come_with_the_winner_among_the_reasons() -> None:
    """A rival is shown where the winner is a reason, and not beside other events."""
    events = [
        took("ann", "2019", claim="it", rank="preferred"),
        took("bob", "2019", claim="it"),
        took("cem", "2021"),
    ]
    asked = club.timeline(events)["steward"]
    assert [rival.id for rival in asked.at("2020-06-01").rivals] == ["bob"]
    assert asked.at("2022-06-01").rivals == ()
    assert (
        asked.at("2020-06-01")
        .why()
        .endswith(
            "Rival claim: Bob becomes steward, 2019 (bob); ann counts by its rank (preferred before normal)"
        )
    )


def test_leaving_out_what_came_first_on_a_day_may_turn_the_order_of_the_others() -> None:
    """The leaving alone gives that it came last, though without its predecessor it comes before a taking."""
    day = "2020-01-30"
    events = [
        took("a", f"{day}T09:00:00", holder="Ann"),
        took("b", day, holder="Ann"),
        left("c", day, "Ann", after=("a",)),
        took("d", day, holder="Ann"),
    ]
    assert club.timeline(events)["latest"].at(day).because == ("c",)


def test_what_was_retracted_is_no_reason() -> None:
    """Until the first event there is nothing, for the reason of that which stands and not of one retracted."""
    events = [took("ann", "2019"), retracted("z", "2019", "ann"), took("bob", "2019")]
    assert club.timeline(events)["latest"].at("2018-06-01").because == ("bob",)


def test_nobody_for_a_reason_is_told_with_the_event_that_says_so() -> None:
    """The reason for nobody, and from when on."""
    answer = club.timeline([missing("m", "2019", "ended")])["steward"].at("2020-06-01")
    assert (answer.because, answer.why().split("\n")[0]) == (
        ("m",),
        "nobody (ended): ended from 2019 [1].",
    )
