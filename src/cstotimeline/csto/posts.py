"""Posts: in which posts the record shows a person, and when: offices, bodies that he presided over, delegations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from cstotimeline.core.errors import UnknownName
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.csto.leaders import LeaderReconfirmed
from cstotimeline.csto.meetings import MeetingHeld
from cstotimeline.csto.people import find_person
from cstotimeline.csto.reports import DelegationListed


@attrs.frozen(kw_only=True)
class Post:
    """A post in which the record shows a person.

    Attributes:
        person: who, by the preferred name.
        post: which, in words: ``secretary general``, ``deputy defence minister``.
        period: when: of an office from the first day to the last, of anything else the day on which it was seen.
        seen: whether only that day is known, and nothing of the days around it.
        certain: whether the record leaves no doubt of it.
        because: the ids of the events that say so.
    """

    person: str
    post: str
    period: Period
    seen: bool
    certain: bool
    because: tuple[str, ...]

    def __str__(self) -> str:
        when = f"seen on {self.period.start}" if self.seen else str(self.period)
        return f"{self.post} ({when}{'' if self.certain else ', not certain'})"

    def to_dict(self) -> dict[str, Any]:
        """Return the post as plain data."""
        said = attrs.asdict(self, recurse=False)
        return {**said, "period": self.period.text, "because": list(self.because)}


def posts_of(history: Any, person: str) -> tuple[Post, ...]:
    """Return the posts in which a person is shown, in the order of time; see :meth:`History.posts`."""
    name = find_person(person).name
    found = [*_offices(history, name), *_terms(history, name), *_presided(history, name)]
    found += _delegations(history, name)
    return tuple(sorted(found, key=lambda one: (one.period.start.sort_key, one.post)))


def _offices(history: Any, name: str) -> Iterator[Post]:
    """Yield the offices that the record follows; of a leader the post that the events name."""
    try:
        tenures = tuple(history.held_by(name))
    except UnknownName:
        return
    for tenure in tenures:
        named = next((event.post for event in tenure.events if getattr(event, "person", "") == name), "")
        office, _, key = tenure.office.partition(": ")
        title = f"{named} of {key}" if key and named else office.replace("_", " ")
        acting = "acting " if tenure.acting else ""
        end = tenure.last_day if tenure.last_day is not None else tenure.end
        yield Post(
            person=name,
            post=f"{acting}{title}",
            period=_period(tenure.start, end),
            seen=False,
            certain=tenure.certain,
            because=tenure.because,
        )


def _period(start: PartialDate, end: PartialDate) -> Period:
    first = start.text if start.is_date else ""
    if end.is_date:
        return Period(f"{first}/{end.text}")
    return Period(f"{first or '..'}/..") if end.is_open else Period(f"{first}/")


def _terms(history: Any, name: str) -> Iterator[Post]:
    """Yield the posts in which a leader began another term."""
    for event in history.events(LeaderReconfirmed):
        if event.person == name:
            yield _seen(event, name, f"{event.step}: {event.post} of {event.state}")


def _presided(history: Any, name: str) -> Iterator[Post]:
    meetings: list[MeetingHeld] = [one for one in history.meetings if one.chairperson == name and one.body]
    for event in meetings:
        yield _seen(event, name, f"presiding over: {event.body}")


def _delegations(history: Any, name: str) -> Iterator[Post]:
    for event in history.events(DelegationListed):
        for member in event.members:
            if member.office and member.person == name:
                yield _seen(event, name, f"{member.office} ({event.state})")


def _seen(event: Event, name: str, post: str) -> Post:
    sure = event.occurred.is_exact
    return Post(
        person=name, post=post, period=Period.of(event.occurred), seen=True, certain=sure, because=(event.id,)
    )
