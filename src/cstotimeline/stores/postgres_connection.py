"""The connection of a log to PostgreSQL: opened when needed, with bounded waits, and faults without passwords."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Generator
from functools import cache
from typing import Any

from cstotimeline.core.errors import Fault, LogError, shown

OLDEST_SERVER = 130000
_SECRETS = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
_MIN_IDLE_SECONDS = 10.0
_HARDLY_WAITING = 0
_REMEDIES = {
    "25006": ("this server only reads", "name the primary, or add target_session_attrs=read-write"),
    "42501": ("not allowed", "ask the owner of the schema for the privileges"),
    "53100": ("the server's disk is full", "make room there"),
    "55P03": ("another writer held the lock of the log too long", "try again, or look for one that hangs"),
    "57014": ("the server took too long", "try again, or allow a longer timeout"),
}
_SETTINGS = """
SELECT pg_catalog.current_setting('server_encoding'), pg_catalog.current_setting('fsync'),
    pg_catalog.set_config('TimeZone', 'UTC', false),
    pg_catalog.set_config('DateStyle', 'ISO', false),
    pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false),
    pg_catalog.set_config('lock_timeout', %s, false),
    pg_catalog.set_config('statement_timeout', %s, false),
    pg_catalog.set_config('idle_in_transaction_session_timeout', %s, false),
    CASE WHEN pg_catalog.current_setting('synchronous_commit') = 'off'
        THEN pg_catalog.set_config('synchronous_commit', 'on', false) END
"""


class NoAnswer(Exception):
    """The server has not answered within the time that a wait may take; raised inside the store only."""


def driver() -> Any:
    """Return psycopg.

    Raises:
        LogError: it is not installed, or finds no libpq.
    """
    try:
        import psycopg
    except ImportError:
        what, remedy = "psycopg is not installed", "install cstotimeline[postgres]"
        raise LogError(Fault(where="log", what=what, remedy=remedy)) from None
    return psycopg


@cache
def _bounded() -> Any:
    """Return the class of connections that give up waiting at their ``until``, an instant of the steady clock."""
    import psycopg

    class Bounded(psycopg.Connection[Any]):
        until = math.inf

        def wait(self, gen: Generator[Any, Any, Any], *args: Any, **more: Any) -> Any:
            return super().wait(self._given_up(gen), *args, **more)

        def _given_up(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
            try:
                wanted = next(gen)
                while True:
                    ready = yield wanted
                    if ready == _HARDLY_WAITING and time.monotonic() > self.until:
                        raise NoAnswer
                    wanted = gen.send(ready)
            except StopIteration as end:
                return end.value

    return Bounded


class Address:
    """Where a database is: what libpq reads, a URL or keywords. Its repr and its faults show host and port at most."""

    def __init__(self, dsn: str) -> None:
        psycopg = driver()
        try:
            if "\x00" in dsn:
                raise ValueError  # libpq would read the text up to there
            self._parts: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(dsn)
        except (psycopg.Error, ValueError):
            remedy = (
                "write postgresql://user@host:port/database, with %XX for what is not plain in a password"
            )
            what = "the address of the database cannot be read (not shown: it may hold a password)"
            raise LogError(Fault(where="log", what=what, remedy=remedy)) from None
        self._dsn = dsn
        kept = {**self._parts, "environment": os.environ.get("PGPASSWORD")}
        self._secrets = [str(kept[name]) for name in (*_SECRETS, "environment") if kept.get(name)]

    @property
    def _garbled(self) -> bool:
        """Whether part of an unescaped password may have been read as the host, the port, the database or the user."""
        port = str(self._parts.get("port", "")).replace(",", "")
        named = [str(self._parts.get(name, "")) for name in ("host", "hostaddr", "dbname", "user")]
        return any("@" in text for text in named) or not (port == "" or port.isdecimal())

    def __repr__(self) -> str:
        if self._garbled:
            return "the server"
        hosts = str(self._parts.get("host") or self._parts.get("hostaddr") or "the local server").split(",")
        ports = str(self._parts.get("port", "")).split(",")
        ports = ports * len(hosts) if len(ports) == 1 else ports
        return self.safe(
            ",".join(f"{host}:{port}".rstrip(":") for host, port in zip(hosts, ports, strict=False))
        )

    def safe(self, text: str) -> str:
        """Return a message of psycopg on one line, or a few words instead of one that may repeat a password."""
        line = text.strip().split("\n")[0].strip().removeprefix("connection failed: ").rstrip(".")
        if self._garbled or any(secret in line for secret in self._secrets):
            return "not shown: it may repeat a password"
        return line if len(line) <= 300 else line[:297] + "..."

    def connect(self, timeout: float) -> Any:
        """Return a new connection, in autocommit, whose waits are bounded by the server and by itself.

        Raises:
            psycopg.Error: no server answers, or none that takes this user.
            LogError: a server that cannot keep a log.
        """
        given = {
            "connect_timeout": max(2, math.ceil(timeout)),
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
            "fallback_application_name": "cstotimeline",
        }
        own = {name: value for name, value in given.items() if name not in self._parts}
        connection = _bounded().connect(self._dsn, autocommit=True, client_encoding="utf8", **own)
        try:
            self._prepare(connection, timeout)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: Any, timeout: float) -> None:
        connection.until = time.monotonic() + 2 * timeout
        connection.warned = []
        connection.add_notice_handler(
            lambda notice: (
                connection.warned.append(notice.message_primary)
                if notice.severity_nonlocalized == "WARNING"
                else None
            )
        )
        spans = (timeout, 1.5 * timeout, max(timeout, _MIN_IDLE_SECONDS))
        encoding, fsync, *_ = connection.execute(
            _SETTINGS, [f"{max(1, round(span * 1000))}ms" for span in spans]
        ).fetchone()
        connection.is_durable = fsync == "on"
        version = connection.info.server_version
        if version < OLDEST_SERVER:
            what = f"expected PostgreSQL {OLDEST_SERVER // 10000} or later, got {version // 10000}"
            raise LogError(Fault(where=repr(self), what=what, remedy="upgrade the server"))
        if encoding != "UTF8":
            what = f"expected a database in UTF8, got {shown(encoding)}"
            raise LogError(Fault(where=repr(self), what=what, remedy="create one with ENCODING 'UTF8'"))

    def fault(self, error: Exception, where: str) -> Fault:
        """Return what is wrong in one line: an error of psycopg, or a server that gave no answer."""
        if isinstance(error, NoAnswer):
            what, remedy = f"{self!r} gave no answer in time", "try again, or look at the server"
            return Fault(where=where, what=what, remedy=remedy)
        state = getattr(error, "sqlstate", None)
        said = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
        if state in _REMEDIES:
            words, remedy = _REMEDIES[state]
            return Fault(where=where, what=f"{words} ({self.safe(said)})", remedy=remedy)
        if state is None or state[:2] in ("08", "57"):
            what, remedy = (
                f"no connection to {self!r} ({self.safe(said)})",
                "check the address and the server",
            )
        else:
            what, remedy = f"the server refused ({self.safe(said)})", "look at the server"
        return Fault(where=where, what=what, remedy=remedy)


class Connected:
    """One connection to an address: opened when it is asked for, dropped when it was lost, never shared by a fork."""

    def __init__(self, address: Address, timeout: float) -> None:
        self.address = address
        self.timeout = timeout
        self._connection: Any = None
        self._of_parents: list[Any] = []

    def get(self) -> Any:
        """Return the open connection, or a new one; its waits end after twice the timeout from now on."""
        if self._connection is None or self._connection.closed:
            self._connection = self.address.connect(self.timeout)
        self._connection.until = time.monotonic() + 2 * self.timeout
        return self._connection

    @property
    def lost(self) -> bool:
        """Whether there is no connection any more, or never was."""
        return self._connection is None or self._connection.closed

    def renew_in_child(self) -> None:
        """Keep the connection of the parent unused: to close it would end the parent's session."""
        self._of_parents.append(self._connection)
        self._connection = None

    def drop(self) -> None:
        """Close the connection; the next :meth:`get` opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
