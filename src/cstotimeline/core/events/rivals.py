"""Rivals: of events that cannot all be true, which one counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from cstotimeline.core.events.citations import TIERS
from cstotimeline.core.events.event import Event, Rank

Prefer = Callable[[Sequence[Event]], Event]
"""A rule of choice: takes the rivals of one claim, sorted by id, and returns the one that counts."""

_RANKS = get_args(Rank)


def default_preference(rivals: Sequence[Event]) -> Event:
    """Return the rival that counts: by rank, then by kind of source, then the newest source, then by id.

    Rank: ``preferred`` before ``normal`` before ``deprecated``. Kind of source: the nearest of an event's
    sources counts, in the order of :data:`~cstotimeline.core.events.citations.TIERS`. Newest: the latest day on which
    a source of it was published; sources without a date are the oldest.
    """
    newest_first = sorted(sorted(rivals, key=lambda e: e.id), key=_newest, reverse=True)
    return min(newest_first, key=_rank)


def deciding_rule(winner: Event, loser: Event) -> str:
    """Return by which rule one rival counts and not another: its rank, kind of source, newer source or id; where none
    of these says so, a rule that the timeline was given.

    >>> from cstotimeline import load
    >>> belarus = load().presidency.at("2022-12-01")
    >>> deciding_rule(belarus.events[0], belarus.rivals[0])
    'its rank (preferred before normal)'
    """
    if default_preference([winner, loser]) is not winner:
        return "the rule that the timeline was given"
    if winner.rank != loser.rank:
        return f"its rank ({winner.rank} before {loser.rank})"
    one, other = (TIERS[_rank(event)[1]] for event in (winner, loser))
    if one != other:
        return f"its nearer kind of source ({one} before {other})"
    if _newest(winner) != _newest(loser):
        return "its newer source"
    return "the order of ids, since rank and sources are equal"


def _newest(event: Event) -> int:
    return max((s.published.last_ordinal for s in event.sources if s.published.is_date), default=0)


def possible_winners(rivals: Sequence[Event], prefer: Prefer) -> tuple[Event, ...]:
    """Return the rivals of one claim that may count, first the one that does.

    Several may where coarse days of publication leave open which has the newest source; a rule other than
    :func:`default_preference` is taken at its word.
    """
    winner = prefer(rivals)
    if prefer is not default_preference or len(rivals) == 1:
        return (winner,)
    best = _rank(winner)
    equal = [event for event in rivals if _rank(event) == best and event.id != winner.id]
    earliest = {event.id: _newest_at_least(event) for event in (winner, *equal)}
    possible = (
        event
        for event in equal
        if all(
            (_newest(event), other) > (least, event.id)
            for other, least in earliest.items()
            if other != event.id
        )
    )
    return (winner, *possible)


def _rank(event: Event) -> tuple[int, int]:
    return (_RANKS.index(event.rank), min(TIERS.index(source.tier) for source in event.sources))


def _newest_at_least(event: Event) -> int:
    return max((s.published.first_ordinal for s in event.sources if s.published.is_date), default=0)


def claims_of(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Return the events that make a claim, by the claim, sorted by id."""
    groups: dict[str, list[Event]] = {}
    for event in sorted((event for event in events if event.claim), key=lambda event: event.id):
        groups.setdefault(event.claim, []).append(event)
    return groups
