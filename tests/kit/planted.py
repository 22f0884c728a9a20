"""Faults planted in the engine, to see that the kit catches each: ``python -m tests.kit.planted``.

The engine as it is must pass first. What is printed is the page ``docs/reference/planted.md``. With names as arguments
only those faults are planted; ``--laws`` names the laws that are tried, by default all.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.kit.faults import FAULTS, Planted

ROOT = Path(__file__).parents[2]
BROKEN = "LawBroken: "
"""What the kit says where a law does not hold; an engine that fails in any other way shows nothing."""

FEW, MANY = 60, 500
"""How many histories a law is tried on, and how many where none of the few shows a fault."""

TEST = """
import importlib
import re
import sys
from datetime import date, datetime

import attrs
from hypothesis import Phase, settings

from cstotimeline.core.events.amendments import EventRetracted
from cstotimeline.core.fold.office import Absence
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import LAWS, TimelineLaws, club

settings.register_profile(
    "planted",
    max_examples={examples},
    deadline=None,
    derandomize=True,
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink],
)
settings.load_profile("planted")


def plant(target, wrong):
    module, _, path = target.partition(":")
    holder = importlib.import_module("cstotimeline." + module)
    *owners, name = path.split(".")
    for owner in owners:
        holder = getattr(holder, owner)
    right = vars(holder)[name]
    made = wrong(right)
    setattr(holder, name, made)
    for home, other in list(sys.modules.items()):
        if home.startswith("cstotimeline"):
            for known, value in list(vars(other).items()):
                if value is right:
                    setattr(other, known, made)


{plants}


class TestClub(TimelineLaws):
    organization = club.CLUB
    shape = attrs.evolve(TimelineLaws.shape, zones=("", "", "Europe/Moscow"), amendments=3)


for name in set(LAWS) - {laws!r}:
    if hasattr(TestClub, "test_" + name):
        delattr(TestClub, "test_" + name)
"""


PAGE = """# Planted faults

{count} faults, planted one at a time in the engine, each by another function in the place of a right one. Shown are a
law of the [test kit](../howto/test.md) that failed, held to the small club that comes with the kit, and the smallest
history that breaks it: {few} histories a law, or {many} where none of these shows the fault. A letter names
the class of known defects that a fault brings back. `python -m tests.kit.planted` repeats this.
"""


def tried(plants: str, laws: set[str], examples: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the engine, with what is planted in it, to the laws, on so many histories each."""
    test = folder / "test_planted.py"
    test.write_text(TEST.format(plants=plants, laws=laws, examples=examples), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", "-p", "no:cstotimeline", str(test)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def planted(fault: Planted, laws: set[str], examples: int, folder: Path) -> str:
    """Return what the kit says of the engine with a fault in it; empty where it finds nothing.

    Raises:
        SystemExit: the fault cannot be planted: its target is not there any more, or takes other arguments.
    """
    plants = "\n".join(f"plant({target!r}, {fault.wrong})" for target in fault.targets)
    ran = tried(plants, laws, examples, folder)
    if ran.returncode not in (0, 1) or (ran.returncode == 1 and BROKEN not in ran.stdout):
        raise SystemExit(f"{fault.name}: cannot be planted in {', '.join(fault.targets)}\n{ran.stdout}")
    return ran.stdout if ran.returncode == 1 else ""


def report(said: str) -> str:
    """Return the law that a fault broke and the smallest history that shows it, as the kit prints them."""
    found = said.partition(BROKEN)[2] or said
    lines = [line.removeprefix("E").removeprefix("       ") for line in found.splitlines()]
    end = next((n for n, line in enumerate(lines) if line.startswith("Failing test case")), len(lines))
    return "\n".join(lines[:end])


def main(arguments: list[str]) -> int:
    """Plant the faults one after another, print each with what caught it, and return 1 where one got through."""
    from cstotimeline.testing import LAWS

    parser = argparse.ArgumentParser(prog="python -m tests.kit.planted")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--laws", default=",".join(LAWS))
    given = parser.parse_args(arguments)
    laws = set(given.laws.split(","))
    chosen = [fault for fault in FAULTS if not given.names or fault.name in given.names]
    shows: dict[str, str] = {}
    for examples in (FEW, MANY):
        left = [fault for fault in chosen if not shows.get(fault.name)]
        tries = {fault.name: {fault.law} if fault.law else laws for fault in left}
        with tempfile.TemporaryDirectory() as folder:
            sound = tried("", set().union(*tries.values()), examples, Path(folder)) if left else None
        if sound is not None and sound.returncode:
            print(f"the engine as it is breaks a law, so that no fault can be shown\n{report(sound.stdout)}")
            return 2
        for fault in left:
            with tempfile.TemporaryDirectory() as folder:
                shows[fault.name] = planted(fault, tries[fault.name], examples, Path(folder))
            print(
                f"{fault.name}: {'caught' if shows[fault.name] else 'not yet'}", file=sys.stderr, flush=True
            )
    missed = 0
    print(PAGE.format(count=len(chosen), few=FEW, many=MANY), flush=True)
    for fault in chosen:
        said = shows[fault.name]
        missed += not said
        shown = report(said) if said else "NOT CAUGHT"
        known = f"Class {fault.defects} of the known defects.\n\n" if fault.defects else ""
        print(f"## {fault.name[0].upper()}{fault.name[1:]}\n\n{known}```text\n{shown}\n```\n", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
