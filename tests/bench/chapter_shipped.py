"""One question about the shipped log, beside a dict and a bisect."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from cstotimeline import load
from tests.bench.rounds import asking, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course

TITLE = "The presidency of the CSTO on a day"
DAYS = [date(2004, 6, 18) + timedelta(days=37 * n) for n in range(220)]
AT, THROUGH, GLANCE, BARE = (
    "presidency.at(day)",
    "history.presidency.at(day)",
    "presidency.value_at(day)",
    "dict and bisect over arrays",
)


def run(size: Size) -> Iterator[Course]:
    """Yield the comparison: the same days over and over, as a page that shows them would ask."""
    history = load()
    presidency = history.presidency
    turns = [turn for turn in presidency.tenures if turn.start.is_date]
    table = {
        "presidency": (
            array("q", [turn.start.first_ordinal for turn in turns]),
            [turn.holder for turn in turns],
        )
    }

    def bare(day: date) -> str | None:
        starts, holders = table["presidency"]
        return holders[bisect_right(starts, day.toordinal()) - 1]

    certain = [day for day in DAYS if presidency.at(day).holder is not None]
    days = [(day,) for day in certain] * 20
    ways = [
        asking(BARE, bare, days, seconds=size.seconds),
        asking(AT, presidency.at, days, seconds=size.seconds, plain=lambda tenure: tenure.holder),
        asking(
            THROUGH,
            lambda day: history.presidency.at(day),  # noqa: PLW0108  the presidency is asked for as well
            days,
            seconds=size.seconds,
            plain=lambda tenure: tenure.holder,
        ),
        asking(GLANCE, presidency.value_at, days, seconds=size.seconds, plain=lambda seat: seat.value.holder),
    ]
    yield course(
        f"the shipped log, {len(history.log):,} events, {len(certain)} days asked again and again",
        ways,
        rounds=size.rounds,
        claims=[
            Claim(own=AT, peer=BARE, kind="within", bound=8, source="issue"),
            Claim(own=GLANCE, peer=BARE, kind="within"),
            Claim(own=THROUGH, peer=BARE, kind="within"),
        ],
    )
