"""Laws of the edge of knowledge, of days beside instants, and of what acts on nothing: promises 15, 2 and 20."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from cstotimeline.core.fold.office import Office
from cstotimeline.core.query.key_questions import KeyQuestion
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.testing.laws.doubt import days_of_spell
from cstotimeline.testing.laws.lawbook import has_offices, law
from cstotimeline.testing.oracle import seconds_of_event
from cstotimeline.testing.oracle.calendar import EAST, WEST, epoch_of, first, last, midnight
from cstotimeline.testing.organizations import ask
from cstotimeline.testing.trials import Broken, Trial, bare, demand
from cstotimeline.testing.turned import instants

_FAR = (date(1900, 1, 1), date(2500, 1, 1))
LEAVINGS = "a leaving ends a taking"
ONE_A_DAY = "one taking a day"


@law(promise=15)
def nothing_is_certain_beyond_the_edge(trial: Trial) -> None:
    """No answer outside coverage is certain, under any clock and by any way of asking."""
    is_log = trial.draw(st.booleans())
    records = trial.records() if is_log else ()
    through = None if is_log else trial.through()
    history: Any = records if is_log else trial.events
    clocks = trial.clocks(records)
    seen = clocks.of(trial.timeline(history, through=through))
    oracle = trial.oracle(history, through=through, **clocks.options)
    when = trial.draw(st.sampled_from((*trial.days, *_FAR)) | instants(trial.days))
    mine = {name: (projection.name, key) for name, projection, key in trial.organization.keys(seen)}
    for name, question in trial.organization.questions(seen).items():
        if name in mine:
            edges = [mine[name]]
        else:
            keyed = trial.organization.groups[name][0]
            edges = [(keyed.name, key) for key in oracle.visible_keys(keyed)] or [(keyed.name, None)]
        said = f"{name} at {when}, {through=}, {clocks}"
        found = [oracle.edge(*edge, when) for edge in edges]
        answer = question.at(when)
        demand(answer.covered, all(edge.covered for edge in found), f"{said}: covered")
        if not all(edge.inside for edge in found):
            demand(answer.certain, False, f"{said}: certain")  # noqa: FBT003
            if isinstance(question, KeyQuestion):
                demand(question.value_at(when).certain, False, f"{said}: certain as a bare value")  # noqa: FBT003
        for spell in question.during(f"{trial.days[0]}/{trial.days[-1]}"):
            for day in days_of_spell(spell):
                if spell.certain and not all(oracle.edge(*edge, day).inside for edge in edges):
                    raise Broken(f"{said}: the spell {spell.spell} is certain on {day}")


@law(promise=15)
def an_answer_rests_on_something(trial: Trial) -> None:
    """Where no event is about a key and no coverage is declared, no answer about it is certain."""
    day = trial.draw(st.sampled_from((*trial.days, *_FAR)))
    empty = trial.timeline(())
    for name, question in trial.organization.questions(empty).items():
        demand(question.at(day).certain, False, f"{name} on {day}, of an empty history: certain")  # noqa: FBT003


@law(promise=2)
def days_and_instants_agree(trial: Trial) -> None:
    """Where no event may begin or end between an instant and the end of its day, two certain answers are equal.

    A day ends first in UTC+14 and last in UTC-12.
    """
    later = [trial.days[-1] + timedelta(days=n) for n in (40, 400)]
    instant: datetime = trial.draw(instants((*trial.days, *later, *later)))
    day = date.fromordinal(instant.toordinal())
    ends = midnight(day.toordinal() + 1)
    since, until = min(ends - EAST, epoch_of(instant)), max(ends - WEST, epoch_of(instant))
    oracle = trial.oracle()
    turns = {
        second
        for event in oracle.counting().values()
        for positions in [seconds_of_event(event)]
        for second in (first(positions), last(positions))
    }
    assume(not any(since <= second <= until for second in turns))
    timeline = trial.timeline()
    for name, projection, key in trial.organization.keys(timeline):
        if oracle.contradictions(projection, key):
            continue
        question = ask(timeline, projection, key)
        by_day, by_second = question.at(day), question.at(instant)
        if by_day.certain and by_second.certain:
            demand(bare(by_second), bare(by_day), f"{name} at {instant}, beside the end of that day")
            if isinstance(question, KeyQuestion):
                one, other = bare(question.value_at(instant)), bare(question.value_at(day))
                demand(one, other, f"{name}: bare values")


@law(promise=20, needs=has_offices)
def what_ends_nothing_is_reported(trial: Trial) -> None:
    """A leaving that surely or possibly ends no taking, or one of several, is a finding, and no other leaving is."""
    oracle = trial.oracle()
    found = [finding for finding in trial.timeline().check() if finding.rule == LEAVINGS]
    for projection in trial.organization.projections:
        if not isinstance(projection, Office):
            continue
        for key in oracle.keys(projection):
            cases = oracle.cases(projection, key)
            if oracle.contradictions(projection, key) or len({case.mine for case in cases}) > 1:
                continue
            for leaving, takings in cases[0].candidates.items():
                verdicts = {f.likelihood for f in found if leaving in f.events}
                wanted = {0: {Likelihood.SURELY}, 1: set[Likelihood]()}.get(
                    len(takings), {Likelihood.POSSIBLY}
                )
                demand(verdicts, wanted, f"{projection.name} of {key}: findings of what {leaving} ends")


@law(promise=20, needs=has_offices)
def two_takings_of_one_day_are_reported(trial: Trial) -> None:
    """Two takings of an office on one day, without times or a stated order, by different holders, are a finding."""
    oracle = trial.oracle()
    found = [set(finding.events) for finding in trial.timeline().check() if finding.rule == ONE_A_DAY]
    for projection in trial.organization.projections:
        for key in oracle.keys(projection):
            if isinstance(projection, Office) and not oracle.contradictions(projection, key):
                for pair in oracle.takings_of_one_day(projection, key):
                    if not any(set(pair) <= events for events in found):
                        raise Broken(f"{projection.name} of {key}: no finding of {pair}")
