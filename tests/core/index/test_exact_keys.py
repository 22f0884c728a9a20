"""Glances where events were corrected more often than any made-up history does, and asked by several threads."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.event import Event
from cstotimeline.core.index import exact_keys as glances
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.questions import KeyQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.organizations import FIRST_RECORDED, ask
from cstotimeline.testing.trials import bare, glimpse
from tests.laws.helpers import PAGE, corrected, left, retracted, took

DAYS = ("2020-01-27", "2020-01-28", "2020-01-29")


@pytest.fixture(autouse=True)
def _short_courses() -> Iterator[None]:
    """Keep what an event says apart as soon as it was corrected once."""
    with patch.object(glances, "_VERSIONS", 1):
        yield


@st.composite
def much_corrected(draw: st.DrawFn) -> list[Record]:
    """Draw a log of some stewards and members, of whom each is corrected, retracted and corrected again."""
    events: list[Event] = []
    world: list[Event] = []
    for number in range(draw(st.integers(1, 16))):
        name, day = f"e{number}", draw(st.sampled_from(DAYS))
        if world and draw(st.sampled_from([True, True, True, False])):
            events.append(draw(one_about(name, day, world, events)))
            continue
        world.append(draw(one_event(name, day)))
        events.append(world[-1])
    return [
        Record(position=n, recorded=FIRST_RECORDED.add(hours=n // 2), event=event)
        for n, event in enumerate(events, 1)
    ]


@st.composite
def one_event(draw: st.DrawFn, name: str, day: str) -> Event:
    """Draw an event of a steward or a member, of a few names."""
    who = draw(st.sampled_from(["Ann", "Bob"]))
    kind = draw(st.sampled_from(["took", "took", "left", "joined", "gone"]))
    if kind == "took":
        return took(name, day, holder=who, predecessor=draw(st.sampled_from([None, None, "Ann", "Bob"])))
    if kind == "left":
        return left(name, day, who)
    of = club.MemberJoined if kind == "joined" else club.MemberLeft
    return of(id=name, occurred=PartialDate.parse(day), member=who, sources=PAGE)


@st.composite
def one_about(draw: st.DrawFn, name: str, day: str, world: list[Event], events: list[Event]) -> Event:
    """Draw a correction of an event, of a correction of it, or a retraction of any."""
    root = draw(st.sampled_from(world))
    others = [event for event in events if isinstance(event, EventCorrected | EventRetracted)]
    mine = [event.id for event in others if _root(event, events) == root.id]
    target = draw(st.sampled_from([root.id, root.id, *mine]))
    if draw(st.sampled_from([True, True, True, False])):
        return corrected(name, day, draw(one_event(root.id, draw(st.sampled_from(DAYS)))), target=target)
    return retracted(name, day, target)


def _root(event: Event, events: list[Event]) -> str:
    by_id = {one.id: one for one in events}
    while isinstance(event, EventCorrected | EventRetracted):
        event = by_id[event.target]
    return event.id


def asked(timeline: Timeline, day: str, **clocks: object) -> None:
    """Assert that every glance says what the answer says, for one key and for all."""
    seen = timeline.as_of(**clocks)  # type: ignore[arg-type]
    for projection in (club.STEWARD, club.STANDING):
        for key in seen.keys(projection) if projection.key else [""]:
            question = ask(timeline, projection, key)
            assert isinstance(question, KeyQuestion)
            wanted = bare(question.at(day, **clocks))  # type: ignore[arg-type]
            assert glimpse(question.value_at(day, **clocks)) == wanted  # type: ignore[arg-type]
            if projection.key is not None:
                every = timeline[projection.name].value_at(day, **clocks)
                assert set(every) == set(seen.keys(projection))
                assert glimpse(every[key]) == wanted


@given(much_corrected(), st.sampled_from(DAYS), st.data())
def test_what_was_corrected_again_and_again_is_told_as_it_stood(
    records: list[Record], day: str, data: st.DataObject
) -> None:
    """Read at once or grown record by record, now and as once recorded, in this log and the shorter one before."""
    whole, grown = club.timeline(records), club.timeline([])
    for record in records:
        before, grown = grown, grown.extended([record])
        asked(grown, day)
    asked(before, day)
    instant = data.draw(st.sampled_from(records)).recorded
    for timeline in (whole, grown):
        asked(timeline, day)
        asked(timeline, day, recorded=instant)


def test_threads_may_ask_while_others_make_the_log_longer() -> None:
    """Each timeline keeps giving its own answers while longer ones of the same log are made and asked."""
    first = club.timeline([Record(position=1, recorded=FIRST_RECORDED, event=took("e1", "2020-01-01"))])

    def agrees(timeline: Timeline, holder: str) -> bool:
        return all(timeline["steward"].value_at(date(2020, 2, 1)).value.holder == holder for _ in range(50))

    with ThreadPoolExecutor(4) as pool:
        told, newest = [pool.submit(agrees, first, "E1")], first
        for number in range(2, 120):
            event = took(f"e{number}", f"2020-01-{number % 28 + 1:02}", holder=f"E{number}")
            newest = newest.extended([Record(position=number, recorded=FIRST_RECORDED, event=event)])
            holder = newest["steward"].at(date(2020, 2, 1)).holder
            told.append(pool.submit(agrees, newest, holder))
            told.append(pool.submit(agrees, first, "E1"))
        assert all(one.result() for one in told)
