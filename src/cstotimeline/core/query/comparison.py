"""Comparison: in what two logs of one organization answer differently, on which days, and by which events."""

from __future__ import annotations

import operator
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

import attrs

from cstotimeline.core.errors import key_text
from cstotimeline.core.events.amendments import EventCorrected
from cstotimeline.core.events.announcements import Expectation
from cstotimeline.core.events.coverage import FIRST_DAY, CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import acts_on
from cstotimeline.core.plain import plain
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.groups import Group
from cstotimeline.core.query.office_methods import EVER
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.tenure import Tenure
from cstotimeline.core.query.values import Listing
from cstotimeline.core.query.view_methods import ShownInNotebooks
from cstotimeline.core.temporal.intervals import Period, interval_of
from cstotimeline.core.temporal.wording import listed

_EDGE = frozenset({"certain", "covered", "last_known", "decided"})
"""The parts of an answer that coverage decides."""


@attrs.frozen(kw_only=True)
class Difference:
    """An answer that is another in a second log: about ``aspect`` (and ``key``) on the days of ``period``.

    Attributes:
        aspect: the aspect; ``expected`` for announcements.
        key: the key of a keyed aspect, the id of an event in a list; else the empty text.
        period: the days on which the answers differ; of an event in a list, those on which it occurred.
        before: what the first log answers, as text or plain data; None of an event that its list does not hold.
        after: what the second answers.
        certain: whether the first answer is certain.
        certain_after: whether the second is.
        differing: the parts of the answer, or the fields of the event, that are not the same, such as ``start``,
            ``covered`` or ``sources``.
        events: the ids of the events by which they differ: those of one log alone, or of other content there. None
            where both logs hold the same events of the aspect, and one of them reaches to a later day.

    >>> one = Difference(
    ...     aspect="presidency", key="", period=Period("2020"), before="A", after="B", events=("b",)
    ... )
    >>> print(one)
    2020 presidency: A -> B; by b
    """

    aspect: str
    key: Hashable
    period: Period
    before: Any = attrs.field(hash=False)
    after: Any = attrs.field(hash=False)
    certain: bool = True
    certain_after: bool = True
    differing: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        data = attrs.asdict(self, recurse=False)
        lists = {"differing": list(self.differing), "events": list(self.events)}
        return {**data, "key": plain(self.key), "period": self.period.text, **lists}

    def __str__(self) -> str:
        name = self.aspect if self.key == "" else f"{self.aspect} {key_text(self.key)}"
        before, after = (
            f"{_briefly(said, other)}{'' if certain else ' (not certain)'}"
            for said, other, certain in (
                (self.before, self.after, self.certain),
                (self.after, self.before, self.certain_after),
            )
        )
        if before == after and self.differing:
            after = f"the same but for {listed([name.replace('_', ' ') for name in self.differing])}"
        by = f"; by {', '.join(self.events)}" if self.events else ""
        return f"{self.period} {name}: {before} -> {after}{by}"


@attrs.frozen(kw_only=True, repr=False)
class Comparison(ShownInNotebooks, Listing[Difference]):
    """In what two logs differ: a sequence of :class:`Difference`, in the order of the aspects.

    Attributes:
        differences: the answers that differ.
        added: the ids of the events that only the second log holds.
        removed: the ids of the events that only the first holds.
        changed: the ids of the events that both hold with other content, which no log that was only appended to has.

    >>> from cstotimeline import load
    >>> history = load()
    >>> found = history.compared_with(history.recorded(by="2026-11-24"))
    >>> len(found) > 100, found.removed
    (True, ())
    """

    differences: tuple[Difference, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def _found(self) -> tuple[Difference, ...]:
        return self.differences

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": list(self.changed),
            "differences": [one.to_dict() for one in self.differences],
        }

    @property
    def summary(self) -> str:
        """Return in words how many answers differ, and how many events."""
        counts = f"{len(self.added)} events added, {len(self.removed)} removed, {len(self.changed)} changed"
        return f"{len(self)} answers differ; {counts}"

    def __repr__(self) -> str:
        return self._listed(f"Comparison: {self.summary}")


def compared(before: Any, after: Any) -> Comparison:
    """Return in what two timelines of one organization differ; see :meth:`Timeline.compared_with`."""
    old, new = ({event.id: event for event in one.scope.shown(one.scope.events)} for one in (before, after))
    changed = [name for name in new if name in old and old[name] != new[name]]
    added, removed = ([name for name in one if name not in other] for one, other in ((new, old), (old, new)))
    differing = _Differing(before, after, {*added, *removed, *changed})
    return Comparison(
        differences=tuple(differing.differences()),
        added=tuple(added),
        removed=tuple(removed),
        changed=tuple(changed),
    )


class _Differing:
    """How the answers of two timelines differ, given the ids of the events that differ."""

    def __init__(self, before: Any, after: Any, changed_events: set[str]) -> None:
        self.sides = (before, after)
        self.changed_events = changed_events

    def differences(self) -> Iterator[Difference]:
        before, after = self.sides
        for name in dict.fromkeys([*before, *after]):
            if name in before and name in after:
                yield from self._of_aspect(name)
        yield from self._expected()

    def _of_aspect(self, name: str) -> Iterator[Difference]:
        asked, other = (side[name] for side in self.sides)
        if isinstance(asked, EventList):
            yield from self._of_lists(name, asked, other)
        elif isinstance(asked, Questions):
            keys = {key for one in (asked, other) for key in one.scope.all_keys(one.projection)}
            for key in sorted(keys, key=str):
                questions = [question_of(one, key) for one in (asked, other)]
                if self._may_differ(name, key, *questions):
                    yield from self._runs(name, key, *questions)
        else:
            yield from self._runs(name, "", asked, other)

    def _may_differ(self, name: str, key: Hashable, asked: Any, other: Any) -> bool:
        """Return whether an event that bears on a key is not the same, or its days are not covered alike."""
        clocks = [side.clocks for side in self.sides]
        is_same = asked.days == other.days and clocks[0] == clocks[1]
        return not is_same or bool(self.changed_events & self._component(name, key))

    def _component(self, name: str, key: Hashable) -> set[str]:
        """Return the ids of all events that bear on a key of an aspect, in either log."""
        found: set[str] = set()
        for side in self.sides:
            projection = getattr(side[name], "projection", None) if name in side else None
            if projection is not None:
                graph = side.scope.shared.graph
                found.update(graph.component(graph.ids_by_key(projection).get(key, ())))
        return found

    def _runs(self, name: str, key: Hashable, asked: Any, other: Any) -> Iterator[Difference]:
        for period, before, after in runs(asked, other, operator.eq):
            yield Difference(
                aspect=name,
                key=key,
                period=period,
                **both_said(before, after),
                differing=(differing := _differing(before, after)),
                events=(self._covering(asked.aspect, key) if _EDGE.issuperset(differing) else ())
                or self._by(name, key, {*before.because, *after.because}, asked.aspect),
            )

    def _by(self, name: str, key: Hashable, because: set[str], covered_as: str = "") -> tuple[str, ...]:
        """Return by which events two answers differ: of those behind them, else of those that bear on the key, else of
        those that declare coverage of it; the nearest that there are.
        """
        near = self.changed_events & because
        acting = {one for one in self.changed_events if because & set(map(acts_on, self._events_called(one)))}
        if not near | acting:
            near = self.changed_events & self._component(name, key)
        if not near | acting:
            return self._covering(covered_as or name, key)
        return tuple(sorted(near | acting))

    def _covering(self, aspect: str, key: Hashable) -> tuple[str, ...]:
        """Return which of the events declare, or no longer declare, coverage of an aspect and key."""
        return tuple(
            sorted(
                name
                for name in self.changed_events
                if any(_declares(event, aspect, key) for event in self._events_called(name))
            )
        )

    def _events_called(self, name: str) -> list[Event]:
        """Return what either log has under an id."""
        return [side.scope.events[name] for side in self.sides if name in side.scope.events]

    def _of_lists(self, name: str, asked: EventList[Event], other: EventList[Event]) -> Iterator[Difference]:
        held, holds = ({event.id: event for event in one} for one in (asked, other))
        for key in dict.fromkeys([*held, *holds]):
            if held.get(key) != holds.get(key):
                before, after = held.get(key), holds.get(key)
                yield Difference(
                    aspect=name,
                    key=key,
                    period=_days_of(after or before),
                    before=None if before is None else _titled(before),
                    after=None if after is None else _titled(after),
                    differing=_other_fields(before, after),
                    events=self._by(name, key, {key}) or (key,),
                )
        if asked.days != other.days:
            before_days, after_days = ([one.text for one in each.coverage] for each in (asked, other))
            yield Difference(
                aspect=name,
                key="",
                period=EVER,
                before={"covered": before_days},
                after={"covered": after_days},
                events=self._by(name, "", set()),
            )

    def _expected(self) -> Iterator[Difference]:
        held, holds = ({one.id: one for one in side.expected_during(EVER)} for side in self.sides)
        for key in dict.fromkeys([*held, *holds]):
            before, after = held.get(key), holds.get(key)
            if _status(before) != _status(after):
                because = {name for one in (before, after) if one for name in one.to_dict()["because"]}
                yield Difference(
                    aspect="expected",
                    key=key,
                    period=_open_days([one for one in (before, after) if one is not None]),
                    before=_status(before),
                    after=_status(after),
                    events=self._by("expected", key, {key, *because}),
                )


def question_of(asked: Any, key: Hashable) -> Any:
    """Return what can be asked of a key, whether an event of the log has it or not; of an aspect without keys, all
    that can be asked.
    """
    return asked.ask(asked.scope, asked.projection, key) if isinstance(asked, Questions) else asked


def runs(asked: Any, other: Any, is_same: Any) -> Iterator[tuple[Period, Any, Any]]:
    """Yield the runs of days on which two questions have answers that are not the same, with both answers."""
    sides = [list(one.during(EVER)) for one in (asked, other)]
    starts = [[one.spell.start.first_ordinal for one in side] for side in sides]
    firsts = sorted({first for side in starts for first in side})
    found: list[tuple[int, int | None, Any, Any]] = []
    places = [0, 0]
    for first, following in zip(firsts, [*firsts[1:], None], strict=True):
        for side in (0, 1):
            while places[side] + 1 < len(starts[side]) and starts[side][places[side] + 1] <= first:
                places[side] += 1
        before, after = sides[0][places[0]], sides[1][places[1]]
        if not is_same(before, after):
            last = None if following is None else following - 1
            if found and found[-1][1] == first - 1 and found[-1][2:] == (before, after):
                found[-1] = (found[-1][0], last, before, after)
            else:
                found.append((first, last, before, after))
    yield from ((interval_of(first, last), before, after) for first, last, before, after in found)


def said(answer: Any) -> Any:
    """Return what an answer says, as text or plain data."""
    if isinstance(answer, Group):
        return [*answer.names, *(f"{name} (undecided)" for name in answer.undecided)]
    return answer.label if isinstance(answer, Tenure) else plain(answer.value)


def both_said(before: Any, after: Any) -> dict[str, Any]:
    """Return what two answers say, and whether each is certain, by the fields of a difference."""
    return {
        "before": said(before),
        "after": said(after),
        "certain": before.certain,
        "certain_after": after.certain,
    }


def _differing(before: Any, after: Any) -> tuple[str, ...]:
    one, other = (answer.to_dict(reasons=False) for answer in (before, after))
    return tuple(name for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name))


def _other_fields(before: Event | None, after: Event | None) -> tuple[str, ...]:
    """Return the fields that two events of one id have with other values; none where there is only one."""
    if before is None or after is None:
        return ()
    names = dict.fromkeys(field.name for one in (before, after) for field in attrs.fields(type(one)))
    return tuple(name for name in names if getattr(before, name, None) != getattr(after, name, None))


def _briefly(one: Any, other: Any) -> str:
    """Return what an answer says, without what the other says as well."""
    if isinstance(one, dict):
        rest = other if isinstance(other, dict) else {}
        parts = [
            f"{name} {value!r}" for name, value in one.items() if name not in rest or rest[name] != value
        ]
        return ", ".join(parts) or "as before"
    if isinstance(one, list) and isinstance(other, list):
        more = [str(name) for name in one if name not in other]
        return f"with {', '.join(more)}" if more else "without"
    return "not held" if one is None else str(one)


def _titled(event: Event) -> str:
    return f"{event.title} ({event.occurred})"


def _status(one: Expectation | None) -> str | None:
    if one is None:
        return None
    settled = f", {one.settled.occurred}" if one.settled else ""
    return f"{one.expects.title} ({one.expects.effective}): {one.status}{settled}"


def _days_of(event: Event | None) -> Period:
    return EVER if event is None or not event.occurred.is_date else Period.of(event.occurred)


def _open_days(found: Iterable[Expectation]) -> Period:
    """Return from the first day of an announcement to the day on which it was settled, in either log."""
    firsts = [one.announcement.occurred.first_ordinal for one in found if one.announcement.occurred.is_date]
    lasts = [None if one.settled is None else one.settled.occurred.last_ordinal for one in found]
    known = [last for last in lasts if last is not None]
    return interval_of(min(firsts, default=FIRST_DAY), max(known) if len(known) == len(lasts) else None)


def _declares(event: Event, aspect: str, key: Hashable) -> bool:
    told = event.replacement if isinstance(event, EventCorrected) else event
    if not isinstance(told, CoverageDeclared) or told.aspect != aspect:
        return False
    return not told.keys or key == "" or key in told.keys
