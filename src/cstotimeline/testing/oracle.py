"""An oracle: a second reading of a history, slow and obvious, to hold the engine against.

It enumerates every choice of days, puts the events of each into their order, and folds. Corrections, rivals,
clocks and offices are read here anew: nothing of the engine is used but the classes of events, the bounds of
dates, and the functions that a projection itself brings along.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import product
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import LeavesOffice, NoHolder, Office, TakesOffice
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.edtf import PartialDate

Days = Mapping[str, int]
"""A choice: the ordinal of one day for each event id."""

Pair = tuple[str, str]
"""The ids of two events of which the first came before the second in any case."""

Run = list[tuple[int, Event]]
"""Events in the order in which they took effect, each with its day."""

Choose = Callable[[Sequence[Event]], Event]
"""A rule that picks, of rivals sorted by id, the one that counts."""


@attrs.frozen
class Sitting:
    """How an office stands."""

    holder: str | None = None
    acting: bool = False
    absence: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return the holder's name, with ``(acting)``, or the reason for there being none."""
        return f"{self.holder}{' (acting)' if self.acting else ''}" if self.holder else str(self.absence)


@attrs.frozen(kw_only=True)
class Told:
    """What the oracle says of an office on a day."""

    holder: str | None
    acting: bool
    absence: str | None
    start: PartialDate
    end: PartialDate
    certain: bool
    alternatives: frozenset[str]


class Oracle:
    """All that some events together allow, one civil day at a time."""

    def __init__(self, events: Iterable[Event], choose: Choose | None = None) -> None:
        self.events = counting(events, choose)
        self._cached: dict[frozenset[Pair], list[Run]] = {}

    def runs(self, pairs: Iterable[Pair] = ()) -> list[Run]:
        """Return, for every choice of days that respects the bounds and the predecessors, the events in their order.

        Predecessors are those that events name, and ``pairs`` of ids, the earlier one first.
        """
        every = frozenset({*pairs, *self._named()})
        if every not in self._cached:
            names = sorted(self.events)
            spans = [_span(self.events[name]) for name in names]
            choices = (dict(zip(names, days, strict=True)) for days in product(*spans))
            self._cached[every] = [
                self._in_order(days, every)
                for days in choices
                if all(days[earlier] <= days[later] for earlier, later in every)
            ]
        return self._cached[every]

    def _named(self) -> set[Pair]:
        return {(p, name) for name, event in self.events.items() for p in event.after if p in self.events}

    def _in_order(self, days: Days, pairs: Collection[Pair]) -> Run:
        order: list[str] = []
        for day in sorted(set(days.values())):
            waiting = [name for name in days if days[name] == day]
            while waiting:
                free = [n for n in waiting if not any((other, n) in pairs for other in waiting)]
                first = min(free, key=lambda n: tie(self.events[n]))
                waiting.remove(first)
                order.append(first)
        return [(days[name], self.events[name]) for name in order]

    def latest(self, pairs: Iterable[Pair] = ()) -> Run:
        """Return the run in which every event takes effect on its last possible day."""
        runs = [{event.id: day for day, event in run} for run in self.runs(pairs)]
        last = {name: max(days[name] for days in runs) for name in self.events}
        return self._in_order(last, {*pairs, *self._named()})

    def happened(self, day: date, pairs: Iterable[Pair] = ()) -> set[tuple[str, ...]]:
        """Return every sequence of event ids that may have happened by the end of a day."""
        until = day.toordinal()
        return {tuple(e.id for when, e in run if when <= until) for run in self.runs(pairs)}

    def views(self, projection: Projection[Any], day: date, key: Hashable = "") -> set[Any]:
        """Return every answer that a choice of days gives, at the end of a day."""
        sequences = self.happened(day, self.implied(projection, key))
        return {self._fold(projection, map(self.events.__getitem__, names), key) for names in sequences}

    def shown(self, projection: Projection[Any], day: date, key: Hashable = "") -> Any:
        """Return the answer of what has surely happened by the end of a day."""
        run = self.latest(self.implied(projection, key))
        return self._fold(projection, [e for when, e in run if when <= day.toordinal()], key)

    def _fold(self, projection: Projection[Any], events: Iterable[Event], key: Hashable) -> Any:
        mine = [event for event in events if _has_key(projection, event, key)]
        if isinstance(projection, Office):
            return _sat(projection, mine)
        state = projection.initial
        for event in mine:
            state = projection.apply(state, event)
        return projection.view(state)

    def implied(self, projection: Projection[Any], key: Hashable = "") -> list[Pair]:
        """Return who took office after whom because they name the one before, where only one can be meant."""
        if not isinstance(projection, Office):
            return []
        events = [event for event in self.events.values() if _has_key(projection, event, key)]
        took = [(e, step) for e in events if isinstance(step := projection.steps(e), TakesOffice)]
        pairs: list[Pair] = []
        for event, step in took:
            last = _span(event)[-1]
            meant = [e.id for e, take in took if take.holder == step.predecessor and _span(e)[0] <= last]
            if len(meant) == 1 and meant != [event.id]:
                pairs.append((meant[0], event.id))
        return [(one, other) for one, other in pairs if (other, one) not in pairs]

    def office(self, projection: Office, day: date, key: Hashable = "") -> Told:
        """Return who holds an office at the end of a day, since when and until when, and who else may."""
        run = self.latest(self.implied(projection, key))
        every = [(when, event) for when, event in run if _has_key(projection, event, key)]
        sittings = [_sat(projection, [e for _, e in every[:n]]) for n in range(len(every) + 1)]
        step = sum(when <= day.toordinal() for when, _ in every)
        mine = sittings[step]
        first, last = step, step + 1
        while first and sittings[first - 1] == mine:
            first -= 1
        while last < len(sittings) and sittings[last] == mine:
            last += 1
        start = PartialDate.OPEN
        if first:
            begun = projection.steps(every[first - 1][1])
            seen_in_office = isinstance(begun, TakesOffice) and begun.attested
            start = PartialDate.UNKNOWN if seen_in_office else every[first - 1][1].effective
        views = self.views(projection, day, key)
        alternatives = {view.label for view in views - {mine}} | {
            name for view in views for name in view.candidates
        }
        return Told(
            holder=mine.holder,
            acting=mine.acting,
            absence=mine.absence,
            start=start,
            end=every[last - 1][1].effective if last < len(sittings) else PartialDate.OPEN,
            certain=views == {mine} and not mine.candidates and mine.absence != "no data",
            alternatives=frozenset(alternatives - {mine.label}),
        )

    def group(self, projection: Office, statuses: Collection[str], day: date) -> set[frozenset[Hashable]]:
        """Return every set of names that may stand in one of ``statuses`` at the end of a day."""
        mine = [event for event in self.events.values() if isinstance(event, projection.kinds)]
        keys = {projection.key(event) for event in mine if projection.key is not None}
        return {
            frozenset(key for key in keys if self._holder(projection, names, key) in statuses)
            for names in self.happened(day)
        }

    def _holder(self, projection: Office, names: Iterable[str], key: Hashable) -> str | None:
        sitting: Sitting = self._fold(projection, map(self.events.__getitem__, names), key)
        return sitting.holder


def tie(event: Event) -> tuple[float, int, str]:
    """Return what orders events of one day: no time of day first, then the time, the kind's order, the id."""
    return (_second(event.effective, event.zone), event.order, event.id)


def _second(when: PartialDate, zone: str = "") -> float:
    """Return the second of the day, in UTC where offset or zone tell it; endlessly far back without a time of day."""
    day, _, clock = when.text.partition("T")
    if not clock:
        return -inf
    local = datetime.fromisoformat(when.text)
    if local.tzinfo is None:
        local = local.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
    return local.timestamp() - datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()


def _span(event: Event) -> range:
    first, last = event.effective.earliest, event.effective.latest
    if first is None or last is None:
        raise ValueError(f"{event.id} has no date")
    return range(first.toordinal(), last.toordinal() + 1)


def _has_key(projection: Projection[Any], event: Event, key: Hashable) -> bool:
    if not isinstance(event, projection.kinds):
        return False
    return key == ("" if projection.key is None else projection.key(event))


def _sat(projection: Office, events: Iterable[Event]) -> Sitting:
    """Return how an office stands after ``events``, read off the steps that they mean."""
    initial = projection.initial
    now = Sitting(absence=None if initial.absence is None else initial.absence.value)
    for event in events:
        step = projection.steps(event)
        if isinstance(step, TakesOffice):
            now = Sitting(step.holder, step.acting)
        elif isinstance(step, LeavesOffice) and now.holder == step.holder:
            now = Sitting(absence="vacant")
        elif isinstance(step, NoHolder):
            now = Sitting(absence=step.absence.value, candidates=step.candidates)
    return now


def standing(events: Iterable[Event]) -> dict[str, Event]:
    """Return what stands after corrections and retractions, by id.

    What nobody speaks about is read first; then, again and again, what only such events speak about.
    """
    waiting = {event.id: event for event in events}
    waiting = {name: event for name, event in waiting.items() if _leads_somewhere(event, waiting)}
    undone: set[str] = set()
    proposals: dict[str, list[tuple[Any, Event]]] = {}
    result: dict[str, Event] = {}
    while waiting:
        targets = {e.target for e in waiting.values() if isinstance(e, EventCorrected | EventRetracted)}
        event = waiting.pop(next(name for name in waiting if name not in targets))
        if event.id in undone:
            continue
        if isinstance(event, EventRetracted):
            undone.add(event.target)
            continue
        said = event.replacement if isinstance(event, EventCorrected) else event
        if event.id in proposals:
            said = max(proposals[event.id], key=lambda proposal: proposal[0])[1]
        if isinstance(event, EventCorrected):
            when = event.occurred
            newest = (when.earliest, when.latest, _second(when), event.id)
            proposals.setdefault(event.target, []).append((newest, said))
        else:
            result[event.id] = said
    return result


def _leads_somewhere(event: Event, events: Mapping[str, Event]) -> bool:
    while isinstance(event, EventCorrected | EventRetracted):
        if event.target not in events:
            return False
        event = events[event.target]
    return True


_TIERS = ("official", "agency", "press", "research", "reference")
_RANKS = ("preferred", "normal", "deprecated")


def choose(rivals: Sequence[Event]) -> Event:
    """Return the rival that counts: highest rank, nearest source, newest source, then first id."""

    def merit(event: Event) -> tuple[int, int, int, str]:
        nearest = min(_TIERS.index(source.tier) for source in event.sources)
        newest = max(s.published.latest.toordinal() if s.published.latest else 0 for s in event.sources)
        return (_RANKS.index(event.rank), nearest, -newest, event.id)

    return min(rivals, key=merit)


def counting(events: Iterable[Event], choice: Choose | None = None) -> dict[str, Event]:
    """Return the events that count, by id: corrected, not retracted, and preferred among their rivals."""
    said = standing(events)
    claims: dict[str, list[Event]] = {}
    for event in said.values():
        claims.setdefault(event.claim or f"only {event.id}", []).append(event)
    winners = [(choice or choose)(sorted(rivals, key=lambda e: e.id)) for rivals in claims.values()]
    return {event.id: event for event in winners}


def known_by(events: Iterable[Event], day: date) -> list[Event]:
    """Return the events that were public by the end of a day, on the last day that their dates may mean."""
    return [event for event in events if _public(event) <= day]


def _public(event: Event) -> date:
    told = event.occurred.latest if event.disclosed.latest is None else event.disclosed.latest
    return told or date.max


def recorded_by(records: Iterable[Record], instant: datetime) -> list[Event]:
    """Return the events that a log held at an instant."""
    return [record.event for record in records if record.recorded <= instant]
