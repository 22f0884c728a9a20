"""Our logs beside bare files and databases and beside `eventsourcing`, in turns: appending and reading.

    python -m tests.stores.rates 20

prints, for so many rounds, the median time of each way of keeping the same events, and how many times it is that of
the ways that it is compared with: medians and the 10th and 90th percentile of the ratios of the single rounds. The
files are in the folder of temporary files, which must be on a disk for the figures to mean anything (``TMPDIR``).
"""

from __future__ import annotations

import contextlib
import gc
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import attrs

from cstotimeline.core.dates import PartialDate
from cstotimeline.core.events import Event
from cstotimeline.core.records import Record
from cstotimeline.shipped import shipped_folder
from cstotimeline.stores.jsonl import read_jsonl
from tests.stores.rates_ways import (
    CODEC,
    PEER_POSTGRES,
    PEER_SQLITE,
    PEER_TYPED,
    RAW_FILE,
    RAW_SQLITE,
    Act,
    Way,
    ways,
)

ROUNDS = 20
SINGLES = 10
"""How many appends of one event each way makes in a round, in turns; the round counts their median."""
BATCH = 1_000
READ = 3_000
TYPICAL = "presidency-2002-05-14-russia"
WRITTEN = (RAW_FILE, RAW_SQLITE, PEER_SQLITE, PEER_POSTGRES)
BASES = {"single": WRITTEN, "batch": WRITTEN, "read": (RAW_FILE, PEER_SQLITE, PEER_TYPED, PEER_POSTGRES)}
JOBS = {
    "single": "durable append of one event",
    "batch": f"durable append of {BATCH:,} events",
    "read": f"reading {READ:,} events into objects",
}


@attrs.define
class Course:
    """The ways, the events that each has been given so far, and the seconds of every round by job and way."""

    ways: Sequence[Way]
    events: Iterator[Event]
    given: dict[str, list[Event]] = attrs.field(factory=dict)
    seconds: dict[tuple[str, str], list[float]] = attrs.field(factory=dict)
    busy: dict[tuple[str, str], list[float]] = attrs.field(factory=dict)

    def append(self, way: Way, events: Sequence[Event]) -> tuple[float, float]:
        """Let a way append events, and return the seconds that passed and those of this process's processor."""
        act = way.appending(events)
        self.given.setdefault(way.name, []).extend(events)
        return timed(act)

    def check(self) -> None:
        """Read all that every way keeps.

        Raises:
            AssertionError: a way does not say what it was given, in order.
        """
        for way in self.ways:
            kept = [way.data(found) for found in way.read()]
            assert kept == [CODEC.to_data(event) for event in self.given[way.name]], (
                f"{way.name}: not the same"
            )

    def run(self, job: str, rounds: int) -> None:
        """Let the ways do a job in turns, another one first in each round, and note what each took."""
        taking_part = [way for way in self.ways if way.only in ("", job)]
        for number in range(rounds):
            found: dict[str, list[tuple[float, float]]] = {}
            for turn in range(SINGLES if job == "single" else 1):
                events = self.next(1 if job == "single" else BATCH) if job != "read" else []
                for way in _rotated(taking_part, number + turn):
                    if job != "single":
                        gc.collect()
                    found.setdefault(way.name, []).append(
                        self.append(way, events) if events else timed(way.read)
                    )
            for name, taken in found.items():
                self.seconds.setdefault((job, name), []).append(statistics.median(t for t, _ in taken))
                self.busy.setdefault((job, name), []).append(statistics.median(t for _, t in taken))

    def next(self, count: int) -> list[Event]:
        """Return so many new events."""
        return [next(self.events) for _ in range(count)]

    def ratios(self, job: str, name: str, base: str) -> list[float]:
        """Return how many times the base's time a way took, round by round."""
        own, other = self.seconds[job, name], self.seconds.get((job, base), [])
        return [a / b for a, b in zip(own, other, strict=True)] if other else []


def typical() -> Record:
    """Return the shipped record that the events are made after."""
    return read_jsonl(shipped_folder(), CODEC)[TYPICAL]


def typical_events() -> Iterator[Event]:
    """Yield events as a shipped one, each with an id and a day of its own."""
    model = typical().event
    number = 0
    while True:
        day = PartialDate.of(date(2001, 1, 1) + timedelta(days=number % 7_000))
        yield attrs.evolve(model, id=f"{TYPICAL}-{number}", occurred=day, effective=day)
        number += 1


def timed(act: Act) -> tuple[float, float]:
    """Return the seconds that an act took, and those that this process was busy with it."""
    start, busy = time.perf_counter(), time.process_time()
    kept = act()
    taken = time.perf_counter() - start, time.process_time() - busy
    del kept
    return taken


def _rotated(every: Sequence[Way], by: int) -> list[Way]:
    first = by % len(every)
    return [*every[first:], *every[:first]]


def table(course: Course, absent: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the table, as Markdown."""
    for job, title in JOBS.items():
        bases = [base for base in BASES[job] if base not in absent]
        yield f"| {title} | ms | processor, ms | " + " | ".join(f"of {base}" for base in bases) + " |"
        yield "|---|" + "--:|" * (2 + len(bases))
        for way in course.ways:
            if way.only not in ("", job):
                continue
            milliseconds = [
                f"{statistics.median(each[job, way.name]) * 1000:.2f}"
                for each in (course.seconds, course.busy)
            ]
            cells = [
                _spread(course.ratios(job, way.name, base)) if base != way.name else "1" for base in bases
            ]
            yield f"| {' | '.join([way.name, *milliseconds, *cells])} |"
        for name, why in absent.items():
            yield f"| {name} | {why} |" + " |" * (1 + len(bases))
        yield ""


def _spread(ratios: Sequence[float]) -> str:
    ordered = sorted(ratios)
    low, high = (ordered[round(share * (len(ordered) - 1))] for share in (0.1, 0.9))
    return f"{statistics.median(ordered):.2f} ({low:.2f} to {high:.2f})"


def conditions(folder: Path, rounds: int, found: Sequence[Way]) -> Iterator[str]:
    """Yield what the figures depend on: machine, versions, sizes, settings."""
    yield f"{platform.platform()}, {os.cpu_count()} processors ({_processor()}), load {os.getloadavg()[0]:.1f}"
    yield f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, psycopg {version('psycopg')}"
    length = len(CODEC.to_line(typical()))
    yield f"{rounds} rounds in turns, lines of {length} characters, files on {_file_system(folder)}"
    yield f"write and fsync of one line: {_fsync(folder):.2f} ms (median of 50)"
    yield from (f"- {way.name}: {way.settings}" for way in found)


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _file_system(folder: Path) -> str:
    found = ("", "a file system not known here")
    with contextlib.suppress(OSError):
        for line in Path("/proc/mounts").read_text().splitlines():
            _, place, kind, *_ = line.split()
            if folder.is_relative_to(place) and len(place) > len(found[0]):
                found = (place, kind)
    return found[1]


def _fsync(folder: Path) -> float:
    handle = os.open(folder / "probe", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    line = b"x" * 700 + b"\n"

    def act() -> None:
        os.write(handle, line)
        os.fsync(handle)

    found = [timed(act)[0] for _ in range(50)]
    os.close(handle)
    return statistics.median(found) * 1000


def main(rounds: int = ROUNDS) -> None:
    """Print the conditions and the table of so many rounds."""
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        found, absent = ways(folder, stack)
        for line in conditions(folder, rounds, found):
            print(line)
        course = Course(found, typical_events())
        for size in (*[BATCH] * ((READ - 1) // BATCH), BATCH - 1, 1):
            events = course.next(size)
            for way in found:
                course.append(way, events)
        course.check()
        for job in ("read", "single", "batch"):
            course.run(job, rounds)
        course.check()
        print("")
        for line in table(course, absent):
            print(line)
        print(
            f"load at the end {os.getloadavg()[0]:.1f}; every way was read and found to hold the same events"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
