"""Granularity: which days and which seconds a date means."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity, date_bounds, is_zone, readings, zone_named
from cstotimeline.core.temporal.zone_names import zone_names


@pytest.mark.parametrize("zone", ["", "Asia/Nowhere", "../UTC", "\x00", "Asia"])
def test_a_day_of_no_known_zone_is_a_day_anywhere(zone: str) -> None:
    """From its first second at UTC+14 to its last at UTC-12, on the first and last days of the calendar as well."""
    for text in ("2020-01-31", "0001-01-01", "9999-12-31"):
        date_ = PartialDate.parse(text)
        midnight = (date_.first_ordinal - date(1970, 1, 1).toordinal()) * 86_400
        assert date_bounds(date_, zone, Granularity.SECOND) == (
            midnight - 14 * 3600,
            midnight + 36 * 3600 - 1,
        )
        assert date_bounds(date_, zone, Granularity.DAY) == (date_.first_ordinal, date_.last_ordinal)


def test_a_time_of_day_without_a_zone_is_that_time_anywhere() -> None:
    """Between the clocks at UTC+14 and those at UTC-12, the very second; with a zone it is one second."""
    noon = PartialDate.parse("2020-01-31T12:00:00")
    second = int(datetime(2020, 1, 31, 12, tzinfo=UTC).timestamp())
    assert date_bounds(noon, "", Granularity.SECOND) == (second - 14 * 3600, second + 12 * 3600)
    assert date_bounds(noon, "Asia/Dushanbe", Granularity.SECOND) == (second - 5 * 3600, second - 5 * 3600)


def test_the_listed_zones_are_those_of_the_database() -> None:
    """Every listed name is a zone of the database of this machine, and those that it has beyond them are zones too."""
    here = {name for name in available_timezones() if name[0].isupper()}
    assert [name for name in sorted(zone_names()) if zone_named(name) is None] == []
    assert [name for name in sorted(here | zone_names()) if not is_zone(name)] == []


@pytest.mark.parametrize(
    "name", ["right/UTC", "localtime", "Asia", "zone.tab", "UTC ", "UTC\n", "A" * 3_000, "Asia//Aden"]
)
def test_other_files_of_the_database_are_no_zones(name: str) -> None:
    """Nor are folders, blanks, or the zones that count leap seconds."""
    assert not is_zone(name)
    assert zone_named(name) is None


@given(
    st.sampled_from(["Europe/Moscow", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"]),
    st.datetimes(datetime(1890, 1, 1), datetime(2037, 12, 31)).map(lambda local: local.replace(microsecond=0))
    | st.sampled_from([(2004, 3, 28, 2), (2004, 10, 31, 1), (2011, 12, 30, 1), (2011, 4, 3, 1)]).flatmap(
        lambda hour: st.integers(0, 7_200).map(lambda more: datetime(*hour) + timedelta(seconds=more))
    ),
)
def test_a_local_time_means_the_instants_that_are_it(name: str, local: datetime) -> None:
    """An instant is among the readings of a local time exactly where the clocks of the zone show that time then."""
    zone = ZoneInfo(name)
    far = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    shown = {one for one in far if one.astimezone(zone).replace(tzinfo=None, fold=0) == local}
    assert {one.astimezone(UTC) for one in readings(local, zone)} == shown
    assert len(readings(local, zone)) == len(shown)


@pytest.mark.parametrize(
    ("local", "zone"),
    [(datetime(9999, 12, 31, 23, 59), "America/New_York"), (datetime(1, 1, 1), "Asia/Tokyo")],
)
def test_local_times_at_the_ends_of_the_calendar_have_one_reading(local: datetime, zone: str) -> None:
    """Their instants in UTC lie outside the calendar."""
    assert [one.replace(tzinfo=None) for one in readings(local, ZoneInfo(zone))] == [local]
