"""Laws of what is said about events: promises 5, 6 and 7."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing.laws.lawbook import law
from cstotimeline.testing.oracle import counting, standing
from cstotimeline.testing.oracle.answers import about_coverage
from cstotimeline.testing.oracle.selections import standings
from cstotimeline.testing.shapes import Shape
from cstotimeline.testing.small_worlds import histories, linked
from cstotimeline.testing.trials import Trial, demand


@law(promise=5)
def a_retraction_undoes(trial: Trial) -> None:
    """After a retraction it is as if the event had never been appended; before it, the error is there."""
    assume(trial.events)
    target = trial.draw(st.sampled_from(trial.events))
    latest = _last_said(trial.events)
    after = PartialDate.of(date.fromordinal(latest + 1))
    retraction = EventRetracted(
        id="retraction", occurred=after, sources=target.sources, target=target.id, reason="it was not so"
    )
    timeline = trial.timeline([*trial.events, retraction])
    without = trial.timeline(linked(event for event in trial.events if event is not target))
    trial.same(timeline, without, f"after the retraction of {target.id}")
    if target.id in {event.id for event in about_coverage(trial.events)}:
        return  # the clock of knowledge does not change coverage
    day = date.fromordinal(latest)
    trial.same(
        timeline.known(by=day), trial.timeline().known(by=day), f"before the retraction of {target.id}"
    )


def _last_said(events: Iterable[Event]) -> int:
    return max(event.occurred.ordinals[-1] for event in events)


@law(promise=5)
def a_correction_replaces(trial: Trial) -> None:
    """A corrected event answers as its replacement would have, had it been appended at first."""
    amended = {getattr(event, "target", None) for event in trial.events}
    kinds = trial.organization.kinds
    mine = [event for event in trial.events if type(event) in kinds and event.id not in amended]
    assume(mine)
    wrong = trial.draw(st.sampled_from(mine))
    shape = Shape(organization=trial.organization, least=1, most=1, after=False, kinds=(type(wrong),))
    (drawn,) = trial.draw(histories(shape))
    right = attrs.evolve(drawn, id=wrong.id)
    correction = EventCorrected(
        id="correction",
        occurred=PartialDate.of(date.fromordinal(_last_said(trial.events) + 1)),
        sources=wrong.sources,
        target=wrong.id,
        replacement=right,
        reason="it was otherwise",
    )
    timeline = trial.timeline([*trial.events, correction])
    replaced = trial.timeline([right if event is wrong else event for event in trial.events])
    trial.same(timeline, replaced, f"with {wrong.id} corrected to {right}")


@law(promise=6)
def rivals_come_with_the_answer(trial: Trial) -> None:
    """Of rival claims the one counts that the rule prefers, and the others come with the answer."""
    timeline = trial.timeline()
    demand(
        {event.id for event in timeline.in_order_of_effect},
        set(counting(trial.events, trial.organization.second_rule)),
        "which events count",
    )
    said = standing(trial.events)
    counts = counting(trial.events, trial.organization.second_rule)
    for name, answer in trial.answers(timeline, [trial.day()]).items():
        shown = {event.id for event in answer.rivals}
        claims = {counts[one].claim for one in answer.because if one in counts} - {""}
        lost = {event.id for event in said.values() if event.claim in claims and event.id not in counts}
        demand(shown, lost, f"{name}: the rivals that come with the answer")


def without_announcements(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events without announcements, what became of them, and what is about either."""
    return linked(event for event in events if not isinstance(event, EventAnnounced | AnnouncementSettled))


@law(promise=7)
def expected_is_not_happened(trial: Trial) -> None:
    """Announcements change no answer, and ``expecting()`` answers as if the open ones had come true."""
    happened = without_announcements(trial.events)
    trial.same(trial.timeline(), trial.timeline(happened), "beside announcements")
    ways = {tuple(_still_expected(said.values())) for said in standings(trial.events)}
    if len(ways) == 1:  # else coarse corrections leave open what is expected
        (come,) = ways
        trial.same(
            trial.timeline().expecting(), trial.timeline([*happened, *come]), "as expected", [trial.day()]
        )


def _still_expected(said: Iterable[Event]) -> Iterator[Event]:
    """Yield the expected events of the announcements that are not settled."""
    every = list(said)
    ended = {event.announcement for event in every if isinstance(event, AnnouncementSettled)}
    for event in every:
        if isinstance(event, EventAnnounced) and event.id not in ended:
            yield event.expects
