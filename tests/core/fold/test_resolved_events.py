"""Resolved events: what some events say together, and which of them may bear on an answer."""

from __future__ import annotations

from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.testing import club
from tests.builders import announced, corrected, joined, retracted, settled, took


def test_announcements_are_said_and_do_not_count() -> None:
    """What is said is listed by id whatever the order given; what counts is about the world."""
    events = [took("z", "2020"), settled("y", "x"), announced("x", joined("x")), announced("w", joined("w"))]
    world, expecting = ResolvedEvents(events), ResolvedEvents(events, expecting=True)
    assert list(world.listed) == ["w", "x", "y", "z"]
    assert list(world.events) == ["z"]
    assert [event.id for event in world.everything] == ["w", "x", "y", "z"]
    assert sorted(expecting.events) == ["w", "z"]
    assert [(event.id, event.kind) for event in expecting.everything][-1] == ("w", "member_joined")
    assert len(expecting.everything) == 5


def test_a_part_of_a_world_is_read_by_the_same_rules() -> None:
    """The rule of choice among rivals and the clocks' say about expectations hold for some of the events alone."""
    rivals = [took("a", "2020", claim="it"), took("b", "2020", claim="it"), announced("c", joined("c"))]
    world = ResolvedEvents(rivals, prefer=lambda events: events[-1], expecting=True)
    assert sorted(world.events) == ["b", "c"]
    assert sorted(world.only(["a", "b", "c"]).events) == ["b", "c"]
    assert sorted(world.only(["a"]).events) == ["a"]


def test_announcements_bear_on_an_answer_where_they_are_expected() -> None:
    """Everything given may bear on an answer; announcements and settlements only where they come true."""
    events = [
        took("z", "2020"),
        settled("y", "x"),
        announced("x", joined("x")),
        corrected("w", "2021", took("z", "2019")),
        retracted("v", "2021", "x"),
    ]
    assert ResolvedEvents(events).bearing == ["v", "w", "z"]
    assert ResolvedEvents(events, expecting=True).bearing == ["v", "w", "x", "y", "z"]


def test_a_part_is_read_under_the_same_clock() -> None:
    """What may have been public by a day is undecided in a part as well, and hidden where nothing else is said."""
    known = QueryTime.of("2020-01-15")
    whole = ResolvedEvents([took("a", "2019"), took("b", "2020-01")], known=known)
    assert sorted(whole.events) == ["a"]
    assert [sorted(variant.events) for variant in whole.variants] == [["a"], ["a", "b"]]
    assert [sorted(variant.events) for variant in whole.only(["b"]).variants] == [[], ["b"]]


def test_a_key_that_only_a_variant_has_is_there() -> None:
    """A history tells of a key whose one event may have been public: its state is the initial one, another possible."""
    known = QueryTime.of("2020-01-15")
    resolved = ResolvedEvents([joined("mia", "2020-01")], known=known)
    found = resolved.history(club.STANDING, "Mia").at(known.ordinal)
    assert found.state == club.STANDING.initial
    assert {view.label for view in found.views or ()} == {"not yet filled", "member"}  # type: ignore[attr-defined]


def test_what_was_worked_out_once_is_kept() -> None:
    """Orderings and histories are worked out once a granularity, histories once a projection."""
    world = ResolvedEvents([took("a", "2020")])
    for scale in Granularity:
        assert world.ordering(scale) is world.ordering(scale)
        assert world.histories(club.STEWARD, scale) is world.histories(club.STEWARD, scale)
    assert world.ordering(Granularity.DAY) is not world.ordering(Granularity.SECOND)
    assert set(world.histories(club.STANDING)) != set(world.histories(club.MINUTES))
