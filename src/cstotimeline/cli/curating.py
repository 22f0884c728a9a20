"""The commands of curating: drafts of corrections and retractions, their review, and one event as it is now."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.cli.opening import codec_of, history_of, opened, organization_of, timeline_of
from cstotimeline.cli.screen import ANSWERED, NO_ANSWER, print_json, print_to_stderr, style_of_screen
from cstotimeline.core.codec.changed_fields import changed_fields
from cstotimeline.core.errors import Fault, LogError, UnknownName, one_of, shown
from cstotimeline.core.events.amendments import AMENDMENTS, EventCorrected, EventRetracted
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.rivals import deciding_rule
from cstotimeline.core.query.fitting import to_text
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.views import text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from cstotimeline.core.codec.codec import Codec
    from cstotimeline.core.events.event import Event
    from cstotimeline.core.log.log import Log
    from cstotimeline.core.query.timeline import Timeline


def append(options: Namespace) -> int:
    """Check a draft, show what it would change, and add it to a log."""
    with opened(options.log, options) as log:
        return _append_to(log, options)


def _append_to(log: Log, options: Namespace) -> int:
    from cstotimeline.cli.overview import review_in_text
    from cstotimeline.csto.draft_faults import draft_faults
    from cstotimeline.csto.drafts import reviewed
    from cstotimeline.stores.jsonl import draft_of
    from cstotimeline.stores.memory import MemoryLog
    from cstotimeline.stores.opening import without_secrets

    codec = codec_of(options)
    is_ours = organization_of(options) is None
    draft = draft_of(Path(options.draft), codec)
    records = log.read()
    if faults := draft_faults(draft, records.events) if is_ours else draft.faults:
        raise LogError(faults)
    if not draft.events:
        raise LogError(
            Fault(where=Path(options.draft).name, what="holds no event", remedy="write one a line")
        )
    MemoryLog(records).append(*draft.events)  # raises what the log itself would
    new = [event for event in draft.events if event.id not in records.events]
    if is_ours:
        review = reviewed(records, draft.events, codec)
        print(review_in_text(review, style_of_screen()))
        if review.errors and not options.despite_errors:
            many = f"{len(review.errors)} rules are" if len(review.errors) > 1 else "a rule is"
            print(f"\nnot appended: {many} newly broken; correct the draft, or give --despite-errors")
            return NO_ANSWER
    elif new:
        print(text.chronicle(new, style_of_screen()))
    else:
        print_to_stderr("the log holds every event of the draft already")
    if not new:
        return NO_ANSWER
    if not options.dry_run:
        added = log.append(*new, expected=len(records))
        print(f"\nappended {len(added)} events to {without_secrets(options.log)}")
    return ANSWERED


def correct(options: Namespace) -> int:
    """Draft a correction of some fields of an event; what is not named stays, sources among it."""
    history = timeline_of(options, options.log)
    target = _event(history, options.id)
    if isinstance(target, AMENDMENTS):
        what = f"expected an event about the world, got {shown(options.id)}, which is about {target.target}"
        raise LogError(Fault(where="correct", what=what, remedy=f"correct {target.target}"))
    now = history.resolved.listed.get(target.id)
    if now is None:
        what = f"the event does not count any more, got {shown(target.id)}"
        remedy = f"see what withdrew it: cstotimeline show {target.id}"
        raise LogError(Fault(where="correct", what=what, remedy=remedy))
    codec = codec_of(options)
    replacement = _changed(now, options.changes, codec)
    latest = [target.id, *history.resolved.through.get(target.id, ())][-1]
    given = _amendment(history, "correction", now, options)
    draft = EventCorrected(**given, target=latest, replacement=replacement)
    lines = changed_fields(codec, now, replacement)
    return _written(draft, options, [f"{target.id}: {line}" for line in lines])


def retract(options: Namespace) -> int:
    """Draft the retraction of an event, or of a correction, which brings the earlier version back."""
    history = timeline_of(options, options.log)
    target = _event(history, options.id)
    draft = EventRetracted(**_amendment(history, "retraction", target, options), target=target.id)
    return _written(draft, options, [f"{target.id}: withdrawn"])


def _amendment(history: Timeline, sort: str, event: Event, options: Namespace) -> dict[str, Any]:
    """Return the fields that corrections and retractions of an event share."""
    day = datetime.now(UTC).date()
    return {
        "id": _free_id(history, f"{sort}-{day}-{event.id}"),
        "occurred": PartialDate.of(day),
        "reason": options.reason,
        "sources": _sources(options, event),
    }


def _event(history: Timeline, name: str) -> Event:
    record = history.log.find({name}).get(name)
    if record is None:
        what = f"no event with this id, got {shown(name)}"
        remedy = f"name {one_of(name, list(history.log.events))}"
        raise UnknownName(Fault(where="log", what=what, remedy=remedy))
    return record


def _changed(event: Event, changes: list[str], codec: Codec) -> Event:
    """Return an event with other fields: each ``FIELD=VALUE``, of which the value is a text, or JSON where the field
    takes no text; an empty one leaves the field out.
    """
    data = codec.to_data(event)
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign or not name.isidentifier() or name in ("id", "kind", "version"):
            what = f"expected FIELD=VALUE, got {shown(change)}"
            raise LogError(
                Fault(where="correct", what=what, remedy="name a field, but not id, kind or version")
            )
        data = _with_field(data, name, value, codec)
    return codec.from_data(data)


def _with_field(data: dict[str, Any], name: str, value: str, codec: Codec) -> dict[str, Any]:
    if not value:
        return {key: old for key, old in data.items() if key != name}
    tried = [{**data, name: value}]
    with suppress(ValueError, RecursionError):
        tried.append({**data, name: json.loads(value)})
    for one in tried:
        if _is_taken(one, name, codec):
            return one
    return tried[-1] if value[:1] in '[{"' else tried[0]


def _is_taken(data: dict[str, Any], name: str, codec: Codec) -> bool:
    """Return whether a field has no fault of its own; other fields may still be changed."""
    try:
        codec.from_data(data)
    except LogError as error:
        return not any(fault.where.partition("[")[0].partition(".")[0] == name for fault in error.faults)
    return True


def _sources(options: Namespace, event: Event) -> tuple[Citation, ...]:
    """Return the page that is named; where none is, those of the event itself."""
    if not options.publisher:
        return event.sources
    given = {name: getattr(options, name) for name in ("address", "tier", "says") if getattr(options, name)}
    if options.published:
        given["published"] = PartialDate.parse(options.published)
    return (Citation(publisher=options.publisher, **given),)


def _free_id(history: Timeline, name: str) -> str:
    """Return a name, with a number where the log holds it."""
    names = (name, *(f"{name}-{number}" for number in range(2, len(history.log) + 3)))
    return next(one for one in names if not history.log.find({one}))


def _written(draft: Event, options: Namespace, told: list[str]) -> int:
    """Write a draft, to a file that is not there yet or to standard output."""
    line = to_text(codec_of(options).to_data(draft))
    if options.output is None:
        print(line)
        return ANSWERED
    path = Path(options.output)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except FileExistsError:
        what = f"the file is there already, got {shown(path.name)}"
        raise LogError(Fault(where="output", what=what, remedy="name another file")) from None
    for one in told or ["nothing changes"]:
        print(text.one_line(one))
    print(
        f"drafted {draft.id} in {path.name}; review it: cstotimeline append {path.name} --log LOG --dry-run"
    )
    return ANSWERED


def show(options: Namespace) -> int:
    """Print one event, whole: as it is now, and what became of it."""
    history = history_of(options)
    event, codec = _event(history, options.id), codec_of(options)
    if options.json:
        print_json(codec.to_data(event))
    else:
        print("\n\n".join(_shown(history, event, codec)))
    return ANSWERED


def _shown(history: Timeline, event: Event, codec: Codec) -> Iterator[str]:
    style = style_of_screen()
    record = history.log[event.id]
    resolved = history.resolved
    now = resolved.listed.get(event.id)
    lost_to = _winner(history, event)
    if now is not None and now != event:
        lines = [text.one_line(line) for line in changed_fields(codec, event, now)]
        by = ", ".join(resolved.through.get(event.id, ()))
        yield style.mark(f"corrected by {by}:", "yellow") + "".join(f"\n  {line}" for line in lines)
    elif now is None and not isinstance(event, AMENDMENTS) and lost_to is None:
        yield style.mark("withdrawn: it does not count", "yellow")
    if lost_to is not None:
        yield style.mark(f"{lost_to.id} counts instead, by {deciding_rule(lost_to, event)}", "yellow")
    if isinstance(event, EventCorrected):
        yield from _correction(history, event, codec)
    else:
        yield text.whole_event(record if now is None else attrs.evolve(record, event=now), style)
    about = [other.event for other in history.log if _is_about(other.event, event)]
    if about:
        yield text.chronicle(about, style, others=history.log.events)


def _correction(history: Timeline, event: EventCorrected, codec: Codec) -> Iterator[str]:
    """Yield what a correction changes, field by field, and the correction itself."""
    was: Event | None = history.log.events.get(event.target)
    if isinstance(was, EventCorrected):
        was = was.replacement
    if was is not None and not isinstance(was, AMENDMENTS):
        lines = [text.one_line(line) for line in changed_fields(codec, was, event.replacement)]
        yield f"{event.replacement.id}:" + "".join(f"\n  {line}" for line in lines or ["nothing changes"])
    cited = "\n".join(f"[{n}] {text.one_line(source.label)}" for n, source in enumerate(event.sources, 1))
    rows = [
        ("id", event.id),
        ("target", event.target),
        ("occurred", event.occurred.text),
        ("reason", event.reason),
    ]
    yield f"{text.table(rows, style_of_screen(), first='dim')}\n\n{cited}"


def _winner(history: Timeline, event: Event) -> Event | None:
    """Return the rival to which an event lost its claim; None where it lost none."""
    for name, losers in history.resolved.rivals.items():
        if any(one.id == event.id for one in losers):
            return history.resolved.listed[name]
    return None


def _is_about(other: Event, event: Event) -> bool:
    """Return whether an event corrects, withdraws or settles another, or disputes its claim."""
    links = {getattr(other, name, "") for name in ("target", "announcement")}
    return event.id in links or (other.claim == event.claim != "" and other.id != event.id)
