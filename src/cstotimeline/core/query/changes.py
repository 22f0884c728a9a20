"""Changes: what is different between two days, in the world or in what was known of it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from cstotimeline.core.errors import key_text
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.ordering import event_bounds
from cstotimeline.core.fold.projection import Projection, Value
from cstotimeline.core.fold.steps import OfficeState
from cstotimeline.core.fold.term_ends import stated_id
from cstotimeline.core.plain import plain
from cstotimeline.core.query.key_questions import StateQuestion
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.query.values import Listing
from cstotimeline.core.query.view_methods import ShownInNotebooks
from cstotimeline.core.temporal.points import QueryTime


@attrs.frozen(kw_only=True)
class Change:
    """One answer that is another: of the projection ``aspect`` (and its ``key``, if it has keys), ``before``
    and ``after``.

    Both are what the answers say, as text or plain data. ``certain`` is True where both answers are.
    """

    aspect: str
    key: Hashable
    before: Any = attrs.field(hash=False)  # may be plain data, such as a list
    after: Any = attrs.field(hash=False)
    certain: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain data."""
        return {
            "aspect": self.aspect,
            "key": plain(self.key) if isinstance(self.key, tuple) else str(self.key),
            "before": self.before,
            "after": self.after,
            "certain": self.certain,
        }

    def __str__(self) -> str:
        name = self.aspect if self.key == "" else f"{self.aspect} {key_text(self.key)}"
        return f"{name}: {self.before} -> {self.after}"


@attrs.frozen(kw_only=True, repr=False)
class Changes(ShownInNotebooks, Listing[Change]):
    """What is different: the ``changes`` of answers, and the ``events`` that lie between, oldest first.

    For :meth:`Timeline.diff` those are the events that took effect, or may have, after the first day and by
    the second; for :meth:`Timeline.learned` those that became known then, whenever they took effect.
    """

    since: str
    until: str
    changes: tuple[Change, ...]
    events: tuple[Event, ...]

    @property
    def _found(self) -> tuple[Change, ...]:
        return self.changes

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as plain data, the events by their ids."""
        return {
            "since": self.since,
            "until": self.until,
            "changes": [change.to_dict() for change in self.changes],
            "events": [event.id for event in self.events],
        }

    def __repr__(self) -> str:
        counts = f"{len(self.changes)} answers, {len(self.events)} events"
        return self._listed(f"Changes from {self.since} to {self.until}: {counts}")


def in_the_world(
    scope: Scope, projections: Iterable[Projection[Any]], since: QueryTime, until: QueryTime
) -> Changes:
    """Return what changed in the world from the end of one moment to the end of the other."""
    projections = tuple(projections)
    changes = _differences(projections, (scope, since), (scope, until))
    every = scope.about_the_world

    def is_between(event: Event) -> bool:
        return (
            event_bounds(event, since.granularity)[1] > since.at
            and event_bounds(event, until.granularity)[0] <= until.at
        )

    if since.epoch is None and until.epoch is None:
        first, last = since.ordinal, until.ordinal
        names = {
            name
            for name, event in every.items()
            if (date := event.effective).first_ordinal <= last and date.last_ordinal > first
        }
    else:
        names = {name for name, event in every.items() if is_between(event)}
    for projection in projections:
        for mine in _groups_with_ends(scope, projection, every, since, until):
            names.update(stated_id(end.id) for end in projection.ends_of(mine) if is_between(end))
    events = [every[name] for name in names]
    return Changes(since=since.text, until=until.text, changes=tuple(changes), events=_sorted(events))


def _groups_with_ends(
    scope: Scope, projection: Projection[Any], every: Mapping[str, Event], since: QueryTime, until: QueryTime
) -> Iterable[list[Event]]:
    """Return, for each key of a projection whose terms may end between two moments, the events of the key."""
    if not projection.has_ends:
        return ()
    graph = scope.shared.graph
    if projection.key is not None and not graph.has_links:
        changing = _questions(scope, projection).changing(since, until)
        if changing is not None:
            ids = graph.ids_by_key(projection)
            return ([every[name] for name in ids[key] if name in every] for key in changing)
    begun: dict[Hashable, list[Event]] = {}
    for event in every.values():
        if event_bounds(event, until.granularity)[0] <= until.at:
            begun.setdefault(projection.key_of(event), []).append(event)
    begun.pop(None, None)
    return begun.values()


def in_what_was_known(
    earlier: Scope, later: Scope, projections: Iterable[Projection[Any]], since: QueryTime, until: QueryTime
) -> Changes:
    """Return what became known after one day and by the other, and which answers about the later day it
    changed.
    """
    changes = _differences(projections, (earlier, until), (later, until))
    known = earlier.everything.listed
    events = [event for name, event in later.everything.listed.items() if name not in known]
    return Changes(since=since.text, until=until.text, changes=tuple(changes), events=_sorted(events))


def _sorted(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: (event.effective.sort_key, event.order, event.id)))


def _differences(
    projections: Iterable[Projection[Any]], before: tuple[Scope, QueryTime], after: tuple[Scope, QueryTime]
) -> Iterator[Change]:
    for projection in projections:
        old, new = (dict(_values(scope, projection, moment)) for scope, moment in (before, after))
        keys: Collection[Hashable] | None = None
        if before[0] is after[0] and _is_inside(before[0], projection, before[1]):
            keys = _questions(before[0], projection).changing(before[1], after[1])
        nothing = projection.evaluate(projection.initial, (projection.view(projection.initial),))
        for key in sorted({*old, *new} if keys is None else keys, key=str):
            said = old.get(key, nothing), new.get(key, nothing)
            if said[0].value != said[1].value:
                yield Change(
                    aspect=projection.name,
                    key=key,
                    before=_said(said[0]),
                    after=_said(said[1]),
                    certain=said[0].certain and said[1].certain,
                )


def _values(scope: Scope, projection: Projection[Any], moment: QueryTime) -> Iterator[tuple[Hashable, Value]]:
    """Yield what each key comes to, whether the log covers the day or not: an edge is no change in the world."""
    questions = _questions(scope, projection)
    if _is_inside(scope, projection, moment):
        yield from questions.value_at(moment.day).items()
        return
    for key in scope.all_keys(projection):
        question = questions[key]
        value = question.value_if_covered(moment)
        is_certain = value.certain and question.is_inside(moment)
        yield key, value if value.certain is is_certain else attrs.evolve(value, certain=is_certain)


def _questions(scope: Scope, projection: Projection[Any]) -> Questions[Any, StateQuestion[Any]]:
    slot = ("values", projection)
    found: Questions[Any, StateQuestion[Any]] | None = scope.questions.get(slot)
    if found is None:
        found = scope.questions[slot] = Questions(scope, projection, StateQuestion)
    return found


def _is_inside(scope: Scope, projection: Projection[Any], moment: QueryTime) -> bool:
    """Return whether the log covers a day for every key, by default, so that all keys can be looked at together."""
    known = scope.clocks.known
    if projection.key is None or (known is not None and moment.is_after(known)):
        return False
    return _questions(scope, projection).is_covered(moment)


def _said(value: Value) -> Any:
    return value.value.label if isinstance(value.value, OfficeState) else plain(value.value)
