"""What a table of terms weighs: ``python -m tests.bench.term_weights ROWS SEED`` prints bytes as JSON."""

from __future__ import annotations

import gc
import json
import os
import sys

from tests.bench.term_table import COLUMNS, table


def resident() -> int:
    """Return what the process takes of the machine."""
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main(count: int, seed: int) -> dict[str, int]:
    """Return what events, the first look at everyone, and the same rows in SQLite weigh."""
    from tests.bench import chapter_rows

    chapter_rows.sitting(chapter_rows.timeline_of(table(500, seed)), chapter_rows.DAY)
    rows = table(count, seed)
    empty = resident()
    history = chapter_rows.timeline_of(rows)
    events = resident()
    chapter_rows.sitting(history, chapter_rows.DAY)
    looked = resident()
    base = chapter_rows.database(rows, COLUMNS)
    last = resident()
    base.close()
    return {
        "events of a timeline": events - empty,
        "with the first look at everyone": looked - empty,
        "sqlite3, all columns": last - looked,
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
