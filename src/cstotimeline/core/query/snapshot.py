"""Snapshots: the state of everything at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cstotimeline.core.events.announcements import Expectation, expectations
from cstotimeline.core.plain import plain
from cstotimeline.core.query.answers import Answer
from cstotimeline.core.query.questions import Question, Questions
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.temporal.points import QueryTime

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline


class Snapshot:
    """The state of everything at one moment."""

    def __init__(self, timeline: Timeline, moment: QueryTime) -> None:
        self.timeline = timeline
        self.moment = moment

    def __getitem__(self, name: str) -> Any:
        """Return the answer of a projection, or with keys a mapping from key to answer; errors as for a
        timeline.
        """
        asked: Question[Any] | Questions[Any] = self.timeline[name]
        return asked.at(self.moment)

    @property
    def undecided(self) -> tuple[str, ...]:
        """Return the ids of the events whose dates leave open whether they had taken effect by then, sorted."""
        scale, position = self.moment.granularity, self.moment.at
        bounds = self.timeline.world.ordering(scale).bounds
        return tuple(sorted(name for name, (low, high) in bounds.items() if low <= position < high))

    @property
    def expected(self) -> tuple[Expectation, ...]:
        """Return the announcements that were open by then, the next expected first; overdue ones included."""
        found = expectations(self.timeline.world.listed, self.moment.ordinal)
        return tuple(one for one in found if one.status in ("open", "overdue"))

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers of all projections by name."""
        return {name: self[name] for name in self.timeline.projections}

    @property
    def certain(self) -> bool:
        """Return whether every answer is certain."""
        return all(answer.certain for answer in _flat(self.answers.values()))

    def clocks_to_dict(self) -> dict[str, Any]:
        """Return the three clocks: ``at``, ``known``, ``recorded`` (null: everything)."""
        clocks = self.timeline.clocks
        return {
            "at": self.moment.text,
            "known": clocks.known.text if clocks.known else None,
            "recorded": clocks.recorded.text if clocks.recorded else None,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the snapshot as plain data."""
        return {
            **self.clocks_to_dict(),
            "certain": self.certain,
            **{name: _to_dict(answer) for name, answer in self.answers.items()},
            "expected": [one.to_dict() for one in self.expected],
            "undecided": list(self.undecided),
        }

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self.moment.text}>"


def _flat(answers: Iterable[Any]) -> Iterator[Answer | Tenure]:
    for answer in answers:
        if isinstance(answer, dict):
            yield from answer.values()
        else:
            yield answer


def _to_dict(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {str(key): _to_dict(value) for key, value in sorted(answer.items(), key=lambda kv: str(kv[0]))}
    return answer.to_dict() if hasattr(answer, "to_dict") else plain(answer)
