"""Exact keys against the fold: the same values by day, by record, while the log grows, and for several threads."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.index.dependencies import DependencyGraph
from cstotimeline.core.index.exact_keys import ExactKeyIndex
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.testing import club
from cstotimeline.testing.organizations import FIRST_RECORDED
from tests.builders import (
    NOON,
    PAGE,
    announced,
    by_id,
    carried,
    corrected,
    declared,
    joined,
    left,
    missing,
    retracted,
    took,
)

DAYS = [f"2020-01-{day:02}" for day in range(1, 8)]
ORDINALS = range(PartialDate.parse("2019-12-31").first_ordinal, PartialDate.parse("2020-01-09").first_ordinal)
PROJECTIONS: tuple[Projection[Any], ...] = (
    club.STEWARD,
    club.STANDING,
    club.JOINED,
    club.MOTIONS,
    club.MINUTES,
    club.LATEST,
)

dates = st.sampled_from(
    [*DAYS * 4, "2020-01", "2020-01-03?", "2020-01-04T12:00:00+05:00", "2020-01-05T01:00:00Z"]
)

EXTRAS: list[dict[str, Any]] = [{}, {}, {"predecessor": "Ann"}, {"attested": True}, {"acting": True}]
"""What else an event by which somebody takes office may say."""


FIRST_COVERED = NOON.set(year=2020, month=1, day=1)
"""An instant from which on a log without declared coverage covers few of the days."""


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Draw a log of the club, mostly of exact dates, some of whose events are linked."""
    events: list[Event] = []
    for number in range(draw(st.integers(1, 12))):
        name, day = f"e{number}", draw(dates)
        kinds = ["took"] * 4 + ["left"] * 3 + ["missing", "joined", "joined", "gone", "carried", "about"]
        kind = draw(st.sampled_from(kinds))
        who = draw(st.sampled_from(["Ann", "Bob"]))
        links: dict[str, Any] = {}
        if events and draw(st.integers(0, 9)) == 0:
            links["after"] = (draw(st.sampled_from(events)).id,)
        elif draw(st.integers(0, 15)) == 0:
            links["claim"] = "claim"
        match kind:
            case "took":
                extra: dict[str, Any] = draw(st.sampled_from(EXTRAS))
                event: Event = took(name, day, holder=who, **extra, **links)
            case "left":
                event = left(name, day, who, **links)
            case "missing":
                event = missing(name, day, "vacant", **links)
            case "carried":
                event = carried(name, day, motion="tea", repeals=draw(st.booleans()), **links)
            case "gone":
                event = club.MemberLeft(
                    id=name, occurred=PartialDate.parse(day), member=who, sources=PAGE, **links
                )
            case "joined":
                event = joined(name, day, member=who, **links)
            case _:
                event = draw(about(name, events))
        events.append(event)
    return events


@st.composite
def about(draw: st.DrawFn, name: str, events: Sequence[Event]) -> Event:
    """Draw a correction or retraction of one of the events, or an announcement of one that is to come."""
    targets = [event for event in events if not isinstance(event, EventCorrected | EventRetracted)]
    if not targets or draw(st.booleans()):
        return announced(name, joined(name, "2020-01-02", member="Ann"))
    target = draw(st.sampled_from(targets))
    if draw(st.booleans()):
        return retracted(name, "2020-02-01", target.id)
    return corrected(name, "2020-02-01", attrs.evolve(target, occurred=PartialDate.parse(draw(dates))))


def keys_of(projection: Projection[Any]) -> list[str]:
    """Return the keys that the events of a drawn log may have."""
    return ["Ann", "Bob"] if projection.key else [""]


def grown(events: Sequence[Event], projection: Projection[Any], at_once: int) -> ExactKeyIndex:
    """Return the index of a log that was read up to a place, asked for, and grew event by event."""
    place = {event.id: number for number, event in enumerate(events)}
    first = by_id(*events[:at_once])
    graph = DependencyGraph(first)
    index = ExactKeyIndex(projection, graph, place.__getitem__)
    for length in range(at_once, len(events) + 1):
        whole = by_id(*events[:length])
        graph.grow(whole)
        index.look()
        for key in keys_of(projection):
            index.is_exact(key)
    return index


@given(logs(), st.integers(0, 12), st.sampled_from(PROJECTIONS))
def test_what_is_looked_up_is_what_the_fold_says(
    events: list[Event], at_once: int, projection: Projection[Any]
) -> None:
    """Of every key, day and number of records there is the value of the fold, or none; never another."""
    index = grown(events, projection, min(at_once, len(events)))
    for length in range(1, len(events) + 1):
        resolved = ResolvedEvents(events[:length])
        for key in keys_of(projection):
            history = resolved.history(projection, key)
            for day in ORDINALS:
                found = index.at(key, day, length)
                if found is not None:
                    states = history.at(day)
                    assert found == projection.evaluate(states.state, states.views)
                    assert history.placed


@given(st.permutations(DAYS), st.integers(0, 7))
def test_what_was_recorded_later_is_not_seen(days: list[str], at_once: int) -> None:
    """Of takings recorded in any order each number of records has its own: the last one by the day among them."""
    events = [took(f"e{number}", day) for number, day in enumerate(days)]
    index = grown(events, club.STEWARD, at_once)
    for length in range(1, len(events) + 1):
        for day in ORDINALS:
            before = [event for event in events[:length] if event.effective.first_ordinal <= day]
            last = max(before, key=lambda event: event.effective.first_ordinal, default=None)
            found = index.at("", day, length)
            assert found is not None
            assert found.value.holder == (None if last is None else last.holder)


@given(logs(), st.sampled_from(PROJECTIONS))
def test_changes_are_the_values_from_day_to_day(events: list[Event], projection: Projection[Any]) -> None:
    """The last change by a day, of two of one day the later one, is the value on that day."""
    index = grown(events, projection, len(events))
    for key in keys_of(projection):
        found = index.changes(key, len(events))
        for day in ORDINALS if found is not None else ():
            assert found is not None
            assert [value for _, when, value in found if when <= day][-1] == index.at(key, day, len(events))


EXACT: dict[str, tuple[Projection[Any], list[Event]]] = {
    "takings": (club.STEWARD, [took("a", "2020-01-01"), took("b", "2020-01-02")]),
    "taken twice": (club.STEWARD, [took("a", "2020-01-01"), took("b", "2020-01-02", holder="A")]),
    "left and taken on one day": (
        club.STEWARD,
        [took("a", "2020-01-01"), left("b", "2020-01-03", "A"), took("c", "2020-01-03")],
    ),
    "nobody in between": (
        club.STEWARD,
        [took("a", "2020-01-01"), missing("b", "2020-01-02", "vacant"), took("c", "2020-01-03", holder="A")],
    ),
    "a count of one day": (club.JOINED, [joined("a", "2020-01-01"), joined("b", "2020-01-01")]),
    "after by name and date": (
        club.STEWARD,
        [took("a", "2020-01-01"), took("b", "2020-01-02", after=("a",))],
    ),
    "an announcement": (
        club.STEWARD,
        [took("a", "2020-01-01"), announced("b", took("b", "2020-01-05")), took("d", "2020-01-02")],
    ),
}
OPEN: dict[str, tuple[Projection[Any], list[Event]]] = {
    "a month": (club.STEWARD, [took("a", "2020-01")]),
    "two takings of one day": (club.STEWARD, [took("a", "2020-01-01"), took("b", "2020-01-01")]),
    "nobody to leave": (club.STEWARD, [left("a", "2020-01-01", "A")]),
    "another to leave": (club.STEWARD, [took("a", "2020-01-01"), left("b", "2020-01-02", "B")]),
    "taken twice and left": (
        club.STEWARD,
        [took("a", "2020-01-01"), took("b", "2020-01-02", holder="A"), left("c", "2020-01-03", "A")],
    ),
    "left and taken again on one day": (
        club.STEWARD,
        [took("a", "2020-01-01"), left("b", "2020-01-02", "A"), took("c", "2020-01-02", holder="A")],
    ),
    "corrected": (
        club.STEWARD,
        [took("a", "2020-01-01"), corrected("b", "2020-02-01", took("a", "2020-01-02"))],
    ),
    "retracted": (
        club.JOINED,
        [joined("a", "2020-01-01"), joined("b", "2020-01-01"), retracted("c", "2020-02-01", "a")],
    ),
    "a rival": (club.JOINED, [joined("a", "2020-01-01", claim="x"), joined("b", "2020-01-02", claim="x")]),
    "after by name, before by date": (
        club.JOINED,
        [joined("a", "2020-01-03"), joined("b", "2020-01-02", after=("a",))],
    ),
    "days against instants": (
        club.JOINED,
        [joined("a", "2020-01-02T01:00:00+14:00"), joined("b", "2020-01-01T23:00:00-10:00")],
    ),
}


@pytest.mark.parametrize(("projection", "events"), EXACT.values(), ids=EXACT)
def test_plain_keys_are_exact(projection: Projection[Any], events: list[Event]) -> None:
    """Nothing is open about them, however they came."""
    for at_once in range(len(events) + 1):
        index = grown(events, projection, at_once)
        assert index.is_exact("")
        assert index.at("", ORDINALS[-1], len(events)) is not None


@pytest.mark.parametrize(("projection", "events"), OPEN.values(), ids=OPEN)
def test_other_keys_are_left_to_the_fold(projection: Projection[Any], events: list[Event]) -> None:
    """Dates or links leave something open, from the event on that does so."""
    for at_once in range(len(events) + 1):
        index = grown(events, projection, at_once)
        assert not index.is_exact("")
        assert index.at("", ORDINALS[-1], len(events)) is None
        assert index.changes("", len(events)) is None


@given(logs(), st.integers(0, 11), st.sampled_from(DAYS))
def test_a_bare_answer_is_the_answer(events: list[Event], seen: int, day: str) -> None:
    """For one key, for all keys, now and as once recorded, in a log read at once and in one that grew."""
    records = [
        Record(position=n, recorded=FIRST_RECORDED.add(hours=n), event=event)
        for n, event in enumerate(events, 1)
    ]
    whole, longer = club.timeline(records), club.timeline(Records([]))
    for record in records:
        longer = longer.extended([record])
        longer["steward"].value_at(day)
        longer["standing"].value_at(day)
    instant = records[seen % len(records)].recorded
    for timeline in (whole, longer):
        for clocks in ({}, {"recorded": instant}, {"known": DAYS[3]}):
            asked = timeline["standing"].as_of(**clocks)
            every = timeline["standing"].value_at(day, **clocks)
            assert every == {key: _folded(asked[key], day) for key in asked}
            for name in ("steward", "joined", "motions", "minutes", "latest"):
                question = timeline[name].as_of(**clocks)
                assert question.value_at(day) == _folded(question, day)


@given(logs(), st.data())
def test_a_bare_answer_as_recorded_is_that_of_the_log_of_then(
    events: list[Event], data: st.DataObject
) -> None:
    """Also where coverage is declared, amended, and declared later, and where a clock was turned back before."""
    for number in range(data.draw(st.integers(0, 2))):
        since, aspect = data.draw(st.sampled_from(DAYS)), data.draw(st.sampled_from(["steward", "standing"]))
        event = declared(f"c{number}", f"{since}/{DAYS[-1]}", aspect=aspect)
        events.insert(data.draw(st.integers(0, len(events))), event)
        if data.draw(st.booleans()):
            events.append(retracted(f"r{number}", "2020-02-01", event.id))
    records = [
        Record(position=n, recorded=FIRST_COVERED.add(days=n), event=event)
        for n, event in enumerate(events, 1)
    ]
    timeline = club.timeline(records)
    if data.draw(st.booleans()):
        timeline = timeline.recorded(by=data.draw(st.sampled_from(records)).recorded)
    if data.draw(st.booleans()):
        timeline = timeline.known(by=DAYS[3])
    for instant in [FIRST_COVERED, *(record.recorded for record in records)]:
        for question in (timeline["steward"], timeline["joined"], *timeline["standing"].values()):
            then = question.as_of(recorded=instant)
            for day in DAYS:
                assert question.value_at(day, recorded=instant) == _folded(then, day)


def _folded(question: Any, day: str) -> object:
    return question.value_in(question.resolved, QueryTime.of(day))


def test_threads_may_ask_while_others_make_the_log_longer() -> None:
    """Each timeline keeps giving its own answers while longer ones of the same log are made and asked."""
    first = club.timeline([Record(position=1, recorded=FIRST_RECORDED, event=took("e1", "2020-01-01"))])

    def agrees(timeline: Timeline, holder: str) -> bool:
        return all(timeline["steward"].value_at(date(2020, 2, 1)).value.holder == holder for _ in range(50))

    with ThreadPoolExecutor(4) as pool:
        asked, newest = [pool.submit(agrees, first, "E1")], first
        for number in range(2, 120):
            month, day = divmod(number, 28)
            event = took(f"e{number}", f"2019-{month + 1:02}-{day + 1:02}", holder=f"E{number}")
            newest = newest.extended([Record(position=number, recorded=FIRST_RECORDED, event=event)])
            asked.append(pool.submit(agrees, newest, "E1"))
            asked.append(pool.submit(agrees, first, "E1"))
        assert all(one.result() for one in asked)


def test_instants_of_one_civil_day_are_left_to_the_fold() -> None:
    """A time of day before the whole day of another zone decides who came first, with reasons and without."""
    events = [
        took("e0", "2020-02-01T00:10:00+04:00"),
        took("e1", "2020-02-01", holder="Bob", zone="Europe/Moscow"),
    ]
    question = club.timeline(events)["steward"]
    assert question.at("2020-02-01").holder == question.value_at("2020-02-01").value.holder == "Bob"
    order = club.timeline(events)["minutes"]
    assert order.at("2020-02-01").value == order.value_at("2020-02-01").value == ("e0", "e1")
