"""What the EDTF packages say of a fixed table of texts, kept in a file: asking takes some ten seconds.

``python -m tests.core.temporal.golden_edtf`` asks them and writes the file; ``pytest -m live_oracle`` asks them and
compares what they say with the file. Every other run compares the library with the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

import attrs

from tests.core.temporal.near_misses import interval_table, table
from tests.core.temporal.packages import UNREADABLE, edtf_bounds, is_accepted

FILE = Path(__file__).with_name("golden_edtf.jsonl")


@attrs.frozen(kw_only=True)
class Verdict:
    """What the packages say of one text.

    ``valid`` is what edtf_validate says; ``first`` and ``last`` are the days that the package edtf computes for a text
    that is valid and no interval, None where it cannot read the text.
    """

    text: str
    valid: bool
    first: date | None = None
    last: date | None = None

    @property
    def bounds(self) -> tuple[date, date] | None:
        """Return the first and last day; None where the package edtf cannot read the text."""
        return None if self.first is None or self.last is None else (self.first, self.last)

    def to_line(self) -> str:
        """Return the line of the file, without its end; what is None is left out."""
        return json.dumps(attrs.asdict(self, filter=lambda _, value: value is not None), default=str)

    @classmethod
    def from_line(cls, line: str) -> Verdict:
        """Return what a line of the file says."""
        row = json.loads(line)
        days = {name: date.fromisoformat(row[name]) for name in ("first", "last") if name in row}
        return cls(text=row["text"], valid=row["valid"], **days)


def kept() -> dict[str, Verdict]:
    """Return the verdicts of the file by text, in the order of the file."""
    rows = map(Verdict.from_line, FILE.read_text(encoding="utf-8").splitlines())
    return {row.text: row for row in rows}


def asked(texts: Iterable[str] | None = None) -> dict[str, Verdict]:
    """Ask the packages about ``texts``, by default those of the tables, and return what they say, by text."""
    return {text: _verdict(text) for text in (texts or [*table(), *interval_table()])}


def _verdict(text: str) -> Verdict:
    valid = is_accepted(text)
    first = last = None
    if valid and "/" not in text:
        with suppress(*UNREADABLE):
            first, last = edtf_bounds(text)
    return Verdict(text=text, valid=valid, first=first, last=last)


def main() -> None:
    """Ask the packages about every text of the tables and write the file."""
    lines = [verdict.to_line() for verdict in asked().values()]
    FILE.write_text("\n".join([*lines, ""]), encoding="utf-8")
    print(f"{FILE.name}: {len(lines)} texts")


if __name__ == "__main__":
    main()
