"""Disclosure: whether an event was public by a day or an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.events.disclosure import known_by, latest_effect, takes_effect_when_known
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity, date_bounds
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.testing.dates import partial_dates
from tests.builders import took

DUSHANBE = "Asia/Dushanbe"  # UTC+5 all the year round


@pytest.mark.parametrize(
    ("occurred", "disclosed", "known", "likelihood"),
    [
        ("2020-01-05", "", "2020-01-05", "surely"),
        ("2020-01-06", "", "2020-01-05", "no"),
        ("2020-01", "", "2019-12-31", "no"),
        ("2020-01", "", "2020-01-01", "possibly"),
        ("2020-01", "", "2020-01-30", "possibly"),
        ("2020-01", "", "2020-01-31", "surely"),
        ("2019", "2020-01-05", "2020-01-05", "surely"),
        ("2019", "2020-01-06", "2020-01-05", "no"),
        ("2019", "2020", "2020-06-01", "possibly"),
        ("2020-06-01T09:00:00Z", "", "2020-06-01", "surely"),
    ],
)
def test_a_day_shows_what_was_surely_public_by_its_end(
    occurred: str, disclosed: str, known: str, likelihood: str
) -> None:
    """An event is public surely from its last possible day on, possibly from its first, that day included."""
    event = took("a", occurred, disclosed=PartialDate.parse(disclosed) if disclosed else PartialDate.UNKNOWN)
    assert known_by(event, QueryTime.of(known)) == likelihood


@pytest.mark.parametrize(
    ("disclosed", "zone", "known", "likelihood"),
    [
        ("2020-06-01T12:00:00Z", "", "2020-06-01T11:59:59Z", "no"),
        ("2020-06-01T12:00:00Z", "", "2020-06-01T12:00:00Z", "surely"),
        ("2020-06-01T12:00:00+05:00", "", "2020-06-01T07:00:00Z", "surely"),
        ("2020-06-01", DUSHANBE, "2020-05-31T18:59:59Z", "no"),
        ("2020-06-01", DUSHANBE, "2020-05-31T19:00:00Z", "possibly"),
        ("2020-06-01", DUSHANBE, "2020-06-01T18:59:58Z", "possibly"),
        ("2020-06-01", DUSHANBE, "2020-06-01T18:59:59Z", "surely"),
        ("2020-06-01", "", "2020-05-31T09:59:59Z", "no"),
        ("2020-06-01", "", "2020-05-31T10:00:00Z", "possibly"),
        ("2020-06-01", "", "2020-06-02T11:59:58Z", "possibly"),
        ("2020-06-01", "", "2020-06-02T11:59:59Z", "surely"),
        ("2020-06", DUSHANBE, "2020-06-15T12:00:00Z", "possibly"),
    ],
)
def test_an_instant_lets_through_nothing_that_came_later(
    disclosed: str, zone: str, known: str, likelihood: str
) -> None:
    """An instant is compared exactly; of a day alone the whole span must lie before it, in the zone of the event."""
    event = took("a", "2019", disclosed=PartialDate.parse(disclosed), zone=zone)
    assert known_by(event, QueryTime.of(known)) == likelihood


def test_without_a_clock_everything_is_public() -> None:
    """An event of any date is shown where knowledge was never turned back."""
    assert known_by(took("a", "9999"), None) == "surely"


def test_one_date_says_when_it_took_effect_and_when_it_was_known() -> None:
    """That is so unless a date of disclosure, or another date of effect, is given; the same text is the same date."""
    day = PartialDate.parse
    assert takes_effect_when_known(took("a", "2020"))
    assert takes_effect_when_known(took("a", "2020", effective=day("2020")))
    assert not takes_effect_when_known(took("a", "2020", effective=day("2020-06")))
    assert not takes_effect_when_known(took("a", "2020", disclosed=day("2020")))


@pytest.mark.parametrize(
    ("occurred", "zone", "known", "day"),
    [
        ("2020-06", "", "2020-06-15", "2020-06-15"),
        ("2020-06", "", "2020-07-15", "2020-07-15"),
        ("2020-06", DUSHANBE, "2020-06-14T18:59:59Z", "2020-06-14"),
        ("2020-06", DUSHANBE, "2020-06-14T19:00:00Z", "2020-06-15"),
        ("2020-06", "", "2020-06-14T09:59:59Z", "2020-06-14"),
        ("2020-06", "", "2020-06-14T10:00:00Z", "2020-06-15"),
        ("2020-06-01", DUSHANBE, "2020-05-31T19:00:00Z", "2020-06-01"),
        ("2020-XX-31", DUSHANBE, "2020-06-15T12:00:00Z", "2020-05-31"),
    ],
)
def test_the_last_day_of_effect_is_one_that_had_begun_where_it_happened(
    occurred: str, zone: str, known: str, day: str
) -> None:
    """Of a day the day itself; of an instant the last possible civil day that had begun by then in the zone."""
    event = took("a", occurred, zone=zone)
    found = latest_effect(event, QueryTime.of(known), Granularity.DAY)
    assert str(PartialDate.of_ordinal(found)) == day


def test_the_last_second_of_effect_is_that_of_the_day_where_it_happened() -> None:
    """Of an instant the instant; of a day its last second in the zone of the event, without a zone anywhere."""
    second = Granularity.SECOND
    noon = QueryTime.of("2020-06-14T12:00:00Z")
    assert latest_effect(took("a", "2020-06"), noon, second) == noon.epoch
    for zone in ("", DUSHANBE):
        end = date_bounds(PartialDate.parse("2020-06-14"), zone, second)[1]
        assert latest_effect(took("a", "2020-06", zone=zone), QueryTime.of("2020-06-14"), second) == end
        end = date_bounds(PartialDate.parse("2020-06-11"), zone, second)[1]
        assert latest_effect(took("a", "2020-06-X1", zone=zone), QueryTime.of("2020-06-14"), second) == end


@given(
    partial_dates(earliest=date(2019, 11, 1), latest=date(2021, 3, 1)),
    st.datetimes(datetime(2019, 10, 28), datetime(2021, 3, 5), timezones=st.just(UTC)),
    st.sampled_from(["", DUSHANBE, "America/New_York"]),
)
def test_the_last_day_known_at_an_instant_is_found_by_trying_all(
    occurred: PartialDate, known: datetime, zone: str
) -> None:
    """Of the days that a date may mean, the last one that has begun somewhere by the instant; else the first."""
    zone = "" if occurred.clock else zone  # a zone skips some local times
    event = took("a", str(occurred), zone=zone)
    moment = QueryTime.of(known)
    begun = [
        day
        for day in occurred.ordinals
        if date_bounds(occurred if occurred.clock else PartialDate.of_ordinal(day), zone, Granularity.SECOND)[
            0
        ]
        <= moment.at
    ]
    assert latest_effect(event, moment, Granularity.DAY) == (begun[-1] if begun else occurred.first_ordinal)


@pytest.mark.parametrize("text", ["[..1877]", "[1782..]", "[1000..1500,1600..9000]"])
def test_a_wide_date_is_looked_through_at_once(text: str) -> None:
    """Of millions of days the few around the instant are tried."""
    event, started = took("a", text), perf_counter()
    for year in (1000, 1790, 1850, 2020, 9000):
        moment = QueryTime.of(datetime(year, 6, 1, tzinfo=UTC))
        found = latest_effect(event, moment, Granularity.DAY)
        assert found == event.effective.first_ordinal or found in event.effective.ordinals
    assert perf_counter() - started < 1
