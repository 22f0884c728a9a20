"""Corrections and retractions by commands: drafted, reviewed, appended, shown and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cstotimeline.cli import main
from cstotimeline.shipped import load, shipped_folder

RUSSIA = "presidency-2019-11-28-russia"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped log to append to."""
    target = tmp_path / "events"
    target.mkdir()
    for file in shipped_folder().glob("*.jsonl"):
        (target / file.name).write_bytes(file.read_bytes())
    return target


def draft(path: Path) -> dict[str, Any]:
    """Return the one line of a draft."""
    (line,) = path.read_text(encoding="utf-8").splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_correction_is_drafted_reviewed_appended_and_taken_back(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One field changes, every other one and all sources stay, and after the retraction all is as before."""
    was = load(folder).log[RUSSIA].event
    log, one, back = str(folder), tmp_path / "one.jsonl", tmp_path / "back.jsonl"
    assert main(["correct", RUSSIA, "term=2020", "--reason", "the label", "--log", log, "-o", str(one)]) == 0
    assert f"{RUSSIA}: term: '2019-2020' becomes '2020'\n" in capsys.readouterr().out
    data = draft(one)
    assert data["target"] == RUSSIA
    assert len(data["sources"]) == len(was.sources)
    assert main(["append", str(one), "--log", log, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert f"corrections, field by field\n{RUSSIA}: term: '2019-2020' becomes '2020'\n" in told
    assert "answers that change" not in told
    assert main(["append", str(one), "--log", log]) == 0
    capsys.readouterr()
    now = load(folder).resolved.listed[RUSSIA]
    assert (now.term, now.sources) == ("2020", was.sources)  # type: ignore[attr-defined]

    assert main(["show", RUSSIA, "--log", log]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"corrected by {data['id']}:\n  term: '2019-2020' becomes '2020'\n\n")
    assert "term         2020\n" in told
    assert main(["show", data["id"], "--log", log]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{RUSSIA}:\n  term: '2019-2020' becomes '2020'\n\n")
    assert "reason    the label\n" in told
    assert main(["events", "--kind", "event_corrected", "--log", log]) == 0
    assert data["id"] in capsys.readouterr().out
    assert main(["events", "--kind", "event_corrected", "--year", "2019", "--log", log]) == 1

    assert main(["retract", data["id"], "--reason", "it was right", "--log", log, "-o", str(back)]) == 0
    assert draft(back)["target"] == data["id"]
    assert main(["append", str(back), "--log", log]) == 0
    assert load(folder).resolved.listed[RUSSIA] == was
    assert main(["retract", RUSSIA, "--reason", "no", "--log", log]) == 0


def test_a_second_correction_is_of_the_first(folder: Path, tmp_path: Path) -> None:
    """A field that was corrected is corrected again by an event of its own id, about the correction that counts."""
    for number, value in enumerate(("a", "b"), 1):
        path = tmp_path / f"{number}.jsonl"
        main(["correct", RUSSIA, f"note={value}", "--reason", "r", "--log", str(folder), "-o", str(path)])
        assert main(["append", str(path), "--log", str(folder)]) == 0
    first, second = (draft(tmp_path / f"{number}.jsonl") for number in (1, 2))
    assert second["target"] == first["id"]
    assert second["id"] == f"{first['id']}-2"
    assert load(folder).resolved.listed[RUSSIA].note == "b"


def test_lost_fields_and_sources_are_shown(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A correction that leaves fields out names each that is lost, and the sources."""
    path = tmp_path / "draft.jsonl"
    line = {
        "kind": "event_corrected",
        "version": 1,
        "id": "correction-1",
        "occurred": "2026-11-21",
        "target": RUSSIA,
        "reason": "r",
        "sources": [{"publisher": "p"}],
        "replacement": {
            "kind": "presidency_transferred",
            "version": 1,
            "id": RUSSIA,
            "occurred": "2019-11-28",
            "holder": "Russia",
        },
    }
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    main(["append", str(path), "--log", str(folder), "--dry-run"])
    told = capsys.readouterr().out.split("corrections, field by field\n")[1].split("\n\n")[0]
    assert f"{RUSSIA}: predecessor: 'Kyrgyzstan' is lost\n" in told
    assert f"{RUSSIA}: chairperson: 'Vladimir Putin' is lost\n" in told
    assert f"{RUSSIA}: sources: 6 of 6 are lost: " in told
    assert f"{RUSSIA}: sources: 1 of 1 is added: 'p'" in told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((RUSSIA, "term"), "correct: expected FIELD=VALUE, got 'term'"),
        ((RUSSIA, "id=x"), "correct: expected FIELD=VALUE, got 'id=x'"),
        ((RUSSIA, "colour=red"), "colour: unknown key"),
        ((RUSSIA, "occurred=2019-13"), "occurred: no month 13 exists"),
        ((RUSSIA, "holder="), "holder: missing"),
        (
            ("presidency-2019-11-28-rusia", "term=x"),
            "log: no event with this id, got 'presidency-2019-11-28-rusia'",
        ),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    capsys: pytest.CaptureFixture[str], given: tuple[str, str], told: str
) -> None:
    """What is no field, no value of it or no event is one line on standard error."""
    assert main(["correct", *given, "--reason", "r"]) == 2
    assert capsys.readouterr().err.startswith(f"cstotimeline: {told}")


def test_values_are_texts_or_json_and_the_page_may_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    """A text is taken as it is, also one that looks like a number; where no text fits, JSON is read."""
    page = ("--publisher", "TASS", "--published", "2020-01", "--tier", "agency")
    changes = ("occurred=2019", 'after=["summit-2019-11-28-bishkek"]', "note=true", "summit=")
    assert main(["correct", RUSSIA, *changes, "--reason", "r", *page]) == 0
    data = json.loads(capsys.readouterr().out)
    replacement = data["replacement"]
    assert (replacement["occurred"], replacement["note"]) == ("2019", "true")
    assert replacement["after"] == ["summit-2019-11-28-bishkek"]
    assert "summit" not in replacement
    assert data["sources"] == [{"publisher": "TASS", "published": "2020-01", "tier": "agency"}]


def test_a_draft_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is there stays as it is."""
    path = tmp_path / "draft.jsonl"
    path.write_text("mine", encoding="utf-8")
    assert main(["correct", RUSSIA, "term=x", "--reason", "r", "-o", str(path)]) == 2
    assert capsys.readouterr().err.startswith("cstotimeline: output: the file is there already")
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_losing_rival_names_the_rule_that_decided(capsys: pytest.CaptureFixture[str]) -> None:
    """Shown, a rival that lost names the winner and the rule; so does the answer that rests on the winner."""
    assert main(["show", "presidency-2023-01-01-belarus-rival"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "presidency-2022-11-23-belarus counts instead, by its rank (preferred before normal)\n"
    )
    assert (
        load()
        .presidency.at("2022-12-01")
        .why()
        .endswith("presidency-2022-11-23-belarus counts by its rank (preferred before normal)")
    )
