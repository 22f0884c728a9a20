"""Plots of a run, as SVG written by hand: no date, no chance, no background, colours for light pages and dark ones."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import attrs

from tests.bench.tables import amount, times
from tests.bench.values import Chapter, Course, Spread, is_met

COLOURS = ("#3b82c4", "#d9822b", "#2f9e6e", "#b455a0", "#c94f4f", "#8a7a2f", "#5b6fd0", "#4b9aa5")
INK = "#7c858f"
FONT = "font-family='sans-serif' font-size='12'"
WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 70, 200, 36, 44
WIDEST, LONGEST = 500, 80
"""How wide the names of promises may be in the picture, and how many characters that is."""

Line = Sequence[tuple[float, float]]


def write(chapters: Sequence[Chapter], folder: Path) -> Iterator[Path]:
    """Draw what a run has, into a folder, and yield the files."""
    named = {chapter.name: chapter for chapter in chapters}
    drawn: dict[str, str] = {}
    if growth := named.get("growth"):
        laws = {"power": ("growth", "time of the whole"), "log": ("growth-asking", "time of one question")}
        for law, (name, title) in laws.items():
            lines = {curve.title: curve.middles() for curve in growth.curves if curve.law == law}
            if lines:
                drawn[name] = log_log(title, lines, across="events")
    for name, words in (("point", "one key at a date"), ("states", "all keys at a date")):
        if (chapter := named.get(name)) and (lines := _by_size(chapter)):
            drawn[name] = log_log(f"{words}: time of one question", lines, across="events")
    drawn["targets"] = distances(chapters)
    for name, text in drawn.items():
        path = folder / f"{name}.svg"
        path.write_text(text, encoding="utf-8")
        yield path


def _by_size(chapter: Chapter) -> dict[str, list[tuple[int, float]]]:
    """Return the medians of each way by the size of the log, of the comparisons of plain logs."""
    found: dict[str, list[tuple[int, float]]] = {}
    for course in chapter.courses:
        head, _, rest = course.title.partition(" events")
        if ", " in rest or not head.replace(",", "").isdigit():
            continue
        for taken in course.taken:
            found.setdefault(taken.name, []).append((int(head.replace(",", "")), taken.middle))
    return found


@attrs.frozen
class Axis:
    """A logarithmic axis from a power of ten to another, over some stretch of the picture."""

    low: int
    high: int
    begin: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], begin: float, end: float) -> Axis:
        """Return the axis that holds all values."""
        low = math.floor(math.log10(min(values)) + 1e-9)
        high = math.ceil(math.log10(max(values)) - 1e-9)
        return cls(low, max(high, low + 1), begin, end)

    def at(self, value: float) -> float:
        """Return where a value stands."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)

    def ticks(self) -> Iterator[float]:
        """Yield the powers of ten."""
        return (10.0**power for power in range(self.low, self.high + 1))


def log_log(title: str, lines: Mapping[str, Line], *, across: str) -> str:
    """Return lines over logarithmic axes, each with its name at its end."""
    points = [point for line in lines.values() for point in line]
    x = Axis.over([point[0] for point in points], LEFT, WIDTH - RIGHT)
    y = Axis.over([point[1] for point in points], HEIGHT - BOTTOM, TOP)
    parts = [_text(LEFT, 20, title, size=14), _text(WIDTH - RIGHT, HEIGHT - 8, across, anchor="end")]
    for tick in x.ticks():
        parts.append(_rule(x.at(tick), y.begin, x.at(tick), y.end))
        parts.append(_text(x.at(tick), y.begin + 17, f"{tick:,.0f}", anchor="middle"))
    for tick in y.ticks():
        parts.append(_rule(x.begin, y.at(tick), x.end, y.at(tick)))
        parts.append(_text(x.begin - 8, y.at(tick) + 4, amount(tick, "seconds"), anchor="end"))
    places = _apart([y.at(line[-1][1]) for line in lines.values()])
    for number, ((name, line), place) in enumerate(zip(lines.items(), places, strict=True)):
        parts.extend(_drawn(name, [(x.at(a), y.at(b)) for a, b in line], place, x.end, number))
    return _svg(title, parts, HEIGHT)


def _drawn(name: str, points: Line, place: float, end: float, number: int) -> Iterator[str]:
    colour = COLOURS[number % len(COLOURS)]
    dashes = " stroke-dasharray='6 3'" if number >= len(COLOURS) else ""
    path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
    yield f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'{dashes}/>"
    yield from (f"<circle cx='{a:.1f}' cy='{b:.1f}' r='3' fill='{colour}'/>" for a, b in points)
    a, b = points[-1]
    yield f"<path d='M{a + 5:.1f},{b:.1f} L{end + 10},{place:.1f}' stroke='{colour}' stroke-width='0.7' fill='none'/>"
    yield _text(end + 14, place + 4, name, colour=colour)


def _apart(places: Sequence[float], gap: float = 15.0) -> list[float]:
    """Return places for labels, in the same order as the given ones and no two closer than ``gap``."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    found = [0.0] * len(places)
    above = -math.inf
    for number in order:
        above = found[number] = max(places[number], above + gap)
    over = max(above - (HEIGHT - BOTTOM), 0.0)
    for number in reversed(order):
        if over <= 0:
            break
        found[number] -= over
    ordered = [found[number] for number in order]
    for n in range(len(ordered) - 2, -1, -1):
        ordered[n] = min(ordered[n], ordered[n + 1] - gap)
    for number, place in zip(order, ordered, strict=True):
        found[number] = place
    return found


def distances(chapters: Sequence[Chapter]) -> str:
    """Return how far each promise is from its bound: 1 on the axis is the bound, to the right of it is met."""
    rows: list[tuple[str, Spread | None, bool]] = []
    for chapter in chapters:
        for course in chapter.courses:
            found = list(_shares(course))
            if found:
                rows.extend([(f"{chapter.title}: {course.title}", None, False), *found])
    height = TOP + BOTTOM + 16 * len(rows)
    values = [value for _, spread, _ in rows if spread is not None for value in (spread.low, spread.high)]
    x = Axis.over([*values, 0.5, 2.0], WIDEST, WIDTH + 240)
    title = "Ratios found, as a share of what was promised (1 is the promise)"
    parts = [_text(8, 20, title, size=14)]
    for tick in x.ticks():
        parts.append(_rule(x.at(tick), TOP, x.at(tick), height - BOTTOM))
        parts.append(_text(x.at(tick), height - BOTTOM + 17, times(tick), anchor="middle"))
    parts.append(
        f"<path d='M{x.at(1):.1f},{TOP} V{height - BOTTOM}' stroke='{INK}' stroke-width='1.5' fill='none'/>"
    )
    for number, (name, spread, met) in enumerate(rows):
        place, colour = TOP + 16 * number + 8, COLOURS[2] if met else COLOURS[4]
        if spread is None:
            parts.append(_text(8, place + 4, _short(name), size=11))
            continue
        left, middle, right = x.at(spread.low), x.at(spread.middle), x.at(spread.high)
        parts.append(_text(24, place + 4, _short(name), size=11))
        parts.append(
            f"<path d='M{left:.1f},{place} H{right:.1f}' stroke='{colour}' stroke-width='2' fill='none'/>"
        )
        shape = (
            f"<circle cx='{middle:.1f}' cy='{place}' r='4' fill='{colour}'/>"
            if met
            else f"<path d='M{middle - 4:.1f},{place - 4} l8,8 m0,-8 l-8,8' stroke='{colour}' stroke-width='2'/>"
        )
        parts.append(shape)
    return _svg(title, parts, height, WIDTH + 270)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _shares(course: Course) -> Iterator[tuple[str, Spread, bool]]:
    """Yield each promise of a course, how many times the bound was reached, and whether it was met."""
    for claim in course.claims:
        ratios = course.ratios(claim)
        if claim.bound is not None and ratios:
            shares = [r / claim.bound if claim.kind == "faster" else claim.bound / r for r in ratios if r > 0]
            yield f"{claim.own} / {claim.peer}", Spread.of(shares), bool(is_met(claim, ratios))


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK, size: int = 12) -> str:
    font = FONT.replace("12", str(size))
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' fill='{colour}' {font}>{escape(text)}</text>"
    )


def _rule(x: float, y: float, to_x: float, to_y: float) -> str:
    return (
        f"<path d='M{x:.1f},{y:.1f} L{to_x:.1f},{to_y:.1f}' stroke='{INK}' stroke-opacity='0.3' fill='none'/>"
    )


def _svg(title: str, parts: Sequence[str], height: float, width: float = WIDTH) -> str:
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:.0f} {height:.0f}' role='img'>"
    return "\n".join([head, f"<title>{escape(title)}</title>", *parts, "</svg>", ""])
