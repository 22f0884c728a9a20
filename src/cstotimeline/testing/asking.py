"""Inquiries: what anybody may ask of a timeline of an organization, as values that Hypothesis draws."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
from hypothesis import strategies as st

from cstotimeline.core.query.timeline import Timeline
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing.club import CLUB
from cstotimeline.testing.organizations import Organization
from cstotimeline.testing.shapes import DAYS, Shape
from cstotimeline.testing.small_worlds import recorded


@attrs.frozen
class Inquiry:
    """One aspect asked at the end of a day, or with ``until`` over all days up to another; ``known`` turns that clock.

    An aspect with keys is asked about all its keys.
    """

    aspect: str
    day: date
    until: date | None = None
    known: date | None = None

    def of(self, timeline: Timeline) -> Any:
        """Return the answer of a timeline: of a stretch all its spells, of an aspect with keys a mapping."""
        seen = timeline if self.known is None else timeline.known(by=self.known)
        asked = seen[self.aspect]
        if self.until is None:
            return asked.at(self.day)
        period = f"{self.day}/{self.until}"
        keyed = seen.projections[self.aspect].key is not None
        return {key: asked[key].during(period) for key in asked} if keyed else asked.during(period)


def inquiries(organization: Organization = CLUB) -> st.SearchStrategy[Inquiry]:
    """Return a strategy for what can be asked of any timeline of an organization.

    >>> from hypothesis import find
    >>> find(inquiries(), lambda inquiry: True)
    Inquiry(aspect='steward', day=datetime.date(2020, 1, 28), until=None, known=None)
    """
    days = st.sampled_from(DAYS)
    aspects = st.sampled_from([projection.name for projection in organization.projections])
    return st.builds(_inquiry, aspects, days, st.none() | days, st.none() | days)


def _inquiry(aspect: str, day: date, other: date | None, known: date | None) -> Inquiry:
    if other is None:
        return Inquiry(aspect, day, None, known)
    return Inquiry(aspect, min(day, other), max(day, other), known)


def logs(shape: Shape | None = None, **changes: Any) -> st.SearchStrategy[MemoryLog]:
    """Return a strategy for logs in memory that took a history in some order; ``changes`` are fields of ``Shape``.

    >>> from hypothesis import find
    >>> len(find(logs(least=2), lambda log: True))
    2
    """
    codec = (shape or Shape(**changes)).organization.codec
    return recorded(shape, **changes).map(lambda records: MemoryLog(records, codec=codec))
