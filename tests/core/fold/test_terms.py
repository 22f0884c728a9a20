"""Tests of terms: one event tells both ends."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.errors import EventError
from cstotimeline.core.events.amendments import EventCorrected
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.fold.office import TakesOffice, office
from cstotimeline.core.fold.term_ends import day_after
from cstotimeline.core.fold.terms import terms
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.office_rules import AtMostOneHolder
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.views import text

PAGE = (Citation(publisher="The town's list"),)
MAYOR = terms("mayor")


def until(text: str) -> PartialDate:
    """Return a last day; ``..`` and the empty text as the values that they stand for."""
    return {"..": PartialDate.OPEN, "": PartialDate.UNKNOWN}.get(text) or PartialDate.parse(text)


def term(name: str, holder: str, start: str, end: str = "..", **more: Any) -> TermHeld:
    """Return a term of the mayor."""
    last = PartialDate.UNKNOWN if end == "" else until(end)
    first = PartialDate.parse(start)
    return TermHeld(id=name, occurred=first, office="mayor", holder=holder, until=last, sources=PAGE, **more)


def asked(*events: Any) -> Any:
    """Return the question who is mayor."""
    return Timeline(events, [MAYOR])["mayor"]


def test_the_last_day_is_in_office_and_the_next_one_is_not() -> None:
    """The holder is there on the last day, and on the day after it the office is vacant, certainly."""
    mayor = asked(term("a", "Ann", "1998-05-04", "2002-06-03"))
    assert [mayor.at(day).label for day in ("2002-06-03", "2002-06-04")] == ["Ann", "vacant"]
    tenure = mayor.at("2002-06-03")
    assert (tenure.certain, tenure.end.text, str(tenure.last_day)) == (True, "2002-06-04", "2002-06-03")
    assert tenure.because == mayor.at("2002-06-04").because == ("a",)


def test_a_coarse_end_is_doubt_on_the_days_that_it_may_mean() -> None:
    """From the second possible day after the start on, a coarse last day leaves open whether the term goes on."""
    mayor = asked(term("a", "Ann", "1998-05-04", "2002"))
    assert mayor.at("2002-01-01").certain
    assert mayor.at("2002-01-02").alternatives == ("vacant",)
    assert mayor.at("2003-01-01").label == "vacant"
    assert mayor.at("2002-01-02").last_day == PartialDate.parse("2002")


def test_an_unknown_end_is_not_an_open_one() -> None:
    """After the first day a term with an unknown end is not certain; one that goes on is."""
    unknown, open_ = asked(term("a", "Ann", "1998-05-04", "")), asked(term("a", "Ann", "1998-05-04", ".."))
    assert [one.at("2010-01-01").certain for one in (unknown, open_)] == [False, True]
    assert [one.at("2010-01-01").end for one in (unknown, open_)] == [PartialDate.UNKNOWN, PartialDate.OPEN]
    assert unknown.at("1998-05-04").certain


def test_overlapping_terms_of_one_person_end_one_by_one() -> None:
    """The end of a short term inside a long one of the same person does not end the long one."""
    mayor = asked(term("a", "Ann", "2000-01-01", "2010-01-01"), term("b", "Ann", "2004-01-01", "2006-01-01"))
    assert (mayor.at("2008-01-01").holder, mayor.at("2008-01-01").certain) == ("Ann", True)
    assert mayor.at("2010-01-02").label == mayor.value_at("2010-01-02").value.label == "vacant"


def test_the_end_is_corrected_alone() -> None:
    """A correction of ``until`` moves the end, and nothing else."""
    first = term("a", "Ann", "2000-01-01")
    fixed = EventCorrected(
        id="fix",
        occurred=PartialDate.parse("2004-06-01"),
        target="a",
        reason="the term has ended",
        replacement=attrs.evolve(first, until=PartialDate.parse("2004-05-31")),
        sources=PAGE,
    )
    mayor = asked(first, fixed)
    assert mayor.at("2004-06-01").label == "vacant"
    assert mayor.at("2004-06-01").because == ("a", "fix")
    assert mayor.at("2004-06-01", known="2004-05-31").holder == "Ann"


BAD_ENDS = {
    "reversed": (
        "2002-06-03",
        "2002-06-02",
        "until: expected a last day not before the first one, 2002-06-03",
    ),
    "reversed years": ("2002", "2001", "until: expected a last day not before the first one, 2002"),
    "with a time": ("2002", "2002-06-03T12:00:00", "until: expected a day, or a coarser date"),
    "a sentinel": ("2002", "9999-12-31", "until: the last day of the calendar stands for no end"),
}


@pytest.mark.parametrize(("start", "end", "says"), BAD_ENDS.values(), ids=BAD_ENDS)
def test_an_end_that_cannot_be_is_refused(start: str, end: str, says: str) -> None:
    """An end surely before the start, a time of day and the end of the calendar are refused at construction."""
    with pytest.raises(EventError) as caught:
        term("a", "Ann", start, end)
    assert str(caught.value).startswith(says)


def test_a_reversed_term_of_a_kind_that_does_not_check_is_a_finding() -> None:
    """A step whose last day comes before its first one leaves the end open, and is reported."""
    own = office("mayor", _backwards, kinds=(TermHeld,))
    timeline = Timeline([term("a", "Ann", "2002")], [own])
    assert not timeline["mayor"].at("2010-01-01").certain
    assert [finding.events for finding in timeline.check()] == [("a",)]


def _backwards(event: TermHeld) -> TakesOffice:
    return TakesOffice(event.holder, until=PartialDate.parse("1990"))


def test_a_handover_on_the_last_day_is_no_overlap() -> None:
    """Somebody may take office on the last day of the one before; a day earlier both hold it."""
    rule = AtMostOneHolder(name="one mayor", office=MAYOR)
    for day, found in (("2004-06-03", 0), ("2004-06-02", 1)):
        timeline = Timeline(
            [term("a", "Ann", "2000-01-01", "2004-06-03"), term("b", "Bob", day, "..")], [MAYOR]
        )
        assert len(timeline.check([rule])) == found


def test_a_sentence_names_both_ends() -> None:
    """The sentence of an answer tells the first and the last day, by the one event that tells both."""
    why = asked(term("a", "Ann", "1998-05-04", "2002-06-03")).at("2000-01-01").why()
    assert why.startswith("Ann: took office on 4 May 1998 until 3 June 2002 (last day) [1].")
    after = asked(term("a", "Ann", "1998-05-04", "2002")).at("2003-01-02").why()
    assert after.startswith("nobody (vacant): Ann held it until 2002 (last day) [1].")


def test_a_table_of_tenures_shows_a_coarse_end() -> None:
    """Text for people shows the days that a coarse end may be, on one line."""
    shown = text.answers(asked(term("a", "Ann", "1998-05-04", "2002")).tenures, text.Style(colour=False))
    assert shown.startswith("Ann  from 4 May 1998 until ")
    assert "\n" not in shown


def test_offices_of_other_names_are_left_alone() -> None:
    """The office of a name takes in the terms of that name alone; with keys there is one office a key."""
    events = (
        term("a", "Ann", "1998"),
        attrs.evolve(term("b", "Bob", "1999"), office="judge", key=("East", "1")),
    )
    timeline = Timeline(events, [MAYOR, terms("judge", keyed=True)])
    assert timeline["mayor"].at("2001-01-01").holder == "Ann"
    assert list(timeline["judge"]) == [("East", "1")]


_STARTS = st.sampled_from(["2000-01-01", "2000-01-05", "2000-01-09", "2000-01-12"])
_ENDS = st.sampled_from(["..", "2000-01-12", "2000-01-14", "2000-01-20"])


@given(st.lists(st.tuples(st.sampled_from(["Ann", "Bob"]), _STARTS, _ENDS), max_size=4))
def test_bare_values_of_exact_terms_are_those_of_the_fold(rows: list[tuple[str, str, str]]) -> None:
    """Looked up or folded, the value of a day is the same, whatever terms overlap or meet."""
    events = [term(f"e{n}", *row) for n, row in enumerate(rows)]
    mayor = asked(*events)
    for day in (
        "2000-01-01",
        "2000-01-05",
        "2000-01-09",
        "2000-01-12",
        "2000-01-13",
        "2000-01-15",
        "2000-02-01",
    ):
        value, answer = mayor.value_at(day), mayor.at(day)
        assert (value.value.holder, value.certain) == (answer.holder, answer.certain)


def test_terms_that_follow_each_other_are_looked_up() -> None:
    """A key of exact terms, one after another, of the same person or not, is served without a fold."""
    mayor = asked(
        term("a", "Ann", "2000-01-01", "2004-01-01"),
        term("b", "Bob", "2004-01-01", "2006-01-01"),
        term("c", "Bob", "2006-01-02", "2008-01-01"),
    )
    assert mayor._exact is not None


def test_the_day_after_is_read_as_it_is_written() -> None:
    """The day after keeps a qualifier, and does not come before the second day of the term."""
    parse = PartialDate.parse
    assert day_after(parse("2000"), parse("2004-06-30~")).text == "2004-07-01~"
    assert day_after(parse("2004-06-18"), parse("2004")).text == "[2004-06-19..2005-01-01]"
    assert day_after(parse("2004-06-18"), PartialDate.UNKNOWN).text == "[2004-06-19..]"


def test_the_club_has_terms() -> None:
    """The laws are tried on histories with terms of both ends."""
    assert club.StewardServed in club.CLUB.kinds
