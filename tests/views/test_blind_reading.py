"""A blind reading: from the shapes of a picture alone, every day, date and kind of doubt comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cstotimeline
from cstotimeline.core.events.event import Event
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import Shape, club, histories
from tests.views.blind_reader import LaneSeen, Span, read

FIRST, LAST = date(2020, 1, 10).toordinal(), date(2020, 3, 9).toordinal()
PERIOD = "2020-01-10/2020-03-09"
EVERYTHING = Shape(
    kinds=(club.StewardTook, club.StewardLeft, club.StewardMissing),
    most=5,
    leavings=True,
    amendments=1,
    announcements=2,
    coverage=2,
    dates=(
        "2020-01-31",
        "2020-02-01?",
        "2020-01-30~",
        "2020-02-02%",
        "2020-02",
        "2020-01~",
        "2020?",
        "2020%",
        "2020-01-3X",
    ),
)
KNOWN = st.sampled_from([None, "2020-01-15", "2020-02-10"])


def doubts(when: PartialDate) -> set[str]:
    """Return the kinds of doubt that the text of a date states."""
    words = {"?": "uncertain", "~": "approximate", "%": "both"}
    found = {words[when.text[-1]]} if when.text[-1] in words else set()
    return found | ({"coarse"} if len(when.ordinals) > 1 else set())


def inside(when: PartialDate) -> Span | None:
    """Return the days of the picture that a date may mean."""
    days = (when.first_ordinal, when.last_ordinal) if when.is_date else ()
    if not days or days[1] < FIRST or days[0] > LAST:
        return None
    return max(days[0], FIRST), min(days[1], LAST)


def each_day(question: Any) -> dict[int, Any]:
    """Return the answer of every day, asked one at a time."""
    return {day: question.at(date.fromordinal(day)) for day in range(FIRST, LAST + 1)}


def standing(answer: Any, day: int, known: int | None) -> str:
    """Return how an answer stands."""
    if answer.certain:
        return "sure"
    if not answer.covered:
        return "uncovered"
    return "later" if known is not None and day > known else "doubt"


def ends_of(answers: dict[int, Any]) -> Iterator[tuple[Span, frozenset[str]]]:
    """Yield the dates at which the tenures of some answers begin and end."""
    for answer in answers.values():
        for when in (answer.start, answer.end) if answer.holder else ():
            if span := inside(when):
                yield span, frozenset(doubts(when))


def truth(timeline: Timeline, plain: Timeline | None) -> LaneSeen:
    """Return what a picture of the stewards should show, from answers for one day at a time."""
    known = timeline.clocks.known.ordinal if timeline.clocks.known else None
    answers = each_day(timeline["steward"])
    others = each_day(plain["steward"]) if plain is not None else answers
    days = {
        day: (
            answer.holder is not None,
            standing(answer, day, known),
            (answer.label, answer.alternatives) != (others[day].label, others[day].alternatives),
        )
        for day, answer in answers.items()
    }
    there = set(ends_of(others))
    edges = {
        (span, kinds if (span, kinds) in there else kinds | {"expected"}) for span, kinds in ends_of(answers)
    }
    last = answers[LAST]
    if last.holder and last.end.is_open:
        edges.add(((LAST, LAST), frozenset({"open"})))
    for day in range(FIRST + 1, LAST + 1):
        one, before = answers[day], answers[day - 1]
        if one.holder and one.start.is_unknown and one.label != before.label:
            edges.add(((day, day), frozenset({"unknown"})))
    rivals = {
        (span, frozenset(doubts(rival.effective)))
        for answer in answers.values()
        for rival in answer.rivals
        if (span := inside(rival.effective))
    }
    return LaneSeen(days=days, edges=frozenset(edges), rivals=frozenset(rivals), points=())


@settings(max_examples=60, deadline=None)
@given(histories(EVERYTHING), KNOWN, st.booleans(), st.sampled_from([320, 400, 800]))
def test_every_stretch_and_date_is_read_back(
    events: list[Event], known: str | None, expecting: bool, width: int
) -> None:
    """Whatever the history, clock and width: each day's answer, each date and each kind of doubt is read back."""
    timeline = club.CLUB.timeline(events)
    drawing = timeline.draw(during=PERIOD, lanes="steward", known=known, expecting=expecting, width=width)
    plain = timeline.as_of(known=known)
    shown = plain.expecting() if expecting else plain
    (seen,) = read(drawing.svg, FIRST, LAST)
    wanted = truth(shown, plain if expecting else None)
    assert seen.days == wanted.days
    assert seen.edges == wanted.edges
    assert seen.rivals == wanted.rivals


@settings(max_examples=30, deadline=None)
@given(histories(EVERYTHING), st.booleans())
def test_every_event_is_read_back(events: list[Event], expecting: bool) -> None:
    """Each event of a list is read back with the days that its date may mean, and what is only expected as such."""
    plain = club.CLUB.timeline(events)
    timeline = plain.expecting() if expecting else plain
    listed = timeline.events(club.StewardTook)
    drawing = plain.draw(during=PERIOD, lanes=[plain.events(club.StewardTook)], expecting=expecting)
    (seen,) = read(drawing.svg, FIRST, LAST)
    there = {event.id for event in plain.events(club.StewardTook)}
    wanted = [
        (span, frozenset(doubts(one.occurred) | (set() if one.id in there else {"expected"})))
        for one in listed
        if (span := inside(one.occurred))
    ]
    assert seen.points == tuple(sorted(wanted, key=str))


@pytest.mark.parametrize("width", [400, 800])
def test_the_presidency_is_read_back(width: int) -> None:
    """Of the shipped record, whole, every day of the presidency and each of its dates is read back."""
    history = cstotimeline.load()
    first, last = date(1990, 1, 1).toordinal(), date(2030, 12, 31).toordinal()
    drawing = history.draw(during="1990/2030", lanes="presidency", width=width)
    (seen,) = read(drawing.svg, first, last)
    for day in range(first, last + 1, 17):
        answer = history.presidency.at(date.fromordinal(day))
        assert seen.days[day][:2] == (answer.holder is not None, standing(answer, day, None))
    turns = {one.start.first_ordinal for one in history.presidency.tenures}
    assert turns <= {span[0] for span, _ in seen.edges}


def test_the_reader_tells_pictures_apart() -> None:
    """A picture of another history reads otherwise: the reading is no echo."""
    first, last = date(2016, 12, 1).toordinal(), date(2017, 1, 31).toordinal()
    seen = [
        read(cstotimeline.load().draw(during="2016-12/2017-01", lanes=name).svg, first, last)
        for name in ("presidency", "secretary_general")
    ]
    assert seen[0] != seen[1]
