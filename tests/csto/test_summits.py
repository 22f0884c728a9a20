from __future__ import annotations

from typing import Any

import pytest

from cstotimeline import Attendance, EventError, History, PartialDate, Preparation, SummitHeld
from tests.builders import PAGE


def summit(day: str = "2019-11-28", **fields: Any) -> SummitHeld:
    """Return a regular summit, by video unless told otherwise."""
    given: dict[str, Any] = {"format": "regular", "mode": "video", "zone": "Asia/Bishkek", **fields}
    return SummitHeld(id=f"summit-{day}", occurred=PartialDate.parse(day), sources=PAGE, **given)


def test_a_summit_in_person_has_a_place() -> None:
    """A summit in person without a place is refused; by video, or in an unknown way, it needs none."""
    with pytest.raises(EventError) as refused:
        summit(mode="in person")
    (fault,) = refused.value.faults
    assert (fault.where, fault.what) == ("place", "a summit in person has a place, got ''")
    assert summit(mode="unknown").place == ""
    assert summit(mode="in person", place="Bishkek").place == "Bishkek"


@pytest.mark.parametrize("name", ["agenda_count", "documents_count"])
def test_a_count_below_nought_is_refused(name: str) -> None:
    """Counts begin at 0; None says that no page states one."""
    with pytest.raises(EventError) as refused:
        summit(**dict[str, Any]({name: -1}))
    assert [fault.where for fault in refused.value.faults] == [name]
    assert getattr(summit(**dict[str, Any]({name: 0})), name) == 0
    assert getattr(summit(), name) is None


def test_all_faults_of_a_summit_come_at_once() -> None:
    """A summit with three broken rules names all three."""
    with pytest.raises(EventError) as refused:
        summit(mode="in person", agenda_count=-1, documents_count=-2)
    assert [fault.where for fault in refused.value.faults] == ["place", "agenda_count", "documents_count"]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        pytest.param({}, "state", id="nobody"),
        pytest.param({"capacity": "guest"}, "state", id="capacity-only"),
        pytest.param({"state": "Armenia", "presence": "represented"}, "represented_by", id="by-whom"),
        pytest.param(
            {"state": "Armenia", "represented_by": "Mher Grigoryan"}, "represented_by", id="yet-present"
        ),
        pytest.param(
            {"state": "Armenia", "presence": "absent", "represented_by": "Mher Grigoryan"},
            "represented_by",
            id="yet-absent",
        ),
        pytest.param({"state": "Armenia", "presence": "late"}, "presence", id="unknown-presence"),
        pytest.param({"state": None}, "state", id="no-text"),
    ],
)
def test_an_impossible_seat_is_refused(fields: dict[str, Any], where: str) -> None:
    """A seat names a state or a person, and a representative exactly where it is represented."""
    with pytest.raises(EventError) as refused:
        Attendance(**fields)
    assert [fault.where for fault in refused.value.faults] == [where]


def test_a_seat_may_be_a_person_or_a_state_or_represented() -> None:
    """The seats that pages describe can be written."""
    assert Attendance(state="Armenia").presence == "present"
    assert Attendance(person="Imangali Tasmagambetov", capacity="secretary general").state == ""
    seat = Attendance(state="Armenia", presence="represented", represented_by="Mher Grigoryan")
    assert seat.represented_by == "Mher Grigoryan"


def test_a_preparation_without_a_date_is_unknown() -> None:
    """A preparatory meeting of which no page gives the day has an unknown date, not an open one."""
    assert Preparation(body="Council of Foreign Ministers").date.is_unknown


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        pytest.param({"mode": "in person", "place": "Bishkek"}, "Bishkek summit (regular)", id="in-person"),
        pytest.param({"mode": "unknown", "place": "Moscow"}, "Moscow summit (regular)", id="unknown"),
        pytest.param({"format": "extraordinary"}, "summit (extraordinary, video)", id="video"),
        pytest.param({"mode": "hybrid", "place": "Yerevan"}, "Yerevan summit (regular, hybrid)", id="hybrid"),
    ],
)
def test_titles(fields: dict[str, Any], title: str) -> None:
    """A title names place, format and, where it is not in person, the mode."""
    assert summit(**fields).title == title


def test_summits_during_a_year() -> None:
    """Asked for a year, the summits of that year come back in their order, and no others."""
    history = History([summit("2015-12-21"), summit("2016-10-14"), summit("2015-09-15")])
    assert [held.id for held in history.summits.during("2015")] == ["summit-2015-09-15", "summit-2015-12-21"]


@pytest.mark.parametrize(
    ("when", "last"),
    [
        pytest.param("2019-11-27", "summit-2018-11-08", id="the-day-before"),
        pytest.param("2019-11-28", "summit-2019-11-28", id="that-day"),
        pytest.param("2019-11-28T11:00:00+06:00", "summit-2018-11-08", id="that-morning"),
        pytest.param("2019-11-28T23:59:59+06:00", "summit-2019-11-28", id="the-end-of-that-day-there"),
        pytest.param("2019-11-28T20:00:00+03:00", "summit-2018-11-08", id="an-hour-before-it-in-moscow"),
        pytest.param("2019-11-28T21:00:00+03:00", "summit-2019-11-28", id="midnight-there-in-moscow"),
    ],
)
def test_the_last_summit_is_one_that_has_surely_been_held(when: str, last: str) -> None:
    """At an instant a summit counts as held once its day has ended at its place; at a day, on that day."""
    found = History([summit("2018-11-08"), summit("2019-11-28")]).at(when).last_summit
    assert found is not None
    assert found.id == last


def test_before_the_first_summit_there_is_none() -> None:
    """Before any summit the last one is None, and null in the plain data."""
    then = History([summit()]).at("1990-01-01")
    assert then.last_summit is None
    assert then.to_dict()["last_summit"] is None
