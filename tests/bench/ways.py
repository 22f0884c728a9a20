"""The ways of looking up facts that several chapters compare: our index, our timelines, and hand-written ones."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from cstotimeline.core.index.bitemporal import BitemporalIndex
from cstotimeline.core.query.timeline import Timeline
from tests.bench.engine import instant_of, number_of, office_of
from tests.bench.facts import Facts, a_day
from tests.bench.rounds import Way, asking

Ask = Callable[..., Any]
Questions = Sequence[tuple[Any, ...]]

INDEX, GLANCE = "Index.at", "public glance"
AT, AT_FIRST = "public at, asked before", "public at, first asked"
STATE, EACH = "CheckpointedStates.at", "Index.at of every key"
GLANCE_ALL, AT_ALL = "public glance of all keys", "public at of all keys"
BISECT, BISECT_ALL, FOLD = "dict and bisect over arrays", "bisecting every key", "folding the log"


def bisecting(facts: Facts) -> Ask:
    """Return what one would write by hand: a dict from key to an array of days and a list of values."""
    table = {
        key: (array("q", (day for day, _ in found)), [value for _, value in found])
        for key, found in facts.by_key.items()
    }

    def ask(key: int, day: int) -> int | None:
        days, values = table[key]
        place = bisect_right(days, day)
        return values[place - 1] if place else None

    return ask


def bisecting_all(facts: Facts) -> Ask:
    """Return the state of all keys by bisecting each."""
    ask = bisecting(facts)

    def state(day: int) -> dict[int, int | None]:
        return {key: ask(key, day) for key in facts.by_key}

    return state


def folding(facts: Facts) -> Ask:
    """Return the state of all keys by putting the facts into a dict, in the order of their days."""
    rows = sorted((day, seen, key, value) for key, day, seen, value in facts)

    def state(day: int) -> dict[int, int]:
        found: dict[int, int] = {}
        for when, _, key, value in rows:
            if when > day:
                break
            found[key] = value
        return found

    return state


def held(state: dict[int, int | None]) -> dict[int, int | None]:
    """Return a state without the keys that have no value yet."""
    return {key: value for key, value in state.items() if value is not None}


def publicly(questions: Questions) -> list[tuple[Any, ...]]:
    """Return questions as the public API takes them: the name of an office, a date, and an instant if there are two
    clocks.
    """
    return [
        (office_of(key), a_day(day), *(instant_of(number) for number in seen))
        for key, day, *seen in questions
    ]


def index_way(index: BitemporalIndex[int, int], asked: Questions, seconds: float, name: str = INDEX) -> Way:
    """Return the way through the bare index."""
    return asking(name, index.at, asked, seconds=seconds)


def glance_way(timeline: Timeline, asked: Questions, seconds: float) -> Way:
    """Return the way through the public API to a bare answer."""
    offices = timeline["office"]

    def glance(name: str, day: Any, *recorded: Any) -> Any:
        question = offices[name]
        return question.value_at(day, recorded=recorded[0]) if recorded else question.value_at(day)

    return asking(GLANCE, glance, publicly(asked), seconds=seconds, plain=number_of)


def answer_way(timeline: Timeline, asked: Questions, seconds: float, *, again: bool = False) -> Way:
    """Return the way through the public API to an answer that can explain itself, which is kept; ``again`` asks for
    kept ones.
    """
    offices = timeline["office"]

    def at(name: str, day: Any, *recorded: Any) -> Any:
        question = offices[name]
        return question.at(day, recorded=recorded[0]) if recorded else question.at(day)

    name, words = (AT, "it is kept") if again else (AT_FIRST, "it can be explained")
    return asking(name, at, publicly(asked), seconds=seconds, plain=number_of, settings=words, again=again)


def all_of(answers: dict[str, Any]) -> dict[int, int]:
    """Return the answers for all offices as facts have them."""
    numbers = {int(name.removeprefix("office-")): number_of(answer) for name, answer in answers.items()}
    return {key: number for key, number in numbers.items() if number is not None}
