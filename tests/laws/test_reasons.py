"""Promise 8: every answer explains itself, with just the events that it needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.shapes import MEMBERS, STEWARDS
from cstotimeline.testing.small_worlds import histories, questions
from tests.builders import (
    PAGE,
    corrected,
    left,
    missing,
    questions_of,
    retracted,
    took,
    without_loose_ends,
)

HISTORIES = (
    histories(most=4, amendments=3)
    | histories(STEWARDS, most=4, amendments=2, predecessors=True)
    | histories(MEMBERS, most=4, amendments=2)
)
NAMES = ["steward", "members", "joined", "motions", "minutes", "latest"]


def answered(events: Sequence[Event], name: str, day: date) -> Any:
    """Return the answer that a timeline of just these events gives."""
    return questions_of(club.timeline(events))[name].at(day)


def faults_of(events: Sequence[Event], name: str, day: date) -> list[str]:
    """Return what is wrong with the reasons of an answer: events missing, or events too many."""
    answer: ExplainedAnswer = answered(events, name, day)
    behind = [event for event in events if event.id in answer.because]
    found = [] if answered(behind, name, day) == answer else ["just these do not give the answer"]
    for event in behind:
        fewer = without_loose_ends([other for other in behind if other is not event])
        if answered(fewer, name, day) == answer:
            found.append(f"{event.id} can be left out")
    return found


@pytest.mark.parametrize("name", NAMES)
@given(events=HISTORIES, day=questions())
def test_just_the_reasons_give_the_answer_and_none_can_be_left_out(
    name: str, events: tuple[Event, ...], day: date
) -> None:
    """A timeline of the events in ``because`` gives the same answer; without any one of them it gives another."""
    assert faults_of(events, name, day) == []


@given(HISTORIES, questions())
def test_the_world_of_the_reasons_gives_the_answer(events: tuple[Event, ...], day: date) -> None:
    """``ResolvedEvents.only`` of the events in ``because`` has the same states and doubts on that day."""
    timeline = club.timeline(events)
    for name in ("minutes", "motions"):
        answer = timeline[name].at(day)
        track = timeline.resolved.only(answer.because).history(timeline.projections[name], "")
        views = track.at(day.toordinal()).views
        assert views is not None
        assert set(views) == {answer.value, *answer.alternatives}


@given(HISTORIES, questions())
def test_the_sentence_cites_every_source(events: tuple[Event, ...], day: date) -> None:
    """``why()`` names each source of each event behind the answer once, with a number, and every number is used."""
    for question in questions_of(club.timeline(events)).values():
        answer = question.at(day)
        sentence, *lines = answer.why().split("\n")
        stated = [line for line in lines if line.startswith("[")]
        assert len(stated) == len(answer.sources) == len(set(answer.sources))
        assert set(answer.sources) == {source for event in answer.events for source in event.sources}
        for number, source in enumerate(answer.sources, 1):
            assert stated[number - 1].startswith(f"[{number}] {source.publisher}")
            assert number in marks_in(sentence)


def marks_in(sentence: str) -> set[int]:
    """Return the numbers of the citation marks in a sentence: ``[1-3, 5]`` is four of them."""
    found: set[int] = set()
    for piece in sentence.split("[")[1:]:
        for run in piece.partition("]")[0].split(", "):
            first, _, last = run.partition("-")
            found.update(range(int(first), int(last or first) + 1))
    return found


@given(data=st.data(), events=HISTORIES, day=questions())
def test_reasons_hold_under_the_clock_of_knowledge(
    data: st.DataObject, events: tuple[Event, ...], day: date
) -> None:
    """With ``known=``, the reasons are events that may have been known by then, and just they give the answer."""
    known = data.draw(questions())
    answer = club.timeline(events)["minutes"].at(day, known=known)
    behind = [event for event in events if event.id in answer.because]
    assert club.timeline(behind)["minutes"].at(day, known=known) == answer
    assert all(event.known_from.first_ordinal <= known.toordinal() for event in behind)


def motion(name: str, when: str, **fields: Any) -> club.MotionCarried:
    """Return the event ``name``, by which a motion is carried."""
    date_ = PartialDate.parse(when)
    return club.MotionCarried(id=name, occurred=date_, sources=PAGE, motion=name, **fields)


def test_an_event_that_narrows_a_date_is_a_reason() -> None:
    """That Bob certainly was steward in February hangs on the motion that came after he took office."""
    events = [took("ann", "2019-01-01"), took("bob", "2020"), motion("tea", "2020-01-31", after=("bob",))]
    answer = club.timeline(events)["steward"].at("2020-02-01")
    assert (answer.holder, answer.certain) == ("Bob", True)
    assert answer.because == ("bob", "tea")


def test_reasons_are_found_where_a_corrected_rival_hides_an_event() -> None:
    """That Xen never took office, because a corrected rival won, keeps no event too many among the reasons."""
    events = [
        took("bob", "2020"),
        motion("tea", "2020-01-31", after=("bob",)),
        took("xen", "2020-06-01", claim="what happened in June"),
        motion("dues", "2020-06-01", claim="what happened in June", rank="deprecated"),
        corrected(
            "c",
            "2020-07-01",
            motion("dues", "2020-06-01", claim="what happened in June", rank="preferred"),
        ),
    ]
    answer = club.timeline(events)["steward"].at("2020-02-01")
    assert (answer.holder, answer.end.text) == ("Bob", "..")
    assert answer.because == ("bob", "tea")


def test_what_was_overtaken_is_no_reason() -> None:
    """Ann's tenure, Bob's and the motions before are no reasons for Cem's; the end of it is one."""
    events = [
        took("ann", "2017"),
        took("bob", "2018"),
        took("cem", "2019-01-01"),
        left("out", "2020-06-01", "Cem"),
    ]
    asked = club.timeline(events)["steward"]
    assert asked.at("2020-01-31").because == ("cem", "out")
    assert asked.at("2020-07-01").because == ("out",)  # which implies that he held it


def test_a_retraction_that_brings_something_back_needs_no_reason() -> None:
    """Ann counts with and without the retraction and its retraction: neither is a reason."""
    events = [
        took("ann", "2020-01-01"),
        retracted("r", "2020-01-02", "ann"),
        retracted("rr", "2020-01-03", "r"),
    ]
    assert club.timeline(events)["steward"].at("2020-02-01").because == ("ann",)


def test_a_correction_and_what_it_corrects_are_reasons_together() -> None:
    """The corrected date needs the event and its correction; the sentence cites the sources of what now stands."""
    events = [
        took("ann", "2020-01-01"),
        corrected("c", "2020-02-01", took("ann", "2019-12-31"), reason="the page was wrong"),
    ]
    answer = club.timeline(events)["steward"].at("2020-01-31")
    assert answer.because == ("ann", "c")
    assert answer.start.text == "2019-12-31"
    assert "ann corrected: the page was wrong" in answer.why()


def test_the_reason_for_no_data_is_what_ends_it() -> None:
    """Before the first event nothing is known because of the event that ends this; without events, because of none."""
    asked = club.timeline([took("ann", "2020-01-01"), missing("m", "2021", "vacant")])["steward"]
    assert asked.at("2019-01-01").because == ("ann",)
    assert club.timeline([])["steward"].at("2019-01-01").because == ()
