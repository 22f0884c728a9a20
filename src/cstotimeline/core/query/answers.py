"""Answers: a value, whether it is certain, what else is possible, and the events and sources behind it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

import attrs

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import deciding_rule
from cstotimeline.core.late import resolve
from cstotimeline.core.plain import plain
from cstotimeline.core.query.values import Immutable
from cstotimeline.core.query.view_methods import ShownInNotebooks
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.pendulum_values import pendulum_date
from cstotimeline.core.temporal.wording import date_in_words

if TYPE_CHECKING:
    from cstotimeline.core.temporal.pendulum_values import Date

V = TypeVar("V")

Clause = tuple[str, tuple[Event, ...]]
"""A piece of a sentence and the events that it rests on."""


class Explanation(Protocol):
    """Why an answer is what it is."""

    @property
    def because(self) -> tuple[str, ...]:
        """Return the ids of the fewest events that give the answer."""
        ...

    @property
    def is_minimal(self) -> bool:
        """Return whether none of them can be left out; False where that was not found out."""
        ...

    @property
    def events(self) -> tuple[Event, ...]:
        """Return those events, as they are after corrections."""
        ...

    @property
    def rivals(self) -> tuple[Event, ...]:
        """Return the events that lost a claim to one of them."""
        ...

    @property
    def sentence(self) -> tuple[str, tuple[Clause, ...]]:
        """Return how the sentence begins, and its pieces."""
        ...

    @property
    def question(self) -> Any:
        """Return the question that was asked; None where the answer came from another process."""
        ...

    @property
    def horizon(self) -> int | None:
        """Return the ordinal of the last day that the log covers for the question; None where there is none."""
        ...


@attrs.frozen(kw_only=True)
class GivenExplanation:
    """An explanation that was worked out, such as one that came from another process."""

    because: tuple[str, ...] = ()
    is_minimal: bool = True
    events: tuple[Event, ...] = ()
    rivals: tuple[Event, ...] = ()
    sentence: tuple[str, tuple[Clause, ...]] = ("", ())
    horizon: int | None = None

    @property
    def question(self) -> Any:
        """Return None: the question stayed in the other process."""
        return None


NOTHING = GivenExplanation()


@attrs.frozen(kw_only=True, getstate_setstate=False)
class ExplainedAnswer(Immutable, ShownInNotebooks):
    """What every answer says about itself.

    Attributes:
        certain: whether it holds in any case, as far as the log goes.
        covered: whether the log was looked through for the day; see :class:`~cstotimeline.CoverageDeclared`.
        decided: whether it had been decided by then for this later day.
        gave_up: whether too many coarse dates overlap to tell all alternatives.
        spell: the days for which ``during`` gives the answer; of ``at`` days around the one asked for, over which the
            answer stays the same.
    """

    certain: bool
    covered: bool = True
    decided: bool = False
    gave_up: bool = False
    last_known_ordinal: int | None = attrs.field(default=None, repr=False)
    spell: Period | None = attrs.field(default=None, eq=False)
    explanation: Explanation = attrs.field(default=NOTHING, eq=False, repr=False)

    def with_interval(self, spell: Period, explanation: Explanation) -> Self:
        """Return the same answer, as one that holds for the days of ``spell``, with its explanation."""
        return attrs.evolve(self, spell=spell, explanation=explanation)

    @property
    def last_known(self) -> Date | None:
        """Return the last covered day before one that is not covered; None where the day is covered, or none was."""
        return None if self.last_known_ordinal is None else pendulum_date(self.last_known_ordinal)

    @property
    def because(self) -> tuple[str, ...]:
        """Return the ids of the events behind the answer: just they give it, and without any one of them it
        is another.
        """
        return self.explanation.because

    @property
    def because_is_minimal(self) -> bool:
        """Return whether none of :attr:`because` can be left out; False where too many events bear on the answer to
        find that out.
        """
        return self.explanation.is_minimal

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the events behind the answer, as they are after corrections."""
        return self.explanation.events

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Return the citations of those events, each once."""
        return tuple(dict.fromkeys(source for event in self.events for source in event.sources))

    @property
    def rivals(self) -> tuple[Event, ...]:
        """Return the claims that lost to those events."""
        return self.explanation.rivals

    def why(self) -> str:
        """Return the answer as one sentence with numbered citations, then the citations, one a line."""
        head, clauses = self.explanation.sentence
        lost = [(rival, _decided(rival, self.events)) for rival in self.rivals]
        return _in_words(f"{head}{self.doubt_in_words()}", clauses, self.sources, lost)

    def cite(self, form: str = "text") -> str:
        """Return the sources behind the answer as text: ``text``, ``bibtex`` or ``csl`` (CSL-JSON).

        >>> from cstotimeline import load
        >>> print(load().presidency.at("2026-02-01").cite("bibtex").splitlines()[0])
        @online{tass-2026,
        """
        return resolve("cstotimeline.citing:cited")(self.sources, form)  # type: ignore[no-any-return]

    def doubt_in_words(self) -> str:
        """Return why the answer is less than sure, as it follows a name: empty where nothing stands against it."""
        if self.decided:
            return " (as decided)"
        if self.covered:
            return " (too many coarse dates overlap to tell)" if self.gave_up else ""
        if self.last_known_ordinal is None:
            return " (not covered)"
        return f" (last known, {date_in_words(PartialDate.of_ordinal(self.last_known_ordinal))})"

    def ground_to_dict(self) -> dict[str, Any]:
        """Return, as plain data, what says why the answer is not certain; nothing where there is nothing."""
        data: dict[str, Any] = {}
        if not self.covered:
            last = self.last_known_ordinal
            data["last_known"] = None if last is None else date.fromordinal(last).isoformat()
        if self.decided:
            data["decided"] = True
        if self.gave_up:
            data["gave_up"] = True
        return data

    def __getstate__(self) -> dict[str, Any]:
        state = {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}
        names = [field.name for field in attrs.fields(GivenExplanation)]
        given = {name: getattr(self.explanation, name) for name in names}
        return {**state, "explanation": GivenExplanation(**given)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)


class Reasoned:
    """What follows from several ``answers``: the events and sources behind them."""

    __slots__ = ()

    answers: tuple[ExplainedAnswer, ...]

    @property
    def because(self) -> tuple[str, ...]:
        """Return the ids of the fewest events behind each answer, each once."""
        return tuple(dict.fromkeys(name for answer in self.answers for name in answer.because))

    @property
    def events(self) -> tuple[Event, ...]:
        """Return those events, as they are after corrections."""
        return tuple({event.id: event for answer in self.answers for event in answer.events}.values())

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Return the citations of those events, each once."""
        return tuple(dict.fromkeys(source for event in self.events for source in event.sources))


def _in_words(
    head: str,
    clauses: Iterable[Clause],
    sources: tuple[Citation, ...],
    rivals: Iterable[tuple[Event, str]],
) -> str:
    numbers = {source: number for number, source in enumerate(sources, 1)}
    pieces: list[str] = []
    cited: set[int] = set()
    for text, events in clauses:
        marks = [numbers[s] for event in events for s in event.sources if s in numbers]
        cited.update(marks)
        pieces.append(f"{text} {_marked(marks)}".strip())
    rest = [number for number in numbers.values() if number not in cited]
    if rest:
        pieces.append(f"see also {_marked(rest)}")
    lines = [f"{head}: {'; '.join(pieces)}." if pieces else f"{head}."]
    lines.extend(f"[{number}] {cited_in_full(source)}" for source, number in numbers.items())
    lines.extend(
        f"Rival claim: {rival.title}, {rival.effective} ({rival.id}){decided}" for rival, decided in rivals
    )
    return "\n".join(lines)


def _decided(rival: Event, events: Iterable[Event]) -> str:
    """Return by which rule one of the events behind an answer counts and not its rival."""
    winner = next((event for event in events if event.claim == rival.claim and event.claim), None)
    return "" if winner is None else f"; {winner.id} counts by {deciding_rule(winner, rival)}"


def cited_in_full(source: Citation) -> str:
    """Return a citation on one line: label, address, what it says."""
    parts = [source.label, source.address, source.says]
    return " - ".join(part for part in parts if part)


def _marked(numbers: Iterable[int]) -> str:
    """Return citation marks, runs drawn together: ``[1-3, 5]``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return f"[{', '.join(words)}]" if words else ""


@attrs.frozen(kw_only=True, getstate_setstate=False)
class Answer(ExplainedAnswer, Generic[V]):
    """What a projection says.

    ``value`` is that of what has surely happened, also where the answer is not certain; ``alternatives`` are what else
    the dates leave open.
    """

    value: V
    alternatives: tuple[Hashable, ...] = ()

    def to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """Return the answer as plain data; ``because`` only with ``reasons``."""
        data = {
            "value": plain(self.value),
            "certain": self.certain,
            "covered": self.covered,
            **self.ground_to_dict(),
            "alternatives": [plain(value) for value in self.alternatives],
        }
        return data | ({"because": list(self.because)} if reasons else {})
