"""Raw lines: files read as bytes, a line at a time, in bounded memory; what is no line of text is a fault."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, repeat
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from cstotimeline.core.codec.json_text import MAX_LINE_CHARACTERS
from cstotimeline.core.errors import Fault, shown

MAX_LINE_BYTES = 4 * MAX_LINE_CHARACTERS
_CHUNK_BYTES = 1_000_000


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
        """Return file and line, for messages."""
        return f"{self.name}:{self.number}"

    def text(self, faults: list[Fault]) -> str | None:
        """Return the line as text; None, and why in ``faults``, where it is none."""
        data = self.data
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = None
        if text is not None and data[:1] == b"{" and data[-1:] == b"}" and b"\x00" not in data:
            return text  # as nearly all lines do, of which the rest need not be asked
        if not data.strip(b" \t"):
            what, remedy = "expected a line of JSON, got an empty line", "remove the line"
        elif data.startswith(b"\xef\xbb\xbf") or data.endswith(b"\r") or b"\x00" in data or not data.strip():
            what = (
                f"expected a line of JSON without byte order mark, carriage return or NUL, got {shown(data)}"
            )
            remedy = "save as UTF-8 with plain line ends"
        elif text is not None:
            return text
        else:
            what, remedy = f"expected UTF-8, got {shown(data)}", "save as UTF-8"
        faults.append(Fault(where=f"{self.place} line", what=what, remedy=remedy))
        return None


_LINE: Callable[[tuple[str, int, bytes]], Any] = partial(tuple.__new__, RawLine)
"""Makes a line of its values, at half the cost of calling the class."""


def raw_lines(
    path: Path,
    name: str,
    faults: list[Fault],
    *,
    start: int = 0,
    number: int = 0,
    end: int | None = None,
    hashed: Any = None,
) -> Iterator[RawLine]:
    """Yield the whole lines of a file, from the byte ``start`` on that ends line ``number``, up to the byte ``end``
    or the last one. What is read goes into ``hashed``, a hash, if one is given.

    Into ``faults`` goes why the file cannot be read, each line that is longer than any codec reads, which is
    skipped without being held, and a last line without an end as a :class:`Torn`.
    """
    rest, is_too_long = b"", False
    left = sys.maxsize if end is None else end - start
    try:
        with path.open("rb") as file:
            file.seek(start)
            while chunk := file.read(min(left, _CHUNK_BYTES)):
                left -= len(chunk)
                if hashed is not None:
                    hashed.update(chunk)
                whole = chunk.split(b"\n")
                whole[0] = rest + whole[0]
                rest = whole.pop()
                if whole and (is_too_long or len(whole[0]) > MAX_LINE_BYTES):
                    number += 1
                    what = f"expected at most {MAX_LINE_BYTES} bytes, got {shown(whole.pop(0)[:80])}"
                    faults.append(Fault(where=f"{name}:{number} line", what=what, remedy="split the record"))
                    is_too_long = False
                yield from map(_LINE, zip(repeat(name), count(number + 1), whole))
                number += len(whole)
                if is_too_long or len(rest) > MAX_LINE_BYTES:
                    rest, is_too_long = rest[:80], True
    except OSError as error:
        faults.append(unreadable(name, error))
    if rest:
        what = f"the last line is torn: it has no line end, got {shown(rest[:80])}"
        remedy = "complete or remove the last line"
        faults.append(Torn(where=f"{name}:{number + 1} line", what=what, remedy=remedy))


def unreadable(where: str, error: OSError) -> Fault:
    """Return the fault of a file that the system refuses to read."""
    what = f"cannot be read ({error.strerror})"
    return Fault(where=where, what=what, remedy="check the path and its permissions")
