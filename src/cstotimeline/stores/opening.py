"""Opening: the log at an address, in whichever store it lives."""

from __future__ import annotations

import os
import re
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
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_PLAIN = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+://)([^@/?#:\s]*(:[^@/?#\s]*)?@)?"
    r"(?P<where>[A-Za-z0-9._-]*(:[0-9]+)?(,[A-Za-z0-9._-]+(:[0-9]+)?)*(/[A-Za-z0-9._-]*)*)([?][^@]*)?"
)
"""A URL in which the password can be told from the rest without doubt."""
_KEYWORDS = re.compile(r"(?:^|\s)(?:host|hostaddr|port|dbname|user|password|passfile|service|sslmode)\s*=")


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
    if _is_no_path(text):
        what = f"unknown kind of log, got {shown(without_secrets(text))}"
        raise LogError(Fault(where="log", what=what, remedy=f"name {ADDRESSES}"))
    return JsonlLog(Path(text), codec, stream_of, read_only=read_only)


def _is_no_path(text: str) -> bool:
    """Return whether a text is an address of another kind, which may hold a password, rather than a path."""
    if "://" in text or (text.endswith(":") and len(text) > 2):
        return True
    user, at, _ = text.partition("@")
    is_like_one = (
        (at and ":" in user) or _KEYWORDS.search(text) or text.startswith(("postgres:", "postgresql:"))
    )
    return bool(is_like_one) and not os.path.lexists(text)


def without_secrets(address: str | Path) -> str:
    """Return an address as it may be printed: a URL without the user, the password and the options; where it is not
    plain where these begin and end, only what kind of address it is.

    >>> without_secrets("postgresql://ann:secret@db.example/log?sslmode=require")
    'postgresql://db.example/log'
    >>> (
    ...     without_secrets("postgresql://ann:se@cret@db.example/log"),
    ...     without_secrets("host=db.example password=secret"),
    ... )
    ('postgresql:...', 'keywords of PostgreSQL')
    """
    text = str(address)
    if not _is_no_path(text):
        return text
    if plain := _PLAIN.fullmatch(text):
        return f"{plain['scheme']}{plain['where']}"
    if _KEYWORDS.search(text):
        return "keywords of PostgreSQL"
    scheme = _SCHEME.match(text)
    if scheme is None:
        return "an address with a password"
    return scheme[0] if scheme.end() == len(text) else f"{scheme[0]}..."
