"""Inputs: what a timeline is made from, events or records, and projections by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.amendments import link_faults
from cstotimeline.core.events.announcements import announcement_faults
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record


def events_and_records(
    history: Iterable[Event] | Iterable[Record],
) -> tuple[Mapping[str, Event], Records | None]:
    """Return the events by id, and the records that hold them; None for bare events.

    Raises:
        LogError: events and records together, two events with one id, or links to no event.
    """
    if isinstance(history, Records) and not history.is_part:  # then it was checked, and may be unread
        return history.events, history
    given: list[Event | Record] = list(history)
    records = [item for item in given if isinstance(item, Record)]
    bare = [item for item in given if isinstance(item, Event)]
    if records and bare:
        what = "expected events or records, got both"
        raise LogError(Fault(where="history", what=what, remedy="append the events to a log first"))
    if records:
        held = Records(records)
        return held.events, held
    return _by_id(bare), None


def _by_id(events: Iterable[Event]) -> dict[str, Event]:
    found: dict[str, Event] = {}
    faults: list[Fault] = []
    for event in events:
        held = found.setdefault(event.id, event)
        if held is not event and held != event:
            what = f"two events with one id, got {shown(event.id)}"
            faults.append(Fault(where="id", what=what, remedy="give each event its own id"))
    faults.extend([*link_faults(found), *announcement_faults(found)])
    if faults:
        raise LogError(faults)
    return found


def by_name(projections: Iterable[Projection[Any]]) -> dict[str, Projection[Any]]:
    """Return projections by their names.

    Raises:
        LogError: two projections with one name.
    """
    named: dict[str, Projection[Any]] = {}
    for projection in projections:
        if named.setdefault(projection.name, projection) is not projection:
            what = f"two projections with one name, got {shown(projection.name)}"
            raise LogError(Fault(where="projections", what=what, remedy="name each differently"))
    return named
