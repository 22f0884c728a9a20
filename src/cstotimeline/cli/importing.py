"""The command that adds the rows of a table to a log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cstotimeline.cli.opening import codec_of, organization_of
from cstotimeline.cli.screen import ANSWERED
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.shipped import open_log

if TYPE_CHECKING:
    from argparse import Namespace

    from cstotimeline.core.codec.codec import Codec
    from cstotimeline.exchange.term_rows import TermReading


def import_terms(options: Namespace) -> int:
    """Add the terms of a table to a log: all rows, or nothing; with ``--skip`` all rows that are not faulty."""
    from cstotimeline.stores.opening import without_secrets

    reading = _reading(options)
    skipped = Path(options.skip) if options.skip else None
    if skipped is None:
        reading.demand_none_faulty()
    elif skipped.exists():
        what = f"this file exists already, got {shown(options.skip)}"
        raise LogError(Fault(where="skip", what=what, remedy="name a new file"))
    rows = len(reading.table.rows) + len(reading.table.faults)
    if options.dry_run:
        print(f"{len(reading.terms):,} of {rows:,} rows are terms; nothing was written")
        return ANSWERED
    codec = terms_codec() if organization_of(options) is None else codec_of(options)
    with open_log(options.log, codec=codec) as log:
        added = log.append(*reading.terms)
    print(f"added {len(added):,} terms of {rows:,} rows to {without_secrets(options.log)}")
    if skipped is not None and reading.faults:
        reading.write_rejected(skipped)
        print(f"wrote {rows - len(reading.terms):,} faulty rows to {options.skip}")
    return ANSWERED


def terms_codec() -> Codec:
    """Return the codec of a log of terms, and of the kinds that every log may hold."""
    from cstotimeline.core.codec.codec import Codec
    from cstotimeline.core.events.amendments import AMENDMENTS
    from cstotimeline.core.events.announcements import ABOUT_EXPECTATIONS
    from cstotimeline.core.events.coverage import CoverageDeclared
    from cstotimeline.core.events.terms import TermHeld

    return Codec((TermHeld, *AMENDMENTS, *ABOUT_EXPECTATIONS, CoverageDeclared))


def _reading(options: Namespace) -> TermReading:
    from cstotimeline.core.events.citations import Citation
    from cstotimeline.core.temporal.edtf import PartialDate
    from cstotimeline.exchange.row_sources import read_table
    from cstotimeline.exchange.term_columns import TermColumns
    from cstotimeline.exchange.term_rows import terms_in

    given = options.publisher
    columns = TermColumns(
        office=options.office,
        office_from=options.office_from,
        holder=options.holder,
        start=options.start,
        end=options.end,
        of=tuple(options.of),
        ids=options.ids,
        acting=options.acting,
        note=options.note,
        cited=Citation(publisher=given, address=options.address) if given is not None else options.source,
        empty_end=PartialDate.OPEN if options.empty_end == "open" else PartialDate.UNKNOWN,
    )
    table = read_table(options.table, encoding=options.encoding, delimiter=options.delimiter)
    return terms_in(table, columns)
