"""Drafts: what a curator is told before an event is appended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cstotimeline.cli import main
from cstotimeline.csto.history import History
from cstotimeline.shipped import load
from cstotimeline.stores.seals import BrokenSeal

LEFT = {
    "kind": "secretary_general_left",
    "version": 1,
    "id": "secretary-general-2026-06-masadykov-left",
    "occurred": "2026-06",
    "person": "Taalatbek Masadykov",
    "reason": "resigned",
    "sources": [{"publisher": "a page", "address": "https://example.org/a", "tier": "official"}],
}


PAGES = LEFT["sources"]
HELD = {
    "kind": "presidency_transferred",
    "version": 1,
    "id": "presidency-2026-11-20-kazakhstan",
    "occurred": "2026-11-20",
    "holder": "Kazakhstan",
    "predecessor": "Russia",
    "sources": PAGES,
}


@pytest.fixture
def folder(tmp_path: Path, history: History) -> Path:
    """Return a copy of the shipped log to append to."""
    from cstotimeline.shipped import shipped_folder

    assert len(history.log)
    target = tmp_path / "events"
    target.mkdir()
    for file in shipped_folder().glob("*.jsonl"):
        (target / file.name).write_bytes(file.read_bytes())
    return target


def drafted(tmp_path: Path, *lines: object) -> str:
    """Return the path of a draft."""
    path = tmp_path / "draft.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return what the files of a log hold."""
    return {path.name: path.read_bytes() for path in folder.glob("*.jsonl")}


def test_a_draft_shows_what_it_changes_and_is_appended(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A draft names the rule that it breaks and the answer that it changes, and ends as the stream's last line."""
    before = files_of(folder)
    draft = drafted(tmp_path, LEFT)
    assert main(["append", draft, "--log", str(folder)]) == 1
    told = capsys.readouterr().out
    assert "secretary general without gap" in told
    assert told.endswith(
        "\nnot appended: 2 rules are newly broken; correct the draft, or give --despite-errors\n"
    )
    assert files_of(folder) == before
    assert main(["append", draft, "--log", str(folder), "--despite-errors"]) == 0
    told = capsys.readouterr().out
    assert "- secretary general: Taalatbek Masadykov from 2026-01-01 until 2029-01-01\n" in told
    assert "+ secretary general: Taalatbek Masadykov from 2026-01-01 until 2026-06-01\n" in told
    assert "+ secretary general: Taalatbek Masadykov (or vacant) from 2026-06-01 until 2026-06-30\n" in told
    assert "+ secretary general: vacant from 2026-06-30" in told
    after = files_of(folder)
    assert {name for name in after if after[name] != before[name]} == {"secretariat.jsonl"}
    assert after["secretariat.jsonl"].startswith(before["secretariat.jsonl"])
    last = json.loads(after["secretariat.jsonl"].splitlines()[-1])
    assert {key: value for key, value in last.items() if key != "recorded"} == LEFT


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    """With --dry-run no file changes."""
    before = files_of(folder)
    assert main(["append", drafted(tmp_path, HELD), "--log", str(folder), "--dry-run"]) == 0
    assert files_of(folder) == before


def test_a_draft_that_is_there_already_is_no_answer(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same draft again is told to be in the log, and nothing is written."""
    draft = drafted(tmp_path, LEFT)
    main(["append", draft, "--log", str(folder), "--despite-errors"])
    before = files_of(folder)
    capsys.readouterr()
    assert main(["append", draft, "--log", str(folder)]) == 1
    assert "already in the log" in capsys.readouterr().out
    assert files_of(folder) == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"person": "Talatbek Masadykov"}, "another spelling of Taalatbek Masadykov", id="a spelling"
        ),
        pytest.param({"occurred": "2026-02-30"}, "no day 30 exists", id="no such day"),
        pytest.param({"sources": []}, "expected one or more, got []", id="no source"),
        pytest.param(
            {"recorded": "2026-01-01T00:00:00Z"}, "a draft has no instant of recording", id="recorded"
        ),
        pytest.param(
            {"id": "secretary-general-2020-01-01-zas"}, "another event has this id", id="a taken id"
        ),
    ],
)
def test_a_wrong_draft_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, object], message: str
) -> None:
    """A wrong draft is refused with one line and exit status 2, and nothing is written."""
    before = files_of(folder)
    assert main(["append", drafted(tmp_path, {**LEFT, **changes}), "--log", str(folder)]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1
    assert files_of(folder) == before


def test_a_likely_double_is_shown(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An event of the same kind, day and content as one in the log is shown beside it."""
    double = {
        "kind": "presidency_transferred",
        "version": 1,
        "id": "presidency-again",
        "occurred": "2019-11-28",
        "holder": "Russia",
        "sources": LEFT["sources"],
    }
    main(["append", drafted(tmp_path, double), "--log", str(folder), "--dry-run"])
    assert "looks like presidency-2019-11-28-russia" in capsys.readouterr().out


def test_unknown_persons_are_shown(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A person whom the vocabulary does not know is no fault, but is shown."""
    draft = drafted(tmp_path, {**LEFT, "person": "Nobody Known"})
    main(["append", draft, "--log", str(folder), "--dry-run"])
    assert "Nobody Known is not in the vocabulary yet" in capsys.readouterr().out


def test_check_tells_a_broken_seal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After sealing, a changed line makes the check fail with one line that names the file."""
    assert main(["seal", "--log", str(folder)]) == 0
    assert main(["check", "--log", str(folder)]) == 0
    path = folder / "presidency.jsonl"
    path.write_bytes(path.read_bytes().replace(b"2026-11-21T12:00:00Z", b"2026-11-21T13:00:00Z", 1))
    capsys.readouterr()
    assert main(["check", "--log", str(folder)]) == 2
    assert capsys.readouterr().err.startswith("cstotimeline: presidency.jsonl: a released line was changed")


def test_the_shipped_record_has_no_unexplained_finding(capsys: pytest.CaptureFixture[str]) -> None:
    """The rules of the record, run over the shipped log, leave nothing unexplained."""
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("0 unexplained findings")


def test_every_reason_explains_a_finding(history: History) -> None:
    """No reason is on record for a finding that does not exist any more."""
    from cstotimeline.csto.rules import explained

    assert set(explained()) <= {finding.key for finding in history.check()}


TEN = """\
{"kind": "summit_held",

{"kind": "nope", V1, "id": "a-1", DAY "2020-01-01", PAGE}
{LEFT_, V1, "id": "b-1", DAY "2020-13-01", WHO, PAGE}
{LEFT_, V1, "id": "c-1", DAY "2020-01-01", "state": "Utopia", "person": "x", PAGE}
{LEFT_, V1, "id": "d-1", DAY "2020-01-01", WHO, "sources": []}
{"kind": "KIND", V1, "id": "e-1", DAY "2020-01-01", "holder": "Armenia", PAGE}
{"kind": "KIND", V1, "id": "e-1", DAY "2020-01-02", "holder": "Armenia", PAGE}
{SG, V1, "id": "f-1", DAY "2020-01-02", "person": "Talatbek Masadykov", "reason": "resigned", PAGE}
{LEFT_, V1, "id": "g-1", DAY "2020-01-02", WHO, "after": ["nowhere"], PAGE}
{"kind": "event_retracted", V1, "id": "h-1", DAY "2020-01-02", "target": "nothing", "reason": "r", PAGE}
{COV, V1, "id": "i-1", DAY "2026-01-02", PRES, "through": "2996-01-01", PAGE}
{"kind": "event_retracted", V1, "id": "j-1", DAY "2020-01-02", "target": "b-1", "reason": "r", PAGE}
{"kind": "KIND", V1, "id": "presidency-2019-11-28-russia", DAY "2019-11-28", "holder": "Armenia", PAGE}
"""
"""Lines with a mistake each, in short form."""
LONG = {
    "PAGE": '"sources": [{"publisher": "p"}]',
    "V1": '"version": 1',
    "DAY": '"occurred":',
    "KIND": "presidency_transferred",
    "WHO": '"state": "Armenia", "person": "x"',
    "LEFT_": '"kind": "leader_left"',
    "SG": '"kind": "secretary_general_left"',
    "COV": '"kind": "coverage_declared"',
    "PRES": '"aspect": "presidency", "since": "2004-06-18"',
}
FAULTS = (
    "1 line: expected JSON",
    "2 line: expected a line of JSON, got an empty line; remove the line",
    "3 kind: unknown kind, got 'nope'",
    "4 occurred: no month 13 exists",
    "5 state: expected one of 'Armenia'",
    "6 sources: expected one or more, got []",
    "8 id: another event stands on draft.jsonl:7 under this id, got 'e-1'",
    "9 f-1 person: another spelling of Taalatbek Masadykov, got 'Talatbek Masadykov'",
    "10 g-1 after: no event with this id, got 'nowhere'",
    "11 h-1 target: no event with this id, got 'nothing'",
    "12 i-1 through: expected a day up to",
    "14 id: in the log another event has this id, got 'presidency-2019-11-28-russia'",
)


def test_every_fault_of_a_draft_is_told_in_one_round(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twelve different mistakes are twelve lines, each with file and line; a link to a line with a fault is none."""
    draft = tmp_path / "draft.jsonl"
    lines = TEN
    for short, long in LONG.items():
        lines = lines.replace(short, long)
    draft.write_text(lines, encoding="utf-8")
    before = files_of(folder)
    assert main(["append", str(draft), "--log", str(folder)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == len(FAULTS)
    for line, fault in zip(told, FAULTS, strict=True):
        assert line.startswith(f"cstotimeline: draft.jsonl:{fault}")
    assert files_of(folder) == before


def test_a_draft_without_an_event_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty file is one line and exit status 2."""
    assert main(["append", drafted(tmp_path), "--log", str(folder)]) == 2
    assert capsys.readouterr().err == "cstotimeline: draft.jsonl: holds no event; write one a line\n"


def test_what_changes_nothing_is_not_told_to_change_an_answer(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A leaving of one who left long before is a finding, and shows just the doubt that it brings about."""
    line = {
        "kind": "leader_left",
        "version": 1,
        "id": "leader-2019-01-01-sargsyan",
        "occurred": "2019-01-01",
        "state": "Armenia",
        "person": "Serzh Sargsyan",
        "sources": PAGES,
    }
    main(["append", drafted(tmp_path, line), "--log", str(folder), "--dry-run"])
    told = capsys.readouterr().out
    assert "a leaving ends a taking" in told
    changes = told.split("answers that change\n")[1].splitlines()
    assert changes[0] == "- leaders of Armenia: Nikol Pashinyan (acting) from 2018-10-16 until 2019-01-14"
    assert not any(line.startswith("+ leaders of Armenia: Nikol Pashinyan (acting) from") for line in changes)


def test_a_draft_is_not_told_what_has_nothing_to_do_with_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An event after the log's last day brings no line about expectations that it does not settle."""
    main(["append", drafted(tmp_path, HELD), "--log", str(folder), "--dry-run"])
    told = capsys.readouterr().out
    assert "expectations settled" not in told
    assert (
        "- presidency: Russia from 2026-01-01\n+ presidency: Russia from 2026-01-01 until 2026-11-20\n"
        in told
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"id": "presidency-kazakhstan"}, "presidency-kazakhstan: the id says no date"),
        ({"occurred": "1066"}, "presidency-2026-11-20-kazakhstan: 1066 is before 1990"),
        ({"occurred": "2096"}, "presidency-2026-11-20-kazakhstan: 2096 is more than 5 years ahead"),
        (
            {"sources": [{"publisher": "A page", "published": "2025"}]},
            "presidency-2026-11-20-kazakhstan: A page of 2025 is older than what it is cited for",
        ),
        (
            {"occurred": "2019-11-29", "holder": "Russia", "predecessor": "Kyrgyzstan"},
            "presidency-2026-11-20-kazakhstan: looks like presidency-2019-11-28-russia",
        ),
    ],
)
def test_what_is_unlikely_is_to_be_looked_at(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, object], told: str
) -> None:
    """Years, ids, sources and near doubles that are unlikely forbid nothing, and are shown."""
    main(["append", drafted(tmp_path, {**HELD, **changes}), "--log", str(folder), "--dry-run"])
    assert told in capsys.readouterr().out.split("to look at\n")[1]


def test_a_changed_sealed_line_is_warned_of_when_it_is_read(folder: Path) -> None:
    """Who asks a log of which a sealed line was changed is warned, and answered."""
    assert main(["seal", "--log", str(folder)]) == 0
    path = folder / "presidency.jsonl"
    path.write_bytes(path.read_bytes().replace(b"2026-11-21T12:00:00Z", b"2026-11-21T13:00:00Z", 1))
    with pytest.warns(BrokenSeal, match=r"presidency.jsonl: a released line was changed or removed"):
        load(folder)
