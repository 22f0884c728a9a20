"""Pauses of the garbage collector: entered again and by several threads, they leave everything as it was found."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from cstotimeline.core.index.gc_guard import BULK, PAUSE, gc_paused
from cstotimeline.core.log.records import Record
from cstotimeline.stores.base import Store
from cstotimeline.stores.jsonl_log import JsonlLog
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.stores.sqlite import SqliteLog
from tests.core.codec.test_codec import CODEC, GOLDEN


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[tuple[int, int, int]]:
    """Set thresholds of our own for a test, and put back what was there."""
    before, is_on = gc.get_threshold(), gc.isenabled()
    gc.set_threshold(900, 8, 7)
    yield gc.get_threshold()
    gc.set_threshold(*before)
    (gc.enable if is_on else gc.disable)()


def test_nothing_is_collected_in_a_pause_and_as_before_after_it(thresholds: tuple[int, int, int]) -> None:
    """Inside, the first threshold is one that nothing reaches; afterwards all three are what they were."""
    with gc_paused():
        assert gc.get_threshold()[0] == 0
    assert gc.get_threshold() == thresholds


def test_a_pause_may_be_entered_again(thresholds: tuple[int, int, int]) -> None:
    """The inner end ends nothing, the outer one does."""
    with gc_paused():
        with gc_paused():
            pass
        assert gc.get_threshold()[0] == 0
    assert gc.get_threshold() == thresholds


def test_few_values_are_no_bulk_load(thresholds: tuple[int, int, int]) -> None:
    """While less than a thousand values are built, nothing is suspended."""
    with gc_paused(BULK - 1):
        assert gc.get_threshold() == thresholds
    with gc_paused(BULK):
        assert gc.get_threshold()[0] == 0


def test_an_error_ends_a_pause(thresholds: tuple[int, int, int]) -> None:
    """What is raised inside goes out, and the thresholds are what they were."""
    with pytest.raises(ZeroDivisionError), gc_paused():
        _ = 1 // 0
    assert gc.get_threshold() == thresholds


@pytest.mark.parametrize("is_on", [True, False], ids=["on", "off"])
def test_a_collector_that_is_off_stays_off(is_on: bool) -> None:
    """Whether the collector is on is not touched, before, inside or after, and nor is what others make of it."""
    (gc.enable if is_on else gc.disable)()
    with gc_paused():
        assert gc.isenabled() == is_on
        (gc.disable if is_on else gc.enable)()
    assert gc.isenabled() != is_on


def test_thresholds_set_by_others_meanwhile_stay() -> None:
    """Who sets thresholds during a pause has the last word."""
    with gc_paused():
        gc.set_threshold(123, 4, 5)
    assert gc.get_threshold() == (123, 4, 5)


def test_the_last_thread_ends_the_pause(thresholds: tuple[int, int, int]) -> None:
    """While one thread is still in a pause, another that comes out of it does not end it."""
    entered, leave = threading.Event(), threading.Event()

    def other() -> None:
        with gc_paused():
            entered.set()
            leave.wait(60)

    thread = threading.Thread(target=other)
    with gc_paused():
        thread.start()
        assert entered.wait(60)
    assert gc.get_threshold()[0] == 0
    leave.set()
    thread.join()
    assert gc.get_threshold() == thresholds


def test_a_forked_child_is_in_no_pause(thresholds: tuple[int, int, int]) -> None:
    """Made anew, as in a child without the threads that are in it, a pause is over, and the next one works."""
    with gc_paused():
        PAUSE.renew_in_child()
        assert gc.get_threshold() == thresholds
        with gc_paused():
            assert gc.get_threshold()[0] == 0
        assert gc.get_threshold() == thresholds
    assert gc.get_threshold() == thresholds
    with gc_paused():
        assert gc.get_threshold()[0] == 0
    assert gc.get_threshold() == thresholds


def test_a_collector_that_never_runs_is_left_so() -> None:
    """A first threshold of 0 is kept as well."""
    gc.set_threshold(0, 8, 7)
    with gc_paused():
        pass
    assert gc.get_threshold() == (0, 8, 7)


def opened(store: str, folder: Path) -> Store:
    """Return a store of that sort, in a folder."""
    if store == "memory":
        return MemoryLog(codec=CODEC)
    if store == "jsonl":
        return JsonlLog(folder / "log.jsonl", CODEC)
    return SqliteLog(folder / "log.db", CODEC)


@pytest.mark.parametrize("count", [1, 2, BULK])
@pytest.mark.parametrize("store", ["memory", "jsonl", "sqlite"])
def test_only_bulk_loads_are_a_pause(
    store: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thresholds: tuple[int, int, int]
) -> None:
    """While a thousand events are added, or a log of so many is read, the collector does not run; for one it does."""
    seen: set[int] = set()
    to_line, from_line = CODEC.to_line, CODEC.from_line

    def written(record: Record) -> str:
        seen.add(gc.get_threshold()[0])
        return to_line(record)

    def read(line: str, position: int) -> Record:
        seen.add(gc.get_threshold()[0])
        return from_line(line, position)

    event = CODEC.from_line(GOLDEN, 1).event
    expected = 0 if count >= BULK else thresholds[0]
    monkeypatch.setattr(CODEC, "to_line", written)
    monkeypatch.setattr(CODEC, "from_line", read)
    with opened(store, tmp_path) as log:
        log.append(*(attrs.evolve(event, id=f"e-{number}") for number in range(count)))
        assert (seen, gc.get_threshold()) == ({expected}, thresholds)
    if store == "jsonl":
        seen.clear()
        with opened(store, tmp_path) as log:
            assert len(log.read()) == count
        assert (seen, gc.get_threshold()) == ({expected}, thresholds)


def test_the_first_read_of_a_database_is_a_bulk_load_and_looking_for_more_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thresholds: tuple[int, int, int]
) -> None:
    """Reading a whole log suspends the collector; reading what came after a position, as a follower does, does not."""
    seen: list[int] = []
    from_line = CODEC.from_line

    def read(line: str, position: int) -> Record:
        seen.append(gc.get_threshold()[0])
        return from_line(line, position)

    event = CODEC.from_line(GOLDEN, 1).event
    monkeypatch.setattr(CODEC, "from_line", read)
    with opened("sqlite", tmp_path) as log:
        log.append(event, attrs.evolve(event, id="second"))
        log.read()
        log.read(1)
    assert seen == [0, 0, thresholds[0]]
    assert gc.get_threshold() == thresholds
