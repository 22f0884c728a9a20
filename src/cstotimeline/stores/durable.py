"""Durable writing: bytes added to files and flushed to the disk, all or none, also where the process dies meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.stores.locks import refused

_CHUNK_BYTES = 65_536
_HASHED_BYTES = 1_000_000
_LONGEST_NOTE_BYTES = 1_000_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


class TornLine(UserWarning):
    """The end of a file that an append left unfinished was set aside; the message says where it is now."""


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


def append_all(
    data: Mapping[Path, bytes], found: Mapping[Path, os.stat_result], note: Path | None
) -> dict[Path, os.stat_result]:
    """Add bytes to several files of one folder, in the order given, all or none, and return how the files are then.

    ``found`` says how the files were when they were read; a file that is not in it is made. Before anything is
    written, ``note`` keeps how long the files were and what is to come, so that :func:`undo` knows what an append
    that broke off has left. Without a note there must be one file and one line, or no harm in a part.

    Raises:
        LogError: a file that is another than the one that was read, a link, or cannot be written; then every file is
            as long as it was. A file that was moved away while it was written.
    """
    with ExitStack() as stack:
        handles: dict[Path, int] = {}
        try:
            for path in data:
                handles[path] = _opened(path, found.get(path))
                stack.callback(os.close, handles[path])
        except BaseException as error:
            for path in handles.keys() - found.keys():
                path.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise refused(error) from None
            raise
        _write_all(data, found, handles, note)
        written = {path: os.fstat(handle) for path, handle in handles.items()}
        for path, now in written.items():
            _check_unmoved(path, now)
    return written


def _opened(path: Path, found: os.stat_result | None) -> int:
    """Return the handle of a file to write to, which is the one that was ``found``, or none that was there."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW
    if found is None:
        return os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o644)
    handle = os.open(path, flags)
    now = os.fstat(handle)
    if not stat.S_ISREG(now.st_mode) or now.st_nlink != 1:
        what = f"{path.name} has another name (a hard link), by which others could write to it unseen"
        remedy = "copy the file, so that each log has its own"
    elif not os.path.samestat(now, found) or now.st_size != found.st_size:
        what, remedy = f"{path.name} was replaced while it was to be written", "read the log again"
    else:
        return handle
    os.close(handle)
    raise LogError(Fault(where="append", what=what, remedy=remedy))


def _write_all(
    data: Mapping[Path, bytes],
    found: Mapping[Path, os.stat_result],
    handles: Mapping[Path, int],
    note: Path | None,
) -> None:
    lengths = {path: found[path].st_size if path in found else None for path in data}
    try:
        if note is not None:
            _write_note(note, _noted(data, lengths))
        for path, lines in data.items():
            _write(handles[path], lines)
            if not lengths[path]:
                flush_folder(path.parent)
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


def _write(handle: int, data: bytes) -> None:
    written = os.write(handle, data)
    while written < len(data):
        written += os.write(handle, data[written:])
    os.fsync(handle)


def _write_note(note: Path, data: bytes) -> None:
    """Write a new note; a file or link that has its name is an error, and is not changed."""
    handle = os.open(note, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o644)
    try:
        _write(handle, data)
    finally:
        os.close(handle)
    flush_folder(note.parent)


def _noted(data: Mapping[Path, bytes], lengths: Mapping[Path, int | None]) -> bytes:
    note = {
        path.name: [lengths[path], len(part), hashlib.sha256(part).hexdigest()] for path, part in data.items()
    }
    return json.dumps(note).encode() + b"\n"


def _cut_back(lengths: Mapping[Path, int | None], note: Path | None) -> bool:
    """Take back what was written, and return whether that went well; the note stays until it did."""
    try:
        for path, length in lengths.items():
            _shorten(path, length)
        if note is not None:
            note.unlink(missing_ok=True)
            # Else it may come back after a power failure and be held against later lines.
            flush_folder(note.parent)
    except OSError:
        return False
    return True


def _check_unmoved(path: Path, written: os.stat_result) -> None:
    try:
        if os.path.samestat(path.stat(), written):
            return
    except FileNotFoundError:
        pass
    what = f"{path.name} was moved or replaced while it was written; what was added is in the file that was moved"
    raise LogError(Fault(where="append", what=what, remedy="bring the file back, or append again"))


def _shorten(path: Path, length: int | None) -> None:
    """Make a file as long as it was; with None, as if it had never been."""
    now = length_of(path)
    if length is None:
        path.unlink(missing_ok=True)
        flush_folder(path.parent)
    elif now is not None and now > length:
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
        try:
            os.ftruncate(handle, length)
            os.fsync(handle)
        finally:
            os.close(handle)


def read_note(note: Path, is_own: Callable[[str], bool]) -> dict[Path, tuple[int | None, int, str]] | None:
    """Return what a note says of each file: its length before (None: there was none), and the length and SHA-256 of
    what was to be added. None where there is no note.

    A note that is not whole was the first thing that was written, so there is nothing else, and it says nothing.

    Raises:
        LogError: a note that no append has written, or that names a file for which ``is_own`` is false.
    """
    try:
        if note.is_symlink():
            raise _foreign(note, "a link")
        with note.open("rb") as file:
            data = file.read(_LONGEST_NOTE_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _foreign(note, str(error.strerror)) from None
    if not data.endswith(b"\n") and len(data) < _LONGEST_NOTE_BYTES:
        return {}
    try:
        said: Any = json.loads(data)
        parts = {name: tuple(part) for name, part in said.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise _foreign(note, shown(data[:80])) from None
    for name, part in parts.items():
        if not (is_own(name) and _is_part(part)):
            raise _foreign(note, shown({name: part}))
    return {note.with_name(name): part for name, part in parts.items()}


def _is_part(part: tuple[Any, ...]) -> bool:
    match part:
        case (int() | None as before, int() as added, str() as sha256):
            whole = not isinstance(before, bool) and not isinstance(added, bool)
            return whole and (before or 0) >= 0 and added > 0 and _SHA256.fullmatch(sha256) is not None
        case _:
            return False


def _foreign(note: Path, got: str) -> LogError:
    what = f"expected the note of an append to this log, got {got}"
    return LogError(Fault(where=note.name, what=what, remedy="look who wrote it, and remove it"))


def undo(note: Path, is_own: Callable[[str], bool]) -> Iterator[str]:
    """Set aside what an append that broke off has left, as its ``note`` says, and remove the note; yield where it is
    now. What an append has written to its last byte is kept.

    Raises:
        LogError: a note that no append to this log has written, or files that are not as one leaves them.
    """
    parts = read_note(note, is_own)
    if parts is None:
        return
    if not all(_is_whole(path, *part) for path, part in parts.items()):
        for path, (before, added, _) in parts.items():
            now, start = length_of(path) or 0, before or 0
            if not start <= now <= start + added:
                raise _foreign(note, f"{path.name} with {start} and {added} bytes, it has {now}")
        for path, (before, _, _) in parts.items():
            yield from set_aside(path, before)
    note.unlink()
    flush_folder(note.parent)


def _is_whole(path: Path, before: int | None, added: int, sha256: str) -> bool:
    """Return whether a file holds all that an append was to add."""
    start = before or 0
    return (length_of(path) or 0) >= start + added and sha256_in(path, start, added) == sha256


def sha256_in(path: Path, start: int, length: int) -> str:
    """Return the SHA-256 of ``length`` bytes of a file from ``start`` on, or of as many as there are."""
    found, left = hashlib.sha256(), length
    with path.open("rb") as file:
        file.seek(start)
        while left and (chunk := file.read(min(left, _HASHED_BYTES))):
            found.update(chunk)
            left -= len(chunk)
    return found.hexdigest()


def set_aside(path: Path, length: int | None) -> Iterator[str]:
    """Move what a file holds beyond ``length`` bytes into a file of the same name with ``.torn`` at its end, and
    yield what was done; with None the file goes as a whole. Of a hidden file, the end is only cut off.
    """
    end, start = length_of(path), length or 0
    if end is None or end < start:
        return
    if torn := end > start and not path.name.startswith("."):
        aside = path.with_name(f"{path.name}.torn")
        kept_by = os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW, 0o644)
        with path.open("rb") as file, os.fdopen(kept_by, "wb") as kept:
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


def whole_length(file: BinaryIO, end: int) -> int:
    """Return how many of the first ``end`` bytes of a file come before the end of its last whole line."""
    while end:
        start = max(end - _CHUNK_BYTES, 0)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
