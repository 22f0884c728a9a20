"""Annotating: columns from history for dated rows, as :meth:`Timeline.annotate` describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cstotimeline.core.errors import Fault, TableError, shown
from cstotimeline.core.temporal.points import When
from cstotimeline.exchange.columns import Companions
from cstotimeline.exchange.frames import Adapter, Arrow, LazyPolars, PandasLike, Polars, Stream
from cstotimeline.exchange.libraries import arrow, library
from cstotimeline.exchange.plan import Plan, planned
from cstotimeline.exchange.wanted import Add

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline

KINDS = "pandas, polars, pyarrow, DuckDB, PySpark, or anything that gives an Arrow stream"


def annotate(
    timeline: Timeline,
    frame: Any,
    add: Add,
    *,
    on: str = "date",
    key: str | None = None,
    known: When | None = None,
    recorded: When | None = None,
    alternatives: bool = False,
    dates: bool = False,
    counts: bool = False,
) -> Any:
    """Return the frame with columns from history beside its own; see :meth:`Timeline.annotate`."""
    companions = Companions(alternatives=alternatives, dates=dates, counts=counts)
    adapter = adapter_of(frame)
    plan = planned(
        timeline,
        adapter.columns,
        on=on,
        add=add,
        key=key,
        known=known,
        recorded=recorded,
        companions=companions,
    )
    return adapter.annotated(plan)


def adapter_of(frame: Any) -> Adapter:
    """Return what reads and adds columns of a table.

    Raises:
        TableError: something that is no table, or one whose package is not installed.
    """
    pa = arrow()
    root = type(frame).__module__.partition(".")[0]
    if isinstance(frame, pa.Table | pa.RecordBatch):
        return Arrow(frame)
    if isinstance(frame, pa.RecordBatchReader):
        return Stream(frame)
    if root == "polars" and type(frame).__name__ in ("DataFrame", "LazyFrame"):
        return (Polars if type(frame).__name__ == "DataFrame" else LazyPolars)(frame)
    if root == "pandas" and type(frame).__name__ == "DataFrame":
        return PandasLike(frame)
    if root in ("duckdb", "_duckdb") and type(frame).__name__ == "DuckDBPyRelation":
        from cstotimeline.exchange.queries import Relation

        return Relation(frame)
    if root in ("pyspark", "sqlframe") and type(frame).__name__ == "DataFrame":
        from cstotimeline.exchange.spark import SparkFrame

        return SparkFrame(frame)
    return _by_narwhals(frame)


def _by_narwhals(frame: Any) -> Adapter:
    """Return what reads and adds columns of any other table: by narwhals, else as a stream of Arrow batches."""
    narwhals = library("narwhals")
    found = narwhals.from_native(frame, pass_through=True)
    if found is frame and isinstance(found, narwhals.DataFrame | narwhals.LazyFrame):
        return Narwhals(frame)
    if isinstance(found, narwhals.DataFrame):
        return PandasLike(frame) if found.implementation.is_pandas_like() else Narwhals(found)
    if isinstance(found, narwhals.LazyFrame):
        what = f"a lazy table of this kind cannot be annotated, got {type(frame).__name__}"
        raise TableError(Fault(where="table", what=what, remedy="collect it first, or use history.sql(...)"))
    if hasattr(frame, "__arrow_c_stream__"):
        return Stream(frame)
    what = f"expected a table, got {shown(frame)}"
    raise TableError(Fault(where="table", what=what, remedy=f"give one of {KINDS}"))


class Narwhals(Adapter):
    """A frame of narwhals, whatever is below it."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        return list(self.frame.collect_schema().names())

    def annotated(self, plan: Plan) -> Any:
        """Return a frame of narwhals with more columns."""
        below = adapter_of(self.frame.to_native())
        return library("narwhals").from_native(below.annotated(plan))
