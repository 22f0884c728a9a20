"""The session of a log with PostgreSQL: tried again where a connection is lost, listening for what others add."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from cstotimeline.core.errors import Fault, LogError
from cstotimeline.stores.base import closed
from cstotimeline.stores.postgres_connection import Address, Connected, NoAnswer, driver
from cstotimeline.stores.postgres_schema import find_tables

T = TypeVar("T")

_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 1.0


class InDoubt(LogError):
    """The connection was lost, or gave no answer, while events were being committed: they may be kept or not.

    Appending the same events again settles it: they are kept once.
    """


@attrs.define
class Attempt:
    """What an append has sent to be committed, so that, tried again, it knows its own work.

    ``sent`` is the position and the head of its last record; ``in_doubt``, whether that may be committed.
    """

    sent: tuple[int, bytes] | None = None
    in_doubt: bool = False


class Session:
    """What a log does on its connection, by one thread at a time, and a second connection that only listens."""

    def __init__(self, address: Address, schema: str, timeout: float) -> None:
        self.address = address
        self._used = Connected(address, timeout)
        self._schema = schema
        self._timeout = timeout
        self._using = threading.RLock()
        self._closed = False
        self._table: int | None = None
        self._seen: Any = None
        self._listens = Connected(address, timeout)
        self._heard: Any = None
        self._listening = threading.Lock()

    def close(self) -> None:
        """Close the connections."""
        self._closed = True
        self._used.drop()
        self._listens.drop()

    def renew_in_child(self) -> None:
        """Make the locks and connections anew in a forked child, where the threads of the parent are missing."""
        self._using, self._listening = threading.RLock(), threading.Lock()
        self._used.renew_in_child()
        self._listens.renew_in_child()

    def has_tables(self, connection: Any) -> bool:
        """Whether the log has its tables; a connection is not asked again once it has."""
        if self._seen is not connection or self._table is None:
            self._table, self._seen = find_tables(connection, self._schema), connection
        return self._table is not None

    def tried(
        self,
        where: str,
        act: Callable[[Any], T],
        *,
        attempt: Attempt | None = None,
        patience: float | None = None,
    ) -> T:
        """Return what ``act`` does with the connection, tried again on a new one where it is lost in time."""
        if self._closed:
            raise closed(where)
        give_up = time.monotonic() + (self._timeout if patience is None else patience)
        pause = _FIRST_PAUSE
        with self._using:
            while True:
                try:
                    return self._once(act)
                except (driver().Error, NoAnswer) as error:
                    retry = self._used.lost and not isinstance(error, NoAnswer)
                    if not retry or time.monotonic() + pause > give_up:
                        raise self._refusal(error, where, attempt) from None
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    def _once(self, act: Callable[[Any], T]) -> T:
        """Return what ``act`` does; after an error its transaction is undone, or the connection dropped."""
        try:
            connection = self._used.get()
            return act(connection)
        except (driver().Error, LogError) as error:
            state = getattr(error, "sqlstate", None) or ""
            if state.startswith(("57P", "08")):
                self._used.drop()
            self._undo()
            raise
        except BaseException:
            self._used.drop()
            raise

    def _undo(self) -> None:
        if self._used.lost:
            return
        try:
            connection = self._used.get()
            if connection.info.transaction_status:
                connection.execute("ROLLBACK")
        except (driver().Error, NoAnswer):
            self._used.drop()

    def _refusal(self, error: Exception, where: str, attempt: Attempt | None) -> LogError:
        fault = self.address.fault(error, where)
        if attempt is None or not attempt.in_doubt:
            return LogError(fault)
        what = f"it is not known whether the events are kept, {fault.what}"
        return InDoubt(
            Fault(where=where, what=what, remedy="append the same events again, they are kept once")
        )

    def listen(self, seconds: float) -> None:
        """Wait until a writer says that it has added something, at most so many seconds."""
        if not self._listening.acquire(blocking=False):
            time.sleep(seconds)
            return
        try:
            self._listen(seconds)
        finally:
            self._listening.release()

    def _listen(self, seconds: float) -> None:
        """Wait on a connection of its own; the first time only begin to listen, so that no word is missed."""
        if self._table is None or seconds <= 0:
            time.sleep(max(seconds, 0))
            return
        try:
            connection = self._listens.get()
            if self._heard is not connection:
                connection.execute(f"LISTEN cstotimeline_{self._table}")
                self._heard = connection
                return
            connection.until = time.monotonic() + seconds + self._timeout
            for _ in connection.notifies(timeout=seconds, stop_after=1):
                pass
        except (driver().Error, NoAnswer):  # a standby cannot listen, a connection is lost: look again later
            self._listens.drop()
            time.sleep(seconds)
