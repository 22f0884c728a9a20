"""The CSTO on a page of text: every aspect at a moment, or through a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from cstotimeline.core.query.aspects import Aspect, GroupAspect, KeyedOfficeAspect, OfficeAspect, StatesAspect
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.wording import date_in_words, listed
from cstotimeline.csto.aspects import ASPECTS
from cstotimeline.csto.snapshot import LASTS, HistorySnapshot
from cstotimeline.views import text

if TYPE_CHECKING:
    from cstotimeline.core.events.event import Event
    from cstotimeline.core.query.answers import ExplainedAnswer
    from cstotimeline.core.query.changes import Changes
    from cstotimeline.core.query.groups import Group
    from cstotimeline.core.query.tenures import Tenure
    from cstotimeline.core.temporal.intervals import Period
    from cstotimeline.csto.drafts import Review
    from cstotimeline.csto.history import History

Row = tuple[str, ...]
S = TypeVar("S", bound=Aspect)


def at_moment(snapshot: HistorySnapshot, style: text.Style, *, why: bool) -> str:
    """Return a snapshot as a table; with ``why`` the reasons and sources of each aspect below it."""
    when = snapshot.moment.text
    if not snapshot.moment.is_instant:
        when = f"the end of {date_in_words(PartialDate.parse(when))}"
    clocks = snapshot.timeline.clocks
    seen = f", as known by {clocks.known.text}" if clocks.known else ""
    seen += f", as recorded by {clocks.recorded.text}" if clocks.recorded else ""
    tables = [
        text.table(rows(snapshot), style)
        for rows in (_office_rows, _keyed_office_rows, _group_rows, _event_rows)
    ]
    blocks = [style.mark(f"The CSTO at {when}{seen}", "bold"), *(table for table in tables if table)]
    if why:
        blocks.extend(
            f"{style.mark(name, 'bold')}\n{text.reasons(answer)}" for name, answer in _answers(snapshot)
        )
    return "\n\n".join(blocks)


def _shown(sort: type[S]) -> tuple[S, ...]:
    """Return the aspects of one class that a snapshot shows."""
    return tuple(aspect for aspect in ASPECTS.values() if isinstance(aspect, sort) and aspect.shown)


def _office_rows(snapshot: HistorySnapshot) -> Iterator[Row]:
    for aspect in _shown(OfficeAspect):
        yield aspect.title, *text.answer_row(snapshot[aspect.name])


def _keyed_office_rows(snapshot: HistorySnapshot) -> Iterator[Row]:
    for aspect in _shown(KeyedOfficeAspect):
        for key, tenure in snapshot[aspect.name].items():
            yield str(key), *text.answer_row(tenure)


def _group_rows(snapshot: HistorySnapshot) -> Iterator[Row]:
    for aspect in _shown(GroupAspect):
        group: Group = snapshot[aspect.name]
        size = f" ({len(group)})" if group.names else ""
        yield (f"{aspect.title}{size}", listed(group.names), text.doubt(group, group.undecided))


def _event_rows(snapshot: HistorySnapshot) -> Iterator[Row]:
    for name in LASTS:
        event: Event | None = snapshot[name]
        if event is not None:
            yield name.replace("_", " "), f"{event.title}, {date_in_words(event.occurred)}"
    aspects = _shown(StatesAspect)
    for aspect in sorted(aspects, key=lambda aspect: aspect.counted):
        found = snapshot[aspect.name]
        lasting = aspect.lasting(found)
        if not aspect.counted:
            yield from _named_rows(aspect.title, [one.value.name for one in lasting.values()])
        elif found:
            word = aspect.current.replace("_", " ")
            yield aspect.title, f"{len(found)} on record, {len(lasting)} known to be {word}"
    yield from _named_rows("undecided", snapshot.undecided)


def _named_rows(name: str, items: Sequence[str]) -> Iterator[Row]:
    for number, item in enumerate(items):
        yield (name if number == 0 else "", item)


def _answers(snapshot: HistorySnapshot) -> Iterator[tuple[str, ExplainedAnswer]]:
    for one in (*_shown(OfficeAspect), *_shown(GroupAspect)):
        yield one.title, snapshot[one.name]
    for aspect in _shown(KeyedOfficeAspect):
        for key, tenure in snapshot[aspect.name].items():
            yield f"{aspect.one} of {key}", tenure


def during_period(history: History, period: Period) -> dict[str, tuple[Tenure, ...]]:
    """Return the spells of every office during a period: the single offices, then those with keys that a snapshot of
    some day in it shows, such as the leaders of the states that were members.
    """
    spells = {aspect.name: history[aspect.name].during(period) for aspect in _shown(OfficeAspect)}
    for aspect in _shown(KeyedOfficeAspect):
        shown = {
            name
            for group in (history[aspect.among].during(period) if aspect.among else ())
            for name in (*group.names, *group.undecided)
        }
        questions = history[aspect.name]
        for key in questions:
            if key in shown or not aspect.among:
                spells[f"{aspect.one}_of_{key}"] = questions[key].during(period)
    return spells


def changes_in_text(
    changes: Changes, style: text.Style, *, learned: bool, others: Mapping[str, Event]
) -> str:
    """Return what changed between two days, or what became known: the answers that differ, then the events."""
    verb = "What became known" if learned else "What changed"
    head = f"{verb} after {changes.since} and by {changes.until}"
    rows = []
    for change in changes:
        name = change.aspect.replace("_", " ") + (f": {change.key}" if change.key != "" else "")
        differs = f"{_briefly(change.before)} -> {_briefly(change.after)}"
        rows.append((name, differs, "" if change.certain else "not certain"))
    blocks = [
        style.mark(head, "bold"),
        text.table(rows, style),
        text.chronicle(changes.events, style, others=others),
    ]
    return "\n\n".join(block for block in blocks if block)


def _briefly(said: object) -> str:
    """Return an answer in a word or two: a status where it has one."""
    if isinstance(said, dict):
        for name in ("status", "step", "counted", "since"):
            if said.get(name):
                return str(said[name])
        return "not yet" if not any(said.values()) else "on record"
    return str(said)


def review_in_text(review: Review, style: text.Style) -> str:
    """Return what appending a draft would do: new events, remarks, broken rules, answers that would change."""
    parts = [
        ("new events", text.chronicle(review.new, style)),
        ("already in the log", "\n".join(review.known)),
        ("corrections, field by field", "\n".join(review.corrections)),
        ("to look at", "\n".join(review.doubts)),
        ("rules newly broken", text.plain_findings(review.findings, style)),
        ("answers that change", "\n".join(review.changes)),
    ]
    return "\n\n".join(f"{style.mark(name, 'bold')}\n{body}" for name, body in parts if body)
