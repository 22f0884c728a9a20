"""SVG: elements as text, everything escaped, numbers short."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cstotimeline.views.lettering import is_measured, lettering, width_of

TIP_CHARACTERS = 1_500


def number(value: float, digits: int = 2) -> str:
    """Return a number without needless digits.

    >>> number(2.0), number(2.504), number(-0.001)
    ('2', '2.5', '0')
    """
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def attributes(given: dict[str, object]) -> str:
    """Return attributes as they stand in a tag; ``_`` in a name stands for ``-``, one at its end for nothing.

    >>> attributes({"class_": "a", "stroke_width": 1.5, "d": '"<'})
    ' class="a" stroke-width="1.5" d="&quot;&lt;"'
    """
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="'
        f'{number(value) if isinstance(value, float) else escape(str(value))}"'
        for name, value in given.items()
        if value is not None
    )


def element(tag: str, *inside: str, **given: object) -> str:
    """Return an element around others, which are written already.

    >>> element("g", element("line", x1=1.0), class_="a")
    '<g class="a"><line x1="1"/></g>'
    """
    content = "".join(inside)
    return f"<{tag}{attributes(given)}>{content}</{tag}>" if content else f"<{tag}{attributes(given)}/>"


def tip(words: str) -> str:
    """Return the tool tip and accessible name of the element around it; its lines stay lines, its length is bounded.

    >>> tip("a < b")
    '<title>a &lt; b</title>'
    """
    lines = [lettering(line) for line in words[: 2 * TIP_CHARACTERS].split("\n")]
    while len(lines) > 1 and sum(map(len, lines)) > TIP_CHARACTERS:
        lines.pop()
    return f"<title>{escape(chr(10).join(lines))}</title>"


def text(words: str, x: float, y: float, size: float, class_: str) -> str:
    """Return text at its baseline, the width of what no table of widths knows fixed to the guess.

    >>> text("a", 1, 2, 10, "label")
    '<text class="label" x="1" y="2" font-size="10">a</text>'
    """
    fixed = None if is_measured(words) else number(width_of(words, size))
    return element(
        "text",
        escape(words),
        class_=class_,
        x=float(x),
        y=float(y),
        font_size=number(size),
        textLength=fixed,
        lengthAdjust=fixed and "spacingAndGlyphs",
    )


def path(points: Iterable[tuple[float, float]]) -> str:
    """Return the ``d`` of a line through points.

    >>> path([(0, 0), (1.5, 2)])
    'M0 0L1.5 2'
    """
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
