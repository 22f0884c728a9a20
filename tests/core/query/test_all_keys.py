"""All keys at once tell what each key tells by itself, under every clock."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import EventAnnounced
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.fold.ordering import event_bounds
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.term_ends import stated_id
from cstotimeline.core.fold.terms import terms
from cstotimeline.core.index.all_keys import changes_of_keys, public_days
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.points import QueryTime

PAGE = (Citation(publisher="a page"),)
DAYS = ("1999-12-31", "2000-01-01", "2000-01-02", "2000-02-01", "2000-02-20", "2000-06-01", "2001-01-01")
DATES = st.sampled_from(
    [PartialDate.parse(text) for text in (*DAYS, "2000-01", "2000-02", "2000", "2000-03-05", "2000-05-10")]
)
SEATS = terms("member", keyed=True, seats=None)
OFFICE = terms("member", keyed=True)
COUNT: Projection[int] = Projection(
    name="terms", initial=0, apply=lambda n, _: n + 1, kinds=(TermHeld,), key=lambda event: event.key[0]
)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Draw terms of two houses, some corrected, retracted, announced, disclosed later, or after another."""
    found: list[Event] = []
    for number in range(draw(st.integers(1, 5))):
        start, end = (
            draw(DATES),
            draw(st.one_of(DATES, st.just(PartialDate.OPEN), st.just(PartialDate.UNKNOWN))),
        )
        if end.is_date and end.last_ordinal < start.first_ordinal:
            start, end = end, start
        term = TermHeld(
            id=f"e-{number}", occurred=start, office="member", key=(draw(st.sampled_from(["A", "B"])),),
            holder=draw(st.sampled_from(["Ann", "Bob", "Cid"])), until=end, sources=PAGE,
        )  # fmt: skip
        what = draw(
            st.sampled_from(["", "", "", "", "disclosed", "after", "announced", "corrected", "retracted"])
        )
        day = draw(DATES)
        if what == "disclosed":
            term = attrs.evolve(term, disclosed=day)
        elif what == "after" and number:
            term = attrs.evolve(term, after=("e-0",))
        if what == "announced":
            found.append(EventAnnounced(id=term.id, occurred=day, expects=term, sources=PAGE))
            continue
        found.append(term)
        name = f"{term.id}-{what}"
        if what == "corrected":
            other = attrs.evolve(term, holder="Dan")
            found.append(
                EventCorrected(
                    id=name,
                    occurred=day,
                    target=term.id,
                    replacement=other,
                    reason="it was Dan",
                    sources=PAGE,
                )
            )
        elif what == "retracted":
            found.append(
                EventRetracted(id=name, occurred=day, target=term.id, reason="made up", sources=PAGE)
            )
    return found


def apart(questions: Any, day: str) -> dict[Any, Any]:
    """Return the bare answer of each key, each asked in a timeline of its own state."""
    return {key: questions[key].value_in(questions[key].resolved, QueryTime.of(day)) for key in questions}


@given(histories(), st.sampled_from([OFFICE, COUNT]), st.sampled_from(DAYS))
def test_everything_on_a_day_is_each_key_on_that_day(
    events: list[Event], projection: Projection[Any], day: str
) -> None:
    """The values of all keys on a day are those that folding each key gives."""
    questions = Timeline(events, [projection])[projection.name]
    assert questions.value_at(day) == apart(questions, day)


@given(histories(), st.sampled_from([OFFICE, COUNT]), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_everything_as_known_is_each_key_as_known(
    events: list[Event], projection: Projection[Any], day: str, known: str
) -> None:
    """The values of all keys as known by a day are those that folding each key under that clock gives."""
    questions = Timeline(events, [projection])[projection.name]
    turned = Timeline(events, [projection]).known(by=known)[projection.name]
    assert questions.value_at(day, known=known) == apart(turned, day)


@given(histories(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_seats_are_told_as_each_office_tells_them(events: list[Event], day: str, known: str) -> None:
    """Who holds the seats of all offices is what each office says of itself, with and without a clock."""
    for turned in (Timeline(events, [SEATS]), Timeline(events, [SEATS]).known(by=known)):
        questions = turned["member"]
        assert questions.value_at(day) == {key: questions[key].value_at(day) for key in questions}


@given(histories(), st.sampled_from([OFFICE, SEATS]), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_a_diff_is_told_as_by_looking_at_every_key(
    events: list[Event], projection: Projection[Any], one: str, other: str
) -> None:
    """A diff has each key of which the state differs, and each event that may have taken effect or ended in between."""
    since, until = sorted((one, other))
    history = Timeline(events, [projection])
    changes = history.diff(since, until)
    first, last = QueryTime.of(since).ordinal, QueryTime.of(until).ordinal
    resolved = history.resolved
    histories = resolved.histories(projection)

    def label(key: Any, day: int) -> str:
        return projection.seen(histories[key].at(day).state).label  # type: ignore[attr-defined, no-any-return]

    assert {change.key for change in changes} == {k for k in histories if label(k, first) != label(k, last)}

    def is_between(event: Event) -> bool:
        low, high = event_bounds(event, Granularity.DAY)
        return low <= last and high > first

    names = {name for name, event in resolved.events.items() if is_between(event)}
    for key in histories:
        mine = [event for event in resolved.events.values() if projection.key_of(event) == key]
        names |= {stated_id(end.id) for end in projection.ends_of(mine) if is_between(end)}
    assert {event.id for event in changes.events} == names


def test_keys_that_need_the_fold_are_told_apart() -> None:
    """A key of which two dates overlap, or that is corrected, has no changes told and no first public day."""
    first = TermHeld(
        id="a", occurred=PartialDate.parse("2000"), office="member", key=("A",), holder="Ann", sources=PAGE
    )
    second = attrs.evolve(first, id="b", occurred=PartialDate.parse("2000-05"), holder="Bob")
    other = attrs.evolve(first, id="c", occurred=PartialDate.parse("2000-05-01"), key=("B",))
    graph = Timeline([first, second, other], [OFFICE]).scope.shared.graph
    told = dict(changes_of_keys(OFFICE, graph, ["A", "B"]))
    assert told["A"] is None
    assert [day for _, day, _ in told["B"] or ()] == [0, PartialDate.parse("2000-05-01").first_ordinal]
    assert dict(public_days(OFFICE, graph, ["A", "B"])) == {
        "B": PartialDate.parse("2000-05-01").first_ordinal
    }
