"""The chairperson: the leader of the state that holds the presidency; follows from both, has no events of its
own.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from cstotimeline.core.fold.office import Absence
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.query.answers import Explanation
from cstotimeline.core.query.questions import Question, describe
from cstotimeline.core.query.tenures import OfficeQuestion, Tenure
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.csto.leaders import LEADERS
from cstotimeline.csto.presidency import PRESIDENCY


class ChairpersonQuestion(Question[Tenure]):
    """Who presides: asked like any office."""

    @property
    def world(self) -> ResolvedEvents:
        """Return the world of all events that bear on the presidency or on any leader."""
        return self.timeline.world_of(PRESIDENCY, LEADERS)

    def change_points(self) -> Sequence[int]:
        """Return, sorted, the days on which the presidency or a leader may change."""
        world = self.world
        tracks = [world.track(PRESIDENCY, ""), *world.tracks(LEADERS).values()]
        return sorted({point for track in tracks for point in track.change_points()})

    def answer(self, world: ResolvedEvents, scale: Granularity, position: int, spell: Period) -> Tenure:
        """Return the answer in ``world`` at a position on a scale, told for the days of ``spell``."""
        tenure, parts = self._told(world, scale, position)
        explanation = Explanation(
            world,
            answer_in=lambda other: self._told(other, scale, position)[0],
            guess=[name for part in parts for name in part.because],
            bearing=lambda: sorted(
                {
                    *world.bearing_on(PRESIDENCY, [""]),
                    *world.bearing_on(LEADERS, world.tracks(LEADERS)),
                }
            ),
            head=tenure.label if tenure.holder else f"nobody ({tenure.label})",
            clauses=lambda events: [describe(event) for event in events],
        )
        return attrs.evolve(tenure, spell=spell, explanation=explanation)

    def _told(self, world: ResolvedEvents, scale: Granularity, position: int) -> tuple[Tenure, list[Tenure]]:
        presidency = _ask(self, PRESIDENCY, "", world, scale, position)
        states = sorted({presidency.holder or "", *presidency.alternatives} & set(world.tracks(LEADERS)))
        leaders = {state: _ask(self, LEADERS, state, world, scale, position) for state in states}
        own = leaders.get(presidency.holder or "")
        if own is None:
            absence = presidency.absence or Absence.NO_DATA
            told_ = attrs.evolve(presidency, office="chairperson", holder=None, absence=absence)
        else:
            told_ = attrs.evolve(
                own,
                office="chairperson",
                start=max(own.start, presidency.start, key=_late),
                end=min(own.end, presidency.end, key=_early),
            )
        others = {_without_leader(state) for state in presidency.alternatives if state not in leaders}
        others.update(*({leader.label, *leader.alternatives} for leader in leaders.values()))
        certain = presidency.certain and all(leader.certain for leader in leaders.values())
        return (
            attrs.evolve(
                told_,
                certain=certain and told_.absence is not Absence.NO_DATA,
                alternatives=tuple(sorted(others - {told_.label})),
            ),
            [presidency, *leaders.values()],
        )


def _without_leader(label: str) -> str:
    """Return who presides where ``label`` says of the presidency: its reason for nobody, or a state without
    leaders on record.
    """
    return label if label in {absence.value for absence in Absence} else Absence.NO_DATA.value


def _ask(
    question: ChairpersonQuestion,
    projection: object,
    key: str,
    world: ResolvedEvents,
    scale: Granularity,
    position: int,
) -> Tenure:
    asked = OfficeQuestion(question.timeline, projection, key)  # type: ignore[arg-type]
    return asked.answer(world, scale, position, Period("2000"))


def _late(date: PartialDate) -> tuple[bool, object]:
    """Sort starts: one of which nothing is told comes before every date."""
    return (date.is_date, date.sort_key)


def _early(date: PartialDate) -> tuple[object, ...]:
    return date.sort_key
