"""A log kept in memory."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from cstotimeline.core.errors import Conflict, Fault, LogError, shown
from cstotimeline.core.events import Event
from cstotimeline.core.log import Records
from cstotimeline.core.records import Instant, Record, now


class MemoryLog:
    """A log that lives as long as the process, beginning with ``records``.

    >>> len(MemoryLog())
    0
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records = Records(records)

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none; see :meth:`cstotimeline.core.log.Log.append`."""
        if expected is not None and expected != len(self):
            newer = ", ".join(record.event.id for record in list(self._records)[expected:]) or "nothing"
            what = f"expected a log of {expected} records, it has {len(self)} (new: {newer})"
            raise Conflict(Fault(where="append", what=what, remedy="read the log again and decide anew"))
        new = self._new(events)
        instant = recorded or now()
        positions = count(len(self) + 1)
        added = [Record(position=next(positions), recorded=instant, event=event) for event in new]
        self._records = Records([*self._records, *added])
        return tuple(self._records[event.id] for event in events)

    def _new(self, events: Iterable[Event]) -> list[Event]:
        known = dict(self._records.events)
        new: list[Event] = []
        faults: list[Fault] = []
        for event in events:
            if event.id not in known:
                new.append(event)
                known[event.id] = event
            elif known[event.id] != event:
                what = f"another event has this id, got {shown(event.id)}"
                faults.append(
                    Fault(where="append", what=what, remedy="give it its own id, or append a correction")
                )
        if faults:
            raise LogError(faults)
        return new

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order."""
        return self._records[after:] if after else self._records

    def __len__(self) -> int:
        return len(self._records)

    def __repr__(self) -> str:
        return f"<MemoryLog: {len(self)} records>"
