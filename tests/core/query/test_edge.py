"""The edge: what is answered for days that the log does not cover, and for days after those that were known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pendulum
import pytest

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, Office, office
from cstotimeline.core.fold.steps import NoHolder, Step, TakesOffice
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from tests.builders import declared, joined, left, missing, record, retracted, took

COVERED = declared("x", "2020-01-01/2020-06-30")


def told(answer: ExplainedAnswer) -> str:
    """Return the answer in short: its label or value, and what is said of how far it is known."""
    label = answer.label if isinstance(answer, Tenure) else str(getattr(answer, "value", ""))
    marks = [
        "" if answer.certain else "uncertain",
        "" if answer.covered else f"last known {answer.last_known}",
        "decided" if answer.decided else "",
    ]
    return "; ".join([label, *(mark for mark in marks if mark)])


DAY = PartialDate.parse
AHEAD = took("bob", "2020-06-01", effective=DAY("2020-08-01"))
"""Decided in June for August."""

SAID: dict[str, tuple[Sequence[Event], dict[str, str]]] = {
    "the last known holder stays": (
        [took("ann", "2019"), COVERED],
        {
            "2019-12-31": "Ann; uncertain; last known None",
            "2020-01-01": "Ann",
            "2020-06-30": "Ann",
            "2020-07-01": "Ann; uncertain; last known 2020-06-30",
            "2030-01-01": "Ann; uncertain; last known 2020-06-30",
        },
    ),
    "in a gap, the last covered day before it": (
        [took("ann", "2019"), COVERED, declared("y", "2021-01-01/2021-12-31")],
        {
            "2020-12-31": "Ann; uncertain; last known 2020-06-30",
            "2021-01-01": "Ann",
            "2022-01-01": "Ann; uncertain; last known 2021-12-31",
        },
    ),
    "what was decided for later days": (
        [took("ann", "2019"), AHEAD, COVERED],
        {
            "2020-06-30": "Ann",
            "2020-07-31": "Ann; uncertain; last known 2020-06-30",
            "2020-08-01": "Bob; uncertain; last known 2020-06-30; decided",
            "2020-12-31": "Bob; uncertain; last known 2020-06-30; decided",
        },
    ),
    "what happened after the edge was not decided": (
        [took("ann", "2019"), took("bob", "2020-08-01"), COVERED],
        {"2020-08-01": "Bob; uncertain; last known 2020-06-30"},
    ),
    "a vacancy is no data beyond": (
        [took("ann", "2019"), left("l", "2020-06-01", "Ann"), COVERED],
        {"2020-06-30": "vacant", "2020-07-01": "no data; uncertain; last known 2020-06-30"},
    ),
    "a vacancy that was decided": (
        [took("ann", "2019"), left("l", "2020-06-01", "Ann", effective=DAY("2020-08-01")), COVERED],
        {
            "2020-07-31": "Ann; uncertain; last known 2020-06-30",
            "2020-08-01": "vacant; uncertain; last known 2020-06-30; decided",
        },
    ),
    "an office that ended stays so": (
        [took("ann", "2019"), missing("m", "2020-06-01", "ended"), COVERED],
        {"2020-06-30": "ended", "2020-07-01": "ended; uncertain; last known 2020-06-30"},
    ),
    "an office that does not exist yet stays so": (
        [missing("m", "2020-02-01", "not yet existing"), COVERED],
        {
            "2020-06-30": "not yet existing",
            "2020-07-01": "not yet existing; uncertain; last known 2020-06-30",
        },
    ),
    "an office that is not yet filled is no data beyond": (
        [missing("m", "2020-02-01", "not yet filled"), COVERED],
        {"2020-06-30": "not yet filled", "2020-07-01": "no data; uncertain; last known 2020-06-30"},
    ),
    "no data is never certain": (
        [missing("m", "2020-02-01", "no data"), took("ann", "2020-03-01"), COVERED],
        {"2020-02-15": "no data; uncertain", "2020-03-01": "Ann"},
    ),
    "partly covered is not covered": (
        [took("ann", "2019"), declared("x", "2020-01-01/2020-06-30", extent="partial")],
        {"2020-03-01": "Ann; uncertain; last known None"},
    ),
}


@pytest.mark.parametrize(("events", "days"), SAID.values(), ids=SAID)
def test_outside_what_is_covered_no_answer_is_certain(events: Sequence[Event], days: dict[str, str]) -> None:
    """The last holder stays, nobody becomes no data, what was decided is shown as such; inside all is as it was."""
    asked = Timeline(events, [club.STEWARD])["steward"]
    assert {day: told(asked.at(day)) for day in days} == days
    for day in days:
        value = asked.value_at(day)
        answer = asked.at(day)
        assert (value.value.label, value.certain, value.covered, value.decided) == (
            *(answer.label, answer.certain, answer.covered, answer.decided),
        )
    for spell in asked.during(f"{min(days)}/{max(days)}"):
        assert spell == asked.at(str(spell.spell).split("/")[0])


KNOWN: dict[str, tuple[Sequence[Event], str, dict[str, str]]] = {
    "a day": (
        [took("ann", "2019")],
        "2020-06-30",
        {"2020-06-30": "Ann", "2020-06-30T23:59:59Z": "Ann", "2020-07-01": "Ann; uncertain"},
    ),
    "an instant": (
        [took("ann", "2019")],
        "2020-06-30T12:00:00Z",
        {
            "2020-06-29": "Ann",
            "2020-06-30T12:00:00Z": "Ann",
            "2020-06-30T12:00:01Z": "Ann; uncertain",
            "2020-06-30": "Ann; uncertain",
        },
    ),
    "decided for later": (
        [took("ann", "2019"), AHEAD],
        "2020-06-30",
        {"2020-07-31": "Ann; uncertain", "2020-08-01": "Bob; uncertain; decided"},
    ),
    "decided, and not yet known to be": (
        [took("ann", "2019"), AHEAD],
        "2020-05-31",
        {"2020-08-01": "Ann; uncertain"},
    ),
    "before anything was known": (
        [took("ann", "2019")],
        "2018-12-31",
        {"2018-06-01": "no data; uncertain", "2019-06-01": "no data; uncertain"},
    ),
    "a vacancy": (
        [took("ann", "2019"), left("l", "2020-06-01", "Ann")],
        "2020-06-30",
        {"2020-06-30": "vacant", "2020-07-01": "no data; uncertain"},
    ),
    "declared coverage stays while knowledge is turned back": (
        [took("ann", "2019"), COVERED],
        "2020-03-01",
        {
            "2020-03-01": "Ann",
            "2020-03-02": "Ann; uncertain",
            "2020-07-01": "Ann; uncertain; last known 2020-06-30",
        },
    ),
}


@pytest.mark.parametrize(("events", "known", "days"), KNOWN.values(), ids=KNOWN)
def test_nothing_after_what_was_known_is_certain(
    events: Sequence[Event], known: str, days: dict[str, str]
) -> None:
    """After the end of the day, or after the instant, by which it was known; coverage itself is never turned by it."""
    asked = Timeline(events, [club.STEWARD])["steward"]
    assert {day: told(asked.at(day, known=known)) for day in days} == days


def test_a_log_is_known_up_to_the_day_of_its_newest_record() -> None:
    """The day in UTC is still certain, the next is not; recorded earlier, less is; with a last day, that one counts."""
    events = [took("ann", "2019"), joined("mia", "2020")]
    records = [
        record(event, position=n, recorded=pendulum.datetime(2021, 1, n, 22))
        for n, event in enumerate(events, 1)
    ]
    asked = Timeline(records, [club.STEWARD])["steward"]
    assert [told(asked.at(day)) for day in ("2021-01-02", "2021-01-03")] == [
        "Ann",
        "Ann; uncertain; last known 2021-01-02",
    ]
    then = asked.as_of(recorded="2021-01-01")
    assert told(then.at("2021-01-02")) == "Ann; uncertain; last known 2021-01-01"
    before = asked.as_of(recorded="2020-12-31")
    assert told(before.at("2020-12-31")) == "no data; uncertain; last known None"
    until = Timeline(records, [club.STEWARD], through="2020-06-30")["steward"]
    assert [told(until.at(day)) for day in ("2020-06-30", "2020-07-01")] == [
        "Ann",
        "Ann; uncertain; last known 2020-06-30",
    ]


def _post(event: Event) -> Step:
    return TakesOffice(event.note) if event.note else NoHolder(Absence.VACANT)


def post(before: Absence) -> Office:
    """Return an office that has a reason for nobody before the first event."""
    return office("steward", _post, before=before, kinds=(club.StewardTook,))


@pytest.mark.parametrize(
    "before", [Absence.NOT_YET_EXISTING, Absence.NOT_YET_FILLED, Absence.VACANT, Absence.ENDED]
)
def test_before_the_first_event_nobody_is_known_where_something_bears_on_the_office(before: Absence) -> None:
    """The reason holds where an event of the office counts, or declared coverage holds the day; else it is no data."""
    projection = post(before)
    nothing = "no data; uncertain"

    def asked(*events: Event, day: str = "2020-03-01", **clocks: Any) -> str:
        return told(Timeline(events).ask(projection).at(day, **clocks))

    assert asked(took("a", "2021", note="Ann")) == str(before)
    assert asked(joined("mia", "2019")) == nothing
    assert asked(COVERED) == str(before)
    assert asked(COVERED, day="2020-07-01") == f"{nothing}; last known 2020-06-30"
    assert asked(joined("mia", "2019"), declared("x", "2020", aspect="members")) == nothing
    assert asked(took("a", "2021", note="Ann"), known="2020-06-01") == nothing
    assert asked(took("a", "2021", note="Ann"), retracted("r", "2022", "a")) == nothing
    assert told(Timeline([]).ask(projection).at("2020-03-01")) == nothing


def test_before_the_first_event_beyond_the_edge() -> None:
    """What does not exist yet, or has ended, stays so where an event bears on it; vacant and not yet filled do not."""
    until = {"through": "2020-06-30"}
    for before, shown in (
        (Absence.NOT_YET_EXISTING, "not yet existing"),
        (Absence.ENDED, "ended"),
        (Absence.VACANT, "no data"),
        (Absence.NOT_YET_FILLED, "no data"),
    ):
        asked = Timeline([took("a", "2022", note="Ann")], **until).ask(post(before))  # type: ignore[arg-type]
        assert told(asked.at("2021-01-01")) == f"{shown}; uncertain; last known 2020-06-30"


def test_a_state_that_is_no_office_is_certain_where_something_bears_on_it() -> None:
    """An event of the key or a declared coverage: then nothing is nothing for certain, else it is not."""
    motions = "motions"
    assert told(Timeline([joined("mia", "2019")], [club.MOTIONS])[motions].at("2020-03-01")) == (
        "frozenset(); uncertain"
    )
    looked = declared("x", "2020-01-01/2020-06-30", aspect=motions)
    asked = Timeline([joined("mia", "2019"), looked], [club.MOTIONS])[motions]
    assert [told(asked.at(day)) for day in ("2020-03-01", "2020-07-01")] == [
        "frozenset()",
        "frozenset(); uncertain; last known 2020-06-30",
    ]


def test_a_group_is_covered_where_every_key_is() -> None:
    """The days that are covered for all its names; a declaration of the group's own name counts before the office's."""
    events = [joined("mia", "2019"), joined("ann", "2019")]
    both = declared("x", "2020-01-01/2020-06-30", aspect="standing")
    one = declared("y", "2020-07-01/2020-12-31", aspect="standing", keys=("Mia",))
    own = declared("z", "2021", aspect="members")
    members = club.members(club.timeline([*events, both, one]))
    found = {day: members.at(day) for day in ("2020-06-30", "2020-07-01")}
    assert [(group.certain, group.covered) for group in found.values()] == [(True, True), (False, False)]
    assert str(found["2020-07-01"].last_known) == "2020-06-30"
    standing = club.timeline([*events, both, one])["standing"]
    assert [standing[name].at("2020-07-01").certain for name in ("Ann", "Mia")] == [False, True]
    mine = club.members(club.timeline([*events, both, one, own]))
    assert [mine.at(day).covered for day in ("2020-06-30", "2021-06-01")] == [False, True]
    assert [str(period) for period in mine.coverage] == ["2021-01-01/2021-12-31"]


def test_a_group_without_names_is_certain_where_it_was_looked_through() -> None:
    """Nobody belongs to it for certain only under a declared coverage."""
    assert not club.members(club.timeline([took("ann", "2019")])).at("2020-03-01").certain
    looked = declared("x", "2020", aspect="standing")
    assert club.members(club.timeline([looked])).at("2020-03-01").certain


def test_a_key_that_is_not_seen_is_no_data() -> None:
    """A key of the log may be asked under clocks that hide it; a key of no event is unknown."""
    standing = Timeline([joined("mia", "2020")], [club.STANDING])["standing"]
    answer = standing["Mia"].at("2019-01-01", known="2019-01-01")
    assert (answer.label, answer.certain, answer.because) == ("no data", False, ())
    assert standing.at("2019-01-01", known="2019-01-01") == {}


def test_a_tenure_is_certain_where_all_its_days_are_covered() -> None:
    """One that goes on beyond the edge is not, nor one that began before the coverage."""
    events = [took("ann", "2019-01-01"), took("bob", "2020-02-01"), took("cem", "2020-03-01"), COVERED]
    found = Timeline(events, [club.STEWARD])["steward"].tenures
    assert [(t.holder, t.certain, t.covered) for t in found] == [
        ("Ann", False, False),
        ("Bob", True, True),
        ("Cem", False, False),
    ]
    assert str(found[2].last_known) == "2020-06-30"


def test_spells_end_at_the_edge() -> None:
    """A spell over the edge is two, the second not certain, and together they cover the period."""
    asked = Timeline([took("ann", "2019"), COVERED], [club.STEWARD])["steward"]
    found = [(str(one.spell), one.holder, one.certain) for one in asked.during("2020")]
    assert found == [
        ("2020-01-01/2020-06-30", "Ann", True),
        ("2020-07-01/2020-12-31", "Ann", False),
    ]
    known = asked.as_of(known="2020-03-31").during("2020-03/2020-04")
    assert [(str(one.spell), one.certain) for one in known] == [
        ("2020-03-01/2020-03-31", True),
        ("2020-04-01/2020-04-30", False),
    ]


def test_coverage_is_told_as_periods() -> None:
    """Of a timeline by aspect and key, of a question, and of a list of events by its name."""
    events = [
        joined("mia", "2019"),
        joined("ann", "2019"),
        declared("x", "2020", aspect="standing"),
        declared("y", "2021", aspect="standing", keys=("Mia",)),
        declared("z", "2019", aspect="joinings"),
    ]
    timeline = Timeline(events, [club.STEWARD, club.STANDING])
    assert [str(one) for one in timeline.coverage("standing")] == ["2020-01-01/2020-12-31"]
    assert [str(one) for one in timeline.coverage("standing", "Mia")] == ["2020-01-01/2021-12-31"]
    assert [str(one) for one in timeline["standing"]["Ann"].coverage] == ["2020-01-01/2020-12-31"]
    assert [str(one) for one in timeline.coverage("steward")] == ["0001-01-01/.."]
    joinings = EventList(timeline.scope, (club.MemberJoined,), "joinings")
    assert [str(one) for one in joinings.coverage] == ["2019-01-01/2019-12-31"]
    assert (joinings.counted("2019"), joinings.counted("2020")) == ((2, 2), (0, None))
    assert joinings.counted("2019-06/2020-06") == (0, None)


def test_why_says_how_far_an_answer_is_known() -> None:
    """The last day covered, or that none was, or that it had been decided, stands behind the name."""
    asked = Timeline([took("ann", "2019"), AHEAD, COVERED], [club.STEWARD])["steward"]
    heads = [
        asked.at(day).why().split(":")[0] for day in ("2019-12-31", "2020-03-01", "2020-07-31", "2020-08-01")
    ]
    assert heads == ["Ann (not covered)", "Ann", "Ann (last known, 30 June 2020)", "Bob (as decided)"]


def test_what_is_not_covered_is_plain_data() -> None:
    """Covered, the last known day and what was decided stand in the data of an answer where there is something."""
    asked = Timeline([took("ann", "2019"), AHEAD, COVERED], [club.STEWARD])["steward"]
    data = asked.at("2020-08-01").to_dict()
    assert (data["covered"], data["last_known"], data["decided"]) == (False, "2020-06-30", True)
    inside = asked.at("2020-03-01").to_dict()
    assert inside["covered"] is True
    assert not {"last_known", "decided", "gave_up"} & set(inside)
    assert asked.at("2019-12-31").to_dict()["last_known"] is None
