"""Frames: how the columns of each kind of table are read and added, without changing the table that was given."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from cstotimeline.core.errors import Fault, TableError, shown
from cstotimeline.exchange.libraries import arrow, library
from cstotimeline.exchange.metadata import KEY, with_metadata
from cstotimeline.exchange.plan import Plan, arrow_columns


class Adapter(ABC):
    """A table of some kind, as columns that can be read and added."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        return list(self.frame.columns)

    @abstractmethod
    def annotated(self, plan: Plan) -> Any:
        """Return a table of the same kind, with more columns."""


class PandasLike(Adapter):
    """A frame of pandas, or of a library with its interface."""

    def annotated(self, plan: Plan) -> Any:
        """Return a frame with the same index: text as categories, truths nullable, days and lists kept by Arrow."""
        pa = arrow()
        table = pa.table({name: self._column(name) for name in plan.inputs})
        found = {name: self._series(column) for name, column in arrow_columns(plan, table).items()}
        annotated = self.frame.assign(**found)
        annotated.attrs = {**annotated.attrs, KEY: plan.metadata}
        return annotated

    def _column(self, name: str) -> Any:
        pa = arrow()
        given = self.frame[name]
        if getattr(given, "ndim", 1) != 1:
            what = f"two columns have this name, got {shown(name)}"
            raise TableError(Fault(where="table", what=what, remedy="name each differently"))
        try:
            return pa.chunked_array([_array(given)])
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
            reason = str(error).splitlines()[0].rstrip(".")
            what = f"values of one type are expected, got {shown(reason, 120)}"
            remedy = "convert the column to dates, or to text"
            raise TableError(Fault(where=f"column {name!r}", what=what, remedy=remedy)) from None

    def _series(self, column: Any) -> Any:
        pa, pandas = arrow(), library("pandas")
        if pa.types.is_dictionary(column.type):
            return column.to_pandas().array
        if pa.types.is_boolean(column.type):
            return pandas.BooleanDtype().__from_arrow__(column)
        if pa.types.is_integer(column.type):
            return pandas.Int64Dtype().__from_arrow__(column.cast(pa.int64()))
        return pandas.ArrowDtype(column.type).__from_arrow__(column)


def _array(given: Any) -> Any:
    pa = arrow()
    found = pa.array(given, from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


class Polars(Adapter):
    """A frame of polars."""

    def annotated(self, plan: Plan) -> Any:
        """Return a frame with more columns, text as categories."""
        polars = library("polars")
        found = arrow_columns(plan, self.frame.select(plan.inputs).to_arrow())
        return self.frame.with_columns(**{name: polars.Series(name, c) for name, c in found.items()})


class LazyPolars(Adapter):
    """A lazy frame of polars: what is added is worked out a batch at a time, when the frame is collected."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        return list(self.frame.collect_schema().names())

    def annotated(self, plan: Plan) -> Any:
        """Return a lazy frame with more columns."""
        polars = library("polars")
        schema = self.frame.collect_schema()
        sample = schema.to_frame(eager=True).select(plan.inputs)
        added = Polars(sample).annotated(plan).select(plan.outputs).schema

        def add(batch: Any) -> Any:
            found = Polars(batch).annotated(plan)
            return found.with_columns(polars.col(name).cast(kind) for name, kind in added.items())

        return self.frame.map_batches(add, schema={**schema, **added}, streamable=True)


class Arrow(Adapter):
    """A table or a record batch of pyarrow."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        return list(self.frame.schema.names)

    def annotated(self, plan: Plan) -> Any:
        """Return a table, or a record batch, with more columns."""
        pa = arrow()
        if isinstance(self.frame, pa.RecordBatch):
            table = pa.Table.from_batches([self.frame])
            (batch,) = Arrow(table).annotated(plan).combine_chunks().to_batches() or [None]
            return batch
        table = self.frame
        for name, column in arrow_columns(plan, self.frame.select(plan.inputs)).items():
            table = table.append_column(name, column)
        return with_metadata(table, plan.metadata)


class Stream(Arrow):
    """A stream of Arrow batches: it stays one, and holds one batch at a time."""

    def __init__(self, frame: Any) -> None:
        pa = arrow()
        super().__init__(
            frame if isinstance(frame, pa.RecordBatchReader) else pa.RecordBatchReader.from_stream(frame)
        )

    def annotated(self, plan: Plan) -> Any:
        """Return a stream with more columns; text is plain, since each batch would have a dictionary of its own."""
        pa = arrow()
        empty = _plain_text(Arrow(self.frame.schema.empty_table()).annotated(plan))

        def batches() -> Iterator[Any]:
            for batch in self.frame:
                table = _plain_text(Arrow(pa.Table.from_batches([batch])).annotated(plan))
                yield from table.cast(empty.schema).combine_chunks().to_batches()

        return pa.RecordBatchReader.from_batches(empty.schema, batches())


def _plain_text(table: Any) -> Any:
    pa = arrow()
    fields = [
        pa.field(field.name, field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))
