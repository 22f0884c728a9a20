"""Appending: what a log lets in, at which instant, and what it refuses."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest

from cstotimeline.core.errors import Conflict, LogError
from cstotimeline.core.log import append as admission
from cstotimeline.core.log.append import Tail, admit, conflict_error, instant_after, new_events
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record, now
from tests.builders import NOON, announced, declared, record, retracted, settled, took


@pytest.mark.parametrize(
    ("newer", "told"),
    [
        ([], "nothing"),
        (["a"], "a"),
        ([f"e{n}" for n in range(10)], "e0, e1, e2, e3, e4, e5, e6, e7, e8, e9"),
        ([f"e{n}" for n in range(11)], "e0, e1, e2, e3, e4, e5, e6, e7, e8, e9 and 1 more"),
        ([f"e{n}" for n in range(25)], "e0, e1, e2, e3, e4, e5, e6, e7, e8, e9 and 15 more"),
    ],
)
def test_a_conflict_names_the_first_ten_that_came_between(newer: list[str], told: str) -> None:
    """Up to ten ids stand in the message, of more their number."""
    assert str(conflict_error(3, 4, newer)) == (
        f"append: expected a log of 3 records, it has 4 (new: {told}); read the log again and decide anew"
    )


def test_an_aware_datetime_of_the_standard_library_is_an_instant() -> None:
    """An append and a record take it as the pendulum one that it equals."""
    given: Any = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert instant_after(given, None) == given
    assert Record(position=1, recorded=given, event=took("a", "2020")).recorded == given


@pytest.mark.parametrize("given", [datetime(2026, 1, 1, 12), NOON.naive(), "2026-01-01"])
def test_what_is_no_aware_instant_is_refused(given: Any) -> None:
    """An instant has a zone, for an append as for a record."""
    message = f"recorded: expected an aware datetime, got {given!r}; give an instant with its zone"
    with pytest.raises(LogError) as caught:
        instant_after(given, None)
    assert str(caught.value) == message
    with pytest.raises(LogError) as caught:
        Record(position=1, recorded=given, event=took("a", "2020"))
    assert str(caught.value) == message


def test_what_is_no_event_is_refused() -> None:
    """A list in place of the events in it is refused with the star that is missing."""
    given: Any = [[took("a", "2020")]]
    with pytest.raises(
        LogError, match=r"append: expected events, got \[StewardTook.*write append\(\*events\)"
    ):
        new_events(given, lambda _: {})


@pytest.mark.parametrize(
    ("through", "is_taken"), [("2026-11-21", True), ("2026-11-22", True), ("2026-11-23", False)]
)
def test_days_to_come_are_not_covered(through: str, is_taken: bool) -> None:
    """Coverage is declared up to the day of recording, which somewhere on Earth is a day later than in Greenwich."""
    events = [declared("c", f"2020-01-01/{through}")]
    admitted = partial(admit, events, Tail.of(Records([])), lambda _: {}, expected=None, recorded=NOON)
    if is_taken:
        assert admitted()[0].event == events[0]
    else:
        with pytest.raises(LogError) as caught:
            admitted()
        assert str(caught.value) == (
            "c through: expected a day up to that of recording, 2026-11-22, got '2026-11-23';"
            " declare the days that were looked through"
        )


def test_a_log_never_goes_back_in_time() -> None:
    """An instant before the last record's is refused; the last one itself will do, its fraction dropped."""
    assert instant_after(NOON.add(microseconds=5), NOON) == NOON
    assert instant_after(NOON.in_timezone("Asia/Dushanbe"), None).tzinfo is UTC
    with pytest.raises(LogError) as caught:
        instant_after(NOON.subtract(seconds=1), NOON)
    assert str(caught.value) == (
        "recorded: expected an instant not before the last record's, 2026-11-21T12:00:00+00:00,"
        " got 2026-11-21T11:59:59+00:00; append in the order of recording"
    )


def test_the_clock_may_be_a_day_behind_the_last_record() -> None:
    """Unless given the instant is now, or the last record's where the clock is up to a day behind it."""
    with patch.object(admission, "now", return_value=NOON):
        assert instant_after(None, None) == NOON
        assert instant_after(None, NOON.subtract(days=1)) == NOON
        assert instant_after(None, NOON.add(days=1)) == NOON.add(days=1)
        with pytest.raises(LogError) as caught:
            instant_after(None, NOON.add(days=1, seconds=1))
    assert str(caught.value) == (
        "recorded: the last record is of 2026-11-22T12:00:01+00:00, the clock shows 2026-11-21T12:00:00+00:00;"
        " set the clock, or give recorded= an instant not before that record's"
    )
    assert (now().microsecond, now().tzinfo) == (0, UTC)


def test_what_is_admitted_follows_the_end_of_the_log() -> None:
    """New events get the next positions and the instant; with nothing new, no instant and no length is looked at."""
    tail = Tail(length=6, last=NOON, newer=lambda after: [f"e{after}"])
    held = {"a": took("a", "2020")}

    def find(ids: Any) -> dict[str, Any]:
        return {name: held[name] for name in ids if name in held}

    (only,) = admit([held["a"], took("b", "2020")], tail, find, expected=6, recorded=NOON)
    assert (only.position, only.recorded, only.event.id) == (7, NOON, "b")
    early = NOON.subtract(days=1)
    assert admit([held["a"], held["a"]], tail, find, expected=2, recorded=early) == ()
    for events in ([], [took("b", "2020")], [held["a"], took("b", "2020")], [took("a", "2019")]):
        with pytest.raises(Conflict, match=r"expected a log of 2 records, it has 6 \(new: e2\)"):
            admit(events, tail, find, expected=2, recorded=early)


def test_events_are_let_in_with_what_they_are_about() -> None:
    """Only ids that are borne or referred to are looked up; equal events are not new; all faults are told at once."""
    held = {"a": took("a", "2020"), "b": retracted("b", "2021", "a"), "z": took("z", "2020")}
    asked: list[set[str]] = []

    def find(ids: Any) -> dict[str, Any]:
        asked.append(set(ids))
        return {name: held[name] for name in ids if name in held}

    new = retracted("c", "2022", "b")
    assert new_events([held["a"], new, new], find) == (new,)
    assert set().union(*asked) == {"a", "b", "c"}
    assert new_events([held["z"]], find) == ()
    with pytest.raises(LogError) as caught:
        new_events([took("a", "2019"), new, took("c", "2019")], find)
    assert [fault.what for fault in caught.value.faults] == [
        "another event has this id, got 'a'",
        "another event has this id, got 'c'",
    ]
    with pytest.raises(
        LogError, match=r"^d target: no event with this id, got 'x'; name an event of this log$"
    ):
        new_events([retracted("d", "2022", "x")], find)


def holds(log: Records, *keys: object) -> list[bool]:
    """Return of each key whether it is in a log."""
    return [key in log for key in keys]


def test_records_extended_by_several_threads_are_each_their_own() -> None:
    """Of threads that extend the same records at once, each gets the old ones and its own, whoever was first."""
    first = Records([record(took("a", "2020"), position=1)])
    gate = threading.Barrier(8)

    def extended(number: int) -> list[str]:
        gate.wait()
        grown = first.extended(
            [record(took(f"t{number}", "2020"), position=2), record(took(f"u{number}", "2020"), position=3)]
        )
        return [kept.event.id for kept in grown if grown[kept.event.id] is kept]

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(extended, range(8)))
    finally:
        sys.setswitchinterval(interval)
    assert found == [["a", f"t{number}", f"u{number}"] for number in range(8)]
    assert [kept.event.id for kept in first] == ["a"]


def test_records_share_what_they_hold_and_do_not_grow() -> None:
    """Added to twice, records make two logs that know nothing of each other's new events, and stay as they were."""
    first = Records([record(took("b", "2020"), position=2), record(took("a", "2020"), position=1)])
    left, right = (
        first.extended([record(took("c", "2020"), position=3)]),
        first.extended([record(took("d", "2020"), position=3), record(took("e", "2020"), position=4)]),
    )
    again = first.extended([record(took("f", "2020"), position=3)])
    assert [[kept.event.id for kept in log] for log in (first, left, right, again)] == [
        ["a", "b"],
        ["a", "b", "c"],
        ["a", "b", "d", "e"],
        ["a", "b", "f"],
    ]
    logs = (first, left, right, again)
    assert [holds(log, *"abcdef").count(True) for log in logs] == [2, 3, 4, 3]
    assert first.extended([]) is first
    assert [log[-1].event.id for log in (first, left, right, again)] == ["b", "c", "e", "f"]
    assert holds(right, "e", right[0]) == [True, True]
    assert holds(left, "e", right[3], right[2], record(took("a", "2020"), position=9), 5) == [False] * 5
    assert (right["e"].position, len(right), repr(right)) == (4, 4, "<Records: 4>")
    assert [kept.event.id for kept in right[1:3]] == ["b", "d"]
    assert sorted(right.find(["a", "e", "x", "c"])) == ["a", "e"]
    with pytest.raises(LookupError, match=r"^log: no event with this id, got 'd'; list the ids"):
        left["d"]
    with pytest.raises(IndexError):
        left[3]


def test_links_are_looked_up_near_and_far() -> None:
    """What a held event refers to is looked up in turn, and each id once, whatever is about it."""
    end = settled("s", "n", "2021")
    held = {"a": took("a", "2020"), "b": retracted("b", "2021", "a"), "n": announced("n", took("n", "2020"))}
    asked: list[str] = []

    def find(ids: Any) -> dict[str, Any]:
        asked.extend(sorted(ids))
        return {name: held[name] for name in ids if name in held}

    new = retracted("c", "2022", "b")
    assert new_events([new], find) == (new,)
    assert asked == ["b", "c", "a"]
    assert new_events([end], find) == (end,)
    assert asked[3:] == ["n", "s"]
    with pytest.raises(LogError, match=r"^s announcement: no announcement with this id, got 'n'"):
        Records([record(end)])
