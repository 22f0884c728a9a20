"""The report: every comparison, measured and written as tables and plots for the docs.

    python -m tests.bench.report                     all of it, some ten minutes on two processors
    python -m tests.bench.report --only point        one chapter; the others stay as they were kept
    python -m tests.bench.report --quick             small sizes: shows that everything works
    python -m tests.bench.report --held-out --name again
    python -m tests.bench.report --draw docs/bench/report.json docs/bench/again.json

It wants the dependency group ``bench``; who is not installed is left out, with the reason. Each chapter is measured in
a process of its own. It ends with 1 if a way answered otherwise than the rest, whose figures then do not count, or if
a chapter broke off.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench import plots, tables
from tests.bench.settings import HELD_OUT, SEED, Size, conditions, full, quick
from tests.bench.values import Chapter, Course, Curve, read, to_json

CHAPTERS = (
    "shipped",
    "proportion",
    "point",
    "states",
    "clocks",
    "worlds",
    "versions",
    "inserts",
    "refresh",
    "doubt",
    "dates",
    "codec",
    "rows",
    "tables",
    "stores",
    "start",
    "memory",
    "growth",
)
FOLDER = Path(__file__).parents[2] / "docs" / "bench"


def measured(name: str, size: Size) -> Chapter:
    """Return what one chapter finds."""
    module = importlib.import_module(f"tests.bench.chapter_{name}")
    found = conditions(size)
    begin = time.perf_counter()
    courses: list[Course] = []
    curves: list[Curve] = []
    for one in module.run(size):
        if isinstance(one, Course):
            courses.append(one)
        else:
            curves.append(one)
    return Chapter(
        name=name,
        title=module.TITLE,
        conditions=found,
        courses=tuple(courses),
        curves=tuple(curves),
        seconds=time.perf_counter() - begin,
    )


def measured_apart(name: str, options: Sequence[str]) -> Chapter | None:
    """Return what one chapter finds in a process of its own; None where it broke off."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "tests.bench.report",
            "--only",
            name,
            "--into",
            folder,
            "--no-drawing",
        ]
        subprocess.run([*command, *options], check=False, cwd=Path(__file__).parents[2])
        found = read(Path(folder) / "report.json")
    return found[0] if found else None


def merged(kept: Sequence[Chapter], found: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """Return the chapters that were kept, those that were found in their places, in the order of the report."""
    named = {chapter.name: chapter for chapter in (*kept, *found)}
    return tuple(named[name] for name in CHAPTERS if name in named)


def draw(runs: Sequence[Path], folder: Path) -> None:
    """Write the tables and plots of a kept run, with those of a second one beside them."""
    first, *rest = (read(path) for path in runs)
    second = rest[0] if rest else ()
    for path in (*tables.write(first, second, folder), *plots.write(first, folder)):
        print(f"wrote {path}")
    print(", ".join(f"{count} {word}" for word, count in tables.counted(first).items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure or draw, as told on the command line, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.report", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds, not to be quoted")
    parser.add_argument("--only", action="append", choices=CHAPTERS, help="this chapter; may be repeated")
    parser.add_argument("--largest", type=int, default=0, help="the largest number of events (10,000,000)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"what workloads are drawn from ({SEED})")
    parser.add_argument("--held-out", action="store_true", help="the seed that nothing was chosen by")
    parser.add_argument("--into", type=Path, help="the folder for figures, tables and plots (docs/bench)")
    parser.add_argument("--name", default="report", help="the name under which the figures are kept")
    parser.add_argument("--draw", nargs="+", type=Path, metavar="FILE", help="kept runs: measure nothing")
    parser.add_argument("--no-drawing", action="store_true", help="keep the figures only")
    given = parser.parse_args(arguments)
    given.into = given.into or (Path(tempfile.gettempdir()) / "cstotimeline-bench" if given.quick else FOLDER)
    given.into.mkdir(parents=True, exist_ok=True)
    if given.draw:
        draw(given.draw, given.into)
        return 0
    seed = HELD_OUT if given.held_out else given.seed
    make = quick if given.quick else full
    size = make(seed, given.largest) if given.largest else make(seed)
    options = ["--seed", str(seed), *(["--largest", str(given.largest)] if given.largest else [])]
    names = given.only or CHAPTERS
    path, broken = given.into / f"{given.name}.json", []
    for name in names:
        print(f"{name} ...", flush=True)
        apart = len(names) > 1 and not given.quick
        chapter = measured_apart(name, options) if apart else measured(name, size)
        if chapter is None:
            broken.append(name)
            continue
        print(f"{name}: {chapter.seconds:.1f} s", flush=True)
        for course in chapter.courses:
            for way, why in course.void.items():
                print(f"VOID {name}: {course.title}: {way}: {why}")
        path.write_text(to_json(merged(read(path), [chapter])), encoding="utf-8")
    if broken:
        print(f"broke off: {', '.join(broken)}")
    found = read(path)
    if not given.no_drawing and found:
        draw([path], given.into)
    return 1 if broken or not all(chapter.is_sound for chapter in found if chapter.name in names) else 0


if __name__ == "__main__":
    sys.exit(main())
