"""Laws of tables: rows, queries and worlds say what the answers say: promises 2 and 13."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date
from importlib.util import find_spec
from itertools import islice
from math import isnan
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from cstotimeline.core.fold.term_ends import TermEnd
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.groups import Group
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.exchange.columns import as_text
from cstotimeline.testing.laws.lawbook import law
from cstotimeline.testing.trials import Trial, bare, demand
from cstotimeline.testing.turned import Turned, instants

Columns = dict[str, list[Any]]
_SUFFIXES = ("", "_certain", "_covered", "_alternatives")


def _cells(answer: Any) -> tuple[Any, ...]:
    """Return what an answer says, as a row of a table has it; a value as text."""
    said = (answer.certain, answer.covered)
    if isinstance(answer, Tenure):
        return (answer.label, *said, list(answer.alternatives))
    if isinstance(answer, Group):
        return (list(answer.names), *said, list(answer.undecided))
    value = None if answer.value is None else as_text(answer.value)
    return (value, *said, [as_text(one) for one in answer.alternatives])


def _plain(cell: Any) -> Any:
    """Return a cell of any library as a plain value."""
    return cell.tolist() if hasattr(cell, "tolist") else cell


def _frames() -> dict[str, Callable[[Any], Any]]:
    """Return, for each library of tables that is installed, what makes its table of an Arrow table."""
    from cstotimeline.exchange.libraries import library

    makers: dict[str, Callable[[Any], Any]] = {
        "pyarrow": lambda table: table,
        "pandas": lambda table: table.to_pandas(),
        "polars": lambda table: library("polars").DataFrame(table),
        "duckdb": lambda table: library("duckdb").from_arrow(table),
    }
    return {name: make for name, make in makers.items() if find_spec("pyarrow") and find_spec(name)}


def _columns(frame: Any) -> Columns:
    """Return the columns of a table of any library."""
    if hasattr(frame, "to_arrow_table"):
        frame = frame.to_arrow_table()
    if hasattr(frame, "to_pydict"):
        return dict(frame.to_pydict())
    if hasattr(frame, "to_dicts"):
        return {name: frame[name].to_list() for name in frame.columns}
    return {name: frame[name].astype(object).tolist() for name in frame.columns}


@law(promise=13)
def rows_say_what_at_says(trial: Trial) -> None:
    """Each row of an annotated table says what `at` says of its day, under every clock, in every library installed."""
    makers = _frames()
    if not makers:
        return
    from cstotimeline.exchange.libraries import arrow

    name = trial.draw(st.sampled_from(sorted(makers)))
    records = trial.records()
    clocks = trial.clocks(records)
    days: list[date | None] = [*trial.draw(st.permutations(trial.days)), None]
    table = makers[name](arrow().table({"day": arrow().array(days, arrow().date32())}))
    _rows_as_answered(trial, trial.timeline(records), table, days, clocks, name)


@law(promise=13)
def rows_of_instants_say_what_at_says(trial: Trial) -> None:
    """Each row of an annotated table of time stamps says what `at` says of the instant."""
    if not find_spec("pyarrow"):
        return
    from cstotimeline.exchange.libraries import arrow

    records = trial.records()
    clocks = trial.clocks(records)
    zone = trial.draw(st.sampled_from(["UTC", "Asia/Almaty", "America/New_York"]))
    stamps = trial.draw(st.lists(instants(trial.days), min_size=1, max_size=6))
    column = arrow().array(stamps, arrow().timestamp("s", zone))
    table = arrow().table({"day": column})
    _rows_as_answered(trial, trial.timeline(records), table, column.to_pylist(), clocks, zone)


def _rows_as_answered(
    trial: Trial, timeline: Timeline, table: Any, whens: Sequence[Any], clocks: Turned, what: str
) -> None:
    questions = trial.organization.questions(timeline)
    if not questions:
        return
    add = {f"q{number}": question for number, question in enumerate(questions.values())}
    found = _columns(timeline.annotate(table, on="day", add=add, alternatives=True, **clocks.options))
    for column, (name, question) in zip(add, questions.items(), strict=True):
        answers = [None if when is None else question.at(when, **clocks.options) for when in whens]
        _as_answered(found, column, answers, f"{name} in a table of {what}, {clocks}, rows {list(whens)}")


def _as_answered(found: Columns, column: str, answers: Sequence[ExplainedAnswer | None], what: str) -> None:
    wanted = [(None,) * 4 if answer is None else _cells(answer) for answer in answers]
    for number, suffix in enumerate(_SUFFIXES):
        cells = [row[number] for row in wanted]
        got = [None if _is_null(cell) else _plain(cell) for cell in found[f"{column}{suffix}"]]
        if not suffix:
            got = [cell if isinstance(cell, list) else _text(cell) for cell in got]
        demand(got, cells, f"{what}, column {suffix or 'of its own'}")


def _text(cell: Any) -> str | None:
    return None if cell is None else as_text(cell)


def _is_null(cell: Any) -> bool:
    """Return whether a cell is null in any library: None, not a number, or the NA of pandas."""
    is_number = isinstance(cell, float) and isnan(cell)
    return cell is None or is_number or type(cell).__name__ == "NAType"


@law(promise=13)
def queries_say_what_at_says(trial: Trial) -> None:
    """The SQL of a question, as an expression and as a join, says of each day what `at` says, under every clock."""
    records = trial.records()
    clocks = trial.clocks(records)
    timeline = trial.timeline(records)
    days: list[date | None] = [*trial.days, None]
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("create table days (number integer, day text)")
        rows = [(number, day and day.isoformat()) for number, day in enumerate(days)]
        base.executemany("insert into days values (?, ?)", rows)
        for name, question in trial.organization.questions(timeline).items():
            answers = [day and question.at(day, **clocks.options) for day in days]
            _as_queried(base, timeline, question, answers, clocks.options, f"{name}, {clocks}")


def _as_queried(
    base: sqlite3.Connection,
    timeline: Timeline,
    question: Question[Any],
    answers: Sequence[Any],
    options: Mapping[str, Any],
    what: str,
) -> None:
    written: dict[str, Any] = {"dialect": "standard", **options}
    joined = [(None,) * 3] * len(answers)
    for number, _, *cells in base.execute(timeline.sql_join(question, table="days", on="day", **written)):
        joined[number] = tuple(cells)
    for place, part in enumerate(("label", "certain", "covered")):
        expression = timeline.sql(question, on="day", part=part, **written)  # type: ignore[arg-type]
        query = f"select {expression} from days order by number"  # noqa: S608  written by the timeline
        found = [cell for (cell,) in base.execute(query)]
        demand([row[place] for row in joined], found, f"{what}: {part} in a join, beside the expression")
        wanted = [None if answer is None else _text(_cells(answer)[place]) for answer in answers]
        demand(list(map(_as_written, found, wanted)), wanted, f"{what}: {part} in an expression")


def _as_written(cell: Any, wanted: str | None) -> str | None:
    """Return a cell of SQLite as text; it has no truths but 0 and 1."""
    is_truth = wanted in ("true", "false") and isinstance(cell, int)
    return _text(bool(cell)) if is_truth else _text(cell)


@law(promise=2)
def worlds_keep_what_is_certain(trial: Trial) -> None:
    """In each world with concrete dates an answer that is certain is the same one, whatever dates were drawn."""
    timeline = trial.timeline()
    assume(not _has_reversed_term(timeline))
    questions = trial.organization.questions(timeline)
    dates = [when for event in timeline.events() for when in (event.occurred, event.effective)]
    coarse = {when.text for when in dates if not when.is_exact}
    for world in islice(timeline.worlds(2, seed=trial.draw(st.integers(0, 99))), 2):
        drawn = trial.organization.questions(world)
        for name, question in questions.items():
            if name not in drawn:
                continue
            for day in trial.days:
                answer = question.at(day)
                if answer.certain and not _quotes(answer, coarse):
                    what = f"{name} on {day} in a world: {[str(e.effective) for e in world.events()]}"
                    demand(_said(drawn[name].at(day)), _said(answer), what)


def _has_reversed_term(timeline: Timeline) -> bool:
    """Return whether a stated order puts the start of a term after the end that it tells: no world keeps both."""
    for projection in timeline.projections.values():
        for history in timeline.resolved.histories(projection).values():
            ends = {item.event.of: item.high for item in history.placed if isinstance(item.event, TermEnd)}
            if any(item.low > ends.get(item.event.id, item.low) for item in history.placed):
                return True
    return False


def _quotes(answer: Any, texts: set[str]) -> bool:
    """Return whether a value holds a coarse date as text, which is another in each world."""
    value = getattr(answer, "value", None)
    return value is not None and any(text in as_text(value) for text in texts)


def _said(answer: Any) -> Any:
    return answer.names if isinstance(answer, Group) else bare(answer)[0]
