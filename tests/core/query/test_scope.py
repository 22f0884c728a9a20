"""Scopes: what the clocks show of a log, which days it covers, and what scopes of one log share."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Hashable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import pendulum
import pytest

from cstotimeline.core.events.coverage import Days
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.scope import ALL, Scope
from cstotimeline.core.query.shared_indexes import EVERY
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.testing import club
from tests.builders import announced, by_id, corrected, declared, joined, record, retracted, settled, took


def at(instant: str) -> pendulum.DateTime:
    """Return an instant."""
    return pendulum.instance(datetime.fromisoformat(instant))


def recorded(*events: Event, first: str = "2026-01-01T12:00:00Z") -> list[Record]:
    """Return the records of a log that took one event a day."""
    return [
        record(event, position=place, recorded=at(first).add(days=place - 1))
        for place, event in enumerate(events, 1)
    ]


def scope(history: Sequence[Event] | Sequence[Record], **changes: Any) -> Scope:
    """Return the scope of events, or of records."""
    if history and isinstance(history[0], Record):
        records = Records([one for one in history if isinstance(one, Record)])
        return Scope(records.events, records, **changes)
    return Scope(by_id(*(one for one in history if isinstance(one, Event))), None, **changes)


def clocks(known: str = "", recorded: str = "") -> AsOf:
    """Return clocks turned back to these limits."""
    return AsOf(QueryTime.of(known) if known else None, QueryTime.of(recorded) if recorded else None)


def shown(asked: Scope, **limits: str) -> list[str]:
    """Return the ids of the events shown under clocks."""
    return [event.id for event in asked.at_clocks(clocks(**limits)).shown(asked.events)]


LATE = recorded(
    took("a", "2019"), took("b", "2020-06"), took("c", "2021-01-01"), first="2021-01-05T12:00:00Z"
)


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        ({}, ["a", "b", "c"]),
        ({"known": "2018-12-31"}, []),
        ({"known": "2019-06-01"}, ["a"]),
        ({"known": "2020-05-31"}, ["a"]),
        ({"known": "2020-06-01"}, ["a", "b"]),
        ({"known": "2021-01-01"}, ["a", "b", "c"]),
        ({"recorded": "2021-01-04"}, []),
        ({"recorded": "2021-01-05"}, ["a"]),
        ({"recorded": "2021-01-05T11:59:59Z"}, []),
        ({"recorded": "2021-01-05T12:00:00Z"}, ["a"]),
        ({"recorded": "2021-01-06T12:00:00Z"}, ["a", "b"]),
        ({"recorded": "2021-01-07T11:59:59Z"}, ["a", "b"]),
        ({"recorded": "2022-01-01", "known": "2020-01-01"}, ["a"]),
        ({"recorded": "2021-01-05", "known": "2022-01-01"}, ["a"]),
        ({"recorded": "2021-01-04", "known": "2018-01-01"}, []),
    ],
)
def test_what_was_recorded_and_may_have_been_public_is_shown(
    limits: dict[str, str], names: list[str]
) -> None:
    """An event needs both: a record by the instant, or by the end of the day in UTC; a day on which it may be known."""
    assert shown(scope(LATE), **limits) == names


@pytest.mark.parametrize("hours", [(0, 1, 2), (2, 1, 0), (1, 1, 1), (1, 0, 2)])
def test_what_was_recorded_is_shown_whatever_the_order_of_the_instants(hours: tuple[int, ...]) -> None:
    """In records made by hand instants may go back: each is shown by its own, and the newest one is the edge."""
    records = [
        record(took(name, "2019"), position=place, recorded=at("2021-01-05T22:00:00Z").add(hours=hour))
        for place, (name, hour) in enumerate(zip("abc", hours, strict=True), 1)
    ]
    asked = scope(records)
    for limit in ("2021-01-05T21:00:00Z", *(f"{one.recorded.to_datetime_string()}" for one in records)):
        when = limit if limit.endswith("Z") else f"{limit.replace(' ', 'T')}Z"
        wanted = [one.event.id for one in records if one.recorded <= at(when)]
        assert shown(asked, recorded=when) == wanted
        newest = max((one.recorded for one in records if one.recorded <= at(when)), default=None)
        through = asked.at_clocks(clocks(recorded=when)).coverage.days("steward")
        assert [last for _, last in through] == ([] if newest is None else [newest.date().toordinal()])


def test_bare_events_were_never_recorded() -> None:
    """They are shown whatever the clock of recording says."""
    assert shown(scope([took("a", "2019")]), recorded="2000-01-01") == ["a"]


def periods(days: Days) -> list[str]:
    """Return days as texts, those to the ends of the calendar open."""
    return [f"{_end(first)}/{_end(last)}" for first, last in days]


def _end(ordinal: int) -> str:
    day = pendulum.Date.fromordinal(ordinal)
    return ".." if (day.month, day.day, day.year) in ((1, 1, 1), (12, 31, 9999)) else day.isoformat()


JAN, FEB, MAR = "2020-01-01/2020-01-31", "2020-02-01/2020-02-29", "2020-03-01/2020-03-31"
EDGE: dict[str, tuple[Sequence[Event] | Sequence[Record], dict[str, Any], Hashable, list[str]]] = {
    "bare events": ([took("a", "2019")], {}, None, ["../.."]),
    "bare events up to a day": (
        [took("a", "2019")],
        {"through": QueryTime.of("2020-01-31").ordinal},
        None,
        ["../2020-01-31"],
    ),
    "a log": (recorded(took("a", "2019")), {}, None, ["../2026-01-01"]),
    "a log, its newest record": (recorded(took("a", "2019"), took("b", "2020")), {}, None, ["../2026-01-02"]),
    "a log, to a day": (
        recorded(took("a", "2019")),
        {"through": QueryTime.of("2020-01-31").ordinal},
        None,
        ["../2020-01-31"],
    ),
    "a log, its day in UTC": (
        [record(took("a", "2019"), recorded=at("2026-01-01T03:00:00+05:00"))],
        {},
        None,
        ["../2025-12-31"],
    ),
    "a log as it once was": (
        recorded(took("a", "2019"), took("b", "2020")),
        {"clocks": clocks(recorded="2026-01-01")},
        None,
        ["../2026-01-01"],
    ),
    "a log, long after": (
        recorded(took("a", "2019")),
        {"clocks": clocks(recorded="2030-01-01")},
        None,
        ["../2026-01-01"],
    ),
    "before the first record": (
        recorded(took("a", "2019")),
        {"clocks": clocks(recorded="2025-12-31")},
        None,
        [],
    ),
    "an empty log": ([], {}, None, ["../.."]),
    "as known": (
        recorded(took("a", "2019")),
        {"clocks": clocks(known="2019-06-01")},
        None,
        ["../2026-01-01"],
    ),
    "declared": ([took("a", "2019"), declared("x", JAN)], {}, None, [JAN]),
    "declared of a log": (recorded(took("a", "2019"), declared("x", JAN)), {}, None, [JAN]),
    "declared, and to a day": ([declared("x", JAN)], {"through": 1}, None, [JAN]),
    "declared from the beginning": ([declared("x", "../2020-01-31")], {}, None, ["../2020-01-31"]),
    "declared with a gap": ([declared("x", JAN), declared("y", MAR)], {}, None, [JAN, MAR]),
    "declared without a gap": (
        [declared("x", MAR), declared("y", JAN), declared("z", FEB)],
        {},
        None,
        ["2020-01-01/2020-03-31"],
    ),
    "declared partial": ([declared("x", JAN, extent="partial")], {}, None, []),
    "declared for another aspect": ([declared("x", JAN, aspect="members")], {}, None, ["../.."]),
    "declared for the key": ([declared("x", JAN, keys=("Mia",))], {}, "Mia", [JAN]),
    "declared for another key": ([declared("x", JAN, keys=("Mia",))], {}, "Zoe", []),
    "declared for all keys": ([declared("x", JAN)], {}, "Zoe", [JAN]),
    "not known to be declared": (
        [declared("x", JAN, "2026-01-01")],
        {"clocks": clocks(known="2020-01-01")},
        None,
        [JAN],
    ),
    "not yet recorded": (
        recorded(took("a", "2019"), declared("x", JAN)),
        {"clocks": clocks(recorded="2026-01-01")},
        None,
        ["../2026-01-01"],
    ),
    "corrected": ([declared("x", JAN), corrected("c", "2026", declared("x", FEB))], {}, None, [FEB]),
    "corrected, not known": (
        [declared("x", JAN), corrected("c", "2026", declared("x", FEB))],
        {"clocks": clocks(known="2020-01-01")},
        None,
        [FEB],
    ),
    "corrected, not yet recorded": (
        recorded(declared("x", JAN), corrected("c", "2026", declared("x", FEB))),
        {"clocks": clocks(recorded="2026-01-01")},
        None,
        [JAN],
    ),
    "corrected for another aspect": (
        [declared("x", JAN), corrected("c", "2026", declared("x", JAN, aspect="members"))],
        {},
        None,
        ["../.."],
    ),
    "retracted": ([declared("x", JAN), retracted("r", "2026", "x")], {}, None, ["../.."]),
    "one of two retracted": (
        [declared("x", JAN), declared("y", FEB), retracted("r", "2026", "x")],
        {},
        None,
        [FEB],
    ),
    "retracted, and that withdrawn": (
        [declared("x", JAN), retracted("r", "2026", "x"), retracted("s", "2026", "r")],
        {},
        None,
        [JAN],
    ),
}


@pytest.mark.parametrize(("history", "changes", "key", "days"), EDGE.values(), ids=EDGE)
def test_a_scope_covers_what_is_declared_else_the_default(
    history: Sequence[Event] | Sequence[Record], changes: dict[str, Any], key: Hashable, days: list[str]
) -> None:
    """Declarations as recorded, corrected and retracted, never turned by knowledge; else bare events all days, a log
    up to the day of its newest record.
    """
    assert periods(scope(history, **changes).coverage.days("steward", key)) == days


def test_a_log_without_records_covers_nothing() -> None:
    """A log that is empty knows nothing, unless it is given a last day."""
    empty = Records([])
    assert Scope(empty.events, empty).coverage.days("steward") == ()
    until = QueryTime.of("2020-01-31").ordinal
    assert periods(Scope(empty.events, empty, through=until).coverage.days("steward")) == ["../2020-01-31"]


def test_a_longer_log_covers_more() -> None:
    """A timeline that grew covers the day of its newest record, and the one that it came from what it did."""
    first, second, third = recorded(took("a", "2019"), took("b", "2020"), declared("x", JAN))
    one = club.timeline([first])
    two = one.extended([second])
    three = two.extended([third])
    told = [periods(timeline.scope.coverage.days("steward")) for timeline in (one, two, three)]
    assert told == [["../2026-01-01"], ["../2026-01-02"], [JAN]]
    assert periods(three.recorded(by="2026-01-01").scope.coverage.days("steward")) == ["../2026-01-01"]


def test_a_question_reads_its_component_alone() -> None:
    """What bears on a key is what its events are linked with; a key that nothing states has no events."""
    events = [
        took("a", "2020", after=("j",)),
        joined("j", member="Mia"),
        joined("k", member="Zoe"),
        announced("n", took("n", "2022")),
        settled("s", "n"),
        retracted("r", "2021", "s"),
    ]
    asked = scope(events)
    names = asked.shared.names
    assert names((club.STEWARD,), "") == {"a", "j", "n", "s", "r"}
    assert names((club.STANDING,), "Zoe") == {"k"}
    assert names((club.STANDING,), EVERY) == {"a", "j", "k"}
    assert names((club.STEWARD, club.STANDING), EVERY) == {"a", "j", "k", "n", "s", "r"}
    assert names((club.STANDING,), "Nobody") == set()
    assert sorted(asked.resolved(club.STEWARD, key="").events) == ["a", "j"]
    assert sorted(asked.resolved(club.STANDING, key="Zoe").events) == ["k"]


def test_what_was_resolved_is_kept() -> None:
    """Asked twice about the same key, the events are resolved once, also under clocks that show the same ones."""
    asked = scope([took("a", "2019-06-01"), took("b", "2020-06"), joined("j", member="Mia")])
    whole = asked.resolved(club.STEWARD, key="")
    assert asked.resolved(club.STEWARD, key="") is whole
    assert asked.resolved(club.STEWARD) is not asked.resolved(club.STANDING)
    told = {
        day: asked.at_clocks(clocks(known=day)).resolved(club.STEWARD, key="")
        for day in ("2019-05-31", "2019-06-01", "2020-05-31", "2020-06-01", "2020-06-30", "2021-01-01")
    }
    assert [sorted(one.given) for one in told.values()] == [
        [],
        ["a"],
        ["a"],
        ["a", "b"],
        ["a", "b"],
        ["a", "b"],
    ]
    assert told["2019-06-01"] is told["2020-05-31"]
    assert told["2021-01-01"] is told["2020-06-30"] is whole
    assert told["2020-06-01"] is not whole
    then = asked.at_clocks(clocks(known="2019-01-01"))
    assert then.at_clocks(ALL) is asked
    assert asked.at_clocks(clocks(known="2019-01-01")) is then


def test_scopes_of_one_log_share_their_indexes() -> None:
    """Scopes under other clocks, and of the same log after more records, ask one graph."""
    first, second = recorded(took("a", "2019"), took("b", "2020"))
    one = club.timeline([first])
    two = one.extended([second])
    then = two.known(by="2019-12-31")
    shared = [timeline.scope.shared for timeline in (one, two, then)]
    assert all(one is other for one, other in pairwise(shared))
    assert two.scope.shared.names((club.STEWARD,), EVERY) == {"a", "b"}
    assert [sorted(timeline.scope.resolved(club.STEWARD).events) for timeline in (one, two, then)] == [
        ["a"],
        ["a", "b"],
        ["a"],
    ]


def test_a_log_that_grew_in_two_ways_does_not_share_with_both() -> None:
    """The second of two successors has indexes of its own, and neither sees the other's events."""
    first, second = recorded(took("a", "2019"), took("b", "2020"))
    other = record(took("c", "2020"), position=2, recorded=second.recorded)
    start = club.timeline([first])
    one, two = start.extended([second]), start.extended([other])
    assert one.scope.shared is start.scope.shared
    assert two.scope.shared is not start.scope.shared
    found = [sorted(timeline.scope.resolved(club.STEWARD).events) for timeline in (start, one, two)]
    assert found == [["a"], ["a", "b"], ["a", "c"]]


KEYS = [
    joined("a", "2019-06-01", member="Ann"),
    joined("b", "2020-06", member="Bob"),
    joined("c", "2019-06-01", member="Cem"),
    retracted("r", "2020-01-01", "c"),
    joined("d", "2019-06-01", member="Dan"),
    corrected("e", "2020-01-01", joined("d", "2019-06-01", member="Eve")),
    announced("n", joined("n", "2022", member="Fay"), "2019-01-01"),
]


@pytest.mark.parametrize(
    ("limits", "expecting", "keys"),
    [
        ({}, False, ["Ann", "Bob", "Eve"]),
        ({"known": "2019-12-31"}, False, ["Ann", "Cem", "Dan"]),
        ({"known": "2020-06-15"}, False, ["Ann", "Bob", "Eve"]),
        ({"known": "2019-01-01"}, False, []),
        ({}, True, ["Ann", "Bob", "Eve", "Fay"]),
        ({"known": "2018-12-31"}, True, []),
    ],
)
def test_keys_are_those_of_events_that_count(
    limits: dict[str, str], *, expecting: bool, keys: list[str]
) -> None:
    """As corrected and retracted by then; a key of an undecided event is one; an expected one only where it counts."""
    turned = clocks(**limits)
    asked = scope(KEYS).at_clocks(AsOf(turned.known, turned.recorded, expecting))
    assert sorted(map(str, asked.keys(club.STANDING))) == keys
    for name in ("Ann", "Bob", "Cem", "Dan", "Eve", "Fay"):
        assert asked.exists(club.STANDING, name)
    assert not asked.exists(club.STANDING, "Gus")


def test_a_scope_is_a_value() -> None:
    """Equal where records, clocks, rule and last day are; copied as itself, and pickled unharmed."""
    one, other = scope(LATE), scope(list(LATE))
    assert one == other
    assert hash(one) == hash(other)
    assert one != one.at_clocks(clocks(known="2020-01-01"))
    assert one != scope(LATE[:2])
    assert one != scope(LATE, through=1)
    assert one != scope(LATE, prefer=lambda rivals: rivals[-1])
    assert scope([one.event for one in LATE]) != one
    assert scope([one.event for one in LATE]) == scope([one.event for one in reversed(LATE)])
    assert copy.copy(one) is one
    assert copy.deepcopy(one) is one
    turned = one.at_clocks(clocks(known="2020-01-01", recorded="2021-01-06"))
    for each in (one, turned, scope([took("a", "2019")], through=5)):
        assert pickle.loads(pickle.dumps(each)) == each
