"""Our own ways: the bare index, and whole timelines of events made of the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from operator import itemgetter
from typing import Any, ClassVar

import attrs
import pendulum

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, TakesOffice, office
from cstotimeline.core.index.bitemporal import BitemporalIndex, Version
from cstotimeline.core.index.checkpoints import CheckpointedStates
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.log.records import Instant, Record, written
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from tests.bench.facts import Facts

SOURCES = (Citation(publisher="a gazette", address="https://gazette.example/2004"),)
DAY_SECONDS = 86_400


@attrs.frozen(kw_only=True)
class SeatTaken(Event):
    """Somebody takes an office."""

    kind: ClassVar[str] = "seat_taken"

    office: str
    holder: str


CODEC = Codec([SeatTaken])
HOLDER = office(
    "office",
    lambda event: TakesOffice(event.holder),
    kinds=(SeatTaken,),
    key=lambda event: event.office,
    before=Absence.NOT_YET_FILLED,
)


def index_of(facts: Facts) -> BitemporalIndex[int, int]:
    """Return the bare index of facts, as one that loads them all at once."""
    index: BitemporalIndex[int, int] = BitemporalIndex()
    index.extend(Version(*fact) for fact in facts)
    return index


def every_key(index: BitemporalIndex[int, int], day: int, seen: int | None = None) -> dict[int, int]:
    """Return the value of every key of an index that has one on a day, by what had been seen."""
    at = index.at
    found = ((key, at(key, day, seen)) for key in index)
    return {key: value for key, value in found if value is not None}


def states_of(facts: Facts) -> CheckpointedStates[int, int]:
    """Return the checkpoints of all keys, of facts in the order in which they were seen."""
    return CheckpointedStates((key, day, value) for key, day, _, value in sorted(facts, key=itemgetter(2)))


def office_of(key: int) -> str:
    """Return the name of an office."""
    return f"office-{key}"


def instant_of(seen: int) -> Instant:
    """Return the instant at which a fact was recorded: a second for each."""
    days, seconds = divmod(seen, DAY_SECONDS)
    day = date.fromordinal(date(2000, 1, 1).toordinal() + days)
    hour, minute, second = seconds // 3_600, seconds // 60 % 60, seconds % 60
    return Instant(day.year, day.month, day.day, hour, minute, second, tzinfo=pendulum.UTC)


def event_of(key: int, day: int, seen: int, *, coarse: bool = False) -> SeatTaken:
    """Return a fact as an event; ``coarse`` ones say the month only."""
    when = date.fromordinal(day)
    occurred = PartialDate.parse(f"{when.year:04}-{when.month:02}") if coarse else PartialDate.of(when)
    return SeatTaken(
        id=f"seat-{seen}", occurred=occurred, sources=SOURCES, office=office_of(key), holder=f"h{seen}"
    )


def records_of(facts: Facts, coarse: Iterable[int] = ()) -> Iterator[Record]:
    """Yield the facts as records of a log; those with the numbers in ``coarse`` say the month only."""
    months = frozenset(coarse)
    for key, day, seen, _ in facts:
        event = event_of(key, day, seen, coarse=seen in months)
        yield Record(position=seen, recorded=instant_of(seen), event=event)


def lines_of(facts: Facts) -> Iterator[str]:
    """Yield the lines that the codec writes of those records; put together by hand, since there are millions."""
    source = f'{{"publisher": "{SOURCES[0].publisher}", "address": "{SOURCES[0].address}"}}'
    for key, day, seen, _ in facts:
        yield (
            f'{{"recorded": "{written(instant_of(seen))}", "kind": "seat_taken", "version": 1, "id": "seat-{seen}", '
            f'"occurred": "{date.fromordinal(day).isoformat()}", "office": "{office_of(key)}", "holder": "h{seen}", '
            f'"sources": [{source}]}}'
        )


def covering(records: Iterable[Record]) -> Timeline:
    """Return the timeline of records that claim to cover all days, those after their own as well."""
    return Timeline(records, [HOLDER], through=date.max)


def timeline_of(facts: Facts, coarse: Iterable[int] = ()) -> Timeline:
    """Return the timeline of facts, ready to be asked."""
    months = frozenset(coarse)
    with gc_paused():
        if months:
            return covering(records_of(facts, months))
        return covering(map(CODEC.from_line, lines_of(facts), count(1)))


def number_of(answer: Any) -> int | None:
    """Return what a tenure or a glance says, as facts have it; None where nobody holds the office.

    Raises:
        AssertionError: it is not certain, or leaves something open.
    """
    assert answer.certain
    assert not answer.alternatives
    holder = answer.holder if isinstance(answer, Tenure) else answer.value.holder
    return None if holder is None else int(holder[1:])
