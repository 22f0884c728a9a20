"""Operations: decided, begun, what happened in them, ended."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import Checked
from cstotimeline.core.fold.projection import Projection


@attrs.frozen(kw_only=True)
class Contingent(Checked):
    """What a state sent: ``personnel`` where a page states a number, ``counted`` in its own words."""

    state: str
    personnel: int | None = None
    counted: str = ""


@attrs.frozen(kw_only=True)
class OperationStepTaken(Event):
    """A step of an operation: ``operation`` is its stable slug, ``summary`` says what happened in a sentence.

    Most values of ``step`` change the state of the operation: ``decided``, ``begun``, ``completed`` (its tasks),
    ``withdrawal begun``, ``ended``. ``reported`` and ``held`` (one run of a recurring operation) are its last step only
    while there is no other, and never make it one that is under way.
    """

    kind: ClassVar[str] = "operation_step_taken"
    stream: ClassVar[str] = "operations"
    order: ClassVar[int] = 45

    operation: str
    name: str
    step: Literal["decided", "begun", "completed", "withdrawal begun", "ended", "reported", "held"]
    summary: str
    place: str = ""
    commander: str = ""
    by: str = ""
    contingents: tuple[Contingent, ...] = ()
    personnel: int | None = None
    counted: str = ""

    @property
    def title(self) -> str:
        """Return the step in a sentence."""
        return self.summary


@attrs.frozen(kw_only=True)
class OperationStatus:
    """The state of an operation: its name, its last step and the date of that step (EDTF)."""

    name: str = ""
    step: str = "not yet"
    since: str = ""
    under_way: bool = False

    @property
    def label(self) -> str:
        """The last step where the operation is under way, as a picture writes it; else empty."""
        return self.step if self.under_way else ""


_MOVES = ("decided", "begun", "completed", "withdrawal begun", "ended")


def _apply(status: OperationStatus, event: OperationStepTaken) -> OperationStatus:
    if event.step in ("reported", "held"):
        if status.step in _MOVES:
            return attrs.evolve(status, name=event.name)
        return OperationStatus(name=event.name, step=event.step, since=event.effective.text)
    return OperationStatus(
        name=event.name,
        step=event.step,
        since=event.effective.text,
        under_way=event.step in ("begun", "completed", "withdrawal begun"),
    )


def _operation_of(event: Any) -> str:
    return str(event.operation)


OPERATIONS: Projection[OperationStatus] = Projection(
    name="operations",
    initial=OperationStatus(),
    apply=_apply,
    kinds=(OperationStepTaken,),
    key=_operation_of,
)
