"""Pictures, pages and notebook views of what users hold; what makes them is imported when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Protocol

from cstotimeline.core.late import resolve
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.points import When

_DRAW = "cstotimeline.views.draw:draw"
_PAGE = "cstotimeline.views.page:page"
_AS_HTML = "cstotimeline.views.notebook:as_html"


class Picture(Protocol):
    """A picture: see :class:`~cstotimeline.views.drawing.Drawing`."""

    @property
    def svg(self) -> str:
        """Return the picture as an SVG document of its own."""
        ...

    @property
    def lanes(self) -> tuple[str, ...]:
        """Return the titles of its lanes."""
        ...

    def save(self, path: Any, *, scale: float = 2.0) -> Any:
        """Return the path after writing the picture to it, by its ending as ``.svg`` or ``.png``."""
        ...


class HtmlPage(Protocol):
    """A page: the whole of it is in ``html``."""

    @property
    def html(self) -> str:
        """Return the page as HTML."""
        ...

    def save(self, path: Any) -> Any:
        """Return the path of the file that now holds the page."""
        ...

    def __len__(self) -> int:
        """Return the size in bytes."""
        ...


class ShownInNotebooks:
    """What a notebook shows as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        html: str = resolve(_AS_HTML)(self)
        return html


class Drawable(ShownInNotebooks):
    """A timeline that can be drawn, and shown on a page.

    ``drawn_lanes`` are the aspects that a picture shows where none are named; none for all.
    """

    __slots__ = ()

    drawn_lanes: ClassVar[tuple[str, ...]] = ()

    def draw(
        self,
        *,
        during: str | PartialDate | Period | None = None,
        lanes: Iterable[Any] | str | None = None,
        known: When | tuple[When | None, When | None] | None = None,
        expecting: bool = False,
        title: str = "",
        width: int = 800,
    ) -> Picture:
        """Return a picture: a lane for each question along one axis of days, every doubt to be seen.

        Arguments:
            during: the days of the picture; by default all of which the lanes tell, and an open end as far.
            lanes: names of aspects, pairs of aspect and key, or questions; a name of an aspect with keys stands for a
                lane a key, those left out that have nothing in these days.
            known: the day to which the clock of knowledge is turned; two days for two rows a lane, the days framed on
                which they differ.
            expecting: whether open announcements are drawn, as such.
            title: the heading; by default the names of the lanes.
            width: the width in pixels, from 320 to 4,000; below 560 titles stand above their lanes.

        Raises:
            UnknownName: no aspect, or no key of it, has a name.
            DateError: ``during`` is no period, or ``known`` no day.
            DrawingError: too many lanes, or a width out of bounds.

        >>> from cstotimeline import load
        >>> picture = load().draw(during="2014/2016", lanes=["presidency", ("leaders", "Armenia")])
        >>> picture.lanes
        ('presidency', 'leaders: Armenia')
        """
        drawing: Picture = resolve(_DRAW)(
            self, during=during, lanes=lanes, known=known, expecting=expecting, title=title, width=width
        )
        return drawing

    def page(
        self, *, title: str = "Timeline", spellings: Mapping[str, Iterable[str]] | None = None
    ) -> HtmlPage:
        """Return the timeline as one HTML file that needs no network, to be asked for any day in a browser.

        It answers as :meth:`Timeline.at` does, for any day and as known on any other day. It takes a while to make,
        since every answer is worked out with its reasons.

        Arguments:
            title: the heading.
            spellings: other spellings of names, by the name, for searches.

        Raises:
            LogError: the timeline is one in which announcements come true.

        >>> from cstotimeline import Timeline
        >>> "This log holds no event" in Timeline([]).page(title="The club").html
        True
        """
        found: HtmlPage = resolve(_PAGE)(self, title=title, spellings=spellings)
        return found
