"""A state machine that does to a log whatever a user may do, and compares it with a plain list after each step.

>>> from pathlib import Path
>>> from cstotimeline.core.log.log import Log
>>> class MyMachine(LogMachine):
...     def open_at(self, place: Path) -> Log:
...         return MyLog(place / "log", CODEC)
>>> TestMyMachine = MyMachine.TestCase
"""

# ruff: noqa: S101  tests assert

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cstotimeline.core.errors import Conflict, LogError
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.digest import Digest
from cstotimeline.core.log.log import Log
from cstotimeline.core.log.records import Record
from cstotimeline.testing.store_contract import CODEC, NOON, correction, refusal, retraction, took

_NOTES = st.sampled_from(["", "a note", "Токаев\n\u2028", "x" * 5000])
_COUNTS = st.integers(min_value=1, max_value=4)


class LogMachine(RuleBasedStateMachine):
    """Appends, re-appends, conflicts, retracts, corrects, reads, follows, digests and opens a log again.

    ``shared`` is false for a store whose log lives only in the object that it was opened as.
    """

    shared: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.model: list[Record] = []
        self.number = 0
        self.hours = 0

    def open_at(self, place: Path) -> Log:
        """Return the log that lives in the folder ``place``; see :class:`StoreContract`."""
        raise NotImplementedError("say how the log is opened")

    @initialize()
    def _open(self) -> None:
        self.log = self.open_at(self.place)
        self.other = self.open_at(self.place) if self.shared else self.log

    def teardown(self) -> None:
        """Close the log and remove its folder."""
        if hasattr(self, "log"):
            self.log.close()
            self.other.close()
        shutil.rmtree(self.place)

    def _new(self, count: int, note: str = "") -> list[Event]:
        self.number += count
        return [took(f"e{number}", note=note) for number in range(self.number - count, self.number)]

    def _append(self, log: Log, events: Sequence[Event]) -> None:
        """Append new events and check what is returned."""
        instant = NOON.add(hours=self.hours)
        new = tuple(
            Record(position=position, recorded=instant, event=event)
            for position, event in enumerate(events, len(self.model) + 1)
        )
        assert log.append(*events, expected=len(self.model), recorded=instant) == new
        self.model.extend(new)

    @rule(count=_COUNTS, note=_NOTES, hours=st.integers(0, 1), by_other=st.booleans())
    def add(self, *, count: int, note: str, hours: int, by_other: bool) -> None:
        """New events are added by either of two who opened the log."""
        self.hours += hours
        self._append(self.other if by_other else self.log, self._new(count, note))

    @precondition(lambda self: self.model)
    @rule(data=st.data(), count=_COUNTS)
    def add_again(self, *, data: st.DataObject, count: int) -> None:
        """What is there already is answered with its record, and the new beside it is added."""
        known = data.draw(st.sampled_from(self.model))
        self.hours += 1
        instant = NOON.add(hours=self.hours)
        events = self._new(count)
        first, *new, last = self.log.append(known.event, *events, known.event, recorded=instant)
        assert first == last == known
        assert [record.position for record in new] == [len(self.model) + n for n in range(1, count + 1)]
        self.model.extend(new)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def add_other_content(self, *, data: st.DataObject) -> None:
        """Other content under an id that is taken is refused, with the new events beside it."""
        known = data.draw(st.sampled_from(self.model))
        (new,) = self._new(1)
        other = took(known.event.id, "somebody else")
        refusal(LogError, lambda: self.other.append(new, other))

    @precondition(lambda self: self.model)
    @rule(data=st.data(), count=_COUNTS)
    def add_unaware(self, *, data: st.DataObject, count: int) -> None:
        """A writer that saw less is told the first of what came since."""
        seen = data.draw(st.integers(0, len(self.model) - 1))
        refused = refusal(Conflict, lambda: self.log.append(*self._new(count), expected=seen))
        assert f"(new: {self.model[seen].event.id}" in str(refused)

    @precondition(lambda self: self.model and self.hours)
    @rule()
    def add_too_early(self) -> None:
        """An instant before the last record's is refused."""
        early = self.model[-1].recorded.subtract(seconds=1)
        refusal(LogError, lambda: self.log.append(*self._new(1), recorded=early))

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def retract(self, *, data: st.DataObject) -> None:
        """Any record can be retracted, a retraction too."""
        target = data.draw(st.sampled_from(self.model)).event.id
        self.number += 1
        self._append(self.log, [retraction(f"r{self.number}", target)])

    @rule()
    def retract_nothing(self) -> None:
        """A retraction of no event is refused, with the new event beside it."""
        refusal(LogError, lambda: self.log.append(*self._new(1), retraction("r", "nothing")))

    @rule()
    def add_and_correct(self) -> None:
        """A correction may come in one batch with its target, before it."""
        (event,) = self._new(1)
        self._append(self.other, [correction(f"c{self.number}", event), event])

    @precondition(lambda self: self.shared)
    @rule()
    def open_again(self) -> None:
        """The log is closed and opened again."""
        self.log.close()
        self.log = self.open_at(self.place)

    @rule(data=st.data())
    def read_from_a_position(self, *, data: st.DataObject) -> None:
        """Reading and following from a position on give the later records."""
        after = data.draw(st.integers(0, len(self.model) + 1))
        assert list(self.log.read(after)) == self.model[after:]
        if after <= len(self.model):
            assert list(self.other.follow(after, patience=0)) == self.model[after:]
        else:
            refusal(LogError, lambda: list(self.other.follow(after, patience=0)))

    @rule(data=st.data())
    def digest_a_beginning(self, *, data: st.DataObject) -> None:
        """The digest of a beginning is that of its lines."""
        length = data.draw(st.integers(0, len(self.model)))
        assert self.log.digest(length) == Digest.of(map(CODEC.to_line, self.model[:length]))

    @invariant()
    def both_hold_what_the_list_holds(self) -> None:
        """Length, records and digest are those of the list, for both who opened the log."""
        for log in (self.log, self.other) if hasattr(self, "log") else ():
            assert len(log) == len(self.model)
            assert list(log.read()) == self.model
            assert log.digest() == Digest.of(map(CODEC.to_line, self.model))
