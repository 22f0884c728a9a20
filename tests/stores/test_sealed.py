"""A sealed folder is read without decoding its lines, and says what reading it strictly says."""

from __future__ import annotations

import copy
import json
import pickle
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline import (
    AnnouncementSettled,
    EventAnnounced,
    EventCorrected,
    History,
    MemoryLog,
    PartialDate,
    UnknownName,
)
from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import LogError
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import references_in, statements_in
from cstotimeline.core.index.dependencies import Outlined
from cstotimeline.core.log.log import Records
from cstotimeline.core.log.records import Record
from cstotimeline.csto.aspects import KINDS_BY_NAME
from cstotimeline.csto.kinds import KINDS, PROJECTIONS
from cstotimeline.shipped import shipped_folder
from cstotimeline.stores.jsonl import read_jsonl
from cstotimeline.stores.sealed import SealedRecords, read_sealed
from cstotimeline.stores.seals import write_seal
from cstotimeline.testing.asking import Inquiry, inquiries, logs
from cstotimeline.testing.club import CLUB
from cstotimeline.testing.store_contract import CODEC, NOON, PAGE, retraction, took

LOGS = logs(least=1, most=5, amendments=2, announcements=2, disclosed=True)
SHIPPED_CODEC = Codec(KINDS_BY_NAME)


class Counting(Codec):
    """A codec that counts the lines that it decodes."""

    decoded = 0

    def from_line(self, line: str, position: int) -> Record:
        """Return the record, and count it."""
        self.decoded += 1
        return super().from_line(line, position)


def written(folder: Path, records: Iterable[Record], codec: Codec) -> None:
    """Write records into a folder, one file a kind, and seal it."""
    for record in records:
        with (folder / f"{record.event.kind}.jsonl").open("a", encoding="utf-8") as file:
            file.write(codec.to_line(record) + "\n")
    write_seal(folder, codec)


def opened(folder: Path, codec: Codec) -> SealedRecords:
    """Return the records of a folder that is sealed."""
    records = read_sealed(folder, codec)
    assert records is not None
    return records


@contextmanager
def both(log: MemoryLog) -> Iterator[tuple[SealedRecords, Records]]:
    """Give the records of a folder with the log's lines: as a sealed one, and read strictly."""
    with tempfile.TemporaryDirectory() as name:
        written(Path(name), log.read(), log.codec)
        yield opened(Path(name), log.codec), read_jsonl(Path(name), log.codec)


def has(records: Container[object], name: str) -> bool:
    """Return whether records hold an event with an id."""
    return name in records


def ring(folder: Path) -> Path:
    """Make a sealed folder of three records in two files, the last of which retracts the first."""
    log = MemoryLog(codec=CODEC)
    log.append(took("a"), took("b", "Bob"), retraction("c", "a"), recorded=NOON)
    written(folder, log.read(), CODEC)
    return folder


@given(log=LOGS)
def test_a_sealed_log_holds_what_it_holds_read_strictly(log: MemoryLog) -> None:
    """Records, by place, by id and as a stretch, events by id, and what is not there are the same."""
    with both(log) as (sealed, strict):
        ids = [record.event.id for record in strict]
        assert [sealed[name] for name in reversed(ids)] == [strict[name] for name in reversed(ids)]
        assert list(sealed) == list(strict)
        assert sealed[-1] == strict[-1]
        assert list(sealed[1:]) == list(strict[1:])
        assert list(sealed.events) == ids
        assert dict(sealed.events) == dict(strict.events)
        assert all(record in sealed for record in strict)
        assert not has(sealed, "nobody")
        assert "nobody" not in sealed.events
        with pytest.raises(UnknownName):
            sealed["nobody"]
        with pytest.raises(KeyError):
            sealed.events["nobody"]


@given(log=LOGS)
def test_the_outlines_tell_the_links_of_the_events(log: MemoryLog) -> None:
    """What the lines tell of links, without being decoded, is what the events say."""
    with both(log) as (sealed, strict):
        assert isinstance(sealed.events, Outlined)
        said = {event.id: links for event in strict.events.values() if (links := references_in(event))}
        assert dict(sealed.events.linked()) == said


@given(log=LOGS, kinds=st.lists(st.sampled_from([Event, *CLUB.kinds]), min_size=1, max_size=3))
def test_the_outlines_tell_the_kinds_of_the_events(log: MemoryLog, kinds: list[type[Event]]) -> None:
    """No event that states one of some kinds is passed over, and none is named that bears no such kind anywhere."""
    with both(log) as (sealed, strict):
        assert isinstance(sealed.events, Outlined)
        found = set(sealed.events.stating(tuple(kinds)))
        for event in strict.events.values():
            if any(isinstance(said, tuple(kinds)) for said in statements_in(event)):
                assert event.id in found
            if event.id in found:
                assert any(isinstance(said, tuple(kinds)) for said in nested(event))


def nested(event: Event) -> Iterator[Event]:
    """Yield an event and those inside it."""
    yield event
    if isinstance(event, EventCorrected):
        yield from nested(event.replacement)
    if isinstance(event, EventAnnounced):
        yield from nested(event.expects)


def test_the_outlines_tell_what_is_inside_of_what_is_inside(tmp_path: Path) -> None:
    """A correction of an announcement tells the links of what is now expected, one of a settlement the announcement."""
    day = PartialDate.parse("2020-01-01")

    def made(kind: Any, name: str, **fields: Any) -> Any:
        return kind(id=name, occurred=day, sources=PAGE, **fields)

    def announced(name: str, claim: str, *after: str) -> Any:
        return made(EventAnnounced, name, claim=claim, expects=took(name, after=after))

    log = MemoryLog(codec=CLUB.codec)
    log.append(
        *(announced("a", "one"), announced("b", "two"), took("before")),
        made(AnnouncementSettled, "s", announcement="a", outcome="cancelled"),
        made(EventCorrected, "ca", target="a", reason="!", replacement=announced("a", "two", "before")),
        made(
            EventCorrected,
            "cs",
            target="s",
            reason="!",
            replacement=made(AnnouncementSettled, "s", announcement="b", outcome="cancelled"),
        ),
        recorded=NOON,
    )
    written(tmp_path, log.read(), CLUB.codec)
    sealed = opened(tmp_path, CLUB.codec)
    assert isinstance(sealed.events, Outlined)
    told = dict(sealed.events.linked())
    assert told["ca"] == {("event", "a"), ("event", "before"), ("claim", "two")}
    assert told["cs"] == {("event", "s"), ("event", "b")}
    assert told == {event.id: links for event in sealed.events.values() if (links := references_in(event))}
    assert set(sealed.events.stating((type(took("a")),))) == {"a", "b", "ca", "before"}


@given(log=LOGS, inquiry=inquiries())
def test_a_sealed_log_answers_as_one_read_strictly(log: MemoryLog, inquiry: Inquiry) -> None:
    """Whatever is asked of it, a sealed log gives the answer, and the reasons, of the same log read strictly."""
    with both(log) as (sealed, strict):
        lazy, eager = (inquiry.of(CLUB.timeline(records)) for records in (sealed, strict))
        assert lazy == eager
        assert reasons(lazy) == reasons(eager)


def reasons(answer: Any) -> Any:
    """Return the reasons of every answer in what an inquiry gives."""
    if isinstance(answer, dict):
        return {key: reasons(value) for key, value in answer.items()}
    return [reasons(one) for one in answer] if isinstance(answer, tuple) else answer.because


@given(log=LOGS)
def test_what_is_added_to_a_sealed_log_comes_after_it(log: MemoryLog) -> None:
    """Adding to the records of a sealed log gives what adding to the same records, read strictly, gives."""
    new = MemoryLog(log.read(), codec=log.codec).append(took("one-more"), recorded=log.read()[-1].recorded)
    with both(log) as (sealed, strict):
        assert sealed.extended([]) is sealed
        assert list(sealed.extended(new)) == list(strict.extended(new))
        assert dict(sealed.extended(new).events) == dict(strict.extended(new).events)
        assert list(sealed) == list(strict)


def test_lines_are_decoded_when_they_are_asked_for(tmp_path: Path) -> None:
    """Reading and counting a sealed log, its ids and its links decode no line; a record decodes its own, once."""
    codec = Counting(CODEC.kinds)
    sealed = opened(ring(tmp_path), codec)
    assert (len(sealed), list(sealed.events), has(sealed, "b"), "d" in sealed.events) == (
        3,
        ["c", "a", "b"],
        True,
        False,
    )
    assert isinstance(sealed.events, Outlined)
    assert list(sealed.events.stating((type(took("a")),))) == ["a", "b"]
    assert list(sealed.events.linked()) == [("c", frozenset({("event", "a")}))]
    assert codec.decoded == 0
    assert sealed["b"].event == sealed.events["b"] == took("b", "Bob")
    assert codec.decoded == 1


def test_copies_of_a_sealed_log_are_logs_like_any_other(tmp_path: Path) -> None:
    """Records of a sealed log can be copied and pickled."""
    sealed = opened(ring(tmp_path), CODEC)
    for other in (copy.deepcopy(sealed), pickle.loads(pickle.dumps(sealed))):
        assert type(other) is Records
        assert list(other) == list(sealed)


def a_changed_byte(folder: Path) -> None:
    """Change the name of a holder."""
    path = folder / "steward_took.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Bob", b"Cem"))


def one_more_line(folder: Path) -> None:
    """Add a line that the seal does not know."""
    (record,) = MemoryLog().append(took("d"), recorded=NOON)
    with (folder / "steward_took.jsonl").open("a", encoding="utf-8") as file:
        file.write(CODEC.to_line(record) + "\n")


def one_more_file(folder: Path) -> None:
    """Add a file that the seal does not know."""
    (record,) = MemoryLog().append(took("d"), recorded=NOON)
    (folder / "other.jsonl").write_text(CODEC.to_line(record) + "\n")


def another_name(folder: Path) -> None:
    """Give a file another name."""
    (folder / "steward_took.jsonl").rename(folder / "other.jsonl")


def no_seal(folder: Path) -> None:
    """Take the seal away."""
    (folder / "released.json").unlink()


def an_order(folder: Path) -> None:
    """Add the file that tells the order of a folder, which no seal covers."""
    (folder / ".order").write_text("steward_took 2\n")


def keys_in_another_order(folder: Path) -> None:
    """Write a line that is sound, but not canonical, and seal the folder anew."""
    path = folder / "steward_took.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(dict(sorted(line.items()))) + "\n" for line in lines))
    (folder / "released.json").unlink()
    write_seal(folder, CODEC)


@pytest.mark.parametrize(
    "happened",
    [a_changed_byte, one_more_line, one_more_file, another_name, no_seal, an_order, keys_in_another_order],
)
def test_a_folder_that_is_not_as_it_was_sealed_is_read_strictly(
    tmp_path: Path, happened: Callable[[Path], None]
) -> None:
    """Whatever is not as it was sealed, or not canonical, is left to who reads line by line, and reads on."""
    happened(ring(tmp_path))
    assert read_sealed(tmp_path, CODEC) is None
    assert has(read_jsonl(tmp_path, CODEC), "a")


def test_a_sealed_file_that_is_gone_is_not_passed_over(tmp_path: Path) -> None:
    """A folder that lacks a sealed file is left to who reads line by line, who misses the event."""
    (ring(tmp_path) / "steward_took.jsonl").unlink()
    assert read_sealed(tmp_path, CODEC) is None
    with pytest.raises(LogError, match="no event with this id, got 'a'"):
        read_jsonl(tmp_path, CODEC)


def test_a_faulty_line_is_not_sealed(tmp_path: Path) -> None:
    """A folder with a line that breaks a rule gets no seal, since sealed lines are not checked again."""
    path = ring(tmp_path) / "steward_took.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"holder"', b'"holds"'))
    no_seal(tmp_path)
    with pytest.raises(LogError, match=r"steward_took\.jsonl:1 holds: unknown key"):
        write_seal(tmp_path, CODEC)
    assert not (tmp_path / "released.json").exists()


def test_a_sealed_line_that_is_none_any_more_tells_its_place(tmp_path: Path) -> None:
    """Where a later codec refuses a sealed line, the fault names file and line once the record is asked for."""
    sealed = opened(ring(tmp_path), Codec([retraction("a", "b").__class__]))
    assert sealed["c"].event == retraction("c", "a")
    with pytest.raises(LogError, match=rf"{tmp_path.name}/steward_took\.jsonl:2 kind: unknown kind"):
        sealed["b"]


def test_the_shipped_log_sealed_says_what_it_says_read_strictly(tmp_path: Path) -> None:
    """Every record, link and kind of the shipped log is the same, sealed or read strictly."""
    for path in shipped_folder().glob("*.jsonl"):
        shutil.copy(path, tmp_path)
    write_seal(tmp_path, SHIPPED_CODEC)
    sealed, strict = opened(tmp_path, SHIPPED_CODEC), read_jsonl(tmp_path, SHIPPED_CODEC)
    assert isinstance(sealed.events, Outlined)
    said = {event.id: links for event in strict.events.values() if (links := references_in(event))}
    assert dict(sealed.events.linked()) == said
    for projection in PROJECTIONS:
        stating = {
            event.id
            for event in strict.events.values()
            if any(isinstance(one, projection.kinds) for one in statements_in(event))
        }
        assert set(sealed.events.stating(projection.kinds)) == stating
    assert list(sealed) == list(strict)
    assert Counter(type(event) for event in History(sealed)) == Counter(type(e) for e in History(strict))


def test_no_kind_of_the_csto_is_another_s_subclass() -> None:
    """Asked for a kind of the CSTO, a sealed log names that kind alone: no other is a subclass of it."""
    assert [(a, b) for a in KINDS for b in KINDS if a is not b and issubclass(a, b)] == []
