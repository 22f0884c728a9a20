"""From which size a cluster pays: one Parquet file of days, annotated and counted by label, by each engine in turn.

    python -m tests.bench.clusters 10000 1000000 10000000

Prints a table of seconds, the least of three turns, after the counts were found equal. Sail takes part where the
dependency group ``spark`` is installed.
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from cstotimeline import load
from tests.bench.rounds import Absent
from tests.bench.settings import peer

TURNS = 3
BATCH = 1_000_000
ADD: dict[str, Any] = {"on": "day", "add": ["presidency"]}
Count = Callable[[Path], dict[str, int]]


def written(rows: int, folder: Path) -> Path:
    """Return a Parquet file of so many days between 1992 and 2026."""
    pa, parquet, numpy = peer("pyarrow"), peer("pyarrow.parquet"), peer("numpy")
    path = folder / f"{rows}.parquet"
    chance = numpy.random.default_rng(rows)
    schema = pa.schema([("day", pa.date32())])
    with parquet.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, BATCH):
            days = chance.integers(8_170, 20_600, min(BATCH, rows - start), dtype="int32")
            writer.write_table(pa.table({"day": pa.array(days).cast(pa.date32())}))
    return path


def by_arrow(path: Path) -> dict[str, int]:
    """Count by batches of Arrow."""
    pa, parquet = peer("pyarrow"), peer("pyarrow.parquet")
    file = parquet.ParquetFile(path)
    stream = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(BATCH))
    found: Counter[str] = Counter()
    for batch in load().annotate(stream, **ADD):
        counts = batch["presidency"].value_counts()
        found.update(dict(zip(counts.field(0).to_pylist(), counts.field(1).to_pylist(), strict=True)))
    return dict(found)


def by_polars(path: Path) -> dict[str, int]:
    """Count by a lazy frame of polars."""
    polars = peer("polars")
    lazy = load().annotate(polars.scan_parquet(path), **ADD)
    counted = lazy.group_by(polars.col("presidency").cast(polars.String)).len().collect(engine="streaming")
    return dict(counted.iter_rows())


def by_duckdb(path: Path) -> dict[str, int]:
    """Count by a relation of DuckDB."""
    relation = load().annotate(peer("duckdb").read_parquet(str(path)), **ADD)
    return dict(relation.aggregate("presidency, count(*)").fetchall())


@contextmanager
def sail() -> Iterator[Count]:
    """Lend what counts by a frame of Spark, on a server of Sail."""
    server = peer("pysail.spark").SparkConnectServer()
    server.start()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = peer("pyspark.sql").SparkSession.builder
        session = builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()

        def by_sail(path: Path) -> dict[str, int]:
            frame = load().annotate(session.read.parquet(str(path)), **ADD)
            return {row[0]: row[1] for row in frame.groupBy("presidency").count().collect()}

        try:
            yield by_sail
        finally:
            session.stop()
            server.stop()


def main(sizes: Sequence[int]) -> int:
    """Print the table, and return the exit status."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ways: dict[str, Count] = {"Arrow batches": by_arrow, "polars, lazy": by_polars, "DuckDB": by_duckdb}
        try:
            ways["Sail"] = stack.enter_context(sail())
        except Absent as why:
            print(f"Sail: {why}")
        print(f"| rows | {' | '.join(ways)} |\n|--:|{'--:|' * len(ways)}")
        for rows in sizes:
            path = written(rows, Path(folder))
            taken = {name: float("inf") for name in ways}
            counts: list[dict[str, int]] = []
            for _ in range(TURNS):
                for name, count in ways.items():
                    begin = time.perf_counter()
                    counts.append(count(path))
                    taken[name] = min(taken[name], time.perf_counter() - begin)
            if any(found != counts[0] for found in counts):
                print(f"{rows}: the counts differ")
                return 1
            print(
                f"| {rows:,} | {' | '.join(f'{seconds:.2f} s' for seconds in taken.values())} |", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [10_000, 1_000_000]))
