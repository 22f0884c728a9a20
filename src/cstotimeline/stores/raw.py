"""Raw lines: files read as bytes, a line at a time, in bounded memory; what is no line of text is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import attrs

from cstotimeline.core.codec import MAX_LINE_CHARACTERS
from cstotimeline.core.errors import Fault, shown

MAX_LINE_BYTES = 4 * MAX_LINE_CHARACTERS
_CHUNK_BYTES = 65_536


@attrs.frozen(kw_only=True)
class Torn(Fault):
    """What an append that broke off has left; opening the log for writing sets it aside."""


class RawLine(NamedTuple):
    """A line of a file, without its end: the ``name`` under which the file is shown, the number from 1 upwards."""

    name: str
    number: int
    data: bytes

    @property
    def place(self) -> str:
        """Return where the line stands, for messages."""
        return f"{self.name}:{self.number}"

    def text(self, faults: list[Fault]) -> str | None:
        """Return the line as text; None, and why in ``faults``, where it is none."""
        data = self.data
        if data.startswith(b"\xef\xbb\xbf") or data.endswith(b"\r") or b"\x00" in data or not data.strip():
            what = (
                f"expected a line of JSON without byte order mark, carriage return or NUL, got {shown(data)}"
            )
            remedy = "save as UTF-8 with plain line ends"
        else:
            try:
                return data.decode("utf-8")
            except UnicodeDecodeError:
                what, remedy = f"expected UTF-8, got {shown(data)}", "save as UTF-8"
        faults.append(Fault(where=f"{self.place} line", what=what, remedy=remedy))
        return None


def raw_lines(
    path: Path, name: str, faults: list[Fault], *, start: int = 0, number: int = 0
) -> Iterator[RawLine]:
    """Yield the whole lines of a file, from a byte on that ends line ``number``.

    Into ``faults`` goes why the file cannot be read, each line that is longer than any codec reads, which is
    skipped without being held, and a last line without an end as a :class:`Torn`.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            while data := file.readline(MAX_LINE_BYTES + 1):
                number += 1
                if data.endswith(b"\n"):
                    yield RawLine(name, number, data[:-1])
                elif len(data) <= MAX_LINE_BYTES or not _skip_line(file):
                    what = f"the last line is torn: it has no line end, got {shown(data[:80])}"
                    remedy = "complete or remove the last line"
                    faults.append(Torn(where=f"{name}:{number} line", what=what, remedy=remedy))
                else:
                    what = f"expected at most {MAX_LINE_BYTES} bytes, got {shown(data[:80])}"
                    faults.append(Fault(where=f"{name}:{number} line", what=what, remedy="split the record"))
    except OSError as error:
        faults.append(unreadable(name, error))


def _skip_line(file: BinaryIO) -> bool:
    """Read to the end of a line, and return whether it has one."""
    while data := file.readline(_CHUNK_BYTES):
        if data.endswith(b"\n"):
            return True
    return False


def unreadable(where: str, error: OSError) -> Fault:
    """Return the fault of a file that the system refuses to read."""
    what = f"cannot be read ({error.strerror})"
    return Fault(where=where, what=what, remedy="check the path and its permissions")
