"""What every store does alike: follow, digest, close; a store adds how it appends, reads and counts."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import islice
from typing import Self

from cstotimeline.core.codec import Codec
from cstotimeline.core.digests import Digest
from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.events import Event
from cstotimeline.core.log import Records
from cstotimeline.core.records import Instant, Record


class Store(ABC):
    """A log in some place, with the codec of its event kinds."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec

    @abstractmethod
    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none; see :meth:`cstotimeline.core.log.Log.append`."""

    @abstractmethod
    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of records."""

    def follow(
        self, after: int = 0, *, every: float = 1.0, patience: float | None = None
    ) -> Iterator[Record]:
        """Yield the records above ``after`` and then each new one; see :meth:`cstotimeline.core.log.Log.follow`."""
        last = time.monotonic()
        while True:
            for record in self.read(after):
                after = record.position
                last = time.monotonic()
                yield record
            left = every if patience is None else min(every, last + patience - time.monotonic())
            if left <= 0:
                return
            self._wait(left)

    def _wait(self, seconds: float) -> None:
        """Wait until there may be something new, at most so many seconds."""
        time.sleep(seconds)

    def digest(self, length: int | None = None) -> Digest:
        """Return the digest of the first ``length`` canonical lines; see :meth:`cstotimeline.core.log.Log.digest`."""
        records = self.read()
        if length is not None and not 0 <= length <= len(records):
            what = f"expected a length from 0 to {len(records)}, got {length}"
            raise LogError(Fault(where="digest", what=what, remedy="ask for as many records as there are"))
        return Digest.of(self.codec.to_line(record) for record in islice(records, length))

    def close(self) -> None:  # noqa: B027  some stores hold nothing open
        """Let go of files and connections; the log cannot be used any more."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)} records>"
