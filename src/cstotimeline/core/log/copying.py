"""Copying: the records of one log added to another, with the instants at which they were recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cstotimeline.core.errors import Fault, LogError
from cstotimeline.core.log.log import Log
from cstotimeline.core.log.records import Record


def copy_log(source: Log, target: Log) -> tuple[Record, ...]:
    """Return the records of ``source`` that ``target`` did not hold yet, having added them to it.

    ``target`` is empty or holds the first records of ``source``, so that a copy that broke off is continued by
    copying again. Records of one instant are added together, all or none; each keeps its position and instant.

    Raises:
        LogError: ``target`` holds other records, is written to by others meanwhile, or refuses what it is given.
    """
    records, held = source.read(), target.read()
    for ours, theirs in zip(records, held, strict=False):
        if ours != theirs:
            what = f"the target holds another record at position {theirs.position}, {theirs.event.id}"
            raise LogError(Fault(where="copy", what=what, remedy="copy to a log that is empty or was copied"))
    if len(held) > len(records):
        what = f"the target holds {len(held)} records, the source {len(records)}"
        raise LogError(Fault(where="copy", what=what, remedy="copy the other way round"))
    return tuple(_copied(list(records)[len(held) :], target))


def _copied(records: Sequence[Record], target: Log) -> Iterator[Record]:
    for instant, together in groupby(records, key=lambda record: record.instant):
        batch = list(together)
        events = (record.event for record in batch)
        yield from target.append(*events, expected=batch[0].position - 1, recorded=instant)
