"""The table of a log in SQLite: what it demands of itself, so that no program can break the log by mistake."""

from __future__ import annotations

import sqlite3

from cstotimeline.core.errors import Fault, LogError, shown

APPLICATION_ID = 0x4353544F
"""What SQLite writes into the head of our files: ``CSTO``."""
VERSION = 1
"""The version of the table, as SQLite's ``user_version``."""

OLDEST_SQLITE = (3, 37, 0)
"""The first version that keeps columns to their types (``STRICT``)."""

_SCHEMA = """
CREATE TABLE records (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    id TEXT NOT NULL UNIQUE,
    recorded TEXT NOT NULL,
    line TEXT NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32)
) STRICT;
CREATE TRIGGER nothing_changes BEFORE UPDATE ON records BEGIN
    SELECT RAISE(ABORT, 'a log is only ever appended to');
END;
CREATE TRIGGER nothing_goes BEFORE DELETE ON records BEGIN
    SELECT RAISE(ABORT, 'a log is only ever appended to');
END;
CREATE TRIGGER nothing_is_replaced BEFORE INSERT ON records
WHEN EXISTS (SELECT 1 FROM records WHERE position = NEW.position OR id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'a record stands there already');
END;
CREATE TRIGGER no_position_is_left_out BEFORE INSERT ON records
WHEN NEW.position <> 1 AND NOT EXISTS (SELECT 1 FROM records WHERE position = NEW.position - 1) BEGIN
    SELECT RAISE(ABORT, 'positions follow each other');
END;
CREATE TRIGGER no_instant_goes_back BEFORE INSERT ON records
WHEN NEW.recorded < (SELECT recorded FROM records WHERE position = NEW.position - 1) BEGIN
    SELECT RAISE(ABORT, 'instants do not go back');
END;
"""


def make_schema(connection: sqlite3.Connection) -> None:
    """Make the table in an empty database, in a transaction that the caller has begun and will commit."""
    for statement in _statements():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _statements() -> list[str]:
    """Return the statements that make the table and its triggers, each as SQLite keeps it."""
    parts = _SCHEMA.replace("END;\n", "END;\n\0").replace(") STRICT;\n", ") STRICT;\n\0").split("\0")
    return [part.strip().removesuffix(";") for part in parts if part.strip()]


def is_empty(connection: sqlite3.Connection) -> bool:
    """Return whether a database holds nothing and says nothing about itself."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return (tables, *_head(connection)) == (0, 0, 0)


def check_schema(connection: sqlite3.Connection, shown_path: str) -> None:
    """Return if a database is a log of ours.

    Raises:
        LogError: it is another program's, or of a newer version, or its table was altered.
    """
    application, version = _head(connection)
    if application != APPLICATION_ID:
        what = f"expected a log, got another program's database, {shown(shown_path)}"
        raise LogError(Fault(where="log", what=what, remedy="name a log, or a file that is not there yet"))
    if version > VERSION:
        what = f"the log has version {version}, this cstotimeline knows {VERSION}"
        raise LogError(Fault(where="log", what=what, remedy="install a newer cstotimeline"))
    check_guards(connection, shown_path)


def check_guards(connection: sqlite3.Connection, shown_path: str) -> None:
    """Return if the table has the columns, conditions and triggers with which it was made, and no more.

    Raises:
        LogError: it has others.
    """
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    if sorted(sql for (sql,) in found) != sorted(_statements()):
        what = f"the table of the log, or what guards it, is not as it was made, in {shown(shown_path)}"
        raise LogError(Fault(where="log", what=what, remedy="bring back a copy"))


def _head(connection: sqlite3.Connection) -> tuple[int, int]:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version
