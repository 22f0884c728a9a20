"""Periods against a public EDTF package and against all days that their ends may be."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from typing import Any, get_args

import pendulum
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from cstotimeline.core.errors import DateError
from cstotimeline.core.temporal.edtf import PartialDate, Precision, Relation
from cstotimeline.core.temporal.intervals import Likelihood, Period, interval_of
from cstotimeline.testing.dates import FORMS, Form, days, partial_dates, periods
from tests.core.temporal.disagreements import ACCEPTED_PERIODS, REFUSED_DATES, REFUSED_PERIODS, Disagreement
from tests.core.temporal.golden_edtf import kept
from tests.core.temporal.near_misses import interval_table, mutated
from tests.core.temporal.oracle import days_matching, verdict, walk
from tests.core.temporal.packages import is_accepted

# Few enough days for a walk through all triples of start, end and date asked for; several months, so that XX matters.
NEAR = (date(2003, 12, 20), date(2004, 2, 10))
CALENDAR = [date.fromordinal(n) for n in range(NEAR[0].toordinal() - 40, NEAR[1].toordinal() + 41)]
NEAR_PERIODS = periods(earliest=NEAR[0], latest=NEAR[1])
NEAR_DATES = partial_dates(earliest=NEAR[0], latest=NEAR[1])
# Years with gaps between the days that they may mean.
YEAR_DATES = partial_dates(precision=Precision.YEAR, earliest=date(2004, 1, 1), latest=date(2004, 12, 31))
ENDS = st.one_of(
    st.sampled_from(["", "..", "2004-21", "0000", "XXXX", "-0001", "2003-02-29", "2004-06-18T10:00:00"]),
    partial_dates(earliest=date(2003, 1, 1), latest=date(2006, 12, 31)).map(str),
)


def refusal(text: str) -> str:
    """Return what the library says against ``text``; empty where it accepts it."""
    try:
        Period.parse(text)
    except DateError as error:
        return str(error)
    return ""


def date_refusal(text: str) -> str:
    """Return what the library says against ``text`` as a date; a time of day counts, since periods have none."""
    try:
        return "a time" if PartialDate.parse(text).clock else ""
    except DateError as error:
        return str(error)


def assert_same_verdict(text: str, *, valid: bool | None = None) -> None:
    """Fail unless library and oracle agree on the interval ``text``, or a row of the disagreements explains it.

    ``valid`` is what edtf_validate says, by default asked now.
    """
    said, valid = refusal(text), is_accepted(text) if valid is None else valid
    if valid is not (not said):
        rows = (*REFUSED_PERIODS, *REFUSED_DATES) if said else ACCEPTED_PERIODS
        parts = [text, *text.split("/")]
        assert any(row.explains(part, said) for row in rows for part in parts), (text, said, valid)
    if not said:
        assert_has_days(text)


def assert_has_days(text: str) -> None:
    """Fail unless both ends of the interval mean days, and some start is not after some end."""
    left, right = text.split("/")
    starts = days_matching(left) if left not in ("", "..") else [date.min]
    ends = days_matching(right) if right not in ("", "..") else [date.max]
    assert starts[0] <= ends[-1]


# Texts


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_text_round_trips(form: Form, data: st.DataObject) -> None:
    """A period of any form writes the very text it was read from, keeps qualifiers, and tells open from unknown."""
    period = data.draw(periods(form=form))
    again = Period(str(period))
    left, slash, right = str(period).partition("/")
    assert (again, again.text) == (period, str(period))
    assert str(again.start) == left
    assert str(again.end) == (right if slash else left)
    assert (again.start.is_open, again.start.is_unknown) == (form.startswith(".."), form.startswith("/"))
    assert (again.end.is_open, again.end.is_unknown) == (form.endswith(".."), form.endswith("/"))


@given(periods())
def test_repr_and_copies_are_equal(period: Period) -> None:
    """The repr can be pasted back, a pickled period is equal, and equal periods hash alike."""
    for other in (eval(repr(period), {"Period": Period}), pickle.loads(pickle.dumps(period))):
        assert (other, hash(other), str(other.start), str(other.end)) == (
            period,
            hash(period),
            str(period.start),
            str(period.end),
        )


@given(periods())
def test_bounds_are_those_of_the_ends(period: Period) -> None:
    """The first day is the first of the start, the last the last of the end, None where that is open or unknown."""
    left, _, right = str(period).partition("/")
    starts = walk(left) if left not in ("", "..") else iter(())
    assert period.earliest == next(starts, None)
    assert period.earliest == period.start.earliest
    if right in ("", "..") and "/" in str(period):
        assert period.latest is None
    else:
        assert period.latest == PartialDate(right or left).latest


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2004/2006", "2004/2006"),
        (date(2004, 6, 18), "2004-06-18"),
        (pendulum.date(2004, 6, 18), "2004-06-18"),
        (PartialDate("2004-06~"), "2004-06~"),
        (Period("../2004"), "../2004"),
    ],
    ids=["text", "day", "pendulum day", "partial date", "period"],
)
def test_of_takes_days_dates_and_texts(value: Any, text: str) -> None:
    """A day, a partial date, a period and a text all become the period that they cover."""
    assert Period.of(value) == Period(text)


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        (("2003", "2022-11"), "2003/2022-11"),
        ((date(2003, 1, 2), PartialDate("2022?")), "2003-01-02/2022?"),
        (("..", "2003"), "../2003"),
        (("2003", ".."), "2003/.."),
    ],
    ids=["texts", "a day and a date", "an open start", "an open end"],
)
def test_of_takes_two_ends(ends: tuple[Any, Any], text: str) -> None:
    """Two dates are the two ends of a period."""
    assert Period.of(*ends) == Period(text)


def test_an_end_that_is_a_period_is_refused() -> None:
    """With two ends neither is a period of its own."""
    for ends in (("2003/2005", "2022"), ("2003", Period("2021/2022"))):
        with pytest.raises(
            DateError, match=r"^period: an end is one date, got '20.*'; give the period alone, or two"
        ):
            Period.of(*ends)


# Acceptance


def test_table_is_accepted_and_refused_as_by_edtf_validate() -> None:
    """Each of some three hundred intervals is accepted when edtf_validate does, but for the named disagreements."""
    golden = kept()
    for text in interval_table():
        assert_same_verdict(text, valid=golden[text].valid)


@given(st.tuples(ENDS, ENDS).map("/".join))
@example("2004-06-18/2004")
@example("2004?/200X")
@example("2003-02-2X/2004")
def test_pairs_are_judged_as_by_edtf_validate(text: str) -> None:
    """Two ends, in order or reversed, supported or not, are judged as by edtf_validate, but for named disagreements."""
    assert_same_verdict(text)


@given(mutated(periods().map(str)))
def test_near_misses_are_judged_as_by_edtf_validate(text: str) -> None:
    """An interval with a character too many, too few or wrong is judged as by edtf_validate, but for disagreements."""
    if text.count("/") == 1:
        assert_same_verdict(text)
    else:
        assert refusal(text) if "/" in text else bool(refusal(text)) == bool(date_refusal(text))


@pytest.mark.parametrize("row", [*REFUSED_PERIODS, *ACCEPTED_PERIODS], ids=lambda row: row.name)
def test_disagreements_are_still_there(row: Disagreement) -> None:
    """Each named disagreement has an example on which library and oracle do disagree, for the stated reason."""
    said = refusal(row.example)
    assert is_accepted(row.example) is not (not said)
    assert bool(said) == bool(row.refusal)
    assert row.explains(row.example, said)


@given(days(), days())
def test_reversed_days_are_refused(one: date, other: date) -> None:
    """Two days make a period exactly when the first is not after the second."""
    text = f"{PartialDate.of(one)}/{PartialDate.of(other)}"
    said = refusal(text)
    if one <= other:
        assert said == ""
    else:
        assert said == f"period: the end lies before the start, got {text!r}; swap the two ends"


REFUSED = [
    ("nothing", "", "period: a period needs one date at least, got ''; write a/b, a/.. or a/"),
    ("no date", "../", "period: a period needs one date at least, got '../'; write a/b, a/.. or a/"),
    ("an open end alone", "..", "period: a period needs one date at least, got '..'; write a/b, a/.. or a/"),
    (
        "three ends",
        "2004/2005/2006",
        "period: expected an EDTF interval, got '2004/2005/2006'; write a/b, a/.. or a/",
    ),
    ("no text", None, "period: expected an EDTF interval, got None; write a/b, a/.. or a/"),
    (
        "a time of day",
        "2004/2005-01-01T10:00:00",
        "period: a time of day in an interval is not supported, got '2005-01-01T10:00:00'; write the days only",
    ),
    *(
        (
            f"two dates, {text}",
            text,
            f"period: two dates have a slash between them, got {text!r}; write {meant}",
        )
        for text, meant in [
            ("2003..2022", "2003/2022"),
            ("2003-2022", "2003/2022"),
            ("2003-01 – 2004", "2003-01/2004"),
            ("2003-01-02 to 2004", "2003-01-02/2004"),
        ]
    ),
    (
        "a season",
        "2004/2004-21",
        "date: a season (level 1) is not supported here, got '2004-21'; "
        "write a date such as 2004, 2004-06, 2004-06-18, 2004?, 200X or 2004-06-XX",
    ),
]


@pytest.mark.parametrize(("text", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refusal_names_what_is_wrong(text: Any, message: str) -> None:
    """What is no period is refused with the rule, the text as written and one remedy."""
    with pytest.raises(DateError) as caught:
        Period(text)
    assert str(caught.value) == message


# Asking


@given(NEAR_PERIODS, NEAR_DATES)
@example(Period("2004-01-10/2004-01"), PartialDate("2004-01-10"))
@example(Period("2004-01/2004-01-05"), PartialDate("2004-01-05"))
@example(Period("2004-01-10/"), PartialDate("2004-01-10"))
@example(Period("/2004-01-10"), PartialDate("2004-01-10"))
@example(Period("2004-01-XX"), PartialDate("2004-01-1X"))
@example(Period("2004-01-1X"), PartialDate("2004-01"))
def test_contains_agrees_with_all_days_of_its_ends(period: Period, when: PartialDate) -> None:
    """Surely means inside whichever days start, end and date are; no means inside for none of them."""
    assert period.contains(when) == verdict(str(period), str(when), CALENDAR)


@given(YEAR_DATES, partial_dates(earliest=date(2004, 1, 1), latest=date(2004, 12, 31)))
@example(PartialDate("2004-X1-05"), PartialDate("2004-05-05"))
def test_single_date_contains_the_days_that_it_may_mean(covered: PartialDate, when: PartialDate) -> None:
    """Of a single date with unspecified digits only the days that match are inside, none between them."""
    assert Period.of(covered).contains(when) == verdict(str(covered), str(when), [])


@given(
    YEAR_DATES, partial_dates(precision=Precision.DAY, earliest=date(2003, 12, 1), latest=date(2005, 1, 31))
)
@example(PartialDate("2004-X1-05"), PartialDate("2004-05-05"))
def test_ends_with_gaps_are_respected(end: PartialDate, when: PartialDate) -> None:
    """Where days between the first and last of an end are not meant, what is sure is sure by those that are."""
    for text in (f"2003-12/{end}", f"{end}/2005-01", f"{end}/..", f"../{end}"):
        assert Period(text).contains(when) == verdict(text, str(when), []), text


@pytest.mark.parametrize(
    ("period", "outside", "inside"),
    [
        ("2004-06/2004-07", ["2004-05-31", "2004-08-01"], ["2004-07-01"]),
        ("2004-06-10/2004-06-20", ["2004-06-09", "2004-06-21"], ["2004-06-10", "2004-06-20"]),
        ("../2004-06-20", ["2004-06-21"], ["0001-01-01", "2004-06-20"]),
        ("2004-06-10/..", ["2004-06-09"], ["2004-06-10", "9999-12-31"]),
    ],
)
def test_the_days_beside_a_period_are_outside(period: str, outside: list[str], inside: list[str]) -> None:
    """The first and last day are surely inside, the day before the first and that behind the last are not."""
    assert {Period(period).contains(day) for day in outside} == {Likelihood.NO}
    assert {Period(period).contains(day) for day in inside} == {Likelihood.SURELY}


@given(periods(), partial_dates() | days())
def test_contains_takes_texts_days_and_dates(period: Period, when: PartialDate | date) -> None:
    """A date asked for as text, as day or as partial date gets the same answer."""
    partial = when if isinstance(when, PartialDate) else PartialDate.of(when)
    assert period.contains(when) is period.contains(partial) is period.contains(str(partial))


@pytest.mark.parametrize("end", [PartialDate.OPEN, PartialDate.UNKNOWN], ids=repr)
def test_contains_refuses_ends(end: PartialDate) -> None:
    """An open or unknown end is no date to ask for."""
    with pytest.raises(DateError) as caught:
        Period("2004/..").contains(end)
    assert str(caught.value) == f"when: expected a date, got {end!r}; ask for a day"


@pytest.mark.parametrize("when", [datetime(2004, 6, 18), "2004/2005", "now"], ids=repr)
def test_contains_refuses_what_is_no_date(when: Any) -> None:
    """An instant, an interval and a word are no dates to ask for."""
    with pytest.raises(DateError, match=r"^date: "):
        Period("2004/..").contains(when)


def oracle_relation(one: Period, other: Period) -> Relation:
    """Return the relation by all pairs of days that the end of one and the start of the other may be."""

    def is_before(first: Period, second: Period) -> bool:
        if not first.end.is_date or not second.start.is_date:
            return False
        starts = days_matching(str(second.start))
        return all(a < b for a in days_matching(str(first.end)) for b in starts)

    if is_before(one, other):
        return Relation.BEFORE
    return Relation.AFTER if is_before(other, one) else Relation.OVERLAPPING


@given(NEAR_PERIODS, NEAR_PERIODS)
def test_compare_agrees_with_all_pairs_of_days(one: Period, other: Period) -> None:
    """A period is before another exactly when each day of its end is before each day of the other's start."""
    assert one.compare(other) is oracle_relation(one, other)
    assert (one.compare(other), other.compare(one)).count(Relation.BEFORE) <= 1


@given(
    NEAR_PERIODS, partial_dates(precision=[Precision.DAY, Precision.MONTH], earliest=NEAR[0], latest=NEAR[1])
)
def test_compare_takes_dates(period: Period, when: PartialDate) -> None:
    """A date compares as the period of its days."""
    assert period.compare(when) is period.compare(Period(str(when)))


@given(periods(), periods())
def test_sort_keys_are_equal_for_the_same_ends_only(one: Period, other: Period) -> None:
    """Of two periods exactly one holds: they have the same ends, or one key is smaller."""
    mine, theirs = one.sort_key, other.sort_key
    same = (str(one.start), str(one.end)) == (str(other.start), str(other.end))
    assert [same, mine < theirs, theirs < mine].count(True) == 1


# The strategy itself


def test_strategy_knows_every_form() -> None:
    """The forms that can be pinned are those that are drawn by default."""
    assert get_args(Form) == FORMS


@given(st.data(), days(), st.integers(0, 4000))
def test_strategy_keeps_its_bounds(data: st.DataObject, earliest: date, length_days: int) -> None:
    """Both ends of a drawn period lie within the bounds that were asked for."""
    latest = date.fromordinal(min(earliest.toordinal() + length_days, date.max.toordinal()))
    period = data.draw(periods(earliest=earliest, latest=latest))
    for end in (period.start, period.end):
        if end.is_date:
            assert earliest.toordinal() <= end.first_ordinal <= end.last_ordinal <= latest.toordinal()


def test_strategy_refuses_unknown_forms() -> None:
    """A form that no period has is an error."""
    with pytest.raises(InvalidArgument, match=r"got \['\.\./\.\.'\]"):
        periods(form="../..")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2020-01-03", "2020-01-05", "2020-01-03/2020-01-05"),
        ("2020-01-03", "2020-01-03", "2020-01-03"),
        ("", "2020-01-03", "../2020-01-03"),
        ("2020-01-03", "", "2020-01-03/.."),
    ],
)
def test_intervals_of_days_are_written_as_periods(first: str, last: str, text: str) -> None:
    """An interval names its first and last day, both included, one day as itself, and an open end as two dots."""
    ends = [date.fromisoformat(end).toordinal() if end else None for end in (first, last)]
    assert interval_of(*ends) == Period(text)
