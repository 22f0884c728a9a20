"""Sources and citations: where a statement comes from, and what in it supports the event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import attrs

from cstotimeline.core.errors import Fault, shown
from cstotimeline.core.events.field_types import Checked
from cstotimeline.core.temporal.edtf import PartialDate

Tier = Literal["official", "agency", "press", "research", "reference"]
"""The kind of a source, from the nearest to the event to the farthest from it.

``official``: a body of the organization, a state, a treaty or law text; ``agency``: a news agency; ``press``: a
newspaper, broadcaster or news site; ``research``: an analyst or scholar; ``reference``: an encyclopedia or list.
"""

TIERS: tuple[Tier, ...] = get_args(Tier)
_SCHEMES = ("https://", "http://")


@attrs.frozen(kw_only=True)
class Citation(Checked):
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

    def faults(self) -> Iterable[Fault]:
        """Return what breaks a rule in a citation whose fields are of their types."""
        if not self.publisher.strip():
            what = f"expected a name, got {shown(self.publisher)}"
            yield Fault(where="publisher", what=what, remedy="name who published the page")
        if self.address and not self.address.startswith(_SCHEMES):
            what = f"expected an http or https address, got {shown(self.address)}"
            yield Fault(where="address", what=what, remedy="leave it out where it is not known")

    @property
    def label(self) -> str:
        """The citation in one line: publisher, title, date of publication."""
        parts = [self.publisher, f'"{self.title}"' if self.title else "", self.published.text]
        return ", ".join(part for part in parts if part)
