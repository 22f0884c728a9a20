"""The files of a log: which they are, how far they have been read, what came since, and whether they are the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.stores.durable import read_note, sha256_in, whole_length
from cstotimeline.stores.jsonl_order import ORDER, in_order
from cstotimeline.stores.raw import RawLine, Torn, raw_lines, unreadable

COMPARED_BYTES = 4_000_000
"""Up to this length the part of a file that was read before is compared, whenever the file has changed."""

_LOOKS = 1_000


@attrs.frozen(kw_only=True)
class Mark:
    """How a file was when it was read: what the system says of it, how many bytes and lines were read, their hash."""

    stat: os.stat_result
    size: int
    lines: int
    hashed: Any

    @classmethod
    def of_nothing(cls, found: os.stat_result) -> Mark:
        """Return the mark of a file of which nothing was read."""
        return cls(stat=found, size=0, lines=0, hashed=hashlib.sha256())

    def added(self, data: bytes, written: os.stat_result) -> Mark:
        """Return the mark after whole lines were added."""
        hashed = self.hashed.copy()
        hashed.update(data)
        return Mark(
            stat=written, size=self.size + len(data), lines=self.lines + data.count(b"\n"), hashed=hashed
        )

    def is_of(self, end: End) -> bool:
        """Return whether a file is as it was."""
        return self.size == end.size and _identity(self.stat) == _identity(end.stat)

    def begins(self, path: Path) -> bool:
        """Return whether a file begins with the bytes that were read."""
        try:
            return bool(sha256_in(path, 0, self.size) == self.hashed.hexdigest())
        except OSError:
            return False


@attrs.frozen
class End:
    """How far a file may be read: what the system says of it, and the length of what is complete."""

    stat: os.stat_result
    size: int


@attrs.frozen(kw_only=True)
class Seen:
    """How far a log was read: the mark of each file, and the streams of the lines that ``.order`` does not list."""

    marks: Mapping[Path, Mark] = attrs.field(factory=dict)
    unlisted: tuple[str, ...] = ()

    def is_of(self, ends: Mapping[Path, End]) -> bool:
        """Return whether nothing has changed since the log was read, if it was."""
        return (
            bool(self.marks)
            and self.marks.keys() == ends.keys()
            and all(mark.is_of(ends[path]) for path, mark in self.marks.items())
        )


class LogFiles:
    """The files of a log in a ``.jsonl`` file or in a folder of them, and those that are kept beside them.

    The path is resolved once, so that neither another current folder nor a link that is turned leads elsewhere.

    Raises:
        LogError: a path that the system refuses.
    """

    def __init__(self, given: Path) -> None:
        self.given = given
        try:
            self.path = given.resolve()
            self.is_folder = self.path.is_dir()
        except RuntimeError:  # of Python 3.12 and older
            what, remedy = "cannot be read (a circle of links)", "name a file or a folder"
            raise LogError(Fault(where="log", what=what, remedy=remedy)) from None
        except OSError as error:
            raise LogError(unreadable("log", error)) from None
        self.folder = self.path if self.is_folder else self.path.parent
        hidden = "" if self.is_folder else f".{self.path.name}"
        self.note = self.folder / f"{hidden}.undo"
        self.order = self.folder / ORDER

    def streams(self) -> list[Path]:
        """Return the files that hold lines, by name; none where there is nothing at the path.

        Raises:
            LogError: the system refuses to list the folder.
        """
        try:
            if not self.is_folder:
                return [self.path] if self.path.is_file() else []
            with os.scandir(self.path) as entries:
                names = sorted(entry.name for entry in entries if entry.name.endswith(".jsonl"))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise LogError(unreadable("log", error)) from None
        return [self.path / name for name in names]

    def is_own(self, name: str) -> bool:
        """Return whether a file beside the log has the name of one of the log's files."""
        if not self.is_folder:
            return name == self.path.name
        return "/" not in name and "\0" not in name and (name == ORDER or name.endswith(".jsonl"))

    def existing(self) -> list[Path]:
        """Return the files that hold lines, at least one.

        Raises:
            LogError: there is none, or the system refuses to list the folder.
        """
        found = self.streams()
        if not found and self.is_folder:
            what, remedy = "no .jsonl file in this folder", "name a folder of .jsonl files"
        else:
            what, remedy = "no such file or folder", "make the folder first, or name a .jsonl file"
        if not found:
            raise LogError(Fault(where="log", what=f"{what}, got {shown(str(self.given))}", remedy=remedy))
        return found

    def named(self, file: Path) -> str:
        """Return how a file is called in messages."""
        if not self.is_folder:
            return self.given.name
        return f"{self.given.name}/{file.name}" if self.given.name else file.name

    def is_unchanged(self, seen: Seen) -> bool:
        """Return whether the files are as they were when they were read, to their ends."""
        faults: list[Fault] = []
        found = self._found(faults) if seen.marks else {}
        return not faults and seen.is_of(_whole(found))

    def ends(self, faults: list[Fault], *, locked: bool) -> dict[Path, End]:
        """Return how far each file may be read.

        With the lock that is up to its end, and the note of an append is that of one that broke off, which goes to
        ``faults``. Without it, a writer may be at work: then it is up to the last append that is complete.
        """
        if not locked:
            return self._complete(faults)
        found = self._found(faults)
        if os.path.lexists(self.note):
            what, remedy = "an append broke off", "open the log for writing, which sets aside what it left"
            faults.append(Torn(where=self.named(self.path), what=what, remedy=remedy))
        return _whole(found)

    def _complete(self, faults: list[Fault]) -> dict[Path, End]:
        """Return how far each file is complete, also while a writer is at work.

        The note of an append says how long the files were before it. Where there is none while no file grows, no
        append of several lines has begun, and a single line counts once its end is there.
        """
        for _ in range(_LOOKS):
            seen: list[Fault] = []
            found = self._found(seen)
            note = read_note(self.note, self.is_own)
            if _sizes(found) == _sizes(self._found([])):
                break
        else:
            what, remedy = "the log grew whenever it was looked at", "try again"
            raise LogError(Fault(where=self.named(self.path), what=what, remedy=remedy))
        faults.extend(seen)
        ends: dict[Path, End] = {}
        for path, stat in found.items():
            before = note.get(path, (stat.st_size,))[0] if note else stat.st_size
            if before is not None:
                with path.open("rb") as file:
                    ends[path] = End(stat, whole_length(file, min(before, stat.st_size)))
        return ends

    def _found(self, faults: list[Fault]) -> dict[Path, os.stat_result]:
        found: dict[Path, os.stat_result] = {}
        for path in [*self.streams(), self.order] if self.is_folder else [self.path]:
            try:
                found[path] = path.stat()
            except FileNotFoundError:
                continue
            except OSError as error:
                faults.append(unreadable(self.named(path), error))
        return found

    def check_same(self, seen: Seen, ends: Mapping[Path, End]) -> None:
        """Return if the files still begin with what was ``seen`` of them.

        Raises:
            LogError: a file is gone or shorter, or begins with something else: it was replaced, or edited.
        """
        if faults := [*self.shrunk(seen, ends)] or [*self._changed(seen, ends)]:
            raise LogError(faults)

    def shrunk(self, seen: Seen, ends: Mapping[Path, End]) -> Iterator[Fault]:
        """Yield a fault for each file that is gone, or shorter than what was read of it."""
        for path, mark in seen.marks.items():
            end = ends.get(path)
            if mark.size and end is None:
                yield self._not_same(path, f"the file is gone, of which {mark.lines} lines were read")
            elif end is not None and end.size < mark.size:
                yield self._not_same(path, f"the file had {mark.size} bytes and has {end.size}")

    def _changed(self, seen: Seen, ends: Mapping[Path, End]) -> Iterator[Fault]:
        for path, mark in seen.marks.items():
            end = ends.get(path)
            if end is None or mark.is_of(end):
                continue
            is_compared = mark.size <= COMPARED_BYTES or not os.path.samestat(mark.stat, end.stat)
            if is_compared and not mark.begins(path):
                yield self._not_same(
                    path, f"the {mark.lines} lines that were read are not its first ones now"
                )

    def _not_same(self, path: Path, what: str) -> Fault:
        remedy = "bring it back, or open the log again to read it as it is"
        return Fault(where=self.named(path), what=what, remedy=remedy)

    def read_on(
        self, seen: Seen, ends: Mapping[Path, End], faults: list[Fault]
    ) -> tuple[list[RawLine], Seen]:
        """Return the lines of the log that came after what was ``seen``, in its order, and what is seen now.

        What is wrong with the files goes to ``faults``.
        """
        new: dict[Path, list[RawLine]] = {}
        marks: dict[Path, Mark] = {}
        for path, end in ends.items():
            mark = seen.marks.get(path) or Mark.of_nothing(end.stat)
            if not mark.is_of(end) or path not in seen.marks:
                hashed = mark.hashed.copy()
                lines = raw_lines(
                    path, self.named(path), faults,
                    start=mark.size, number=mark.lines, end=end.size, hashed=hashed,
                )  # fmt: skip
                new[path] = list(lines)
                count = mark.lines + len(new[path])
                mark = Mark(stat=end.stat, size=end.size, lines=count, hashed=hashed)
            marks[path] = mark
        if not self.is_folder:
            return [line for lines in new.values() for line in lines], Seen(marks=marks)
        entries = new.pop(self.order, [])
        listed, rest = in_order(entries, {path.stem: lines for path, lines in new.items()}, faults)
        unlisted = tuple(stream for stream, _ in rest)
        return [*listed, *(line for _, line in rest)], Seen(marks=marks, unlisted=unlisted)


def _whole(found: Mapping[Path, os.stat_result]) -> dict[Path, End]:
    return {path: End(stat, stat.st_size) for path, stat in found.items()}


def _sizes(found: Mapping[Path, os.stat_result]) -> dict[Path, int]:
    return {path: stat.st_size for path, stat in found.items()}


def _identity(found: os.stat_result) -> tuple[int, ...]:
    """Return what shows a change of a file: which one it is, its length, and the times of its last change; the last
    of these cannot be set back.
    """
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
