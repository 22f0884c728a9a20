"""Sets of dates of which one is meant, and qualifiers on parts, against a calendar that is walked day by day."""

from __future__ import annotations

import re
import tracemalloc
from bisect import bisect_right
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cstotimeline.core.errors import DateError
from cstotimeline.core.temporal.day_spans import Ordinals
from cstotimeline.core.temporal.edtf import PartialDate, Precision
from cstotimeline.core.temporal.edtf_grammar import DATE_PATTERN
from cstotimeline.core.temporal.edtf_sets import MAX_MEMBERS
from cstotimeline.core.temporal.granularity import Granularity, date_bounds, date_spans
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.testing.dates import QUALIFIERS, ordinals_in, partial_dates
from cstotimeline.testing.oracle.calendar import days_of
from tests.core.temporal.near_misses import mutated, table
from tests.core.temporal.oracle import days_matching, month_length
from tests.core.temporal.packages import edtf_bounds

SETS = partial_dates(precision=Precision.SET, earliest=date(2003, 11, 1), latest=date(2005, 3, 1))
GAPPED = SETS | partial_dates(
    precision=[Precision.MONTH, Precision.YEAR], earliest=date(2003, 1, 1), latest=date(2005, 12, 31)
)
WIDE = ["[..1877]", "[1782..]", "19XX", "[1000..2000]", "[..0005,9996..]", "[0001,9999]"]


def numbers(text: str) -> list[int]:
    """Return the ordinals of the days that the walk through the calendar finds."""
    return [day.toordinal() for day in days_matching(text)]


# Sets


@given(GAPPED)
@example(PartialDate("[1667,1668,1670..1672]"))
@example(PartialDate("[1672,1670..1671-06,1668-02-29]"))
@example(PartialDate("[..0003]"))
@example(PartialDate("[9997-06..]"))
@example(PartialDate("[2004..2004-06-18]"))
@example(PartialDate("[2004-01,2004-02..2004-03-15,2004-03-16]"))
def test_a_set_is_the_days_of_its_members(when: PartialDate) -> None:
    """The days are those of every member and no other; bounds, runs and the independent oracle of the kit agree."""
    found = numbers(str(when))
    assert list(when.ordinals) == found
    assert (when.first_ordinal, when.last_ordinal) == (found[0], found[-1])
    assert (when.earliest, when.latest) == (date.fromordinal(found[0]), date.fromordinal(found[-1]))
    assert [day for first, last in when.spans for day in range(first, last + 1)] == found
    assert all(end + 1 < begin for (_, end), (begin, _) in pairwise(when.spans))
    assert [day for run in days_of(when) for day in run] == found


@given(SETS)
def test_a_set_keeps_its_text_and_its_members(when: PartialDate) -> None:
    """The text is that which was read; the members put together again are the text; the precision is a set's."""
    texts = [
        f"{one.start}..{one.end}" if one.is_range else one.start for one in PartialDate(str(when)).members
    ]
    assert f"[{','.join(texts)}]" == str(when)
    assert (when.precision, when.clock, when.offset, when.qualifiers) == (Precision.SET, None, None, ())


@given(
    st.lists(st.integers(1, 9998), min_size=2, max_size=4),
    st.lists(st.sampled_from(["", "-02", "-06-18"]), min_size=4, max_size=4),
    st.sampled_from(["", "..", "range"]),
)
def test_bounds_of_a_set_are_those_of_edtf(years: list[int], rests: list[str], last: str) -> None:
    """The first and last day are those of the package edtf, of years, months and days and what goes on for ever."""
    members = [f"{year:04d}{rest}" for year, rest in zip(years, rests, strict=False)]
    if last:
        members[-1] += ".." if last == ".." else f"..9999{rests[len(years) - 1]}"
    when = PartialDate(f"[{','.join(members)}]")
    assert edtf_bounds(str(when)) == (when.earliest, when.latest)


@given(SETS, st.randoms())
def test_the_order_of_members_says_nothing(when: PartialDate, random: Any) -> None:
    """A set with its members in another order means the same days, and is another text."""
    members = str(when)[1:-1].split(",")
    random.shuffle(members)
    assert PartialDate(f"[{','.join(members)}]").spans == when.spans


@given(GAPPED, SETS)
def test_a_set_lies_in_a_period_by_its_days(when: PartialDate, period: PartialDate) -> None:
    """A date is in a set surely where all of its days are days of the set, possibly where some are, else not."""
    asked, among = set(numbers(str(when))), set(numbers(str(period)))
    wanted = "surely" if asked <= among else "possibly" if asked & among else "no"
    assert Period.of(period).contains(when) == wanted


@given(GAPPED, st.sampled_from(["", "Asia/Dushanbe", "America/New_York"]))
def test_the_seconds_of_a_set_are_those_of_its_days(when: PartialDate, zone: str) -> None:
    """The runs of seconds are those of the days one by one, joined where they touch; their ends are the bounds."""
    runs = [date_bounds(PartialDate.of_ordinal(day), zone, Granularity.SECOND) for day in when.ordinals]
    joined: list[tuple[int, int]] = []
    for first, last in runs:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    assert list(date_spans(when, zone, Granularity.SECOND)) == joined
    assert date_bounds(when, zone, Granularity.SECOND) == (joined[0][0], joined[-1][1])


@given(GAPPED, st.integers(730_000, 733_000), st.data())
def test_days_are_a_sequence_like_the_list_of_them(
    when: PartialDate, number: int, data: st.DataObject
) -> None:
    """Length, places, slices, membership, order and bisection are those of the list of the days."""
    days, listed = Ordinals(when.spans), numbers(str(when))
    place = data.draw(st.integers(-len(listed), len(listed) - 1))
    part = slice(*sorted([place, data.draw(st.integers(-9, 99))]))
    assert (len(days), days[place], [*days[part]]) == (len(listed), listed[place], listed[part])
    assert ([*days], [*reversed(days)]) == (listed, listed[::-1])
    assert ((number in days), bisect_right(days, number)) == (number in listed, bisect_right(listed, number))
    assert data.draw(ordinals_in(when)) in listed
    for beyond in (len(listed), -len(listed) - 1):
        with pytest.raises(IndexError):
            days[beyond]


@pytest.mark.parametrize("text", WIDE)
def test_a_wide_date_costs_no_more_than_a_narrow_one(text: str) -> None:
    """Its days are counted, looked for and asked for without a list of them: below 100 kB."""
    expected = sum(
        (date.fromordinal(last) - date.fromordinal(first)).days + 1 for first, last in PartialDate(text).spans
    )
    tracemalloc.start()
    for _ in range(200):
        when = PartialDate(text)
        assert len(when.ordinals) == expected
        assert when.ordinals[-1] in when.ordinals
        assert Period.of(when).contains(when) == "surely"
        assert date_spans(when, "Asia/Dushanbe", Granularity.SECOND)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000


# Bad sets

BAD = [
    ("nothing", "[]", "an empty set of dates, got '[]'"),
    ("a bracket", "[", "a set of dates without its closing bracket, got '['"),
    ("not closed", "[1929..1930", "a set of dates without its closing bracket, got '[1929..1930'"),
    ("no end at all", "[..]", "a range without a date, got '..' in '[..]'"),
    ("no member", "[1914,,1915]", "a member without a date, got '' in '[1914,,1915]'"),
    (
        "reversed",
        "[1930..1929]",
        "the end of a range lies before its start, got '1930..1929' in '[1930..1929]'",
    ),
    ("nested", "[1667,[1668]]", "a set of dates inside another, got '[1667,[1668]]'"),
    ("both sorts", "[1667,{1668}]", "a set of dates inside another, got '[1667,{1668}]'"),
    ("a blank", "[1667, 1668]", "a blank in a set of dates, got '[1667, 1668]'"),
    ("a line end", "[1667,1668\n]", r"a blank in a set of dates, got '[1667,1668\n]'"),
    (
        "a qualifier on a set",
        "[1667,1668]?",
        "a set of dates without its closing bracket, got '[1667,1668]?'",
    ),
    ("one", "[1929]", "a set of one date, got '[1929]'"),
    ("three dots", "[1929...1930]", "expected an EDTF date, got '.1930' in '[1929...1930]'"),
    ("a month", "[2004-13,2005]", "no month 13 exists (01 to 12), got '2004-13' in '[2004-13,2005]'"),
    ("year 0", "[0000..0005]", "the year 0000 is not supported, got '0000' in '[0000..0005]'"),
    (
        "a time of day",
        "[2004-06-18T10:00:00,2005]",
        "a time of day in a set of dates is not supported here, got '2004-06-18T10:00:00' in "
        "'[2004-06-18T10:00:00,2005]'",
    ),
    (
        "a decade as an end",
        "[199X..2001]",
        "a range from or to a time of day, an unspecified or a doubtful date is not supported here, got '199X' in "
        "'[199X..2001]'",
    ),
    (
        "all of them",
        "{1960,1961}",
        "a set of dates that are all meant (level 2) is not supported here, got '{1960,1961}'",
    ),
    (
        "ten thousand members",
        f"[{','.join(['1914'] * 10_000)}]",
        f"a set of 10,000 dates ({MAX_MEMBERS} at most), got '[{'1914,' * 11}...",
    ),
]


@pytest.mark.parametrize(("text", "what"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_set_is_one_clear_error(text: str, what: str) -> None:
    """One fault on one line: what is wrong, the member and the set as written, and what to write."""
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    (fault,) = caught.value.faults
    assert (fault.where, fault.what) == ("date", what)
    assert fault.remedy.startswith("write ")
    assert "\n" not in str(caught.value)


def test_a_set_may_have_a_hundred_members_and_no_more() -> None:
    """The largest set is read, with all of its days; one member more is refused."""
    years = [f"{year}-X1-X1" for year in range(1900, 1900 + MAX_MEMBERS)]
    assert len(PartialDate(f"[{','.join(years)}]").spans) == len(numbers(f"[{','.join(years)}]"))
    with pytest.raises(DateError, match=r"a set of 101 dates \(100 at most\)"):
        PartialDate(f"[{','.join([*years, '2000'])}]")


@pytest.mark.parametrize("letter", ["?", "[", "]", ",", "..", "1", "X", "u", "-", "T", "[1929,", "\n"])
def test_a_long_text_is_refused_in_a_short_line(letter: str) -> None:
    """A million characters of anything are refused, and not all of them shown."""
    for text in (letter * 1_000_000, f"[{letter * 1_000_000}]", f"2004{letter * 1_000_000}\n"):
        with pytest.raises(DateError) as refused:
            PartialDate.parse(text)
        assert len(str(refused.value)) < 400


@pytest.mark.parametrize("text", ["[1914,1915]/1916", "1913/[1914,1915]", "[1914..1915]/.."])
def test_a_set_is_no_end_of_an_interval(text: str) -> None:
    """EDTF has no such interval; a set alone is a period of its days."""
    with pytest.raises(DateError, match="a set of dates in an interval is not supported here"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("199u", "write 199X"),
        ("19uu", "write 19XX"),
        ("2004-uu", "write 2004-XX"),
        ("2004-06-uu", "write 2004-06-XX"),
        ("2004-uu-uu", "write 2004-XX-XX"),
        ("196x", "write 196X"),
        (
            "uuuu",
            "write a range such as [1900..1999], or leave the date out: XXXX names no year",
        ),
        ("uuuu-12", "write X for each such digit at the end of the date, as in 199X or 2004-XX"),
        ("1u99", "write X for each such digit at the end of the date, as in 199X or 2004-XX"),
    ],
)
def test_the_draft_form_is_named_with_the_modern_spelling(text: str, remedy: str) -> None:
    """Digits written u or x are refused by name, and what is proposed as a date is one."""
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    (fault,) = caught.value.faults
    digit = "u" if "u" in text else "x"
    what = f"a digit that is not known, written {digit} as in the draft of 2012, is not supported here, got {text!r}"
    assert (fault.what, fault.remedy) == (what, remedy)
    if re.fullmatch("write [0-9X-]+", remedy):
        assert PartialDate.parse(remedy.removeprefix("write ")).is_date


@pytest.mark.parametrize(
    ("text", "proposed"), [("unknown", "nothing, as in /1950"), ("open", "two dots, as in 1950/..")]
)
def test_the_words_of_the_draft_are_named(text: str, proposed: str) -> None:
    """So are its words for the ends of an interval."""
    with pytest.raises(
        DateError, match=f"the word {text} of the draft of 2012 is not supported here"
    ) as caught:
        PartialDate.parse(text)
    assert caught.value.faults[0].remedy == f"write {proposed}; leave out a date of which nothing is known"


@pytest.mark.parametrize(
    "text", ["0000", "-0001", "-2004-06", "Y10000", "Y-17E7", "[0000..0005]", "[-0004,0005]"]
)
def test_years_outside_the_calendar_say_what_they_would_take(text: str) -> None:
    """Years before 1 and beyond 9999 are refused by name; the remedy says why."""
    with pytest.raises(DateError, match="year") as caught:
        PartialDate.parse(text)
    remedy = "write a year from 0001 to 9999 (others would take another calendar than Python's datetime)"
    assert caught.value.faults[0].remedy == remedy


# Qualifiers on parts


def part_marks(text: str) -> list[str]:
    """Return what qualifies each part, from the specification's words: right of a part is it and all to its left."""
    parts = text.split("-")
    return [
        "".join(mark for mark in "?~%" if part.startswith(mark) or any(p.endswith(mark) for p in parts[n:]))
        for n, part in enumerate(parts)
    ]


@given(partial_dates(qualifier=QUALIFIERS[1:]).filter(lambda when: when.precision is not Precision.SET))
@example(PartialDate("2004-06~-11"))
@example(PartialDate("?2004-06-~11"))
@example(PartialDate("?2004-06~"))
@example(PartialDate("2004?-06-~11"))
@example(PartialDate("2004-%XX-11"))
def test_each_part_has_the_qualifiers_of_the_specification(when: PartialDate) -> None:
    """Each part has what stands left of it and right of it or later; the date has what all of them say together."""
    expected = [mark if len(mark) < 2 else "%" for mark in part_marks(str(when))]
    assert list(when.qualifiers) == expected
    together = {*expected} - {""}
    assert when.qualifier == ("%" if len(together) > 1 else together.pop())
    assert not when.is_exact


@given(partial_dates(qualifier=QUALIFIERS[1:], earliest=date(2003, 11, 1), latest=date(2006, 3, 1)))
def test_a_qualifier_widens_nothing(when: PartialDate) -> None:
    """With and without its qualifiers a date means the same days."""
    bare = PartialDate(str(when).translate(str.maketrans("", "", "?~%")))
    assert (bare.spans, bare.precision, bare.qualifier) == (when.spans, when.precision, "")


@pytest.mark.parametrize("text", ["?2004?", "2004?~", "2004-?06?", "2004-06?~-11", "??2004", "2004-~06-%11%"])
def test_two_qualifiers_on_one_part_are_refused(text: str) -> None:
    """Both marks are written as one, which the remedy says."""
    with pytest.raises(DateError, match="two qualifiers on one part of a date") as caught:
        PartialDate.parse(text)
    assert caught.value.faults[0].remedy == "write one of ? ~ %, of which % means both"


# The shape


@given(partial_dates() | SETS | partial_dates(qualifier=QUALIFIERS[1:]))
def test_every_date_has_the_shape(when: PartialDate) -> None:
    """The regular expression of the JSON Schema matches the text of every date."""
    assert re.fullmatch(DATE_PATTERN, str(when))


@given(mutated(st.sampled_from(table()) | SETS.map(str)))
def test_what_has_not_the_shape_is_no_date(text: str) -> None:
    """A text that the regular expression does not match is refused."""
    if not re.fullmatch(DATE_PATTERN, text):
        with pytest.raises(DateError):
            PartialDate.parse(text)


def test_the_last_day_of_each_month_ends_a_range() -> None:
    """A range to a month goes to its last day, in leap years and others."""
    for year in (1900, 2000, 2003, 2004):
        for month in range(1, 13):
            last = date(year, month, month_length(year, month))
            when = PartialDate(f"[{year}-{month:02d}..{year}-{month:02d}]")
            assert (when.latest, when.spans[0][1] + 1) == (last, (last + timedelta(days=1)).toordinal())
