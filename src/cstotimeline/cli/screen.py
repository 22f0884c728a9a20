"""What all commands print with: exit statuses, colours of the terminal, JSON, and lines on standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cstotimeline.views.text import Style

ANSWERED, NO_ANSWER, BAD_INPUT = 0, 1, 2
"""The exit statuses; findings and differences are ``NO_ANSWER`` as well."""


def style_of_screen() -> Style:
    """Return how to mark words: on a terminal in colour, unless ``NO_COLOR`` is set."""
    from cstotimeline.views.text import Style

    return Style(colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))


def print_json(data: Any) -> None:
    """Print data as JSON that can be read by people too."""
    from cstotimeline.views.text import escaped

    print(escaped(json.dumps(data, ensure_ascii=False, indent=2)))


def print_to_stderr(what: str) -> None:
    """Print a line on standard error, if there is one."""
    if sys.stderr is not None:
        from cstotimeline.views.text import one_line

        print(f"cstotimeline: {one_line(what)}", file=sys.stderr)
