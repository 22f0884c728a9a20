"""Lines to records: what the raw lines of a log write, and every fault of them with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.stores.raw import RawLine

_PLACE = re.compile(r"(.*?)(?::([0-9]+))?(?: .*|$)")


def records_of(lines: Iterable[RawLine], codec: Codec, faults: Iterable[Fault] = ()) -> Records:
    """Return the records that all lines of a log write.

    Raises:
        LogError: ``faults``, which were found before, and every fault of every line, by file and line.
    """
    places: dict[str, RawLine] = {}
    found = list(faults)
    records = decoded(lines, codec, places, found)
    if found:
        raise LogError(by_place(found))
    try:
        return Records(records)
    except LogError as error:
        raise LogError(_placed(fault, places) for fault in error.faults) from None


def decoded(
    lines: Iterable[RawLine], codec: Codec, places: dict[str, RawLine], faults: list[Fault], *, after: int = 0
) -> list[Record]:
    """Return the records of sound lines, from the position ``after`` on; what is wrong goes to ``faults``.

    ``places`` takes the line of each id, so that a second line with the same id is a fault.
    """
    records: list[Record] = []
    for line in lines:
        text = line.text(faults)
        if text is None:
            continue
        try:
            record = codec.from_line(text, after + len(records) + 1)
        except LogError as error:
            faults.extend(fault.within(line.place) for fault in error.faults)
            continue
        first = places.setdefault(record.event.id, line)  # the line, not its place, which is rarely needed
        if first is not line:
            what = f"the id stands at {first.place} already, got {shown(record.event.id)}"
            faults.append(Fault(where=f"{line.place} id", what=what, remedy="give each event its own id"))
        else:
            records.append(record)
    return records


def by_place(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of files and lines."""
    return sorted(faults, key=_place)


def _place(fault: Fault) -> tuple[str, int]:
    found = _PLACE.match(fault.where)
    return ("", 0) if found is None else (found[1], int(found[2] or 0))


def _placed(fault: Fault, places: dict[str, RawLine]) -> Fault:
    """Return a fault of a link, which begins with an event's id, with the place of that event."""
    line = places.get(fault.where.partition(" ")[0])
    return fault if line is None else fault.within(line.place)
