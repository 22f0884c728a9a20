"""The commands: what each asks, and how it prints the answer. What only one command needs is imported in its function,
so that the others start faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstotimeline.cli.opening import codec_of, history_of, opened, organization_of, timeline_of
from cstotimeline.cli.screen import ANSWERED, NO_ANSWER, print_json, print_to_stderr, style_of_screen
from cstotimeline.core.errors import DateError, Fault, LogError, NotAPoint, UnknownName, key_text, shown
from cstotimeline.core.events.amendments import AMENDMENTS
from cstotimeline.core.temporal.intervals import OTHER_DASHES, Period
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.shipped import shipped_folder
from cstotimeline.views import text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from cstotimeline.core.events.event import Event
    from cstotimeline.core.log.digest import Digest


def _asked(when: str) -> QueryTime | Period:
    """Return the moment that a text means, or the period where it is not a single day or instant."""
    try:
        return QueryTime.of(when)
    except DateError as error:
        if not isinstance(error, NotAPoint) and not OTHER_DASHES.fullmatch(when):
            raise
        return Period.parse(when)


def _expected(options: Namespace) -> Any:
    """Return the timeline under the clocks that the options name, with what was expected where they say so."""
    history = history_of(options)
    return history.expecting() if options.expecting else history


def at(options: Namespace) -> int:
    """Print the state of everything on a day, or during a period."""
    asked = _asked(options.when)
    history = _expected(options)
    page: Any
    if organization_of(options) is None:
        from cstotimeline.cli import overview as page
    else:
        from cstotimeline.cli import any_overview as page
    if isinstance(asked, QueryTime):
        snapshot = history.at(asked)
        if options.json:
            from cstotimeline.core.query.reasons import why_to_dict

            answers = snapshot_answers(snapshot) if options.why else ()
            why = {"why": {name: why_to_dict(one) for name, one in answers}} if options.why else {}
            print_json(snapshot.to_dict() | why)
        else:
            print(page.at_moment(snapshot, style_of_screen(), why=options.why))
        return ANSWERED
    found = page.during_period(history, asked)
    if options.json:
        data = {name: [_to_dict(one, options) for one in spells] for name, spells in found.items()}
        print_json({"during": asked.text, **data})
        return ANSWERED
    style = style_of_screen()
    blocks = [
        f"{style.mark(name.replace('_', ' '), 'bold')}\n{text.answers(spells, style, why=options.why)}"
        for name, spells in found.items()
    ]
    print("\n\n".join(blocks))
    return ANSWERED


def snapshot_answers(snapshot: Any) -> Iterator[tuple[str, Any]]:
    """Yield the answers in a snapshot that have reasons, by name; of keyed aspects ``NAME: KEY``."""
    from cstotimeline.core.query.answers import ExplainedAnswer

    for name in snapshot.to_dict(reasons=False):
        found = snapshot.get(name)
        for key, answer in found.items() if isinstance(found, dict) else (("", found),):
            if isinstance(answer, ExplainedAnswer):
                yield f"{name}: {key}" if key != "" else name, answer


def _to_dict(answer: Any, options: Namespace) -> Any:
    from cstotimeline.core.query.reasons import answer_to_dict

    return answer_to_dict(answer, why=options.why)


def who(options: Namespace) -> int:
    """Print who held an office."""
    asked = _asked(options.when)
    office = _expected(options).named(options.office)
    if not hasattr(office, "at") or isinstance(office, Mapping):
        what = f"expected an office, got {options.office!r}"
        key = next(iter(office), "") if isinstance(office, Mapping) else ""
        one = f"ask for one, such as '{options.office} of {key_text(key)}'"
        remedy = one if key else "name an office or a group; the command at shows the others"
        raise UnknownName(Fault(where="office", what=what, remedy=remedy))
    spells: Any = (office.at(asked),) if isinstance(asked, QueryTime) else office.during(asked)
    if options.json:
        found = [_to_dict(spell, options) for spell in spells]
        print_json(found[0] if isinstance(asked, QueryTime) else found)
    else:
        is_key_alone = getattr(office, "key", "") and " of " not in options.office
        of = str(office.name) if is_key_alone else ""
        print(text.answers(spells, style_of_screen(), why=options.why, of=of))
    is_answered = any(getattr(spell, "holder", "") is not None or spell.certain for spell in spells)
    return ANSWERED if is_answered else NO_ANSWER


FILTERS = ("person", "state", "place", "source", "text")
"""The options by which events are chosen, beside their kind and period."""


def events(options: Namespace) -> int:
    """Print what happened."""
    history = history_of(options)
    listed: Any = history.events()
    chosen = {name: value for name in FILTERS if (value := getattr(options, name)) is not None}
    for name, value in chosen.items():
        if not value.strip():
            remedy = f"name one, or leave out --{name}"
            raise UnknownName(Fault(where=name, what=f"expected text, got {shown(value)}", remedy=remedy))
    kinds = tuple(codec_of(options).kind_named(name) for name in options.kind or ())
    if kinds:
        chosen["kind"] = kinds
    if options.during is not None:
        chosen["period"] = options.during
    if kinds and all(issubclass(kind, AMENDMENTS) for kind in kinds):
        listed, chosen = _amendments(history, kinds, options.during), {}
    found: Any = listed.where(**chosen) if chosen else listed
    if options.count and hasattr(found, "counts"):
        counts = _limited(tuple(found.counts(options.count).items()), options.limit)
        print_json(dict(counts)) if options.json else print(text.table((str(n), name) for name, n in counts))
    else:
        limited = _limited(found, options.limit)
        if options.json:
            codec = codec_of(options)
            print_json([codec.to_data(event) for event in limited])
        elif limited:
            width = text.screen_width()
            print(text.chronicle(limited, style_of_screen(), others=history.log.events, width=width))
    if not found:
        said = ", ".join(f"{name} {_said(value)}" for name, value in chosen.items())
        print_to_stderr(f"no event{f' with {said}' if said else ''}")
    return ANSWERED if found else NO_ANSWER


def _limited(found: Any, limit: int | None) -> Any:
    return found[:] if limit is None else found[:limit] if limit >= 0 else found[limit:]


def _amendments(history: Any, kinds: tuple[type[Event], ...], during: str | None) -> tuple[Event, ...]:
    """Return the corrections and retractions of a log, in the order in which they were made."""
    made = [record.event for record in history.log if isinstance(record.event, kinds)]
    if during is not None:
        period = Period.of(during)
        first, last = period.start.first_ordinal, period.end.last_ordinal
        made = [
            one for one in made if one.occurred.last_ordinal >= first and one.occurred.first_ordinal <= last
        ]
    return tuple(sorted(made, key=lambda event: (event.occurred.sort_key, event.id)))


def _said(value: Any) -> str:
    return " or ".join(one.kind for one in value) if isinstance(value, tuple) else repr(value)


def diff(options: Namespace) -> int:
    """Print what changed between two days."""
    from cstotimeline.cli.overview import changes_in_text

    history = history_of(options)
    ask = history.learned if options.learned else history.diff
    changes = ask(options.since, options.until)
    if options.json:
        print_json(changes.to_dict())
    else:
        print(changes_in_text(changes, style_of_screen(), learned=options.learned, others=history.log.events))
    if not (changes.changes or changes.events):
        print_to_stderr(f"nothing changed between {options.since} and {options.until}")
        return NO_ANSWER
    return ANSWERED


def expected(options: Namespace) -> int:
    """Print what was expected on a day, or during a period."""
    asked = _asked(options.when)
    history = history_of(options)
    if isinstance(asked, QueryTime):
        snapshot = history.at(asked)
        found = snapshot.expected_at_start if options.at_start else snapshot.expected
    elif options.at_start:
        what = f"--at-start is of one day, got {shown(options.when)}"
        raise NotAPoint(
            Fault(where="at", what=what, remedy="give a day, such as 2019-11-28, or leave it out")
        )
    else:
        found = history.expected_during(asked)
    if options.json:
        print_json([one.to_dict() for one in found])
    elif found:
        print(text.expectations(found, style_of_screen(), why=options.why))
    if not found:
        print_to_stderr(f"nothing was expected: {options.when}")
    return ANSWERED if found else NO_ANSWER


def check(options: Namespace) -> int:
    """Print what breaks the rules of the record."""
    from cstotimeline.stores.seals import seal_faults

    folder = Path(options.log) if options.log else shipped_folder()
    if broken := tuple(seal_faults(folder)):
        raise LogError(broken)
    organization: Any = organization_of(options)
    history = history_of(options)
    found = organization.check(history) if hasattr(organization, "check") else history.check()
    listed = [
        finding
        for finding in found
        if (options.all or not finding.reason) and (options.notes or finding.severity != "note")
    ]
    if options.json:
        print_json([finding.to_dict() for finding in listed])
    else:
        print(text.findings(found, listed, style_of_screen()))
    return NO_ANSWER if listed else ANSWERED


def seal(options: Namespace) -> int:
    """Write the seal of a log folder."""
    from cstotimeline.stores.seals import write_seal

    print(f"sealed in {write_seal(Path(options.log), codec_of(options))}")
    return ANSWERED


def digest(options: Namespace) -> int:
    """Print the digest of a log."""
    with opened(options.log or shipped_folder(), options, read_only=True) as log:
        digest = log.digest()
    _print_digest(digest, options)
    return ANSWERED


def verify(options: Namespace) -> int:
    """Print whether a log begins with the lines of a digest."""
    from cstotimeline.core.log.digest import Digest

    published = Digest.parse(options.digest)
    with opened(options.log or shipped_folder(), options, read_only=True) as log:
        digest = log.verify(published)
    if options.json:
        _print_digest(digest, options)
    else:
        print(f"the log begins with the {published.length} lines of the digest, and holds {digest.length}")
    return ANSWERED


def _print_digest(digest: Digest, options: Namespace) -> None:
    if options.json:
        print_json({"length": digest.length, "sha256": digest.sha256})
    else:
        print(digest)


def copy(options: Namespace) -> int:
    """Add the records of one log to another."""
    from cstotimeline.core.log.copying import copy_log
    from cstotimeline.stores.opening import without_secrets

    with opened(options.source, options, read_only=True) as source, opened(options.target, options) as target:
        copied = copy_log(source, target)
        print(f"copied {len(copied)} records to {without_secrets(options.target)}, which holds {len(target)}")
    return ANSWERED


def compare(options: Namespace) -> int:
    """Print which answers differ from those of an earlier log, on which days, and because of which events."""
    from cstotimeline.exchange.stamps import is_stamp

    new = timeline_of(options, options.new or options.log)
    found = new.compared_with(options.old if is_stamp(options.old) else timeline_of(options, options.old))
    if options.json:
        print_json(found.to_dict())
    else:
        for one in found:
            print(text.one_line(str(one)))
        print(found.summary)
    return NO_ANSWER if len(found) else ANSWERED


def cite(options: Namespace) -> int:
    """Print the sources of events, each once, as they are after corrections."""
    from cstotimeline.citing import cited

    history = history_of(options)
    listed = history.resolved.listed
    events = [listed.get(name) or history.log[name].event for name in options.ids]
    sources = [source for event in events for source in event.sources]
    print(text.printable(cited(sources, "csl" if options.json else options.form)))
    return ANSWERED
