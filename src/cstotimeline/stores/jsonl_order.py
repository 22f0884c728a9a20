"""The order of a folder: which stream each record went to, kept beside the streams in ``.order``.

A line is a stream and how many of its lines come next: ``summits 3``. The file is only ever added to. Lines that it
does not list were added by hand, or have never been listed; they come last, by the instant of recording, the name of
the file and the line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from cstotimeline.core.errors import Fault, shown
from cstotimeline.stores.raw import RawLine

ORDER = ".order"
_ENTRY = re.compile(r"(.+) ([1-9][0-9]{0,9})", re.DOTALL)
_RECORDED = re.compile(rb'\{"recorded": "([^"\\]*)"')


def listed(streams: Iterable[str]) -> bytes:
    r"""Return the lines of ``.order`` for one record of each of ``streams``, in that order.

    >>> listed(["summits", "summits", "presidency"])
    b'summits 2\npresidency 1\n'
    """
    return "".join(f"{stream} {len(list(run))}\n" for stream, run in groupby(streams)).encode()


def in_order(
    entries: Iterable[RawLine], lines: Mapping[str, Sequence[RawLine]], faults: list[Fault]
) -> tuple[list[RawLine], list[tuple[str, RawLine]]]:
    """Return the lines of streams that ``entries`` of ``.order`` list, and after them the rest, each with its
    stream, in their order.

    Into ``faults`` goes an entry that is none, and one that lists a line which is not there.
    """
    taken = dict.fromkeys(lines, 0)
    first: list[RawLine] = []
    for entry in entries:
        text = entry.text(faults)
        found = _ENTRY.fullmatch(text or "")
        if found is None:
            if text is not None:
                what = f"expected a stream and a count, got {shown(text)}"
                faults.append(Fault(where=entry.place, what=what, remedy="bring back the line as it was"))
            continue
        stream, count = found[1], int(found[2])
        start = taken.get(stream, 0)
        there = lines.get(stream, ())[start : start + count]
        taken[stream] = start + len(there)
        first.extend(there)
        if len(there) < count:
            what = f"{count - len(there)} of {count} listed lines of {stream}.jsonl are missing"
            remedy = "bring them back; a log is only ever appended to"
            faults.append(Fault(where=entry.place, what=what, remedy=remedy))
    rest = [(stream, line) for stream in lines for line in lines[stream][taken[stream] :]]
    return first, _by_instant(rest)


def _by_instant(rest: Iterable[tuple[str, RawLine]]) -> list[tuple[str, RawLine]]:
    """Return lines by instant, name and number; a line never comes before the one above it in its file."""
    keyed: list[tuple[str, str, int, tuple[str, RawLine]]] = []
    latest: dict[str, str] = {}
    for stream, line in rest:
        latest[stream] = max(latest.get(stream, ""), _recorded(line.data))
        keyed.append((latest[stream], line.name, line.number, (stream, line)))
    return [pair for *_, pair in sorted(keyed)]


def _recorded(data: bytes) -> str:
    found = _RECORDED.match(data)
    if found is not None:
        return found[1].decode("utf-8", "replace")
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    recorded = value.get("recorded") if isinstance(value, dict) else None
    return recorded if isinstance(recorded, str) else ""
