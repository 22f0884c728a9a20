from __future__ import annotations

from typing import Any, assert_type

from cstotimeline import (
    Answer,
    Event,
    EventList,
    Group,
    GroupQuestion,
    History,
    OfficeQuestion,
    SummitHeld,
    Tenure,
)


def test_type_checkers_know_what_runs(history: History) -> None:
    """What a type checker takes an aspect for, asked as an attribute or by name, is what it is when it runs."""
    day = history.at("2019-11-20")
    assert isinstance(assert_type(history.presidency, OfficeQuestion), OfficeQuestion)
    assert isinstance(assert_type(history["presidency"], OfficeQuestion), OfficeQuestion)
    assert isinstance(assert_type(history["members"], GroupQuestion), GroupQuestion)
    assert isinstance(assert_type(history["summits"], EventList[SummitHeld]), EventList)
    assert isinstance(assert_type(history.events(SummitHeld), EventList[SummitHeld]), EventList)
    assert isinstance(assert_type(history.events(), EventList[Event]), EventList)
    assert isinstance(assert_type(history.chairperson.tenures, tuple[Tenure, ...]), tuple)
    assert isinstance(assert_type(day["presidency"], Tenure), Tenure)
    assert isinstance(assert_type(day.members, Group), Group)
    assert isinstance(assert_type(day["leaders"], dict[str, Tenure]), dict)
    assert isinstance(assert_type(day.documents, dict[str, Answer[Any]]), dict)
    assert isinstance(assert_type(day["last_summit"], SummitHeld | None), SummitHeld)
