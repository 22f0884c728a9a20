"""Writers, followers and kills against a log in PostgreSQL, counted.

A server is started where the variable CSTOTIMELINE_TEST_POSTGRES names none:

    python -m tests.stores.pg_load kills 300
    python -m tests.stores.pg_load writers 8
    python -m tests.stores.pg_load rates 5
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import NoReturn

import attrs
import psycopg

from cstotimeline.core.errors import Conflict
from cstotimeline.core.log.digest import Digest
from cstotimeline.stores.postgres import PostgresLog
from cstotimeline.testing.store_contract import CODEC, took
from tests.stores.pg_server import some_server

BATCH = 3
EVENTS = 120
PATIENCE = 60.0


@attrs.define
class Child:
    """A process forked from this one, and what it has said so far, line by line."""

    pid: int
    pipe: int
    said: list[str] = attrs.Factory(list)
    rest: bytes = b""
    ended: bool = False
    code: int | None = None

    def listen(self) -> None:
        """Take in what the child has said since; wait for it, if it has said nothing."""
        data = os.read(self.pipe, 65536)
        *lines, self.rest = (self.rest + data).split(b"\n")
        self.said += [line.decode() for line in lines]
        self.ended = not data

    @property
    def waiting(self) -> bool:
        """Whether there is something to take in at once."""
        return not self.ended and bool(select.select([self.pipe], [], [], 0)[0])

    def kill(self) -> None:
        """Kill the child as it is, and take in what it had said."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Return how the child ended, having taken in all it said."""
        while not self.ended:
            self.listen()
        os.close(self.pipe)
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code


FORKED: list[Child] = []


@contextlib.contextmanager
def none_left() -> Iterator[None]:
    """Kill the children that still run when the block ends, as they do after a fault."""
    try:
        yield
    finally:
        while FORKED:
            child = FORKED.pop()
            if child.code is None:
                child.kill()


def forked(act: Callable[[Callable[[str], None]], None]) -> Child:
    """Return a child that does ``act``, to which it is given a function that says a line to us."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        FORKED.append(Child(pid, reading))
        return FORKED[-1]
    return _act_and_end(act, writing)


def _act_and_end(act: Callable[[Callable[[str], None]], None], writing: int) -> NoReturn:
    code = 1
    try:
        act(lambda line: (os.write(writing, f"{line}\n".encode()), None)[1])
        code = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(code)


def heard(children: list[Child], until: Callable[[], bool]) -> Iterator[None]:
    """Take in what children say until a condition holds or all have ended; yield after each word."""
    while not until() and (open_ones := [child for child in children if not child.ended]):
        ready, _, _ = select.select([child.pipe for child in open_ones], [], [], PATIENCE)
        assert ready, "nobody says anything any more"
        for child in open_ones:
            if child.pipe in ready:
                child.listen()
        yield


def append_for_ever(dsn: str, schema: str, name: str, say: Callable[[str], None]) -> None:
    """Append batch after batch, and say the number of each one that was acknowledged."""
    with PostgresLog(dsn, CODEC, schema=schema) as log:
        for number in range(10**9):
            log.append(*(took(f"{name}-{number}-{part}") for part in range(BATCH)))
            say(str(number))


def append_some(
    dsn: str, schema: str, name: str, count: int, say: Callable[[str], None], *, careful: bool
) -> None:
    """Append events one by one and say the id of each; the careful one names the length that it has seen."""
    conflicts = 0
    with PostgresLog(dsn, CODEC, schema=schema, timeout=PATIENCE) as log:
        for number in range(count):
            event = took(f"{name}-{number}")
            while True:
                try:
                    log.append(event, expected=len(log) if careful else None)
                except Conflict:
                    conflicts += 1
                else:
                    break
            say(event.id)
    say(f"conflicts {conflicts}")


def follow(dsn: str, schema: str, say: Callable[[str], None]) -> None:
    """Follow the log and say each position with its id, until the event named ``end``."""
    with PostgresLog(dsn, CODEC, schema=schema) as log:
        for record in log.follow(every=0.5):
            say(f"{record.position} {record.event.id}")
            if record.event.id == "end":
                return


def kills(dsn: str, schema: str, count: int, seed: int) -> dict[str, int]:
    """Kill a writer in mid-append so many times, and return the counts.

    Raises:
        AssertionError: an acknowledged batch is not there, one is there twice, in part or out of order.
    """
    chance = random.Random(seed)
    follower = forked(lambda say: follow(dsn, schema, say))
    acknowledged: list[str] = []
    for kill in range(count):
        name = f"w{kill}"
        child = forked(lambda say, name=name: append_for_ever(dsn, schema, name, say))  # type: ignore[misc]
        wanted = chance.randint(1, 4)
        for _ in heard([child], lambda child=child, wanted=wanted: len(child.said) >= wanted):  # type: ignore[misc]
            pass
        time.sleep(chance.uniform(0, 0.006))
        child.kill()
        acknowledged += [f"{name}-{number}" for number in child.said]
    with PostgresLog(dsn, CODEC, schema=schema) as log:
        log.append(took("end"))
        names = sound(log)[:-1]
    batches = [name.rpartition("-")[0] for name in names[::BATCH]]
    assert names == [f"{batch}-{part}" for batch in batches for part in range(BATCH)], "a batch in part"
    missing = set(acknowledged) - set(batches)
    assert not missing, f"lost: {missing}"
    assert follower.wait() == 0
    assert follower.said == [f"{place} {name}" for place, name in enumerate([*names, "end"], 1)]
    return {
        "kills": count, "acknowledged": len(acknowledged), "lost": len(missing),
        "kept though never acknowledged": len(batches) - len(acknowledged), "followed": len(follower.said),
    }  # fmt: skip


def writers(dsn: str, schema: str, count: int, events: int) -> dict[str, int]:
    """Let so many writers append at once while one follows, and return the counts.

    Raises:
        AssertionError: an event is lost, there twice or out of order, or the follower skips one.
    """
    follower = forked(lambda say: follow(dsn, schema, say))
    children = [
        forked(lambda say, n=n: append_some(dsn, schema, f"w{n}", events, say, careful=n % 2 == 1))  # type: ignore[misc]
        for n in range(count)
    ]
    assert [child.wait() for child in children] == [0] * count
    with PostgresLog(dsn, CODEC, schema=schema) as log:
        log.append(took("end"))
        names = sound(log)
    for child in children:
        assert [name for name in names if name in set(child.said)] == child.said[:-1], "lost or out of order"
    assert len(names) == count * events + 1
    assert follower.wait() == 0
    assert follower.said == [f"{place} {name}" for place, name in enumerate(names, 1)]
    return {
        "writers": count, "events": len(names) - 1, "followed": len(follower.said) - 1,
        "conflicts": sum(int(child.said[-1].split()[1]) for child in children),
    }  # fmt: skip


def rates(dsn: str, schema: str, rounds: int) -> dict[str, int]:
    """Return how many events a second are added and read, the medians of so many rounds.

    In each round come 200 rows by bare inserts, 200 appends of one event, a batch of 1,000 and one of 10,000.
    """
    found: dict[str, list[float]] = {}

    def timed(name: str, count: int, act: Callable[[], object]) -> None:
        start = time.perf_counter()
        act()
        found.setdefault(name, []).append(count / (time.perf_counter() - start))

    with PostgresLog(dsn, CODEC, schema=schema) as log, psycopg.connect(dsn, autocommit=True) as bare:
        log.append(took("begin"))
        bare.execute(f"CREATE TABLE {schema}.bare (id text PRIMARY KEY, line text)")
        insert = f"INSERT INTO {schema}.bare VALUES (%s, %s)"
        line = CODEC.to_line(log.read()[0])
        for place in range(rounds):
            timed("bare", 200, lambda p=place: [bare.execute(insert, [f"{p}-{n}", line]) for n in range(200)])  # type: ignore[misc]
            timed("single", 200, lambda p=place: [log.append(took(f"s{p}-{n}")) for n in range(200)])  # type: ignore[misc]
            for size in (1_000, 10_000):
                batch = [took(f"b{place}-{size}-{n}") for n in range(size)]
                timed(f"batch {size}", size, lambda batch=batch: log.append(*batch))  # type: ignore[misc]
            length = len(log)
            timed("read", length, log.read)
            timed("digest", length, log.digest)
    return {name: round(median(every)) for name, every in found.items()}


def sound(log: PostgresLog) -> list[str]:
    """Return the ids of a log whose positions have no gap, whose ids are there once and whose digest is right."""
    records = log.read()
    names = [record.event.id for record in records]
    assert [record.position for record in records] == list(range(1, len(names) + 1))
    assert len(set(names)) == len(names)
    assert log.digest() == Digest.of(CODEC.to_line(record) for record in records)
    return names


def main(what: str, count: str, events: str = str(EVENTS), dsn: str = "") -> None:
    """Print the counts of one run, as JSON."""
    schema = f"load_{time.time_ns()}"
    runs: dict[str, Callable[[str], dict[str, int]]] = {
        "kills": lambda dsn: kills(dsn, schema, int(count), random.SystemRandom().randrange(10**6)),
        "writers": lambda dsn: writers(dsn, schema, int(count), int(events)),
        "rates": lambda dsn: rates(dsn, schema, int(count)),
    }
    with contextlib.nullcontext(dsn) if dsn else some_server(on_disk=what == "rates") as address, none_left():
        print(json.dumps(runs[what](address)))


if __name__ == "__main__":
    main(*sys.argv[1:])
