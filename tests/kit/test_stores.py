from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from cstotimeline.core.log.log import Log
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.sqlite import SqliteLog
from cstotimeline.testing import TimelineMachine


class OnDisk(TimelineMachine):
    """A machine whose log lives in a folder of its own, and is opened anew from there."""

    def open_log(self) -> Log:
        """Return an empty log."""
        self.folder = Path(tempfile.mkdtemp())
        return self.reopen_log()

    def teardown(self) -> None:
        """Close the log and remove it."""
        super().teardown()
        shutil.rmtree(self.folder)


class FileMachine(OnDisk):
    """A log in a JSON Lines file."""

    def reopen_log(self) -> Log:
        """Return the log as it is on the disk."""
        return JsonlLog(self.folder / "log.jsonl", self.organization.codec)


class FolderMachine(OnDisk):
    """A log in a folder of JSON Lines files."""

    def reopen_log(self) -> Log:
        """Return the log as it is on the disk."""
        return JsonlLog(self.folder, self.organization.codec)


class SqliteMachine(OnDisk):
    """A log in an SQLite database."""

    def reopen_log(self) -> Log:
        """Return the log as it is on the disk."""
        return SqliteLog(self.folder / "log.db", self.organization.codec)


TestFile = FileMachine.TestCase
TestFolder = FolderMachine.TestCase
TestSqlite = SqliteMachine.TestCase
