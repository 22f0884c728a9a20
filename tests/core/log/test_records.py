"""Records: one that was read is the one that is built, and its instant is kept in UTC and whole seconds."""

from __future__ import annotations

import copy
import datetime as standard
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.errors import LogError
from cstotimeline.core.log.records import Record, instant_of, now, record_read, written
from tests.core.codec.test_codec import CODEC, GOLDEN, INSTANTS

TEXT = "2026-11-21T12:00:00Z"
NOON = pendulum.datetime(2026, 11, 21, 12)
INSTANT = datetime(2026, 11, 21, 12, tzinfo=UTC)
EVENT = CODEC.from_line(GOLDEN, 1).event


def read_and_built() -> tuple[Record, Record]:
    """Return the record of a line twice: as it is read, and as its class builds it."""
    return record_read(3, INSTANT, EVENT), Record(position=3, recorded=NOON, event=EVENT)


USES: dict[str, Any] = {
    "instant": lambda record: record.recorded,
    "repr": repr,
    "hash": hash,
    "dict": lambda record: attrs.asdict(record, recurse=False),
    "evolved": lambda record: attrs.evolve(record, position=4),
    "copied": copy.copy,
    "copied deeply": copy.deepcopy,
    "pickled": lambda record: pickle.loads(pickle.dumps(record)),
    "line": CODEC.to_line,
    "zone": lambda record: record.recorded.timezone_name,
    "class": lambda record: type(record.recorded),
    "kept class": lambda record: type(record.instant),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_record_that_was_read_is_as_one_that_was_built(use: Any) -> None:
    """Whatever is done with it first gives the same, and it is equal before and after."""
    read, built = read_and_built()
    assert use(read) == use(built)
    assert read == built
    assert use(read) == use(built)


def test_an_instant_is_handed_out_as_pendulums() -> None:
    """``recorded`` is pendulum's, one object however often it is asked for; the standard library's is kept."""
    read, _ = read_and_built()
    assert type(read.recorded) is pendulum.DateTime
    assert read.recorded is read.recorded
    assert read.recorded == NOON
    assert type(read.instant) is datetime


def test_a_record_cannot_be_changed() -> None:
    """Neither one that was read nor one that was built."""
    for record in read_and_built():
        for name in ("recorded", "instant", "position", "event"):
            with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
                setattr(record, name, NOON)
            with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
                delattr(record, name)
        assert record.recorded == NOON


def test_the_repr_of_a_record_can_be_pasted_back() -> None:
    """The repr of a record, evaluated, is the record."""
    from cstotimeline import Citation, PartialDate, PresidencyTransferred

    names = {"datetime": standard, "Record": Record, "Citation": Citation, "PartialDate": PartialDate}
    for record in read_and_built():
        assert eval(repr(record), {**names, "PresidencyTransferred": PresidencyTransferred}) == record


@pytest.mark.parametrize(
    "recorded",
    [TEXT, None, 5, datetime(2026, 11, 21).date(), datetime(2026, 11, 21), pendulum.naive(2026, 11, 21)],
)
def test_what_is_no_aware_instant_builds_no_record(recorded: Any) -> None:
    """Not even the text that a line has."""
    with pytest.raises(
        LogError, match=r"^recorded: expected an aware datetime, got .*; give an instant with its"
    ):
        Record(position=1, recorded=recorded, event=EVENT)


@given(INSTANTS, st.integers(-14 * 60, 14 * 60), st.integers(0, 999_999))
def test_any_aware_instant_is_kept_in_utc_and_whole_seconds(
    recorded: pendulum.DateTime, offset: int, microsecond: int
) -> None:
    """Whatever its zone and whoever made it, an instant is kept as the same one in UTC, without its fraction."""
    local = datetime.fromtimestamp(recorded.timestamp(), timezone(timedelta(minutes=offset)))
    kept = [
        Record(position=1, recorded=given, event=EVENT).instant
        for given in (recorded, local, local.replace(microsecond=microsecond))
    ]
    assert {instant.timestamp() for instant in kept} == {recorded.timestamp()}
    assert [(type(instant), instant.tzinfo, instant.microsecond) for instant in kept] == [
        (datetime, UTC, 0)
    ] * 3


@pytest.mark.parametrize("position", [0, -1, "1", 1.0, True])
def test_positions_count_from_1_in_every_way(position: Any) -> None:
    """A record below position 1 is neither built nor read, and a position is a whole number."""
    ways: list[Callable[[], Record]] = [lambda: Record(position=position, recorded=NOON, event=EVENT)]
    if type(position) is int:
        ways.append(lambda: record_read(position, INSTANT, EVENT))
        ways.append(lambda: CODEC.from_line(GOLDEN, position))
    for make in ways:
        with pytest.raises(
            LogError, match=rf"^position: expected a position from 1 upwards, got {position!r};"
        ):
            make()


@given(INSTANTS)
def test_new_records_are_as_their_class_builds_them(recorded: pendulum.DateTime) -> None:
    """A record made without a check of its instant is the one that the class builds."""
    built = Record(position=8, recorded=recorded, event=EVENT)
    assert record_read(8, built.instant, EVENT) == built


@given(
    INSTANTS.map(lambda instant: written(Record(position=1, recorded=instant, event=EVENT).instant))
    | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
)
def test_a_text_is_an_instant_if_one_is_made_of_it(text: str) -> None:
    """What is an instant is written as the text that it was read from; every other text is none."""
    instant = instant_of(text)
    if instant is not None:
        assert written(instant) == text
        assert instant.tzinfo is UTC
    else:
        with pytest.raises(ValueError, match=r"."):
            datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ" if text.endswith("Z") else "")


def test_now_is_in_whole_seconds() -> None:
    """What a log takes for the present is in UTC and has no fraction."""
    assert (now().tzinfo, now().microsecond) == (UTC, 0)
