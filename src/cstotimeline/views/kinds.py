"""The kinds of marks in a picture: their classes, colours, patterns and words. No meaning depends on colour alone."""

from __future__ import annotations

from collections.abc import Iterable

from cstotimeline.views.svg import element

WORDS = {
    "sure": "certain",
    "doubt": "not certain: dates leave it open",
    "coarse": "coarse date: some day of the stretch",
    "uncertain": "? uncertain date",
    "approximate": "~ approximate date",
    "both": "% uncertain and approximate",
    "open": "open: no end is known",
    "unknown": "start or end on an unknown date",
    "rival": "rival claim",
    "expected": "expected, not happened",
    "later": "later than what was known",
    "uncovered": "not covered by the record",
    "learned": "what the second view says differently",
}
"""What the legend says of each kind, in its order."""

GLYPHS = {"uncertain": "?", "approximate": "~", "both": "%"}

DASHES = {"doubt": "3 2", "uncovered": "1 2", "later": "6 2 1 2", "expected": "7 3"}
"""How outlines are broken."""

_COLOURS = {  # class: property, in light, in dark
    "ground": ("fill", "#ffffff", "#14181d"),
    "ink": ("fill", "#1b1f24", "#e8edf2"),
    "soft": ("fill", "#515a63", "#aab6c2"),
    "name": ("fill", "#0f2740", "#f2f7fc"),
    "grid": ("stroke", "#d5dbe1", "#303942"),
    "even": ("fill", "#cfe3f7", "#27496b"),
    "odd": ("fill", "#b3d2f0", "#1c3a58"),
    "mark": ("fill", "#7a1a0e", "#ffb9ab"),
    "line": ("stroke", "#2f5d8a", "#8fbce8"),
    "fill": ("fill", "#2f5d8a", "#8fbce8"),
    "claim": ("stroke", "#7a1a0e", "#ffb9ab"),
    "news": ("stroke", "#6b5000", "#e8c95c"),
    "halo": ("stroke", "#ffffff", "#14181d"),
}

ROOT = "cstotimeline-drawing"


def style() -> str:
    """Return the colours of a picture: those of light, and where the reader's screen is dark those of dark."""
    light = "".join(f".{ROOT} .{name}{{{what}:{one}}}" for name, (what, one, _) in _COLOURS.items())
    dark = "".join(f".{ROOT} .{name}{{{what}:{other}}}" for name, (what, _, other) in _COLOURS.items())
    always = (
        f".{ROOT} text{{font-family:system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}}"
        f".{ROOT} .strong{{font-weight:700}}.{ROOT} .none{{fill:none}}"
        f".{ROOT} .halo{{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}}"
    )
    return element("style", f"{always}{light}@media screen and (prefers-color-scheme:dark){{{dark}}}")


def patterns(name: str) -> str:
    """Return the patterns of stretches, whose ids begin with ``name``."""
    return element(
        "defs", *(_pattern(f"{name}-{kind}", size, drawn) for kind, (size, drawn) in _PATTERNS.items())
    )


def _pattern(name: str, size: float, drawn: Iterable[str]) -> str:
    return element("pattern", *drawn, id=name, width=size, height=size, patternUnits="userSpaceOnUse")


def _strokes(d: str, width: float = 1.2) -> str:
    return element("path", d=d, class_="line none", stroke_width=width)


_SLANTED = _strokes("M-1 1L1 -1M0 6L6 0M5 7L7 5")
_UPRIGHT = _strokes("M3 0V6", 1.4)
_PATTERNS: dict[str, tuple[float, tuple[str, ...]]] = {
    "doubt": (6.0, (_SLANTED,)),
    "uncovered": (
        6.0,
        (
            element("circle", cx=1.5, cy=1.5, r=0.8, class_="fill"),
            element("circle", cx=4.5, cy=4.5, r=0.8, class_="fill"),
        ),
    ),
    "later": (6.0, (_strokes("M0 3H6", 0.9),)),
    "expected": (6.0, (_UPRIGHT,)),
    "expected-doubt": (6.0, (_UPRIGHT, _SLANTED)),
}
"""Slanted lines for doubt, dots for not covered, level lines for later, upright ones for expected."""


def pattern_of(standing: str, *, expected: bool) -> str:
    """Return the name of the pattern of a stretch; empty where it is filled.

    >>> pattern_of("doubt", expected=True), pattern_of("sure", expected=False)
    ('expected-doubt', '')
    """
    if expected:
        return "expected-doubt" if standing == "doubt" else "expected"
    return "" if standing == "sure" else standing
