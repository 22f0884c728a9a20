"""The choice of lanes: which questions of a timeline a picture shows, and over which days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, UnknownName, key_text, shown
from cstotimeline.core.events.coverage import FIRST_DAY, LAST_DAY, edges
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.key_questions import StateQuestion
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.views.drawing import DrawingError
from cstotimeline.views.lanes import View

MAX_LANES = 1_000


@attrs.frozen(kw_only=True)
class Choice:
    """A lane to be drawn: an aspect, with a key where it has keys; or a question given as it is."""

    title: str
    heading: str = ""
    aspect: str = ""
    key: Any = None
    given: Any = None

    def of(self, timeline: Any) -> Question[Any] | EventList[Any]:
        """Return the question in a timeline, which may have other clocks."""
        if isinstance(self.given, Question):
            turned: Question[Any] = self.given.in_scope(timeline.scope)
            return turned
        if isinstance(self.given, EventList):
            return EventList(timeline.scope, self.given.kinds, self.given.name)
        found: Any = timeline[self.aspect]
        question: Question[Any] | EventList[Any] = found if self.key is None else found[self.key]
        return question


def chosen(timeline: Any, lanes: Iterable[Any] | None) -> list[Choice]:
    """Return the lanes of a timeline: of aspects by name, of single keys by pairs of both, or of questions.

    Raises:
        UnknownName: no aspect, or no key of it, has a name.
        DrawingError: more lanes than can be drawn, or something that is no lane.
    """
    wanted = timeline.drawn_lanes or tuple(timeline) if lanes is None else lanes
    wanted = (wanted,) if isinstance(wanted, str | Question | EventList | Questions) else tuple(wanted)
    found = [choice for one in wanted for choice in _choices(timeline, one)]
    if len(found) > MAX_LANES:
        what = f"expected at most {MAX_LANES:,} lanes, got {len(found):,}"
        raise DrawingError(Fault(where="lanes", what=what, remedy="name fewer with lanes="))
    return found


def _choices(timeline: Any, wanted: Any) -> Iterator[Choice]:
    if isinstance(wanted, Question | EventList):
        yield Choice(title=_titled(wanted.name), given=wanted)
    elif isinstance(wanted, Questions):
        yield from _keyed(wanted, wanted.projection.name)
    elif isinstance(wanted, tuple) and len(wanted) == 2:
        aspect, key = wanted
        name = timeline[aspect][key].key
        yield Choice(title=f"{_titled(aspect)}: {key_text(name)}", aspect=aspect, key=name)
    elif isinstance(wanted, str):
        yield from _named(timeline, wanted)
    else:
        what = f"expected the name of an aspect, a pair of aspect and key, or a question, got {shown(wanted)}"
        raise DrawingError(Fault(where="lanes", what=what, remedy='write lanes=["presidency"]'))


def _named(timeline: Any, name: str) -> Iterator[Choice]:
    try:
        asked = timeline[name]
    except UnknownName:
        find = getattr(timeline, "office", None)
        if find is None:
            raise
        yield from _choices(timeline, find(name))
        return
    if isinstance(asked, Mapping):
        yield from _keyed(asked, name)
    else:
        yield Choice(title=_titled(name), aspect=name)


def _keyed(asked: Mapping[Any, Any], name: str) -> Iterator[Choice]:
    for key in asked:
        title = _name_in(asked[key]) or key_text(key)
        yield Choice(title=title, heading=_titled(name), aspect=name, key=key)


def _name_in(asked: Question[Any]) -> str:
    """Return the name that the last state of a thing has, such as that of an operation; empty where it has none."""
    points = asked.change_points(asked.resolved)
    if not points or not isinstance(asked, StateQuestion):
        return ""
    value = asked.value_at(date.fromordinal(min(points[-1], LAST_DAY))).value
    name = getattr(value, "name", "")
    return name if isinstance(name, str) else ""


def _titled(name: str) -> str:
    return name.replace("_", " ")


def view_of(asked: Sequence[Question[Any] | EventList[Any]], during: Any) -> View | None:
    """Return the days of a picture: those of ``during``, and where it has no start or end, those of what is asked; None
    where there are none.

    Raises:
        DateError: ``during`` is no period.
    """
    period = None if during is None else Period.of(during)
    first = period.start.first_ordinal if period is not None and period.start.is_date else None
    last = period.end.last_ordinal if period is not None and period.end.is_date else None
    if first is not None and last is not None:
        return View(first, last)
    points = sorted({point for one in asked for point in _points(one) if FIRST_DAY < point < LAST_DAY})
    if not points and first is None and last is None:
        return None
    low = points[0] if points else first or last or FIRST_DAY
    high = points[-1] if points else low
    room = max(round((high - low) * 0.03), 1)
    begin = max(low - room, FIRST_DAY) if first is None else first
    end = min(high + room, LAST_DAY) if last is None else last
    if begin > end:  # the period lies beyond all events
        begin, end = (
            (begin, min(begin + 365, LAST_DAY)) if first is not None else (max(end - 365, FIRST_DAY), end)
        )
    return View(begin, end)


def _points(asked: Question[Any] | EventList[Any]) -> Iterator[int]:
    if isinstance(asked, Question):
        yield from asked.change_points(asked.resolved)
    else:
        yield from edges(asked.days)
        for event in asked:
            yield from (event.occurred.first_ordinal, event.occurred.last_ordinal)
