"""One event that was corrected often, by events that say so, and an ordinary key beside it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from cstotimeline.core.events.amendments import EventCorrected
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from tests.bench.engine import SOURCES, covering, event_of, instant_of, number_of, office_of
from tests.bench.rounds import Way, asking, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course

PER_KEY = 200
CORRECTED, ORDINARY = 0, 1
FIRST_DAY = date(1900, 1, 1).toordinal()


def records(count: int) -> Iterator[Record]:
    """Yield the records of two offices, and then so many corrections of the last event of one."""
    seen = 0
    for number in range(PER_KEY):
        for key in (ORDINARY, CORRECTED):
            seen += 1
            event = event_of(key, FIRST_DAY + number, seen)
            yield Record(position=seen, recorded=instant_of(seen), event=event)
    wrong = event
    for number in range(count):
        seen += 1
        said = PartialDate.of(date.fromordinal(FIRST_DAY + PER_KEY + number))
        correction = EventCorrected(
            id=f"correction-{number}",
            occurred=said,
            sources=SOURCES,
            target=wrong.id,
            replacement=attrs.evolve(wrong, holder=f"h{seen}"),
            reason="somebody else took it",
        )
        yield Record(position=seen, recorded=instant_of(seen), event=correction)


def corrected_key(size: Size, count: int) -> Iterator[Course]:
    """Yield what it costs to ask for the corrected office and for the ordinary one, today and as once recorded."""
    timeline = covering(records(count))
    first, last = 2 * PER_KEY, 2 * PER_KEY + count
    day = date.fromordinal(FIRST_DAY + PER_KEY + count + 1)
    chance = random.Random(f"corrections {size.seed} {count}")
    seen = [first + 1 + int(chance.random() * count) for _ in range(200)]
    for words, times in (
        ("as recorded by now", [()] * len(seen)),
        ("as once recorded", [(instant_of(n),) for n in seen]),
    ):
        names = {key: f"{words}, {what}" for key, what in ((CORRECTED, "corrected"), (ORDINARY, "ordinary"))}
        ways = []
        for key, name in names.items():
            asked = [(office_of(key), day, *one) for one in times]
            expected = [_expected(key, number if times[0] else last, last) for number in seen]
            for number, question in list(zip(expected, asked, strict=True))[:3]:
                assert number_of(_glance(timeline, *question)) == number
            ask = lambda *question: _glance(timeline, *question)  # noqa: E731
            ways.append(_unchecked(asking(name, ask, asked, seconds=size.seconds)))
        claim = Claim(own=names[CORRECTED], peer=names[ORDINARY], kind="within")
        title = f"public glance: one event corrected {count:,} times by events, {words}"
        notes = ("the two keys have different answers; three of each were compared with what they must be",)
        yield course(title, ways, rounds=size.slow, claims=[claim], notes=notes)


def _expected(key: int, seen: int, last: int) -> int:
    return 2 * PER_KEY - 1 if key == ORDINARY else min(seen, last)


def _glance(timeline: Timeline, name: str, day: date, *recorded: Any) -> Any:
    return timeline["office"][name].value_at(day, recorded=recorded[0] if recorded else None)


def _unchecked(way: Way) -> Way:
    return Way(name=way.name, ready=way.ready, operations=way.operations)
