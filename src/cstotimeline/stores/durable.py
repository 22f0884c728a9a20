"""Writing that survives: bytes added to files and flushed to the disk, all or none, whatever dies in between."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cstotimeline.core.errors import Fault, LogError

_CHUNK_BYTES = 65_536


class TornLine(UserWarning):
    """The end of a file that an append left unfinished was set aside; the message says where it is now."""


def append_bytes(path: Path, data: bytes, *, sync_folder: bool) -> None:
    """Add bytes to the end of a file and flush them to the disk, with ``sync_folder`` the name of the file too."""
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o644)
    try:
        written = os.write(handle, data)
        while written < len(data):
            written += os.write(handle, data[written:])
        os.fsync(handle)
    finally:
        os.close(handle)
    if sync_folder:
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def length_of(path: Path) -> int | None:
    """Return the length of a file in bytes; None where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def append_all(data: Mapping[Path, bytes], note: Path | None) -> None:
    """Add bytes to several files of one folder, in the order given, all or none.

    Before that, ``note`` keeps how long the files were and what is to come, so that :func:`undo` knows what an
    append that broke off has left. Without a note there must be one file and one line, or no harm in a part.

    Raises:
        LogError: a file cannot be written; then every file is as long as it was.
    """
    lengths = {path: length_of(path) for path in data}
    try:
        if note is not None:
            append_bytes(note, _noted(data, lengths), sync_folder=True)
        for path, lines in data.items():
            append_bytes(path, lines, sync_folder=lengths[path] is None)
        if note is not None:
            note.unlink()
    except BaseException as error:
        undone = _cut_back(lengths, note)
        if not isinstance(error, OSError):
            raise
        what = f"nothing was added, writing failed ({error.strerror})"
        remedy = "make room or check permissions"
        if not undone:
            what = f"writing failed ({error.strerror}) and could not be taken back"
            remedy = "mend the disk and open the log again, to see what it holds"
        raise LogError(Fault(where="append", what=what, remedy=remedy)) from None


def _noted(data: Mapping[Path, bytes], lengths: Mapping[Path, int | None]) -> bytes:
    note = {path.name: [lengths[path], len(part), _sha256(part)] for path, part in data.items()}
    return json.dumps(note).encode() + b"\n"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _cut_back(lengths: Mapping[Path, int | None], note: Path | None) -> bool:
    """Take back what was written, and return whether that went well; the note stays until it did."""
    try:
        for path, length in lengths.items():
            _shorten(path, length)
        if note is not None:
            note.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _shorten(path: Path, length: int | None) -> None:
    """Make a file as long as it was; with None, as if it had never been."""
    now = length_of(path)
    if length is None:
        path.unlink(missing_ok=True)
        flush_folder(path.parent)
    elif now is not None and now > length:
        handle = os.open(path, os.O_WRONLY)
        try:
            os.ftruncate(handle, length)
            os.fsync(handle)
        finally:
            os.close(handle)


def undo(note: Path) -> Iterator[str]:
    """Set aside what an append that broke off has left, as its ``note`` tells, and remove the note; yield where
    it is now.

    An append that got as far as its last byte stands. A note that is not whole was the first thing that was
    written, so there is nothing else.
    """
    try:
        told: dict[str, Any] = json.loads(note.read_bytes())
    except FileNotFoundError:
        return
    except ValueError:
        told = {}
    parts = {note.with_name(name): part for name, part in told.items()}
    if not all(_stands(path, *part) for path, part in parts.items()):
        for path, (length, _, _) in parts.items():
            yield from set_aside(path, length)
    note.unlink()
    flush_folder(note.parent)


def _stands(path: Path, start: int | None, length: int, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(start or 0)
            return _sha256(file.read(length)) == sha256
    except FileNotFoundError:
        return False


def set_aside(path: Path, length: int | None) -> Iterator[str]:
    """Move what stands in a file beyond ``length`` bytes into a file of the same name with ``.torn`` at its end,
    and yield what was done; with None the file goes as a whole. Of a hidden file, the end is only cut off.
    """
    end, start = length_of(path), length or 0
    if end is None or end < start:
        return
    if torn := end > start and not path.name.startswith("."):
        aside = path.with_name(f"{path.name}.torn")
        with path.open("rb") as file, aside.open("ab") as kept:
            file.seek(start)
            shutil.copyfileobj(file, kept, _CHUNK_BYTES)
            kept.write(b"\n")
            kept.flush()
            os.fsync(kept.fileno())
        flush_folder(path.parent)
    _shorten(path, length)
    if torn:
        what = f"{path.name}: an append broke off, {end - start} bytes were set aside in {path.name}.torn"
        yield f"{what}; append again what is missing"


def whole_length(path: Path) -> int:
    """Return how many bytes of a file stand before the end of its last whole line."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            start = max(end - _CHUNK_BYTES, 0)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
    return 0
