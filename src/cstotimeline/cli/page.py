"""The command that writes a page to explore a history with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstotimeline.core.errors import Fault, LogError, UnknownName, shown

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace


def page(options: Namespace) -> int:
    """Write the page of a history to a file."""
    target = Path(options.output)
    was_there = target.exists()
    with target.open("ab"):
        pass  # a file that cannot be written is told before the work
    try:
        history = _history(options).as_of(known=options.known, recorded=options.recorded)
        made = history.page(**({"title": options.title} if options.title else {}))
        made.save(target)
    except BaseException:
        if not was_there:
            target.unlink(missing_ok=True)
        raise
    print(f"wrote {options.output}: {len(made)} bytes")
    return 0


def page_options(options: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    options.add_argument("-o", "--output", metavar="FILE", required=True, help="the HTML file to write")
    options.add_argument("--title", metavar="TEXT", help="the heading")
    options.add_argument(
        "--log", metavar="LOG", help="instead of the shipped log: a file, a folder, a database"
    )
    options.add_argument("--known", metavar="DAY", help="as it was known by the end of that day")
    options.add_argument("--recorded", metavar="INSTANT", help="as the log held it at that instant")
    options.add_argument(
        "--organization",
        metavar="MODULE:NAME",
        help="another organization than the CSTO: it has a codec, and makes the timeline of a log's records",
    )


def _history(options: Namespace) -> Any:
    """Return the timeline of the log that the options name."""
    from cstotimeline.shipped import load, open_log

    if options.organization is None:
        return load(options.log)
    organization = _organization(options.organization)
    if options.log is None:
        what = f"no log of {options.organization} is shipped"
        raise LogError(Fault(where="log", what=what, remedy="name one with --log"))
    with open_log(options.log, codec=organization.codec, read_only=True) as log:
        return organization.timeline(log.read())


def _organization(text: str) -> Any:
    """Return the organization that a text names, looked for in this folder too.

    Raises:
        UnknownName: there is no such module or name, or it is no organization.
    """
    from cstotimeline.core.late import resolve

    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        found = resolve(text)
    except (ImportError, AttributeError, ValueError):
        found = None
    if not hasattr(found, "codec") or not hasattr(found, "timeline"):
        what = f"expected MODULE:NAME of an organization, got {shown(text)}"
        remedy = "name one that has a codec and a method timeline"
        raise UnknownName(Fault(where="organization", what=what, remedy=remedy))
    return found
