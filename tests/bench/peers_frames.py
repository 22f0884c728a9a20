"""Data frames that hold the same facts, ordered by key and day: polars and pandas, asked one question at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bench.facts import Facts
from tests.bench.settings import peer

Ask = Callable[..., Any]
POLARS, PANDAS = "polars", "pandas"


def _columns(facts: Facts, *, by_day: bool) -> dict[str, list[int]]:
    rows = sorted(facts, key=(lambda fact: fact[1]) if by_day else None)
    return {name: [row[n] for row in rows] for n, name in enumerate(("key", "day", "seen", "value"))}


def polars_asking(facts: Facts) -> Ask:
    """Return the question for one key, and for one that was seen by a number too, by a filter.

    Raises:
        Absent: polars is not installed.
    """
    polars = peer("polars")
    frame = polars.DataFrame(_columns(facts, by_day=False))
    key, day, seen = polars.col("key"), polars.col("day"), polars.col("seen")

    def ask(*question: int) -> Any:
        wanted = (key == question[0]) & (day <= question[1])
        if len(question) == 3:
            wanted &= seen <= question[2]
        return frame.filter(wanted)["value"]

    return ask


def polars_state(facts: Facts) -> Ask:
    """Return the question for all keys on a day: the last row of each among those before it.

    Raises:
        Absent: polars is not installed.
    """
    polars = peer("polars")
    frame = polars.DataFrame(_columns(facts, by_day=True))
    days = frame["day"]

    def ask(day: int) -> Any:
        before = frame.head(days.search_sorted(day, side="right"))
        return before.group_by("key").agg(polars.col("value").last())

    return ask


def pandas_asking(facts: Facts) -> Ask:
    """Return the question for one key, and for one that was seen by a number too, by a mask.

    Raises:
        Absent: pandas is not installed.
    """
    frame = peer("pandas").DataFrame(_columns(facts, by_day=False))
    key, day, seen, value = (frame[name] for name in ("key", "day", "seen", "value"))

    def ask(*question: int) -> Any:
        wanted = (key == question[0]) & (day <= question[1])
        if len(question) == 3:
            wanted &= seen <= question[2]
        return value[wanted]

    return ask


def pandas_state(facts: Facts) -> Ask:
    """Return the question for all keys on a day.

    Raises:
        Absent: pandas is not installed.
    """
    frame = peer("pandas").DataFrame(_columns(facts, by_day=True))
    days = frame["day"].to_numpy()

    def ask(day: int) -> Any:
        before = frame.iloc[: int(days.searchsorted(day, side="right"))]
        return before.drop_duplicates("key", keep="last")

    return ask


def last(column: Any) -> int | None:
    """Return the last value of a column; None where it is empty."""
    return int(column.to_numpy()[-1]) if len(column) else None


def as_state(frame: Any) -> dict[int, int]:
    """Return a frame of key and value as a state."""
    return dict(zip(map(int, frame["key"]), map(int, frame["value"]), strict=True))
