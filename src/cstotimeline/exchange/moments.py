"""Moments of a column: dates of any type and text, as days or instants, each null where the row has none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import attrs

from cstotimeline.core.errors import DateError, Fault, TableError
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.exchange.libraries import arrow, compute

EPOCH = date(1970, 1, 1).toordinal()
LAST = date.max.toordinal()


@attrs.frozen(kw_only=True, eq=False)
class Days:
    """A column of civil days: ``numbers`` are days since 1970, from ``first`` to ``last``."""

    numbers: Any
    first: int
    last: int

    @property
    def size(self) -> int:
        """How many places there are."""
        return self.last - self.first + 1

    @property
    def places(self) -> Any:
        """The place of each row, from 0; null where the row has no date."""
        pa, pc = arrow(), compute()
        return pc.subtract(self.numbers, pa.scalar(self.first, pa.int32()))

    def moment(self, place: int) -> QueryTime:
        """Return what is asked for at a place."""
        return QueryTime.of_ordinal(place + self.first + EPOCH)

    def runs(self, points: Sequence[int]) -> list[tuple[int, int]]:
        """Return, for the change points of a question, runs of places: the place of each run's first, how many."""
        begin = self.first + EPOCH
        inside = points[bisect_left(points, begin + 1) : bisect_left(points, self.last + EPOCH + 1)]
        starts = [0, *(point - begin for point in inside)]
        return [(start, after - start) for start, after in pairwise([*starts, self.size])]


@attrs.frozen(kw_only=True, eq=False)
class Moments:
    """A column of days and instants: ``places`` leads each row to one of the distinct ``moments``."""

    places: Any
    moments: Sequence[QueryTime]

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self.moments)

    def moment(self, place: int) -> QueryTime:
        """Return what is asked for at a place."""
        return self.moments[place]

    def runs(self, points: Sequence[int]) -> list[tuple[int, int]]:
        """Return the places, each a run of its own: instants of one day may have different answers."""
        del points
        return [(place, 1) for place in range(self.size)]


Axis = Days | Moments


def read(column: Any, name: str) -> Axis:
    """Return the days or instants of a column of dates, time stamps or text.

    Raises:
        DateError: a text that is no day and no instant, a time of day without a zone, a day before 0001-01-01 or
            after 9999-12-31; the error names the row, counted from 0.
        TableError: a column of another type.
    """
    pa = arrow()
    kind = column.type
    if pa.types.is_date(kind):
        return _days(column, name)
    if pa.types.is_timestamp(kind):
        return _naive(column, name) if kind.tz is None else _instants(column, name)
    if pa.types.is_dictionary(kind):
        return read(column.cast(kind.value_type), name)
    if is_text(kind):
        return _texts(column, name)
    if pa.types.is_null(kind):
        return _days(column.cast(pa.date32()), name)
    what = f"expected dates, time stamps or text, got {kind}"
    raise TableError(Fault(where=f"column {name!r}", what=what, remedy="make it a column of dates"))


def is_text(kind: Any) -> bool:
    """Return whether an Arrow type is one of text."""
    types = arrow().types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _days(column: Any, name: str) -> Days:
    pa, pc = arrow(), compute()
    if not pa.types.is_date32(column.type):
        column = column.cast(pa.date32())
    numbers = column.cast(pa.int32())
    ends = pc.min_max(numbers).as_py()
    if ends["min"] is None:
        return Days(numbers=numbers, first=0, last=0)
    if ends["min"] + EPOCH < 1 or ends["max"] + EPOCH > LAST:
        outside = pc.or_(pc.less(numbers, 1 - EPOCH), pc.greater(numbers, LAST - EPOCH))
        raise _fault(outside, column, name, "a day outside 0001-01-01 to 9999-12-31", "leave it null")
    return Days(numbers=numbers, first=ends["min"], last=ends["max"])


def _naive(column: Any, name: str) -> Days:
    pa, pc = arrow(), compute()
    days = column.cast(pa.date32())
    with_time = pc.not_equal(days.cast(column.type), column)
    if pc.any(with_time).as_py():
        remedy = "give the column a time zone, or make it a column of dates"
        raise _fault(with_time, column, name, "a time of day needs an offset or a zone", remedy)
    return _days(days, name)


def _fault(wrong: Any, column: Any, name: str, what: str, remedy: str) -> DateError:
    row = compute().index(wrong, True).as_py()
    try:
        value = str(column[row].as_py())
    except (ValueError, OverflowError):
        value = "a day that Python has no date for"
    return DateError(Fault(where=f"column {name!r} row {row}", what=f"{what}, got {value}", remedy=remedy))


def _instants(column: Any, name: str) -> Moments:
    """Return the instants of a column with a zone: each with its day in that zone, its fraction of a second dropped."""
    pa, pc = arrow(), compute()
    seconds = pc.floor_temporal(column, unit="second").cast(pa.timestamp("s", column.type.tz))
    encoded = _encoded(seconds)
    distinct = encoded.dictionary
    epochs = distinct.cast(pa.int64()).to_pylist()
    local = pc.local_timestamp(distinct)
    _days(local.cast(pa.date32()), name)  # refuses days that have no ordinal
    ordinals = local.cast(pa.date32()).cast(pa.int32()).to_pylist()
    moments = [
        QueryTime(f"{epoch} s", day + EPOCH, epoch) for epoch, day in zip(epochs, ordinals, strict=True)
    ]
    return Moments(places=encoded.indices, moments=moments)


def _encoded(column: Any) -> Any:
    """Return a column as one array with a dictionary."""
    pa = arrow()
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # of no chunk, or too long for one
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    return column.dictionary_encode()


def encoded(column: Any) -> tuple[Any, list[Any]]:
    """Return, for each row of a column, the place of its value, and the distinct values; null for null."""
    pa = arrow()
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    found = _encoded(column)
    return found.indices, found.dictionary.to_pylist()


def _texts(column: Any, name: str) -> Axis:
    pa, pc = arrow(), compute()
    places, texts = encoded(column)
    moments: list[QueryTime] = []
    for place, text in enumerate(texts):
        try:
            moments.append(QueryTime.of(text, name="at"))
        except DateError as error:
            row = compute().index(places, pa.scalar(place, places.type)).as_py()
            where = f"column {name!r} row {row}"
            raise type(error)([attrs.evolve(fault, where=where) for fault in error.faults]) from None
    if any(moment.is_instant for moment in moments):
        return Moments(places=places, moments=moments)
    numbers = pa.array([moment.ordinal - EPOCH for moment in moments], pa.int32())
    return _days(pc.take(numbers, places).cast(pa.date32()), name)
