from __future__ import annotations

import json
from datetime import date
from typing import Any

import attrs
import pytest

from cstotimeline import Citation, Event, PartialDate, TakesOffice, Timeline, office
from cstotimeline.core.plain import plain, plain_mapping

PAGE = (Citation(publisher="a page"),)
DESKS = office(
    "desk", lambda event: TakesOffice(event.title), key=lambda event: tuple(event.note.split(", ")) or None
)


def sat_down(number: int, note: str) -> Event:
    """Return an event by which somebody takes the desk of a floor and a room."""
    return Event(id=f"e-{number}", occurred=PartialDate.parse("2020-01-01"), sources=PAGE, note=note)


def test_keys_of_many_parts_are_data() -> None:
    """A snapshot and a difference give a key of many parts as its parts, and neither as the text of a tuple."""
    timeline = Timeline([sat_down(1, "general, Brunei"), sat_down(2, "general, Laos")], [DESKS])
    data = timeline.at("2020-06-01").to_dict()
    assert [row[:2] for row in data["desk"]] == [["general", "Brunei"], ["general", "Laos"]]
    assert all(row[2]["certain"] for row in data["desk"])
    changes = timeline.diff("2019-01-01", "2021-01-01").to_dict()["changes"]
    assert [change["key"] for change in changes] == [["general", "Brunei"], ["general", "Laos"]]
    assert "('" not in json.dumps([data, changes])


@pytest.mark.parametrize(
    ("found", "data"),
    [
        pytest.param({}, {}, id="empty"),
        pytest.param({"a": 1}, {"a": 1}, id="text"),
        pytest.param({1: 1, PartialDate.parse("2004-06~"): 2}, {"1": 1, "2004-06~": 2}, id="other-keys"),
        pytest.param({("a", 1): {"b": 2}}, [["a", 1, {"b": 2}]], id="tuple"),
        pytest.param({(): 1, "a": 2}, [[1], ["a", 2]], id="some-tuples"),
    ],
)
def test_a_mapping_is_an_object_or_rows(found: dict[Any, Any], data: Any) -> None:
    """A mapping is a JSON object with text for keys; one with a tuple among its keys, a list of rows."""
    assert plain_mapping(found) == plain(found) == data
    assert json.loads(json.dumps(data)) == data


@attrs.frozen
class Pair:
    """A state of two fields."""

    one: object
    other: object


PLAIN: dict[str, tuple[object, object]] = {
    "set": (frozenset({"b", "a", 10, 9}), [10, 9, "a", "b"]),
    "tuple": ((1, (2, None)), [1, [2, None]]),
    "mapping": ({1: (2,), "a": {True: None}}, {"1": [2], "a": {"True": None}}),
    "class": (Pair((1,), PartialDate.parse("2020-01~")), {"one": [1], "other": "2020-01~"}),
    "text": ("a", "a"),
    "number": (3, 3),
    "truth": (False, False),
    "nothing": (None, None),
    "anything else": (date(2020, 1, 2), "2020-01-02"),
}


@pytest.mark.parametrize(("value", "data"), PLAIN.values(), ids=PLAIN)
def test_states_are_told_as_plain_data(value: object, data: object) -> None:
    """Sets sorted by their text, tuples as lists, classes by their fields, dates and all else as text."""
    assert plain(value) == data
    assert type(plain(value)) is type(data)
