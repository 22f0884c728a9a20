"""What the fault trials share: the logs, the events, children that are killed, and how a log is judged."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.log.digest import Digest
from cstotimeline.stores.base import Store
from cstotimeline.stores.durable import TornLine
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.sqlite import SqliteLog
from cstotimeline.testing.store_contract import CODEC, took

STORES = ("file", "folder", "sqlite")


@attrs.define
class Outcome:
    """What a trial found: how often something was counted, and every promise that was broken."""

    counts: dict[str, int] = attrs.field(factory=dict)
    broken: list[str] = attrs.field(factory=list)

    def count(self, what: str, times: int = 1) -> None:
        """Count something."""
        self.counts[what] = self.counts.get(what, 0) + times

    def expect(self, kept: object, what: str) -> None:
        """Note a promise that was broken."""
        if not kept:
            self.broken.append(what)

    def to_line(self) -> str:
        """Return the outcome as a line of JSON."""
        return json.dumps(attrs.asdict(self))


def log_at(store: str, place: Path) -> Store:
    """Return the log of a store in a folder."""
    if store == "sqlite":
        return SqliteLog(place / "log.db", CODEC)
    return JsonlLog(place / "log.jsonl" if store == "file" else place, CODEC, stream_of)


def stream_of(event: Event) -> str:
    """Return one of three streams, by the last letter of the event's id."""
    return f"stream-{ord(event.id[-1]) % 3}"


def quietly(store: str, place: Path, outcome: Outcome) -> Store:
    """Return the log, opened after a fault; what was set aside is counted."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", TornLine)
        log = log_at(store, place)
        log.read()
    outcome.count("set aside", len(told))
    return log


def events(start: int, count: int) -> list[Event]:
    """Return new events, numbered from ``start`` on."""
    return [took(f"e{number}") for number in range(start, start + count)]


def judge(
    log: Store, batches: Sequence[Sequence[Event]], acknowledged: int, outcome: Outcome, where: str
) -> None:
    """Note what is wrong with a log to which batches were appended, of which so many were acknowledged.

    It must hold the acknowledged batches whole and in order, and perhaps the one after them, whole; nothing else.
    """
    there = [record.event for record in log.read()]
    allowed = [
        [event for batch in batches[:count] for event in batch] for count in (acknowledged, acknowledged + 1)
    ]
    outcome.expect(
        there in allowed, f"{where}: {len(there)} events are there, acknowledged {len(allowed[0])}"
    )
    lines = [CODEC.to_line(record) for record in log.read()]
    outcome.expect(log.verify() == log.digest() == Digest.of(lines), f"{where}: the digest is another")


Say = Callable[[object], None]


@attrs.frozen
class Child:
    """A process of ours: its id, and what it says, a line at a time."""

    pid: int
    told: BinaryIO

    def lines(self) -> list[str]:
        """Return all that it says from here on, up to its end."""
        return [line.decode().rstrip("\n") for line in self.told if line.endswith(b"\n")]

    def hear(self) -> str:
        """Return the next line that it says; empty where it has ended."""
        return self.told.readline().decode().rstrip("\n")

    def kill(self) -> None:
        """Kill it, as nobody can hinder."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Wait until it has ended, and return its exit status; minus the signal that killed it."""
        _, status = os.waitpid(self.pid, 0)
        self.told.close()
        return os.waitstatus_to_exitcode(status)


def started(act: Callable[[Say], None]) -> Child:
    """Return a child that does ``act``, which is given a function to say something by."""
    reading, writing = os.pipe()
    write = os.write
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, os.fdopen(reading, "rb"))
    try:
        os.close(reading)

        def say(said: object) -> None:
            write(writing, f"{said}\n".encode())

        act(say)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
