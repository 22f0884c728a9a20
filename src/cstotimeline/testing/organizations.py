"""Organizations to try the laws on: event kinds, what is asked about them, and what must hold."""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import attrs
import pendulum
from hypothesis import strategies as st

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import LogError
from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer, default_preference
from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.key_questions import StateQuestion
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.rule import Finding, Rule
from cstotimeline.testing.any_kind import Using

LINKING = (EventCorrected, EventRetracted, EventAnnounced, AnnouncementSettled)
"""The kinds that every log may hold, in addition to those of the organization."""

FIRST_RECORDED = pendulum.datetime(2020, 3, 1, 12)
"""The instant at which made-up records begin."""

PEOPLE: Using = types.MappingProxyType(
    {
        str: st.sampled_from(["Ann", "Bob", "Cem"]),
        str | None: st.sampled_from([None, "Ann", "Bob", "Cem"]),
        int: st.integers(0, 3),
        tuple[str, ...]: st.lists(st.sampled_from(["Ann", "Bob"]), max_size=2, unique=True).map(tuple),
    }
)
"""What texts and numbers of made-up events are drawn from: few enough that events meet."""


@attrs.frozen(kw_only=True)
class Organization:
    """An organization as the laws see it: its ``kinds`` of events, its ``projections``, its ``rules``.

    ``groups`` names sets to ask about: a keyed office and the statuses that belong. What its events may say is
    read off their classes; ``using`` maps a declared type to the strategy for all its fields, ``pins`` a kind to
    values or strategies for single fields of it. ``prefer`` is the rule of choice among rivals. ``upcast`` is what
    the codec does with old lines, and ``golden`` pairs such a line (without ``recorded``) with the event that it means
    today.
    """

    kinds: tuple[type[Event], ...]
    projections: tuple[Projection[Any], ...]
    rules: tuple[Rule, ...] = ()
    groups: Mapping[str, tuple[Office, tuple[str, ...]]] = attrs.field(factory=dict)
    using: Using = PEOPLE
    pins: Mapping[type[Event], Mapping[str, Any]] = attrs.field(factory=dict)
    prefer: Prefer = default_preference
    upcast: Mapping[tuple[str, int], Any] = attrs.field(factory=dict)
    golden: tuple[tuple[str, Event], ...] = ()
    make: Callable[[Iterable[Event] | Iterable[Record]], Timeline] | None = None

    @cached_property
    def codec(self) -> Codec:
        """Return the codec of the organization's kinds and of those that every log may hold."""
        return Codec(tuple(dict.fromkeys((*self.kinds, *LINKING, CoverageDeclared))), upcast=self.upcast)

    def timeline(
        self, history: Iterable[Event] | Iterable[Record], *, through: date | None = None
    ) -> Timeline:
        """Return the timeline of a history, with all that can be asked of the organization.

        Bare events are complete up to the day ``through``, where it is given.
        """
        if self.make is not None:
            return self.make(history)
        until: dict[str, Any] = {} if through is None else {"through": through.isoformat()}
        return Timeline(history, self.projections, prefer=self.prefer, **until)

    @property
    def second_rule(self) -> Prefer | None:
        """Return the rule of choice among rivals for the oracle; None for the default, which it has itself."""
        return None if self.prefer is default_preference else self.prefer

    def check(self, timeline: Timeline) -> tuple[Finding, ...]:
        """Return what breaks the organization's rules."""
        return timeline.check(() if self.make is not None else self.rules)

    def questions(self, timeline: Timeline) -> dict[str, Question[Any]]:
        """Return everything that can be asked of a timeline, by name: each key of a projection is one question."""
        asked: dict[str, Question[Any]] = {name: self.group(timeline, name) for name in self.groups}
        return asked | {name: ask(timeline, projection, key) for name, projection, key in self.keys(timeline)}

    def group(self, timeline: Timeline, name: str) -> GroupQuestion:
        """Return the question who belongs to a group."""
        return GroupQuestion(timeline.scope, *self.groups[name], name)

    def question(
        self, timeline: Timeline, name: str, projection: Projection[Any] | None, key: Hashable
    ) -> Question[Any]:
        """Return one question by its name: about a key of a projection, whether or not it has one, or of a group."""
        return self.group(timeline, name) if projection is None else ask(timeline, projection, key)

    def keys(self, timeline: Timeline) -> Iterator[tuple[str, Projection[Any], Hashable]]:
        """Yield every projection with each of its keys (without keys with the key ``""``), and the name of the
        question.
        """
        for projection in self.projections:
            if projection.key is None:
                yield projection.name, projection, ""
            else:
                keys: Iterable[Hashable] = Questions(timeline.scope, projection, OfficeQuestion)
                yield from ((f"{projection.name} of {key}", projection, key) for key in keys)

    def lines(self, events: Iterable[Event]) -> str:
        """Return events as lines that can be pasted into a log, in canonical form where the kinds are known."""
        records = [
            Record(position=n, recorded=FIRST_RECORDED, event=event) for n, event in enumerate(events, 1)
        ]
        return "\n".join(self._line(record) for record in records)

    def _line(self, record: Record) -> str:
        try:
            return self.codec.to_line(record)
        except LogError:
            return repr(record.event)


def ask(timeline: Timeline, projection: Projection[Any], key: Hashable) -> Question[Any]:
    """Return the question about one key of a projection, whether or not any event speaks of it."""
    of: Any = OfficeQuestion if isinstance(projection, Office) else StateQuestion
    question: Question[Any] = of(timeline.scope, projection, key)
    return question
