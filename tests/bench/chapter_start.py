"""Starting: imports, and the first answer of a fresh process, pairwise between processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import attrs

from cstotimeline.shipped import shipped_folder
from tests.bench.engine import lines_of
from tests.bench.facts import drawn
from tests.bench.rounds import Act, Way, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course, Taken

TITLE = "Starting"
BARE, OWN, THREE = "a bare interpreter", "import cstotimeline", "import attrs, cattrs, pendulum"
KINDS = "import every kind of event"
ANSWER, PLAIN = "load the shipped log, answer one question", "the same log by attrs, cattrs and pendulum"
OWN_LOG, PLAIN_LOG = "load, answer one question", "attrs, cattrs and pendulum, a fold"
IMPORTS = {
    BARE: "pass",
    OWN: "import cstotimeline",
    THREE: "import attrs, cattrs, pendulum",
    KINDS: "from cstotimeline.csto.kinds import KINDS; assert len(KINDS) > 30",
    "import eventsourcing.application": "import eventsourcing.application",
    "import eventsource, its SQLite store": "from eventsource.adapters.sqlite.store import SQLiteEventStore",
    "import duckdb": "import duckdb",
    "import polars": "import polars",
    "import pandas": "import pandas",
}
LONG = 100_000


def run(size: Size) -> Iterator[Course]:
    """Yield what imports cost, and what it takes to the first answer, of the shipped log and of a long one."""
    yield from _imports(size)
    yield from _answers(size)
    yield _long(size)


def ran(*arguments: str) -> str:
    """Return what a fresh Python prints.

    Raises:
        CalledProcessError: it fails.
    """
    command = [sys.executable, *arguments]
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    found = subprocess.run(command, check=True, capture_output=True, text=True, env=compiled)
    return found.stdout.strip()


def _fresh(name: str, *arguments: str, compared: bool = False) -> Way:
    start = partial(ran, *arguments)

    def ready(_: int) -> Act:
        return start

    return Way(name=name, ready=ready, answers=(lambda: [start()]) if compared else None)


def _over(found: Course, names: Sequence[str]) -> tuple[Taken, ...]:
    """Return what ways took over a bare interpreter, round by round."""
    bare = found.find(BARE)
    assert bare is not None
    return tuple(
        attrs.evolve(
            one, figures=tuple(max(a - b, 1e-6) for a, b in zip(one.figures, bare.figures, strict=True))
        )
        for one in found.taken
        if one.name in names
    )


def _imports(size: Size) -> Iterator[Course]:
    absent: dict[str, str] = {}
    ways = []
    for name, code in IMPORTS.items():
        try:
            ran("-c", code)
        except subprocess.CalledProcessError as error:
            absent[name] = error.stderr.strip().splitlines()[-1][:80]
        else:
            ways.append(_fresh(name, "-c", code))
    found = course("imports, whole processes", ways, rounds=size.rounds, absent=absent)
    names = [way.name for way in ways if way.name != BARE]
    claims = [
        Claim(own=OWN, peer=THREE, kind="within", bound=0.25, source="issue"),
        Claim(own=KINDS, peer=THREE, kind="within", bound=0.9, source="T2"),
        *(
            Claim(own=OWN, peer=name, kind="faster", bound=8, source="T1")
            for name in names
            if "eventsourc" in name
        ),
        *(Claim(own=OWN, peer=name, kind="faster") for name in names[-3:] if name != KINDS),
    ]
    yield attrs.evolve(
        found, title="imports, over a bare interpreter", taken=_over(found, names), claims=tuple(claims)
    )
    yield found


def _answers(size: Size) -> Iterator[Course]:
    folder = str(shipped_folder())
    ways = [
        _fresh(BARE, "-c", "pass"),
        _fresh(THREE, "-c", IMPORTS[THREE]),
        _fresh(ANSWER, "-m", "tests.bench.starters", "shipped", folder, compared=True),
        _fresh(PLAIN, "-m", "tests.bench.starters", "plain", folder, compared=True),
    ]
    found = course("the first answer of the shipped log, whole processes", ways, rounds=size.rounds)
    yield attrs.evolve(
        found,
        claims=(
            Claim(own=ANSWER, peer=THREE, kind="within", bound=1.5, source="issue"),
            Claim(own=ANSWER, peer=PLAIN, kind="faster"),
        ),
    )
    yield attrs.evolve(
        found,
        title="the first answer of the shipped log, over a bare interpreter",
        taken=_over(found, (THREE, ANSWER, PLAIN)),
        claims=(
            Claim(own=ANSWER, peer=PLAIN, kind="faster", bound=3, source="T3"),
            Claim(own=ANSWER, peer=THREE, kind="within"),
        ),
    )


def _long(size: Size) -> Course:
    count = size.at_most(LONG)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines_of(drawn(count, seed=size.seed)))
        ways = [
            _fresh(OWN_LOG, "-m", "tests.bench.starters", "own_log", str(path), compared=True),
            _fresh(PLAIN_LOG, "-m", "tests.bench.starters", "plain_log", str(path), compared=True),
        ]
        return course(
            f"the first answer of a log of {count:,} lines, whole processes",
            ways,
            rounds=size.slow,
            claims=[Claim(own=OWN_LOG, peer=PLAIN_LOG, kind="faster", bound=15, source="T20")],
        )
