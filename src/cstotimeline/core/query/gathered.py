"""Gathered answers: what several answers come to together, with their certainty, coverage and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from cstotimeline.core.events.coverage import Days, periods_of
from cstotimeline.core.query.answers import ExplainedAnswer, Reasoned
from cstotimeline.core.query.tenure import Count, Tenure, days_of
from cstotimeline.core.query.values import Listing
from cstotimeline.core.temporal.day_spans import merged
from cstotimeline.core.temporal.intervals import Period


@attrs.frozen(kw_only=True)
class Gathered(Reasoned):
    """What several answers come to together, on the days that the log covers.

    Attributes:
        asked: what was asked, in words.
        surely: the runs of days, as ordinals, on which it surely holds.
        possibly: those on which it surely or possibly holds.
        covered_days: the runs of days that the log covers.
        is_untold: whether there are covered days of which no event tells.
        answers: the answers behind it.
    """

    asked: str
    surely: Days = attrs.field(repr=False)
    possibly: Days = attrs.field(repr=False)
    covered_days: Days = attrs.field(repr=False)
    is_untold: bool = False
    answers: tuple[ExplainedAnswer, ...] = attrs.field(repr=False)

    @property
    def surely_during(self) -> tuple[Period, ...]:
        """Return the periods in which it surely holds."""
        return periods_of(self.surely)

    @property
    def possibly_during(self) -> tuple[Period, ...]:
        """Return the periods in which it surely or possibly holds."""
        return periods_of(self.possibly)

    @property
    def coverage(self) -> tuple[Period, ...]:
        """Return the days that the log covers, as periods: the answer is about these."""
        return periods_of(self.covered_days)

    @property
    def covered(self) -> bool:
        """Return whether the log covers the days of all answers behind it, and any day at all."""
        return bool(self.covered_days) and all(answer.covered for answer in self.answers)

    @property
    def certain(self) -> bool:
        """Return whether it is certain, on the days that the log covers."""
        return (
            self.covered
            and not self.is_untold
            and self.surely == self.possibly
            and all(answer.certain for answer in self.answers)
        )

    def why(self) -> str:
        """Return the answers as sentences with their citations, one after another."""
        return "\n".join(answer.why() for answer in self.answers) or f"{self.asked}: nothing on record."

    def ground_to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """Return as plain data when it holds, and how sure that is."""
        data: dict[str, Any] = {
            "surely": [period.text for period in self.surely_during],
            "possibly": [period.text for period in self.possibly_during],
            "certain": self.certain,
            "covered": self.covered,
            "coverage": [period.text for period in self.coverage],
        }
        return data | ({"because": list(self.because)} if reasons else {})


@attrs.frozen(kw_only=True)
class Together(Gathered):
    """When several names belonged to a group at once.

    >>> from cstotimeline import load
    >>> [str(one) for one in load().members.together("Georgia", "Uzbekistan").surely_during]
    ['1993-12-09/1999-04-20']
    """

    names: tuple[str, ...]

    @property
    def days(self) -> Count:
        """Return on how many covered days: the fewest, and the most."""
        return days_of(self.surely), days_of(self.possibly)

    def to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "names": list(self.names),
            "days": list(self.days),
            **self.ground_to_dict(reasons=reasons),
        }


@attrs.frozen(kw_only=True)
class Tenures(Gathered, Listing[Tenure]):
    """Tenures that answer one question, such as all of one holder: a sequence.

    >>> from cstotimeline import load
    >>> held = load().presidency.held_by("Россия")
    >>> len(held), str(held[0].start), str(held.last.start)
    (6, '2002-05-14', '2026-01-01')
    """

    tenures: tuple[Tenure, ...]

    @property
    def _found(self) -> tuple[Tenure, ...]:
        return self.tenures

    @property
    def first(self) -> Tenure | None:
        """Return the first tenure; None where there is none."""
        return self.tenures[0] if self.tenures else None

    @property
    def last(self) -> Tenure | None:
        """Return the last tenure; None where there is none."""
        return self.tenures[-1] if self.tenures else None

    @property
    def times(self) -> Count:
        """Return how many times: the fewest, and the most; None where no event tells of some covered days."""
        windows = [tenure.day_bounds for tenure in self.tenures]
        surely = sum(
            tenure.days[0] > 0 and any(first < end and start <= last for first, last in self.surely)
            for tenure, ((start, _), (_, end)) in zip(self.tenures, windows, strict=True)
        )
        apart = [
            run
            for run in self.possibly
            if not any(run[0] < high and low <= run[1] for (low, _), (_, high) in windows)
        ]
        return surely, None if self.is_untold else len(self.tenures) + len(apart)

    @property
    def days(self) -> Count:
        """Return how many days in all: the fewest, and the most; None where one goes on."""
        counts = [tenure.days for tenure in self.tenures]
        most = [count[1] for count in counts]
        total = (
            None
            if self.is_untold or None in most
            else max(sum(one or 0 for one in most), days_of(self.possibly))
        )
        return sum(count[0] for count in counts), total

    @property
    def longest(self) -> tuple[Tenure, ...]:
        """Return the longest tenures, as far as they lasted: one, or all that may be it where their days leave it
        open.
        """
        least = max((tenure.days[0] for tenure in self.tenures), default=0)
        return tuple(one for one in self.tenures if (most := one.days_so_far[1]) is None or most >= least)

    def to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """Return the tenures and what they come to as plain data."""
        return {
            "asked": self.asked,
            "tenures": [
                {"office": one.office, **one.to_dict(reasons=reasons), "days": list(one.days)}
                for one in self.tenures
            ],
            "times": list(self.times),
            "days": list(self.days),
            **self.ground_to_dict(reasons=reasons),
        }


def joined(asked: str, parts: Sequence[Tenures]) -> Tenures:
    """Return the tenures of several offices as one answer, in the order of time."""
    tenures = sorted((one for part in parts for one in part), key=lambda one: one.day_bounds[0])
    return Tenures(
        asked=asked,
        tenures=tuple(tenures),
        answers=tuple(tenures),
        surely=merged(run for part in parts for run in part.surely),
        possibly=merged(run for part in parts for run in part.possibly),
        covered_days=merged(run for part in parts for run in part.covered_days),
        is_untold=any(part.is_untold for part in parts),
    )
