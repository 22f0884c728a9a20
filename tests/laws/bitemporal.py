"""A second oracle for the clocks: rows with two clocks, as a bitemporal database keeps them.

Each change is written as a row that says, from one instant of the log on, what holds over a stretch of days. Rows
are read newest first under a ceiling: of every stretch of days only what no newer row covers is seen. That is how
XTDB resolves them (xtdb/xtdb#3497). Nothing is folded here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import attrs

FOREVER = 1 << 40
"""After every day and every instant of the log."""


@attrs.frozen
class Row:
    """From ``written`` on, ``value`` holds over the days from ``first`` up to but without ``after``."""

    written: int
    first: int
    after: int
    value: str | None


@attrs.frozen
class Area:
    """A row as far as it is seen: over some days, and from ``written`` up to but without ``hidden``."""

    written: int
    hidden: int
    first: int
    after: int
    value: str | None


def resolved(rows: Iterable[Row]) -> list[Area]:
    """Return what is seen of rows given in the order of writing: rectangles that overlap nowhere."""
    ceiling: list[tuple[int, int, int]] = [(-FOREVER, FOREVER, FOREVER)]
    seen: list[Area] = []
    for row in reversed(list(rows)):
        lowered: list[tuple[int, int, int]] = []
        for first, after, height in ceiling:
            begin, end = max(first, row.first), min(after, row.after)
            if begin >= end:
                lowered.append((first, after, height))
                continue
            if row.written < height:
                seen.append(Area(row.written, height, begin, end, row.value))
            lowered += [(first, begin, height), (begin, end, min(height, row.written)), (end, after, height)]
        ceiling = [piece for piece in lowered if piece[0] < piece[1]]
    return seen


def read(areas: Iterable[Area], *, day: int, instant: int) -> str | None:
    """Return what held on a day, as it was written by an instant; None where nothing was."""
    found = [a for a in areas if a.first <= day < a.after and a.written <= instant < a.hidden]
    return found[0].value if found else None


@attrs.define
class Ledger:
    """Who held an office from which day, kept as rows: each holder lasts until the next one known of."""

    rows: list[Row] = attrs.field(factory=list)
    _starts: dict[int, str] = attrs.field(factory=dict)

    def put(self, day: int, holder: str, *, written: int) -> None:
        """Write that ``holder`` took office on a day: it lasts until the next start."""
        self._starts[day] = holder
        self.rows.append(Row(written, day, self._next(day), holder))

    def remove(self, day: int, *, written: int) -> None:
        """Write that nobody took office on a day after all: whoever held it before goes on."""
        del self._starts[day]
        earlier = [start for start in self._starts if start < day]
        value = self._starts[max(earlier)] if earlier else None
        self.rows.append(Row(written, day, self._next(day), value))

    def _next(self, day: int) -> int:
        starts = sorted(self._starts)
        place = bisect_right(starts, day)
        return starts[place] if place < len(starts) else FOREVER
