"""The command that writes a page to explore a history with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cstotimeline.cli.opening import history_of

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
        history = history_of(options)
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
