"""Streams: in which file of a log folder each kind of event is kept."""

from __future__ import annotations

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event

_BY_MODULE = {
    "assembly": "assembly",
    "documents": "documents",
    "exercises": "exercises",
    "forces": "forces",
    "joint_staff": "joint-staff",
    "leaders": "leaders",
    "meetings": "meetings",
    "membership": "membership",
    "operations": "operations",
    "presidency": "presidency",
    "reports": "developments",
    "secretariat": "secretariat",
    "summits": "summits",
}


def stream_of(event: Event) -> str:
    """Return the name of the file, without ``.jsonl``, to which ``event`` is appended.

    >>> from cstotimeline.core.temporal.edtf import PartialDate
    >>> from cstotimeline.core.events.citations import Citation
    >>> from cstotimeline.csto.presidency import PresidencyTransferred
    >>> page = Citation(publisher="a page")
    >>> day = PartialDate.parse("2026-01-01")
    >>> stream_of(PresidencyTransferred(id="x", occurred=day, holder="Russia", sources=(page,)))
    'presidency'
    """
    if isinstance(event, EventAnnounced | AnnouncementSettled):
        return "announcements"
    if isinstance(event, EventCorrected | EventRetracted):
        return "corrections"
    return _BY_MODULE.get(type(event).__module__.rpartition(".")[2], "developments")
