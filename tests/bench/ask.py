"""How long one question about the shipped log takes, beside a dict and a bisect: ``python -m tests.bench.ask``.

The two are asked in turns, about the same days, and answer the same; medians of the rounds are printed.
"""

from __future__ import annotations

import statistics
import time
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta

from cstotimeline import load

ROUNDS = 31
DAYS = [date(2004, 6, 18) + timedelta(days=37 * n) for n in range(220)]


def seconds(ask: Callable[[date], object]) -> float:
    """Return the time that one of many questions took."""
    begin = time.perf_counter()
    for day in DAYS:
        ask(day)
    return (time.perf_counter() - begin) / len(DAYS)


def main() -> None:
    """Print what a question costs, and how many times the bare look-up that is."""
    history = load()
    presidency = history.presidency
    turns = [turn for turn in presidency.tenures if turn.start.is_date]
    table = {"presidency": ([turn.start.first_ordinal for turn in turns], [turn.holder for turn in turns])}

    def bare(day: date) -> str | None:
        starts, holders = table["presidency"]
        return holders[bisect_right(starts, day.toordinal()) - 1]

    def through(day: date) -> object:
        return history.presidency.at(day)

    assert all(presidency.at(day).holder in (bare(day), None) for day in DAYS)
    ours, theirs, whole = [], [], []
    for _ in range(ROUNDS):
        ours.append(seconds(presidency.at))
        theirs.append(seconds(bare))
        whole.append(seconds(through))
    floor = statistics.median(theirs)
    for name, times in [
        ("bare", theirs),
        ("presidency.at(day)", ours),
        ("history.presidency.at(day)", whole),
    ]:
        middle = statistics.median(times)
        print(f"{name:28} {middle * 1e6:7.3f} us  {middle / floor:5.1f} times the bare look-up")


if __name__ == "__main__":
    main()
