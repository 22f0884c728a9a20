"""Query times: which days and instants may be asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from typing import Any

import pendulum
import pytest

from cstotimeline.core.errors import DateError
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import interval_of
from cstotimeline.core.temporal.points import QueryTime


class Nowhere(tzinfo):
    """A zone without an offset."""

    def utcoffset(self, _: datetime | None) -> None:
        """Return nothing."""

    def dst(self, _: datetime | None) -> None:
        """Return nothing."""

    def tzname(self, _: datetime | None) -> None:
        """Return nothing."""


REFUSED: dict[str, tuple[Any, str]] = {
    "a month": ("2019-11", "at: '2019-11' is a month, not a day; ask during('2019-11')"),
    "a year": ("2019", "at: '2019' is a year, not a day; ask during('2019')"),
    "a decade": ("201X", "at: '201X' is a decade, not a day; ask during('201X')"),
    "a doubtful day": (
        "2019-11-28?",
        "at: '2019-11-28?' is a doubtful date, not a day; ask for one day, or for during('...')",
    ),
    "a period": ("2019/2020", "at: '2019/2020' is a period, not a day; ask during('2019/2020')"),
    "a number": (2019, "at: expected a day, got 2019; write a day such as 2019-11-20"),
    "a naive time": (
        datetime(2019, 11, 28, 12),
        "at: a time of day needs an offset or a zone, got '2019-11-28T12:00:00'; add +05:00, Z or [Asia/Dushanbe]",
    ),
    "a naive text": (
        "2019-11-28T12:00:00",
        "at: a time of day needs an offset or a zone, got '2019-11-28T12:00:00'; add +05:00, Z or [Asia/Dushanbe]",
    ),
    "a zone that is none": (
        "2019-11-28T12:00:00[Asia/Nowhere]",
        "at: expected a day, a time and an IANA zone, got '2019-11-28T12:00:00[Asia/Nowhere]';"
        " write 2015-09-15T14:40:00[Asia/Dushanbe]",
    ),
    "a zone that is a path": (
        "2019-11-28T12:00:00[../UTC]",
        "at: expected a day, a time and an IANA zone, got '2019-11-28T12:00:00[../UTC]';"
        " write 2015-09-15T14:40:00[Asia/Dushanbe]",
    ),
    "a zone that is many": (
        "2019-11-28T12:00:00[Asia]",
        "at: expected a day, a time and an IANA zone, got '2019-11-28T12:00:00[Asia]';"
        " write 2015-09-15T14:40:00[Asia/Dushanbe]",
    ),
    "a zone that tells nothing": (
        datetime(2019, 11, 28, 12, tzinfo=Nowhere()),
        "at: a time of day needs an offset or a zone, got '2019-11-28T12:00:00'; add +05:00, Z or [Asia/Dushanbe]",
    ),
    "a time that is none": (
        "2019-11-28T25:00:00[Asia/Dushanbe]",
        "at: expected a day, a time and an IANA zone, got '2019-11-28T25:00:00[Asia/Dushanbe]';"
        " write 2015-09-15T14:40:00[Asia/Dushanbe]",
    ),
    "an offset and a zone": (
        "2019-11-28T12:00:00+05:00[Asia/Dushanbe]",
        "at: an offset and a zone together, got '2019-11-28T12:00:00+05:00[Asia/Dushanbe]'; write one of the two",
    ),
}


@pytest.mark.parametrize(("when", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_moment_is_refused_with_a_remedy(when: Any, message: str) -> None:
    """The value as written, what it is instead of a day, and what to ask."""
    with pytest.raises(DateError) as caught:
        QueryTime.of(when)
    assert str(caught.value) == message


@pytest.mark.parametrize("when", ["2019-11", "2019-11-28?", "2019/2020"])
def test_a_limit_has_no_during(when: str) -> None:
    """Where another argument is no day, the remedy is a day."""
    with pytest.raises(DateError, match=r"^known: .* not a day; write one day, such as 2019-11-30$"):
        QueryTime.of(when, name="known")


def test_a_text_that_is_no_date_is_named_by_the_argument() -> None:
    """The fault of the text stands at the argument that held it."""
    with pytest.raises(DateError, match=r"^known: .*, got 'soon'; write a date such as"):
        QueryTime.of("soon", name="known")


MOMENTS: dict[str, tuple[Any, str, int | None]] = {
    "text": ("2019-11-28", "2019-11-28", None),
    "day": (date(2019, 11, 28), "2019-11-28", None),
    "pendulum day": (pendulum.date(2019, 11, 28), "2019-11-28", None),
    "date": (PartialDate.parse("2019-11-28"), "2019-11-28", None),
    "moment": (QueryTime.of("2019-11-28"), "2019-11-28", None),
    "instant": (datetime(2019, 11, 28, 12, tzinfo=UTC), "2019-11-28T12:00:00+00:00", 1574942400),
    "fraction": (datetime(2019, 11, 28, 12, 0, 0, 999_999, UTC), "2019-11-28T12:00:00+00:00", 1574942400),
    "before 1970": (datetime(1969, 12, 31, 23, 59, 59, 500_000, UTC), "1969-12-31T23:59:59+00:00", -1),
    "text with an offset": ("2019-11-28T17:00:00+05:00", "2019-11-28T17:00:00+05:00", 1574942400),
    "text with a zone": ("2019-11-28T17:00:00[Asia/Dushanbe]", "2019-11-28T17:00:00+05:00", 1574942400),
}


@pytest.mark.parametrize(("when", "text", "epoch"), MOMENTS.values(), ids=MOMENTS)
def test_moments_have_a_text_a_day_and_perhaps_a_second(when: Any, text: str, epoch: int | None) -> None:
    """Whatever way a moment is written, its day is the civil day written, and its second that of UTC."""
    moment = QueryTime.of(when)
    assert (moment.text, moment.epoch, moment.is_instant) == (text, epoch, epoch is not None)
    assert moment.day.isoformat() == text[:10]


ENDS = {
    "1 January of the year 1": ("0001-01-01T00:00:00[Asia/Tokyo]", "0001-01-01T00:00:00+09:18:59"),
    "31 December 9999": ("9999-12-31T23:59:59[America/New_York]", "9999-12-31T23:59:59-05:00"),
}


@pytest.mark.parametrize(("when", "text"), ENDS.values(), ids=ENDS)
def test_local_times_at_the_ends_of_the_calendar_are_moments(when: str, text: str) -> None:
    """Also where UTC has another year by then, before the first or after the last."""
    assert QueryTime.of(when).text == text


@pytest.mark.parametrize("ordinal", [0, -1, 3_652_060, 10**30], ids=["none", "before", "after", "far after"])
@pytest.mark.parametrize(
    "of_ordinal",
    [PartialDate.of_ordinal, QueryTime.of_ordinal, lambda n: interval_of(n, None)],
    ids=["date", "moment", "period"],
)
def test_an_ordinal_of_no_day_is_refused(of_ordinal: Callable[[int], object], ordinal: int) -> None:
    """Before the first day of the calendar and after the last, in one line."""
    with pytest.raises(DateError) as caught:
        of_ordinal(ordinal)
    assert str(caught.value) == (
        f"date: expected an ordinal from 1 to 3652059, got {ordinal}; count the days from 0001-01-01, which is 1"
    )
