"""Organizations: the kinds of events of a log and what is asked about them, as one object that can be named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import attrs

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, UnknownName, nearest, shown
from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.late import resolve
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.rule import Finding, Rule

EVERY_LOGS = (EventCorrected, EventRetracted, EventAnnounced, AnnouncementSettled, CoverageDeclared)
"""The kinds that every log may hold."""


class AnyOrganization(Protocol):
    """What the command line and the server for agents ask of an organization."""

    @property
    def codec(self) -> Codec:
        """Return the codec of its kinds."""
        ...

    def timeline(self, history: Any) -> Timeline:
        """Return the timeline of events, or of the records of a log."""
        ...


@attrs.frozen(kw_only=True)
class Organization:
    """An organization: what ``--organization MODULE:NAME`` names.

    Arguments:
        kinds: its kinds of events, beside those that every log may hold.
        projections: what is asked about them.
        rules: what must hold of its history.
        make: makes the timeline, where it is of a class of its own, such as one whose ``names`` say how its events name
            people.

    >>> from cstotimeline.testing import club
    >>> body = Organization(kinds=club.KINDS, projections=club.PROJECTIONS)
    >>> sorted(body.timeline([]))[:2]
    ['joined', 'latest']
    """

    kinds: tuple[type[Event], ...]
    projections: tuple[Projection[Any], ...]
    rules: tuple[Rule, ...] = ()
    make: Callable[[Iterable[Event] | Iterable[Record]], Timeline] | None = None

    @property
    def codec(self) -> Codec:
        """Return the codec of its kinds and of those that every log may hold."""
        return Codec(tuple(dict.fromkeys((*self.kinds, *EVERY_LOGS))))

    def timeline(self, history: Iterable[Event] | Iterable[Record]) -> Timeline:
        """Return the timeline of events, or of the records of a log."""
        if self.make is not None:
            return self.make(history)
        return Timeline(history, self.projections)

    def check(self, timeline: Timeline) -> tuple[Finding, ...]:
        """Return what breaks its rules."""
        return timeline.check(self.rules)


def organization_named(text: str) -> AnyOrganization:
    """Return the organization that a text names: ``MODULE:NAME``, an organization or a function that returns one.

    Raises:
        UnknownName: no such module or name, or it is none.

    >>> organization_named("cstotimeline.testing.club:CLUB").timeline([])["steward"].name
    'steward'
    """
    module, colon, name = text.partition(":")
    if not (module and colon and name):
        raise _refused(
            f"expected MODULE:NAME, got {shown(text)}", "write one such as cstotimeline.testing.club:CLUB"
        )
    try:
        home = resolve(module)
    except ImportError as error:
        raise _refused(f"no module {shown(module)} ({error})", "install it, or run where it is") from None
    except Exception as error:  # whatever the code of somebody else raises
        raise _failed(f"the module {module}", error) from error
    if not hasattr(home, name):
        near = ", ".join(nearest(name, vars(home), 3)) or "one that it has"
        raise _refused(f"the module {module} has no such name, got {shown(name)}", f"write {near}")
    found: Any = getattr(home, name)
    try:
        made: Any = found() if callable(found) and not hasattr(found, "timeline") else found
    except TypeError:  # it takes arguments, so it makes no organization
        made = found
    except Exception as error:  # whatever the code of somebody else raises
        raise _failed(text, error) from error
    if isinstance(made, type) or not (callable(getattr(made, "timeline", None)) and hasattr(made, "codec")):
        what = f"expected an organization, with timeline() and a codec, got {shown(made)}"
        raise _refused(what, "name an Organization")
    organization: AnyOrganization = made
    return organization


def _failed(what: str, error: Exception) -> UnknownName:
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return _refused(f"{what} fails ({said})", "import it in Python to see where")


def _refused(what: str, remedy: str) -> UnknownName:
    return UnknownName(Fault(where="organization", what=what, remedy=remedy))
