"""Sources and citations: where a statement comes from, and what in it supports the event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from cstotimeline.core.errors import EventError, Fault
from cstotimeline.core.events.field_types import type_faults
from cstotimeline.core.temporal.edtf import PartialDate

Tier = Literal["official", "agency", "press", "research", "reference"]
"""The kind of a source, from the nearest to the event to the farthest from it.

``official``: a body of the organization, a state, a treaty or law text; ``agency``: a news agency; ``press``: a
newspaper, broadcaster or news site; ``research``: an analyst or scholar; ``reference``: an encyclopedia or
list.
"""

_SCHEMES = ("https://", "http://")
TIERS: tuple[Tier, ...] = ("official", "agency", "press", "research", "reference")


@attrs.frozen(kw_only=True)
class Citation:
    """A source plus what in it supports the event.

    ``publisher`` is required; ``title``, ``address`` (a URL) and ``published`` may be missing, and are then
    empty. ``says`` is a short paraphrase in our words of what the page supports.

    Raises:
        EventError: a field of another type, an empty publisher, or an address that is no http(s) address.

    >>> Citation(publisher="Kazinform", says="Kyrgyzstan hands over to Russia").label
    'Kazinform'
    """

    publisher: str
    title: str = ""
    address: str = ""
    published: PartialDate = PartialDate.UNKNOWN
    tier: Tier = "press"
    says: str = ""

    def __attrs_post_init__(self) -> None:
        found = type_faults(self) or tuple(self.faults())
        if found:
            raise EventError(found)

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule in a citation whose fields are of their types."""
        if not self.publisher.strip():
            what = f"expected a name, got {self.publisher!r}"
            yield Fault(where="publisher", what=what, remedy="name who published the page")
        if self.address and not self.address.startswith(_SCHEMES):
            what = f"expected an http or https address, got {self.address!r}"
            yield Fault(where="address", what=what, remedy="leave it out where it is not known")

    @property
    def label(self) -> str:
        """Return the citation in one line: publisher, title, date of publication."""
        parts = [self.publisher, f'"{self.title}"' if self.title else "", self.published.text]
        return ", ".join(part for part in parts if part)


def faults_of(citation: Citation) -> tuple[Fault, ...]:
    """Return what :meth:`Citation.faults` yields; quickly where it is sound."""
    if citation.publisher[:1].strip() and (not citation.address or citation.address.startswith(_SCHEMES)):
        return ()
    return tuple(citation.faults())
