"""The commands: what each asks, and how it prints the answer. What only one of them needs is imported in it, so that no
command waits for another's.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstotimeline.core.errors import LogError, NotAPoint
from cstotimeline.core.events.amendments import AMENDMENTS
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.shipped import csto_codec, load, open_log, shipped_folder
from cstotimeline.views import text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from cstotimeline.core.events.event import Event
    from cstotimeline.core.log.digest import Digest
    from cstotimeline.csto.history import History
    from cstotimeline.csto.vocabulary import Spelt

ANSWERED, NO_ANSWER, BAD_INPUT = 0, 1, 2


def _style() -> text.Style:
    return text.Style(colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))


def _print_json(data: Any) -> None:
    print(text.escaped(json.dumps(data, ensure_ascii=False, indent=2)))


def _history(options: Namespace) -> History:
    history = load(options.log)
    if hasattr(options, "known"):
        history = history.as_of(known=options.known, recorded=options.recorded)
    return history


def _asked(when: str) -> QueryTime | Period:
    """Return the moment that a text means, or the period where it is not a single day or instant."""
    try:
        return QueryTime.of(when)
    except NotAPoint:
        return Period.parse(when)


def at(options: Namespace) -> int:
    """Print the state of everything on a day, or during a period."""
    from cstotimeline.cli.overview import at_moment, during_period

    asked = _asked(options.when)
    history = _history(options)
    if isinstance(asked, QueryTime):
        snapshot = history.at(asked)
        if options.json:
            _print_json(snapshot.to_dict())
        else:
            print(at_moment(snapshot, _style(), why=options.why))
        return ANSWERED
    found = during_period(history, asked)
    if options.json:
        data = {name: [one.to_dict() for one in spells] for name, spells in found.items()}
        _print_json({"during": asked.text, **data})
        return ANSWERED
    style = _style()
    blocks = [
        f"{style.mark(name.replace('_', ' '), 'bold')}\n{text.tenures(spells, style, why=options.why)}"
        for name, spells in found.items()
    ]
    print("\n\n".join(blocks))
    return ANSWERED


def who(options: Namespace) -> int:
    """Print who held an office."""
    asked = _asked(options.when)
    office = _history(options).office(options.office)
    spells = (office.at(asked),) if isinstance(asked, QueryTime) else office.during(asked)
    if options.json:
        found = [spell.to_dict() for spell in spells]
        _print_json(found[0] if isinstance(asked, QueryTime) else found)
    else:
        print(text.tenures(spells, _style(), why=options.why))
    is_answered = any(spell.holder is not None or spell.certain for spell in spells)
    return ANSWERED if is_answered else NO_ANSWER


def events(options: Namespace) -> int:
    """Print what happened."""
    from cstotimeline.csto.people import find_person
    from cstotimeline.csto.places import find_place

    history = _history(options)
    kinds = [_kind(name) for name in options.kind or ()]
    if kinds and all(issubclass(kind, AMENDMENTS) for kind in kinds):
        found = _amendments(history, tuple(kinds), options.during)
    else:
        listed = history.events(*kinds)
        found = tuple(listed) if options.during is None else listed.during(options.during)
    if options.person:
        found = _naming(found, find_person(options.person))
    if options.place:
        found = _naming(found, find_place(options.place))
    if options.json:
        _print_json([csto_codec().to_data(event) for event in found])
    elif found:
        print(text.chronicle(found, _style(), others=history.log.events))
    return ANSWERED if found else NO_ANSWER


def _amendments(history: History, kinds: tuple[type[Event], ...], during: str | None) -> tuple[Event, ...]:
    """Return the corrections and retractions of a log, which are no events of the world, by when they were made."""
    period = None if during is None else Period.of(during)
    made = (record.event for record in history.log if isinstance(record.event, kinds))
    inside = (
        event
        for event in made
        if period is None
        or (
            event.occurred.last_ordinal >= period.start.first_ordinal
            and event.occurred.first_ordinal <= period.end.last_ordinal
        )
    )
    return tuple(sorted(inside, key=lambda event: (event.occurred.sort_key, event.id)))


def _kind(name: str) -> type[Event]:
    return csto_codec().kind_named(name)


def _naming(events: Iterable[Event], thing: Spelt) -> tuple[Event, ...]:
    """Return the events that name a person or a place, in whatever spelling."""
    names = "|".join(re.escape(name) for name in (thing.name, *thing.spellings))
    named = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
    codec = csto_codec()
    return tuple(e for e in events if named.search(json.dumps(codec.to_data(e), ensure_ascii=False)))


def diff(options: Namespace) -> int:
    """Print what changed between two days."""
    from cstotimeline.cli.overview import changes_in_text

    history = load(options.log)
    ask = history.learned if options.learned else history.diff
    changes = ask(options.since, options.until)
    if options.json:
        _print_json(changes.to_dict())
    else:
        print(changes_in_text(changes, _style(), learned=options.learned, others=history.log.events))
    return ANSWERED if changes.changes or changes.events else NO_ANSWER


def expected(options: Namespace) -> int:
    """Print what was expected on a day."""
    snapshot = _history(options).at(options.when)
    found = snapshot.expected_at_start if options.at_start else snapshot.expected
    if options.json:
        _print_json([one.to_dict() for one in found])
    elif found:
        print(text.expectations(found, _style(), why=options.why))
    return ANSWERED if found else NO_ANSWER


def check(options: Namespace) -> int:
    """Print what breaks the rules of the record."""
    from cstotimeline.stores.seals import seal_faults

    folder = Path(options.log) if options.log else shipped_folder()
    if broken := tuple(seal_faults(folder)):
        raise LogError(broken)
    found = load(options.log).check()
    listed = [
        finding
        for finding in found
        if (options.all or not finding.reason) and (options.notes or finding.severity != "note")
    ]
    if options.json:
        _print_json([finding.to_dict() for finding in listed])
    else:
        print(text.findings(found, listed, _style()))
    return NO_ANSWER if listed else ANSWERED


def seal(options: Namespace) -> int:
    """Keep what a log folder holds."""
    from cstotimeline.stores.seals import write_seal

    print(f"sealed in {write_seal(Path(options.log), csto_codec())}")
    return ANSWERED


def digest(options: Namespace) -> int:
    """Print one short text by which a changed line is noticed."""
    with open_log(options.log or shipped_folder(), read_only=True) as log:
        digest = log.digest()
    _print_digest(digest, options)
    return ANSWERED


def verify(options: Namespace) -> int:
    """Print whether a log begins with the lines of a digest."""
    from cstotimeline.core.log.digest import Digest

    published = Digest.parse(options.digest)
    with open_log(options.log or shipped_folder(), read_only=True) as log:
        digest = log.verify(published)
    if options.json:
        _print_digest(digest, options)
    else:
        print(f"the log begins with the {published.length} lines of the digest, and holds {digest.length}")
    return ANSWERED


def _print_digest(digest: Digest, options: Namespace) -> None:
    if options.json:
        _print_json({"length": digest.length, "sha256": digest.sha256})
    else:
        print(digest)


def copy(options: Namespace) -> int:
    """Add the records of one log to another."""
    from cstotimeline.core.log.copying import copy_log
    from cstotimeline.stores.opening import without_secrets

    with open_log(options.source, read_only=True) as source, open_log(options.target) as target:
        copied = copy_log(source, target)
        print(f"copied {len(copied)} records to {without_secrets(options.target)}, which holds {len(target)}")
    return ANSWERED
