"""Timelines: immutable values made of records and projections; what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import attrs

from cstotimeline.core.errors import Fault, LogError, UnknownName, shown
from cstotimeline.core.events.amendments import link_faults
from cstotimeline.core.events.announcements import (
    AnnouncementSettled,
    EventAnnounced,
    announcement_faults,
    settlements,
)
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer, default_preference
from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.log.append import new_events
from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.questions import Questions, StateQuestion
from cstotimeline.core.query.scope import Scope, SharedIndexes
from cstotimeline.core.query.snapshot import Snapshot
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.points import QueryTime, When

if TYPE_CHECKING:
    from cstotimeline.core.query.changes import Changes
    from cstotimeline.core.rules.rule import Finding, Rule

_VIEWS_KEPT = 16


class Timeline(Scope):
    """History as a value: records, projections and clocks; every question returns the same for ever.

    Arguments:
        history: events, or the records of a log. The order does not matter.
        projections: what is to be asked, each by its name.
        prefer: the rule that chooses among rival claims.

    Raises:
        LogError: two events with one id, links to no event, or two projections with one name.

    >>> from cstotimeline.core.temporal.edtf import PartialDate
    >>> from cstotimeline.core.events.citations import Citation
    >>> page = Citation(publisher="a page")
    >>> events = [
    ...     Event(id=f"e-{d}", occurred=PartialDate.parse(d), sources=(page,)) for d in ("2004", "2005-06-01")
    ... ]
    >>> count = Projection(name="count", initial=0, apply=lambda n, event: n + 1)
    >>> answer = Timeline(events, [count])["count"].at("2004-06-01")
    >>> answer.value, answer.certain, answer.alternatives
    (0, False, (1,))
    """

    def __init__(
        self,
        history: Iterable[Event] | Iterable[Record],
        projections: Iterable[Projection[Any]] = (),
        *,
        prefer: Prefer = default_preference,
    ) -> None:
        whole = isinstance(history, Records) and not history.is_part  # then it was checked, and may be unread
        given: list[Event | Record] = [] if whole else list(history)
        records = [item for item in given if isinstance(item, Record)]
        self._records: Records | None = Records(records) if records or not given else None
        if isinstance(history, Records) and whole:
            self._records = history
        bare = [item for item in given if isinstance(item, Event)]
        if records and bare:
            what = "expected events or records, got both"
            raise LogError(Fault(where="history", what=what, remedy="append the events to a log first"))
        self._events = self._records.events if self._records is not None else _by_id(bare)
        self.projections: Mapping[str, Projection[Any]] = _named(projections)
        self.prefer = prefer
        self.clocks = AsOf()
        self._views: dict[AsOf, Self] = {}
        self._worlds = {}
        self._holdings = SharedIndexes(self._events, self._records)

    def extended(self, records: Iterable[Record]) -> Self:
        """Return the timeline of the same log after more records, under the same clocks.

        Records that are there already are passed over.

        Raises:
            LogError: the timeline was made from bare events; a record whose id stands for another event; a link
                to no event.
        """
        held = self.log
        new = sorted((record for record in records if record not in held), key=lambda record: record.position)
        if not new:
            return self
        grown = self._again()
        follow_on = not held or new[0].position > held[-1].position
        with self._holdings.lock:
            if follow_on and len(new_events((record.event for record in new), held.find)) == len(new):
                grown._records = held.extended(new)
            else:
                grown._records = Records([*held, *new])
            grown._events = grown._records.events
            if follow_on and len(self._holdings.events) == len(held):
                self._holdings.grown(grown._events, grown._records)
            else:
                grown._holdings = SharedIndexes(grown._events, grown._records)
        return grown

    def _again(self) -> Self:
        """Return the same timeline without anything that was worked out about it."""
        other = object.__new__(type(self))
        worked_out = {
            name for name in self.__dict__ if isinstance(getattr(type(self), name, None), cached_property)
        }
        other.__dict__.update({k: v for k, v in self.__dict__.items() if k not in worked_out})
        other._views = {}
        other._worlds = {}
        return other

    @property
    def log(self) -> Records:
        """Return the records, by place or by event id; all of them, whatever the clocks show.

        Raises:
            LogError: the timeline was made from bare events.
        """
        if self._records is None:
            what = "these events were never appended to a log"
            raise LogError(Fault(where="log", what=what, remedy="make the timeline from a log's records"))
        return self._records

    @cached_property
    def world(self) -> ResolvedEvents:
        """Return what the events seen under the clocks say together."""
        return ResolvedEvents(self.shown(self._events), prefer=self.prefer, expecting=self.clocks.expecting)

    def known(self, *, by: When) -> Self:
        """Return the timeline as the world knew it at the end of a day: without events made public later.

        An event is known from its ``disclosed`` date, else from the day it occurred; of a coarse date, from
        its last
        day. Announcements, corrections and retractions count from their own day.
        """
        return self.as_of(known=by)

    def recorded(self, *, by: When) -> Self:
        """Return the timeline as the log held it at an instant, or at the end of a day in UTC.

        Raises:
            LogError: the timeline was made from bare events, which were never recorded.
        """
        return self.as_of(recorded=by)

    def as_of(self, *, known: When | None = None, recorded: When | None = None) -> Self:
        """Return the timeline with either clock turned back; limits combine, the earlier one holds."""
        if known is None and recorded is None:
            return self
        clocks = self.clocks.narrowed(
            None if known is None else QueryTime.of(known, name="known"),
            None if recorded is None else QueryTime.of(recorded, name="recorded"),
        )
        if recorded is not None and self._records is None:
            self.log  # noqa: B018  raises
        return self._view(clocks)

    def expecting(self) -> Self:
        """Return the timeline in which every open announcement comes true, on the date that it expects.

        Answers are then about what was expected: ``certain`` takes for granted that it comes true.
        """
        return self._view(attrs.evolve(self.clocks, expecting=True))

    def _view(self, clocks: AsOf) -> Self:
        if clocks == self.clocks:
            return self
        if clocks not in self._views:
            while len(self._views) >= _VIEWS_KEPT:
                self._views.pop(next(iter(self._views)), None)
            view = self._again()
            view.clocks = clocks
            self._views[clocks] = view
        return self._views[clocks]

    def moment(self, when: When) -> QueryTime:
        """Return the moment that ``when`` means; errors as for every question."""
        return QueryTime.of(when)

    def __getitem__(self, name: str) -> Any:
        """Return what can be asked of a projection: a question, or with keys a mapping from key to question.

        Raises:
            UnknownName: no projection has this name.
        """
        projection = self.projections.get(name)
        if projection is None:
            known = ", ".join(sorted(self.projections)) or "none"
            what = f"no such projection, got {shown(name)}"
            raise UnknownName(Fault(where="timeline", what=what, remedy=f"ask for one of {known}"))
        if name not in self._asked:
            ask: Any = OfficeQuestion if isinstance(projection, Office) else StateQuestion
            keyed = projection.key is not None
            self._asked[name] = Questions(self, projection, ask) if keyed else ask(self, projection)
        return self._asked[name]

    @cached_property
    def _asked(self) -> dict[str, Any]:
        """Return the questions that were asked for, by name: they keep their answers."""
        return {}

    def at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> Snapshot:
        """Return the state of everything at the end of a day, or at an instant.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date; ask ``during`` of one projection.
            DateError: ``when`` is no date.
        """
        return Snapshot(self.as_of(known=known, recorded=recorded), QueryTime.of(when))

    def diff(self, since: When, until: When) -> Changes:
        """Return what changed in the world between the ends of two days: answers that differ, events between.

        Raises:
            NotAPoint: either is a month, a year or a doubtful date.
        """
        from cstotimeline.core.query.changes import in_the_world

        return in_the_world(self, QueryTime.of(since, name="since"), QueryTime.of(until, name="until"))

    def learned(self, since: When, until: When) -> Changes:
        """Return what became known after one day and by another: events, and answers about the later day that
        they changed.

        Raises:
            NotAPoint: either is a month, a year or a doubtful date.
        """
        from cstotimeline.core.query.changes import in_what_was_known

        return in_what_was_known(self, QueryTime.of(since, name="since"), QueryTime.of(until, name="until"))

    def check(self, rules: Iterable[Rule] = ()) -> tuple[Finding, ...]:
        """Return what breaks ``rules`` in what is seen under the clocks, the worst first; it never raises for
        a finding.
        """
        from cstotimeline.core.rules.rule import checked

        return checked(self.world, rules)

    def outcome(self, announcement: str) -> AnnouncementSettled | None:
        """Return what is known to have become of an announcement, by its id; None while nothing is.

        Raises:
            UnknownName: no announcement has this id.
        """
        if not isinstance(self.world.listed.get(announcement), EventAnnounced):
            what = f"no announcement with this id, got {shown(announcement)}"
            raise UnknownName(
                Fault(where="announcement", what=what, remedy="name an announcement of this log")
            )
        return settlements(self.world.listed).get(announcement)

    def __iter__(self) -> Iterator[Event]:
        """Yield what is said under the clocks, announcements included, in the order in which it took effect."""
        yield from self.world.ordering(Granularity.DAY).in_order(self.world.everything)

    def __len__(self) -> int:
        return len(self.world.everything)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)} events, {len(self.projections)} projections>"


def _by_id(events: Iterable[Event]) -> dict[str, Event]:
    found: dict[str, Event] = {}
    faults: list[Fault] = []
    for event in events:
        if found.setdefault(event.id, event) != event:
            what = f"two events with one id, got {shown(event.id)}"
            faults.append(Fault(where="id", what=what, remedy="give each event its own id"))
    faults.extend([*link_faults(found), *announcement_faults(found)])
    if faults:
        raise LogError(faults)
    return found


def _named(projections: Iterable[Projection[Any]]) -> dict[str, Projection[Any]]:
    named: dict[str, Projection[Any]] = {}
    for projection in projections:
        if named.setdefault(projection.name, projection) is not projection:
            what = f"two projections with one name, got {shown(projection.name)}"
            raise LogError(Fault(where="projections", what=what, remedy="name each differently"))
    return named
