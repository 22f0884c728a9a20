"""The parts, one by one: ``pytest tests/bench --benchmark-only`` times them; the suite does each once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record, now
from cstotimeline.core.temporal.edtf import PartialDate
from tests.bench.engine import (
    CODEC,
    SeatTaken,
    covering,
    event_of,
    every_key,
    index_of,
    instant_of,
    number_of,
    office_of,
    records_of,
    states_of,
    timeline_of,
)
from tests.bench.facts import FIRST, SPAN, Facts, a_day, drawn, naive, naive_state

Part = Callable[..., Any]
DAY = FIRST + SPAN // 2


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Return two thousand facts, a tenth of them backdated."""
    return drawn(2_000, order="backdated", seed=11)


def test_index_load(part: Part, facts: Facts) -> None:
    """The facts of every key go into an index."""
    assert set(part(index_of, facts)) == set(facts.by_key)


def test_index_look_up(part: Part, facts: Facts) -> None:
    """One key is looked up on a day."""
    assert part(index_of(facts).at, 0, DAY) == naive(facts, (0, DAY))


def test_index_look_up_under_both_clocks(part: Part, facts: Facts) -> None:
    """One key is looked up on a day, as it had been recorded halfway."""
    assert part(index_of(facts).at, 0, DAY, 1_000) == naive(facts, (0, DAY, 1_000))


def test_states(part: Part, facts: Facts) -> None:
    """The state of all keys on a day."""
    assert part(states_of(facts).at, DAY) == naive_state(facts, DAY)


def test_every_key_under_both_clocks(part: Part, facts: Facts) -> None:
    """The state of all keys on a day, as it had been recorded halfway."""
    assert part(every_key, index_of(facts), DAY, 1_000) == naive_state(facts, DAY, 1_000)


def test_index_late_fact(part: Part, facts: Facts) -> None:
    """A fact of an early day goes into an index."""
    index = index_of(facts)
    places = iter(range(len(facts) + 1, 10_000_000))
    part(lambda: index.add(0, DAY, seen := next(places), seen))
    assert index.at(0, DAY) == next(places) - 1


def test_timeline_and_first_glance(part: Part, facts: Facts) -> None:
    """A timeline is made of records, and glanced at."""
    records = list(records_of(facts))
    glance = part(lambda: covering(records)["office"][office_of(0)].value_at(a_day(DAY)))
    assert number_of(glance) == naive(facts, (0, DAY))


def test_glance(part: Part, facts: Facts) -> None:
    """One office is glanced at."""
    question = timeline_of(facts)["office"][office_of(0)]
    assert number_of(part(question.value_at, a_day(DAY))) == naive(facts, (0, DAY))


def test_glance_under_both_clocks(part: Part, facts: Facts) -> None:
    """One office is glanced at, as it had been recorded halfway."""
    question = timeline_of(facts)["office"][office_of(0)]
    found = part(lambda: question.value_at(a_day(DAY), recorded=instant_of(1_000)))
    assert number_of(found) == naive(facts, (0, DAY, 1_000))


def test_answer(part: Part, facts: Facts) -> None:
    """One office is asked for, with an answer that can explain itself."""
    question = timeline_of(facts)["office"][office_of(0)]
    assert number_of(part(question.at, a_day(DAY))) == naive(facts, (0, DAY))


def test_explanation(part: Part, facts: Facts) -> None:
    """An answer is explained for the first time."""
    question = timeline_of(facts)["office"][office_of(0)]
    days = cycle(range(DAY, FIRST, -1_000))
    assert part(lambda: question.at(a_day(next(days))).because)


@pytest.mark.parametrize("fast", [False, pytest.param(True, id="fast")])
def test_decode(part: Part, fast: bool) -> None:
    """A line becomes a record."""
    if fast:
        pytest.importorskip("msgspec", reason="the extra fast is not installed")
    codec = Codec([SeatTaken], fast=fast)
    record = Record(position=1, recorded=now(), event=event_of(0, DAY, 1))
    assert part(codec.from_line, CODEC.to_line(record), 1) == record


def test_encode(part: Part) -> None:
    """A record becomes a line."""
    event: Event = event_of(0, DAY, 1)
    assert part(CODEC.to_line, Record(position=1, recorded=now(), event=event)).startswith('{"recorded"')


def test_parse(part: Part) -> None:
    """A date is read that was never read before."""
    days = iter(range(3_000_000, 1, -1))
    assert part(lambda: PartialDate.parse(a_day(next(days)).isoformat())).is_date
