"""Values: what users hold cannot be changed, is equal by content, travels unharmed, and says briefly what it is."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import attrs
import pytest

from cstotimeline.core.errors import LogError, NotAPoint, UnknownName
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.log import Records
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.groups import Group, GroupQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.event_rules import DatesAgree
from cstotimeline.testing import club
from tests.builders import (
    announced,
    carried,
    corrected,
    declared,
    joined,
    left,
    record,
    retracted,
    took,
)

EVENTS: list[Event] = [
    took("ann", "2019", claim="it", rank="preferred"),
    took("bob", "2019", claim="it"),
    took("cem", "2020-06"),
    left("l", "2021-01-01", "Cem"),
    joined("mia", "2019"),
    joined("zoe", "2020"),
    corrected("c", "2021", joined("zoe", "2020-06")),
    retracted("r", "2022", "l"),
    carried("tea", "2020-02-03"),
    announced("n", took("n", "2023")),
    declared("x", "../2021"),
]
RECORDS = [record(event, position=n) for n, event in enumerate(EVENTS, 1)]
DAYS = ("2018-06-01", "2019-06-01", "2020-06-15", "2020-12-31", "2021-06-01", "2022-06-01")


def member_of(event: Any) -> str:
    """Return whose standing an event changes."""
    return str(event.member)


STANDING = attrs.evolve(club.STANDING, key=member_of)
PROJECTIONS: tuple[Projection[Any], ...] = (club.STEWARD, STANDING, club.MOTIONS, club.MINUTES)
"""Projections of functions that can be imported, so that they can be pickled."""


def timeline(history: Sequence[Any] = RECORDS) -> Timeline:
    """Return the timeline of the club."""
    return Timeline(history, PROJECTIONS)


def members() -> GroupQuestion:
    """Return the question who the members of the club are."""
    return GroupQuestion(timeline().scope, STANDING, ("member",), "members")


def answers() -> list[Any]:
    """Return answers to everything that can be asked: on days, at an instant, of spells, of tenures, under clocks."""
    asked = timeline()
    found: list[Any] = []
    for question in (
        asked["steward"],
        asked["standing"]["Zoe"],
        asked["motions"],
        asked["minutes"],
        members(),
    ):
        found += [question.at(day) for day in DAYS]
        found += [question.at("2020-06-15T12:00:00Z"), question.at(DAYS[1], known="2019-06-01")]
        found += question.during("2018/2023")
    return [*found, *asked["steward"].tenures]


VALUES: dict[str, Callable[[], Any]] = {
    "timeline": timeline,
    "timeline of events": lambda: timeline(EVENTS),
    "timeline under clocks": lambda: timeline().as_of(known="2020-01-01", recorded="2026-12-01"),
    "timeline that expects": lambda: timeline().expecting(),
    "timeline that grew": lambda: timeline(RECORDS[:4]).extended(RECORDS[4:]),
    "timeline with a last day": lambda: Timeline(EVENTS, PROJECTIONS, through="2020-12-31"),
    "snapshot": lambda: timeline().at("2020-06-15"),
    "snapshot at an instant": lambda: timeline().at("2020-06-15T12:00:00Z", known="2020-06-15"),
    "question": lambda: timeline()["steward"],
    "question under clocks": lambda: timeline()["steward"].as_of(known="2020-01-01"),
    "question about a key": lambda: timeline()["standing"]["Mia"],
    "question about a state": lambda: timeline()["motions"],
    "question about a group": members,
    "questions": lambda: timeline()["standing"],
    "events": lambda: timeline().events(),
    "events of a kind": lambda: timeline().events(club.StewardTook),
    "records": lambda: Records(RECORDS),
    "changes": lambda: timeline().diff("2019-01-01", "2021-01-01"),
    "tenure": lambda: timeline()["steward"].at("2020-06-15"),
    "answer": lambda: timeline()["motions"].at("2020-06-15"),
    "group": lambda: members().at("2020-06-15"),
    "bare value": lambda: timeline()["steward"].value_at("2020-06-15"),
    "event": lambda: EVENTS[2],
    "record": lambda: RECORDS[2],
    "expectation": lambda: timeline().at("2020-06-15").expected[0],
    "findings": lambda: timeline().check([DatesAgree(name="dates")]),
    "clocks": lambda: timeline().known(by="2020-01-01").clocks,
    "coverage": lambda: timeline().coverage("steward"),
    "scope": lambda: timeline().scope,
}
FROZEN = [name for name in VALUES if name not in ("findings", "coverage", "scope")]
HASHED = [name for name in VALUES if name != "records"]


@pytest.mark.parametrize("name", FROZEN)
def test_a_value_cannot_be_changed(name: str) -> None:
    """Neither what it holds nor a new attribute can be set."""
    value = VALUES[name]()
    own = [field.name for field in attrs.fields(type(value))] if attrs.has(type(value)) else list(vars(value))
    for attribute in (*own, "holder", "anything"):
        with pytest.raises(AttributeError):
            setattr(value, attribute, None)


@pytest.mark.parametrize("name", VALUES)
def test_values_are_equal_by_content(name: str) -> None:
    """Made twice, a value is equal to itself made again, and to no other value of the table."""
    one, other = VALUES[name](), VALUES[name]()
    assert one == other
    same_as_grown = {"timeline", "timeline that grew"}
    for also, make in VALUES.items():
        if also != name and {also, name} != same_as_grown:
            assert one != make(), also


@pytest.mark.parametrize("name", HASHED)
def test_equal_values_have_one_hash(name: str) -> None:
    """A value made again is found in a set by its content."""
    assert VALUES[name]() in {VALUES[name]()}


def test_a_timeline_that_grew_is_the_one_that_was_made_at_once() -> None:
    """However it came about, the same records, projections and clocks are one value."""
    grown = VALUES["timeline that grew"]()
    assert grown == timeline()
    assert hash(grown) == hash(timeline())
    assert grown.known(by="2020-01-01") == timeline().known(by="2020-01-01")
    assert grown != Timeline(RECORDS, PROJECTIONS[:2])


@pytest.mark.parametrize("name", VALUES)
def test_a_value_travels_unharmed(name: str) -> None:
    """Pickled, copied, or copied deeply, it is equal to what it was."""
    value = VALUES[name]()
    for other in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert type(other) is type(value)
        assert other == value


@pytest.mark.parametrize("name", [name for name in VALUES if name.startswith(("question", "events"))])
def test_what_was_asked_before_does_not_travel(name: str) -> None:
    """A question that has answered is pickled and copied as one that has not, and as short."""
    fresh, value = VALUES[name](), VALUES[name]()
    for day in DAYS:
        value.by(day) if name.startswith("events") else value.at(day)
    assert len(pickle.dumps(value)) == len(pickle.dumps(fresh))
    for other in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert other == value == fresh


def test_answers_travel_with_their_reasons() -> None:
    """After a round trip an answer has the same spell, reasons, events, sources, losers and sentence."""
    for answer in answers():
        for other in (pickle.loads(pickle.dumps(answer)), copy.copy(answer), copy.deepcopy(answer)):
            assert other == answer
            assert (other.spell, other.because, other.events) == (answer.spell, answer.because, answer.events)
            assert (other.sources, other.rivals) == (answer.sources, answer.rivals)
            assert (other.why(), other.to_dict()) == (answer.why(), answer.to_dict())
            assert other.last_known == answer.last_known


def test_a_timeline_that_travelled_gives_the_same_answers() -> None:
    """Of events or of records, under clocks or not: with reasons, findings and coverage."""
    for name, make in VALUES.items():
        if name.startswith("timeline"):
            value = make()
            other = pickle.loads(pickle.dumps(value))
            for day in DAYS:
                assert other.at(day).to_dict() == value.at(day).to_dict()
            assert other.check() == value.check()
            assert other.coverage("steward") == value.coverage("steward")
            assert list(other.in_order_of_effect) == list(value.in_order_of_effect)


def test_a_timeline_that_travelled_can_grow() -> None:
    """Records may be added to it as to the one that it came from."""
    start = pickle.loads(pickle.dumps(timeline(RECORDS[:4])))
    assert start.extended(RECORDS[4:]) == timeline()


@pytest.mark.parametrize(
    ("fail", "kind"),
    [
        (lambda: timeline()["x"], UnknownName),
        (lambda: timeline()["standing"]["x"], UnknownName),
        (lambda: timeline().at("2020"), NotAPoint),
        (lambda: timeline(EVENTS).log, LogError),
    ],
    ids=["no aspect", "no key", "no day", "no log"],
)
def test_errors_travel(fail: Callable[[], Any], kind: type[Exception]) -> None:
    """An error has its text and its faults after a round trip."""
    with pytest.raises(kind) as caught:
        fail()
    for other in (
        pickle.loads(pickle.dumps(caught.value)),
        copy.copy(caught.value),
        copy.deepcopy(caught.value),
    ):
        assert type(other) is kind
        assert (str(other), other.faults) == (str(caught.value), caught.value.faults)  # type: ignore[attr-defined]


MAPPINGS = ("timeline", "snapshot", "questions")
SEQUENCES = ("events", "events of a kind", "records", "changes")


@pytest.mark.parametrize("name", MAPPINGS)
def test_mappings_do_all_that_mappings_do(name: str) -> None:
    """Keys, values, items, length, membership and default agree with each other; an unknown key is a KeyError."""
    value: Mapping[Any, Any] = VALUES[name]()
    assert isinstance(value, Mapping)
    keys = list(value)
    assert keys
    assert list(value.keys()) == keys
    assert list(value.values()) == [value[key] for key in keys]
    assert dict(value) == dict(value.items()) == {key: value[key] for key in keys}
    assert len(value) == len(keys)
    assert all(key in value for key in keys)
    assert "no such name" not in value
    assert value.get("no such name") is None
    assert value.get("no such name", 7) == 7
    with pytest.raises(KeyError):
        value["no such name"]


@pytest.mark.parametrize("name", SEQUENCES)
def test_sequences_do_all_that_sequences_do(name: str) -> None:
    """Places, slices, counting, search, membership and the reverse order agree with each other."""
    value: Sequence[Any] = VALUES[name]()
    assert isinstance(value, Sequence)
    items = list(value)
    assert len(items) == len(value) > 1
    assert [value[n] for n in range(len(value))] == items
    assert value[-1] == items[-1]
    assert list(value[1:]) == items[1:]
    assert list(reversed(value)) == items[::-1]
    assert all(item in value for item in items)
    assert value.index(items[1]) == 1
    assert value.count(items[0]) == 1
    with pytest.raises(IndexError):
        value[len(value)]


def test_a_group_is_a_collection() -> None:
    """Its names are counted, listed and found; it is false where it names nobody."""
    group: Group = VALUES["group"]()
    assert isinstance(group, Collection)
    assert (len(group), list(group), "Mia" in group, "Zoe" in group) == (1, ["Mia"], True, False)
    nobody = members().at("2018-06-01")
    assert (len(nobody), bool(nobody)) == (0, False)


def test_what_is_empty_is_false() -> None:
    """A list of no events and a timeline without aspects are empty as any collection."""
    assert not EventList(timeline().scope, (club.MemberSuspended,))
    assert timeline().events()
    assert (len(Timeline([])), bool(Timeline([]))) == (0, False)


@pytest.mark.parametrize("name", VALUES)
def test_a_repr_is_short_and_the_same_in_every_run(name: str) -> None:
    """No address in memory, no wall of text, and the class first."""
    text = repr(VALUES[name]())
    assert "0x" not in text
    assert 0 < len(text) < 2_000
    assert text == repr(VALUES[name]())


def test_reprs_of_answers_are_short() -> None:
    """An answer of many names, or of many alternatives, is told with less than two thousand characters."""
    for answer in answers():
        assert "0x" not in repr(answer)
        assert len(repr(answer)) < 2_000


def test_asked_twice_is_the_very_same_answer() -> None:
    """A question, an answer and a key asked again cost a look-up."""
    asked = timeline()
    assert asked["steward"] is asked["steward"]
    assert asked["standing"]["Mia"] is asked["standing"]["Mia"]
    assert asked["steward"].at("2020-06-15") is asked["steward"].at("2020-06-15")
    assert asked.known(by="2020-01-01")["steward"] == asked["steward"].as_of(known="2020-01-01")
