"""Dependence: the log without a page, and what then changes."""

from __future__ import annotations

import pytest

from cstotimeline import Citation, UnknownName, load
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing.club import STEWARD
from tests.builders import corrected, took

ONE, OTHER = Citation(publisher="One", address="https://one.example/a"), Citation(publisher="Other")
HISTORY = load()


def test_events_of_one_page_are_gone_and_others_lose_a_citation() -> None:
    """An event that cites nothing else is gone, one with another source stays without this one."""
    events = [
        took("a", "2020", sources=(ONE,)),
        took("b", "2021", sources=(ONE, OTHER)),
        took("c", "2022", sources=(OTHER,)),
    ]
    without = Timeline(events, [STEWARD]).without(source="one.example")
    assert [event.id for event in without.events()] == ["b", "c"]
    assert without.events()[0].sources == (OTHER,)


def test_it_is_the_log_without_those_lines() -> None:
    """Every answer is that of a log of which the events were never appended, under the same clocks."""
    events = [
        took("a", "2020-01-01", sources=(OTHER,)),
        took("b", "2021-01-01", sources=(ONE,), after=()),
        took("c", "2022-01-01", sources=(OTHER,), after=("b",)),
    ]
    log = MemoryLog()
    log.append(*events)
    asked = Timeline(log.read(), [STEWARD]).known(by="2021-06-01")
    without = asked.without(source=ONE)
    assert without.clocks == asked.clocks
    assert asked["steward"].at("2021-03-01").holder == "B"
    assert without["steward"].at("2021-03-01").holder == "A"
    assert without.log["c"].event.after == ()


def test_what_only_acts_on_a_lost_event_is_lost_too() -> None:
    """A correction of an event that rests on the page goes with it."""
    events = [
        took("a", "2020-01-01", sources=(ONE,)),
        corrected("k", "2020-06-01", took("a", "2020-02-01", sources=(OTHER,)), sources=(OTHER,)),
    ]
    found = Timeline(events, [STEWARD]).resting_on("One")
    assert (found.cited_by, found.lost) == (("a",), ("a", "k"))


def test_the_answers_that_change_are_told_with_their_days() -> None:
    """Of each run of days on which an answer differs, both answers are told; other days are not listed."""
    events = [
        took("a", "2020-01-01", sources=(OTHER,)),
        took("b", "2020-02-01", sources=(ONE,)),
        took("c", "2020-03-01", sources=(OTHER,)),
    ]
    (answer,) = Timeline(events, [STEWARD]).resting_on("One").answers
    assert (answer.aspect, str(answer.period), answer.before, answer.after) == (
        "steward",
        "2020-02-01/2020-02-29",
        "B",
        "A",
    )


@pytest.mark.parametrize("publisher", ["TASS", "Kremlin", "CSTO"])
def test_no_other_answer_of_the_record_changes(publisher: str) -> None:
    """Outside the runs that are listed the presidency and the leaders are the same without the source."""
    without = HISTORY.without(source=publisher)
    found = HISTORY.resting_on(publisher)
    for day in (
        "1999-06-01",
        "2004-07-01",
        "2009-07-01",
        "2015-10-01",
        "2019-11-28",
        "2022-01-07",
        "2025-02-01",
    ):
        for aspect, key in (
            ("presidency", ""),
            ("leaders", "Armenia"),
            ("leaders", "Russia"),
            ("membership", "Georgia"),
        ):
            one = HISTORY[aspect][key] if key else HISTORY[aspect]
            other = without[aspect][key] if key else without[aspect]
            listed = any(
                (answer.aspect, answer.key) == (aspect, key) and answer.period.contains(day).value == "surely"
                for answer in found.answers
            )
            same = (one.at(day).label, one.at(day).certain) == (other.at(day).label, other.at(day).certain)
            assert same is not listed


def test_a_source_that_nothing_cites_is_refused() -> None:
    """A misspelt publisher is refused with the one that is meant."""
    with pytest.raises(UnknownName, match="no event cites this source, got 'Kremlln'; write Kremlin"):
        HISTORY.without(source="Kremlln")


def test_pages_on_which_events_rest_alone() -> None:
    """Each event with one page only is listed under that page, and no other event is."""
    alone = {name for ids in HISTORY.sole_pages.values() for name in ids}
    for event in HISTORY.resolved.everything:
        pages = {source.address or source.label for source in event.sources}
        assert (event.id in alone) is (len(pages) == 1)
