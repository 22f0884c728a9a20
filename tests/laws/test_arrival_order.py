"""Promise 1: arrival order never matters."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing import club
from cstotimeline.testing.small_worlds import arrivals, histories
from tests.builders import PAGE, every_answer, left, missing, took

HOLDERS = tuple(took(name, f"2020-0{month}-01") for month, name in enumerate(("ann", "bob", "cem", "dan"), 1))
PERIOD = "2020-01/2020-05"


def stints(history: tuple[Event, ...]) -> list[tuple[str | None, str, str]]:
    """Return who was steward, from when and until when."""
    asked = club.timeline(history)["steward"]
    return [(tenure.holder, tenure.start.text, tenure.end.text) for tenure in asked.tenures]


@pytest.mark.parametrize(
    "order", list(permutations(HOLDERS)), ids=lambda order: "-".join(e.id for e in order)
)
def test_four_holders_without_ends_in_any_order(order: tuple[Event, ...]) -> None:
    """Each of the 24 orders, in a timeline and in a log, gives four stints that end where the next begins."""
    log = MemoryLog()
    for event in order:
        log.append(event)
    wanted = [
        ("Ann", "2020-01-01", "2020-02-01"),
        ("Bob", "2020-02-01", "2020-03-01"),
        ("Cem", "2020-03-01", "2020-04-01"),
        ("Dan", "2020-04-01", ".."),
    ]
    assert stints(order) == wanted
    assert stints(tuple(record.event for record in log.read())) == wanted
    spells = [(str(t.spell), t.holder) for t in club.timeline(log.read())["steward"].during(PERIOD)]
    assert spells == [
        ("2020-01-01/2020-01-31", "Ann"),
        ("2020-02-01/2020-02-29", "Bob"),
        ("2020-03-01/2020-03-31", "Cem"),
        ("2020-04-01/2020-05-31", "Dan"),
    ]


@given(histories(most=3, amendments=1))
def test_every_order_of_a_small_history_gives_the_same_answers(events: tuple[Event, ...]) -> None:
    """No order of up to four events, corrections and retractions among them, changes any answer or spell."""
    wanted = every_answer(club.timeline(events))
    for order in permutations(events):
        assert every_answer(club.timeline(order)) == wanted


@given(data=st.data(), events=histories(least=1, most=5, amendments=3))
def test_the_order_in_which_a_log_took_events_changes_nothing(
    data: st.DataObject, events: tuple[Event, ...]
) -> None:
    """Whatever the order of appending, answers and the events behind them are the same."""
    log = MemoryLog()
    for event in data.draw(arrivals(events)):
        log.append(event)
    timeline, wanted = club.timeline(log.read()), club.timeline(events)
    assert every_answer(timeline) == every_answer(wanted)
    assert list(timeline) == list(wanted)
    day = data.draw(st.sampled_from(["2020-01-30", "2020-02-01"]))
    for name in ("steward", "minutes"):
        assert timeline[name].at(day).because == wanted[name].at(day).because
        assert timeline[name].at(day).why() == wanted[name].at(day).why()


SAME_DAY = {
    "no time of day before any": (took("z", "2020-01-31"), took("a", "2020-01-31T00:00:00")),
    "the earlier time first": (took("z", "2020-01-31T09:00:00"), took("a", "2020-01-31T09:00:01")),
    "times in UTC where offsets are given": (
        took("z", "2020-01-31T12:00:00+05:00"),
        took("a", "2020-01-31T08:00:00Z"),
    ),
    "times in UTC where a zone is given": (
        took("z", "2020-01-31T09:00:00", zone="Asia/Dushanbe"),
        took("a", "2020-01-31T08:00:00", zone="Europe/Moscow"),
    ),
    "the kind of lower order first": (left("z", "2020-01-31", "Ann"), took("a", "2020-01-31")),
    "the time before the order of kinds": (
        took("a", "2020-01-31T09:00:00"),
        missing("b", "2020-01-31T10:00:00", "vacant"),
    ),
    "the lower id first": (took("a", "2020-01-31"), took("b", "2020-01-31")),
    "the named predecessor first": (took("z", "2020-01-31"), took("a", "2020-01-31", after=("z",))),
    "a mark is no part of the order": (took("a", "2020-01-31?"), took("b", "2020-01-31")),
}


@pytest.mark.parametrize("pair", SAME_DAY.values(), ids=SAME_DAY.keys())
def test_ties_of_one_day(pair: tuple[Event, Event]) -> None:
    """Of two events on one day the first of the pair comes first, whichever arrived first, in folds and in lists."""
    for order in permutations(pair):
        timeline = club.timeline(order)
        answer = timeline["minutes"].at("2020-01-31")
        assert (answer.value, answer.certain) == ((pair[0].id, pair[1].id), True)
        assert [event.id for event in timeline.in_order_of_effect] == [pair[0].id, pair[1].id]


def test_a_timeline_lists_events_in_the_order_in_which_they_took_effect() -> None:
    """A coarse event that names its predecessor is listed after it, though its id and first day come before."""
    events = [took("a", "2020", after=("b",)), took("b", "2020-06-01"), took("c", "2019")]
    for order in permutations(events):
        assert [event.id for event in club.timeline(order).in_order_of_effect] == ["c", "b", "a"]


def test_the_same_event_twice_is_one_event() -> None:
    """A motion carried twice by one event with one id counts once; two ids count twice."""
    motion = club.MotionCarried(id="m", occurred=HOLDERS[0].occurred, sources=PAGE, motion="tea")
    assert club.timeline([motion, motion])["minutes"].at("2020-01-31").value == ("m",)
