"""Reading JSON Lines files: the records of a log, and the events of a draft."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.codec.draft import Draft
from cstotimeline.core.codec.json_text import MAX_LINE_CHARACTERS
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.log import Records
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.jsonl_records import by_place
from cstotimeline.stores.raw import raw_lines

_ID = re.compile(r'"id"\s*:\s*"([^"\\]{1,200})"')


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


def draft_of(path: Path, codec: Codec) -> Draft:
    """Return the events of a draft, a file with lines as in a log but without ``recorded``, and every fault of its
    lines, with file and line; nothing is raised for those.

    Raises:
        LogError: no such file.
    """
    if not os.path.isfile(path):  # noqa: PTH113  (which refuses no name)
        what = f"no such file, got {shown(str(path))}"
        raise LogError(Fault(where="draft", what=what, remedy="name a file of lines"))
    faults: list[Fault] = []
    events: list[Event] = []
    places: list[str] = []
    unread: set[str] = set()
    for line in raw_lines(path, path.name, faults):
        text = line.text(faults)
        if text is None:
            continue
        try:
            events.append(codec.from_draft(text))
        except LogError as error:
            faults.extend(fault.within(line.place) for fault in error.faults)
            unread.update(_ID.findall(text[:MAX_LINE_CHARACTERS]))
        else:
            places.append(line.place)
    return Draft(
        events=tuple(events), places=tuple(places), faults=tuple(by_place(faults)), unread=frozenset(unread)
    )
