"""The command that draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cstotimeline.cli.opening import timeline_of
from cstotimeline.core.errors import Fault
from cstotimeline.views.drawing import DrawingError

if TYPE_CHECKING:
    from argparse import Namespace


def draw(options: Namespace) -> int:
    """Write a picture of a history, and print where it is."""
    history = timeline_of(options).as_of(recorded=options.recorded)
    days = options.known or []
    if len(days) > 2:
        what = f"expected one day or two, got {len(days)}"
        raise DrawingError(Fault(where="known", what=what, remedy="leave out the others"))
    known = (days[0], days[1]) if len(days) == 2 else days[0] if days else None
    drawing = history.draw(
        during=options.during,
        lanes=options.lane,
        known=known,
        expecting=options.expecting,
        title=options.title,
        width=options.width,
    )
    path = drawing.save(options.output)
    count = len(drawing.lanes)
    print(f"{path}: {count} lane{'' if count == 1 else 's'}")
    return 0
