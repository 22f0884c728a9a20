"""A tenure: who holds an office, since when, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from cstotimeline.core.fold.steps import Absence, OfficeState
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.tenure_dates import TenureDates
from cstotimeline.core.temporal.edtf import PartialDate


@attrs.frozen(kw_only=True, getstate_setstate=False)
class Tenure(TenureDates, ExplainedAnswer):
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
