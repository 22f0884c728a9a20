"""What a user writes, with the types that a checker must infer: mypy and pyright read it, and a test runs it.

``assert_type`` does nothing at run time; a type checker refuses a line whose type is another one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, assert_type

import cstotimeline as csto
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.csto.chairmanship import ChairpersonQuestion
from cstotimeline.csto.snapshot import HistorySnapshot

DAY = "2019-11-20"
COUNT: csto.Projection[int] = csto.Projection(name="count", initial=0, apply=lambda n, _: n + 1)


def history_on_a_day(history: csto.History) -> None:
    """A snapshot and its aspects."""
    then = assert_type(history.at(DAY), HistorySnapshot)
    assert_type(then.presidency, csto.Tenure)
    assert_type(then.presidency.holder, str | None)
    assert_type(then.members, csto.Group)
    assert_type(then.members.names, tuple[str, ...])
    assert_type(then.leaders["Armenia"], csto.Tenure)
    assert_type(then.last_summit, csto.SummitHeld | None)
    assert_type(then.certain, bool)
    assert_type(then.to_dict(), dict[str, Any])


def an_office(history: csto.History) -> None:
    """An office, on a day, in a period, at all times."""
    assert_type(history.presidency, OfficeQuestion)
    assert_type(history.presidency.at(DAY).holder, str | None)
    assert_type(history.presidency.at(DAY).start, csto.PartialDate)
    assert_type(history.presidency.at(DAY, known="2019-01-01").certain, bool)
    assert_type(history.presidency.at(DAY).because, tuple[str, ...])
    assert_type(history.presidency.at(DAY).sources, tuple[csto.Citation, ...])
    assert_type(history.presidency.at(DAY).why(), str)
    assert_type(history.presidency.during("2019-11"), tuple[csto.Tenure, ...])
    assert_type(history.presidency.tenures, tuple[csto.Tenure, ...])
    assert_type(history.presidency.value_at(DAY), csto.Value)
    assert_type(history.chairperson.at(DAY), csto.Tenure)
    assert_type(history.office("secretary general"), OfficeQuestion | ChairpersonQuestion)


def offices_by_name(history: csto.History) -> None:
    """Leaders by state."""
    assert_type(history.leaders, Questions[str, OfficeQuestion])
    assert_type(history.leaders["Armenia"], OfficeQuestion)
    assert_type(history.leaders["Armenia"].at(DAY), csto.Tenure)
    assert_type(history.leaders["Armenia"].at(DAY).holder, str | None)


def groups_and_events(history: csto.History) -> None:
    """Members, and the events of a kind."""
    assert_type(history.members, GroupQuestion)
    assert_type(history.members.at(DAY), csto.Group)
    assert_type(history.members.of("Armenia"), OfficeQuestion)
    assert_type(history.summits, EventList[csto.SummitHeld])
    assert_type(history.summits.during("2015"), tuple[csto.SummitHeld, ...])
    assert_type([summit.place for summit in history.summits], list[str])


def clocks_and_changes(history: csto.History) -> None:
    """The history as it was known or recorded, expectations, differences and findings."""
    assert_type(history.known(by=DAY), csto.History)
    assert_type(history.recorded(by="2027-01-01").expecting(), csto.History)
    assert_type(history.known(by=DAY).presidency.at(DAY), csto.Tenure)
    assert_type(history.diff("2016-01-01", DAY), csto.Changes)
    assert_type([change.aspect for change in history.diff("2019-01-01", DAY)], list[str])
    assert_type(history.check(), tuple[csto.Finding, ...])


def the_log(history: csto.History) -> None:
    """Records by position and by event id."""
    assert_type(history.log, csto.Records)
    assert_type(history.log[0], csto.Record)
    assert_type(history.log["presidency-2019-11-28-russia"], csto.Record)
    assert_type(history.log[0].event, csto.Event)


def an_engine_of_ones_own(history: csto.History) -> None:
    """A timeline of events with a projection of the user's own."""
    timeline = csto.Timeline([record.event for record in history.log[:9]], [COUNT])
    assert_type(timeline, csto.Timeline)
    assert_type(timeline.at(DAY), csto.Snapshot)
    assert_type(timeline.known(by=DAY), csto.Timeline)


SCRIPT: list[Callable[[csto.History], None]] = [
    history_on_a_day,
    an_office,
    offices_by_name,
    groups_and_events,
    clocks_and_changes,
    the_log,
    an_engine_of_ones_own,
]

# ---------------------------------------------------------------------------------------------------------------------
# NOT YET TRUE: what a checker should infer as soon as questions, answers and values are generic. To switch it on,
# write (3,) for (4,); when all of it holds, take out the condition and the lines above that say less.
# ---------------------------------------------------------------------------------------------------------------------
if sys.version_info >= (4,):
    from cstotimeline.core.fold.office import OfficeState
    from cstotimeline.csto.documents import DocumentStatus
    from cstotimeline.testing.organizations import Organization

    def offices_by_name_are_offices(history: csto.History) -> None:
        """What a mapping of offices gives is an office, with all that an office can be asked."""
        assert_type(history.leaders["Armenia"], OfficeQuestion)
        assert_type(history.leaders["Armenia"].tenures, tuple[csto.Tenure, ...])
        assert_type(history.leaders["Armenia"].value_at(DAY).certain, bool)
        assert_type(history.leaders.at(DAY), dict[str, csto.Tenure])
        assert_type(list(history.leaders), list[str])
        assert_type([question.at(DAY) for question in history.leaders.values()], list[csto.Tenure])

    def aspects_by_name(history: csto.History) -> None:
        """An aspect asked by its name has the type of the attribute of that name."""
        assert_type(history["presidency"], OfficeQuestion)
        assert_type(history["presidency"].at(DAY).holder, str | None)
        assert_type(history["leaders"]["Armenia"].at(DAY), csto.Tenure)
        assert_type(history["documents"]["charter-2002"].at(DAY).value, DocumentStatus)

    def values(history: csto.History) -> None:
        """The value of an answer has the type of the projection's state."""
        assert_type(history.documents.at(DAY)["charter-2002"].value, DocumentStatus)
        assert_type(history.at(DAY).documents["charter-2002"], csto.Answer[DocumentStatus])
        assert_type(history.presidency.value_at(DAY), csto.Value[OfficeState])
        assert_type(history.presidency.value_at(DAY).value.holder, str | None)

    def own_projections(history: csto.History) -> None:
        """Asked by the projection itself, a timeline answers with its type."""
        timeline = csto.Timeline([record.event for record in history.log[:9]], [COUNT])
        assert_type(timeline.ask(COUNT).at(DAY), csto.Answer[int])
        assert_type(timeline.ask(COUNT).at(DAY).value, int)

    def the_package() -> None:
        """The package has no name that it does not have, and the test kit has types."""
        assert_type(csto.testing.club.CLUB, Organization)
        _ = csto.Histroy  # type: ignore[attr-defined]  # pyright: ignore

    SCRIPT.extend([offices_by_name_are_offices, aspects_by_name, values, own_projections])
