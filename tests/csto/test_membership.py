from __future__ import annotations

from typing import Any

import attrs
import pytest

from cstotimeline import (
    EventError,
    History,
    ObserverAdmitted,
    ObserverLeft,
    PartialDate,
    StateJoined,
    StateLeft,
    StateSuspended,
)
from tests.builders import PAGE

JOINED = StateJoined(
    id="joined",
    occurred=PartialDate.parse("1992-05-15"),
    sources=PAGE,
    state="Uzbekistan",
    way="signed",
    body="treaty",
)
LEFT = StateLeft(
    id="left",
    occurred=PartialDate.parse("1999-04-20"),
    effective=PartialDate.parse("1999-04-21"),
    sources=PAGE,
    state="Uzbekistan",
    way="not prolonged",
    body="treaty",
)
BACK = StateJoined(
    id="back",
    occurred=PartialDate.parse("2006"),
    sources=PAGE,
    state="Uzbekistan",
    way="restored",
    body="organization",
)
SUSPENDED = StateSuspended(
    id="suspended", occurred=PartialDate.parse("2012-12-19"), sources=PAGE, state="Uzbekistan"
)
HISTORY = History([JOINED, LEFT, BACK, SUSPENDED])


@pytest.mark.parametrize(
    ("day", "members", "suspended"),
    [
        pytest.param("1992-05-14", (), (), id="before"),
        pytest.param("1992-05-15", ("Uzbekistan",), (), id="joins"),
        pytest.param("1999-04-20", ("Uzbekistan",), (), id="last-day"),
        pytest.param("1999-04-21", (), (), id="first-day-without"),
        pytest.param("2007-01-01", ("Uzbekistan",), (), id="back"),
        pytest.param("2012-12-19", (), ("Uzbekistan",), id="suspended"),
    ],
)
def test_a_state_joins_leaves_returns_and_is_suspended(
    day: str, members: tuple[str, ...], suspended: tuple[str, ...]
) -> None:
    """A suspended state is no member on that day, and one that left is neither."""
    assert HISTORY.members.at(day).names == members
    assert HISTORY.suspended.at(day).names == suspended
    assert HISTORY.members.at(day).certain


def test_in_the_year_of_a_return_membership_is_open() -> None:
    """During the year of a return of which no day is told, the state is listed as open and not as a member."""
    members = HISTORY.members.at("2006-06-01")
    assert (members.names, members.open, members.certain) == ((), ("Uzbekistan",), False)
    assert "Uzbekistan" not in members


def test_a_state_outside_the_treaty_is_refused() -> None:
    """A membership event about a state that never was a party is refused, with the states that were."""
    outsider: Any = "Ukraine"
    with pytest.raises(EventError, match=r"state: expected one of .*'Uzbekistan'.*, got 'Ukraine'"):
        StateSuspended(id="suspended", occurred=PartialDate.parse("2012"), sources=PAGE, state=outsider)


def test_observers_come_and_go() -> None:
    """An observer is one from the day of admission until the day on which it no longer is."""
    events = [
        ObserverAdmitted(
            id="in",
            occurred=PartialDate.parse("2013-04-11"),
            sources=PAGE,
            observer="Serbia",
            body="assembly",
        ),
        ObserverLeft(
            id="out",
            occurred=PartialDate.parse("2020-01-01"),
            sources=PAGE,
            observer="Serbia",
            body="assembly",
        ),
    ]
    observers = History(events).observers
    assert [observers.at(day).names for day in ("2013-04-10", "2013-04-11", "2020-01-01")] == [
        (),
        ("Serbia",),
        (),
    ]


@pytest.mark.parametrize(
    ("when", "is_before"),
    [
        ("1992-05-14", True),
        ("1992-05-15", False),
        ("1992-04", True),
        ("1992-05", False),
        ("1992", False),
        ("198X", True),
        ("%1991", True),
        ("%1992", False),
        ("[1990,1991]", True),
        ("[1991,1992]", False),
        ("[..1991]", True),
        ("[1991..]", False),
    ],
)
def test_what_surely_lies_before_the_treaty_is_a_finding(when: str, is_before: bool) -> None:
    """Exactly where every day that a date may mean is before 15 May 1992, however the date is written."""
    event = attrs.evolve(JOINED, occurred=PartialDate.parse(when))
    found = [
        str(finding.message) for finding in History([event]).check() if "Treaty of" in str(finding.message)
    ]
    assert found == ["joined: lies before the Treaty of 1992-05-15"] * is_before
