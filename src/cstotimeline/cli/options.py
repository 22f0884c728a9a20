"""The commands with their options: one table, from which the parser is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Add = Callable[[Any], object]
"""Adds an option, or several, to a parser of argparse or to a group of its options."""


def _option(*names: str, **given: Any) -> Add:
    return lambda options: options.add_argument(*names, **given)


def _value(name: str, metavar: str, says: str | None = None, **given: Any) -> Add:
    """Return an option with a value, or, named without ``--``, an argument."""
    return _option(name, metavar=metavar, help=says, **given)


def _flag(name: str, says: str) -> Add:
    return _option(name, action="store_true", help=says)


def _output(says: str) -> Add:
    return _option("-o", "--output", metavar="FILE", required=True, help=says)


def _either(*added: Add, required: bool = False) -> Add:
    """Return options that exclude each other."""

    def add(options: Any) -> None:
        group = options.add_mutually_exclusive_group(required=required)
        for one in added:
            one(group)

    return add


_LOG = (
    _flag("--json", "print JSON"),
    _value(
        "--log",
        "LOG",
        "instead of the shipped log: a .jsonl file, a folder of them, sqlite:///file.db, postgresql://...",
    ),
)
_TWO_CLOCKS = (
    _value("--known", "DAY|INSTANT", "as it was known by the end of that day, or by an instant"),
    _value("--recorded", "INSTANT|DAY", "as the log held it at that instant, or at the end of a day in UTC"),
)
_CLOCKS = (*_TWO_CLOCKS, _flag("--why", "with reasons and sources"))
_KNOWN = _value("--known", "DAY", "as it was known by the end of that day")
_RECORDED = _value("--recorded", "INSTANT", "as the log held it at that instant")
_WHEN = _value("when", "DATE|PERIOD")
_FILTERS = (
    _value("--person", "NAME", "only those with this person in a field, in any spelling"),
    _value("--state", "NAME", "only those with this state in a field, in any spelling"),
    _value("--place", "NAME", "only those at this place, or in this country"),
    _value("--source", "SOURCE", "only those that cite this publisher, host or address"),
)
_AMENDMENT = (
    _value("--reason", "TEXT", "what was wrong", required=True),
    _option("-o", "--output", metavar="FILE", help="a new file for the draft; by default standard output"),
    _value("--publisher", "TEXT", "who says so; without it the sources of the event"),
    _value("--address", "URL", "where"),
    _value("--published", "DATE", "when"),
    _value("--tier", "TIER", "official, agency, press, research or reference"),
    _value("--says", "TEXT", "what the page supports"),
)

_EXPECTING = _flag("--expecting", "as if all that was announced and is open came true on the date expected")

ORGANIZATION = _value(
    "--organization",
    "MODULE:NAME",
    "another organization than the CSTO: an object with timeline() and a codec, or a function returning one",
)
"""The option that every command has."""


class Command(NamedTuple):
    """A command: the function that answers it, as module of this folder and name, what it does, and its options."""

    function: str
    says: str
    options: tuple[Add, ...]


def _command(function: str, says: str, *options: Add) -> Command:
    return Command(function, says, options)


COMMANDS = {
    "at": _command(
        "commands:at",
        "the state of everything on a day, or during a period",
        *_LOG,
        *_CLOCKS,
        _EXPECTING,
        _value("when", "DATE|PERIOD", "2019-11-20, 2019-11, 2018-10/2020-02, 2019-11-28T10:00:00Z"),
    ),
    "who": _command(
        "commands:who",
        "who held an office, or belonged to a group",
        *_LOG,
        *_CLOCKS,
        _EXPECTING,
        _value(
            "office",
            "OFFICE",
            "presidency, 'secretary general', 'leader of Armenia', members ...; an unknown name lists them",
        ),
        _WHEN,
    ),
    "events": _command(
        "commands:events",
        "what happened",
        *_LOG,
        *_TWO_CLOCKS,
        _value("--kind", "KIND", "only this kind; may be given again", action="append"),
        _either(
            _value("--during", "PERIOD", "only in this period"),
            _value("--year", "YEAR", "the same, for a year", dest="during"),
        ),
        *_FILTERS,
        _value("--text", "WORDS", "only those with these words in a field, a note or a source"),
        _value("--limit", "N", "only the first N; the last ones where N is negative", type=int),
        _value(
            "--count",
            "BY",
            "how many by person, state, place, country, kind, year or source",
            choices=("person", "state", "place", "country", "kind", "year", "source"),
        ),
    ),
    "find": _command(
        "asking:find",
        "people, states, places, bodies, documents and events by name",
        *_LOG,
        *_TWO_CLOCKS,
        _value("text", "TEXT", "a name or words, in Latin or Cyrillic letters"),
        _value("--sort", "SORT", "only person, state, place, body, event ...", action="append"),
        _value("--kind", "KIND", "only events of this kind", action="append"),
        _value("--during", "PERIOD", "only events in this period"),
        _value("--limit", "N", "at most so many (20)", type=int, default=20),
        *_FILTERS,
    ),
    "when": _command(
        "asking:when",
        "when somebody held an office, how often and how long",
        *_LOG,
        *_CLOCKS,
        _value("office", "OFFICE", "an office; or, without a holder, who held any office"),
        _value("holder", "HOLDER", "who held it, in any spelling", nargs="?"),
    ),
    "verdicts": _command(
        "asking:verdicts",
        "whether the statements of a file are true",
        *_LOG,
        *_TWO_CLOCKS,
        _value(
            "file", "FILE", "CSV with a heading, or JSON Lines: office, holder, at or during; - for input"
        ),
    ),
    "without": _command(
        "asking:without",
        "what rests on a source, and what changes without it",
        *_LOG,
        *_TWO_CLOCKS,
        _value("source", "SOURCE", "a publisher, the host of a page, or an address"),
    ),
    "diff": _command(
        "commands:diff",
        "what changed between two days",
        *_LOG,
        _value("since", "DAY"),
        _value("until", "DAY"),
        _flag("--learned", "what became known, instead of what happened"),
    ),
    "expected": _command(
        "commands:expected",
        "what was expected on a day, or during a period",
        *_LOG,
        *_CLOCKS,
        _WHEN,
        _flag("--at-start", "as the day began: with what was announced and settled on it"),
    ),
    "check": _command(
        "commands:check",
        "what breaks the rules of the record",
        *_LOG,
        _flag("--all", "explained findings as well"),
        _flag("--notes", "thin sources and unsettled expectations as well"),
    ),
    "draw": _command(
        "pictures:draw",
        "a picture of a period, with every doubt to be seen",
        _output("a file that ends in .svg or .png"),
        _value("--during", "PERIOD", "only these days, such as 2014/2016"),
        _value("--lane", "NAME", "an aspect or an office; may be given again", action="append"),
        _value(
            "--known",
            "DAY",
            "as known by then; given twice, both views and what was learned",
            action="append",
        ),
        _RECORDED,
        _flag("--expecting", "with what was expected"),
        _value("--title", "TEXT", "the heading", default=""),
        _value("--width", "PIXELS", "from 320 to 4000, else 800", type=int, default=800),
        _value("--log", "LOG", "instead of the shipped log, as for the other commands"),
    ),
    "append": _command(
        "curating:append",
        "check a draft, show what it would change, and add it to a log",
        _value("draft", "FILE", "lines as in a log, without 'recorded'"),
        _value("--log", "LOG", "the log to add to", required=True),
        _flag("--dry-run", "only check and show"),
        _flag("--despite-errors", "append even if a rule is newly broken and nobody explained it"),
    ),
    "correct": _command(
        "curating:correct",
        "draft a correction of some fields of an event",
        *_LOG,
        *_AMENDMENT,
        _value("id", "ID", "the event"),
        _value("changes", "FIELD=VALUE", "a field and its new value; no value removes the field", nargs="+"),
    ),
    "retract": _command(
        "curating:retract",
        "draft the retraction of an event or a correction",
        *_LOG,
        *_AMENDMENT,
        _value("id", "ID", "the event, or the correction that is to be undone"),
    ),
    "import": _command(
        "importing:import_terms",
        "add the terms of a table, one a row, to a log",
        _value("table", "FILE", "rows of terms: .csv, .tsv, .parquet, or Popolo .json"),
        _value("--log", "LOG", "the log to add to; a new .jsonl file is made", required=True),
        _either(
            _value("--office", "NAME", "the office that all rows are about", default=""),
            _value("--office-from", "COLUMN", "the column that names it", default=""),
            required=True,
        ),
        _value("--holder", "COLUMN", "the column that says who held it", default="holder"),
        _value("--start", "COLUMN", "the column that says the first day", default="start"),
        _value("--end", "COLUMN", "the column that says the last day", default="end"),
        _value("--of", "COLUMN", "part of the key; may be given again", action="append", default=[]),
        _value("--ids", "COLUMN", "the column of ids, if any", default=""),
        _value("--acting", "COLUMN", "the column of acting, if any", default=""),
        _value("--note", "COLUMN", "the column of note, if any", default=""),
        _either(
            _value("--publisher", "NAME", "who published the table: the source of all rows"),
            _value("--source", "COLUMN", "the column that names the source of each row"),
            required=True,
        ),
        _value("--address", "URL", "where it was published, with --publisher", default=""),
        _option("--empty-end", choices=["unknown", "open"], default="unknown"),
        _value("--skip", "FILE", "write faulty rows there, take the others", default=""),
        _value("--encoding", "NAME", default="utf-8"),
        _value("--delimiter", "CHARACTER", default=""),
        _flag("--dry-run", "only check and count"),
    ),
    "seal": _command(
        "commands:seal",
        "keep what a log folder holds, so that 'check' notices changed lines",
        _value("--log", "PATH", "the folder to seal, at a release", required=True),
    ),
    "digest": _command("commands:digest", "one short text by which a changed line is noticed", *_LOG),
    "verify": _command(
        "commands:verify",
        "whether a log begins with the lines of a digest",
        *_LOG,
        _value("digest", "DIGEST", "what 'digest' printed"),
    ),
    "compare": _command(
        "commands:compare",
        "which answers differ from those of an earlier log, and because of which events",
        *_LOG,
        _value("old", "OLD", "the earlier log, or the digest of a release that the later one begins with"),
        _value("new", "NEW", "the later log; without it that of --log", nargs="?"),
    ),
    "copy": _command(
        "commands:copy",
        "add the records of one log to another, or continue a copy",
        _value("source", "FROM", "the log to copy"),
        _value("target", "TO", "a log that is empty, or holds the first records of it"),
    ),
    "page": _command(
        "pictures:page",
        "one HTML file to explore the history with, in a browser",
        _output("the HTML file to write"),
        _value("--title", "TEXT", "the heading"),
        _value("--log", "LOG", "instead of the shipped log: a file, a folder, a database"),
        _KNOWN,
        _RECORDED,
    ),
    "show": _command("curating:show", "one event, whole", *_LOG, _value("id", "ID")),
    "cite": _command(
        "commands:cite",
        "the sources of events, as text, BibTeX or CSL-JSON",
        *_LOG,
        _value("ids", "ID", "events whose sources to cite", nargs="+"),
        _option("--as", dest="form", default="text", choices=("text", "bibtex", "csl"), help="which form"),
    ),
    "export": _command(
        "tables:export",
        "write a table of the history to a file",
        *_LOG,
        _value("table", "TABLE", "tenures, events, citations, attendance, or states with --days"),
        _output("a file that ends in .csv, .parquet or .arrow"),
        _value("--days", "DAYS", "a day, or a period: each of its days"),
        _KNOWN,
        _RECORDED,
    ),
    "recheck": _command(
        "tables:recheck",
        "which answers of a file are different today",
        *_LOG,
        _value("file", "FILE", "a file with a stamp, of 'export' or of an annotated table"),
    ),
    "completion": _command(
        "asking:completion",
        "the completion script of a shell",
        _value("shell", "SHELL", "bash, zsh, fish or tcsh", choices=("bash", "zsh", "fish", "tcsh")),
    ),
    "mcp": _command("asking:mcp", "serve agents by the Model Context Protocol", *_LOG, *_TWO_CLOCKS),
}
"""Every command by its name."""
