"""Bounded input: the standard input of a server, with lines of limited length."""

from __future__ import annotations

import io
import sys
from typing import Any, BinaryIO

LONGEST_LINE = 1_000_000
"""How many bytes of a request are read; the rest of its line is skipped, so that the request is invalid."""


class BoundedLines(io.RawIOBase):
    """A binary stream with lines of at most ``limit`` bytes: the rest of a longer line is skipped."""

    def __init__(self, source: BinaryIO, limit: int = LONGEST_LINE) -> None:
        super().__init__()
        self._source, self._limit, self._length = source, limit, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; 0 at the end."""
        while data := self._source.readline(len(buffer)):
            room = self._limit - self._length
            ends = data.endswith(b"\n")
            self._length = 0 if ends else self._length + len(data)
            kept = data if len(data) <= room else data[: max(room, 0)] + (b"\n" if ends else b"")
            if kept:
                buffer[: len(kept)] = kept
                return len(kept)
        return 0


def bound_standard_input() -> None:
    """Replace the standard input by a bounded stream."""
    lines = io.BufferedReader(BoundedLines(sys.stdin.buffer))
    sys.stdin = io.TextIOWrapper(lines, encoding="utf-8", errors="replace")
