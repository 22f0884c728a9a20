"""Admission, records and digests: what a log lets in, at which instant, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pendulum
import pytest

from cstotimeline.core.errors import LogError
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.log import append as admission
from cstotimeline.core.log.append import conflict_error, instant_after, new_events, recorded_at
from cstotimeline.core.log.digest import Digest
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record, now
from cstotimeline.core.temporal.edtf import PartialDate
from tests.laws.helpers import PAGE, retracted, took

NOON = pendulum.datetime(2026, 1, 1, 12)


def record(position: int, name: str) -> Record:
    """Return the record of an event of that name."""
    return Record(position=position, recorded=NOON, event=took(name, "2020"))


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


@pytest.mark.parametrize("given", [datetime(2026, 1, 1, 12, tzinfo=UTC), NOON.naive(), "2026-01-01"])
def test_what_is_no_aware_instant_is_refused(given: Any) -> None:
    """An instant is a pendulum one with a zone, for an append as for a record."""
    message = f"recorded: expected an aware pendulum.DateTime, got {given!r}; give an instant with its zone"
    with pytest.raises(LogError) as caught:
        instant_after(given, None)
    assert str(caught.value) == message
    with pytest.raises(LogError) as caught:
        Record(position=1, recorded=given, event=took("a", "2020"))
    assert str(caught.value) == message


def test_a_log_never_goes_back_in_time() -> None:
    """An instant before the last record's is refused; the last one itself will do, its fraction dropped."""
    assert instant_after(NOON.add(microseconds=5), NOON) == NOON
    assert instant_after(NOON.in_timezone("Asia/Dushanbe"), None).timezone_name == "UTC"
    with pytest.raises(LogError) as caught:
        instant_after(NOON.subtract(seconds=1), NOON)
    assert str(caught.value) == (
        "recorded: expected an instant not before the last record's, 2026-01-01T12:00:00+00:00,"
        " got 2026-01-01T11:59:59+00:00; append in the order of recording"
    )


def test_the_clock_may_stand_before_the_last_record() -> None:
    """Unless told otherwise the instant is now, or the last record's where the clock stands before it."""
    with patch.object(admission, "now", return_value=NOON):
        assert instant_after(None, None) == NOON
        assert instant_after(None, NOON.subtract(days=1)) == NOON
        assert instant_after(None, NOON.add(days=1)) == NOON.add(days=1)
        (only,) = recorded_at([took("a", "2020")], after=6, recorded=None, last=None)
    assert (only.position, only.recorded) == (7, NOON)
    assert (now().microsecond, now().timezone_name) == (0, "UTC")


def test_records_keep_utc_and_whole_seconds_and_count_from_one() -> None:
    """Whatever zone and fraction are given; a position below 1 is refused."""
    kept = Record(
        position=1, recorded=NOON.in_timezone("Asia/Dushanbe").add(microseconds=9), event=took("a", "2020")
    )
    assert (kept.recorded, kept.recorded.timezone_name, kept.recorded.microsecond) == (NOON, "UTC", 0)
    with pytest.raises(
        LogError, match=r"^position: expected a position from 1 upwards, got 0; count from 1$"
    ):
        record(0, "a")


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


def test_records_share_what_they_hold_and_do_not_grow() -> None:
    """Added to twice, records make two logs that know nothing of each other's new events, and stay as they were."""
    first = Records([record(2, "b"), record(1, "a")])
    left, right = first.extended([record(3, "c")]), first.extended([record(3, "d"), record(4, "e")])
    again = first.extended([record(3, "f")])
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
    assert holds(left, "e", right[3], right[2], record(9, "a"), 5) == [False] * 5
    assert (right["e"].position, len(right), repr(right)) == (4, 4, "<Records: 4>")
    assert [kept.event.id for kept in right[1:3]] == ["b", "d"]
    assert sorted(right.find(["a", "e", "x", "c"])) == ["a", "e"]
    with pytest.raises(LookupError, match=r"^log: no event with this id, got 'd'; list the ids"):
        left["d"]
    with pytest.raises(IndexError):
        left[3]


def test_links_are_looked_up_near_and_far() -> None:
    """What a held event refers to is looked up in turn, and each id once, whatever is about it."""
    settled = AnnouncementSettled(
        id="s", occurred=PartialDate.parse("2021"), announcement="n", outcome="cancelled", sources=PAGE
    )
    announced = EventAnnounced(
        id="n", occurred=PartialDate.parse("2019"), expects=took("n", "2020"), sources=PAGE
    )
    held = {"a": took("a", "2020"), "b": retracted("b", "2021", "a"), "n": announced}
    asked: list[str] = []

    def find(ids: Any) -> dict[str, Any]:
        asked.extend(sorted(ids))
        return {name: held[name] for name in ids if name in held}

    new = retracted("c", "2022", "b")
    assert new_events([new], find) == (new,)
    assert asked == ["b", "c", "a"]
    assert new_events([settled], find) == (settled,)
    assert asked[3:] == ["n", "s"]
    with pytest.raises(LogError, match=r"^s announcement: no announcement with this id, got 'n'"):
        Records([Record(position=1, recorded=NOON, event=settled)])


def test_an_id_stands_once_in_a_log() -> None:
    """The second record of an id is named with its position and that of the first."""
    with pytest.raises(
        LogError, match=r"^position 3 id: the id stands at position 1 already, got 'a'; give each"
    ):
        Records([record(3, "a"), record(1, "a"), record(2, "b")])


def test_a_digest_is_read_as_it_is_written() -> None:
    """Length, colon, sixty-four hexadecimal digits; anything else is refused."""
    digest = Digest.of(["{}", "[]"])
    assert Digest.parse(str(digest)) == digest
    assert digest.length == 2
    assert digest != Digest.of(["[]", "{}"])
    for text in ("", "2", str(digest)[:-1], f"0{digest}", str(digest).upper().replace("2:", "x:")):
        with pytest.raises(
            LogError, match=r"^digest: expected a length, a colon and 64 hexadecimal digits, got"
        ):
            Digest.parse(text)
