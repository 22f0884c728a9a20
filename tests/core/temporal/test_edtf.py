"""Partial dates against two public EDTF packages and against a calendar that is walked day by day."""

from __future__ import annotations

import copy
import pickle
import re
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pendulum
import pytest
from hypothesis import example, find, given
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from cstotimeline.core.errors import DateError, Fault
from cstotimeline.core.temporal.edtf import PartialDate, Precision, Relation
from cstotimeline.testing.dates import PRECISIONS, QUALIFIERS, days, partial_dates
from tests.core.temporal.disagreements import ACCEPTED_DATES, REFUSED_DATES, Disagreement
from tests.core.temporal.golden_edtf import asked, kept
from tests.core.temporal.near_misses import interval_table, mutated, table
from tests.core.temporal.oracle import days_matching, month_length, surely_before, walk
from tests.core.temporal.packages import UNREADABLE, edtf_bounds, is_accepted

TEXTS = partial_dates().map(str)
# Where walking the calendar for each of a pair of dates is still quick, and dates are near enough to overlap.
NEIGHBOURS = partial_dates(earliest=date(2003, 11, 1), latest=date(2005, 3, 1))
THREE_DAYS = partial_dates(precision=Precision.DAY, earliest=date(2004, 6, 17), latest=date(2004, 6, 19))
TIMES = partial_dates(precision=Precision.SECOND, earliest=date(2004, 6, 17), latest=date(2004, 6, 19))
ENDS = st.sampled_from([PartialDate.OPEN, PartialDate.UNKNOWN])
BOUNDARY_TIMES = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]


def refusal(text: str) -> str:
    """Return what the library says against ``text``; empty where it accepts it."""
    try:
        PartialDate.parse(text)
    except DateError as error:
        return str(error)
    return ""


def assert_same_verdict(text: str, *, valid: bool | None = None) -> None:
    """Fail unless library and oracle agree on ``text``, or a row of the disagreements explains it.

    ``valid`` is what edtf_validate says, by default asked now.
    """
    said, valid = refusal(text), is_accepted(text) if valid is None else valid
    if valid != (not said):
        rows = REFUSED_DATES if said else ACCEPTED_DATES
        assert any(row.explains(text, said) for row in rows), (text, said)
    if not said:
        assert next(walk(text), None), f"{text} means no day"


# Texts


@pytest.mark.parametrize("qualifier", QUALIFIERS)
@pytest.mark.parametrize("precision", [p for p in PRECISIONS if p is not Precision.SECOND])
@given(data=st.data())
def test_text_round_trips(precision: Precision, qualifier: str, data: st.DataObject) -> None:
    """A date of any precision and qualifier writes the very text that it was read from, and knows both."""
    when = data.draw(partial_dates(precision=precision, qualifier=qualifier))
    again = PartialDate(str(when))
    assert (again, again.text, again.precision, again.qualifier) == (when, str(when), precision, qualifier)
    marks = {letter for letter in str(when) if letter in "?~%"}
    assert marks == {*qualifier} or (qualifier == "%" and {"?", "~"} <= marks)


@given(partial_dates(precision=Precision.SECOND))
def test_time_of_day_round_trips(when: PartialDate) -> None:
    """A time of day is written as it was read, and its clock and offset are those that the standard library reads."""
    again = PartialDate(str(when))
    assert (again, again.text, again.precision, again.qualifier) == (when, str(when), Precision.SECOND, "")
    text = str(when) + (":00" if when.text[-3] in "+-" else "")
    expected = datetime.fromisoformat(text)
    assert (when.clock, when.offset and when.offset.utcoffset(None)) == (
        expected.time(),
        expected.utcoffset(),
    )
    assert when.instant is None if expected.tzinfo is None else when.instant == expected


@given(partial_dates() | ENDS)
def test_repr_and_copies_are_equal(when: PartialDate) -> None:
    """The repr can be pasted back, and a pickled or copied date equals the date and hashes alike."""
    copies = [
        eval(repr(when), {"PartialDate": PartialDate}),
        pickle.loads(pickle.dumps(when)),
        copy.deepcopy(when),
    ]
    assert all(other == when and hash(other) == hash(when) and repr(other) == repr(when) for other in copies)
    assert len({when, *copies}) == 1


@given(TEXTS, TEXTS)
def test_dates_are_equal_when_their_texts_are(one: str, other: str) -> None:
    """Two dates are equal exactly when their texts are, although they may mean the same days."""
    assert (PartialDate(one) == PartialDate(other)) == (one == other)


@given(days())
def test_of_day_is_that_day(day: pendulum.Date) -> None:
    """The date of a day has day precision and means this day only."""
    when = PartialDate.of(day)
    assert (when.earliest, when.latest, when.precision, when.is_exact) == (day, day, Precision.DAY, True)


@pytest.mark.parametrize("value", [datetime(2004, 6, 18), pendulum.datetime(2004, 6, 18), "2004-06-18", None])
def test_of_takes_days_only(value: Any) -> None:
    """A value with a time of day, or no date at all, is no day."""
    with pytest.raises(DateError, match=r"^date: expected a date without a time of day, got "):
        PartialDate.of(value)


# Acceptance


def test_table_is_accepted_and_refused_as_by_edtf_validate() -> None:
    """Each of some eight hundred texts is accepted exactly when edtf_validate does, but for the named disagreements."""
    golden = kept()
    for text in table():
        assert_same_verdict(text, valid=golden[text].valid)


def test_bounds_of_the_table_are_those_of_edtf() -> None:
    """Each text of the table that the package edtf can read, and that is supported here, has its first and last day."""
    readable = {text: row.bounds for text, row in kept().items() if row.bounds and not refusal(text)}
    assert len(readable) > 80
    assert {text: (PartialDate(text).earliest, PartialDate(text).latest) for text in readable} == readable


def test_the_golden_verdicts_are_those_of_the_tables() -> None:
    """The file has a line for each text of the tables, in their order, and no other."""
    assert list(kept()) == list(dict.fromkeys([*table(), *interval_table()]))


@pytest.mark.live_oracle
def test_the_golden_verdicts_are_those_of_the_packages() -> None:
    """The packages, asked now, say of every text of the tables what the file says."""
    assert asked() == kept()


@given(TEXTS)
@example("199X~")
def test_grammar_is_accepted_by_edtf_validate(text: str) -> None:
    """Every text of the supported scope is accepted, and by edtf_validate as well, but for the named disagreements."""
    assert refusal(text) == ""
    assert_same_verdict(text)


@given(mutated(TEXTS | st.sampled_from(table())))
@example("2003-02-29")
@example("2004-06-18T10:00:00-00:00")
def test_near_misses_are_judged_as_by_edtf_validate(text: str) -> None:
    """A text with a character too many, too few or wrong is judged as by edtf_validate, but for named disagreements."""
    assert_same_verdict(text)


@pytest.mark.parametrize("row", [*REFUSED_DATES, *ACCEPTED_DATES], ids=lambda row: row.name)
def test_disagreements_are_still_there(row: Disagreement) -> None:
    """Each named disagreement has an example on which library and oracle do disagree, for the stated reason."""
    said = refusal(row.example)
    assert is_accepted(row.example) == bool(row.refusal)
    assert row.explains(row.example, said)


REFUSED = [
    ("a month", "2004-13", "no month 13 exists (01 to 12)"),
    ("a day", "2004-06-31", "no day 31 exists in that month (proleptic Gregorian calendar)"),
    ("the month before the seasons", "2004-20", "no month 20 exists (01 to 12)"),
    ("the month after the last part of a year", "2004-42", "no month 42 exists (01 to 12)"),
    ("no leap year", "1900-02-29", "no day 29 exists in that month (proleptic Gregorian calendar)"),
    ("no such month with an X", "2004-2X", "no month 2X exists (01 to 12)"),
    ("no such tens", "2004-02-3X", "no day 3X exists in that month (proleptic Gregorian calendar)"),
    ("the first decade", "000X", "the year 0000 is not supported"),
    ("an hour", "2004-06-18T25:00:00", "no such time of day (00:00:00 to 23:59:59)"),
    ("a leap second", "2016-12-31T23:59:60Z", "no such time of day (00:00:00 to 23:59:59)"),
    ("an offset", "2004-06-18T10:00:00+14:01", "no such offset (-14:00 to +14:00)"),
    ("sixty minutes", "2004-06-18T10:00:00+05:60", "no such offset (-14:00 to +14:00)"),
    ("minus zero", "2004-06-18T10:00:00-00", "an offset of minus zero (ISO 8601 writes plus)"),
    ("no seconds", "2004-06-18T10:00", "a time of day without its seconds is not supported here"),
    ("X and a time", "2004-06-XXT10:00:00", "a time of day on an unspecified day is not supported here"),
    (
        "X in a month and a time",
        "2004-X1-05T10:00:00",
        "a time of day on an unspecified day is not supported here",
    ),
    (
        "X in a day and a time",
        "2004-01-X5T10:00:00",
        "a time of day on an unspecified day is not supported here",
    ),
    ("a doubtful time", "2004-06-18T10:00:00Z?", "a qualifier on a time of day is not supported here"),
    ("an exponent", "1E4", "an exponential year (level 2) is not supported here"),
    ("nothing", "", "expected an EDTF date"),
    ("the clock", "now", "expected an EDTF date"),
    ("a basic date", "20040618", "expected an EDTF date"),
    ("other digits", "\u0662\u0660\u0660\u0664", "expected an EDTF date"),
    ("a line end", "2004-06-18\n", "expected an EDTF date"),
]


@pytest.mark.parametrize(("text", "rule"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refusal_names_what_is_wrong(text: str, rule: str) -> None:
    """What is refused is named, with the text as written and one remedy, on one line."""
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    (fault,) = caught.value.faults
    assert (fault.where, fault.what) == ("date", f"{rule}, got {text!r}")
    assert str(caught.value) == f"date: {fault.what}; {fault.remedy}"
    assert fault.remedy.startswith("write ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [None, 2004, 2004.0, b"2004", date(2004, 1, 1), ["2004"]], ids=repr)
def test_only_texts_are_parsed(value: Any) -> None:
    """What is no text is refused, not coerced."""
    with pytest.raises(DateError) as caught:
        PartialDate.parse(value)
    remedy = "write a date such as 2004, 2004-06, 2004-06-18, 2004?, 200X or 2004-06-XX"
    assert caught.value.faults == (
        Fault(where="date", what=f"expected a text, got {value!r}", remedy=remedy),
    )


# Bounds


# What the package edtf cannot read, though it is EDTF: (why, pattern, example). It never computes other bounds.
UNREADABLE_TEXTS = [
    ("one unspecified digit is read as a number", r"[0-9]{4}-([0-9X]{2}-)?([0-9]X|X[0-9]).*", "2004-1X"),
    ("no qualifier after a known day of an unspecified month", r"[0-9]{4}-XX-[0-9]{2}[?~%]", "2004-XX-31?"),
    ("no part qualified beside another", r"(?=(.*[?~%]){2}).*", "2004?-06~"),
    ("no part qualified beside X", r"(?=.*X).*[?~%].+", "2004-~XX-11"),
    ("no offset nought", r".*T[0-9:]{8}\+00(:00)?", "2004-06-18T10:00:00+00:00"),
    ("fourteen hours need minutes", r".*T[0-9:]{8}[+-]14", "2004-06-18T10:00:00-14"),
]


def is_readable(text: str) -> bool:
    """Return whether no row of the list above is about ``text``."""
    return not any(re.fullmatch(pattern, text) for _, pattern, _ in UNREADABLE_TEXTS)


@given(partial_dates(precision=set(PRECISIONS) - {Precision.SET}).map(str).filter(is_readable))
@example("2004-XX-31")
@example("2004-02-XX")
@example("1900-02~")
def test_bounds_are_those_of_edtf(text: str) -> None:
    """The first and last day are those of the package edtf, wherever it can read the text at all."""
    when = PartialDate.parse(text)
    assert edtf_bounds(text) == (when.earliest, when.latest)


@pytest.mark.parametrize(
    "text", [row[2] for row in UNREADABLE_TEXTS], ids=[row[0] for row in UNREADABLE_TEXTS]
)
def test_edtf_still_cannot_read_what_is_left_out(text: str) -> None:
    """Each kind of text that is kept from the package edtf is one that it fails on, and that is supported here."""
    assert not is_readable(text)
    assert refusal(text) == ""
    with pytest.raises(UNREADABLE):
        edtf_bounds(text)


@given(partial_dates(precision=set(PRECISIONS) - {Precision.MILLENNIUM, Precision.CENTURY, Precision.SET}))
@example(PartialDate("2004-X1-05"))
@example(PartialDate("2003-0X-31?"))
def test_bounds_are_found_by_walking_the_calendar(when: PartialDate) -> None:
    """The days that a date may mean are those of the calendar whose digits match; the bounds are the first and last."""
    found = days_matching(str(when))
    assert [date.fromordinal(number) for number in when.ordinals] == found
    assert (when.earliest, when.latest) == (found[0], found[-1])
    assert (when.first_ordinal, when.last_ordinal) == (found[0].toordinal(), found[-1].toordinal())
    assert (type(when.earliest), type(when.latest)) == (pendulum.Date, pendulum.Date)


def test_days_of_the_last_month_of_the_calendar_are_found() -> None:
    """A date that may mean the last day of the calendar has its days, and none is looked for behind it."""
    found = [date.fromordinal(number) for number in PartialDate("9999-12-XX").ordinals]
    assert found == [date(9999, 12, day) for day in range(1, 32)]


@pytest.mark.parametrize("text", ["1XXX", "9XXX~", "01XX", "19XX?", "99XX"])
def test_bounds_of_centuries_are_found_by_walking_the_calendar(text: str) -> None:
    """A century or millennium holds the days of the calendar whose first digits match."""
    when, found = PartialDate(text), days_matching(text)
    assert (when.earliest, when.latest, len(when.ordinals)) == (found[0], found[-1], len(found))


# Typed from the EDTF specification (Library of Congress, 4 February 2019), the bounds worked out by hand.
SPECIFICATION = [
    ("1985-04-12", "1985-04-12", "1985-04-12"),
    ("1985-04", "1985-04-01", "1985-04-30"),
    ("1985", "1985-01-01", "1985-12-31"),
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("2004-06~", "2004-06-01", "2004-06-30"),
    ("2004-06-11%", "2004-06-11", "2004-06-11"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("2004-XX", "2004-01-01", "2004-12-31"),
    ("1985-04-XX", "1985-04-01", "1985-04-30"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31"),
    ("1984-1X", "1984-10-01", "1984-12-31"),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), SPECIFICATION)
def test_bounds_are_those_of_the_specification(text: str, earliest: str, latest: str) -> None:
    """Each example of the specification within the scope means the days from the first to the last stated."""
    when = PartialDate.parse(text)
    assert (str(when.earliest), str(when.latest)) == (earliest, latest)


def test_every_month_of_four_centuries_ends_on_its_last_day() -> None:
    """In each month of a whole cycle of the calendar the month ends where its last day is, and no day follows."""
    for year in range(1801, 2201):
        for month in range(1, 13):
            last = month_length(year, month)
            assert (
                PartialDate(f"{year}-{month:02d}").latest
                == PartialDate(f"{year}-{month:02d}-{last}").earliest
            )
            assert "no day" in refusal(f"{year}-{month:02d}-{last + 1}")


@given(partial_dates(qualifier="", precision=set(PRECISIONS) - {Precision.SET}), st.sampled_from("?~%"))
def test_qualifiers_widen_nothing(when: PartialDate, mark: str) -> None:
    """A doubtful date has the bounds and the precision of the plain one, yet is another date and never exact."""
    if when.clock is None:
        doubtful = PartialDate(f"{when}{mark}")
        assert (doubtful.ordinals, doubtful.precision) == (when.ordinals, when.precision)
        assert doubtful != when
        assert not doubtful.is_exact


# Open and unknown


def test_open_and_unknown_are_two_values() -> None:
    """An open end and an unknown end differ, have no days, and are no dates."""
    end, unknown = PartialDate.OPEN, PartialDate.UNKNOWN
    assert end != unknown
    assert (end.is_open, end.is_unknown, end.is_date) == (True, False, False)
    assert (unknown.is_open, unknown.is_unknown, unknown.is_date) == (False, True, False)
    for value in (end, unknown):
        assert (value.earliest, value.latest, value.instant, list(value.ordinals)) == (None, None, None, [])
        assert (value.precision, value.is_exact) == (Precision.NONE, False)
        assert (value.qualifier, value.clock, value.offset) == ("", None, None)


@given(partial_dates())
def test_no_date_stands_for_an_open_or_unknown_end(when: PartialDate) -> None:
    """There is no sentinel: whatever the date, it is neither open nor unknown, and both of its bounds are days."""
    assert (when.is_date, when.is_open, when.is_unknown) == (True, False, False)
    assert when not in (PartialDate.OPEN, PartialDate.UNKNOWN)
    assert None not in (when.earliest, when.latest)


# Comparing


def oracle_relation(one: PartialDate, other: PartialDate) -> Relation:
    """Return the relation by all pairs of days, or by the two times."""
    if surely_before(str(one), str(other)):
        return Relation.BEFORE
    return Relation.AFTER if surely_before(str(other), str(one)) else Relation.OVERLAPPING


@given(NEIGHBOURS, NEIGHBOURS)
def test_compare_agrees_with_all_pairs_of_days(one: PartialDate, other: PartialDate) -> None:
    """A date is before another exactly when each of its days is strictly before each day of the other."""
    assert one.compare(other) is oracle_relation(one, other)


@given(TIMES, TIMES | THREE_DAYS)
@example(PartialDate("2004-06-18T23:00:00-14:00"), PartialDate("2004-06-19T01:00:00+14:00"))
@example(PartialDate("2004-06-19T01:00:00+14:00"), PartialDate("2004-06-18T23:00:00-14:00"))
@example(PartialDate("2004-06-18T10:00:00"), PartialDate("2004-06-18T10:00:01"))
@example(PartialDate("2004-06-18T10:00:00Z"), PartialDate("2004-06-18T15:00:00+05"))
@example(PartialDate("2004-06-18T10:00:00"), PartialDate("2004-06-18T15:00:00+05"))
def test_compare_agrees_with_times_of_day(one: PartialDate, other: PartialDate) -> None:
    """Within a day times decide where both or neither have an offset; where days contradict instants, nothing does."""
    assert one.compare(other) is oracle_relation(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2004-06-18T10:00:59", "2004-06-18T10:01:00"),
        ("2004-06-18T10:59:59", "2004-06-18T11:00:00"),
        ("2004-06-18T23:59:59Z", "2004-06-19T00:00:00Z"),
    ],
    ids=["a minute", "an hour", "a day"],
)
def test_the_next_second_is_later(one: str, other: str) -> None:
    """The second behind the last of a minute, an hour or a day is later than it, and sorts behind it."""
    first, second = PartialDate(one), PartialDate(other)
    assert first.compare(second) is Relation.BEFORE
    assert first.sort_key < second.sort_key


def test_one_instant_told_on_two_days_is_neither_earlier_nor_later() -> None:
    """Two zones may give one instant two days: neither date is before the other."""
    one, other = PartialDate("2004-06-18T23:00:00-01:00"), PartialDate("2004-06-19T00:00:00Z")
    assert one.instant == other.instant
    assert one.compare(other) is other.compare(one) is Relation.OVERLAPPING


MIRRORED = {
    Relation.BEFORE: Relation.AFTER,
    Relation.AFTER: Relation.BEFORE,
    Relation.OVERLAPPING: Relation.OVERLAPPING,
}


@given(partial_dates() | ENDS, partial_dates() | ENDS)
def test_compare_is_antisymmetric(one: PartialDate, other: PartialDate) -> None:
    """If one date is before another, the other is after it, and never both."""
    assert other.compare(one) is MIRRORED[one.compare(other)]
    assert one.compare(one) is Relation.OVERLAPPING


@given(partial_dates())
def test_ends_compare_by_what_they_mean(when: PartialDate) -> None:
    """An open end is after every date, an unknown end is before and after none."""
    assert PartialDate.OPEN.compare(when) is Relation.AFTER
    assert when.compare(PartialDate.OPEN) is Relation.BEFORE
    assert when.compare(PartialDate.UNKNOWN) is Relation.OVERLAPPING
    assert PartialDate.OPEN.compare(PartialDate.UNKNOWN) is Relation.OVERLAPPING


# Sorting


@given(partial_dates() | ENDS, partial_dates() | ENDS)
@example(PartialDate("2004"), PartialDate("2004?"))
@example(PartialDate("2004"), PartialDate("2004-XX-XX"))
@example(PartialDate("2004-06-18T10:00:00Z"), PartialDate("2004-06-18T10:00:00+00"))
def test_sort_keys_are_equal_for_equal_dates_only(one: PartialDate, other: PartialDate) -> None:
    """Of two dates exactly one holds: they are equal, or one key is smaller."""
    mine, theirs = one.sort_key, other.sort_key
    assert [one == other, mine < theirs, theirs < mine].count(True) == 1


@given(NEIGHBOURS | TIMES | ENDS, NEIGHBOURS | TIMES | ENDS)
@example(PartialDate("2004-06-18T23:00:00-14:00"), PartialDate("2004-06-19T01:00:00+14:00"))
def test_sort_keys_agree_with_compare(one: PartialDate, other: PartialDate) -> None:
    """A date that is surely before another sorts before it."""
    if one.compare(other) is Relation.BEFORE:
        assert one.sort_key < other.sort_key


@given(st.lists(partial_dates() | ENDS, max_size=8), st.randoms())
def test_sorting_by_key_puts_ends_last(found: list[PartialDate], random: Random) -> None:
    """Sorting gives dates, then unknown ends, then open ones, and does not depend on the order before."""
    ordered = sorted(found, key=lambda when: when.sort_key)
    random.shuffle(found)
    assert ordered == sorted(found, key=lambda when: when.sort_key)
    groups = [(when.is_unknown, when.is_open) for when in ordered]
    assert groups == sorted(groups, key=[(False, False), (True, False), (False, True)].index)


def test_sorting_goes_by_first_day_then_last_day_then_time_then_text() -> None:
    """Of dates with the same first day the finer comes first; with the same days those without a time come first."""
    ordered = [
        "200X",
        "20XX",
        "2003-12-31",
        "2004-01-01",
        "2004-01-01?",
        "2004-01-01T00:00:00",
        "2004-01-01T05:00:00+05:00",
        "2004-01-01T01:00:00",
        "2004-01",
        "2004",
        "2004-XX",
        "2004~",
        "2004-06",
    ]
    keys = [PartialDate(text).sort_key for text in ordered]
    assert keys == sorted(keys)


@pytest.mark.parametrize("text", BOUNDARY_TIMES)
def test_times_at_the_ends_of_the_calendar_compare(text: str) -> None:
    """An instant whose day in UTC lies beyond the calendar still sorts and compares."""
    when, middle = PartialDate(text), PartialDate("2004-06-18T10:00:00Z")
    first = text.startswith("0001")
    assert when.compare(middle) is (Relation.BEFORE if first else Relation.AFTER)
    assert (when.sort_key < middle.sort_key) is first


@pytest.mark.parametrize("operator", ["__lt__", "__le__", "__gt__", "__ge__"])
@given(one=partial_dates() | ENDS, other=partial_dates() | ENDS | days())
def test_order_operators_are_refused(operator: str, one: PartialDate, other: Any) -> None:
    """No pair of dates can be compared by an operator, and the error names what to ask."""
    with pytest.raises(
        TypeError, match=r"^partial dates have no '<': ask a\.compare\(b\), or sort by a\.sort_key$"
    ):
        getattr(one, operator)(other)


# The strategies themselves


@given(st.data(), days(), st.integers(0, 4000))
def test_strategy_keeps_its_bounds(data: st.DataObject, earliest: date, length_days: int) -> None:
    """All days that a drawn date may mean lie within the bounds that were asked for."""
    latest = date.fromordinal(min(earliest.toordinal() + length_days, date.max.toordinal()))
    when = data.draw(partial_dates(earliest=earliest, latest=latest))
    assert earliest.toordinal() <= when.first_ordinal <= when.last_ordinal <= latest.toordinal()
    assert earliest <= data.draw(days(earliest=earliest, latest=latest)) <= latest


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("bound", ["first", "last"])
def test_strategy_reaches_its_bounds(precision: Precision, bound: str) -> None:
    """The first and the last unit that fit between two days can be drawn."""
    years = {Precision.DECADE: 10, Precision.CENTURY: 100, Precision.MILLENNIUM: 1000}.get(precision, 1)
    finer = precision in (Precision.DAY, Precision.SECOND, Precision.SET)
    wanted = date(9999, 12, 31) if bound == "last" else date(years, 1, 1)
    span = timedelta(days=3 if finer else 366 * years + 3)
    found = find(
        partial_dates(
            precision=precision,
            earliest=wanted if bound == "first" else wanted - span,
            latest=wanted if bound == "last" else wanted + span,
        ),
        lambda when: wanted in (when.earliest, when.latest),
    )
    assert found.precision is precision


IMPOSSIBLE: list[tuple[str, dict[str, Any]]] = [
    (
        "no month fits",
        {"precision": Precision.MONTH, "earliest": date(2004, 6, 2), "latest": date(2004, 7, 30)},
    ),
    ("no decade fits", {"precision": Precision.DECADE, "latest": date(10, 1, 1)}),
    ("a doubtful time", {"precision": Precision.SECOND, "qualifier": "?"}),
    ("no qualifier left", {"qualifier": []}),
    ("an unknown qualifier", {"qualifier": "!"}),
    ("no precision of dates", {"precision": Precision.NONE}),
]


@pytest.mark.parametrize("pins", [row[1] for row in IMPOSSIBLE], ids=[row[0] for row in IMPOSSIBLE])
def test_strategy_refuses_what_it_cannot_draw(pins: dict[str, Any]) -> None:
    """Pins that leave no date at all are an error, not an endless search."""
    with pytest.raises(InvalidArgument):
        partial_dates(**pins)


@pytest.mark.parametrize("offset", ["+14:00", "-14:00", "+13:59", "+14", "+00:00", "-00:01", "Z"])
def test_offsets_up_to_fourteen_hours_are_offsets(offset: str) -> None:
    """Hours and minutes, or hours alone; nought is written with a plus."""
    assert PartialDate.parse(f"2020-01-31T12:00:00{offset}").instant is not None


@pytest.mark.parametrize("offset", ["+14:01", "-14:30", "+15:00", "+15", "+99:00", "+05:60", "+13:99"])
def test_other_offsets_are_refused(offset: str) -> None:
    """More than fourteen hours, or sixty minutes, are no offset."""
    with pytest.raises(
        DateError, match=r"^date: no such offset \(-14:00 to \+14:00\), got '2020-01-31T12:00:00"
    ):
        PartialDate.parse(f"2020-01-31T12:00:00{offset}")
