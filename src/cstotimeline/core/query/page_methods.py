"""Pages: what a timeline offers to look at in a browser. The maker is resolved when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from cstotimeline.core.late import resolve

_PAGE = "cstotimeline.views.page:page"


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


class PageMethods:
    """The method of a timeline that makes a page."""

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
