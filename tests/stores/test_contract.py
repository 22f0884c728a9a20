"""Every store keeps the contract, as tests and under the state machine."""

from __future__ import annotations

from pathlib import Path

from cstotimeline.core.log.log import Log
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.stores.sqlite import SqliteLog
from cstotimeline.testing.store_contract import CODEC, StoreContract
from cstotimeline.testing.store_machine import LogMachine


class TestMemory(StoreContract):
    """A log in memory lives in one object."""

    shared = False
    appends_per_thread = 200

    def open_at(self, place: Path) -> Log:  # noqa: ARG002  it has no place
        """Return a new log."""
        return MemoryLog(codec=CODEC)


class TestFile(StoreContract):
    """A log in one file."""

    def open_at(self, place: Path) -> Log:
        """Return the log of a file in the folder."""
        return JsonlLog(place / "log.jsonl", CODEC, lambda event: event.kind)


class TestFolder(StoreContract):
    """A log in a folder of files."""

    def open_at(self, place: Path) -> Log:
        """Return the log of the folder."""
        return JsonlLog(place, CODEC, lambda event: event.kind)


class TestSqlite(StoreContract):
    """A log in an SQLite database."""

    def open_at(self, place: Path) -> Log:
        """Return the log of a database in the folder."""
        return SqliteLog(place / "log.db", CODEC)


class MemoryMachine(LogMachine):
    """A log in memory."""

    shared = False

    def open_at(self, place: Path) -> Log:  # noqa: ARG002  it has no place
        """Return a new log."""
        return MemoryLog(codec=CODEC)


class FileMachine(LogMachine):
    """A log in one file."""

    def open_at(self, place: Path) -> Log:
        """Return the log of a file in the folder."""
        return JsonlLog(place / "log.jsonl", CODEC, lambda event: event.kind)


class FolderMachine(LogMachine):
    """A log in a folder of files."""

    def open_at(self, place: Path) -> Log:
        """Return the log of the folder."""
        return JsonlLog(place, CODEC, lambda event: event.kind)


class SqliteMachine(LogMachine):
    """A log in an SQLite database."""

    def open_at(self, place: Path) -> Log:
        """Return the log of a database in the folder."""
        return SqliteLog(place / "log.db", CODEC)


TestMemoryMachine = MemoryMachine.TestCase
TestFileMachine = FileMachine.TestCase
TestFolderMachine = FolderMachine.TestCase
TestSqliteMachine = SqliteMachine.TestCase
