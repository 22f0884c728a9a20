"""Clocks to turn: what was known and what was recorded, as days and as instants, drawn around what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

import attrs
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing.shapes import DAYS

_HOURS = (0, 3, 9, 12, 20, 23)
_OFFSETS = (-12, -4, 0, 3, 4, 14)


@attrs.frozen(kw_only=True)
class Turned:
    """Both clocks as a question turns them: each a day, an instant, or not at all (None)."""

    known: date | None = None
    recorded: date | None = None

    def of(self, timeline: Timeline) -> Timeline:
        """Return a timeline with these clocks."""
        seen = timeline if self.known is None else timeline.known(by=self.known)
        return seen if self.recorded is None else seen.recorded(by=self.recorded)

    @property
    def options(self) -> dict[str, Any]:
        """Return the clocks as the keywords of a question, and of an oracle."""
        given = {"known": self.known, "recorded": self.recorded}
        return {name: when for name, when in given.items() if when is not None}


def instants(days: Sequence[date] = DAYS) -> st.SearchStrategy[datetime]:
    """Return a strategy for instants of the days: at midnights, around them and in between, in several zones."""
    return st.builds(
        lambda day, hour, offset, shift: (
            datetime(day.year, day.month, day.day, hour, tzinfo=timezone(timedelta(hours=offset)))
            + timedelta(seconds=shift)
        ),
        st.sampled_from(days),
        st.sampled_from(_HOURS),
        st.sampled_from(_OFFSETS),
        st.integers(-1, 1),
    )


def known_days(events: Iterable[Event]) -> st.SearchStrategy[date]:
    """Return a strategy for the days by which something is just about to be known, may be, or surely is."""
    spans = [
        (positions[0], positions[-1]) for event in events if (positions := event.known_from.ordinals)
    ] or [(DAYS[0].toordinal(), DAYS[-1].toordinal())]
    turns = sorted(
        {max(n, 1) for low, high in spans for n in (low - 1, low, (low + high) // 2, high - 1, high)}
    )
    return st.sampled_from([date.fromordinal(n) for n in turns])


def turned(events: Sequence[Event], records: Sequence[Record] = ()) -> st.SearchStrategy[Turned]:
    """Return a strategy for clocks turned back, or not, where something changes; ``recorded`` needs ``records``."""
    known: st.SearchStrategy[Any] = st.none() | known_days(events) | instants()
    recorded: st.SearchStrategy[Any] = st.none()
    if records:
        made = sorted({record.recorded for record in records})
        around = [made[0].subtract(days=1), *made, *(instant.subtract(seconds=1) for instant in made)]
        recorded = st.none() | st.sampled_from([*around, *(instant.date() for instant in made)])
    return st.builds(lambda known, recorded: Turned(known=known, recorded=recorded), known, recorded)
