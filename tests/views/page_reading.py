"""A page's data read in Python, as its script reads it; and what a timeline answers, in the same shape."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import Any

from cstotimeline import Snapshot, Timeline
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.temporal.points import QueryTime

State = dict[str, Any]


def held(runs: Any, day: int) -> Any:
    """Return what holds on a day, of what begins on some days."""
    return runs[max(bisect_right([run[0] for run in runs], day) - 1, 0)][1]


def cell(tables: Any, day: int, known: int | None) -> int:
    """Return the cell of a question on a day, as known by another."""
    before, same, after = tables
    if known is None:
        return int(held(before, day)[-1][1])
    if day < known:
        return int(held(held(before, day), known))
    return int(held(same, known) if day == known else held(held(after, known), day))


def answers_read(data: Any, day: int, known: int | None) -> State:
    """Return every answer of a page's data on a day: by aspect, of an aspect with keys as rows."""
    found: State = {}
    for aspect, key, *tables in data["questions"]:
        answer, reasons, _ = data["cells"][cell(tables, day, known)]
        if answer < 0:
            continue
        because = [data["ids"][number] for number in data["reasons"][reasons]]
        whole = {**data["answers"][answer], "because": because}
        if key is None:
            found[aspect] = whole
        else:
            found.setdefault(aspect, []).append([key, whole])
    return found


def expected_read(data: Any, day: int, known: int | None) -> list[Any]:
    """Return what a page's data says was expected, in order: ids of announcement and settlement, status, others."""
    cells = [cell(tables, day, known) for tables in data["expected"]]
    found = [data["expectations"][number] for number in cells if number >= 0]
    rows = [[[data["ids"][n] for n in because], status, others] for because, status, others in found]
    ranks = data["versions"]["expects"]
    return [
        row
        for _, row in sorted(zip((_rank(data, ranks, one[0][0], known) for one in found), rows, strict=True))
    ]


def _rank(data: Any, ranks: Any, event: int, known: int | None) -> int:
    """Return the place in the order of expectations of the version of an announcement that is known."""
    runs = data["statuses"][event]
    if runs == 0:
        return int(ranks[event])
    shown = [run for run in runs if known is None or run[0] <= known][-1]
    return int(ranks[shown[1]])


def asked(history: Timeline, day: int, known: int | None) -> Snapshot:
    """Return the snapshot of a history at the end of a day, as known by another."""
    return history.at(
        date.fromordinal(day).isoformat(), known=None if known is None else QueryTime.of_ordinal(known)
    )


def answers_asked(history: Timeline, day: int, known: int | None) -> State:
    """Return every answer of a history, as :func:`answers_read` does: aspect by aspect, not as a snapshot picks."""
    from cstotimeline.core.plain import plain

    seen = history if known is None else history.known(by=QueryTime.of_ordinal(known))
    found: State = {}
    for name in seen:
        question = seen[name]
        if isinstance(question, EventList):
            continue
        answer = question.at(QueryTime.of_ordinal(day))
        if isinstance(answer, dict):
            rows = [[plain(key), one.to_dict()] for key, one in answer.items()]
            if rows:
                found[name] = sorted(rows, key=lambda row: str(row[0]))
        else:
            found[name] = answer.to_dict()
    return found


def expected_asked(snapshot: Snapshot) -> list[Any]:
    """Return what a snapshot says was expected, as :func:`expected_read` does."""
    found = [one.to_dict() for one in snapshot.expected]
    return [[one["because"], one["status"], one["alternatives"]] for one in found]
