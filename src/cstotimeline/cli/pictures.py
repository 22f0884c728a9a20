"""The commands that draw: a picture, and a page to explore a history with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cstotimeline.cli.opening import history_of, timeline_of
from cstotimeline.cli.screen import ANSWERED
from cstotimeline.core.errors import Fault
from cstotimeline.views.drawing import DrawingError

if TYPE_CHECKING:
    from argparse import Namespace


def draw(options: Namespace) -> int:
    """Write a picture of a history, and print where it is."""
    history = timeline_of(options, options.log).as_of(recorded=options.recorded)
    days = options.known or []
    if len(days) > 2:
        what = f"expected one day or two, got {len(days)}"
        raise DrawingError(Fault(where="known", what=what, remedy="leave out the others"))
    drawing = history.draw(
        during=options.during,
        lanes=options.lane,
        known=days if len(days) == 2 else next(iter(days), None),
        expecting=options.expecting,
        title=options.title,
        width=options.width,
    )
    path = drawing.save(options.output)
    count = len(drawing.lanes)
    print(f"{path}: {count} lane{'' if count == 1 else 's'}")
    return ANSWERED


def page(options: Namespace) -> int:
    """Write the page of a history to a file."""
    target = Path(options.output)
    was_there = target.exists()
    with target.open("ab"):
        pass  # fails before the long work where the file cannot be written
    try:
        history = history_of(options)
        made = history.page(**({"title": options.title} if options.title else {}))
        made.save(target)
    except BaseException:
        if not was_there:
            target.unlink(missing_ok=True)
        raise
    print(f"wrote {options.output}: {len(made)} bytes")
    return ANSWERED
