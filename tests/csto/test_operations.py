from __future__ import annotations

from typing import Any

import pytest

from cstotimeline import EventError, History, PartialDate
from cstotimeline.csto.operations import Contingent, OperationStatus, OperationStepTaken
from tests.builders import PAGE


def step(day: str, name: Any) -> OperationStepTaken:
    """Return a step of the operation ``almaty``."""
    return OperationStepTaken(
        id=f"{name.replace(' ', '-')}-{day}",
        occurred=PartialDate.parse(day),
        sources=PAGE,
        operation="almaty",
        name="Almaty",
        step=name,
        summary=f"Almaty: {name}",
    )


HISTORY = History(
    [
        step("2022-01-05", "decided"),
        step("2022-01-06", "begun"),
        step("2022-01-08", "reported"),
        step("2022-01-12", "completed"),
        step("2022-01-13", "withdrawal begun"),
        step("2022-01-19", "ended"),
    ]
)


@pytest.mark.parametrize(
    ("day", "now", "since", "under_way"),
    [
        pytest.param("2022-01-04", "not yet", "", False, id="before"),
        pytest.param("2022-01-05", "decided", "2022-01-05", False, id="decided"),
        pytest.param("2022-01-06", "begun", "2022-01-06", True, id="begun"),
        pytest.param("2022-01-08", "begun", "2022-01-06", True, id="a-report-moves-nothing"),
        pytest.param("2022-01-12", "completed", "2022-01-12", True, id="tasks-completed"),
        pytest.param("2022-01-18", "withdrawal begun", "2022-01-13", True, id="withdrawing"),
        pytest.param("2022-01-19", "ended", "2022-01-19", False, id="ended"),
    ],
)
def test_an_operation_goes_through_its_steps(day: str, now: str, since: str, *, under_way: bool) -> None:
    """An operation is under way from its beginning until it has ended, whatever is reported meanwhile."""
    status = HISTORY.operations["almaty"].at(day).value
    assert isinstance(status, OperationStatus)
    assert (status.step, status.since, status.under_way) == (now, since, under_way)


def test_a_recurring_operation_is_never_under_way() -> None:
    """What was held in one go has been held since, and is never under way."""
    status = History([step("2004-10-04", "held")]).operations["almaty"].at("2004-10-05").value
    assert status == OperationStatus(name="Almaty", step="held", since="2004-10-04")


def test_a_day_tells_what_was_under_way_apart_from_the_rest(history: History) -> None:
    """An operation that had ended, and one that began later, are not under way; the later one is not even listed."""
    day = history.at("2022-03-01")
    assert day.current("operations") == {}
    assert "armenia-2022" not in day.operations
    assert day.operations["kazakhstan-2022"].value.step == "ended"
    assert list(history.at("2022-01-10").current("operations")) == ["kazakhstan-2022"]


def test_a_day_lists_no_document_of_later(history: History) -> None:
    """What was signed later is not on record on a day, and what is in force comes first in plain data."""
    day = history.at("2019-11-20")
    assert "council-2020-declaration" not in day.documents
    told = [document["in_force"] != "" for document in day.to_dict()["documents"]]
    assert told == sorted(told, reverse=True)
    assert len(day.current("documents")) == sum(told)


def test_a_contingent_counts_in_whole_numbers() -> None:
    """A contingent's strength that is no whole number is refused, with its place."""
    wrong: Any = 1.5
    with pytest.raises(EventError) as refused:
        Contingent(state="Russia", personnel=wrong)
    assert [fault.where for fault in refused.value.faults] == ["personnel"]
