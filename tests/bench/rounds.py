"""Measuring: ways of doing one thing take turns, another one first in each round, after their answers were compared."""

from __future__ import annotations

import gc
import hashlib
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import starmap
from typing import Any

import attrs

from tests.bench.values import Claim, Course, Taken

_AGAIN = 200
"""How many questions are asked again and again, where answers that are kept are to be timed."""
Act = Callable[[], object]
Answers = Callable[[], Sequence[object]]


@attrs.frozen(kw_only=True)
class Way:
    """A way of doing the thing: ``ready(round)`` prepares, unmeasured, and returns what is measured.

    ``answers`` are plain values, to be compared; a way without them is checked by its chapter in another manner.
    ``operations`` are how many of its kind one act has.
    """

    name: str
    ready: Callable[[int], Act]
    answers: Answers | None = None
    operations: int = 1
    settings: str = ""


class Absent(Exception):
    """A peer that cannot take part here, and why."""


def asking(
    name: str,
    ask: Callable[..., object],
    questions: Sequence[tuple[Any, ...]],
    *,
    seconds: float,
    plain: Callable[[Any], object] | None = None,
    settings: str = "",
    again: bool = False,
) -> Way:
    """Return the way that asks as many of the questions as it can in so many ``seconds``, other ones each round.

    ``plain`` turns an answer into a value that can be compared; it is not measured. With ``again`` the questions
    are the first few, the same in all rounds, and were asked before.
    """
    few = 0
    if again:
        few = _fitting(ask, questions[:_AGAIN], 20 * seconds)
        questions = [*questions[:few]] * (4_000 // few)
    count = _fitting(ask, questions, seconds)

    def ready(number: int) -> Act:
        chosen = _turn(questions, count, 0 if again else number + 1)
        return lambda: deque(starmap(ask, chosen), maxlen=0)

    def answers() -> list[object]:
        found = starmap(ask, questions[: min(count, few) if again else count])
        return list(found) if plain is None else [plain(answer) for answer in found]

    return Way(name=name, ready=ready, answers=answers, operations=count, settings=settings)


def _turn(questions: Sequence[tuple[Any, ...]], count: int, number: int) -> Sequence[tuple[Any, ...]]:
    turns = max(len(questions) // count, 1)
    begin = number % turns * count
    return questions[begin : begin + count]


def _fitting(ask: Callable[..., object], questions: Sequence[tuple[Any, ...]], seconds: float) -> int:
    """Return how many questions can be asked in so many seconds, after a first one: one at least."""
    ask(*questions[0])
    asked, begin = 0, time.perf_counter()
    for question in questions:
        ask(*question)
        asked += 1
        if time.perf_counter() - begin > seconds:
            break
    return max(asked, 1)


def compared(ways: Sequence[Way], expected: Sequence[object]) -> tuple[list[Way], dict[str, str], str]:
    """Return the ways that answer alike, why the others do not count, and the hash of the answers.

    ``expected`` is what a slow and obvious reading gives, for the first questions at least; the first way that
    agrees with it stands for the rest of them.
    """
    sound: list[Way] = []
    void: dict[str, str] = {}
    longest: Sequence[object] = expected
    for way in ways:
        found = way.answers() if way.answers is not None else ()
        wrong = [n for n, (one, other) in enumerate(zip(found, longest, strict=False)) if one != other]
        if wrong:
            void[way.name] = f"{len(wrong)} of {len(found)} answers differ, the first at {wrong[0]}"
            continue
        longest = max(longest, found, key=len)
        sound.append(way)
    return sound, void, digest(longest)


def digest(answers: Sequence[object]) -> str:
    """Return a short hash of answers.

    >>> digest([1, None]) == digest([1, None]) != digest([1, 2])
    True
    """
    return hashlib.sha256(repr(list(answers)).encode()).hexdigest()[:16]


@contextmanager
def collector(state: str) -> Iterator[None]:
    """Let the collector of garbage be ``on``, or ``paused``, for a while; what is there already it does not see."""
    gc.collect()
    gc.freeze()
    if state == "paused":
        gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def interleaved(ways: Sequence[Way], rounds: int) -> tuple[Taken, ...]:
    """Return what every way took for one operation, in each of the rounds in which they took turns."""
    found: dict[str, list[float]] = {way.name: [] for way in ways}
    for number in range(rounds):
        first = number % max(len(ways), 1)
        for way in (*ways[first:], *ways[:first]):
            act = way.ready(number)
            gc.collect()
            begin = time.perf_counter()
            kept = act()
            found[way.name].append((time.perf_counter() - begin) / way.operations)
            del kept, act
    return tuple(
        Taken(
            name=way.name,
            figures=tuple(found[way.name]),
            operations=way.operations,
            settings=way.settings,
        )
        for way in ways
    )


def course(
    title: str,
    ways: Sequence[Way],
    *,
    rounds: int,
    expected: Sequence[object] = (),
    claims: Sequence[Claim] = (),
    absent: Mapping[str, str] | None = None,
    state: str = "on",
    notes: Sequence[str] = (),
) -> Course:
    """Compare the answers of all ways, let those that agree take turns, and return what they took."""
    with collector(state):
        sound, void, checked = compared(ways, expected)
        taken = interleaved(sound, rounds)
    return Course(
        title=title,
        taken=taken,
        claims=tuple(claims),
        collector=state,
        checked=checked,
        absent=dict(absent or {}),
        void=void,
        notes=tuple(notes),
    )


def gathered(makers: Mapping[Hashable, Callable[[], Way]], absent: dict[str, str]) -> list[Way]:
    """Return the ways that can be gone here; why the others cannot goes into ``absent``."""
    found = []
    for name, make in makers.items():
        try:
            found.append(make())
        except Absent as why:
            absent[str(name)] = str(why)
    return found
