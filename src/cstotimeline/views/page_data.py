"""The data of a page: everything that its script looks up, as plain data, and packed into a text."""

from __future__ import annotations

import base64
import json
import lzma
import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.events.announcements import EventAnnounced, expectations
from cstotimeline.core.events.coverage import LAST_DAY
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import nested_in
from cstotimeline.core.plain import plain
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.core.temporal.wording import date_in_words
from cstotimeline.views.page_answers import Cells, Numbered, asked_of, coverage_of
from cstotimeline.views.page_events import (
    Expected,
    PageEvents,
    effective_bounds,
    event_data,
    occurred_bounds,
)

Spellings = Mapping[str, Iterable[str]]
"""Other spellings of names, by the name."""

_CITED = ("publisher", "title", "address", "published", "tier", "says")
_FILTERS = [{"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
_UNUSUAL = re.compile(r"\[|[?~%].")
_LENGTH_AT = 5  # where the header states the length of the data
_TWO_STAND_INS = str.maketrans("<&", ".,")


def page_data(history: Timeline, *, title: str, spellings: Spellings) -> dict[str, Any]:
    """Return everything that the page of a history looks up, as plain data.

    Raises:
        LogError: the timeline is one in which announcements come true.
    """
    if history.clocks.expecting:
        what = "a timeline in which announcements come true has no page, since each answer would rest on them"
        raise LogError(Fault(where="page", what=what, remedy="make the page of the timeline itself"))
    events = PageEvents(history)
    cells = Cells(history, events.numbers)
    questions = [[one.aspect, plain(one.key), *cells.table(one)] for one in asked_of(history)]
    first, last = day_range(history)
    return {
        "title": title,
        "stamp": stamp_of(history),
        "known": history.clocks.known.text if history.clocks.known else None,
        "recorded": history.clocks.recorded.text if history.clocks.recorded else None,
        "first": first,
        "last": last,
        "aspects": list(history),
        "initial": {name: plain(one.view(one.initial)) for name, one in history.projections.items()},
        "questions": questions,
        "cells": cells.cells.values,
        "answers": cells.answers.values,
        "reasons": cells.reasons.values,
        "values": cells.values.values,
        "projections": list(history.projections),
        "ids": list(events.numbers),
        "statuses": [_brief(number, events) for number in range(len(events.statuses))],
        "lists": events.lists,
        **_versions(events.versions, events.numbers, chronicle_of(history)),
        **_expectations(history, events.numbers),
        "recordings": _recordings(history, events.numbers),
        "coverage": [[aspect, plain(key), days] for aspect, key, days in coverage_of(history)],
        "spellings": sorted([name, *dict.fromkeys(others)] for name, others in spellings.items()),
    }


@attrs.frozen
class Line:
    """A line of the chronicle: the ``id`` of an event, when it ``occurred``, and its ``title`` on one line."""

    id: str
    occurred: str
    title: str

    @property
    def year(self) -> str:
        """Return the year, or what is known of it."""
        return self.occurred[:4] if self.occurred[:1].isdigit() else self.occurred


def chronicle_of(history: Timeline) -> list[Line]:
    """Return what is listed, in the order in which it occurred."""
    events = sorted(
        history.scope.everything.listed.values(), key=lambda event: (event.occurred.sort_key, event.id)
    )
    return [Line(event.id, event.occurred.text, _one_line(event.title)) for event in events]


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))


def _versions(versions: list[Event], numbers: Mapping[str, int], chronicle: list[Line]) -> dict[str, Any]:
    """Return what events say by columns, which pack better than rows: sources apart, each once, sorted by address.

    Titles that the chronicle of the page has as they are stand there alone.
    """
    told = {(line.id, line.title) for line in chronicle}
    cited = {source: None for event in versions for source in event.sources}
    sources = sorted(cited, key=lambda one: (one.address, one.publisher, one.says, one.label))
    places = {source: number for number, source in enumerate(sources)}
    order = sorted(range(len(versions)), key=lambda n: (versions[n].occurred.sort_key, versions[n].id))
    announced = {str(n): event for n, event in enumerate(versions) if isinstance(event, EventAnnounced)}
    shown = expectations(announced, QueryTime.of_ordinal(LAST_DAY))
    ranks = {id(one.announcement): place for place, one in enumerate(shown)}
    return {
        "words": _unusual_words(versions),
        "versions": {
            "event": [numbers[event.id] for event in versions],
            "kind": [event.kind for event in versions],
            "title": ["" if (event.id, event.title) in told else event.title for event in versions],
            "occurred": [event.occurred.text for event in versions],
            "effective": [
                event.effective.text if event.effective != event.occurred else "" for event in versions
            ],
            "note": [event.note for event in versions],
            "data": [event_data(event) for event in versions],
            "sources": [[places[source] for source in event.sources] for event in versions],
            "expects": [ranks.get(id(event), 0) for event in versions],
            "rank": [place for _, place in sorted((n, place) for place, n in enumerate(order))],
            "took": [_unless_exact(event.effective, effective_bounds(event)) for event in versions],
            "happened": [_unless_exact(event.occurred, occurred_bounds(event)) for event in versions],
        },
        "sources": {name: [_text(getattr(source, name)) for source in sources] for name in _CITED},
    }


def _unusual_words(versions: list[Event]) -> dict[str, str]:
    """Return the words of the dates that the script has no words for: sets, and those qualified in part."""
    said = [one for event in versions for one in (event, *nested_in(event))]
    dates = [date for one in said for date in (one.occurred, one.effective)]
    dates += [source.published for event in versions for source in event.sources]
    unusual = {date for date in dates if _UNUSUAL.search(date.text)}
    return {date.text: date_in_words(date) for date in sorted(unusual, key=lambda date: date.text)}


def _unless_exact(date: PartialDate, bounds: tuple[int, int]) -> tuple[int, int] | int:
    """Return the bounds of a date; 0 where they are the day that its text says."""
    return 0 if date.is_exact and date.clock is None and bounds == (date.first_ordinal,) * 2 else bounds


def _brief(event: int, events: PageEvents) -> list[list[int]] | int:
    """Return the runs of an event: a day, then nothing where it is not listed, else the version, and the bounds where
    these are not the days on which that version may have taken effect; 0 where the event counts as it is once it has
    surely occurred.
    """
    found: list[list[int]] = []
    for first, number in events.statuses[event]:
        if number < 0:
            found.append([first])
            continue
        version, low, high = events.statuses_met[number]
        is_plain = (low, high) == effective_bounds(events.versions[version])
        found.append([first, version] if is_plain else [first, version, low, high])
    return 0 if found == [[1], [occurred_bounds(events.versions[event])[1], event]] else found


def _text(value: Any) -> str:
    return "" if value == PartialDate.UNKNOWN else str(value)


def _expectations(history: Timeline, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Return the tables of the announcements. What an expectation says is what the announcement says; kept is what
    became of it: the announcement, the status, what else it may be, and the settlement.
    """
    met = Numbered()

    def number(found: Mapping[str, Any]) -> int:
        because = [numbers[name] for name in found["because"]]
        return met.number([because, found["status"], found["alternatives"]])

    announced = (name for name in numbers if isinstance(history.scope.events[name], EventAnnounced))
    tables = [Expected(history.scope, name).table(number) for name in announced]
    return {"expected": tables, "expectations": met.values}


def _recordings(history: Timeline, numbers: Mapping[str, int]) -> list[str]:
    if history.scope.records is None:
        return []
    log = history.log
    return [log[name].recorded.in_timezone("UTC").to_iso8601_string() for name in numbers]


def day_range(history: Timeline) -> tuple[int, int]:
    """Return the ordinals of the first and the last day of the slider: whole years, from the first event that counts
    to the last one, or to the last day of the log.

    >>> from datetime import date
    >>> from cstotimeline import load
    >>> [str(date.fromordinal(day))[4:] for day in day_range(load())]
    ['-01-01', '-12-31']
    """
    counted = list(history.scope.everything.events.values())
    if not counted:
        counted = list(history.scope.everything.listed.values())
    lows = [event.effective.first_ordinal for event in counted]
    if not lows:
        return 0, 0
    ends = [last for _, last in history.scope.coverage.default if last < LAST_DAY]
    first = PartialDate.of_ordinal(max(min(lows), 1)).text[:4]
    last = PartialDate.of_ordinal(max([*lows, *ends])).text[:4]
    return PartialDate.parse(f"{first}-01-01").first_ordinal, PartialDate.parse(f"{last}-12-31").first_ordinal


def stamp_of(history: Timeline) -> str:
    """Return what the page was made from, in one line.

    >>> from cstotimeline import load
    >>> "; log " in stamp_of(load())
    True
    """
    if history.scope.records is None:
        return f"{len(history.scope.events)} events, never recorded"
    return history.stamp


def packed(data: Any) -> str:
    r"""Return plain data as text that may stand in HTML: JSON, compressed, in base 85 without ``<`` and ``&``.

    The compressed data is LZMA in the older format with a header of 13 bytes, which states the length, so that a script
    can know it.

    >>> unpacked(packed({"a": ["<script>"]}))
    {'a': ['<script>']}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    made = lzma.compress(text, format=lzma.FORMAT_ALONE, filters=_FILTERS)
    stated = made[:_LENGTH_AT] + len(text).to_bytes(8, "little") + made[_LENGTH_AT + 8 :]
    return base64.b85encode(stated).decode("ascii").translate(_TWO_STAND_INS)


def unpacked(text: str) -> Any:
    """Return the plain data of a text that :func:`packed` made."""
    stated = base64.b85decode(text.translate(str.maketrans(".,", "<&")))
    made = stated[:_LENGTH_AT] + b"\xff" * 8 + stated[_LENGTH_AT + 8 :]
    return json.loads(lzma.decompress(made, format=lzma.FORMAT_ALONE))
