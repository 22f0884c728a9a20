"""All keys at once: the changes of every key in one pass over the log, for a first look at everything.

Most keys of a long log have dates of which no two can have come in another order, and are linked with nothing: see
:mod:`~cstotimeline.core.fold.disjoint`. Their changes are read off their events. The other keys are folded one by one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
from cstotimeline.core.events.disclosure import takes_effect_when_known
from cstotimeline.core.events.event import has_kind
from cstotimeline.core.fold.disjoint import Move
from cstotimeline.core.fold.office_projection import Office
from cstotimeline.core.fold.projection import Projection, Value
from cstotimeline.core.fold.seats import SeatedOffice
from cstotimeline.core.fold.steps import VACANT
from cstotimeline.core.index.dependencies import DependencyGraph

Change = tuple[Hashable, int, Value]
"""A key, the ordinal of the day from which its value may be another, and the value."""

_VALUES_KEPT = 4_096


def changes_of_keys(
    projection: Projection[Any], graph: DependencyGraph, keys: Iterable[Hashable]
) -> Iterator[tuple[Hashable, list[Change] | None]]:
    """Yield keys with the days from which the log gives them another value, from day 0 on, and the values.

    None in place of these where the key has to be folded. The values are those on days that the log covers.
    """
    ids, events = graph.ids_by_key(projection), graph.events
    is_linked = graph.is_linked if graph.has_links else None
    has_expected = has_kind(events.values(), ABOUT_EXPECTATIONS)
    remember = lru_cache(maxsize=_VALUES_KEPT)  # so that equal values nearly always are one object
    is_seated = isinstance(projection, SeatedOffice)  # then each key has a holder of its own
    settled = projection.settled if is_seated else remember(projection.settled)
    is_office = isinstance(projection, Office)
    opening = projection.opening if is_office else remember(projection.opening)
    initial = settled(projection.initial)
    last_state, value = projection.initial, initial
    vacant = settled(VACANT) if is_office else initial
    for key in keys:
        names = ids[key]
        mine = [events[name] for name in names]
        moves: list[Move] | None = None
        is_alone = is_linked is None or not any(map(is_linked, names))
        if is_alone and not (has_expected and any(isinstance(event, ABOUT_EXPECTATIONS) for event in mine)):
            moves = projection.moves(mine)
        if moves is None:
            yield key, None
            continue
        changes: list[Change] = [(key, 0, initial)]
        before = projection.initial
        for first, last, state in moves:
            if first < last:
                changes.append((key, first, opening(before, state)))
            if state is VACANT:
                changes.append((key, last, vacant))
            else:
                if state is not last_state:
                    last_state, value = state, settled(state)
                changes.append((key, last, value))
            before = state
        yield key, changes


def public_days(
    projection: Projection[Any], graph: DependencyGraph, keys: Iterable[Hashable]
) -> Iterator[tuple[Any, int]]:
    """Yield keys, each with the ordinal of the day of its first event.

    Those of which every event is linked with no other and was public on the one day on which it took effect, and which
    :func:`changes_of_keys` does not leave to the fold.
    """
    ids, events = graph.ids_by_key(projection), graph.events
    for key in keys:
        names = ids[key]
        mine = [events[name] for name in names]
        if any(map(graph.is_linked, names)) or any(isinstance(event, ABOUT_EXPECTATIONS) for event in mine):
            continue
        dates = [event.effective for event in mine]
        is_exact = all(date.first_ordinal == date.last_ordinal for date in dates)
        if is_exact and all(map(takes_effect_when_known, mine)) and projection.moves(mine) is not None:
            yield key, min(date.first_ordinal for date in dates)
