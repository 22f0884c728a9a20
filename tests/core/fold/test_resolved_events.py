"""Worlds: what some events say together, and which of them may bear on an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.testing import club
from tests.laws.helpers import PAGE, corrected, retracted, took


def joined(name: str, when: str = "2020-01", **fields: object) -> club.MemberJoined:
    """Return the event ``name``, by which a member joins the club."""
    given = {"member": "Mia", "sources": PAGE, **fields}
    return club.MemberJoined(id=name, occurred=PartialDate.parse(when), **given)  # type: ignore[arg-type]


def announced(name: str, expects: Event) -> EventAnnounced:
    """Return the announcement ``name`` of an event that bears its name."""
    return EventAnnounced(id=name, occurred=PartialDate.parse("2019"), expects=expects, sources=PAGE)


def settled(name: str, announcement: str) -> AnnouncementSettled:
    """Return the end of an announcement: it was cancelled."""
    return AnnouncementSettled(
        id=name,
        occurred=PartialDate.parse("2020-02"),
        announcement=announcement,
        outcome="cancelled",
        sources=PAGE,
    )


def bearing(events: Iterable[Event], *, expecting: bool = False) -> list[str]:
    """Return the ids of the events that may bear on the steward."""
    return ResolvedEvents(events, expecting=expecting).bearing_on(club.STEWARD, [""])


NOISE: list[Event] = [
    joined("j"),
    announced("k", joined("k")),
    settled("l", "k"),
    retracted("m", "2020", "j"),
]
BEARING: dict[str, tuple[list[Event], list[str]]] = {
    "an event of the key": ([took("a", "2020")], ["a"]),
    "a correction of it, and of that": (
        [
            took("a", "2020"),
            corrected("b", "2021", took("a", "2019")),
            corrected("c", "2022", took("a", "2018"), target="b"),
        ],
        ["a", "b", "c"],
    ),
    "an event that was corrected into one of the key": (
        [joined("a"), corrected("b", "2021", took("a", "2019"))],
        ["a", "b"],
    ),
    "an event that was corrected into one of another key": (
        [took("a", "2019"), corrected("b", "2021", joined("a"))],
        ["a", "b"],
    ),
    "a retraction": ([took("a", "2020"), retracted("b", "2021", "a")], ["a", "b"]),
    "a rival of another key": ([took("a", "2020", claim="it"), joined("b", claim="it")], ["a", "b"]),
    "rivals by correction": (
        [took("a", "2020", claim="it"), joined("b"), corrected("c", "2021", joined("b", claim="it"))],
        ["a", "b", "c"],
    ),
    "no rivals where there is no claim": ([took("a", "2020"), joined("b")], ["a"]),
    "a predecessor, near and far": (
        [took("a", "2020", after=("b",)), joined("b", after=("c",)), joined("c")],
        ["a", "b", "c"],
    ),
    "a follower of another key": ([took("a", "2020"), joined("b", after=("a",))], ["a", "b"]),
    "a predecessor by correction": (
        [took("a", "2020"), corrected("b", "2021", took("a", "2020", after=("c",))), joined("c")],
        ["a", "b", "c"],
    ),
    "a predecessor before correction": (
        [took("a", "2020", after=("c",)), corrected("b", "2021", took("a", "2020")), joined("c")],
        ["a", "b", "c"],
    ),
}


@pytest.mark.parametrize(("events", "names"), BEARING.values(), ids=BEARING)
def test_just_what_may_bear_on_an_answer_is_found(events: Sequence[Event], names: list[str]) -> None:
    """Of a world with other events in it, those are found that have the key or are tied to one that has it."""
    assert bearing([*NOISE, *events[::-1]]) == names


def test_an_announcement_bears_on_an_answer_where_it_is_expected() -> None:
    """Where announcements count, one of the key bears on it, with what settles and corrects it; else none does."""
    events = [
        announced("a", took("a", "2020")),
        settled("b", "a"),
        corrected("c", "2021", announced("a", took("a", "2021"))),
        retracted("d", "2022", "b"),
    ]
    assert bearing([*NOISE, *events], expecting=True) == ["a", "b", "c", "d"]
    assert bearing([*NOISE, *events]) == []


def test_a_rival_announcement_bears_on_an_answer() -> None:
    """Of two announcements that make one claim, that of another key bears on the answer as well."""
    rival = EventAnnounced(
        id="b", occurred=PartialDate.parse("2019"), expects=joined("b"), claim="next", sources=PAGE
    )
    own = EventAnnounced(
        id="a", occurred=PartialDate.parse("2019"), expects=took("a", "2020"), claim="next", sources=PAGE
    )
    assert bearing([*NOISE, own, rival], expecting=True) == ["a", "b"]


def test_what_is_about_events_has_no_key() -> None:
    """No key is asked of a retraction, a correction or a settlement, though a projection takes every kind of event."""
    kinds = Projection(name="kinds", initial=0, apply=lambda n, _: n + 1, key=lambda event: event.kind)
    events = [*NOISE, took("a", "2020"), corrected("b", "2021", took("a", "2019"))]
    world = ResolvedEvents(events)
    assert world.bearing_on(kinds, ["event_retracted", "event_corrected", "announcement_settled"]) == []
    assert world.bearing_on(kinds, ["member_joined"]) == ["j", "m"]


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


def test_what_was_worked_out_once_is_kept() -> None:
    """Orderings and tracks are worked out once a scale, tracks once a projection."""
    world = ResolvedEvents([took("a", "2020")])
    for scale in Granularity:
        assert world.ordering(scale) is world.ordering(scale)
        assert world.tracks(club.STEWARD, scale) is world.tracks(club.STEWARD, scale)
    assert world.ordering(Granularity.DAY) is not world.ordering(Granularity.SECOND)
    assert set(world.tracks(club.STANDING)) != set(world.tracks(club.MINUTES))
