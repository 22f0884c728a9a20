"""Keeping events: a durable append of one, of a batch, and reading all, in files, SQLite and PostgreSQL.

The files are in the folder of temporary files, which must be on a disk for the figures to mean anything (``TMPDIR``).
"""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from tests.bench import stores_peers as peers
from tests.bench import stores_ways as own
from tests.bench.rounds import Act, Way, course, digest
from tests.bench.settings import Size
from tests.bench.stores_ways import CODEC, Keeper, Supply, keepers, typical
from tests.bench.values import Claim, Course

TITLE = "Keeping and reading events"
SINGLES = 10
BATCH, READ = 1_000, 10_000

OURS = (own.JSONL, own.SQLITE)
FAST = (own.JSONL_FAST, own.SQLITE_FAST)
CLAIMS = {
    "single": [
        *(Claim(own=name, peer=own.RAW_FILE, kind="within", bound=1.3, source="issue") for name in OURS),
        *(Claim(own=name, peer=own.RAW_SQLITE, kind="within", bound=1.3, source="issue") for name in OURS),
        *(Claim(own=name, peer=peers.ES_SQLITE, kind="faster", bound=1.3, source="T17") for name in OURS),
        *(Claim(own=name, peer=peers.PY_SQLITE, kind="faster", bound=2.4, source="T17") for name in OURS),
        *(Claim(own=name, peer=peers.ES_POSTGRES, kind="faster", bound=3.5, source="T17") for name in OURS),
        Claim(own=own.POSTGRES, peer=peers.ES_POSTGRES, kind="faster"),
        Claim(own=own.POSTGRES, peer=own.RAW_POSTGRES, kind="within"),
    ],
    "batch": [
        *(Claim(own=name, peer=peers.ES_SQLITE, kind="faster", bound=4, source="issue") for name in OURS),
        Claim(own=own.POSTGRES, peer=peers.ES_POSTGRES, kind="faster", bound=1, source="issue"),
        *(Claim(own=name, peer=peers.PY_SQLITE, kind="faster", bound=25, source="T18") for name in OURS),
        *(Claim(own=name, peer=own.RAW_SQLITE, kind="faster", bound=1, source="T18") for name in OURS),
        Claim(own=own.JSONL, peer=own.RAW_FILE, kind="within"),
    ],
    "read": [
        *(Claim(own=name, peer=peers.ES_SQLITE, kind="faster", bound=1.3, source="issue") for name in OURS),
        *(Claim(own=name, peer=peers.ES_SQLITE, kind="faster", bound=4, source="issue") for name in FAST),
        *(Claim(own=name, peer=peers.ES_TYPED, kind="faster") for name in OURS),
        *(Claim(own=name, peer=peers.ES_TYPED, kind="faster") for name in FAST),
        *(Claim(own=name, peer=peers.PY_SQLITE, kind="faster", bound=5, source="T19") for name in FAST),
        Claim(own=own.POSTGRES, peer=peers.ES_POSTGRES, kind="faster"),
        Claim(own=own.JSONL, peer=own.RAW_FILE, kind="within"),
    ],
}


@attrs.define
class Shelf:
    """A keeper and how many of the events it was given; all are given the same ones in the same order."""

    keeper: Keeper
    supply: Supply
    given: int = 0

    def ready(self, count: int) -> Act:
        """Make ready the append of the next events."""
        events = self.supply.between(self.given, self.given + count)
        self.given += count
        return self.keeper.appending(events)

    def kept(self) -> list[object]:
        """Return what is kept, as plain data."""
        return [self.keeper.data(found) for found in self.keeper.read()]


def run(size: Size) -> Iterator[Course]:
    """Yield three comparisons: reading what was put in beforehand, appends of one event, and of a batch."""
    batch, read = (20, 60) if size.quick else (BATCH, READ)
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        found, absent = keepers(folder, stack)
        supply = Supply()
        shelves = [Shelf(keeper, supply) for keeper in found]
        for shelf in shelves:
            if shelf.keeper.only == "read":
                continue
            for begin in range(0, read, batch):
                shelf.ready(min(batch, read - begin))()
        notes = (
            f"lines of {len(CODEC.to_line(typical()))} characters",
            f"write and fsync of such a line: {_fsync(folder) * 1000:.2f} ms",
        )
        yield _reading(shelves, read, size, absent, notes)
        yield _appending(shelves, "single", "durable append of one event", 1, SINGLES, size, absent, notes)
        words = f"durable append of {batch:,} events at once"
        yield _appending(shelves, "batch", words, batch, 1, size, absent, notes)


def _reading(
    shelves: Sequence[Shelf], read: int, size: Size, absent: dict[str, str], notes: tuple[str, ...]
) -> Course:
    ways = [
        Way(
            name=shelf.keeper.name,
            ready=lambda _, shelf=shelf: shelf.keeper.read,  # type: ignore[misc]
            answers=shelf.kept,
            operations=read,
            settings=shelf.keeper.settings,
        )
        for shelf in shelves
        if shelf.keeper.only in ("", "read")
    ]
    expected = [CODEC.to_data(event) for event in shelves[0].supply.between(0, read)]
    title = f"reading {read:,} events into objects"
    return course(
        title,
        ways,
        rounds=size.slow,
        expected=expected,
        claims=CLAIMS["read"],
        absent=absent,
        notes=notes,
    )


def _appending(
    shelves: Sequence[Shelf],
    job: str,
    title: str,
    count: int,
    times: int,
    size: Size,
    absent: dict[str, str],
    notes: tuple[str, ...],
) -> Course:
    """Return what appends took; afterwards all is read, and who does not keep what it was given does not count."""
    taking_part = [shelf for shelf in shelves if shelf.keeper.only in ("", job)]

    def ready(shelf: Shelf) -> Act:
        acts = [shelf.ready(count) for _ in range(times)]

        def act() -> None:
            for one in acts:
                one()

        return act

    ways = [
        Way(
            name=shelf.keeper.name,
            ready=lambda _, shelf=shelf: ready(shelf),  # type: ignore[misc]
            operations=count * times,
            settings=shelf.keeper.settings,
        )
        for shelf in taking_part
    ]
    found = course(title, ways, rounds=size.rounds, claims=CLAIMS[job], absent=absent, notes=notes)
    void: dict[str, str] = {}
    checked = ""
    for shelf in taking_part:
        expected = [CODEC.to_data(event) for event in shelf.supply.between(0, shelf.given)]
        if shelf.kept() != expected:
            void[shelf.keeper.name] = "does not keep what it was given"
        checked = digest(expected)
    taken = tuple(one for one in found.taken if one.name not in void)
    return attrs.evolve(found, taken=taken, void=void, checked=checked)


def _fsync(folder: Path) -> float:
    handle = os.open(folder / "probe", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    line = b"x" * 700 + b"\n"
    found = []
    for _ in range(50):
        begin = time.perf_counter()
        os.write(handle, line)
        os.fsync(handle)
        found.append(time.perf_counter() - begin)
    os.close(handle)
    return statistics.median(found)
