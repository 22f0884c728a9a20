"""Resolved events: the events that count, after corrections, retractions and rivals, with their histories by key."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property, partial
from typing import Any, TypeVar

from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
from cstotimeline.core.events.coverage import EVERYTHING, Coverage
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import components, nested_in
from cstotimeline.core.events.rivals import Prefer, default_preference
from cstotimeline.core.fold.ordering import Ordering
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.fold.variants import Variant, variants
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.points import QueryTime

S = TypeVar("S")


class ResolvedEvents:
    """Events after corrections, retractions and rival resolution; independent of the order of ``events``.

    Arguments:
        events: all that were, or may have been, public by ``known``.
        prefer: the rule that chooses among rivals.
        expecting: whether the expected events of open announcements count as well, under the announcements' ids.
        known: the day or instant by which an event must have been public; None for all.
        coverage: the days for which the log claims to have been looked through.

    Where dates leave open what counts, the attributes are those of the canonical variant.
    """

    def __init__(
        self,
        events: Iterable[Event],
        *,
        prefer: Prefer = default_preference,
        expecting: bool = False,
        known: QueryTime | None = None,
        coverage: Coverage = EVERYTHING,
    ) -> None:
        self.given: dict[str, Event] = {event.id: event for event in events}
        self.prefer = prefer
        self.expecting = expecting
        self.known = known
        self.coverage = coverage
        self.variants, self.is_complete = variants(
            self.given, prefer=prefer, expecting=expecting, known=known
        )
        canonical = self.variants[0]
        self.listed: Mapping[str, Event] = canonical.listed
        self.events: Mapping[str, Event] = canonical.events
        self.rivals: Mapping[str, tuple[Event, ...]] = canonical.rivals
        self.through: Mapping[str, tuple[str, ...]] = canonical.through
        self._parts: dict[frozenset[str], ResolvedEvents] = {}
        self._orderings: dict[tuple[int, Granularity], Ordering] = {}
        self._histories: dict[tuple[Projection[Any], Granularity], dict[Hashable, StateHistory[Any]]] = {}

    @property
    def everything(self) -> list[Event]:
        """Return all that is said: events about the world, announcements, settlements, declared coverage, and
        expected events that count.
        """
        expected = [event for name, event in self.events.items() if event is not self.listed.get(name)]
        return [*self.listed.values(), *expected]

    @property
    def bearing(self) -> list[str]:
        """Return the ids of the given events that may bear on an answer: all but announcements, unless they count."""
        if self.expecting:
            return sorted(self.given)
        return sorted(name for name, event in self.given.items() if not isinstance(event, ABOUT_EXPECTATIONS))

    def ordering(self, granularity: Granularity) -> Ordering:
        """Return the bounds and predecessors of all events on a granularity."""
        return self._ordering(0, granularity)

    def _ordering(self, number: int, granularity: Granularity) -> Ordering:
        slot = (number, granularity)
        if slot not in self._orderings:
            variant = self.variants[number]
            latest = partial(variant.latest, self.known)
            by_day = None if granularity is Granularity.DAY else self._ordering(number, Granularity.DAY)
            self._orderings[slot] = Ordering(variant.events, granularity, latest, by_day)
        return self._orderings[slot]

    def _ordering_with(self, number: int, events: Iterable[Event], granularity: Granularity) -> Ordering:
        return self._ordering(number, granularity).with_more(events)

    def histories(
        self, projection: Projection[S], granularity: Granularity = Granularity.DAY
    ) -> Mapping[Hashable, StateHistory[S]]:
        """Return the state histories of ``projection`` by key; only keys that an event has."""
        slot = (projection, granularity)
        if slot not in self._histories:
            self._histories[slot] = self._by_key(projection, granularity)
        return self._histories[slot]

    def history(
        self, projection: Projection[S], key: Hashable, granularity: Granularity = Granularity.DAY
    ) -> StateHistory[S]:
        """Return the state history of ``key``, without events where no event has that key."""
        return self.histories(projection, granularity).get(key) or StateHistory([], projection)

    def _by_key(self, projection: Projection[S], granularity: Granularity) -> dict[Hashable, StateHistory[S]]:
        """Return the state histories by key. A choice that dates leave open is made for the events that are linked with
        those of the key alone: elsewhere it makes no difference.
        """
        is_open = len(self.variants) > 1 or not self.is_complete
        parts = components(self.given.values()) if is_open else []
        if len(parts) < 2:
            return self._jointly(projection, granularity)
        bearing: dict[Hashable, set[str]] = {}
        for part in parts:
            keys = {projection.key_of(said) for name in part for said in nested_in(self.given[name])}
            for key in keys - {None}:
                bearing.setdefault(key, set()).update(part)
        found: dict[Hashable, StateHistory[S]] = {}
        for key, names in bearing.items():
            history = self._apart(frozenset(names))._jointly(projection, granularity).get(key)
            if history is not None:
                found[key] = history
        return found

    def _apart(self, names: frozenset[str]) -> ResolvedEvents:
        """Return what all the given events say that are linked with some."""
        if names not in self._parts:
            self._parts[names] = self.only(names)
        return self._parts[names]

    def _jointly(
        self, projection: Projection[S], granularity: Granularity
    ) -> dict[Hashable, StateHistory[S]]:
        first, *rest = (
            {
                key: self._placed(number, granularity, group, projection)
                for key, group in _groups(variant, projection).items()
            }
            for number, variant in enumerate(self.variants)
        )
        if not rest and self.is_complete:
            return first
        found: dict[Hashable, StateHistory[S]] = {}
        for key in dict.fromkeys([*first, *(key for one in rest for key in one)]):
            canonical, *others = (one.get(key) or StateHistory[S]([], projection) for one in (first, *rest))
            found[key] = canonical.with_others(others, is_complete=self.is_complete)
        return found

    def _placed(
        self, number: int, granularity: Granularity, events: list[Event], projection: Projection[S]
    ) -> StateHistory[S]:
        orderings = partial(self._ordering, number)
        if ends := projection.ends_of(events):
            events = [*events, *ends]
            orderings = partial(self._ordering_with, number, ends)
        folding = projection.folding(events, orderings)
        several = {name for name, others in folding.acts_on.items() if len(others) > 1}
        placed = orderings(granularity).place(events, folding.before, several)
        return StateHistory(placed, projection, folding)

    @cached_property
    def is_plain(self) -> bool:
        """Return whether each event given counts as it is, whatever other events there are."""
        return (
            self.is_complete
            and len(self.variants) == 1
            and not any(event.claim for event in self.given.values())
            and all(self.events.get(name) is event for name, event in self.given.items())
        )

    def only(self, names: Iterable[str]) -> ResolvedEvents:
        """Return what some of the given events say alone, under the same clock."""
        if self.is_plain and not self.variants[0].shown_late:
            return _PlainEvents({name: self.given[name] for name in names}, self.coverage)
        return ResolvedEvents(
            (self.given[name] for name in names),
            prefer=self.prefer,
            expecting=self.expecting,
            known=self.known,
            coverage=self.coverage,
        )


class _PlainEvents(ResolvedEvents):
    """Events each of which counts as it is."""

    def __init__(self, given: dict[str, Event], coverage: Coverage) -> None:
        self.given, self.coverage = given, coverage
        self.prefer, self.expecting, self.known = default_preference, False, None
        none: dict[str, tuple[Any, ...]] = dict.fromkeys(given, ())
        self.variants = [Variant(listed=given, events=given, rivals=none, through=none)]
        self.is_complete = True
        self.listed = self.events = given
        self.rivals = self.through = none
        self._parts, self._orderings, self._histories = {}, {}, {}


def _groups(variant: Variant, projection: Projection[Any]) -> dict[Hashable, list[Event]]:
    groups: dict[Hashable, list[Event]] = {}
    for event in variant.events.values():
        key = projection.key_of(event)
        if key is not None:
            groups.setdefault(key, []).append(event)
    return groups
