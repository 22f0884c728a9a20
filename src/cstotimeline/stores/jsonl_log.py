"""A log kept in JSON Lines files that is added to on disk: written whole, flushed to the disk, locked against
others.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from cstotimeline.core.codec import Codec
from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.events import Event
from cstotimeline.core.log import Records
from cstotimeline.core.records import Instant, Record
from cstotimeline.stores.base import Store
from cstotimeline.stores.jsonl import read_jsonl
from cstotimeline.stores.memory import MemoryLog


class JsonlLog(Store):
    """The log in a ``.jsonl`` file, or in a folder of them, one file a stream.

    ``stream_of`` names the file of an event in a folder, without ``.jsonl``. An empty file or folder is an
    empty log.

    Raises:
        LogError: no such file or folder, and every fault of every line.
    """

    def __init__(self, path: Path, codec: Codec, stream_of: Callable[[Event], str]) -> None:
        self._path = path
        super().__init__(codec)
        self._stream_of = stream_of
        self.read()

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order; positions count through all files."""
        records = self._all()
        return records[after:] if after else records

    def _all(self) -> Records:
        empty_folder = self._path.is_dir() and not any(self._path.glob("*.jsonl"))
        new_file = not self._path.exists() and self._path.suffix == ".jsonl" and self._path.parent.is_dir()
        return Records(()) if empty_folder or new_file else read_jsonl(self._path, self.codec)

    def __len__(self) -> int:
        return len(self.read())

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none, and return their records; see :meth:`cstotimeline.core.log.Log.append`.

        What is returned has been flushed to the disk. Writers wait for each other; nothing that stands in a
        file is touched.

        Raises:
            Conflict: the log is longer than ``expected``.
            LogError: as for every log, or a file that cannot be written; then nothing is added.
        """
        with self._locked():
            records = self._all()
            log = MemoryLog(records)
            log.append(*events, expected=expected, recorded=recorded)
            new = log.read(after=len(records))
            lines: dict[Path, list[str]] = {}
            for record in new:
                lines.setdefault(self._file(record.event), []).append(self.codec.to_line(record))
            self._write(
                {path: "".join(f"{line}\n" for line in found).encode() for path, found in lines.items()}
            )
            held = self._all()
        return tuple(held[event.id] for event in events)

    def _file(self, event: Event) -> Path:
        return self._path / f"{self._stream_of(event)}.jsonl" if self._path.is_dir() else self._path

    @staticmethod
    def _write(data: dict[Path, bytes]) -> None:
        """Append to each file and flush; on a failure cut every file back to where it ended."""
        ends = {path: path.stat().st_size if path.exists() else None for path in data}
        try:
            for path, lines in data.items():
                _append_bytes(path, lines, new=ends[path] is None)
        except OSError as error:
            for path, end in ends.items():
                if end is not None:
                    os.truncate(path, end)
                elif path.exists():
                    path.unlink()
            what = f"nothing was added, writing failed ({error.strerror})"
            raise LogError(
                Fault(where="append", what=what, remedy="make room or check permissions")
            ) from None

    @contextmanager
    def _locked(self) -> Generator[None]:
        """Hold the one lock of this log for as long as the block runs; other writers wait."""
        import fcntl

        place = (
            self._path / ".lock" if self._path.is_dir() else self._path.with_name(f".{self._path.name}.lock")
        )
        try:
            handle = os.open(place, os.O_CREAT | os.O_RDWR, 0o644)
        except OSError as error:
            what = f"the log cannot be written ({error.strerror})"
            raise LogError(
                Fault(where="append", what=what, remedy="check the permissions of its folder")
            ) from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _append_bytes(path: Path, data: bytes, *, new: bool) -> None:
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o644)
    try:
        written = 0
        while written < len(data):
            written += os.write(handle, data[written:])
        os.fsync(handle)
    finally:
        os.close(handle)
    if new:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
