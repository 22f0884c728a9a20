"""``python -m tests.stores.faults`` repeats every fault at full counts; with a trial and a store, that one alone."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.stores.faults import crowded, killed
from tests.stores.faults.common import STORES, Outcome

Trial = Callable[[str, Path, Outcome, int], None]
TRIALS: dict[str, tuple[Trial, int]] = {
    "calls": (lambda store, place, outcome, n: killed.at_every_call(store, place, outcome, mending=n), 1),
    "kills": (lambda store, place, outcome, n: killed.at_any_moment(store, place, outcome, times=n), 300),
    "damage": (lambda store, place, outcome, n: killed.by_the_damage(store, place, outcome, step=n), 101),
    "two": (
        lambda store, place, outcome, n: crowded.together(store, place, outcome, writers=2, rounds=n),
        200,
    ),
    "eight": (
        lambda store, place, outcome, n: crowded.together(store, place, outcome, writers=8, rounds=n),
        50,
    ),
    "full": (lambda store, place, outcome, n: crowded.full(store, place, outcome, most=n), 1500),
    "small-disk": (lambda store, place, outcome, _: crowded.on_a_small_disk(store, place / "d", outcome), 1),
}
"""Each trial, and how often it is repeated at full counts."""
NOT_FOR = {("calls", "sqlite"), ("damage", "folder")}
"""SQLite writes by itself; the files of a folder are spoilt as one file is."""


def _folder(trial: str) -> str | None:
    """Return where to work: in memory for the many trials in which the disk is ours to kill."""
    return "/dev/shm" if trial in ("calls", "damage", "full") and Path("/dev/shm").is_dir() else None


def main(arguments: list[str]) -> int:
    """Run the trials that are named, print what they found, and return whether a promise was broken."""
    wanted = [arguments[:2]] if arguments else [[trial, store] for trial in TRIALS for store in STORES]
    broken = 0
    for trial, store in wanted:
        if (trial, store) in NOT_FOR:
            continue
        act, times = TRIALS[trial]
        outcome = Outcome()
        with tempfile.TemporaryDirectory(dir=_folder(trial)) as place:
            act(store, Path(place), outcome, int(arguments[2]) if len(arguments) > 2 else times)
        print(trial, store, outcome.to_line(), flush=True)
        broken += len(outcome.broken)
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
