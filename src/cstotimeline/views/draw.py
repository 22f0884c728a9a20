"""Drawing a history: lanes below one another along one axis, the doubt of every date to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import attrs

from cstotimeline.core.errors import Fault, shown
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.core.temporal.wording import date_in_words
from cstotimeline.views.choice import Choice, chosen, view_of
from cstotimeline.views.drawing import Drawing, DrawingError
from cstotimeline.views.lanes import Lane, View, days_in_words, difference, row_of
from cstotimeline.views.layout import Layout
from cstotimeline.views.lettering import lettering

if TYPE_CHECKING:
    from cstotimeline.core.query.questions import Question
    from cstotimeline.core.query.timeline import Timeline

WIDTH, WIDTHS = 800, (320, 4_000)
_NOTHING = ("The history holds nothing about what was asked.",)


@attrs.frozen
class _ShownTimeline:
    """A timeline as one row of each lane shows it; ``plain``: the same without what is expected."""

    caption: str
    short: str
    timeline: Timeline
    plain: Timeline | None


def draw(
    timeline: Timeline,
    *,
    during: Any = None,
    lanes: Iterable[Any] | str | None = None,
    known: Any = None,
    expecting: bool = False,
    title: str = "",
    width: int = WIDTH,
) -> Drawing:
    """Return a picture of a timeline; see :meth:`~cstotimeline.Timeline.draw`.

    >>> from cstotimeline import load
    >>> draw(load(), during="2015", lanes="presidency").lanes
    ('presidency',)
    """
    if type(width) is not int or not WIDTHS[0] <= width <= WIDTHS[1]:
        what = f"expected a whole number of pixels from {WIDTHS[0]} to {WIDTHS[1]}, got {shown(width)}"
        raise DrawingError(Fault(where="width", what=what, remedy="leave it out for 800"))
    seen = list(_views(timeline, known, expecting=expecting))
    choices = chosen(timeline, lanes)
    view = view_of([choice.of(one.timeline) for one in seen for choice in choices], during)
    drawn: list[Lane] = []
    empty: dict[str, list[str]] = {}
    if view is not None:
        for choice in choices:
            lane = _lane(choice, seen, view)
            if choice.heading and lane.is_empty:
                empty.setdefault(choice.heading, []).append(choice.title)
            else:
                drawn.append(lane)
    return _written(
        Layout(
            width=width,
            heading=lettering(title, 300) or _title(drawn),
            captions=_captions(seen, view, drawn),
            lanes=tuple(drawn),
            view=view,
            empty=tuple(f"{heading}: {', '.join(titles)}" for heading, titles in empty.items()),
        )
    )


def draw_questions(asked: Mapping[str, Question[Any]]) -> Drawing:
    """Return a picture of questions, each under a title of its own, as they are.

    >>> from cstotimeline import load
    >>> draw_questions({"who presides": load().presidency}).lanes
    ('who presides',)
    """
    view = view_of([*asked.values()], None)
    lanes: tuple[Lane, ...] = ()
    if view is not None:
        lanes = tuple(
            Lane(title=name, heading="", rows=(row_of(one, None, view, ""),)) for name, one in asked.items()
        )
    captions = (days_in_words(view.first, view.last),) if view is not None else _NOTHING
    return _written(
        Layout(width=WIDTH, heading=_title(lanes), captions=captions, lanes=lanes, view=view, empty=())
    )


def _written(layout: Layout) -> Drawing:
    """Return the picture, the ids in it made from what it shows, so that no two pictures of a page share one."""
    name = f"c{crc32(repr(layout).encode()):08x}"
    svg, height = attrs.evolve(layout, name=name).written()
    lanes = tuple(lane.title for lane in layout.lanes)
    return Drawing(svg=svg, width=layout.width, height=height, lanes=lanes)


def _views(timeline: Timeline, known: Any, *, expecting: bool) -> Iterator[_ShownTimeline]:
    """Yield the timelines of the rows of each lane: one, or where ``known`` is a pair two."""
    if isinstance(known, tuple | list) and len(known) != 2:
        what = f"expected a day or two of them, got {len(known)}"
        raise DrawingError(Fault(where="known", what=what, remedy="give (earlier, later)"))
    days = known if isinstance(known, tuple | list) else (known,)
    for day in days:
        asked = timeline if day is None else timeline.known(by=day)
        limit = asked.clocks.known
        caption = "all that is known" if limit is None else f"known by {_in_words(limit)}"
        short = caption if limit is None else f"known by {limit.text}"
        plain = None
        if expecting:
            plain, asked, caption = asked, asked.expecting(), f"{caption}, with what was expected"
        yield _ShownTimeline(caption, short, asked, plain)


def _in_words(moment: QueryTime) -> str:
    return date_in_words(PartialDate.of_ordinal(moment.ordinal)) if moment.epoch is None else moment.text


def _lane(choice: Choice, seen: list[_ShownTimeline], view: View) -> Lane:
    rows = tuple(
        row_of(
            choice.of(one.timeline),
            None if one.plain is None else choice.of(one.plain),
            view,
            one.short if len(seen) > 1 else "",
        )
        for one in seen
    )
    learned = difference(rows[0], rows[1]) if len(rows) > 1 else ()
    return Lane(title=choice.title, heading=choice.heading, rows=rows, learned=learned)


def _title(lanes: Sequence[Lane]) -> str:
    if not lanes:
        return "Nothing to draw"
    names = list(dict.fromkeys(lane.heading or lane.title for lane in lanes))
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def _captions(seen: list[_ShownTimeline], view: View | None, lanes: list[Lane]) -> tuple[str, ...]:
    if view is None or not lanes:
        return _NOTHING
    clocks = seen[0].timeline.clocks
    views = "" if seen[0].caption == "all that is known" else seen[0].caption
    if len(seen) > 1:
        views = f"above: {seen[0].caption}; below: {seen[1].caption}"
    recorded = f"recorded by {clocks.recorded.text}" if clocks.recorded is not None else ""
    days = days_in_words(view.first, view.last)
    return tuple(text for text in (days, views, recorded) if text)
