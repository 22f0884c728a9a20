"""Comparison: in what two logs of one organization answer differently, and by which events."""

from __future__ import annotations

import random
from datetime import date, timedelta

import attrs
import pytest

from cstotimeline import Event, History, LogError, Timeline, load
from cstotimeline.core.log.log import Records
from cstotimeline.core.query.comparison import Comparison, Difference
from cstotimeline.testing.club import CLUB, STEWARD
from tests.builders import PAGE, announced, corrected, declared, joined, left, retracted, settled, took

HISTORY = load()
RELEASED = 960
"""The lines of the record before its review."""


@pytest.fixture(scope="module")
def earlier() -> History:
    """Return the record as it was before its review."""
    return load(Records([*HISTORY.log[:RELEASED]]))


@pytest.fixture(scope="module")
def found(earlier: History) -> Comparison:
    """Return what the review changed."""
    return HISTORY.compared_with(earlier)


def test_a_log_does_not_differ_from_itself() -> None:
    """No answer differs between two timelines of equal records."""
    same = HISTORY.compared_with(load(Records([*HISTORY.log])))
    assert (len(same), same.added, same.removed, same.changed) == (0, (), (), ())


def test_a_planted_event_is_named_with_its_days() -> None:
    """One more taking changes the answers of the days until the next, and is what is named."""
    events = [took("a", "2020-01-01"), took("c", "2020-03-01")]
    (one,) = Timeline([*events, took("b", "2020-02-01")], [STEWARD]).compared_with(
        Timeline(events, [STEWARD])
    )[1:]
    assert (one.aspect, str(one.period), one.before, one.after, one.events) == (
        "steward",
        "2020-02-01/2020-02-29",
        "A",
        "B",
        ("b",),
    )


def test_an_end_that_moved_is_a_difference_of_that_part() -> None:
    """Where the holder stays and only the end of the time in office is another, that part is named."""
    events = [took("a", "2020-01-01"), took("c", "2020-03-01")]
    new = Timeline([*events, took("b", "2020-02-01")], [STEWARD])
    first = new.compared_with(Timeline(events, [STEWARD]))[0]
    assert (str(first.period), first.differing) == ("2020-01-01/2020-01-31", ("end",))
    assert str(first) == "2020-01-01/2020-01-31 steward: A -> the same but for end; by b"


@pytest.mark.parametrize(
    ("amendment", "after"),
    [
        (corrected("k", "2020-06-01", took("b", "2020-02-15")), "A"),
        (retracted("k", "2020-06-01", "b"), "A"),
    ],
    ids=["corrected", "retracted"],
)
def test_an_amendment_is_named(amendment: Event, after: str) -> None:
    """Of a correction or a retraction the days that it changes are told, and it is named itself."""
    events = [took("a", "2020-01-01"), took("b", "2020-02-01")]
    changed = Timeline([*events, amendment], [STEWARD]).compared_with(Timeline(events, [STEWARD]))
    other = [one for one in changed if one.period.contains("2020-02-10").value == "surely"]
    assert [(one.before, one.after, "k" in one.events) for one in other] == [("B", after, True)]


def test_a_line_that_was_edited_or_removed_is_named() -> None:
    """A line with other content under the same id, and one that is gone, are counted apart and named."""
    events = [took("a", "2020-01-01"), took("b", "2020-02-01"), took("c", "2020-03-01")]
    edited = [took("a", "2020-01-01"), took("b", "2020-02-01", holder="X")]
    found = Timeline(edited, [STEWARD]).compared_with(Timeline(events, [STEWARD]))
    assert (found.added, found.removed, found.changed) == ((), ("c",), ("b",))
    assert {name for one in found for name in one.events} == {"b", "c"}


def test_coverage_that_is_new_is_what_is_named() -> None:
    """Where only the covered days differ, the event that declares coverage is named, no other."""
    events = [took("a", "2020-01-01"), took("b", "2020-02-01")]
    coverage = declared("cover", "2020-01-01/2020-12-31", aspect="steward")
    found = Timeline([*events, coverage], [STEWARD]).compared_with(Timeline(events, [STEWARD]))
    assert len(found) > 0
    assert {one.events for one in found} == {("cover",)}


def test_expectations_and_keys_are_compared() -> None:
    """An announcement that is new, what became of another, and a member who joined are each a difference."""
    events = [took("a", "2020-01-01"), announced("n", took("n", "2020-02-01"))]
    new = [*events, settled("s", "n"), announced("m", took("m", "2021-01-01")), joined("mia", "2020-04-01")]
    found = CLUB.timeline(new).compared_with(CLUB.timeline(events))
    told = {(one.aspect, str(one.key)): one.events for one in found}
    assert told["expected", "n"] == ("s",)
    assert told["expected", "m"] == ("m",)
    assert told["standing", "Mia"] == ("mia",)


def test_days_on_which_an_answer_differs_are_told_and_no_others(earlier: History, found: Comparison) -> None:
    """Of the offices of the record, a day is told exactly where the answers of the day are not equal."""
    chance = random.Random(15)
    days = [date(1992, 1, 1) + timedelta(days=chance.randrange(12_600)) for _ in range(40)]
    asked = [
        *((name, "") for name in ("presidency", "chairperson", "secretary_general", "members")),
        *(("leaders", state) for state in ("Uzbekistan", "Russia", "Armenia", "Georgia")),
    ]
    for name, key in asked:
        one, other = (history[name][key] if key else history[name] for history in (earlier, HISTORY))
        told = [each.period for each in found if (each.aspect, each.key) == (name, key)]
        for day in days:
            listed = any(period.contains(day.isoformat()).value == "surely" for period in told)
            assert listed is (one.at(day) != other.at(day)), (name, key, day)


def test_every_difference_names_an_event_that_is_not_in_both(found: Comparison) -> None:
    """Every difference that the review made names events, and only such as it added."""
    assert len(found.added) == len(HISTORY.log) - RELEASED
    assert (found.removed, found.changed) == ((), ())
    assert all(one.events and set(one.events) <= set(found.added) for one in found)


def test_lists_of_events_are_compared(found: Comparison) -> None:
    """A summit that the review entered is told with its day, without an event before."""
    moscow = next(one for one in found if one.key == "summit-1997-03-28-moscow")
    assert (moscow.aspect, str(moscow.period), moscow.before) == ("summits", "1997-03-28", None)


def test_a_correction_of_sources_alone_is_told_as_such() -> None:
    """An event of a list to which a correction only adds a source differs in its sources, by that correction."""
    held = HISTORY.summits[-1]
    more = attrs.evolve(held, sources=(*held.sources, *PAGE))
    events = [*HISTORY.log.events.values()]
    found = History([*events, corrected("k", "2026-12-24", more)]).compared_with(History(events))
    assert [(one.aspect, one.differing, one.events) for one in found] == [("summits", ("sources",), ("k",))]
    assert "-> the same but for sources; by k" in str(found[0])


def test_a_digest_stands_for_the_log_of_a_release(earlier: History, found: Comparison) -> None:
    """The digest and the stamp of a release give the same comparison as its log; a digest of another log is refused."""
    from cstotimeline.core.log.digest import Digest
    from cstotimeline.exchange.stamps import lines_of

    digest = str(Digest.of(lines_of(earlier.log, RELEASED)))
    assert HISTORY.compared_with(digest) == found
    assert HISTORY.compared_with(earlier.stamp) == found
    with pytest.raises(LogError, match="the log does not begin with the 960 records"):
        HISTORY.compared_with(f"960:{64 * '0'}")


def test_clocks_are_compared_as_well() -> None:
    """Of one log under two clocks the answers differ by what one of them does not show."""
    events = [took("a", "2020-01-01"), left("l", "2020-03-01", "A"), took("b", "2020-04-01")]
    whole = Timeline(events, [STEWARD])
    found = whole.compared_with(whole.known(by="2020-02-01"))
    assert set(found.added) == {"l", "b"}
    assert "b" in next(one for one in found if one.after == "B").events


def test_any_organization_is_compared_as_data() -> None:
    """A comparison of the club says the same as data, and its text names the counts."""
    found = CLUB.timeline([took("a", "2020-01-01")]).compared_with(CLUB.timeline([]))
    data = found.to_dict()
    assert data["added"] == ["a"]
    assert [one["events"] for one in data["differences"]] == [["a"] for _ in found]
    assert repr(found).startswith(f"<Comparison: {len(found)} answers differ; 1 events added")
    assert all(isinstance(one, Difference) and attrs.asdict(one) for one in found)
