"""The command that cites: the sources of events in a form that reference managers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cstotimeline.citing import cited
from cstotimeline.cli.opening import history_of
from cstotimeline.views.text import printable

if TYPE_CHECKING:
    from argparse import Namespace

ANSWERED = 0


def cite(options: Namespace) -> int:
    """Print the sources of events, each once, as they are after corrections."""
    history = history_of(options)
    listed = history.resolved.listed
    events = [listed.get(name) or history.log[name].event for name in options.ids]
    sources = [source for event in events for source in event.sources]
    print(printable(cited(sources, "csl" if options.json else options.form)))
    return ANSWERED
