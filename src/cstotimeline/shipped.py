"""The shipped log, and how logs are opened by address."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cstotimeline.core.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.log import Log, Records
from cstotimeline.csto.history import History
from cstotimeline.csto.kinds import KINDS
from cstotimeline.csto.streams import stream_of
from cstotimeline.stores.jsonl import read_jsonl
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.memory import MemoryLog


@cache
def csto_codec() -> Codec:
    """Return the codec of the CSTO's event kinds."""
    return Codec(KINDS)


def shipped_folder() -> Path:
    """Return the folder of the shipped log: inside the installed package, or beside ``src`` in a checkout.

    Raises:
        LogError: neither is there.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "_events", here.parent.parent / "events"):
        if folder.is_dir():
            return folder
    raise LogError(Fault(where="log", what="the shipped log is missing", remedy="install cstotimeline again"))


def load(log: Log | Records | Path | str | None = None) -> History:
    """Return the shipped log as a timeline; or another CSTO log: a log, its records, or an address for
    :func:`open_log`.

    Raises:
        LogError: the log cannot be read; every fault of it, with file and line.

    >>> load().presidency.at("2019-11-20").holder
    'Kyrgyzstan'
    """
    if log is None:
        return History(read_jsonl(shipped_folder(), csto_codec()))
    if isinstance(log, str | Path):
        return History(read_jsonl(Path(log), csto_codec()))
    return History(log if isinstance(log, Records) else log.read())


def open_log(url: str | Path) -> Log:
    """Return the log at ``url``: ``memory:`` for an empty one, or a ``.jsonl`` file or a folder of them on
    disk.

    A ``.jsonl`` file that is not there yet is an empty log; the first append makes it.

    Raises:
        LogError: an unknown scheme, or a log that cannot be read.
    """
    text = str(url)
    if text == "memory:":
        return MemoryLog()
    if "://" in text or (text.endswith(":") and len(text) > 2):
        what = f"unknown kind of log, got {shown(text)}"
        raise LogError(
            Fault(where="log", what=what, remedy="name memory:, a .jsonl file or a folder of them")
        )
    return JsonlLog(Path(text), csto_codec(), stream_of)
