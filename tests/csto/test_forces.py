from __future__ import annotations

from cstotimeline import History, PartialDate
from cstotimeline.csto.forces import ForceChanged, ForceEstablished, ForceReported, ForceStatus
from tests.builders import PAGE

FOUNDED = ForceEstablished(
    id="founded", occurred=PartialDate.parse("2009-02-04"), sources=PAGE, force="rapid", name="Rapid Force"
)
NUMBERED = ForceReported(
    id="numbered",
    occurred=PartialDate.parse("2010-06-01"),
    sources=PAGE,
    force="rapid",
    name="Rapid",
    personnel=20_000,
)
WORDED = ForceReported(
    id="worded",
    occurred=PartialDate.parse("2012-06-01"),
    sources=PAGE,
    force="rapid",
    name="Rapid",
    counted="more than 20,000",
)
EQUIPPED = ForceChanged(
    id="equipped",
    occurred=PartialDate.parse("2013-01-01"),
    sources=PAGE,
    force="rapid",
    name="Rapid",
    summary="Rapid Force gets new rifles",
)
DISSOLVED = ForceChanged(
    id="dissolved",
    occurred=PartialDate.parse("2014-01-01"),
    sources=PAGE,
    force="rapid",
    name="Rapid",
    summary="Rapid Force is dissolved",
    dissolved=True,
)
HISTORY = History([FOUNDED, NUMBERED, WORDED, EQUIPPED, DISSOLVED])


def status_at(day: str, history: History = HISTORY) -> ForceStatus:
    """Return how the force stands at the end of a day."""
    status = history.forces["rapid"].at(day).value
    assert isinstance(status, ForceStatus)
    return status


def test_a_force_exists_from_its_founding_to_its_end() -> None:
    """A force exists on its first day and no longer on the day on which it is dissolved."""
    exists = [status_at(day).exists for day in ("2009-02-03", "2009-02-04", "2013-12-31", "2014-01-01")]
    assert exists == [False, True, True, False]


def test_the_latest_report_gives_the_strength() -> None:
    """A strength is that of the last report, as number or in words, never both of two reports, with its date."""
    first, last = status_at("2011-01-01"), status_at("2013-06-01")
    assert (first.personnel, first.counted, first.reported) == (20_000, "", "2010-06-01")
    assert (last.personnel, last.counted, last.reported) == (None, "more than 20,000", "2012-06-01")
    assert last.since == "2009-02-04"


def test_a_force_seen_before_its_founding_is_told_exists() -> None:
    """A report alone says that a force exists, and leaves open since when."""
    found = status_at("2011-01-01", History([NUMBERED]))
    assert (found.exists, found.since, found.name) == (True, "", "Rapid")


def test_titles() -> None:
    """Each event of a force says in its title what happened, thousands parted."""
    titles = [event.title for event in (FOUNDED, NUMBERED, WORDED, EQUIPPED)]
    assert titles == [
        "Rapid Force established",
        "Rapid reported at 20,000",
        "Rapid reported at more than 20,000",
        "Rapid Force gets new rifles",
    ]
