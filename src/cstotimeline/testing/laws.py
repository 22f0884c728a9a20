"""The laws: what DESIGN's promises demand of every history, each as a callable that any organization can be held to.

A law draws what else it needs (days, orders, clocks) and compares the engine with a slow second reading or with
itself. A broken law raises :class:`~cstotimeline.testing.trials.LawBroken`, with the history as lines that can be
pasted into a log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, Office
from cstotimeline.core.query.questions import KeyQuestion
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.testing.oracle import counting, known_by, recorded_by, standing
from cstotimeline.testing.organizations import Organization, ask
from cstotimeline.testing.small_worlds import BUDGET, Shape, histories, linked
from cstotimeline.testing.trials import Broken, Law, Trial, as_told, bare, choices, demand, glimpse

ONE_DAY = timedelta(days=1)
LAWS: dict[str, Law] = {}
"""Every law that a history can be held to, by name; those of stores are in
:mod:`cstotimeline.testing.store_contract`.
"""

_Holds = Callable[[Trial], None]


def law(*, promise: int, needs: Callable[[Organization], bool] = lambda _: True) -> Callable[[_Holds], Law]:
    """Return a decorator that makes a law of a function: its name, and the first line of its docstring."""

    def made(holds: _Holds) -> Law:
        statement = (holds.__doc__ or holds.__name__).partition("\n")[0]
        found = Law(name=holds.__name__, promise=promise, statement=statement, holds=holds, needs=needs)
        LAWS[found.name] = found
        return found

    return made


def _has_offices(organization: Organization) -> bool:
    return any(isinstance(projection, Office) for projection in organization.projections)


@law(promise=1)
def arrival_order_never_matters(trial: Trial) -> None:
    """Any order of appending the same events gives the same answers."""
    turned = trial.timeline(trial.draw(st.permutations(trial.events)))
    trial.same(turned, trial.timeline(), "in another order of arrival")
    demand([e.id for e in turned], [e.id for e in trial.timeline()], "in another order of arrival: the list")


@law(promise=2)
def doubt_is_exact(trial: Trial) -> None:
    """An answer is certain just where every choice of days agrees, and lists what else is possible."""
    oracle, timeline, day = trial.oracle(), trial.timeline(), trial.day()
    assume(choices(oracle) <= BUDGET)
    as_told(trial, timeline, oracle, day, "by enumeration")


@law(promise=2)
def what_is_certain_comes_true(trial: Trial) -> None:
    """Whatever dates within their bounds the events had, an answer marked certain is the one they give."""
    timeline, day = trial.timeline(), trial.day()
    exact = trial.exact(timeline)
    for name, projection, key in trial.organization.keys(timeline):
        answer = trial.organization.questions(timeline)[name].at(day)
        if not answer.certain:
            continue
        state = projection.initial
        for item in exact.world.track(projection, key).placed:
            if item.high <= day.toordinal():
                state = projection.apply(state, timeline.world.events[item.event.id])
        if isinstance(projection, Office):
            folded: object = (state.holder, state.acting, state.absence)
            said: object = (answer.holder, answer.acting, answer.absence)
        else:
            folded, said = projection.view(state), answer.value
        demand(said, folded, f"{name} on {day}, with the dates {_dates(exact)}")


def _dates(exact: Timeline) -> str:
    counts = exact.world.events.values()
    return ", ".join(f"{event.id} on {event.effective}" for event in list(counts)[:20])


@law(promise=3, needs=_has_offices)
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
    """``known=`` answers as the events public by then do, and uses no other."""
    day = trial.day()
    spans = [(e.known_from.first_ordinal, e.known_from.last_ordinal) for e in trial.events] or [(1, 1)]
    coarse = [span for span in spans if span[0] != span[1]]
    turns = sorted({max(n, 1) for first, last in coarse or spans for n in (first - 1, first, last - 1, last)})
    known = date.fromordinal(trial.draw(st.sampled_from(turns)))
    seen = known_by(trial.events, known)
    what = f"known by {known}"
    alone = trial.timeline(linked(seen))
    trial.same(trial.timeline().known(by=known), alone, what, [day])
    oracle = trial.oracle(seen)
    if choices(oracle) <= BUDGET:
        as_told(trial, trial.timeline().known(by=known), oracle, day, what)


@law(promise=4)
def recorded_uses_what_the_log_held(trial: Trial) -> None:
    """``recorded=`` answers as the records made by then do, and uses no other."""
    records, day = trial.records(), trial.day()
    timeline = trial.timeline(records)
    for instant in dict.fromkeys(record.recorded for record in records):
        then = [record for record in records if record.recorded <= instant]
        trial.same(timeline.recorded(by=instant), trial.timeline(then), f"recorded by {instant}", [day])
        oracle = trial.oracle(recorded_by(records, instant))
        if choices(oracle) <= BUDGET:
            as_told(trial, timeline.recorded(by=instant), oracle, day, f"recorded by {instant}")


@law(promise=5)
def a_retraction_undoes(trial: Trial) -> None:
    """After a retraction it is as if the event had never been appended; before it, the error is there."""
    assume(trial.events)
    target = trial.draw(st.sampled_from(trial.events))
    latest = max(event.occurred.last_ordinal for event in trial.events)
    after = PartialDate.of(date.fromordinal(latest + 1))
    retraction = EventRetracted(
        id="retraction", occurred=after, sources=target.sources, target=target.id, reason="it was not so"
    )
    timeline = trial.timeline([*trial.events, retraction])
    without = trial.timeline(linked(event for event in trial.events if event is not target))
    trial.same(timeline, without, f"after the retraction of {target.id}")
    day = date.fromordinal(latest)
    trial.same(
        timeline.known(by=day), trial.timeline().known(by=day), f"before the retraction of {target.id}"
    )


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
    latest = max(event.occurred.last_ordinal for event in trial.events)
    correction = EventCorrected(
        id="correction",
        occurred=PartialDate.of(date.fromordinal(latest + 1)),
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
    plain = _without_announcements(trial.events)
    timeline = trial.timeline()
    counts = counting(plain, trial.organization.second_rule)
    demand(set(timeline.world.events), set(counts), "which events count")
    said = standing(plain)
    for name, answer in trial.answers(timeline, [trial.day()]).items():
        shown = {event.id for event in answer.rivals}
        claims = {counts[one].claim for one in answer.because if one in counts} - {""}
        lost = {event.id for event in said.values() if event.claim in claims and event.id not in counts}
        demand(shown, lost, f"{name}: the rivals that come with the answer")


def _without_announcements(events: Iterable[Event]) -> tuple[Event, ...]:
    return linked(event for event in events if not isinstance(event, EventAnnounced | AnnouncementSettled))


@law(promise=7)
def expected_is_not_happened(trial: Trial) -> None:
    """Announcements change no answer, and ``expecting()`` answers as if the open ones had come true."""
    without = trial.timeline(_without_announcements(trial.events))
    trial.same(trial.timeline(), without, "beside announcements")
    said = standing(trial.events)
    ended = {e.announcement for e in said.values() if isinstance(e, AnnouncementSettled)}
    come = [e.expects for e in said.values() if isinstance(e, EventAnnounced) and e.id not in ended]
    happened = [e for e in said.values() if not isinstance(e, EventAnnounced | AnnouncementSettled)]
    trial.same(trial.timeline().expecting(), trial.timeline([*happened, *come]), "as expected", [trial.day()])


@law(promise=8)
def reasons_are_sufficient_and_needed(trial: Trial) -> None:
    """Just the events in ``because`` give the answer, and without any one of them it is another."""
    day = trial.day()
    timeline = trial.timeline()
    asked = trial.organization.questions(timeline)
    name = trial.draw(st.sampled_from(sorted(asked)))
    answer = asked[name].at(day)
    behind = [event for event in trial.events if event.id in answer.because]
    keys = {question: (projection, key) for question, projection, key in trial.organization.keys(timeline)}

    def answered(events: Iterable[Event]) -> object:
        fewer = trial.timeline(linked(events))
        return (ask(fewer, *keys[name]) if name in keys else trial.organization.questions(fewer)[name]).at(
            day
        )

    demand(answered(behind), answer, f"{name} on {day}, of just the events {list(answer.because)}")
    for event in behind:
        if answered(other for other in behind if other is not event) == answer:
            raise Broken(f"{name} on {day}, because of {list(answer.because)}: {event.id} can be left out")


@law(promise=8)
def why_cites_every_source(trial: Trial) -> None:
    """``why()`` cites each source of the events behind an answer once."""
    for name, answer in trial.answers(trial.timeline(), [trial.day()]).items():
        told = [line for line in answer.why().split("\n") if line.startswith("[")]
        behind = {source for event in answer.events for source in event.sources}
        demand(set(answer.sources), behind, f"{name}: the sources")
        demand(len(told), len(behind), f"{name}: the citations under {answer.why()!r}")


@law(promise=9)
def incremental_is_rebuild(trial: Trial) -> None:
    """Records added one at a time give the answers of all of them at once."""
    grown = trial.timeline(())
    records = trial.records()
    for number, record in enumerate(records, 1):
        grown = grown.extended([record])
        trial.same(grown, trial.timeline(records[:number]), f"grown by {record.event.id}", [trial.day()])
    demand(len(grown.log), len(records), "the length of the log")


@law(promise=10)
def during_tiles(trial: Trial) -> None:
    """The spells of a period cover each day once and agree with ``at``."""
    first, last = trial.days[0], trial.days[-1]
    if trial.draw(st.booleans()):
        first, last = sorted([trial.day(), trial.day()])
    for name, question in trial.organization.questions(trial.timeline()).items():
        spells = question.during(f"{first}/{last}")
        days = [(spell.spell.earliest, spell.spell.latest) for spell in spells]
        demand((days[0][0], days[-1][1]), (first, last), f"{name}: the ends of the spells of {first}/{last}")
        for (_, end), (start, _) in pairwise(days):
            demand(start, end + ONE_DAY, f"{name}: the spells of {first}/{last} {days}")
        for spell, (start, end) in zip(spells, days, strict=True):
            for ordinal in range(start.toordinal(), end.toordinal() + 1):
                day = date.fromordinal(ordinal)
                demand(question.at(day), spell, f"{name} on {day}, beside its spell {spell.spell}")
                anew = question.answer(question.timeline.world, Granularity.DAY, ordinal, spell.spell)
                demand(anew, spell, f"{name} on {day} worked out anew, beside its spell {spell.spell}")


@law(promise=10)
def a_glance_is_the_answer(trial: Trial) -> None:
    """A bare answer says what the explained one says, for one key and for all at once, under every clock."""
    records = trial.records()
    timeline, grown = trial.timeline(records), trial.timeline(())
    days = [trial.day(), trial.day()]
    for record in records:
        grown = grown.extended([record])
        _glance_as_answered(trial, grown, days[:1], {}, f"grown by {record.event.id}")
    clocks: list[dict[str, Any]] = [{}]
    if records:
        instant = trial.draw(st.sampled_from(records)).recorded
        clocks += [{"recorded": instant}, {"known": trial.day()}, {"known": trial.day(), "recorded": instant}]
    for clock in clocks:
        _glance_as_answered(trial, timeline, days, clock, f"under {clock}")
        _glance_as_answered(trial, grown, days, clock, f"grown, under {clock}")


def _glance_as_answered(
    trial: Trial, timeline: Timeline, days: list[date], clock: dict[str, Any], what: str
) -> None:
    for name, projection, key in trial.organization.keys(timeline.as_of(**clock)):
        question = ask(timeline, projection, key)
        if not isinstance(question, KeyQuestion):
            continue
        for day in days:
            wanted = bare(question.at(day, **clock))
            demand(glimpse(question.value_at(day, **clock)), wanted, f"{name} on {day} at a glance, {what}")
            if projection.key is not None:
                told = timeline[projection.name].value_at(day, **clock)
                demand(set(told), set(timeline.as_of(**clock)[projection.name].keys), f"all keys, {what}")
                demand(glimpse(told[key]), wanted, f"{name} on {day} among all keys, {what}")


@law(promise=11)
def lines_round_trip(trial: Trial) -> None:
    """An event written to a line and read back is the same, and so is its line."""
    codec = trial.organization.codec
    for record in trial.records():
        line = codec.to_line(record)
        again = codec.from_line(line, record.position)
        demand(codec.to_line(again), line, f"{record.event.id} written, read and written")
        for field in attrs.fields(type(record.event)):
            one, other = getattr(again.event, field.name), getattr(record.event, field.name)
            demand(one, other, f"{field.name} of {record.event.id} written and read")
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
    timeline = trial.timeline()
    exact = trial.exact(timeline)
    for rule in trial.organization.rules:
        found = timeline.check([rule])
        broken = bool(exact.check([rule]))
        if not broken and any(finding.verdict is Likelihood.SURELY for finding in found):
            raise Broken(f"{rule.name}: broken surely, yet not with the dates {_dates(exact)}")
        if broken and not found:
            raise Broken(f"{rule.name}: not broken, yet it is with the dates {_dates(exact)}")
