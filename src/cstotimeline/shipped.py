"""The shipped log, and how logs are opened by address."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.log.log import Records
from cstotimeline.csto.aspects import KINDS_BY_NAME
from cstotimeline.csto.history import History

if TYPE_CHECKING:
    from collections.abc import Callable

    from cstotimeline.core.events.event import Event
    from cstotimeline.core.log.log import Log
    from cstotimeline.stores.base import Store


@cache
def csto_codec() -> Codec:
    """Return the codec of the CSTO's event kinds."""
    return Codec(KINDS_BY_NAME)


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


def _shipped_records() -> Records:
    """Return the records of the shipped log: unread where it is as it was sealed, else read whole and strictly."""
    from cstotimeline.stores.sealed import read_sealed

    folder = shipped_folder()
    records = read_sealed(folder, Codec(KINDS_BY_NAME, fast=False))  # few lines: not worth importing msgspec
    if records is not None:
        return records
    from cstotimeline.stores.jsonl import read_jsonl

    return read_jsonl(folder, csto_codec())


def load(log: Log | Records | Path | str | None = None) -> History:
    """Return the shipped log as a timeline; or another CSTO log: a log, its records, or an address for
    :func:`open_log`.

    Raises:
        LogError: the log cannot be read; every fault of it, with file and line.

    Warns:
        BrokenSeal: a line of a folder that was sealed has been changed or removed since.

    >>> load().presidency.at("2019-11-20").holder
    'Kyrgyzstan'
    """
    if log is None:
        return History(_shipped_records())
    if isinstance(log, str | Path):
        from cstotimeline.stores.seals import warn_of_broken_seal

        warn_of_broken_seal(Path(log))
        with open_log(log, read_only=True) as opened:
            return History(opened.read())
    return History(log if isinstance(log, Records) else log.read())


def open_log(
    url: str | Path,
    *,
    codec: Codec | None = None,
    stream_of: Callable[[Event], str] | None = None,
    read_only: bool = False,
) -> Store:
    """Return the log at ``url``: ``memory:`` for an empty one, a ``.jsonl`` file or a folder of them,
    ``sqlite:///file.db``, ``postgresql://...``.

    A file that is not there yet is an empty log; the first append makes it. ``codec`` is that of the CSTO unless
    given; ``stream_of`` names the file of an event in a folder, by default the ``stream`` of the event's class.
    With ``read_only`` the file must be there, and nothing is mended.

    Raises:
        LogError: an unknown scheme, a missing driver, or a log that cannot be read.

    >>> len(open_log("memory:"))
    0
    """
    from cstotimeline.stores.opening import open_store

    return open_store(url, codec or csto_codec(), stream_of, read_only=read_only)
