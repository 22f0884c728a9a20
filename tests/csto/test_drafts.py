"""Drafts: what a curator is told before an event is appended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cstotimeline.cli import main
from cstotimeline.csto.history import History

LEFT = {
    "kind": "secretary_general_left",
    "version": 1,
    "id": "secretary-general-2026-06-masadykov-left",
    "occurred": "2026-06",
    "person": "Taalatbek Masadykov",
    "reason": "resigned",
    "sources": [{"publisher": "a page", "address": "https://example.org/a", "tier": "official"}],
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
    assert main(["append", drafted(tmp_path, LEFT), "--log", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "secretary general without gap" in told
    assert "+ secretary general: vacant from 2026-06" in told
    after = files_of(folder)
    assert {name for name in after if after[name] != before[name]} == {"secretariat.jsonl"}
    assert after["secretariat.jsonl"].startswith(before["secretariat.jsonl"])
    last = json.loads(after["secretariat.jsonl"].splitlines()[-1])
    assert {key: value for key, value in last.items() if key != "recorded"} == LEFT


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    """With --dry-run no file changes."""
    before = files_of(folder)
    assert main(["append", drafted(tmp_path, LEFT), "--log", str(folder), "--dry-run"]) == 0
    assert files_of(folder) == before


def test_a_draft_that_is_there_already_is_no_answer(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same draft again is told to be in the log, and nothing is written."""
    draft = drafted(tmp_path, LEFT)
    main(["append", draft, "--log", str(folder)])
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
    assert main(["append", drafted(tmp_path, double), "--log", str(folder), "--dry-run"]) == 0
    assert "looks like presidency-2019-11-28-russia" in capsys.readouterr().out


def test_unknown_persons_are_shown(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A person whom the vocabulary does not know is no fault, but is shown."""
    draft = drafted(tmp_path, {**LEFT, "person": "Nobody Known"})
    assert main(["append", draft, "--log", str(folder), "--dry-run"]) == 0
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
