"""How large and how long a run of the benchmarks is, and under which conditions it is made."""

from __future__ import annotations

import contextlib
import importlib
import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import attrs

from tests.bench.rounds import Absent

SEED = 7
HELD_OUT = 20_261_121
"""The seed that nothing was chosen by: it is for a last run, not for trying what is faster."""


@attrs.frozen(kw_only=True)
class Size:
    """How much is asked of a run.

    ``events`` are the sizes of the logs, ``index`` those of the bare index, ``seconds`` how long one sample may
    take, ``rounds`` how often all take turns, ``slow`` how often where one round takes seconds.
    """

    seed: int
    rounds: int
    slow: int
    seconds: float
    events: tuple[int, ...]
    index: tuple[int, ...]
    quick: bool = False

    @property
    def largest(self) -> int:
        """Return the number of events of the largest log."""
        return self.events[-1]

    def at_most(self, count: int) -> int:
        """Return ``count``, or what of it a quick or a small run can do."""
        return min(count, self.index[-1])


def full(seed: int = SEED, largest: int = 10_000_000) -> Size:
    """Return the sizes of a run that is to be quoted."""
    events = tuple(n for n in (1_000, 100_000, 1_000_000) if n <= largest)
    index = tuple(n for n in (1_000, 10_000, 100_000, 1_000_000, 10_000_000) if n <= largest)
    return Size(seed=seed, rounds=15, slow=5, seconds=0.02, events=events, index=index)


def quick(seed: int = SEED, largest: int = 1_000) -> Size:
    """Return the sizes of a run that only shows that everything works."""
    return Size(
        seed=seed,
        rounds=2,
        slow=1,
        seconds=0.0005,
        events=(min(largest, 1_000),),
        index=tuple(sorted({largest // 4, largest // 2, largest})),
        quick=True,
    )


def peer(name: str) -> Any:
    """Return a module of the dependency group ``bench``.

    Raises:
        Absent: it is not installed, or cannot be imported here.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        missing = getattr(error, "name", None) or name
        raise Absent(f"{missing} is missing: install the dependency group bench") from None


PACKAGES = """
    attrs cattrs pendulum msgspec eventsourcing eventsource-py duckdb polars pandas edtf undate tiramemsu
    macrame-db psycopg orjson pydantic pyarrow narwhals
"""


def conditions(size: Size) -> dict[str, str]:
    """Return what the figures depend on: machine, versions, sizes."""
    return {
        "when": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{platform.system()} {platform.release()}, {os.cpu_count()} processors ({processor()})",
        "memory": _memory(),
        "load": f"{os.getloadavg()[0]:.1f} at the beginning",
        "python": f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "packages": ", ".join(_versions(PACKAGES.split())),
        "rounds": f"{size.rounds} ({size.slow} where a round takes seconds), in turns; a sample lasts about "
        f"{size.seconds * 1000:g} ms",
        "seed": f"{size.seed}{' (held out)' if size.seed == HELD_OUT else ''}",
        "run": "quick: shows that it works, not to be quoted" if size.quick else "full",
        "collector": "on, unless a row says otherwise; what was there before a comparison is frozen (gc.freeze)",
    }


def _versions(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        with contextlib.suppress(PackageNotFoundError):
            yield f"{name} {version(name)}"


def processor() -> str:
    """Return the name of the processor, as the system tells it."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    with contextlib.suppress(OSError, ValueError):
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return f"{pages / 2**30:.0f} GiB"
    return "unknown"
