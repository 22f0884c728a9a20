"""Processes that die in mid-append: at every call that writes, and at any moment."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

from cstotimeline.core.errors import LogError
from cstotimeline.core.events.event import Event
from cstotimeline.stores.jsonl import read_jsonl
from cstotimeline.testing.store_contract import CODEC
from tests.stores.faults.common import Outcome, Say, events, judge, log_at, quietly, started
from tests.stores.faults.disk import WAYS, DyingDisk, How

PLAN: tuple[Sequence[Event], ...] = (events(0, 1), events(1, 4), events(5, 1), events(6, 2), events(8, 1))


def at_every_call(store: str, place: Path, outcome: Outcome, *, mending: int) -> None:
    """Let a process die at each call in turn that writes to the disk, in each way, and look at what it left.

    After every so many (``mending``) of these, processes die while they mend the log.
    """
    for how in WAYS:
        last = 1
        while _dies(store, place / f"{how} {last}", last, how, outcome, mending=mending):
            last += 1


def _dies(store: str, place: Path, last: int, how: How, outcome: Outcome, *, mending: int) -> bool:
    """Return whether a process that carries out the plan dies at a call; if it does, judge the log."""
    place.mkdir()

    def act(say: Say) -> None:
        log = log_at(store, place)
        DyingDisk(last, how)
        for batch in PLAN:
            log.append(*batch)
            say("done")

    process = started(act)
    acknowledged = len(process.lines())
    died = process.end() == -signal.SIGKILL
    outcome.expect(died or acknowledged == len(PLAN), f"call {last}: a process failed by itself")
    if died:
        outcome.count(how)
        if last % mending == 0:
            _dies_mending(store, place, acknowledged, outcome, f"{how} call {last}")
        with quietly(store, place, outcome) as log:
            judge(log, PLAN, acknowledged, outcome, f"{how} call {last}")
            log.append(*(event for batch in PLAN for event in batch))
            judge(log, PLAN, len(PLAN), outcome, f"{how} call {last}, continued")
        read_jsonl(place / "log.jsonl" if store == "file" else place, CODEC)
    shutil.rmtree(place)
    return died


def _dies_mending(store: str, place: Path, acknowledged: int, outcome: Outcome, where: str) -> None:
    """Let processes die at each call of mending a log whose writer died, and judge what they left."""
    copy = place.with_name(f"{place.name} copy")
    last = 1
    while True:
        shutil.copytree(place, copy)

        def act(_: Say, last: int = last) -> None:
            DyingDisk(last, "killed before")
            quietly(store, copy, Outcome())

        process = started(act)
        process.lines()
        if process.end() != -signal.SIGKILL:
            shutil.rmtree(copy)
            break
        outcome.count("killed while mending")
        with quietly(store, copy, outcome) as log:
            judge(log, PLAN, acknowledged, outcome, f"{where}, mending call {last}")
        shutil.rmtree(copy)
        last += 1


def at_any_moment(store: str, place: Path, outcome: Outcome, *, times: int) -> None:
    """Kill a process that appends without end, ``times`` over on one log, each time once it has told of some
    appends.
    """
    batches: list[Sequence[Event]] = []
    log_at(store, place).close()
    for number in range(times):

        def act(say: Say) -> None:
            log = log_at(store, place)
            start, size = len(log), 1
            while True:
                log.append(*events(start, size))
                say("done")
                start, size = start + size, 6 - size

        process = started(act)
        for _ in range(1 + number % 4):
            process.hear()
        process.kill()
        more = 1 + number % 4 + len(process.lines())
        outcome.expect(process.end() == -signal.SIGKILL, f"kill {number}: the process ended by itself")
        outcome.count("killed")
        outcome.count("acknowledged appends", more)
        with quietly(store, place, outcome) as log:
            length = sum(map(len, batches))
            for step in range(more):
                batches.append(events(length, (1, 5)[step % 2]))
                length += len(batches[-1])
            acknowledged = len(batches)
            batches.append(events(length, (1, 5)[more % 2]))
            judge(log, batches, acknowledged, outcome, f"kill {number}")
            if len(log) == length:
                batches.pop()


def by_the_damage(store: str, place: Path, outcome: Outcome, *, step: int) -> None:
    """Cut a log off at every byte, and turn every bit of it over: never is a log other than it was taken for it.

    ``step`` leaves out bytes and bits of a database, which is larger.
    """
    with log_at(store, place) as log:
        log.append(*events(0, 2))
        log.append(*events(2, 1 if store == "file" else 60))
        digest = log.digest()
        before = [record.event for record in log.read()]
    path = place / ("log.db" if store == "sqlite" else "log.jsonl")
    whole = path.read_bytes()
    step = 1 if store == "file" else step
    spoilt = [("cut", whole[:end]) for end in range(0, len(whole), step)]
    for bit in range(0, 8 * len(whole), step):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        spoilt.append(("flipped", bytes(flipped)))
    trial = place / "trial"
    for how, data in spoilt:
        trial.mkdir()
        (trial / path.name).write_bytes(data)
        outcome.count(how)
        try:
            with quietly(store, trial, Outcome()) as log:
                seen = [record.event for record in log.read()]
                same = seen == before
                outcome.count(f"{how}: read as it was" if same else f"{how}: read as another")
                try:
                    log.verify(digest)
                    outcome.count(f"{how}: verified")
                    outcome.expect(same, f"{how}: a log of {len(seen)} records was verified")
                except LogError:
                    outcome.count(f"{how}: refused by verify")
        except LogError:
            outcome.count(f"{how}: refused when read")
        shutil.rmtree(trial)
