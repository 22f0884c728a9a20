"""Laws of doubt and order: promises 1 to 4, 9, 11 and 12."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from cstotimeline.core.errors import LogError
from cstotimeline.core.events.event import Event, field_names
from cstotimeline.core.fold.office import Absence, Office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.testing.laws.lawbook import has_offices, law
from cstotimeline.testing.oracle import TooManyWorlds
from cstotimeline.testing.oracle.answers import about_coverage
from cstotimeline.testing.oracle.selections import was_public
from cstotimeline.testing.organizations import ask
from cstotimeline.testing.small_worlds import linked
from cstotimeline.testing.trials import Broken, Trial, demand
from cstotimeline.testing.turned import Turned, instants, known_days


@law(promise=1)
def arrival_order_never_matters(trial: Trial) -> None:
    """Any order of appending the same events gives the same answers."""
    mixed = trial.timeline(trial.draw(st.permutations(trial.events)))
    trial.same(mixed, trial.timeline(), "in another order of arrival")
    one, other = ([e.id for e in found.in_order_of_effect] for found in (mixed, trial.timeline()))
    demand(one, other, "in another order of arrival: the list")


@law(promise=2)
def doubt_is_exact(trial: Trial) -> None:
    """An answer is certain just where every world agrees and the day is inside, and lists what else is possible."""
    through, day = trial.through(), trial.day()
    timeline = trial.timeline(through=through) if through else trial.timeline()
    trial.as_said(timeline, trial.oracle(through=through), day, f"by enumeration, {through=}")


@law(promise=2)
def doubt_is_exact_at_instants(trial: Trial) -> None:
    """At an instant an answer is certain just where every choice of seconds agrees, and lists what else is possible."""
    instant = trial.draw(instants(trial.days))
    trial.as_said(trial.timeline(), trial.oracle(), instant, "by enumeration")


@law(promise=2)
def doubt_is_exact_under_every_clock(trial: Trial) -> None:
    """With ``known`` and ``recorded`` turned to days or instants, coarse dates of statements are doubt as well."""
    records = trial.records()
    clocks = trial.clocks(records)
    when = trial.draw(st.sampled_from(trial.days) | instants(trial.days))
    oracle = trial.oracle(records, **clocks.options)
    trial.as_said(clocks.of(trial.timeline(records)), oracle, when, f"by enumeration under {clocks}")


@law(promise=2)
def what_is_certain_comes_true(trial: Trial) -> None:
    """Whatever dates within their bounds the events had, an answer marked certain is the one they give."""
    timeline, day, oracle = trial.timeline(), trial.day(), trial.oracle()
    exact = trial.exact(oracle)
    folded = trial.oracle(exact)
    as_stated = oracle.counting()
    for name, projection, key in trial.organization.keys(timeline):
        answer = ask(timeline, projection, key).at(day)
        if not answer.certain or any(one.contradictions(projection, key) for one in (oracle, folded)):
            continue
        if isinstance(projection, Office):
            views = folded.views(projection, day, key)
            wanted: set[object] = {(view.holder, view.acting, view.absence) for view in views}
            said: object = (answer.holder, answer.acting, answer.absence)
        else:  # of the events as they are, since a value may show their dates
            orders = {names for _, names, _ in folded.outcomes(projection, day, key)}
            wanted = {_view(projection, [as_stated[name] for name in names]) for names in orders}
            said = answer.value
        dates = ", ".join(f"{event.id} on {event.effective}" for event in exact[:20])
        demand({said}, wanted, f"{name} on {day}, with the dates {dates}")


def _view(projection: Projection[Any], events: Iterable[Event]) -> Any:
    state = projection.initial
    for event in events:
        state = projection.apply(state, event)
    return projection.view(state)


@law(promise=3, needs=has_offices)
def absence_has_a_reason(trial: Trial) -> None:
    """An office has a holder or a reason for having none, and no data is never certain."""
    day = trial.day()
    for name, answer in trial.answers(trial.timeline(), [day]).items():
        if not isinstance(answer, Tenure):
            continue
        demand(answer.holder is None, answer.absence is not None, f"{name}: a reason just where nobody is")
        if answer.absence is Absence.NO_DATA and answer.certain:
            raise Broken(f"{name}: no data is certain")
        data = answer.to_dict()
        demand(data["holder"], answer.holder, f"{name}: the holder as data")
        demand(data.get("absence"), answer.absence, f"{name}: the reason as data")


@law(promise=4)
def known_uses_what_was_public(trial: Trial) -> None:
    """``known=`` answers as the events do that were public by then or may have been, and uses no other."""
    day, known = trial.day(), trial.draw(known_days(trial.events) | instants(trial.days))
    coverage = {
        event.id for event in about_coverage(trial.events)
    }  # which the clock of knowledge does not change
    seen = [e for e in trial.events if e.id in coverage or was_public(e, known) is not False]
    what = f"known by {known}"
    alone = trial.timeline(linked(seen)).known(by=known)
    trial.same(trial.timeline().known(by=known), alone, what, [day])
    with suppress(TooManyWorlds):
        trial.as_said(trial.timeline().known(by=known), trial.oracle(known=known), day, what)


@law(promise=4)
def recorded_uses_what_the_log_held(trial: Trial) -> None:
    """``recorded=`` answers as the records made by then do, and uses no other."""
    records, day = trial.records(), trial.day()
    timeline = trial.timeline(records)
    for instant in dict.fromkeys(record.recorded for record in records):
        then = [record for record in records if record.recorded <= instant]
        trial.same(timeline.recorded(by=instant), trial.timeline(then), f"recorded by {instant}", [day])
        oracle = trial.oracle(records, recorded=instant)
        trial.as_said(timeline.recorded(by=instant), oracle, day, f"recorded by {instant}")


@law(promise=4)
def clocks_turn_alike(trial: Trial) -> None:
    """Turned in a question, on a timeline, one after the other or both at once, clocks give the same answers."""
    records, day = trial.records(), trial.day()
    clocks = trial.clocks(records)
    timeline = trial.timeline(records)
    one = clocks.of(timeline)
    other = Turned(known=clocks.known).of(Turned(recorded=clocks.recorded).of(timeline))
    trial.same(one, other, f"under {clocks}, in another order", [day])
    mine = {name: (projection, key) for name, projection, key in trial.organization.keys(one)}
    for name, question in trial.organization.questions(one).items():
        asked = trial.organization.question(timeline, name, *mine.get(name, (None, "")))
        demand(
            asked.at(day, **clocks.options), question.at(day), f"{name} on {day}, {clocks} in the question"
        )


@law(promise=9)
def incremental_is_rebuild(trial: Trial) -> None:
    """Records added one at a time give the answers of all of them at once."""
    grown = trial.timeline(())
    records = trial.records()
    for number, record in enumerate(records, 1):
        grown = grown.extended([record])
        trial.same(grown, trial.timeline(records[:number]), f"grown by {record.event.id}", [trial.day()])
    demand(len(grown.log), len(records), "the length of the log")


@law(promise=11)
def lines_round_trip(trial: Trial) -> None:
    """An event written to a line and read back is the same, and so is its line."""
    codec = trial.organization.codec
    for record in trial.records():
        try:
            line = codec.to_line(record)
        except LogError as error:
            raise Broken(f"{record.event.id} is not written: {error}") from None
        again = codec.from_line(line, record.position)
        demand(codec.to_line(again), line, f"{record.event.id} written, read and written")
        for name in field_names(type(record.event)):
            one, other = getattr(again.event, name), getattr(record.event, name)
            demand(one, other, f"{name} of {record.event.id} written and read")
        demand(again, record, f"{record.event.id} written and read")


@law(promise=12, needs=lambda organization: bool(organization.golden))
def upcasting_commutes(trial: Trial) -> None:
    """An old line means what its modern twin means."""
    codec = trial.organization.codec
    for old, event in trial.organization.golden:
        demand(codec.from_draft(old), event, f"the old line {old}")
        trial.same(
            trial.timeline([codec.from_draft(old)]), trial.timeline([event]), f"the old line of {event.id}"
        )


@law(promise=2, needs=lambda organization: bool(organization.rules))
def rules_judge_doubt_rightly(trial: Trial) -> None:
    """A rule is broken surely only where it is under all dates, and not at all only where it is under none."""
    oracle = trial.oracle()
    timeline = trial.timeline()
    assume(not any(oracle.contradictions(p, key) for _, p, key in trial.organization.keys(timeline)))
    events = trial.exact(oracle)
    exact = trial.timeline(events)
    dates = ", ".join(f"{event.id} on {event.effective}" for event in events[:20])
    for rule in trial.organization.rules:
        found = [finding for finding in timeline.check([rule]) if finding.rule == rule.name]
        broken = any(finding.rule == rule.name for finding in exact.check([rule]))
        if not broken and any(finding.likelihood is Likelihood.SURELY for finding in found):
            raise Broken(f"{rule.name}: broken surely, yet not with the dates {dates}")
        if broken and not found:
            raise Broken(f"{rule.name}: not broken, yet it is with the dates {dates}")


def days_of_spell(answer: Any) -> list[date]:
    """Return the days of the spell of an answer."""
    first, last = answer.spell.start.first_ordinal, answer.spell.end.last_ordinal
    return [date.fromordinal(n) for n in range(first, last + 1)]
