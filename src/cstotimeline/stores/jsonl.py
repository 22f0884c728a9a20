"""Logs in JSON Lines files: one record a line, one file a stream, read as one log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.stores.jsonl_files import LogFiles, Seen
from cstotimeline.stores.locks import FileLock
from cstotimeline.stores.raw import RawLine, raw_lines

_PLACE = re.compile(r"(.*?)(?::([0-9]+))?(?: .*|$)")


def read_jsonl(path: Path, codec: Codec) -> Records:
    """Return the records of a ``.jsonl`` file, or of all such files in a folder.

    A folder keeps the order of its records in the file ``.order``; what is not listed there comes last, by the
    instant of recording, the name of the file and the line. Nothing is written; while another process adds to
    the log, reading waits.

    Raises:
        LogError: no such file, no ``.jsonl`` file in the folder, bytes that are no UTF-8, and every fault of
            every line, with file and line; two lines with one id; links to no event; a line that ``.order``
            lists and that is missing; what an append that broke off has left.
    """
    files = LogFiles(path)
    files.existing()
    lock = FileLock(files.lock)
    with gc_paused():
        try:
            lines, _, faults = read_all(files, lock)
        finally:
            lock.close()
        return records_of(lines, codec, faults)


def read_all(files: LogFiles, lock: FileLock) -> tuple[list[RawLine], Seen, list[Fault]]:
    """Return all lines of a log in its order, how far that is, and what is wrong with the files."""
    with lock.reading() as locked:
        found = read_locked(files)
    if (
        found[2] and not locked and files.lock.exists()
    ):  # the first writer came after there was no lock to hold
        with lock.reading():
            found = read_locked(files)
    return found


def read_locked(files: LogFiles) -> tuple[list[RawLine], Seen, list[Fault]]:
    """Return what :func:`read_all` does, for one who holds the lock."""
    faults: list[Fault] = []
    lines, seen = files.read_on(Seen(), faults) or ([], Seen())
    return lines, seen, faults


def records_of(lines: Iterable[RawLine], codec: Codec, faults: Iterable[Fault] = ()) -> Records:
    """Return the records that all lines of a log write.

    Raises:
        LogError: ``faults``, which were found before, and every fault of every line, by file and line.
    """
    places: dict[str, RawLine] = {}
    found = list(faults)
    records = decoded(lines, codec, places, found)
    if found:
        raise LogError(sorted(found, key=_by_place))
    try:
        return Records(records)
    except LogError as error:
        raise LogError(_placed(fault, places) for fault in error.faults) from None


def decoded(
    lines: Iterable[RawLine], codec: Codec, places: dict[str, RawLine], faults: list[Fault], *, after: int = 0
) -> list[Record]:
    """Return the records of sound lines, from the position ``after`` on; what is wrong goes to ``faults``.

    ``places`` takes the line of each id and tells of one that stands twice.
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
        first = places.setdefault(record.event.id, line)  # the line, not its place: nobody may ask for that
        if first is not line:
            what = f"the id stands at {first.place} already, got {shown(record.event.id)}"
            faults.append(Fault(where=f"{line.place} id", what=what, remedy="give each event its own id"))
        else:
            records.append(record)
    return records


def _by_place(fault: Fault) -> tuple[str, int]:
    found = _PLACE.match(fault.where)
    return ("", 0) if found is None else (found[1], int(found[2] or 0))


def _placed(fault: Fault, places: dict[str, RawLine]) -> Fault:
    """Return a fault of a link, which begins with an event's id, with the place of that event."""
    line = places.get(fault.where.partition(" ")[0])
    return fault if line is None else fault.within(line.place)


def read_draft(path: Path, codec: Codec) -> tuple[Event, ...]:
    """Return the events of a draft: a file with lines as in a log, but without ``recorded``.

    Raises:
        LogError: the file cannot be read, and every fault of every line, with file and line.
    """
    if not path.is_file():
        what = f"no such file, got {shown(str(path))}"
        raise LogError(Fault(where="draft", what=what, remedy="name a file of lines"))
    faults: list[Fault] = []
    events: list[Event] = []
    for line in raw_lines(path, path.name, faults):
        text = line.text(faults)
        if text is None:
            continue
        try:
            events.append(codec.from_draft(text))
        except LogError as error:
            faults.extend(fault.within(line.place) for fault in error.faults)
    if faults:
        raise LogError(sorted(faults, key=_by_place))
    return tuple(events)
