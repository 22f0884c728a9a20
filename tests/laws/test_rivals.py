"""Promise 6: rivals coexist; one counts by a stated rule, and the others come with the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain, permutations
from typing import Any

import pytest
from hypothesis import given

from cstotimeline.core.events.citations import Citation, Tier
from cstotimeline.core.events.event import Event
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.oracle import Oracle, counting
from cstotimeline.testing.shapes import Shape
from cstotimeline.testing.small_worlds import histories, questions
from tests.builders import questions_of, retracted, took

CROWDED = Shape(most=5, kinds=(club.StewardTook, club.StewardLeft))


def page(tier: Tier = "press", published: str = "", publisher: str = "a page") -> Citation:
    """Return a citation of a kind, published on a day."""
    when = PartialDate.parse(published) if published else PartialDate.UNKNOWN
    return Citation(publisher=publisher, tier=tier, published=when)


def rival(name: str, *sources: Citation, rank: Any = "normal") -> Event:
    """Return a claim to the one stewardship of 2020."""
    return took(name, "2020-01-01", claim="steward of 2020", rank=rank, sources=sources or (page(),))


RULE: dict[str, Sequence[Event]] = {
    "preferred before normal": (rival("z", rank="preferred"), rival("a", page("official"))),
    "normal before deprecated": (
        rival("z", page("reference")),
        rival("a", page("official"), rank="deprecated"),
    ),
    "the nearer kind of source": (rival("z", page("official", "2010")), rival("a", page("agency", "2020"))),
    "agency before press": (rival("z", page("agency")), rival("a", page("press"))),
    "press before research": (rival("z", page("press")), rival("a", page("research"))),
    "research before reference": (rival("z", page("research")), rival("a", page("reference"))),
    "the nearest of several": (rival("z", page("reference"), page("official")), rival("a", page("agency"))),
    "the newer source": (rival("z", page(published="2020-02")), rival("a", page(published="2020-01-31"))),
    "the newest of several": (
        rival("z", page(published="2019"), page(published="2021", publisher="another")),
        rival("a", page(published="2020")),
    ),
    "a dated source before one without a date": (rival("z", page(published="1999")), rival("a", page())),
    "the first id": (rival("a"), rival("b")),
    "the first of three ids": (rival("a"), rival("b"), rival("c")),
}


@pytest.mark.parametrize("rivals", RULE.values(), ids=RULE.keys())
def test_the_rule_of_choice(rivals: Sequence[Event]) -> None:
    """The first of each row counts, whatever the order of arrival; the others come with the answer, by id."""
    for order in permutations(rivals):
        answer = club.timeline(order)["steward"].at("2020-01-31")
        assert (answer.because, answer.certain) == ((rivals[0].id,), True)
        assert [event.id for event in answer.rivals] == sorted(event.id for event in rivals[1:])


def test_a_coarse_day_of_publication_leaves_open_which_source_is_the_newest() -> None:
    """Of 2020 and June 2020 either may be the newer; the one with the later last day is shown."""
    rivals = (rival("z", page(published="2020")), rival("a", page(published="2020-06")))
    for order in permutations(rivals):
        answer = club.timeline(order)["steward"].at("2020-01-31")
        assert (answer.holder, answer.certain, answer.alternatives) == ("Z", False, ("A",))


@given(histories(CROWDED, amendments=2), questions())
def test_the_same_events_count_as_in_a_second_reading(events: tuple[Event, ...], day: date) -> None:
    """Of the rivals of each claim, as corrected, just that counts which the naive reading of the rule picks."""
    timeline = club.timeline(events)
    assert set(timeline.resolved.events) == set(counting(events))
    told = Oracle(events).office(club.STEWARD, day)
    assert timeline["steward"].at(day).holder == told.holder


@given(histories(CROWDED, amendments=2), questions())
def test_losers_come_with_the_answer(events: tuple[Event, ...], day: date) -> None:
    """Behind an answer stands every rival of each reason, named in ``why()`` with its id; no loser is a reason, nor is
    what was retracted.
    """
    timeline = club.timeline(events)
    standing = timeline.resolved
    withdrawn = {event.id for event in events} - {*standing.listed, *chain(*standing.through.values())}
    for question in questions_of(timeline).values():
        answer = question.at(day)
        claims = {event.claim for event in answer.events} - {""}
        losers = {r.id for lost in standing.rivals.values() for r in lost if r.claim in claims}
        assert {event.id for event in answer.rivals} == losers
        assert not losers & set(answer.because)
        assert not withdrawn & set(answer.because)
        sentence = answer.why()
        assert all(f"({name})" in sentence for name in losers)


def last(rivals: Sequence[Event]) -> Event:
    """Prefer the rival of the highest id."""
    return rivals[-1]


def oldest(rivals: Sequence[Event]) -> Event:
    """Prefer the rival that took effect first."""
    return min(rivals, key=lambda event: (event.effective.sort_key, event.id))


@pytest.mark.parametrize("prefer", [last, oldest])
@given(events=histories(CROWDED, amendments=1), day=questions())
def test_the_rule_can_be_replaced(
    prefer: Callable[[Sequence[Event]], Event], events: tuple[Event, ...], day: date
) -> None:
    """With ``prefer=`` the answers are those of an enumeration under that rule, under turned clocks as well."""
    timeline = Timeline(events, [club.STEWARD], prefer=prefer)
    for asked, known in ((timeline, None), (timeline.known(by=day), day)):
        told = Oracle(events, prefer, known=known).office(club.STEWARD, day)
        answer = asked["steward"].at(day)
        assert (answer.holder, answer.start, answer.certain) == (told.holder, told.start, told.certain)


def test_rivals_reach_a_rule_sorted_by_id() -> None:
    """A rule of one's own sees the rivals in the order of their ids, whatever the order of arrival."""
    seen: list[list[str]] = []

    def prefer(rivals: Sequence[Event]) -> Event:
        seen.append([event.id for event in rivals])
        return rivals[0]

    for order in permutations([rival("a"), rival("b"), rival("c")]):
        assert Timeline(order, [club.STEWARD], prefer=prefer)["steward"].at("2020-01-31").holder == "A"
    assert {tuple(names) for names in seen} == {("a", "b", "c")}


def test_without_the_winner_the_loser_counts() -> None:
    """Withdrawn, or not known yet, the winner makes room for its rival, whose own rivals are then fewer."""
    winner = took("a", "2020-01-01", claim="c", rank="preferred", disclosed=PartialDate.parse("2020-01-20"))
    loser = took("b", "2020-01-02", claim="c")
    asked = club.timeline([winner, loser])["steward"]
    assert (asked.at("2020-01-31").holder, asked.at("2020-01-31", known="2020-01-19").holder) == ("A", "B")
    assert asked.at("2020-01-31", known="2020-01-19").rivals == ()
    without = club.timeline([winner, loser, retracted("r", "2020-02-01", "a")])["steward"]
    assert without.at("2020-01-31").holder == "B"


def test_claims_of_different_names_are_no_rivals() -> None:
    """Two claims about two things both count, and so do two events without a claim."""
    events = [took("a", "2020-01-01", claim="x"), took("b", "2020-01-02", claim="y"), took("c", "2020-01-03")]
    answer = club.timeline(events)["minutes"].at("2020-01-31")
    assert (answer.value, answer.rivals) == (("a", "b", "c"), ())
