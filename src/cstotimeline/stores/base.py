"""What every store does alike: follow, digest, close; a store adds how it appends, reads and counts."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Self

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.codec.json_text import MAX_LINE_CHARACTERS
from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.events.event import Event
from cstotimeline.core.index.forks import renewed_in_children
from cstotimeline.core.log.digest import Digest
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record

if TYPE_CHECKING:
    from cstotimeline.core.log.records import Instant


class Store(ABC):
    """A log in some place, with the codec of its event kinds."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self._is_open = True
        self._threads = threading.RLock()
        renewed_in_children(self)

    @abstractmethod
    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none; see :meth:`cstotimeline.core.log.log.Log.append`."""

    @abstractmethod
    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of records."""

    def follow(
        self, after: int = 0, *, every: float = 1.0, patience: float | None = None
    ) -> Iterator[Record]:
        """Yield the records above ``after`` and then each new one; see :meth:`cstotimeline.core.log.log.Log.follow`."""
        last = time.monotonic()
        is_checked = after <= 0
        while True:
            for record in self.read(after):
                after, is_checked = record.position, True
                last = time.monotonic()
                yield record
            if not is_checked:
                self._check_follows(after)
                is_checked = True
            if patience is None:
                self._wait(every)
            elif (left := last + patience - time.monotonic()) > 0:
                self._wait(min(every, left))
            else:
                return

    def _check_follows(self, after: int) -> None:
        """Return if the log has the records that a follower has seen.

        Raises:
            LogError: it has fewer.
        """
        if (length := len(self)) < after:
            what = f"the follower has seen {after} records, the log has {length}"
            remedy = "bring the missing ones back, or follow from the beginning"
            raise LogError(Fault(where="follow", what=what, remedy=remedy))

    def _wait(self, seconds: float) -> None:
        """Wait until there may be something new, at most so many seconds."""
        time.sleep(seconds)

    def digest(self, length: int | None = None) -> Digest:
        """Return the digest of the first ``length`` canonical lines;
        see :meth:`~cstotimeline.core.log.log.Log.digest`.
        """
        kept = self._kept_lines()
        if length is not None and not 0 <= length <= len(kept):
            raise beyond(length, len(kept))
        return Digest.of(islice(kept, length))

    def verify(self, digest: Digest | None = None) -> Digest:
        """Return the digest of all lines, worked out afresh from what the store keeps, once that was found sound.

        Raises:
            LogError: the store is damaged, or the log does not begin with the lines of which ``digest`` is.
        """
        kept = self._kept_lines()
        if digest is not None:
            if len(kept) < digest.length:
                what = f"the digest is of {digest.length} lines, the log has {len(kept)}"
                raise LogError(Fault(where="verify", what=what, remedy="bring the missing lines back"))
            if (found := Digest.of(islice(kept, digest.length))) != digest:
                what = f"the first {digest.length} lines are not those of the digest, got {found}"
                remedy = "compare the log with a copy: a line was changed, removed, added or moved"
                raise LogError(Fault(where="verify", what=what, remedy=remedy))
        return Digest.of(kept)

    def _kept_lines(self) -> Sequence[str]:
        """Return the lines as the store keeps them, in order, read afresh."""
        return [self.codec.to_line(record) for record in self.read()]

    def _record_of(self, line: str, position: int) -> Record:
        """Return the record that a line writes; a fault of it begins with its position."""
        try:
            return self.codec.from_line(line, position)
        except LogError as error:
            raise LogError(fault.within(f"position {position}") for fault in error.faults) from None

    def lines_of(self, records: Iterable[Record]) -> list[str]:
        """Return the canonical lines of records that are about to be kept.

        Raises:
            LogError: an event of a kind that the codec does not know, or one whose line would be too long to be
                read again.
        """
        lines: list[str] = []
        for record in records:
            line = self.codec.to_line(record)
            if len(line) > MAX_LINE_CHARACTERS:
                what = f"expected a line of at most {MAX_LINE_CHARACTERS} characters, got {len(line)}"
                raise LogError(Fault(where=f"append {record.event.id}", what=what, remedy="split the event"))
            lines.append(line)
        return lines

    @contextmanager
    def _alone(self) -> Generator[None]:
        """Let one thread at a time use the log.

        Raises:
            LogError: the log was closed.
        """
        with self._threads:
            if not self._is_open:
                raise closed()
            yield

    def renew_in_child(self) -> None:
        """Make the lock of the threads anew in a forked child, where those of the parent that hold it are missing."""
        self._threads = threading.RLock()

    def close(self) -> None:
        """Close files and connections; the log cannot be used any more."""
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    def __repr__(self) -> str:
        try:
            return f"<{type(self).__name__}: {len(self)} records>"
        except LogError:
            return f"<{type(self).__name__}: closed, or not to be read>"


def records_in_order(
    events: Sequence[Event], new: tuple[Record, ...], held: Records | Mapping[str, Record]
) -> tuple[Record, ...]:
    """Return the records of events in the order given: those that are ``new``, else those that were ``held``."""
    if len(new) == len(events):  # none of them was there
        return new
    return tuple(held[event.id] for event in events)


def beyond(length: int, records: int) -> LogError:
    """Return the error for a digest of more lines than there are."""
    what = f"expected a length from 0 to {records}, got {length}"
    return LogError(Fault(where="digest", what=what, remedy="ask for as many records as there are"))


def closed(where: str = "log") -> LogError:
    """Return the error for a log that was closed."""
    return LogError(Fault(where=where, what="the log was closed", remedy="open it again"))
