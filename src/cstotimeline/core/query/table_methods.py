"""Methods that make tables and SQL of a timeline; what makes them is imported when they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from cstotimeline.core.late import resolve

if TYPE_CHECKING:
    from cstotimeline.core.fold.projection import Projection
    from cstotimeline.core.query.questions import Question
    from cstotimeline.core.temporal.points import When

    Asked = str | Projection[Any] | Question[Any]

_HOME = "cstotimeline.exchange"


class TableMethods:
    """What a timeline can make of anyone's tables, and the tables that it gives."""

    def annotate(
        self,
        frame: Any,
        *,
        on: str,
        add: Asked | Sequence[Asked] | Mapping[str, Asked],
        key: str | None = None,
        known: When | None = None,
        recorded: When | None = None,
        alternatives: bool = False,
        dates: bool = False,
        counts: bool = False,
    ) -> Any:
        """Return a table of the same kind with columns from history beside its own: rows, order and index as they
        were; the table that was given is not changed.

        For each aspect ``NAME`` that is asked for there is the column ``NAME`` (the holder's label, the names of a
        group, the value), ``NAME_certain`` and ``NAME_covered``: what ``at`` says of the row's date. A row without a
        date, a key or a clock has null in all of them.

        Arguments:
            frame: a table of pandas, polars (lazy too), pyarrow, DuckDB, PySpark, anything that narwhals takes, or a
                stream of Arrow batches.
            on: the column of dates: days, time stamps with a zone (instants), or text as ``at`` takes it. A time stamp
                without a zone is a day if it is midnight, else refused.
            add: names of aspects, projections or questions; or a mapping from new columns to them. A list of events
                gives how many had occurred.
            key: the column of keys, for aspects with keys. Any spelling finds its key; keys that the log does not know
                are null and named once in a warning.
            known: a day or an instant, or the name of a column of them: what had been made public by then.
            recorded: the same, of what the log held by then.
            alternatives: also ``NAME_alternatives``, lists of what else is possible; of a group the undecided names.
            dates: also ``NAME_start`` and ``NAME_end`` of offices, each with ``_earliest`` and ``_latest`` as days.
            counts: also ``NAME_fewest`` and ``NAME_most`` of groups; null where nothing bounds them.

        Raises:
            UnknownName: no column or no aspect has a name.
            DateError: a value that is no day and no instant; the error names its row.
            TableError: columns of the wrong type, a new column whose name is taken, a package that is missing.

        >>> import pyarrow
        >>> from cstotimeline import load
        >>> rows = pyarrow.table({"date": ["2019-11-20", "2001-05-01", None]})
        >>> load().annotate(rows, on="date", add=["presidency"])["presidency"].to_pylist()
        ['Kyrgyzstan', 'not yet existing', None]
        """
        return resolve(f"{_HOME}.annotate:annotate")(
            self,
            frame,
            on=on,
            add=add,
            key=key,
            known=known,
            recorded=recorded,
            alternatives=alternatives,
            dates=dates,
            counts=counts,
        )

    def sql(
        self,
        aspect: Asked,
        *,
        on: str,
        key: str | None = None,
        known: When | None = None,
        recorded: When | None = None,
        part: Literal["label", "certain", "covered"] = "label",
        dialect: Literal["portable", "standard", "spark", "duckdb"] = "portable",
    ) -> str:
        """Return an aspect as a ``CASE`` expression on a column of days: what ``at`` says, null for null.

        The text runs unchanged on DuckDB, SQLite (days as ISO text), PostgreSQL and Spark. Groups and values that
        are no text, number or truth are JSON text. Names of lower-case letters, digits and ``_`` are written bare,
        others in quotes.

        Arguments:
            aspect: the name of an aspect, a projection or a question.
            on: the column of days.
            key: the column of keys, for aspects with keys; any spelling, in any case.
            known: what had been made public by then.
            recorded: what the log held by then.
            part: the label, whether it is certain, or whether the log covers the day.
            dialect: ``portable`` refuses values with quotes and backslashes, which engines read differently;
                ``standard`` escapes them for DuckDB, SQLite and PostgreSQL, ``spark`` for Spark, where it also quotes
                names with backticks; ``duckdb`` and ``spark`` give groups as lists.

        Raises:
            TableError: a value that engines read differently; an aspect with keys without ``key``.

        >>> from cstotimeline import load
        >>> load().sql("secretary_general", on="day", known="2003-01-01")[:58]
        "CASE WHEN day IS NULL THEN NULL WHEN day < '2002-10-07' TH"
        """
        made: str = resolve(f"{_HOME}.sql:sql")(
            self, aspect, on=on, key=key, known=known, recorded=recorded, part=part, dialect=dialect
        )
        return made

    def sql_join(
        self,
        aspect: Asked,
        *,
        table: str,
        on: str,
        key: str | None = None,
        known: When | None = None,
        recorded: When | None = None,
        dialect: Literal["portable", "standard", "spark", "duckdb"] = "portable",
    ) -> str:
        """Return a query: the rows of a table, each once, with label, certainty and coverage of an aspect beside them.

        A range join with the spells of the aspect, which do not overlap. The text runs unchanged where that of
        :meth:`sql` does; better than it where there are some hundred spells.

        >>> from cstotimeline import load
        >>> load().sql_join("presidency", table="incidents", on="day")[:76]
        'SELECT rows_given.*, spells.presidency, spells.presidency_certain, spells.pr'
        """
        made: str = resolve(f"{_HOME}.sql:sql_join")(
            self, aspect, table=table, on=on, key=key, known=known, recorded=recorded, dialect=dialect
        )
        return made
