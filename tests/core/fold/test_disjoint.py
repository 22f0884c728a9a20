"""Keys with disjoint dates: what is read off their events is what the fold of them tells."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline import (
    Absence,
    Citation,
    Event,
    LeavesOffice,
    NoHolder,
    PartialDate,
    TakesOffice,
    office,
    terms,
)
from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.steps import Step

PAGE = (Citation(publisher="a page"),)
_TEXTS = (
    "2000-01-01", "2000-01-02", "2000-01-03", "2000-01", "2000-02", "2000-02-01", "2000-02-10", "2000-03",
    "2000-03-05", "2000-04-XX", "2000-05-01", "2000-XX-31", "[2000-06-01,2000-06-05]", "2000-07-01?", "2000", "2001",
)  # fmt: skip
DATES = st.sampled_from([PartialDate.parse(text) for text in _TEXTS])
ENDS = st.one_of(DATES, st.sampled_from([PartialDate.OPEN, PartialDate.UNKNOWN]))
HOLDERS = st.sampled_from(["Ann", "Bob"])


@attrs.frozen(kw_only=True)
class Did(Event):
    """An event that says its step."""

    kind = "did"
    step: object


STEPS: st.SearchStrategy[Step | None] = st.one_of(
    st.builds(TakesOffice, HOLDERS, acting=st.booleans(), until=ENDS),
    st.builds(TakesOffice, HOLDERS, until=ENDS),
    st.builds(TakesOffice, HOLDERS, attested=st.booleans(), predecessor=st.none() | HOLDERS),
    st.builds(LeavesOffice, HOLDERS, of=st.sampled_from(["", "e-0", "e-1"])),
    st.builds(NoHolder, st.sampled_from(Absence), st.sampled_from([(), ("Cid",)])),
    st.none(),
)
EVENTS = st.lists(st.tuples(DATES, STEPS), min_size=1, max_size=5).map(
    lambda given: [
        Did(id=f"e-{n}", occurred=date, step=step, sources=PAGE) for n, (date, step) in enumerate(given)
    ]
)
OFFICE = office("chair", lambda event: event.step, kinds=(Did,), before=Absence.NOT_YET_FILLED)
COUNT: Projection[int] = Projection(name="count", initial=0, apply=lambda n, _: n + 1)
LAST: Projection[str] = Projection(name="last", initial="", apply=lambda _, event: str(event.occurred))
TERMS = terms("mayor")


def agrees(projection: Projection[Any], events: list[Any]) -> bool:
    """Return whether moves were told; assert that they are what the fold tells, on each day of a change."""
    moves = projection.moves(events)
    if moves is None:
        return False
    history = ResolvedEvents(events).history(projection, "")
    days = {day for first, last, _ in moves for day in (first, last)} | {
        *history.change_points,
        730_000,
        740_000,
    }
    for day in sorted({near for one in days for near in (one - 1, one, one + 1)}):
        found = history.at(day)
        assert found.founded is not None
        before = [state for _, last, state in moves if last <= day]
        state = before[-1] if before else projection.initial
        after = [one for first, last, one in moves if first <= day < last]
        told = projection.opening(state, after[0]) if after else projection.settled(state)
        assert told == projection.evaluate(found.state, found.founded), day
    return True


@given(EVENTS)
def test_office(events: list[Did]) -> None:
    """What is read off the events of an office is what folding them gives, in value, certainty and alternatives."""
    agrees(OFFICE, events)


@given(st.lists(st.tuples(DATES, ENDS, HOLDERS), min_size=1, max_size=4))
def test_terms(given: list[tuple[PartialDate, PartialDate, str]]) -> None:
    """What is read off terms with both ends is what folding them and their ends gives."""
    events = [
        TermHeld(id=f"t-{n}", occurred=start, until=end, office="mayor", holder=holder, sources=PAGE)
        for n, (start, end, holder) in enumerate(given)
        if not (end.is_date and end.last_ordinal < start.first_ordinal)
    ]
    if events:
        agrees(TERMS, events)


@pytest.mark.parametrize(
    "projection", [COUNT, LAST, attrs.evolve(COUNT, counted=True)], ids=["sum", "last", "counted"]
)
@given(events=EVENTS)
def test_projections(projection: Projection[Any], events: list[Did]) -> None:
    """What is read off the events of any projection is what folding them gives."""
    agrees(projection, events)


def did(text: str, step: Step) -> Did:
    """Return an event of a day."""
    return Did(id="e", occurred=PartialDate.parse(text), step=step, sources=PAGE)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([did("2000-01-01", TakesOffice("Ann")), did("2000-02", TakesOffice("Bob"))], True),
        ([did("2000", TakesOffice("Ann", until=PartialDate.parse("2001")))], True),
        ([did("2000-01", TakesOffice("Ann", until=PartialDate.parse("2000-01-31")))], True),
        ([did("2000-01-01", TakesOffice("Ann", until=PartialDate.UNKNOWN))], True),
        ([did("2000-01-01", TakesOffice("Ann")), did("2000-02-01", LeavesOffice("Ann"))], True),
        ([did("2000-01-01", TakesOffice("Ann")), did("2000-02", LeavesOffice("Ann"))], False),
        ([did("2000-01", TakesOffice("Ann", until=PartialDate.parse("2000-01-15")))], False),
        ([did("2000-01", TakesOffice("Ann")), did("2000-01-15", TakesOffice("Bob"))], False),
        ([did("2000-01-01T10:00:00Z", TakesOffice("Ann"))], False),
    ],
    ids=["handover", "coarse term", "ends next day", "unknown end", "leaving", "coarse leaving", "ends within",
         "overlap", "clock"],
)  # fmt: skip
def test_which(events: list[Did], expected: bool) -> None:
    """Moves are told of keys whose dates leave no order open, and of no others."""
    events = [attrs.evolve(event, id=f"e-{n}") for n, event in enumerate(events)]
    assert agrees(OFFICE, events) is expected


def test_a_handover_on_the_day_after_the_last_one() -> None:
    """A term that begins on the day on which another ends is the one that counts on that day."""
    events = [
        did("2000-01-01", TakesOffice("Ann", until=PartialDate.parse("2000-01-31"))),
        did("2000-02-01", TakesOffice("Ann", until=PartialDate.parse("2000-03-31"))),
    ]
    events = [attrs.evolve(event, id=f"e-{n}") for n, event in enumerate(events)]
    assert agrees(OFFICE, events)
    moves = OFFICE.moves(events)
    assert moves is not None
    assert [state.label for _, _, state in moves] == ["Ann", "vacant", "Ann", "vacant"]
