"""Answers: plain data, the fewest reasons, citations, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs
import pytest

from cstotimeline.core.events.announcements import EventAnnounced
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.plain import plain
from cstotimeline.core.query.answers import cited_in_full
from cstotimeline.core.query.minimal_cause import minimal_cause
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from tests.laws.helpers import PAGE, left, missing, took


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


def test_an_answer_is_plain_data() -> None:
    """Value, certainty, alternatives, reasons."""
    motions = [
        club.MotionCarried(id=name, occurred=PartialDate.parse(when), motion=name, sources=PAGE)
        for name, when in (("b", "2019"), ("a", "2019"), ("c", "2020"))
    ]
    answer = Timeline(motions, [club.MOTIONS])["motions"].at("2020-06-01")
    assert answer.to_dict() == {
        "value": ["a", "b"],
        "certain": False,
        "alternatives": [["a", "b", "c"]],
        "because": ["a", "b", "c"],
    }


def test_a_citation_is_told_without_what_is_missing() -> None:
    """Label, address and what it says, each where it is there."""
    page = Citation(publisher="A paper", address="https://paper.example/1", says="that it is so")
    assert cited_in_full(page) == "A paper - https://paper.example/1 - that it is so"
    assert cited_in_full(attrs.evolve(page, address="")) == "A paper - that it is so"
    assert cited_in_full(PAGE[0]) == "a page"


def test_citations_are_numbered_and_runs_drawn_together() -> None:
    """Pages are numbered as they are met, each once; those of a clause stand sorted, runs from first to last."""
    pages = [Citation(publisher=f"page {n}") for n in range(1, 10)]
    chosen = [pages[:9], [pages[8], pages[0]], [pages[3], pages[0], pages[2], pages[6], pages[5]]]
    motions = [
        club.MotionCarried(
            id=f"m{n}", occurred=PartialDate.parse(f"2020-01-0{n}"), motion=f"m{n}", sources=tuple(sources)
        )
        for n, sources in enumerate(chosen, 1)
    ]
    first, *pages_told = Timeline(motions, [club.MINUTES])["minutes"].at("2020-02-01").why().split("\n")
    assert first == (
        "minutes: ('m1', 'm2', 'm3'): motion carried on 1 January 2020 [1-9];"
        " motion carried on 2 January 2020 [1, 9]; motion carried on 3 January 2020 [1, 3-4, 6-7]."
    )
    assert pages_told == [f"[{n}] page {n}" for n in range(1, 10)]


@pytest.mark.parametrize("guess", [(), ("a",), ("c", "e"), ("b", "d", "c", "d"), ("a", "b", "c", "d", "e")])
def test_the_fewest_reasons_are_found_whatever_was_guessed(guess: Sequence[str]) -> None:
    """Of five events just the two that it takes, sorted; the guess only saves time."""
    asked: list[tuple[str, ...]] = []

    def gives(names: Sequence[str]) -> bool:
        asked.append(tuple(names))
        return {"b", "d"} <= set(names)

    assert minimal_cause(guess, ["e", "d", "c", "b", "a"], gives) == ("b", "d")
    assert all(list(names) == sorted(set(names)) for names in asked[:1])


@pytest.mark.parametrize(("needed", "most"), [({10, 50}, 20), ({63}, 15), (set(range(64)), 192)])
def test_reasons_are_found_by_halving(needed: set[int], most: int) -> None:
    """Of sixty-four events those that it takes are found with few questions where they are few, not one each."""
    asked: list[Sequence[str]] = []

    def gives(names: Sequence[str]) -> bool:
        asked.append(names)
        return {f"e{n:02d}" for n in needed} <= set(names)

    every = [f"e{n:02d}" for n in range(64)]
    assert minimal_cause([], every, gives) == tuple(f"e{n:02d}" for n in sorted(needed))
    assert len(asked) <= most


def test_reasons_that_exclude_each_other_are_found() -> None:
    """Where more events do not give what fewer do, what is left is enough and none of it can be left out."""

    def gives(names: Sequence[str]) -> bool:
        return set(names) in ({"a", "b", "c", "d"}, {"a", "c", "d"}, {"c", "d"}, {"c"})

    assert minimal_cause([], "abcd", gives) == ("c",)
    assert minimal_cause([], "dcba", lambda names: len(names) in (4, 0)) == ()


def test_what_nothing_gives_rests_on_everything() -> None:
    """Where not even all events give the answer, all of them are returned, sorted and each once."""
    assert minimal_cause(["b"], ["c", "a", "b", "a"], lambda _: False) == ("a", "b", "c")


HISTORY = [
    missing("m", "2019-01-01", "no data"),
    took("ann", "2020-01-01"),
    took("bob", "2020-06"),
    club.MemberJoined(id="j", occurred=PartialDate.parse("2020-02-01"), member="Mia", sources=PAGE),
    club.MemberJoined(id="i", occurred=PartialDate.parse("2020-02-01"), member="Mia", sources=PAGE),
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
    change, *_ = Timeline(events, [club.MINUTES]).diff("2019-01-01", "2020-06-01")
    assert (change.before, change.after, change.certain) == ([], ["z"], False)


def test_what_was_learned_is_what_was_public_later() -> None:
    """Answers about the later day, as known then and before; events by when they took effect, announcements too."""
    late = PartialDate.parse("2021-03")
    events = [
        *HISTORY[:2],
        took("cem", "2019-07-01", disclosed=late),
        EventAnnounced(id="n", occurred=late, expects=took("n", "2022"), sources=PAGE),
    ]
    timeline = Timeline(events, [club.STEWARD, club.JOINED])
    nothing = timeline.learned("2020-06-01", "2021-03-30")
    found = timeline.learned("2021-03-30", "2021-03-31")
    assert (nothing.changes, nothing.events) == ((), ())
    assert (found.changes, [event.id for event in found.events]) == ((), ["cem", "n"])
    early = Timeline([*events, took("dan", "2020-03-01", disclosed=late)], [club.STEWARD])
    (change,) = early.learned("2021-01-01", "2021-12-31")
    assert (change.before, change.after, change.certain) == ("Ann", "Dan", True)


def test_keys_are_text_in_plain_changes() -> None:
    """A key that is a number stands as text, and keys stand in the order of their text."""
    by_day: Projection[int] = Projection(
        name="days", initial=0, apply=lambda n, _: n + 1, key=lambda event: int(event.effective.text[-2:])
    )
    found = Timeline([took("a", "2020-01-09"), took("b", "2020-01-10")], [by_day]).diff(
        "2019-01-01", "2021-01-01"
    )
    assert [change["key"] for change in found.to_dict()["changes"]] == ["10", "9"]
