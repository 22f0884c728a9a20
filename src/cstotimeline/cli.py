"""The command line: questions to the shipped log, or to another one."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cstotimeline.core.copying import copy_log
from cstotimeline.core.digests import Digest
from cstotimeline.core.errors import LogError, NotAPoint, TimelineError
from cstotimeline.core.moments import Moment
from cstotimeline.core.periods import Period
from cstotimeline.csto.drafts import reviewed, spelling_faults
from cstotimeline.csto.people import find_person
from cstotimeline.csto.places import find_place
from cstotimeline.overview import at_moment, changes_in_text, during_period, review_in_text
from cstotimeline.shipped import csto_codec, load, open_log, shipped_folder
from cstotimeline.stores.durable import TornLine
from cstotimeline.stores.jsonl import read_draft
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.stores.opening import without_secrets
from cstotimeline.stores.seals import seal_faults, write_seal
from cstotimeline.views import text

if TYPE_CHECKING:
    from cstotimeline.core.events import Event
    from cstotimeline.core.log import Log
    from cstotimeline.csto.history import History
    from cstotimeline.csto.vocabulary import Spelt

ANSWERED, NO_ANSWER, BAD_INPUT = 0, 1, 2
FAULTS_SHOWN = 1_000  # of one log; the rest is counted


class _Parser(argparse.ArgumentParser):
    """Argparse that says what is wrong on one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="cstotimeline", description="Ask the sourced history of the CSTO.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print JSON")
    shared.add_argument(
        "--log",
        metavar="LOG",
        help="instead of the shipped log: a .jsonl file, a folder of them, sqlite:///file.db, postgresql://...",
    )
    clocks = _Parser(add_help=False)
    clocks.add_argument("--known", metavar="DAY", help="as it was known by the end of that day")
    clocks.add_argument("--recorded", metavar="INSTANT", help="as the log held it at that instant")
    clocks.add_argument("--why", action="store_true", help="with reasons and sources")

    at = commands.add_parser(
        "at", parents=[shared, clocks], help="the state of everything on a day, or during a period"
    )
    at.add_argument(
        "when", metavar="DATE|PERIOD", help="2019-11-20, 2019-11, 2018-10/2020-02, 2019-11-28T10:00:00Z"
    )
    who = commands.add_parser("who", parents=[shared, clocks], help="who held an office")
    who.add_argument(
        "office", metavar="OFFICE", help="presidency, 'secretary general', 'leader of Armenia' ..."
    )
    who.add_argument("when", metavar="DATE|PERIOD")
    events = commands.add_parser("events", parents=[shared], help="what happened")
    events.add_argument("--kind", action="append", metavar="KIND", help="only this kind; may be given again")
    period = events.add_mutually_exclusive_group()
    period.add_argument("--during", metavar="PERIOD", help="only in this period")
    period.add_argument("--year", metavar="YEAR", dest="during", help="the same, for a year")
    events.add_argument("--person", metavar="NAME", help="only those that name this person, in any spelling")
    events.add_argument("--place", metavar="NAME", help="only those that name this place, in any spelling")
    diff = commands.add_parser("diff", parents=[shared], help="what changed between two days")
    diff.add_argument("since", metavar="DAY")
    diff.add_argument("until", metavar="DAY")
    diff.add_argument("--learned", action="store_true", help="what became known, instead of what happened")
    expected = commands.add_parser("expected", parents=[shared, clocks], help="what was expected on a day")
    expected.add_argument("when", metavar="DAY")
    check = commands.add_parser("check", parents=[shared], help="what breaks the rules of the record")
    check.add_argument("--all", action="store_true", help="explained findings as well")
    check.add_argument("--notes", action="store_true", help="thin sources and unsettled expectations as well")
    append = commands.add_parser(
        "append", help="check a draft, show what it would change, and add it to a log"
    )
    append.add_argument("draft", metavar="FILE", help="lines as in a log, without 'recorded'")
    append.add_argument("--log", metavar="LOG", required=True, help="the log to add to")
    append.add_argument("--dry-run", action="store_true", help="only check and show")
    seal = commands.add_parser(
        "seal", help="keep what a log folder holds, so that 'check' notices changed lines"
    )
    seal.add_argument("--log", metavar="PATH", required=True, help="the folder to seal, at a release")
    commands.add_parser("digest", parents=[shared], help="one short text that stands for every line")
    verify = commands.add_parser(
        "verify", parents=[shared], help="whether a log begins with what a digest stands for"
    )
    verify.add_argument("digest", metavar="DIGEST", help="what 'digest' printed")
    copy = commands.add_parser("copy", help="add the records of one log to another, or continue a copy")
    copy.add_argument("source", metavar="FROM", help="the log to copy")
    copy.add_argument("target", metavar="TO", help="a log that is empty, or holds the first records of it")
    show = commands.add_parser("show", parents=[shared], help="one event, whole")
    show.add_argument("id", metavar="ID")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 an answer, 1 no answer, 2 bad input."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", TornLine)
            warnings.showwarning = _warn
            status = _COMMANDS[options.command](options)
        sys.stdout.flush()
    except TimelineError as error:
        for fault in error.faults[:FAULTS_SHOWN]:
            print(f"cstotimeline: {text.one_line(str(fault))}", file=sys.stderr)
        if len(error.faults) > FAULTS_SHOWN:
            more = len(error.faults) - FAULTS_SHOWN
            print(f"cstotimeline: {more} more faults are not shown", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        _discard_output()
        return ANSWERED
    except OSError as error:
        _discard_output()
        where = text.one_line(str(error.filename or "output"))
        print(
            f"cstotimeline: {where}: refused by the system ({error.strerror}); check the path and the room left",
            file=sys.stderr,
        )
        return BAD_INPUT
    return status


def _warn(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning as everything else that is to be told: on one line."""
    print(f"cstotimeline: {text.one_line(str(message))}", file=sys.stderr)


def _discard_output() -> None:
    """Let the interpreter flush what it still holds into nothing, since nobody reads it any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _style() -> text.Style:
    return text.Style(colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))


def _print_json(data: Any) -> None:
    print(text.escaped(json.dumps(data, ensure_ascii=False, indent=2)))


def _history(options: argparse.Namespace) -> History:
    history = load(options.log)
    if hasattr(options, "known"):
        history = history.seen(known=options.known, recorded=options.recorded)
    return history


def _asked(when: str) -> Moment | Period:
    """Return the moment that a text means, or the period where it is no point."""
    try:
        return Moment.of(when)
    except NotAPoint:
        return Period.parse(when)


def _at(options: argparse.Namespace) -> int:
    asked = _asked(options.when)
    history = _history(options)
    if isinstance(asked, Moment):
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


def _who(options: argparse.Namespace) -> int:
    asked = _asked(options.when)
    office = _history(options).office(options.office)
    spells = (office.at(asked),) if isinstance(asked, Moment) else office.during(asked)
    if options.json:
        found = [spell.to_dict() for spell in spells]
        _print_json(found[0] if isinstance(asked, Moment) else found)
    else:
        print(text.tenures(spells, _style(), why=options.why))
    told = any(spell.holder is not None or spell.certain for spell in spells)
    return ANSWERED if told else NO_ANSWER


def _events(options: argparse.Namespace) -> int:
    history = _history(options)
    kinds = [_kind(name) for name in options.kind or ()]
    listed = history.events(*kinds)
    found = tuple(listed) if options.during is None else listed.during(options.during)
    if options.person:
        found = _naming(found, find_person(options.person))
    if options.place:
        found = _naming(found, find_place(options.place))
    if options.json:
        _print_json([csto_codec().to_data(event) for event in found])
    elif found:
        print(text.chronicle(found, _style()))
    return ANSWERED if found else NO_ANSWER


def _kind(name: str) -> type[Event]:
    return csto_codec().kind_named(name)


def _naming(events: Iterable[Event], thing: Spelt) -> tuple[Event, ...]:
    """Return the events that name a person or a place, in whatever spelling."""
    names = "|".join(re.escape(name) for name in (thing.name, *thing.spellings))
    named = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
    codec = csto_codec()
    return tuple(e for e in events if named.search(json.dumps(codec.to_data(e), ensure_ascii=False)))


def _diff(options: argparse.Namespace) -> int:
    history = load(options.log)
    ask = history.learned if options.learned else history.diff
    changes = ask(options.since, options.until)
    if options.json:
        _print_json(changes.to_dict())
    else:
        print(changes_in_text(changes, _style(), learned=options.learned))
    return ANSWERED if changes.changes or changes.events else NO_ANSWER


def _expected(options: argparse.Namespace) -> int:
    found = _history(options).at(options.when).expected
    if options.json:
        _print_json([one.to_dict() for one in found])
    elif found:
        print(text.expectations(found, _style(), why=options.why))
    return ANSWERED if found else NO_ANSWER


def _check(options: argparse.Namespace) -> int:
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


def _append(options: argparse.Namespace) -> int:
    with open_log(options.log) as log:
        return _append_to(log, options)


def _append_to(log: Log, options: argparse.Namespace) -> int:
    draft = read_draft(Path(options.draft), csto_codec())
    faults = [fault for event in draft for fault in spelling_faults(event)]
    if faults:
        raise LogError(faults)
    records = log.read()
    MemoryLog(records).append(*draft)  # raises what the log itself would
    review = reviewed(records, draft)
    print(review_in_text(review, _style()))
    if options.dry_run or not review.new:
        return ANSWERED if review.new else NO_ANSWER
    added = log.append(*review.new, expected=len(records))
    print(f"\nappended {len(added)} events to {without_secrets(options.log)}")
    return ANSWERED


def _seal(options: argparse.Namespace) -> int:
    print(f"sealed in {write_seal(Path(options.log))}")
    return ANSWERED


def _digest(options: argparse.Namespace) -> int:
    with open_log(options.log or shipped_folder(), read_only=True) as log:
        digest = log.digest()
    _print_digest(digest, options)
    return ANSWERED


def _verify(options: argparse.Namespace) -> int:
    published = Digest.parse(options.digest)
    with open_log(options.log or shipped_folder(), read_only=True) as log:
        digest = log.verify(published)
    if options.json:
        _print_digest(digest, options)
    else:
        print(f"the log begins with the {published.length} lines of the digest, and holds {digest.length}")
    return ANSWERED


def _print_digest(digest: Digest, options: argparse.Namespace) -> None:
    if options.json:
        _print_json({"length": digest.length, "sha256": digest.sha256})
    else:
        print(digest)


def _copy(options: argparse.Namespace) -> int:
    with open_log(options.source, read_only=True) as source, open_log(options.target) as target:
        copied = copy_log(source, target)
        print(f"copied {len(copied)} records to {without_secrets(options.target)}, which holds {len(target)}")
    return ANSWERED


def _show(options: argparse.Namespace) -> int:
    log = load(options.log).log
    record = log[options.id]
    if options.json:
        _print_json(csto_codec().to_data(record.event))
    else:
        print(text.whole_event(record, _style()))
        about = [other.event for other in log if _is_about(other.event, record.event)]
        if about:
            print(f"\n{text.chronicle(about, _style())}")
    return ANSWERED


def _is_about(other: Event, event: Event) -> bool:
    """Return whether an event corrects, withdraws or settles another, or disputes its claim."""
    links = {getattr(other, name, "") for name in ("target", "announcement")}
    return event.id in links or (other.claim == event.claim != "" and other.id != event.id)


_COMMANDS = {
    "at": _at,
    "who": _who,
    "events": _events,
    "show": _show,
    "diff": _diff,
    "expected": _expected,
    "check": _check,
    "append": _append,
    "seal": _seal,
    "digest": _digest,
    "verify": _verify,
    "copy": _copy,
}
