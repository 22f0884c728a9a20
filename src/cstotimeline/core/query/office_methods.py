"""Office methods: what can be asked of an office beside who holds it on a day: by holder, how long, how often."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from cstotimeline.core.errors import Fault, UnknownName, shown
from cstotimeline.core.events.coverage import LAST_DAY, Days, holds, run_of
from cstotimeline.core.fold.steps import Absence
from cstotimeline.core.query.gathered import Tenures
from cstotimeline.core.query.names import names_at
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.spelling import by_sound, one_of_spelt
from cstotimeline.core.query.tenure import Count, Tenure
from cstotimeline.core.temporal.day_spans import common, merged
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Likelihood, Period
from cstotimeline.core.temporal.points import QueryTime

EVER = Period("0001-01-01/..")
"""All days of the calendar."""

HOLDERS = ("person", "state")
"""The sorts of things that hold offices."""


class OfficeMethods(Question[Tenure]):
    """An office, ready to be asked questions that do not begin with a day."""

    names: str = ""
    """A text for ``resolve``: how the organization spells its holders."""

    @cached_property
    @abstractmethod
    def tenures(self) -> tuple[Tenure, ...]:
        """Return every holder's time in office, in order."""

    def held_by(self, holder: str) -> Tenures:
        """Return the tenures of one holder, and on which days of coverage it held the office, surely or possibly.

        None is an answer too: then the holder never held it on the days that the log covers, as far as it is certain.

        Arguments:
            holder: in any spelling of the vocabulary, or as events write it; acting or in full.

        Raises:
            UnknownName: neither the vocabulary nor the office knows this name; the nearest are named.

        >>> from cstotimeline import load
        >>> held = load().presidency.held_by("Kyrgyzstan")
        >>> [str(tenure.start) for tenure in held], held.times, held.days
        (['2007-10-06', '2012-12-19', '2018-11-08', '2025-01-01'], (4, 4), (1363, 1363))
        """
        name = self.holder_meant(holder)
        return self.tenures_with(name, asked=f"{self.name} held by {name}")

    def tenures_with(self, holder: str, *, asked: str) -> Tenures:
        """Return the tenures with a holder, as events write it; ``asked`` are the words for the question."""
        surely, possibly, is_untold = self._days_of(holder)
        tenures = tuple(one for one in self.tenures if one.holder == holder)
        return Tenures(
            asked=asked,
            tenures=tenures,
            answers=tenures,
            surely=surely,
            possibly=possibly,
            covered_days=self.days,
            is_untold=is_untold,
        )

    def holder_meant(self, holder: str) -> str:
        """Return the name under which events have a holder.

        Raises:
            UnknownName: neither the vocabulary nor the office knows this name.
        """
        used = self.named_holders
        if holder in used:
            return holder
        naming = names_at(self.names)
        for sort in HOLDERS:
            try:
                found = naming.find(sort, holder)
            except UnknownName as error:
                if "more than one" in str(error) and (mine := _alone(holder, used)):
                    return mine
                continue
            return found
        if mine := _alone(holder, used):
            return mine
        remedy = f"write {one_of_spelt(holder, sorted(used))}"
        raise UnknownName(Fault(where=self.name, what=f"no such holder, got {shown(holder)}", remedy=remedy))

    @property
    def named_holders(self) -> dict[str, None]:
        """Return everybody who may have held the office."""
        found = {one.holder: None for one in self.tenures if one.holder is not None}
        reasons = {absence.value for absence in Absence}
        others = {_bare(label): None for one in self.spells for label in one.alternatives}
        return found | {name: None for name in others if name not in reasons}

    @cached_property
    def spells(self) -> tuple[Tenure, ...]:
        """Return the answers of all days, in order, each with the days for which it holds."""
        return self.during(EVER)

    @property
    def gaps(self) -> tuple[Tenure, ...]:
        """Return the spells in which nobody is known to hold the office, each with its reason, inside coverage.

        >>> from cstotimeline import load
        >>> [(str(gap.spell), gap.label) for gap in load().presidency.gaps][-1]
        ('2003-04-28/2004-06-17', 'no data')
        """
        firsts = [one.day_bounds[0][0] for one in self.tenures]
        since = min(firsts, default=LAST_DAY)
        return tuple(one for one in self.spells if one.holder is None and _runs_of(one)[0] >= since)

    @property
    def by_holder(self) -> Mapping[str, Tenures]:
        """Return for each holder all of its tenures, in the order of their first ones.

        >>> from cstotimeline import load
        >>> {name: held.times[0] for name, held in load().presidency.by_holder.items()}["Russia"]
        6
        """
        holders = dict.fromkeys(one.holder for one in self.tenures if one.holder is not None)
        return {name: self.held_by(name) for name in holders}

    @property
    def longest(self) -> tuple[Tenure, ...]:
        """Return the longest tenures: one, or all that may be it where their days leave it open.

        >>> from cstotimeline import load
        >>> [(one.holder, one.days) for one in load().presidency.longest]
        [('Russia', (544, 544))]
        """
        everything = Tenures(
            asked=self.name,
            tenures=self.tenures,
            answers=self.tenures,
            surely=(),
            possibly=(),
            covered_days=self.days,
        )
        return everything.longest

    def counted(self, period: str | date | PartialDate | Period) -> Count:
        """Return how many tenures lie in a period, at least in part: the fewest, and the most; the most are None where
        the log does not cover the period, or nothing tells who held the office on a day of it.

        >>> from cstotimeline import load
        >>> load().presidency.counted("2019")
        (2, 2)
        """
        first, last = run_of(Period.of(period))
        fewest = most = 0
        for (low, high), (over, gone) in (one.day_bounds for one in self.tenures):
            fewest += high <= last and over > first
            most += low <= last and gone > first
        covered = any(low <= first and last <= high for low, high in self.days)
        is_told = all(
            one.absence is not Absence.NO_DATA and not one.gave_up
            for one in self.spells
            if (run := _runs_of(one))[0] <= last and first <= run[1]
        )
        return fewest, most if covered and is_told else None

    def _days_of(self, holder: str) -> tuple[Days, Days, bool]:
        """Return the covered days on which somebody surely held the office, those on which surely or possibly, and
        whether nothing tells on others.
        """
        surely: list[tuple[int, int]] = []
        possibly: list[tuple[int, int]] = []
        is_untold = False
        for spell in self.spells:
            run = _runs_of(spell)
            found = is_held_by(self, spell, holder, QueryTime.of_ordinal(run[0]))
            if found is Likelihood.SURELY:
                surely.append(run)
            if found is not Likelihood.NO:
                if holder in _possible(spell):
                    possibly.append(run)
                elif holds(self.days, run[0]):
                    is_untold = True
        return common(merged(surely), self.days), common(merged(possibly), self.days), is_untold


def is_held_by(question: Any, answer: Tenure, holder: str, moment: QueryTime) -> Likelihood:
    """Return whether somebody holds an office at a moment, by the answer: an uncertain answer excludes only those that
    are none of its alternatives, on covered days of which something tells.
    """
    if answer.certain:
        return Likelihood.SURELY if answer.holder == holder else Likelihood.NO
    possible = _possible(answer)
    if holder in possible or Absence.NO_DATA.value in possible or answer.gave_up:
        return Likelihood.POSSIBLY
    is_told = answer.covered and question.is_inside(moment) and bool(answer.alternatives)
    return Likelihood.NO if is_told else Likelihood.POSSIBLY


def _possible(answer: Tenure) -> set[str]:
    return {_bare(answer.label), *(_bare(label) for label in answer.alternatives)}


def _bare(label: str) -> str:
    return label.removesuffix(" (acting)")


def _runs_of(spell: Tenure) -> tuple[int, int]:
    """Return the first and the last day of a spell."""
    return run_of(spell.spell or EVER)


def _alone(holder: str, used: Mapping[str, None]) -> str:
    """Return the only name that sounds like a holder, or ends in a word that does; the empty text where there is none,
    or more than one.
    """
    sound = by_sound(holder)
    for found in (
        [name for name in used if by_sound(name) == sound],
        [name for name in used if by_sound(name).endswith(f" {sound}")],
    ):
        if len(found) == 1 and sound:
            return found[0]
    return ""


def offices_in(timeline: Any, *words: str) -> Iterator[Any]:
    """Yield the offices of a timeline that can be asked for a holder: all, or those that are called so.

    Raises:
        UnknownName: no office is called so.
    """
    for name in words or tuple(timeline):
        found = timeline[name] if name in timeline else timeline.named(name)
        for question in found.values() if isinstance(found, Mapping) else (found,):
            if isinstance(question, OfficeMethods):
                yield question
            elif words:
                what = f"expected an office, got {shown(name)}"
                raise UnknownName(
                    Fault(where="office", what=what, remedy="name an office that somebody holds")
                )
