"""Promises 2 and 4: a coarse date is doubt wherever it is read, and a clock turned to an instant leaks nothing."""

from __future__ import annotations

from typing import Any

import pytest

import cstotimeline as csto
from cstotimeline.core.errors import DateError, EventError
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from tests.builders import PAGE, took
from tests.laws.defect_rows import ANN, ZONES, Row, answered, rows_of

NUMBERS = ("D04", "D05", "D06", "D13", "D41", "D43")


@pytest.mark.parametrize("row", rows_of(*NUMBERS).values(), ids=rows_of(*NUMBERS))
def test_coarse_statements_and_instants_are_doubt(row: Row) -> None:
    """Each row is answered with its value and its doubt."""
    assert answered(row) == row[2]


def test_a_coarse_day_of_the_shipped_record_is_doubt() -> None:
    """Who was chief of the joint staff in July 2012, as known then, hangs on a date of the year 2012."""
    answer = csto.load().joint_staff_chief.at("2012-07-01", known="2012-07-01")
    assert not answer.certain


def test_two_settlements_of_coarse_days_leave_the_outcome_open() -> None:
    """An announcement settled in 2026 and on a day of 2026 is settled either way, and expected no more in neither."""
    made = EventAnnounced(
        id="a", occurred=PartialDate.parse("2025-01-01"), expects=took("a", "2027-01-01"), sources=PAGE
    )

    def settled(name: str, day: str, outcome: Any) -> AnnouncementSettled:
        return AnnouncementSettled(
            id=name, occurred=PartialDate.parse(day), announcement="a", outcome=outcome, sources=PAGE
        )

    events = [made, settled("s-a", "2026", "cancelled"), settled("s-b", "2026-06-01", "overtaken")]
    assert club.timeline(events).expecting()["steward"].at("2027-02-01").label == "no data"
    open_ = club.timeline(events).known(by="2026-03-01").expecting()["steward"].at("2027-02-01")
    assert (open_.holder, open_.alternatives) == ("A", ("no data",))


@pytest.mark.parametrize("zone", ["Asia/Dushanbee", "+03:00", "../etc", "Asia/Dushanbe "])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    """A zone that no IANA name is refuses the event, by the name of the field."""
    with pytest.raises(EventError, match="zone"):
        took("ben", "2004-06-18", zone=zone)


def test_a_local_time_that_the_zone_skips_is_refused() -> None:
    """Half past two on the last of March 2004 in Moscow never came: an event says so, and so does a question."""
    with pytest.raises(EventError, match="2004-03-28T02:30:00"):
        took("ben", "2004-03-28T02:30:00", zone="Europe/Moscow")
    with pytest.raises(DateError, match="2004-03-28T02:30:00"):
        club.timeline([ANN])["steward"].at("2004-03-28T02:30:00[Europe/Moscow]")


def test_a_local_time_that_comes_twice_needs_an_offset_in_a_question() -> None:
    """Half past one on the last of October 2004 in New York came twice: the refusal names both offsets."""
    with pytest.raises(DateError, match=r"-04:00.*-05:00"):
        club.timeline([ANN])["steward"].at("2004-10-31T01:30:00[America/New_York]")
    assert club.timeline([ANN])["steward"].at("2004-10-31T01:30:00-04:00").holder == "Ann"


def test_one_answer_after_two_moments_in_two_zones() -> None:
    """After two instants in the contrary order of their days, days and instants say the same for ever."""
    asked = club.timeline(ZONES)["steward"]
    found = {
        (asked.at(at).holder, asked.at(at).certain)
        for at in ("2004-06-20", "2004-06-20T12:00:00Z", "2010-01-01", "2010-01-01T12:00:00Z")
    }
    assert found == {("Ann", True)}


def test_nothing_after_an_instant_of_knowledge_is_used() -> None:
    """What happened at three in the afternoon is behind no answer known by eight in the morning."""
    events = [took("ann", "2024-01-01"), took("ben", "2024-11-28T15:00:00+03:00")]
    answer = club.timeline(events)["steward"].at("2024-12-31", known="2024-11-28T08:00:00+03:00")
    assert answer.because == ("ann",)
    assert club.timeline(events).known(by="2024-11-28T08:00:00+03:00")["steward"].at("2024-12-31") == answer


def test_a_pattern_known_by_a_day_means_no_later_day_at_an_instant() -> None:
    """A day of January that ends in 1, told by the 30th, is not the 31st: it comes before what happened on the 30th."""
    events = [took("a", "2020-01-X1"), took("b", "2020-01-30")]
    answer = club.timeline(events)["minutes"].at("2020-01-31T12:00:00Z", known="2020-01-30")
    assert (answer.value, answer.alternatives) == (("b",), (("a", "b"),))


def test_a_leaving_told_before_its_taking_ends_nothing() -> None:
    """Who left on a day, as was told by an instant before he took the office, did not leave after that taking."""
    events = [
        club.StewardTook(
            id="took",
            occurred=PartialDate.parse("2020-01-29"),
            effective=PartialDate.parse("2020-01-31T12:30:00+05:00"),
            holder="A",
            sources=PAGE,
        ),
        club.StewardLeft(
            id="left", occurred=PartialDate.parse("2020-01-31"), holder="A", of="took", sources=PAGE
        ),
    ]
    asked = club.timeline(events).known(by="2020-01-31T12:00:00+14:00")["steward"]
    assert asked.at("2020-01-30").alternatives == ("A",)
    assert (asked.at("2020-01-31").holder, asked.at("2020-01-31").alternatives) == ("A", ())
