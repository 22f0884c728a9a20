"""What a question looks at, beside the world of all events."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.amendments import EventCorrected
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import references_in
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.index.dependencies import DependencyGraph
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.organizations import FIRST_RECORDED
from cstotimeline.testing.small_worlds import DAYS, Shape, histories, recorded
from tests.laws.helpers import PAGE, corrected, retracted, took

INTRICATE = Shape(most=6, amendments=3, announcements=2, disclosed=True)


def by_id(events: tuple[Event, ...]) -> dict[str, Event]:
    """Return events by their ids."""
    return {event.id: event for event in events}


@given(histories(INTRICATE), st.sampled_from(club.PROJECTIONS))
def test_what_bears_on_a_key_is_what_a_world_of_everything_finds(
    events: tuple[Event, ...], projection: Projection[Any]
) -> None:
    """The events taken together with those of a key are those that a search through all subjects finds."""
    links = DependencyGraph(by_id(events))
    world = ResolvedEvents(events, expecting=True)
    by_key = links.by_key(projection)
    for key, names in by_key.items():
        assert sorted(links.together(names)) == world.bearing_on(projection, [key])
    assert set(by_key) >= set(world.tracks(projection))


@given(histories(INTRICATE), st.data())
def test_links_that_grew_are_those_of_the_whole(events: tuple[Event, ...], data: st.DataObject) -> None:
    """Asked along the way or not, links of a log that grew are those of one that was read at once."""
    at_once, grown = DependencyGraph(by_id(events)), DependencyGraph({})
    for length in range(1, len(events) + 1):
        grown.grown(by_id(events[:length]))
        if data.draw(st.booleans()):
            grown.is_linked(events[0].id)
    for event in events:
        assert grown.is_linked(event.id) == at_once.is_linked(event.id)
        assert grown.together([event.id]) == at_once.together([event.id])
    for projection in club.PROJECTIONS:
        assert grown.by_key(projection) == at_once.by_key(projection)


@given(recorded(INTRICATE), st.sampled_from(DAYS), st.data())
def test_a_small_world_says_of_its_key_what_the_whole_says(
    records: tuple[Record, ...], day: date, data: st.DataObject
) -> None:
    """Under any clocks: the standing of a key, and which keys there are."""
    timeline = club.timeline(records)
    if data.draw(st.booleans()) and records:
        timeline = timeline.recorded(by=data.draw(st.sampled_from(records)).recorded)
    if data.draw(st.booleans()):
        timeline = timeline.known(by=data.draw(st.sampled_from(DAYS)))
    if data.draw(st.booleans()):
        timeline = timeline.expecting()
    for projection in club.PROJECTIONS:
        keys: set[Hashable] = set(timeline.world.tracks(projection))
        assert set(timeline.keys(projection)) == keys
        for key in keys:
            small = timeline.world_of(projection, key=key).track(projection, key)
            whole = timeline.world.track(projection, key)
            assert small.at(day.toordinal()) == whole.at(day.toordinal())
            assert small.change_points() == whole.change_points()
            assert len(timeline.world_of(projection).tracks(projection)) == len(keys)


def test_what_an_event_is_tied_by() -> None:
    """Its claim, those that it names, what it is about, and the same of an event inside it."""
    inner = took("ann", "2020-01-01", claim="first", after=("bob",))
    assert references_in(inner) == {("claim", "first"), ("event", "bob")}
    correction = corrected("c", "2020-01-02", inner, after=("dan",))
    assert references_in(correction) == {
        ("claim", "first"),
        ("event", "bob"),
        ("event", "ann"),
        ("event", "dan"),
    }
    assert references_in(retracted("r", "2020-01-02", "ann")) == {("event", "ann")}
    assert references_in(took("eve", "2020-01-01")) == frozenset()


def test_a_settlement_that_was_corrected_settles_the_other_announcement() -> None:
    """What is inside a correction is a link too: a key of the other announcement asks for the correction."""

    def common(name: str) -> dict[str, Any]:
        return {"id": name, "occurred": PartialDate.parse("2020-01-01"), "sources": PAGE}

    def settled(announcement: str) -> AnnouncementSettled:
        return AnnouncementSettled(**common("s"), announcement=announcement, outcome="cancelled")

    announced = [
        EventAnnounced(
            **common(name),
            expects=club.MemberJoined(**common(name), member=name.upper()),
            wording="planned",
        )
        for name in "ab"
    ]
    correction = EventCorrected(
        **common("c"), target="s", replacement=settled("b"), reason="it was the other one"
    )
    timeline = club.timeline([*announced, settled("a"), correction]).expecting()
    assert sorted(str(key) for key in timeline["standing"].keys) == ["A"]
    assert "B" not in timeline.world_of(club.STANDING, key="B").tracks(club.STANDING)


def glance(timeline: Timeline, day: str = "2020-01-20", **clocks: Any) -> str:
    """Return the label of the steward's seat at a glance."""
    label: str = timeline["steward"].value_at(day, **clocks).value.label
    return label


def test_a_timeline_that_grew_in_two_ways_goes_both() -> None:
    """What one of two successors learned is not seen by the other, nor by the timeline that they came from."""
    log = [record(1, took("ann", "2020-01-01"))]
    before = club.timeline(log)
    one = before.extended([record(2, took("bob", "2020-01-10"))])
    other = before.extended([record(2, took("cem", "2020-01-15"))])
    further = one.extended([record(3, took("dan", "2020-01-12"))])
    told = [glance(timeline) for timeline in (before, one, other, further)]
    assert told == ["Ann", "Bob", "Cem", "Dan"]
    assert [timeline["steward"].at("2020-01-20").label for timeline in (before, one, other, further)] == told


def test_a_key_that_was_plain_stays_so_only_until_something_is_about_it() -> None:
    """A correction of an event takes effect in glances that were asked before."""
    grown = club.timeline([record(1, took("ann", "2020-01-01")), record(2, took("bob", "2020-01-10"))])
    assert glance(grown) == "Bob"
    grown = grown.extended([record(3, retracted("r", "2020-01-12", "bob"))])
    assert glance(grown) == "Ann"


@pytest.mark.parametrize("hours", [(0, 1, 2), (2, 1, 0)])
def test_instants_may_go_back_in_records_made_by_hand(hours: tuple[int, ...]) -> None:
    """Then what was recorded by an instant is no beginning of the log, and is looked at one by one."""
    events = (took("ann", "2020-01-01"), took("bob", "2020-01-10"), took("cem", "2020-01-05"))
    records = [record(n, event, hours[n - 1]) for n, event in enumerate(events, 1)]
    timeline = club.timeline(records)
    for limit in records:
        wanted = timeline["steward"].at("2020-01-20", recorded=limit.recorded).label
        assert glance(timeline, recorded=limit.recorded) == wanted
    assert glance(timeline, recorded=records[0].recorded) == ("Ann" if hours[0] == 0 else "Bob")


def record(position: int, event: Event, hours: int = 0) -> Record:
    """Return the record of an event some hours after noon."""
    return Record(position=position, recorded=FIRST_RECORDED.add(hours=hours), event=event)
