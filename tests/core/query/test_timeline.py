"""Timelines: what is refused, which views are kept, and rules asked under the clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cstotimeline.core.errors import LogError, NotAPoint, UnknownName
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.event_rules import DatesAgree
from cstotimeline.core.temporal.edtf import PartialDate
from tests.builders import announced, record, settled, took

COUNT: Projection[int] = Projection(name="count", initial=0, apply=lambda n, _: n + 1)


REFUSED: dict[str, tuple[list[Any], list[Projection[Any]], str]] = {
    "events and records": (
        [took("a", "2020"), record(took("b", "2020"))],
        [],
        "history: expected events or records, got both; append the events to a log first",
    ),
    "one id twice": (
        [took("a", "2020"), took("a", "2021")],
        [],
        "id: two events with one id, got 'a'; give each event its own id",
    ),
    "a settlement of nothing": (
        [took("a", "2020"), settled("end", "a")],
        [],
        "end announcement: no announcement with this id, got 'a'; name an announcement of this log",
    ),
    "one name twice": (
        [],
        [COUNT, Projection(name="count", initial=1, apply=lambda n, _: n)],
        "projections: two projections with one name, got 'count'; name each differently",
    ),
}


@pytest.mark.parametrize(("history", "projections", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_single_history_is_refused(
    history: list[Any], projections: list[Projection[Any]], message: str
) -> None:
    """Events among records, two events with one id, a link to no announcement, a name twice: each in a line."""
    with pytest.raises(LogError) as caught:
        Timeline(history, projections)
    assert str(caught.value) == message


def test_the_same_event_or_projection_may_be_given_twice() -> None:
    """An equal event is one event, the very same projection one projection."""
    timeline = Timeline([took("a", "2020"), took("a", "2020")], [COUNT, COUNT])
    assert (len(timeline.events()), list(timeline)) == (1, ["count"])


def test_what_nothing_bears_is_named_with_what_there_is() -> None:
    """A projection that is not there is answered by the names of those that are, an announcement by a remedy."""
    other: Projection[int] = Projection(name="also", initial=0, apply=lambda n, _: n)
    with pytest.raises(UnknownName, match=r"^timeline: no such aspect, got 'x'; ask for one of also, count$"):
        Timeline([], [COUNT, other])["x"]
    with pytest.raises(UnknownName, match=r"ask for one of none$"):
        Timeline([])["x"]
    with pytest.raises(UnknownName, match=r"^announcement: no announcement with this id, got 'a'; name an"):
        Timeline([took("a", "2020")]).outcome("a")
    assert Timeline([announced("a", took("a", "2020"))]).outcome("a") is None


@pytest.mark.parametrize("ask", [Timeline.diff, Timeline.learned])
def test_a_limit_that_is_no_day_is_named(ask: Callable[..., Any]) -> None:
    """Of two limits the faulty one is named."""
    with pytest.raises(NotAPoint, match=r"^since: "):
        ask(Timeline([]), "2020", "2020-01-01")
    with pytest.raises(NotAPoint, match=r"^until: "):
        ask(Timeline([]), "2020-01-01", "2020")


def test_views_are_kept_and_the_oldest_given_up() -> None:
    """A view is the same value while it is among the last sixty-three; the timeline without limits always is."""
    timeline = Timeline([took("a", "2020")])
    assert timeline.as_of() is timeline
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(64)]
    views = [timeline.known(by=day) for day in days[:63]]
    assert [timeline.known(by=day) is view for day, view in zip(days, views, strict=False)] == [True] * 63
    assert views[15].known(by="2021-01-01") is views[15]
    assert views[15].known(by=days[3]) is views[3]
    newest = timeline.known(by=days[63])
    assert newest.known(by=days[2]) is views[2]
    assert timeline.known(by=days[1]) is views[1]
    again = timeline.known(by=days[0])
    assert again is not views[0]
    assert again == views[0]
    assert timeline.scope.at_clocks(AsOf()) is timeline.scope


def test_a_timeline_and_a_snapshot_say_what_they_are() -> None:
    """A repr is one line with the numbers, or with the moment."""
    timeline = Timeline([took("a", "2020")], [COUNT])
    assert repr(timeline) == "<Timeline: 1 events, 1 events that count, 1 aspects>"
    assert repr(timeline.at("2020-01-01")) == "<Snapshot at 2020-01-01: 1 aspects>"


def test_rules_are_asked_under_the_clocks() -> None:
    """A predecessor that nobody knew by the day is missing then, and found later."""
    events = [took("a", "2020", after=("b",)), took("b", "2019", disclosed=PartialDate.parse("2022"))]
    timeline = Timeline(events)
    rule = DatesAgree(name="dates")
    assert timeline.check([rule]) == ()
    assert [finding.events for finding in timeline.known(by="2021-01-01").check([rule])] == [("a",)]


def test_what_a_timeline_is_made_of_is_not_listed() -> None:
    """Completion shows what a reader asks by; the engine's own attributes are there, and not listed."""
    timeline = Timeline([])
    assert {"at", "check", "known", "projections"} <= set(dir(timeline))
    assert not {"scope", "resolved", "in_scope", "prefer", "effect_rules"} & set(dir(timeline))
    assert timeline.scope is not None
