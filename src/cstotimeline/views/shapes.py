"""The shapes of a row: bars for stretches, edges and marks for dates, diamonds for rivals, points for events."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cstotimeline.views.axis import Axis
from cstotimeline.views.kinds import DASHES, GLYPHS, WORDS, pattern_of
from cstotimeline.views.labels import Box
from cstotimeline.views.lanes import Mark, Row, Stretch
from cstotimeline.views.lettering import width_of
from cstotimeline.views.svg import element, number, path, text, tip

STRIP, BAR, MARK_SIZE = 13.0, 18.0, 10.0
"""The height of the strip for marks above a bar, of a bar, and of the letters of marks."""


@attrs.frozen(kw_only=True)
class Pen:
    """Draws shapes along an axis, with the top of a row's bars at ``y``.

    ``name`` begins the ids of its patterns; ``role`` is what each shape is to a screen reader.
    """

    axis: Axis
    y: float
    name: str
    role: str | None = "listitem"

    def _x(self, value: float) -> str:
        return number(value, self.axis.digits)

    def stretch(self, one: Stretch) -> str:
        """Return the bar of a stretch; where nobody is there a thin one."""
        left, right = self.axis.x(one.first), self.axis.x(one.last + 1)
        tone = ("even", "odd")[one.turn % 2]
        kinds = f"{one.standing}{' expected' if one.expected else ''}"
        pattern = pattern_of(one.standing, expected=one.expected)
        height = BAR if one.is_held else 4.0 if pattern else 1.0
        shape = {
            "x": self._x(left),
            "y": self.y + (BAR - height) / 2,
            "width": self._x(right - left),
            "height": height,
        }
        outline: dict[str, object] = {"stroke_width": 1.0, "stroke_dasharray": DASHES.get(one.standing)}
        if one.expected and one.standing == "sure":
            outline["stroke_dasharray"] = DASHES["expected"]
        held = "held" if one.is_held else "nobody"
        colour = f"line {tone}" if one.is_held and not pattern else "fill" if not pattern else "line"
        if not one.is_held:
            colour, outline = ("fill" if not pattern else ""), {}
        fill = f"url(#{self.name}-{pattern})" if pattern else None
        drawn = element("rect", **shape, class_=f"bar {colour}".strip(), fill=fill, **outline)
        return element("g", tip(one.tip), drawn, class_=f"stretch {held} {kinds}", role=self.role)

    def edge(self, mark: Mark) -> str:
        """Return where a turn begins or ends: a line on its day, a bracket over the days that it may mean, a torn line
        for an unknown day, an arrow for an open end.
        """
        return self._group("edge", mark, *self._edge_shapes(mark))

    def _group(self, sort: str, mark: Mark, *shapes: str) -> str:
        words = "; ".join(WORDS[kind] for kind in mark.kinds)
        told = f"{mark.tip}\n({words})" if words else mark.tip
        return element("g", tip(told), *shapes, class_=" ".join((sort, *mark.kinds)).strip(), role=self.role)

    def _edge_shapes(self, mark: Mark) -> Iterator[str]:
        left, right = self.axis.x(mark.first), self.axis.x(mark.last + 1)
        top, bottom = self.y, self.y + BAR
        stroke = {"class_": "line none", "stroke_width": 1.6}
        yield self._span(mark, top - 2)
        if "open" in mark.kinds:
            end = min(right, self.axis.right)
            points = [(end + 1, top + 3), (end + 6, (top + bottom) / 2), (end + 1, bottom - 3)]
            yield element("path", d=path(points), **stroke)
        elif "unknown" in mark.kinds:
            teeth = [(left + (4 if n % 2 else -4), top + n * BAR / 4) for n in range(5)]
            yield element("path", d=path(teeth), class_="line ground", stroke_width=1.4)
        elif "coarse" in mark.kinds:
            for x in (left, right):
                yield element(
                    "path", d=path([(x, top - 5), (x, top + 1)]), class_="line none", stroke_width=1.2
                )
        elif {"approximate", "both"} & {*mark.kinds}:
            dashed = "3 2" if "both" in mark.kinds else None
            wave = (
                f"M{number(left)} {number(top)}q5 {BAR / 8} 0 {BAR / 4}t0 {BAR / 4}t0 {BAR / 4}t0 {BAR / 4}"
            )
            yield element("path", d=wave, **stroke, stroke_dasharray=dashed)
        else:
            dashed = "2 2" if "uncertain" in mark.kinds else None
            yield element("path", d=path([(left, top), (left, bottom)]), **stroke, stroke_dasharray=dashed)

    def _span(self, mark: Mark, y: float) -> str:
        """Return the line over the days that a date may mean, from which its first and its last can be read; to be
        seen where they are several.
        """
        is_seen = "coarse" in mark.kinds
        return element(
            "line",
            x1=self._x(self.axis.x(mark.first)),
            x2=self._x(self.axis.x(mark.last + 1)),
            y1=y,
            y2=y,
            class_="span line" if is_seen else "span",
            stroke_width=1.2 if is_seen else None,
        )

    def rival(self, mark: Mark) -> str:
        """Return the diamond of a rival claim, over the days that its date may mean."""
        left, right = self.axis.x(mark.first), self.axis.x(mark.last + 1)
        x, y = min(max((left + right) / 2, self.axis.left + 4), self.axis.right - 4), self.y - 8
        points = [(x, y - 4), (x + 4, y), (x, y + 4), (x - 4, y), (x, y - 4)]
        diamond = element("path", d=path(points), class_="claim none", stroke_width=1.4)
        return self._group("", mark, self._span(mark, self.y - 3), diamond)

    def point(self, mark: Mark) -> str:
        """Return an event: a filled dot, or with a coarse date a hatched box over its days; a ring where expected."""
        left, right = self.axis.x(mark.first), self.axis.x(mark.last + 1)
        x = min(max((left + right) / 2, self.axis.left), self.axis.right)
        middle = self.y + BAR / 2
        expected = "expected" in mark.kinds
        shapes: list[str] = [self._span(mark, middle)]
        if "coarse" in mark.kinds:
            box = {"x": self._x(left), "y": middle - 5, "width": self._x(right - left), "height": 10.0}
            fill = f"url(#{self.name}-{'expected-doubt' if expected else 'doubt'})"
            shapes.append(element("rect", **box, fill=fill, class_="line", stroke_dasharray=DASHES["doubt"]))
        else:
            colour = "line none" if expected else "fill"
            dashes = "2 1.5" if expected else None
            shapes.append(
                element(
                    "circle",
                    cx=self._x(x),
                    cy=middle,
                    r=3.4,
                    class_=colour,
                    stroke_width=1.2,
                    stroke_dasharray=dashes,
                )
            )
        return self._group("point", mark, *shapes)

    def glyphs(self, marks: list[Mark], taken: list[Box]) -> Iterator[str]:
        """Yield the letters of doubtful dates, those that find room in the strip beside the places taken."""
        for mark in marks:
            for kind, letter in GLYPHS.items():
                if kind in mark.kinds:
                    width = width_of(letter, MARK_SIZE)
                    middle = (self.axis.x(mark.first) + self.axis.x(mark.last + 1)) / 2
                    x = min(max(middle - width / 2, self.axis.left), self.axis.right - width)
                    box = Box(x, self.y - STRIP, width, STRIP - 1)
                    if not any(box.overlaps(other, 1) for other in taken):
                        taken.append(box)
                        yield text(letter, x, self.y - 4, MARK_SIZE, "mark strong")

    @staticmethod
    def strip_of(row: Row) -> float:
        """Return how high the strip above the bars of a row is: low where nothing stands in it."""
        marks = (*row.edges, *row.rivals, *row.points)
        needed = {"coarse", "rival", *GLYPHS}
        return STRIP if any(needed & {*mark.kinds} for mark in marks) else 5.0

    def rival_boxes(self, marks: tuple[Mark, ...]) -> list[Box]:
        """Return the places of the diamonds of rivals."""
        return [
            Box((self.axis.x(one.first) + self.axis.x(one.last + 1)) / 2 - 5, self.y - STRIP, 10, STRIP)
            for one in marks
        ]
