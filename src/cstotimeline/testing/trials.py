"""Trials: one history of one organization, held to a law; and what a broken law says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import attrs
from hypothesis import assume, reject
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import OfficeState
from cstotimeline.core.fold.projection import Value
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.answers import Answer
from cstotimeline.core.query.key_questions import KeyQuestion
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing.comparing import compared
from cstotimeline.testing.dates import ordinals_in
from cstotimeline.testing.oracle import Oracle, TooManyWorlds
from cstotimeline.testing.oracle.answers import about_coverage
from cstotimeline.testing.organizations import Organization
from cstotimeline.testing.shapes import DAYS
from cstotimeline.testing.small_worlds import arrivals, records_of
from cstotimeline.testing.turned import Turned, turned


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

    def timeline(
        self, history: Iterable[Event] | Iterable[Record] | None = None, *, through: date | None = None
    ) -> Timeline:
        """Return the timeline of the history, or of another one, complete up to the day ``through``."""
        return self.organization.timeline(self.events if history is None else history, through=through)

    def oracle(
        self,
        history: Iterable[Event] | Iterable[Record] | None = None,
        *,
        is_log: bool = False,
        **clocks: date | None,
    ) -> Oracle:
        """Return the second reading of the history, or of another one, under clocks."""
        given: dict[str, Any] = clocks
        shown = self.events if history is None else history
        return Oracle(shown, self.organization.second_rule, is_log=is_log, **given)

    def day(self) -> date:
        """Return a day to ask about."""
        found: date = self.draw(st.sampled_from(self.days))
        return found

    def through(self) -> date | None:
        """Return the day up to which bare events are complete; of an organization with a history of its own, None."""
        if self.organization.make is not None:
            return None
        found: date | None = self.draw(st.none() | st.sampled_from(self.days))
        return found

    def records(self) -> tuple[Record, ...]:
        """Return the records of a log that took the history in some order."""
        order = self.draw(arrivals(self.events))
        found: tuple[Record, ...] = self.draw(records_of(order))
        return found

    def clocks(self, records: Sequence[Record] = ()) -> Turned:
        """Return clocks turned back, or not: that of recording only where ``records`` are given."""
        found: Turned = self.draw(turned(self.events, records))
        return found

    def answers(self, timeline: Timeline, days: Iterable[date] | None = None) -> dict[str, Any]:
        """Return every answer on the days, and the spells over them, by the question; each as its bare value has it."""
        found: dict[str, Any] = {}
        wanted = tuple(self.days if days is None else days)
        for name, question in self.organization.questions(timeline).items():
            for day in wanted:
                answer = found[f"{name} on {day}"] = question.at(day)
                if isinstance(question, KeyQuestion):
                    demand(bare(question.value_at(day)), bare(answer), f"{name} on {day} as a bare value")
            spells = question.during(f"{wanted[0]}/{wanted[-1]}")
            found |= {f"{name} during {spell.spell}": spell for spell in spells}
        return found

    def exact(self, oracle: Oracle) -> tuple[Event, ...]:
        """Return what counts by an oracle, each event on one of the days that its date may mean, and what is covered.

        Days that contradict the orders which are stated, or that follow from a leaving, are not tried.
        """
        counts = oracle.counting()
        days = {name: self.draw(ordinals_in(event.effective)) for name, event in counts.items()}
        pairs = oracle.orders(self.organization.projections)
        ends = oracle.ends(self.organization.projections)
        days |= {name: self.draw(st.integers(low, high)) for name, (low, high) in ends.items()}
        assume(all(days[name] > days[name.partition("/")[0]] for name in ends))
        assume(all(days[one] <= days[other] for one, other in pairs))
        exact = [_on(event, days[name]) for name, event in counts.items()]
        return (*exact, *about_coverage(self.events))

    def same(self, got: Timeline, wanted: Timeline, what: str, days: Iterable[date] | None = None) -> None:
        """Demand that two timelines give the same answers."""
        one, other = self.answers(got, days), self.answers(wanted, days)
        for name in dict.fromkeys([*other, *one]):
            demand(one.get(name), other.get(name), f"{what}: {name}")

    def as_said(self, timeline: Timeline, oracle: Oracle, when: date, what: str) -> None:
        """Demand that a timeline answers as an enumeration of all worlds does, no more and no less surely.

        A key of which the dates contradict a stated order is skipped.

        Raises:
            TooManyWorlds: the history has too many worlds to enumerate.
        """
        for found in compared(self.organization, timeline, oracle, when):
            if not found.agrees:
                parts = f"     got: {found.got!r}\n  wanted: {found.wanted!r}"
                raise Broken(f"{what}: {found.question} at {found.when}: {found.part}\n{parts}")


def bare(answer: Tenure | Answer[Any] | Value) -> tuple[object, ...]:
    """Return what an answer or a bare value says, without dates and reasons: alike where they agree."""
    said: Any = answer if isinstance(answer, Tenure) else answer.value
    if isinstance(said, Tenure | OfficeState):
        said = said.holder, said.acting, said.absence
    return said, answer.certain, answer.alternatives


def _on(event: Event, ordinal: int) -> Event:
    """Return an event that takes effect on one day of those that its date may mean; a day that is exact stays."""
    when = event.effective
    exact = when if len(when.ordinals) == 1 else PartialDate.of(date.fromordinal(ordinal))
    return attrs.evolve(event, effective=exact, claim="")


def demand(got: object, wanted: object, what: str) -> None:
    """Demand that two values are equal, and otherwise say of what they are values."""
    if got != wanted:
        raise Broken(f"{what}\n     got: {_shown(got)}\n  wanted: {_shown(wanted)}")


def _shown(value: object) -> str:
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

        A history with too many worlds to enumerate is rejected, as by ``hypothesis.reject``.
        """
        __tracebackhide__ = True
        try:
            self.holds(Trial(organization, tuple(events), draw, days))
        except Broken as found:
            law = f"promise {self.promise}: {self.statement}"
            raise broken(organization, events, law, str(found)) from None
        except TooManyWorlds:
            reject()
        except Exception as error:
            error.add_note(f"the history as lines of a log:\n{organization.lines(events)}")
            raise
