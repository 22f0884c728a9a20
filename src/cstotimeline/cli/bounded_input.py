"""Bounded input: the standard input of a server, of which no line fills the memory."""

from __future__ import annotations

import io
import sys
from typing import Any, BinaryIO

LONGEST_LINE = 1_000_000
"""How many bytes of a request are read; the rest of its line is passed over, so that it is no request."""


class BoundedLines(io.RawIOBase):
    """A binary stream of which no line is longer than ``limit`` bytes: what is longer is passed over to its end."""

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
    """Put a bounded stream in the place of the standard input."""
    lines = io.BufferedReader(BoundedLines(sys.stdin.buffer))
    sys.stdin = io.TextIOWrapper(lines, encoding="utf-8", errors="replace")
