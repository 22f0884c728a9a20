"""Changed answers: how two histories differ, key by key, as the spells of their answers."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import Any, NamedTuple

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import OfficeState
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.csto.kinds import PROJECTIONS


class Spell(NamedTuple):
    """An answer and the days for which it holds, as ordinals; no last day where it goes on."""

    label: str
    first: int
    last: int | None

    def __str__(self) -> str:
        end = "" if self.last is None else f" until {date.fromordinal(self.last + 1)}"
        return f"{self.label} from {date.fromordinal(self.first)}{end}"


def changed_answers(before: ResolvedEvents, after: ResolvedEvents) -> Iterator[str]:
    """Yield each answer that only one of two histories gives, with its days: of ``before`` with ``-``, of ``after``
    with ``+``.

    An answer that is the same on all days is left out, whatever events it is based on.

    >>> changed = changed_answers(ResolvedEvents([]), ResolvedEvents([]))
    >>> list(changed)
    []
    """
    for projection in PROJECTIONS:
        old, new = before.histories(projection), after.histories(projection)
        keys: set[Hashable] = {*old, *new}
        for key in sorted(keys, key=str):
            if key in old and key in new and _items(old[key]) == _items(new[key]):
                continue
            spells = [list(_spells(projection, one[key])) if key in one else [] for one in (old, new)]
            title = projection.name.replace("_", " ") + (f" of {key}" if key != "" else "")
            yield from (f"- {title}: {spell}" for spell in spells[0] if spell not in spells[1])
            yield from (f"+ {title}: {spell}" for spell in spells[1] if spell not in spells[0])


def _items(history: StateHistory[Any]) -> list[tuple[Event, int, int]]:
    every = [history, *history.others]
    return [(item.event, item.low, item.high) for one in every for item in one.placed]


def _spells(projection: Projection[Any], history: StateHistory[Any]) -> Iterator[Spell]:
    """Yield the answers of one key with their days, from the first event on."""
    points = [point for point in history.change_points if point > 0]
    label, first = "", 0
    for point in points:
        said = _label(projection, history, point)
        if said != label:
            if first:
                yield Spell(label, first, point - 1)
            label, first = said, point
    if first:
        yield Spell(label, first, None)


def _label(projection: Projection[Any], history: StateHistory[Any], point: int) -> str:
    """Return an answer in words, with what else is possible."""
    found = history.at(point)
    value = projection.evaluate(found.state, found.founded)
    said = value.value.label if isinstance(value.value, OfficeState) else str(value.value)
    if value.gave_up:
        return f"{said} (not certain)"
    others = " or ".join(str(one) for one in value.alternatives)
    return f"{said} (or {others})" if others else said
