"""The explorer: a whole history in one HTML file that needs no network, to be asked for any day in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from string import Template

import attrs

from cstotimeline.core.query.timeline import Timeline
from cstotimeline.views.page_data import Line, Spellings, chronicle_of, packed, page_data

_SCRIPTS = tuple(
    f"page_{name}.js" for name in ("unpack", "words", "model", "search", "picture", "parts", "view")
)
_PACKAGE = "cstotimeline.views"
_COMMENT = re.compile(r"/?\*.*|//.*")
_CAST = re.compile(r"/\*\* @type [^*]*\*/ ?")


@attrs.frozen(kw_only=True, repr=False)
class Page:
    """A page: ``html`` is the whole of it.

    >>> page = Page(html="<!doctype html>")
    >>> len(page), page
    (15, <Page: 15 bytes>)
    """

    html: str

    def save(self, path: str | Path) -> Path:
        """Return the path of the file that now holds the page.

        Raises:
            OSError: the file cannot be written.
        """
        target = Path(path)
        target.write_text(self.html, encoding="utf-8", newline="\n")
        return target

    def __len__(self) -> int:
        return len(self.html.encode("utf-8"))

    def __repr__(self) -> str:
        return f"<Page: {len(self)} bytes>"


def page(history: Timeline, *, title: str = "Timeline", spellings: Spellings | None = None) -> Page:
    """Return the page of a history, as its clocks show it.

    Arguments:
        history: a timeline of any organization.
        title: the heading.
        spellings: other spellings of names, by the name; a search for one finds them all.

    Raises:
        LogError: the timeline is one in which announcements come true.

    >>> from cstotimeline import Timeline
    >>> page(Timeline([]), title="An empty <log>").html.count("An empty &lt;log&gt;")
    2
    """
    data = packed(page_data(history, title=title, spellings=spellings or {}))
    style, script = _read("page.css"), "".join(_read(name) for name in _SCRIPTS)
    shell = Template(files(_PACKAGE).joinpath("page.html").read_text(encoding="utf-8"))
    html = shell.substitute(
        policy=_policy(style, script),
        title=escape(title),
        style=style,
        script=script,
        data=data,
        chronicle="\n".join(_chronicle(chronicle_of(history))),
    )
    return Page(html=html)


def _read(name: str) -> str:
    """Return a file of this package without its comments, each of which has lines of its own, and indents."""
    text = files(_PACKAGE).joinpath(name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines() if line.strip() != '"use strict";')
    kept = (_CAST.sub("", line) for line in lines if line and not _COMMENT.fullmatch(line))
    return "".join(f"{line}\n" for line in kept)


def _policy(style: str, script: str) -> str:
    """Return the content security policy: this style and this script, and nothing from anywhere."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
        ]
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _chronicle(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines of the chronicle: the events by year, in the order in which they occurred."""
    if not lines:
        yield "<p>This log holds no event.</p>"
    for year, events in groupby(lines, key=lambda line: line.year):
        yield f"<h2>{escape(year)}</h2><ul>"
        yield from (f"<li>{escape(line.occurred)} {escape(line.title)}" for line in events)
        yield "</ul>"
