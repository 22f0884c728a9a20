"""The dependency graph: what a question looks at, beside all events."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.index.dependencies import DependencyGraph
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing import club
from cstotimeline.testing.organizations import FIRST_RECORDED
from cstotimeline.testing.shapes import DAYS, Shape
from cstotimeline.testing.small_worlds import histories, recorded
from tests.builders import announced, by_id, corrected, joined, record, retracted, settled, took

INTRICATE = Shape(most=6, amendments=3, announcements=2, disclosed=True)


@given(histories(INTRICATE), st.sampled_from(club.PROJECTIONS))
def test_every_key_of_the_whole_is_found(events: tuple[Event, ...], projection: Projection[Any]) -> None:
    """What is said of a key, also once announcements come true, is said by events that state it."""
    graph = DependencyGraph(by_id(*events))
    resolved = ResolvedEvents(events, expecting=True)
    assert set(graph.ids_by_key(projection)) >= set(resolved.histories(projection))


@given(histories(INTRICATE), st.data())
def test_links_that_grew_are_those_of_the_whole(events: tuple[Event, ...], data: st.DataObject) -> None:
    """Asked along the way or not, links of a log that grew are those of one that was read at once."""
    at_once, grown = DependencyGraph(by_id(*events)), DependencyGraph({})
    for length in range(1, len(events) + 1):
        grown.grow(by_id(*events[:length]))
        if data.draw(st.booleans()):
            grown.is_linked(events[0].id)
    for event in events:
        assert grown.is_linked(event.id) == at_once.is_linked(event.id)
        assert grown.component([event.id]) == at_once.component([event.id])
    for projection in club.PROJECTIONS:
        assert grown.ids_by_key(projection) == at_once.ids_by_key(projection)


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
    scope = timeline.scope
    for projection in club.PROJECTIONS:
        keys: set[Hashable] = set(timeline.resolved.histories(projection))
        assert set(scope.keys(projection)) <= keys
        for key in keys:
            small = scope.resolved(projection, key=key).history(projection, key)
            whole = timeline.resolved.history(projection, key)
            if timeline.resolved.is_complete:
                assert _said(small, day) == _said(whole, day)


def _said(history: StateHistory[Any], day: date) -> tuple[object, object]:
    found = history.at(day.toordinal())
    return found.state, found.views and set(found.views)


def test_a_settlement_that_was_corrected_settles_the_other_announcement() -> None:
    """What is inside a correction is a link too: a key of the other announcement asks for the correction."""
    planned = [announced(name, joined(name, "2020-01-01"), wording="planned") for name in "ab"]
    correction = corrected("c", "2020-01-01", settled("s", "b", "2020-01-01"))
    timeline = club.timeline([*planned, settled("s", "a", "2020-01-01"), correction]).expecting()
    assert list(timeline["standing"]) == ["A"]
    assert "B" not in timeline.scope.resolved(club.STANDING, key="B").histories(club.STANDING)


def glance(timeline: Timeline, day: str = "2020-01-20", **clocks: Any) -> str:
    """Return the label of the steward's seat at a glance."""
    label: str = timeline["steward"].value_at(day, **clocks).value.label
    return label


def test_a_timeline_that_grew_in_two_ways_goes_both() -> None:
    """What one of two successors learned is not seen by the other, nor by the timeline that they came from."""
    log = [numbered(1, took("ann", "2020-01-01"))]
    before = club.timeline(log)
    one = before.extended([numbered(2, took("bob", "2020-01-10"))])
    other = before.extended([numbered(2, took("cem", "2020-01-15"))])
    further = one.extended([numbered(3, took("dan", "2020-01-12"))])
    told = [glance(timeline) for timeline in (before, one, other, further)]
    assert told == ["Ann", "Bob", "Cem", "Dan"]
    assert [timeline["steward"].at("2020-01-20").label for timeline in (before, one, other, further)] == told


def test_a_key_that_was_plain_stays_so_only_until_something_is_about_it() -> None:
    """A correction of an event takes effect in glances that were asked before."""
    grown = club.timeline([numbered(1, took("ann", "2020-01-01")), numbered(2, took("bob", "2020-01-10"))])
    assert glance(grown) == "Bob"
    grown = grown.extended([numbered(3, retracted("r", "2020-01-12", "bob"))])
    assert glance(grown) == "Ann"


@pytest.mark.parametrize("hours", [(0, 1, 2), (2, 1, 0)])
def test_instants_may_go_back_in_records_made_by_hand(hours: tuple[int, ...]) -> None:
    """Then what was recorded by an instant is no beginning of the log, and is looked at one by one."""
    events = (took("ann", "2020-01-01"), took("bob", "2020-01-10"), took("cem", "2020-01-05"))
    records = [numbered(n, event, hours[n - 1]) for n, event in enumerate(events, 1)]
    timeline = club.timeline(records)
    for limit in records:
        wanted = timeline["steward"].at("2020-01-20", recorded=limit.recorded).label
        assert glance(timeline, recorded=limit.recorded) == wanted
    assert glance(timeline, recorded=records[0].recorded) == ("Ann" if hours[0] == 0 else "Bob")


def numbered(position: int, event: Event, hours: int = 0) -> Record:
    """Return the record of an event some hours after noon."""
    return record(event, position=position, recorded=FIRST_RECORDED.add(hours=hours))
