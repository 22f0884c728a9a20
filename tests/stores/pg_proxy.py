"""A wire to a PostgreSQL server that is cut at the moment of a commit: before the server hears of it, or after."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Literal, Self

Cut = Literal["before", "after"]
_SECONDS = 30.0


def _nothing() -> None:
    return None


class Proxy:
    """Passes on what a client and the server at ``port`` say to each other, until the first COMMIT.

    Cut ``before``, the server never hears of it; cut ``after``, it has committed and the client never hears of
    it. Then ``meanwhile`` is called. After that the wire is whole again if it ``heals``, else nobody gets through.
    """

    def __init__(
        self, port: int, cut: Cut, *, heals: bool = True, meanwhile: Callable[[], object] = _nothing
    ) -> None:
        self._server = port
        self._cut: Cut | None = cut
        self._heals = heals
        self._meanwhile = meanwhile
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]

    @property
    def dsn(self) -> str:
        """The address by which the server is reached over this wire."""
        return f"postgresql://postgres@127.0.0.1:{self._listener.getsockname()[1]}/postgres"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shut()
        for thread in self._threads:
            thread.join(_SECONDS)
            assert not thread.is_alive()

    def _shut(self) -> None:
        """Take no more clients; whoever waits for one is woken."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=[client])
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._server)) as server:
            while True:
                ready, _, _ = select.select([client, server], [], [], _SECONDS)
                for source in ready:
                    data = _received(source)
                    if not data:
                        return
                    if source is client and b"COMMIT\x00" in data and self._cut is not None:
                        self._cut_at(server, data)
                        return
                    (server if source is client else client).sendall(data)

    def _cut_at(self, server: socket.socket, data: bytes) -> None:
        cut, self._cut = self._cut, None
        if cut == "after":
            server.sendall(data)
            assert _received(server), "the server does not answer"
        else:
            server.close()
        self._meanwhile()
        if not self._heals:
            self._shut()


def _received(source: socket.socket) -> bytes:
    with contextlib.suppress(ConnectionError):
        return source.recv(1 << 16)
    return b""
