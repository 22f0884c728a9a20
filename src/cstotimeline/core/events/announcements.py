"""Announcements: what was expected, and what became of it; they never change the state of the world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Literal

import attrs

from cstotimeline.core.errors import Fault, shown
from cstotimeline.core.events.event import Event, has_kind, inside
from cstotimeline.core.temporal.granularity import date_bounds
from cstotimeline.core.temporal.points import QueryTime

Outcome = Literal[
    "fulfilled", "in part", "changed", "postponed", "cancelled", "fallen through", "overtaken", "not known"
]
"""What became of an expectation.

``fulfilled``: it came as announced; ``in part``: a part of it came; the rest did not, or no page says; ``changed``:
it came otherwise (another day, place or person); ``postponed``: put off to another date; ``cancelled``: called off by
those who had announced it; ``fallen through``: the day came and it did not happen; ``overtaken``: events made it
pointless; ``not known``: no page was found that says.
"""

CAME: tuple[Outcome, ...] = ("fulfilled", "in part", "changed")
"""The outcomes that name the event that came."""


@attrs.frozen(kw_only=True)
class EventAnnounced(Event):
    """Somebody says that an event is to come: ``expects`` is that event, with its own, often doubtful, date.

    ``occurred`` is the day of the announcement. The expected event bears the announcement's id, and may share
    its sources. ``wording`` is how firmly the source puts it.
    """

    kind: ClassVar[str] = "event_announced"
    stream: ClassVar[str] = "announcements"
    inherits: ClassVar[Mapping[str, tuple[str, ...]]] = {"expects": ("id", "sources")}

    _expects: Event = attrs.field(alias="expects")
    wording: Literal["planned", "due", "expected", "proposed", "possible"] = "expected"
    by: str = ""

    @property
    def expects(self) -> Event:
        """The expected event; what it takes over from the announcement follows it in a changed copy."""
        return inside(self._expects)

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: those of every event, an expectation of another id or about events."""
        yield from Event.faults(self)
        if self.expects.id != self.id:
            what = f"expected the announcement's own id, {self.id}, got {shown(self.expects.id)}"
            yield Fault(where="expects.id", what=what, remedy=f"write {self.id}")
        if isinstance(self.expects, EventAnnounced | AnnouncementSettled):
            what = f"expected an event about the world, got {self.expects.kind}"
            yield Fault(where="expects", what=what, remedy="give the event that is to come")

    @property
    def title(self) -> str:
        """Return the expectation in a few words."""
        return f"{self.wording}: {self.expects.title} ({self.expects.effective})"


@attrs.frozen(kw_only=True)
class AnnouncementSettled(Event):
    """What became of an announcement: its ``outcome``, and the ids of the events that came (or came instead).

    A postponed expectation names the new announcement in ``by``.
    """

    kind: ClassVar[str] = "announcement_settled"
    stream: ClassVar[str] = "announcements"

    announcement: str
    outcome: Outcome
    by: tuple[str, ...] = ()
    reason: str = ""

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: those of every event, and an outcome without the event that shows it."""
        yield from Event.faults(self)
        if self.outcome in CAME and not self.by:
            what = f"an expectation settled as {shown(self.outcome)} names the event that came, got []"
            yield Fault(where="by", what=what, remedy="name the id of that event")

    @property
    def title(self) -> str:
        """Return the outcome in a few words."""
        instead = f" by {', '.join(self.by)}" if self.by else ""
        return f"{self.announcement}: {self.outcome}{instead}"


ABOUT_EXPECTATIONS = (EventAnnounced, AnnouncementSettled)


@attrs.frozen
class Expectation:
    """An announcement and how it is settled: ``settled`` is what is known to have become of it, or None.

    ``status`` is an outcome, ``open``, or ``overdue`` where the last expected day has passed and no page
    says what became of it. ``alternatives`` are other outcomes, where coarse dates leave open which settlement is the
    latest.
    """

    announcement: EventAnnounced
    settled: AnnouncementSettled | None
    status: str
    alternatives: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the id of the announcement."""
        return self.announcement.id

    @property
    def expects(self) -> Event:
        """Return the expected event."""
        return self.announcement.expects

    @property
    def certain(self) -> bool:
        """Return whether the dates leave no other status open."""
        return not self.alternatives

    def to_dict(self) -> dict[str, Any]:
        """Return the expectation as plain data; dates in EDTF."""
        settled = self.settled
        return {
            "id": self.id,
            "announced": self.announcement.occurred.text,
            "wording": self.announcement.wording,
            "expects": self.expects.kind,
            "title": self.expects.title,
            "date": self.expects.effective.text,
            "status": self.status,
            "certain": self.certain,
            "alternatives": list(self.alternatives),
            "because": [self.id, *([settled.id] if settled else [])],
        }


def expectations(
    events: Mapping[str, Event], when: QueryTime, *, at_start: bool = False
) -> list[Expectation]:
    """Return every expectation that had been announced by a moment, as it was then; the next expected first, those
    without a day last.

    An announcement counts once it has surely been made, a settlement once it has surely been known; one that may have
    been known is an alternative. Of several settlements of one announcement the latest counts. An expectation is
    overdue once its last expected day is over, or at an instant once its last second is.

    With ``at_start`` a day counts as not over: announcements of that day are there, what it settled is still open. At
    an instant an announcement counts then once it may have been made, since most are dated by the day.
    """
    by_announcement = _by_announcement(events)
    found: list[Expectation] = []
    is_day = not when.is_instant
    ended = when.at - 1 if at_start and is_day else when.at
    for event in events.values():
        if isinstance(event, EventAnnounced):
            first, last = date_bounds(event.occurred, event.zone, when.granularity)
            if (first if at_start and not is_day else last) > when.at:
                continue
            possible = _settlements_by(by_announcement.get(event.id, ()), when, ended)
            late = date_bounds(event.expects.over, event.expects.zone, when.granularity)[1] <= ended
            unsettled = "overdue" if late else "open"
            said = [one.outcome if one else unsettled for one in possible]
            others = tuple(dict.fromkeys(one for one in said[1:] if one != said[0]))
            found.append(Expectation(event, possible[0], said[0], others))
    return sorted(found, key=_next_first)


def _next_first(expectation: Expectation) -> tuple[Any, ...]:
    date = expectation.expects.effective
    return (date.last_ordinal - date.first_ordinal >= _VAGUE_DAYS, date.sort_key, expectation.id)


_VAGUE_DAYS = 3_000  # a decade or more: said without a date


def _settlements_by(
    settlements: Iterable[AnnouncementSettled], when: QueryTime, ended: int
) -> list[AnnouncementSettled | None]:
    """Return what may count as the settlement by a moment, first the one that does; None for no settlement."""
    surely: list[AnnouncementSettled] = []
    possibly: list[AnnouncementSettled] = []
    for one in settlements:
        first, last = date_bounds(one.occurred, one.zone, when.granularity)
        if first <= ended:
            (surely if last <= ended else possibly).append(one)
    latest = max(surely, key=_later, default=None)
    earliest = max((one.occurred.first_ordinal for one in surely), default=0)
    rest = [one for one in surely if one is not latest and one.occurred.last_ordinal > earliest]
    return [latest, *rest, *possibly]


def _by_announcement(events: Mapping[str, Event]) -> dict[str, list[AnnouncementSettled]]:
    found: dict[str, list[AnnouncementSettled]] = {}
    for event in events.values():
        if isinstance(event, AnnouncementSettled):
            found.setdefault(event.announcement, []).append(event)
    return found


def settlements(events: Mapping[str, Event]) -> dict[str, AnnouncementSettled]:
    """Return the latest settlement of each settled announcement, by the announcement's id."""
    return {name: max(group, key=_later) for name, group in _by_announcement(events).items()}


def _later(event: Event) -> tuple[Any, str]:
    return (event.occurred.sort_key, event.id)


def awaited(events: Mapping[str, Event]) -> dict[str, Event]:
    """Return the expected events of all announcements that nothing has settled, by id."""
    settled = settlements(events)
    return {
        event.id: event.expects
        for event in events.values()
        if isinstance(event, EventAnnounced) and event.id not in settled
    }


def announcement_faults(events: Mapping[str, Event]) -> Iterator[Fault]:
    """Yield what is wrong with the links of settlements: no such announcement, or no announcement at all."""
    if not has_kind(events.values(), AnnouncementSettled):
        return
    for event in events.values():
        if isinstance(event, AnnouncementSettled) and not isinstance(
            events.get(event.announcement), EventAnnounced
        ):
            what = f"no announcement with this id, got {shown(event.announcement)}"
            remedy = "name an announcement of this log"
            yield Fault(where=f"{event.id} announcement", what=what, remedy=remedy)
