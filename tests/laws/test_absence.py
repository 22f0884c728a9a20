"""Promise 3: absence has a reason, and no data is never certain."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given

from cstotimeline.core.errors import UnknownName
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, LeavesOffice, Office, TakesOffice, office
from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.club import StewardLeft, StewardTook
from cstotimeline.testing.shapes import STEWARDS
from cstotimeline.testing.small_worlds import histories, questions
from tests.builders import left, missing, took

REASONS = ["not yet existing", "not yet filled", "vacant", "ended", "no data"]


def steward(*events: Event) -> Tenure:
    """Return who is steward at the end of January 2020."""
    answer: Tenure = club.timeline(events)["steward"].at("2020-01-31")
    return answer


def beginning(before: Absence) -> Office:
    """Return an office of which something is said about the time before the first event."""
    return office(
        "steward",
        lambda e: TakesOffice(e.holder) if isinstance(e, StewardTook) else LeavesOffice(e.holder),
        kinds=(StewardTook, StewardLeft),
        before=before,
    )


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_told_apart(reason: str) -> None:
    """An event that gives a reason is answered with that reason, as data too, and only no data is uncertain."""
    answer = steward(took("ann", "2019"), missing("m", "2020-01-30", reason))
    assert (answer.holder, answer.absence, answer.label) == (None, Absence(reason), reason)
    assert answer.certain is (reason != "no data")
    assert answer.to_dict()["holder"] is None
    assert answer.to_dict()["absence"] == reason


@pytest.mark.parametrize("before", Absence)
def test_each_reason_before_the_first_event_is_told_apart(before: Absence) -> None:
    """Before its first event an office is what its log begins with, certainly unless that is no data."""
    asked = Timeline([took("ann", "2020-01-31")], [beginning(before)])["steward"]
    answer = asked.at("2020-01-30")
    assert (answer.absence, answer.certain) == (before, before is not Absence.NO_DATA)
    assert (answer.start, answer.end.text) == (PartialDate.OPEN, "2020-01-31")
    assert asked.at("2020-01-31").absence is None


def test_who_leaves_makes_a_vacancy() -> None:
    """After the steward has left the office is vacant, not ended; before, it was neither."""
    asked = club.timeline([took("ann", "2019"), left("out", "2020-01-31", "Ann")])["steward"]
    assert (asked.at("2020-01-30").absence, asked.at("2020-01-31").absence) == (None, Absence.VACANT)
    assert asked.at("2020-01-31").start.text == "2020-01-31"


def test_who_does_not_hold_an_office_cannot_leave_it() -> None:
    """Bob's leaving does not make Ann's office vacant."""
    assert steward(took("ann", "2019"), left("out", "2020-01-30", "Bob")).holder == "Ann"


def test_an_ended_office_may_begin_again() -> None:
    """An office that had ended is held again from the next event on."""
    events = [missing("m", "2019", "ended"), took("ann", "2020-01-31")]
    asked = club.timeline(events)["steward"]
    assert (asked.at("2020-01-30").label, asked.at("2020-01-31").label) == ("ended", "Ann")


def test_first_seen_in_office_is_an_unknown_start_not_an_open_one() -> None:
    """A steward who is first seen in office began on a day nobody tells; one before any event has an open start."""
    assert steward(took("ann", "2020-01-01", attested=True)).start is PartialDate.UNKNOWN
    assert steward(took("ann", "2020-01-01")).start.text == "2020-01-01"
    assert steward(took("ann", "2021")).start is PartialDate.OPEN


def test_a_tenure_that_goes_on_has_an_open_end() -> None:
    """Nothing ends the last tenure: its end is open, not unknown, not today, and no far-off date."""
    answer = steward(took("ann", "2020-01-01"))
    assert answer.end is PartialDate.OPEN
    assert answer.to_dict()["end"] == ".."


@given(histories(STEWARDS, amendments=2), questions())
def test_nobody_has_a_reason_and_somebody_has_none(events: tuple[Event, ...], day: date) -> None:
    """Either there is a holder or there is a reason, never both or neither; nobody is never acting."""
    answer = club.timeline(events)["steward"].at(day)
    assert (answer.holder is None) is (answer.absence is not None)
    assert not (answer.holder is None and answer.acting)
    assert not (answer.absence is Absence.NO_DATA and answer.certain)


@given(histories(), questions())
def test_a_world_without_events_about_an_office_has_no_data_about_it(
    events: tuple[Event, ...], day: date
) -> None:
    """Whatever else happened, with no event about the steward there is no data, and that is not certain."""
    others = [attrs.evolve(event, after=()) for event in events if not isinstance(event, STEWARDS.kinds)]
    answer = club.timeline(others)["steward"].at(day)
    assert (answer.absence, answer.certain, answer.alternatives) == (Absence.NO_DATA, False, ())
    assert answer.because == ()


def test_names_without_data_leave_a_group_open() -> None:
    """Whether Ann was a member before the log says anything of her is open, where nothing else is said of that time."""
    standing = attrs.evolve(
        club.STANDING, initial=attrs.evolve(club.STANDING.initial, absence=Absence.NO_DATA)
    )
    joined = club.MemberJoined(
        id="j", member="Ann", occurred=PartialDate.parse("2020-01-31"), sources=took("x", "2019").sources
    )
    group = GroupQuestion(Timeline([joined], [standing]).scope, standing, (club.MEMBER,), "members")
    assert (group.at("2020-01-30").undecided, group.at("2020-01-30").certain) == (("Ann",), False)
    assert (group.at("2020-01-31").names, group.at("2020-01-31").certain) == (("Ann",), True)
    told = club.members(club.timeline([joined]))
    assert (told.at("2020-01-30").open, told.at("2020-01-30").certain) == ((), True)


def test_a_name_that_no_event_bears_is_refused() -> None:
    """Asking for a member nobody ever was is a mistake to be told, not an absence."""
    with pytest.raises(UnknownName, match="no such name, got 'Zoe'"):
        club.timeline([])["standing"]["Zoe"]
