"""Event filters: lists by what fields, dates and sources say."""

from __future__ import annotations

import pickle

import pytest

from cstotimeline import UnknownName, load
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.csto.summits import SummitHeld
from tests.builders import took

HISTORY = load()


def test_conditions_add_up() -> None:
    """Two conditions at once are one after the other, in either order."""
    events = HISTORY.events()
    both = events.where(person="Bordyuzha", place="Moscow")
    assert list(both) == list(events.where(person="Bordyuzha").where(place="Moscow"))
    assert list(both) == list(events.where(place="Moscow").where(person="Bordyuzha"))
    assert 0 < len(both) < len(events.where(place="Moscow"))


def test_a_place_is_that_of_the_event() -> None:
    """Of the summits of each place every one has it in its field, and none that has it is missing."""
    for place in {summit.place for summit in HISTORY.summits} - {""}:
        found = HISTORY.summits.where(place=place)
        assert [one.id for one in found] == [one.id for one in HISTORY.summits if one.place == place]
    assert {one.country for one in HISTORY.summits.where(place="Россия")} == {"Russia"}


def test_a_kind_is_a_name_or_a_class() -> None:
    """A kind is given by its name, by its class, or several at once; one that the list cannot have is refused."""
    events = HISTORY.events()
    assert (
        list(events.where(kind="summit_held")) == list(events.where(kind=SummitHeld)) == list(HISTORY.summits)
    )
    assert len(events.where(kind=["summit_held", "meeting_held"])) == len(HISTORY.summits) + len(
        HISTORY.meetings
    )
    with pytest.raises(UnknownName, match=r"got 'sumit_held'; write one of [0-9]+, such as summit_held"):
        events.where(kind="sumit_held")


def test_a_text_is_looked_for_everywhere() -> None:
    """Words are found in notes and sources too, in other letters as well, but not inside a word."""
    assert len(HISTORY.events().where(text="Бордюжа")) >= len(HISTORY.events().where(person="Бордюжа"))
    timeline = Timeline([took("a", "2020", note="An ambassador comes")])
    assert len(timeline.events().where(text="ambassador")) == 1
    assert len(timeline.events().where(text="nobody")) == 0


def test_counting_knows_what_a_filter_leaves_open() -> None:
    """By place those without one count among the most; by person the most are never known."""
    moscow = HISTORY.summits.where(place="Moscow")
    period = "2020-01-01/2022-12-31"
    fewest, most = moscow.counted(period)
    without = [one for one in HISTORY.summits.during(period) if not one.place]
    assert without
    assert most == fewest + len(without)
    assert HISTORY.summits.where(person="Putin").counted("2015")[1] is None
    assert HISTORY.summits.where(person="Putin").coverage == ()


def test_first_last_and_limits() -> None:
    """The ends of a list, its first few and its last few; none of an empty list."""
    summits = HISTORY.summits
    assert (summits.first, summits.last) == (summits[0], summits[-1])
    assert summits.limit(3) == summits[:3]
    assert summits.limit(-2) == summits[-2:]
    assert summits.where(period="1950").first is None


def test_counts_by() -> None:
    """Events are counted by what they name; by anything else is refused."""
    assert sum(HISTORY.summits.counts("place").values()) == sum(bool(one.place) for one in HISTORY.summits)
    assert dict(HISTORY.summits.counts("kind")) == {"summit_held": len(HISTORY.summits)}
    with pytest.raises(UnknownName, match="events are not counted by this, got 'colour'"):
        HISTORY.summits.counts("colour")


def test_a_filtered_list_is_a_value() -> None:
    """It is equal by content, pickled whole, and filtered under the clocks of its timeline."""
    found = HISTORY.summits.where(place="Moscow")
    assert pickle.loads(pickle.dumps(found)) == found == HISTORY.summits.where(place="Москва")
    assert len(HISTORY.known(by="2000-01-01").summits.where(place="Moscow")) < len(found)
