"""The command line: questions to the shipped log, or to another one."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from cstotimeline.core.errors import TimelineError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Add = Callable[[argparse.ArgumentParser], None]

FAULTS_SHOWN = 1_000  # of one log; the rest is counted


class _Version(argparse.Action):
    """The option that prints the version of the installed package."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"cstotimeline {version('cstotimeline')}")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Argparse that says what is wrong on one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def _parser(command: str) -> argparse.ArgumentParser:
    """Return the parser with the options of ``command``; of an unknown command, with those of all."""
    parser = _Parser(prog="cstotimeline", description="Ask the sourced history of the CSTO.")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (says, *added) in _OPTIONS.items():
        if name == command or command not in _OPTIONS:
            options = commands.add_parser(name, help=says)
            for add in added:
                add(options)
    return parser


def _log(options: argparse.ArgumentParser) -> None:
    options.add_argument("--json", action="store_true", help="print JSON")
    options.add_argument(
        "--log",
        metavar="LOG",
        help="instead of the shipped log: a .jsonl file, a folder of them, sqlite:///file.db, postgresql://...",
    )


def _clocks(options: argparse.ArgumentParser) -> None:
    options.add_argument("--known", metavar="DAY", help="as it was known by the end of that day")
    options.add_argument("--recorded", metavar="INSTANT", help="as the log held it at that instant")
    options.add_argument("--why", action="store_true", help="with reasons and sources")


def _at(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "when", metavar="DATE|PERIOD", help="2019-11-20, 2019-11, 2018-10/2020-02, 2019-11-28T10:00:00Z"
    )


def _who(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "office",
        metavar="OFFICE",
        help="presidency, 'secretary general', 'leader of Armenia' ...; an unknown name lists them",
    )
    options.add_argument("when", metavar="DATE|PERIOD")


def _events(options: argparse.ArgumentParser) -> None:
    options.add_argument("--kind", action="append", metavar="KIND", help="only this kind; may be given again")
    period = options.add_mutually_exclusive_group()
    period.add_argument("--during", metavar="PERIOD", help="only in this period")
    period.add_argument("--year", metavar="YEAR", dest="during", help="the same, for a year")
    options.add_argument("--person", metavar="NAME", help="only those that name this person, in any spelling")
    options.add_argument("--place", metavar="NAME", help="only those that name this place, in any spelling")


def _diff(options: argparse.ArgumentParser) -> None:
    options.add_argument("since", metavar="DAY")
    options.add_argument("until", metavar="DAY")
    options.add_argument("--learned", action="store_true", help="what became known, instead of what happened")


def _expected(options: argparse.ArgumentParser) -> None:
    options.add_argument("when", metavar="DAY")


def _check(options: argparse.ArgumentParser) -> None:
    options.add_argument("--all", action="store_true", help="explained findings as well")
    options.add_argument(
        "--notes", action="store_true", help="thin sources and unsettled expectations as well"
    )


def _append(options: argparse.ArgumentParser) -> None:
    options.add_argument("draft", metavar="FILE", help="lines as in a log, without 'recorded'")
    options.add_argument("--log", metavar="LOG", required=True, help="the log to add to")
    options.add_argument("--dry-run", action="store_true", help="only check and show")


def _seal(options: argparse.ArgumentParser) -> None:
    options.add_argument("--log", metavar="PATH", required=True, help="the folder to seal, at a release")


def _verify(options: argparse.ArgumentParser) -> None:
    options.add_argument("digest", metavar="DIGEST", help="what 'digest' printed")


def _copy(options: argparse.ArgumentParser) -> None:
    options.add_argument("source", metavar="FROM", help="the log to copy")
    options.add_argument("target", metavar="TO", help="a log that is empty, or holds the first records of it")


def _show(options: argparse.ArgumentParser) -> None:
    options.add_argument("id", metavar="ID")


_OPTIONS: dict[str, tuple[str, *tuple[Add, ...]]] = {
    "at": ("the state of everything on a day, or during a period", _log, _clocks, _at),
    "who": ("who held an office", _log, _clocks, _who),
    "events": ("what happened", _log, _events),
    "diff": ("what changed between two days", _log, _diff),
    "expected": ("what was expected on a day", _log, _clocks, _expected),
    "check": ("what breaks the rules of the record", _log, _check),
    "append": ("check a draft, show what it would change, and add it to a log", _append),
    "seal": ("keep what a log folder holds, so that 'check' notices changed lines", _seal),
    "digest": ("one short text by which a changed line is noticed", _log),
    "verify": ("whether a log begins with the lines of a digest", _log, _verify),
    "copy": ("add the records of one log to another, or continue a copy", _copy),
    "show": ("one event, whole", _log, _show),
}
"""What each command does, and what adds its options."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 an answer, 1 no answer, 2 bad input.

    Without a command the help is the answer. A standard output that is closed is bad input.
    """
    import io
    import warnings

    given = sys.argv[1:] if arguments is None else list(arguments)
    if sys.stdout is None:
        _say("output: standard output is closed; write to a file or to /dev/null")
        return 2
    if not given:
        _parser("").print_help()
        return 0
    options = _parser(given[0] if given else "").parse_args(given)
    from cstotimeline.commands import ANSWERED, BAD_INPUT, COMMANDS
    from cstotimeline.views.text import one_line

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", UserWarning)  # among them TornLine
            warnings.showwarning = _warn
            status = COMMANDS[options.command](options)
        sys.stdout.flush()
    except TimelineError as error:
        for fault in error.faults[:FAULTS_SHOWN]:
            _say(one_line(str(fault)))
        if len(error.faults) > FAULTS_SHOWN:
            more = len(error.faults) - FAULTS_SHOWN
            _say(f"{more} more faults are not shown")
        return BAD_INPUT
    except BrokenPipeError:
        _discard_output()
        return ANSWERED
    except OSError as error:
        _discard_output()
        where = one_line(str(error.filename or "output"))
        _say(f"{where}: refused by the system ({error.strerror}); check the path and the room left")
        return BAD_INPUT
    return status


def _warn(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning on one line of standard error."""
    from cstotimeline.views.text import one_line

    _say(one_line(str(message)))


def _say(line: str) -> None:
    """Print a line on standard error, if there is one."""
    if sys.stderr is not None:
        print(f"cstotimeline: {line}", file=sys.stderr)


def _discard_output() -> None:
    """Let the interpreter flush what it still holds into nothing, since no one reads it any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
