"""Promise 7: expected is not happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.errors import EventError, LogError
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced, Outcome
from cstotimeline.core.events.event import Event
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing import club
from tests.builders import PAGE, announced, settled, took

DAYS = tuple(f"2020-01-0{day}" for day in range(1, 8))
OUTCOMES = get_args(Outcome)


def expected(name: str, made: str, day: str, person: str) -> EventAnnounced:
    """Return the announcement ``name``, made on a day, that a person becomes steward on another."""
    return announced(name, took(name, day, holder=person), made)


def ended(name: str, day: str, outcome: Outcome) -> AnnouncementSettled:
    """Return what became of an announcement."""
    by = ("e0",) if outcome in ("fulfilled", "in part", "changed") else ()
    return settled(f"{name}-settled", name, day, outcome=outcome, by=by)


@attrs.frozen
class Story:
    """What happened, what was announced, what became of it."""

    happened: tuple[club.StewardTook, ...]
    announced: tuple[EventAnnounced, ...]
    settled: tuple[AnnouncementSettled, ...]

    @property
    def events(self) -> list[Event]:
        """Return all of it."""
        return [*self.happened, *self.announced, *self.settled]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Build stories on a few days: announcements with any date, some of them settled on any later day."""
    people = st.sampled_from(["Ann", "Bob", "Cem"])
    days = st.sampled_from(DAYS)
    happened = [took(f"e{n}", draw(days), holder=draw(people)) for n in range(draw(st.integers(1, 3)))]
    made = [expected(f"a{n}", draw(days), draw(days), draw(people)) for n in range(draw(st.integers(0, 3)))]
    ends = [ended(a.id, draw(days), draw(st.sampled_from(OUTCOMES))) for a in made if draw(st.booleans())]
    return Story(tuple(happened), tuple(made), tuple(ends))


def believed(story: Story, day: str, known: str, *, expecting: bool) -> str | None:
    """Return who is steward, by a fold that shares nothing with the engine."""
    open_ = {
        a.id: a.expects
        for a in story.announced
        if a.occurred.text <= known
        and not any(s.announcement == a.id and s.occurred.text <= known for s in story.settled)
    }
    counting: list[tuple[str, str, str]] = [
        (e.occurred.text, e.id, e.holder) for e in story.happened if e.occurred.text <= known
    ]
    if expecting:
        counting += [
            (e.occurred.text, n, e.holder) for n, e in open_.items() if isinstance(e, club.StewardTook)
        ]
    held = [person for when, _, person in sorted(counting) if when <= day]
    return held[-1] if held else None


@given(stories(), st.sampled_from(DAYS))
def test_announcements_never_change_the_state(story: Story, day: str) -> None:
    """Announcements and what became of them leave every answer as it is without them."""
    with_them = Timeline(story.events, [club.STEWARD])["steward"]
    without = Timeline(story.happened, [club.STEWARD])["steward"]
    assert with_them.at(day) == without.at(day)


@given(stories(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_expecting_folds_what_was_open(story: Story, day: str, known: str) -> None:
    """What was expected on a day is the fold of what had happened and of what was announced and not settled."""
    seen = Timeline(story.events, [club.STEWARD]).known(by=known)
    assert seen["steward"].at(day).holder == believed(story, day, known, expecting=False)
    assert seen.expecting()["steward"].at(day).holder == believed(story, day, known, expecting=True)


@given(stories(), st.sampled_from(DAYS))
def test_expected_lists_the_open_announcements(story: Story, day: str) -> None:
    """A snapshot lists just the announcements made by then that nothing had settled by then."""
    listed = {one.id for one in Timeline(story.events, [club.STEWARD]).at(day).expected}
    ended = {s.announcement for s in story.settled if s.occurred.text <= day}
    assert listed == {a.id for a in story.announced if a.occurred.text <= day} - ended


@given(stories(), st.sampled_from(DAYS))
def test_an_open_expectation_is_overdue_from_its_day_on(story: Story, day: str) -> None:
    """An expectation is overdue exactly when its last day has come and nothing settled it."""
    for one in Timeline(story.events, [club.STEWARD]).at(day).expected:
        assert (one.status == "overdue") == (one.expects.effective.text <= day)


@given(stories(), st.sampled_from(DAYS))
def test_reasons_hold_for_expectations(story: Story, day: str) -> None:
    """The events behind an expected answer give it alone, and without any one of them it is another."""
    timeline = Timeline(story.events, [club.STEWARD]).expecting()
    answer = timeline["steward"].at(day)
    behind = answer.because

    def answered(names: Sequence[str]) -> object:
        chosen = [event for event in story.events if event.id in names]
        chosen = [
            event
            for event in chosen
            if not isinstance(event, AnnouncementSettled) or event.announcement in names
        ]
        return Timeline(chosen, [club.STEWARD]).expecting()["steward"].at(day)

    assert answered(behind) == answer
    for name in behind:
        assert answered([other for other in behind if other != name]) != answer


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_linked(outcome: Outcome) -> None:
    """What became of an announcement can be asked for by its id, whatever it was."""
    story = [took("e0", "2020-01-05", holder="Ann"), expected("a", "2020-01-01", "2020-01-05", "Ann")]
    timeline = Timeline([*story, ended("a", "2020-01-05", outcome)], [club.STEWARD])
    found = timeline.outcome("a")
    assert found is not None
    assert found.outcome == outcome
    assert timeline.known(by="2020-01-04").outcome("a") is None


def test_settling_no_announcement_is_refused_at_append() -> None:
    """A settlement of something that is no announcement is not appended."""
    log = MemoryLog()
    log.append(took("e0", "2020-01-05", holder="Ann"))
    with pytest.raises(LogError, match="no announcement with this id, got 'e0'"):
        log.append(ended("e0", "2020-01-06", "cancelled"))
    assert len(log) == 1


def test_a_fulfilled_expectation_names_what_came() -> None:
    """An expectation is not fulfilled by nothing."""
    with pytest.raises(EventError, match="names the event that came"):
        attrs.evolve(ended("a", "2020-01-05", "fulfilled"), by=())


def test_an_expectation_is_of_the_world() -> None:
    """An announcement of an announcement, or of an event with another id, is refused."""
    inner = expected("a", "2020-01-01", "2020-01-05", "Ann")
    with pytest.raises(EventError, match="expected an event about the world"):
        EventAnnounced(id="a", occurred=inner.occurred, expects=inner, sources=PAGE)
    with pytest.raises(EventError, match="expected the announcement's own id, b"):
        EventAnnounced(id="b", occurred=inner.occurred, expects=inner.expects, sources=PAGE)


def test_expectations_come_in_the_order_of_their_dates() -> None:
    """What is expected first is listed first, whatever the order of the announcements and their ids."""
    made = [expected(f"a{n}", "2020-01-01", day, "Ann") for n, day in enumerate(DAYS[::-1])]
    listed = [one.expects.effective.text for one in Timeline(made, [club.STEWARD]).at("2020-01-01").expected]
    assert listed == sorted(DAYS)


def test_an_expectation_as_data_tells_how_it_stands() -> None:
    """As plain data an expectation has its dates, its wording, its status and the events behind it."""
    story = [took("e0", "2020-01-05", holder="Ann"), expected("a", "2020-01-01", "2020-01-03", "Ann")]
    (open_,) = Timeline(story, [club.STEWARD]).at("2020-01-04").expected
    assert open_.to_dict() == {
        "id": "a",
        "announced": "2020-01-01",
        "wording": "expected",
        "expects": "steward_took",
        "title": "Ann becomes steward",
        "date": "2020-01-03",
        "status": "overdue",
        "certain": True,
        "alternatives": [],
        "because": ["a"],
    }
