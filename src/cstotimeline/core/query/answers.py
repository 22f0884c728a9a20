"""Answers: a value, whether it is certain, what else is possible, and the events and sources behind it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from typing import Any, Self

import attrs

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.plain import plain
from cstotimeline.core.query.minimal_cause import minimal_cause
from cstotimeline.core.temporal.intervals import Period

Clause = tuple[str, tuple[Event, ...]]
"""A piece of a sentence and the events that it rests on."""


class Explanation:
    """Why an answer is what it is; worked out when first asked for.

    ``answer_in`` answers the same question in another world, for comparing; ``guess`` are the ids that
    probably suffice, ``bearing`` gives all that may bear on it; ``clauses`` words the answer in a world,
    ``head`` begins the sentence. An answer that is not ``settled`` was given up as open: too many coarse
    dates overlap.
    """

    def __init__(
        self,
        world: ResolvedEvents,
        *,
        answer_in: Callable[[ResolvedEvents], object],
        guess: Sequence[str],
        bearing: Callable[[], Sequence[str]],
        head: str,
        clauses: Callable[[Sequence[Event]], Sequence[Clause]],
        settled: bool = True,
    ) -> None:
        self._world = world
        self._answer_in = answer_in
        self._guess = guess
        self._bearing = bearing
        self._head = head
        self._clauses = clauses
        self._settled = settled

    @cached_property
    def because(self) -> tuple[str, ...]:
        """Return the ids of the fewest events that give the answer, sorted by date; of an answer given up as
        open, all.
        """
        if not self._settled:
            return self._by_date(self._bearing())
        wanted = self._answer_in(self._world)
        guess = [n for name in self._guess for n in (name, *self._world.through.get(name, ()))]
        names = minimal_cause(
            guess, self._bearing(), lambda ids: self._answer_in(self._world.only(ids)) == wanted
        )
        return self._by_date(names)

    def _by_date(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=lambda n: (self._world.given[n].effective.sort_key, n)))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Return the events of ``because``, as they stand after corrections."""
        return tuple(self._world.events.get(name, self._world.given[name]) for name in self.because)

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Return the citations of the events, each once."""
        return tuple(dict.fromkeys(source for event in self.events for source in event.sources))

    @property
    def rivals(self) -> tuple[Event, ...]:
        """Return the events that lost a claim to one of the events behind the answer."""
        return tuple(rival for name in self.because for rival in self._world.rivals.get(name, ()))

    def why(self) -> str:
        """Return one sentence with numbered citations, then the citations, one a line."""
        numbers = {source: number for number, source in enumerate(self.sources, 1)}
        pieces, cited = [], set()
        for text, events in self._clauses(self.events):
            marks = [numbers[s] for event in events for s in event.sources if s in numbers]
            cited.update(marks)
            pieces.append(f"{text} {_marked(marks)}".strip())
        rest = [number for number in numbers.values() if number not in cited]
        if rest:
            pieces.append(f"see also {_marked(rest)}")
        lines = [f"{self._head}: {'; '.join(pieces)}." if pieces else f"{self._head}."]
        lines.extend(f"[{number}] {cited_in_full(source)}" for source, number in numbers.items())
        lines.extend(f"Rival claim: {rival.title}, {rival.effective} ({rival.id})" for rival in self.rivals)
        return "\n".join(lines)


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


@attrs.frozen(kw_only=True)
class ExplainedAnswer:
    """What every answer can tell about itself."""

    spell: Period | None = attrs.field(default=None, eq=False)
    _explanation: Explanation = attrs.field(eq=False, repr=False, alias="explanation")

    def with_interval(self, spell: Period) -> Self:
        """Return the same answer, as one that holds for the days of ``spell``."""
        return attrs.evolve(self, spell=spell)

    @property
    def because(self) -> tuple[str, ...]:
        """Return the ids of the events behind the answer: just they give it, and without any one of them it
        is another.
        """
        return self._explanation.because

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the events behind the answer, as they stand after corrections."""
        return self._explanation.events

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Return the citations of those events, each once."""
        return self._explanation.sources

    @property
    def rivals(self) -> tuple[Event, ...]:
        """Return the claims that lost to those events."""
        return self._explanation.rivals

    def why(self) -> str:
        """Return the answer as one sentence with numbered citations, then the citations, one a line."""
        return self._explanation.why()


@attrs.frozen(kw_only=True)
class Answer(ExplainedAnswer):
    """What a projection says: the ``value`` of what has surely happened, and ``alternatives`` that dates
    leave open.
    """

    value: Any
    certain: bool
    alternatives: tuple[Hashable, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "value": plain(self.value),
            "certain": self.certain,
            "alternatives": [plain(value) for value in self.alternatives],
            "because": list(self.because),
        }
