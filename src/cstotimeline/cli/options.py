"""The commands with their options: one table, from which the parser is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    Add = Callable[[argparse.ArgumentParser], None]


def _log(options: argparse.ArgumentParser) -> None:
    options.add_argument("--json", action="store_true", help="print JSON")
    options.add_argument(
        "--log",
        metavar="LOG",
        help="instead of the shipped log: a .jsonl file, a folder of them, sqlite:///file.db, postgresql://...",
    )


def organization(options: argparse.ArgumentParser) -> None:
    """Add the option that every command has."""
    options.add_argument(
        "--organization",
        metavar="MODULE:NAME",
        help="another organization than the CSTO: an object with timeline() and a codec, or a function returning one",
    )


def _two_clocks(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "--known", metavar="DAY|INSTANT", help="as it was known by the end of that day, or by an instant"
    )
    options.add_argument(
        "--recorded",
        metavar="INSTANT|DAY",
        help="as the log held it at that instant, or at the end of a day in UTC",
    )


def _clocks(options: argparse.ArgumentParser) -> None:
    _two_clocks(options)
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
    _filters(options)
    options.add_argument(
        "--text", metavar="WORDS", help="only those that say this, in a field, note or source"
    )
    options.add_argument(
        "--limit", metavar="N", type=int, help="only the first N; the last ones where N is negative"
    )
    options.add_argument(
        "--count",
        metavar="BY",
        choices=("person", "state", "place", "country", "kind", "year", "source"),
        help="how many by person, state, place, country, kind, year or source",
    )


def _filters(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "--person", metavar="NAME", help="only those with this person in a field, in any spelling"
    )
    options.add_argument(
        "--state", metavar="NAME", help="only those with this state in a field, in any spelling"
    )
    options.add_argument("--place", metavar="NAME", help="only those at this place, or in this country")
    options.add_argument(
        "--source", metavar="SOURCE", help="only those that cite this publisher, host or address"
    )


def _find(options: argparse.ArgumentParser) -> None:
    options.add_argument("text", metavar="TEXT", help="a name or words, in Latin or Cyrillic letters")
    options.add_argument(
        "--sort", action="append", metavar="SORT", help="only person, state, place, body, event ..."
    )
    options.add_argument("--kind", action="append", metavar="KIND", help="only events of this kind")
    options.add_argument("--during", metavar="PERIOD", help="only events in this period")
    options.add_argument("--limit", metavar="N", type=int, default=20, help="at most so many (20)")
    _filters(options)


def _when(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "office", metavar="OFFICE", help="an office; or, without a holder, who held any office"
    )
    options.add_argument("holder", metavar="HOLDER", nargs="?", help="who held it, in any spelling")


def _verdicts(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "file",
        metavar="FILE",
        help="CSV with a heading, or JSON Lines: office, holder, at or during; - for input",
    )


def _without(options: argparse.ArgumentParser) -> None:
    options.add_argument("source", metavar="SOURCE", help="a publisher, the host of a page, or an address")


def _completion(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "shell", metavar="SHELL", help="bash, zsh, fish or tcsh", choices=("bash", "zsh", "fish", "tcsh")
    )


def _diff(options: argparse.ArgumentParser) -> None:
    options.add_argument("since", metavar="DAY")
    options.add_argument("until", metavar="DAY")
    options.add_argument("--learned", action="store_true", help="what became known, instead of what happened")


def _expected(options: argparse.ArgumentParser) -> None:
    options.add_argument("when", metavar="DATE|PERIOD")
    options.add_argument(
        "--at-start", action="store_true", help="as the day began: with what was announced and settled on it"
    )


def _check(options: argparse.ArgumentParser) -> None:
    options.add_argument("--all", action="store_true", help="explained findings as well")
    options.add_argument(
        "--notes", action="store_true", help="thin sources and unsettled expectations as well"
    )


def _append(options: argparse.ArgumentParser) -> None:
    options.add_argument("draft", metavar="FILE", help="lines as in a log, without 'recorded'")
    options.add_argument("--log", metavar="LOG", required=True, help="the log to add to")
    options.add_argument("--dry-run", action="store_true", help="only check and show")
    options.add_argument(
        "--despite-errors",
        action="store_true",
        help="append although a rule is newly broken that nobody explained",
    )


def _amendment(options: argparse.ArgumentParser) -> None:
    options.add_argument("--reason", required=True, metavar="TEXT", help="what was wrong")
    options.add_argument(
        "-o", "--output", metavar="FILE", help="the draft, a new file; standard output without it"
    )
    options.add_argument(
        "--publisher", metavar="TEXT", help="who says so; without it the sources of the event"
    )
    options.add_argument("--address", metavar="URL", help="where")
    options.add_argument("--published", metavar="DATE", help="when")
    options.add_argument("--tier", metavar="TIER", help="official, agency, press, research or reference")
    options.add_argument("--says", metavar="TEXT", help="what the page supports")


def _correct(options: argparse.ArgumentParser) -> None:
    options.add_argument("id", metavar="ID", help="the event")
    options.add_argument(
        "changes",
        metavar="FIELD=VALUE",
        nargs="+",
        help="a field and what it should say; nothing leaves it out",
    )


def _retract(options: argparse.ArgumentParser) -> None:
    options.add_argument("id", metavar="ID", help="the event, or the correction that is to be undone")


def _seal(options: argparse.ArgumentParser) -> None:
    options.add_argument("--log", metavar="PATH", required=True, help="the folder to seal, at a release")


def _verify(options: argparse.ArgumentParser) -> None:
    options.add_argument("digest", metavar="DIGEST", help="what 'digest' printed")


def _compare(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "old",
        metavar="OLD",
        help="the earlier log, or the digest of a release that the later one begins with",
    )
    options.add_argument("new", metavar="NEW", nargs="?", help="the later log; without it that of --log")


def _copy(options: argparse.ArgumentParser) -> None:
    options.add_argument("source", metavar="FROM", help="the log to copy")
    options.add_argument("target", metavar="TO", help="a log that is empty, or holds the first records of it")


def _cite(options: argparse.ArgumentParser) -> None:
    options.add_argument("ids", metavar="ID", nargs="+", help="events whose sources to cite")
    options.add_argument(
        "--as", dest="form", default="text", choices=("text", "bibtex", "csl"), help="which form"
    )


def _show(options: argparse.ArgumentParser) -> None:
    options.add_argument("id", metavar="ID")


def _draw(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="a file that ends in .svg or .png"
    )
    options.add_argument("--during", metavar="PERIOD", help="only these days, such as 2014/2016")
    options.add_argument(
        "--lane", action="append", metavar="NAME", help="an aspect or an office; may be given again"
    )
    options.add_argument(
        "--known",
        metavar="DAY",
        action="append",
        help="as known by then; given twice, both views and what was learned",
    )
    options.add_argument("--recorded", metavar="INSTANT", help="as the log held it at that instant")
    options.add_argument("--expecting", action="store_true", help="with what was expected")
    options.add_argument("--title", metavar="TEXT", default="", help="the heading")
    options.add_argument(
        "--width", metavar="PIXELS", type=int, default=800, help="from 320 to 4000, else 800"
    )
    options.add_argument("--log", metavar="LOG", help="instead of the shipped log, as for the other commands")


def _page(options: argparse.ArgumentParser) -> None:
    from cstotimeline.cli.page import page_options

    page_options(options)


def _import(options: argparse.ArgumentParser) -> None:
    options.add_argument("table", metavar="FILE", help="rows of terms: .csv, .tsv, .parquet, or Popolo .json")
    options.add_argument(
        "--log", metavar="LOG", required=True, help="the log to add to; a new .jsonl file is made"
    )
    office = options.add_mutually_exclusive_group(required=True)
    office.add_argument("--office", metavar="NAME", default="", help="the office that all rows are about")
    office.add_argument("--office-from", metavar="COLUMN", default="", help="the column that names it")
    for name, says in (("holder", "who held it"), ("start", "the first day"), ("end", "the last day")):
        options.add_argument(f"--{name}", metavar="COLUMN", default=name, help=f"the column that says {says}")
    options.add_argument(
        "--of", metavar="COLUMN", action="append", default=[], help="part of the key; may be given again"
    )
    for name in ("ids", "acting", "note"):
        options.add_argument(f"--{name}", metavar="COLUMN", default="", help=f"the column of {name}, if any")
    cited = options.add_mutually_exclusive_group(required=True)
    cited.add_argument("--publisher", metavar="NAME", help="who published the table: the source of all rows")
    cited.add_argument("--source", metavar="COLUMN", help="the column that names the source of each row")
    options.add_argument(
        "--address", metavar="URL", default="", help="where it was published, with --publisher"
    )
    options.add_argument("--empty-end", choices=["unknown", "open"], default="unknown")
    options.add_argument(
        "--skip", metavar="FILE", default="", help="write faulty rows there, take the others"
    )
    options.add_argument("--encoding", metavar="NAME", default="utf-8")
    options.add_argument("--delimiter", metavar="CHARACTER", default="")
    options.add_argument("--dry-run", action="store_true", help="only check and count")


def _export(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "table", metavar="TABLE", help="tenures, events, citations, attendance, or states with --days"
    )
    options.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="a file that ends in .csv, .parquet or .arrow"
    )
    options.add_argument("--days", metavar="DAYS", help="a day, or a period: each of its days")
    options.add_argument("--known", metavar="DAY", help="as it was known by the end of that day")
    options.add_argument("--recorded", metavar="INSTANT", help="as the log held it at that instant")


def _recheck(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "file", metavar="FILE", help="a file with a stamp, of 'export' or of an annotated table"
    )


COMMANDS: dict[str, tuple[str, str, *tuple[Add, ...]]] = {
    "at": ("commands:at", "the state of everything on a day, or during a period", _log, _clocks, _at),
    "who": ("commands:who", "who held an office", _log, _clocks, _who),
    "events": ("commands:events", "what happened", _log, _two_clocks, _events),
    "find": (
        "asking:find",
        "people, states, places, bodies, documents and events by name",
        _log,
        _two_clocks,
        _find,
    ),
    "when": ("asking:when", "when somebody held an office, how often and how long", _log, _clocks, _when),
    "verdicts": (
        "asking:verdicts",
        "whether the statements of a file are true",
        _log,
        _two_clocks,
        _verdicts,
    ),
    "without": (
        "asking:without",
        "what rests on a source, and what changes without it",
        _log,
        _two_clocks,
        _without,
    ),
    "diff": ("commands:diff", "what changed between two days", _log, _diff),
    "expected": (
        "commands:expected",
        "what was expected on a day, or during a period",
        _log,
        _clocks,
        _expected,
    ),
    "check": ("commands:check", "what breaks the rules of the record", _log, _check),
    "draw": ("pictures:draw", "a picture of a period, with every doubt to be seen", _draw),
    "append": ("curating:append", "check a draft, show what it would change, and add it to a log", _append),
    "correct": (
        "curating:correct",
        "draft a correction of some fields of an event",
        _log,
        _amendment,
        _correct,
    ),
    "retract": (
        "curating:retract",
        "draft the retraction of an event or a correction",
        _log,
        _amendment,
        _retract,
    ),
    "import": ("importing:import_terms", "add the terms that a table tells, one a row, to a log", _import),
    "seal": ("commands:seal", "keep what a log folder holds, so that 'check' notices changed lines", _seal),
    "digest": ("commands:digest", "one short text by which a changed line is noticed", _log),
    "verify": ("commands:verify", "whether a log begins with the lines of a digest", _log, _verify),
    "compare": (
        "comparing:compare",
        "which answers are others than in an earlier log, and by which events",
        _log,
        _compare,
    ),
    "copy": ("commands:copy", "add the records of one log to another, or continue a copy", _copy),
    "page": ("page:page", "one HTML file to explore the history with, in a browser", _page),
    "show": ("curating:show", "one event, whole", _log, _show),
    "cite": ("citing:cite", "the sources of events, as text, BibTeX or CSL-JSON", _log, _cite),
    "export": ("tables:export", "write a table of the history to a file", _log, _export),
    "recheck": ("tables:recheck", "what is another answer today than in a file", _log, _recheck),
    "completion": ("asking:completion", "the completion script of a shell", _completion),
    "mcp": (
        "asking:mcp",
        "serve agents by the Model Context Protocol",
        _log,
        _two_clocks,
    ),
}
"""For each command the function that answers it, as module of this folder and name, what it does, and what adds its
options.
"""
