"""Trials: one history of one organization, held to a law; and what a broken law says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from math import prod
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Office, OfficeState
from cstotimeline.core.fold.projection import Value
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.answers import Answer
from cstotimeline.core.query.questions import KeyQuestion
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing.oracle import Oracle
from cstotimeline.testing.organizations import Organization
from cstotimeline.testing.small_worlds import DAYS, arrivals, records_of

ONE_DAY = timedelta(days=1)


class LawBroken(AssertionError):
    """A history for which a law does not hold."""


class Broken(Exception):
    """What a law found, on its way to a :class:`LawBroken` that shows the history as well."""


@attrs.frozen
class Trial:
    """One history of one organization, and how a law draws what else it needs; ``days`` are those to ask about."""

    organization: Organization
    events: tuple[Event, ...]
    draw: Callable[[st.SearchStrategy[Any]], Any]
    days: tuple[date, ...] = DAYS

    def timeline(self, history: Iterable[Event] | Iterable[Record] | None = None) -> Timeline:
        """Return the timeline of the history, or of another one."""
        return self.organization.timeline(self.events if history is None else history)

    def oracle(self, events: Iterable[Event] | None = None) -> Oracle:
        """Return the second reading of the history, or of other events."""
        return Oracle(self.events if events is None else events, self.organization.second_rule)

    def day(self) -> date:
        """Return a day to ask about."""
        found: date = self.draw(st.sampled_from(self.days))
        return found

    def records(self) -> tuple[Record, ...]:
        """Return the records of a log that took the history in some order."""
        order = self.draw(arrivals(self.events))
        found: tuple[Record, ...] = self.draw(records_of(order))
        return found

    def answers(self, timeline: Timeline, days: Iterable[date] | None = None) -> dict[str, Any]:
        """Return every answer on the days, and the spells over them, by the question; each as a glance has it."""
        found: dict[str, Any] = {}
        wanted = tuple(self.days if days is None else days)
        for name, question in self.organization.questions(timeline).items():
            for day in wanted:
                answer = found[f"{name} on {day}"] = question.at(day)
                if isinstance(question, KeyQuestion):
                    demand(glimpse(question.value_at(day)), bare(answer), f"{name} on {day} at a glance")
            spells = question.during(f"{wanted[0]}/{wanted[-1]}")
            found |= {f"{name} during {spell.spell}": spell for spell in spells}
        return found

    def exact(self, timeline: Timeline) -> Timeline:
        """Return the timeline of what counts in another one, each event on one of the days that its date may mean.

        Days that contradict the predecessors of events are not tried.
        """
        counts = timeline.world.events
        days = {
            name: self.draw(st.integers(event.effective.first_ordinal, event.effective.last_ordinal))
            for name, event in counts.items()
        }
        before = [(earlier, event.id) for event in counts.values() for earlier in event.after]
        for _, projection, key in self.organization.keys(timeline):
            mine = [event for event in counts.values() if projection.key_of(event) == key]
            implied = projection.implied(mine)
            before += [(one, name) for name, earlier in implied.items() for one in earlier]
        assume(all(days[one] <= days[other] for one, other in before if {one, other} <= days.keys()))
        return self.timeline([_on(event, days[event.id]) for event in counts.values()])

    def same(self, got: Timeline, wanted: Timeline, what: str, days: Iterable[date] | None = None) -> None:
        """Demand that two timelines give the same answers."""
        one, other = self.answers(got, days), self.answers(wanted, days)
        for name in dict.fromkeys([*other, *one]):
            demand(one.get(name), other.get(name), f"{what}: {name}")


def bare(answer: Tenure | Answer) -> tuple[object, ...]:
    """Return what an answer says, without dates and reasons."""
    if isinstance(answer, Tenure):
        said: object = (answer.holder, answer.acting, answer.absence)
    else:
        said = answer.value
    return said, answer.certain, answer.alternatives


def glimpse(glance: Value) -> tuple[object, ...]:
    """Return what a glance says, as :func:`bare` has it of an answer."""
    seat = glance.value
    said = (seat.holder, seat.acting, seat.absence) if isinstance(seat, OfficeState) else seat
    return said, glance.certain, glance.alternatives


def _on(event: Event, ordinal: int) -> Event:
    """Return an event that takes effect on one day of those that its date may mean; a day that is exact stays."""
    when = event.effective
    exact = when if when.first_ordinal == when.last_ordinal else PartialDate.of(date.fromordinal(ordinal))
    return attrs.evolve(event, effective=exact, claim="")


def demand(got: object, wanted: object, what: str) -> None:
    """Demand that two values are equal, and otherwise say of what they are values."""
    if got != wanted:
        raise Broken(f"{what}\n     got: {_told(got)}\n  wanted: {_told(wanted)}")


def _told(value: object) -> str:
    data = getattr(value, "to_dict", None)
    return str(data()) if data is not None else repr(value)


def broken(organization: Organization, events: Iterable[Event], law: str, found: str) -> LawBroken:
    """Return the failure of a law: what was asked and found, and the history as lines of a log."""
    return LawBroken(f"{law}\n   asked: {found}\n history:\n{organization.lines(events)}")


@attrs.frozen(kw_only=True)
class Law:
    """Something that holds of every history: the ``promise`` of DESIGN that it is part of, and a ``statement``."""

    name: str
    promise: int
    statement: str
    holds: Callable[[Trial], None]
    needs: Callable[[Organization], bool] = lambda _: True

    def check(
        self,
        organization: Organization,
        events: Sequence[Event],
        draw: Callable[[st.SearchStrategy[Any]], Any],
        days: tuple[date, ...] = DAYS,
    ) -> None:
        """Hold a history to the law; ``draw`` is that of Hypothesis' ``data()``.

        Raises:
            LawBroken: the law does not hold; the message shows what was asked, what the answers were, and the history.
        """
        __tracebackhide__ = True
        try:
            self.holds(Trial(organization, tuple(events), draw, days))
        except Broken as found:
            law = f"promise {self.promise}: {self.statement}"
            raise broken(organization, events, law, str(found)) from None
        except Exception as error:
            error.add_note(f"the history as lines of a log:\n{organization.lines(events)}")
            raise


def choices(oracle: Oracle) -> int:
    """Return how many choices of days the events allow."""
    spans = (e.effective.last_ordinal - e.effective.first_ordinal + 1 for e in oracle.events.values())
    return prod(spans)


def as_told(trial: Trial, timeline: Timeline, oracle: Oracle, day: date, what: str) -> None:
    """Demand that a timeline answers as an enumeration of all choices of days does, no more and no less surely."""
    asked = trial.organization.questions(timeline)
    for question, projection, key in trial.organization.keys(timeline):
        answer, name = asked[question].at(day), f"{what}: {question} on {day}"
        if isinstance(projection, Office):
            told = oracle.office(projection, day, key)
            seen = (answer.holder, answer.acting, answer.absence, answer.start.text, answer.end.text)
            wanted = (told.holder, told.acting, told.absence, told.start.text, told.end.text)
            demand(seen, wanted, name)
            demand(
                (answer.certain, sorted(answer.alternatives)), (told.certain, sorted(told.alternatives)), name
            )
        else:
            views = oracle.views(projection, day, key)
            demand(answer.value, oracle.shown(projection, day, key), name)
            demand({answer.value, *answer.alternatives}, views, f"{name}, all that is possible")
            demand(answer.certain, len(views) == 1, f"{name}, whether it is certain")
    for name, (keyed, statuses) in trial.organization.groups.items():
        group = asked[name].at(day)
        possible = oracle.group(keyed, statuses, day)
        wavering = frozenset[object]().union(*possible) - frozenset.intersection(*possible)
        demand(set(group.open), set(wavering), f"{what}: {name} on {day}, whom dates leave open")
        if frozenset(group.names) not in possible:
            raise Broken(f"{what}: {name} on {day}: {list(group.names)} is possible under no choice of days")
