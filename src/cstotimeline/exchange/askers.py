"""Askers: the question of each row, by key and clocks, made once for all clocks under which the same was public."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from operator import attrgetter
from typing import Any

from cstotimeline.core.temporal.granularity import Granularity, date_bounds
from cstotimeline.core.temporal.points import QueryTime, When
from cstotimeline.exchange.wanted import Wanted

Member = tuple[Hashable, When | None, When | None]
"""What tells questions apart: a key, what was known, what was recorded."""


class Asker:
    """The questions of one column. ``unknown`` are the keys that the log does not know, of those asked for so far."""

    def __init__(self, wanted: Wanted, members: Sequence[Member]) -> None:
        self._wanted = wanted
        self._members = members
        self._questions: dict[Member, Any] = {}
        self._latest: dict[Member, dict[Any, QueryTime]] = {}
        self._edges: dict[Member, tuple[list[int], list[tuple[int, int]]]] = {}

    @property
    def unknown(self) -> list[Hashable]:
        """The keys that the log does not know."""
        return list(dict.fromkeys(member[0] for member, found in self._questions.items() if found is None))

    def question(self, member: Member, moment: QueryTime | None = None) -> Any:
        """Return the question of a member; None where the log does not know its key.

        Where a day is asked for that is not after the one to which the clock of knowledge is turned, it may be the
        question of a later clock under which the same was public: the answer is the same.
        """
        known = member[1]
        day = None if moment is None or moment.epoch is not None else moment.ordinal
        if day is not None and isinstance(known, QueryTime) and known.epoch is None and day <= known.ordinal:
            member = self._latest_alike(member, known)
        if member not in self._questions:
            self._questions[member] = self._wanted.question(*member)
        return self._questions[member]

    def _latest_alike(self, member: Member, known: QueryTime) -> Member:
        """Return the member with the latest clock of knowledge under which the same events were public."""
        key, _, recorded = member
        whole = (key, None, recorded)
        question = self.question(whole)
        if not hasattr(question, "resolved"):
            return member
        if whole not in self._latest:
            self._edges[whole] = _edges(question)
            latest: dict[Any, QueryTime] = {}
            for one, other, third in self._members:
                if (one, third) == (key, recorded) and isinstance(other, QueryTime) and other.epoch is None:
                    kind = self._public_state(whole, other)
                    latest[kind] = max(latest.get(kind, other), other, key=attrgetter("ordinal"))
            self._latest[whole] = latest
        return (key, self._latest[whole].get(self._public_state(whole, known), known), recorded)

    def _public_state(self, whole: Member, known: QueryTime) -> Hashable:
        """Return a value that is equal for days by which the same events were public; open days have their own."""
        edges, open_days = self._edges[whole]
        day = known.ordinal
        if any(first <= day < last for first, last in open_days):
            return ("open", day)
        return bisect_right(edges, day)


def _edges(question: Any) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the days on which more was public than the day before, and the runs of days by which that is open."""
    bounds = [
        date_bounds(event.known_from, event.zone, Granularity.DAY)
        for event in question.resolved.given.values()
    ]
    return sorted({day for pair in bounds for day in pair}), [pair for pair in bounds if pair[0] < pair[1]]
