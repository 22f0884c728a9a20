"""What is weighed in fresh processes: ``python -m tests.bench.weights WHAT PATH HOW`` prints bytes as JSON.

HOW is ``rss``, what the process takes of the machine, or ``traced``, what Python's allocators gave out since the
start (tracemalloc). Values that lines share are counted once, since they are there once.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

Weigh = Callable[[], int]


def own(path: Path, weigh: Weigh) -> dict[str, int]:
    """Return the weight of decoded records, and of what is built to answer about them."""
    from cstotimeline.stores.jsonl import read_jsonl
    from tests.bench.engine import CODEC, covering

    empty = weigh()
    records = read_jsonl(path, CODEC)
    events = weigh()
    timeline = covering(records)
    offices = timeline["office"]
    names = offices.keys
    for name in names:
        offices[name].value_at("4000-01-01")
    looked_up = weigh()
    offices[names[0]].at("4000-01-01")
    answered = weigh()
    return {
        "records": events - empty,
        "indexes after a glance at every key": looked_up - events,
        "indexes after one answer too": answered - events,
    }


def index(path: Path, weigh: Weigh) -> dict[str, int]:
    """Return the weight of the bare index of the same facts, values shared with the events."""
    from cstotimeline.core.index.bitemporal import BitemporalIndex, Version
    from cstotimeline.stores.jsonl import read_jsonl
    from tests.bench.engine import CODEC

    records = read_jsonl(path, CODEC)
    begin = weigh()
    found: BitemporalIndex[str, Any] = BitemporalIndex()
    found.extend(
        Version(record.event.office, record.event.occurred.first_ordinal, record.position, record.event)  # type: ignore[attr-defined]
        for record in records
    )
    found.at("office-0", 1)
    return {"bare index": weigh() - begin}


def decoded(path: Path, weigh: Weigh, *, fast: bool = False) -> dict[str, int]:
    """Return the weight of the typical events, decoded by our codec."""
    from cstotimeline.core.codec.codec import Codec
    from cstotimeline.csto.presidency import PresidencyTransferred
    from cstotimeline.stores.jsonl import read_jsonl

    codec = Codec([PresidencyTransferred], fast=fast)
    empty = weigh()
    kept = read_jsonl(path, codec)
    return {"our codec": weigh() - empty} if len(kept) else {}


def by_cattrs(path: Path, weigh: Weigh) -> dict[str, int]:
    """Return the weight of the same events, decoded by cattrs as it comes."""
    from tests.bench.chapter_codec import CATTRS, structuring

    decode = structuring(json.loads)
    empty = weigh()
    with path.open(encoding="utf-8") as file:
        kept = [decode([line])[0] for line in file]
    return {CATTRS: weigh() - empty} if kept else {}


def by_eventsourcing(path: Path, weigh: Weigh) -> dict[str, int]:
    """Return the weight of the same events as `eventsourcing` has them."""
    from tests.bench.chapter_codec import MAPPER, mapped

    mapper, store = mapped()
    empty = weigh()
    kept = []
    with path.open(encoding="utf-8") as file:
        for place, line in enumerate(file, 1):
            kept.append(mapper.to_domain_event(store(line, place)))
    return {MAPPER: weigh() - empty} if kept else {}


def by_eventsource(path: Path, weigh: Weigh) -> dict[str, int]:
    """Return the weight of the same events as `eventsource-py` has them: pydantic models, the fields a dict."""
    from uuid import uuid4

    from tests.bench.stores_peers import py_kind

    cls, aggregate = py_kind(), str(uuid4())
    empty = weigh()
    kept = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            data = {"aggregate_id": aggregate, "aggregate_type": "Presidency", "said": json.loads(line)}
            kept.append(cls.model_validate(data))
    return {"eventsource-py": weigh() - empty} if kept else {}


def _rss() -> int:
    gc.collect()
    with Path("/proc/self/statm").open(encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _traced() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def main(what: str, path: str, how: str) -> None:
    """Print what is asked for."""
    if how == "traced":
        tracemalloc.start()
    print(json.dumps(globals()[what](Path(path), _traced if how == "traced" else _rss)))


if __name__ == "__main__":
    main(*sys.argv[1:])
