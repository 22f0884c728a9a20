"""The chairperson: the leader of the state that holds the presidency; derived from both, without events of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

import attrs

from cstotimeline.core.events.coverage import FIRST_DAY, LAST_DAY, Days, edges
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Value
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.fold.steps import Absence, OfficeState
from cstotimeline.core.query.explanations import LazyExplanation
from cstotimeline.core.query.office_methods import OfficeMethods
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.query.tenures import OfficeQuestion, Tenure
from cstotimeline.core.temporal.day_spans import merged
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime, When
from cstotimeline.csto.leaders import LEADERS
from cstotimeline.csto.presidency import PRESIDENCY


class ChairpersonQuestion(OfficeMethods):
    """Who presides: asked like any office."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope, PRESIDENCY)

    @property
    def name(self) -> str:
        """What is asked for."""
        return "chairperson"

    @cached_property
    def tenures(self) -> tuple[Tenure, ...]:
        """Every chairperson's time, in order; not ``certain`` where the dates leave any of its days open."""
        return tuple(
            attrs.evolve(tenure, explanation=LazyExplanation(self, when, tenure, whole=True))
            for when, tenure in self._wholes(self.resolved)
        )

    def _wholes(self, events: ResolvedEvents) -> list[tuple[QueryTime, Tenure]]:
        """Return each chairperson's time that some events give, with its first day."""
        runs: list[tuple[QueryTime, list[Tenure]]] = []
        before = ""
        for day in self.change_points(events):
            when = QueryTime.of_ordinal(day)
            tenure = self.evaluate(events, when)
            if tenure.holder is not None and tenure.label == before:
                runs[-1][1].append(tenure)
            elif tenure.holder is not None:
                runs.append((when, [tenure]))
            before = tenure.label
        return [(when, _joined(tenures)) for when, tenures in runs]

    def gives_whole(self, events: ResolvedEvents, when: QueryTime, answer: Tenure) -> bool:
        """Return whether some events give a chairperson's whole time."""
        del when
        return any(answer == tenure for _, tenure in self._wholes(events))

    def value_at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> Value:
        """Return the bare answer: the same value and doubt as :meth:`at` gives, without dates, reasons and sources.

        Raises:
            NotAPoint: ``when`` is a month, a year or a doubtful date.
            DateError: ``when`` is no date.
        """
        found = self.at(when, known=known, recorded=recorded)
        state = OfficeState(found.holder, found.absence, found.acting)
        return Value(
            state,
            found.certain,
            found.alternatives,
            covered=found.covered,
            decided=found.decided,
            gave_up=found.gave_up,
        )

    @property
    def resolved(self) -> ResolvedEvents:
        """Return all events that bear on the presidency or on any leader, resolved."""
        return self.scope.resolved(PRESIDENCY, LEADERS)

    @cached_property
    def days(self) -> Days:
        """The days on which both the presidency and the leader of the presiding state are covered, as ordinals."""
        points = self.change_points(self.resolved)
        ends = [*(point - 1 for point in points[1:]), LAST_DAY]
        return merged(
            (first, last)
            for first, last in zip(points, ends, strict=False)
            if self.evaluate(self.resolved, QueryTime.of_ordinal(first)).covered
        )

    def change_points(self, events: ResolvedEvents) -> Sequence[int]:
        """Return, sorted, the ordinals of the days on which the presidency, a leader or their coverage may change."""
        parts = [self._presidency, *(self._leader(str(key)) for key in self.scope.keys(LEADERS))]
        own = {point for part in parts for point in edges(part.days)}
        return sorted(own.union((FIRST_DAY,), self.points_of(events)))

    @cached_property
    def _presidency(self) -> OfficeQuestion:
        return OfficeQuestion(self.scope, PRESIDENCY)

    def _leader(self, state: str) -> OfficeQuestion:
        return OfficeQuestion(self.scope, LEADERS, state)

    def histories(self, events: ResolvedEvents) -> Sequence[StateHistory[Any]]:
        """Return the state histories of the presidency and of all leaders."""
        return [events.history(PRESIDENCY, ""), *events.histories(LEADERS).values()]

    def evaluate(self, events: ResolvedEvents, when: QueryTime) -> Tenure:
        """Return the bare answer that some events give."""
        presidency, leaders = self._parts_of(events, when)
        own = leaders.get(presidency.holder or "")
        if own is None:
            absence = presidency.absence or Absence.NO_DATA
            shown = attrs.evolve(presidency, office="chairperson", holder=None, absence=absence)
        else:
            shown = attrs.evolve(
                own,
                office="chairperson",
                start=max(own.start, presidency.start, key=_start_key),
                end=min(own.end, presidency.end, key=attrgetter("sort_key")),
            )
        others = {_without_leader(state) for state in presidency.alternatives if state not in leaders}
        others.update(*({leader.label, *leader.alternatives} for leader in leaders.values()))
        parts = (presidency, *leaders.values())
        last = [part.last_known_ordinal for part in parts if part.last_known_ordinal is not None]
        return attrs.evolve(
            shown,
            certain=all(part.certain for part in parts) and shown.absence is not Absence.NO_DATA,
            alternatives=tuple(sorted(others - {shown.label})),
            covered=all(part.covered for part in parts),
            decided=any(part.decided for part in parts),
            gave_up=any(part.gave_up for part in parts),
            last_known_ordinal=min(last, default=None),
        )

    def _parts_of(self, events: ResolvedEvents, when: QueryTime) -> tuple[Tenure, dict[str, Tenure]]:
        """Return who holds the presidency, and who leads each state that may hold it."""
        presidency = self._presidency.evaluate(events, when)
        states = sorted({presidency.holder or "", *presidency.alternatives} & set(events.histories(LEADERS)))
        return presidency, {str(state): self._leader(str(state)).evaluate(events, when) for state in states}

    def guess(self, events: ResolvedEvents, when: QueryTime, answer: Tenure) -> Sequence[Event]:
        """Return the events by which the presidency and the leaders began and ended."""
        del answer
        presidency, leaders = self._parts_of(events, when)
        parts = [(self._presidency, presidency)]
        parts.extend((self._leader(state), leader) for state, leader in leaders.items())
        return [event for question, part in parts for event in question.guess(events, when, part)]

    def head(self, answer: Tenure) -> str:
        """Return who presides, or why nobody does."""
        return answer.label if answer.holder else f"nobody ({answer.label})"


def _joined(tenures: Sequence[Tenure]) -> Tenure:
    """Return one chairperson's time from the answers on the days on which the answer changed within it."""
    first, last = tenures[0], tenures[-1]
    others = {other for one in tenures for other in (one.label, *one.alternatives)} - {first.label}
    covered = [one for one in tenures if one.covered]
    return attrs.evolve(
        first,
        end=last.end,
        certain=all(one.certain for one in tenures),
        alternatives=tuple(sorted(others)),
        covered=len(covered) == len(tenures),
        gave_up=any(one.gave_up for one in tenures),
        last_known_ordinal=last.last_known_ordinal,
    )


def _without_leader(label: str) -> str:
    """Return who presides where ``label`` says of the presidency: its reason for nobody, or a state without
    leaders on record.
    """
    return label if label in {absence.value for absence in Absence} else Absence.NO_DATA.value


def _start_key(date: PartialDate) -> tuple[bool, object]:
    """Sort starts: one before which nothing is known comes before every date."""
    return (date.is_date, date.sort_key)
