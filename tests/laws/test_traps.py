"""Traps that other libraries fell into (reference/peers.md), each as a test of its own."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pendulum
import pytest

import cstotimeline.testing
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate, Relation
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing import club
from tests.builders import PAGE, corrected, every_answer, left, missing, retracted, took

TODAY = pendulum.datetime(2026, 11, 21, 12)
LEVEL_1 = [
    "1949",
    "1949-08",
    "1949-08-24",
    "1949?",
    "1949-08~",
    "1949-08-24%",
    "194X",
    "19XX",
    "1949-XX",
    "1949-08-XX",
]


def recorded_today(*events: Event) -> MemoryLog:
    """Return a log that took in old history today."""
    log = MemoryLog()
    log.append(*events, recorded=TODAY)
    return log


def test_one_timestamp_doing_two_jobs() -> None:
    """Old history imported today was recorded today: before the import the log held nothing, the world did."""
    log = recorded_today(took("ann", "1955-05-14"), took("bob", "1960-05-14"))
    asked = club.timeline(log.read())["steward"]
    assert asked.at("1956-01-01", recorded="2026-11-20").label == "no data"
    assert asked.at("1956-01-01", recorded="2026-11-21").holder == "Ann"
    assert asked.at("1956-01-01", known="1955-05-14").holder == "Ann"
    assert asked.at("1956-01-01", known="1955-05-13").label == "no data"


def test_the_end_of_an_interval_overwritten() -> None:
    """Before Bob's taking office was known, Ann's tenure was open, and it still is told so of that time."""
    asked = club.timeline([took("ann", "2019-01-01"), took("bob", "2020-01-01")])["steward"]
    assert asked.at("2019-06-01").end.text == "2020-01-01"
    assert asked.at("2019-06-01", known="2019-12-31").end is PartialDate.OPEN


def test_a_missing_end_taken_for_now_or_for_infinity() -> None:
    """After the last evidence nothing tells who holds the office: no data and never certain, neither Ann nor vacant."""
    events = [took("ann", "2010-01-01"), missing("m", "2012-01-01", "no data", candidates=("Ann",))]
    asked = club.timeline(events)["steward"]
    for day in ("2012-01-01", "2026-11-21", "2100-01-01"):
        answer = asked.at(day)
        assert (answer.label, answer.certain, answer.alternatives) == ("no data", False, ("Ann",))
    assert asked.at("2011-12-31").certain


@pytest.mark.parametrize("text", LEVEL_1)
def test_dropped_qualifiers(text: str) -> None:
    """A tenure's dates are the text that the source supports, marks and unspecified digits included."""
    answer = club.timeline([took("ann", text)])["steward"].at("2020-01-01")
    assert answer.start.text == text
    assert answer.to_dict()["start"] == text


def test_a_partial_order_used_for_sorting() -> None:
    """``<`` is refused; sorting has a total key; and that one date does not come before another says nothing."""
    dates = [PartialDate.parse(text) for text in (*LEVEL_1, "1985", "198X", "1985-06")]
    for one in dates:
        with pytest.raises(TypeError, match="sort by"):
            sorted([one, one])
        for other in dates:
            relations = {one.compare(other), other.compare(one)}
            assert relations in ({Relation.OVERLAPPING}, {Relation.BEFORE, Relation.AFTER})
    assert PartialDate.parse("198X").compare(PartialDate.parse("1985")) is Relation.OVERLAPPING
    shuffled = random.Random(1).sample(dates, len(dates))
    assert sorted(shuffled, key=lambda d: d.sort_key) == sorted(dates, key=lambda d: d.sort_key)


HANDOVERS: dict[str, tuple[Event, ...]] = {
    "by one event": (took("ann", "2019-01-01"), took("bob", "2019-11-28")),
    "by leaving and taking": (
        took("ann", "2019-01-01"),
        left("out", "2019-11-28", "Ann"),
        took("bob", "2019-11-28"),
    ),
    "with ids against the order": (
        took("z", "2019-01-01", holder="Ann"),
        left("y", "2019-11-28", "Ann"),
        took("a", "2019-11-28", holder="Bob"),
    ),
}


@pytest.mark.parametrize("events", HANDOVERS.values(), ids=HANDOVERS.keys())
def test_a_handover_of_one_day_read_as_an_overlap_or_a_gap(events: tuple[Event, ...]) -> None:
    """By one event or two, on the day of the handover there is one steward, the new one, and none in between."""
    for order in permutations(events):
        asked = club.timeline(order)["steward"]
        spells = [(str(spell.spell), spell.label) for spell in asked.during("2019-11-27/2019-11-29")]
        assert spells == [("2019-11-27", "Ann"), ("2019-11-28/2019-11-29", "Bob")]
        assert (asked.at("2019-11-27").end.text, asked.at("2019-11-28").start.text) == (
            "2019-11-28",
            "2019-11-28",
        )


def test_sentinel_dates() -> None:
    """An open end has no day, and no answer of a year-long question bears a date that no event has."""
    answer = club.timeline([took("ann", "2019-05~")])["steward"].at("2020-01-01")
    assert (answer.end.text, answer.end.earliest, answer.end.latest) == ("..", None, None)
    data = json.dumps(club.timeline([took("ann", "2019-05~")]).at("2020-01-01").to_dict())
    assert not any(far in data for far in ("9999", "0001", "1500", "-50000", "1970"))
    spells = club.timeline([took("ann", "2019-05")])["steward"].during("2018/..")
    assert [spell.spell.end.is_open for spell in spells] == [False, False, True]


def test_a_snapshot_taken_before_a_late_fact() -> None:
    """A fact that arrives late, after every day was asked for, changes the answers as if it had come first."""
    events: list[Event] = [took(f"e{n}", f"2020-01-{n:02d}", holder=f"h{n % 3}") for n in range(1, 11)]
    late = took("late", "2020-01-05T12:00:00")
    for seed in range(5):
        order = random.Random(seed).sample(events, len(events))
        log = MemoryLog()
        for event in order:
            log.append(event)
            every_answer(club.timeline(log.read()))
        log.append(late)
        assert every_answer(club.timeline(log.read())) == every_answer(club.timeline([*events, late]))
        assert club.timeline(log.read())["steward"].at("2020-01-05").holder == "Late"


ALLOWED = {
    "cstotimeline.core.events.amendments": {"EventCorrected", "EventRetracted"},
    "cstotimeline.core.events.announcements": {"AnnouncementSettled", "EventAnnounced"},
    "cstotimeline.core.temporal.edtf": {"PartialDate"},
    "cstotimeline.core.events.event": {"Event"},
    "cstotimeline.core.fold.office": {"LeavesOffice", "NoHolder", "Office", "TakesOffice"},
    "cstotimeline.core.fold.projection": {"Projection"},
    "cstotimeline.core.log.records": {"Record"},
}
ORACLES = [
    *sorted(Path(str(cstotimeline.testing.__file__)).parent.glob("oracle/*.py")),
    Path(__file__).with_name("bitemporal.py"),
]


def names_taken(module: Path) -> Iterator[tuple[str, str]]:
    """Yield what a module takes from this package, as home and name."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cstotimeline"):
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.startswith("cstotimeline"))


@pytest.mark.parametrize("module", ORACLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_oracle_that_is_the_code_under_test(module: Path) -> None:
    """The oracles take nothing from the engine but classes of values; not its folds, orders, clocks or rules."""
    taken = {
        (home, name)
        for home, name in names_taken(module)
        if not home.startswith("cstotimeline.testing.oracle") and name not in ALLOWED.get(home, set())
    }
    assert taken == set()
    text = module.read_text(encoding="utf-8")
    own = (
        "first_ordinal",
        "last_ordinal",
        "sort_key",
        "known_from",
        ".clock",
        ".offset",
        ".instant",
        ".ordinals",
    )
    assert [word for word in own if word in text] == []


def test_the_older_interval_closed_at_write_time() -> None:
    """Four starts in any of 24 orders: every tenure ends where the next begins, and none before it begins."""
    starts = [took(name, f"19{n}0") for n, name in enumerate(("ann", "bob", "cem", "dan"), 5)]
    for order in permutations(starts):
        log = MemoryLog()
        for event in order:
            log.append(event)
        tenures = club.timeline(log.read())["steward"].tenures
        assert [(t.holder, t.start.text, t.end.text) for t in tenures] == [
            ("Ann", "1950", "1960"),
            ("Bob", "1960", "1970"),
            ("Cem", "1970", "1980"),
            ("Dan", "1980", ".."),
        ]
        assert not any(t.end.is_date and t.end.compare(t.start) is Relation.BEFORE for t in tenures)


def member(name: str, kind: type[Event], when: str) -> Event:
    """Return an event about Ann's membership."""
    fields: dict[str, Any] = {"member": "Ann"}
    return kind(id=name, occurred=PartialDate.parse(when), sources=PAGE, **fields)


def test_the_same_value_twice_taken_for_a_duplicate() -> None:
    """Who joins, leaves and joins again has two stints, and was no member in between."""
    events = [
        member("in", club.MemberJoined, "1992"),
        member("out", club.MemberLeft, "1999-05"),
        member("again", club.MemberJoined, "2006-08-16"),
    ]
    for order in permutations(events):
        asked = club.timeline(order)
        assert [t.start.text for t in asked["standing"]["Ann"].tenures] == ["1992", "2006-08-16"]
        members = club.members(asked)
        assert [members.at(day).names for day in ("1995-01-01", "2003-01-01", "2010-01-01")] == [
            ("Ann",),
            (),
            ("Ann",),
        ]


def test_the_end_of_a_fact_tied_to_now() -> None:
    """A tenure that ended decades ago, recorded today, ended then, and was known to have."""
    log = recorded_today(took("ann", "1955-05-14"), left("out", "1960-01-01", "Ann"))
    asked = club.timeline(log.read())["steward"]
    assert (asked.at("1959-12-31").end.text, asked.at("1960-01-01").label) == ("1960-01-01", "vacant")
    assert asked.at("1960-01-01", known="1960-01-01").label == "vacant"


def test_one_question_silently_turning_both_clocks() -> None:
    """Recorded today and asked about 1955 with nothing else said, the fact is there."""
    log = recorded_today(took("ann", "1955-05-14"))
    assert club.timeline(log.read())["steward"].at("1955-05-14").holder == "Ann"
    snapshot = club.timeline(log.read()).at("1955-05-14").to_dict()
    assert (snapshot["at"], snapshot["known"], snapshot["recorded"]) == ("1955-05-14", None, None)


def test_the_start_as_part_of_the_key() -> None:
    """A start corrected by one day, forwards or back, is one tenure; both beliefs can be read."""
    for right in ("1955-05-13", "1955-05-15"):
        events = [took("ann", "1955-05-14"), corrected("c", "2026-11-21", took("ann", right))]
        asked = club.timeline(events)["steward"]
        assert [tenure.start.text for tenure in asked.tenures] == [right]
        assert asked.at("1955-05-15").start.text == right
        assert asked.at("1955-05-15", known="2000-01-01").start.text == "1955-05-14"


def test_backfill_on_one_key() -> None:
    """Thousands of corrections of one event, and of corrections, are read without recursion, each clock turned."""
    events: list[Event] = [took("e", "1955-05-14", holder="h")]
    events += [
        corrected(f"c{n:04d}", "2020-01-01", took("e", "1955-05-14", holder=f"h{n}")) for n in range(3000)
    ]
    events += [retracted(f"r{n:04d}", "2020-01-02", f"c{n:04d}") for n in range(1, 3000)]
    log = recorded_today(*events)
    asked = club.timeline(log.read())["steward"]
    assert asked.at("1956-01-01").holder == "h0"
    assert asked.at("1956-01-01", known="2020-01-01", recorded=TODAY).holder == "h2999"
    assert asked.at("1956-01-01", known="2019-12-31").holder == "h"


def test_three_valued_as_of() -> None:
    """Yes, no and cannot tell are three answers to whether Ann was steward on a day."""
    asked = club.timeline([took("bob", "1940"), took("ann", "1949-08")])["steward"]
    told = {
        day: (asked.at(day).holder == "Ann", asked.at(day).certain)
        for day in ("1949-07-31", "1949-08-15", "1949-09-01")
    }
    assert told == {"1949-07-31": (False, True), "1949-08-15": (False, False), "1949-09-01": (True, True)}
    assert asked.at("1949-08-15").start.text == "1940"
    (spell,) = asked.during("1949-08-01/1949-08-30")
    assert (spell.label, spell.alternatives) == ("Bob", ("Ann",))
    period = asked.at("1949-07-31").spell
    assert period is not None
    assert period.contains(date(1949, 7, 31)) is Likelihood.SURELY
