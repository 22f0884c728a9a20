from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from cstotimeline import AtMostOneHolder, Event, LogError, NoGap, Projection
from cstotimeline.core.log.log import Records
from cstotimeline.core.rules.rule import Rule
from cstotimeline.stores.jsonl import read_jsonl
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing import (
    LAWS,
    Inquiry,
    LawBroken,
    TimelineLaws,
    TimelineMachine,
    club,
    histories,
    inquiries,
    logs,
)
from cstotimeline.testing.organizations import Organization

FEW = settings(max_examples=200, database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])


def counting(calls: list[str]) -> Projection[int]:
    """Return a projection that remembers how often it was called: no pure function."""

    def counted(_: int, event: Event) -> int:
        calls.append(event.id)
        return len(calls)

    return Projection(name="called", initial=0, apply=counted, kinds=club.KINDS)


IMPURE = attrs.evolve(club.CLUB, projections=(counting([]),), groups={})


def broken_by(organization: Organization, law: str) -> str:
    """Return what a law says of an organization that breaks it."""

    @FEW
    @given(data=st.data())
    def held(data: st.DataObject) -> None:
        events = data.draw(histories(organization=organization, amendments=2))
        LAWS[law].check(organization, events, data.draw)

    with pytest.raises(LawBroken) as caught:
        held()
    return str(caught.value)


def test_a_projection_that_is_no_pure_function_is_caught() -> None:
    """A projection that counts its calls breaks the law of arrival order."""
    said = broken_by(IMPURE, "arrival_order_never_matters")
    assert said.startswith(
        "promise 1: Any order of appending the same events gives the same answers.\n   asked: "
    )
    assert "\n     got: " in said
    assert "\n  wanted: " in said


def test_a_failure_can_be_pasted_into_a_log(tmp_path: Path) -> None:
    """What a broken law prints after ``history:`` is a log, the smallest history that breaks it."""
    lines = broken_by(IMPURE, "arrival_order_never_matters").partition(" history:\n")[2]
    log = tmp_path / "found.jsonl"
    log.write_text(f"{lines}\n", encoding="utf-8")
    assert len(read_jsonl(log, IMPURE.codec)) == 1


def test_a_choice_among_rivals_that_hangs_on_their_order_is_caught() -> None:
    """A rule that prefers whichever rival it saw last is no rule."""
    seen: list[str] = []

    def moody(rivals: Any) -> Event:
        seen.append("asked")
        return rivals[len(seen) % len(rivals)]  # type: ignore[no-any-return]

    organization = attrs.evolve(club.CLUB, prefer=moody)
    assert "promise 1" in broken_by(organization, "arrival_order_never_matters")


@attrs.frozen(kw_only=True)
class Whispered(Event):
    """A kind whose text does not come back as it was written."""

    kind = "whispered"

    text: str = attrs.field(eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "text", self.text.upper() if self.text.islower() else self.text.lower())
        super().__attrs_post_init__()


def test_a_kind_that_does_not_round_trip_is_caught() -> None:
    """A kind that changes its text at each reading breaks the law of round trips, though its events are equal."""
    organization = Organization(kinds=(Whispered,), projections=(club.MINUTES,), using={str: st.just("hush")})
    assert "promise 11" in broken_by(organization, "lines_round_trip")


def test_an_error_of_the_users_own_shows_the_history() -> None:
    """A projection that raises is no broken law: an error names it and the event, with the history as a note."""

    def fails(_: object, event: Event) -> object:
        raise KeyError(event.id)

    failing: Projection[Any] = Projection(name="fails", initial=0, apply=fails, kinds=club.KINDS)
    organization = attrs.evolve(club.CLUB, projections=(failing,), groups={})
    event = find(histories(least=1, most=1), lambda _: True, settings=FEW)
    with pytest.raises(LogError, match=r"projection fails: apply failed for e0 \(KeyError") as caught:
        LAWS["absence_has_a_reason"].check(
            organization, event, lambda strategy: find(strategy, lambda _: True)
        )
    assert "the history as lines of a log" in caught.value.__notes__[0]


def laws_of(organization: Organization, tried: int = 2_000) -> type[TimelineLaws]:
    """Return the test class of an organization."""
    return type("Made", (TimelineLaws,), {"organization": organization, "faults_tried": tried})


def test_every_law_that_applies_is_a_test() -> None:
    """The club has a test for each law but that of upcasting, for it has no old lines; and for each rule."""
    rules: tuple[Rule, ...] = (NoGap(name="Always a steward!", office=club.STEWARD, since="2020-01-01"),)
    made = laws_of(attrs.evolve(club.CLUB, rules=rules))
    names = {name.removeprefix("test_") for name in dir(made) if name.startswith("test_")}
    assert names == set(LAWS) - {"upcasting_commutes"} | {"always_a_steward_can_be_broken"}


def test_a_rule_that_cannot_be_broken_is_reported() -> None:
    """A rule about kinds that no history holds is itself a defect, and named."""
    rule = AtMostOneHolder(name="one at most", office=attrs.evolve(club.STEWARD, kinds=(Whispered,)))
    test = laws_of(attrs.evolve(club.CLUB, rules=(rule,)), tried=300)()
    with pytest.raises(LawBroken, match="no history of 300 broke the rule 'one at most'"):
        test.test_one_at_most_can_be_broken()  # type: ignore[attr-defined]


def test_a_rule_that_can_be_broken_passes() -> None:
    """For a rule that says something some history is found that breaks it."""
    rule = NoGap(name="no gap", office=club.STEWARD, since="2020-01-29", until="2020-02-01")
    laws_of(attrs.evolve(club.CLUB, rules=(rule,)))().test_no_gap_can_be_broken()  # type: ignore[attr-defined]


class Forgetting(MemoryLog):
    """A store that loses its last record when it is closed."""

    def close(self) -> None:
        """Forget."""
        self._records = Records(list(self._records)[:-1], part=True)


class Stale(MemoryLog):
    """A store that answers with what it held before."""

    def append(self, *events: Event, **given: Any) -> Any:
        """Append, and show it one append later."""
        before = self._records
        added = super().append(*events, **given)
        self._shown = before
        return added

    def read(self, after: int = 0) -> Records:
        """Return what stood there before the last append."""
        return getattr(self, "_shown", self._records)[after:]


@pytest.mark.parametrize("store", [Forgetting, Stale])
def test_the_machine_finds_a_store_that_loses_records(store: type[MemoryLog]) -> None:
    """A store that forgets on closing, or shows old records, is found out."""

    class Machine(TimelineMachine):
        def open_log(self) -> MemoryLog:
            return store(codec=self.organization.codec)

        def reopen_log(self) -> MemoryLog:
            return store(self.log.read(), codec=self.organization.codec)

    case: Any = Machine.TestCase()
    case.settings = settings(FEW, max_examples=50, report_multiple_bugs=False)
    with pytest.raises((LawBroken, LogError)):
        case.runTest()


@given(log=logs(least=1, amendments=2), inquiry=inquiries(), data=st.data())
def test_any_inquiry_has_one_answer_whatever_the_order(
    log: MemoryLog, inquiry: Inquiry, data: st.DataObject
) -> None:
    """Whatever is asked of a drawn log, its records in another order answer the same."""
    records = data.draw(st.permutations(list(log.read())))
    assert inquiry.of(club.timeline(records)) == inquiry.of(club.timeline(log.read()))


def test_a_drawn_log_is_a_log() -> None:
    """A log that was drawn has a digest and goes on."""
    log = find(logs(least=1), lambda _: True, settings=FEW)
    assert log.digest().length == len(log)
