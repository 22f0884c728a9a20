"""Promise 5: corrections and retractions are linked events; nothing is ever edited."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.errors import LogError
from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.event import Event, field_names
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing import club
from cstotimeline.testing.oracle import counting, standing
from cstotimeline.testing.small_worlds import histories, questions
from tests.builders import corrected, every_answer, retracted, took, without_loose_ends

LATER = "2020-06-01"
HISTORIES = histories(least=1, amendments=2)


@given(histories(least=1, amendments=6))
def test_what_stands_is_what_a_second_reading_finds(events: tuple[Event, ...]) -> None:
    """Through corrections of corrections, retractions of retractions and both mixed, the same events stand."""
    world = ResolvedEvents(events)
    assert dict(world.events) == counting(events)
    assert set(world.events) | {r.id for lost in world.rivals.values() for r in lost} == set(standing(events))


@given(data=st.data(), events=HISTORIES)
def test_after_a_retraction_it_is_as_if_never_appended(
    data: st.DataObject, events: tuple[Event, ...]
) -> None:
    """Any event withdrawn, corrections and retractions among them, leaves the answers of a log without it."""
    target = data.draw(st.sampled_from(events))
    with_retraction = [*events, retracted("later", LATER, target.id)]
    without = without_loose_ends([event for event in events if event is not target])
    assert every_answer(club.timeline(with_retraction)) == every_answer(club.timeline(without))


@given(data=st.data(), events=HISTORIES)
def test_before_a_retraction_the_error_is_still_there(data: st.DataObject, events: tuple[Event, ...]) -> None:
    """Asked with ``known`` before the retraction, or ``recorded`` before it, the answers are those with the error."""
    target = data.draw(st.sampled_from(events))
    log = MemoryLog()
    log.append(*events, recorded=pendulum.datetime(2026, 1, 1))
    log.append(retracted("later", LATER, target.id), recorded=pendulum.datetime(2026, 1, 2))
    timeline = club.timeline(log.read())
    before = every_answer(club.timeline(events).known(by="2020-05-31"))
    assert every_answer(timeline.known(by="2020-05-31")) == before
    assert every_answer(timeline.recorded(by="2026-01-01")) == every_answer(club.timeline(events))


@given(data=st.data(), events=histories(least=1))
def test_a_correction_replaces_what_was_said(data: st.DataObject, events: tuple[Event, ...]) -> None:
    """A corrected event answers as the replacement would have, had it been appended at first."""
    wrong = data.draw(st.sampled_from(events))
    right = data.draw(
        histories(least=1, most=1, after=False).map(lambda drawn: attrs.evolve(drawn[0], id=wrong.id))
    )
    timeline = club.timeline([*events, corrected("later", LATER, right)])
    replaced = [right if event is wrong else event for event in events]
    assert every_answer(timeline) == every_answer(club.timeline(replaced))
    assert every_answer(timeline.known(by="2020-05-31")) == every_answer(
        club.timeline(events).known(by="2020-05-31")
    )


WRONG = took("e", "2020-01-10", holder="Ann", zone="Asia/Dushanbe", claim="c", note="n")
FIELDS: dict[str, Any] = {
    "occurred": PartialDate.parse("2020-01-09"),
    "effective": PartialDate.parse("2020-01-3X~"),
    "disclosed": PartialDate.parse("2020-02-01"),
    "after": ("other",),
    "claim": "d",
    "rank": "preferred",
    "zone": "Europe/Moscow",
    "note": "m",
    "holder": "Bob",
    "acting": True,
    "attested": True,
    "predecessor": "Cem",
    "sources": attrs.evolve(WRONG.sources[0], publisher="another page"),
}


@pytest.mark.parametrize("field", [name for name in field_names(type(WRONG)) if name != "id"])
def test_every_field_can_be_corrected(field: str) -> None:
    """After the correction of a field the event says the new value there and all else as before."""
    value = (FIELDS[field],) if field == "sources" else FIELDS[field]
    changes: dict[str, Any] = {field: value} | ({"effective": WRONG.effective} if field == "occurred" else {})
    right = attrs.evolve(WRONG, **changes)
    assert right != WRONG
    assert ResolvedEvents([WRONG, corrected("c", "2020-02-01", right)]).events["e"] == right


def test_a_start_corrected_by_a_day_is_told_both_ways() -> None:
    """The start moves by a day, and before the correction was known it is where it was: no overlap, no gap."""
    events = [took("ann", "2020-01-10"), corrected("c", "2020-02-01", took("ann", "2020-01-11"))]
    asked = club.timeline(events)["steward"]
    assert asked.at("2020-01-10").label == "no data"
    assert asked.at("2020-01-10", known="2020-01-31").holder == "Ann"
    assert [tenure.start.text for tenure in asked.tenures] == ["2020-01-11"]


def test_a_kind_can_be_corrected() -> None:
    """What was taken for a steward's taking office may turn out to have been a member's joining."""
    joined = club.MemberJoined(id="e", occurred=WRONG.occurred, sources=WRONG.sources, member="Ann")
    timeline = club.timeline([WRONG, corrected("c", "2020-02-01", joined)])
    assert timeline["steward"].at("2020-02-01").label == "no data"
    assert club.members(timeline).at("2020-02-01").names == ("Ann",)


FIRST = corrected("c1", "2020-02-01", took("e", "2020-01-11", holder="Bob"))
SECOND = corrected("c2", "2020-02-02", took("e", "2020-01-12", holder="Cem"))
OF_FIRST = corrected("c3", "2020-02-03", took("e", "2020-01-13", holder="Dan"), target="c1")
CHAINS: dict[str, tuple[list[Event], str]] = {
    "the later correction": ([FIRST, SECOND], "Cem"),
    "of one day the higher id": (
        [FIRST, attrs.evolve(SECOND, occurred=FIRST.occurred, effective=FIRST.effective)],
        "Cem",
    ),
    "a mark on the day changes nothing": (
        [attrs.evolve(FIRST, occurred=PartialDate.parse("2020-02-02?")), SECOND],
        "Cem",
    ),
    "a correction of a correction": ([FIRST, OF_FIRST], "Dan"),
    "a later correction of the event before one of its correction": ([FIRST, OF_FIRST, SECOND], "Cem"),
    "the earlier one where the later is withdrawn": ([FIRST, SECOND, retracted("r", LATER, "c2")], "Bob"),
    "the error where its correction is withdrawn": ([FIRST, retracted("r", LATER, "c1")], "Ann"),
    "the correction where its correction is withdrawn": (
        [FIRST, OF_FIRST, retracted("r", LATER, "c3")],
        "Bob",
    ),
    "nobody where the event is withdrawn": ([FIRST, retracted("r", LATER, "e")], "no data"),
    "the event where its withdrawal is withdrawn": (
        [retracted("r", LATER, "e"), retracted("rr", LATER, "r")],
        "Ann",
    ),
    "nobody where that is withdrawn as well": (
        [retracted("r", LATER, "e"), retracted("rr", LATER, "r"), retracted("rrr", LATER, "rr")],
        "no data",
    ),
}


@pytest.mark.parametrize(("about", "label"), CHAINS.values(), ids=CHAINS.keys())
def test_chains(about: list[Event], label: str) -> None:
    """What stands after several corrections and retractions is what the table says, in either order."""
    wrong = took("e", "2020-01-10", holder="Ann")
    for events in ([wrong, *about], [*reversed(about), wrong]):
        assert club.timeline(events)["steward"].at("2020-12-31").label == label


@given(histories(least=1, most=3, amendments=3), questions())
def test_the_past_does_not_change_with_what_comes_later(events: tuple[Event, ...], known: date) -> None:
    """What was known by a day is the same whether or not the log has since grown by later corrections."""
    later = [corrected(f"later-{n}", LATER, took(event.id, "2020-01-30")) for n, event in enumerate(events)]
    allowed = [c for c in later if not isinstance(_root(c.target, events), EventCorrected | EventRetracted)]
    grown = club.timeline([*events, *allowed]).known(by=known)
    assert every_answer(grown, [known]) == every_answer(club.timeline(events).known(by=known), [known])


def _root(name: str, events: tuple[Event, ...]) -> Event:
    return next(event for event in events if event.id == name)


def test_thousands_of_corrections_in_a_chain() -> None:
    """A chain of ten thousand corrections, each of the one before, ends with the last; so do retractions."""
    events: list[Event] = [took("e", "2020-01-10")]
    for n in range(10_000):
        events.append(
            corrected(f"c{n}", "2020-02-01", took("e", "2020-01-11", holder=f"h{n}"), target=events[-1].id)
        )
    assert club.timeline(events)["steward"].at("2020-03-01").holder == "h9999"
    withdrawn: list[Event] = [took("e", "2020-01-10")]
    for n in range(10_001):
        withdrawn.append(retracted(f"r{n}", "2020-02-01", withdrawn[-1].id))
    assert club.timeline(withdrawn)["steward"].at("2020-03-01").label == "no data"


BAD_LINKS: dict[str, tuple[list[Event], str]] = {
    "unknown": ([retracted("r", LATER, "nothing")], "r target: no event with this id, got 'nothing'"),
    "circle": (
        [retracted("r", LATER, "s"), retracted("s", LATER, "r")],
        "r target: targets go round in a circle",
    ),
    "another id": (
        [took("e", "2020"), corrected("c", LATER, took("f", "2020"), target="e")],
        "c replacement.id: expected the id of the event it replaces, e, got 'f'",
    ),
}


@pytest.mark.parametrize(("events", "message"), BAD_LINKS.values(), ids=BAD_LINKS.keys())
def test_links_that_lead_nowhere_are_refused(events: list[Event], message: str) -> None:
    """A log and a timeline refuse them with the event's id and the rule, and the log stays as it was."""
    log = MemoryLog()
    with pytest.raises(LogError, match=message.replace("(", r"\(")):
        log.append(*events)
    assert len(log) == 0
    with pytest.raises(LogError, match=message):
        club.timeline(events)
