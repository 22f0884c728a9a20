"""Logs in memory: records that share what they hold, and ids that occur once."""

from __future__ import annotations

import pytest

from cstotimeline.core.errors import LogError
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from tests.builders import record, took


def numbered(position: int, name: str) -> Record:
    """Return the record of an event of that name."""
    return record(took(name, "2020"), position=position)


def holds(log: Records, *keys: object) -> list[bool]:
    """Return of each key whether it is in a log."""
    return [key in log for key in keys]


def test_records_share_what_they_hold_and_do_not_grow() -> None:
    """Added to twice, records make two logs that know nothing of each other's new events, and stay as they were."""
    first = Records([numbered(2, "b"), numbered(1, "a")])
    left, right = first.extended([numbered(3, "c")]), first.extended([numbered(3, "d"), numbered(4, "e")])
    again = first.extended([numbered(3, "f")])
    assert [[kept.event.id for kept in log] for log in (first, left, right, again)] == [
        ["a", "b"],
        ["a", "b", "c"],
        ["a", "b", "d", "e"],
        ["a", "b", "f"],
    ]
    logs = (first, left, right, again)
    assert [holds(log, *"abcdef").count(True) for log in logs] == [2, 3, 4, 3]
    assert first.extended([]) is first
    assert [log[-1].event.id for log in (first, left, right, again)] == ["b", "c", "e", "f"]
    assert holds(right, "e", right[0]) == [True, True]
    assert holds(left, "e", right[3], right[2], numbered(9, "a"), 5) == [False] * 5
    assert (right["e"].position, len(right), repr(right)) == (4, 4, "<Records: 4>")
    assert [kept.event.id for kept in right[1:3]] == ["b", "d"]
    assert sorted(right.find(["a", "e", "x", "c"])) == ["a", "e"]
    with pytest.raises(LookupError, match=r"^log: no event with this id, got 'd'; list the ids"):
        left["d"]
    with pytest.raises(IndexError):
        left[3]


def test_an_id_stands_once_in_a_log() -> None:
    """The second record of an id is named with its position and that of the first."""
    with pytest.raises(
        LogError, match=r"^position 3 id: the id stands at position 1 already, got 'a'; give each"
    ):
        Records([numbered(3, "a"), numbered(1, "a"), numbered(2, "b")])
