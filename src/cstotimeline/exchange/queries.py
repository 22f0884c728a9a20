"""Tables that are queries: what is added is an expression of the query, which runs when the table is read."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from cstotimeline.core.errors import Fault, TableError
from cstotimeline.exchange.dialects import Dialect
from cstotimeline.exchange.frames import Adapter
from cstotimeline.exchange.plan import Plan
from cstotimeline.exchange.sql import case, pieces_of


class Query(Adapter):
    """A table that is a query, in some dialect of SQL."""

    dialect: ClassVar[Dialect]
    error: ClassVar[str]
    """The function that fails with a message."""
    timestamp: ClassVar[str]
    """The type of time stamps without a zone."""
    no_day: ClassVar[str]
    """A condition on the text ``{0}``, which holds where it is not written as a day."""
    in_memory: ClassVar[str]
    """What to annotate instead where the rows are needed."""

    @abstractmethod
    def type_of(self, name: str) -> str:
        """Return the type of a column, in capitals."""

    def expressions(self, plan: Plan) -> list[str]:
        """Return the columns that are added, each as an expression with its name.

        Raises:
            TableError: a clock is a column; the column of days is of another type.
        """
        if plan.known_column or plan.recorded_column:
            what = "known= and recorded= as columns need the rows in memory, got a query"
            raise TableError(Fault(where="table", what=what, remedy=f"annotate {self.in_memory}"))
        name = self.dialect.identifier
        day = self._day(plan.on)
        key = "" if plan.key is None else name(plan.key)
        return [
            f"{case(pieces, day, key, self.dialect)} AS {name(one.column + suffix)}"
            for one in plan.wanted
            for suffix, pieces in pieces_of(one, plan.companions, plan.known, plan.recorded).items()
        ]

    def _day(self, name: str) -> str:
        """Return an expression for the day of a row, which fails where the row has something else."""
        kind = self.type_of(name)
        column = self.dialect.identifier(name)
        day = f"CAST({column} AS DATE)"
        if kind == "DATE":
            return column
        if kind.startswith(self.timestamp) and "TIME ZONE" not in kind:
            wrong = f"{column} > CAST({day} AS {self.timestamp})"
            what = "a time of day needs an offset or a zone"
        elif kind in ("VARCHAR", "STRING"):
            wrong = self.no_day.format(column)
            what = "a text that is no day such as 2019-11-20"
        else:
            what = f"expected dates, time stamps without a zone or text, got {kind}"
            remedy = f"make it a column of days, or annotate {self.in_memory}"
            raise TableError(Fault(where=f"column {name!r}", what=what, remedy=remedy))
        said = self.dialect.text(f"column {name!r}: {what}; make it a date")
        return f"CASE WHEN {wrong} THEN CAST({self.error}({said}) AS DATE) ELSE {day} END"


class Relation(Query):
    """A relation of DuckDB."""

    dialect = Dialect("duckdb")
    error = "error"
    timestamp = "TIMESTAMP"
    no_day = "NOT regexp_full_match({0}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
    in_memory = "relation.to_arrow_table()"

    def type_of(self, name: str) -> str:
        """Return the type of a column."""
        return str(self.frame.types[self.columns.index(name)])

    def annotated(self, plan: Plan) -> Any:
        """Return a relation with more columns; it is not run."""
        return self.frame.project(f"*, {', '.join(self.expressions(plan))}")
