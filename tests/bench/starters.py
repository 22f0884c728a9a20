"""What is run in fresh processes: ``python -m tests.bench.starters WHAT PATH`` prints one answer, or weights.

``plain`` is a reader as one writes it with attrs, cattrs and pendulum in an afternoon: typed, and without any promise.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def shipped(_: Path) -> str:
    """Return who presided on a day, by the shipped log."""
    from cstotimeline import load

    return str(load().presidency.at("2019-11-20").holder)


def first_at(_: Path) -> float:
    """Return the seconds that a first answer about the presidency takes, once the log is loaded."""
    from cstotimeline import load

    history = load()
    begin = time.perf_counter()
    history.presidency.at("2019-11-20")
    return time.perf_counter() - begin


def first_value(_: Path) -> float:
    """Return the seconds that a first bare value takes, once the log is loaded."""
    from cstotimeline import load

    history = load()
    begin = time.perf_counter()
    history.presidency.value_at("2019-11-20")
    return time.perf_counter() - begin


def plain(folder: Path) -> str:
    """Return the same from the lines of the same folder, decoded into classes and folded."""
    import json

    import attrs
    import cattrs
    import pendulum

    @attrs.frozen
    class Source:
        publisher: str
        address: str = ""
        published: str = ""
        says: str = ""

    @attrs.frozen
    class Entry:
        recorded: pendulum.DateTime
        kind: str
        id: str
        occurred: str
        sources: tuple[Source, ...]
        effective: str = ""
        holder: str = ""
        note: str = ""

    converter = cattrs.Converter()
    converter.register_structure_hook(pendulum.DateTime, lambda text, _: pendulum.parse(text))  # noqa: TID251
    attrs.resolve_types(Entry, globals(), locals())
    entries: list[Entry] = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            entries.extend(converter.structure(json.loads(line), Entry) for line in file)
    turns = sorted(
        (entry.effective or entry.occurred, entry.holder)
        for entry in entries
        if entry.kind == "presidency_transferred"
    )
    return [holder for day, holder in turns if day <= "2019-11-20"][-1]


def own_log(path: Path) -> str:
    """Return who held an office on a day, by a long log in a file."""
    from cstotimeline.stores.jsonl import read_jsonl
    from tests.bench.engine import CODEC, covering

    return str(covering(read_jsonl(path, CODEC))["office"]["office-0"].value_at("4000-01-01").value.holder)


def plain_log(path: Path) -> str:
    """Return the same from the same file, decoded into classes and folded."""
    import json

    import attrs
    import cattrs
    import pendulum

    @attrs.frozen
    class Source:
        publisher: str
        address: str = ""

    @attrs.frozen
    class Entry:
        recorded: pendulum.DateTime
        kind: str
        version: int
        id: str
        occurred: pendulum.Date
        office: str
        holder: str
        sources: tuple[Source, ...]

    attrs.resolve_types(Entry, globals(), locals())
    converter = cattrs.Converter()
    converter.register_structure_hook(
        pendulum.DateTime, lambda text, _: pendulum.DateTime.fromisoformat(text)
    )
    converter.register_structure_hook(pendulum.Date, lambda text, _: pendulum.Date.fromisoformat(text))
    with path.open(encoding="utf-8") as file:
        entries = [converter.structure(json.loads(line), Entry) for line in file]
    day = pendulum.Date(4000, 1, 1)
    turns = sorted(
        (one.occurred, one.holder) for one in entries if one.office == "office-0" and one.occurred <= day
    )
    return str(turns[-1][1])


if __name__ == "__main__":
    print(globals()[sys.argv[1]](Path(sys.argv[2])))
