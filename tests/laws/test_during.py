"""Promise 10: the spells of ``during`` tile the period and agree with ``at`` on every day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.term_ends import ends_before
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.testing import club
from cstotimeline.testing.shapes import DAYS, STEWARDS
from cstotimeline.testing.small_worlds import histories
from tests.builders import missing, questions_of, took

HISTORIES = histories(amendments=2) | histories(STEWARDS, predecessors=True)
FIRST, LAST = date(2019, 12, 30), date(2021, 1, 3)
ONE_DAY = timedelta(days=1)


def bounds(spell: ExplainedAnswer) -> tuple[date, date]:
    """Return the first and last day of a spell, an open end being a day before or after all that can happen."""
    period: Any = spell.spell
    return period.earliest or FIRST, period.latest or LAST


def assert_tiles(spells: Sequence[Any], question: Any, first: date, last: date) -> None:
    """Assert that ``spells`` cover the days from ``first`` to ``last`` once each and agree with ``at``."""
    assert bounds(spells[0])[0] == first
    assert bounds(spells[-1])[1] == last
    for one, other in pairwise(spells):
        assert bounds(one)[1] + ONE_DAY == bounds(other)[0]
        assert one != other, "two spells of the same answer are one spell"
    for spell in spells:
        begin, end = bounds(spell)
        assert begin <= end
        inside = [day for day in {*DAYS, begin, end, begin + ONE_DAY} if begin <= day <= end]
        for day in inside:
            assert question.at(day) == spell, day
            anew = question.evaluate(question.resolved, QueryTime.of_ordinal(day.toordinal()))
            assert anew == spell, day


def periods() -> st.SearchStrategy[tuple[date, date]]:
    """Return a strategy for periods, as their first and last day."""
    days = st.dates(date(2020, 1, 25), date(2020, 2, 12))
    return st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


@given(HISTORIES, periods())
def test_spells_tile_a_period_and_agree_with_every_day(
    events: tuple[Event, ...], period: tuple[date, date]
) -> None:
    """Office, group, count, set and the order of events: each day of a period is in one spell, that of its answer."""
    first, last = period
    for question in questions_of(club.timeline(events)).values():
        spells = question.during(f"{first}/{last}")
        assert_tiles(spells, question, first, last)


@given(HISTORIES)
def test_spells_agree_with_every_day_of_two_years(events: tuple[Event, ...]) -> None:
    """No turn of the answer is missed on any of the days that a coarse date may mean."""
    asked = club.timeline(events)["minutes"]
    spells = asked.during(f"{FIRST}/{LAST}")
    assert_tiles(spells, asked, FIRST, LAST)
    current = iter(spells)
    spell = next(current)
    for n in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        while bounds(spell)[1] < day:
            spell = next(current)
        answer = asked.evaluate(asked.resolved, QueryTime.of_ordinal(day.toordinal()))
        assert asked.at(day) == answer
        assert (answer.value, answer.certain, answer.alternatives) == (
            spell.value,
            spell.certain,
            spell.alternatives,
        ), day


def has_end_unknown(events: Sequence[Event]) -> bool:
    """Return whether nothing tells when some steward's term ended, or it would end before it began."""
    return any(
        not event.until.is_date or ends_before(event.effective, event.until)
        for event in events
        if isinstance(event, club.StewardServed)
    )


@pytest.mark.parametrize("form", ["{first}/..", "../{last}", "{first}/", "/{last}"])
@given(events=HISTORIES, period=periods())
def test_open_and_unknown_periods_are_tiled(
    form: str, events: tuple[Event, ...], period: tuple[date, date]
) -> None:
    """A period without a start begins before anything happens, one without an end goes on after everything has."""
    first, last = period
    text = form.format(first=first, last=last)
    for question in questions_of(club.timeline(events)).values():
        spells = question.during(text)
        # A term of which nothing tells the end is surely over on the last day of the calendar, and not before.
        assume(not has_end_unknown(events) or bounds(spells[-1])[0] <= LAST)
        has_start = Period.parse(text).start.is_date
        assert spells[0].spell.start.is_date is has_start
        assert spells[-1].spell.end.is_open is not Period.parse(text).end.is_date
        assert_tiles(spells, question, first if has_start else FIRST, LAST if has_start else last)


@pytest.mark.parametrize("text", ["2020", "2020-01", "2020-01-3X", "2020-01/2020-02", "2020-01-31", "202X"])
@given(events=HISTORIES)
def test_coarse_periods_are_tiled_over_all_their_days(text: str, events: tuple[Event, ...]) -> None:
    """A month, a year or a decade is asked about from its first possible day to its last."""
    period = Period.parse(text)
    assert period.earliest is not None
    assert period.latest is not None
    asked = club.timeline(events)["steward"]
    assert_tiles(asked.during(text), asked, period.earliest, period.latest)


def test_the_first_day_of_the_calendar_has_no_day_before() -> None:
    """A period without a start may begin with the year 0001, before which there is no day to name."""
    asked = club.timeline([took("ann", "0001")])["steward"]
    spells = [(str(spell.spell), spell.label) for spell in asked.during("../0002-01-01")]
    assert spells[-1] == ("0001-12-31/0002-01-01", "Ann")
    assert spells[0][0].startswith("../")


def test_true_starts_and_ends_are_not_clamped() -> None:
    """A spell ends with the period, the tenure in it begins and ends when it truly did."""
    events = [took("ann", "2019-05"), took("bob", "2021-03-04")]
    (only,) = club.timeline(events)["steward"].during("2020")
    assert (only.holder, only.start.text, only.end.text) == ("Ann", "2019-05", "2021-03-04")
    assert str(only.spell) == "2020-01-01/2020-12-31"


def test_the_day_of_a_handover_belongs_to_the_new_holder() -> None:
    """On the day of the handover ``at`` tells the new holder, and ``during`` of the month both, without overlap."""
    asked = club.timeline([took("ann", "2018"), took("bob", "2019-11-28")])["steward"]
    assert asked.at("2019-11-28").holder == "Bob"
    spells = [(spell.holder, str(spell.spell)) for spell in asked.during("2019-11")]
    assert spells == [("Ann", "2019-11-01/2019-11-27"), ("Bob", "2019-11-28/2019-11-30")]


def test_an_exact_day_amid_a_coarse_one_is_a_turn_twice() -> None:
    """Bob on the tenth certainly displaces Ann of January, but on the eleventh she may have come after him."""
    asked = club.timeline([took("ann", "2020-01"), took("bob", "2020-01-10")])["steward"]
    spells = [(str(s.spell), s.label, s.certain) for s in asked.during("2020-01-09/2020-02-01")]
    assert spells == [
        ("2020-01-09", "no data", False),
        ("2020-01-10", "Bob", True),
        ("2020-01-11/2020-01-30", "Bob", False),
        ("2020-01-31/2020-02-01", "Ann", False),
    ]


@given(histories(STEWARDS))
def test_tenures_are_the_holders_of_all_spells(events: tuple[Event, ...]) -> None:
    """``tenures`` lists each holder's time in office once, in order, as the spells of all days tell them."""
    asked = club.timeline(events)["steward"]
    told = [(tenure.label, tenure.start, tenure.end) for tenure in asked.tenures]
    spelt = [
        (spell.label, spell.start, spell.end)
        for spell in asked.during("2010/2030")
        if spell.holder is not None
    ]
    assert [one for n, one in enumerate(spelt) if n == 0 or one != spelt[n - 1]] == [
        one for one in told if one in spelt
    ]


def test_a_tenure_within_a_day_is_listed() -> None:
    """Who took office and lost it on one day held it: ``tenures`` says so, though no day ended with it."""
    asked = club.timeline([took("ann", "2020-01-31"), missing("m", "2020-01-31T12:00:00", "vacant")])[
        "steward"
    ]
    assert [(tenure.holder, tenure.start.text) for tenure in asked.tenures] == [("Ann", "2020-01-31")]
    assert asked.at("2020-01-31").label == "vacant"
