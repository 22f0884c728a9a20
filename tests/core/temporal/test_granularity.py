"""Granularity: which days and which seconds a date means."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity, date_bounds


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
