"""Steps: what each does to an office, and what an answer shows of the state after it."""

from __future__ import annotations

import attrs
import pytest

from cstotimeline.core.fold.steps import (
    VACANT,
    Absence,
    LeavesOffice,
    NoHolder,
    OfficeState,
    Step,
    TakesOffice,
    after_step,
    shown_state,
)

ANN = OfficeState("Ann", None, takings=frozenset({"a"}))
SEEN = OfficeState("Ann", None, attested=True, takings=frozenset({"x"}))
ENDED = OfficeState(None, Absence.ENDED)

STEPS: dict[str, tuple[OfficeState, Step | None, OfficeState]] = {
    "nothing": (ANN, None, ANN),
    "taking": (VACANT, TakesOffice("Ann"), OfficeState("Ann", None, takings=frozenset({"x"}))),
    "taking, acting": (
        VACANT,
        TakesOffice("Ann", acting=True),
        OfficeState("Ann", None, acting=True, takings=frozenset({"x"})),
    ),
    "taking over": (ANN, TakesOffice("Bob"), OfficeState("Bob", None, takings=frozenset({"x"}))),
    "taking again": (ANN, TakesOffice("Ann"), OfficeState("Ann", None, takings=frozenset({"a", "x"}))),
    "acting, then in full": (
        OfficeState("Ann", None, acting=True, takings=frozenset({"a"})),
        TakesOffice("Ann"),
        OfficeState("Ann", None, takings=frozenset({"x"})),
    ),
    "seen in an office that was vacant": (VACANT, TakesOffice("Ann", attested=True), SEEN),
    "seen after taking it": (ANN, TakesOffice("Ann", attested=True), ANN),
    "seen again": (SEEN, TakesOffice("Ann", attested=True), SEEN),
    "taking after being seen": (
        attrs.evolve(SEEN, takings=frozenset({"s"})),
        TakesOffice("Ann"),
        attrs.evolve(SEEN, takings=frozenset({"s", "x"})),
    ),
    "seen where another held it": (
        OfficeState("Bob", None, takings=frozenset({"b"})),
        TakesOffice("Ann", attested=True),
        SEEN,
    ),
    "the holder leaves": (ANN, LeavesOffice("Ann"), VACANT),
    "another leaves": (ANN, LeavesOffice("Bob"), ANN),
    "leaving an office that ended": (ENDED, LeavesOffice("Ann"), ENDED),
    "nobody": (ANN, NoHolder(Absence.ENDED), ENDED),
    "nobody, with candidates": (
        ANN,
        NoHolder(Absence.NO_DATA, ("Bob",)),
        OfficeState(None, Absence.NO_DATA, candidates=("Bob",)),
    ),
    "taking after an office ended": (
        ENDED,
        TakesOffice("Ann"),
        OfficeState("Ann", None, takings=frozenset({"x"})),
    ),
}


@pytest.mark.parametrize(("before", "step", "after"), STEPS.values(), ids=STEPS)
def test_a_step_leads_from_a_state_to_the_next(
    before: OfficeState, step: Step | None, after: OfficeState
) -> None:
    """The holder, the reason for nobody, and which takings are open, each as the step says."""
    assert after_step(before, step, "x") == after


def test_the_same_taking_twice_changes_nothing() -> None:
    """A taking that is open already is no further one."""
    assert after_step(ANN, TakesOffice("Ann"), "a") == ANN


@pytest.mark.parametrize(
    "state", [ANN, SEEN, OfficeState("Ann", None, acting=True, takings=frozenset({"a", "b"})), ENDED]
)
def test_an_answer_shows_neither_takings_nor_sightings(state: OfficeState) -> None:
    """Two states that differ only in these are one answer; holder, acting, reason and candidates stay."""
    shown = shown_state(state)
    assert (shown.attested, shown.takings) == (False, frozenset())
    assert (shown.holder, shown.acting, shown.absence) == (state.holder, state.acting, state.absence)
    assert shown_state(shown) == shown


def test_a_label_is_the_holder_or_the_reason() -> None:
    """An acting holder is marked; nobody is named by the reason."""
    assert [one.label for one in (ANN, ENDED, VACANT)] == ["Ann", "ended", "vacant"]
    assert OfficeState("Ann", None, acting=True).label == "Ann (acting)"
