"""A log kept in memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.events.event import Event
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.log.append import Tail, admit
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.stores.base import Store, records_in_order

if TYPE_CHECKING:
    from cstotimeline.core.log.records import Instant


class MemoryLog(Store):
    """A log that lives as long as the process, beginning with ``records``.

    ``codec`` is needed for its digest; with one, events that it cannot write are refused.

    >>> len(MemoryLog())
    0
    """

    def __init__(self, records: Iterable[Record] = (), codec: Codec | None = None) -> None:
        super().__init__(codec or Codec(()))
        self._checks_lines = codec is not None
        with gc_paused():
            self._records = Records(records)

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none; see :meth:`cstotimeline.core.log.log.Log.append`."""
        with self._alone(), gc_paused(len(events)):
            held = self._records
            records = admit(events, Tail.of(held), held.find, expected=expected, recorded=recorded)
            if self._checks_lines:
                self.lines_of(records)
            self._records = held = held.extended(records)
        return records_in_order(events, records, held)

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order."""
        return self._records[after:] if after else self._records

    def __len__(self) -> int:
        return len(self._records)

    def close(self) -> None:
        """Do nothing: a log in memory holds nothing open, and lasts as long as somebody refers to it."""
