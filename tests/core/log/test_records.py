"""Records: one that was read is the one that is built, though its instant is only made when somebody asks."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.errors import LogError
from cstotimeline.core.log import records
from cstotimeline.core.log.records import (
    Record,
    instant_of,
    is_written,
    record_read,
    records_made,
    written,
    written_of,
)
from tests.core.codec.test_codec import CODEC, GOLDEN, INSTANTS

TEXT = "2026-11-21T12:00:00Z"
NOON = pendulum.datetime(2026, 11, 21, 12)
EVENT = CODEC.from_line(GOLDEN, 1).event


def read_and_built() -> tuple[Record, Record]:
    """Return the record of a line twice: as it is read, and as its class builds it."""
    return record_read(3, TEXT, EVENT), Record(position=3, recorded=NOON, event=EVENT)


USES: dict[str, Any] = {
    "instant": lambda record: record.recorded,
    "repr": repr,
    "hash": hash,
    "dict": lambda record: attrs.asdict(record, recurse=False),
    "evolved": lambda record: attrs.evolve(record, position=4),
    "copied": copy.copy,
    "copied deeply": copy.deepcopy,
    "pickled": lambda record: pickle.loads(pickle.dumps(record)),
    "written": written_of,
    "line": CODEC.to_line,
    "zone": lambda record: record.recorded.timezone_name,
    "class": lambda record: type(record.recorded),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_record_that_was_read_is_as_one_that_was_built(use: Any) -> None:
    """Whatever is done with it first gives the same, and it is equal before and after."""
    read, built = read_and_built()
    assert use(read) == use(built)
    assert read == built
    assert record_read(3, TEXT, EVENT) == built
    assert use(read) == use(built)


def test_the_instant_is_made_once() -> None:
    """Asked for twice, it is one object."""
    read, _ = read_and_built()
    assert read.recorded is read.recorded


def test_a_record_cannot_be_changed() -> None:
    """Neither one that was read nor one that was built."""
    for record in read_and_built():
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            record.recorded = NOON  # type: ignore[misc]
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            del record.recorded
        assert record.recorded == NOON


@pytest.mark.parametrize(
    "recorded", [TEXT, None, datetime(2026, 11, 21, tzinfo=UTC), pendulum.DateTime(2026, 11, 21)]
)
def test_what_is_no_aware_instant_builds_no_record(recorded: Any) -> None:
    """Not even the text that a line has."""
    with pytest.raises(LogError, match=r"^recorded: expected an aware pendulum.DateTime, got "):
        Record(position=1, recorded=recorded, event=EVENT)


@pytest.mark.parametrize("position", [0, -1])
def test_positions_count_from_1_in_every_way(position: int) -> None:
    """A record below position 1 is neither built nor read."""
    ways: list[Callable[[], Record]] = [
        lambda: Record(position=position, recorded=NOON, event=EVENT),
        lambda: record_read(position, TEXT, EVENT),
        lambda: CODEC.from_line(GOLDEN, position),
    ]
    for make in ways:
        with pytest.raises(
            LogError, match=rf"^position: expected a position from 1 upwards, got {position};"
        ):
            make()


@given(INSTANTS)
def test_new_records_are_as_their_class_builds_them(recorded: pendulum.DateTime) -> None:
    """Records made for events follow the position given and have the instant given."""
    instant = recorded.in_timezone("UTC")
    built = tuple(Record(position=n, recorded=instant, event=EVENT) for n in (8, 9))
    assert records_made([EVENT, EVENT], after=7, recorded=instant) == built


@given(
    INSTANTS.map(lambda instant: written(instant.in_timezone("UTC")))
    | st.from_regex(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
)
def test_a_text_is_an_instant_if_one_is_made_of_it(text: str) -> None:
    """What is said to be an instant becomes one that is written so, and nothing else does."""
    instant = instant_of(text)
    assert (instant is not None) == is_written(text)
    assert instant is None or written(instant) == text


def test_the_name_of_the_type_is_the_one_of_pendulum() -> None:
    """``Instant`` can be imported, although pendulum is not before that; no other name appears by itself."""
    assert records.Instant is pendulum.DateTime
    with pytest.raises(AttributeError, match=r"has no attribute 'Moment'$"):
        _ = records.Moment
