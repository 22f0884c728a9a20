"""Memory: events and indexes, weighed in fresh processes."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from cstotimeline.core.log.records import Record, now
from tests.bench.chapter_codec import CATTRS, MAPPER
from tests.bench.chapter_start import ran
from tests.bench.engine import lines_of
from tests.bench.facts import drawn
from tests.bench.settings import Size
from tests.bench.stores_ways import CODEC as TYPICAL
from tests.bench.stores_ways import Supply
from tests.bench.values import Claim, Course, Taken

TITLE = "Memory"
EVENTS = 100_000
TYPICALS = 20_000
RECORDS, LOOKED, ANSWERED, BARE = (
    "records",
    "indexes after a glance at every key",
    "indexes after one answer too",
    "bare index",
)
WORDS = {
    "traced": "what Python's allocators gave out (tracemalloc); what is shared counts once",
    "rss": "what the process takes of the machine (resident set)",
}


def run(size: Size) -> Iterator[Course]:
    """Yield what indexes weigh beside the events, and what events weigh beside those of others; twice over."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seats.jsonl"
        count = size.at_most(EVENTS)
        _write(path, lines_of(drawn(count, seed=size.seed)))
        for how in list(WORDS)[: 1 if size.quick else None]:
            yield _weighed(
                f"{count:,} events of {max(count // 200, 5):,} keys",
                path,
                how,
                ("own", "index"),
                size,
                count,
                [
                    Claim(own=LOOKED, peer=RECORDS, kind="within", bound=1 / 3, source="issue"),
                    Claim(own=ANSWERED, peer=RECORDS, kind="within"),
                    Claim(own=BARE, peer=RECORDS, kind="within", bound=1 / 3, source="issue"),
                ],
            )
        typical = Path(folder) / "typical.jsonl"
        few = size.at_most(TYPICALS)
        instant = now()
        records = (
            Record(position=n, recorded=instant, event=e) for n, e in enumerate(Supply().between(0, few), 1)
        )
        _write(typical, map(TYPICAL.to_line, records))
        for how in list(WORDS)[: 1 if size.quick else None]:
            yield _weighed(
                f"{few:,} events with two sources each",
                typical,
                how,
                ("decoded", "by_cattrs", "by_eventsourcing", "by_eventsource"),
                size,
                few,
                [
                    Claim(own="our codec", peer=CATTRS, kind="within", bound=0.6, source="T7"),
                    Claim(own="our codec", peer=MAPPER, kind="within", bound=0.35, source="T7"),
                    Claim(own="our codec", peer="eventsource-py", kind="within", bound=0.16, source="T7"),
                ],
            )


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def _weighed(
    title: str, path: Path, how: str, what: Iterable[str], size: Size, count: int, claims: list[Claim]
) -> Course:
    """Return the weights of things for each event, each weighed in processes of its own."""
    found: dict[str, list[float]] = {}
    absent: dict[str, str] = {}
    for _ in range(1 if how == "traced" else min(size.slow, 3)):  # what is traced does not vary
        for one in what:
            try:
                weights = json.loads(ran("-m", "tests.bench.weights", one, str(path), how))
            except subprocess.CalledProcessError as error:
                absent[one] = error.stderr.strip().splitlines()[-1][:80]
                continue
            for name, weight in weights.items():
                found.setdefault(name, []).append(max(weight, 1) / count)
    return Course(
        title=f"{title}: {WORDS[how].partition(' (')[0]}",
        taken=tuple(
            Taken(name=name, figures=tuple(weights), operations=count) for name, weights in found.items()
        ),
        claims=tuple(claims),
        unit="bytes",
        absent=absent,
        notes=(f"{WORDS[how]}; bytes for each event",),
    )
