"""Terms: the days on which a term ends, where one event states both ends, computed from the texts of its dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import LeavesOffice, NoHolder, Office, TakesOffice
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing.oracle.calendar import days_of, first, last

_END = date.max.toordinal() - 1
"""The last day that an unknown end is tried on: the calendar ends on the next one."""


@attrs.frozen(eq=False)
class Written:
    """The days of an end, as a date of which only the text is read; equal to every date with that text."""

    text: str

    def __eq__(self, other: object) -> bool:
        return self.text == getattr(other, "text", None)

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def ordinals(self) -> Sequence[int]:
        """Return the ordinals of its days."""
        days: Any = self
        return [n for run in days_of(days) for n in run] if ".." not in self.text else (1, 2)


@attrs.frozen(kw_only=True)
class End:
    """The end of a term, treated as an event on the day after the last one in office."""

    order: ClassVar[int] = -1_000
    after: ClassVar[tuple[str, ...]] = ()

    id: str
    of: str
    holder: str
    occurred: PartialDate
    effective: Any
    zone: str
    shown: str


def step_of(office: Any, event: Any) -> Any:
    """Return what an event, or the end of a term, does to an office."""
    if isinstance(event, End):
        return LeavesOffice(event.holder, of=event.of)
    return office.steps(event) if isinstance(office, Office) else None


def _last_that_matters(office: Any, event: Event, holder: str, events: Mapping[str, Event]) -> int:
    begun = last(days_of(event.effective))
    found = [_END]
    for other in events.values():
        step = step_of(office, other)
        is_other = isinstance(step, TakesOffice) and step.holder != holder
        if (is_other or isinstance(step, NoHolder)) and first(days_of(other.effective)) > begun:
            found.append(last(days_of(other.effective)))
    return min(found)


def ends_of(office: Any, events: Mapping[str, Event]) -> Iterator[End]:
    """Yield the ends of the terms that events state; an open term has none.

    Where the end is unknown, or would come before the beginning, it is any day after the first one, up to the day by
    which surely somebody else, or surely nobody, holds the office: a later end would change nothing.
    """
    for name, event in events.items():
        step = step_of(office, event)
        if not isinstance(step, TakesOffice) or step.until.text == "..":
            continue
        begin, until = first(days_of(event.effective)), days_of(step.until)
        is_known = bool(until) and last(until) >= begin
        low = max(first(until), begin) + 1 if is_known else begin + 1
        high = last(until) + 1 if is_known else _last_that_matters(office, event, step.holder, events)
        one, other = date.fromordinal(low).isoformat(), date.fromordinal(high).isoformat()
        if low == high:
            mark = step.until.text[-1] if step.until.text[-1:] in ("?", "~", "%") else ""
            text = f"{one}{mark}"
        else:
            text = f"[{one}..{other}]"
        yield End(
            id=f"{name}/end",
            of=name,
            holder=step.holder,
            occurred=event.occurred,
            effective=Written(text),
            zone=event.zone,
            shown=text if is_known else "",
        )
