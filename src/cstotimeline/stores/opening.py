"""Opening: the log at an address, in whichever store it lives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.stores.base import Store
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.memory import MemoryLog

ADDRESSES = "memory:, a .jsonl file or a folder of them, sqlite:///file.db or postgresql://..."
_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


def open_store(
    address: str | Path,
    codec: Codec,
    stream_of: Callable[[Event], str] | None = None,
    *,
    read_only: bool = False,
) -> Store:
    """Return the log at an address, for the event kinds of ``codec``.

    ``memory:`` is a new log; a path is a ``.jsonl`` file or a folder of them, in which ``stream_of`` names the
    file of an event; ``sqlite:///log.db`` is a database in the current folder and ``sqlite:////var/log.db`` one
    with a full path; ``postgresql://user@host/database`` is what libpq takes. A file that is not there yet is
    an empty log, unless ``read_only``, which also mends nothing.

    Raises:
        LogError: an address of another kind, a missing driver, a log that cannot be opened.

    >>> len(open_store("memory:", Codec(())))
    0
    """
    text = str(address)
    if text == "memory:":
        return MemoryLog(codec=codec)
    if text.startswith(_SQLITE) and len(text) > len(_SQLITE):
        from cstotimeline.stores.sqlite import SqliteLog

        return SqliteLog(Path(text.removeprefix(_SQLITE)), codec, read_only=read_only)
    if text.startswith(_POSTGRES):
        from cstotimeline.stores.postgres import PostgresLog

        return PostgresLog(text, codec, read_only=read_only)
    if "://" in text or (text.endswith(":") and len(text) > 2):
        what = f"unknown kind of log, got {shown(without_secrets(text))}"
        raise LogError(Fault(where="log", what=what, remedy=f"name {ADDRESSES}"))
    return JsonlLog(Path(text), codec, stream_of, read_only=read_only)


def without_secrets(address: str | Path) -> str:
    """Return an address as it may be printed: without the user, the password and the options that it holds.

    >>> without_secrets("postgresql://ann:secret@db.example/log?sslmode=require")
    'postgresql://db.example/log'
    """
    scheme, mark, rest = str(address).partition("://")
    return f"{scheme}{mark}{rest.partition('?')[0].rpartition('@')[2]}" if mark else scheme
