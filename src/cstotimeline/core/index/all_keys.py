"""All keys at once: the changes of every key in one pass over the log, for a first look at everything.

Most keys of a long log have dates of which no two can have come in another order, and are linked with nothing: see
:mod:`~cstotimeline.core.fold.disjoint`. Their changes are read off their events. The other keys are folded one by one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
from cstotimeline.core.fold.projection import Projection, Value
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
    initial, vacant = projection.settled(projection.initial), None
    values: dict[Any, Value] = {}
    for key in keys:
        names = ids[key]
        mine = [events[name] for name in names]
        if is_linked is not None and any(map(is_linked, names)):
            yield key, None
            continue
        moves = (
            None if any(isinstance(event, ABOUT_EXPECTATIONS) for event in mine) else projection.moves(mine)
        )
        if moves is None:
            yield key, None
            continue
        changes: list[Change] = [(key, 0, initial)]
        before = projection.initial
        for first, last, state in moves:
            if first < last:
                views = (projection.seen(before), projection.seen(state))
                changes.append((key, first, projection.evaluate(before, views)))
            if state is VACANT:
                value = vacant = vacant or projection.settled(state)
            else:
                found = values.get(state)
                if found is None:
                    if len(values) >= _VALUES_KEPT:
                        values.clear()
                    found = values[state] = projection.settled(state)
                value = found
            changes.append((key, last, value))
            before = state
        yield key, changes
