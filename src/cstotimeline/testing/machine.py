"""A state machine: it appends, corrects, retracts, announces, reopens and asks, and compares with a slow oracle."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any, ClassVar

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cstotimeline.core.errors import Conflict, LogError
from cstotimeline.core.events.amendments import EventCorrected
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.log import Log
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing.amending import amendment_of, announced, one_event
from cstotimeline.testing.club import CLUB
from cstotimeline.testing.oracle import TooManyWorlds
from cstotimeline.testing.organizations import FIRST_RECORDED, Organization
from cstotimeline.testing.shapes import DAYS, Shape, affordable, weight
from cstotimeline.testing.trials import Broken, Trial, broken, demand
from cstotimeline.testing.turned import Turned, instants

MOST = 8
"""How many events of the world a run appends at most: all choices of their days are enumerated at each question."""


class TimelineMachine(RuleBasedStateMachine):
    """A log and its timeline, changed and asked at random, and compared with a list and an independent oracle.

    Subclass it to try another ``organization``, another store (``open_log``, ``reopen_log``) or further rules, and hand
    pytest its ``TestCase``. Two timelines are asked: one built anew, and one grown record by record.

    >>> class ClubMachine(TimelineMachine):
    ...     organization = CLUB
    >>> TestMachine = ClubMachine.TestCase
    """

    organization: ClassVar[Organization] = CLUB
    shape: ClassVar[Shape] = Shape(disclosed=True, coarse_clocks=True, leavings=True, budget=120, after=False)

    def __init__(self) -> None:
        super().__init__()
        self.log: Log = self.open_log()
        self.held: list[Event] = []
        self.instants: list[Any] = []
        self.budget = self.shape.budget
        self.made = 0
        self.grown: Timeline = self.organization.timeline(self.log.read())
        self._shape = attrs.evolve(self.shape, organization=self.organization)

    def open_log(self) -> Log:
        """Return an empty log."""
        return MemoryLog(codec=self.organization.codec)

    def reopen_log(self) -> Log:
        """Return the log opened anew; of a log in memory a copy of its records."""
        return MemoryLog(self.log.read(), codec=self.organization.codec)

    @initialize()
    def begins_empty(self) -> None:
        """A log begins without records."""
        self._demand(len(self.log), 0, "the length of a new log")

    @precondition(lambda self: self.made < MOST)
    @rule(data=st.data())
    def append(self, data: st.DataObject) -> None:
        """Something happens."""
        text = data.draw(affordable(self._shape, self.budget))
        event = data.draw(one_event(self._shape, self._name("e"), text))
        self.budget //= weight(text)
        self._append(event)

    @precondition(lambda self: self.made < MOST and self.held)
    @rule(data=st.data())
    def amend(self, data: st.DataObject) -> None:
        """Something is corrected or retracted: an event, a correction, a retraction, an announcement."""
        event = data.draw(amendment_of(self._shape, self._name("z"), self.held, self.budget))
        if isinstance(event, EventCorrected):
            self.budget = max(self.budget // weight(event.replacement.effective.text), 1)
        self._append(event)

    @precondition(lambda self: self.made < MOST)
    @rule(data=st.data())
    def announce(self, data: st.DataObject) -> None:
        """Something is announced, and perhaps settled."""
        self._append(*data.draw(announced(self._shape, self._name("a"), self.budget, self.held)))

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def append_again(self, data: st.DataObject) -> None:
        """What is there already is not added again; under its id nothing else is."""
        event = data.draw(st.sampled_from(self.held))
        (record,) = self.log.append(event)
        self._demand(record.event, event, f"{event.id} appended again")
        try:
            self.log.append(attrs.evolve(event, note=f"{event.note} otherwise"))
        except LogError:
            return
        self._fail(f"another event was appended under the id {event.id}")

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def append_blindly(self, data: st.DataObject) -> None:
        """A writer who saw an older log is refused."""
        event = data.draw(one_event(self._shape, "blind", "2020-01-30"))
        try:
            self.log.append(event, expected=len(self.held) - 1)
        except Conflict as refused:
            self._demand(self.held[-1].id in str(refused), True, "whether a conflict names what came")  # noqa: FBT003
            return
        self._fail("a writer who saw an older log was let in")

    @rule()
    def reopen(self) -> None:
        """Nothing is lost by opening the log anew."""
        self.log.close()
        self.log = self.reopen_log()

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """Every answer is that of an enumeration, whether the timeline was built at once or grown."""
        day = data.draw(st.sampled_from(DAYS))
        self.grown = self.grown.extended(self.log.read(after=len(self.grown.log)))
        for timeline in (self.organization.timeline(self.log.read()), self.grown):
            self._compare(timeline, Turned(), day, "asked")

    @rule(data=st.data(), known=st.sampled_from(DAYS) | instants())
    def ask_what_was_known(self, data: st.DataObject, known: date) -> None:
        """Asked what was known, the answers are those of the events that were public by then, or may have been."""
        timeline = self.organization.timeline(self.log.read())
        self._compare(timeline, Turned(known=known), data.draw(st.sampled_from(DAYS)), f"known by {known}")

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def ask_what_was_recorded(self, data: st.DataObject) -> None:
        """Asked what was recorded, the answers are those of the log as it was then."""
        day, number = data.draw(st.sampled_from(DAYS)), data.draw(st.integers(0, len(self.held) - 1))
        instant = self.instants[number]
        timeline = self.organization.timeline(self.log.read())
        self._compare(timeline, Turned(recorded=instant), day, f"recorded by {instant}")

    @invariant()
    def holds_what_was_appended(self) -> None:
        """The log holds just what was appended, in that order, with its instants."""
        records = [(record.event, record.recorded) for record in self.log.read()]
        self._demand(records, list(zip(self.held, self.instants, strict=True)), "the records")
        self._demand(len(self.log), len(self.held), "the length")

    def teardown(self) -> None:
        """Close the log."""
        self.log.close()

    def _name(self, letter: str) -> str:
        self.made += 1
        return f"{letter}{self.made}"

    def _append(self, *events: Event) -> None:
        instant = FIRST_RECORDED.add(hours=len(self.held))
        records: tuple[Record, ...] = self.log.append(*events, expected=len(self.held), recorded=instant)
        self._demand([record.event for record in records], list(events), "what append returned")
        self.held += events
        self.instants += [instant] * len(events)

    def _compare(self, timeline: Timeline, clocks: Turned, day: date, what: str) -> None:
        records = [
            Record(position=number, recorded=instant, event=event)
            for number, (event, instant) in enumerate(zip(self.held, self.instants, strict=True), 1)
        ]
        trial = Trial(self.organization, tuple(self.held), lambda _: None)
        oracle = trial.oracle(records, is_log=True, **clocks.options)
        try:
            with suppress(TooManyWorlds):
                trial.as_said(clocks.of(timeline), oracle, day, what)
        except Broken as found:
            self._fail(str(found))

    def _demand(self, got: object, wanted: object, what: str) -> None:
        try:
            demand(got, wanted, what)
        except Broken as found:
            self._fail(str(found))

    def _fail(self, what: str) -> None:
        law = "the log and its timeline agree with a second reading"
        raise broken(self.organization, self.held, law, what)
