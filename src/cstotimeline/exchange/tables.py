"""Tables of a history as Arrow tables, which every frame library reads: tenures, events, citations, seats, states."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.errors import Fault, TableError, shown
from cstotimeline.core.events.coverage import run_of
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.core.plain import plain
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.points import QueryTime, When
from cstotimeline.exchange.columns import as_text, day_of, others_of, to_arrow
from cstotimeline.exchange.libraries import arrow
from cstotimeline.exchange.metadata import with_metadata
from cstotimeline.exchange.stamps import stamp_or_nothing

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline

MOST_DAYS = 100_000
Row = dict[str, Any]
_DATE = {"": "text", "_earliest": "day", "_latest": "day", "_is": "text"}


def _dated(names: str) -> dict[str, str]:
    return {f"{name}{suffix}": kind for name in names.split() for suffix, kind in _DATE.items()}


TENURES = {
    **dict.fromkeys(("aspect", "key", "holder"), "text"),
    "acting": "truth",
    **_dated("start end"),
    "certain": "truth",
    "covered": "truth",
    "because": "texts",
}
EVENTS = {
    **dict.fromkeys(("id", "kind", "title"), "text"),
    **_dated("occurred effective disclosed"),
    "position": "number",
    "recorded": "instant",
    **dict.fromkeys(("claim", "rank", "zone", "note"), "text"),
    "after": "texts",
    "citations": "count",
    "fields": "text",
}
CITATIONS = {
    "event": "text",
    "number": "count",
    **dict.fromkeys(("publisher", "title", "address"), "text"),
    **_dated("published"),
    "tier": "text",
    "says": "text",
}
SEATS = {**dict.fromkeys(("event", "kind"), "text"), **_dated("occurred"), "number": "count"}
STATES = {
    "day": "day",
    **dict.fromkeys(("aspect", "key", "value"), "text"),
    "names": "texts",
    "certain": "truth",
    "covered": "truth",
    "alternatives": "texts",
}
NAMES = ("tenures", "events", "citations", "attendance", "states")
"""The tables, by the names under which they are exported."""


def date_cells(name: str, when: PartialDate) -> Row:
    """Return the four cells of a date: EDTF text, first and last day that it may mean, and what it is."""
    kind = "date" if when.is_date else "open" if when.is_open else "unknown"
    return {
        name: when.text if when.is_date else None,
        f"{name}_earliest": day_of(when, latest=False),
        f"{name}_latest": day_of(when, latest=True),
        f"{name}_is": kind,
    }


def made(timeline: Timeline, name: str, columns: dict[str, str], rows: Iterable[Row], **asked: Any) -> Any:
    """Return rows as an Arrow table that carries the stamp of a timeline and the name of the table."""
    pa = arrow()
    found = list(rows)
    table = pa.table(
        {column: to_arrow(kind, [row[column] for row in found]) for column, kind in columns.items()}
    )
    return with_metadata(table, {"stamp": stamp_or_nothing(timeline), "table": name, **asked})


def whole_period(text: str, name: str) -> tuple[int, int]:
    """Return the first and the last day of a period, given as the argument ``name``.

    Raises:
        TableError: an end is open or unknown.
    """
    period = Period.of(text)
    if not (period.start.is_date and period.end.is_date):
        what = f"expected a period with both ends, got {shown(text)}"
        raise TableError(Fault(where=name, what=what, remedy="write a period such as 1992/2026"))
    return run_of(period)


def questions_in(asked: Any) -> list[tuple[Any, Any]]:
    """Return what can be asked of an aspect: pairs of key and question, of an aspect without keys one with None."""
    return [(key, asked[key]) for key in asked] if isinstance(asked, Questions) else [(None, asked)]


def tenures_table(timeline: Timeline) -> Any:
    """Return every holder's time in every office; see :meth:`Timeline.tenures_table`."""
    return made(timeline, "tenures", TENURES, _tenure_rows(timeline))


def _tenure_rows(timeline: Timeline) -> Iterator[Row]:
    for name in timeline:
        for key, question in questions_in(timeline[name]):
            for tenure in getattr(question, "tenures", ()):
                yield {
                    "aspect": name,
                    "key": None if key is None else as_text(key),
                    "holder": tenure.holder,
                    "acting": tenure.acting,
                    **date_cells("start", tenure.start),
                    **date_cells("end", tenure.end),
                    "certain": tenure.certain,
                    "covered": tenure.covered,
                    "because": list(tenure.because),
                }


def events_table(timeline: Timeline) -> Any:
    """Return the events that count; see :meth:`Timeline.events_table`."""
    return made(timeline, "events", EVENTS, _event_rows(timeline))


def _event_rows(timeline: Timeline) -> Iterator[Row]:
    records = timeline.scope.records
    for event in timeline.events():
        record = None if records is None else records[event.id]
        fields = {name: plain(getattr(event, name)) for name in own_fields(type(event))}
        yield {
            "id": event.id,
            "kind": event.kind,
            "title": event.title,
            **date_cells("occurred", event.occurred),
            **date_cells("effective", event.effective),
            **date_cells("disclosed", event.disclosed),
            "position": None if record is None else record.position,
            "recorded": None if record is None else record.instant,
            "claim": event.claim or None,
            "rank": event.rank,
            "zone": event.zone or None,
            "note": event.note or None,
            "after": list(event.after),
            "citations": len(event.sources),
            "fields": json.dumps(fields, ensure_ascii=False, default=str),
        }


def citations_table(timeline: Timeline) -> Any:
    """Return the sources of the events that count; see :meth:`Timeline.citations_table`."""
    rows = (
        {
            "event": event.id,
            "number": number,
            "publisher": source.publisher,
            "title": source.title or None,
            "address": source.address or None,
            **date_cells("published", source.published),
            "tier": source.tier,
            "says": source.says or None,
        }
        for event in timeline.events()
        for number, source in enumerate(event.sources, 1)
    )
    return made(timeline, "citations", CITATIONS, rows)


def attendance_table(timeline: Timeline) -> Any:
    """Return the seats at meetings; see :meth:`Timeline.attendance_table`."""
    seats = [
        (event, number, attrs.asdict(seat, recurse=False))
        for event in timeline.events()
        for number, seat in enumerate(_seats_of(event), 1)
    ]
    fields = list(dict.fromkeys(name for _, _, seat in seats for name in seat))
    rows = (
        {
            "event": event.id,
            "kind": event.kind,
            **date_cells("occurred", event.occurred),
            "number": number,
            **{name: as_text(seat[name]) if seat.get(name) not in (None, "") else None for name in fields},
        }
        for event, number, seat in seats
    )
    return made(timeline, "attendance", SEATS | dict.fromkeys(fields, "text"), rows)


def _seats_of(event: Event) -> list[Any]:
    return [seat for seat in getattr(event, "attendance", ()) if attrs.has(type(seat))]


def states_table(timeline: Timeline, days: Iterable[When] | str) -> Any:
    """Return the state of everything on some days; see :meth:`Timeline.states_table`."""
    moments = _moments(days)
    asked = [moment.text for moment in moments]
    return made(timeline, "states", STATES, _state_rows(timeline, moments), days=asked)


def _moments(days: Iterable[When] | str) -> list[QueryTime]:
    if isinstance(days, str):
        first, last = whole_period(days, "days")
        ordinals = range(first, last + 1)
        found = [QueryTime.of_ordinal(ordinal) for ordinal in ordinals[: MOST_DAYS + 1]]
    else:
        found = [QueryTime.of(day, name="days") for day in days]
    if len(found) > MOST_DAYS:
        what = f"expected at most {MOST_DAYS:,} days, got more"
        raise TableError(Fault(where="days", what=what, remedy="ask for a shorter period"))
    instants = [moment.text for moment in found if moment.is_instant]
    if instants:
        what = f"expected days, got the instant {instants[0]}"
        raise TableError(Fault(where="days", what=what, remedy="name days"))
    return found


def _state_rows(timeline: Timeline, moments: list[QueryTime]) -> Iterator[Row]:
    for moment in moments:
        for name in timeline:
            asked = timeline[name]
            if isinstance(asked, EventList):
                continue
            for key, question in questions_in(asked):
                yield _state_row(moment, name, key, question)


def _state_row(moment: QueryTime, name: str, key: Any, question: Any) -> Row:
    answer = question.at(moment)
    is_group = isinstance(question, GroupQuestion)
    said = getattr(answer, "label", None)
    return {
        "day": date.fromordinal(moment.ordinal),
        "aspect": name,
        "key": None if key is None else as_text(key),
        "value": None if is_group else said if said is not None else as_text(answer.value),
        "names": list(answer.names) if is_group else None,
        "certain": answer.certain,
        "covered": answer.covered,
        "alternatives": others_of(answer),
    }
