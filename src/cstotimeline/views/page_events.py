"""The events of a page: what each says, in every version that was known at some time, and when each counts."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import attrs

from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS, expectations
from cstotimeline.core.events.coverage import FIRST_DAY, LAST_DAY
from cstotimeline.core.events.event import Event, field_names, own_fields
from cstotimeline.core.events.references import nested_in
from cstotimeline.core.fold.ordering import event_bounds
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.plain import plain
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity, date_bounds
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.views.page_answers import Numbered
from cstotimeline.views.page_tables import AnswerTable, Runs, answer_table
from cstotimeline.views.text import filled

_SAID_APART = frozenset({"id", "occurred", "effective", "sources", "note"})


class PageEvents:
    """The events of a history.

    Attributes:
        numbers: the number of each event by its id, in the order of the log.
        versions: what events say, after corrections; the first ones are the events as they were appended.
        statuses: for each event runs of numbers of statuses by the known day, -1 where it is not listed.
        statuses_met: the statuses by number.
        lists: for each list of events the numbers of the versions that it holds once they are listed.
    """

    def __init__(self, history: Timeline) -> None:
        self._scope = history.scope
        raw = list(self._scope.shown(self._scope.events))
        self.numbers = {event.id: number for number, event in enumerate(raw)}
        self.versions: list[Event] = list(raw)
        self._corrected: dict[tuple[str, Event], int] = {}
        self._by_identity = {id(event): number for number, event in enumerate(raw)}
        self._raw = raw
        self._statuses = Numbered()
        self.statuses = self._by_known_day()
        lists = ((name, history[name]) for name in history)
        self.lists = {
            name: [n for n, event in enumerate(self.versions) if isinstance(event, listed.kinds)]
            for name, listed in lists
            if isinstance(listed, EventList)
        }

    @property
    def statuses_met(self) -> list[list[Any]]:
        """Return the statuses by number: the version, and the first and the last day on which it took effect."""
        return self._statuses.values

    def _by_known_day(self) -> list[Runs]:
        """Return the runs of each event. Between two days on which an event is surely public for the first time what
        surely is stays the same, and so does what it says.
        """
        days = {FIRST_DAY, *(_surely_known(event) for event in self._raw)}
        columns = [(day, self._seen(day)) for day in sorted(days) if FIRST_DAY <= day <= LAST_DAY]
        found: list[Runs] = []
        for name in self.numbers:
            runs: list[tuple[int, int]] = []
            for first, statuses in columns:
                status = statuses.get(name, -1)
                if not runs or runs[-1][1] != status:
                    runs.append((first, status))
            found.append(tuple(runs))
        return found

    def _seen(self, day: int) -> dict[str, int]:
        """Return the number of the status of each event that is listed, as known by the end of a day."""
        scope = self._scope.at_clocks(self._scope.clocks.narrowed(QueryTime.of_ordinal(day), None))
        resolved = scope.everything
        bounds = resolved.ordering(Granularity.DAY).bounds
        found: dict[str, int] = {}
        for name, event in resolved.listed.items():
            low, high = bounds[name] if name in resolved.events else effective_bounds(event)
            found[name] = self._statuses.number([self._version(event), low, high])
        return found

    def _version(self, event: Event) -> int:
        found = self._by_identity.get(id(event))
        if found is None:
            found = self._corrected.setdefault((event.id, event), len(self.versions))
            if found == len(self.versions):
                self.versions.append(event)
        return found


def _surely_known(event: Event) -> int:
    """Return the day from which an event was surely public."""
    return date_bounds(event.known_from, event.zone, Granularity.DAY)[1]


def event_data(event: Event) -> dict[str, Any]:
    """Return what an event says as plain data, without what is empty, and without its dates, note and sources.

    >>> from cstotimeline import load
    >>> event_data(load().presidency.at("2019-11-20").events[0])["holder"]
    'Kyrgyzstan'
    """
    common = [name for name in field_names(Event) if name not in _SAID_APART]
    return {name: _said(value) for name, value in filled(event, (*own_fields(type(event)), *common))}


def _said(value: Any) -> Any:
    if isinstance(value, Event):
        when = {"occurred": value.occurred.text, "title": value.title}
        if value.effective != value.occurred:
            when["effective"] = value.effective.text
        return {"kind": value.kind, **when, **event_data(value)}
    if isinstance(value, tuple):
        return [_said(one) for one in value]
    if attrs.has(type(value)) and not isinstance(value, PartialDate):
        names = [field.name for field in attrs.fields(type(value))]
        return {name: _said(one) for name, one in filled(value, names)}
    return plain(value)


def effective_bounds(event: Event) -> tuple[int, int]:
    """Return the first and the last day on which an event may have taken effect."""
    return event_bounds(event, Granularity.DAY)


def occurred_bounds(event: Event) -> tuple[int, int]:
    """Return the first and the last day on which an event may have occurred."""
    return date_bounds(event.occurred, event.zone, Granularity.DAY)


class Expected:
    """What was expected, announcement by announcement, asked as a question is: see :class:`Question`.

    >>> from cstotimeline import load
    >>> scope = load().scope
    >>> Expected(scope, "announcement-2001-08-24-uzbekistan-stays-out").at(731_000)["status"]
    'open'
    """

    def __init__(self, scope: Scope, key: str) -> None:
        self.scope = scope
        self.key = key

    @cached_property
    def resolved(self) -> ResolvedEvents:
        """Return the announcement, what became of it, and what is linked with them, resolved."""
        scope, clocks = self.scope, self.scope.clocks
        linked = scope.shared.graph.component([self.key])
        return ResolvedEvents(
            scope.shown(sorted(linked)), prefer=scope.prefer, expecting=clocks.expecting, known=clocks.known
        )

    def in_scope(self, scope: Scope) -> Expected:
        """Return the same question under other clocks."""
        return Expected(scope, self.key)

    def change_points(self, events: ResolvedEvents) -> list[int]:
        """Return the days on which the answer may change."""
        said = [one for event in events.listed.values() for one in (event, *nested_in(event))]
        dates = [(date, one) for one in said for date in (one.occurred, one.effective, one.over)]
        bounds = (date_bounds(date, event.zone, Granularity.DAY) for date, event in dates)
        return sorted({day for first, last in bounds for day in (first, last, last + 1)})

    def at(self, day: int) -> dict[str, Any] | None:
        """Return the expectation at the end of a day as plain data, where it was open or overdue; else None."""
        listed = {n: e for n, e in self.resolved.listed.items() if isinstance(e, ABOUT_EXPECTATIONS)}
        found = expectations(listed, QueryTime.of_ordinal(day))
        return next(
            (one.to_dict() for one in found if one.id == self.key and one.status in ("open", "overdue")), None
        )

    def table(self, number: Any) -> AnswerTable:
        """Return the table of the announcement; ``number`` gives the cell of an expectation as plain data."""
        question: Any = self

        def cell(asked: Any, day: int) -> int:
            found = asked.at(day)
            return -1 if found is None else int(number(found))

        return answer_table(question, cell)
