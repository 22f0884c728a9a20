"""Laws of reasons: promise 8."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.testing.laws.doubt import days_of_spell
from cstotimeline.testing.laws.lawbook import law
from cstotimeline.testing.oracle.answers import about_coverage
from cstotimeline.testing.small_worlds import linked
from cstotimeline.testing.trials import Broken, Trial, demand
from cstotimeline.testing.turned import known_days

Ask = Callable[[Iterable[Event]], Any]
"""Gives the question of a history that consists of some events and of what is said of coverage."""


def _asked_of(trial: Trial, through: date | None) -> tuple[str, Ask]:
    """Draw a question, and return its name and how to ask it of fewer events under the same coverage."""
    timeline = trial.timeline(through=through)
    mine = {name: (projection, key) for name, projection, key in trial.organization.keys(timeline)}
    names = sorted(trial.organization.questions(timeline))
    assume(names)
    name = trial.draw(st.sampled_from(names))
    coverage = list(about_coverage(trial.events))

    def ask(events: Iterable[Event]) -> Any:
        ids = {event.id for event in coverage}
        kept = [*coverage, *(event for event in events if event.id not in ids)]
        fewer = trial.timeline(linked(kept), through=through)
        return trial.organization.question(fewer, name, *mine.get(name, (None, "")))

    return name, ask


def _demand_minimal(
    trial: Trial, because: Sequence[str], answer: Callable[[Iterable[Event]], Any], what: str
) -> None:
    """Demand that just the events of ``because`` give the answer, and that without any of them it is another."""
    wanted = answer(trial.events)
    behind = [event for event in trial.events if event.id in because]
    demand(answer(behind), wanted, f"{what}, of just the events {list(because)}")
    for event in behind:
        if answer(other for other in behind if other is not event) == wanted:
            raise Broken(f"{what}, because of {list(because)}: {event.id} can be left out")


@law(promise=8)
def reasons_are_sufficient_and_needed(trial: Trial) -> None:
    """Just the events in ``because`` give the answer, and without any one of them it is another."""
    through, day = trial.through(), trial.day()
    name, ask = _asked_of(trial, through)
    because = ask(trial.events).at(day).because
    _demand_minimal(trial, because, lambda events: ask(events).at(day), f"{name} on {day}")


@law(promise=8)
def reasons_hold_under_the_clock_of_knowledge(trial: Trial) -> None:
    """Under ``known=`` as well, just the events in ``because`` give the answer, and none of them can be left out."""
    day, known = trial.day(), trial.draw(known_days(trial.events))
    name, ask = _asked_of(trial, None)
    because = ask(trial.events).at(day, known=known).because
    what = f"{name} on {day}, known by {known}"
    _demand_minimal(trial, because, lambda events: ask(events).at(day, known=known), what)


@law(promise=8)
def reasons_of_a_spell_suffice_on_all_its_days(trial: Trial) -> None:
    """The events in ``because`` of a spell give its answer on each of its days; without one, another on some day."""
    through = trial.through()
    name, ask = _asked_of(trial, through)
    spells = ask(trial.events).during(f"{trial.days[0]}/{trial.days[-1]}")
    spell = trial.draw(st.sampled_from(spells))
    days = days_of_spell(spell)

    def answers(events: Iterable[Event]) -> list[Any]:
        question = ask(events)
        return [question.at(day) for day in days]

    _demand_minimal(trial, spell.because, answers, f"{name} during {spell.spell}")


@law(promise=8)
def why_cites_every_source(trial: Trial) -> None:
    """``why()`` cites each source of the events behind an answer once."""
    for name, answer in trial.answers(trial.timeline(), [trial.day()]).items():
        lines = [line for line in answer.why().split("\n") if line.startswith("[")]
        behind = {source for event in answer.events for source in event.sources}
        demand(set(answer.sources), behind, f"{name}: the sources")
        demand(len(lines), len(behind), f"{name}: the citations under {answer.why()!r}")
