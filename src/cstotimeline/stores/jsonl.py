"""Logs in JSON Lines files: one record a line, one file a stream, read as one log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from cstotimeline.core.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.log import Records
from cstotimeline.core.records import Record

MAX_FILE_BYTES = 1_000_000_000


def read_jsonl(path: Path, codec: Codec) -> Records:
    """Return the records of a ``.jsonl`` file, or of all such files in a folder, in the order of their names.

    Positions count through all files. Nothing is written.

    Raises:
        LogError: no such file, no ``.jsonl`` file in the folder, bytes that are no UTF-8, and every fault of
        every
            line, with file and line; two lines with one id; links to no event.
    """
    files = _files(path)
    records: list[Record] = []
    faults: list[Fault] = []
    places: dict[str, str] = {}
    for file in files:
        for number, line in _lines(file, faults):
            place = f"{_shown_path(path, file)}:{number}"
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
        raise LogError(fault.within(_shown_path(path, path)) for fault in error.faults) from None


def _shown_path(root: Path, file: Path) -> str:
    return f"{root.name}/{file.name}" if root.is_dir() and file != root else file.name


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(path.glob("*.jsonl"))
        if not files:
            what = f"no .jsonl file in this folder, got {shown(str(path))}"
            raise LogError(Fault(where="log", what=what, remedy="name a folder of .jsonl files"))
        return files
    if not path.is_file():
        what = f"no such file or folder, got {shown(str(path))}"
        raise LogError(Fault(where="log", what=what, remedy="name a .jsonl file or a folder of them"))
    return [path]


def _lines(file: Path, faults: list[Fault]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a file; what cannot be read goes to ``faults``."""
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            what = f"expected at most {MAX_FILE_BYTES} bytes"
            faults.append(Fault(where=file.name, what=what, remedy="split the file by stream"))
            return
        data = file.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        faults.append(Fault(where=file.name, what=what, remedy="check the file and its permissions"))
        return
    if data and not data.endswith(b"\n"):
        what = "the last line is torn: it has no line end"
        faults.append(Fault(where=file.name, what=what, remedy="complete or remove the last line"))
    for number, raw in enumerate(data.split(b"\n")[: data.count(b"\n")], 1):
        yield from _decoded(file, number, raw, faults)


def _decoded(file: Path, number: int, raw: bytes, faults: list[Fault]) -> Iterable[tuple[int, str]]:
    place = f"{file.name}:{number} line"
    if raw.startswith(b"\xef\xbb\xbf") or raw.endswith(b"\r") or b"\x00" in raw or not raw.strip():
        what = "expected a line of JSON without byte order mark, carriage return or NUL, got " + shown(raw)
        faults.append(Fault(where=place, what=what, remedy="save as UTF-8 with plain line ends"))
        return
    try:
        yield number, raw.decode("utf-8")
    except UnicodeDecodeError:
        what = f"expected UTF-8, got {shown(raw)}"
        faults.append(Fault(where=place, what=what, remedy="save as UTF-8"))
