"""Drafts: the events that the lines of a file write, with where they stand and what is wrong with the other lines."""

from __future__ import annotations

import attrs

from cstotimeline.core.errors import Fault
from cstotimeline.core.events.event import Event


@attrs.frozen(kw_only=True)
class Draft:
    """What a draft holds: its ``events``, the ``places`` of each (file and line), and the ``faults`` of its lines.

    ``unread`` are the ids of the lines that have faults, as far as they can be read.

    >>> Draft(events=(), places=()).faults
    ()
    """

    events: tuple[Event, ...]
    places: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    unread: frozenset[str] = frozenset()
