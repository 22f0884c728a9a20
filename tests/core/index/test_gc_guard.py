"""Pauses of the garbage collector: entered again and by several threads, they leave everything as it was found."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cstotimeline.core.index.gc_guard import gc_paused
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


def test_a_collector_that_never_runs_is_left_so() -> None:
    """A first threshold of 0 is kept as well."""
    gc.set_threshold(0, 8, 7)
    with gc_paused():
        pass
    assert gc.get_threshold() == (0, 8, 7)


@pytest.mark.parametrize("store", ["memory", "jsonl", "sqlite"])
def test_stores_append_and_read_in_a_pause(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thresholds: tuple[int, int, int]
) -> None:
    """Where events are written and lines read the collector does not run; afterwards it does, as before."""
    logs: dict[str, Store] = {
        "memory": MemoryLog(codec=CODEC),
        "jsonl": JsonlLog(tmp_path / "log.jsonl", CODEC),
        "sqlite": SqliteLog(tmp_path / "log.db", CODEC),
    }
    seen: list[int] = []
    to_line, from_line = CODEC.to_line, CODEC.from_line

    def written(record: Record) -> str:
        seen.append(gc.get_threshold()[0])
        return to_line(record)

    def read(line: str, position: int) -> Record:
        seen.append(gc.get_threshold()[0])
        return from_line(line, position)

    event = CODEC.from_line(GOLDEN, 1).event
    monkeypatch.setattr(CODEC, "to_line", written)
    monkeypatch.setattr(CODEC, "from_line", read)
    with logs[store] as log:
        log.append(event)
        assert gc.get_threshold() == thresholds
        assert log.read()[0].event == event
    if store == "jsonl":
        JsonlLog(tmp_path / "log.jsonl", CODEC).close()
    assert gc.get_threshold() == thresholds
    assert set(seen) == {0}
    assert len(seen) == (1 if store == "memory" else 2)
