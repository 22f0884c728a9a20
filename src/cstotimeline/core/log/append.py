"""Admission: which of the events given to a log are new to it, at which instant, and why some are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from cstotimeline.core.errors import Conflict, Fault, LogError, shown
from cstotimeline.core.events.amendments import AMENDMENTS, link_faults
from cstotimeline.core.events.announcements import AnnouncementSettled, announcement_faults
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record, is_aware, now, records_made, whole_second

if TYPE_CHECKING:
    from cstotimeline.core.log.records import Instant

Find = Callable[[AbstractSet[str]], Mapping[str, Event]]
"""Looks up events of a log by their ids, all at once; ids that it does not hold are left out."""

_NAMED = 10
_LINKED = (*AMENDMENTS, AnnouncementSettled)


def new_events(events: Iterable[Event], find: Find) -> tuple[Event, ...]:
    """Return those of ``events`` that a log does not hold yet, in the order given.

    An event that is held with the same content is not new. ``find`` is asked only for the ids that the events
    bear and refer to, near and far, so that a log need not be read whole.

    Raises:
        LogError: an id that is held, or given before, with other content; a link to no event; a circle of
            links. All faults at once.

    >>> new_events([], lambda ids: {})
    ()
    """
    given = tuple(events)
    held = _with_links(given, find)
    known = dict(held)
    new: list[Event] = []
    faults: list[Fault] = []
    for event in given:
        if event.id not in known:
            new.append(event)
            known[event.id] = event
        elif known[event.id] != event:
            what = f"another event has this id, got {shown(event.id)}"
            remedy = "give it its own id, or append a correction"
            faults.append(Fault(where="append", what=what, remedy=remedy))
    if new and not faults:
        faults.extend([*link_faults(known), *announcement_faults(known)])
    if faults:
        raise LogError(faults)
    return tuple(new)


def _with_links(events: Sequence[Event], find: Find) -> dict[str, Event]:
    """Return the held events that ``events`` share an id with or refer to, near and far."""
    held: dict[str, Event] = {}
    asked: set[str] = set()
    wanted = {event.id for event in events}
    if any(issubclass(kind, _LINKED) for kind in set(map(type, events))):
        wanted |= {name for event in events for name in _links(event)}
    while wanted:
        found = find(wanted)
        held.update(found)
        asked |= wanted
        wanted = {name for event in found.values() for name in _links(event)} - asked
    return held


def _links(event: Event) -> Iterator[str]:
    """Yield the ids of the events that must be in a log before ``event`` may be."""
    if isinstance(event, AMENDMENTS):
        yield event.target
    elif isinstance(event, AnnouncementSettled):
        yield event.announcement


def conflict_error(expected: int, length: int, newer: Iterable[str]) -> Conflict:
    """Return the refusal of an append to a log of another length than its writer saw: ``newer`` are the ids of
    the events that came in between, in order.
    """
    ids = tuple(newer)
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    came = f"{', '.join(ids[:_NAMED])}{more}" or "nothing"
    what = f"expected a log of {expected} records, it has {length} (new: {came})"
    return Conflict(Fault(where="append", what=what, remedy="read the log again and decide anew"))


def instant_after(recorded: Instant | None, last: Instant | None) -> Instant:
    """Return the instant to keep for an append after a record of the instant ``last``: ``recorded``, by default
    now, or ``last`` where the clock stands before it, since a log never goes back in time.

    Raises:
        LogError: ``recorded`` is no aware instant, or before ``last``.
    """
    if recorded is None:
        present = now()
        return present if last is None else max(present, last)
    if not is_aware(recorded):
        what = f"expected an aware pendulum.DateTime, got {recorded!r}"
        raise LogError(Fault(where="recorded", what=what, remedy="give an instant with its zone"))
    instant = whole_second(recorded)
    if last is not None and instant < last:
        what = (
            f"expected an instant not before the last record's, {last.isoformat()}, got {instant.isoformat()}"
        )
        raise LogError(Fault(where="recorded", what=what, remedy="append in the order of recording"))
    return instant


def recorded_at(
    events: Iterable[Event], *, after: int, recorded: Instant | None, last: Instant | None
) -> tuple[Record, ...]:
    """Return the records of new events that follow position ``after``, at the instant of :func:`instant_after`."""
    instant = instant_after(recorded, last)
    return records_made(events, after=after, recorded=instant)
