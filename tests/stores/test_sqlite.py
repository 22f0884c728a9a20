"""A log in SQLite: what its table demands of itself, and what is refused when it is opened."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import LogError
from cstotimeline.core.log.records import Record
from cstotimeline.stores import sqlite_connection
from cstotimeline.stores.sqlite import SqliteLog
from cstotimeline.stores.sqlite_schema import _statements
from cstotimeline.testing.store_contract import CODEC, took
from tests.stores.rights import nobody_may_write, shared_place

TRIGGERS = {
    statement.split()[2]: statement for statement in _statements() if statement.startswith("CREATE TRIGGER")
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a log of two records."""
    with SqliteLog(tmp_path / "log.db", CODEC) as log:
        log.append(took("a"), took("b"))
    return tmp_path / "log.db"


def by_hand(path: Path, *statements: str) -> None:
    """Do something to a database as any program could."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def behind(path: Path, statement: str) -> None:
    """Do to a database what its guards forbid, and put them back."""
    dropped = [f"DROP TRIGGER {name}" for name in TRIGGERS]
    by_hand(path, *dropped, statement, *TRIGGERS.values())


def asked(log: SqliteLog, question: str) -> Any:
    """Return the one value that the log's own connection answers."""
    connection: sqlite3.Connection = vars(log)["_database"].connection("read")
    return connection.execute(question).fetchone()[0]


def refusal(path: Path, **options: Any) -> str:
    """Return why a path is refused, which is one line."""
    with pytest.raises(LogError) as refused:
        SqliteLog(path, CODEC, **options)
    (fault,) = refused.value.faults
    assert "\n" not in str(fault)
    return str(fault)


def test_every_commit_is_flushed_to_the_disk(path: Path) -> None:
    """Each connection writes ahead and flushes fully, and the file says whose it is and in which version."""
    for _ in range(2):
        with SqliteLog(path, CODEC) as log:
            assert asked(log, "PRAGMA journal_mode") == "wal"
            assert asked(log, "PRAGMA synchronous") == 2
            assert asked(log, "PRAGMA application_id") == int.from_bytes(b"CSTO", "big")
            assert asked(log, "PRAGMA user_version") == 1


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        pytest.param("UPDATE records SET line = '{}'", "only ever appended to", id="update"),
        pytest.param("DELETE FROM records WHERE position = 2", "only ever appended to", id="delete"),
        pytest.param(
            "INSERT OR REPLACE INTO records VALUES (2, 'x', 'z', '{}', zeroblob(32))",
            "stands there already",
            id="replace",
        ),
        pytest.param(
            "INSERT INTO records VALUES (3, 'b', 'z', '{}', zeroblob(32))",
            "stands there already",
            id="double-id",
        ),
        pytest.param(
            "INSERT INTO records VALUES (4, 'x', 'z', '{}', zeroblob(32))", "positions follow", id="gap"
        ),
        pytest.param(
            "INSERT INTO records VALUES (0, 'x', 'z', '{}', zeroblob(32))", "positions follow", id="zero"
        ),
        pytest.param(
            "INSERT INTO records VALUES (3, 'x', '2000', '{}', zeroblob(32))",
            "do not go back",
            id="too-early",
        ),
        pytest.param(
            "INSERT INTO records VALUES (3, 'x', 'z', 5.5, zeroblob(32))", None, id="number-as-text"
        ),
        pytest.param(
            "INSERT INTO records VALUES (3, 'x', 'z', NULL, zeroblob(32))", "NOT NULL", id="no-line"
        ),
        pytest.param(
            "INSERT INTO records VALUES (3, 'x', 'z', '{}', zeroblob(31))", "CHECK", id="short-head"
        ),
        pytest.param(
            "INSERT INTO records VALUES (3, 'x', 'z', '{}', 'text')", "STRICT|store TEXT", id="no-head"
        ),
    ],
)
def test_the_table_refuses_what_would_break_the_log(path: Path, statement: str, words: str | None) -> None:
    """No program can change, remove, double or misplace a record by mistake, whatever it runs."""
    if words is None:  # a number becomes the text of it
        by_hand(path, statement)
        with pytest.raises(LogError, match="position 3"):
            SqliteLog(path, CODEC).read()
        return
    with pytest.raises(sqlite3.IntegrityError, match=words):
        by_hand(path, statement)
    with SqliteLog(path, CODEC) as log:
        assert log.verify().length == 2


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        pytest.param(
            "UPDATE records SET line = replace(line, 'Ann', 'Bob') WHERE position = 1",
            "position 1: the log is damaged (the line is not the one that was appended); bring back a copy",
            id="line",
        ),
        pytest.param(
            "UPDATE records SET head = zeroblob(32) WHERE position = 2",
            "position 2: the log is damaged (the line is not the one that was appended); bring back a copy",
            id="head",
        ),
        pytest.param(
            "UPDATE records SET id = 'c' WHERE position = 2",
            "position 2: the log is damaged (id or instant differ from those of the line); bring back a copy",
            id="id",
        ),
        pytest.param(
            "DELETE FROM records WHERE position = 1",
            "position 2: the log is damaged (expected position 1); bring back a copy",
            id="gone",
        ),
    ],
)
def test_what_was_changed_behind_the_table_does_not_verify(path: Path, statement: str, fault: str) -> None:
    """A line, head, id or position that somebody changed, having dropped what forbids it, is found."""
    behind(path, statement)
    with SqliteLog(path, CODEC) as log, pytest.raises(LogError) as refused:
        log.verify()
    assert fault in str(refused.value)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE records SET line = replace(line, 'Ann', 'Bob')", "DELETE FROM records WHERE position = 1"],
    ids=["line", "gone"],
)
def test_what_was_changed_behind_the_table_has_no_digest_and_is_not_read(path: Path, statement: str) -> None:
    """The digest is worked out from the lines, and reading follows the chain, so neither passes over a change."""
    with SqliteLog(path, CODEC) as log:
        kept = log.digest()
    behind(path, statement)
    with SqliteLog(path, CODEC) as log:
        for act in (log.read, log.digest, lambda: log.digest(kept.length)):
            with pytest.raises(LogError, match=r"the log is damaged \(.*\); bring back a copy"):
                act()


@pytest.mark.parametrize("trigger", sorted(TRIGGERS))
def test_a_table_without_its_guards_is_no_log(path: Path, trigger: str) -> None:
    """A database of which a trigger was dropped is not opened, and one that is open does not verify."""
    with SqliteLog(path, CODEC) as log:
        by_hand(path, f"DROP TRIGGER {trigger}")
        with pytest.raises(LogError, match="the table of the log, or what guards it, is not as it was made"):
            log.verify()
    assert "or what guards it, is not as it was made, in '" in refusal(path)


def test_a_log_that_lost_its_last_record_is_an_error_to_who_has_seen_it(path: Path) -> None:
    """Where the last row was deleted and the guards put back, a log that read or wrote that row tells it."""
    with SqliteLog(path, CODEC) as wrote, SqliteLog(path, CODEC) as read:
        wrote.append(took("c"))
        read.read()
        behind(path, "DELETE FROM records WHERE position = 3")
        for log in (wrote, read):
            for act in (
                log.read,
                lambda log=log: len(log),
                log.digest,
                lambda log=log: log.append(took("d")),
            ):
                with pytest.raises(
                    LogError, match="the log held 3 records, and does not hold the last of them"
                ):
                    act()
    with SqliteLog(path, CODEC) as log:
        assert len(log) == 2


def test_reading_leaves_nothing_beside_the_file(path: Path) -> None:
    """A log that was only read leaves its file alone in the folder, byte for byte as it was."""
    before = path.read_bytes()
    with SqliteLog(path, CODEC, read_only=True) as log:
        assert len(log.read()) == 2
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_nothing_is_added_after_an_instant_that_is_none(path: Path) -> None:
    """Where the last record's instant was spoilt behind the table, an append is refused and says where."""
    behind(path, "UPDATE records SET recorded = 'soon' WHERE position = 2")
    told = r"position 2: the log is damaged \(expected an instant, got 'soon'\); bring"
    with SqliteLog(path, CODEC) as log:
        with pytest.raises(LogError, match=told):
            log.append(took("c"))
        assert len(log) == 2


def test_a_chain_that_was_forged_as_a_whole_does_not_verify_a_published_digest(path: Path) -> None:
    """A log that is sound in itself but not the one of the digest is refused."""
    with SqliteLog(path, CODEC) as log:
        digest = log.digest()
    with SqliteLog(path.with_name("other.db"), CODEC) as log:
        log.append(took("a"), took("b", "Bob"))
        assert log.verify() == log.digest()
        with pytest.raises(LogError, match="the first 2 lines are not those of the digest"):
            log.verify(digest)


def test_appending_reads_only_what_it_needs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An append decodes only the lines that it shares an id with, however long the log."""
    with SqliteLog(path, CODEC) as log:
        log.append(*(took(f"e{number}") for number in range(200)))
        decoded: list[int] = []
        whole = Codec.from_line

        def counted(codec: Codec, text: str, position: int) -> Record:
            decoded.append(position)
            return whole(codec, text, position)

        monkeypatch.setattr(Codec, "from_line", counted)
        log.append(took("new"), took("e5"))
    assert decoded == [8]


def test_what_is_no_log_is_refused_in_one_line(tmp_path: Path, path: Path) -> None:
    """A folder, a missing folder, a text file, another program's database, a newer log, a table that was altered."""
    assert refusal(tmp_path).startswith("log: expected a file, got a folder '")
    assert refusal(tmp_path / "none" / "log.db").startswith("log: no such folder, got '")
    assert refusal(tmp_path / ("x" * 5000)).startswith(
        "log: the path cannot be used (File name too long), got '"
    )
    assert refusal(tmp_path / "none.db", read_only=True).startswith("log: no such file, got '")
    text = tmp_path / "text.db"
    text.write_text("no database, but long enough to be taken for one by its length " * 20)
    assert "log: expected an SQLite database, got '" in refusal(text)
    other = tmp_path / "other.db"
    by_hand(other, "CREATE TABLE t (a)")
    before = other.read_bytes()
    assert refusal(other).startswith("log: expected a log, got another program's database, '")
    assert refusal(other, read_only=True).startswith("log: expected a log, got another program's database, '")
    assert other.read_bytes() == before
    by_hand(path, "PRAGMA user_version = 2")
    assert (
        refusal(path) == "log: the log has version 2, this cstotimeline knows 1; install a newer cstotimeline"
    )
    by_hand(path, "PRAGMA user_version = 1", "ALTER TABLE records ADD COLUMN extra TEXT")
    assert refusal(path).startswith(
        "log: the table of the log, or what guards it, is not as it was made, in '"
    )


def test_an_sqlite_that_is_too_old_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version that the Python at hand comes with is named, and the oldest that will do."""
    monkeypatch.setattr(sqlite_connection, "OLDEST_SQLITE", (99, 1, 0))
    assert refusal(path).startswith(f"log: expected SQLite 99.1.0 or newer, got {sqlite3.sqlite_version}; ")


def test_an_empty_file_is_an_empty_log(tmp_path: Path) -> None:
    """A file without a byte becomes a log, as an empty .jsonl file is one."""
    (tmp_path / "log.db").touch()
    with SqliteLog(tmp_path / "log.db", CODEC) as log:
        assert len(log) == 0


def test_a_log_that_others_hold_is_waited_for_and_then_given_up(path: Path) -> None:
    """A writer that cannot get the lock within its patience is told so, and nothing is added."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with SqliteLog(path, CODEC, patience=0.01) as log:
        with pytest.raises(LogError, match=r"append: the log is locked by another writer, got .*; try again"):
            log.append(took("c"))
        assert len(log) == 2
        holder.execute("ROLLBACK")
        log.append(took("c"))
        assert len(log) == 3
    holder.close()


def test_a_log_opened_to_be_read_is_not_added_to(path: Path) -> None:
    """Opened to be read, a log refuses events in one line."""
    with SqliteLog(path, CODEC, read_only=True) as log:
        assert [record.event.id for record in log.read()] == ["a", "b"]
        with pytest.raises(LogError, match="append: the log cannot be written, got '"):
            log.append(took("c"))


def test_a_folder_that_cannot_be_written_is_read() -> None:
    """A log that nobody may write to is read where it is; appending and opening it to append are refused."""
    with shared_place() as place:
        with SqliteLog(place / "log.db", CODEC) as log:
            log.append(took("a"))
        with nobody_may_write(place):
            with SqliteLog(place / "log.db", CODEC, read_only=True) as log:
                assert [record.event.id for record in log.read()] == ["a"]
                assert log.verify(log.digest()).length == 1
            assert "check the permissions" in refusal(place / "log.db") or _cannot_append(place / "log.db")


def _cannot_append(path: Path) -> bool:
    with SqliteLog(path, CODEC) as log, pytest.raises(LogError, match="cannot be written"):
        log.append(took("b"))
    return True


def test_a_child_has_a_connection_of_its_own(tmp_path: Path) -> None:
    """A process that inherited the log from its parent opens it anew, so that both can append."""
    code = """
import os, sys
from pathlib import Path
from cstotimeline.stores.sqlite import SqliteLog
from cstotimeline.stores.sqlite_schema import _statements
from cstotimeline.testing.store_contract import CODEC, took
log = SqliteLog(Path(sys.argv[1]), CODEC)
log.append(took("first"))
inherited = vars(log)["_database"].connection("read")
child = os.fork()
for number in range(20):
    log.append(took(f"{'parent' if child else 'child'}-{number}"))
if not child:
    os._exit(vars(log)["_database"].connection("read") is inherited)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    path = tmp_path / "log.db"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    with SqliteLog(path, CODEC) as log:
        assert (len(log), log.verify().length) == (41, 41)


def test_a_closed_log_is_not_used(path: Path) -> None:
    """After it was closed, a log refuses to be read and added to, and may be closed again."""
    log = SqliteLog(path, CODEC)
    log.close()
    log.close()
    for use in (log.read, log.digest, log.verify, lambda: log.append(took("c"))):
        with pytest.raises(LogError, match="log: the log was closed; open it again"):
            use()
