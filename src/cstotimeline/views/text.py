"""Text for a terminal: aligned, in colour only where asked, safe to print."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.core.plain import plain
from cstotimeline.core.query.answers import cited_in_full
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.wording import date_in_words

if TYPE_CHECKING:
    from cstotimeline.core.events.announcements import Expectation
    from cstotimeline.core.log.records import Record
    from cstotimeline.core.query.answers import ExplainedAnswer
    from cstotimeline.core.rules.rule import Finding

_CODES = {"bold": "1", "dim": "2", "yellow": "33", "cyan": "36"}


@attrs.frozen
class Style:
    """How to mark words: with terminal codes, or with ``colour`` False not at all."""

    colour: bool = False

    def mark(self, text: str, how: str) -> str:
        """Return ``text`` marked ``bold``, ``dim``, ``yellow`` or ``cyan``."""
        return f"\x1b[{_CODES[how]}m{text}\x1b[0m" if self.colour and text else text


def printable(text: str) -> str:
    r"""Return ``text`` without control characters, which a log could carry into a terminal.

    >>> printable("a\x1b[31mb")
    'a?[31mb'
    """
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def one_line(text: str) -> str:
    r"""Return ``text`` as one line: as :func:`printable` does, line ends among the control characters.

    >>> one_line("a\nb")
    'a?b'
    """
    return printable(text.replace("\n", "?"))


def escaped(text: str) -> str:
    r"""Return JSON ``text`` with its control characters written as escapes, so that it reads as before.

    >>> escaped('"a\x9bb"')
    '"a\\u009bb"'
    """
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def table(rows: Iterable[Sequence[str]], style: Style = Style(), *, first: str = "bold") -> str:
    """Return rows of cells as aligned columns, two blanks apart; the first column is marked ``first``.

    >>> print(table([("a", "b"), ("long", "c")]))
    a     b
    long  c
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)] if cells else []
    lines = []
    for row in cells:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        padded[-1] = padded[-1].rstrip()
        lines.append("  ".join([style.mark(padded[0], first), *padded[1:]]).rstrip())
    return "\n".join(lines)


def span(start: PartialDate, end: PartialDate) -> str:
    """Return when a tenure began and ended, in words.

    >>> span(PartialDate.parse("2018-11-08"), PartialDate.OPEN)
    'from 8 November 2018'
    """
    first = "" if start.is_open else f"from {'an unknown date' if start.is_unknown else date_in_words(start)}"
    last = "" if end.is_open else f"until {date_in_words(end)}"
    return " ".join(part for part in (first, last) if part)


def doubt(answer: ExplainedAnswer, alternatives: Sequence[str] = ()) -> str:
    """Return the remark about an answer that is not certain; empty for one that is."""
    if answer.certain:
        return ""
    remark = answer.doubt_in_words().strip(" ()") or "not certain"
    return f"{remark}; possible: {', '.join(alternatives)}" if alternatives else remark


def answers(found: Sequence[Any], style: Style = Style(), *, why: bool = False, of: str = "") -> str:
    """Return answers one a line: tenures with their dates, groups with their names, others with their values. Where
    one tenure gives several answers, each line begins with the days for which it holds; with ``of`` each begins with
    what was asked for. With ``why`` the reasons and sources of each stand below it.
    """
    rows = [(*((of,) if of else ()), *answer_row(one)) for one in found]
    if len({row[:-1] for row in rows}) < len(rows):
        rows = [(_days(one), *row) for one, row in zip(found, rows, strict=True)]
    text = table(rows, style)
    if not why:
        return text
    return "\n\n".join(f"{line}\n{reasons(one)}" for line, one in zip(text.split("\n"), found, strict=False))


def answer_row(one: Any) -> tuple[str, str, str]:
    """Return what an answer says, its days, and how doubtful it is."""
    if hasattr(one, "holder"):
        return one.label, span(one.start, one.end), doubt(one, one.alternatives)
    if hasattr(one, "names"):
        return ", ".join(one.names) or "none", _days(one), doubt(one, one.undecided)
    said = plain(one.value)
    words = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return words, _days(one), doubt(one, [str(plain(other)) for other in one.alternatives])


def _days(answer: Any) -> str:
    return answer.spell.text if answer.spell else ""


def reasons(answer: ExplainedAnswer) -> str:
    """Return why an answer is what it is, indented."""
    return "\n".join(f"  {printable(line)}" for line in answer.why().split("\n"))


_OUTCOMES = {
    "fulfilled": "came as announced",
    "in part": "came in part",
    "changed": "came otherwise",
    "postponed": "put off",
    "cancelled": "called off",
    "fallen through": "did not come",
    "overtaken": "overtaken by events",
    "not known": "no page tells what became of it",
}


def in_words(event: Event, others: Mapping[str, Event]) -> str:
    """Return an event in words: of one about another event what that is about, where ``others`` has it, by id."""
    about = others.get(getattr(event, "announcement", "") or getattr(event, "target", ""))
    if about is None:
        return event.title
    what = getattr(about, "expects", about).title
    reason: str = getattr(event, "reason", "")
    outcome: str | None = getattr(event, "outcome", None)
    if outcome is None:
        done = "withdrawn" if event.kind == "event_retracted" else "corrected"
        return f"{done}: {in_words(about, others)}" + (f" ({reason})" if reason else "")
    return f"{what}: {_OUTCOMES.get(outcome, outcome)}" + (f" ({reason})" if reason else "")


def screen_width() -> int:
    """Return how many characters fit on a line of the terminal; 0 where the output is no terminal."""
    if sys.stdout is None or not sys.stdout.isatty():
        return 0
    import shutil

    return shutil.get_terminal_size().columns


def chronicle(
    events: Sequence[Event],
    style: Style = Style(),
    *,
    others: Mapping[str, Event] = MappingProxyType({}),
    width: int = 0,
) -> str:
    """Return events one a line: date, what happened, the first source, the id; ``others`` are those of the log by id,
    so that what is about one of them says it in words. With a ``width`` what happened is wrapped, and the source and
    the id stand on a line of their own.
    """
    if width:
        return "\n".join(_wrapped(event, style, width, others) for event in events)
    dated = [(_when(event), event) for event in events]
    widest = max((len(when) for when, _ in dated), default=0)
    lines = []
    for when, event in dated:
        what = one_line(in_words(event, others))
        parts = (
            style.mark(when.ljust(widest), "cyan"),
            what,
            _first_source(event),
            style.mark(event.id, "dim"),
        )
        lines.append("  ".join(parts))
    return "\n".join(lines)


def _first_source(event: Event) -> str:
    more = f" and {len(event.sources) - 1} more" if len(event.sources) > 1 else ""
    return f"[{one_line(next(iter(event.sources)).publisher)}{more}]"


def _wrapped(event: Event, style: Style, width: int, others: Mapping[str, Event]) -> str:
    """Return an event on lines of a width: only an id may be longer."""
    import textwrap

    when = _when(event)
    source = f"{_first_source(event)}  "
    if 2 + len(source) + len(event.id) > width:
        source = ""
    lines = textwrap.wrap(
        f"{when}  {one_line(in_words(event, others))}", max(width, 20), subsequent_indent="  "
    )
    lines[0] = style.mark(when, "cyan") + lines[0].removeprefix(when)
    return "\n".join([*lines, f"  {source}{style.mark(event.id, 'dim')}"])


def _when(event: Event) -> str:
    if event.effective == event.occurred:
        return event.occurred.text
    return f"{event.occurred.text} (effective {event.effective.text})"


def whole_event(record: Record, style: Style = Style()) -> str:
    """Return everything that a record says, one field a line, then its sources."""
    event = record.event
    rows = [("id", event.id), ("kind", event.kind), ("occurred", event.occurred.text)]
    if event.effective != event.occurred:
        rows.append(("effective", event.effective.text))
    for name, value in filled(event, (*own_fields(type(event)), "after", "claim", "rank", "zone", "note")):
        items: tuple[Any, ...] = value if isinstance(value, tuple) else (value,)
        labels = [name.replace("_", " "), *[""] * (len(items) - 1)]
        rows.extend(zip(labels, map(_words, items), strict=True))
    rows.append(("recorded", record.recorded.in_timezone("UTC").to_iso8601_string()))
    head = style.mark(one_line(event.title), "bold")
    cited = "\n".join(
        f"[{number}] {one_line(cited_in_full(source))} ({source.tier})"
        for number, source in enumerate(event.sources, 1)
    )
    return f"{head}\n\n{table(rows, style, first='dim')}\n\n{cited}"


def filled(thing: Any, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of an event, or of a part of one, that say something, with their values."""
    for name in names:
        value = getattr(thing, name)
        is_said = value is not False and value not in ("", (), None, PartialDate.UNKNOWN)
        if is_said and (name, value) != ("rank", "normal"):
            yield name, value


def _words(value: Any) -> str:
    if isinstance(value, Event):
        return f"{value.title} ({value.id})"
    if attrs.has(type(value)) and not isinstance(value, PartialDate):
        said = (getattr(value, field.name) for field in attrs.fields(type(value)))
        return ", ".join(str(item) for item in said if item not in ("", (), None) and str(item))
    return str(value)


def expectations(found: Sequence[Expectation], style: Style = Style(), *, why: bool = False) -> str:
    """Return announcements one a line: the expected date, what is expected, what became of it; with ``why`` their
    sources.
    """
    width = max((len(one.expects.effective.text) for one in found), default=0)
    lines = [_expectation(one, width, style) for one in found]
    if not why:
        return "\n".join(lines)
    cited = ["\n".join(f"  {one_line(cited_in_full(s))}" for s in one.announcement.sources) for one in found]
    return "\n\n".join(f"{line}\n{sources}" for line, sources in zip(lines, cited, strict=True))


def _expectation(one: Expectation, width: int, style: Style) -> str:
    when = style.mark(one.expects.effective.text.ljust(width), "cyan")
    status = "" if one.status == "open" else f"; {one.status}"
    remark = f"({one.announcement.wording}, announced {one.announcement.occurred}{status})"
    return "  ".join([when, printable(one.expects.title), remark, style.mark(one.id, "dim")])


def findings(found: Sequence[Finding], listed: Sequence[Finding], style: Style = Style()) -> str:
    """Return findings one a line with their reasons, after a line that counts all of ``found``."""
    explained = sum(bool(finding.reason) for finding in found)
    notes = sum(finding.severity == "note" and not finding.reason for finding in found)
    open_ = len(found) - explained - notes
    lines = [f"{open_} unexplained findings, {explained} explained, {notes} notes"]
    for finding in listed:
        lines.append(plain_findings([finding], style))
        if finding.reason:
            lines.append(f"  {one_line(finding.reason)}")
    return "\n".join(lines)


def plain_findings(found: Sequence[Finding], style: Style = Style()) -> str:
    """Return findings one a line."""
    return "\n".join(
        f"{style.mark(one.severity, 'yellow')} ({one.likelihood}) {one.rule}: {one_line(one.message)}"
        for one in found
    )
