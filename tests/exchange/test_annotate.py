"""Annotating: equal to ``at`` row by row, on every kind of table, and what it does with bad input."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import isnan
from random import Random
from typing import Any

import duckdb
import narwhals
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import cstotimeline as csto
from cstotimeline.core.errors import TableError, UnknownKeys
from cstotimeline.core.plain import plain
from cstotimeline.exchange import libraries

HISTORY = csto.load()
SPELLINGS = [
    "Kirghizia",
    "ARM",
    "uzbekistan",
    "Russian Federation",
    "Tajikistan",
    "BLR",
    "Kazakhstan",
    "Narnia",
    None,
]
ADD = {"held": "presidency", "status": "membership", "members": "members", "summits": "summits"}
SUFFIXES = ("", "_certain", "_covered", "_alternatives")


def rows(count: int, seed: int = 13) -> pa.Table:
    """Return rows with a day, or none, in a span that begins before the log and ends after it, and a state."""
    random = Random(seed)
    days = [
        None if random.random() < 0.03 else date(1985, 1, 1) + timedelta(random.randrange(18_000))
        for _ in range(count)
    ]
    known = [date(2012, 1, 1) + timedelta(random.randrange(40)) for _ in range(count)]
    return pa.table(
        {
            "n": range(count),
            "day": pa.array(days, pa.date32()),
            "country": [random.choice(SPELLINGS) for _ in range(count)],
            "read": pa.array(known, pa.date32()),
        }
    )


@cache
def asked(aspect: str, when: Any, key: str | None, known: Any = None) -> tuple[Any, ...]:
    """Return what ``at`` says, as the columns of one row."""
    nothing = (None,) * 4
    if when is None:
        return nothing
    history = HISTORY if known is None else HISTORY.known(by=known)
    if aspect == "summits":
        found = history.at(when).summits
        possible = len(history.summits.during(f"../{when}")) - len(found)
        covered = any(one.contains(csto.PartialDate.of(when)) == "surely" for one in history.summits.coverage)
        more = [str(len(found) + n) for n in range(1, possible + 1)]
        inside = covered and (known is None or str(when) <= str(known))
        return len(found), inside and not more, covered, more
    if aspect == "membership":
        try:
            answer: Any = history.membership[key or "-"].at(when)
        except csto.UnknownName:
            return nothing
    else:
        answer = history[aspect].at(when)
    if aspect == "members":
        return list(answer.names), answer.certain, answer.covered, list(answer.undecided)
    return answer.label, answer.certain, answer.covered, list(answer.alternatives)


def differences(found: list[dict[str, Any]], given: list[dict[str, Any]], known: Callable[[Any], Any]) -> int:
    """Return how many rows of a table differ from ``at``, in any column."""
    assert len(found) == len(given)
    wrong = 0
    for row, was in zip(found, given, strict=True):
        wanted = {
            f"{column}{suffix}": value
            for column, aspect in ADD.items()
            for suffix, value in zip(
                SUFFIXES,
                asked(aspect, was["day"], was["country"] if aspect == "membership" else None, known(was)),
                strict=True,
            )
        }
        wrong += any(plain_cell(row[name]) != value for name, value in wanted.items())
    return wrong


def key_of(row: dict[str, Any], aspect: str) -> str | None:
    """Return the key by which an aspect is asked for a row."""
    return row["country"] if aspect == "membership" else None


def plain_cell(value: Any) -> Any:
    """Return a cell as a plain value."""
    if value is None or value is pd.NA or (isinstance(value, float) and isnan(value)):
        return None
    return value.tolist() if hasattr(value, "tolist") else value


ENGINES: dict[str, tuple[Callable[[pa.Table], Any], Callable[[Any], list[dict[str, Any]]]]] = {
    "pandas": (lambda t: t.to_pandas(), lambda f: f.astype(object).to_dict("records")),
    "pandas-arrow": (
        lambda t: t.to_pandas(types_mapper=pd.ArrowDtype),
        lambda f: f.astype(object).to_dict("records"),
    ),
    "polars": (pl.DataFrame, lambda f: f.to_dicts()),
    "polars-lazy": (lambda t: pl.DataFrame(t).lazy(), lambda f: f.collect().to_dicts()),
    "polars-streaming": (
        lambda t: pl.DataFrame(t).lazy(),
        lambda f: f.collect(engine="streaming").to_dicts(),
    ),
    "pyarrow": (lambda t: t, lambda f: f.to_pylist()),
    "pyarrow-chunks": (lambda t: pa.concat_tables([t.slice(0, 7), t.slice(7)]), lambda f: f.to_pylist()),
    "batch": (lambda t: t.combine_chunks().to_batches()[0], lambda f: f.to_pylist()),
    "stream": (lambda t: t.to_reader(max_chunksize=100), lambda f: f.read_all().to_pylist()),
    "narwhals": (lambda t: narwhals.from_native(pl.DataFrame(t)), lambda f: f.to_native().to_dicts()),
    "duckdb": (duckdb.from_arrow, lambda f: f.to_arrow_table().to_pylist()),
}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Unknown keys are met on purpose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownKeys)
        yield


@pytest.mark.parametrize("engine", ENGINES)
def test_every_row_says_what_at_says(engine: str) -> None:
    """On every kind of table each row has what ``at`` says of its day and state; null for no day or no known state."""
    make, read = ENGINES[engine]
    given = rows(1_500)
    found = HISTORY.annotate(make(given), on="day", add=ADD, key="country", alternatives=True)
    assert differences(read(found), given.to_pylist(), lambda _: None) == 0


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "duckdb"])
def test_a_column_of_what_was_known(engine: str) -> None:
    """With a column of days for ``known`` each row has what ``at`` says under that clock."""
    make, read = ENGINES[engine]
    given = rows(600)
    found = HISTORY.annotate(make(given), on="day", add=ADD, key="country", known="read", alternatives=True)
    assert differences(read(found), given.to_pylist(), lambda row: row["read"]) == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_one_day_of_what_was_known(engine: str) -> None:
    """With one day for ``known`` each row has what ``at`` says under that clock."""
    make, read = ENGINES[engine]
    given = rows(600)
    found = HISTORY.annotate(
        make(given), on="day", add=ADD, key="country", known="2012-12-19", alternatives=True
    )
    assert differences(read(found), given.to_pylist(), lambda _: "2012-12-19") == 0


def test_the_dates_are_by_default_in_the_column_date() -> None:
    """A table with a column ``date`` needs no more than what to add; without one the error names the columns."""
    table = pa.table({"date": ["2019-11-20"], "day": ["2020-11-20"]})
    assert HISTORY.annotate(table, "presidency")["presidency"].to_pylist() == ["Kyrgyzstan"]
    with pytest.raises(csto.UnknownName, match=r"'date'.*day"):
        HISTORY.annotate(table.select(["day"]), "presidency")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_table_given_stays_as_it_was(engine: str) -> None:
    """The table that was given has the same columns afterwards, and the new one has all rows in order."""
    make, read = ENGINES[engine]
    given = make(rows(50))
    has_columns = engine != "stream" and not engine.startswith("polars-")
    before = len(given.columns) if has_columns else 0
    found = HISTORY.annotate(given, on="day", add=["presidency"])
    assert (len(given.columns) if has_columns else 0) == before
    assert [row["n"] for row in read(found)] == list(range(50))
    if engine != "stream":
        assert type(found) is type(given)


def test_the_index_of_pandas_stays() -> None:
    """An index that is unsorted and has doubles is that of the new frame, and rows keep their values."""
    frame = pd.DataFrame({"day": pd.to_datetime(["2019-11-20", "2005-01-01", "2016-01-01"])}, index=[7, 7, 1])
    found = HISTORY.annotate(frame, on="day", add=["presidency"])
    assert list(found.index) == [7, 7, 1]
    assert found["presidency"].tolist()[0] == "Kyrgyzstan"
    assert isinstance(found["presidency"].dtype, pd.CategoricalDtype)


def as_column(values: list[Any], kind: str) -> Any:
    """Return dates as a column of some kind."""
    if kind == "objects":
        return pd.DataFrame({"day": pd.Series(values, dtype=object)})
    if kind.startswith("datetime64"):
        return pd.DataFrame({"day": pd.Series(values).astype(kind)})
    types = {"date32": pa.date32(), "date64": pa.date64(), "us": pa.timestamp("us"), "ns": pa.timestamp("ns")}
    if kind in types:
        return pa.table({"day": pa.array(values, pa.date32()).cast(types[kind])})
    texts = [None if value is None else value.isoformat() for value in values]
    forms = {"text": pa.string(), "large-text": pa.large_string(), "text-view": pa.string_view()}
    if kind in forms:
        return pa.table({"day": pa.array(texts, forms[kind])})
    return pa.table({"day": pa.array(texts).dictionary_encode()})


@pytest.mark.parametrize(
    "kind",
    [
        "objects",
        "datetime64[ns]",
        "datetime64[s]",
        "date32",
        "date64",
        "us",
        "ns",
        "text",
        "large-text",
        "text-view",
        "coded",
    ],
)
def test_days_of_any_type(kind: str) -> None:
    """A day is the same day in every type that holds days, a midnight without a zone and text among them."""
    days = [date(2019, 11, 28), None, date(1992, 5, 14), date(2019, 11, 27)]
    found = HISTORY.annotate(as_column(days, kind), on="day", add=["presidency"])
    column = found["presidency"]
    labels = [
        plain_cell(value)
        for value in (
            column.tolist() if kind[0] in "od" and hasattr(column, "tolist") else column.to_pylist()
        )
    ]
    assert labels == [None if day is None else HISTORY.presidency.at(day).label for day in days]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Bishkek", "America/New_York"])
def test_time_stamps_with_a_zone_are_instants(zone: str) -> None:
    """A time stamp with a zone has what ``at`` says of that instant, near changes and far from them."""
    random = Random(5)
    near = [
        datetime(2019, 11, 28, tzinfo=UTC),
        datetime(2015, 9, 15, tzinfo=UTC),
        datetime(2012, 12, 19, tzinfo=UTC),
    ]
    stamps = [
        random.choice(near) + timedelta(seconds=random.randrange(-200_000, 200_000)) for _ in range(300)
    ]
    stamps += [
        datetime(1995, 1, 1, tzinfo=UTC) + timedelta(hours=random.randrange(270_000)) for _ in range(200)
    ]
    table = pa.table({"at": pa.array(stamps, pa.timestamp("us", zone)), "of": ["Uzbekistan"] * 500})
    add = ["presidency", "members", "membership", "chairperson"]
    found = HISTORY.annotate(table, on="at", add=add, key="of").to_pylist()
    for row in found:
        when = row["at"]
        office, group = HISTORY.presidency.at(when), HISTORY.members.at(when)
        status, person = HISTORY.membership["Uzbekistan"].at(when), HISTORY.chairperson.at(when)
        assert (row["presidency"], row["presidency_certain"]) == (office.label, office.certain)
        assert (row["members"], row["members_certain"]) == (list(group.names), group.certain)
        assert (row["membership"], row["membership_certain"]) == (status.label, status.certain)
        assert (row["chairperson"], row["chairperson_certain"]) == (person.label, person.certain)


def test_text_of_instants_and_days_together() -> None:
    """Text may hold days and instants: each row is asked for what it says."""
    texts = ["2019-11-28", "2019-11-28T01:00:00+06:00", None]
    found = HISTORY.annotate(pa.table({"at": texts}), on="at", add=["presidency"])["presidency"].to_pylist()
    assert found == [HISTORY.presidency.at(t).label if t else None for t in texts]


def test_dates_and_counts_come_by_option() -> None:
    """Start and end come as EDTF text and two days, null where open; counts of a group as fewest and most."""
    table = pa.table({"day": ["2026-01-15", "2020-01-01"]})
    found = HISTORY.annotate(
        table, on="day", add=["presidency", "members"], dates=True, counts=True
    ).to_pylist()
    tenure = HISTORY.presidency.at("2020-01-01")
    assert found[1]["presidency_start"] == tenure.start.text
    assert found[1]["presidency_start_earliest"] == tenure.start.earliest
    assert found[1]["presidency_end_latest"] == tenure.end.latest
    assert (found[1]["members_fewest"], found[1]["members_most"]) == (6, 6)


def test_beyond_the_edge_nothing_bounds_a_count() -> None:
    """Where the log does not cover the day the counts are null, and nothing is certain."""
    found = HISTORY.annotate(
        pa.table({"day": ["2090-01-01"]}), on="day", add=["members"], counts=True
    ).to_pylist()
    assert (found[0]["members_fewest"], found[0]["members_most"]) == (None, None)
    assert (found[0]["members_certain"], found[0]["members_covered"]) == (False, False)


def test_a_projection_of_the_users_own() -> None:
    """A projection and a question can be asked for as well as a name."""
    counted = csto.Projection(
        name="signed", initial=0, apply=lambda n, _: n + 1, kinds=(csto.DocumentSigned,)
    )
    table = pa.table({"day": ["2005-01-01", "2015-01-01"]})
    found = HISTORY.annotate(table, on="day", add={"signed": counted, "uz": HISTORY.membership["Uzbekistan"]})
    assert found["signed"].to_pylist() == [
        HISTORY.ask(counted).at(day).value for day in ("2005-01-01", "2015-01-01")
    ]
    assert found["uz"].to_pylist() == [
        HISTORY.membership["UZ"].at(day).label for day in ("2005-01-01", "2015-01-01")
    ]


def test_states_with_keys_are_json() -> None:
    """A state that is no text, number or truth is JSON text."""
    key = next(iter(HISTORY.operations))
    table = pa.table({"day": ["2022-01-10"], "of": [key]})
    found = HISTORY.annotate(table, on="day", add=["operations"], key="of")["operations"].to_pylist()
    assert found[0].startswith("{")
    assert str(plain(HISTORY.operations[key].at("2022-01-10").value)["name"]) in found[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_without_rows(engine: str) -> None:
    """A table without rows stays one, with the new columns."""
    if engine == "batch":
        pytest.skip("a record batch without rows is not made by combining")
    make, read = ENGINES[engine]
    found = HISTORY.annotate(make(rows(5).slice(0, 0)), on="day", add=ADD, key="country")
    assert read(found) == []


def test_unknown_keys_are_told_once() -> None:
    """Keys that the log does not know are null, and one warning names each of them once."""
    table = pa.table({"day": ["2010-01-01"] * 4, "of": ["Narnia", "Armenia", "Oz", "Narnia"]})
    with pytest.warns(UnknownKeys, match="does not know 'Narnia', 'Oz'; their rows are null") as told:
        found = HISTORY.annotate(table, on="day", add=["membership"], key="of")
    assert len(told) == 1
    assert found["membership"].to_pylist() == [None, "member", None, None]


def test_many_keys_are_asked_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a table of all keys and days would be too large, the pairs that occur are asked: the answers are equal."""
    given = rows(500)
    usual = HISTORY.annotate(given, on="day", add=ADD, key="country", known="read")
    monkeypatch.setattr("cstotimeline.exchange.lookup.MOST_PLACES", 10)
    assert (
        HISTORY.annotate(given, on="day", add=ADD, key="country", known="read").to_pylist()
        == usual.to_pylist()
    )


DAY = pa.table({"day": ["2019-01-01"]})
NOON = datetime(2019, 1, 1, 12)
FAR = pa.array([0, 3_000_000], pa.int32()).cast(pa.date32())
QUERY = "select date '2019-01-01' as day"
Unknown, Bad = csto.UnknownName, TableError
BAD: dict[str, tuple[Any, dict[str, Any], type[Exception], str]] = {
    "no-column": (pa.table({"a": [1]}), {}, Unknown, "table: no such column, got 'day'; name one of a"),
    "no-key-column": (DAY, {"key": "k"}, Unknown, "table: no such column, got 'k'"),
    "name-taken": (
        DAY.append_column("presidency_certain", [[1]]),
        {},
        Bad,
        "add: the table has a column of this name already, got 'presidency_certain'",
    ),
    "no-aspect": (DAY, {"add": ["popes"]}, Unknown, "no such aspect, got 'popes'"),
    "nothing": (DAY, {"add": []}, Bad, "add: nothing is asked for"),
    "no-name": (DAY, {"add": [3]}, Bad, "add: expected the name of an aspect"),
    "twice": (DAY, {"add": ["presidency"] * 2}, Bad, "add: two columns of one name, got 'presidency'"),
    "keyed": (DAY, {"add": ["membership"]}, Bad, "add: the aspect has keys, got 'membership' without key="),
    "month": (
        pa.table({"day": ["2019-01-01", "2019-11"]}),
        {},
        csto.NotAPoint,
        "column 'day' row 1: '2019-11'",
    ),
    "unreadable": (pa.table({"day": [None, "soon"]}), {}, csto.DateError, "column 'day' row 1: "),
    "naive": (pa.table({"day": [None, NOON]}), {}, csto.DateError, "column 'day' row 1: a time of day needs"),
    "out-of-range": (
        pa.table({"day": FAR}),
        {},
        csto.DateError,
        "column 'day' row 1: a day outside 0001-01-01",
    ),
    "numbers": (
        pa.table({"day": [20190101]}),
        {},
        Bad,
        "column 'day': expected dates, time stamps or text, got int64",
    ),
    "mixed": (
        pd.DataFrame({"day": [date(2019, 1, 1), "2019-01-01", 3]}),
        {},
        Bad,
        "column 'day': values of one type are expected",
    ),
    "bad-clock": (DAY, {"known": "read"}, csto.DateError, "known: "),
    "no-table": ([1, 2], {}, Bad, "table: expected a table, got [1, 2]; give one of pandas"),
    "duckdb-numbers": (duckdb.sql("select 3 as day"), {}, Bad, "column 'day': expected dates"),
    "duckdb-known": (duckdb.sql(QUERY), {"known": "day"}, Bad, "table: known= and recorded= as columns need"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_clear_line(case: str) -> None:
    """What cannot be annotated is refused with one line that says where, what, and what to do."""
    table, options, error, message = BAD[case]
    with pytest.raises(error) as raised:
        HISTORY.annotate(table, **{"on": "day", "add": ["presidency"], **options})
    assert str(raised.value).startswith(message) or message in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "; " in str(raised.value)


@pytest.mark.parametrize("rows_of", ["select '2019-11' as day", "select timestamp '2019-01-01 12:00' as day"])
def test_a_query_that_meets_no_day_fails(rows_of: str) -> None:
    """A relation of DuckDB with a value that is no day fails when it is read, and names the column."""
    found = HISTORY.annotate(duckdb.sql(rows_of), on="day", add=["presidency"])
    with pytest.raises(duckdb.Error, match="column 'day'"):
        found.fetchall()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package of tables one line names the extra that brings it."""

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(libraries, "import_module", missing)
    with pytest.raises(
        TableError, match=r"tables: the package pyarrow is not installed; install cstotimeline\[tables\]"
    ):
        HISTORY.annotate(rows(1), on="day", add=["presidency"])
