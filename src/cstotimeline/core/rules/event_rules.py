"""Rules about single events."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.rules.rule import Finding, Rule, likelihood
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.intervals import Likelihood


@attrs.frozen(kw_only=True)
class NoOverlap(Rule):
    """Stretches of one key do not overlap: ``stretch`` reads an event's first and last day, None where it has
    none.
    """

    key: Callable[[Any], Hashable | None]
    stretch: Callable[[Any], tuple[PartialDate, PartialDate] | None]
    kinds: tuple[type[Event], ...] = (Event,)

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each two stretches of a key that overlap."""
        groups: dict[Hashable, list[tuple[Event, PartialDate, PartialDate]]] = {}
        for event in events.events.values():
            if not isinstance(event, self.kinds):
                continue
            key, found = self.key(event), self.stretch(event)
            if key is not None and found is not None:
                groups.setdefault(key, []).append((event, *found))
        for key, stretches in groups.items():
            stretches.sort(key=lambda s: (s[1].sort_key, s[0].id))
            for number, (one, _, end) in enumerate(stretches):
                over = bisect_left(stretches, end.last_ordinal, key=lambda s: s[1].first_ordinal)
                for other, start, _ in stretches[number + 1 : over]:
                    surely = start.last_ordinal < end.first_ordinal
                    message = f"{key}: {other.id} begins ({start}) before {one.id} ends ({end})"
                    yield self.found(likelihood(surely), (one.id, other.id), message)


@attrs.frozen(kw_only=True)
class EachEvent(Rule):
    """A condition on single events: ``broken`` yields how likely one is wrong among others, and a sentence."""

    kinds: tuple[type[Event], ...]
    broken: Callable[[Any, ResolvedEvents], Iterable[tuple[Likelihood, str]]]

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each thing that is wrong with an event."""
        for event in events.events.values():
            if isinstance(event, self.kinds):
                for verdict, message in self.broken(event, events):
                    yield self.found(verdict, (event.id,), message)


@attrs.frozen(kw_only=True)
class DatesAgree(Rule):
    """Predecessors that events name in ``after`` exist, and the dates do not contradict them."""

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for each predecessor that is missing or comes later."""
        for event in events.events.values():
            for name in event.after:
                if name not in events.events:
                    message = f"{event.id} comes after {name}, which is no event that counts"
                    yield self.found(Likelihood.SURELY, (event.id,), message)
        for earlier, later in events.ordering(Granularity.DAY).contradictions:
            message = f"{later} says that it comes after {earlier}; the dates say otherwise"
            yield self.found(Likelihood.SURELY, (earlier, later), message)
