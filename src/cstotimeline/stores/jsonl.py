"""Logs in JSON Lines files: one record a line, one file a stream, read as one log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cstotimeline.core.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events import Event
from cstotimeline.core.log import Records
from cstotimeline.core.records import Record

MAX_FILE_BYTES = 1_000_000_000


def read_jsonl(path: Path, codec: Codec) -> Records:
    """Return the records of a ``.jsonl`` file, or of all such files in a folder, in the order of their names.

    Positions count through all files. Nothing is written.

    Raises:
        LogError: no such file, no ``.jsonl`` file in the folder, bytes that are no UTF-8, and every fault of
            every line, with file and line; two lines with one id; links to no event.
    """
    records: list[Record] = []
    faults: list[Fault] = []
    places: dict[str, str] = {}
    for file in _files(path):
        for place, line in _lines(file, _shown_path(path, file), faults):
            try:
                record = codec.from_line(line, len(records) + 1)
            except LogError as error:
                faults.extend(fault.within(place) for fault in error.faults)
                continue
            first = places.setdefault(record.event.id, place)
            if first != place:
                what = f"the id stands at {first} already, got {shown(record.event.id)}"
                faults.append(Fault(where=f"{place} id", what=what, remedy="give each event its own id"))
            else:
                records.append(record)
    if faults:
        raise LogError(faults)
    try:
        return Records(records)
    except LogError as error:
        raise LogError(_placed(fault, places) for fault in error.faults) from None


def _placed(fault: Fault, places: dict[str, str]) -> Fault:
    """Return a fault of a link, which begins with an event's id, with the place of that event."""
    return fault.within(places.get(fault.where.partition(" ")[0], ""))


def _shown_path(root: Path, file: Path) -> str:
    return file.name if file == root or not root.name else f"{root.name}/{file.name}"


def _files(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            found = [path] if path.is_file() else []
            what, remedy = "no such file or folder", "name a .jsonl file or a folder of them"
        else:
            found = sorted(path.glob("*.jsonl"))
            what, remedy = "no .jsonl file in this folder", "name a folder of .jsonl files"
    except OSError as error:
        raise LogError(_unreadable("log", error)) from None
    if not found:
        raise LogError(Fault(where="log", what=f"{what}, got {shown(str(path))}", remedy=remedy))
    return found


def _unreadable(where: str, error: OSError) -> Fault:
    what = f"cannot be read ({error.strerror})"
    return Fault(where=where, what=what, remedy="check the path and its permissions")


def _lines(file: Path, name: str, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    """Yield the lines of a file, each with its place; what cannot be read goes to ``faults``."""
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            what = f"expected at most {MAX_FILE_BYTES} bytes"
            faults.append(Fault(where=name, what=what, remedy="split the file by stream"))
            return
        data = file.read_bytes()
    except OSError as error:
        faults.append(_unreadable(name, error))
        return
    *whole, torn = data.split(b"\n")
    for number, raw in enumerate(whole, 1):
        yield from _decoded(f"{name}:{number}", raw, faults)
    if torn:
        what = f"the last line is torn: it has no line end, got {shown(torn)}"
        where = f"{name}:{len(whole) + 1} line"
        faults.append(Fault(where=where, what=what, remedy="complete or remove the last line"))


def _decoded(place: str, raw: bytes, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    if raw.startswith(b"\xef\xbb\xbf") or raw.endswith(b"\r") or b"\x00" in raw or not raw.strip():
        what = "expected a line of JSON without byte order mark, carriage return or NUL, got " + shown(raw)
        faults.append(Fault(where=f"{place} line", what=what, remedy="save as UTF-8 with plain line ends"))
        return
    try:
        yield place, raw.decode("utf-8")
    except UnicodeDecodeError:
        faults.append(
            Fault(where=f"{place} line", what=f"expected UTF-8, got {shown(raw)}", remedy="save as UTF-8")
        )


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
    for place, line in _lines(path, path.name, faults):
        try:
            events.append(codec.from_draft(line))
        except LogError as error:
            faults.extend(fault.within(place) for fault in error.faults)
    if faults:
        raise LogError(faults)
    return tuple(events)
