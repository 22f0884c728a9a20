"""The command line: questions to the shipped log, or to another one."""

from __future__ import annotations

import argparse
import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from cstotimeline.cli.examples import EXAMPLES
from cstotimeline.cli.options import COMMANDS, ORGANIZATION
from cstotimeline.cli.screen import ANSWERED, BAD_INPUT, print_to_stderr
from cstotimeline.core.errors import TimelineError, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FAULTS_SHOWN = 1_000  # of one log; the rest is counted
MESSAGE_CHARACTERS = 1_000  # of what is wrong with the arguments


class _Version(argparse.Action):
    """The option that prints the version of the installed package."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"cstotimeline {version('cstotimeline')}")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Argparse that says what is wrong on one line."""

    def error(self, message: str) -> NoReturn:
        from cstotimeline.views.text import one_line

        refused = re.search(r"argument COMMAND: invalid choice: '([^']*)'", message)
        near = nearest(refused[1], COMMANDS, 3) if refused else ()
        if refused:
            message = f"no such command, got {shown(refused[1])}"
        said = one_line(
            message if len(message) <= MESSAGE_CHARACTERS else message[:MESSAGE_CHARACTERS] + "..."
        )
        advice = f"did you mean {' or '.join(near)}? " if near else ""
        self.exit(2, f"{self.prog}: {said}; {advice}see {self.prog} --help\n")


def parser_of(command: str) -> argparse.ArgumentParser:
    """Return the parser with the options of ``command``; of an unknown command, with those of all."""
    parser = _Parser(prog="cstotimeline", description="Ask the sourced history of the CSTO.")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, says, options) in COMMANDS.items():
        if name == command or command not in COMMANDS:
            own = commands.add_parser(
                name,
                help=says,
                description=f"{says[0].upper()}{says[1:]}.",
                epilog="examples:\n" + "\n".join(f"  cstotimeline {one}" for one in EXAMPLES.get(name, ())),
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
            for add in (*options, ORGANIZATION):
                add(own)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 an answer, 1 no answer, 2 bad input.

    Without a command the help is the answer. A standard output that is closed is bad input.
    """
    import io
    import warnings

    given = sys.argv[1:] if arguments is None else list(arguments)
    if sys.stdout is None:
        print_to_stderr("output: standard output is closed; write to a file or to /dev/null")
        return BAD_INPUT
    if not given:
        parser_of("").print_help()
        return ANSWERED
    given = _command_first(given)
    options = parser_of(given[0]).parse_args(given)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", UserWarning)  # among them TornLine
            warnings.showwarning = _warn
            status = _function(options.command)(options)
        sys.stdout.flush()
    except TimelineError as error:
        for fault in error.faults[:FAULTS_SHOWN]:
            print_to_stderr(str(fault))
        if len(error.faults) > FAULTS_SHOWN:
            print_to_stderr(f"{len(error.faults) - FAULTS_SHOWN} more faults are not shown")
        return BAD_INPUT
    except BrokenPipeError:
        _discard_output()
        return ANSWERED
    except OSError as error:
        _discard_output()
        where = str(error.filename or "output")[:MESSAGE_CHARACTERS]
        print_to_stderr(
            f"{where}: refused by the system ({error.strerror}); check the path and the room left"
        )
        return BAD_INPUT
    return status


def _command_first(given: list[str]) -> list[str]:
    """Return the arguments with the options of all commands, where they come before the command, after it."""
    before: list[str] = []
    while given and given[0].split("=")[0] in ("--json", "--log", "--organization"):
        takes = 1 if given[0] == "--json" or "=" in given[0] else 2
        before, given = [*before, *given[:takes]], given[takes:]
    return [*given[:1], *before, *given[1:]] if given else before


def _function(command: str) -> Callable[[argparse.Namespace], int]:
    module, _, name = COMMANDS[command].function.partition(":")
    found: Callable[[argparse.Namespace], int] = getattr(import_module(f"cstotimeline.cli.{module}"), name)
    return found


def _warn(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning on one line of standard error."""
    print_to_stderr(str(message))


def _discard_output() -> None:
    """Send the rest of the output to the null device, so that the interpreter's last flush does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
