"""Groups: which keys of an office stand in a given way, such as the states that are members."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import attrs

from cstotimeline.core.fold.office import Absence, Office, OfficeState
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.query.answers import ExplainedAnswer, Explanation
from cstotimeline.core.query.questions import Question, describe
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.wording import listed


@attrs.frozen(kw_only=True)
class Group(ExplainedAnswer):
    """A set of names on a day: ``names`` as they surely or canonically stand, sorted; ``open`` those whose
    standing dates leave open.
    """

    names: tuple[str, ...]
    open: tuple[str, ...]
    certain: bool

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __len__(self) -> int:
        return len(self.names)

    def to_dict(self) -> dict[str, Any]:
        """Return the group as plain data."""
        return {
            "names": list(self.names),
            "open": list(self.open),
            "certain": self.certain,
            "because": list(self.because),
        }


class GroupQuestion(Question[Group]):
    """The names whose ``status`` in a keyed office is one of ``statuses``."""

    projection: Office

    def __init__(self, timeline: Any, projection: Office, statuses: tuple[str, ...], name: str) -> None:
        super().__init__(timeline, projection)
        self.statuses = statuses
        self.name = name

    def of(self, key: Hashable) -> OfficeQuestion:
        """Return the question about one name alone: its standing at a date, its spells."""
        return OfficeQuestion(self.timeline, self.projection, key)

    @property
    def world(self) -> ResolvedEvents:
        """Return the world of all events that bear on any of the names."""
        return self.timeline.world_of(self.projection)

    def change_points(self) -> Sequence[int]:
        """Return, sorted, the days on which the standing of any name may change."""
        tracks = self.world.tracks(self.projection).values()
        return sorted({point for track in tracks for point in track.change_points()})

    def answer(self, world: ResolvedEvents, scale: Granularity, position: int, spell: Period) -> Group:
        """Return the answer in ``world`` at a position on a scale, told for the days of ``spell``."""
        names, undecided = self._told(world, scale, position)
        guess = [
            item.event.id
            for key in (*names, *undecided)
            for item in world.track(self.projection, key, scale).placed
            if item.low <= position
        ]
        explanation = Explanation(
            world,
            answer_in=lambda other: self._told(other, scale, position),
            guess=guess,
            bearing=lambda: world.bearing_on(self.projection, world.tracks(self.projection)),
            head=f"{self.name}: {listed(names)}",
            clauses=lambda events: [describe(event) for event in events],
        )
        return Group(names=names, open=undecided, certain=not undecided, spell=spell, explanation=explanation)

    def _told(
        self, world: ResolvedEvents, scale: Granularity, position: int
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        inside: list[str] = []
        undecided: list[str] = []
        for key, track in world.tracks(self.projection, scale).items():
            standing = track.at(position)
            if standing.state.holder in self.statuses:
                inside.append(str(key))
            if standing.views is None or len({one for v in standing.views for one in self._may_have(v)}) > 1:
                undecided.append(str(key))
        return tuple(sorted(inside)), tuple(sorted(undecided))

    def _may_have(self, view: object) -> set[bool]:
        """Return whether a name that stands so belongs to the group: both where nothing tells."""
        if not isinstance(view, OfficeState):
            return {False}
        if view.absence is Absence.NO_DATA or set(self.statuses) & set(view.candidates):
            return {True, False}
        return {view.holder in self.statuses}
