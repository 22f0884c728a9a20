"""The commands that search: by a name, by a holder; that check statements, and what depends on a source."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstotimeline.cli.opening import codec_of, history_of, organization_of
from cstotimeline.cli.screen import ANSWERED, NO_ANSWER, print_json, print_to_stderr, style_of_screen
from cstotimeline.core.errors import Fault, StatementError, UnknownName, shown
from cstotimeline.core.query.fitting import to_text
from cstotimeline.views import text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from cstotimeline.core.query.verdicts import StatementVerdict

LARGEST_FILE = 64 * 1024 * 1024
"""How many bytes of statements are read."""


def find(options: Namespace) -> int:
    """Print what a text may mean."""
    chosen = {
        name: value for name in ("person", "state", "place", "source") if (value := getattr(options, name))
    }
    if options.kind:
        chosen["kind"] = [codec_of(options).kind_named(name) for name in options.kind]
    if options.during:
        chosen["period"] = options.during
    found = history_of(options).find(
        options.text, sorts=tuple(options.sort or ()), limit=options.limit, **chosen
    )
    if options.json:
        print_json([hit.to_dict() for hit in found])
    elif found:
        rows = [(hit.sort, hit.name, hit.date, hit.why, hit.id) for hit in found]
        print(text.table(rows, style_of_screen(), first="cyan"))
    if not found:
        print_to_stderr(f"no name and no event matches {options.text!r}")
    return ANSWERED if found else NO_ANSWER


def when(options: Namespace) -> int:
    """Print when somebody held an office or belonged to a group, or any of them."""
    history = history_of(options)
    seen: list[Any] = []
    groups: list[Any] = []
    if options.holder is None:
        seen, groups = _posts_seen(history, options.office), _groups_of(history, options.office)
        found = _held_in_any_office(history, options.office, or_none=bool(groups))
    else:
        office = history.named(options.office)
        if not hasattr(office, "held_by"):
            what = f"expected an office or a group, got {shown(options.office)}"
            raise UnknownName(Fault(where="office", what=what, remedy="name one that somebody holds"))
        found = office.held_by(options.holder)
    is_empty = not (found or seen or groups)
    if options.json:
        beside = {"seen": seen, "groups": groups}
        data = found.to_dict() if found is not None else {}
        print_json(data | {name: [one.to_dict() for one in some] for name, some in beside.items() if some})
    elif not is_empty:
        print("\n\n".join(_when_in_words(options, found, seen, groups)))
    if found is None or not is_empty:
        return ANSWERED
    days = ", ".join(period.text for period in found.coverage) or "no day"
    sure = "" if found.certain else " (not certain)"
    print_to_stderr(f"{found.asked}: never{sure}, as far as the log covers: {days}")
    return ANSWERED if found.certain else NO_ANSWER


def _when_in_words(options: Namespace, found: Any, seen: list[Any], groups: list[Any]) -> Iterator[str]:
    if found:
        of_any = options.holder is None
        yield _times(
            ((*((one.office.replace("_", " "),) if of_any else ()), one.label), one) for one in found
        )
        times = counted(found.times)
        yield f"in all: {times} tenure{'' if times == '1' else 's'}, {counted(found.days)} days"
    for group in groups:
        yield _times(((group.asked,), one) for one in group)
    if options.why:
        yield from (text.reasons(one) for some in (found or (), *groups) for one in some)
    if seen:
        yield "\n".join(["otherwise seen as", *(f"  {text.one_line(str(one))}" for one in seen)])


def _times(named: Iterable[tuple[tuple[str, ...], Any]]) -> str:
    """Return tenures as a table: what each is called, its days, how many they are, and how doubtful it is."""
    return text.table(
        [
            (
                *names,
                text.span(one.start, one.end),
                f"{counted(one.days)} days",
                text.doubt(one, one.alternatives),
            )
            for names, one in named
        ],
        style_of_screen(),
    )


def _groups_of(history: Any, name: str) -> list[Any]:
    """Return the times of a name in each group to which it belonged."""
    from cstotimeline.core.query.groups import GroupQuestion

    found: list[Any] = []
    for group in history.values():
        if isinstance(group, GroupQuestion) and not hasattr(group, "tenures"):
            try:
                found.append(group.held_by(name))
            except UnknownName:
                continue
    return [one for one in found if one]


def _held_in_any_office(history: Any, holder: str, *, or_none: bool) -> Any:
    """Return the tenures of somebody; of an unknown name None, with ``or_none``, else an error, which says so where
    the name is that of an office.
    """
    try:
        return history.held_by(holder)
    except UnknownName:
        if or_none:
            return None
        try:
            is_office = hasattr(history.named(holder), "held_by")
        except UnknownName:
            is_office = False
        if not is_office:
            raise
    what = f"an office without a holder, got {shown(holder)}"
    remedy = f"add who held it, or ask for a day or a period: who {shown(holder)} 2019"
    raise UnknownName(Fault(where="holder", what=what, remedy=remedy))


def _posts_seen(history: Any, person: str) -> list[Any]:
    """Return the posts in which a person was seen on single days; none of a history without posts."""
    if not hasattr(history, "posts"):
        return []
    try:
        return [one for one in history.posts(person) if one.seen]
    except UnknownName:
        return []


def counted(count: tuple[int, int | None]) -> str:
    """Return a number between the fewest and the most in words.

    >>> counted((3, 3)), counted((3, 5)), counted((3, None))
    ('3', '3 to 5', 'at least 3')
    """
    fewest, most = count
    if most is None:
        return f"at least {fewest}"
    return str(fewest) if fewest == most else f"{fewest} to {most}"


def verdicts(options: Namespace) -> int:
    """Print the verdict on each statement of a file, in the form of the file."""
    rows, is_csv = statements_in(options.file)
    found = history_of(options).verdicts(rows)
    if options.json or not is_csv:
        for row, verdict in zip(rows, found, strict=True):
            print(to_text({**row, **_said(verdict)}))
    else:
        out = io.StringIO()
        columns = [*(name for row in rows for name in row), "verdict", "holds", "because", "sources"]
        writer = csv.DictWriter(out, [*dict.fromkeys(columns)], extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row, verdict in zip(rows, found, strict=True):
            said = {name: "; ".join(v) if isinstance(v, list) else v for name, v in _said(verdict).items()}
            writer.writerow(row | said)
        print(text.printable(out.getvalue()), end="")
    if not rows:
        print_to_stderr(f"{options.file} has no statements")
    return ANSWERED if rows and all(one.verdict == "supported" for one in found) else NO_ANSWER


def _said(verdict: StatementVerdict) -> dict[str, Any]:
    """Return what is added to the row of a statement."""
    data = verdict.to_dict()
    return {
        name: data[name] for name in ("verdict", "holds", "suggestions", "because", "sources") if name in data
    }


def statements_in(file: str) -> tuple[list[dict[str, Any]], bool]:
    """Return the statements of a file, or of the standard input (``-``), and whether it is CSV: with a heading; else
    JSON Lines.

    Raises:
        StatementError: no text in UTF-8, too large, or lines that are no statements; all of them.
    """
    data = sys.stdin.buffer.read(LARGEST_FILE + 1) if file == "-" else _bytes_of(Path(file))
    if len(data) > LARGEST_FILE:
        what = f"larger than {LARGEST_FILE // 1024 // 1024} MB"
        raise StatementError(Fault(where=file, what=what, remedy="divide the file"))
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise StatementError(Fault(where=file, what=what, remedy="save the file as UTF-8")) from None
    is_csv = not content.lstrip().startswith("{")
    faults: list[Fault] = []
    rows = list(_csv_rows(content, file, faults) if is_csv else _json_rows(content, file, faults))
    if faults:
        raise StatementError(faults)
    return rows, is_csv


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise StatementError(Fault(where=str(path), what=what, remedy="check the path")) from None


def _json_rows(content: str, file: str, faults: list[Fault]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield row
        else:
            remedy = 'write {"office": "presidency", "holder": "Russia", "at": "2019-11-28"}'
            what = f"expected a JSON object, got {shown(line)}"
            faults.append(Fault(where=f"{file}:{number}", what=what, remedy=remedy))


def _csv_rows(content: str, file: str, faults: list[Fault]) -> Iterator[dict[str, Any]]:
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    try:
        missing = [name for name in ("office", "holder") if name not in (reader.fieldnames or ())]
        if missing and content.strip():
            what = f"no column {' and '.join(missing)}, got {shown(reader.fieldnames)}"
            faults.append(
                Fault(where=f"{file}:1", what=what, remedy="head the columns office,holder,at or during")
            )
            return
        for row in reader:
            if None in row or None in row.values():
                what = (
                    f"another number of cells than the heading has, which is {len(reader.fieldnames or ())}"
                )
                remedy = "quote cells that hold a comma"
                faults.append(Fault(where=f"{file}:{reader.line_num}", what=what, remedy=remedy))
            else:
                yield row
    except csv.Error as error:
        what = f"no CSV ({error})"
        faults.append(
            Fault(where=f"{file}:{reader.line_num}", what=what, remedy="quote cells that hold a quote")
        )


def without(options: Namespace) -> int:
    """Print what depends on a source: the events that cite no other, and the answers that would change."""
    found = history_of(options).resting_on(options.source)
    if options.json:
        print_json(found.to_dict())
        return ANSWERED
    print(f"{len(found.cited_by)} events cite it, {len(found.lost)} rest on it alone")
    for name in found.lost:
        print(f"  {text.one_line(name)}")
    rows = [
        (
            answer.aspect.replace("_", " ") + (f" of {answer.key}" if answer.key != "" else ""),
            answer.period.text,
            f"{_briefly(answer.before, answer.after)}{'' if answer.certain_after else ' (not certain)'}",
        )
        for answer in found.answers
    ]
    print(
        f"\n{len(rows)} answers would change" + (f"\n{text.table(rows, style_of_screen())}" if rows else "")
    )
    return ANSWERED


def _briefly(before: Any, after: Any) -> str:
    if isinstance(before, dict) and isinstance(after, dict):
        names = [name for name in before if before[name] != after.get(name)]
        return (
            "; ".join(f"{name}: {before[name]!r} -> {after.get(name)!r}" for name in names)
            or "no longer certain"
        )
    return f"{before} -> {after}" if before != after else f"{before}: no longer certain"


def completion(options: Namespace) -> int:
    """Print the completion script of a shell, made from the parser."""
    from importlib import import_module

    from cstotimeline.cli.main import parser_of

    try:
        shtab: Any = import_module("shtab")
    except ImportError:
        what, remedy = "shtab is not installed", 'install "cstotimeline[completion]"'
        raise UnknownName(Fault(where="completion", what=what, remedy=remedy)) from None
    print(shtab.complete(parser_of(""), options.shell))
    return ANSWERED


def mcp(options: Namespace) -> int:
    """Serve agents over standard input and output until the input ends."""
    from cstotimeline.agents.server import serve
    from cstotimeline.cli.bounded_input import bound_standard_input

    history = history_of(options)
    title = "the CSTO" if organization_of(options) is None else options.organization
    bound_standard_input()
    serve(history, codec_of(options), title=title)
    return ANSWERED
