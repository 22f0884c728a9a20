"""Appending to JSON Lines files: whole or not at all, never over what stands there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from cstotimeline import PartialDate, TornLine, open_log
from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import LogError
from cstotimeline.core.log.records import Record
from cstotimeline.csto.presidency import PresidencyTransferred
from cstotimeline.csto.secretariat import SecretaryGeneralTookOffice
from cstotimeline.csto.states import StateName
from cstotimeline.shipped import csto_codec
from cstotimeline.stores.seals import seal_faults, write_seal
from tests.builders import PAGE
from tests.stores.rights import nobody_may_write, shared_place


def presidency(name: str, holder: StateName = "Russia") -> PresidencyTransferred:
    """Return an event of the presidency."""
    return PresidencyTransferred(
        id=name, occurred=PartialDate.parse("2020-01-01"), holder=holder, sources=PAGE
    )


def secretary(name: str) -> SecretaryGeneralTookOffice:
    """Return an event of the secretariat."""
    return SecretaryGeneralTookOffice(
        id=name, occurred=PartialDate.parse("2020"), person="Stanislav Zas", sources=PAGE
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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
    with pytest.raises(LogError, match="append: another event has this id, got 'a'; give it its own id"):
        log.append(presidency("b"), presidency("a", "Belarus"))
    assert (tmp_path / "log.jsonl").read_bytes() == before


def test_a_torn_last_line_is_set_aside_and_told(tmp_path: Path) -> None:
    """The bytes of a torn line are moved into a file beside the log, with a warning, when the log is opened to be
    added to; nothing of them is lost, also where it happens twice.
    """
    path = tmp_path / "log.jsonl"
    open_log(path).append(presidency("a"))
    sound = path.read_bytes()
    for torn in (b'{"recorded": "20', b"\xff\x00"):
        path.write_bytes(sound + torn)
        with pytest.warns(
            TornLine, match=rf"log\.jsonl: an append broke off, {len(torn)} bytes were set aside in "
        ):
            log = open_log(path)
        assert [record.event.id for record in log.read()] == ["a"]
        assert path.read_bytes() == sound
    assert (tmp_path / "log.jsonl.torn").read_bytes() == b'{"recorded": "20\n\xff\x00\n'


def test_a_line_torn_while_the_log_is_open_is_set_aside_by_the_next_append(tmp_path: Path) -> None:
    """A log that was opened before another writer died is mended before it is added to or read."""
    path = tmp_path / "log.jsonl"
    log = open_log(path)
    log.append(presidency("a"))
    with path.open("ab") as file:
        file.write(b"{")
    with pytest.warns(TornLine):
        log.append(presidency("b"))
    with path.open("ab") as file:
        file.write(b"{")
    with pytest.warns(TornLine):
        assert [record.event.id for record in log.read()] == ["a", "b"]


def test_who_only_reads_is_told_of_a_torn_line_and_moves_nothing(tmp_path: Path) -> None:
    """Opened to be read, a torn log is refused by its line, and its file stays as it is."""
    path = tmp_path / "log.jsonl"
    open_log(path).append(presidency("a"))
    torn = path.read_bytes() + b"{"
    path.write_bytes(torn)
    with pytest.raises(LogError, match=r"log\.jsonl:2 line: the last line is torn"):
        open_log(path, read_only=True)
    assert path.read_bytes() == torn
    assert not (tmp_path / "log.jsonl.torn").exists()


def test_a_log_opened_to_be_read_is_not_added_to(tmp_path: Path) -> None:
    """Opened to be read, a log refuses events, and a file that is not there is no empty log."""
    path = tmp_path / "log.jsonl"
    with pytest.raises(LogError, match="no such file or folder"):
        open_log(path, read_only=True)
    open_log(path).append(presidency("a"))
    with pytest.raises(LogError, match="append: the log was opened to be read"):
        open_log(path, read_only=True).append(presidency("b"))


def test_a_write_that_fails_leaves_the_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails in mid-append leaves no half-written line in any file."""
    log = open_log(tmp_path)
    log.append(presidency("a"))
    before = contents(tmp_path)
    whole, flush = os.write, os.fsync
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, data[:7]))
    left = [3]

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        flush(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LogError, match=r"nothing was added, writing failed \(No space left on device\)"):
        log.append(presidency("b"), secretary("s"))
    assert contents(tmp_path) == before
    assert [record.position for record in log.append(presidency("b"), secretary("s"))] == [2, 3]


def test_a_write_that_can_not_be_taken_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails for good, the refusal does not claim that nothing was added."""
    log = open_log(tmp_path / "log.jsonl")
    log.append(presidency("a"))

    def broken(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(LogError, match="could not be taken back; mend the disk and open the log again"):
        log.append(presidency("b"))


def test_appending_reads_nothing_that_was_read_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An append decodes only the lines that others have added since, however many there are before."""
    path = tmp_path / "log.jsonl"
    log, other = open_log(path), open_log(path)
    log.append(*(presidency(f"e{number}") for number in range(50)))
    other.read()
    decoded: list[str] = []
    whole = Codec.from_line

    def counted(codec: Codec, text: str, position: int) -> Record:
        decoded.append(text)
        return whole(codec, text, position)

    monkeypatch.setattr(Codec, "from_line", counted)
    other.append(presidency("f"))
    assert decoded == []
    log.append(presidency("g"))
    assert len(decoded) == 1


def test_one_event_costs_one_write_and_one_flush(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event in a file that is there is one write and one flush, of the file itself."""
    log = open_log(tmp_path / "log.jsonl")
    log.append(presidency("a"))
    calls: list[str] = []
    write, flush = os.write, os.fsync

    def written(handle: int, data: bytes) -> int:
        calls.append("write")
        return write(handle, data)

    def flushed(handle: int) -> None:
        calls.append("fsync")
        flush(handle)

    monkeypatch.setattr(os, "write", written)
    monkeypatch.setattr(os, "fsync", flushed)
    log.append(presidency("b"))
    assert calls == ["write", "fsync"]


def test_lines_added_by_hand_are_read_whatever_became_of_the_file(tmp_path: Path) -> None:
    """A file that was rewritten, or replaced by another, with the lines that were read and more after them, is the
    same log.
    """
    path = tmp_path / "log.jsonl"
    log = open_log(path)
    log.append(presidency("a"))
    first = path.read_bytes()
    path.write_bytes(first + first.replace(b'"a"', b'"b"'))
    assert [record.event.id for record in log.read()] == ["a", "b"]
    (tmp_path / "new").write_bytes(path.read_bytes() + first.replace(b'"a"', b'"c"'))
    (tmp_path / "new").replace(path)
    assert [record.event.id for record in log.read()] == ["a", "b", "c"]
    assert [record.position for record in log.append(presidency("d"))] == [4]


def test_a_line_added_by_hand_is_checked_as_all_are(tmp_path: Path) -> None:
    """Lines that others add are refused where they break a rule of the log, with their place."""
    path = tmp_path / "log.jsonl"
    log = open_log(path)
    log.append(presidency("a"))
    sound = path.read_bytes()
    for wrong, fault in (
        (sound, r"log\.jsonl:2 id: the id stands at log\.jsonl:1 already"),
        (b"{}\n", r"log\.jsonl:2 recorded: expected an instant"),
        (sound.replace(b'"a"', b'"b"')[:-1] + b"\r\n", r"log\.jsonl:2 line: expected a line of JSON"),
    ):
        path.write_bytes(sound + wrong)
        with pytest.raises(LogError, match=fault):
            log.read()
        with pytest.raises(LogError, match=fault):
            log.append(presidency("c"))
        assert path.read_bytes() == sound + wrong
    path.write_bytes(sound + sound.replace(b'"a"', b'"b"'))
    assert [record.position for record in log.append(presidency("c"))] == [3]


def test_streams_are_plain_names(tmp_path: Path) -> None:
    """A stream that would be a file elsewhere, or a hidden one, is refused, and nothing is added."""
    for name in ("../elsewhere", "a/b", ".hidden", "", "two\nlines", "nul\0"):
        log = open_log(tmp_path, codec=csto_codec(), stream_of=lambda _, name=name: name)  # type: ignore[misc]
        with pytest.raises(LogError, match="expected a plain name for the stream of a, got "):
            log.append(presidency("a"))
    assert contents(tmp_path) == {}


def test_a_digest_is_of_the_lines_as_they_stand(tmp_path: Path) -> None:
    """A changed byte changes the digest, also one that no event shows; verify tells, and so does a missing line."""
    path = tmp_path / "log.jsonl"
    log = open_log(path)
    log.append(presidency("a"), presidency("b"))
    digest = log.digest()
    sound = path.read_bytes()
    assert log.verify(digest) == digest
    path.write_bytes(sound.replace(b": ", b":  ", 1))
    assert [record.event for record in open_log(path).read()] == [presidency("a"), presidency("b")]
    with pytest.raises(LogError, match="verify: the first 2 lines are not those of the digest, got 2:"):
        log.verify(digest)
    path.write_bytes(sound.splitlines(keepends=True)[0])
    with pytest.raises(LogError, match="verify: the digest is of 2 lines, the log has 1"):
        open_log(path).verify(digest)


def test_a_closed_log_is_not_used(tmp_path: Path) -> None:
    """After it was closed, a log refuses to be read and added to."""
    log = open_log(tmp_path / "log.jsonl")
    log.append(presidency("a"))
    log.close()
    for use in (log.read, log.digest, lambda: log.append(presidency("b"))):
        with pytest.raises(LogError, match="log: the log was closed; open it again"):
            use()


def test_a_folder_that_cannot_be_written_is_read() -> None:
    """Files and folders without the right to write are read, and appending is refused in a line."""
    with shared_place() as place:
        (place / "folder").mkdir()
        for path in (place / "log.jsonl", place / "folder"):
            open_log(path).append(presidency("a"))
        with nobody_may_write(place):
            for path in (place / "log.jsonl", place / "folder"):
                log = open_log(path)
                assert [record.event.id for record in log.read()] == ["a"]
                assert log.verify(log.digest()).length == 1
                with pytest.raises(
                    LogError, match=r"append: the log cannot be written \(Permission denied\)"
                ):
                    log.append(presidency("b"))


def test_a_system_without_locks_only_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no flock, a log is read, and adding to one is refused in one line."""
    path = tmp_path / "log.jsonl"
    open_log(path).append(presidency("a"))
    monkeypatch.setitem(sys.modules, "fcntl", None)
    log = open_log(path)
    assert len(log) == 1
    with pytest.raises(
        LogError, match="log: this system has no flock; keep a log that is added to in SQLite"
    ):
        log.append(presidency("b"))
    assert path.read_bytes().count(b"\n") == 1


WRITER = """
import sys
from cstotimeline import PartialDate, open_log
from cstotimeline.core.log.records import Record
from cstotimeline.core.events.citations import Citation
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
    write_seal(tmp_path, csto_codec())
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
    write_seal(tmp_path, csto_codec())
    path = tmp_path / "presidency.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Russia", b"Belarus"))
    with pytest.raises(LogError, match="changed or removed"):
        write_seal(tmp_path, csto_codec())


@pytest.mark.parametrize(
    "seal",
    ["[]", "{", '{"a": 1}', '{"a": {"bytes": "1", "sha256": ""}}', "[" * 100_000 + "]" * 100_000],
    ids=["list", "half", "number", "text", "deep"],
)
def test_a_seal_that_is_none_is_told(tmp_path: Path, seal: str) -> None:
    """A file that is no seal is refused by name."""
    (tmp_path / "released.json").write_text(seal)
    with pytest.raises(LogError, match=r"expected the seal of a log, got 'released\.json'") as told:
        list(seal_faults(tmp_path))
    assert len(told.value.faults) == 1


def test_replacing_keeps_events_equal() -> None:
    """Events with the same fields are equal, whoever built them."""
    assert attrs.evolve(presidency("a")) == presidency("a")
