"""Frames of Spark and Spark Connect: what is added is an expression of the query; workers need no Python for it."""

from __future__ import annotations

from typing import Any

from cstotimeline.exchange.dialects import Dialect
from cstotimeline.exchange.folds import FOLD_SCHEMA, Fold
from cstotimeline.exchange.plan import Plan
from cstotimeline.exchange.queries import Query


class SparkFrame(Query):
    """A frame of Spark or Spark Connect; workers need no Python for what is added."""

    dialect = Dialect("spark")
    error = "raise_error"
    timestamp = "TIMESTAMP_NTZ"
    no_day = "NOT {0} RLIKE '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$'"
    in_memory = "frame.toArrow(), or inside mapInArrow"

    def type_of(self, name: str) -> str:
        """Return the type of a column."""
        return str(dict(self.frame.dtypes)[name]).upper()

    def annotated(self, plan: Plan) -> Any:
        """Return a frame with more columns; nothing is collected."""
        return self.frame.selectExpr("*", *self.expressions(plan))


def fold_by_key(frame: Any, fold: Fold) -> Any:
    """Return, of a frame of Spark with events as lines, the answer for each key: ``key``, ``value``, ``certain``,
    ``covered``.

    Each key's events are folded by one worker, by the engine itself, as
    :func:`~cstotimeline.exchange.folds.fold_table` does it here; workers need this package and pyarrow.
    """

    def folded(table: Any) -> Any:  # Spark counts the arguments of a function
        return fold(table)

    return frame.groupBy(fold.key).applyInArrow(folded, FOLD_SCHEMA)
