"""Snapshots: the state of everything on a day, and as plain data."""

from __future__ import annotations

import pendulum

from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing import club
from tests.builders import announced, joined, record, took


def test_undecided_are_the_events_whose_bounds_hold_the_day() -> None:
    """From its first possible day up to the last but one, an event is listed, by id, announcements never."""
    events = [
        took("b", "2020-01"),
        took("a", "2020"),
        took("c", "2020-01-01"),
        announced("d", took("d", "2020"), "2020"),
    ]
    timeline = Timeline(events)
    told = {
        day: timeline.at(day).undecided
        for day in ("2019-12-31", "2020-01-01", "2020-01-30", "2020-01-31", "2020-12-30", "2020-12-31")
    }
    assert list(told.values()) == [(), ("a", "b"), ("a", "b"), ("a",), ("a",), ()]
    early = Timeline([*events, announced("z", took("z", "2020")), announced("0", took("0", "2020"))])
    assert early.expecting().at("2020-06-01").undecided == ("0", "a", "d", "z")


def test_a_snapshot_is_plain_data() -> None:
    """The clocks, whether all is certain, each answer, keys sorted as text, what is expected and what is open."""
    members = [joined(f"j{n}", "2020", member=member) for n, member in enumerate(("Mia", "Ann"))]
    events = [took("s", "2019-06-01"), *members, announced("t", took("t", "2021"))]
    timeline = Timeline([*events], [club.STEWARD, club.STANDING, club.JOINED])
    snapshot = timeline.known(by="2021-05-05").at("2020-06-01")
    data = snapshot.to_dict()
    standing = {
        "holder": None,
        "acting": False,
        "start": "..",
        "end": "2020",
        "certain": False,
        "covered": True,
        "alternatives": ["member"],
    }
    assert data == {
        "at": "2020-06-01",
        "known": "2021-05-05",
        "recorded": None,
        "certain": False,
        "covered": True,
        "steward": timeline["steward"].at("2020-06-01").to_dict(),
        "standing": {
            "Ann": {**standing, "because": ["j1"], "absence": "not yet filled"},
            "Mia": {**standing, "because": ["j0"], "absence": "not yet filled"},
        },
        "joined": {
            "value": 0,
            "certain": False,
            "covered": True,
            "alternatives": [1, 2],
            "because": ["j0", "j1"],
        },
        "expected": [snapshot.expected[0].to_dict()],
        "undecided": ["j0", "j1"],
    }
    assert list(data["standing"]) == ["Ann", "Mia"]
    assert timeline.at("2021-01-01").certain is True
    for uncertain in (club.JOINED, club.STANDING):
        assert Timeline(events, [club.STEWARD, uncertain]).at("2020-06-01").certain is False


def test_a_snapshot_tells_when_it_was_recorded() -> None:
    """Each clock that was turned back stands in the data, in EDTF."""
    timeline = Timeline([record(took("a", "2020"), recorded=pendulum.datetime(2021, 1, 1))])
    assert timeline.recorded(by="2021-01-02").at("2020-06-01").clocks_to_dict() == {
        "at": "2020-06-01",
        "known": None,
        "recorded": "2021-01-02",
    }


def test_keys_that_are_no_text_stand_in_the_order_of_their_text() -> None:
    """Answers by number stand as 10, 9 in plain data, as questions do."""
    by_number: Projection[int] = Projection(
        name="n", initial=0, apply=lambda n, _: n + 1, key=lambda event: int(event.id)
    )
    timeline = Timeline([took("9", "2020", holder="A"), took("10", "2020", holder="B")], [by_number])
    assert list(timeline.at("2020-06-01").to_dict()["n"]) == ["10", "9"]
    assert [*timeline["n"]] == [10, 9]
