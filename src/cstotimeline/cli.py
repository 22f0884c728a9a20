"""The command line: questions to the shipped log, or to another one."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from cstotimeline.core.errors import NotAPoint, TimelineError
from cstotimeline.core.moments import Moment
from cstotimeline.core.periods import Period
from cstotimeline.csto.people import find_person
from cstotimeline.overview import at_moment, during_period
from cstotimeline.shipped import csto_codec, load
from cstotimeline.views import text

if TYPE_CHECKING:
    from cstotimeline.core.events import Event
    from cstotimeline.csto.history import History

ANSWERED, NO_ANSWER, BAD_INPUT = 0, 1, 2


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
        "--log", metavar="PATH", help="a .jsonl file or a folder of them, instead of the shipped log"
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
    events.add_argument("--during", metavar="PERIOD", help="only in this period")
    events.add_argument("--year", metavar="YEAR", help="only in this year")
    events.add_argument("--person", metavar="NAME", help="only those that name this person, in any spelling")
    show = commands.add_parser("show", parents=[shared], help="one event, whole")
    show.add_argument("id", metavar="ID")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 an answer, 1 no answer, 2 bad input."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        status = _COMMANDS[options.command](options)
        sys.stdout.flush()
    except TimelineError as error:
        for line in str(error).split("\n"):
            print(f"cstotimeline: {text.printable(line)}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    return status


def _style() -> text.Style:
    return text.Style(colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


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
    period = options.during or options.year
    found = listed.during(period) if period else tuple(listed)
    if options.person:
        found = tuple(event for event in found if _names(event, options.person))
    if options.json:
        _print_json([csto_codec().to_data(event) for event in found])
    elif found:
        print(text.chronicle(found, _style()))
    return ANSWERED if found else NO_ANSWER


def _kind(name: str) -> type[Event]:
    return csto_codec().kind_named(name)


def _names(event: Event, spelling: str) -> bool:
    """Return whether an event names a person, whatever the spelling asked for."""
    person = find_person(spelling)
    words = json.dumps(csto_codec().to_data(event), ensure_ascii=False).casefold()
    return any(name.casefold() in words for name in (person.name, *person.spellings))


def _show(options: argparse.Namespace) -> int:
    record = load(options.log).log[options.id]
    if options.json:
        _print_json(csto_codec().to_data(record.event))
    else:
        print(text.whole_event(record, _style()))
    return ANSWERED


_COMMANDS = {"at": _at, "who": _who, "events": _events, "show": _show}
