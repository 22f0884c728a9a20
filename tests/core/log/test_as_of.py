"""Clocks: what is seen of a log that is read as it was known, or as it stood."""

from __future__ import annotations

import pendulum
import pytest

from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime, last_second
from tests.laws.helpers import took

DAY = QueryTime.of("2020-01-05")
NEXT_DAY = QueryTime.of("2020-01-06")
NOON = QueryTime.of("2020-01-05T12:00:00Z")
FIVE_PAST_MIDNIGHT_EAST = QueryTime.of("2020-01-06T00:05:00+05:00")  # 19:05 of the day before in UTC


def record(occurred: str, recorded: str = "2020-01-05T12:00:00Z", disclosed: str = "") -> Record:
    """Return the record of an event."""
    told = {"disclosed": PartialDate(disclosed)} if disclosed else {}
    event = took("a", occurred, **told)
    return Record(position=1, recorded=pendulum.DateTime.fromisoformat(recorded), event=event)


@pytest.mark.parametrize(
    ("when", "second"),
    [
        ("1970-01-01", 86_399),
        ("1969-12-31", -1),
        ("1970-01-01T00:00:07Z", 7),
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-02T05:00:00+05:00", 86_400),
    ],
)
def test_the_last_second_of_a_day_is_that_before_the_next_in_utc(when: str, second: int) -> None:
    """A day ends a second before the next begins in UTC; an instant is its own last second."""
    assert last_second(QueryTime.of(when)) == second


def test_clocks_are_turned_back_and_never_forward() -> None:
    """Of two limits the earlier holds, whichever came first; a clock that was never turned has none."""
    for one, other in ((DAY, NEXT_DAY), (NEXT_DAY, DAY)):
        assert AsOf().narrowed(one, None).narrowed(other, None) == AsOf(known=DAY)
        assert AsOf().narrowed(None, one).narrowed(None, other) == AsOf(recorded=DAY)
    assert AsOf().narrowed(None, None) == AsOf()
    assert AsOf(known=DAY, recorded=NEXT_DAY).narrowed(None, None) == AsOf(known=DAY, recorded=NEXT_DAY)


def test_instants_and_days_of_recording_are_compared_by_their_last_second() -> None:
    """An instant within a day is earlier than the day's end, and one of the next day elsewhere may be as well."""
    for instant in (NOON, FIVE_PAST_MIDNIGHT_EAST):
        for one, other in ((instant, DAY), (DAY, instant)):
            assert AsOf(recorded=one).narrowed(None, other).recorded == instant


def test_turning_a_clock_keeps_what_is_expected() -> None:
    """Clocks that expect announcements to come true still do when they are turned back, and others do not."""
    assert AsOf(expecting=True).narrowed(DAY, NOON) == AsOf(known=DAY, recorded=NOON, expecting=True)
    assert not AsOf().narrowed(DAY, NOON).expecting


@pytest.mark.parametrize(
    ("occurred", "disclosed", "is_shown"),
    [
        ("2020-01-05", "", True),
        ("2020-01-06", "", False),
        ("2020-01", "", False),
        ("2019", "2020-01-05", True),
        ("2019", "2020-01-06", False),
    ],
)
def test_what_was_surely_public_by_a_day_is_shown(occurred: str, disclosed: str, *, is_shown: bool) -> None:
    """An event is shown from the last day on which it may have become public, that day included."""
    assert AsOf(known=DAY).show(record(occurred, disclosed=disclosed)) is is_shown


@pytest.mark.parametrize(
    ("limit", "recorded", "is_shown"),
    [
        (DAY, "2020-01-05T23:59:59Z", True),
        (DAY, "2020-01-06T00:00:00Z", False),
        (NOON, "2020-01-05T12:00:00Z", True),
        (NOON, "2020-01-05T12:00:01Z", False),
    ],
)
def test_what_was_recorded_by_an_instant_is_shown(limit: QueryTime, recorded: str, *, is_shown: bool) -> None:
    """A record is shown when it was made by the instant, or on the day in UTC, that instant included."""
    assert AsOf(recorded=limit).show(record("2019", recorded)) is is_shown


def test_both_clocks_must_show_a_record() -> None:
    """A record that either clock hides is hidden; without a clock turned back everything is shown."""
    late = record("2030", "2040-01-01T00:00:00Z")
    assert AsOf().show(late)
    assert not AsOf(known=DAY).show(late)
    assert not AsOf(recorded=DAY).show(late)
    assert not AsOf(known=DAY, recorded=DAY).show(record("2019", "2040-01-01T00:00:00Z"))
    assert not AsOf(known=DAY, recorded=DAY).show(record("2030", "2019-01-01T00:00:00Z"))
    assert AsOf(known=DAY, recorded=DAY).show(record("2019", "2019-01-01T00:00:00Z"))
