"""Meetings: how they are called."""

from __future__ import annotations

from typing import Any

import pytest

from cstotimeline import MeetingHeld, PartialDate
from tests.builders import PAGE


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        (
            {"format": "ministerial", "body": "Council of Foreign Ministers", "place": "Almaty"},
            "Council of Foreign Ministers meets, Almaty",
        ),
        ({"format": "working", "body": "Chiefs of general staffs"}, "Chiefs of general staffs meet"),
        ({"format": "joint ministerial", "body": "Both councils"}, "Both councils meet jointly"),
        (
            {"format": "other", "body": "Informal dinner of the leaders", "place": "Dushanbe"},
            "Informal dinner of the leaders, Dushanbe",
        ),
        (
            {"format": "trilateral", "participants": ("Ann", "Bob", "Cem")},
            "Ann, Bob and Cem meet (trilateral)",
        ),
        ({"format": "telephone call", "participants": ("Ann", "Bob")}, "Ann and Bob talk by telephone"),
        ({"format": "bilateral"}, "bilateral meeting"),
    ],
    ids=["body", "persons", "joint", "dinner", "three", "telephone", "nobody"],
)
def test_a_meeting_reads_as_a_sentence(fields: dict[str, Any], title: str) -> None:
    """A meeting is told by who meets, in words without a colon."""
    event = MeetingHeld(id="m", occurred=PartialDate.parse("2020-01-01"), sources=PAGE, **fields)
    assert event.title == title
