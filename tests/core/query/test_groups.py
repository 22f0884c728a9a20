"""Groups: who belongs to one on a day or during a period, and of whom that is undecided."""

from __future__ import annotations

import pendulum

from cstotimeline.core.fold.office import Absence, NoHolder, office
from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.testing import club
from tests.builders import joined, limited, record, took


def test_a_group_is_a_collection_of_names() -> None:
    """It knows its names and how many they are, asks about one of them, and is plain data."""
    timeline = club.timeline([joined("mia", "2019"), joined("ann", "2020-06"), joined("bob", "2021")])
    members = club.members(timeline)
    group = members.at("2020-06-15")
    assert ("Mia" in group, "Ann" in group, len(group), bool(group)) == (True, False, 1, True)
    assert group.to_dict() == {
        "names": ["Mia"],
        "undecided": ["Ann"],
        "certain": False,
        "covered": True,
        "because": ["mia", "ann"],
    }
    assert members.of("Ann").at("2020-07-01").holder == "member"
    assert group.why().startswith("members: Mia: member joined in 2019 [1]")


def test_a_group_is_asked_under_other_clocks_and_at_instants() -> None:
    """Who was known to be a member by a day, who was recorded to be one, and who was one at a second."""
    events = [joined("ann", "2019"), joined("bob", "2020-06-01T12:00:00Z")]
    records = [
        record(event, position=n, recorded=pendulum.datetime(2021, n, 1)) for n, event in enumerate(events, 1)
    ]
    members = club.members(club.timeline(records))
    assert members.at("2022-01-01").names == ("Ann", "Bob")
    assert members.at("2022-01-01", known="2020-01-01").names == ("Ann",)
    assert members.at("2022-01-01", recorded="2021-01-15").names == ("Ann",)
    assert members.at("2020-06-01T11:59:59Z").names == ("Ann",)
    assert members.at("2020-06-01T12:00:00Z").names == ("Ann", "Bob")


def test_a_group_of_too_many_coarse_dates_is_undecided() -> None:
    """A name whose dates are too many to follow is undecided, and the answer says that it gave up."""
    events = [
        joined("a", "2020", member="Ann"),
        joined("b", "2020", member="Ann", after=("a",)),
        joined("bob", "2019-01-01"),
    ]
    with limited(max_walks=0):
        group = club.members(club.timeline(events)).at("2020-06-01")
    assert (group.names, group.undecided, group.certain, group.gave_up) == (("Bob",), ("Ann",), False, True)


def test_a_group_has_spells_in_the_order_of_time() -> None:
    """Its spells end wherever a name joins or leaves, decades apart, and each begins where the one before it ends."""
    events = [joined(f"m{n}", f"{1900 + 13 * n}-01-01") for n in range(9)]
    members = club.members(club.timeline(events))
    spells = members.during("1890/2020")
    assert [len(group) for group in spells] == list(range(10))
    assert [str(group.spell)[:10] for group in spells] == [
        "1890-01-01",
        *(f"{1900 + 13 * n}-01-01" for n in range(9)),
    ]
    assert (members.at("1950-05-05").spell or Period("1900")).contains("1950-05-05") == "surely"


def test_a_group_is_undecided_about_candidates() -> None:
    """A name that may belong all the same is undecided; one that may have another status is not."""
    steps = {"a": ("member",), "b": ("guest",), "c": ()}
    standing = office(
        "standing",
        lambda event: NoHolder(Absence.VACANT, steps[event.id]),
        key=lambda event: event.id,
    )
    timeline = Timeline([took(name, "2020-01-01") for name in steps], [standing])
    group = GroupQuestion(timeline.scope, standing, ("member",), "members").at("2020-06-01")
    assert (group.names, group.undecided, group.certain) == ((), ("a",), False)


def test_names_are_sorted_whatever_the_ids() -> None:
    """Keys, names and undecided names are sorted by their text, not by the ids of the events about them."""
    dates = {"d": "2020-01-01", "c": "2020-01-01", "b": "2020-06", "a": "2020-06"}
    events = [
        joined("dcba"[n], when, member=f"M{name}") for n, (name, when) in enumerate(sorted(dates.items()))
    ]
    group = club.members(club.timeline(events)).at("2020-06-15")
    assert (group.names, group.undecided) == (("Mc", "Md"), ("Ma", "Mb"))
    assert [*club.timeline(events)["standing"]] == ["Ma", "Mb", "Mc", "Md"]
