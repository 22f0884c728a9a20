"""Coverage: for which days a log claims to have been looked through, aspect by aspect.

A statement about the log and never about the world: it changes no state, and the clock of knowledge leaves it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import ClassVar, Literal

import attrs

from cstotimeline.core.errors import Fault, key_text
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.single_types import DateOrOpen
from cstotimeline.core.temporal.day_spans import Spans, merged
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period, interval_of

FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()

Days = Spans
"""Runs of ordinals of civil days."""

ALL_DAYS: Days = ((FIRST_DAY, LAST_DAY),)


@attrs.frozen(kw_only=True)
class CoverageDeclared(Event):
    """The log was looked through for an aspect, from the day ``since`` to the day ``through``, both included.

    Arguments:
        aspect: what a history is asked by, such as ``presidency`` or ``summits``.
        keys: for which keys of the aspect; none for all of them.
        since: an exact day, or ``..`` for all days before ``through``.
        through: an exact day.
        extent: ``complete``, or ``partial`` for days on which only part was looked through; those do not count as
            covered.

    ``occurred`` is the day of the declaration. Several declarations add up. Answers outside are never certain.

    Raises:
        EventError: an end that is no exact day, or a ``since`` after ``through``.

    >>> from cstotimeline.core.events.citations import Citation
    >>> page = Citation(publisher="the curator")
    >>> day = PartialDate.parse
    >>> declared = CoverageDeclared(
    ...     id="coverage-presidency",
    ...     occurred=day("2026-11-21"),
    ...     aspect="presidency",
    ...     since=day("2004-06-18"),
    ...     through=day("2026-02-13"),
    ...     sources=(page,),
    ... )
    >>> declared.period
    Period('2004-06-18/2026-02-13')
    """

    kind: ClassVar[str] = "coverage_declared"
    stream: ClassVar[str] = "coverage"

    aspect: str
    keys: tuple[str, ...] = ()
    since: DateOrOpen
    through: PartialDate
    extent: Literal["complete", "partial"] = "complete"

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: those of every event, an end that is no exact day, ends in the wrong order."""
        yield from Event.faults(self)
        if not self.aspect.strip():
            remedy = "name what was looked through, such as presidency"
            yield Fault(where="aspect", what=f"expected a name, got {self.aspect!r}", remedy=remedy)
        ends = (("since", self.since, self.since.is_open), ("through", self.through, False))
        for where, end, is_allowed in ends:
            if not (is_allowed or (end.is_exact and end.clock is None)):
                what = f"expected an exact day, got {end.text!r}"
                yield Fault(where=where, what=what, remedy="write a day such as 2026-02-13")
        if (
            self.since.is_exact
            and self.through.is_exact
            and self.since.first_ordinal > self.through.first_ordinal
        ):
            what = f"expected a day not before since, {self.since}, got {self.through.text!r}"
            yield Fault(where="through", what=what, remedy="swap the two ends")

    @property
    def period(self) -> Period:
        """Return the days that were looked through, both ends included."""
        return Period(f"{self.since}/{self.through}")

    @property
    def days(self) -> tuple[int, int]:
        """Return the ordinals of the first and the last day."""
        first = self.since.first_ordinal if self.since.is_date else FIRST_DAY
        return first, self.through.last_ordinal

    @property
    def title(self) -> str:
        """Return the declaration in a few words."""
        keys = f" of {', '.join(self.keys)}" if self.keys else ""
        return f"{self.aspect.replace('_', ' ')}{keys}: {self.extent} from {self.since} to {self.through}"


def _all_days() -> Days:
    return ALL_DAYS


@attrs.frozen(kw_only=True)
class Coverage:
    """The days that a log covers, by aspect and key.

    ``declared`` are the declarations that count; ``find_default`` returns the days of aspects without any.
    """

    declared: tuple[CoverageDeclared, ...] = ()
    find_default: Callable[[], Days] = _all_days

    @property
    def default(self) -> Days:
        """Return the days of aspects for which nothing is declared."""
        return self.find_default()

    def is_declared(self, aspect: str) -> bool:
        """Return whether there is a declaration for an aspect, for any of its keys."""
        return any(one.aspect == aspect for one in self.declared)

    def days(self, aspect: str, key: object = None) -> Days:
        """Return the covered days of a key of an aspect; with None for the key, of all its keys together."""
        if not self.is_declared(aspect):
            return self.default
        return merged(
            one.days
            for one in self.declared
            if one.aspect == aspect
            and one.extent == "complete"
            and (not one.keys or (key is not None and key_text(key) in one.keys))
        )

    def keys(self, aspect: str) -> tuple[str, ...]:
        """Return the keys that the declarations for an aspect name, sorted."""
        return tuple(sorted({key for one in self.declared if one.aspect == aspect for key in one.keys}))


EVERYTHING = Coverage()
"""Every day of every aspect."""


def periods_of(days: Days) -> tuple[Period, ...]:
    """Return runs of days as periods; a run to the first or the last day of the calendar is open there."""
    return tuple(
        interval_of(None if first <= FIRST_DAY else first, None if last >= LAST_DAY else last)
        if (first, last) != (FIRST_DAY, LAST_DAY)
        else Period("0001-01-01/..")
        for first, last in days
    )


def run_of(period: Period) -> tuple[int, int]:
    """Return the first and the last day of a period; an open end is that of the calendar.

    >>> run_of(Period("2004-06/.."))[1] == LAST_DAY
    True
    """
    first = period.start.first_ordinal if period.start.is_date else FIRST_DAY
    return first, period.end.last_ordinal if period.end.is_date else LAST_DAY


def holds(days: Days, day: int) -> bool:
    """Return whether a day is among the covered ones."""
    for first, last in days:  # noqa: SIM110  half the time of any(), on every look-up
        if first <= day <= last:
            return True
    return False


def last_before(days: Days, day: int) -> int | None:
    """Return the last covered day before one that is not covered; None where there is none."""
    return max((last for _, last in days if last < day), default=None)


def edges(days: Days) -> Iterator[int]:
    """Yield the days on which coverage differs from that of the day before."""
    for first, last in days:
        if first > FIRST_DAY:
            yield first
        if last < LAST_DAY:
            yield last + 1
