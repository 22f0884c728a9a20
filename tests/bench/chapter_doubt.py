"""Coarse dates: what a tenth of them costs, and what many that overlap cost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

from cstotimeline.core.log.records import Record
from cstotimeline.core.query.tenures import Tenure
from tests.bench.engine import covering, event_of, instant_of, office_of, timeline_of
from tests.bench.facts import drawn, questions
from tests.bench.rounds import Act, Way, asking, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course
from tests.bench.ways import publicly

TITLE = "Doubt"
EVENTS, ASKED = 20_000, 4_000
EXACT, COARSE = "exact days", "a tenth of them months"
AT, GLANCE, ANEW = "public at, first asked", "public glance", "a new Timeline and one answer"
OVERLAPPING = (2, 4, 8, 12, 16)
MONTH = date(2004, 6, 1)


def run(size: Size) -> Iterator[Course]:
    """Yield what doubt costs in a log, and what it costs as more and more coarse dates overlap."""
    yield _tenth(size)
    yield _overlapping(size)


def _tenth(size: Size) -> Course:
    count = size.at_most(EVENTS)
    facts = drawn(count, seed=size.seed)
    chance = random.Random(f"coarse {size.seed}")
    coarse = chance.sample(range(1, count + 1), count // 10)
    asked = publicly(questions(facts, size.at_most(ASKED)))
    ways = []
    for words, months in ((EXACT, []), (COARSE, coarse)):
        offices = timeline_of(facts, months)["office"]
        first = [_said(offices[name].at(day)) for name, day in asked[:50]]
        assert first == [_said(offices[name].value_at(day)) for name, day in asked[:50]]
        fresh = timeline_of(facts, months)["office"]
        ways.append(
            asking(f"{AT}, {words}", lambda name, day, o=fresh: o[name].at(day), asked, seconds=size.seconds)
        )
        ways.append(
            asking(
                f"{GLANCE}, {words}",
                lambda name, day, o=offices: o[name].value_at(day),
                asked,
                seconds=size.seconds,
            )
        )
    free = [Way(name=way.name, ready=way.ready, operations=way.operations) for way in ways]
    claims = [Claim(own=f"{way}, {COARSE}", peer=f"{way}, {EXACT}", kind="within") for way in (AT, GLANCE)]
    notes = ("the two logs have different answers; in each, answers and glances were compared",)
    return course(facts.words, free, rounds=size.rounds, claims=claims, notes=notes)


def _said(answer: Any) -> tuple[object, ...]:
    if isinstance(answer, Tenure):
        return answer.holder, answer.certain, answer.alternatives
    return answer.value.holder, answer.certain, answer.alternatives


def _overlapping(size: Size) -> Course:
    counts = OVERLAPPING[:3] if size.quick else OVERLAPPING
    ways = [_months(count) for count in counts]
    names = [way.name for way in ways]
    return course(
        "one office, so many events of one month, nothing known of their order",
        ways,
        rounds=size.slow,
        claims=[Claim(own=name, peer=names[0], kind="within") for name in names[1:]],
        notes=(f"{ANEW}, asked in the middle of the month",),
    )


def _months(count: int) -> Way:
    records = [
        Record(
            position=number,
            recorded=instant_of(number),
            event=event_of(0, MONTH.toordinal(), number, coarse=True),
        )
        for number in range(1, count + 1)
    ]

    def act() -> object:
        return covering(records)["office"][office_of(0)].at(MONTH.replace(day=15))

    def ready(_: int) -> Act:
        return act

    return Way(name=f"{count} events", ready=ready)
