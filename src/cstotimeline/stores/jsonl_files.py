"""The files of a log: which they are, how far they have been read, and what came since."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import attrs

from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.stores.jsonl_order import ORDER, in_order
from cstotimeline.stores.raw import RawLine, Torn, raw_lines, unreadable


@attrs.frozen
class Mark:
    """How a file stood when it was read to its end: which one it was, its length, its last change, its lines."""

    file: int
    size: int
    changed: int
    lines: int

    @classmethod
    def of(cls, found: os.stat_result, lines: int) -> Mark:
        """Return the mark of a file of so many lines."""
        return cls(found.st_ino, found.st_size, found.st_mtime_ns, lines)


@attrs.frozen(kw_only=True)
class Seen:
    """How far a log was read: the mark of each file, and the streams of the lines that ``.order`` does not list."""

    marks: Mapping[Path, Mark] = attrs.field(factory=dict)
    unlisted: tuple[str, ...] = ()


class LogFiles:
    """The files of a log in a ``.jsonl`` file or in a folder of them, and those that are kept beside them.

    Raises:
        LogError: a path that the system refuses.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.is_folder = path.is_dir()
        except OSError as error:
            raise LogError(unreadable("log", error)) from None
        beside = path if self.is_folder else path.parent
        hidden = "" if self.is_folder else f".{path.name}"
        self.lock, self.note = beside / f"{hidden}.lock", beside / f"{hidden}.undo"
        self._order = beside / ORDER

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
        except OSError as error:
            raise LogError(unreadable("log", error)) from None
        return [self.path / name for name in names]

    def orders(self, *, must_exist: bool = True) -> list[Path]:
        """Return the file that keeps the order of a folder; none for a log in one file."""
        return [self._order] if self.is_folder and (not must_exist or self._order.exists()) else []

    def existing(self) -> list[Path]:
        """Return the files that hold lines, of which there is one at least.

        Raises:
            LogError: there is none, or the system refuses to list the folder.
        """
        found = self.streams()
        if not found and self.is_folder:
            what, remedy = "no .jsonl file in this folder", "name a folder of .jsonl files"
        else:
            what, remedy = "no such file or folder", "name a .jsonl file or a folder of them"
        if not found:
            raise LogError(Fault(where="log", what=f"{what}, got {shown(str(self.path))}", remedy=remedy))
        return found

    def named(self, file: Path) -> str:
        """Return how a file is called in messages."""
        return f"{self.path.name}/{file.name}" if self.is_folder and self.path.name else file.name

    def read_on(self, seen: Seen, faults: list[Fault]) -> tuple[list[RawLine], Seen] | None:
        """Return the lines of the log that came after what was ``seen``, in its order, and what is seen now; None
        where anything but the ends of the files has changed, so that everything is to be read again.

        What is wrong with the files goes to ``faults``.
        """
        found = self._found(faults)
        if os.path.lexists(self.note):
            what, remedy = "an append broke off", "open the log for writing, which sets aside what it left"
            faults.append(Torn(where=self.named(self.path), what=what, remedy=remedy))
        changed = {path: stat for path, stat in found.items() if not _is_same(seen.marks.get(path), stat)}
        if not changed and len(found) == len(seen.marks):
            return [], seen
        if seen.marks and (
            seen.unlisted or not all(self._only_grew(path, seen, found) for path in seen.marks)
        ):
            return None
        new: dict[Path, list[RawLine]] = {}
        marks = dict(seen.marks)
        for path, stat in changed.items():
            before = seen.marks.get(path, Mark(0, 0, 0, 0))
            lines = raw_lines(path, self.named(path), faults, start=before.size, number=before.lines)
            new[path] = list(lines)
            marks[path] = Mark.of(stat, before.lines + len(new[path]))
        if not self.is_folder:
            return [line for lines in new.values() for line in lines], Seen(marks=marks)
        entries = new.pop(self._order, [])
        listed, rest = in_order(entries, {path.stem: lines for path, lines in new.items()}, faults)
        unlisted = tuple(stream for stream, _ in rest)
        return [*listed, *(line for _, line in rest)], Seen(marks=marks, unlisted=unlisted)

    def _found(self, faults: list[Fault]) -> dict[Path, os.stat_result]:
        found: dict[Path, os.stat_result] = {}
        for path in [*self.streams(), *self.orders()] if self.is_folder else [self.path]:
            try:
                found[path] = path.stat()
            except FileNotFoundError:
                continue
            except OSError as error:
                faults.append(unreadable(self.named(path), error))
        return found

    @staticmethod
    def _only_grew(path: Path, seen: Seen, found: Mapping[Path, os.stat_result]) -> bool:
        mark, stat = seen.marks[path], found.get(path)
        if stat is None or _is_same(mark, stat):
            return stat is not None
        return stat.st_ino == mark.file and stat.st_size > mark.size


def _is_same(mark: Mark | None, stat: os.stat_result) -> bool:
    return mark is not None and (mark.file, mark.size, mark.changed) == (
        stat.st_ino,
        stat.st_size,
        stat.st_mtime_ns,
    )
