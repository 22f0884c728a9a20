"""Steps: what an event does to an office, and the state of the office after it."""

from __future__ import annotations

from enum import StrEnum

import attrs

from cstotimeline.core.temporal.edtf import PartialDate


class Absence(StrEnum):
    """Why nobody holds an office."""

    NOT_YET_EXISTING = "not yet existing"
    NOT_YET_FILLED = "not yet filled"
    VACANT = "vacant"
    ENDED = "ended"
    NO_DATA = "no data"


@attrs.frozen
class TakesOffice:
    """``holder`` takes the office.

    Arguments:
        holder: who, as text.
        acting: whether it is held for the time being.
        attested: the office was held already when the event was seen.
        confirms: the same taking may stand in the log as an event of its own, such as beside an election the day of
            taking office; it is a second one only for somebody who does not hold the office.
        predecessor: the holder named as the one before, which decides the order of coarse dates.
        phrase: words it for a sentence, such as ``took over from Kazakhstan``.
        until: the last day in office, included, where one event tells both ends of a term; ``..``: it goes on until
            somebody else takes the office or another event ends it; the empty text: it ended on an unknown day.

    >>> TakesOffice("Armenia", predecessor="Tajikistan").holder
    'Armenia'
    """

    holder: str
    acting: bool = attrs.field(default=False, kw_only=True)
    attested: bool = attrs.field(default=False, kw_only=True)
    confirms: bool = attrs.field(default=False, kw_only=True)
    predecessor: str | None = attrs.field(default=None, kw_only=True)
    phrase: str = attrs.field(default="took office", kw_only=True)
    until: PartialDate = attrs.field(default=PartialDate.OPEN, kw_only=True)


@attrs.frozen
class LeavesOffice:
    """``holder`` leaves the office, which implies having held it.

    ``of`` is the id of the event by which the holder took it; without it the leaving ends the one taking of the same
    holder that can have come before it. Nothing changes if somebody else holds the office by then.

    >>> LeavesOffice("Armenia", of="presidency-2015-09-15-armenia").phrase
    'left'
    """

    holder: str
    of: str = attrs.field(default="", kw_only=True)
    phrase: str = attrs.field(default="left", kw_only=True)


@attrs.frozen
class NoHolder:
    """From here on nobody holds the office, for the given reason; ``candidates`` are those who may hold it.

    >>> NoHolder(Absence.NO_DATA, ("Russia", "Tajikistan")).candidates
    ('Russia', 'Tajikistan')
    """

    absence: Absence
    candidates: tuple[str, ...] = ()
    phrase: str = attrs.field(default="", kw_only=True)


Step = TakesOffice | LeavesOffice | NoHolder


@attrs.frozen
class OfficeState:
    """The state of an office: its holder, or the reason for there being none.

    ``attested``: first seen in office, so that the start is unknown. ``takings`` are the ids of the events by which the
    holder took office, or was first seen in it, and which no leaving has ended. An answer shows neither.
    """

    holder: str | None
    absence: Absence | None
    acting: bool = False
    candidates: tuple[str, ...] = ()
    attested: bool = False
    takings: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return hash((self.holder, self.absence, self.acting))

    @property
    def label(self) -> str:
        """Return the holder's name, with ``(acting)``, or the reason for there being none."""
        if self.holder is None:
            return str(self.absence)
        return f"{self.holder} (acting)" if self.acting else self.holder


VACANT = OfficeState(None, Absence.VACANT)


def after_step(state: OfficeState, step: Step | None, taking: str = "") -> OfficeState:
    """Return the state after ``step``, of an event with the id ``taking``."""
    if isinstance(step, TakesOffice):
        if (state.holder, state.acting) == (step.holder, step.acting):
            if step.attested or step.confirms or taking in state.takings:
                return state
            return attrs.evolve(state, takings=state.takings | {taking})
        return OfficeState(step.holder, None, step.acting, (), step.attested, frozenset((taking,)))
    if isinstance(step, LeavesOffice):
        return VACANT if state.holder == step.holder else state
    if isinstance(step, NoHolder):
        return OfficeState(None, step.absence, candidates=step.candidates)
    return state


def shown_state(state: OfficeState) -> OfficeState:
    """Return the state as an answer shows it."""
    if not state.attested and not state.takings:
        return state
    return OfficeState(state.holder, state.absence, state.acting, state.candidates)
