"""A log kept in JSON Lines files that is added to on disk: all or none, flushed to the disk, locked against others."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.log.append import conflict_error, new_events, recorded_at
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.stores.base import Store, closed
from cstotimeline.stores.durable import TornLine, append_all, set_aside, undo, whole_length
from cstotimeline.stores.jsonl import decoded, read_all, read_locked, records_of
from cstotimeline.stores.jsonl_files import LogFiles, Mark, Seen
from cstotimeline.stores.jsonl_order import listed
from cstotimeline.stores.locks import FileLock
from cstotimeline.stores.raw import Torn

if TYPE_CHECKING:
    from cstotimeline.core.log.records import Instant

_STREAM = re.compile(r"[^./\\\0\r\n][^/\\\0\r\n]*")


class JsonlLog(Store):
    """The log in a ``.jsonl`` file, or in a folder of them, one file a stream.

    ``stream_of`` names the file of an event in a folder, without ``.jsonl``; by default it is the event's kind.
    An empty file or folder is an empty log, and so is a file that is not there yet. What an append that broke
    off has left is set aside in a file whose name ends in ``.torn``, with the warning :class:`TornLine`; with
    ``read_only`` it is a fault, and nothing is ever written.

    Raises:
        LogError: no such file or folder, and every fault of every line.

    >>> import pathlib, tempfile
    >>> from cstotimeline.core.codec.codec import Codec
    >>> len(JsonlLog(pathlib.Path(tempfile.mkdtemp(), "log.jsonl"), Codec(())))
    0
    """

    def __init__(
        self,
        path: Path,
        codec: Codec,
        stream_of: Callable[[Event], str] | None = None,
        *,
        read_only: bool = False,
    ) -> None:
        super().__init__(codec)
        self._files = LogFiles(path)
        self._lock = FileLock(self._files.lock)
        self._stream_of = stream_of or (lambda event: event.kind)
        self._read_only = read_only
        self._records, self._seen = Records(()), Seen()
        self._is_open = True
        may_be_made = path.suffix == ".jsonl" and not path.exists() and path.parent.is_dir()
        if read_only or not (self._files.is_folder or may_be_made):
            self._files.existing()
        self.read()

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order; positions count through all files."""
        self._check_open()
        with gc_paused():
            if torn := self._caught_up():
                self._mend(torn)
        return self._records[after:] if after else self._records

    def __len__(self) -> int:
        return len(self.read())

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none, and return their records; see :meth:`cstotimeline.core.log.log.Log.append`.

        What is returned has been flushed to the disk. Writers wait for each other, and readers for them; nothing
        that stands in a file is touched.

        Raises:
            Conflict: the log has another length than ``expected``.
            LogError: as for every log, or a file that cannot be written; then nothing is added.
        """
        self._check_open()
        if self._read_only:
            what = f"the log was opened to be read, got {shown(str(self._files.path))}"
            raise LogError(Fault(where="append", what=what, remedy="open it with open_log"))
        with gc_paused(), self._lock.writing():
            if self._catch_up():
                self._mend_locked()
            held = self._records
            if expected is not None and expected != len(held):
                raise conflict_error(expected, len(held), (record.event.id for record in held[expected:]))
            new = new_events(events, held.find)
            last = held[-1].recorded if len(held) else None
            records = recorded_at(new, after=len(held), recorded=recorded, last=last)
            if records:
                self._write(records)
            if len(records) == len(events):  # none of them was there
                return records
            return tuple(self._records[event.id] for event in events)

    def _caught_up(self) -> list[Torn]:
        """Do :meth:`_catch_up` with the lock that readers share."""
        with self._lock.reading() as locked:
            try:
                return self._catch_up()
            except LogError:
                if locked or not self._files.lock.exists():
                    raise
        with self._lock.reading():  # the first writer came after there was no lock to hold
            return self._catch_up()

    def _catch_up(self) -> list[Torn]:
        """Read what came since; return what an append that broke off has left, and read nothing where there is
        such.
        """
        if not self._seen.marks:
            return self._read_all()
        faults: list[Fault] = []
        found = self._files.read_on(self._seen, faults)
        if found is None or faults:
            return self._read_all()
        lines, seen = found
        if not lines:
            self._seen = seen
            return []
        records = decoded(lines, self.codec, {}, faults, after=len(self._records))
        if faults or not self._are_new(records):
            return self._read_all()
        self._records, self._seen = self._records.extended(records), seen
        return []

    def _are_new(self, records: Sequence[Record]) -> bool:
        """Return whether records that others have added are as an append would have made them."""
        try:
            return len(new_events((record.event for record in records), self._records.find)) == len(records)
        except LogError:
            return False

    def _read_all(self) -> list[Torn]:
        lines, seen, faults = read_locked(self._files)
        torn = [fault for fault in faults if isinstance(fault, Torn)]
        if not torn or self._read_only:
            self._records, self._seen = records_of(lines, self.codec, faults), seen
            return []
        return torn

    def _mend(self, torn: Sequence[Fault]) -> None:
        """Set aside what an append that broke off has left; where that cannot be, tell what it is."""
        try:
            with self._lock.writing():
                if self._catch_up():
                    self._mend_locked()
        except (OSError, LogError):
            raise LogError(torn) from None

    def _mend_locked(self) -> None:
        told = [*undo(self._files.note)]
        for path in [*self._files.streams(), *self._files.orders()]:
            told.extend(set_aside(path, whole_length(path)))
        for text in told:
            warnings.warn(TornLine(text), stacklevel=4)
        if torn := self._catch_up():
            raise LogError(torn)

    def _write(self, records: Sequence[Record]) -> None:
        """Add new records to their files, and to ``.order`` of a folder, which may lack others."""
        lines = self.lines_of(records)
        streams = [self._stream(record.event) for record in records] if self._files.is_folder else []
        data = {self._files.path: lines}
        if self._files.is_folder:
            named: dict[str, list[str]] = {}
            for stream, line in zip(streams, lines, strict=True):
                named.setdefault(stream, []).append(line)
            data = {self._files.path / f"{stream}.jsonl": part for stream, part in named.items()}
        written = {path: "\n".join([*part, ""]).encode("utf-8") for path, part in data.items()}
        counts = {path: len(lines) for path, lines in data.items()}
        for order in self._files.orders(must_exist=False):
            written[order] = listed([*self._seen.unlisted, *streams])
            counts[order] = written[order].count(b"\n")
        append_all(written, self._files.note if len(records) > 1 else None)
        marks = dict(self._seen.marks)
        for path, count in counts.items():
            marks[path] = Mark.of(path.stat(), count + (marks[path].lines if path in marks else 0))
        self._records, self._seen = self._records.extended(records), Seen(marks=marks)

    def _stream(self, event: Event) -> str:
        stream = self._stream_of(event)
        if not _STREAM.fullmatch(stream):
            what = f"expected a plain name for the stream of {event.id}, got {shown(stream)}"
            raise LogError(Fault(where="append", what=what, remedy="name a file without .jsonl and folder"))
        return stream

    def _kept_lines(self) -> list[str]:
        self._check_open()
        lines, _, faults = read_all(self._files, self._lock)
        texts = [line.text(faults) for line in lines]
        if faults:
            raise LogError(faults)
        return [text for text in texts if text is not None]

    def close(self) -> None:
        """Let go of the lock's file; the log cannot be used any more."""
        self._is_open = False
        self._lock.close()

    def _check_open(self) -> None:
        if not self._is_open:
            raise closed()
