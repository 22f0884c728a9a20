"""The legend of a picture: what occurs in it, drawn and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from cstotimeline.views.axis import Axis
from cstotimeline.views.kinds import WORDS
from cstotimeline.views.lanes import Lane, Mark, Stretch, View
from cstotimeline.views.lettering import width_of
from cstotimeline.views.shapes import BAR, STRIP, Pen
from cstotimeline.views.svg import element, text

_SIZE, _SWATCH, _APART, _HEIGHT = 10.0, 34.0, 16.0, STRIP + BAR + 4


def kinds_in(lanes: Iterable[Lane]) -> tuple[str, ...]:
    """Return the kinds that lanes show, in the order of the legend."""
    found: set[str] = set()
    for lane in lanes:
        for row in lane.rows:
            for one in row.stretches:
                found.add(one.standing)
                if one.expected:
                    found.add("expected")
            for mark in (*row.edges, *row.rivals, *row.points):
                found.update(mark.kinds)
        if lane.learned:
            found.add("learned")
    return tuple(kind for kind in WORDS if kind in found)


@attrs.frozen(kw_only=True)
class Legend:
    """The kinds of a picture, each with a drawing of it and its words."""

    kinds: Sequence[str]
    name: str

    def write(self, parts: list[str], y: float, *, left: float, right: float) -> float:
        """Add the legend to a picture, in as many lines as it needs; return where it ends."""
        x = left
        inside: list[str] = []
        for kind in self.kinds:
            words = WORDS[kind]
            wide = _SWATCH + 6 + width_of(words, _SIZE)
            if x > left and x + wide > right:
                x, y = left, y + _HEIGHT
            inside.append(self._swatch(kind, x, y + STRIP))
            inside.append(text(words, x + _SWATCH + 6, y + STRIP + 12.5, _SIZE, "soft"))
            x += wide + _APART
        if not inside:
            return y
        parts.append(element("g", *inside, class_="legend"))
        return y + _HEIGHT

    def _swatch(self, kind: str, x: float, y: float) -> str:
        pen = Pen(axis=Axis(view=View(1, 30), left=x, width=_SWATCH - 8), y=y, name=self.name, role=None)
        words = WORDS[kind]
        if kind == "learned":
            frame = {"x": x, "y": y, "width": _SWATCH - 8, "height": BAR}
            return element("rect", **frame, class_="news none", stroke_width=1.4, stroke_dasharray="4 2")
        standing = kind if kind in ("doubt", "later", "uncovered") else "sure"
        bar = Stretch(
            first=1,
            last=30,
            standing=standing,  # type: ignore[arg-type]
            expected=kind == "expected",
            labels=("",),
            turn=0,
            tip=words,
            value=None,
        )
        drawn = [pen.stretch(bar)]
        if kind == "rival":
            drawn.append(pen.rival(Mark(first=15, last=15, kinds=(), tip=words)))
        elif kind not in ("sure", "doubt", "later", "uncovered", "expected"):
            day = 30 if kind == "open" else 15
            mark = Mark(
                first=6 if kind == "coarse" else day,
                last=24 if kind == "coarse" else day,
                kinds=(kind,),
                tip=words,
            )
            drawn.extend([pen.edge(mark), *pen.glyphs([mark], [])])
        return "".join(drawn)
