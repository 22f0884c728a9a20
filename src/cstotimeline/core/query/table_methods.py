"""Methods that make tables and SQL of a timeline; what makes them is imported when they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self

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
        add: Asked | Sequence[Asked] | Mapping[str, Asked],
        *,
        on: str = "date",
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
            add: names of aspects, projections or questions; or a mapping from new columns to them. A list of events
                gives how many had occurred.
            on: the column of dates, by default ``date``: days, time stamps with a zone (instants), or text as ``at``
                takes it. A time stamp without a zone is a day if it is midnight, else refused.
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
        >>> load().annotate(rows, "presidency")["presidency"].to_pylist()
        ['Kyrgyzstan', 'no data', None]
        """
        return resolve(f"{_HOME}.annotate:annotate")(
            self,
            frame,
            add,
            on=on,
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
        >>> load().sql("secretary_general", on="day")[:58]
        "CASE WHEN day IS NULL THEN NULL WHEN day < '1992-05-15' TH"
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

    @property
    def stamp(self) -> str:
        """Return one short text that names the release, the log (its length, and the beginning of its digest) and the
        clocks behind the answers; :meth:`as_of_stamp` asks as then.

        Raises:
            LogError: the timeline was made from bare events.

        >>> from cstotimeline import load
        >>> load().known(by="2015-09-14").stamp.split("; ")[2]
        'known 2015-09-14'
        """
        made: str = resolve(f"{_HOME}.stamps:stamp")(self)
        return made

    def as_of_stamp(self, text: str) -> Self:
        """Return the timeline of the same log as it was when a stamp was made, under the clocks of the stamp.

        Raises:
            LogError: no stamp, or one of another log.

        >>> from cstotimeline import load
        >>> history = load()
        >>> history.as_of_stamp(history.stamp) == history
        True
        """
        found: Self = resolve(f"{_HOME}.stamps:as_of_stamp")(self, text)
        return found

    def tenures_table(self) -> Any:
        """Return every holder's time in every office as an Arrow table, a row each.

        ``aspect``, ``key`` (null for an office without keys), ``holder``, ``acting``; ``start`` and ``end`` (the first
        day after) as EDTF text, with ``_earliest`` and ``_latest`` as days and ``_is``: ``date``, ``open`` or
        ``unknown``; ``certain``, ``covered``; ``because``, the ids of the events behind it.

        >>> from cstotimeline import load
        >>> load().tenures_table().column_names[:4]
        ['aspect', 'key', 'holder', 'acting']
        """
        return resolve(f"{_HOME}.tables:tenures_table")(self)

    def events_table(self) -> Any:
        """Return the events that count as an Arrow table, a row each: what every event has in columns of its own, the
        kind's own fields as JSON text in ``fields``.

        >>> from cstotimeline import load
        >>> load().events_table().column_names[:3]
        ['id', 'kind', 'title']
        """
        return resolve(f"{_HOME}.tables:events_table")(self)

    def citations_table(self) -> Any:
        """Return the sources of the events that count as an Arrow table, a row a citation.

        >>> from cstotimeline import load
        >>> load().citations_table().column_names[:4]
        ['event', 'number', 'publisher', 'title']
        """
        return resolve(f"{_HOME}.tables:citations_table")(self)

    def attendance_table(self) -> Any:
        """Return the seats at meetings as an Arrow table: a row for each of the ``attendance`` of an event.

        >>> from cstotimeline import load
        >>> load().attendance_table().column_names[:3]
        ['event', 'kind', 'occurred']
        """
        return resolve(f"{_HOME}.tables:attendance_table")(self)

    def states_table(self, days: Iterable[When] | str) -> Any:
        """Return the state of everything on some days as an Arrow table: a row for each day, aspect and key.

        Arguments:
            days: days, or a period as text: then each of its days.

        >>> from cstotimeline import load
        >>> table = load().states_table(["2019-11-20"])
        >>> table.column("value")[0].as_py()
        'Kyrgyzstan'
        """
        return resolve(f"{_HOME}.tables:states_table")(self, days)

    def worlds(self, n: int, seed: int = 0) -> Iterator[Self]:
        """Yield ``n`` whole histories with concrete dates: each event on a day that its date may mean, in the orders
        that are stated (``after``, named predecessors, a leaving after its taking). The same seed gives the same ones.

        A number worked out on each of them has the spread that coarse dates leave. What the log lacks for other reasons
        stays as uncertain as it is. An event is drawn after those that it follows, evenly from the days that are left.

        Raises:
            TableError: ``n`` is no number from 0 to 1,000,000.

        >>> from cstotimeline import load
        >>> [world.presidency.at("2019-11-20").holder for world in load().worlds(2, seed=1)]
        ['Kyrgyzstan', 'Kyrgyzstan']
        """
        drawn: Iterator[Self] = resolve(f"{_HOME}.worlds:worlds")(self, n, seed)
        return drawn

    def panel(
        self,
        aspect: str,
        *,
        during: str,
        by: Literal["year", "month"] = "year",
        dyads: bool = False,
        numbers: Mapping[str, int] | None = None,
    ) -> Any:
        """Return a panel as an Arrow table: a row for each key and year or month; with ``dyads`` for each two keys.

        ``status`` is that of the last day, ``code`` the fullest of the period by the codes of Correlates of War: 1
        full, 2 associate, 3 observer, 0 none (as where membership is suspended), -1 not in existence, -9 no data.
        ``days_fewest`` and ``days_most`` say on how many days the key surely was, and possibly was, a full member (of a
        dyad: both were); where the log does not cover a day, it is possible. ``certain``: so is every answer of the
        period.

        Arguments:
            aspect: an aspect with keys and statuses, such as ``membership``.
            during: a period; whole years, or months, that it touches.
            by: the length of a row's period.
            dyads: whether rows are of pairs.
            numbers: the number of each key, such as that of Correlates of War, for the column ``number``.

        Raises:
            TableError: no such aspect, an open period, or more than 5,000,000 rows.

        >>> from cstotimeline import load
        >>> rows = load().panel("membership", during="2012/2013").to_pylist()
        >>> [(row["year"], row["code"], row["days_fewest"]) for row in rows if row["key"] == "Uzbekistan"]
        [(2012, 1, 353), (2013, 0, 0)]
        """
        return resolve(f"{_HOME}.panels:panel")(
            self, aspect, during=during, by=by, dyads=dyads, numbers=numbers
        )
