"""What no fault may do, tried in processes that die, on disks that are full, in crowds, and on spoilt files.

The trials stand in ``tests/stores/faults``; ``python -m tests.stores.faults`` repeats them at full counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def counts_of(trial: str, store: str, times: int) -> dict[str, int]:
    """Return what a trial counted, once no promise was found broken."""
    command = [sys.executable, "-m", "tests.stores.faults", trial, store, str(times)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout, done.stderr
    outcome = json.loads(done.stdout.split(" ", 2)[2])
    assert outcome["broken"] == []
    assert done.returncode == 0, done.stderr
    counts: dict[str, int] = outcome["counts"]
    return counts


@pytest.mark.parametrize(("store", "calls"), [("file", 19), ("folder", 38)])
def test_death_at_any_call_that_writes_loses_nothing(store: str, calls: int) -> None:
    """Killed before, in the middle of and after each call that writes, or cut off from power there, a writer leaves
    every acknowledged event, no half batch and no damage; so does one who is killed while mending that.
    """
    counts = counts_of("calls", store, 5)
    ways = ("killed before", "killed half way", "killed after", "power failed")
    assert [counts[how] for how in ways] == [calls] * 4
    assert counts["set aside"] > 0
    assert counts["killed while mending"] > 0


@pytest.mark.parametrize("store", ["file", "folder", "sqlite"])
def test_death_at_any_moment_loses_nothing(store: str) -> None:
    """A writer killed with signal 9 while it appends leaves every acknowledged event and no half batch."""
    assert counts_of("kills", store, 12)["killed"] == 12


@pytest.mark.parametrize("store", ["file", "folder", "sqlite"])
@pytest.mark.parametrize(("crowd", "writers"), [("two", 2), ("eight", 8)])
def test_writers_at_once_lose_and_double_nothing(crowd: str, writers: int, store: str) -> None:
    """Of writers who saw the same length one adds and the others are told what came in between; all that was added
    is there once, and a follower sees it in order and nothing left out.
    """
    counts = counts_of(crowd, store, 4)
    assert counts["conflicts told"] == 4 * (writers - 1)
    assert counts["records"] == counts["followed"] == 4 * (3 * writers + 1)


@pytest.mark.parametrize("store", ["file", "folder", "sqlite"])
def test_a_full_disk_adds_nothing(store: str) -> None:
    """Where a file cannot grow, an append is refused in one line, leaves nothing, and works once there is room."""
    assert counts_of("full", store, 2000)["refused"] > 0


@pytest.mark.parametrize(("store", "step"), [("file", 1), ("sqlite", 2003)])
def test_a_spoilt_log_is_never_verified(store: str, step: int) -> None:
    """Cut off anywhere or with one bit turned over, a log is refused, or is what it was, or does not verify."""
    counts = counts_of("damage", store, step)
    assert counts["cut"] > 10
    assert counts["flipped"] > 100
    assert counts["flipped: refused when read"] > 0
    assert counts["flipped: refused by verify"] > 0
