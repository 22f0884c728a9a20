"""Histories with the answers that they should have, worked out by hand: the oracle and the engine are held to them.

Each row is named by the number of the defect that it shows, or whose neighbour it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import attrs

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import covered
from cstotimeline.testing.club import CLUB
from tests.builders import corrected, left, missing, retracted, took

Row = tuple[Sequence[Event], dict[str, str], str]
"""A history; when it is asked, with clocks and ``through``; the answer in short."""


def when(text: str) -> date:
    """Return the day or the instant that a text means."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


XENA = took("e", "2004-01-01", holder="Xena")


def corrections(one: str, other: str) -> list[Event]:
    """Return a taking with two corrections of its holder, of two days."""
    return [
        XENA,
        corrected("c-a", one, attrs.evolve(XENA, holder="Yann")),
        corrected("c-b", other, attrs.evolve(XENA, holder="Zoe")),
    ]


def rivals(one: str, other: str) -> list[Event]:
    """Return two rival takings of which the newest source was published on two days."""
    pages = [(Citation(publisher=day, published=PartialDate.parse(day)),) for day in (one, other)]
    return [
        took("ann", "2004-01-01", claim="c", sources=pages[0]),
        took("ben", "2004-01-01", claim="c", sources=pages[1]),
    ]


ANN = took("ann", "2000-01-01")
BEN = took("ben", "2005-01-01")
OUT = left("out", "2008-01-01", "Ben")
TWICE = [took("t1", "2000-01-01", holder="Ann"), took("t2", "2004-01-01", holder="Ann")]
ZONES = [took("ann", "2004-06-18T23:30:00-04:00"), took("ben", "2004-06-19T00:10:00+04:00")]
COVERED = covered("v", aspect="steward", through="2006-12-31")
GAP = [
    covered("v1", aspect="steward", since="1990-01-01", through="2001-12-31"),
    covered("v2", aspect="steward", since="2004-01-01", through="2006-12-31"),
]

ROWS: dict[str, Row] = {
    # A, the edge of knowledge
    "D01 after the last record, bare events cover everything": ([ANN], {"at": "2500-01-01"}, "Ann"),
    "D01 beyond the day through which events are complete": (
        [ANN],
        {"at": "2500-01-01", "through": "2010-06-30"},
        "Ann? (not covered, last known 2010-06-30)",
    ),
    "D01 on that day itself": ([ANN], {"at": "2010-06-30", "through": "2010-06-30"}, "Ann"),
    "D01 before what is declared": (
        [ANN, covered("v", aspect="steward", since="2003-01-01", through="2009-01-01")],
        {"at": "2001-01-01"},
        "Ann? (not covered)",
    ),
    "D01 in a gap between two stretches": (
        [ANN, *GAP],
        {"at": "2003-05-05"},
        "Ann? (not covered, last known 2001-12-31)",
    ),
    "D01 behind the gap": ([ANN, *GAP], {"at": "2004-01-01"}, "Ann"),
    "D01 what is partial does not count": (
        [ANN, covered("v", aspect="steward", through="2009-01-01", extent="partial")],
        {"at": "2001-01-01"},
        "Ann? (not covered)",
    ),
    "D01 another aspect declared leaves the default": (
        [ANN, covered("v", aspect="minutes", through="1999-01-01")],
        {"at": "2001-01-01"},
        "Ann",
    ),
    "D01 coverage retracted": (
        [ANN, COVERED, retracted("r", "2020-01-01", "v")],
        {"at": "2500-01-01"},
        "Ann",
    ),
    "D01 coverage corrected, whatever was known": (
        [ANN, COVERED, corrected("c", "2020-01-01", covered("v", aspect="steward", through="2001-01-01"))],
        {"at": "2002-01-01", "known": "2010-01-01"},
        "Ann? (not covered, last known 2001-01-01)",
    ),
    "D01 coverage is not turned by known": (
        [ANN, COVERED],
        {"at": "2001-01-01", "known": "2002-01-01"},
        "Ann",
    ),
    "D01 a later step decided before the edge": (
        [ANN, took("ben", "2004-01-01", effective=PartialDate.parse("2008-01-01"))],
        {"at": "2009-01-01", "through": "2006-01-01"},
        "Ben? (decided, not covered, last known 2006-01-01)",
    ),
    "D01 an instant by its civil day": (
        [ANN],
        {"at": "2010-07-01T00:30:00+14:00", "through": "2010-06-30"},
        "Ann? (not covered, last known 2010-06-30)",
    ),
    "D01 after what was known": ([ANN], {"at": "2004-01-02", "known": "2004-01-01"}, "Ann?"),
    "D01 on the day up to which it was known": ([ANN], {"at": "2004-01-01", "known": "2004-01-01"}, "Ann"),
    "D01 on the day of an instant up to which it was known": (
        [ANN],
        {"at": "2004-01-01", "known": "2004-01-01T12:00:00+00:00"},
        "Ann?",
    ),
    "D01 at an instant before that": (
        [ANN],
        {"at": "2004-01-01T11:00:00+00:00", "known": "2004-01-01T12:00:00+00:00"},
        "Ann",
    ),
    "D01 at an instant after that": (
        [ANN],
        {"at": "2004-01-01T13:00:00+00:00", "known": "2004-01-01T12:00:00+00:00"},
        "Ann?",
    ),
    "D01 decided by what was known, for later": (
        [ANN, took("ben", "2004-01-01", effective=PartialDate.parse("2008-01-01"))],
        {"at": "2009-01-01", "known": "2006-01-01"},
        "Ben? (decided)",
    ),
    "D02 no event at all": ([], {"at": "2019-12-01"}, "no data?"),
    "D02 nothing known yet": ([ANN], {"at": "2001-01-01", "known": "1990-01-01"}, "no data?"),
    "D02 nothing, though declared: still nothing before the first event": (
        [COVERED],
        {"at": "2001-01-01"},
        "no data?",
    ),
    "D03 a leaving, and then the record stops": (
        [ANN, left("out", "2003-01-01", "Ann")],
        {"at": "2008-01-01", "through": "2006-01-01"},
        "no data? (not covered, last known 2006-01-01)",
    ),
    "D03 vacant while it is covered": (
        [ANN, left("out", "2003-01-01", "Ann")],
        {"at": "2005-01-01", "through": "2006-01-01"},
        "vacant",
    ),
    "D03 ended stays, not certain": (
        [ANN, missing("end", "2003-01-01", "ended")],
        {"at": "2008-01-01", "through": "2006-01-01"},
        "ended? (not covered, last known 2006-01-01)",
    ),
    "D03 vacant by a leaving that was decided": (
        [ANN, left("out", "2003-01-01", "Ann", effective=PartialDate.parse("2007-01-01"))],
        {"at": "2008-01-01", "through": "2006-01-01"},
        "vacant? (decided, not covered, last known 2006-01-01)",
    ),
    # B, coarse dates that are not effective
    "D04 a coarse date under the known clock": (
        [took("ann", "2003-01-01"), took("ben", "2004")],
        {"at": "2004-07-01", "known": "2004-07-01"},
        "Ann? or Ben",
    ),
    "D04 an exact one": (
        [took("ann", "2003-01-01"), took("ben", "2004-03-01")],
        {"at": "2004-07-01", "known": "2004-07-01"},
        "Ben",
    ),
    "D04 disclosed in a coarse month": (
        [ANN, took("ben", "2003-03-01", disclosed=PartialDate.parse("2004-06"))],
        {"at": "2004-06-15", "known": "2004-06-15"},
        "Ann? or Ben",
    ),
    "D04 what was public took effect by then": (
        [ANN, took("ben", "2004"), took("cem", "2004-05-01")],
        {"at": "2004-04-30", "known": "2004-04-30"},
        "Ann? or Ben",
    ),
    "D04 a retraction of a coarse day": (
        [ANN, BEN, retracted("r", "2006", "ben")],
        {"at": "2006-06-01", "known": "2006-06-01"},
        "Ben? or Ann",
    ),
    "D04 hidden, its rival does not see it": (
        [
            took("ann", "2004-01-01", claim="c", rank="preferred", disclosed=PartialDate.parse("2004")),
            took("ben", "2004-01-01", claim="c"),
        ],
        {"at": "2004-06-01", "known": "2004-06-01"},
        "Ben? or Ann",
    ),
    "D05 two corrections, one of a coarse day": (
        corrections("2026", "2026-06-01"),
        {"at": "2005-01-01"},
        "Zoe? or Yann",
    ),
    "D05 two corrections of exact days": (
        corrections("2026-12-01", "2026-06-01"),
        {"at": "2005-01-01"},
        "Yann",
    ),
    "D05 two corrections of one day: the later id": (
        corrections("2026-06-01", "2026-06-01"),
        {"at": "2005-01-01"},
        "Zoe",
    ),
    "D05 two corrections of one day: the later time": (
        corrections("2026-06-01T12:00:00Z", "2026-06-01"),
        {"at": "2005-01-01"},
        "Yann",
    ),
    "D05 a coarse correction that was public by then": (
        corrections("2026", "2026-06-01"),
        {"at": "2005-01-01", "known": "2026-05-01"},
        "Xena? or Yann",
    ),
    "D05 the newest source of a coarse day": (
        rivals("2004-06-01", "2004"),
        {"at": "2005-01-01"},
        "Ben? or Ann",
    ),
    "D05 the newest source of an exact day": (
        rivals("2004-06-01", "2004-03-01"),
        {"at": "2005-01-01"},
        "Ann",
    ),
    # C, days and instants
    "D06 two moments in two zones: the day before": (ZONES, {"at": "2004-06-17"}, "no data?"),
    "D06 the earlier day, by whose end it is open": (ZONES, {"at": "2004-06-18"}, "no data? or Ann, Ben"),
    "D06 the later day": (ZONES, {"at": "2004-06-19"}, "Ann"),
    "D06 long after, by day": (ZONES, {"at": "2010-01-01"}, "Ann"),
    "D06 long after, at an instant": (ZONES, {"at": "2010-01-01T12:00:00+00:00"}, "Ann"),
    "D06 between the two instants": (ZONES, {"at": "2004-06-18T22:00:00+00:00"}, "Ben"),
    "D06 an instant beside a day in a zone": (
        [took("ann", "2004-06-18T23:00:00-12:00"), took("ben", "2004-06-19", zone="Pacific/Kiritimati")],
        {"at": "2004-06-20"},
        "Ann",
    ),
    "D06 of one civil day in two zones the instants decide, by day": (
        [took("ann", "2004-06-19", zone="Europe/Moscow"), took("ben", "2004-06-19T00:10:00+05:00")],
        {"at": "2004-06-19"},
        "Ann",
    ),
    "D06 of one civil day in two zones the instants decide, at an instant": (
        [took("ann", "2004-06-19", zone="Europe/Moscow"), took("ben", "2004-06-19T00:10:00+05:00")],
        {"at": "2010-01-01T12:00:00+00:00"},
        "Ann",
    ),
    # D, leaving
    "D07 the start known to the year, the end to the day": (
        [took("ann", "2004"), left("out", "2004-06-01", "Ann")],
        {"at": "2010-01-01"},
        "vacant",
    ),
    "D07 within that year": (
        [took("ann", "2004"), left("out", "2004-06-01", "Ann")],
        {"at": "2004-05-01"},
        "no data? or Ann",
    ),
    "D07 on the day itself": (
        [took("ann", "2004"), left("out", "2004-06-01", "Ann")],
        {"at": "2004-06-01"},
        "vacant",
    ),
    "D07 both on one day, against the rule for ties": (
        [took("ann", "2004-06-01"), left("out", "2004-06-01", "Ann")],
        {"at": "2010-01-01"},
        "vacant",
    ),
    "D07 both in one month": (
        [took("ann", "2004-06"), left("out", "2004-06", "Ann")],
        {"at": "2010-01-01"},
        "vacant",
    ),
    "D07 by times of day the leaving came first": (
        [took("ann", "2004-06-01T12:00:00Z"), left("out", "2004-06-01T09:00:00Z", "Ann")],
        {"at": "2010-01-01"},
        "Ann",
    ),
    "D07 one of two takings by different holders": (
        [took("ann", "2004"), took("ben", "2004-03-01"), left("out", "2004-06-01", "Ann")],
        {"at": "2004-06-01"},
        "vacant? or Ben",
    ),
    "D08 a term that ends before it starts: what it leaves": (
        [took("ann", "1990-05-10"), left("out", "1990-05-07", "Ann")],
        {"at": "2010-01-01"},
        "Ann",
    ),
    "D08 between the two": (
        [took("ann", "1990-05-10"), left("out", "1990-05-07", "Ann")],
        {"at": "1990-05-08"},
        "vacant",
    ),
    "D08 before both": (
        [took("ann", "1990-05-10"), left("out", "1990-05-07", "Ann")],
        {"at": "1990-01-01"},
        "no data? or Ann",
    ),
    "D09 a leaving that ends nothing: the time before it": (
        [left("out", "2014-05-06", "Ann"), took("ann", "2019-05-29")],
        {"at": "2014-05-05"},
        "no data? or Ann",
    ),
    "D09 the time after it": (
        [left("out", "2014-05-06", "Ann"), took("ann", "2019-05-29")],
        {"at": "2015-01-01"},
        "vacant",
    ),
    "D09 a misspelt name: the time before": (
        [took("ann", "2003"), left("out", "2004-06-01", "Anne")],
        {"at": "2004-01-01"},
        "Ann? or Anne",
    ),
    "D09 a misspelt name: the time after": (
        [took("ann", "2003"), left("out", "2004-06-01", "Anne")],
        {"at": "2004-06-01"},
        "Ann? or vacant",
    ),
    "D09 until the next taking": (
        [took("ann", "2003"), left("out", "2004-06-01", "Anne"), took("cem", "2005-01-01")],
        {"at": "2005-01-01"},
        "Cem",
    ),
    "D09 a second leaving of one tenure": (
        [ANN, left("out-a", "2003-01-01", "Ann"), left("out-b", "2004-01-01", "Ann")],
        {"at": "2003-06-01"},
        "vacant? or Ann",
    ),
    "D10 two terms, two leavings without names": (
        [*TWICE, left("out-a", "2006-01-01", "Ann"), left("out-b", "2010-01-01", "Ann")],
        {"at": "2008-01-01"},
        "vacant? or Ann",
    ),
    "D10 a leaving that names the second term": (
        [*TWICE, left("out-a", "2006-01-01", "Ann", of="t2"), left("out-b", "2010-01-01", "Ann")],
        {"at": "2008-01-01"},
        "Ann",
    ),
    "D10 after the other leaving": (
        [*TWICE, left("out-a", "2006-01-01", "Ann", of="t2"), left("out-b", "2010-01-01", "Ann")],
        {"at": "2010-01-01"},
        "vacant",
    ),
    "D10 somebody else held it in between": (
        [TWICE[0], took("ben", "2002-01-01"), TWICE[1], left("out", "2006-01-01", "Ann")],
        {"at": "2008-01-01"},
        "vacant",
    ),
    "D10 the second was a sighting": (
        [TWICE[0], attrs.evolve(TWICE[1], attested=True), left("out", "2006-01-01", "Ann")],
        {"at": "2008-01-01"},
        "vacant",
    ),
    "D10 the second was a sighting, after somebody else": (
        [
            TWICE[0],
            took("ben", "2002-01-01"),
            attrs.evolve(TWICE[1], attested=True),
            left("out", "2006-01-01", "Ann"),
        ],
        {"at": "2008-01-01"},
        "vacant",
    ),
    "D11 two takings of one day: the later id, certain": (
        [took("ann", "2004-06-18"), took("ben", "2004-06-18")],
        {"at": "2005-01-01"},
        "Ben",
    ),
    # E, patterns
    "D12 the thirty-first is never in June": (
        [took("ann", "2004-XX-31"), took("ben", "2004-06")],
        {"at": "2004-07-01"},
        "Ben",
    ),
    "D12 the first or the eleventh": (
        [took("ann", "2020-01-X1"), took("ben", "2020-01-15")],
        {"at": "2020-01-20"},
        "Ben",
    ),
    "D12 the twenty-first": (
        [took("ann", "2020-01-X1"), took("ben", "2020-01-15")],
        {"at": "2020-01-21"},
        "Ben? or Ann",
    ),
    "D12 at an instant of June": (
        [took("ann", "2004-XX-31", zone="Europe/Moscow"), took("ben", "2004-06", zone="Europe/Moscow")],
        {"at": "2004-07-01T12:00:00+03:00"},
        "Ben",
    ),
    "D12 a pattern under the known clock": (
        [took("ann", "2003-01-01"), took("ben", "2004-XX-31")],
        {"at": "2004-01-30", "known": "2004-01-30"},
        "Ann",
    ),
    # F, a clock turned to an instant
    "D13 known by an instant before it happened": (
        [took("ann", "2024-01-01"), took("ben", "2024-11-28T15:00:00+03:00")],
        {"at": "2024-12-31", "known": "2024-11-28T08:00:00+03:00"},
        "Ann?",
    ),
    "D13 known by an instant after it happened": (
        [took("ann", "2024-01-01"), took("ben", "2024-11-28T15:00:00+03:00")],
        {"at": "2024-11-28T16:00:00+03:00", "known": "2024-11-28T16:00:00+03:00"},
        "Ben",
    ),
    "D13 of a day alone, an instant of it leaves it open": (
        [took("ann", "2024-01-01"), took("ben", "2024-11-28", zone="Europe/Moscow")],
        {"at": "2024-11-28T12:00:00+03:00", "known": "2024-11-28T12:00:00+03:00"},
        "Ann? or Ben",
    ),
    # G, ways
    "D16 a clock before everything": ([ANN], {"at": "2001-01-01", "known": "1980-01-01"}, "no data?"),
    "D41 a zone by its name": (
        [ANN, took("ben", "2004-06-18", zone="Asia/Dushanbe")],
        {"at": "2004-06-19T00:00:00+00:00"},
        "Ben",
    ),
    "D43 a local time that comes twice, between the two": (
        [ANN, took("ben", "2004-10-31T01:30:00", zone="America/New_York")],
        {"at": "2004-10-31T06:00:00+00:00"},
        "Ann? or Ben",
    ),
    "D43 after the second": (
        [ANN, took("ben", "2004-10-31T01:30:00", zone="America/New_York")],
        {"at": "2004-10-31T06:30:00+00:00"},
        "Ben",
    ),
    "D13 known by an instant of another zone, before it": (
        [took("ann", "2024-01-01"), took("ben", "2024-11-28T02:00:00+05:00")],
        {"at": "2024-11-27T20:00:00+00:00", "known": "2024-11-27T20:59:59+00:00"},
        "Ann",
    ),
}


def rows_of(*numbers: str) -> Mapping[str, Row]:
    """Return the rows of some defects, by name."""
    return {name: row for name, row in ROWS.items() if name.partition(" ")[0] in numbers}


def short(answer: Any, last_known: date | None) -> str:
    """Return an answer in short: who, a question mark where not certain, who else, and what the edge leaves of it."""
    label = answer.holder or str(answer.absence)
    others = f" or {', '.join(sorted(answer.alternatives))}" if answer.alternatives else ""
    marks = ["decided"] if answer.decided else []
    marks += ["not covered"] if not answer.covered else []
    marks += [f"last known {last_known}"] if last_known is not None else []
    edge = f" ({', '.join(marks)})" if marks else ""
    return f"{label}{' (acting)' if answer.acting else ''}{'' if answer.certain else '?'}{others}{edge}"


def answered(row: Row) -> str:
    """Return in short what the engine says of the steward, for a row."""
    history, clocks, _ = row
    given = {name: when(text) for name, text in clocks.items() if name in ("known", "recorded")}
    through = when(clocks["through"]) if "through" in clocks else None
    answer: Any = CLUB.timeline(history, through=through)["steward"].at(when(clocks["at"]), **given)
    return short(answer, _day(answer.last_known))


def _day(last_known: Any) -> date | None:
    return date.fromordinal(last_known.toordinal()) if isinstance(last_known, date) else last_known
