"""How long each kind of question takes on the worst log of a stated size: ``python -m tests.bench.bounds``.

Each case is asked anew in a process of its own. The table says how long it took beside an ordinary question, and
whether the answer is exact, gave up, or is a refusal.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Any

import attrs

from cstotimeline.core.errors import TimelineError
from cstotimeline.core.rules.rule import Finding
from tests.bench.worst_logs import CASES, Case, ordinary

LIMIT = 600.0
"""How many seconds a case may take on a busy machine; the bounds are far below."""


@attrs.frozen(kw_only=True)
class Measured:
    """What one case took."""

    case: Case
    size: int
    seconds: float | None
    ordinary: float
    says: str

    @property
    def row(self) -> str:
        """Return the row of the table."""
        what = f"| {self.case.log} | {self.size:,} | {self.case.question}"
        if self.seconds is None:
            return f"{what} | over {LIMIT:.0f} s | - | - |"
        times = self.seconds / self.ordinary
        shown = f"{times:,.0f}" if times >= 10 else f"{times:.1f}"
        return f"{what} | {self.seconds:.3f} s | {shown} | {self.says} |"


def said(answer: Any) -> str:
    """Return in a word or two what an answer is: exact, or given up; of findings how many there are."""
    answers = answer if isinstance(answer, tuple | list) else (answer,)
    if answers and all(isinstance(one, Finding) for one in answers):
        return f"{len(answers):,} findings"
    if any(getattr(one, "gave_up", False) for one in answers):
        return "gave up"
    return "exact"


def timed(ask: Callable[[], Any], *, reasons: bool = False) -> tuple[float, str]:
    """Return how many seconds of the processor a question takes, and what the answer is or its ``reasons`` are."""
    start = time.process_time()
    try:
        answer = ask()
    except TimelineError as error:
        return time.process_time() - start, f"refused, {len(str(error)):,} characters"
    took = time.process_time() - start
    minimal = not reasons or answer.because_is_minimal
    return took, said(answer) if minimal else f"{said(answer)}, reasons not minimal"


def measured(case: Case, size: int, limit: float = LIMIT) -> Measured:
    """Return what a case takes at a size, in a process of its own; no seconds where it took longer than the limit."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    child = context.Process(target=_measure, args=(case, size, there))
    child.start()
    if not here.poll(limit):
        child.terminate()
        child.join()
        return Measured(case=case, size=size, seconds=None, ordinary=1.0, says="")
    usual, seconds, says = here.recv()
    child.join()
    return Measured(case=case, size=size, seconds=seconds, ordinary=usual, says=says)


def _measure(case: Case, size: int, there: Connection) -> None:
    usual = min(timed(ordinary())[0] for _ in range(5))
    seconds, says = timed(case.made(size), reasons="because" in case.question)
    there.send((usual, seconds, says))


def table(rows: Iterable[Measured]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| log | size | question | time | times an ordinary question | answer |"
    yield "|---|--:|---|--:|--:|---|"
    for row in rows:
        yield row.row


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; exit with 1 where a case took longer than the limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bounds", description=__doc__)
    parser.add_argument("--small", action="store_true", help="small sizes, which the tests use")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="only cases whose log or question has this text"
    )
    options = parser.parse_args(arguments)
    chosen = [case for case in CASES if options.only in f"{case.log} {case.question}"]
    rows = []
    for line in table([]):
        print(line)
    for case in chosen:
        for size in (case.small,) if options.small else case.sizes:
            rows.append(measured(case, size))
            print(rows[-1].row, flush=True)
    return int(any(row.seconds is None for row in rows))


if __name__ == "__main__":
    sys.exit(main())
