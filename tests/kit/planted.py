"""Faults planted in copies of the engine, to see that the kit catches each: ``python -m tests.kit.planted``.

The page ``docs/testing.md`` shows what it prints. With names as arguments only those are planted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]

TEST = """
from hypothesis import Phase, settings

settings.register_profile(
    "planted",
    max_examples=500,
    deadline=None,
    derandomize=True,
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink],
)
settings.load_profile("planted")

from cstotimeline.testing import TimelineLaws, club


class TestClub(TimelineLaws):
    organization = club.CLUB
"""


@attrs.frozen
class Planted:
    """A fault: what it makes the engine do, and the piece of a module of ``core`` that is replaced for it."""

    name: str
    module: str
    right: str
    wrong: str


FAULTS = (
    Planted(
        "events of one day stand in the order of arrival",
        "fold.ordering",
        "return (-_FAR, event.order, event.id)",
        'return (-_FAR, 0, "")',
    ),
    Planted(
        "time of day is ignored",
        "fold.ordering",
        "    return (second, event.order, event.id)",
        "    return (-_FAR, event.order, event.id)",
    ),
    Planted(
        "an end that is open is a day",
        "query.tenures",
        "PartialDate.OPEN if last is None else last.effective",
        'PartialDate.parse("2026-11-22") if last is None else last.effective',
    ),
    Planted(
        "the mark of a doubtful date is lost",
        "codec.writer",
        '"{occurred.text}"{later}',
        '"{occurred.text.rstrip("?~%")}"{later}',
    ),
    Planted(
        "retractions are ignored",
        "events.amendments",
        "            withdrawn.add(one.target)",
        "            continue",
    ),
    Planted(
        "the earliest correction holds",
        "events.amendments",
        "max(latest.get(one.target, one), one, key=correction_order)",
        "min(latest.get(one.target, one), one, key=correction_order)",
    ),
    Planted(
        "a coarse date is known from its first day",
        "log.as_of",
        "self.known is None or event.known_from.last_ordinal <= self.known.ordinal",
        "self.known is None or event.known_from.first_ordinal <= self.known.ordinal",
    ),
    Planted(
        "recorded= shows the whole log",
        "log.as_of",
        "return self.recorded is None or record.recorded.timestamp() < last_second(self.recorded) + 1",
        "return True",
    ),
    Planted(
        "state answers are always certain",
        "fold.projection",
        "return Value(value, settled and not others, tuple(others))",
        "return Value(value, True, tuple(others))",
    ),
    Planted(
        "a turn between the ends of a coarse date is missed",
        "fold.state_history",
        "points.update(range(item.low, min(item.low + coarse, end) + 1))",
        "points.add(item.low)",
    ),
    Planted(
        "of rivals the one of the lowest rank counts",
        "events.rivals",
        '_RANKS = ("preferred", "normal", "deprecated")',
        '_RANKS = ("deprecated", "normal", "preferred")',
    ),
    Planted(
        "announced events have happened",
        "fold.resolved_events",
        "awaited(self.listed) if expecting else {}",
        "awaited(self.listed)",
    ),
    Planted(
        "reasons are every event that may bear on an answer",
        "query.minimal_cause",
        "    return tuple(sorted(_thinned(enough, gives)))",
        "    return tuple(sorted(everything))",
    ),
    Planted(
        "predecessors that events name are not followed",
        "fold.ordering",
        "for event in events.values()\n            if event.after",
        "for event in events.values()\n            if not event",
    ),
    Planted(
        "a timeline that grew keeps its old answers",
        "query.timeline",
        "if k not in worked_out",
        "if True",
    ),
    Planted(
        "an answer is kept a day too long",
        "query.slots",
        "slot = bisect_right(self.points, day)",
        "slot = bisect_right(self.points, day - 1)",
    ),
    Planted(
        "nobody in office is vacant, whatever the reason",
        "fold.office",
        "        return OfficeState(None, step.absence, candidates=step.candidates)",
        "        return OfficeState(None, Absence.VACANT, candidates=step.candidates)",
    ),
    Planted(
        "rivals are not asked for together",
        "events.references",
        'found.add(("claim", said.claim))',
        "pass",
    ),
    Planted(
        "a glance does not mind predecessors and rivals",
        "index.exact_keys",
        "for name in self._links.together(names) if names else ():",
        "for name in ():",
    ),
    Planted(
        "a glance sees what was recorded later",
        "index.exact_keys",
        "found = self._index.at(key, day, position)",
        "found = self._index.at(key, day)",
    ),
    Planted(
        "the table of all keys does not grow with the log",
        "query.all_keys",
        "                self._states.put(key, day, glance)",
        "                pass",
    ),
)


def planted(fault: Planted, folder: Path) -> str:
    """Return what the kit says of a copy of the package with a fault in it; empty where it finds nothing."""
    package = folder / "cstotimeline"
    shutil.copytree(
        ROOT / "src" / "cstotimeline",
        package,
        ignore=shutil.ignore_patterns("__pycache__"),
        dirs_exist_ok=True,
    )
    module = package / "core" / f"{fault.module.replace('.', '/')}.py"
    text = module.read_text(encoding="utf-8")
    if text.count(fault.right) != 1:
        raise SystemExit(
            f"{fault.module}.py: expected {fault.right!r} once, found it {text.count(fault.right)} times"
        )
    module.write_text(text.replace(fault.right, fault.wrong), encoding="utf-8")
    test = folder / "test_planted.py"
    test.write_text(TEST, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", "-p", "no:cstotimeline", str(test)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout if ran.returncode == 1 else ""


def report(said: str) -> str:
    """Return the law that a fault broke and the smallest history that shows it, as the kit prints them."""
    found = said.partition("LawBroken: ")[2] or said
    lines = [line.removeprefix("E").removeprefix("       ") for line in found.splitlines()]
    end = next((n for n, line in enumerate(lines) if line.startswith("Failing test case")), len(lines))
    return "\n".join(lines[:end])


def main(names: list[str]) -> int:
    """Plant the faults one after another, print each with what caught it, and return 1 where one got through."""
    missed = 0
    for fault in FAULTS:
        if names and fault.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            said = planted(fault, Path(folder))
        missed += not said
        shown = report(said) if said else "NOT CAUGHT"
        print(f"## {fault.name[0].upper()}{fault.name[1:]}\n\n```text\n{shown}\n```\n", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
