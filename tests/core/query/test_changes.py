"""Changes: what differs between two days, or between what was known on them."""

from __future__ import annotations

from typing import Any

import pytest

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.terms import terms
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from tests.builders import announced, joined, left, limited, missing, took

HISTORY = [
    missing("m", "2019-01-01", "no data"),
    took("ann", "2020-01-01"),
    took("bob", "2020-06"),
    joined("j", "2020-02-01", member="Mia"),
    joined("i", "2020-02-01", member="Mia"),
]


@pytest.mark.parametrize(
    ("since", "until", "changes", "events"),
    [
        (
            "2019-06-01",
            "2020-02-01",
            [
                ("steward", "", "no data", "Ann", False),
                ("standing", "Mia", "not yet filled", "member", True),
                ("joined", "", 0, 2, True),
            ],
            ["ann", "i", "j"],
        ),
        ("2020-02-01", "2020-06-15", [], ["bob"]),
        ("2020-05-31", "2020-06-30", [("steward", "", "Ann", "Bob", True)], ["bob"]),
        ("2020-06-15", "2020-06-30", [("steward", "", "Ann", "Bob", False)], ["bob"]),
        ("2020-06-30", "2020-07-30", [], []),
        ("2019-12-31", "2020-01-01", [("steward", "", "no data", "Ann", False)], ["ann"]),
        ("2020-01-01", "2020-01-31", [], []),
        ("2020-05-31T12:00:00+00:00", "2020-06-30", [("steward", "", "Ann", "Bob", False)], ["bob"]),
    ],
)
def test_a_difference_lists_answers_and_events_between(
    since: str, until: str, changes: list[tuple[Any, ...]], events: list[str]
) -> None:
    """Answers that differ, certain where both are, and what took effect, or may have, after one and by the other."""
    timeline = Timeline(HISTORY, [club.STEWARD, club.STANDING, club.JOINED])
    found = timeline.diff(since, until)
    assert [(c.aspect, c.key, c.before, c.after, c.certain) for c in found] == changes
    assert [event.id for event in found.events] == events
    assert found.to_dict() == {
        "since": since,
        "until": until,
        "changes": [
            dict(zip(("aspect", "key", "before", "after", "certain"), change, strict=True))
            for change in changes
        ],
        "events": events,
    }
    assert len(found) == len(changes)


def test_events_of_a_difference_stand_in_the_order_of_effect() -> None:
    """By date, then by the order of their kinds, then by id, whatever the order in which they were given."""
    events = [
        took("c", "2020-01-02"),
        took("b", "2020-01-02"),
        left("d", "2020-01-02", "Ann"),
        took("e", "2020-01-01", disclosed=PartialDate.parse("2020-01-02")),
    ]
    timeline = Timeline(events)
    assert [event.id for event in timeline.diff("2019-01-01", "2021-01-01").events] == ["e", "d", "b", "c"]
    assert [event.id for event in timeline.learned("2019-01-01", "2021-01-01").events] == ["e", "d", "b", "c"]


def test_an_answer_given_up_as_open_is_no_certain_change() -> None:
    """Where too many coarse dates overlap, a change is told and is not certain."""
    motions = [took(f"e{n}", "2020", holder=f"h{n}") for n in range(20)]
    events = [*motions, took("z", "2020-06-01", holder="z")]
    with limited(max_walks=100):
        change, *_ = Timeline(events, [club.MINUTES]).diff("2019-01-01", "2020-06-01")
    assert (change.before, change.after, change.certain) == ([], ["z"], False)


def test_what_was_learned_is_what_was_public_later() -> None:
    """Answers about the later day, as known then and before; events by when they took effect, announcements too.

    None is a certain change: what was known earlier says nothing certain about the later day.
    """
    late = PartialDate.parse("2021-03")
    events = [
        *HISTORY[:2],
        took("cem", "2019-07-01", disclosed=late),
        announced("n", took("n", "2022"), "2021-03"),
    ]
    timeline = Timeline(events, [club.STEWARD, club.JOINED])
    nothing = timeline.learned("2020-06-01", "2021-03-30")
    found = timeline.learned("2021-03-30", "2021-03-31")
    assert (nothing.changes, nothing.events) == ((), ())
    assert (found.changes, [event.id for event in found.events]) == ((), ["cem", "n"])
    early = Timeline([*events, took("dan", "2020-03-01", disclosed=late)], [club.STEWARD])
    (change,) = early.learned("2021-01-01", "2021-12-31")
    assert (change.before, change.after, change.certain) == ("Ann", "Dan", False)


def test_keys_are_plain_data_in_changes() -> None:
    """A key that is a number is text, and keys are in the order of their text."""
    by_day: Projection[int] = Projection(
        name="days", initial=0, apply=lambda n, _: n + 1, key=lambda event: int(event.effective.text[-2:])
    )
    found = Timeline([took("a", "2020-01-09"), took("b", "2020-01-10")], [by_day]).diff(
        "2019-01-01", "2021-01-01"
    )
    assert [change["key"] for change in found.to_dict()["changes"]] == ["10", "9"]


def test_a_term_that_ends_between_two_days_is_listed() -> None:
    """The event that tells both ends of a term is among the events of a change that its end makes."""
    held = TermHeld(
        id="a",
        occurred=PartialDate.parse("2000-01-01"),
        office="mayor",
        holder="Ann",
        until=PartialDate.parse("2004-06-03"),
        sources=(Citation(publisher="The town's list"),),
    )
    changes = Timeline([held], [terms("mayor")]).diff("2003-01-01", "2005-01-01")
    assert [str(change) for change in changes] == ["mayor: Ann -> vacant"]
    assert [event.id for event in changes.events] == ["a"]
