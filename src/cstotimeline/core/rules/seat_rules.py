"""Rules about how many hold an office at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

import attrs

from cstotimeline.core.fold.office import Office, OfficeState
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.seats import SeatedOffice
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.rules.rule import Finding, Rule, likelihood, on_day, titled
from cstotimeline.core.temporal.points import QueryTime, When


@attrs.frozen(kw_only=True)
class AtMost(Rule):
    """At most ``most`` hold a keyed office, or one of several seats, at once: in all, or ``per`` part of the key.

    ``per`` gives the part of a key for which is counted: ``lambda key: key[0]`` of keys of a house, a district and a
    member counts by house. ``since`` is the first day that matters.

    >>> from cstotimeline import TermHeld, terms
    >>> members = terms("member", keyed=True, seats=None)
    >>> AtMost(name="435 in the House", office=members, most=435, per=lambda key: key[0]).severity
    'error'
    """

    office: Office
    most: int
    per: Callable[[Any], Hashable] | None = None
    since: When | None = None

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for the first day of each stretch with too many."""
        parts: dict[Hashable, list[StateHistory[OfficeState]]] = {}
        for key, history in events.histories(self.office).items():
            parts.setdefault("" if self.per is None else self.per(key), []).append(history)
        first = 1 if self.since is None else QueryTime.of(self.since).ordinal
        for part in sorted(parts, key=str):
            title = titled(self.office, part)
            for day, low, high, names in _crowded(parts[part], self.most, first):
                size = str(low) if low == high else f"{low} to {high}"
                message = f"{title}: {size} hold it {on_day(day)}, at most {self.most} may"
                yield self.found(likelihood(low > self.most), names, message)


def _crowded(
    histories: Iterable[StateHistory[OfficeState]], most: int, first: int
) -> Iterator[tuple[int, int, int, list[str]]]:
    """Yield each day from which more than ``most`` hold an office, as surely as from no day just before it: the day,
    how many surely do and how many may, and the events by which that changed.
    """
    changes: dict[int, list[tuple[int, int, StateHistory[OfficeState]]]] = {}
    for history in histories:
        before = (False, False)
        for point in sorted({first, *(p for p in history.change_points if p > first)}):
            now = history.at(point).likely(lambda state: state.holder is not None)
            if now != before:
                changes.setdefault(point, []).append((now[0] - before[0], now[1] - before[1], history))
                before = now
    low = high = 0
    level_before = 0
    for day in sorted(changes):
        low += sum(change[0] for change in changes[day])
        high += sum(change[1] for change in changes[day])
        level = (low > most) + (high > most)
        if level > level_before:
            yield day, low, high, [name for *_, history in changes[day] for name in history.ids_at(day)]
        level_before = level


@attrs.frozen(kw_only=True)
class SeatsSuffice(Rule):
    """No more hold an office of several seats at once than it has seats."""

    office: SeatedOffice

    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield a finding for the first day of each stretch with too many."""
        office = self.office
        if office.seats is not None:
            rule = AtMost(
                name=self.name, severity=self.severity, office=office, most=office.seats, per=office.part_of
            )
            yield from rule.findings(events)
