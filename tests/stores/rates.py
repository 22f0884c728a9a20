"""``python -m tests.stores.rates 1000``: a durable append beside a bare write and flush of the same line, in turns."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cstotimeline.testing.store_contract import CODEC, took
from tests.stores.faults.common import STORES, log_at


def main(times: int) -> None:
    """Print the median of each in microseconds, and how many times the bare one it is."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for store in STORES:
            (place / store).mkdir()
        logs = {store: log_at(store, place / store) for store in STORES}
        (record, *_) = [log.append(took("first"))[0] for log in logs.values()]
        line = f"{CODEC.to_line(record)}\n".encode()
        handle = os.open(place / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

        def bare() -> None:
            os.write(handle, line)
            os.fsync(handle)

        taken: dict[str, list[float]] = {"bare": [], **{store: [] for store in STORES}}
        for number in range(times):
            event = took(f"e{number}")
            taken["bare"].append(_seconds(bare))
            for store, log in logs.items():
                taken[store].append(_seconds(lambda log=log, event=event: log.append(event)))  # type: ignore[misc]
        os.close(handle)
        for log in logs.values():
            log.close()
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(
            f"{name}: {median * 1e6:.0f} us, {median / statistics.median(taken['bare']):.2f} times the bare one"
        )


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]))
