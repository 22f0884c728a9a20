"""Endings: which taking of an office a leaving ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.ordering import tie_break_key
from cstotimeline.core.fold.steps import LeavesOffice, NoHolder, Step, TakesOffice
from cstotimeline.core.temporal.edtf import Relation


@attrs.frozen
class _Told:
    """An event and what it does to the office."""

    event: Event
    step: Step


def endings(events: Iterable[tuple[Event, Step | None]]) -> dict[str, tuple[str, ...]]:
    """Return, for the id of each event of one key by which somebody leaves, the ids of the takings that it may end.

    One: it ends that taking. Several: the dates and names leave open which. None: no taking that is told can have come
    before it, or each was ended by another leaving.

    A leaving ends the taking that it names; else one of the same holder's that can have come before it, that no other
    leaving surely ends, and after which nobody else surely took office before a later one of them. Somebody seen in
    office took it earlier: sightings after a taking are no takings of their own.
    """
    told = [_Told(event, step) for event, step in events if step is not None]
    leavings = sorted(
        (one for one in told if isinstance(one.step, LeavesOffice)),
        key=lambda one: (one.event.effective.sort_key[:3], tie_break_key(one.event)),
    )
    if not leavings:
        return {}
    after = _named_before([one.event for one in told])
    left = {one.event.id: _candidates(one, told, after) for one in leavings}
    _assign(left, [one.event.id for one in leavings])
    return {name: tuple(found) for name, found in left.items()}


def _candidates(leaving: _Told, told: Sequence[_Told], after: Mapping[str, set[str]]) -> list[str]:
    step = leaving.step
    assert isinstance(step, LeavesOffice)  # noqa: S101  (for type checkers)
    own = [one for one in told if isinstance(one.step, TakesOffice) and one.step.holder == step.holder]
    for one in own:
        if one.event.id == step.of:
            is_later = one.event.effective.compare(leaving.event.effective) is Relation.AFTER
            return [] if is_later else [step.of]
    found = sorted(
        (
            one
            for one in own
            if one.event.effective.compare(leaving.event.effective) is not Relation.AFTER
            and leaving.event.id not in after.get(one.event.id, ())
        ),
        key=lambda one: (one.event.effective.sort_key[:3], tie_break_key(one.event)),
    )
    found = [
        one
        for number, one in enumerate(found)
        if not (isinstance(one.step, TakesOffice) and one.step.attested and number)
    ]
    return [one.event.id for one in found if not _is_replaced(one, found, told)]


def _is_replaced(one: _Told, candidates: Sequence[_Told], told: Sequence[_Told]) -> bool:
    """Return whether somebody else surely took office after ``one`` and before a later one of the candidates."""
    for later in candidates:
        if not _is_before(one, later):
            continue
        if _seat(later) != _seat(one):
            return True
        between = (other for other in told if isinstance(other.step, TakesOffice | NoHolder))
        if any(
            _seat(other) != _seat(one) and _is_before(one, other) and _is_before(other, later)
            for other in between
        ):
            return True
    return False


def _seat(one: _Told) -> tuple[str, bool] | None:
    step = one.step
    return (step.holder, step.acting) if isinstance(step, TakesOffice) else None


def _is_before(one: _Told, other: _Told) -> bool:
    return one.event.effective.compare(other.event.effective) is Relation.BEFORE


def _assign(left: dict[str, list[str]], order: Sequence[str]) -> None:
    """Give each leaving that has one candidate that candidate alone, and take it from the others, until nothing
    changes; the earliest leaving first.
    """
    settled: set[str] = set()
    while True:
        name = next((name for name in order if name not in settled and len(left[name]) == 1), None)
        if name is None:
            return
        settled.add(name)
        taking = left[name][0]
        for other in order:
            if other not in settled:
                left[other] = [one for one in left[other] if one != taking]


def _named_before(events: Sequence[Event]) -> dict[str, set[str]]:
    """Return, for each event that names predecessors, the ids of all that came before it by name."""
    named = {event.id: event.after for event in events if event.after}
    found: dict[str, set[str]] = {}
    for name, earlier in named.items():
        todo = list(earlier)
        seen: set[str] = set()
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                todo.extend(named.get(current, ()))
        found[name] = seen
    return found
