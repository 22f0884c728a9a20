from __future__ import annotations

import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from cstotimeline import (
    Event,
    History,
    LeaderLeft,
    LeaderTookOffice,
    PartialDate,
    PresidencyTransferred,
    SecretaryGeneralDismissed,
    SecretaryGeneralLeft,
    SecretaryGeneralTookOffice,
    SummitHeld,
    Tenure,
    find_person,
    load,
)
from cstotimeline.core.events.announcements import AnnouncementSettled
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.query.aspects import OfficeAspect
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.csto.aspects import ASPECTS
from cstotimeline.csto.states import STATES
from cstotimeline.shipped import csto_codec, shipped_folder
from cstotimeline.stores.sealed import SealedRecords

FILES = sorted(shipped_folder().glob("*.jsonl"))
STATE_NAMES = {state.name for state in STATES}
OFFICES = [name for name, aspect in ASPECTS.items() if isinstance(aspect, OfficeAspect)]
DAYS = ("1994-03-01", "1999-04-21", "2003-06-01", "2012-05-05", "2015-09-15", "2019-11-28", "2025-06-01")
SIX = ("Armenia", "Belarus", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan")
FOUNDERS = ("Armenia", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan", "Uzbekistan")


def events_of(history: History) -> list[Event]:
    """Return every event of the log, rivals and corrections included, in the order of the log."""
    return [record.event for record in history.log]


def day_before(when: PartialDate) -> date:
    """Return the last day that lies surely before a date."""
    assert when.earliest is not None
    return when.earliest - timedelta(days=1)


def outline(spell: Tenure) -> tuple[str, str, str]:
    """Return a spell as label, start, end."""
    return spell.label, spell.start.text, spell.end.text


# --- the main questions ---


def test_kyrgyzstan_hands_the_presidency_to_russia_on_28_november_2019(history: History) -> None:
    """In November 2019 Kyrgyzstan presides up to the 27th and Russia from the 28th, and no day is in doubt."""
    spells = history.presidency.during("2019-11")
    assert [outline(spell) for spell in spells] == [
        ("Kyrgyzstan", "2018-11-08", "2019-11-28"),
        ("Russia", "2019-11-28", "2020-12-02"),
    ]
    assert [str(spell.spell) for spell in spells] == ["2019-11-01/2019-11-27", "2019-11-28/2019-11-30"]
    assert all(spell.certain for spell in spells)


def test_the_handover_of_2019_names_its_sources(history: History) -> None:
    """The handover of 2019 rests on one event, which a news agency, a ministry and the Kremlin report."""
    held = history.presidency.at("2019-11-28")
    assert "presidency-2019-11-28-russia" in held.because
    assert {"Kazinform", "Russian Foreign Ministry", "Kremlin"} <= {
        source.publisher for source in held.sources
    }
    assert held.why().startswith(
        "Russia: took over from Kyrgyzstan at the Bishkek summit on 28 November 2019 [1"
    )


def test_15_september_2015(history: History) -> None:
    """On 15 September 2015 Armenia presides, Bordyuzha is secretary general, six leaders lead six members."""
    then = history.at("2015-09-15")
    assert outline(then.presidency) == ("Armenia", "2015-09-15", "2016-10-14")
    assert outline(then.chairperson) == ("Serzh Sargsyan", "2015-09-15", "2016-10-14")
    assert outline(then.secretary_general) == ("Nikolai Bordyuzha", "2003-04-28", "2017-01-01")
    assert then.members.names == SIX
    assert then.suspended.names == ("Uzbekistan",)
    assert {state: leader.holder for state, leader in then.leaders.items()} == {
        "Armenia": "Serzh Sargsyan",
        "Belarus": "Alexander Lukashenko",
        "Kazakhstan": "Nursultan Nazarbayev",
        "Kyrgyzstan": "Almazbek Atambayev",
        "Russia": "Vladimir Putin",
        "Tajikistan": "Emomali Rahmon",
    }
    assert then.last_summit is not None
    assert then.last_summit.id == "summit-2015-09-15-dushanbe"


def test_the_day_before_the_dushanbe_summit(history: History) -> None:
    """On 14 September 2015 Tajikistan still presides and the last summit is that of Moscow."""
    then = history.at("2015-09-14")
    assert then.presidency.holder == "Tajikistan"
    assert then.last_summit is not None
    assert then.last_summit.id == "summit-2014-12-23-moscow"


def test_secretaries_general_from_october_2018_to_february_2020(history: History) -> None:
    """Khachaturov is dismissed, Semerikov acts for fourteen months, Zas takes office on the first day of 2020."""
    spells = history.secretary_general.during("2018-10/2020-02")
    assert [outline(spell) for spell in spells] == [
        ("Yuri Khachaturov", "2017-05-02", "2018-11-02"),
        ("Valery Semerikov (acting)", "2018-11-02", "2020-01-01"),
        ("Stanislav Zas", "2020-01-01", "2023-01-01"),
    ]
    assert [spell.acting for spell in spells] == [False, True, False]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        pytest.param("1992-05-14", (), id="before-the-treaty"),
        pytest.param("1992-05-15", FOUNDERS, id="treaty-signed"),
        pytest.param("1994-01-01", tuple(sorted(STATE_NAMES)), id="nine"),
        pytest.param("1999-04-20", tuple(sorted(STATE_NAMES)), id="last-day-of-nine"),
        pytest.param("1999-04-21", SIX, id="three-do-not-prolong"),
        pytest.param("2002-10-07", SIX, id="organization-founded"),
        pytest.param("2007-01-01", (*SIX, "Uzbekistan"), id="uzbekistan-back"),
        pytest.param("2012-12-19", SIX, id="uzbekistan-suspended"),
        pytest.param("2026-06-01", SIX, id="armenia-frozen-in-words-only"),
    ],
)
def test_members(history: History, day: str, names: tuple[str, ...]) -> None:
    """The members, before October 2002 the parties to the Treaty, are these and no others."""
    assert history.members.at(day).names == names


# --- the presidency without gaps ---


def test_only_one_stretch_of_the_presidency_since_2001_is_not_established(history: History) -> None:
    """From 25 May 2001 to the last covered day a state presides on every day but for 28 April 2003 to 17 June 2004."""
    spells = history.presidency.during("2001-05-25/2026-02-13")
    gaps = [spell for spell in spells if spell.holder is None]
    assert [(str(gap.spell), str(gap.absence), gap.alternatives, gap.certain) for gap in gaps] == [
        ("2003-04-28/2004-06-17", "no data", ("Russia", "Tajikistan"), False)
    ]
    assert [spell for spell in spells if not spell.certain] == gaps


def test_the_provisional_turn_of_2009(history: History) -> None:
    """Russia's turn from 14 June 2009 to 10 December 2010 is the only one marked provisional, and says so."""
    turns = [event for event in history.events(PresidencyTransferred) if event.provisional]
    assert [turn.id for turn in turns] == ["presidency-2009-06-14-russia"]
    held = history.presidency.at("2010-01-01")
    assert outline(held) == ("Russia", "2009-06-14", "2010-12-10")
    assert "provisionally took over" in held.why()


# --- decided on one day, in force on a later one ---


@pytest.mark.parametrize(
    ("decided", "in_force", "old", "new"),
    [
        pytest.param("2023-11-23", "2024-01-01", "Belarus", "Kazakhstan", id="2024"),
        pytest.param("2024-11-28", "2025-01-01", "Kazakhstan", "Kyrgyzstan", id="2025"),
        pytest.param("2025-11-27", "2026-01-01", "Kyrgyzstan", "Russia", id="2026"),
    ],
)
def test_a_decision_counts_from_the_first_of_january(
    history: History, decided: str, in_force: str, old: str, new: str
) -> None:
    """The presidency changes on 1 January, which is known from the day of the decision and not before."""
    eve = day_before(PartialDate.parse(decided))
    assert history.presidency.at(day_before(PartialDate.parse(in_force))).holder == old
    assert history.presidency.at(in_force).holder == new
    assert history.presidency.at(in_force, known=decided).holder == new
    before = history.presidency.at(in_force, known=eve)
    assert (before.holder, before.end) == (old, PartialDate.OPEN)


def test_what_was_known_of_2025(history: History) -> None:
    """Asked about June 2025, the world of 27 November 2024 says Kazakhstan, that of 1 December Kyrgyzstan."""
    assert history.at("2025-06-01", known="2024-11-27").presidency.holder == "Kazakhstan"
    assert history.at("2025-06-01", known="2024-12-01").presidency.holder == "Kyrgyzstan"


# --- rivals ---


@pytest.mark.parametrize(
    ("office", "day", "rival"),
    [
        pytest.param("presidency", "2007-11-01", "presidency-2007-06-kyrgyzstan-rival", id="2007"),
        pytest.param("presidency", "2015-01-01", "presidency-2014-12-22-tajikistan-rival", id="2014"),
        pytest.param("presidency", "2015-10-01", "presidency-2015-12-21-armenia-rival", id="2015"),
        pytest.param("presidency", "2022-12-01", "presidency-2023-01-01-belarus-rival", id="2022"),
        pytest.param(
            "membership of Georgia", "1994-01-01", "membership-1993-09-09-georgia-joined-rival", id="1993"
        ),
    ],
)
def test_a_rival_claim_comes_with_the_answer(history: History, office: str, day: str, rival: str) -> None:
    """The claim that lost is among the answer's rivals, in the words of why, and in the log."""
    answer = history.office(office).at(day)
    assert rival in {event.id for event in answer.rivals}
    assert rival in answer.why()
    assert rival in {event.id for event in events_of(history)}


def test_of_each_disputed_claim_one_event_counts(history: History) -> None:
    """Of the events that share a claim at least two exist and one counts: the preferred one where one is."""
    winners = [event for event in history.resolved.listed.values() if event.claim]
    assert len({event.claim for event in winners}) == len(winners)
    for winner in winners:
        others = history.resolved.rivals[winner.id]
        assert {other.claim for other in others} == {winner.claim}, winner.id
        assert winner.rank == "preferred" or all(other.rank != "preferred" for other in others), winner.id


# --- every record ---


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_lines_are_canonical(file: Path) -> None:
    """Every shipped line is byte for byte what the codec writes for it."""
    codec = csto_codec()
    lines = file.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    written = [codec.to_line(codec.from_line(line, number)) for number, line in enumerate(lines, 1)]
    assert written == lines


def test_every_event_says_who_says_so(history: History) -> None:
    """Every event has a source, and every source a publisher and one more thing that leads to the page."""
    for event in events_of(history):
        assert event.sources, event.id
        for source in event.sources:
            assert source.publisher.strip(), event.id
            assert source.says or source.title or source.address or source.published.is_date, event.id


def test_ids_are_unique_and_bear_their_date(history: History) -> None:
    """No id stands twice, and each contains the day, month or year on which its event occurred or took effect.

    What became of an announcement bears the announcement's date.
    """
    events = events_of(history)
    assert len({event.id for event in events}) == len(events)
    for event in events:
        if isinstance(event, CoverageDeclared):
            continue  # which is about the log, and says in its id of what
        if isinstance(event, AnnouncementSettled):
            assert event.id == f"{event.announcement}-settled"
            continue
        dates = {re.split("[T?~%]", date_.text)[0].lower() for date_ in (event.occurred, event.effective)}
        assert any(f"-{text}-" in f"-{event.id}-" for text in dates), event.id


def test_every_summit_mentioned_is_in_the_log(history: History) -> None:
    """Where an event names the summit at which it happened, the log has a summit held with that id."""
    mentioned = {event.id: str(getattr(event, "summit", "")) for event in events_of(history)}
    held = {event.id for event in events_of(history) if isinstance(event, SummitHeld)}
    assert {name: summit for name, summit in mentioned.items() if summit and summit not in held} == {}


def test_every_predecessor_is_in_the_log(history: History) -> None:
    """The events named as having come before are events of the log."""
    names = {event.id for event in events_of(history)}
    assert {name for event in events_of(history) for name in event.after} <= names


def test_every_attendance_is_of_a_known_state(history: History) -> None:
    """States at a summit's table, and its host, are among the nine that were party to the Treaty."""
    for summit in history.summits:
        seats = {seat.state for seat in summit.attendance} | {summit.host}
        assert seats - {""} <= STATE_NAMES, summit.id


def test_everybody_in_office_is_in_the_vocabulary(history: History) -> None:
    """Persons of the presidency, the secretariat and the states' leadership stand under their preferred name."""
    for event in events_of(history):
        if re.match("presidency|secretary_general|leader", event.kind):
            for name in ("person", "chairperson"):
                person = getattr(event, name, "")
                assert not person or find_person(person).name == person, event.id


def test_handovers_of_the_presidency_chain(history: History) -> None:
    """Each handover names as predecessor the state that held the presidency on the day before."""
    handovers = list(history.events(PresidencyTransferred))
    assert len(handovers) > 20
    for handover in handovers:
        before = history.presidency.at(day_before(handover.effective))
        assert before.holder == handover.predecessor, handover.id
        assert before.holder is not None or str(before.absence) == "no data", handover.id


def test_a_secretary_general_who_leaves_held_the_office(history: History) -> None:
    """Each secretary general who leaves or is dismissed was the holder on the day before."""
    leaving = [e for e in history.events() if isinstance(e, SecretaryGeneralLeft | SecretaryGeneralDismissed)]
    assert len(leaving) > 5
    for event in leaving:
        assert history.secretary_general.at(day_before(event.effective)).holder == event.person, event.id


def test_a_leader_who_leaves_has_led(history: History) -> None:
    """Each leader who leaves has a tenure that began before, even where others had taken over already."""
    for event in history.events():
        if isinstance(event, LeaderLeft):
            office = history.leaders[event.state]
            assert isinstance(office, OfficeQuestion)
            terms = [term.start.first_ordinal for term in office.tenures if term.holder == event.person]
            assert terms, event.id
            assert min(terms) < event.effective.first_ordinal, event.id


def test_who_takes_office_holds_it(history: History) -> None:
    """Each secretary general and each leader who takes office is the holder at the end of that day."""
    for event in history.events():
        if isinstance(event, SecretaryGeneralTookOffice | LeaderTookOffice) and event.effective.is_exact:
            taken = isinstance(event, LeaderTookOffice)
            office = history.leaders[event.state] if taken else history.secretary_general
            assert office.at(event.effective).holder == event.person, event.id


# --- the laws, on this record ---


@pytest.mark.parametrize("office", OFFICES)
def test_spells_tile_the_years(history: History, office: str) -> None:
    """From 1990 to 2027 the spells of an office follow each other day by day and agree with at on every edge."""
    question = history.office(office)
    spells = question.during("1990/2027")
    expected = date(1990, 1, 1)
    for spell in spells:
        assert spell.spell is not None
        first, last = spell.spell.earliest, spell.spell.latest
        assert first is not None
        assert last is not None
        assert first == expected
        for day in (first, first + timedelta(days=(last - first).days // 2), last):
            assert question.at(day) == spell, (office, day)
        expected = last + timedelta(days=1)
    assert expected == date(2028, 1, 1)


@pytest.mark.parametrize("seed", range(3))
def test_arrival_order_does_not_matter(history: History, seed: int) -> None:
    """The shipped events, shuffled, give equal snapshots."""
    events = events_of(history)
    random.Random(seed).shuffle(events)
    shuffled = History(events)
    assert [shuffled.at(day).to_dict() for day in DAYS] == [history.at(day).to_dict() for day in DAYS]


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("day", DAYS)
def test_reasons_suffice_and_none_is_idle(history: History, office: str, day: str) -> None:
    """Just the events that an answer names give it again, under the same coverage; without any one of them the
    answer is another.
    """
    answer = history.office(office).at(day)
    reasons = [history.log[name].event for name in answer.because]
    covered = history.events(CoverageDeclared)
    assert History([*reasons, *covered]).office(office).at(day) == answer
    for left_out in reasons:
        fewer = [event for event in reasons if event is not left_out]
        assert History([*fewer, *covered]).office(office).at(day) != answer, left_out.id


def test_a_snapshot_has_every_aspect(history: History) -> None:
    """What a snapshot tells as plain data has the keys that the design promises, offices theirs."""
    data = history.at("2015-09-15", known="2020-01-01").to_dict()
    groups = {"members", "suspended", "observers"}
    lists = {"documents", "forces", "operations", "undecided"}
    assert {"at", "known", "recorded", "certain", "leaders", "last_summit", *OFFICES, *groups, *lists} <= set(
        data
    )
    assert (data["at"], data["known"], data["recorded"]) == ("2015-09-15", "2020-01-01", None)
    keys = {"holder", "acting", "start", "end", "certain", "covered", "alternatives", "because"}
    for office in (*(data[name] for name in OFFICES), *data["leaders"].values()):
        assert set(office) - {"absence"} == keys
        assert ("absence" in office) == (office["holder"] is None)


def test_the_shipped_log_is_sealed_to_its_last_byte() -> None:
    """So ``load`` decodes only what is asked for; after lines were added run ``cstotimeline seal --log events``."""
    assert isinstance(load().log, SealedRecords)
