from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest

from cstotimeline import Citation, Codec, Event, PartialDate, PresidencyTransferred, open_log
from cstotimeline.csto.kinds import KINDS
from cstotimeline.shipped import csto_codec, shipped_folder

STREAMS = {
    "announcements": "announcement_settled event_announced",
    "assembly": (
        "assembly_chair_attested assembly_chair_left assembly_chair_took_office assembly_chair_unestablished "
        "assembly_session_held assembly_step_taken"
    ),
    "corrections": "event_corrected event_retracted",
    "coverage": "coverage_declared",
    "developments": "budget_reported delegation_listed development_reported figure_reported",
    "documents": "document_entered_into_force document_ratified document_refused document_signed",
    "exercises": "exercise_held",
    "forces": "force_changed force_established force_reported",
    "joint-staff": (
        "joint_staff_chief_attested joint_staff_chief_left joint_staff_chief_took_office "
        "joint_staff_chief_unestablished joint_staff_step_taken"
    ),
    "leaders": "leader_left leader_reconfirmed leader_took_office",
    "meetings": "meeting_held",
    "membership": (
        "membership_step_taken observer_admitted observer_left state_joined state_left state_suspended "
        "status_granted"
    ),
    "operations": "operation_step_taken",
    "presidency": "presidency_transferred presidency_unestablished",
    "secretariat": (
        "secretary_general_attested secretary_general_dismissed secretary_general_elected "
        "secretary_general_left secretary_general_step_taken secretary_general_term_fixed "
        "secretary_general_took_office secretary_general_unestablished"
    ),
    "summits": "summit_held",
}
"""The kinds of each stream, as logs have them since the first release: a kind never moves."""
WHEN: dict[str, Any] = {
    "id": "x",
    "occurred": PartialDate.parse("2026-01-01"),
    "sources": (Citation(publisher="a page"),),
}


@attrs.frozen(kw_only=True)
class Painted(Event):
    """A kind that names no stream."""

    kind: ClassVar[str] = "painted"


def kinds_by_stream() -> dict[str, str]:
    """Return the kinds of each stream, sorted, as one text."""
    found: dict[str, list[str]] = {}
    for kind in sorted(cls.kind for cls in KINDS):
        found.setdefault(csto_codec().kinds[kind].stream, []).append(kind)
    return {stream: " ".join(kinds) for stream, kinds in sorted(found.items())}


def test_each_kind_keeps_its_stream() -> None:
    """Every kind names a stream, and the streams are those of the table above."""
    assert kinds_by_stream() == STREAMS


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_shipped_file_holds_its_stream_alone(path: Path) -> None:
    """The kinds of a shipped file's events are all of the stream that the file is named after."""
    kinds = {json.loads(line)["kind"] for line in path.read_text(encoding="utf-8").splitlines()}
    assert {csto_codec().kinds[kind].stream for kind in kinds} == {path.stem}


def test_moving_a_class_moves_no_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event whose class lives in another module is appended to the same file."""
    monkeypatch.setattr(PresidencyTransferred, "__module__", "cstotimeline.csto.offices.chair")
    with open_log(tmp_path) as log:
        log.append(PresidencyTransferred(holder="Russia", **WHEN))
    assert [path.name for path in tmp_path.glob("*.jsonl")] == ["presidency.jsonl"]


def test_a_kind_that_names_no_stream_has_a_file_of_its_own(tmp_path: Path) -> None:
    """An organization's event whose class names no stream goes to the file named after its kind."""
    with open_log(tmp_path, codec=Codec((Painted,))) as log:
        log.append(Painted(**WHEN))
    assert [path.name for path in tmp_path.glob("*.jsonl")] == ["painted.jsonl"]
