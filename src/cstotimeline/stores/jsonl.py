"""Reading JSON Lines files: the records of a log, and the events of a draft."""

from __future__ import annotations

from pathlib import Path

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.log import Records
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.jsonl_records import by_place
from cstotimeline.stores.raw import raw_lines


def read_jsonl(path: Path, codec: Codec) -> Records:
    """Return the records of a ``.jsonl`` file, or of all such files in a folder; nothing is written.

    A folder keeps the order of its records in the file ``.order``; what is not listed there comes last, by the
    instant of recording, the name of the file and the line.

    Raises:
        LogError: no such file, no ``.jsonl`` file in the folder, bytes that are no UTF-8, and every fault of
            every line, with file and line; two lines with one id; links to no event; a line that ``.order``
            lists and that is missing; what an append that broke off has left.
    """
    return JsonlLog(path, codec, read_only=True).read()


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
        raise LogError(by_place(faults))
    return tuple(events)
