"""Layout: where the lanes, their titles, the axis and the legend stand, and the whole picture as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import attrs

from cstotimeline.views.axis import Axis, ticks
from cstotimeline.views.kinds import ROOT, patterns, style
from cstotimeline.views.labels import Box, LabelRequest, PlacedLabel, placed
from cstotimeline.views.lanes import Lane, Row, Stretch, View
from cstotimeline.views.legend import Legend, kinds_in
from cstotimeline.views.lettering import cut, lettering, width_of
from cstotimeline.views.shapes import BAR, Pen
from cstotimeline.views.svg import element, number, text, tip

SIZE, SMALL, HEAD, LINE = 11.0, 10.0, 14.0, 15.0
"""The sizes of labels, of small text and of the heading, and the height of a line of text."""

MARGIN, GAP = 12.0, 7.0
NARROW = 560
_LABEL_ROWS = 8
_PADS = (0.0, 0.08, 0.14, 0.2)


@attrs.define
class _Sheet:
    """What has been written so far, and the ``y`` at which it goes on."""

    y: float = MARGIN
    parts: list[str] = attrs.Factory(list)

    def line(self, words: str, x: float, size: float, class_: str, room: float) -> None:
        """Write a line of text, cut to the room, and go on below it."""
        shown = cut(lettering(words), size, room, least=1)
        if shown:
            written = text(shown, x, self.y + size * 1.05, size, class_)
            self.parts.append(written if shown == words else element("g", tip(words), written))
        self.y += size * 1.4


@attrs.frozen(kw_only=True, slots=False)
class Layout:
    """A picture before it is written; ``name`` begins the ids of its patterns."""

    width: int
    heading: str
    captions: tuple[str, ...]
    lanes: tuple[Lane, ...]
    view: View | None
    empty: tuple[str, ...]
    name: str = ""

    @property
    def is_narrow(self) -> bool:
        """Return whether titles stand above their lanes instead of beside them."""
        return self.width < NARROW

    @cached_property
    def axis(self) -> Axis:
        """Return the axis, beside the titles."""
        view = self.view or View(1, 1)
        names = [width_of(lettering(lane.title, 60), SIZE) for lane in self.lanes]
        names += [width_of(row.caption, SMALL) for lane in self.lanes for row in lane.rows]
        gutter = 0.0 if self.is_narrow else min(max(names, default=0.0) + 14, self.width * 0.27)
        left = MARGIN + gutter
        best: tuple[int, Axis] | None = None
        for share in _PADS:  # to the right of the last day, for the labels of short turns near to it
            axis = Axis(view=view, left=left, width=self.width * (1 - share) - left - MARGIN)
            lost = sum(self._labels(row, axis)[1] for lane in self.lanes for row in lane.rows)
            if best is None or lost < best[0]:
                best = (lost, axis)
            if not lost:
                break
        assert best is not None  # noqa: S101  there are pads
        return best[1]

    def _labels(self, row: Row, axis: Axis) -> tuple[list[PlacedLabel], int]:
        """Return the labels of a row with their places, and how many found none."""
        right = self.width - MARGIN
        return placed(_label_requests(row, axis), size=SIZE, left=axis.left, right=right, rows=_LABEL_ROWS)

    def written(self) -> tuple[str, int]:
        """Return the picture as SVG, and its height."""
        sheet = _Sheet()
        room = self.width - 2 * MARGIN
        for words in _wrapped(self.heading, HEAD * 1.1, room):
            sheet.line(words, MARGIN, HEAD, "ink strong", room / 1.1)
        for caption in self.captions:
            for words in _wrapped(caption, SMALL, room):
                sheet.line(words, MARGIN, SMALL, "soft", room)
        if self.lanes and self.view is not None:
            self._plot(sheet)
        sheet.y += MARGIN / 2
        height = round(sheet.y + 0.5)
        ground = element("rect", width=self.width, height=height, class_="ground")
        described = "\n".join([self.heading, *self.captions])
        inside = (tip(described), style(), patterns(self.name), ground, *sheet.parts)
        svg = element(
            "svg",
            *inside,
            xmlns="http://www.w3.org/2000/svg",
            class_=ROOT,
            width=self.width,
            height=height,
            viewBox=f"0 0 {self.width} {height}",
            role="group",
        )
        return svg, height

    def _plot(self, sheet: _Sheet) -> None:
        top = sheet.y + 4
        sheet.y = top + LINE + 4
        heading, grid = "", len(sheet.parts)
        for lane in self.lanes:
            if lane.heading != heading and lane.heading:
                sheet.y += 3
                sheet.line(lane.heading, MARGIN, SIZE, "ink strong", self.width - 2 * MARGIN)
            elif lane.heading != heading:
                sheet.y += GAP
            heading = lane.heading
            self._lane(sheet, lane)
        bottom = sheet.y
        sheet.parts[grid:grid] = self._axis(top, bottom)
        kinds = kinds_in(self.lanes)
        legend = Legend(kinds=kinds, name=self.name)
        sheet.y = legend.write(sheet.parts, sheet.y + 6, left=MARGIN, right=self.width - MARGIN)
        if self.empty:
            note = f"Without anybody or anything in these days, and left out: {'; '.join(self.empty)}."
            for words in _wrapped(lettering(note), SMALL, self.width - 2 * MARGIN):
                sheet.line(words, MARGIN, SMALL, "soft", self.width - 2 * MARGIN)

    def _axis(self, top: float, bottom: float) -> Iterator[str]:
        axis = self.axis
        plot = {"x": axis.left, "y": top + LINE, "width": axis.width, "height": bottom - top - LINE}
        yield element("rect", **plot, class_="plot none")
        for tick in ticks(axis, SMALL):
            x = number(axis.x(tick.day), axis.digits)
            yield element("line", x1=x, x2=x, y1=top + 2, y2=bottom, class_="tick grid", stroke_width=1.0)
            yield text(tick.text, axis.x(tick.day) + 3, top + SMALL, SMALL, "soft")

    def _lane(self, sheet: _Sheet, lane: Lane) -> None:
        parts: list[str] = [tip(lane.title)]
        inner = _Sheet(y=sheet.y, parts=parts)
        start = sheet.y
        if self.is_narrow:
            inner.line(lane.title, MARGIN, SIZE, "ink halo", self.width - 2 * MARGIN)
        for number_, row in enumerate(lane.rows):
            if self.is_narrow and row.caption:
                inner.line(row.caption, MARGIN, SMALL, "soft halo", self.width - 2 * MARGIN)
            bars = inner.y + Pen.strip_of(row)
            if not self.is_narrow:
                self._beside(inner, lane, row, bars, is_first=number_ == 0)
            self._row(inner, row, bars)
        for first, last in lane.learned:
            x, right = self.axis.x(first), self.axis.x(last + 1)
            frame = element(
                "rect",
                x=number(x, self.axis.digits),
                y=start + 1,
                width=number(right - x, self.axis.digits),
                height=inner.y - start - 2,
                class_="news none",
                stroke_width=1.4,
                stroke_dasharray="4 2",
            )
            parts.append(element("g", tip("The two views differ"), frame, class_="learned", role="listitem"))
        sheet.y = inner.y + (4 if len(lane.rows) > 1 else 0)
        sheet.parts.append(element("g", *parts, class_="lane", role="list"))

    def _beside(self, sheet: _Sheet, lane: Lane, row: Row, bars: float, *, is_first: bool) -> None:
        """Write the title of a lane, and the caption of a row, to the left of the bars."""
        room = self.axis.left - MARGIN - 8
        if is_first:
            y = bars - 5 if row.caption else bars
            top = _Sheet(y=y, parts=sheet.parts)
            top.line(lane.title, MARGIN, SIZE, "ink", room)
        if row.caption:
            _Sheet(y=bars + 10 if is_first else bars, parts=sheet.parts).line(
                row.caption, MARGIN, SMALL, "soft", room
            )

    def _row(self, sheet: _Sheet, row: Row, bars: float) -> None:
        pen = Pen(axis=self.axis, y=bars, name=self.name)
        parts = sheet.parts
        parts.extend(pen.stretch(one) for one in row.stretches)
        parts.extend(pen.edge(one) for one in row.edges)
        parts.extend(pen.rival(one) for one in row.rivals)
        parts.extend(pen.point(one) for one in row.points)
        taken: list[Box] = pen.rival_boxes(row.rivals)
        parts.extend(pen.glyphs([*row.edges, *row.points], taken))
        found, lost = self._labels(row, self.axis)
        sheet.y = bars + BAR
        if found:
            parts.extend(self._label(one, bars) for one in found)
            sheet.y += LINE * max(one.row for one in found)
        if row.caption and not self.is_narrow:
            sheet.y = max(sheet.y, bars + 10 + SMALL * 1.4)
        if lost:
            sheet.line(
                f"{lost} more names without room: in the tool tips",
                self.axis.left,
                SMALL,
                "soft",
                self.axis.width,
            )
        sheet.y += 1

    def _label(self, one: PlacedLabel, bars: float) -> str:
        """Return a label in its place, with its leader where it stands below."""
        if one.row == 0:
            class_ = "name label" if one.is_plain else "ink halo label"
            return text(one.text, one.x, bars + 13, SIZE, class_)
        y = bars + BAR + LINE * one.row - 4
        leader = element("line", x1=one.x, x2=one.x, y1=bars + BAR, y2=y, class_="grid", stroke_width=1.0)
        return leader + text(one.text, one.span[0], y, SIZE, "ink halo label")


def _label_requests(row: Row, axis: Axis) -> list[LabelRequest]:
    """Return the labels of a row, one for each turn: over its certain days where they are most of it."""
    turns: dict[int, list[Stretch]] = {}
    for one in row.stretches:
        if one.is_held:
            turns.setdefault(one.turn, []).append(one)
    requests: list[LabelRequest] = []
    for stretches in turns.values():
        sure = [one for one in stretches if one.standing == "sure" and not one.expected]
        ends = [axis.x(sure[0].first), axis.x(sure[-1].last + 1)] if sure else [0.0, 0.0]
        labels = stretches[0].labels
        is_plain = any(width_of(lettering(label), SIZE) + 8 <= ends[1] - ends[0] for label in labels)
        if not is_plain:
            ends = [axis.x(stretches[0].first), axis.x(stretches[-1].last + 1)]
        requests.append(LabelRequest(labels=labels, left=ends[0], right=ends[1], is_plain=is_plain))
    return requests


def _wrapped(words: str, size: float, room: float) -> Iterator[str]:
    """Yield a text as lines that have room."""
    line = ""
    for word in words.split(" "):
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
