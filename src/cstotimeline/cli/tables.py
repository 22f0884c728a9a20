"""The commands about tables: writing them to files, and asking again what a file says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from cstotimeline.cli.opening import history_of, timeline_of
from cstotimeline.cli.screen import ANSWERED, NO_ANSWER, print_json
from cstotimeline.core.errors import Fault, TableError, UnknownName, one_of, shown

if TYPE_CHECKING:
    from argparse import Namespace


def export(options: Namespace) -> int:
    """Write a table to a file."""
    from cstotimeline.exchange.files import write
    from cstotimeline.exchange.tables import NAMES

    if options.table not in NAMES:
        what = f"no such table, got {shown(options.table)}"
        raise UnknownName(Fault(where="export", what=what, remedy=f"name {one_of(options.table, NAMES)}"))
    if (options.table == "states") != (options.days is not None):
        what = "the table of states, and no other, is of some days"
        raise TableError(Fault(where="export", what=what, remedy="write: export states --days 2019-11"))
    history = history_of(options)
    asked = () if options.days is None else (options.days,)
    table = getattr(history, f"{options.table}_table")(*asked)
    write(table, Path(options.output))
    told = {"rows": table.num_rows, "columns": table.num_columns, "file": options.output}
    print(
        json.dumps(told)
        if options.json
        else f"{table.num_rows:,} rows of {options.table} in {options.output}"
    )
    return ANSWERED


def recheck(options: Namespace) -> int:
    """Print which answers of a file are different today."""
    from cstotimeline.exchange.files import read
    from cstotimeline.exchange.recheck import recheck as checked

    table, said = read(Path(options.file))
    found = checked(timeline_of(options, options.log), table, said)
    if options.json:
        rows = [
            {
                **{name: getattr(one, name) for name in ("row", "column", "before", "after")},
                "because": [event.id for event in one.events],
            }
            for one in found
        ]
        print_json({"stamp": said["stamp"], "differing": rows})
    else:
        for one in found:
            print(one)
        print(
            f"{len(found)} of {table.num_rows} rows differ"
            if found
            else f"{table.num_rows} rows, all as today"
        )
    return NO_ANSWER if found else ANSWERED
