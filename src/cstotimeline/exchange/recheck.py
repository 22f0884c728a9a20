"""Rechecking: the questions behind a table, asked again of today's record, and what is another answer now."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.errors import Fault, TableError, UnknownKeys, UnknownName
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import acts_on
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.exchange.annotate import annotate
from cstotimeline.exchange.files import texts_in
from cstotimeline.exchange.stamps import Stamp
from cstotimeline.exchange.tables import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

_TABLES = {name for name in NAMES if name != "states"}


@attrs.frozen(kw_only=True)
class Differing:
    """A cell, or a row, that is another today: ``row`` from 0, -1 for one that is only in today's table."""

    row: int
    column: str
    before: str
    after: str
    events: tuple[Event, ...] = ()

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row >= 0 else "new row"
        told = [f"{event.id} ({event.sources[0].label})" for event in self.events]
        by = f"; by {', '.join(told)}" if told else ""
        return f"{where} {self.column}: {self.before or 'nothing'} -> {self.after or 'nothing'}{by}"


def recheck(timeline: Timeline, table: Any, metadata: dict[str, Any]) -> list[Differing]:
    """Return what is another answer today than in a table, under the clocks of its stamp.

    Arguments:
        timeline: the log of today, with all clocks at everything.
        table: the table, as :func:`~cstotimeline.exchange.files.read` returns it.
        metadata: its metadata, as the same function returns it.

    Raises:
        LogError: the log is not the one of the stamp, or an older one.
        TableError: what the metadata tells cannot be asked again.
    """
    timeline.as_of_stamp(metadata["stamp"])  # it is the same log, or a longer one
    made = Stamp.parse(metadata["stamp"])
    clocks = made.clocks
    today = timeline.as_of(known=clocks.known, recorded=clocks.recorded)
    today = today.expecting() if clocks.expecting else today
    if "table" in metadata:
        return list(_of_table(today, table, metadata, made))
    return list(_of_rows(today, table, metadata, made))


def _of_rows(today: Timeline, table: Any, metadata: dict[str, Any], made: Stamp) -> Iterator[Differing]:
    on, add = metadata.get("on"), metadata.get("add")
    if not isinstance(on, str) or not isinstance(add, dict) or on not in table.column_names:
        what, remedy = "what was asked cannot be asked again", "keep the columns that were looked up by"
        raise TableError(Fault(where="metadata", what=what, remedy=remedy))
    known, recorded = metadata.get("known"), metadata.get("recorded")
    named = (on, metadata.get("key"), known, recorded)
    columns: list[str] = table.column_names
    inputs: set[str] = {name for name in columns if name in named}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownKeys)
        now = annotate(
            today,
            table.select(sorted(inputs)),
            on=on,
            add=add,
            key=metadata.get("key"),
            known=known,
            recorded=recorded,
            **{name: bool(value) for name, value in metadata.get("options", {}).items()},
        )
    for name in now.column_names:
        if name in inputs or name not in table.column_names:
            continue
        before, after = texts_in(table[name]), texts_in(now[name])
        aspect = max((column for column in add if name.startswith(column)), key=len)
        for row, (one, other) in enumerate(zip(before, after, strict=True)):
            if one != other:
                cells = {column: table[column][row].as_py() for column in inputs}
                events = _events(today, metadata, add[aspect], cells, made)
                yield Differing(row=row, column=name, before=one or "", after=other or "", events=events)


def _events(
    today: Timeline, metadata: dict[str, Any], aspect: str, cells: dict[str, Any], made: Stamp
) -> tuple[Event, ...]:
    """Return the events behind today's answer that were recorded since; all of them where none was."""
    clocks = {name: cells.get(metadata.get(name, ""), metadata.get(name)) for name in ("known", "recorded")}
    question = today.as_of(**clocks)[aspect]
    try:
        if not hasattr(question, "at") or hasattr(question, "keys"):
            question = question[cells[metadata["key"]]]
        answer = question.at(cells[metadata["on"]])
    except (UnknownName, KeyError):
        return ()
    return newer(today, answer.events, made.length) or answer.events


def newer(today: Timeline, events: Sequence[Event], length: int) -> tuple[Event, ...]:
    """Return what was recorded after the first ``length`` records: of some events, and what corrects, withdraws or
    disputes one of them.
    """
    ids = {event.id for event in events}
    claims = {event.claim for event in events if event.claim}
    return tuple(
        record.event
        for record in today.log[length:]
        if record.event.id in ids or acts_on(record.event) in ids or record.event.claim in claims
    )


def _of_table(today: Timeline, table: Any, metadata: dict[str, Any], made: Stamp) -> Iterator[Differing]:
    name = metadata["table"]
    if name == "states":
        now = today.states_table(metadata.get("days", []))
    elif name == "panel":
        now = today.panel(**metadata.get("options", {}))
    elif name in _TABLES:
        now = getattr(today, f"{name}_table")()
    else:
        what = f"there is no table of this name, got {name!r}"
        raise TableError(Fault(where="metadata", what=what, remedy=f"name one of {', '.join(NAMES)}"))
    shared = [column for column in table.column_names if column in now.column_names]
    before, after = _rows(table, shared), _rows(now, shared)
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    for number, row in enumerate(before):
        if gone[row] > 0:
            gone[row] -= 1
            yield Differing(row=number, column=name, before=_line(row), after="")
    for row in after:
        if new[row] > 0:
            new[row] -= 1
            events = tuple(r.event for r in today.log[made.length :] if r.event.id in " ".join(map(str, row)))
            yield Differing(row=-1, column=name, before="", after=_line(row), events=events)


def _rows(table: Any, columns: list[str]) -> list[tuple[str | None, ...]]:
    return list(zip(*(texts_in(table[column]) for column in columns), strict=True))


def _line(row: tuple[str | None, ...]) -> str:
    return ", ".join(cell for cell in row[:5] if cell)
