"""Forces: set up, reported with a strength, changed, dissolved."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection


@attrs.frozen(kw_only=True)
class ForceEstablished(Event):
    """A force is set up: ``force`` is its stable slug, ``components`` what it is made of."""

    kind: ClassVar[str] = "force_established"
    stream: ClassVar[str] = "forces"
    order: ClassVar[int] = 45

    force: str
    name: str
    components: tuple[str, ...] = ()
    by: str = ""
    document: str = ""

    @property
    def title(self) -> str:
        """Return the founding in a few words."""
        return f"{self.name} established"


@attrs.frozen(kw_only=True)
class ForceReported(Event):
    """A page gives a force's strength: ``personnel`` where it states a number, ``counted`` in its own words."""

    kind: ClassVar[str] = "force_reported"
    stream: ClassVar[str] = "forces"

    force: str
    name: str
    personnel: int | None = None
    counted: str = ""
    by: str = ""

    @property
    def title(self) -> str:
        """Return the report in a few words."""
        size = f"{self.personnel:,}" if self.personnel is not None else self.counted
        return f"{self.name} reported at {size}"


@attrs.frozen(kw_only=True)
class ForceChanged(Event):
    """A force is changed, checked, equipped or dissolved; ``summary`` says how in a sentence."""

    kind: ClassVar[str] = "force_changed"
    stream: ClassVar[str] = "forces"

    force: str
    name: str
    summary: str
    dissolved: bool = False

    @property
    def title(self) -> str:
        """Return the change in a sentence."""
        return self.summary


@attrs.frozen(kw_only=True)
class ForceStatus:
    """The state of a force: its name, since when it exists (EDTF, empty: unknown), the last reported strength and the
    date of that report.
    """

    name: str = ""
    since: str = ""
    personnel: int | None = None
    counted: str = ""
    reported: str = ""
    exists: bool = False

    @property
    def label(self) -> str:
        """The last reported strength, as a picture writes it; empty where the force does not exist."""
        if not self.exists:
            return ""
        return f"{self.personnel:,}" if self.personnel is not None else self.counted or "exists"


def _apply(status: ForceStatus, event: ForceEstablished | ForceReported | ForceChanged) -> ForceStatus:
    date = event.effective.text
    if isinstance(event, ForceEstablished):
        return attrs.evolve(status, name=event.name, since=date, exists=True)
    if isinstance(event, ForceReported):
        return attrs.evolve(
            status,
            name=status.name or event.name,
            personnel=event.personnel,
            counted=event.counted,
            reported=date,
            exists=True,
        )
    return attrs.evolve(status, name=status.name or event.name, exists=not event.dissolved)


def _force_of(event: Any) -> str:
    return str(event.force)


FORCES: Projection[ForceStatus] = Projection(
    name="forces",
    initial=ForceStatus(),
    apply=_apply,
    kinds=(ForceEstablished, ForceReported, ForceChanged),
    key=_force_of,
)
