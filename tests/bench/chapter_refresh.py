"""One record more: the timeline extended by it, or made anew of all records; and the next question."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from tests.bench.engine import covering, event_of, instant_of, number_of, office_of, records_of
from tests.bench.facts import FIRST, SPAN, a_day, drawn
from tests.bench.rounds import Act, Way, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course

TITLE = "One record more: refresh, or rebuild"
REFRESH, REBUILD = "extended, then a glance", "a new Timeline, then a glance"
REFRESH_AT, REBUILD_AT = "extended, then an answer", "a new Timeline, then an answer"
LATE = FIRST + SPAN // 2


def run(size: Size) -> Iterator[Course]:
    """Yield one comparison for each size up to 100,000."""
    for events in size.events[:2]:
        facts = drawn(events, seed=size.seed)
        records = list(records_of(facts))
        held = covering(records)
        name = office_of(0)
        held["office"][name].value_at(a_day(LATE))
        held["office"][name].at(a_day(LATE))
        ways = [
            _way(REFRESH, records, held, "value_at"),
            _way(REBUILD, records, None, "value_at"),
            _way(REFRESH_AT, records, held, "at"),
            _way(REBUILD_AT, records, None, "at"),
        ]
        yield course(
            facts.words,
            ways,
            rounds=size.slow,
            expected=[events + 1],
            claims=[
                Claim(own=REFRESH, peer=REBUILD, kind="faster"),
                Claim(own=REFRESH_AT, peer=REBUILD_AT, kind="faster"),
            ],
        )


def _way(name: str, records: list[Record], held: Timeline | None, question: str) -> Way:
    """Return the way that takes in one more record of one office, of an early day, and asks for that office.

    What was extended is extended again in the next round, as a log that is followed.
    """
    kept = [held]
    places = count(len(records) + 1)

    def act() -> object:
        position = next(places)
        day = LATE + position
        event = event_of(0, day, position)
        record = Record(position=position, recorded=instant_of(position), event=event)
        before = kept[0]
        grown = covering([*records, record]) if before is None else before.extended([record])
        if before is not None:
            kept[0] = grown
        return getattr(grown["office"][office_of(0)], question)(a_day(day))

    def ready(_: int) -> Act:
        return act

    return Way(name=name, ready=ready, answers=lambda: [number_of(act())])
