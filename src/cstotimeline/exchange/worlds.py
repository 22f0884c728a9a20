"""Worlds: whole histories with concrete dates, drawn so that they keep the orders that the history states.

A number worked out on each of many worlds has the spread that the dates leave open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.errors import Fault, TableError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.bounded_events import BoundedEvent
from cstotimeline.core.fold.predecessors import topological_order
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.term_ends import TermEnd, end_id, ends_before, stated_id
from cstotimeline.core.fold.variants import Variant
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline

MOST = 1_000_000
Span = tuple[int, int]
Before = dict[str, set[str]]


def worlds(timeline: Timeline, n: int, seed: int = 0) -> Iterator[Any]:
    """Yield histories with concrete dates; see :meth:`Timeline.worlds`."""
    if type(n) is not int or not 0 <= n <= MOST:
        what = f"expected a number of worlds from 0 to {MOST:,}, got {shown(n)}"
        raise TableError(Fault(where="worlds", what=what, remedy="ask for fewer"))
    return _drawn(timeline, n, Random(seed))  # noqa: S311  the same seed gives the same worlds


def _drawn(timeline: Timeline, n: int, random: Random) -> Iterator[Any]:
    resolved = timeline.resolved
    scope = timeline.scope
    choices = [_Choices.of(timeline, resolved, variant) for variant in resolved.variants]
    default = scope.coverage.default
    through = max((last for _, last in default), default=0)
    if scope.clocks.known is not None:
        through = min(through, scope.clocks.known.ordinal)
    for _ in range(n):
        events = random.choice(choices).drawn(random)
        yield timeline.in_scope(Scope(events, None, prefer=scope.prefer, through=through))


@attrs.frozen(kw_only=True, eq=False)
class _Choices:
    """The events of one variant, with the days that each may have and which came before which."""

    events: Mapping[str, Event]
    spans: Mapping[str, Span]
    before: Mapping[str, set[str]]
    open_before: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, timeline: Timeline, resolved: ResolvedEvents, variant: Variant) -> _Choices:
        """Return what may be chosen in a variant, by all projections of a timeline."""
        own = resolved
        if variant is not resolved.variants[0]:
            own = ResolvedEvents(variant.listed.values(), prefer=resolved.prefer)
        spans: dict[str, Span] = {}
        before: Before = {}
        open_before: dict[str, tuple[str, ...]] = {}
        ordering = own.ordering(Granularity.DAY)
        groups: list[Iterable[BoundedEvent]] = [ordering.place(variant.events.values())]
        for projection in timeline.projections.values():
            groups += [history.placed for history in own.histories(projection).values()]
        for group in groups:
            placed = [item for item in group if not _ends_some_day(item.event)]
            names = {item.rank: item.event.id for item in placed}
            for item in placed:
                name = item.event.id
                low, high = spans.get(name, (item.low, item.high))
                spans[name] = (max(low, item.low), min(high, item.high))
                before.setdefault(name, set()).update(names[rank] for rank in item.after if rank in names)
                if isinstance(item.event, TermEnd):
                    before[name].add(item.event.of)
                if item.acts_on:
                    open_before[name] = item.acts_on
        lost = {rival.id for rivals in variant.rivals.values() for rival in rivals}
        kept = {name: event for name, event in variant.listed.items() if name not in lost}
        events = {**kept, **variant.events}
        for name, event in events.items():
            until = _until(event)
            if name in spans and until is not None and not ends_before(event.effective, until):
                low, high = spans[name]
                if low > until.last_ordinal:  # stated orders that contradict the end are not kept
                    low = event.effective.first_ordinal
                spans[name] = (low, min(high, until.last_ordinal))
        return cls(events=events, spans=spans, before=before, open_before=open_before)

    def drawn(self, random: Random) -> dict[str, Event]:
        """Return the events, each on one day that it may have; who came before whom is kept."""
        before = {name: set(earlier) for name, earlier in self.before.items()}
        for name, others in self.open_before.items():
            before[name].add(random.choice(others))
        spans = dict(self.spans)
        order = topological_order(sorted(spans), before)
        order += sorted(spans.keys() - set(order))
        for name in reversed(order):
            for earlier in before[name] & spans.keys():
                first, last = spans[earlier]
                limit = spans[name][1] - _least_days(earlier, name)
                if first <= limit:
                    spans[earlier] = (first, min(last, limit))
        days: dict[str, int] = {}
        for name in order:
            first, last = spans[name]
            earliest = [days[one] + _least_days(one, name) for one in before[name] if one in days]
            since = max([first, *earliest])
            days[name] = self._day_of(name, since if since <= last else first, last, random)
        return {
            name: _on(event, days.get(name), days.get(end_id(name)), random)
            for name, event in self.events.items()
        }

    def _day_of(self, name: str, first: int, last: int, random: Random) -> int:
        """Return one of the days of an event, or of the end of a term: the day after one of its last day."""
        if name in self.events:
            return _day(self.events[name].effective, first, last, random)
        until = _until(self.events[stated_id(name)])
        return first if until is None else _day(until, first - 1, last - 1, random) + 1


def _ends_some_day(event: Event) -> bool:
    """Return whether an event is the end of a term of which no day is told; it is not drawn."""
    return isinstance(event, TermEnd) and event.is_unknown


def _least_days(earlier: str, later: str) -> int:
    """Return how many days one event comes after another at least: the end of a term, one day after its start."""
    return int(later == end_id(earlier))


def _until(event: Event) -> PartialDate | None:
    """Return the last day that an event tells itself."""
    until: object = getattr(event, "until", None)
    return until if isinstance(until, PartialDate) and until.is_date else None


def _day(when: PartialDate, first: int, last: int, random: Random) -> int:
    """Return one of the days that a date may mean, from ``first`` to ``last``; where there is none, the last before."""
    days = when.ordinals
    low, high = bisect_left(days, first), bisect_right(days, last)
    return days[random.randrange(low, high)] if low < high else days[max(low - 1, 0)]


def _on(event: Event, day: int | None, end: int | None, random: Random) -> Event:
    """Return an event as one that took effect on a day, its other dates drawn as well; ``end`` is the day after the
    last one that it tells.
    """
    fields: dict[str, Any] = {}
    if event.effective == event.occurred:
        if day is not None:
            fields["occurred"] = _concrete(event.occurred, day)
    else:
        if day is not None:
            fields["effective"] = _concrete(event.effective, day)
        fields["occurred"] = _any_day(event.occurred, random, until=day)
    until = _until(event)
    if until is not None and end is not None:
        fields["until"] = _concrete(until, end - 1)
    elif until is not None:
        since = max(until.first_ordinal, day or 0)
        fields["until"] = _concrete(until, _day(until, since, max(until.last_ordinal, since), random))
    if event.disclosed.is_date:
        fields["disclosed"] = _any_day(event.disclosed, random)
    changed: dict[str, Any] = {name: when for name, when in fields.items() if when != getattr(event, name)}
    return attrs.evolve(event, **changed) if changed else event


def _concrete(when: PartialDate, day: int) -> PartialDate:
    """Return a date as a day, unless it is an exact one, or an instant."""
    return when if when.is_exact or when.clock is not None else PartialDate.of_ordinal(day)


def _any_day(when: PartialDate, random: Random, until: int | None = None) -> PartialDate:
    first, last = when.first_ordinal, when.last_ordinal
    if until is not None and first <= until < last:
        last = until
    return _concrete(when, _day(when, first, last, random))
