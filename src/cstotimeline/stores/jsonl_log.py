"""A log kept in JSON Lines files that is added to on disk: all or none, flushed to the disk, locked against others."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.log.append import Tail, admit, new_events
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.stores.base import Store, records_in_order
from cstotimeline.stores.durable import TornLine, append_all, set_aside, undo, whole_length
from cstotimeline.stores.jsonl_files import End, LogFiles, Mark, Seen
from cstotimeline.stores.jsonl_order import listed
from cstotimeline.stores.jsonl_records import decoded, records_of
from cstotimeline.stores.locks import LogLock
from cstotimeline.stores.raw import Torn

if TYPE_CHECKING:
    from cstotimeline.core.log.records import Instant

_STREAM = re.compile(r"[^./\\\0\r\n][^/\\\0\r\n]*")


class JsonlLog(Store):
    """The log in a ``.jsonl`` file, or in a folder of them, one file a stream.

    ``stream_of`` names the file of an event in a folder, without ``.jsonl``; by default it is the ``stream`` that
    the event's class names, else its kind.
    An empty file or folder is an empty log, and so is a file that is not there yet. What an append that broke
    off has left is set aside in a file whose name ends in ``.torn``, with the warning :class:`TornLine`; with
    ``read_only`` it is a fault, and nothing is ever written. Writers wait for each other up to ``patience`` seconds.

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
        patience: float = 30.0,
    ) -> None:
        super().__init__(codec)
        self._files = LogFiles(path)
        file = None if self._files.is_folder else self._files.path
        self._lock = LogLock(self._files.folder, file, patience=patience)
        self._stream_of = stream_of or (lambda event: event.stream or event.kind)
        self._read_only = read_only
        # One value, so that a thread or a forked child never sees half of it.
        self._state = (Records(()), Seen())
        real = self._files.path
        may_be_made = path.suffix == ".jsonl" and not real.exists() and real.parent.is_dir()
        if read_only or not (self._files.is_folder or may_be_made):
            self._files.existing()
        self.read()

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order; positions count through all files.

        Raises:
            LogError: every fault of every line; a file that is gone, shorter, or begins with something else than
                what was read of it before.
        """
        with self._alone():
            if torn := self._caught_up():
                self._mend(torn)
            records, _ = self._state
        return records[after:] if after else records

    def __len__(self) -> int:
        return len(self.read())

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none, and return their records; see :meth:`cstotimeline.core.log.log.Log.append`.

        What is returned has been flushed to the disk. Writers wait for each other, and readers for them; no byte
        that a file holds is changed.

        Raises:
            Conflict: the log has another length than ``expected``.
            LogError: as for every log, or a file that cannot be written; then nothing is added.
        """
        with self._alone(), gc_paused(len(events)):
            if self._read_only:
                what = f"the log was opened to be read, got {shown(str(self._files.given))}"
                raise LogError(Fault(where="append", what=what, remedy="open it with open_log"))
            with self._lock.writing():
                if self._catch_up(locked=True):
                    self._mend_locked()
                held, _ = self._state
                tail = Tail.of(held)
                records = admit(events, tail, held.find, expected=expected, recorded=recorded)
                if records:
                    self._write(records)
                return records_in_order(events, records, self._state[0])

    def _caught_up(self) -> list[Torn]:
        """Do :meth:`_catch_up` with the lock that readers share, which is not needed where nothing has changed."""
        if self._files.is_unchanged(self._state[1]):
            return []
        try:
            with self._lock.reading() as locked:
                return self._catch_up(locked=locked)
        except LogError as error:
            if not (self._files.is_folder and any(isinstance(fault, Torn) for fault in error.faults)):
                raise
        # Somebody may have been adding to one of the streams alone.
        with self._lock.reading(alone=True) as locked:
            return self._catch_up(locked=locked)

    def _catch_up(self, *, locked: bool) -> list[Torn]:
        """Read what came since; return what an append that broke off has left, and read nothing where there is
        such.
        """
        held, seen = self._state
        faults: list[Fault] = []
        ends = self._files.ends(faults, locked=locked)
        self._files.check_same(seen, ends)
        if not faults and seen.is_of(ends):
            return []
        if faults or not seen.marks or seen.unlisted:
            return self._read_all(ends, faults)
        lines, now = self._files.read_on(seen, ends, faults)
        with gc_paused(len(lines)):
            records = decoded(lines, self.codec, {}, faults, after=len(held))
        if faults or not _are_new(records, held):
            return self._read_all(ends, [])
        self._state = (held.extended(records), now)
        return []

    def _read_all(self, ends: Mapping[Path, End], faults: list[Fault]) -> list[Torn]:
        lines, now = self._files.read_on(Seen(), ends, faults)
        torn = [fault for fault in faults if isinstance(fault, Torn)]
        if not torn or self._read_only:
            with gc_paused(len(lines)):
                self._state = (records_of(lines, self.codec, faults), now)
            return []
        return torn

    def _mend(self, torn: Sequence[Fault]) -> None:
        """Set aside what an append that broke off has left; where that cannot be, raise what it is."""
        with ExitStack() as stack:
            try:
                stack.enter_context(self._lock.writing())
            except LogError:
                raise LogError(torn) from None
            try:
                if self._catch_up(locked=True):
                    self._mend_locked()
            except OSError:
                raise LogError(torn) from None

    def _mend_locked(self) -> None:
        done = [*undo(self._files.note, self._files.is_own)]
        for path in [*self._files.streams(), self._files.order]:
            if path.is_file():
                with path.open("rb") as file:
                    whole = whole_length(file, path.stat().st_size)
                done.extend(set_aside(path, whole))
        for text in done:
            warnings.warn(TornLine(text), stacklevel=5)
        if torn := self._catch_up(locked=True):
            raise LogError(torn)

    def _write(self, records: Sequence[Record]) -> None:
        """Add new records to their files, and to ``.order`` of a folder, which may lack others."""
        lines = self.lines_of(records)
        held, seen = self._state
        named: dict[Path, list[str]] = {}
        streams: list[str] = []
        if self._files.is_folder:
            streams = [self._stream(record.event) for record in records]
            for stream, line in zip(streams, lines, strict=True):
                named.setdefault(self._files.path / f"{stream}.jsonl", []).append(line)
        else:
            self._check_alone()
            named[self._files.path] = lines
        data = {path: "\n".join([*part, ""]).encode("utf-8") for path, part in named.items()}
        if streams:
            data[self._files.order] = listed([*seen.unlisted, *streams])
        found = {path: mark.stat for path, mark in seen.marks.items()}
        written = append_all(data, found, self._files.note if len(records) > 1 else None)
        marks = dict(seen.marks)
        for path, stat in written.items():
            mark = marks.get(path) or Mark.of_nothing(stat)
            marks[path] = mark.added(data[path], stat)
        self._state = (held.extended(records), Seen(marks=marks))

    def _stream(self, event: Event) -> str:
        stream = self._stream_of(event)
        if not _STREAM.fullmatch(stream):
            what = f"expected a plain name for the stream of {event.id}, got {shown(stream)}"
            raise LogError(Fault(where="append", what=what, remedy="name a file without .jsonl and folder"))
        return stream

    def _check_alone(self) -> None:
        """Return unless the file is a stream of a folder's log, whose other streams would not be looked at."""
        if self._files.order.exists():
            what = f"{self._files.given.name} is one stream of the log in its folder"
            raise LogError(Fault(where="append", what=what, remedy="open the folder to add to it"))

    def _kept_lines(self) -> list[str]:
        faults: list[Fault] = []
        with self._alone(), self._lock.reading() as locked:
            _, seen = self._state
            ends = self._files.ends(faults, locked=locked)
            faults.extend(self._files.shrunk(seen, ends))
            lines, _ = self._files.read_on(Seen(), ends, faults)
        texts = [line.text(faults) for line in lines]
        if faults:
            raise LogError(faults)
        return [text for text in texts if text is not None]


def _are_new(records: Sequence[Record], held: Records) -> bool:
    """Return whether records that others have added are as an append would have made them."""
    try:
        return len(new_events((record.event for record in records), held.find)) == len(records)
    except LogError:
        return False
