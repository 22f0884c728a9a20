"""The axis of a picture: where a day lies, and which dates are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import ceil, log10

import attrs

from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.wording import date_in_words
from cstotimeline.views.lanes import View
from cstotimeline.views.lettering import width_of

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
_GAP = 10.0


@attrs.frozen(kw_only=True)
class Axis:
    """Where days lie: those of ``view`` between ``left`` and ``left + width``.

    >>> axis = Axis(view=View(1, 10), left=100.0, width=50.0)
    >>> axis.x(1), axis.x(11), axis.digits
    (100.0, 150.0, 2)
    """

    view: View
    left: float
    width: float

    @property
    def right(self) -> float:
        """Return where the last day ends."""
        return self.left + self.width

    @property
    def days(self) -> int:
        """Return the number of days."""
        return self.view.last - self.view.first + 1

    @property
    def digits(self) -> int:
        """Return how many digits after the point are needed to separate two days."""
        return max(2, ceil(-log10(self.width / self.days)) + 1)

    def x(self, day: int) -> float:
        """Return where a day begins, from its ordinal."""
        return self.left + (day - self.view.first) * self.width / self.days


@attrs.frozen
class Tick:
    """A written date: the day, and the text."""

    day: int
    text: str


def ticks(axis: Axis, size: float) -> list[Tick]:
    """Return dates to be written along an axis, so that no two texts meet and none leaves it.

    >>> [tick.text for tick in ticks(Axis(view=View(735_000, 736_095), left=0.0, width=300.0), 10)]
    ['2014', '2015', '2016']
    """
    best: list[Tick] = []
    for step in (*_YEARS[::-1], -6, -3, -1, -0.5, 0):
        found = [tick for tick in _dates(axis.view, step) if _fits(axis, tick, size)]
        places = [axis.x(tick.day) for tick in found]
        widest = max((width_of(tick.text, size) for tick in found), default=0)
        apart = [after - before for before, after in pairwise(places)]
        if apart and min(apart) < widest + _GAP:
            break
        if len(found) > len(best):
            best = found
    return best or [Tick(axis.view.first, date_in_words(PartialDate.of_ordinal(axis.view.first)))]


def _fits(axis: Axis, tick: Tick, size: float) -> bool:
    return axis.x(tick.day) + 3 + width_of(tick.text, size) <= axis.right


def _dates(view: View, step: float) -> Iterator[Tick]:
    """Yield the dates of a step inside of a view: years, months where negative, half months at -0.5, days at 0."""
    first, last = date.fromordinal(view.first), date.fromordinal(view.last)
    if step >= 1:
        for year in range(first.year - first.year % int(step) or int(step), last.year + 1, int(step)):
            day = date(year, 1, 1).toordinal()
            if view.first <= day <= view.last:
                yield Tick(day, str(year))
        return
    if view.last - view.first > 3_660:
        return
    if step == 0:
        if view.last - view.first < 40:
            yield from (Tick(day, _day_text(day)) for day in range(view.first, view.last + 1))
        return
    months = max(int(-step), 1)
    for year in range(first.year, last.year + 1):
        for month in range(1, 13, months):
            for number in (1, 16) if step == -0.5 else (1,):
                day = date(year, month, number).toordinal()
                if view.first <= day <= view.last:
                    yield Tick(day, _day_text(day) if step == -0.5 else f"{_MONTHS[month - 1]} {year}")


def _day_text(day: int) -> str:
    found = date.fromordinal(day)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"
