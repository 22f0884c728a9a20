"""Ends of terms: where one event tells both ends of a holder's time, its end is folded as a leaving of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.single_types import DateOrOpen
from cstotimeline.core.fold.steps import NoHolder, Step, TakesOffice
from cstotimeline.core.temporal.edtf import PartialDate

LAST_END = date.max.toordinal() - 1  # the day after which the calendar ends has no day after it


@attrs.frozen(kw_only=True, repr=False)
class TermEnd(Event):
    """``holder`` leaves what was taken by the event ``of``, on the day after ``until``, the last day in office.

    The fold makes it; no log holds it. ``is_reversed``: the term would end before it begins, so that its end is
    taken for unknown.
    """

    order = -1_000  # the end of a day comes before all that happens on the next one

    holder: str
    of: str
    until: DateOrOpen
    is_reversed: bool = False

    @property
    def is_unknown(self) -> bool:
        """Return whether the end of the term is unknown."""
        return self.until.is_unknown or self.is_reversed

    def __attrs_post_init__(self) -> None:
        """Check nothing: the event of the term was checked."""


def end_id(name: str) -> str:
    """Return the id of the end of the term of an event.

    >>> end_id("mayor-ann")
    'mayor-ann/end'
    """
    return f"{name}/end"


def stated_id(name: str) -> str:
    """Return the id of the event in the log behind an event of the fold: for the end of a term, that of the term.

    >>> stated_id("mayor-ann/end"), stated_id("mayor-ann")
    ('mayor-ann', 'mayor-ann')
    """
    return name.partition("/")[0]


def term_ends(stated: Iterable[tuple[Event, Step | None]]) -> list[Event]:
    """Return the ends of the terms, where one event has both ends; a term that goes on has none."""
    said = list(stated)
    found: list[Event] = []
    for event, step in said:
        if isinstance(step, TakesOffice) and not step.until.is_open:
            is_reversed = ends_before(event.effective, step.until)
            until = PartialDate.UNKNOWN if is_reversed else step.until
            found.append(
                TermEnd(
                    id=end_id(event.id),
                    occurred=event.occurred,
                    effective=day_after(event.effective, until, _latest(event, step.holder, said, until)),
                    sources=event.sources,
                    zone=event.zone,
                    holder=step.holder,
                    of=event.id,
                    until=step.until,
                    is_reversed=is_reversed,
                )
            )
    return found


def ends_before(start: PartialDate, until: PartialDate) -> bool:
    """Return whether a last day in office is surely before the first one."""
    return until.is_date and until.last_ordinal < start.first_ordinal


def _latest(event: Event, holder: str, said: Iterable[tuple[Event, Step | None]], until: PartialDate) -> int:
    """Return the last day on which it can matter that a term ends: one by which somebody else surely took office, where
    nothing else is known of the end.
    """
    if until.is_date:
        return LAST_END
    begun = event.effective.last_ordinal
    ended = (
        other.effective.last_ordinal
        for other, step in said
        if isinstance(step, NoHolder) or (isinstance(step, TakesOffice) and step.holder != holder)
        if other.effective.first_ordinal > begun
    )
    return min(ended, default=LAST_END)


@lru_cache(maxsize=8192)
def day_after(start: PartialDate, until: PartialDate, latest: int = LAST_END) -> PartialDate:
    """Return the day after the last day in office, of a term from ``start`` on: the set of all that it may be.

    Of an unknown last day that is any day after the first one, up to the ordinal ``latest``. A pattern counts as all
    days between its ends.

    Source:
        EDTF specification (Library of Congress, 2019), level 2, "one of a set".

    >>> day_after(PartialDate.parse("1998"), PartialDate.parse("2004-06-18")).text
    '2004-06-19'
    >>> day_after(PartialDate.parse("1998"), PartialDate.parse("2004")).text
    '[2004-01-02..2005-01-01]'
    """
    first, last = start.first_ordinal + 1, latest
    if until.is_date:
        first, last = max(first, until.first_ordinal + 1), min(until.last_ordinal + 1, LAST_END)
    first = min(first, last)
    if first == last:
        day = PartialDate.of_ordinal(first)
        return PartialDate.parse(f"{day.text}{until.qualifier}") if until.is_date else day
    begin, end = date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
    return PartialDate.parse(f"[{begin}..]" if last == LAST_END else f"[{begin}..{end}]")
