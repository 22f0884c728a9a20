"""Clocks: how far a timeline looks, and which of two limits holds."""

from __future__ import annotations

import pytest

from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.temporal.points import QueryTime, last_second

DAY = QueryTime.of("2020-01-05")
NEXT_DAY = QueryTime.of("2020-01-06")
NOON = QueryTime.of("2020-01-05T12:00:00Z")
NIGHT = QueryTime.of("2020-01-05T23:00:00Z")
FIVE_PAST_MIDNIGHT_EAST = QueryTime.of("2020-01-06T00:05:00+05:00")  # 19:05 of the day before in UTC


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


def test_an_instant_of_knowledge_is_earlier_than_the_end_of_its_day() -> None:
    """Of an instant and a day the one that ends first by the civil day as given holds, of two instants the earlier."""
    for one, other, earlier in (
        (NOON, DAY, NOON),
        (NOON, NEXT_DAY, NOON),
        (DAY, FIVE_PAST_MIDNIGHT_EAST, DAY),
        (NIGHT, FIVE_PAST_MIDNIGHT_EAST, FIVE_PAST_MIDNIGHT_EAST),
    ):
        assert AsOf(known=one).narrowed(other, None).known == earlier
        assert AsOf(known=other).narrowed(one, None).known == earlier
