"""Variants: what a set of events may say where dates leave open which of them count.

Whether an event was public by a day, which of two corrections is the later one, which rival has the newest source:
where coarse dates leave such a choice open, each way of making it is a variant. Nearly always there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice, product

import attrs

from cstotimeline.core.events.amendments import Amended, amended_events
from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS, awaited
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.disclosure import known_by, latest_effect, takes_effect_when_known
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer, claims_of, possible_winners
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.core.temporal.points import QueryTime

MAX_VARIANTS = 64
"""How many variants are worked out; where there are more, no answer is certain."""

ABOUT_THE_LOG = (*ABOUT_EXPECTATIONS, CoverageDeclared)
"""Events that say nothing about what happened in the world."""


@attrs.frozen(kw_only=True)
class Variant:
    """One way in which the open choices may fall.

    ``listed``: what is said, by id. ``events``: what of it is about the world and counts; expected events of open
    announcements count as well where asked for, under the announcements' ids. ``rivals``: the losers, for the id of
    each winner. ``through``: the corrections that made an event say what it says. ``shown_late``: the events of which
    it was open whether they were public; here they were.
    """

    listed: Mapping[str, Event]
    events: Mapping[str, Event]
    rivals: Mapping[str, tuple[Event, ...]]
    through: Mapping[str, tuple[str, ...]]
    shown_late: frozenset[str] = frozenset()

    def latest(self, known: QueryTime | None, granularity: Granularity) -> dict[str, int]:
        """Return the last positions that events can have, by id, since they were public by ``known``.

        Of a corrected event that is no limit: it was public on the day that it had by error.
        """
        if known is None:
            return {}
        found = ((name, self.events.get(name)) for name in self.shown_late)
        return {
            name: latest_effect(event, known, granularity)
            for name, event in found
            if event is not None and takes_effect_when_known(event)
        }


def variants(
    given: Mapping[str, Event], *, prefer: Prefer, expecting: bool, known: QueryTime | None
) -> tuple[list[Variant], bool]:
    """Return the variants of what some events say, the canonical one first, and whether these are all."""
    surely, possibly = _shown(given.values(), known)
    found: list[Variant] = []
    ways = chain.from_iterable(combinations(possibly, size) for size in range(len(possibly) + 1))
    for chosen in ways:
        days = {event.id: known.ordinal for event in chosen} if known is not None else {}
        late = frozenset(event.id for event in chosen)
        more = _said([*surely, *chosen], days, late, prefer, expecting=expecting)
        found.extend(islice(more, MAX_VARIANTS + 1 - len(found)))
        if len(found) > MAX_VARIANTS:
            return found[:MAX_VARIANTS], False
    return found, True


def _shown(events: Iterable[Event], known: QueryTime | None) -> tuple[list[Event], list[Event]]:
    """Return the events that were surely public, and those that may have been."""
    if known is None:
        return list(events), []
    likely = [(known_by(event, known), event) for event in events]
    possibly = [event for likelihood, event in likely if likelihood is Likelihood.POSSIBLY]
    surely = [event for likelihood, event in likely if likelihood is Likelihood.SURELY]
    return surely, sorted(possibly, key=lambda event: event.id)


def _said(
    events: Sequence[Event], days: Mapping[str, int], late: frozenset[str], prefer: Prefer, *, expecting: bool
) -> Iterator[Variant]:
    amended = amended_events(events, days)
    given = {event.id: event for event in events}
    open_names = [name for name, ways in amended.items() if len(ways) > 1]
    for chosen in product(*(amended[name] for name in open_names)):
        said: dict[str, Amended] = {name: ways[0] for name, ways in amended.items()}
        said.update(zip(open_names, chosen, strict=True))
        claims = claims_of(event for event, _ in said.values())
        winners = [possible_winners(rivals, prefer) for rivals in claims.values()]
        for winning in product(*winners):
            own = frozenset(name for name in late if name in said and said[name][0] == given[name])
            yield _variant(said, claims, winning, own, expecting=expecting)


def _variant(
    said: Mapping[str, Amended],
    claims: Mapping[str, Sequence[Event]],
    winning: Sequence[Event],
    late: frozenset[str],
    *,
    expecting: bool,
) -> Variant:
    rivals: dict[str, tuple[Event, ...]] = {
        winner.id: tuple(event for event in group if event.id != winner.id)
        for winner, group in zip(winning, claims.values(), strict=True)
    }
    lost = {event.id for losers in rivals.values() for event in losers}
    listed = {name: said[name][0] for name in sorted(said) if name not in lost}
    expected = awaited(listed) if expecting else {}
    happened = {name: event for name, event in listed.items() if not isinstance(event, ABOUT_THE_LOG)}
    return Variant(
        listed=listed,
        events={**happened, **expected},
        rivals={name: rivals.get(name, ()) for name in listed},
        through={name: through for name, (_, through) in said.items()},
        shown_late=late,
    )
