"""An oracle for instants: the second reading of a history by the second, slow and obvious.

When an event may have taken effect is found by trying: which seconds are, in the zone of the event, of the civil
day that it names. Enumerated are the earliest seconds at which an order of events can come about.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import permutations, product
from typing import Any
from zoneinfo import ZoneInfo

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.testing.oracle import Oracle, Pair, Run

QUARTER = 900
"""All offsets of today's zones are whole quarters of an hour, in seconds."""


class InstantOracle(Oracle):
    """All that some events together allow, one instant at a time; three events are many."""

    def views_at(self, projection: Projection[Any], instant: datetime, key: Hashable = "") -> set[Any]:
        """Return every answer that a choice of seconds gives at an instant."""
        second = _epoch(instant)
        runs = self._seconds(self._pairs(projection, key), second)
        return {self._fold(projection, [e for when, e in run if when <= second], key) for run in runs}

    def shown_at(self, projection: Projection[Any], instant: datetime, key: Hashable = "") -> Any:
        """Return the answer of what has surely happened at an instant, each event in its last possible second."""
        pairs = self._pairs(projection, key)
        last = {name: extent(event)[-1] for name, event in self.events.items()}
        for _ in pairs:
            for earlier, later in pairs:
                last[earlier] = min(last[earlier], last[later])
        run = self._in_order(last, pairs)
        return self._fold(projection, [e for when, e in run if when <= _epoch(instant)], key)

    def is_possible(self, projection: Projection[Any], key: Hashable = "") -> bool:
        """Return whether any choice of seconds respects all predecessors and the order within civil days."""
        return bool(self._seconds(self._pairs(projection, key), 0))

    def _pairs(self, projection: Projection[Any], key: Hashable) -> set[Pair]:
        """Return which events of one key come before which: named, implied, or because by the day they surely do.

        By the day, of two that surely share a day, one comes before the other whatever days the rest have.
        """
        pairs = {*self._named(), *self.implied(projection, key)}
        mine = [name for name, event in self.events.items() if projection.key_of(event) == key]
        runs = [
            {event.id: (day, place) for place, (day, event) in enumerate(run)} for run in self.runs(pairs)
        ]
        for one, other in permutations(mine, 2):
            days = {run[name][0] for run in runs for name in (one, other)}
            is_first = all(run[one][1] < run[other][1] for run in runs)
            is_open = extent(self.events[one])[0] <= extent(self.events[other])[-1]
            if len(days) == 1 and is_first and is_open:
                pairs.add((one, other))
        return pairs

    def _seconds(self, pairs: Iterable[Pair], asked: int) -> list[Run]:
        names = sorted(self.events)
        begins = {extent(self.events[name])[0] for name in names} | {asked + 1}
        packed = sorted({second + n for second in begins for n in range(len(names))})
        spans = [[second for second in packed if second in extent(self.events[name])] for name in names]
        choices = (dict(zip(names, seconds, strict=True)) for seconds in product(*spans))
        wanted = set(pairs)
        return [
            self._in_order(seconds, wanted)
            for seconds in choices
            if all(seconds[earlier] <= seconds[later] for earlier, later in wanted)
        ]


def extent(event: Event) -> range:
    """Return the seconds of UTC since 1970 at which an event may have taken effect."""
    day, clock = event.effective.earliest, event.effective.text.partition("T")[2]
    last = event.effective.latest
    if day is None or last is None:
        raise ValueError(f"{event.id} has no date")
    if len(clock) > 8:
        moment = _epoch(datetime.fromisoformat(event.effective.text))
        return range(moment, moment + 1)
    zones: Sequence[tzinfo] = [ZoneInfo(event.zone)] if event.zone else _EVERYWHERE
    shown = (
        (second, datetime.fromtimestamp(second, zone)) for zone in zones for second in _near(day, last, clock)
    )
    if clock:
        local = datetime.fromisoformat(event.effective.text)
        found = [second for second, clocks in shown if clocks.replace(tzinfo=None) == local]
        return range(min(found), max(found) + 1)
    found = [second for second, clocks in shown if day <= clocks.date() <= last]
    return range(min(found), max(found) + QUARTER)


_EVERYWHERE = [timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))]


def _near(first: date, last: date, clock: str) -> Iterator[int]:
    """Yield seconds, a quarter of an hour apart, from a day before ``first`` to a day after ``last``."""
    _, minutes, seconds = (int(part) for part in (clock or "00:00:00").split(":"))
    start = _epoch(datetime(first.year, first.month, first.day, tzinfo=UTC)) - 86_400
    end = _epoch(datetime(last.year, last.month, last.day, tzinfo=UTC)) + 2 * 86_400
    yield from range(start + minutes % 15 * 60 + seconds, end, QUARTER)


def _epoch(instant: datetime) -> int:
    return int(instant.timestamp())
