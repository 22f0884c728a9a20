"""Frames of Spark and Spark Connect: what is added is an expression of the query; workers need no Python for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cstotimeline.core.errors import Fault, TableError
from cstotimeline.exchange.adapter import Adapter
from cstotimeline.exchange.dialects import Dialect
from cstotimeline.exchange.folds import FOLD_SCHEMA, Fold
from cstotimeline.exchange.plan import Plan
from cstotimeline.exchange.relations import refuse_clock_columns
from cstotimeline.exchange.sql import case, pieces_of

_SPARK = Dialect("spark")
_TEXT_DAY = "'^[0-9]{4}-[0-9]{2}-[0-9]{2}$'"


class SparkFrame(Adapter):
    """A frame of Spark or Spark Connect."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        return list(self.frame.columns)

    def annotated(self, plan: Plan) -> Any:
        """Return a frame with more columns; nothing is collected."""
        refuse_clock_columns(plan, "frame.toArrow(), or inside mapInArrow")
        day = self._day(plan.on)
        key = "" if plan.key is None else _SPARK.identifier(plan.key)
        added = [
            f"{case(pieces, day, key, _SPARK)} AS {_SPARK.identifier(one.column + suffix)}"
            for one in plan.wanted
            for suffix, pieces in pieces_of(one, plan.companions, plan.known, plan.recorded).items()
        ]
        return self.frame.selectExpr("*", *added)

    def _day(self, name: str) -> str:
        """Return an expression for the day of a row, which refuses what is no day."""
        kind = dict(self.frame.dtypes)[name]
        column = _SPARK.identifier(name)
        if kind == "date":
            return column
        if kind == "timestamp_ntz":
            said = _SPARK.text(f"column {name!r}: a time of day needs an offset or a zone; make it a date")
            wrong = f"{column} > CAST(CAST({column} AS DATE) AS TIMESTAMP_NTZ)"
            return f"CASE WHEN {wrong} THEN CAST(raise_error({said}) AS DATE) ELSE CAST({column} AS DATE) END"
        if kind == "string":
            said = _SPARK.text(f"column {name!r}: a text that is no day such as 2019-11-20; make it a date")
            wrong = f"NOT {column} RLIKE {_TEXT_DAY}"
            return f"CASE WHEN {wrong} THEN CAST(raise_error({said}) AS DATE) ELSE CAST({column} AS DATE) END"
        what = f"expected dates, time stamps without a zone or text, got {kind}"
        raise TableError(Fault(where=f"column {name!r}", what=what, remedy="make it a column of dates"))


def fold_by_key(frame: Any, fold: Fold) -> Any:
    """Return, of a frame of Spark with events as lines, the answer for each key: ``key``, ``value``, ``certain``,
    ``covered``.

    Each key's events are folded by one worker, by the engine itself, as
    :func:`~cstotimeline.exchange.folds.fold_table` does it here; workers need this package and pyarrow.
    """

    def folded(table: Any) -> Any:  # Spark counts the arguments of a function
        return fold(table)

    return frame.groupBy(fold.key).applyInArrow(folded, FOLD_SCHEMA)
