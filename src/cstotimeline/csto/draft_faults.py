"""Faults of drafts: everything that forbids to append a draft, all at once, with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from cstotimeline.core.codec.draft import Draft
from cstotimeline.core.errors import Fault, shown
from cstotimeline.core.events.amendments import link_faults
from cstotimeline.core.events.announcements import announcement_faults
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import after_faults, circle_faults, nested_in
from cstotimeline.core.log.records import now
from cstotimeline.csto.people import people

_PERSON_FIELDS = ("person", "chairperson", "commander")


def draft_faults(draft: Draft, held: Mapping[str, Event]) -> list[Fault]:
    """Return every fault of a draft for a log that holds some events, by line: faults of the line itself, ids that are
    taken, spellings, links that lead nowhere, and coverage of future days.

    A link to an event of the draft whose own line has a fault is not a fault.
    """
    place = {event.id: where for event, where in zip(draft.events, draft.places, strict=True)}
    found = [*draft.faults, *_id_faults(draft, held)]
    new = [event for event in draft.events if held.get(event.id) != event]
    for event in new:
        said = [*spelling_faults(event), *_days_to_come(event)]
        found.extend(fault.within(place[event.id]) for fault in said)
    found.extend(
        fault.within(place.get(fault.where.split()[0], "")) for fault in _links(new, held, draft.unread)
    )
    order = {where: number for number, where in enumerate(dict.fromkeys(_line(one) for one in found))}
    return sorted(dict.fromkeys(found), key=lambda one: (_number(_line(one)), order[_line(one)]))


def _line(fault: Fault) -> str:
    return fault.where.split(" ")[0]


def _number(place: str) -> int:
    number = place.rpartition(":")[2]
    return int(number) if number.isdecimal() else 0


def _id_faults(draft: Draft, held: Mapping[str, Event]) -> Iterator[Fault]:
    """Yield a fault for each event whose id another event has, in the log or before it in the draft."""
    given: dict[str, tuple[Event, str]] = {}
    for event, place in zip(draft.events, draft.places, strict=True):
        remedy = "give it its own id, or append a correction"
        if event.id in held and held[event.id] != event:
            what = f"in the log another event has this id, got {shown(event.id)}"
            yield Fault(where=f"{place} id", what=what, remedy=remedy)
        earlier, where = given.setdefault(event.id, (event, place))
        if where != place:
            again = "the same event" if earlier == event else "another event"
            what = f"{again} stands on {where} under this id, got {shown(event.id)}"
            yield Fault(where=f"{place} id", what=what, remedy="leave one of them out, or give it its own id")


def _links(new: Iterable[Event], held: Mapping[str, Event], unread: Iterable[str]) -> Iterator[Fault]:
    """Yield what is wrong with the links of new events, without links that may lead to a line that cannot be read."""
    events = list(new)
    by_id = {event.id: event for event in events}
    known = {**held, **by_id}
    hidden = frozenset(unread) - known.keys()
    faults = [
        *(fault for fault in link_faults(known) if fault.where.split()[0] in by_id),
        *(fault for fault in announcement_faults(known) if fault.where.split()[0] in by_id),
        *after_faults(events, {*known, *hidden}),
        *circle_faults(events),
    ]
    for fault in faults:
        if not any(fault.what.endswith(f"got {shown(name)}") for name in hidden):
            yield fault


def spelling_faults(event: Event) -> Iterator[Fault]:
    """Yield a fault for each person who is not written as this log spells them, inside a correction as well."""
    for said in nested_in(event):
        for name, spelt in persons_in(said):
            person = people().get(spelt)
            if person is not None and person.name != spelt:
                what = f"another spelling of {person.name}, got {shown(spelt)}"
                yield Fault(where=f"{event.id} {name}", what=what, remedy=f"write {person.name}")


def persons_in(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the persons whom the fields of an event name, each with the name of the field."""
    for name in _PERSON_FIELDS:
        spelt = getattr(event, name, "")
        if spelt and isinstance(spelt, str):
            yield name, spelt


def _days_to_come(event: Event) -> Iterator[Fault]:
    today = (now() + timedelta(hours=14)).date()
    for said in nested_in(event):
        if isinstance(said, CoverageDeclared) and said.through.first_ordinal > today.toordinal():
            what = f"expected a day up to today, {today}, got {shown(said.through.text)}"
            yield Fault(
                where=f"{event.id} through", what=what, remedy="declare the days that were looked through"
            )
