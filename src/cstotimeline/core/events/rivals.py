"""Claims: of events that cannot all be true, which one counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cstotimeline.core.events.citations import TIERS
from cstotimeline.core.events.event import Event

Prefer = Callable[[Sequence[Event]], Event]
"""A rule of choice: takes the rivals of one claim, sorted by id, and returns the one that counts."""

_RANKS = ("preferred", "normal", "deprecated")


def default_preference(rivals: Sequence[Event]) -> Event:
    """Return the rival that counts: by rank, then by kind of source, then the newest source, then by id.

    Rank: ``preferred`` before ``normal`` before ``deprecated``. Kind of source: the nearest of an event's
    sources counts, in the order of :data:`~cstotimeline.core.events.citations.TIERS`. Newest: the latest day on which
    a source of it was published; sources without a date are the oldest.
    """
    newest_first = sorted(sorted(rivals, key=lambda e: e.id), key=_newest, reverse=True)
    return min(
        newest_first, key=lambda e: (_RANKS.index(e.rank), min(TIERS.index(s.tier) for s in e.sources))
    )


def _newest(event: Event) -> int:
    return max((s.published.last_ordinal for s in event.sources if s.published.is_date), default=0)


def resolve_rivals(
    events: Iterable[Event], prefer: Prefer = default_preference
) -> dict[str, tuple[Event, ...]]:
    """Return, for the id of each event that counts, the rivals that lost to it (none for most)."""
    counting: dict[str, tuple[Event, ...]] = {}
    groups: dict[str, list[Event]] = {}
    for event in events:
        if event.claim:
            groups.setdefault(event.claim, []).append(event)
        else:
            counting[event.id] = ()
    for group in groups.values():
        rivals = sorted(group, key=lambda e: e.id)
        winner = prefer(rivals)
        counting[winner.id] = tuple(event for event in rivals if event.id != winner.id)
    return counting
