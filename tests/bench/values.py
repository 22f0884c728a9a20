"""What a run of the benchmarks found: values that are written as JSON and read back, and what follows from them."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import attrs
import cattrs


@attrs.frozen(kw_only=True)
class Claim:
    """What is promised, or only shown, of one way beside another in one course.

    ``kind`` is ``faster`` where the peer needs at least ``bound`` times what ``own`` does, and ``within`` where
    ``own`` needs at most ``bound`` times what the peer does; without a ``bound`` the ratio is shown and nothing
    promised. ``source`` says whose target it is.
    """

    own: str
    peer: str
    kind: Literal["faster", "within"]
    bound: float | None = None
    source: str = ""


@attrs.frozen(kw_only=True)
class Taken:
    """What one way took: seconds or bytes for one operation, round by round."""

    name: str
    figures: tuple[float, ...]
    operations: int = 1
    settings: str = ""

    @property
    def middle(self) -> float:
        """Return the median of the rounds."""
        return statistics.median(self.figures)


@attrs.frozen(kw_only=True)
class Course:
    """One piece of work and the ways that did it in turns, with equal answers.

    ``absent`` says why a way could not take part, ``void`` why its figures do not count: it answered something
    else. ``checked`` is the hash of the answers that all gave.
    """

    title: str
    taken: tuple[Taken, ...]
    claims: tuple[Claim, ...] = ()
    unit: Literal["seconds", "bytes"] = "seconds"
    collector: str = "on"
    checked: str = ""
    absent: Mapping[str, str] = attrs.field(factory=dict)
    void: Mapping[str, str] = attrs.field(factory=dict)
    notes: tuple[str, ...] = ()

    def find(self, name: str) -> Taken | None:
        """Return what a way took, None where it did not take part."""
        return next((taken for taken in self.taken if taken.name == name), None)

    def ratios(self, claim: Claim) -> tuple[float, ...]:
        """Return the ratios of the single rounds, in the direction of the claim; none where a way is missing."""
        own, peer = self.find(claim.own), self.find(claim.peer)
        if own is None or peer is None:
            return ()
        above, below = (peer, own) if claim.kind == "faster" else (own, peer)
        return tuple(a / b for a, b in zip(above.figures, below.figures, strict=True) if b > 0)


@attrs.frozen(kw_only=True)
class Curve:
    """How long one thing took at several sizes: pairs of a size and the seconds of its rounds.

    Seconds are fitted as n to a power, which is to lie between ``low`` and ``high``. The ``law`` is ``power`` where
    that is what is expected, and ``log`` where a logarithm is: such growth has no power, and its fit is near 0.
    """

    title: str
    points: tuple[tuple[int, tuple[float, ...]], ...]
    law: Literal["power", "log"]
    low: float | None = None
    high: float | None = None
    source: str = ""

    def middles(self) -> list[tuple[int, float]]:
        """Return each size with the median of its rounds."""
        return [(size, statistics.median(seconds)) for size, seconds in self.points]

    @property
    def power(self) -> float:
        """Return the power p of the line of least squares through the logarithms: seconds as n to the power p."""
        return _slope([(math.log(size), math.log(seconds)) for size, seconds in self.middles()])

    @property
    def per_doubling(self) -> float:
        """Return what each doubling of n adds, by least squares, as a share of the least time."""
        points = self.middles()
        least = min(seconds for _, seconds in points)
        return _slope([(math.log2(size), seconds / least) for size, seconds in points])

    @property
    def is_met(self) -> bool | None:
        """Return whether the growth is as promised; None where nothing is."""
        if self.low is None and self.high is None:
            return None
        return (self.low is None or self.power >= self.low) and (self.high is None or self.power <= self.high)


def _slope(points: Sequence[tuple[float, float]]) -> float:
    if len(points) < 2:
        return 0.0
    mean_x, mean_y = (statistics.fmean(point[n] for point in points) for n in (0, 1))
    above = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return above / sum((x - mean_x) ** 2 for x, _ in points)


@attrs.frozen(kw_only=True)
class Chapter:
    """What one chapter of the report found, and under which conditions."""

    name: str
    title: str
    conditions: Mapping[str, str]
    courses: tuple[Course, ...] = ()
    curves: tuple[Curve, ...] = ()
    seconds: float = 0.0

    @property
    def is_sound(self) -> bool:
        """Return whether every way that was timed gave the same answers."""
        return not any(course.void for course in self.courses)


@attrs.frozen
class Spread:
    """The median of some ratios, their 10th and their 90th percentile."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, ratios: Iterable[float]) -> Spread:
        """Return the spread of at least one ratio.

        >>> Spread.of([3.0, 1.0, 2.0])
        Spread(middle=2.0, low=1.0, high=3.0)
        """
        ordered = sorted(ratios)
        low, high = (ordered[round(share * (len(ordered) - 1))] for share in (0.1, 0.9))
        return cls(statistics.median(ordered), low, high)


def is_met(claim: Claim, ratios: Sequence[float]) -> bool | None:
    """Return whether the median of the ratios keeps the promise; None where there is none, or no ratio."""
    if claim.bound is None or not ratios:
        return None
    middle = statistics.median(ratios)
    return middle >= claim.bound if claim.kind == "faster" else middle <= claim.bound


def to_json(chapters: Iterable[Chapter]) -> str:
    """Return chapters as JSON, figures to six digits, so that a run can be kept and drawn again."""
    data = [cattrs.unstructure(chapter) for chapter in chapters]
    return json.dumps({"chapters": _rounded(data)}, indent=1, ensure_ascii=False) + "\n"


def _rounded(data: Any) -> Any:
    if isinstance(data, float):
        return float(f"{data:.6g}")
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    return [_rounded(value) for value in data] if isinstance(data, list | tuple) else data


def from_json(text: str) -> tuple[Chapter, ...]:
    """Return the chapters that a kept run has."""
    return tuple(cattrs.structure(data, Chapter) for data in json.loads(text)["chapters"])


def read(path: Path) -> tuple[Chapter, ...]:
    """Return the chapters of a kept run; none where the file is not there."""
    return from_json(path.read_text(encoding="utf-8")) if path.is_file() else ()
