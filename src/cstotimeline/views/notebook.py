"""What a notebook shows: small HTML, everything escaped, in the colours of the notebook's own theme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.query.answers import Answer, ExplainedAnswer
from cstotimeline.core.query.changes import Changes
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.groups import Group
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.snapshot import Snapshot
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.wording import listed
from cstotimeline.views.draw import draw, draw_questions
from cstotimeline.views.drawing import DrawingError
from cstotimeline.views.labels import label_of
from cstotimeline.views.lettering import lettering
from cstotimeline.views.text import doubt, span

_ROWS, _LANES, _NAMES, _CHARACTERS, _EVENTS_DRAWN = 20, 40, 12, 300, 5_000


def as_html(value: Any) -> str:
    """Return a history, a question, an answer, a snapshot, changes or a list of events as a piece of HTML.

    >>> from cstotimeline import load
    >>> as_html(load().presidency.at("2019-11-20"))[:63]
    '<div><p><strong>Kyrgyzstan</strong> from 8 November 2018 until '
    """
    return f"<div>{_inside(value)}</div>"


def _inside(value: Any) -> str:
    if isinstance(value, Timeline):
        return _timeline(value)
    if isinstance(value, Question):
        return _picture({value.name: value}, value)
    if isinstance(value, Questions):
        title = value.projection.name
        return _picture({f"{title}: {key}": value[key] for key in [*value][:_LANES]}, value)
    if isinstance(value, EventList):
        return _events(value, repr(value))
    if isinstance(value, Changes):
        return _changes(value)
    if isinstance(value, Snapshot):
        return _snapshot(value)
    return _answer(value) if isinstance(value, ExplainedAnswer) else _paragraph(_text(value))


def _timeline(timeline: Timeline) -> str:
    count = len(timeline.events())
    if count > _EVENTS_DRAWN:
        return _paragraph(_text(f"{type(timeline).__name__}: {count:,} events; ask .draw() for a picture"))
    head = f"{type(timeline).__name__}: {count:,} events; ask one of {listed(timeline, last='or')}"
    try:
        picture = draw(timeline).svg
    except DrawingError:
        picture = ""
    return f"{_paragraph(_text(head, 1_000))}{picture}"


def _picture(asked: Mapping[str, Question[Any]], value: Any) -> str:
    """Return the picture of some questions; of too much, what it is in words."""
    if sum(len(one.change_points(one.resolved)) for one in asked.values()) > _EVENTS_DRAWN:
        return _paragraph(_text(repr(value)))
    more = len(value) - len(asked) if isinstance(value, Questions) else 0
    return draw_questions(asked).svg + (_paragraph(f"and {more:,} more") if more else "")


def _text(value: object, limit: int = _CHARACTERS) -> str:
    return escape(lettering(value, limit))


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], more: int = 0) -> str:
    """Return a table of cells that are HTML already, with a line that counts those left out."""
    first = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    rest = f'<tr><td colspan="{len(head)}">and {more:,} more</td></tr>' if more > 0 else ""
    return f"<table><thead><tr>{first}</tr></thead><tbody>{body}{rest}</tbody></table>"


def _answer(answer: ExplainedAnswer) -> str:
    """Return an answer: its value, how sure it is, why, and its sources as links."""
    why, *_ = answer.why().split("\n")
    reasons = why.partition(": ")[2] if isinstance(answer, Tenure) else ""
    cited = "".join(f"<li>{_citation(source)}</li>" for source in answer.sources[:_ROWS])
    rivals = [f"Rival claim: {rival.title}, {rival.effective}" for rival in answer.rivals]
    parts = [_paragraph(_value(answer)), _paragraph(_text(reasons, 1_000)) if reasons else ""]
    parts.append(f"<ol>{cited}</ol>" if cited else "")
    parts.extend(_paragraph(_text(rival)) for rival in rivals)
    return "".join(parts)


def _value(answer: Any) -> str:
    """Return what an answer says, with its doubt, as one line of HTML."""
    if isinstance(answer, Tenure):
        when = f" {_text(span(answer.start, answer.end))}" if answer.holder is not None else ""
        said, names = f"<strong>{_text(answer.label)}</strong>{when}", answer.alternatives
    elif isinstance(answer, Group):
        said, names = _text(", ".join(answer.names) or "nobody"), answer.undecided
    elif isinstance(answer, Answer):
        said, names = _text(label_of(answer.value) or "nothing"), tuple(map(label_of, answer.alternatives))
    else:
        return _text(answer)
    remark = doubt(answer, names)
    return f"{said} <em>({_text(remark)})</em>" if remark else said


def _citation(source: Citation) -> str:
    label = _text(source.label)
    if source.address.startswith(("https://", "http://")):
        label = (
            f'<a style="color:inherit" href="{escape(source.address)}" rel="noopener noreferrer">{label}</a>'
        )
    return f"{label}: {_text(source.says)}" if source.says else label


def _events(events: Sequence[Event], head: str) -> str:
    rows = ((_text(e.occurred.text), _text(e.title), f"<code>{_text(e.id)}</code>") for e in events[-_ROWS:])
    lines = _table(("occurred", "what", "id"), rows, len(events) - _ROWS)
    return f"{_paragraph(_text(head))}{lines if events else ''}"


def _changes(changes: Changes) -> str:
    rows = (
        (_text(one.aspect), _text(one.key), *(map(_text, _different(one.before, one.after))))
        for one in changes[:_ROWS]
    )
    head = f"{len(changes)} answers changed from {changes.since} to {changes.until}"
    table = _table(("aspect", "key", "before", "after"), rows, len(changes) - _ROWS) if changes else ""
    return (
        f"{_paragraph(_text(head))}{table}{_events(changes.events, f'{len(changes.events)} events between')}"
    )


def _different(before: Any, after: Any) -> tuple[Any, Any]:
    """Return what differs: of two mappings the entries that do, else both values."""
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return before, after
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    one, other = ("; ".join(f"{n}: {said[n]}" for n in names if said.get(n)) for said in (before, after))
    return one or "nothing", other or "nothing"


def _snapshot(snapshot: Snapshot) -> str:
    rows = [(_text(str(name).replace("_", " ")), _found(snapshot[name])) for name in snapshot]
    return f"{_paragraph(f'At {_text(snapshot.moment.text)}')}{_table(('aspect', 'answer'), rows)}"


def _found(found: Any) -> str:
    """Return what a snapshot has under a name: an answer, those of some keys, or how many there are."""
    if isinstance(found, Mapping):
        lines = [*_of_keys(found)]
        more = f"<br>and {len(lines) - _NAMES} more" if len(lines) > _NAMES else ""
        return "<br>".join(lines[:_NAMES]) + more
    if isinstance(found, Event):
        return f"{_text(found.occurred.text)} {_text(found.title)}"
    if isinstance(found, tuple):
        return f"{len(found):,}"
    return _value(found)


def _of_keys(found: Mapping[Any, Any]) -> Iterator[str]:
    for key, answer in found.items():
        if isinstance(answer, Tenure) and answer.holder is None and answer.certain:
            continue  # an office that is certainly vacant gets no line
        if isinstance(answer, Answer) and answer.certain and not label_of(answer.value):
            continue
        yield f"{_text(key)}: {_value(answer)}"
