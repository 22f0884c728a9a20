"""Several processes at once, and a disk that is full."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cstotimeline.core.errors import Conflict, LogError
from cstotimeline.core.events.event import Event
from cstotimeline.testing.store_contract import took
from tests.stores.faults.common import Child, Outcome, Say, events, judge, log_at, started


def together(store: str, place: Path, outcome: Outcome, *, writers: int, rounds: int) -> None:
    """Let writers append at once, first each what it likes, then all on top of the same length, while one follows."""
    log_at(store, place).close()
    total = writers * rounds * 3 + rounds

    def follow(say: Say) -> None:
        with log_at(store, place) as log:
            say("ready")
            for record in log.follow(every=0.001, patience=100):
                say(f"{record.position} {record.event.id}")
                if record.position == total:
                    return

    follower = started(follow)
    follower.hear()
    gates = [os.pipe() for _ in range(writers)]

    def writer(name: str, gate: int) -> Callable[[Say], None]:
        def write(say: Say) -> None:
            with log_at(store, place) as log:
                say("ready")
                os.read(gate, 1)
                for number in range(rounds):
                    log.append(took(f"{name}-one-{number}"))
                    log.append(took(f"{name}-two-{number}"), took(f"{name}-three-{number}"))
                for number in range(rounds):
                    say("ready")
                    os.read(gate, 1)
                    seen = len(log)
                    say("ready")
                    os.read(gate, 1)
                    try:
                        log.append(took(f"{name}-last-{number}"), expected=seen)
                        say("added")
                    except Conflict as conflict:
                        say(f"conflict {conflict}")

        return write

    processes = [started(writer(f"w{n}", gate)) for n, (gate, _) in enumerate(gates)]
    _step(processes, gates)
    for _ in range(rounds):
        _step(processes, gates)
        _step(processes, gates)
        said = [process.hear() for process in processes]
        outcome.expect(said.count("added") == 1, f"{said.count('added')} of {writers} added to one length")
        conflicts = [text for text in said if text.startswith("conflict")]
        outcome.count("conflicts told", len(conflicts))
        outcome.expect(
            len(conflicts) == writers - 1 and all("(new: w" in text for text in conflicts), str(said)
        )
    outcome.expect(not any(process.end() for process in processes), "a writer failed")
    outcome.count("writers", writers)
    with log_at(store, place) as log:
        ids = [record.event.id for record in log.read()]
        outcome.count("records", len(ids))
        outcome.expect(len(ids) == len(set(ids)) == total, f"{len(ids)} records, expected {total}")
        if len(ids) != total:
            follower.kill()
        followed = follower.lines()
        follower.end()
        outcome.count("followed", len(followed))
        told = [f"{position} {name}" for position, name in enumerate(ids, 1)]
        outcome.expect(followed == told, "the follower saw something else")
        outcome.expect(log.verify() == log.digest(), "the digest is another")
    for reading, writing in gates:
        os.close(reading)
        os.close(writing)


def _step(processes: list[Child], gates: list[tuple[int, int]]) -> None:
    """Wait until every writer is ready, and then let all of them go on."""
    for process in processes:
        process.hear()
    for _, gate in gates:
        os.write(gate, b".")


def full(store: str, place: Path, outcome: Outcome, *, most: int) -> None:
    """Append where no file may grow by more than so many bytes, from none up to ``most``, and then with room."""
    for room in range(0, most, 1 if most < 2000 else 97):
        _limited(store, place / str(room), room, outcome)
    if store == "sqlite":
        _filled(place / "pages", outcome)


def _limited(store: str, place: Path, room: int, outcome: Outcome) -> None:
    place.mkdir()
    first = events(0, 2)

    def act(say: Say) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        log = log_at(store, place)
        log.append(*first)
        largest = max(path.stat().st_size for path in place.iterdir())
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        for batch in (events(2, 1), events(3, 4)):
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, hard))
            refusal = _refusal(log, batch)
            say(f"refused {refusal}" if refusal else "added")
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            judge(log, [first, *([] if refusal else [batch])], 1 if refusal else 2, judged, f"room {room}")
            log.append(*batch)
            first.extend(batch)
        for broken in judged.broken:
            say(f"broken {broken}")
        say("done")

    judged = Outcome()
    process = started(act)
    said = process.lines()
    outcome.expect(process.end() == 0 and said[-1:] == ["done"], f"room {room}: a process failed: {said}")
    outcome.broken.extend(text for text in said if text.startswith("broken"))
    for text in said:
        if text.startswith("refused"):
            outcome.count("refused")
            outcome.expect("nothing was added" in text, text)
    with log_at(store, place) as log:
        judge(log, [events(0, 7)], 1, outcome, f"room {room}, afterwards")


def _filled(place: Path, outcome: Outcome) -> None:
    """Let SQLite's own limit of pages be reached."""
    place.mkdir()
    with log_at("sqlite", place) as log:
        log.append(*events(0, 1))
        connection: sqlite3.Connection = vars(log)["_database"].connection("read")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        added = 1
        while not (refusal := _refusal(log, events(added, 3))):
            added += 3
        outcome.count("refused")
        outcome.expect("nothing was added, the disk is full" in refusal, refusal)
        judge(log, [events(0, added)], 1, outcome, "pages")
        connection.execute("PRAGMA max_page_count = 1000000")
        log.append(*events(added, 3))
        judge(log, [events(0, added + 3)], 1, outcome, "pages, afterwards")


def on_a_small_disk(store: str, place: Path, outcome: Outcome) -> None:
    """Fill a small file system of its own, where one may be mounted, and make room again."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "none", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        outcome.count("no small disk may be mounted")
        return
    try:
        ballast = place / "ballast"
        ballast.write_bytes(bytes(100_000))
        with log_at(store, place) as log:
            added, refusal = 0, ""
            while not refusal:
                batch = events(added, 5 if added % 2 else 1)
                refusal = _refusal(log, batch)
                added += 0 if refusal else len(batch)
            outcome.count("refused")
            outcome.expect("nothing was added" in refusal, refusal)
            judge(log, [events(0, added)], 1, outcome, "full")
            ballast.unlink()
            log.append(*events(added, 5))
            judge(log, [events(0, added + 5)], 1, outcome, "with room again")
        with log_at(store, place) as log:
            judge(log, [events(0, added + 5)], 1, outcome, "opened again")
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _refusal(log: Any, batch: list[Event]) -> str:
    """Return why an append is refused, on one line; empty where it is not."""
    try:
        log.append(*batch)
    except LogError as error:
        return str(error)
    return ""
