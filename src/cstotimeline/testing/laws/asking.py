"""Laws of asking: that order makes no difference and that all ways agree: promises 10 and 16."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise
from threading import Barrier
from typing import Any

import attrs
from hypothesis import strategies as st

from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.seats import SeatedOffice
from cstotimeline.core.query.key_questions import KeyQuestion
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing.laws.doubt import days_of_spell
from cstotimeline.testing.laws.lawbook import law
from cstotimeline.testing.organizations import ask
from cstotimeline.testing.trials import Trial, bare, demand
from cstotimeline.testing.turned import Turned, instants

ONE_DAY = timedelta(days=1)
THREADS = 3


@attrs.frozen(kw_only=True)
class _Asked:
    """One question of a sequence: a way of asking, what is asked, when, and how the clocks are turned."""

    way: str
    name: str
    when: date
    clocks: Turned


def _whole(answer: Any) -> Any:
    return answer, answer.because


def _spells(trial: Trial, _: Timeline, question: Any, asked: _Asked) -> Any:
    if asked.clocks != Turned():
        return None
    return [(spell.spell, *_whole(spell)) for spell in question.during(f"{trial.days[0]}/{trial.days[-1]}")]


def _bare(_: Trial, __: Timeline, question: Any, asked: _Asked) -> Any:
    if not isinstance(question, KeyQuestion):
        return None
    return bare(question.value_at(asked.when, **asked.clocks.options))


def _snapshot(trial: Trial, timeline: Timeline, _: Any, asked: _Asked) -> Any:
    snapshot = timeline.at(asked.when, **asked.clocks.options)
    found: dict[Any, Any] = {}
    for projection in trial.organization.projections:
        answers = snapshot[projection.name]
        if projection.key is None:
            found[projection.name] = _whole(answers)
        else:
            found |= {(projection.name, key): _whole(answers[key]) for key in answers}
    return found


_WAYS: dict[str, Callable[[Trial, Timeline, Any, _Asked], Any]] = {
    "at": lambda _, __, question, asked: _whole(question.at(asked.when, **asked.clocks.options)),
    "value_at": _bare,
    "during": _spells,
    "snapshot": _snapshot,
    "why": lambda _, __, question, asked: question.at(asked.when, **asked.clocks.options).why(),
}
"""What is asked of a timeline and one of its questions, by the way of asking, reasons included."""


@law(promise=16)
def asked_in_any_order(trial: Trial) -> None:
    """An answer, its reasons included, is that of a fresh timeline, whatever was asked before and in whatever way."""
    records = trial.records()
    timeline = trial.timeline(records)
    shared = trial.organization.questions(timeline)
    every = sorted(shared)
    if not every:
        return
    states = sorted(p.name for p in trial.organization.projections if p.name in every)
    names = trial.draw(st.lists(st.sampled_from([*every, *states, *states]), min_size=1, max_size=2))
    whens = st.sampled_from(trial.days) | st.sampled_from(trial.days) | instants(trial.days)
    clocks = [Turned(), Turned(), trial.clocks(records)]
    questions = st.builds(
        lambda way, name, when, clocks: _Asked(way=way, name=name, when=when, clocks=clocks),
        st.sampled_from(["at", "at", *sorted(_WAYS)]),
        st.sampled_from(names),
        whens,
        st.sampled_from(clocks),
    )
    asked: list[_Asked] = trial.draw(st.lists(questions, min_size=1, max_size=4))
    days = trial.draw(st.permutations(trial.days))
    asked += [_Asked(way="at", name=names[0], when=day, clocks=Turned()) for day in days]
    for number, one in enumerate(asked):
        fresh = trial.timeline(records)
        answer = _WAYS[one.way]
        got = answer(trial, timeline, shared[one.name], one)
        wanted = answer(trial, fresh, trial.organization.questions(fresh)[one.name], one)
        before = ", ".join(f"{other.way} {other.name} {other.when}" for other in asked[:number])
        demand(
            got, wanted, f"{one.way} of {one.name} at {one.when}, {one.clocks}, after {before or 'nothing'}"
        )


@law(promise=16)
def threads_agree(trial: Trial) -> None:
    """Threads that ask one timeline at once get the answers that a fresh one gives to each question alone."""
    records = trial.records()

    def told(timeline: Timeline, days: Sequence[date]) -> dict[str, Any]:
        questions = trial.organization.questions(timeline)
        return {f"{name} on {day}": _whole(questions[name].at(day)) for day in days for name in questions}

    wanted = told(trial.timeline(records), trial.days)
    timeline, start = trial.timeline(records), Barrier(THREADS)

    def asked(number: int) -> dict[str, Any]:
        start.wait()
        return told(timeline, [*trial.days[number:], *trial.days[:number]])

    with ThreadPoolExecutor(THREADS) as threads:
        for got in threads.map(asked, range(THREADS)):
            for name, said in got.items():
                demand(said, wanted[name], f"{name}, asked by {THREADS} threads at once")


@law(promise=16)
def all_ways_agree(trial: Trial) -> None:
    """The answer of a key, of all keys at once, of a snapshot, of a spell and of a group say the same of one day."""
    records = trial.records()
    clocks = trial.clocks(records)
    seen = clocks.of(trial.timeline(records))
    day = trial.day()
    snapshot = seen.at(day)
    for name, projection, key in trial.organization.keys(seen):
        answer = ask(seen, projection, key).at(day)
        where = f"{name} on {day}, {clocks}"
        (spell,) = ask(seen, projection, key).during(str(day))
        demand(spell, answer, f"{where}: the spell of that day alone")
        demand(spell.because, answer.because, f"{where}: the reasons of that day alone")
        every = [seen[projection.name].at(day), snapshot[projection.name]]
        if isinstance(projection, SeatedOffice):
            for found in every:
                _holder_agrees(projection, key, found, answer, where)
            continue
        for answers in every:
            one = answers if projection.key is None else answers[key]
            demand(one, answer, f"{where}: of all keys, or of a snapshot")
            demand(one.because, answer.because, f"{where}: the reasons, of all keys, or of a snapshot")
    for name, (keyed, statuses) in trial.organization.groups.items():
        group = trial.organization.group(seen, name).at(day)
        held = {key: seen[keyed.name][key].at(day) for key in seen[keyed.name]}
        wanted = {str(key) for key, answer in held.items() if answer.holder in statuses}
        demand(set(group.names), wanted, f"{name} on {day}, {clocks}: the names, beside each of them asked")


def _holder_agrees(projection: SeatedOffice, key: Hashable, found: Any, answer: Any, where: str) -> None:
    """Demand that an office of several seats names a holder as the question about that holder alone does."""
    holders = found if projection.office_key is None else found[projection.part_of(key)]
    name = projection.holder_of(key)
    demand(name in holders.names, answer.holder is not None, f"{where}: among the holders")
    told = [one for one in holders.tenures if one.office == answer.office]
    wanted = [answer] if name in (*holders.names, *holders.undecided) else []
    demand(told, wanted, f"{where}: the time of each holder")
    if answer.alternatives and "vacant" in answer.alternatives:
        demand(name in holders.undecided, True, f"{where}: among the undecided")  # noqa: FBT003


@law(promise=10)
def during_tiles(trial: Trial) -> None:
    """The spells of a period cover each day once and agree with ``at``."""
    first, end = trial.days[0], trial.days[-1]
    if trial.draw(st.booleans()):
        first, end = sorted([trial.day(), trial.day()])
    through = trial.through()
    anew = trial.organization.questions(trial.timeline(through=through))
    for name, question in trial.organization.questions(trial.timeline(through=through)).items():
        spells = question.during(f"{first}/{end}")
        days = [(spell.spell.earliest, spell.spell.latest) for spell in spells]
        demand((days[0][0], days[-1][1]), (first, end), f"{name}: the ends of the spells of {first}/{end}")
        for (_, until), (start, _) in pairwise(days):
            demand(start, until + ONE_DAY, f"{name}: the spells of {first}/{end} {days}")
        for spell in spells:
            for day in days_of_spell(spell):
                demand(question.at(day), spell, f"{name} on {day}, beside its spell {spell.spell}")
                demand(anew[name].at(day), spell, f"{name} on {day}, asked anew, beside {spell.spell}")


@law(promise=10)
def a_bare_value_is_the_answer(trial: Trial) -> None:
    """A bare answer says what the explained one says, for one key and for all at once, under every clock."""
    records = trial.records()
    timeline, grown = trial.timeline(records), trial.timeline(())
    days = [trial.day(), trial.day()]
    for record in records:
        grown = grown.extended([record])
        _as_answered(trial, grown, days[:1], Turned(), f"grown by {record.event.id}")
    turns = [Turned()]
    if records:
        instant = trial.draw(st.sampled_from(records)).recorded
        known = trial.day()
        turns += [Turned(recorded=instant), Turned(known=known), Turned(known=known, recorded=instant)]
        turns.append(trial.clocks(records))
    for clocks in turns:
        _as_answered(trial, timeline, days, clocks, f"under {clocks}")
        _as_answered(trial, grown, days, clocks, f"grown, under {clocks}")


def _of_all_keys(timeline: Timeline, projection: Projection[Any]) -> Any:
    """Return the questions of a projection by key; of an office of several seats by holder."""
    if isinstance(projection, SeatedOffice):
        return Questions(timeline.scope, projection, OfficeQuestion)
    return timeline[projection.name]


def _as_answered(trial: Trial, timeline: Timeline, days: list[date], clocks: Turned, what: str) -> None:
    seen = clocks.of(timeline)
    for name, projection, key in trial.organization.keys(seen):
        question = ask(timeline, projection, key)
        if not isinstance(question, KeyQuestion):
            continue
        for day in days:
            wanted = bare(question.at(day, **clocks.options))
            got = bare(question.value_at(day, **clocks.options))
            demand(got, wanted, f"{name} on {day} as a bare value, {what}")
            if projection.key is not None:
                every = _of_all_keys(timeline, projection).value_at(day, **clocks.options)
                demand(set(every), set(_of_all_keys(seen, projection)), f"all keys, {what}")
                among = bare(every[key]) if key in every else None
                demand(among, wanted, f"{name} on {day} among all keys, {what}")
