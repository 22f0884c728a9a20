"""The CSTO on a page of text: every aspect at a moment, or through a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.wording import date_in_words, listed
from cstotimeline.csto.snapshot import GROUPS, OFFICES, HistorySnapshot
from cstotimeline.views import text

if TYPE_CHECKING:
    from cstotimeline.core.query.answers import ExplainedAnswer
    from cstotimeline.core.query.changes import Change, Changes
    from cstotimeline.core.query.groups import Group
    from cstotimeline.core.query.tenures import Tenure
    from cstotimeline.core.temporal.intervals import Period
    from cstotimeline.csto.drafts import Review
    from cstotimeline.csto.history import History

Row = tuple[str, ...]


def at_moment(snapshot: HistorySnapshot, style: text.Style, *, why: bool = False) -> str:
    """Return a snapshot as a table; with ``why`` the reasons and sources of each aspect below it."""
    when = snapshot.moment.text if snapshot.moment.is_instant else f"the end of {_day(snapshot)}"
    clocks = snapshot.timeline.clocks
    seen = f", as known by {clocks.known.text}" if clocks.known else ""
    seen += f", as recorded by {clocks.recorded.text}" if clocks.recorded else ""
    tables = [
        text.table(rows(snapshot), style) for rows in (_office_rows, _leader_rows, _group_rows, _event_rows)
    ]
    blocks = [style.mark(f"The CSTO at {when}{seen}", "bold"), *(table for table in tables if table)]
    if why:
        blocks.extend(
            f"{style.mark(name, 'bold')}\n{text.reasons(answer)}" for name, answer in _answers(snapshot)
        )
    return "\n\n".join(blocks)


def _day(snapshot: HistorySnapshot) -> str:
    return date_in_words(PartialDate.parse(snapshot.moment.text))


def _office_rows(snapshot: HistorySnapshot) -> Iterator[Row]:
    for name in OFFICES:
        yield _tenure_row(name.replace("_", " "), getattr(snapshot, name))


def _leader_rows(snapshot: HistorySnapshot) -> Iterator[Row]:
    for state, tenure in snapshot.leaders.items():
        yield _tenure_row(state, tenure)


def _group_rows(snapshot: HistorySnapshot) -> Iterator[Row]:
    for name in GROUPS:
        group: Group = getattr(snapshot, name)
        size = f" ({len(group)})" if group.names else ""
        yield (f"{name}{size}", listed(group.names), text.doubt(group.certain, group.open))


def _event_rows(snapshot: HistorySnapshot) -> Iterator[Row]:
    summit = snapshot.last_summit
    if summit is not None:
        yield "last summit", f"{summit.title}, {date_in_words(summit.occurred)}"
    for name, active in (("forces", "exists"), ("operations", "under_way")):
        found = [a.value.name for a in getattr(snapshot, name).values() if getattr(a.value, active)]
        yield from _named_rows(name, found)
    documents = [answer.value for answer in snapshot.documents.values()]
    if documents:
        in_force = sum(document.status == "in force" for document in documents)
        yield "documents", f"{len(documents)} on record, {in_force} known to be in force"
    yield from _named_rows("undecided", snapshot.undecided)


def _named_rows(name: str, items: Sequence[str]) -> Iterator[Row]:
    for number, item in enumerate(items):
        yield (name if number == 0 else "", item)


def _tenure_row(name: str, tenure: Tenure) -> Row:
    return (
        name,
        tenure.label,
        text.span(tenure.start, tenure.end),
        text.doubt(tenure.certain, tenure.alternatives),
    )


def _answers(snapshot: HistorySnapshot) -> Iterator[tuple[str, ExplainedAnswer]]:
    for name in (*OFFICES, *GROUPS):
        yield name.replace("_", " "), getattr(snapshot, name)
    for state, tenure in snapshot.leaders.items():
        yield f"leader of {state}", tenure


def during_period(history: History, period: Period) -> dict[str, tuple[Tenure, ...]]:
    """Return the spells of every office during a period: the five offices, and the leaders of the states that
    were members in it.
    """
    spells: dict[str, tuple[Tenure, ...]] = {name: getattr(history, name).during(period) for name in OFFICES}
    members = {name for group in history.members.during(period) for name in (*group.names, *group.open)}
    for state in history.leaders:
        if state in members:
            spells[f"leader_of_{state}"] = history.leaders[state].during(period)
    return spells


def changes_in_text(changes: Changes, style: text.Style, *, learned: bool = False) -> str:
    """Return what changed between two days, or what became known: the answers that differ, then the events."""
    verb = "What became known" if learned else "What changed"
    head = f"{verb} after {changes.since} and by {changes.until}"
    rows = [
        (
            _aspect(change),
            f"{_briefly(change.before)} -> {_briefly(change.after)}",
            text.doubt(change.certain, ()),
        )
        for change in changes
    ]
    blocks = [style.mark(head, "bold"), text.table(rows, style), text.chronicle(changes.events, style)]
    return "\n\n".join(block for block in blocks if block)


def _aspect(change: Change) -> str:
    name = change.aspect.replace("_", " ")
    return f"{name}: {change.key}" if change.key != "" else name


def _briefly(said: object) -> str:
    """Return an answer in a word or two: a status where it has one."""
    if isinstance(said, dict):
        for name in ("status", "step", "counted", "since"):
            if said.get(name):
                return str(said[name])
        return "not yet" if not any(said.values()) else "on record"
    return str(said)


def review_in_text(review: Review, style: text.Style) -> str:
    """Return what appending a draft would do: new events, remarks, broken rules, answers that would be
    others.
    """
    parts = [
        ("new events", text.chronicle(review.new, style)),
        ("already in the log", "\n".join(review.known)),
        ("to look at", "\n".join(review.doubts)),
        ("rules newly broken", text.plain_findings(review.findings, style)),
        ("answers that change", "\n".join(review.changes)),
    ]
    return "\n\n".join(f"{style.mark(name, 'bold')}\n{body}" for name, body in parts if body)
