"""Snapshots: the state of everything at one moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from cstotimeline.core.errors import Fault, UnknownName, one_of, shown
from cstotimeline.core.events.announcements import Expectation, expectations
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.plain import plain, plain_mapping
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.values import Immutable
from cstotimeline.core.query.view_methods import ShownInNotebooks
from cstotimeline.core.temporal.points import QueryTime

_MOMENTS_KEPT = 256
_OTHERS = ("expected", "undecided")


class Snapshot(Immutable, ShownInNotebooks, Mapping[str, Any]):
    """The state of everything at one moment: a mapping from aspect to answer, or to a mapping from key to answer."""

    def __init__(self, timeline: Any, moment: QueryTime) -> None:
        vars(self).update(timeline=timeline, moment=moment)

    timeline: Any  # a timeline of any class, which knows its own snapshots
    moment: QueryTime

    def __getitem__(self, name: str) -> Any:
        """Return the answer of an aspect, or with keys a mapping from key to answer.

        Raises:
            UnknownName: no aspect has this name.
        """
        return self.timeline[name].at(self.moment)

    def __iter__(self) -> Iterator[str]:
        return iter(self.timeline)

    def __len__(self) -> int:
        return sum(1 for _ in self.timeline)

    def __contains__(self, name: object) -> bool:
        return any(name == one for one in self)

    @property
    def undecided(self) -> tuple[str, ...]:
        """Return the ids of the events whose dates leave open whether they had taken effect by then, sorted."""
        found: tuple[str, ...] = self._kept("undecided", self._find_undecided)
        return found

    def _find_undecided(self) -> tuple[str, ...]:
        at = self.moment.at
        bounds = self.timeline.scope.everything.ordering(self.moment.granularity).bounds
        return tuple(sorted(name for name, (low, high) in bounds.items() if low <= at < high))

    @property
    def expected(self) -> tuple[Expectation, ...]:
        """Return the announcements that were open by then, the next expected first; overdue ones included."""
        found: tuple[Expectation, ...] = self._kept("expected", self._find_expected)
        return found

    def _find_expected(self) -> tuple[Expectation, ...]:
        found = expectations(self.timeline.scope.about_expectations, self.moment)
        return tuple(one for one in found if one.status in ("open", "overdue"))

    def _kept(self, name: str, find: Callable[[], Any]) -> Any:
        """Return what was found for this moment before, else find it; the scope keeps some."""
        kept: dict[QueryTime, Any] = self.timeline.scope.questions.setdefault(("snapshots", name), {})
        found = kept.get(self.moment)
        if found is None:
            if len(kept) >= _MOMENTS_KEPT:
                kept.clear()
            found = kept[self.moment] = find()
        return found

    @property
    def expected_at_start(self) -> tuple[Expectation, ...]:
        """Return the announcements that were open as the day began, those made on the day itself included: what was
        still expected that morning. At an instant: made by then for all that is known, and not yet settled.
        """
        found = expectations(self.timeline.scope.about_expectations, self.moment, at_start=True)
        return tuple(one for one in found if one.status in ("open", "overdue"))

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers of all projections by name."""
        return {name: self[name] for name in self.timeline.projections}

    @property
    def certain(self) -> bool:
        """Return whether every answer is certain."""
        return all(answer.certain for answer in _flat(self.answers.values()))

    @property
    def covered(self) -> bool:
        """Return whether the log was looked through for the day, for every answer."""
        return all(answer.covered for answer in _flat(self.answers.values()))

    def clocks_to_dict(self) -> dict[str, Any]:
        """Return the three clocks: ``at``, ``known``, ``recorded`` (null: everything)."""
        clocks = self.timeline.scope.clocks
        return {
            "at": self.moment.text,
            "known": clocks.known.text if clocks.known else None,
            "recorded": clocks.recorded.text if clocks.recorded else None,
        }

    def to_dict(self, *, aspects: Collection[str] | None = None, reasons: bool = True) -> dict[str, Any]:
        """Return the snapshot as plain data: the clocks, whether all of it is certain, and the aspects.

        Arguments:
            aspects: only these, and ``certain`` and ``covered`` are about them; by default all that are shown, and
                ``expected`` and ``undecided``.
            reasons: whether the answers name the events behind them, as ``because``.

        Raises:
            UnknownName: a snapshot shows no such aspect.
        """
        with gc_paused(len(self.timeline.scope.events)):
            return self._to_dict(self._wanted(aspects), reasons=reasons)

    def _to_dict(self, wanted: Collection[str], *, reasons: bool) -> dict[str, Any]:
        found = {name: answer for name, answer in self.answers.items() if name in wanted}
        return {
            **self.clocks_to_dict(),
            "certain": all(answer.certain for answer in _flat(found.values())),
            "covered": all(answer.covered for answer in _flat(found.values())),
            **{name: to_plain(answer, reasons=reasons) for name, answer in found.items()},
            **self._others_to_dict(wanted, reasons=reasons),
        }

    @property
    def _shown(self) -> tuple[str, ...]:
        """Return the names of what the data holds."""
        return (*self.timeline.projections, *_OTHERS)

    def _wanted(self, aspects: Collection[str] | None) -> Collection[str]:
        if isinstance(aspects, str):
            aspects = (aspects,)
        for name in aspects or ():
            if name not in self._shown:
                what = f"a snapshot shows no such aspect, got {shown(name)}"
                raise UnknownName(
                    Fault(where="aspects", what=what, remedy=f"write {one_of(name, self._shown)}")
                )
        return self._shown if aspects is None else aspects

    def _others_to_dict(self, wanted: Collection[str], *, reasons: bool) -> dict[str, Any]:
        """Return the announcements that were open and the events that are undecided, where they are wanted."""
        data: dict[str, Any] = {}
        if "expected" in wanted:
            data["expected"] = [one.to_dict() for one in self.expected]
            if not reasons:
                for one in data["expected"]:
                    del one["because"]
        if "undecided" in wanted:
            data["undecided"] = list(self.undecided)
        return data

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Snapshot)
            and type(self) is type(other)
            and (self.moment, self.timeline) == (other.moment, other.timeline)
        )

    def __hash__(self) -> int:
        return hash((type(self), self.moment))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self.moment.text}: {len(self)} aspects>"


def _flat(answers: Iterable[Any]) -> Iterator[ExplainedAnswer]:
    for answer in answers:
        if isinstance(answer, dict):
            yield from answer.values()
        else:
            yield answer


def to_plain(answer: Any, *, reasons: bool = True) -> Any:
    """Return an answer, or answers by key, as plain data; with ``reasons`` the ids of the events behind them."""
    if isinstance(answer, dict):
        found = sorted(answer.items(), key=lambda pair: str(pair[0]))
        return plain_mapping({key: to_plain(value, reasons=reasons) for key, value in found})
    return answer.to_dict(reasons=reasons) if hasattr(answer, "to_dict") else plain(answer)
