"""The picture of the rooms of the package, for docs/explanation/architecture.md; docs/tools/pictures.py writes it."""

from __future__ import annotations

from collections.abc import Iterator

from cstotimeline.views.kinds import ROOT, style
from cstotimeline.views.svg import element

WIDTH, MARGIN, GAP, ROW = 760, 16, 8, 46
TOP = (("cli", "the commands"),)
OUTER = (
    ("csto", "the organization"),
    ("stores", "where logs live"),
    ("exchange", "tables, SQL"),
    ("views", "text, pictures"),
    ("agents", "a server"),
    ("testing", "laws, oracle"),
)
CORE = (
    (("query", "what users hold: questions, answers, reasons"),),
    (("codec", "lines to events"), ("index", "what bears on a question"), ("rules", "what must hold")),
    (("log", "records, appending, clocks"), ("fold", "from events to states, every possible one")),
    (("plain", "values as JSON data"), ("events", "what is stated, and what it refers to")),
    (("temporal", "dates with doubt, periods, days to ask at"),),
    (("errors", "faults and their texts"), ("late", "values made on first use")),
)
"""The rooms from above; each may use those below it. Of the outer ones, ``cli`` uses all, most use core alone."""


def rooms() -> str:
    """Return the picture as SVG, in the colours of other pictures."""
    parts: list[str] = []
    y = MARGIN
    parts += _row(TOP, y, x=MARGIN, width=WIDTH - 2 * MARGIN, shade="odd")
    y += ROW + 2 * GAP
    parts += _arrow(y)
    parts += _row(OUTER, y, x=MARGIN, width=WIDTH - 2 * MARGIN, shade="odd")
    y += ROW + 2 * GAP
    parts += _arrow(y)
    height = len(CORE) * (ROW + 2 * GAP) + 24
    box = {"x": MARGIN, "y": y, "width": WIDTH - 2 * MARGIN, "height": height, "rx": 6}
    parts.append(element("rect", class_="line none", **box))
    parts.append(_text("core", MARGIN + 12, y + 18, strong=True))
    parts.append(_text("knows no CSTO, no file, no screen", MARGIN + 52, y + 18))
    y += 26
    for place, row in enumerate(CORE):
        if place:
            parts += _arrow(y)
        parts += _row(row, y, x=MARGIN + 12, width=WIDTH - 2 * MARGIN - 24, shade="even")
        y += ROW + 2 * GAP
    y += MARGIN
    title = "The rooms of the package from above; each may use those below it."
    ground = element("rect", class_="ground", width=WIDTH, height=y)
    view = {"viewBox": f"0 0 {WIDTH} {y}", "width": WIDTH, "height": y, "role": "img"}
    return element(
        "svg",
        element("title", title),
        style(),
        ground,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_=ROOT,
        **view,
    )


def _row(row: tuple[tuple[str, str], ...], y: float, *, x: float, width: float, shade: str) -> Iterator[str]:
    each = (width - GAP * (len(row) - 1)) / len(row)
    for name, says in row:
        yield element("rect", class_=shade, x=round(x, 1), y=y, width=round(each, 1), height=ROW, rx=4)
        yield _text(name, x + 8, y + 19, strong=True)
        yield _text(says, x + 8, y + 36)
        x += each + GAP


def _text(text: str, x: float, y: float, *, strong: bool = False) -> str:
    return element(
        "text",
        text,
        class_="name strong" if strong else "name",
        x=round(x, 1),
        y=y,
        font_size=13 if strong else 12,
    )


def _arrow(y: float) -> Iterator[str]:
    """Yield an arrow that points down to ``y``, in the middle."""
    x, above = WIDTH / 2, y - 2 * GAP + 2
    yield element(
        "path", class_="line none", d=f"M{x} {above}V{y - 3}M{x - 4} {y - 7}L{x} {y - 2}L{x + 4} {y - 7}"
    )
