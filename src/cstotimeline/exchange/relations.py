"""Relations of DuckDB: what is added is an expression of the query, which runs when the relation is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cstotimeline.core.errors import Fault, TableError
from cstotimeline.exchange.adapter import Adapter
from cstotimeline.exchange.dialects import Dialect
from cstotimeline.exchange.plan import Plan
from cstotimeline.exchange.sql import case, pieces_of

_DUCKDB = Dialect("duckdb")
_TEXT_DAY = r"'[0-9]{4}-[0-9]{2}-[0-9]{2}'"


class Relation(Adapter):
    """A relation of DuckDB."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        return list(self.frame.columns)

    def annotated(self, plan: Plan) -> Any:
        """Return a relation with more columns; it is not run."""
        refuse_clock_columns(plan, "relation.to_arrow_table()")
        day = self._day(plan.on)
        key = "" if plan.key is None else _DUCKDB.identifier(plan.key)
        added = [
            f"{case(pieces, day, key, _DUCKDB)} AS {_DUCKDB.identifier(one.column + suffix)}"
            for one in plan.wanted
            for suffix, pieces in pieces_of(one, plan.companions, plan.known, plan.recorded).items()
        ]
        return self.frame.project(f"*, {', '.join(added)}")

    def _day(self, name: str) -> str:
        """Return an expression for the day of a row, which refuses what is no day."""
        kind = str(self.frame.types[self.columns.index(name)])
        column = _DUCKDB.identifier(name)
        if kind == "DATE":
            return column
        if kind.startswith("TIMESTAMP") and "TIME ZONE" not in kind:
            said = _DUCKDB.text(f"column {name!r}: a time of day needs an offset or a zone; make it a DATE")
            return (
                f"CASE WHEN CAST({column} AS TIMESTAMP) > CAST({column} AS DATE)"
                f" THEN CAST(error({said}) AS DATE) ELSE CAST({column} AS DATE) END"
            )
        if kind == "VARCHAR":
            said = _DUCKDB.text(f"column {name!r}: a text that is no day such as 2019-11-20; make it a DATE")
            return (
                f"CASE WHEN {column} IS NULL OR regexp_full_match({column}, {_TEXT_DAY})"
                f" THEN CAST({column} AS DATE) ELSE CAST(error({said}) AS DATE) END"
            )
        what = f"expected dates, time stamps without a zone or text, got {kind}"
        remedy = "make it a column of days, or annotate relation.to_arrow_table()"
        raise TableError(Fault(where=f"column {name!r}", what=what, remedy=remedy))


def refuse_clock_columns(plan: Plan, instead: str) -> None:
    """Refuse clocks that are columns.

    Raises:
        TableError: a clock is a column.
    """
    if plan.known_column or plan.recorded_column:
        what = "known= and recorded= as columns need the rows in memory, got a query"
        raise TableError(Fault(where="table", what=what, remedy=f"annotate {instead}"))
