"""The oracle itself: what is asked of a history, and what it says of an office, a state and a group."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from itertools import combinations
from typing import Any

import attrs

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Office, TakesOffice
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing.oracle.calendar import days_of, epoch_of, first, has_clock, last
from cstotimeline.testing.oracle.cases import Case, cases, key_of
from cstotimeline.testing.oracle.coverage import Coverage, coverage_of, is_coverage, seen_by
from cstotimeline.testing.oracle.results import Edge, GroupResult, OfficeResult, StateResult
from cstotimeline.testing.oracle.seats import Sitting
from cstotimeline.testing.oracle.selections import Choose, Selection, counting, selections, standing
from cstotimeline.testing.oracle.terms import End, Written, step_of
from cstotimeline.testing.oracle.worlds import Pair, Placement


class Oracle:
    """All that a history allows: events or records, under clocks, with the coverage that it declares.

    ``known`` and ``recorded`` are days or instants, as for a timeline; ``through`` is the day up to which bare events
    are complete; with ``is_log`` no events mean an empty log. Questions are asked for the end of a day, or
    for an instant.

    Raises:
        TooManyWorlds: on asking, where too many coarse dates meet to enumerate.
    """

    def __init__(
        self,
        history: Iterable[Event] | Iterable[Record],
        choose: Choose | None = None,
        *,
        known: date | None = None,
        recorded: date | None = None,
        through: date | None = None,
        expecting: bool = False,
        is_log: bool = False,
    ) -> None:
        given = list(history)
        records = [item for item in given if isinstance(item, Record)]
        seen = seen_by(records, recorded)
        self.known = known
        self.expecting = expecting
        self._choose = choose
        self._log = [*(record.event for record in records), *(e for e in given if isinstance(e, Event))]
        shown = [record.event for record in seen] if records else self._log
        is_log = is_log or bool(records) or recorded is not None
        about = {event.id for event in about_coverage(shown)}
        declared = standing(event for event in shown if event.id in about).values()
        self.coverage: Coverage = coverage_of(
            filter(is_coverage, declared), seen if is_log else None, through
        )
        self.events = [event for event in shown if event.id not in about]
        self._cases: dict[tuple[str, Hashable], list[Case]] = {}

    def cases(self, projection: Projection[Any], key: Hashable = "") -> list[Case]:
        """Return the cases of one key; the first is the canonical one."""
        slot = (projection.name, key)
        if slot not in self._cases:
            related = self._related(projection, key)
            every: list[Selection] = selections(
                related, known=self.known, expecting=self.expecting, choose=self._choose
            )
            self._cases[slot] = [case for one in every for case in cases(one, projection, key)]
        return self._cases[slot]

    def counting(self) -> dict[str, Event]:
        """Return the events of the world that count, by id, by the canonical choice, whatever was known."""
        every = counting(self.events, self._choose)
        return {n: e for n, e in every.items() if not isinstance(e, EventAnnounced | AnnouncementSettled)}

    def orders(self, projections: Iterable[Projection[Any]]) -> frozenset[Pair]:
        """Return which events came before which, as is stated or follows from a leaving, by the canonical choice."""
        return frozenset(pair for days in self._canonical(projections) for pair in days.pairs)

    def ends(self, projections: Iterable[Projection[Any]]) -> dict[str, tuple[int, int]]:
        """Return the first and the last possible day on which each term ends, by the canonical choice."""
        return {
            name: (first(days.positions[name]), last(days.positions[name]))
            for days in self._canonical(projections)
            for name, event in days.events.items()
            if isinstance(event, End)
        }

    def _canonical(self, projections: Iterable[Projection[Any]]) -> Iterator[Placement]:
        """Yield the events of each key on their days, by the canonical choice."""
        for projection in projections:
            yield from (self.cases(projection, key)[0].days for key in self.keys(projection))

    def contradictions(self, projection: Projection[Any], key: Hashable = "") -> frozenset[Pair]:
        """Return the stated orders that the dates contradict: by the rule they are not followed, which is a finding."""
        return frozenset(pair for case in self.cases(projection, key) for pair in case.refused)

    def keys(self, projection: Projection[Any]) -> list[Hashable]:
        """Return the keys that any event of the whole log has, as it was written or as it was corrected."""
        found = {
            key: None
            for event in self._log
            for said in _nested(event)
            if not isinstance(said, EventCorrected | EventRetracted)
            and (key := key_of(projection, said)) is not None
        }
        return list(found)

    def visible_keys(self, projection: Projection[Any]) -> list[Hashable]:
        """Return the keys that an event has which counts, or may count, under the clocks."""
        return [
            key for key in self.keys(projection) if any(case.mine for case in self.cases(projection, key))
        ]

    def outcomes(
        self, projection: Projection[Any], when: date, key: Hashable = ""
    ) -> Iterator[tuple[Case, tuple[str, ...], Any]]:
        """Yield, for each world, its case, what had happened in its order, and a view that this leads to."""
        position, by_second = _position(when)
        for case in self.cases(projection, key):
            if case.is_world:
                for names, view in case.outcomes(position, by_second=by_second):
                    yield case, names, self._adjusted(view, case, when, key)

    def views(self, projection: Projection[Any], when: date, key: Hashable = "") -> set[Any]:
        """Return every answer that a world gives, at the end of a day or at an instant."""
        return {view for _, _, view in self.outcomes(projection, when, key)}

    def shown(self, projection: Projection[Any], when: date, key: Hashable = "") -> Any:
        """Return the canonical answer: of what has surely happened, each event on its last possible position."""
        case = self.cases(projection, key)[0]
        position, by_second = _position(when)
        names = [name for n, name in case.run(by_second=by_second) if n <= position]
        return self._adjusted(next(case.views_after(names)), case, when, key)

    def takings_of_one_day(self, projection: Office, key: Hashable = "") -> list[Pair]:
        """Return the pairs of takings by two holders on one exact day, without times and in no stated order."""
        case = self.cases(projection, key)[0]
        took = {n: step for n in sorted(case.mine) if isinstance(step := case.step(n), TakesOffice)}
        return [
            (one, other)
            for one, other in combinations(took, 2)
            if took[one].holder != took[other].holder
            and len(case.days.positions[one]) == len(case.days.positions[one][0]) == 1
            and case.days.positions[one] == case.days.positions[other]
            and not any(has_clock(case.days.events[n].effective) for n in (one, other))
            and not (case.days.reaches(one, other) or case.days.reaches(other, one))
        ]

    def office(self, projection: Office, when: date, key: Hashable = "") -> OfficeResult:
        """Return who holds an office, since when and until when, and who else may."""
        case = self.cases(projection, key)[0]
        views, mine = self.views(projection, when, key), self.shown(projection, when, key)
        start, end = _stretch(case, when)
        others = {view.label for view in views - {mine}}
        others |= {name for view in (*views, mine) for name in view.candidates}
        edge = self.edge(projection.name, projection.covered_as(key), when)
        is_told = views == {mine} and not mine.candidates and mine.absence != "no data"
        return OfficeResult(
            holder=mine.holder,
            acting=mine.acting,
            absence=mine.absence,
            start=start,
            end=end,
            certain=is_told and edge.inside,
            alternatives=frozenset(others - {mine.label}),
            covered=edge.covered,
            decided=self._is_decided(projection, when, key),
            last_known=edge.last_known,
        )

    def state(self, projection: Projection[Any], when: date, key: Hashable = "") -> StateResult:
        """Return the value of a projection, and what else it may be."""
        views, mine = self.views(projection, when, key), self.shown(projection, when, key)
        edge = self.edge(projection.name, projection.covered_as(key), when)
        is_grounded = all(case.mine for case in self.cases(projection, key))
        is_grounded |= self.coverage.is_declared(
            projection.name, projection.covered_as(key), when.toordinal()
        )
        return StateResult(
            value=mine,
            certain=views == {mine} and edge.inside and is_grounded,
            alternatives=frozenset(views - {mine}),
            covered=edge.covered,
            decided=self._is_decided(projection, when, key),
            last_known=edge.last_known,
        )

    def group(self, projection: Office, statuses: Collection[str], when: date) -> GroupResult:
        """Return the names that have one of some statuses, and those of which that is open."""
        keys = self.visible_keys(projection)
        names = {str(key) for key in keys if self.shown(projection, when, key).holder in statuses}
        open_ = {
            str(key)
            for key in keys
            if len({b for view in self.views(projection, when, key) for b in _may_belong(view, statuses)}) > 1
        }
        asked: list[Hashable] = keys or [None]
        edges = [self.edge(projection.name, key, when) for key in asked]
        is_grounded = any(all(case.mine for case in self.cases(projection, key)) for key in keys)
        day = when.toordinal()
        is_grounded |= all(self.coverage.is_declared(projection.name, key, day) for key in asked)
        return GroupResult(
            names=frozenset(names),
            open=frozenset(open_),
            certain=not open_ and is_grounded and all(edge.inside for edge in edges),
            covered=all(edge.covered for edge in edges),
            decided=any(self._is_decided(projection, when, key) for key in keys),
            last_known=self.coverage.last_known(projection.name, asked, when.toordinal()),
        )

    def edge(self, aspect: str, key: Hashable, when: date) -> Edge:
        """Return where the end of a day, or an instant, lies for a key of an aspect."""
        day, known = when.toordinal(), self.known
        covered = self.coverage.covers(aspect, key, day)
        last_known = self.coverage.last_known(aspect, [key], day)
        ends = [] if covered else [last_known or 0]
        if known is not None and _is_after(when, known):
            ends.append(known.toordinal())
        return Edge(covered=covered, inside=not ends, last_known=last_known, day=min(ends, default=None))

    def _is_decided(self, projection: Projection[Any], when: date, key: Hashable) -> bool:
        """Return whether, outside, an event of the key that may have occurred by the edge takes effect, or may, after
        it and by the day asked.
        """
        edge = self.edge(projection.name, projection.covered_as(key), when).day
        if edge is None:
            return False
        return any(
            first(days_of(event.occurred)) <= edge
            and any(edge < n <= when.toordinal() for run in days_of(event.effective) for n in run)
            for case in self.cases(projection, key)
            for event in (case.days.events[name] for name in case.mine)
        )

    def _adjusted(self, view: Any, case: Case, when: date, key: Hashable) -> Any:
        """Return a view as the edge leaves it: of an office without a holder, a reason that rests on something."""
        if not isinstance(view, Sitting) or view.holder is not None:
            return view
        aspect, of = case.projection.name, case.projection.covered_as(key)
        edge = self.edge(aspect, of, when)
        is_declared = self.coverage.is_declared(aspect, of, when.toordinal())
        if not case.mine and not (is_declared and edge.inside):
            return attrs.evolve(view, absence="no data")
        is_open = view.absence in ("vacant", "not yet filled")
        if is_open and not edge.inside and not self._is_decided(case.projection, when, key):
            return attrs.evolve(view, absence="no data")
        return view

    def _related(self, projection: Projection[Any], key: Hashable) -> list[Event]:
        """Return the events that have a key, and all that are linked with them, over others or directly."""
        found: dict[str, Event] = {}
        todo = [e for e in self.events if any(key_of(projection, said) == key for said in _nested(e))]
        while todo:
            event = todo.pop()
            if event.id not in found:
                found[event.id] = event
                todo += [other for link in _links(event) for other in self._by_link[link]]
        return [event for event in self.events if event.id in found]

    @cached_property
    def _by_link(self) -> dict[tuple[str, str], list[Event]]:
        found: dict[tuple[str, str], list[Event]] = {}
        for event in self.events:
            for link in _links(event):
                found.setdefault(link, []).append(event)
        return found


def _position(when: date) -> tuple[int, bool]:
    """Return the ordinal of a day, or the second of an instant, and whether it is the latter."""
    return (epoch_of(when), True) if isinstance(when, datetime) else (when.toordinal(), False)


def _is_after(when: date, known: date) -> bool:
    """Return whether a question is about a time after what ``known=`` lets through.

    The end of a day comes after every instant of that day.
    """
    if not isinstance(known, datetime):
        return when.toordinal() > known.toordinal()
    if isinstance(when, datetime):
        return epoch_of(when) > epoch_of(known)
    return when.toordinal() >= known.toordinal()


def _stretch(case: Case, when: date) -> tuple[PartialDate, PartialDate]:
    """Return the dates of the events with which the canonical sitting begins and ends."""
    position, by_second = _position(when)
    run = case.run(by_second=by_second)
    sittings = [seat.sitting for seat in case.seats(by_second=by_second)]
    begin = end = sum(n <= position for n, _ in run)
    while begin and sittings[begin - 1] == sittings[end]:
        begin -= 1
    mine = sittings[end]
    while end < len(run) and sittings[end + 1] == mine:
        end += 1
    start = PartialDate.OPEN
    if begin:
        event = case.days.events[run[begin - 1][1]]
        step = step_of(case.projection, event)
        is_seen = isinstance(step, TakesOffice) and step.attested
        start = PartialDate.UNKNOWN if is_seen else event.effective
    last_ = case.days.events[run[end][1]] if end < len(run) else None
    if isinstance(last_, End):
        shown: Any = Written(last_.shown)
        return start, shown
    return start, PartialDate.OPEN if last_ is None else last_.effective


def _may_belong(view: Sitting, statuses: Collection[str]) -> set[bool]:
    """Return whether a name is in the group by one view of it: both where the view leaves that open."""
    if view.absence == "no data" or set(statuses) & set(view.candidates):
        return {True, False}
    return {view.holder in statuses}


def about_coverage(events: Collection[Event]) -> Iterator[Event]:
    """Yield the declarations of coverage and all that corrects or retracts them."""
    every = {event.id: event for event in events}
    for event in events:
        current, seen = event, set[str]()
        while isinstance(current, EventCorrected | EventRetracted) and current.id not in seen:
            seen.add(current.id)
            if current.target not in every:
                break
            current = every[current.target]
        if is_coverage(current):
            yield event


def _nested(event: Event) -> Iterator[Event]:
    """Yield an event and those inside it: what a correction puts in the place of its target, what is expected."""
    yield event
    for field in ("replacement", "expects"):
        inner = getattr(event, field, None)
        if isinstance(inner, Event):
            yield from _nested(inner)


def _links(event: Event) -> set[tuple[str, str]]:
    """Return what ties an event, and those inside it, to others."""
    found = {("event", event.id)}
    for said in _nested(event):
        found |= {("event", name) for name in said.after}
        found |= {
            ("event", str(getattr(said, name))) for name in ("target", "announcement") if hasattr(said, name)
        }
        if said.claim:
            found.add(("claim", said.claim))
    return found
