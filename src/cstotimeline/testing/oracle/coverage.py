"""Coverage: for which days the log claims to have been looked through, by aspect and key."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from math import inf
from typing import Any

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record
from cstotimeline.testing.oracle.calendar import day_in_utc, days_of, epoch_of, first

KIND = "coverage_declared"
"""The kind of the events that declare coverage; they are read by the names of their fields."""


@attrs.frozen(kw_only=True)
class Coverage:
    """The declarations of a log, and the last day that is covered where nothing is declared for an aspect.

    ``default`` is an ordinal: infinity for bare events, minus infinity for a log without a record.
    """

    declared: tuple[Any, ...]
    default: float

    def stretches(self, aspect: str, key: Hashable) -> list[tuple[float, float]]:
        """Return the first and the last day of each stretch that is covered, as declared; they may overlap."""
        mine = self._declared(aspect)
        if not mine:
            return [(-inf, self.default)] if self.default > -inf else []
        return [_stretch(d) for d in mine if d.extent == "complete" and (not d.keys or _named(key) in d.keys)]

    def _declared(self, aspect: str) -> list[Any]:
        return [declared for declared in self.declared if declared.aspect == aspect]

    def covers(self, aspect: str, key: Hashable, day: int) -> bool:
        """Return whether a day is covered."""
        return any(begin <= day <= end for begin, end in self.stretches(aspect, key))

    def is_declared(self, aspect: str, key: Hashable, day: int) -> bool:
        """Return whether a day is covered by a declaration."""
        return bool(self._declared(aspect)) and self.covers(aspect, key, day)

    def last_known(self, aspect: str, keys: Sequence[Hashable], day: int) -> int | None:
        """Return the last day before ``day`` on which all keys are covered; None where there is none.

        None as well where ``day`` itself is covered.
        """
        if all(self.covers(aspect, key, day) for key in keys):
            return None
        ends = {end for key in keys for _, end in self.stretches(aspect, key) if end < day}
        shared = [end for end in ends if all(self.covers(aspect, key, int(end)) for key in keys)]
        return int(max(shared)) if shared else None


def _stretch(declared: Any) -> tuple[float, float]:
    since = -inf if declared.since.text == ".." else first(days_of(declared.since))
    return since, first(days_of(declared.through))


def _named(key: Hashable) -> str:
    """Return the text by which a declaration names a key."""
    return ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def is_coverage(event: Event) -> bool:
    """Return whether an event declares coverage."""
    return event.kind == KIND


def coverage_of(
    declared: Iterable[Event], records: Sequence[Record] | None, through: date | None
) -> Coverage:
    """Return the coverage of a log whose ``records`` are those seen, or of bare events (None) up to ``through``."""
    if records is not None:
        default = max((float(day_in_utc(record.recorded)) for record in records), default=-inf)
    else:
        default = inf if through is None else float(through.toordinal())
    return Coverage(declared=tuple(declared), default=default)


def seen_by(records: Iterable[Record], recorded: date | None) -> list[Record]:
    """Return the records that a log held at an instant, or at the end of a day in UTC; without one, all."""
    if recorded is None:
        return list(records)
    if isinstance(recorded, datetime):
        return [record for record in records if epoch_of(record.recorded) <= epoch_of(recorded)]
    return [record for record in records if day_in_utc(record.recorded) <= recorded.toordinal()]
