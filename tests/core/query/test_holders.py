"""Tests of offices with several seats: who holds them, with what doubt and by which reasons."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.errors import EventError, UnknownName
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.fold.office import Absence, NoHolder, office
from cstotimeline.core.fold.terms import terms
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.office_rules import Inside
from cstotimeline.core.rules.seat_rules import AtMost
from cstotimeline.core.temporal.edtf import PartialDate
from tests.core.fold.test_terms import PAGE, term

MEMBER = terms("member", seats=2)
HOUSES = terms("member", keyed=True, seats=None)


def member(name: str, holder: str, start: str, end: str = "..", key: tuple[str, ...] = ()) -> TermHeld:
    """Return a term of a member."""
    return attrs.evolve(term(name, holder, start, end), office="member", key=key)


EVENTS = (
    member("a", "Ann", "2000-01-01", "2004"),
    member("b", "Bob", "2001-01-01", "2010-01-01"),
    member("c", "Cem", "2005-02-01"),
    member("d", "Ann", "2012-01-01"),
)
KEYED = (
    member("a", "Ann", "2000-01-01", "2004", ("House",)),
    member("b", "Bob", "2001-01-01", key=("House",)),
    member("c", "Cem", "2002-01-01", key=("Senate", "West")),
)


def asked(*events: Any, of: Any = MEMBER) -> Any:
    """Return what can be asked of the members."""
    return Timeline(events, [of])["member"]


def test_a_taking_ends_nobody_elses_time() -> None:
    """Who takes a seat leaves the others in theirs, each with his own tenure, reasons and doubt."""
    answer = asked(*EVENTS).at("2003-01-01")
    assert (answer.holders, answer.undecided, answer.certain) == (("Ann", "Bob"), (), True)
    assert [(one.holder, one.because) for one in answer.tenures] == [("Ann", ("a",)), ("Bob", ("b",))]
    assert answer.because == ("a", "b")


def test_an_undecided_holder_is_no_sure_one() -> None:
    """Of whom the dates leave open whether they hold a seat, they are undecided and not among the holders."""
    answer = asked(*EVENTS).at("2004-06-01")
    assert (answer.holders, answer.undecided, answer.certain) == (("Bob",), ("Ann",), False)
    assert answer.names == ("Ann", "Bob")


def test_more_holders_than_seats_are_not_certain_and_a_finding() -> None:
    """With three surely in two seats the answer is not certain, and the first such day is reported."""
    timeline = Timeline([*EVENTS, member("x", "Xen", "2002-01-01")], [MEMBER])
    answer = timeline["member"].at("2003-01-01")
    assert (len(answer.holders), answer.certain) == (3, False)
    found = timeline.check()
    assert {(one.rule, one.events, str(one.likelihood)) for one in found} == {
        ("enough seats", ("x",), "surely"),
        ("enough seats", ("c",), "surely"),
        ("enough seats", ("d",), "surely"),
    }
    assert "member: 3 hold it on 1 January 2002, at most 2 may" in [one.message for one in found]


def test_a_keyed_office_is_asked_by_its_own_key() -> None:
    """The key of the office alone, of one part or several, leads to its holders."""
    houses = asked(*KEYED, of=HOUSES)
    assert list(houses) == [("Senate", "West"), "House"]
    assert houses["House"].at("2002-06-01").holders == ("Ann", "Bob")
    assert houses["Senate", "West"].at("2002-06-01").holders == ("Cem",)
    assert houses.value_at("2002-06-01")["House"].value == {"Ann", "Bob"}


def test_one_holder_can_be_asked_alone() -> None:
    """All terms of one holder are found by name; a name that never held the office is refused."""
    question = asked(*EVENTS)
    assert [str(one.start) for one in question.of("Ann").tenures] == ["2000-01-01", "2012-01-01"]
    assert [one.holder for one in question.tenures] == ["Ann", "Bob", "Cem", "Ann"]
    with pytest.raises(UnknownName, match="nobody of this name held the office, got 'Anne'; ask for one of"):
        question.of("Anne")


def test_spells_tile_a_period() -> None:
    """The spells of a period name everybody who held a seat in each of them."""
    spells = asked(*EVENTS).during("2000/2001")
    assert [(str(one.spell), one.holders) for one in spells] == [
        ("2000-01-01/2000-12-31", ("Ann",)),
        ("2001-01-01/2001-12-31", ("Ann", "Bob")),
    ]


def test_an_answer_travels_with_its_tenures() -> None:
    """A pickled answer is equal, and still tells each holder's time."""
    answer = asked(*EVENTS).at("2003-01-01")
    again = pickle.loads(pickle.dumps(answer))
    assert again == answer
    assert again.tenures == answer.tenures
    assert answer.to_dict()["tenures"][0]["end"] == "[2004-01-02..2005-01-01]"


def test_keys_of_several_parts_are_rows_of_data() -> None:
    """In JSON data a key of several parts is a list of them, never the text of a tuple."""
    timeline = Timeline(KEYED, [HOUSES])
    rows = timeline.at("2002-06-01").to_dict()["member"]
    assert [row[:-1] for row in rows] == [["Senate", "West"], ["House"]]
    changes = timeline.diff("1999-01-01", "2002-06-01").to_dict()["changes"]
    assert [change["key"] for change in changes] == [
        ["House", "Ann"],
        ["House", "Bob"],
        ["Senate", "West", "Cem"],
    ]


def test_coverage_is_that_of_the_office() -> None:
    """Coverage declared for the key of an office holds for all its holders, and beyond it nothing is certain."""
    day = PartialDate.parse("2003-01-01")
    looked = CoverageDeclared(
        id="looked",
        occurred=day,
        aspect="member",
        keys=("House",),
        since=PartialDate.OPEN,
        through=day,
        extent="complete",
        sources=PAGE,
    )
    house = Timeline([*KEYED, looked], [HOUSES])["member"]["House"]
    assert [house.at(when).certain for when in ("2002-06-01", "2003-06-01")] == [True, False]
    assert [one.covered for one in house.at("2003-06-01").tenures] == [False, False]


def test_a_vacancy_of_several_seats_is_refused() -> None:
    """A step that empties the whole office has no meaning where several hold it."""
    own = office("member", lambda _: NoHolder(Absence.ENDED), kinds=(TermHeld,), seats=3)
    with pytest.raises(EventError, match="an office of several seats has no NoHolder"):
        Timeline(EVENTS, [own])["member"].at("2003-01-01")
    with pytest.raises(EventError, match="expected one seat or more, got 0"):
        office("member", lambda _: None, seats=0)


def test_at_most_counts_by_part_of_a_key() -> None:
    """A rule counts all holders, or those of one part of the key, and tells doubt apart."""
    timeline = Timeline(KEYED, [HOUSES])
    by_house = AtMost(name="size", office=HOUSES, most=1, per=lambda key: key[0])
    assert [(one.events, str(one.likelihood)) for one in timeline.check([by_house])] == [(("b",), "surely")]
    assert not timeline.check([AtMost(name="size", office=HOUSES, most=3)])


def test_a_holder_is_inside_another_keyed_office() -> None:
    """A rule between two keyed offices finds the day from which a holder of one does not hold the other."""
    chair = terms("chair", keyed=True)
    held = attrs.evolve(term("k", "Bob", "2000-06-01", "2002-01-01"), office="chair", key=("House",))
    rule = Inside(name="chairs sit", inner=chair, outer=HOUSES, outer_key=lambda key, holder: (key, holder))
    found = Timeline([*KEYED, held], [HOUSES, chair]).check([rule])
    assert [(one.events, str(one.likelihood)) for one in found] == [(("k",), "surely")]
    assert found[0].message == "chair of House: Bob holds it on 1 June 2000 without member"


_DAYS = st.sampled_from(["2000", "2000-01-05", "2000-01-09", "2000-01", "2000-01-20"])
_ROWS = st.tuples(
    st.sampled_from(["Ann", "Bob", "Cem"]), _DAYS, st.sampled_from(["", "..", "2000-01-20", "2000-02"])
)


@given(st.lists(st.tuples(_ROWS, st.sampled_from(["House", "Senate"])), max_size=5))
def test_bare_values_of_all_offices_are_the_answers(rows: list[tuple[tuple[str, str, str], str]]) -> None:
    """For all offices at once the bare value names the holders and the doubt of each answer."""
    events = [member(f"e{n}", *row, (house,)) for n, (row, house) in enumerate(rows)]
    houses = asked(*events, of=terms("member", keyed=True, seats=2))
    for day in ("1999-12-31", "2000-01-06", "2000-01-25", "2000-06-01"):
        values = houses.value_at(day)
        assert list(values) == list(houses)
        for key, house in houses.items():
            answer = house.at(day)
            wanted = (frozenset(answer.names), answer.certain, answer.undecided)
            assert (values[key].value, values[key].certain, values[key].alternatives) == wanted
