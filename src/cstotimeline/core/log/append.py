"""Admission: which of the events given to a log are new to it, at which instant, and why some are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from cstotimeline.core.errors import Conflict, Fault, LogError, shown, some_of
from cstotimeline.core.events.amendments import link_faults
from cstotimeline.core.events.announcements import announcement_faults
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event, has_kind
from cstotimeline.core.events.references import ABOUT_EVENTS, acts_on, nested_in
from cstotimeline.core.log.records import Record, now, record_read, whole_second

if TYPE_CHECKING:
    from cstotimeline.core.log.log import Records
    from cstotimeline.core.log.records import Instant

Find = Callable[[AbstractSet[str]], Mapping[str, Event]]
"""Looks up events of a log by their ids, all at once; ids that it does not hold are left out."""

_NAMED = 10


def new_events(events: Iterable[Event], find: Find) -> tuple[Event, ...]:
    """Return those of ``events`` that a log does not hold yet, in the order given.

    An event that is held with the same content is not new. ``find`` is asked only for the ids that the events
    have and refer to, directly or through others, so that a log need not be read whole.

    Raises:
        LogError: an id that is held, or given before, with other content; a link to no event; a circle of
            links. All faults at once.

    >>> new_events([], lambda ids: {})
    ()
    """
    given = tuple(events)
    if wrong := [event for event in given if not isinstance(event, Event)]:
        what = f"expected events, got {shown(wrong[0])}"
        remedy = "write append(*events): a list has a star before it"
        raise LogError(Fault(where="append", what=what, remedy=remedy))
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
    """Return the held events that ``events`` share an id with or refer to, directly or through others."""
    held: dict[str, Event] = {}
    asked: set[str] = set()
    wanted = {event.id for event in events}
    if has_kind(events, ABOUT_EVENTS):
        wanted |= _targets(events)
    while wanted:
        found = find(wanted)
        held.update(found)
        asked |= wanted
        wanted = _targets(found.values()) - asked
    return held


def _targets(events: Iterable[Event]) -> set[str]:
    """Return the ids of the events that must be in a log before ``events`` may be."""
    return {target for event in events if (target := acts_on(event))}


@attrs.frozen(kw_only=True)
class Tail:
    """Where a log ends: its length, the instant of its last record, and what names the events after a position."""

    length: int
    last: Instant | None
    newer: Callable[[int], Iterable[str]]

    @classmethod
    def of(cls, records: Records) -> Tail:
        """Return where records end."""
        return cls(
            length=len(records),
            last=records[-1].instant if len(records) else None,
            newer=lambda after: (record.event.id for record in records[after:]),
        )


def admit(
    events: Sequence[Event], tail: Tail, find: Find, *, expected: int | None, recorded: Instant | None
) -> tuple[Record, ...]:
    """Return the records of the events that are new to a log which ends with ``tail``.

    Where the log has another length than ``expected`` but holds all the events, an earlier append of them had
    succeeded and its answer was lost: then nothing is new, and that is no conflict.

    Raises:
        Conflict: the log has another length than ``expected``, and there is something to add.
        LogError: what :func:`new_events` and :func:`instant_after` refuse.
    """
    if expected is not None and expected != tail.length and not _are_held(events, find):
        raise conflict_error(expected, tail.length, tail.newer(expected))
    new = new_events(events, find)
    if not new:
        return ()
    instant = instant_after(recorded, tail.last)
    if faults := [*_coverage_ahead(new, instant)]:
        raise LogError(faults)
    return tuple(record_read(position, instant, event) for position, event in enumerate(new, tail.length + 1))


def _coverage_ahead(events: Iterable[Event], instant: Instant) -> Iterator[Fault]:
    """Yield a fault for each event that declares days covered that are still to come at ``instant``, anywhere."""
    today = (instant + timedelta(hours=14)).date()
    for event in events:
        for said in nested_in(event):
            if isinstance(said, CoverageDeclared) and said.through.first_ordinal > today.toordinal():
                what = f"expected a day up to that of recording, {today}, got {said.through.text!r}"
                remedy = "declare the days that were looked through"
                yield Fault(where=f"{event.id} through", what=what, remedy=remedy)


def _are_held(events: Sequence[Event], find: Find) -> bool:
    """Return whether there are events and a log holds each of them, with the same content."""
    held = find({event.id for event in events}) if events else {}
    return bool(events) and all(held.get(event.id) == event for event in events)


def conflict_error(expected: int, length: int, newer: Iterable[str]) -> Conflict:
    """Return the refusal of an append to a log of another length than its writer saw: ``newer`` are the ids of
    the events that came in between, in order.
    """
    came = some_of(tuple(newer), _NAMED) or "nothing"
    what = f"expected a log of {expected} records, it has {length} (new: {came})"
    return Conflict(Fault(where="append", what=what, remedy="read the log again and decide anew"))


def instant_after(recorded: Instant | None, last: Instant | None) -> Instant:
    """Return the instant to keep for an append after a record of the instant ``last``.

    That is ``recorded``, by default now, or ``last`` where the clock is up to a day behind it: clocks differ, and a log
    never goes back in time.

    Raises:
        LogError: ``recorded`` is no aware instant, or before ``last``; the last record lies more than a day after the
            clock, so that one of the two is wrong and ``recorded=`` of today would not see what is added.
    """
    instant = now() if recorded is None else whole_second(recorded)
    if last is None or last <= instant:
        return instant
    if recorded is not None:
        given = instant.isoformat()
        what = f"expected an instant not before the last record's, {last.isoformat()}, got {given}"
        raise LogError(Fault(where="recorded", what=what, remedy="append in the order of recording"))
    if last > instant + timedelta(days=1):
        what = f"the last record is of {last.isoformat()}, the clock shows {instant.isoformat()}"
        remedy = "set the clock, or give recorded= an instant not before that record's"
        raise LogError(Fault(where="recorded", what=what, remedy=remedy))
    return last
