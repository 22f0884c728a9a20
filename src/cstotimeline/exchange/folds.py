"""Folds of event tables a key at a time: what one worker of a cluster does, and the same here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.errors import Fault, TableError, shown
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.points import When
from cstotimeline.exchange.columns import as_text
from cstotimeline.exchange.libraries import arrow, compute

if TYPE_CHECKING:
    from cstotimeline.core.codec.codec import Codec
    from cstotimeline.core.events.event import Event

_KINDS = {"key": "string", "value": "string", "certain": "bool_", "covered": "bool_"}
"""The types of the columns of the answers, by their names in pyarrow."""

FOLD_SCHEMA = "key string, value string, certain boolean, covered boolean"
"""The columns of the answers, as Spark writes a schema."""


@attrs.frozen(kw_only=True)
class Fold:
    """What folds the events of one key: a function from their table to a table with one row, the answer.

    Attributes:
        projection: what folds them, with keys or without.
        key: the column of keys; all rows of a table have the same.
        line: the column of events, as lines of a log, with ``recorded`` or without.
        at: the day or instant that is asked for.
        codec: the codec of the lines.
        through: the last day that is covered where no coverage is declared; by default every day is.
    """

    projection: Projection[Any]
    key: str
    line: str
    at: When
    codec: Codec
    through: When | None = None

    def __call__(self, table: Any) -> Any:
        """Return the answer of the key of a table: ``key``, ``value``, ``certain``, ``covered``."""
        pa = arrow()
        key = table[self.key][0].as_py()
        events = [self._event(line) for line in table[self.line].to_pylist()]
        asked = Timeline(events, [self.projection], through=self.through)[self.projection.name]
        answer: Any = (asked[key] if isinstance(asked, Questions) else asked).at(self.at)
        value = answer.label if hasattr(answer, "label") else as_text(answer.value)
        row = {"key": str(key), "value": value, "certain": answer.certain, "covered": answer.covered}
        return pa.table({name: pa.array([cell], getattr(pa, _KINDS[name])()) for name, cell in row.items()})

    def _event(self, line: str) -> Event:
        if line.startswith('{"recorded"'):
            return self.codec.from_line(line, 1).event
        return self.codec.from_draft(line)


def fold_table(table: Any, fold: Fold) -> Any:
    """Return the answers for all keys of a table, sorted by key: what a cluster gives, worked out here.

    Raises:
        TableError: a row without a key.
    """
    pa = arrow()
    if table[fold.key].null_count:
        what = f"a row without a key in column {shown(fold.key)}"
        raise TableError(Fault(where="table", what=what, remedy="leave such rows out"))
    empty = pa.schema({name: getattr(pa, kind)() for name, kind in _KINDS.items()}).empty_table()
    return pa.concat_tables([empty, *(fold(part) for part in _by_key(table, fold.key))])


def _by_key(table: Any, key: str) -> Iterator[Any]:
    pc = compute()
    for value in sorted(pc.unique(table[key]).to_pylist()):
        yield table.filter(pc.equal(table[key], value))
