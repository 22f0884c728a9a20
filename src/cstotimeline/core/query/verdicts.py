"""Verdicts: what the log says of somebody's statement about an office and a day or a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs

from cstotimeline.core.errors import Fault, StatementError, TimelineError, UnknownName, shown
from cstotimeline.core.events.coverage import run_of
from cstotimeline.core.query.answers import ExplainedAnswer, Reasoned
from cstotimeline.core.query.groups import Group, GroupQuestion
from cstotimeline.core.query.office_methods import EVER, OfficeMethods, is_held_by
from cstotimeline.core.query.spelling import nearest_spelt
from cstotimeline.core.temporal.intervals import Likelihood, Period
from cstotimeline.core.temporal.points import QueryTime

Outcome = Literal["supported", "contradicted", "cannot tell"]
FIELDS = ("office", "holder", "at", "during", "known", "recorded", "throughout")
"""What a statement may say."""


@attrs.frozen(kw_only=True)
class StatementVerdict(Reasoned):
    """What the log says of a statement.

    Attributes:
        office: what was asked: an office, or a group such as the members.
        holder: who is said to hold it, under the name of the log.
        when: the day or the period of the statement.
        verdict: ``supported``, ``contradicted`` or ``cannot tell``.
        holds: what the log has instead, or beside it where it cannot tell, as labels.
        suggestions: names that are spelt like the holder, where the log knows none of this name.
        answers: the answers from which the verdict follows.
    """

    office: str
    holder: str
    when: str
    verdict: Outcome
    holds: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    answers: tuple[ExplainedAnswer, ...] = attrs.field(default=(), repr=False)

    @property
    def certain(self) -> bool:
        """Return whether the log can tell."""
        return self.verdict != "cannot tell"

    @property
    def covered(self) -> bool:
        """Return whether the log was looked through for the days behind the verdict."""
        return all(answer.covered for answer in self.answers)

    def why(self) -> str:
        """Return the verdict as a sentence, and below it the answers with their citations."""
        told = f"; the log has {', '.join(self.holds)}" if self.holds else ""
        head = f"{self.verdict}: {self.office}, {self.holder}, {self.when}{told}."
        return "\n".join([head, *(answer.why() for answer in self.answers)])

    def to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """Return the verdict as plain data; with ``reasons`` the ids of the events and the addresses of their pages."""
        data: dict[str, Any] = {
            "office": self.office,
            "holder": self.holder,
            "when": self.when,
            "verdict": self.verdict,
            "holds": list(self.holds),
            "covered": self.covered,
        }
        if self.suggestions:
            data["suggestions"] = list(self.suggestions)
        if reasons:
            data["because"] = list(self.because)
            data["sources"] = [source.address or source.label for source in self.sources]
        return data


def verdict_on(
    timeline: Any,
    office: str,
    holder: str,
    *,
    at: Any,
    during: Any,
    throughout: bool,
) -> StatementVerdict:
    """Return what a timeline says of a statement; see :meth:`Timeline.verdict`."""
    if (at is None) is (during is None):
        what = "expected either a day or a period, got " + ("neither" if at is None else "both")
        raise StatementError(Fault(where="at", what=what, remedy="give at= a day, or during= a period"))
    office_or_group = timeline.named(office)
    if not isinstance(office_or_group, OfficeMethods | GroupQuestion):
        what = f"expected an office or a group, got {shown(office)}"
        raise UnknownName(
            Fault(where="office", what=what, remedy="name one that somebody holds or belongs to")
        )
    question: Any = office_or_group
    name, near, is_known = _meant(question, holder)
    answers: tuple[Any, ...]
    if at is not None:
        moment = QueryTime.of(at)
        answers, when = (question.at(moment),), moment.text
        found = [_holds(question, answers[0], name, moment)]
    else:
        period = Period.of(during)
        answers, when = question.during(period), period.text
        found = [_holds(question, one, name, _first_of(one)) for one in answers]
    verdict, counting = _outcome(found, throughout=throughout)
    if isinstance(question, GroupQuestion) and is_known:
        about_one = question.of(name)  # fewer events tell that than what the whole group is
        answers = tuple(about_one.at(_first_of(one)) for one in answers)
    if near and verdict == "contradicted":
        verdict, counting = "cannot tell", range(len(answers))
    chosen = tuple(answers[place] for place in counting)
    labels = dict.fromkeys(label for one in chosen for label in _labels(one))
    return StatementVerdict(
        office=question.name,
        holder=name,
        when=when,
        verdict=verdict,
        holds=() if verdict == "supported" else tuple(labels),
        suggestions=near,
        answers=chosen,
    )


def _meant(question: Any, holder: str) -> tuple[str, tuple[str, ...], bool]:
    """Return the name of the holder; the nearest known ones where the log knows none of this name; whether it does."""
    try:
        if isinstance(question, GroupQuestion):
            return str(question.of(holder).key), (), True
        return question.holder_meant(holder), (), True
    except UnknownName:
        if isinstance(question, GroupQuestion):
            used = [str(key) for key in question.scope.all_keys(question.projection)]
        else:
            used = [*question.named_holders]
        return holder, nearest_spelt(holder, used, 3), False


def _first_of(answer: ExplainedAnswer) -> QueryTime:
    return QueryTime.of_ordinal(run_of(answer.spell or EVER)[0])


def _holds(question: Any, answer: Any, name: str, moment: QueryTime) -> Likelihood:
    if not isinstance(answer, Group):
        return is_held_by(question, answer, name, moment)
    is_told = answer.certain or (answer.covered and not answer.gave_up and question.is_inside(moment))
    if not is_told or name in answer.undecided or (not answer.certain and not answer.undecided):
        return Likelihood.POSSIBLY
    return Likelihood.SURELY if name in answer.names else Likelihood.NO


def _outcome(found: list[Likelihood], *, throughout: bool) -> tuple[Outcome, Iterable[int]]:
    """Return the verdict, and the places of the answers from which it follows: one that decides it alone, or all."""
    decisive, otherwise = (
        (Likelihood.NO, Likelihood.SURELY) if throughout else (Likelihood.SURELY, Likelihood.NO)
    )
    alone: Outcome = "contradicted" if throughout else "supported"
    together: Outcome = "supported" if throughout else "contradicted"
    if decisive in found:
        return alone, (found.index(decisive),)
    if found and all(one is otherwise for one in found):
        return together, range(len(found))
    return "cannot tell", [place for place, one in enumerate(found) if one is Likelihood.POSSIBLY]


def _labels(answer: Any) -> list[str]:
    if isinstance(answer, Group):
        return [
            *answer.names,
            *(f"{name} (possibly)" for name in answer.undecided if name not in answer.names),
        ]
    return [answer.label, *(f"{label} (possibly)" for label in answer.alternatives)]


def verdicts_on(timeline: Any, statements: Iterable[Mapping[str, Any]]) -> tuple[StatementVerdict, ...]:
    """Return the verdict on each of several statements; see :meth:`Timeline.verdicts`."""
    found: list[StatementVerdict] = []
    faults: list[Fault] = []
    for number, row in enumerate(statements, 1):
        try:
            found.append(_verdict_of_row(timeline, row))
        except TimelineError as error:
            faults.extend(fault.within(f"row {number}") for fault in error.faults)
    if faults:
        raise StatementError(faults)
    return tuple(found)


def _verdict_of_row(timeline: Any, row: Mapping[str, Any]) -> StatementVerdict:
    said = {name: row[name] for name in FIELDS if row.get(name) not in (None, "")}
    faults = [
        Fault(where=name, what=f"expected a text, got {shown(row.get(name))}", remedy=f"write the {name}")
        for name in ("office", "holder")
        if not isinstance(said.get(name), str)
    ]
    throughout = str(said.get("throughout", "")).casefold()
    if throughout not in ("", "true", "false", "yes", "no"):
        what = f"expected yes or no, got {shown(said['throughout'])}"
        faults.append(Fault(where="throughout", what=what, remedy="write yes where all days are meant"))
    if faults:
        raise StatementError(faults)
    clocks = {name: said[name] for name in ("known", "recorded") if name in said}
    return verdict_on(
        timeline.as_of(**clocks),
        said["office"],
        said["holder"],
        at=said.get("at"),
        during=said.get("during"),
        throughout=throughout in ("true", "yes"),
    )
