"""The commands that ask another way round, and the options of every command."""

from __future__ import annotations

import csv
import io
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cstotimeline import TermHeld, load, terms
from cstotimeline.cli.examples import EXAMPLES
from cstotimeline.cli.options import COMMANDS
from cstotimeline.shipped import shipped_folder
from cstotimeline.testing import Organization, club
from tests.builders import Run

COUNCIL = ("--organization", "tests.council.council:COUNCIL")
COUNCIL_LOG = str(Path(__file__).parent / "council" / "council.jsonl")


# --- search and holders ---


def test_find_prints_what_a_name_means(run: Run) -> None:
    """A Cyrillic surname finds the person first; --json gives the hits of the library."""
    assert run("find", "Бордюжа").out.startswith("person  Nikolai Bordyuzha ")
    assert json.loads(run("find", "Yerevan", "--json").out) == [
        hit.to_dict() for hit in load().find("Yerevan")
    ]
    chosen = json.loads(run("find", "Bordyuzha", "--kind", "meeting_held", "--during", "2010", "--json").out)
    assert {(hit["sort"], hit["date"][:4]) for hit in chosen} == {("event", "2010")}


def test_nothing_found_says_so(run: Run) -> None:
    """Where nothing is found standard error says so, and the status is 1."""
    done = run("find", "qqqqqq zzzz")
    assert (done.status, done.out) == (1, "")
    assert done.err == "cstotimeline: no name and no event matches 'qqqqqq zzzz'\n"


def test_when_prints_the_tenures_of_a_holder(run: Run) -> None:
    """Tenures with their days, then the totals; of a holder without tenures it is said, as far as is covered."""
    lines = run("when", "presidency", "Киргизия").out.splitlines()
    assert lines[0] == "Kyrgyzstan  from 6 October 2007 until 5 September 2008     335 days"
    assert lines[-1] == "in all: 4 tenures, 1363 days"
    never = run("when", "presidency", "Uzbekistan")
    assert (never.status, never.out) == (0, "")
    assert never.err.startswith(
        "cstotimeline: presidency held by Uzbekistan: never, as far as the log covers: 2001"
    )
    assert run("when", "Zas").out.startswith("secretary general  Stanislav Zas  from 1 January 2020 until ")
    assert json.loads(run("when", "presidency", "Russia", "--json").out)["times"] == [6, 6]
    assert run("when", "presidency", "Rusia Q").status == 2
    assert "--why" not in run("when", "presidency", "Armenia", "--why").err


def test_when_prints_the_times_in_a_group(run: Run) -> None:
    """A group is asked like an office; a name alone tells its groups too, in words and as JSON."""
    asked = run("when", "members", "Uzbekistan").out.splitlines()
    assert asked[0] == "member  from 15 May 1992 until 21 April 1999      2532 days"
    alone = run("when", "Uzbekistan").out.splitlines()
    assert alone[0] == "members: Uzbekistan  from 15 May 1992 until 21 April 1999      2532 days"
    assert alone[-1].startswith("suspended: Uzbekistan  from 19 December 2012  at least ")
    groups = json.loads(run("when", "Uzbekistan", "--json").out)["groups"]
    assert [one["asked"] for one in groups] == ["members: Uzbekistan", "suspended: Uzbekistan"]
    assert "RIA Novosti via ckwrf.ru, 2016-03-11" in run("when", "Serbia", "--why").out
    assert run("when", "summits", "Uzbekistan").err.startswith(
        "cstotimeline: office: expected an office or a group"
    )


def test_a_state_alone_is_told_which_office_is_meant(run: Run) -> None:
    """Who leads a state is asked by the state alone, and the answer names the office."""
    assert run("who", "Uzbekistan", "2001-05-05").out.startswith("leaders: Uzbekistan  Islam Karimov  from ")
    assert run("who", "leader of Uzbekistan", "2001-05-05").out.startswith("Islam Karimov  from ")


def test_what_was_expected_is_told_where_it_is_asked_for(run: Run) -> None:
    """With --expecting an office and a day are those in which the open announcements came true."""
    clock = ("2026-02-01", "--known", "2025-11-25")
    assert run("who", "secretary general", *clock).out.startswith("no data ")
    assert run("who", "secretary general", *clock, "--expecting").out.startswith(
        "Taalatbek Masadykov  from 1 January"
    )
    assert "secretary general  Taalatbek Masadykov" in run("at", *clock, "--expecting").out


def test_two_dates_without_a_slash_are_told_how_to_write_them(run: Run) -> None:
    """What people write between two dates is refused with the form that is meant."""
    for command in (("at",), ("who", "presidency"), ("expected",)):
        done = run(*command, "2003..2022")
        assert (done.status, done.out) == (2, "")
        assert done.err.endswith("two dates have a slash between them, got '2003..2022'; write 2003/2022\n")


# --- statements ---

STATEMENTS = """office,holder,at,during,page
presidency,Russia,2019-11-28,,1
presidency,Russia,2019-11-20,,2
leader of Armenia,Pashinian,,2019,"3, below"
presidency,Russia,2003-06-01,,4
"""


def test_statements_in_csv_are_judged_in_csv(run: Run, tmp_path: Path) -> None:
    """Each row comes back with its own columns, the verdict, what holds instead and the pages."""
    file = tmp_path / "statements.csv"
    file.write_text(STATEMENTS, encoding="utf-8")
    done = run("verdicts", str(file))
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["verdict"] for row in rows] == ["supported", "contradicted", "supported", "cannot tell"]
    assert [row["page"] for row in rows] == ["1", "2", "3, below", "4"]
    assert rows[1]["holds"] == "Kyrgyzstan"
    assert rows[0]["sources"].startswith("https://")
    assert done.status == 1  # not every statement is supported


def test_statements_in_json_lines_are_judged_in_json_lines(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON objects come back with the verdict, from a file or from the standard input."""
    lines = '{"office": "presidency", "holder": "Russia", "at": "2019-11-28", "n": 1}\n\n'
    file = tmp_path / "statements.jsonl"
    file.write_text(lines, encoding="utf-8")
    done = run("verdicts", str(file))
    (row,) = map(json.loads, done.out.splitlines())
    assert (row["n"], row["verdict"], done.status) == (1, "supported", 0)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    assert run("verdicts", "-").out == done.out
    assert json.loads(run("verdicts", str(file), "--known", "2019-11-01").out)["verdict"] == "cannot tell"


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (
            b"office,holder\npresidency,Russia\n,x\n",
            ["row 1 at: expected either", "row 2 office: expected a text"],
        ),
        (b"holder,at\nRussia,2019\n", [":1: no column office"]),
        (b"office,holder,at\npresidency,Russia\n", [":2: another number of cells"]),
        (
            b'{"office": 1\n[]\n{"office": "presidency", "holder": "Russia"}\n',
            [":1: expected a JSON object", ":2: "],
        ),
        (b"\xff\xfe", [": byte 0 is not UTF-8"]),
        (b'office,holder,at\n"presidency,Russia,2019\n', ["no CSV"]),
        (b'{"a": ' + b"[" * 100_000 + b"\n", [":1: expected a JSON object"]),
    ],
    ids=["rows", "heading", "cells", "json", "bytes", "quotes", "nested"],
)
def test_a_broken_file_is_refused_with_all_its_faults(
    run: Run, tmp_path: Path, content: bytes, faults: list[str]
) -> None:
    """Each fault of a file of statements is one line with its row; nothing is printed."""
    file = tmp_path / "statements"
    file.write_bytes(content)
    done = run("verdicts", str(file))
    assert (done.status, done.out) == (2, "")
    lines = done.err.splitlines()
    assert len(lines) == len(faults)
    for line, fault in zip(lines, faults, strict=True):
        assert fault in line


def test_a_file_without_statements_says_so(run: Run, tmp_path: Path) -> None:
    """An empty file is no answer, and a missing one bad input."""
    (tmp_path / "empty").write_text("")
    assert run("verdicts", str(tmp_path / "empty")).status == 1
    assert run("verdicts", str(tmp_path / "missing")).status == 2


def test_without_prints_what_rests_on_a_source(run: Run) -> None:
    """The events that cite nothing else, then the answers that change; a publisher nobody cites is refused."""
    done = run("without", "TASS")
    found = load().resting_on("TASS")
    assert done.out.startswith(f"{len(found.cited_by)} events cite it, {len(found.lost)} rest on it alone\n")
    assert json.loads(run("without", "TASS", "--json").out) == json.loads(json.dumps(found.to_dict()))
    assert "write Kremlin" in run("without", "Kremlln").err


# --- any organization ---


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (("at", "2026-03-01"), "presidency  Cyprus  from 1 January 2026 until 1 July 2026"),
        (("at", "2026", "--json"), '"presidency": ['),
        (("who", "presidency", "2026-03-01"), "Cyprus  from 1 January 2026"),
        (("events", "--year", "2026"), "Cyprus, presidency"),
        (("when", "presidency", "Cyprus"), "in all: at least 2 tenures"),
        (("find", "Cyprus"), "holder  Cyprus"),
        (("diff", "2025-12-31", "2026-01-01"), "presidency  Denmark -> Cyprus"),
        (("expected", "2015-01-01"), "announced"),
        (("check",), "0 unexplained findings"),
        (("digest",), ":"),
        (("show", "council-presidency-2026-01-01-cyprus"), "Cyprus takes over"),
    ],
    ids=lambda one: str(one)[:30],
)
def test_every_command_serves_another_organization(
    run: Run, arguments: tuple[str, ...], printed: str
) -> None:
    """With --organization and --log a command asks the log of anyone."""
    if arguments[0] == "show":
        first = json.loads(run("events", "--json", "--year", "2026", *COUNCIL, "--log", COUNCIL_LOG).out)[0][
            "id"
        ]
        arguments = ("show", first)
    done = run(*arguments, *COUNCIL, "--log", COUNCIL_LOG)
    assert printed in done.out, done.err


def test_a_draft_of_another_organization_is_appended(run: Run, tmp_path: Path) -> None:
    """Append reads and writes the kinds of the organization, and copy and seal know them."""
    lines = Path(COUNCIL_LOG).read_text(encoding="utf-8").splitlines()
    draft, log = tmp_path / "draft", tmp_path / "log"
    log.mkdir()
    data = json.loads(lines[0])
    del data["recorded"]
    draft.write_text(json.dumps(data) + "\n", encoding="utf-8")
    assert run("append", str(draft), "--log", str(log / "all.jsonl"), *COUNCIL).status == 0
    again = run("append", str(draft), "--log", str(log / "all.jsonl"), *COUNCIL)
    assert (again.status, again.err) == (1, "cstotimeline: the log holds every event of the draft already\n")
    assert run("copy", str(log / "all.jsonl"), f"sqlite:///{tmp_path}/c.db", *COUNCIL).status == 0
    assert run("seal", "--log", str(log), *COUNCIL).status == 0


def test_a_draft_of_another_organization_with_a_fault_is_refused_whole(run: Run, tmp_path: Path) -> None:
    """No line of a draft is passed over: one that is broken, or has no line end, refuses all of them."""
    data = json.loads(Path(COUNCIL_LOG).read_text(encoding="utf-8").splitlines()[0])
    del data["recorded"]
    draft, log = tmp_path / "draft", tmp_path / "all.jsonl"
    for second, says in (('{"kind": "no"}\n', "no"), (json.dumps(data | {"id": "other"}), "has no line end")):
        draft.write_text(f"{json.dumps(data)}\n{second}", encoding="utf-8")
        done = run("append", str(draft), "--log", str(log), *COUNCIL)
        assert (done.status, done.out) == (2, "")
        assert "draft:2" in done.err
        assert says in done.err
    assert not log.exists() or not log.read_text(encoding="utf-8")


def test_events_of_another_organization_are_corrected_and_withdrawn(run: Run, tmp_path: Path) -> None:
    """Drafts of amendments, and what became of an event, have the kinds of the organization."""
    log, draft = shutil.copy(COUNCIL_LOG, tmp_path / "council.jsonl"), str(tmp_path / "draft.jsonl")
    of_log = ("--log", str(log), *COUNCIL)
    name = "council-2022-01-france"
    done = run("correct", name, "holder=Malta", "--reason", "so it says", "-o", draft, *of_log)
    assert done.out.startswith(f"{name}: holder: 'France' becomes 'Malta'\n"), done.err
    assert run("append", draft, *of_log).status == 0
    (correction,) = (json.loads(line)["id"] for line in Path(draft).read_text(encoding="utf-8").splitlines())
    assert run("show", name, *of_log).out.startswith(
        f"corrected by {correction}:\n  holder: 'France' becomes"
    )
    assert run("show", correction, *of_log).out.startswith(f"{name}:\n  holder: 'France' becomes 'Malta'")
    assert json.loads(run("retract", correction, "--reason", "no", *of_log).out)["target"] == correction


TOWN = Organization(kinds=(TermHeld, club.MotionCarried), projections=(terms("mayor"),))


def test_terms_are_imported_into_a_log_of_another_organization(run: Run, tmp_path: Path) -> None:
    """Import reads a log that holds other kinds of the organization than terms."""
    table, draft = tmp_path / "mayors.csv", tmp_path / "draft.jsonl"
    of_log = ("--log", str(tmp_path / "town.jsonl"), "--organization", "tests.test_cli_asking:TOWN")
    motion = {"kind": "motion_carried", "version": 1, "id": "m", "occurred": "2000", "motion": "tea"}
    draft.write_text(json.dumps(motion | {"sources": [{"publisher": "the paper"}]}) + "\n", encoding="utf-8")
    table.write_text("holder,start,end\nAnn,2001-01-01,2002-01-01\n", encoding="utf-8")
    assert run("append", str(draft), *of_log).status == 0
    done = run("import", str(table), "--office", "mayor", "--publisher", "the town", *of_log)
    assert done.out.startswith("added 1 terms of 1 rows"), done.err


def test_tables_of_another_organization_are_written_and_rechecked(run: Run, tmp_path: Path) -> None:
    """Export and recheck ask the log of the organization."""
    table, of_log = str(tmp_path / "tenures.csv"), ("--log", COUNCIL_LOG, *COUNCIL)
    pytest.importorskip("pyarrow")
    assert run("export", "tenures", "-o", table, *of_log).out == f"46 rows of tenures in {table}\n"
    assert run("recheck", table, *of_log).out == "46 rows, all as today\n"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("council", "expected MODULE:NAME"),
        ("no_such_module:X", "no module 'no_such_module'"),
        ("tests.council.council:COUNCL", "no such name, got 'COUNCL'; write COUNCIL"),
        ("tests.council.council:PRESIDENCY", "expected an organization"),
    ],
)
def test_what_is_no_organization_is_refused(run: Run, name: str, says: str) -> None:
    """A module, a name or a thing that is no organization is told on one line."""
    done = run("events", "--organization", name, "--log", COUNCIL_LOG)
    assert (done.status, done.out) == (2, "")
    assert says in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("raise RuntimeError('a\\nb')", "the module broken_club fails (RuntimeError: a b)"),
        ("CLUB = (", "the module broken_club fails (SyntaxError: "),
        ("def CLUB():\n    raise ValueError('no')", "broken_club:CLUB fails (ValueError: no)"),
    ],
)
def test_an_organization_that_fails_is_told_on_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    """Whatever the code of an organization raises is bad input, not a traceback."""
    (tmp_path / "broken_club.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "broken_club", raising=False)
    done = run("events", "--organization", "broken_club:CLUB", "--log", COUNCIL_LOG)
    assert (done.status, done.out) == (2, "")
    assert says in done.err
    assert done.err.count("\n") == 1


def test_an_organization_needs_a_log(run: Run) -> None:
    """Only the log of the CSTO is shipped."""
    assert "is shipped; name one with --log" in run("events", *COUNCIL).err


# --- help and completion ---


def test_every_command_has_examples_in_its_help(run: Run) -> None:
    """The help of each command ends with examples, and takes --organization."""
    assert set(EXAMPLES) == set(COMMANDS)
    for command, examples in EXAMPLES.items():
        shown = run(command, "--help").out
        assert "--organization" in shown
        assert all(f"cstotimeline {one}" in shown for one in examples)


ASKING = [
    one
    for command, examples in EXAMPLES.items()
    if command
    not in (
        *("append", "seal", "copy", "correct", "retract", "draw", "page", "verdicts", "completion", "mcp"),
        *("export", "recheck", "import"),
    )
    for one in examples
]


@pytest.mark.parametrize("example", ASKING)
def test_the_examples_are_answered(run: Run, example: str) -> None:
    """Each example that writes and reads nothing of its own is answered."""
    done = run(*shlex.split(example))
    assert done.status in ((0, 1) if example.startswith("check") else (0,)), done.err


@pytest.mark.parametrize(
    "before", [("--json",), ("--json", "--log", COUNCIL_LOG, *COUNCIL)], ids=["json", "all"]
)
def test_options_of_any_command_may_stand_before_it(run: Run, before: tuple[str, ...]) -> None:
    """What every command takes is taken before its name too."""
    done = run(*before, "who", "presidency", "2026-03-01")
    assert done.out == run("who", "presidency", "2026-03-01", *before).out
    assert json.loads(done.out)["office"] == "presidency"


def test_a_misspelt_command_suggests_the_one_that_is_meant(run: Run) -> None:
    """A command that is nearly one is refused with its name."""
    assert "no such command, got 'evnts'; did you mean events" in run("evnts").err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_completion_is_made_from_the_parser(run: Run, shell: str) -> None:
    """The completion script of a shell names every command."""
    pytest.importorskip("shtab")
    script = run("completion", shell).out
    assert all(command in script for command in COMMANDS)


def test_without_the_library_completion_names_the_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where shtab is not installed one line says what to install; likewise the SDK for agents."""
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert 'install "cstotimeline[completion]"' in run("completion", "bash").err
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    monkeypatch.setattr("cstotimeline.cli.bounded_input.bound_standard_input", lambda: None)
    assert 'install "cstotimeline[agents]"' in run("mcp").err


def test_lines_fit_a_terminal(run: Run) -> None:
    """On a terminal no line of events is wider than the screen, but for ids that are."""
    from cstotimeline.views.text import chronicle

    del run
    events = load().events().where(place="Dushanbe", period="2015")
    for width in (60, 80, 120):
        for line in chronicle(events, width=width).split("\n"):
            assert len(line) <= width or " " not in line.strip()


def test_spells_tell_their_days_where_one_tenure_gives_several(run: Run) -> None:
    """Of a period in which one tenure gives several answers each line begins with its days."""
    lines = run("who", "joint staff chief", "2010").out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "2010-01-01/2010-11-30",
        "2010-12-01/2010-12-30",
        "2010-12-31",
    ]


def test_the_module_answers_in_a_process_of_its_own() -> None:
    """An organization beside the working directory is found without being installed."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "cstotimeline",
            "who",
            "presidency",
            "2026-03-01",
            *COUNCIL,
            "--log",
            COUNCIL_LOG,
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert done.stdout.startswith("Cyprus")


def test_compare_names_what_a_planted_line_changes(run: Run, tmp_path: Path) -> None:
    """A log with one more line differs in the answers of its days, by that line; the digest of the shorter log says so
    too; two equal logs do not differ.
    """
    folder = tmp_path / "events"
    shutil.copytree(shipped_folder(), folder)
    digest = run("digest", "--log", str(folder)).out.strip()
    assert run("compare", digest, "--log", str(folder)).status == 0
    draft = tmp_path / "draft.jsonl"
    draft.write_text(
        '{"kind": "presidency_transferred", "version": 1, "id": "presidency-2019-12-24-kazakhstan", "occurred": '
        '"2019-12-24", "holder": "Kazakhstan", "sources": [{"publisher": "A page"}]}\n',
        encoding="utf-8",
    )
    assert run("append", str(draft), "--log", str(folder), "--despite-errors").status == 0
    done = run("compare", digest, str(folder))
    assert done.status == 1
    assert "presidency: Russia -> Kazakhstan" in done.out
    assert "1 events added, 0 removed, 0 changed" in done.out
    found = json.loads(run("compare", str(shipped_folder()), str(folder), "--json").out)
    told = {one["aspect"] for one in found["differences"]}
    assert told == {"presidency", "chairperson"}
    assert {name for one in found["differences"] for name in one["events"]} == set(found["added"])
