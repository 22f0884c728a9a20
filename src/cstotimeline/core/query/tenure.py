"""A tenure: who holds an office, since when, until when, how long, and who came before and after."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

import attrs

from cstotimeline.core.errors import Fault, UnknownName
from cstotimeline.core.events.coverage import FIRST_DAY, LAST_DAY, Days
from cstotimeline.core.fold.steps import Absence, OfficeState
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.tenure_relations import TenureRelation, relation_between
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period

Count = tuple[int, int | None]
"""The fewest and the most; None where nothing bounds it."""

Bounds = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last day on which something may have begun, and those on which it may have been over."""

_EARLIEST, _NEVER = FIRST_DAY - 1, LAST_DAY + 1


def days_of(days: Days) -> int:
    """Return how many days there are in runs of days."""
    return sum(last - first + 1 for first, last in days)


@attrs.frozen(kw_only=True, getstate_setstate=False)
class Tenure(ExplainedAnswer):
    """Who holds an office, and from when to when.

    Attributes:
        office: what was asked, with the key of a keyed office.
        holder: who holds it, as text; None where nobody does.
        acting: whether it is held for the time being.
        absence: why nobody holds it; None where somebody does.
        start: the first day, as the log has it; ``PartialDate.UNKNOWN`` for a holder first seen in office,
            ``PartialDate.OPEN`` where nothing is known of the time before.
        end: the first day *after*, which belongs to what followed; ``PartialDate.OPEN`` where nothing followed.
            :attr:`last_day` is the last day in office.
        alternatives: the labels of the other answers that the dates leave open.

    >>> from cstotimeline import load
    >>> tenure = load().presidency.at("2019-11-20")
    >>> tenure.holder, str(tenure.start), str(tenure.end), str(tenure.last_day)
    ('Kyrgyzstan', '2018-11-08', '2019-11-28', '2019-11-27')
    """

    office: str
    holder: str | None
    acting: bool
    absence: Absence | None
    start: PartialDate
    end: PartialDate
    alternatives: tuple[str, ...]
    stated_last_day: PartialDate | None = attrs.field(default=None, repr=False)

    @property
    def label(self) -> str:
        """Return the holder's name, with ``(acting)``, or the reason for there being none."""
        return OfficeState(self.holder, self.absence, self.acting).label

    @property
    def first_day_after(self) -> PartialDate:
        """Return the first day that no longer belongs to the tenure: another name of :attr:`end`."""
        return self.end

    @property
    def last_day(self) -> PartialDate | None:
        """Return the last day in office: as an event tells it, else the day before :attr:`end`; None where the end is
        open, unknown or coarse.
        """
        if self.stated_last_day is not None:
            return self.stated_last_day
        if not self.end.is_exact or self.end.first_ordinal <= date.min.toordinal():
            return None
        return PartialDate.of_ordinal(self.end.first_ordinal - 1)

    @property
    def period(self) -> Period:
        """Return the days of the tenure, both ends included; a coarse end stands for itself.

        >>> from cstotimeline import load
        >>> load().presidency.at("2019-11-20").period
        Period('2018-11-08/2019-11-27')
        """
        end = self.last_day or self.end
        if not self.start.is_date and not end.is_date:
            return Period("0001-01-01/..")
        return Period(f"{_day_text(self.start, self.start.first_ordinal)}/{_day_text(end, end.last_ordinal)}")

    @property
    def day_bounds(self) -> Bounds:
        """Return the first and the last day, as ordinals, on which it may have begun, and those on which it may have
        been over.
        """
        if self.start.is_date:
            begun = self.start.first_ordinal, self.start.last_ordinal
        else:
            begun = _EARLIEST, self._seen_by()
        if self.end.is_date:
            return begun, (self.end.first_ordinal, self.end.last_ordinal)
        return begun, (max(begun[1], self.explanation.horizon or 0) + 1, _NEVER)

    def _seen_by(self) -> int:
        """Return the last day by which it had begun, where its start is unknown: that of its first event."""
        seen = [event.effective.last_ordinal for event in self.events]
        if self.end.is_date:
            seen.append(self.end.last_ordinal - 1)
        return min(seen, default=LAST_DAY)

    @property
    def days(self) -> Count:
        """Return how many days it lasted: the fewest, and the most by its dates.

        Of one that goes on the fewest are those up to the last day that the log covers, and the most are None; likewise
        of one with an unknown start.

        >>> from cstotimeline import load
        >>> load().presidency.at("2019-11-20").days
        (385, 385)
        """
        (low, high), (over, last) = self.day_bounds
        most = None if low < FIRST_DAY or last > LAST_DAY else last - low
        return max(over - high, 0), most

    @property
    def days_so_far(self) -> Count:
        """Return how many days it lasted; of one that goes on up to the last day that the log covers."""
        (low, high), (over, last) = self.day_bounds
        if last > LAST_DAY and self.explanation.horizon is not None:
            last = over
        return max(over - high, 0), None if low < FIRST_DAY or last > LAST_DAY else last - low

    @property
    def previous(self) -> Self | None:
        """Return the tenure before this one in the same office; None where the log has none.

        Raises:
            UnknownName: the tenure came out of a pickle, which keeps no office.

        >>> from cstotimeline import load
        >>> load().presidency.at("2019-11-20").previous.holder
        'Kazakhstan'
        """
        tenures, place, _ = self._among()
        return tenures[place - 1] if place > 0 else None

    @property
    def next(self) -> Self | None:
        """Return the tenure after this one in the same office; None where the log has none.

        Raises:
            UnknownName: the tenure came out of a pickle, which keeps no office.

        >>> from cstotimeline import load
        >>> load().presidency.at("2019-11-20").next.holder
        'Russia'
        """
        tenures, place, is_in = self._among()
        after = place + is_in
        return tenures[after] if after < len(tenures) else None

    def _among(self) -> tuple[tuple[Self, ...], int, bool]:
        """Return all tenures of the office, the place of this one or of the next, and whether it is one of them."""
        question = self.explanation.question
        if question is None:
            what = f"this tenure does not know its office, got one of {self.office!r} out of a pickle"
            raise UnknownName(Fault(where="tenure", what=what, remedy="ask the office again with at"))
        tenures: tuple[Any, ...] = question.tenures
        place = 0
        for number, one in enumerate(tenures):
            if all(
                getattr(one, name) == getattr(self, name) for name in ("holder", "acting", "start", "end")
            ):
                return tenures, number, True
            if one.start.sort_key <= self.start.sort_key and self.start.is_date:
                place = number + 1
        is_in = bool(place) and tenures[place - 1].label == self.label
        return tenures, place - 1 if is_in else place, is_in

    def relation(self, other: Tenure) -> TenureRelation:
        """Return how this tenure lies to another, of the same office or of any: each of Allen's thirteen relations
        surely, possibly or not.
        """
        return relation_between(self, other)

    def to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """Return the tenure as plain data, dates in EDTF; ``absence`` only where nobody holds the office; ``because``
        only with ``reasons``.
        """
        data: dict[str, Any] = {
            "holder": self.holder,
            "acting": self.acting,
            "start": self.start.text,
            "end": self.end.text,
            "certain": self.certain,
            "covered": self.covered,
            **self.ground_to_dict(),
            "alternatives": list(self.alternatives),
        }
        if reasons:
            data["because"] = list(self.because)
        if self.absence is not None:
            data["absence"] = self.absence.value
        return data


def _day_text(date: PartialDate, day: int) -> str:
    """Return a date as an interval can have it: without a time of day, of a set one of its days."""
    is_plain = not date.is_date or (date.clock is None and not date.text.startswith("["))
    return date.text if is_plain else PartialDate.of_ordinal(day).text
