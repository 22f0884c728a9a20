"""Promise 4: the clocks are separate. What was so, what was known and what was recorded are three questions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.errors import LogError
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing import club
from cstotimeline.testing.oracle import Oracle
from cstotimeline.testing.oracle.selections import was_public
from cstotimeline.testing.organizations import FIRST_RECORDED
from cstotimeline.testing.shapes import Shape
from cstotimeline.testing.small_worlds import FIRST_INSTANTS, histories, questions, recorded
from tests.builders import corrected, every_answer, missing, retracted, took, without_loose_ends
from tests.laws.bitemporal import Ledger, read, resolved

AMENDED = Shape(disclosed=True, coarse_clocks=True, amendments=3)


def known_days() -> st.SearchStrategy[date]:
    """Return a strategy for the days up to which something may have been known."""
    return st.dates(date(2020, 1, 26), date(2020, 2, 6)) | st.just(date(2021, 1, 1))


def log_instants() -> st.SearchStrategy[datetime]:
    """Return a strategy for instants around those at which records are made."""
    begun = st.sampled_from(FIRST_INSTANTS)
    return st.builds(
        lambda first, hours: first.add(hours=hours).subtract(seconds=hours % 2),
        begun,
        st.integers(-1, 200),
    )


def assert_as_told(timeline: Timeline, oracle: Oracle, day: date) -> None:
    """Assert that a timeline, as its clocks show it, has the answers that an enumeration finds."""
    told = oracle.office(club.STEWARD, day)
    answer = timeline["steward"].at(day)
    assert (answer.holder, answer.absence, answer.start, answer.end) == (
        told.holder,
        told.absence,
        told.start,
        told.end,
    )
    assert (answer.certain, frozenset(answer.alternatives)) == (told.certain, told.alternatives)
    minutes, state = timeline["minutes"].at(day), oracle.state(club.MINUTES, day)
    assert (minutes.value, minutes.certain) == (state.value, state.certain)
    assert set(minutes.alternatives) == state.alternatives


@given(histories(AMENDED), questions(), known_days())
def test_known_by_a_day_uses_what_was_public_by_then(
    events: tuple[Event, ...], day: date, known: date
) -> None:
    """``known=K`` answers as an enumeration of what was or may have been public by K, and uses no other event."""
    assert_as_told(club.timeline(events).known(by=known), Oracle(events, known=known), day)
    seen = [event for event in events if was_public(event, known) is not False]
    alone = club.timeline(without_loose_ends(seen))
    one, other = club.timeline(events)["minutes"], alone["minutes"]
    assert one.at(day, known=known) == other.at(day, known=known)


@given(recorded(AMENDED), questions(), log_instants())
def test_recorded_by_an_instant_uses_what_the_log_held(
    records: tuple[Record, ...], day: date, instant: datetime
) -> None:
    """``recorded=R`` answers as an enumeration of the events recorded by R, and of no other."""
    oracle = Oracle(records, recorded=instant)
    assert_as_told(club.timeline(records).recorded(by=instant), oracle, day)


@given(recorded(AMENDED), questions(), known_days(), log_instants())
def test_both_clocks_together(records: tuple[Record, ...], day: date, known: date, instant: datetime) -> None:
    """Turned together, in either order or in one question, the clocks show what both of them show."""
    oracle = Oracle(records, known=known, recorded=instant)
    timeline = club.timeline(records)
    assert_as_told(timeline.known(by=known).recorded(by=instant), oracle, day)
    one, other = timeline.known(by=known).recorded(by=instant), timeline.recorded(by=instant).known(by=known)
    assert every_answer(one, [day]) == every_answer(other, [day])
    assert timeline["minutes"].at(day, known=known, recorded=instant) == one["minutes"].at(day)
    snapshot = timeline.at(day, known=known, recorded=instant)
    assert snapshot["minutes"] == one["minutes"].at(day)
    assert snapshot.timeline.clocks == one.clocks


@given(recorded(AMENDED), st.tuples(known_days(), known_days()), st.tuples(log_instants(), log_instants()))
def test_limits_combine_to_the_earlier(
    records: tuple[Record, ...], days: tuple[date, date], instants: tuple[datetime, datetime]
) -> None:
    """Turning a clock back and then forward again shows no more than the earlier limit."""
    timeline = club.timeline(records)
    twice = timeline.known(by=days[0]).known(by=days[1]).recorded(by=instants[0]).recorded(by=instants[1])
    once = timeline.known(by=min(days)).recorded(by=min(instants))
    assert every_answer(twice, [date(2020, 1, 31)]) == every_answer(once, [date(2020, 1, 31)])


# Takings of an office on days 0 to 9, moved and withdrawn; a second oracle that folds nothing.
Act = tuple[str, int, int]
FIRST_DAY = date(2020, 1, 1)


def acts() -> st.SearchStrategy[list[Act]]:
    """Return a strategy for what is written about an office: ``take``, ``move`` or ``withdraw``, of whom, the day."""
    whats = st.sampled_from(["take", "take", "move", "withdraw"])
    return st.lists(st.tuples(whats, st.integers(0, 4), st.integers(0, 9)), max_size=10)


def written(acts: list[Act]) -> tuple[Ledger, list[Event]]:
    """Return the same acts as rows of a ledger and as events; the instant of each is its number.

    Acts that make no sense (two on one day, moving who never took office) are passed over.
    """
    ledger, events = Ledger(), list[Event]()
    since: dict[int, int] = {}
    tips: dict[int, str] = {}
    for what, holder, day in acts:
        number = len(events)
        name, day_text = f"a{number}", (FIRST_DAY + timedelta(days=day)).isoformat()
        made = (FIRST_DAY + timedelta(days=number)).isoformat()
        is_free = day not in since.values()
        if what == "take" and holder not in tips and is_free:
            events.append(took(name, made, holder=f"h{holder}", effective=PartialDate.parse(day_text)))
            tips[holder] = name
        elif what == "move" and holder in since and is_free:
            target = tips[holder]
            events.append(
                corrected(
                    name, made, took(target, made, holder=f"h{holder}", effective=PartialDate.parse(day_text))
                )
            )
            ledger.remove(since[holder], written=number)
        elif what == "withdraw" and holder in since:
            events.append(retracted(name, made, tips[holder]))
            ledger.remove(since.pop(holder), written=number)
            continue
        else:
            continue
        since[holder] = day
        ledger.put(day, f"h{holder}", written=number)
    return ledger, events


@given(acts())
def test_exact_dates_resolve_as_rows_under_a_ceiling(acts: list[Act]) -> None:
    """For every day and every instant of either clock, the holder is the one that bitemporal rows give."""
    ledger, events = written(acts)
    areas = resolved(ledger.rows)
    records = [
        Record(position=n + 1, recorded=FIRST_RECORDED.add(days=n), event=event)
        for n, event in enumerate(events)
    ]
    timeline = Timeline(records, [club.STEWARD])
    for instant in range(-1, len(events) + 1):
        seen = timeline.recorded(by=FIRST_RECORDED.add(days=instant))
        public = timeline.known(by=FIRST_DAY + timedelta(days=instant))
        for day in range(-1, 11):
            wanted = read(areas, day=day, instant=instant)
            assert seen["steward"].at(FIRST_DAY + timedelta(days=day)).holder == wanted
            assert public["steward"].at(FIRST_DAY + timedelta(days=day)).holder == wanted


def test_the_ledger_knows_what_was_believed() -> None:
    """Rows give back a move and its hour: on the third Ann until the move is written, nobody from then on."""
    ledger = Ledger()
    ledger.put(3, "Ann", written=0)
    ledger.remove(3, written=1)
    ledger.put(5, "Ann", written=1)
    areas = resolved(ledger.rows)
    assert [read(areas, day=day, instant=0) for day in (2, 3, 5)] == [None, "Ann", "Ann"]
    assert [read(areas, day=day, instant=1) for day in (2, 3, 5)] == [None, None, "Ann"]


def test_known_from_the_day_it_occurred_unless_disclosed() -> None:
    """A public act is known on its day, a disclosed one from then on, a coarse one surely from its last day."""
    events = [
        took("ann", "2020-01-10"),
        took("bob", "2020-01-12", disclosed=PartialDate.parse("2020-02-01")),
        took("cem", "2019-12"),
    ]
    asked = club.timeline(events)["steward"]
    assert asked.at("2020-01-31", known="2020-01-09").holder == "Cem"
    assert asked.at("2020-01-31", known="2020-01-10").holder == "Ann"
    assert asked.at("2020-01-31", known="2020-01-31").holder == "Ann"
    assert asked.at("2020-01-31", known="2020-02-01").holder == "Bob"
    assert asked.at("2020-01-31", known="2019-12-30").absence == "no data"
    assert asked.at("2020-01-31", known="2019-12-31").holder == "Cem"


def test_decided_is_not_in_force() -> None:
    """Decided in November, effective in January: known at once, true later."""
    events = [took("ann", "2019"), took("bob", "2019-11-28", effective=PartialDate.parse("2020-01-01"))]
    asked = club.timeline(events)["steward"]
    assert asked.at("2019-12-31").holder == "Ann"
    assert asked.at("2020-01-01", known="2019-11-28").holder == "Bob"
    assert asked.at("2020-01-01", known="2019-11-27").absence == "no data"


def test_a_day_of_recording_is_the_whole_day_in_utc() -> None:
    """What the log took in the last second of a day is in it by that day, what it took a second later is not."""
    log = MemoryLog()
    log.append(took("ann", "2019"), recorded=pendulum.datetime(2026, 12, 1, 23, 59, 59))
    log.append(took("bob", "2020"), recorded=pendulum.datetime(2026, 12, 2))
    asked = club.timeline(log.read())["steward"]
    assert asked.at("2021-01-01", recorded="2026-12-01").holder == "Ann"
    assert asked.at("2021-01-01", recorded="2026-12-02").holder == "Bob"
    assert asked.at("2021-01-01", recorded="2026-11-30").absence == "no data"
    assert asked.at("2021-01-01", recorded="2026-12-02T04:59:59+05:00").holder == "Ann"
    assert asked.at("2021-01-01", recorded="2026-12-02T05:00:00+05:00").holder == "Bob"


def test_recording_is_told_apart_by_the_second() -> None:
    """A record of half a second past is one of the full second, as its line in a file would say."""
    log = MemoryLog()
    (record,) = log.append(took("ann", "2019"), recorded=pendulum.datetime(2026, 12, 1, 12, 0, 0, 500_000))
    assert record.recorded == pendulum.datetime(2026, 12, 1, 12)
    asked = club.timeline(log.read())["steward"]
    assert asked.at("2020-01-01", recorded="2026-12-01T12:00:00Z").holder == "Ann"
    assert asked.at("2020-01-01", recorded="2026-12-01T11:59:59Z").absence == "no data"


def test_bare_events_were_never_recorded() -> None:
    """Asked by when they were recorded, events without a log are refused instead of taken for recorded always."""
    with pytest.raises(LogError, match="made from events, not from records"):
        club.timeline([took("ann", "2019")]).recorded(by="2026-12-01")


def test_turning_a_clock_leaves_the_timeline_as_it_is() -> None:
    """A timeline answers the same before and after another clock was asked for: it is a value."""
    timeline = club.timeline([took("ann", "2019"), missing("m", "2020-01-30", "vacant")])
    before = every_answer(timeline)
    assert timeline.known(by="2020-01-01")["steward"].at("2020-01-31").holder == "Ann"
    assert every_answer(timeline) == before
