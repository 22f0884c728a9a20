from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import cstotimeline
from cstotimeline import History, LogError, NotAPoint, load
from cstotimeline.cli import main
from cstotimeline.shipped import csto_codec
from tests.builders import Done, Run

COMMAND = [sys.executable, "-m", "cstotimeline"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
LINE = (
    '{"recorded": "2026-11-21T12:00:00Z", "kind": "presidency_transferred", "version": 1, "id": "a", '
    '"occurred": "2019-11-28", "holder": "Russia", "sources": [{"publisher": "a page"}]}'
)


@pytest.fixture(scope="module")
def history() -> History:
    """Return the shipped log as a timeline."""
    return load()


def on_a_terminal(*arguments: str, **variables: str) -> str:
    """Return what the command prints when its output is a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=theirs, stdin=theirs, env={**ENVIRONMENT, **variables}
    ) as process:
        os.close(theirs)
        printed = b""
        while True:
            try:
                read = os.read(ours, 65_536)
            except OSError:  # the other side has been closed
                break
            if not read:
                break
            printed += read
        os.close(ours)
        assert process.wait() == 0
    return printed.decode().replace("\r\n", "\n")


def plain_data(output: str) -> Any:
    """Return the data that JSON output writes."""
    return json.loads(output)


# --- answers ---


def test_who_held_the_presidency_in_november_2019(run: Run) -> None:
    """The main question is answered on two aligned lines, with exit status 0."""
    done = run("who", "presidency", "2019-11")
    assert done.out.split("\n") == [
        "Kyrgyzstan  from 8 November 2018 until 28 November 2019",
        "Russia      from 28 November 2019 until 2 December 2020",
        "",
    ]
    assert (done.status, done.err) == (0, "")


def test_why_gives_numbered_sources(run: Run) -> None:
    """With --why each spell is followed by a sentence and the sources that its numbers name."""
    out = run("who", "presidency", "2019-11-28", "--why").out
    assert "took over from Kyrgyzstan at the Bishkek summit on 28 November 2019 [1-6]" in out
    assert "\n  [1] Kazinform" in out


def test_at_a_day_is_aligned(run: Run) -> None:
    """In each block of the page for a day the second column begins at one place."""
    done = run("at", "2015-09-15")
    title, offices, leaders, *_ = done.out.split("\n\n")
    assert title == "The CSTO at the end of 15 September 2015"
    for block, column in ((offices, "secretary general  "), (leaders, "Kazakhstan  ")):
        starts = {
            line[: len(column)].rstrip() + "|" + line[len(column) - 2 : len(column)]
            for line in block.split("\n")
        }
        assert all(start.endswith("|  ") for start in starts), block
        assert all(line[len(column)] != " " for line in block.split("\n")), block
    assert done.status == 0


def test_at_a_month_answers_with_spells(run: Run) -> None:
    """A month is answered for every office, spell by spell, where the library refuses it."""
    done = run("at", "2019-11")
    assert done.out.startswith("presidency\nKyrgyzstan  from 8 November 2018 until 28 November 2019\nRussia ")
    assert "\n\nleader of Armenia\nNikol Pashinyan  from" in done.out
    assert done.status == 0


def test_the_library_refuses_a_month_and_names_during(history: History) -> None:
    """A month is no point: the error says so and names during."""
    with pytest.raises(NotAPoint) as refused:
        history.at("2019-11")
    assert str(refused.value) == "at: '2019-11' is a month, not a day; ask during('2019-11')"


def test_at_an_instant(run: Run) -> None:
    """At an instant of the day of a handover the page says that the presidency is not certain."""
    done = run("at", "2019-11-28T10:00:00Z")
    assert done.out.startswith("The CSTO at 2019-11-28T10:00:00+00:00\n")
    assert "not certain; possible: Russia" in done.out


def test_what_was_known(run: Run) -> None:
    """With --known the answer leaves out what became known later."""
    asked = ("who", "presidency", "2025-06-01")
    assert run(*asked).out.startswith("Kyrgyzstan")
    assert run(*asked, "--known", "2024-11-27").out == "Kazakhstan  from 1 January 2024  not certain\n"
    assert "as known by 2024-11-27" in run("at", "2025-06-01", "--known", "2024-11-27").out


def test_before_anything_was_recorded(run: Run) -> None:
    """With --recorded before the first record nothing is known of any office, and no day is covered."""
    done = run("who", "presidency", "2025-06-01", "--recorded", "2000-01-01T00:00:00Z")
    assert done.out == "no data    not covered\n"


def test_events_of_a_year_and_kind(run: Run) -> None:
    """Events come one a line with their ids; a kind and a year narrow them."""
    done = run("events", "--kind", "summit_held", "--year", "2019")
    assert done.out.count("\n") == 1
    assert done.out.startswith("2019-11-28  Bishkek summit (regular)  [")
    assert done.out.endswith("  summit-2019-11-28-bishkek\n")


def test_counts_are_limited_too(run: Run) -> None:
    """--limit takes the first of the counts, or the last ones."""
    counts = run("events", "--count", "kind").out.splitlines()
    assert run("events", "--count", "kind", "--limit", "2").out.splitlines() == counts[:2]
    assert list(plain_data(run("events", "--count", "kind", "--limit=-1", "--json").out)) == [
        counts[-1].split()[-1]
    ]


def test_events_of_a_person_in_any_spelling(run: Run) -> None:
    """Every spelling of a person finds the same events."""
    asked = ("events", "--year", "2019", "--json", "--person")
    assert run(*asked, "Rakhmon").out == run(*asked, "emomali rahmon").out != "[]\n"


@pytest.mark.parametrize(
    ("option", "name", "status"),
    [("--text", "Assad", 0), ("--person", "Assad", 1), ("--person", "Russia", 2)],
    ids=["text", "person", "no-person"],
)
def test_a_person_is_looked_for_in_fields(
    run: Run, tmp_path: Path, option: str, name: str, status: int
) -> None:
    """Who is named in a note is found by --text, not by --person."""
    log = tmp_path / "log.jsonl"
    log.write_text(LINE.replace('"holder"', '"note": "Assad comes.", "holder"') + "\n", encoding="utf-8")
    assert run("events", option, name, "--log", str(log)).status == status


def test_events_at_a_place_are_those_that_were_there(run: Run) -> None:
    """No summit is listed for six cities that was held elsewhere, whatever its note and its sources say."""
    for city in ("Bishkek", "Yerevan", "Moscow", "Minsk", "Dushanbe", "Astana"):
        asked = ("events", "--kind", "summit_held", "--json", "--place", city)
        assert {event["place"] for event in json.loads(run(*asked).out)} == {city}


def test_show_tells_an_event_whole(run: Run) -> None:
    """An event is shown with its fields and with every source."""
    done = run("show", "presidency-2019-11-28-russia")
    assert done.out.startswith(
        "presidency passes to Russia from Kyrgyzstan\n\nid           presidency-2019-11-28-russia\n"
    )
    assert "\n[6] " in done.out


def test_what_changed(run: Run) -> None:
    """The difference of two days names the answers that changed and the events between."""
    done = run("diff", "2015-09-14", "2015-09-15")
    assert "Tajikistan -> Armenia" in done.out
    assert done.out.endswith("\n")
    assert "presidency-2015-09-15-armenia" in done.out
    assert done.status == 0


def test_the_shipped_log_breaks_no_rule_unexplained(run: Run) -> None:
    """The check of the shipped log ends with status 0: every finding that is no note is explained."""
    done = run("check")
    assert done.out.startswith("0 unexplained findings, ")
    assert done.status == 0


# --- JSON ---


def test_json_of_a_day_is_the_snapshot(run: Run, history: History) -> None:
    """--json prints what to_dict gives, for a day and for what was known."""
    assert plain_data(run("at", "2015-09-15", "--json").out) == history.at("2015-09-15").to_dict()
    seen = history.at("2025-06-01", known="2024-11-27").to_dict()
    assert plain_data(run("at", "2025-06-01", "--known", "2024-11-27", "--json").out) == seen


def test_json_of_an_office(run: Run, history: History) -> None:
    """--json prints one tenure for a day and a list of them for a period, each with its label and its days."""
    office = history.presidency
    told = {"office": "presidency", "label": "Russia", "spell": "2019-11-28/2020-12-01"}
    assert (
        plain_data(run("who", "presidency", "2019-11-28", "--json").out)
        == office.at("2019-11-28").to_dict() | told
    )
    spells = [
        spell.to_dict() | {"office": "presidency", "label": spell.label, "spell": str(spell.spell)}
        for spell in office.during("2019-11")
    ]
    assert plain_data(run("who", "presidency", "2019-11", "--json").out) == spells


def test_json_with_why_has_the_citations(run: Run, history: History) -> None:
    """--json --why adds the sentence and the citations as data, for an office and for a day."""
    tenure = history.presidency.at("2019-11-28")
    for asked, name in ((("who", "presidency", "2019-11-28"), ""), (("at", "2019-11-28"), "presidency")):
        why = plain_data(run(*asked, "--json", "--why").out)["why"]
        why = why[name] if name else why
        assert why["sentence"] == tenure.why().split("\n")[0]
        assert [source["publisher"] for source in why["sources"]] == [one.publisher for one in tenure.sources]


def test_json_of_a_period(run: Run, history: History) -> None:
    """--json prints, for a period, the spells of each office."""
    data = plain_data(run("at", "2019-11", "--json").out)
    assert data["during"] == "2019-11"
    (spell,) = history.secretary_general.during("2019-11")
    (shown,) = data["secretary_general"]
    assert spell.to_dict().items() <= shown.items()
    assert shown["spell"] == "2019-11-01/2019-11-30"
    assert [leader["holder"] for leader in data["leader_of_Armenia"]] == ["Nikol Pashinyan"]


def test_json_of_events(run: Run, history: History) -> None:
    """--json prints events as they stand in the log, without the instant at which they were recorded."""
    codec = csto_codec()
    event = history.log["presidency-2019-11-28-russia"].event
    assert plain_data(run("show", event.id, "--json").out) == codec.to_data(event)
    assert codec.to_data(event) in plain_data(run("events", "--year", "2019", "--json").out)


def test_json_of_changes_and_expectations(run: Run, history: History) -> None:
    """--json prints what the library gives for a difference, for what became known and for what was expected."""
    days = ("2015-09-14", "2015-09-16")
    assert plain_data(run("diff", *days, "--json").out) == history.diff(*days).to_dict()
    assert plain_data(run("diff", *days, "--learned", "--json").out) == history.learned(*days).to_dict()
    expected = [one.to_dict() for one in history.at("2024-12-15").expected]
    assert plain_data(run("expected", "2024-12-15", "--json").out) == expected


def test_expected_at_the_start_of_a_day_has_what_the_day_settled(run: Run, history: History) -> None:
    """With --at-start what was announced and settled on the day itself is listed, as in the library."""
    told = plain_data(run("expected", "2019-11-28", "--at-start", "--json").out)
    assert told == [one.to_dict() for one in history.at("2019-11-28").expected_at_start]
    assert len(told) > len(history.at("2019-11-28").expected) - 1


def test_cite_prints_the_sources_of_events_once(run: Run, history: History) -> None:
    """The sources of the events named, completed, in the form asked for; an unknown event is an error."""
    name = "presidency-2019-11-28-russia"
    twice = run("cite", name, name, "--as", "bibtex").out
    assert twice == run("cite", name, "--as", "bibtex").out
    assert twice.count("@online{") == len(history.log[name].event.sources)
    assert len(plain_data(run("cite", name, "--json").out)) == len(history.log[name].event.sources)
    assert "https://tass.com/politics/1093619" in run("cite", name).out
    assert run("cite", "nothing-like-it").status == 2


# --- exit status ---


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(("who", "presidency", "2019-11-28"), 0, id="holder"),
        pytest.param(("who", "membership of Azerbaijan", "2005-01-01"), 0, id="certainly-nobody"),
        pytest.param(("who", "presidency", "1980-01-01"), 1, id="before-the-covered-days"),
        pytest.param(("who", "presidency", "2003-06-01"), 1, id="no-data"),
        pytest.param(("who", "presidency", "2003-05/2003-06"), 1, id="no-data-all-along"),
        pytest.param(("who", "presidency", "2003"), 0, id="holder-for-a-part"),
        pytest.param(("events", "--year", "1950"), 1, id="no-events"),
        pytest.param(("events", "--year", "1950", "--json"), 1, id="no-events-json"),
        pytest.param(("at", "1900-01-01"), 0, id="before-everything"),
        pytest.param(("diff", "1900-01-01", "1900-01-02"), 1, id="nothing-changed"),
        pytest.param(("expected", "1900-01-01"), 1, id="nothing-expected"),
    ],
)
def test_exit_status_tells_whether_there_is_an_answer(
    run: Run, arguments: tuple[str, ...], status: int
) -> None:
    """0 is an answer, also that there certainly was nobody; 1 is none, and an empty one says so on standard error."""
    done = run(*arguments)
    assert done.status == status
    assert bool(done.err) is (done.out in ("", "[]\n") or arguments[0] == "diff")
    assert done.err.count("\n") <= 1


# --- bad input ---


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        pytest.param(("at", "2019-02-30"), "at: no day 30 exists in that month", id="no-such-day"),
        pytest.param(("at", "2019-13"), "at: no month 13 exists", id="no-such-month"),
        pytest.param(("at", "yesterday"), "at: expected an EDTF date, got 'yesterday'", id="no-date"),
        pytest.param(("at", "2020/2019"), "period: the end lies before the start", id="backwards"),
        pytest.param(
            ("at", "2019-11-28T10:00:00"), "at: a time of day needs an offset or a zone", id="naive"
        ),
        pytest.param(("at", "2019-11-28", "--known", "2019"), "known: '2019' is a year", id="known-year"),
        pytest.param(
            ("at", "2019-11-28", "--recorded", "x"), "recorded: expected an EDTF date", id="recorded"
        ),
        pytest.param(("who", "chair", "2019"), "office: no such office, got 'chair'", id="office"),
        pytest.param(("events", "--kind", "party"), "kind: unknown kind, got 'party'", id="kind"),
        pytest.param(("events", "--year", "20x"), "date: expected an EDTF date, got '20x'", id="year"),
        pytest.param(
            ("events", "--person", "Nobody"), "person: no person has this name, got 'Nobody'", id="person"
        ),
        pytest.param(
            ("show", "presidency-2019-11-28-rusia"),
            "log: no event with this id, got 'presidency-2019-11-28-rusia'; name one of ",
            id="near-id",
        ),
        pytest.param(("show", "nothing"), "log: no event with this id, got 'nothing'", id="id"),
        pytest.param(("at", "2019", "--log", "/no/such/log"), "log: no such file or folder", id="no-log"),
        pytest.param(("diff", "2019", "2020-01-01"), "since: '2019' is a year, not a day", id="diff-year"),
        pytest.param(("whoo", "presidency"), "no such command, got 'whoo'; did you mean who?", id="command"),
        pytest.param(
            ("events", "--person", "Pashinan X"),
            "person: no person has this name, got 'Pashinan X'; write Nikol Pashinyan",
            id="near-person",
        ),
        pytest.param(("who", "summits", "2019"), "office: expected an office, got 'summits'", id="no-office"),
        pytest.param(
            ("who", "membership", "2001"),
            "office: expected an office, got 'membership'; ask for one, such as 'membership of Armenia'",
            id="office-without-key",
        ),
        pytest.param(
            ("who", "leader of Armenai", "2019"),
            "leaders: no such name, got 'Armenai'; ask for one of Armenia",
            id="office-of-no-state",
        ),
        pytest.param(
            ("when", "secretary general"),
            "holder: an office without a holder, got 'secretary general'; add who held it",
            id="office-without-holder",
        ),
        pytest.param(("events", "--person", " "), "person: expected text, got ' '", id="no-person"),
        pytest.param(("without", ""), "source: no event cites this source, got ''", id="no-source"),
        pytest.param(
            ("expected", "2019-11", "--at-start"), "at: --at-start is of one day", id="start-of-a-month"
        ),
    ],
)
def test_bad_input_is_one_line_and_status_2(run: Run, arguments: tuple[str, ...], error: str) -> None:
    """What cannot be understood is refused on one line, with a remedy, and nothing is printed."""
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"cstotimeline: {error}")
    assert done.err.count("\n") == 1
    assert "; " in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("dance",), id="unknown-command"),
        pytest.param(("at",), id="no-date"),
        pytest.param(("who", "presidency"), id="no-date-for-office"),
        pytest.param(("at", "2019", "--colour"), id="unknown-option"),
        pytest.param(("events", "--year", "2019", "--during", "2018"), id="two-periods"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    """Wrong usage is refused on one line that names --help."""
    done = run(*arguments)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.rstrip().endswith("--help")


@pytest.mark.parametrize(
    "arguments", [("--help",), ("at", "--help"), ("who", "--help"), ("events", "--help")]
)
def test_help_goes_to_standard_output(run: Run, arguments: tuple[str, ...]) -> None:
    """Help is an answer: it is printed, with status 0."""
    done = run(*arguments)
    assert done.out.startswith("usage: cstotimeline")
    assert (done.status, done.err) == (0, "")


@pytest.mark.parametrize(
    ("lines", "errors"),
    [
        pytest.param([LINE[:-1]], ["log.jsonl:1 line: expected JSON, got"], id="corrupt"),
        pytest.param(
            [LINE, LINE.replace("Russia", "Turkey"), LINE.replace("2019-11-28", "2019-11-31")],
            ["log.jsonl:2 holder: expected one of", "log.jsonl:3 occurred: no day 31 exists in that month"],
            id="two-lines",
        ),
        pytest.param(
            [LINE, LINE], ["log.jsonl:2 id: the id stands at log.jsonl:1 already, got 'a'"], id="double"
        ),
    ],
)
def test_a_spoilt_log_is_refused_with_all_its_lines(
    run: Run, tmp_path: Path, lines: list[str], errors: list[str]
) -> None:
    """Every fault of a log is one line on standard error, nothing is printed, and the log stays as it was."""
    log = tmp_path / "log.jsonl"
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    before = log.read_bytes()
    done = run("at", "2020-01-01", "--log", str(log))
    assert (done.status, done.out) == (2, "")
    said = done.err.splitlines()
    assert len(said) == len(errors)
    for line, error in zip(said, errors, strict=True):
        assert line.startswith(f"cstotimeline: {error}")
    assert log.read_bytes() == before
    assert list(tmp_path.iterdir()) == [log]
    with pytest.raises(LogError):
        load(log)


@pytest.mark.parametrize(
    "arguments",
    [
        ("at", "2020-01-01", "--why"),
        ("who", "presidency", "2020-01-01", "--why"),
        ("events",),
        ("show", "a"),
        ("diff", "2019-01-01", "2020-01-01"),
        *[(*asked, "--json") for asked in (("events",), ("show", "a"))],
    ],
    ids=" ".join,
)
def test_control_characters_of_a_log_are_not_printed(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Escapes, C1 controls, bells and marks that reverse a line, in every text of an event, stay in the log."""
    evil = r"a\u001b[31m\u009b31m\u0007\u202e\r\nforged"
    log = tmp_path / "log.jsonl"
    page = f'{{"publisher": "{evil}", "title": "{evil}", "says": "{evil}", "address": "https://{evil}"}}'
    line = LINE.replace('{"publisher": "a page"}', page).replace(
        '"holder"', f'"chairperson": "{evil}", "summit": "summit-2019-11-28-{evil}", "holder"'
    )
    log.write_text(f"{line}\n", encoding="utf-8")
    done = run(*arguments, "--log", str(log))
    assert (done.status, done.err) == (0, "")
    assert "31m" in done.out
    assert all(c.isprintable() or c == "\n" for c in done.out)
    assert "\nforged" not in done.out


def test_control_characters_in_a_fault_are_not_printed(run: Run, tmp_path: Path) -> None:
    """A key of a spoilt log that holds a line end or an escape is told on one line, without them."""
    log = tmp_path / "log.jsonl"
    log.write_text(LINE.replace('"holder"', r'"for\nged\u001b[31m": 1, "holder"') + "\n", encoding="utf-8")
    done = run("at", "2020-01-01", "--log", str(log))
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert done.err.rstrip("\n").isprintable()


# --- the process ---


def test_output_is_coloured_on_a_terminal_only(run: Run) -> None:
    """A terminal gets colours, a file does not, and the words are the same."""
    coloured = on_a_terminal("who", "presidency", "2019-11", TERM="xterm")
    plain = run("who", "presidency", "2019-11").out
    assert "\x1b" not in plain
    assert coloured == plain.replace("Kyrgyzstan ", "\x1b[1mKyrgyzstan\x1b[0m ", 1).replace(
        "Russia     ", "\x1b[1mRussia    \x1b[0m "
    )


@pytest.mark.parametrize(("value", "coloured"), [("1", False), ("", True)])
def test_no_color_is_heeded(value: str, *, coloured: bool) -> None:
    """NO_COLOR turns colours off where it is not empty, as no-color.org has it."""
    assert ("\x1b" in on_a_terminal("who", "presidency", "2019-11", NO_COLOR=value)) is coloured


def test_a_closed_pipe_is_silent() -> None:
    """Who reads only the beginning gets it, and no complaint."""
    with subprocess.Popen(
        [*COMMAND, "events", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"[\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_a_full_disk_is_one_line_and_status_2() -> None:
    """Where the answer cannot be written the command says so on one line."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "who", "presidency", "2019-11"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == (
        "cstotimeline: output: refused by the system (No space left on device); check the path and the room left\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX closes the output")
def test_a_closed_output_is_one_line_and_status_2() -> None:
    """A command whose standard output is closed says so on one line."""
    done = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *COMMAND, "events"],
        capture_output=True, env=ENVIRONMENT, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "cstotimeline: output: standard output is closed; write to a file or to /dev/null\n"


def test_no_command_is_answered_with_the_help(run: Run) -> None:
    """A bare call prints what --help prints and succeeds."""
    bare = run()
    assert (bare.status, bare.err) == (0, "")
    assert bare.out == run("--help").out
    assert "who held an office" in bare.out


def test_the_version_is_that_of_the_package(run: Run) -> None:
    """--version prints the version of the installed package, which cstotimeline.__version__ is too."""
    version = metadata.version("cstotimeline")
    assert run("--version") == Done(0, f"cstotimeline {version}\n", "")
    assert cstotimeline.__version__ == version


def test_the_module_prints_utf_8_everywhere(run: Run, tmp_path: Path) -> None:
    """Run as a module, in a locale without Unicode, the command prints what it prints here, in UTF-8."""
    log = tmp_path / "log.jsonl"
    log.write_text(LINE.replace("a page", "Газета") + "\n", encoding="utf-8")
    arguments = ["events", "--log", str(log)]
    environment = {**ENVIRONMENT, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, env=environment, check=True)
    assert done.stdout.decode("utf-8") == run(*arguments).out
    assert "Газета" in done.stdout.decode("utf-8")


DRAFT = LINE.replace('"recorded": "2026-11-21T12:00:00Z", ', "")


@pytest.fixture(params=["log.jsonl", "folder", "sqlite"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty log, in each store that needs no server."""
    if request.param == "folder":
        (tmp_path / "folder").mkdir()
    return f"sqlite:///{tmp_path}/log.db" if request.param == "sqlite" else str(tmp_path / str(request.param))


def test_every_command_takes_every_address(run: Run, tmp_path: Path, address: str) -> None:
    """A draft is appended to a log at any address, and asked for, checked and shown from there."""
    draft = tmp_path / "draft.jsonl.txt"
    draft.write_text(DRAFT + "\n")
    assert run("append", str(draft), "--log", address).out.endswith(f"appended 1 events to {address}\n")
    assert run("append", str(draft), "--log", address).status == 1
    who = run("who", "presidency", "2020", "--log", address)
    assert who.out == "Russia  from 28 November 2019\n"
    assert "\nid        a\n" in run("show", "a", "--log", address).out
    assert run("events", "--log", address).status == 0
    assert run("at", "2020-01-01", "--log", address).status == 0
    assert run("check", "--log", address).status in (0, 1)


def test_a_digest_is_verified_and_breaks_with_a_line(run: Run, tmp_path: Path) -> None:
    """What 'digest' prints is verified as long as lines are only added, and refused once one was changed."""
    file = tmp_path / "log.jsonl"
    file.write_text(LINE + "\n")
    printed = run("digest", "--log", str(file))
    digest = printed.out.strip()
    assert (printed.status, digest[:2], len(digest)) == (0, "1:", 66)
    assert json.loads(run("digest", "--log", str(file), "--json").out) == {"length": 1, "sha256": digest[2:]}
    file.write_text(LINE + "\n" + LINE.replace('"a"', '"b"') + "\n")
    assert run("verify", digest, "--log", str(file)) == Done(
        0, "the log begins with the 1 lines of the digest, and holds 2\n", ""
    )
    assert json.loads(run("verify", digest, "--log", str(file), "--json").out)["length"] == 2
    file.write_text(LINE.replace("a page", "a Page") + "\n")
    refused = run("verify", digest, "--log", str(file))
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith(
        "cstotimeline: verify: the first 1 lines are not those of the digest, got 1:"
    )
    assert run("verify", "1:abc", "--log", str(file)).err.startswith(
        "cstotimeline: digest: expected a length, a colon and 64 hexadecimal digits, got '1:abc'"
    )


def test_the_shipped_log_has_a_digest(run: Run) -> None:
    """Without --log, the digest is that of the shipped log."""
    digest = run("digest").out.strip()
    assert run("verify", digest).status == 0


def test_a_log_is_copied_and_the_copy_continued(run: Run, tmp_path: Path, address: str) -> None:
    """A copy has the digest of its source; copying again adds what came since; another log is not overwritten."""
    file = tmp_path / "source.txt"
    file.write_text(LINE + "\n")
    assert run("copy", str(file), address).out == f"copied 1 records to {address}, which holds 1\n"
    file.write_text(LINE + "\n" + LINE.replace('"a"', '"b"') + "\n")
    assert run("copy", str(file), address).out == f"copied 1 records to {address}, which holds 2\n"
    assert run("digest", "--log", address).out == run("digest", "--log", str(file)).out
    file.write_text(LINE.replace('"a"', '"c"') + "\n")
    refused = run("copy", str(file), address)
    assert refused.status == 2
    assert refused.err.startswith("cstotimeline: copy: the target holds another record at position 1, a; ")


def test_what_was_set_aside_is_told_on_standard_error(run: Run, tmp_path: Path) -> None:
    """Appending to a torn log sets the torn line aside and says so; asking a torn log is refused."""
    file, draft = tmp_path / "log.jsonl", tmp_path / "draft.txt"
    file.write_text(LINE + "\n" + LINE[:30])
    draft.write_text(DRAFT.replace('"a"', '"b"') + "\n")
    assert "log.jsonl:2 line: the last line is torn" in run("events", "--log", str(file)).err
    done = run("append", str(draft), "--log", str(file), "--despite-errors")
    assert done.status == 0
    assert done.err == (
        "cstotimeline: log.jsonl: an append broke off, 30 bytes were set aside in log.jsonl.torn; "
        "append again what is missing\n"
    )
    assert run("events", "--log", str(file)).status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("{}",),
        ("at", "{}"),
        ("at", "2019-01-01", "{}"),
        ("at", "2019-01-01", "--known", "{}"),
        ("at", "2019-01-01", "--log", "{}"),
        ("who", "{}", "2019-01-01"),
        ("show", "{}"),
        ("correct", "{}", "a=b", "--reason", "r"),
        ("correct", "presidency-2019-11-28-russia", "{}", "--reason", "r"),
        ("retract", "{}", "--reason", "r"),
        ("append", "{}", "--log", "memory:"),
        ("events", "--kind", "{}"),
        ("events", "--person", "{}"),
    ],
    ids=" ".join,
)
def test_an_argument_is_never_echoed_as_it_is(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Line ends, escape characters and a hundred thousand letters in any argument are one short line of error."""
    evil = "\x1b[31m\n" + "x" * 100_000
    try:
        status = main([argument.format(evil) for argument in arguments])
    except SystemExit as left:
        status = int(str(left.code))
    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert told.err.count("\n") == 1
    assert "\x1b" not in told.err
    assert len(told.err) < 2_500


def test_a_password_in_an_address_is_not_printed(run: Run) -> None:
    """An address that cannot be opened is told without the password that it holds."""
    done = run("digest", "--log", "mysql://ann:secret@host/log")
    assert (done.status, done.out) == (2, "")
    assert "secret" not in done.err


def test_faults_without_end_are_counted_not_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a file that is no log at all the first thousand faults are shown, and how many more there are."""
    (tmp_path / "no.jsonl").write_text("[]\n" * 1_900, encoding="utf-8")
    assert main(["events", "--log", str(tmp_path / "no.jsonl")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1_001
    assert lines[-1] == "cstotimeline: 900 more faults are not shown"
