"""Forks and errors: whatever a thread was in the middle of, a child and the next one to ask get whole answers."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.index.bitemporal import BitemporalIndex
from cstotimeline.core.index.dependencies import DependencyGraph
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing import club
from tests.builders import joined, record, took

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
EVENTS = [joined("ann", "2020-01-01"), joined("bob", "2020-01-02"), joined("cem", "2020-01-03")]
RECORDS = [record(event, position=place) for place, event in enumerate(EVENTS, 1)]


class Halfway:
    """Stops one thread where it is called for the second time, until it may go on."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self.thread: threading.Thread | None = None
        self.calls = 0

    def __call__(self) -> None:
        """Wait, in the thread that is to be stopped."""
        if threading.current_thread() is self.thread:
            self.calls += 1
            if self.calls == 2:
                self.reached.set()
                self.go_on.wait(60)

    def start(self, act: Callable[[], object]) -> None:
        """Start a thread, and wait until it is stopped."""
        self.thread = threading.Thread(target=act)
        self.thread.start()
        assert self.reached.wait(60)


@pytest.fixture
def halfway() -> Iterator[Halfway]:
    """Give what stops a thread, and let that go on in the end."""
    found = Halfway()
    yield found
    found.go_on.set()
    assert found.thread is not None
    found.thread.join()


def count(stop: Callable[[], None], part: str) -> Projection[int]:
    """Return a count that calls ``stop`` where it looks at an event, or where it folds one."""

    def apply(number: int, _: object) -> int:
        if part == "fold":
            stop()
        return number + 1

    def key(_: object) -> str:
        if part == "key":
            stop()
        return "all"

    return Projection(name="count", initial=0, apply=apply, key=key, kinds=(club.MemberJoined,))


def in_child(act: Callable[[], object]) -> str:
    """Return what a forked child gets, as text; "hung" where that is not there in ten seconds."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it is forked while there are threads
        pid = os.fork()
    if not pid:
        try:
            os.write(writing, repr(act()).encode())
        except BaseException as error:
            os.write(writing, repr(error).encode())
        os._exit(0)
    os.close(writing)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if os.waitpid(pid, os.WNOHANG)[0]:
            with os.fdopen(reading, "rb") as told:
                return told.read().decode()
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reading)
    return "hung"


def answers(timeline: Timeline, projection: Projection[int]) -> list[object]:
    """Return what is asked in every way: with reasons, bare, of all keys, and as it was recorded."""
    asked: Any = timeline.ask(projection)
    day, then = "2020-01-02", RECORDS[0].recorded
    answer = asked["all"].at(day)
    return [
        answer.value,
        answer.because,
        asked["all"].value_at("2020-01-03").value,
        asked["all"].value_at(day, recorded=then).value,
        {key: value.value for key, value in asked.value_at(day).items()},
    ]


@FORKS
@pytest.mark.parametrize("way", ["at", "value_at"])
@pytest.mark.parametrize("part", ["key", "fold"])
def test_a_child_that_was_forked_while_a_thread_asks_can_ask(halfway: Halfway, part: str, way: str) -> None:
    """Whether the thread was looking for keys or folding, the child answers, and all of its answers are whole."""
    expected = answers(Timeline(RECORDS), count(lambda: None, part))
    projection = count(halfway, part)
    timeline = Timeline(RECORDS, [projection])
    asked: Any = timeline.ask(projection)
    halfway.start(lambda: getattr(asked["all"], way)("2020-01-02"))
    assert in_child(lambda: answers(timeline, projection)) == repr(expected)


@FORKS
def test_a_child_that_was_forked_while_a_key_got_facts_folds_that_key(
    halfway: Halfway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fact is half added: the child looks up none of the key, and gets what the fold says of both lengths."""
    add = BitemporalIndex.add

    def stopped(self: BitemporalIndex[Any, Any], key: str, day: int, *rest: Any) -> None:
        days = self._columns[key].chunks[0].days
        days.append(day)  # which has no value yet
        halfway()
        halfway()
        days.pop()
        add(self, key, day, *rest)

    monkeypatch.setattr(BitemporalIndex, "add", stopped)
    events = [took("ann", "2020-01-01"), took("bob", "2020-01-05"), took("cem", "2020-01-03")]
    records = [record(event, position=place) for place, event in enumerate(events, 1)]
    shorter = club.timeline(records[:1])
    assert shorter["steward"].value_at("2020-02-01").value.holder == "Ann"
    longer = shorter.extended(records[1:])
    halfway.start(lambda: longer["steward"].value_at("2020-02-01"))

    def asked() -> list[str]:
        days = ("2020-02-01", "2020-01-04", "2020-01-02")
        return [
            one["steward"].value_at(day, **clocks).value.holder
            for one in (shorter, longer)
            for day in days
            for clocks in ({}, {"recorded": records[0].recorded})
        ]

    assert in_child(asked) == repr([*["Ann"] * 6, "Bob", "Bob", "Cem", "Cem", "Ann", "Ann"])


@FORKS
def test_a_child_that_was_forked_while_the_log_grew_has_the_log_of_before(
    halfway: Halfway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It makes the log longer in its own way, and sees nothing of what the parent was adding."""
    grow = DependencyGraph.grow

    def stopped(self: DependencyGraph, events: Any) -> None:
        halfway()
        halfway()
        grow(self, events)

    monkeypatch.setattr(DependencyGraph, "grow", stopped)
    projection = count(lambda: None, "key")
    timeline = Timeline(RECORDS[:1], [projection])
    halfway.start(lambda: timeline.extended(RECORDS[1:]))
    other = record(joined("dan", "2020-01-02"), position=2, recorded=RECORDS[0].recorded.add(hours=1))

    def asked() -> list[object]:
        shorter: Any = timeline.ask(projection)
        before = shorter["all"].value_at("2020-01-03", recorded=other.recorded)
        longer: Any = timeline.extended([other]).ask(projection)
        seen = [longer["all"].value_at("2020-01-03", recorded=one.recorded) for one in (RECORDS[0], other)]
        return [before.value, *(one.value for one in seen), longer["all"].at("2020-01-03").because]

    assert in_child(asked) == repr([1, 1, 2, ("ann", "dan")])


@pytest.mark.parametrize("part", ["key", "fold"])
def test_an_error_leaves_nothing_half_made(part: str) -> None:
    """Where a projection fails once in the middle, as when it is interrupted, asking again gives whole answers."""
    calls: list[int] = []

    def failing() -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt

    projection = count(failing, part)
    timeline = Timeline(RECORDS, [projection])
    with pytest.raises(KeyboardInterrupt):
        answers(timeline, projection)
    assert answers(timeline, projection) == answers(Timeline(RECORDS), count(lambda: None, part))
