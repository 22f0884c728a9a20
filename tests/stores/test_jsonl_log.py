"""Appending to JSON Lines files: whole or not at all, never over what stands there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from cstotimeline import PartialDate, open_log
from cstotimeline.core.errors import Conflict, LogError
from cstotimeline.core.sources import Citation
from cstotimeline.csto.presidency import PresidencyTransferred
from cstotimeline.csto.secretariat import SecretaryGeneralTookOffice
from cstotimeline.csto.states import StateName
from cstotimeline.shipped import csto_codec
from cstotimeline.stores.seals import seal_faults, write_seal

PAGE = (Citation(publisher="a page"),)


def presidency(name: str, holder: StateName = "Russia") -> PresidencyTransferred:
    """Return an event of the presidency."""
    return PresidencyTransferred(
        id=name, occurred=PartialDate.parse("2020-01-01"), holder=holder, sources=PAGE
    )


def test_a_new_file_is_made_by_the_first_append(tmp_path: Path) -> None:
    """A file that is not there is an empty log, and holds the canonical line after the first append."""
    path = tmp_path / "log.jsonl"
    log = open_log(path)
    assert len(log) == 0
    (record,) = log.append(presidency("a"))
    assert path.read_text() == csto_codec().to_line(record) + "\n"
    assert open_log(path).read()["a"].event == presidency("a")


def test_a_folder_keeps_one_file_a_stream(tmp_path: Path) -> None:
    """Events go to the file of their stream, and positions count through all files."""
    log = open_log(tmp_path)
    person = SecretaryGeneralTookOffice(
        id="s", occurred=PartialDate.parse("2020"), person="Stanislav Zas", sources=PAGE
    )
    log.append(presidency("a"), person)
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["presidency.jsonl", "secretariat.jsonl"]
    assert [record.position for record in log.read()] == [1, 2]
    assert [record.event.id for record in log.read(after=1)] == ["s"]


def test_the_same_event_again_is_not_written_twice(tmp_path: Path) -> None:
    """Appending what is there already returns its record and leaves the file as it is."""
    log = open_log(tmp_path / "log.jsonl")
    first = log.append(presidency("a"))
    before = (tmp_path / "log.jsonl").read_bytes()
    assert log.append(presidency("a")) == first
    assert (tmp_path / "log.jsonl").read_bytes() == before


def test_other_content_under_an_id_is_refused_whole(tmp_path: Path) -> None:
    """One event of a batch that is refused keeps the whole batch out."""
    log = open_log(tmp_path / "log.jsonl")
    log.append(presidency("a"))
    before = (tmp_path / "log.jsonl").read_bytes()
    with pytest.raises(LogError, match="another event has this id"):
        log.append(presidency("b"), presidency("a", "Belarus"))
    assert (tmp_path / "log.jsonl").read_bytes() == before


def test_a_writer_who_saw_less_is_told_what_came_in_between(tmp_path: Path) -> None:
    """A writer who expects a shorter log gets a conflict that names the newer events, and writes nothing."""
    log = open_log(tmp_path / "log.jsonl")
    log.append(presidency("a"))
    with pytest.raises(Conflict, match=r"new: a"):
        log.append(presidency("b"), expected=0)
    assert [record.event.id for record in log.read()] == ["a"]


def test_a_torn_last_line_is_told_and_not_written_over(tmp_path: Path) -> None:
    """A log whose last line is torn is refused by every append until somebody mends it."""
    path = tmp_path / "log.jsonl"
    log = open_log(path)
    log.append(presidency("a"))
    torn = path.read_bytes() + b'{"recorded": "20'
    path.write_bytes(torn)
    with pytest.raises(LogError, match=r"log\.jsonl:2 line: the last line is torn"):
        log.append(presidency("b"))
    assert path.read_bytes() == torn


def test_a_write_that_fails_leaves_the_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails in mid-append leaves no half-written line in any file."""
    log = open_log(tmp_path)
    log.append(presidency("a"))
    before = (tmp_path / "presidency.jsonl").read_bytes()
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, data[:7]))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    person = SecretaryGeneralTookOffice(
        id="s", occurred=PartialDate.parse("2020"), person="Stanislav Zas", sources=PAGE
    )
    with pytest.raises(LogError, match=r"nothing was added, writing failed \(No space left on device\)"):
        log.append(presidency("b"), person)
    assert (tmp_path / "presidency.jsonl").read_bytes() == before
    assert not (tmp_path / "secretariat.jsonl").exists()


WRITER = """
import sys
from cstotimeline import PartialDate, open_log
from cstotimeline.core.sources import Citation
from cstotimeline.csto.presidency import PresidencyTransferred
log = open_log(sys.argv[1])
for number in range(10):
    name = f"{sys.argv[2]}-{number}"
    page = Citation(publisher="a page")
    log.append(PresidencyTransferred(id=name, occurred=PartialDate.parse("2020"), holder="Russia", sources=(page,)))
"""


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Three processes that append to one file at once leave all their lines, each once and whole."""
    path = tmp_path / "log.jsonl"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], stderr=subprocess.PIPE)
        for name in ("a", "b", "c")
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    for writer in writers:
        assert writer.stderr is not None
        writer.stderr.close()
    assert sorted(record.event.id for record in open_log(path).read()) == [
        f"{name}-{number}" for name in ("a", "b", "c") for number in range(10)
    ]


def test_a_seal_holds_while_lines_are_only_added(tmp_path: Path) -> None:
    """Adding lines keeps a seal; changing, removing or cutting one breaks it, and the file is named."""
    log = open_log(tmp_path)
    log.append(presidency("a"), presidency("b"))
    write_seal(tmp_path)
    log.append(presidency("c"))
    assert list(seal_faults(tmp_path)) == []
    path = tmp_path / "presidency.jsonl"
    whole = path.read_bytes()
    for broken in (whole.replace(b"Russia", b"russia", 1), whole.split(b"\n", 1)[1], whole[:20]):
        path.write_bytes(broken)
        (fault,) = seal_faults(tmp_path)
        assert "a released line was changed or removed" in str(fault)
        assert fault.where == "presidency.jsonl"
    path.unlink()
    assert [fault.what for fault in seal_faults(tmp_path)] == ["a released file is gone"]


def test_a_broken_seal_is_not_renewed(tmp_path: Path) -> None:
    """Sealing again after a sealed line was changed is refused."""
    log = open_log(tmp_path)
    log.append(presidency("a"))
    write_seal(tmp_path)
    path = tmp_path / "presidency.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Russia", b"Belarus"))
    with pytest.raises(LogError, match="changed or removed"):
        write_seal(tmp_path)


@pytest.mark.parametrize("seal", ["[]", "{", '{"a": 1}', '{"a": {"bytes": "1", "sha256": ""}}'])
def test_a_seal_that_is_none_is_told(tmp_path: Path, seal: str) -> None:
    """A file that is no seal is refused by name."""
    (tmp_path / "released.json").write_text(seal)
    with pytest.raises(LogError, match=r"expected the seal of a log, got 'released\.json'") as told:
        list(seal_faults(tmp_path))
    assert len(told.value.faults) == 1


def test_replacing_keeps_events_equal() -> None:
    """Events with the same fields are equal, whoever built them."""
    assert attrs.evolve(presidency("a")) == presidency("a")
