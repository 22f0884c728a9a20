"""Timelines: immutable values made of records and projections; what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, overload

import attrs

from cstotimeline.core.errors import Fault, LogError, UnknownName, shown
from cstotimeline.core.events.announcements import (
    AnnouncementSettled,
    EventAnnounced,
    settlements,
)
from cstotimeline.core.events.coverage import periods_of
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer, default_preference
from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.seats import SeatedOffice
from cstotimeline.core.log.append import new_events
from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.asking import AskingMethods
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.holders import asked_of_seats
from cstotimeline.core.query.inputs import by_name, events_and_records
from cstotimeline.core.query.key_questions import StateQuestion
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.scope import Scope, limits
from cstotimeline.core.query.shared_indexes import SharedIndexes
from cstotimeline.core.query.snapshot import Snapshot
from cstotimeline.core.query.table_methods import TableMethods
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.core.query.values import Immutable
from cstotimeline.core.query.view_methods import Drawable
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.points import QueryTime, When

if TYPE_CHECKING:
    from cstotimeline.core.query.changes import Changes
    from cstotimeline.core.rules.rule import Finding, Rule

S = TypeVar("S")

_INNER = frozenset(
    {"drawn_lanes", "effect_rules", "in_order_of_effect", "in_scope", "names", "prefer", "resolved", "scope"}
)
"""Attributes that a timeline has for the engine."""


class Timeline(Immutable, AskingMethods, Drawable, TableMethods, Mapping[str, Any]):
    """History as a value: records, projections and clocks; every question returns the same for ever.

    A mapping from the names of its aspects to what can be asked of each. It cannot be changed; two are equal where
    their records, projections and clocks are.

    Arguments:
        history: events, or the records of a log. The order does not matter.
        projections: what is to be asked, each by its name.
        prefer: the rule that chooses among rival claims.
        through: the last day for which the history claims to be known, where no coverage is declared; by default the
            day of the newest record, and of bare events every day.

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
        through: When | None = None,
    ) -> None:
        events, records = events_and_records(history)
        last = None if through is None else QueryTime.of(through, name="through").ordinal
        scope = Scope(events, records, prefer=prefer, through=last)
        vars(self).update(scope=scope, projections=by_name(projections))

    scope: Scope
    projections: Mapping[str, Projection[Any]]
    names: ClassVar[str] = ""  # a text for resolve(): how events name people, states and places

    def in_scope(self, scope: Scope) -> Self:
        """Return the same timeline of other events or under other clocks."""
        if scope is self.scope:
            return self
        slot = (type(self), *self.projections)
        found = scope.questions.get(slot)
        if found is None:
            found = scope.questions[slot] = self.with_changed(scope=scope)
        return found

    def extended(self, records: Iterable[Record]) -> Self:
        """Return the timeline of the same log after more records, under the same clocks.

        Records that are there already are passed over. What was worked out about the log is shared: adding costs what
        is added.

        Raises:
            LogError: the timeline was made from bare events; a record whose id stands for another event; a link
                to no event.
        """
        held, scope = self.log, self.scope
        new = sorted((record for record in records if record not in held), key=lambda record: record.position)
        if not new:
            return self
        shared: SharedIndexes | None = None
        follow_on = not held or new[0].position > held[-1].position
        with scope.shared.lock:
            if follow_on and len(new_events((record.event for record in new), held.find)) == len(new):
                grown = held.extended(new)
            else:
                grown = Records([*held, *new])
            if follow_on and len(scope.shared.events) == len(held):
                shared = scope.shared
                shared.grow(grown.events, grown)
        return self.in_scope(
            Scope(
                grown.events,
                grown,
                clocks=scope.clocks,
                prefer=scope.prefer,
                through=scope.through,
                shared=shared,
            )
        )

    @property
    def log(self) -> Records:
        """Return the records, by place or by event id; all of them, whatever the clocks show.

        Raises:
            LogError: the timeline was made from bare events, which were never recorded.
        """
        if self.scope.records is None and not self.scope.events:
            return Records(())  # nothing yet, which can grow
        if self.scope.records is None:
            what = "this timeline was made from events, not from records"
            raise LogError(Fault(where="log", what=what, remedy="append the events to a log, and read it"))
        return self.scope.records

    @property
    def clocks(self) -> AsOf:
        """Return how far the timeline looks."""
        return self.scope.clocks

    @property
    def prefer(self) -> Prefer:
        """Return the rule that chooses among rival claims."""
        return self.scope.prefer

    @property
    def resolved(self) -> ResolvedEvents:
        """Return all events seen under the clocks, after corrections, retractions and rivals."""
        return self.scope.everything

    def known(self, by: When) -> Self:
        """Return the timeline as far as it had been made public by the end of a day, or by an instant.

        Raises:
            NotAPoint: ``by`` is a month, a year or a doubtful date.
        """
        return self.as_of(known=by)

    def recorded(self, by: When) -> Self:
        """Return the timeline as the log held it at an instant, or at the end of a day in UTC.

        Raises:
            LogError: the timeline was made from bare events, which were never recorded.
            NotAPoint: ``by`` is a month, a year or a doubtful date.
        """
        return self.as_of(recorded=by)

    def as_of(self, *, known: When | None = None, recorded: When | None = None) -> Self:
        """Return the timeline with either clock turned back; limits combine, the earlier one holds."""
        if known is None and recorded is None:
            return self
        if recorded is not None:
            self.log  # noqa: B018  raises
        return self.in_scope(self.scope.turned_back(*limits(known, recorded)))

    def expecting(self) -> Self:
        """Return the timeline in which every open announcement comes true, on the date that it expects.

        Answers are then about what was expected: ``certain`` takes for granted that it comes true.
        """
        return self.in_scope(self.scope.at_clocks(attrs.evolve(self.clocks, expecting=True)))

    def __getitem__(self, name: str) -> Any:
        """Return what can be asked of an aspect: a question, or with keys a mapping from key to question.

        Raises:
            UnknownName: no aspect has this name.
        """
        projection = self.projections.get(name)
        if projection is None:
            known = ", ".join(sorted(self.projections)) or "none"
            what = f"no such aspect, got {shown(name)}"
            raise UnknownName(Fault(where="timeline", what=what, remedy=f"ask for one of {known}"))
        return self.ask(projection)

    @overload
    def ask(self, projection: Office) -> OfficeQuestion: ...  # type: ignore[overload-overlap]
    @overload
    def ask(self, projection: Projection[S]) -> StateQuestion[S]: ...
    def ask(self, projection: Projection[Any]) -> Any:
        """Return what can be asked of a projection, whether the timeline was made with it or not.

        With keys that is a mapping from key to question.
        """
        questions = self.scope.questions
        slot = ("ask", projection)
        if slot not in questions:
            kind: Any = OfficeQuestion if isinstance(projection, Office) else StateQuestion
            keyed = projection.key is not None
            make: Any = Questions if keyed else _alone
            if isinstance(projection, SeatedOffice):
                make = asked_of_seats
            questions[slot] = make(self.scope, projection, kind)
        return questions[slot]

    def __iter__(self) -> Iterator[str]:
        return iter(self.projections)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def events(self, *kinds: type[Event]) -> EventList[Event]:
        """Return the events of some kinds, by default of all, as they are after corrections."""
        return EventList(self.scope, kinds or (Event,), names=self.names)

    @property
    def in_order_of_effect(self) -> Sequence[Event]:
        """Return what is said under the clocks, announcements included, in the order in which it took effect."""
        return self.resolved.ordering(Granularity.DAY).in_order(self.resolved.everything)

    def coverage(self, aspect: str, key: object = "") -> tuple[Period, ...]:
        """Return the days for which the log claims to have been looked through for an aspect, or for a key of it.

        Raises:
            UnknownName: no aspect has this name.
        """
        asked = self[aspect]
        if key != "" and isinstance(asked, Questions):
            return periods_of(self.scope.coverage.days(aspect, key))
        if isinstance(asked, Question | EventList):
            return asked.coverage
        return periods_of(self.scope.coverage.days(aspect))

    def at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> Snapshot:
        """Return the state of everything at the end of a day, or at an instant.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date; ask ``during`` of one aspect.
            DateError: ``when`` is no date.
        """
        return Snapshot(self.as_of(known=known, recorded=recorded), QueryTime.of(when))

    def diff(self, since: When, until: When) -> Changes:
        """Return what changed in the world between the ends of two days: answers that differ, events between.

        Raises:
            NotAPoint: either is a month, a year or a doubtful date.

        >>> from cstotimeline import load
        >>> print(next(c for c in load().diff("2015-09-14", "2015-09-15") if c.aspect == "presidency"))
        presidency: Tajikistan -> Armenia
        """
        from cstotimeline.core.query.changes import in_the_world

        first, last = QueryTime.of(since, name="since"), QueryTime.of(until, name="until")
        return in_the_world(self.scope, self.projections.values(), first, last)

    def learned(self, since: When, until: When) -> Changes:
        """Return what became known after one day and by another: events, and answers about the later day that
        they changed.

        Raises:
            NotAPoint: either is a month, a year or a doubtful date.
        """
        from cstotimeline.core.query.changes import in_what_was_known

        first, last = QueryTime.of(since, name="since"), QueryTime.of(until, name="until")
        earlier, later = self.known(by=first).scope, self.known(by=last).scope
        return in_what_was_known(earlier, later, self.projections.values(), first, last)

    def check(self, rules: Iterable[Rule] = ()) -> tuple[Finding, ...]:
        """Return what breaks ``rules`` in what is seen under the clocks, and what has no effect, the worst first.

        It never raises for a finding.
        """
        from cstotimeline.core.rules.rule import checked

        return checked(self.resolved, (*rules, *self.effect_rules))

    @property
    def effect_rules(self) -> tuple[Rule, ...]:
        """Return the rules that always hold: what can only act on something else acts on it."""
        from cstotimeline.core.rules.effect_rules import effect_rules

        return effect_rules(self.projections.values(), [*self])

    def outcome(self, announcement: str) -> AnnouncementSettled | None:
        """Return what is known to have become of an announcement, by its id; None while nothing is.

        Raises:
            UnknownName: no announcement has this id.
        """
        listed = self.resolved.listed
        if not isinstance(listed.get(announcement), EventAnnounced):
            what = f"no announcement with this id, got {shown(announcement)}"
            raise UnknownName(
                Fault(where="announcement", what=what, remedy="name an announcement of this log")
            )
        return settlements(listed).get(announcement)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, Timeline)
            and type(self) is type(other)
            and list(self.projections) == list(other.projections)
            and all(other.projections[name] == one for name, one in self.projections.items())
            and self.scope == other.scope
        )

    def __hash__(self) -> int:
        return hash((type(self), self.scope))

    @cached_property
    def _count(self) -> int:
        return len(self.resolved.everything)

    def __dir__(self) -> list[str]:
        """Return the names that a reader asks by, without what the engine is made of."""
        return [name for name in super().__dir__() if name not in _INNER]

    def __repr__(self) -> str:
        events, records = self.scope.events, self.scope.records
        given = f"{len(events)} {'records' if records is not None or not events else 'events'}"
        return f"<{type(self).__name__}: {given}, {self._count} events that count, {len(self)} aspects>"


def _alone(scope: Scope, projection: Projection[Any], kind: type[Question[Any]]) -> Question[Any]:
    return kind(scope, projection)
