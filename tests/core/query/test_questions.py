"""Questions: states, keys and groups, asked on a day or during a period."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pendulum
import pytest

from cstotimeline.core.errors import UnknownName
from cstotimeline.core.fold import possible_states as doubt
from cstotimeline.core.fold.office import Absence, NoHolder, TakesOffice, office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.testing import club
from tests.laws.helpers import PAGE, took


def joined(member: str, when: str, **fields: Any) -> club.MemberJoined:
    """Return the event by which a member of that name joins."""
    given: dict[str, Any] = {"id": member.lower(), "sources": PAGE, **fields}
    return club.MemberJoined(occurred=PartialDate.parse(when), member=member, **given)


MOTIONS = [
    club.MotionCarried(id=f"m{n}", occurred=PartialDate.parse(when), motion=f"m{n}", sources=PAGE)
    for n, when in enumerate(("2020-01-10", "2020-01-20", "2020-01-30"))
]


@pytest.mark.parametrize(
    ("period", "spells"),
    [
        ("2020-01-15/..", ["2020-01-15/2020-01-19", "2020-01-20/2020-01-29", "2020-01-30/.."]),
        ("2020-02-01/..", ["2020-02-01/.."]),
        ("../2020-01-20", ["../2020-01-09", "2020-01-10/2020-01-19", "2020-01-20"]),
        ("../2019-06-01", ["../2019-06-01"]),
        ("2020-01-10", ["2020-01-10"]),
        ("2020-01-10/2020-01-20", ["2020-01-10/2020-01-19", "2020-01-20"]),
    ],
)
def test_spells_end_with_the_period(period: str, spells: list[str]) -> None:
    """An open period begins before the first event and goes on after the last; a spell of one day is that day."""
    timeline = Timeline(MOTIONS, [club.MOTIONS])
    found = timeline["motions"].during(period)
    assert [str(answer.spell) for answer in found] == spells
    assert [answer.value for answer in found] == [
        timeline["motions"].at(str(answer.spell).split("/")[0].replace("..", "2000-01-01")).value
        for answer in found
    ]


def test_a_history_without_events_has_one_spell() -> None:
    """Nothing that happens leaves one spell, as long as the period."""
    timeline = Timeline([], [club.MOTIONS])
    for period in ("2020", "2020/..", "../2020"):
        (only,) = timeline["motions"].during(period)
        assert (
            str(only.spell)
            == {"2020": "2020-01-01/2020-12-31", "2020/..": "2020-01-01/..", "../2020": "../2020-12-31"}[
                period
            ]
        )


def test_the_first_days_of_the_calendar_can_be_asked_for() -> None:
    """An event of the first day there is leaves no day before it: an open period begins with it."""
    (only,) = Timeline([took("a", "0001-01-01")], [club.JOINED, club.STEWARD])["steward"].during("../2020")
    assert (only.holder, str(only.spell)) == ("A", "../2020-12-31")


def test_a_state_of_too_many_coarse_dates_is_open_and_rests_on_all() -> None:
    """Where the walks are given up there are no alternatives, no certainty, and all events are reasons."""
    minutes = [joined("Ann", "2020"), joined("Bob", "2020"), joined("Cem", "2021")]
    with patch.object(doubt, "MAX_WALKS", 0):
        answer = Timeline(minutes, [club.MINUTES])["minutes"].at("2020-06-01")
        assert (answer.value, answer.certain, answer.alternatives) == ((), False, ())
        assert answer.because == ("ann", "bob", "cem")
    answer = Timeline(minutes, [club.MINUTES])["minutes"].at("2020-06-01")
    assert answer.because == ("ann", "bob")


def test_keys_are_a_mapping_in_the_order_of_their_text() -> None:
    """Keys are counted, listed and asked as a mapping's; one that is not there is answered by those that are."""
    asked = Timeline([joined("Mia", "2020"), joined("Ann", "2020"), joined("10", "2020")], [club.STANDING])
    standing = asked["standing"]
    assert (standing.keys, len(standing), list(standing)) == (("10", "Ann", "Mia"), 3, ["10", "Ann", "Mia"])
    assert list(standing.at("2021-01-01")) == ["10", "Ann", "Mia"]
    with pytest.raises(
        UnknownName, match=r"^standing: no such name, got 'Bob'; ask for one of 10, Ann, Mia$"
    ):
        standing["Bob"]
    with pytest.raises(UnknownName, match=r"ask for one of none$"):
        Timeline([], [club.STANDING])["standing"]["Bob"]


def test_keys_of_several_kinds_are_sorted_by_their_text() -> None:
    """Numbers and texts may be keys of one projection."""
    mixed: Projection[int] = Projection(
        name="mixed", initial=0, apply=lambda n, _: n + 1, key=lambda e: int(e.id) if e.id.isdigit() else e.id
    )
    timeline = Timeline([joined("a", "2020"), joined("9", "2020"), joined("10", "2020")], [mixed])
    assert timeline["mixed"].keys == (10, 9, "a")


def test_keys_are_asked_under_other_clocks() -> None:
    """Both other clocks can be turned for all keys at once."""
    events = [joined("Ann", "2019"), joined("Bob", "2020-06-01")]
    records = [
        Record(position=n, recorded=pendulum.datetime(2021, n, 1), event=event)
        for n, event in enumerate(events, 1)
    ]
    standing = Timeline(records, [club.STANDING])["standing"]
    for clocks in ({"known": "2020-01-01"}, {"recorded": "2021-01-15"}):
        answers = standing.at("2022-01-01", **clocks)
        assert [key for key, answer in answers.items() if answer.holder] == ["Ann"]


def test_a_group_is_a_set_of_names() -> None:
    """It knows its names and how many they are, asks about one of them, and is plain data."""
    timeline = club.timeline([joined("Mia", "2019"), joined("Ann", "2020-06"), joined("Bob", "2021")])
    members = club.members(timeline)
    group = members.at("2020-06-15")
    assert ("Mia" in group, "Ann" in group, len(group), bool(group)) == (True, False, 1, True)
    assert group.to_dict() == {
        "names": ["Mia"],
        "open": ["Ann"],
        "certain": False,
        "because": ["mia", "ann"],
    }
    assert members.of("Ann").at("2020-07-01").holder == "member"
    assert group.why().startswith("members: Mia: member joined in 2019 [1]")


def test_a_group_is_asked_under_other_clocks_and_at_instants() -> None:
    """Who was known to be a member by a day, who was recorded to be one, and who was one at a second."""
    events = [joined("Ann", "2019"), joined("Bob", "2020-06-01T12:00:00Z")]
    records = [
        Record(position=n, recorded=pendulum.datetime(2021, n, 1), event=event)
        for n, event in enumerate(events, 1)
    ]
    members = club.members(club.timeline(records))
    assert members.at("2022-01-01").names == ("Ann", "Bob")
    assert members.at("2022-01-01", known="2020-01-01").names == ("Ann",)
    assert members.at("2022-01-01", recorded="2021-01-15").names == ("Ann",)
    assert members.at("2020-06-01T11:59:59Z").names == ("Ann",)
    assert members.at("2020-06-01T12:00:00Z").names == ("Ann", "Bob")


def test_a_group_of_too_many_coarse_dates_is_open() -> None:
    """A name whose dates are too many to follow is open, and so is one that nothing tells about."""
    events = [joined("Ann", "2020", id="a"), joined("Ann", "2020", id="b"), joined("Bob", "2019-01-01")]
    with patch.object(doubt, "MAX_WALKS", 0):
        group = club.members(club.timeline(events)).at("2020-06-01")
    assert (group.names, group.open, group.certain) == (("Bob",), ("Ann",), False)


def test_a_group_has_spells_in_the_order_of_time() -> None:
    """Its spells end wherever a name joins or leaves, decades apart, and each begins where the one before it ends."""
    events = [joined(f"M{n}", f"{1900 + 13 * n}-01-01") for n in range(9)]
    members = club.members(club.timeline(events))
    spells = members.during("1890/2020")
    assert [len(group) for group in spells] == list(range(10))
    assert [str(group.spell)[:10] for group in spells] == [
        "1890-01-01",
        *(f"{1900 + 13 * n}-01-01" for n in range(9)),
    ]
    assert (members.at("1950-05-05").spell or Period("1900")).contains("1950-05-05") == "surely"


def test_a_group_is_open_about_candidates() -> None:
    """A name that may stand so all the same is open; one that may stand in another way is not."""
    steps = {"a": ("member",), "b": ("guest",), "c": ()}
    standing = office(
        "standing",
        lambda event: NoHolder(Absence.VACANT, steps[event.id]),
        key=lambda event: event.id,
    )
    timeline = Timeline([took(name, "2020-01-01") for name in steps], [standing])
    group = GroupQuestion(timeline, standing, ("member",), "members").at("2020-06-01")
    assert (group.names, group.open, group.certain) == ((), ("a",), False)


def test_what_changes_no_office_leaves_it() -> None:
    """An event that means no step leaves the holder, and is no reason."""
    post = office("post", lambda event: TakesOffice("Ann") if event.id == "a" else None)
    answer = Timeline([took("a", "2020-01-01"), took("b", "2020-02-01")], [post])["post"].at("2020-03-01")
    assert (answer.holder, str(answer.start), str(answer.end), answer.because) == (
        "Ann",
        "2020-01-01",
        "..",
        ("a",),
    )


def test_after_too_many_coarse_dates_all_is_open() -> None:
    """What comes after a cluster that was given up is open as well, coarse or not."""
    events = [
        joined("Ann", "2018"),
        joined("Bob", "2018"),
        joined("Cem", "2019"),
        joined("Dan", "2020-01-01"),
    ]
    with patch.object(doubt, "MAX_WALKS", 0):
        asked = Timeline(events, [club.MINUTES])["minutes"]
        for day in ("2018-06-01", "2019-01-01", "2019-06-01", "2019-12-31", "2021-01-01"):
            assert (asked.at(day).certain, asked.at(day).alternatives) == (False, ())
        assert asked.at("2017-12-31").certain


def test_names_are_sorted_whatever_the_ids() -> None:
    """Keys, names and open names stand by their text, not by the ids of the events that tell of them."""
    dates = {"d": "2020-01-01", "c": "2020-01-01", "b": "2020-06", "a": "2020-06"}
    events = [joined(f"M{name}", when, id="dcba"[n]) for n, (name, when) in enumerate(sorted(dates.items()))]
    group = club.members(club.timeline(events)).at("2020-06-15")
    assert (group.names, group.open) == (("Mc", "Md"), ("Ma", "Mb"))
    assert club.timeline(events)["standing"].keys == ("Ma", "Mb", "Mc", "Md")
