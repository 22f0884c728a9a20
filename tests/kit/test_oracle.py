"""The oracle alone, on histories whose answers were worked out by hand; the engine is not asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given

from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import Oracle, TooManyWorlds, club, covered, histories
from cstotimeline.testing.oracle import OfficeResult, seconds_of_event
from cstotimeline.testing.oracle.calendar import days_of
from cstotimeline.testing.organizations import FIRST_RECORDED
from cstotimeline.testing.shapes import DAYS, MEMBERS
from tests.builders import PAGE, left, took
from tests.laws.defect_rows import ANN, BEN, OUT, ROWS, Row, short, when


def asked(history: Sequence[Event] | Sequence[Record], at: str, **clocks: str) -> OfficeResult:
    """Return what the oracle says of the steward."""
    given: dict[str, Any] = {name: when(text) for name, text in clocks.items()}
    return Oracle(history, **given).office(club.STEWARD, when(at))


def shortly(said: OfficeResult) -> str:
    """Return an answer of the oracle in short."""
    return short(said, None if said.last_known is None else date.fromordinal(said.last_known))


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_oracle_says_what_was_worked_out_by_hand(row: Row) -> None:
    """Each row of the list of defects, and its neighbours, has the value, doubt and edge that it should have."""
    history, clocks, wanted = row
    assert shortly(asked(history, **clocks)) == wanted


def log(*days: tuple[Event, str]) -> list[Record]:
    """Return the records of events, each recorded at noon of a day in UTC."""
    return [
        Record(
            position=n,
            recorded=FIRST_RECORDED.set(year=int(d[:4]), month=int(d[5:7]), day=int(d[8:])),
            event=e,
        )
        for n, (e, d) in enumerate(days, 1)
    ]


@pytest.mark.parametrize(
    ("clocks", "wanted"),
    [
        ({"at": "2009-01-01"}, "Ben"),
        ({"at": "2010-01-05"}, "Ben"),
        ({"at": "2010-01-06"}, "Ben? (not covered, last known 2010-01-05)"),
        ({"at": "2009-01-01", "recorded": "2010-01-03T12:00:00+00:00"}, "Ann"),
        ({"at": "2010-01-04", "recorded": "2010-01-04"}, "Ann? (not covered, last known 2010-01-03)"),
        ({"at": "2001-01-01", "recorded": "2010-01-03T11:59:59+00:00"}, "no data? (not covered)"),
        ({"at": "2006-01-01", "recorded": "2010-01-05"}, "Ben"),
    ],
)
def test_a_log_covers_up_to_its_newest_record(clocks: dict[str, str], wanted: str) -> None:
    """Without a declaration a log is complete up to the day of its newest record, as far as the clock shows it."""
    assert shortly(asked(log((ANN, "2010-01-03"), (BEN, "2010-01-05")), **clocks)) == wanted


def test_a_declaration_counts_from_its_recording() -> None:
    """Before it was recorded the default holds; after it, what it says: a key that it does not name is not covered."""
    joined = [
        club.MemberJoined(
            id=name.lower(), occurred=PartialDate.parse("2000-01-01"), member=name, sources=PAGE
        )
        for name in ("Ann", "Bob")
    ]
    declared = covered("v", aspect="standing", keys=("Ann",), through="2005-01-01")
    records = log((joined[0], "2010-01-03"), (joined[1], "2010-01-03"), (declared, "2010-01-04"))
    day = date(2004, 1, 1)
    after = Oracle(records)
    before = Oracle(records, recorded=date(2010, 1, 3))
    assert [after.office(club.STANDING, day, key).covered for key in ("Ann", "Bob")] == [True, False]
    assert [before.office(club.STANDING, day, key).covered for key in ("Ann", "Bob")] == [True, True]
    group = after.group(club.STANDING, {club.MEMBER}, day)
    assert (set(group.names), set(group.open)) == ({"Ann", "Bob"}, set())
    assert (group.certain, group.covered) == (False, False)


def test_a_reason_before_the_first_event_needs_something_to_rest_on() -> None:
    """Not yet filled is said where an event is about the key, or a declaration covers the day; else no data."""
    joined = club.MemberJoined(id="j", occurred=PartialDate.parse("2000-01-01"), member="Ann", sources=PAGE)
    declared = covered("v", aspect="standing", through="2005-01-01")
    day, known = date(1999, 1, 1), date(1998, 1, 1)
    said = Oracle([joined]).office(club.STANDING, day, "Ann")
    assert (said.absence, said.certain) == ("not yet filled", True)
    said = Oracle([joined], known=known).office(club.STANDING, date(1997, 1, 1), "Ann")
    assert (said.absence, said.certain) == ("no data", False)
    said = Oracle([joined, declared], known=known).office(club.STANDING, date(1997, 1, 1), "Ann")
    assert (said.absence, said.certain) == ("not yet filled", True)
    said = Oracle([joined, declared], known=known).office(club.STANDING, day, "Ann")
    assert (said.absence, said.certain) == ("no data", False)


def test_a_count_of_nothing_is_certain_only_where_something_says_so() -> None:
    """No motion so far is certain where a motion came later or coverage is declared, not for an empty log."""
    motion = club.MotionCarried(id="m", occurred=PartialDate.parse("2004-01-01"), motion="tea", sources=PAGE)
    declared = covered("v", aspect="motions", through="2005-01-01")
    day = date(2003, 1, 1)
    certain = [
        Oracle(h).state(club.MOTIONS, day).certain for h in ([], [motion], [declared], [declared, motion])
    ]
    assert certain == [False, True, True, True]


def test_expected_events_count_where_they_are_expected() -> None:
    """What is announced counts with ``expecting``, and no more once it is settled, or once that may have been known."""
    made = EventAnnounced(
        id="a", occurred=PartialDate.parse("2004-01-01"), expects=took("a", "2005-01-01"), sources=PAGE
    )
    ended = AnnouncementSettled(
        id="s", occurred=PartialDate.parse("2004-06"), announcement="a", outcome="cancelled", sources=PAGE
    )

    def holder(*events: Event, known: str = "") -> tuple[str | None, bool]:
        given: dict[str, Any] = {"known": when(known)} if known else {}
        said = Oracle(events, expecting=True, **given).office(club.STEWARD, date(2006, 1, 1))
        return said.holder, bool(said.alternatives)

    assert holder(made) == ("A", False)
    assert holder(made, ended) == (None, False)
    assert holder(made, ended, known="2004-05-31") == ("A", False)
    assert holder(made, ended, known="2004-06-15") == ("A", True)


def test_stated_orders_that_dates_contradict_are_named() -> None:
    """An event after one of a later day is not followed; a leaving that names a taking of a later day ends nothing."""
    events = [took("ann", "2004-06-02"), left("out", "2004-06-01", "Ann", of="ann")]
    assert Oracle(events).contradictions(club.STEWARD) == set()
    assert [case.endings["out"].taking for case in Oracle(events).cases(club.STEWARD)] == [None]
    events = [took("ann", "2004-06-02", after=("ben",)), took("ben", "2005-01-01")]
    assert Oracle(events).contradictions(club.STEWARD) == {("ben", "ann")}
    assert Oracle([ANN, BEN, OUT]).contradictions(club.STEWARD) == set()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2004-XX-31", ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31"]),
        ("2020-01-X1", ["01-01", "01-11", "01-21", "01-31"]),
        ("2004-X1-05", ["01-05", "11-05"]),
        ("2004-06-18T14:40:00+05:00", ["06-18"]),
        ("2004-06-18~", ["06-18"]),
        ("2004-1X", None),
        ("2004?", None),
        ("199X", None),
    ],
)
def test_a_date_is_the_set_of_its_days(text: str, days: list[str] | None) -> None:
    """A pattern is its days and none between; other dates are all days from their first to their last."""
    when = PartialDate.parse(text)
    found = [date.fromordinal(n) for run in days_of(when) for n in run]
    if days is not None:
        assert [day.isoformat()[5:] for day in found] == days
    assert [day.toordinal() for day in found] == list(when.ordinals)
    assert days_of(PartialDate.OPEN) == days_of(PartialDate.UNKNOWN) == ()


def test_a_set_is_the_days_of_its_members() -> None:
    """One of a set or of a range, as EDTF writes them, is any of their days."""
    made = object.__new__(PartialDate)
    object.__setattr__(made, "text", "[2004-02-28..2004-03-01,2005-01]")
    days = [date.fromordinal(n).isoformat() for run in days_of(made) for n in run]
    assert days[:4] == ["2004-02-28", "2004-02-29", "2004-03-01", "2005-01-01"]
    assert len(days) == 3 + 31


def test_a_time_that_comes_twice_is_either_instant() -> None:
    """Half past one on the last of October in New York is one of two seconds, an hour apart."""
    event = took("a", "2004-10-31T01:30:00", zone="America/New_York")
    assert [len(run) for run in seconds_of_event(event)] == [1, 1]
    assert seconds_of_event(event)[1][0] - seconds_of_event(event)[0][0] == 3600


def every_day(events: Sequence[Event], projection: Any, day: date) -> set[Any]:
    """Return the views of a projection without keys by trying all days of all dates, in the plainest way."""
    counts = [event for event in events if isinstance(event, projection.kinds)]
    names = {event.id for event in counts}
    found = set()
    for chosen in product(*(event.effective.ordinals for event in counts)):
        days = {event.id: n for event, n in zip(counts, chosen, strict=True)}
        if any(days[one] > days[event.id] for event in counts for one in event.after if one in names):
            continue
        clocks = {event.id: event.effective.text.partition("T")[2] for event in counts}
        order = sorted(counts, key=lambda e: (days[e.id], clocks[e.id], e.order, e.id))
        state = projection.initial
        for event in order:
            if days[event.id] <= day.toordinal():
                state = projection.apply(state, event)
        found.add(projection.view(state))
    return found


PLAIN = attrs.evolve(
    MEMBERS, rivals=False, after=False, dates=("2020-01-30", "2020-01-3X", "2020-01-X1", "2020-0X-30")
)


@given(histories(PLAIN, most=3))
def test_the_few_positions_stand_for_all_days(events: tuple[Event, ...]) -> None:
    """The orders of events that the oracle finds are those of all days of all dates."""
    for day in DAYS[::2]:
        assert Oracle(events).views(club.MINUTES, day) == every_day(events, club.MINUTES, day)


def test_what_is_too_much_to_enumerate_is_said() -> None:
    """A dozen takings of one year are refused, by name, instead of being enumerated for hours."""
    with pytest.raises(TooManyWorlds):
        asked([took(f"e{n}", "1990") for n in range(12)], at="1990-06-01")
