"""Every kind of event and every projection of the CSTO at once; importing this module imports all of them."""

from __future__ import annotations

from typing import Any

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.late import resolve
from cstotimeline.csto.aspects import KINDS_BY_NAME, PROJECTION_TEXTS

KINDS: tuple[type[Event], ...] = tuple(KINDS_BY_NAME.values())
"""The kinds that a CSTO log may hold."""

PROJECTIONS: tuple[Projection[Any], ...] = tuple(map(resolve, PROJECTION_TEXTS.values()))
"""What is folded from events; a user's own can be given to :class:`~cstotimeline.csto.history.History`."""
