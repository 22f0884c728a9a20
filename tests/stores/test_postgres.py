"""A log in PostgreSQL: the contract that every store keeps, and what is its own."""

from __future__ import annotations

import gc
import hashlib
import itertools
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from cstotimeline.core.errors import Conflict, LogError
from cstotimeline.core.log.digest import Digest
from cstotimeline.core.log.log import Log
from cstotimeline.stores import postgres
from cstotimeline.stores.postgres import PostgresLog
from cstotimeline.stores.postgres_schema import lock_key
from cstotimeline.testing.machine import TimelineMachine
from cstotimeline.testing.store_contract import CODEC, NOON, StoreContract, ids, refusal, took
from cstotimeline.testing.store_machine import LogMachine
from tests.stores.pg_server import or_skipped, rows, some_server

PREFIX = f"test_{os.getpid()}_"
SERVER: list[str] = []
NUMBERS = itertools.count()
PAGE = Path(__file__).parents[2] / "docs" / "howto" / "scale.md"


@pytest.fixture(scope="module", autouse=True)
def dsn() -> Iterator[str]:
    """Lend the address of a server; what the tests have made there goes with them."""
    with or_skipped(some_server()) as found:
        SERVER[:] = [found]
        yield found
        drop = "SELECT format('DROP SCHEMA %%I CASCADE', nspname) FROM pg_namespace WHERE starts_with(nspname, %s)"
        for (statement,) in rows(found, drop, PREFIX):
            rows(found, statement)


def schema_of(place: Path) -> str:
    """Return the name of the schema that stands for a folder."""
    return PREFIX + hashlib.sha256(str(place).encode()).hexdigest()[:20]


Opens = Callable[..., PostgresLog]


@pytest.fixture
def opened(dsn: str, tmp_path: Path) -> Iterator[Opens]:
    """Lend what opens the test's log, as often as asked; all are closed in the end."""
    logs: list[PostgresLog] = []

    def opens(address: str = dsn, **options: object) -> PostgresLog:
        options.setdefault("schema", schema_of(tmp_path))
        logs.append(PostgresLog(address, CODEC, **options))  # type: ignore[arg-type]
        return logs[-1]

    yield opens
    for log in logs:
        log.close()


class TestPostgres(StoreContract):
    """A log in a schema of its own."""

    @pytest.fixture(autouse=True)
    def _closing(self, opened: Opens) -> None:
        self.opens = opened

    def open_at(self, place: Path) -> Log:
        """Return the log of the folder's schema."""
        return self.opens(schema=schema_of(place))


class PostgresMachine(LogMachine):
    """A log in a schema of its own."""

    def open_at(self, place: Path) -> Log:
        """Return the log of the folder's schema."""
        return PostgresLog(SERVER[0], CODEC, schema=schema_of(place))


class PostgresTimelineMachine(TimelineMachine):
    """A timeline of a log in PostgreSQL, changed and asked at random; each run has a schema of its own."""

    def open_log(self) -> Log:
        """Return an empty log."""
        self.schema = f"{PREFIX}{next(NUMBERS)}"
        return self.reopen_log()

    def reopen_log(self) -> Log:
        """Return the log by a connection of its own."""
        return PostgresLog(SERVER[0], self.organization.codec, schema=self.schema)


TestPostgresTimeline = PostgresTimelineMachine.TestCase
TestPostgresTimeline.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)
TestPostgresMachine = PostgresMachine.TestCase
TestPostgresMachine.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)


def test_a_log_takes_ten_thousand_events_at_once(opened: Opens) -> None:
    """A batch of 10,000 is one append, and the digest that the server works out is that of the lines."""
    log = opened()
    log.append(*(took(f"e{number}") for number in range(10_000)))
    records = log.read()
    assert ids(records) == [f"e{number}" for number in range(10_000)]
    assert log.digest() == Digest.of(map(CODEC.to_line, records))


def test_reading_and_adding_go_in_pieces(opened: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the pieces in which records are added, read and digested, they are the same records."""
    monkeypatch.setattr(postgres, "_INSERT_CHARACTERS", 500)
    log = opened()
    log.append(took("e0"))
    records = log.append(*(took(f"e{number}") for number in range(25)))
    digests = [log.digest(length) for length in range(26)]
    for page in (2, 3, 25, 26, 27):
        monkeypatch.setattr(postgres, "_PAGE", page)
        monkeypatch.setattr(postgres, "_DIGEST_PAGE", page)
        assert tuple(log.read()) == records
        assert [tuple(log.read(after)) for after in range(27)] == [records[after:] for after in range(27)]
        assert [log.digest(length) for length in range(26)] == digests


def test_reading_makes_no_tables(opened: Opens, dsn: str) -> None:
    """A log that was only read is not there; the first append makes it."""
    log = opened()
    made = "SELECT count(*) FROM pg_namespace WHERE nspname = %s"
    assert (len(log), list(log.read()), list(log.follow(patience=0))) == (0, [], [])
    assert rows(dsn, made, log.schema) == [(0,)]
    log.append(took("a"))
    assert rows(dsn, made, log.schema) == [(1,)]


def test_a_refused_first_append_makes_no_tables(opened: Opens) -> None:
    """Tables and events are made in one transaction, all or none."""
    log = opened()
    refusal(LogError, lambda: log.append(took("a", note="x" * 2_000_000)))
    refusal(Conflict, lambda: log.append(took("a"), expected=1))
    assert len(log) == 0
    log.append(took("a"))
    assert len(log) == 1


def test_many_may_make_the_tables_at_once(opened: Opens) -> None:
    """Eight who append first, at the same time, make one log with the events of all."""
    logs = [opened() for _ in range(8)]
    gate = threading.Barrier(8)

    def first(number: int) -> None:
        gate.wait()
        logs[number].append(took(f"e{number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(first, range(8)))
    assert sorted(ids(logs[0].read())) == [f"e{number}" for number in range(8)]


@pytest.mark.parametrize("name", ['a "b"', "Ü; DROP", "it's", "$body$", "public"])
def test_a_schema_may_have_any_name(opened: Opens, dsn: str, name: str) -> None:
    """Whatever stands in the name of a schema, it is a name."""
    name = name if name == "public" else PREFIX + name
    try:
        opened(schema=name).append(took("a"))
        assert rows(dsn, "SELECT nspname FROM pg_namespace WHERE nspname = %s", name) == [(name,)]
        assert ids(opened(schema=name).read()) == ["a"]
    finally:
        rows(dsn, psycopg.sql.SQL("DROP TABLE {}, {}").format(
            psycopg.sql.Identifier(name, "records"), psycopg.sql.Identifier(name, "about")
        ).as_string())  # fmt: skip


@pytest.mark.parametrize("name", ["", "ä" * 32, "a\x00b", "pg_mine", "information_schema"])
def test_a_schema_has_a_name_that_postgresql_keeps(opened: Opens, name: str) -> None:
    """A name that is empty, would be cut, or is PostgreSQL's own is refused."""
    assert refusal(LogError, lambda: opened(schema=name)).faults[0].where == "schema"


def test_printed_sql_makes_the_log(opened: Opens, dsn: str) -> None:
    """Tables made by an owner with the printed SQL serve those who may not make them."""
    log = opened(create=False)
    refused = refusal(LogError, lambda: log.append(took("a")))
    assert f"there is no log in the schema {log.schema!r}; have its owner run" in str(refused)
    rows(dsn, PostgresLog.schema_sql(log.schema))
    log.append(took("a"))
    assert ids(log.read()) == ["a"]


def test_a_log_opened_for_reading_is_not_added_to(opened: Opens) -> None:
    """A log that is opened for reading must be there, and takes no events."""
    refused = refusal(LogError, lambda: opened(read_only=True))
    assert "log: there is no log in the schema" in str(refused)
    opened().append(took("a"))
    log = opened(read_only=True)
    assert ids(log.read()) == ["a"]
    refused = refusal(LogError, lambda: log.append(took("b")))
    assert str(refused) == "append: the log was opened for reading only; open it without read_only"


ROW = "SELECT position, id, recorded, line, head FROM records"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param("UPDATE records SET line = line", "only ever added to", id="update"),
        pytest.param("DELETE FROM records WHERE position = 1", "only ever added to", id="delete"),
        pytest.param("TRUNCATE records", "only ever added to", id="truncate"),
        pytest.param(
            f"INSERT INTO records {ROW} WHERE id = 'a' ON CONFLICT (id) DO UPDATE SET position = 9",
            "only ever added to",
            id="upsert",
        ),
        pytest.param(f"INSERT INTO records {ROW} WHERE id = 'a'", "unique constraint", id="again"),
        pytest.param(
            "INSERT INTO records {new} 4, 'c', {at}, {line}, {head}", "position 4 does not", id="gap"
        ),
        pytest.param("INSERT INTO records {new} 0, 'c', {at}, {line}, {head}", "check constraint", id="zero"),
        pytest.param(
            "INSERT INTO records {new} 3, 'c', {at}, {line}, sha256('x')", "position 3 does not", id="chain"
        ),
        pytest.param(
            "INSERT INTO records {new} 3, 'x', {at}, {line}, {head}", "check constraint", id="other-id"
        ),
        pytest.param(
            "INSERT INTO records {new} 3, 'c', now(), {line}, {head}", "check constraint", id="other-instant"
        ),
        pytest.param(
            "INSERT INTO records {new} 3, 'c', {at}, {line}, {head}", "position 3 does not", id="back"
        ),
    ],
)
def test_the_database_itself_refuses_another_history(
    opened: Opens, dsn: str, statement: str, said: str
) -> None:
    """Not even the owner changes or removes a row by mistake, or adds one that does not follow the last."""
    log = opened()
    log.append(took("a"), took("b"), recorded=NOON)
    line = '{"recorded": "2026-11-21T11:59:59Z", "kind": "x", "version": 1, "id": "c"}'
    text = statement.format(
        new="SELECT", at="'2026-11-21T11:59:59Z'::timestamptz", line=f"'{line}'",
        head=f"(SELECT sha256(head || convert_to('{line}', 'UTF8')) FROM records WHERE position = 2)",
    )  # fmt: skip
    with pytest.raises(psycopg.Error, match=said):
        rows(dsn, f'SET search_path = "{log.schema}"; {text}')
    assert ids(log.read()) == ["a", "b"]


def test_a_row_that_follows_may_be_added_by_hand(opened: Opens, dsn: str) -> None:
    """The guards refuse what is wrong and nothing else: a row of another program that keeps the rules is read."""
    log = opened()
    log.append(took("a"))
    other = opened(schema=f"{log.schema}_other")
    other.append(took("a"), recorded=log.read()[0].recorded)
    other.append(took("b"))
    rows(dsn, f'INSERT INTO "{log.schema}".records SELECT * FROM "{other.schema}".records WHERE position > 1')
    assert ids(log.read()) == ["a", "b"]
    assert log.digest() == other.digest()


@pytest.mark.parametrize(
    ("change", "position"),
    [
        pytest.param(
            "UPDATE records SET line = replace(line, 'Ann', 'Bob') WHERE position = 2", 2, id="line"
        ),
        pytest.param("UPDATE records SET head = sha256('x') WHERE position = 3", 3, id="head"),
        pytest.param("DELETE FROM records WHERE position = 2", 2, id="gone"),
        pytest.param("DELETE FROM records WHERE position = 1", 1, id="first-gone"),
    ],
)
def test_a_rewritten_line_is_noticed(opened: Opens, dsn: str, change: str, position: int) -> None:
    """Where somebody with all rights switched off the guards and changed a row, reading and digest name it."""
    log = opened()
    log.append(took("a"), took("b"), took("c"), took("d"))
    guards = ("only_added", "only_at_the_end")
    rows(
        dsn,
        f"SET search_path = {log.schema}; ALTER TABLE records DISABLE TRIGGER USER; {change};"
        + "".join(f"ALTER TABLE records ENABLE ALWAYS TRIGGER {name};" for name in guards),
    )
    for act in (log.read, log.digest, lambda: list(log.follow(patience=0))):
        fault = refusal(LogError, act).faults[0]
        assert "the hash chain breaks" in fault.what
        assert fault.where in (f"position {position}", f"position {position + 1}")


def test_a_row_that_is_no_event_is_named(opened: Opens, dsn: str) -> None:
    """A line that keeps the chain but that the codec does not know is refused with its position."""
    log = opened()
    log.append(took("a"), recorded=NOON)
    line = '{"recorded": "2026-11-21T12:00:00Z", "kind": "x", "version": 1, "id": "c"}'
    rows(
        dsn,
        f"INSERT INTO {log.schema}.records SELECT 2, 'c', recorded, '{line}',"
        f" sha256(head || convert_to('{line}', 'UTF8')) FROM {log.schema}.records",
    )
    assert [fault.where for fault in refusal(LogError, log.read).faults] == ["position 2 kind"]
    refused = refusal(LogError, lambda: log.append(took("c")))
    assert [fault.where for fault in refused.faults] == ["position 2 kind"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param("UPDATE {s}.about SET version = 2", "got 2; install a newer cstotimeline", id="newer"),
        pytest.param("UPDATE {s}.about SET version = 0", "got 0; name another schema", id="older"),
        pytest.param("DELETE FROM {s}.about", "got None; name another schema", id="no-version"),
        pytest.param(
            "DROP TABLE {s}.about", "other tables under the names of a log's, got records", id="half"
        ),
        pytest.param("ALTER TABLE {s}.about ADD COLUMN x int", "other tables under the names", id="foreign"),
        pytest.param("ALTER TABLE {s}.records DROP COLUMN head", "records was altered", id="columns"),
        pytest.param("ALTER TABLE {s}.records DROP CONSTRAINT records_id_key", "was altered", id="key"),
        pytest.param("DROP TRIGGER only_added ON {s}.records", "was altered", id="no-guard"),
        pytest.param(
            "ALTER TABLE {s}.records DISABLE TRIGGER only_at_the_end", "was altered", id="guard-asleep"
        ),
    ],
)
def test_other_tables_are_refused(opened: Opens, dsn: str, change: str, said: str) -> None:
    """Tables of another version, of somebody else, or without their guards are refused at opening, in one line."""
    log = opened()
    log.append(took("a"))
    rows(dsn, change.format(s=log.schema))
    refused = refusal(LogError, opened)
    assert said in str(refused)
    assert str(refused).startswith(f"schema '{log.schema}': ")
    assert "\n" not in str(refused)


def test_a_database_that_cannot_hold_all_characters_is_refused(opened: Opens, dsn: str) -> None:
    """A database whose encoding is not UTF8 is refused at opening."""
    name = f"{PREFIX}ascii"
    rows(dsn, f"CREATE DATABASE {name} ENCODING SQL_ASCII LOCALE 'C' TEMPLATE template0")
    try:
        refused = refusal(LogError, lambda: opened(psycopg.conninfo.make_conninfo(dsn, dbname=name)))
        assert "expected a database in UTF8, got 'SQL_ASCII'" in str(refused)
    finally:
        rows(dsn, f"DROP DATABASE {name}")


FORBIDDEN = (
    "UPDATE records SET line = ''",
    "DELETE FROM records",
    "TRUNCATE records",
    "DROP TABLE records",
    "ALTER TABLE records DISABLE TRIGGER ALL",
    "INSERT INTO about VALUES ('x', 2)",
)


def test_privileges_of_the_page_are_enough_and_no_more(opened: Opens, dsn: str) -> None:
    """A reader reads, follows and digests, a writer adds as well; neither changes or removes, nor a reader adds."""
    owner = opened()
    owner.append(took("a"))
    grants = re.findall(r"^```sql\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (text,) = [block for block in grants if "GRANT" in block]
    reader, writer = f"{PREFIX}reader", f"{PREFIX}writer"
    text = text.replace("history_reader", reader).replace("history_writer", writer)
    try:
        rows(dsn, text.replace("cstotimeline", owner.schema))
        reads, writes = (
            opened(psycopg.conninfo.make_conninfo(dsn, options=f"-crole={name}")) for name in (reader, writer)
        )
        writes.append(took("b"), expected=1)
        assert writes.append(took("b"))[0].position == 2
        assert ids(reads.read()) == ids(reads.follow(patience=0.1)) == ["a", "b"]  # type: ignore[arg-type]
        assert reads.digest() == writes.digest() == owner.digest()
        refused = refusal(LogError, lambda: reads.append(took("c")))
        assert "append: not allowed (permission denied for table records); ask the owner" in str(refused)
        for name in (reader, writer):
            for change in FORBIDDEN:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    rows(dsn, f"SET role = {name}; SET search_path = {owner.schema}; {change}")
        stranger = opened(
            psycopg.conninfo.make_conninfo(dsn, options=f"-crole={writer}"), schema=f"{owner.schema}_2"
        )
        assert "not allowed" in str(refusal(LogError, lambda: stranger.append(took("a"))))
    finally:
        for name in (reader, writer):
            rows(dsn, f"DROP OWNED BY {name}; DROP ROLE {name}")


def test_a_follower_is_woken(opened: Opens) -> None:
    """A follower who looks once an hour gets a new record at once, from any writer."""
    opened().append(took("a"))
    seen: list[str] = []

    def follows() -> None:
        for record in opened().follow(every=3600, patience=60):
            seen.append(record.event.id)
            if record.event.id == "z":
                return
            opened().append(took("b" if record.event.id == "a" else "z"))

    thread = threading.Thread(target=follows)
    thread.start()
    thread.join(50)
    assert not thread.is_alive()
    assert seen == ["a", "b", "z"]


def test_one_log_serves_several_threads(opened: Opens) -> None:
    """Two threads follow the log that four threads add to, all by one object: none sees what is not committed."""
    log = opened()
    log.append(took("begin"))

    def follows(_: int) -> list[int]:
        return [record.position for record in islice(log.follow(every=0.05, patience=60), 81)]

    def adds(writer: int) -> None:
        for number in range(20):
            log.append(took(f"w{writer}-{number}"))
            refusal(Conflict, lambda: log.append(took("never"), expected=0))

    with ThreadPoolExecutor(6) as pool:
        followers = [pool.submit(follows, number) for number in range(2)]
        list(pool.map(adds, range(4)))
        assert [follower.result(60) for follower in followers] == [list(range(1, 82))] * 2


def test_writers_take_turns(opened: Opens, dsn: str) -> None:
    """A writer waits as long as another holds the lock of the log, before it looks at the positions."""
    log = opened()
    log.append(took("a"))
    with psycopg.connect(dsn) as holder, ThreadPoolExecutor(1) as pool:
        holder.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key(log.schema)])
        waiting = pool.submit(log.append, took("b"))
        blocked = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND pid <> pg_backend_pid()"
        )
        while rows(dsn, blocked) == [(0,)]:
            assert not waiting.done()
        holder.commit()
        assert waiting.result(60)[0].position == 2


def test_a_writer_does_not_wait_for_ever(opened: Opens, dsn: str) -> None:
    """A lock that another does not let go of is an error in one line; afterwards the log can be added to."""
    log = opened()
    log.append(took("a"))
    log._session._used.get().execute("SET lock_timeout = '100ms'")
    with psycopg.connect(dsn) as holder:
        holder.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key(log.schema)])
        refused = refusal(LogError, lambda: log.append(took("b")))
    assert str(refused).startswith("append: another writer held the lock of the log too long (")
    assert log.append(took("b"))[0].position == 2


def test_a_closed_log_says_so(opened: Opens) -> None:
    """Whoever uses a log after closing it is told."""
    log = opened()
    log.close()
    for act in (log.read, log.digest, lambda: len(log), lambda: log.append(took("a"))):
        assert "the log was closed; open it again" in str(refusal(LogError, act))


def test_a_forked_process_gets_its_own_connection(opened: Opens) -> None:
    """A process that inherits a log leaves the connection of its parent alone, also when it closes the log."""
    log = opened()
    log.append(took("a"))
    parents = log._session._used.get()
    log.renew_in_child()
    assert ids(log.read()) == ["a"]
    assert log._session._used.get() is not parents
    log.close()
    assert not parents.closed
    parents.close()


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_a_log_that_nobody_refers_to_closes_its_connection(dsn: str, tmp_path: Path) -> None:
    """A log that was forgotten leaves no open connection behind, and no warning."""
    log = PostgresLog(dsn, CODEC, schema=schema_of(tmp_path))
    log.append(took("a"))
    connection = log._session._used.get()
    del log
    gc.collect()
    assert connection.closed


@pytest.mark.parametrize("style", ["German", "SQL, DMY", "Postgres"])
def test_the_dates_of_a_server_are_read_whatever_its_style(opened: Opens, dsn: str, style: str) -> None:
    """A role or database with another DateStyle keeps and reads the same log."""
    options = f"-c DateStyle={style}".replace(", ", ",")
    log = opened(psycopg.conninfo.make_conninfo(dsn, options=options))
    first = log.append(took("a"), recorded=NOON)
    assert log.append(took("b"), recorded=NOON)[0].position == 2
    assert tuple(log.read())[:1] == first


def test_functions_of_another_schema_are_not_called(opened: Opens, dsn: str) -> None:
    """A search path with a schema that holds functions under the names of PostgreSQL's own changes nothing."""
    other = f"{PREFIX}other"
    rows(
        dsn,
        f"CREATE SCHEMA {other};"
        f"CREATE FUNCTION {other}.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT ''::bytea $$;"
        f"CREATE FUNCTION {other}.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT 'off' $$;"
        f"CREATE TABLE {other}.pg_class (relname text)",
    )
    options = f"-c search_path={other},pg_catalog"
    log = opened(psycopg.conninfo.make_conninfo(dsn, options=options))
    log.append(took("a"), took("b"))
    assert log.digest() == Digest.of(map(CODEC.to_line, log.read()))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("DELETE FROM records WHERE position = 3", id="shorter"),
        pytest.param("UPDATE records SET head = sha256('x') WHERE position = 3", id="another"),
        pytest.param("DELETE FROM records", id="empty"),
    ],
)
def test_a_log_that_lost_records_is_an_error_to_who_has_seen_them(
    opened: Opens, dsn: str, change: str
) -> None:
    """Where somebody with all rights removed what a log has read or written, that log tells it, and adds nothing."""
    wrote, read = opened(), opened()
    wrote.append(took("a"), took("b"), took("c"))
    read.read()
    rows(
        dsn,
        f"SET search_path = {wrote.schema}; ALTER TABLE records DISABLE TRIGGER USER; {change};"
        "ALTER TABLE records ENABLE ALWAYS TRIGGER only_added;"
        "ALTER TABLE records ENABLE ALWAYS TRIGGER only_at_the_end;",
    )
    for log in (wrote, read):
        for act in (log.read, lambda log=log: len(log), lambda log=log: log.append(took("d"))):
            assert "the log held 3 records, and does not hold the last of them" in str(refusal(LogError, act))


def test_a_log_that_is_gone_is_not_an_empty_one(opened: Opens, dsn: str) -> None:
    """Where the tables were dropped, a log that has seen records does not begin anew, also on a new connection."""
    log = opened()
    log.append(took("a"))
    rows(dsn, f"DROP SCHEMA {log.schema} CASCADE")
    log._session._used.drop()
    for act in (log.read, lambda: len(log), lambda: log.append(took("b"))):
        assert "the log held 1 records" in str(refusal(LogError, act))


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg the error says what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    refused = refusal(LogError, lambda: PostgresLog("postgresql://", CODEC))
    assert str(refused) == "log: psycopg is not installed; install cstotimeline[postgres]"
