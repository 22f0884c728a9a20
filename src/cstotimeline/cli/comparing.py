"""The command that compares two logs, or a log with an earlier release of it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from cstotimeline.cli.commands import ANSWERED, NO_ANSWER, print_json
from cstotimeline.cli.opening import timeline_of
from cstotimeline.views import text

if TYPE_CHECKING:
    from argparse import Namespace


def compare(options: Namespace) -> int:
    """Print which answers are others in a log than in an earlier one, on which days, and by which events."""
    new = timeline_of(_with_log(options, options.new or options.log))
    found = new.compared_with(_before(options))
    if options.json:
        print_json(found.to_dict())
    else:
        for one in found:
            print(text.one_line(str(one)))
        print(found.summary)
    return NO_ANSWER if len(found) else ANSWERED


def _before(options: Namespace) -> Any:
    """Return the earlier timeline; a digest or a stamp as it stands, which the later log begins with."""
    from cstotimeline.exchange.stamps import is_stamp

    if is_stamp(options.old):
        return options.old
    return timeline_of(_with_log(options, options.old))


def _with_log(options: Namespace, log: str | None) -> Namespace:
    return argparse.Namespace(**{**vars(options), "log": log})
